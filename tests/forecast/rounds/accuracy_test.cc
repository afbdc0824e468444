#include "forecast/rounds/accuracy.h"

#include "gtest/gtest.h"

namespace prognos::rounds {
namespace {

constexpr int64_t kTkr = 100'000;  // In öre.

// Upplands-Bro 2022, socialnämnden (mnkr, net budget 278,2): vårprognos -7,7, höstprognos -14, bokslut -15,1. The year
// ended 7,4 and 1,1 worse than was said: 2,7 % and 0,4 % of the net budget.
TEST(AccuracyTest, UpplandsBros2022) {
  const int64_t budget = 278'200 * kTkr;
  EXPECT_NEAR(*PercentOfBudget((-15'100 + 7'700) * kTkr, budget), 2.66, 0.005);
  EXPECT_NEAR(*PercentOfBudget((-15'100 + 14'000) * kTkr, budget), 0.395, 0.0005);
}

// Integration has more revenue than cost in its budget: -2 614 tkr net; a deviation of -3 567 is no share of that.
TEST(AccuracyTest, ANetBudgetOfZeroOrLessHasNoPercent) {
  EXPECT_FALSE(PercentOfBudget(-3'567 * kTkr, -2'614 * kTkr).has_value());
  EXPECT_FALSE(PercentOfBudget(1, 0).has_value());
  EXPECT_FALSE(PercentOfBudget(1, std::nullopt).has_value());
}

// Errors -10, 4, 1 and 5: absolute 1 4 5 10, mean 5, median 4.5 (rounded away from zero), bias 0.
TEST(AccuracyTest, SeveralYearsByHand) {
  const std::vector<RoundError> errors = {{-10, 2.0, false, false, true},
                                          {4, std::nullopt, true, true, true},
                                          {1, 4.0, {}, {}, {}},
                                          {5, 3.0, true, true, {}}};
  const Accuracy accuracy = AccuracyOf(errors);
  EXPECT_EQ(accuracy.years, 4);
  EXPECT_EQ(accuracy.mean_absolute, 5);
  EXPECT_EQ(accuracy.median_absolute, 5);
  EXPECT_EQ(accuracy.bias, 0);
  EXPECT_DOUBLE_EQ(*accuracy.mean_percent, 3.0);
  EXPECT_EQ(accuracy.inside_50.count, 2);
  EXPECT_EQ(accuracy.inside_50.of, 3);
  EXPECT_EQ(accuracy.inside_95.count, 2);
  EXPECT_EQ(accuracy.inside_95.of, 2);
  EXPECT_EQ(AccuracyOf({errors[0], errors[1], errors[2]}).median_absolute, 4);
}

TEST(AccuracyTest, NoYearsAreNoAccuracy) { EXPECT_EQ(AccuracyOf({}).years, 0); }

}  // namespace
}  // namespace prognos::rounds
