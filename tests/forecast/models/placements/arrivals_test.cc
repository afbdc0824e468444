#include "forecast/models/placements/arrivals.h"

#include "forecast/models/placements/draws.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace prognos::models {
namespace {

// Twelve arrivals in 24 months: 0.5 a month. Alone, its prior is gamma of mean 0.5 and variance 0.25: one arrival in
// two months. Both together: 13 in 26.
TEST(ArrivalsTest, OneSeriesHasAWidePrior) {
  const ArrivalRate evidence{12.0, 24.0};
  const ArrivalRate prior = PriorOfArrivals({evidence});
  EXPECT_DOUBLE_EQ(prior.count, 1.0);
  EXPECT_DOUBLE_EQ(prior.exposure, 2.0);
  EXPECT_DOUBLE_EQ(Updated(prior, evidence).Mean(), 0.5);
}

// Rates 1, 2 and 3 in 100 months each: mean 2, mean square 2/3, by chance 2 / 100 of it, so a variance of 0.64667.
TEST(ArrivalsTest, SeriesDifferBeyondChance) {
  const ArrivalRate prior = PriorOfArrivals({{100.0, 100.0}, {200.0, 100.0}, {300.0, 100.0}});
  EXPECT_NEAR(prior.Mean(), 2.0, 1e-12);
  EXPECT_NEAR(prior.exposure, 2.0 / (2.0 / 3.0 - 0.02), 1e-9);
}

TEST(ArrivalsTest, SeriesThatDifferByChanceAreDrawnTogether) {
  const ArrivalRate prior = PriorOfArrivals({{9.0, 10.0}, {10.0, 10.0}, {11.0, 10.0}});
  // A variance of 2 % of the mean squared: 50 arrivals' worth.
  EXPECT_NEAR(prior.count, 50.0, 1e-9);
  EXPECT_NEAR(Updated(prior, {11.0, 10.0}).Mean(), 61.0 / 60.0, 1e-9);
}

TEST(ArrivalsTest, WithoutEvidenceThereAreNone) {
  RandomGenerator generator(1);
  EXPECT_EQ(PriorOfArrivals({}).Mean(), 0.0);
  EXPECT_EQ(PriorOfArrivals({{0.0, 12.0}}).Draw(generator), 0.0);
}

TEST(ArrivalsTest, DrawsHaveTheMeanAndVarianceOfAGamma) {
  RandomGenerator generator(2);
  for (const double shape : {0.4, 1.0, 9.0}) {
    double sum = 0.0;
    double squares = 0.0;
    constexpr int kDraws = 40000;
    for (int draw = 0; draw < kDraws; ++draw) {
      const double value = DrawGamma(shape, generator);
      sum += value;
      squares += value * value;
    }
    const double mean = sum / kDraws;
    EXPECT_NEAR(mean, shape, 4.0 * std::sqrt(shape / kDraws)) << shape;
    EXPECT_NEAR(squares / kDraws - mean * mean, shape, 0.08 * shape) << shape;
  }
}

// Sixty in August where ten were expected, ten elsewhere: (60 + 30) / (10 + 30) = 2.25 against 1, before both are
// divided by their mean, 13.25 / 12.
TEST(ArrivalsTest, ASeasonIsShrunkTowardsNone) {
  Vector seen = Vector::Constant(12, 10.0);
  seen[7] = 60.0;
  const Vector season = SeasonOfArrivals(seen, Vector::Constant(12, 10.0));
  EXPECT_NEAR(season[7], 2.25 / (13.25 / 12.0), 1e-12);
  EXPECT_NEAR(season[0], 1.0 / (13.25 / 12.0), 1e-12);
  EXPECT_NEAR(season.mean(), 1.0, 1e-12);
}

}  // namespace
}  // namespace prognos::models
