#include "forecast/engine/placement_blend.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace prognos::engine {
namespace {

using models::Placement;

Month BlendOrigin() { return Month::January(2022) + 10; }

// What models say that expect 50 000 in each of two months, without any past.
SeriesForecast OfModels() {
  SeriesForecast forecast;
  forecast.mean = Vector::Constant(2, 50'000.0);
  forecast.paths = Matrix::Constant(2, 100, 50'000.0);
  forecast.specification = "1.00 ets";
  return forecast;
}

Placement CannotEnd(double price) {
  return {.start = BlendOrigin().index() - 3.0, .price_per_day = price, .cannot_end = true};
}

// November and December of one that goes on at 1000 kronor and of new ones: the forecast lies between the two, as the
// prior says, 0.81 of the way.
TEST(PlacementBlendTest, BlendsAsThePriorSaysWithoutAPast) {
  std::vector<PlacementSeries> series = {{{{}, {CannotEnd(1000.0)}, {}}, OfModels(), 1}};
  const models::PlacementProcess process = models::PlacementProcess::Fit({series[0].history}, BlendOrigin());
  RandomGenerator generator(1);
  const Vector of_process = process.Forecast(0, 2, 1, generator).Mean();
  EXPECT_GE(of_process[0], 30'000.0);
  const double weight = BlendPlacements(series, BlendOrigin(), 1);
  EXPECT_NEAR(weight, 0.3876 / 0.4756, 1e-9);
  EXPECT_NEAR(series[0].forecast.mean[0], weight * of_process[0] + (1.0 - weight) * 50'000.0, 1e-6);
  EXPECT_EQ(series[0].forecast.specification, "0.81 placements + 0.19 (1.00 ets)");
}

TEST(PlacementBlendTest, ASeriesWithoutARollStaysAsItWas) {
  std::vector<PlacementSeries> series = {{{{}, {CannotEnd(1000.0)}, {}}, OfModels(), 1}, {{{}, {}, {}}, OfModels(), 2}};
  BlendPlacements(series, BlendOrigin(), 2);
  EXPECT_NE(series[0].forecast.paths, OfModels().paths);
  EXPECT_EQ(series[1].forecast.paths, OfModels().paths);
  EXPECT_EQ(series[1].forecast.mean, OfModels().mean);
  EXPECT_EQ(series[1].forecast.specification, "1.00 ets");
}

TEST(PlacementBlendTest, WithoutAnyRollThereIsNoWeight) {
  std::vector<PlacementSeries> series = {{{{}, {}, {}}, OfModels(), 1}};
  EXPECT_EQ(BlendPlacements(series, BlendOrigin(), 1), 0.0);
  series.clear();
  EXPECT_EQ(BlendPlacements(series, BlendOrigin(), 1), 0.0);
}

// A roll that holds nothing is one all the same: nothing is open, and only new ones cost.
TEST(PlacementBlendTest, AnEmptyRollIsKnowledge) {
  std::vector<PlacementSeries> series = {{{{}, {CannotEnd(1000.0)}, {}}, OfModels(), 1},
                                         {{{}, {}, {}, true}, OfModels(), 2}};
  BlendPlacements(series, BlendOrigin(), 1);
  EXPECT_LT(series[1].forecast.mean[0], series[0].forecast.mean[0] - 20'000.0);
  EXPECT_GE(series[1].forecast.paths.minCoeff(), 0.0);
}

// Four years of one placement at 1000 kronor that goes on. Models that were off by 300 000 in each of three years,
// where the process was off by far less, lose weight; models that were never off get it all.
TEST(PlacementBlendTest, WhatWasBetterBeforeHasMoreWeight) {
  const Month first = BlendOrigin() - 48;
  MonthlySeries cost{first, Vector(48)};
  for (int at = 0; at < 48; ++at) {
    cost.values[at] = Placement{.start = 0.0, .price_per_day = 1000.0}.CostIn(first + at);
  }
  PlacementSeries one{{cost, {CannotEnd(1000.0)}, {}}, OfModels(), 1};
  one.forecast.past_years = 3;
  one.forecast.past_error = 300'000.0;
  std::vector<PlacementSeries> bad = {one};
  const double prior = 0.3876 / 0.4756;
  EXPECT_GT(BlendPlacements(bad, BlendOrigin(), 1), prior);
  one.forecast.past_error = 0.0;
  std::vector<PlacementSeries> good = {one};
  EXPECT_EQ(BlendPlacements(good, BlendOrigin(), 1), 0.0);
}

TEST(PlacementBlendTest, AnyNumberOfThreadsGivesTheSameBits) {
  std::vector<PlacementSeries> one(
      8, {{{}, {{.start = BlendOrigin().index() - 3.0, .price_per_day = 10.0}}, {}}, OfModels(), 1});
  for (size_t at = 0; at < one.size(); ++at) one[at].seed = at;
  std::vector<PlacementSeries> four = one;
  BlendPlacements(one, BlendOrigin(), 1);
  BlendPlacements(four, BlendOrigin(), 4);
  for (size_t at = 0; at < one.size(); ++at) EXPECT_EQ(one[at].forecast.paths, four[at].forecast.paths);
}

}  // namespace
}  // namespace prognos::engine
