#include "forecast/models/placements/day_prices.h"

#include <cmath>

#include "forecast/base/random.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace prognos::models {
namespace {

std::vector<Placement> Priced(int count, double level, double growth, double spread, RandomGenerator& generator) {
  std::vector<Placement> stays;
  for (int number = 0; number < count; ++number) {
    const double start = -48.0 * generator.Uniform();
    const double log_price = std::log(level) + growth * start / 12.0 + spread * generator.Normal();
    stays.push_back({.start = start, .price_per_day = std::exp(log_price)});
  }
  return stays;
}

TEST(DayPricesTest, EqualPricesAreThePrice) {
  const DayPrices prices =
      FitDayPrices({{{.start = -5.0, .price_per_day = 4000.0}, {.start = -1.0, .price_per_day = 4000.0}}}, 0.0);
  EXPECT_NEAR(prices.growth, 0.0, 1e-12);
  // The mean of a lognormal around it: prices of others have varied.
  EXPECT_NEAR(std::log(prices.means[0] / 4000.0), std::log1p(prices.relative_variance) / 2.0, 1e-9);
}

TEST(DayPricesTest, FindsGrowthAndLevels) {
  RandomGenerator generator(1);
  const DayPrices prices =
      FitDayPrices({Priced(300, 2000.0, 0.05, 0.2, generator), Priced(300, 6000.0, 0.05, 0.2, generator)}, 0.0);
  // The standard error of the growth is 0.2 / (sqrt(600) x 1.15 years) = 0.007; it is shrunk a little, too.
  EXPECT_NEAR(prices.growth, 0.05, 0.022);
  EXPECT_NEAR(prices.relative_variance, std::expm1(0.04), 0.01);
  EXPECT_NEAR(prices.means[0] / (2000.0 * std::exp(0.02)), 1.0, 0.06);
  EXPECT_NEAR(prices.means[1] / (6000.0 * std::exp(0.02)), 1.0, 0.06);
  EXPECT_DOUBLE_EQ(prices.MeanAt(0, 12.0), prices.means[0] * std::exp(prices.growth));
}

TEST(DayPricesTest, ASeriesWithoutStaysHasThePriceOfThePool) {
  const DayPrices prices = FitDayPrices({{{.start = -1.0, .price_per_day = 3000.0}}, {}}, 0.0);
  EXPECT_GT(prices.means[1], 2500.0);
  EXPECT_LT(prices.means[1], 3600.0);
  EXPECT_GT(prices.errors[1], prices.errors[0]);
}

TEST(DayPricesTest, WithoutAnyPriceThereIsNone) {
  const DayPrices prices = FitDayPrices({{}, {{.start = -1.0, .price_per_day = 0.0}}}, 0.0);
  EXPECT_EQ(prices.means[0], 0.0);
  EXPECT_EQ(prices.means[1], 0.0);
}

}  // namespace
}  // namespace prognos::models
