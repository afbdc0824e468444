#include "forecast/models/regression/seasonal_design.h"

#include <cmath>

#include "gtest/gtest.h"
#include "tests/forecast/models/sample_series.h"

namespace prognos::models {
namespace {

TEST(SeasonalDesignTest, MissingMonthsAndThoseBeforeTheWindowAreLeftOut) {
  Vector values = Vector::Ones(150);
  values[140] = kMissing;
  values[149] = kMissing;
  const SeasonalDesign design(History(Month::January(2010), values));
  EXPECT_EQ(design.months().front(), 149 - kWindowMonths);
  EXPECT_EQ(design.last_month(), 148);
  EXPECT_EQ(design.months().size(), static_cast<size_t>(kWindowMonths - 1));
}

TEST(SeasonalDesignTest, EachMonthStandsInItsCalendarColumn) {
  const SeasonalDesign design(History(Month::January(2020) + 3, Vector::Ones(14)));  // From April.
  const Matrix season = design.Season({0, 8, 9, 14});
  EXPECT_EQ(season(0, 3), 1.0);   // April.
  EXPECT_EQ(season(1, 11), 1.0);  // December.
  EXPECT_EQ(season(2, 0), 1.0);   // January.
  EXPECT_EQ(season(3, 5), 1.0);   // June of the year after.
  EXPECT_EQ(season.sum(), 4.0);
}

TEST(SeasonalDesignTest, TheTrendIsZeroAtTheLastMonthAndFadesBothWays) {
  // Damping 1/2 at T = 13: T + 1 and T + 2 are 1/2 and 3/4; T - 1 and T - 2 are -1 and -3/2.
  const SeasonalDesign design(History(Month::January(2020), Vector::Ones(14)));
  EXPECT_TRUE(design.Trend({11, 12, 13, 14, 15}, 0.5).isApprox(Values({-1.5, -1.0, 0.0, 0.5, 0.75})));
}

TEST(SeasonalDesignTest, RegressorsAreStandardizedAndTheLastRowHoldsBeyondTheEnd) {
  TrainingData training = History(Month::January(2020), Vector::Ones(4));
  training.regressors.resize(5, 2);
  training.regressors.col(0) << 0, 0, 2, 2, 4;
  training.regressors.col(1).setConstant(7);  // Constant: the level has it already.
  const SeasonalDesign design(training);
  // Mean 1 and standard deviation 1 over the history.
  const Matrix free = design.Free({0, 2, 4, 9});
  ASSERT_EQ(free.cols(), 2);
  EXPECT_TRUE(free.col(1).isApprox(Values({-1, 1, 3, 3})));
  EXPECT_EQ(design.free_penalties(), Values({0, 1}));
}

}  // namespace
}  // namespace prognos::models
