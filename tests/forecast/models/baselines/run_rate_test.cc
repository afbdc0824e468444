#include "forecast/models/baselines/run_rate.h"

#include "gtest/gtest.h"
#include "tests/forecast/models/sample_series.h"
#include "tests/status_matchers.h"

namespace prognos::models {
namespace {

TEST(RunRateTest, EveryRemainingMonthIsTheMeanOfTheYearSoFar) {
  // October-December 2021: 900 each, not of this year. January-April 2022: 10, 20, missing, 60. Mean 90 / 3 = 30.
  const TrainingData training = History(Month::January(2021) + 9, Values({900, 900, 900, 10, 20, kMissing, 60}));
  EXPECT_EQ(RunRate().Predict(training, training.history.end(), 20), Vector::Constant(20, 30.0));
}

TEST(RunRateTest, InJanuaryTheLastTwelveKnownMonthsStandIn) {
  // 2020: 1 ... 12, 2021: 13 ... 24; the mean of 13 ... 24 is 18.5.
  const TrainingData training = History(Month::January(2020), Vector::LinSpaced(24, 1, 24));
  EXPECT_EQ(RunRate().Predict(training, training.history.end(), 2), Vector::Constant(2, 18.5));
}

TEST(RunRateTest, WithoutAKnownMonthItAbstains) {
  const TrainingData training = History(Month::January(2021), Values({kMissing, kMissing}));
  EXPECT_THAT(RunRate().Fit(training),
              StatusIs(absl::StatusCode::kFailedPrecondition, testing::HasSubstr("at least one known month")));
}

TEST(RunRateTest, ResidualsAreErrorsOneMonthAhead) {
  // January 10; February is predicted 10 and is 20: 10; March is predicted 15 and is 30: 15.
  const TrainingData training = History(Month::January(2021), Values({10, 20, 30}));
  PROGNOS_ASSERT_OK_AND_ASSIGN(const auto fitted, RunRate().Fit(training));
  EXPECT_TRUE(std::isnan(fitted->residuals()[0]));
  EXPECT_EQ(fitted->residuals()[1], 10.0);
  EXPECT_EQ(fitted->residuals()[2], 15.0);
  EXPECT_DOUBLE_EQ(fitted->record().sigma, std::sqrt((100.0 + 225.0) / 2.0));
}

}  // namespace
}  // namespace prognos::models
