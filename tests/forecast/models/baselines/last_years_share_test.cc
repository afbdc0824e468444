#include "forecast/models/baselines/last_years_share.h"

#include "gtest/gtest.h"
#include "tests/forecast/models/sample_series.h"

namespace prognos::models {
namespace {

// 2021: 1 ... 12. What follows is January 2022 on.
TrainingData After2021(std::initializer_list<double> this_year) {
  Vector values(12 + static_cast<Eigen::Index>(this_year.size()));
  values << Vector::LinSpaced(12, 1, 12), Values(this_year);
  return History(Month::January(2021), values);
}

TEST(LastYearsShareTest, TheRestOfLastYearIsScaledByTheYearSoFar) {
  // 2 + 4 + 6 = 12 over 1 + 2 + 3 = 6: twice last year. April-December are 8, 10 ... 24.
  const TrainingData training = After2021({2, 4, 6});
  EXPECT_EQ(LastYearsShare().Predict(training, training.history.end(), 9), Vector::LinSpaced(9, 8, 24));
}

TEST(LastYearsShareTest, TheYearAfterRepeatsThisYearKnownAndPredicted) {
  // January-March 2023 are the known 2, 4, 7 of 2022; April is April 2022's forecast, 4 x 13 / 6.
  const TrainingData training = After2021({2, 4, 7});
  const Vector forecast = LastYearsShare().Predict(training, training.history.end(), 13);
  EXPECT_EQ(Vector(forecast.segment(9, 3)), Values({2, 4, 7}));
  EXPECT_DOUBLE_EQ(forecast[12], 4.0 * 13.0 / 6.0);
}

TEST(LastYearsShareTest, MonthsMissingInEitherYearDoNotEnterTheRatio) {
  // February is missing this year: (3 + 9) / (1 + 3) = 3; April is 4 x 3.
  const TrainingData training = After2021({3, kMissing, 9});
  EXPECT_DOUBLE_EQ(LastYearsShare().Predict(training, training.history.end(), 1)[0], 12.0);
}

TEST(LastYearsShareTest, AShareOfNothingOrLessIsTheSeasonalNaiveForecast) {
  for (const double january : {0.0, -5.0}) {
    Vector values(13);
    values << january, Vector::LinSpaced(11, 2, 12), 7.0;
    const TrainingData training = History(Month::January(2021), values);
    EXPECT_EQ(LastYearsShare().Predict(training, training.history.end(), 2), Values({2, 3})) << january;
  }
}

}  // namespace
}  // namespace prognos::models
