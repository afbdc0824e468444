#include "forecast/models/baselines/rolling_twelve.h"

#include "gtest/gtest.h"
#include "tests/forecast/models/sample_series.h"

namespace prognos::models {
namespace {

TEST(RollingTwelveTest, TheYearEndsAtTheSumOfTheLastTwelveMonths) {
  // 2021: 1 ... 12; January-April 2022: 20 each. The last twelve months: 5 + ... + 12 + 80 = 68 + 80.
  // May-December are 68 / 8 = 8.5 each.
  Vector values(16);
  values << Vector::LinSpaced(12, 1, 12), Vector::Constant(4, 20);
  const TrainingData training = History(Month::January(2021), values);
  const Vector forecast = RollingTwelve().Predict(training, training.history.end(), 8);
  EXPECT_EQ(forecast, Vector::Constant(8, 8.5));
  EXPECT_DOUBLE_EQ(forecast.sum() + 80.0, values.tail(12).sum());
}

TEST(RollingTwelveTest, TheYearAfterIsTheMeanMonthOfThisYear) {
  // As above: (80 + 68) / 12.
  Vector values(16);
  values << Vector::LinSpaced(12, 1, 12), Vector::Constant(4, 20);
  const TrainingData training = History(Month::January(2021), values);
  EXPECT_DOUBLE_EQ(RollingTwelve().Predict(training, training.history.end(), 9)[8], 148.0 / 12.0);
}

}  // namespace
}  // namespace prognos::models
