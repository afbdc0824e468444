#include "forecast/findings/unit_cost.h"

#include <cmath>

#include "forecast/base/random.h"
#include "forecast/findings/unusual_months.h"
#include "gtest/gtest.h"

namespace prognos::findings {
namespace {

const Month kUnitBegin = Month::January(2018);

struct CostAndVolume {
  MonthlySeries cost{kUnitBegin, Vector(60)};
  MonthlySeries volume{kUnitBegin, Vector(60)};
};

// A volume that moves by a third from month to month, at 2 000 a unit and 2 %.
CostAndVolume Restless() {
  RandomGenerator generator(7);
  CostAndVolume both;
  for (int at = 0; at < 60; ++at) {
    both.volume.values[at] = 100.0 * std::exp(0.33 * generator.Normal());
    both.cost.values[at] = 2000.0 * both.volume.values[at] * std::exp(0.02 * generator.Normal());
  }
  return both;
}

TEST(UnitCostTest, ACostThatDoesNotFitIsFoundThoughNeitherTellsByItself) {
  CostAndVolume both = Restless();
  EXPECT_TRUE(FindUnfittingCosts(both.cost, both.volume, {}).empty());
  const double right = both.cost.values[40];
  both.cost.values[40] *= 1.5;
  EXPECT_TRUE(FindUnusualMonths(both.cost).empty());
  const std::vector<Finding> found = FindUnfittingCosts(both.cost, both.volume, {});
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].kind, FindingKind::kUnitCost);
  EXPECT_EQ(found[0].month, kUnitBegin + 40);
  EXPECT_DOUBLE_EQ(found[0].seen, 1.5 * right);
  EXPECT_NEAR(found[0].expected, right, 0.05 * right);
}

TEST(UnitCostTest, WhatIsToldAlreadyIsNotToldAgain) {
  CostAndVolume both = Restless();
  both.cost.values[40] *= 8.0;
  const std::vector<Finding> known = FindUnusualMonths(both.cost);
  ASSERT_EQ(known.size(), 1u);
  EXPECT_TRUE(FindUnfittingCosts(both.cost, both.volume, known).empty());
}

TEST(UnitCostTest, WithoutVolumesNothingIsSaid) {
  CostAndVolume both = Restless();
  both.volume.values.setZero();
  EXPECT_TRUE(FindUnfittingCosts(both.cost, both.volume, {}).empty());
  EXPECT_TRUE(FindUnfittingCosts(both.cost, {}, {}).empty());
  EXPECT_TRUE(FindUnfittingCosts({}, both.volume, {}).empty());
}

}  // namespace
}  // namespace prognos::findings
