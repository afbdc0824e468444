#include "forecast/models/baselines/seasonal_naive.h"

#include "gtest/gtest.h"
#include "tests/forecast/models/reference_forecasts.h"
#include "tests/forecast/models/sample_series.h"
#include "tests/status_matchers.h"

namespace prognos::models {
namespace {

TEST(SeasonalNaiveTest, EveryMonthRepeatsTheYearBefore) {
  // January 2021 ... April 2022 are 1 ... 16. May-December are those of 2021 (5 ... 12), then January-April of 2022
  // (13 ... 16), then May again.
  const TrainingData training = History(Month::January(2021), Vector::LinSpaced(16, 1, 16));
  EXPECT_EQ(SeasonalNaive().Predict(training, training.history.end(), 13),
            Values({5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 5}));
}

TEST(SeasonalNaiveTest, AMissingMonthIsTakenFromTheYearBeforeThat) {
  Vector values = Vector::LinSpaced(24, 1, 24);
  values[12] = kMissing;  // January 2022; January 2021 is 1.
  const TrainingData training = History(Month::January(2021), values);
  EXPECT_EQ(SeasonalNaive().Predict(training, training.history.end(), 2), Values({1, 14}));
}

TEST(SeasonalNaiveTest, WithLessThanAYearItAbstains) {
  const TrainingData training = History(Month::January(2021), Vector::Ones(11));
  EXPECT_THAT(SeasonalNaive().Fit(training),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       testing::HasSubstr("at least 12 known months; the history has 11")));
}

TEST(SeasonalNaiveTest, EveryMonthIsThatOfR) {
  PROGNOS_SKIP_WITHOUT_REFERENCE("m3_snaive.csv");
  const Difference difference =
      CompareWithReference(SeasonalNaive(), ReadValues(DataFolder() + "/m3_monthly.csv", "history"),
                           ReadValues(ReferenceFolder() + "/m3_snaive.csv", ""));
  EXPECT_EQ(difference.compared, 1428 * 18);
  EXPECT_LT(difference.median, 1e-12);
  EXPECT_LT(difference.largest, 1e-12);
}

}  // namespace
}  // namespace prognos::models
