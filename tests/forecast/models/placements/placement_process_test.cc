#include "forecast/models/placements/placement_process.h"

#include <algorithm>
#include <cmath>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/forecast/models/placements/simulated_stays.h"

namespace prognos::models {
namespace {

Month May2022() { return Month::January(2022) + 4; }

PlacementForecast ForecastOf(const PlacementProcess& process, int series, int horizon, uint64_t seed = 1) {
  RandomGenerator generator(seed);
  return process.Forecast(series, horizon, 1000, generator);
}

double QuantileOfTotals(const Matrix& paths, double level) {
  Vector totals = paths.colwise().sum().transpose();
  std::sort(totals.begin(), totals.end());
  return totals[static_cast<Eigen::Index>(level * static_cast<double>(totals.size() - 1))];
}

// Histories whose truth is known, of some series.
struct SimulatedPool {
  std::vector<PlacementHistory> histories;
  std::vector<double> to_come;  // What the months from May to December then cost.
};

SimulatedPool Simulate(const StaysTruth& truth, int count, bool only_open, uint64_t seed) {
  RandomGenerator generator(seed);
  SimulatedPool pool;
  const Month first = May2022() - 52;
  for (int series = 0; series < count; ++series) {
    const std::vector<Placement> stays = SimulateStays(truth, first, May2022() + 8, generator);
    pool.histories.push_back({CostOf(stays, first, May2022()), KnownAt(stays, May2022(), only_open), {}});
    pool.to_come.push_back(CostOf(stays, May2022(), May2022() + 8).values.sum());
  }
  return pool;
}

// One stay at 1000 kronor that cannot end: 31 000 in May, 30 000 in June, in every path.
TEST(PlacementProcessTest, WhatCannotEndGoesOn) {
  const Placement stay{.start = May2022().index() - 3.0, .price_per_day = 1000.0, .cannot_end = true};
  const PlacementProcess process = PlacementProcess::Fit({{{}, {stay}, {}}}, May2022());
  const PlacementForecast forecast = ForecastOf(process, 0, 2);
  EXPECT_EQ(forecast.open_count, 1);
  EXPECT_NEAR(forecast.open[0], 31'000.0, 1e-6);
  EXPECT_NEAR(forecast.open[1], 30'000.0, 1e-6);
  EXPECT_GE(forecast.paths.row(1).minCoeff(), 30'000.0 - 1e-6);
}

// To the end of the 15th of June: half of its thirty days. To begin on the 16th of July: 16 of 31.
TEST(PlacementProcessTest, KnownDatesAreKept) {
  const Placement ends{
      .start = May2022().index() - 3.0, .end = MomentOf(absl::CivilDay(2022, 6, 16)), .price_per_day = 1000.0};
  const Placement begins{.start = MomentOf(absl::CivilDay(2022, 7, 16)), .price_per_day = 100.0, .cannot_end = true};
  const PlacementProcess process = PlacementProcess::Fit({{{}, {ends, begins}, {}}}, May2022());
  const PlacementForecast forecast = ForecastOf(process, 0, 4);
  EXPECT_EQ(forecast.open_count, 1);
  EXPECT_NEAR(forecast.open[0], 31'000.0, 1e-6);
  EXPECT_NEAR(forecast.open[1], 15'000.0, 1e-6);
  EXPECT_NEAR(forecast.open[2], 1'600.0, 1e-6);
  EXPECT_NEAR(forecast.open[3], 3'100.0, 1e-6);
}

// Four years of one at 1000 kronor that cannot end: nobody comes in its place, so that no level of the cost tells of
// new ones. Of one whose end is not known it does.
TEST(PlacementProcessTest, NobodyComesInThePlaceOfWhatCannotEnd) {
  const Month first = May2022() - 48;
  const auto fresh = [&](bool cannot_end) {
    const Placement stay{.start = first.index() - 1.0, .price_per_day = 1000.0, .cannot_end = cannot_end};
    const MonthlySeries cost = CostOf({stay}, first, May2022());
    return ForecastOf(PlacementProcess::Fit({{cost, {stay}, {}}}, May2022()), 0, 8).fresh.sum();
  };
  EXPECT_LT(fresh(true), 0.2 * fresh(false));
}

// One that is to begin in June is one of those expected until then: half a one a month in two months is one. From July
// on new ones come as before.
TEST(PlacementProcessTest, OneThatIsToBeginTakesThePlaceOfOneThatIsExpected) {
  const SimulatedPool pool = Simulate({.rate = 0.5}, 1, false, 4);
  PlacementHistory with = pool.histories[0];
  with.stays.push_back({.start = May2022().index() + 1.2, .price_per_day = 3500.0});
  const PlacementProcess before = PlacementProcess::Fit(pool.histories, May2022());
  const PlacementProcess after = PlacementProcess::Fit({with}, May2022());
  const PlacementForecast without = ForecastOf(before, 0, 8);
  const PlacementForecast known = ForecastOf(after, 0, 8);
  const double expected = before.parameters(0).arrivals.Mean() * (before.season()[4] + before.season()[5]);
  EXPECT_LT(known.fresh[0], without.fresh[0]);
  if (expected < 1.0) {
    EXPECT_NEAR(known.fresh[1], 0.0, 1e-9);
  }
  EXPECT_NEAR(known.added.sum(), known.of_stays.back().sum() - (without.fresh - known.fresh).sum(),
              0.05 * without.fresh.sum());
  EXPECT_NEAR(known.paths.rowwise().mean().sum(), known.Mean().sum(), 0.02 * known.Mean().sum());
}

// An expected end in the middle of June with a spread of a month: by symmetry about half of June, nearly all of May.
TEST(PlacementProcessTest, AnUncertainEndIsSpread) {
  const Placement stay{
      .start = May2022().index() - 3.0, .end = May2022().index() + 1.5, .price_per_day = 1000.0, .end_spread = 0.5};
  const PlacementProcess process = PlacementProcess::Fit({{{}, {stay}, {}}}, May2022());
  const PlacementForecast forecast = ForecastOf(process, 0, 4);
  EXPECT_NEAR(forecast.open[1], 15'000.0, 300.0);
  EXPECT_GT(forecast.open[0], 28'000.0);
  EXPECT_LT(forecast.open[3], 1'000.0);
  EXPECT_GT(QuantileOfTotals(forecast.paths, 0.9), QuantileOfTotals(forecast.paths, 0.1) + 20'000.0);
}

// A roll that has all of the cost but 5000 kronor a month leaves just that.
TEST(PlacementProcessTest, TheRestIsWhatTheRollDoesNotHold) {
  RandomGenerator generator(7);
  const Month first = May2022() - 52;
  const std::vector<Placement> stays = SimulateStays({}, first, May2022(), generator);
  MonthlySeries cost = CostOf(stays, first, May2022());
  cost.values.array() += 5'000.0;
  const PlacementProcess process = PlacementProcess::Fit({{cost, KnownAt(stays, May2022(), false), {}}}, May2022());
  EXPECT_NEAR(process.parameters(0).rest_mean, 5'000.0, 1e-3);
  EXPECT_NEAR(process.parameters(0).rest_spread, 0.0, 1e-3);
  EXPECT_NEAR(ForecastOf(process, 0, 3).rest[2], 5'000.0, 1e-3);
}

TEST(PlacementProcessTest, ARollIsCompleteFromItsFirstEnd) {
  EXPECT_EQ(RollSince({{.start = 90.0}, {.start = 80.0, .end = 120.0}}, 100.0), 100.0);
  EXPECT_EQ(RollSince({{.start = 90.0}, {.start = 80.0, .end = 95.0}, {.start = 70.0, .end = 85.0}}, 100.0), 85.0);
}

// Arrivals and lengths that made a roll are found again: within three standard errors of each.
TEST(PlacementProcessTest, RecoversTheTruthOfARoll) {
  const StaysTruth truth{1.5, LengthOfStay(6.0, 1.0), 4000.0, 0.3};
  const SimulatedPool pool = Simulate(truth, 1, false, 11);
  const PlacementProcess process = PlacementProcess::Fit(pool.histories, May2022());
  const PlacementParameters& found = process.parameters(0);
  EXPECT_LT(std::abs(std::log(found.length.Mean() / 6.0)), 3.0 * found.length_error + 0.05);
  EXPECT_LT(found.length_error, 0.2);
  EXPECT_LT(std::abs(std::log(found.arrivals.Mean() / 1.5)), 3.0 / std::sqrt(found.arrivals.count));
  EXPECT_GT(found.arrivals.count, 50.0);
  EXPECT_NEAR(found.day_price, 4000.0, 3.0 * 0.3 * 4000.0 / std::sqrt(70.0));
}

// With what is open only, the pool's ages and the level of the cost say the same, less surely.
TEST(PlacementProcessTest, RecoversTheTruthOfWhatIsOpen) {
  const StaysTruth truth{1.2, LengthOfStay(8.0, 1.0), 3500.0, 0.3};
  const SimulatedPool pool = Simulate(truth, 100, true, 12);
  const PlacementProcess process = PlacementProcess::Fit(pool.histories, May2022());
  double rate = 0.0;
  double length = 0.0;
  double there = 0.0;
  for (int series = 0; series < process.size(); ++series) {
    const PlacementParameters& found = process.parameters(series);
    rate += found.arrivals.Mean() / 100.0;
    length += found.length.Mean() / 100.0;
    there += found.arrivals.Mean() * found.length.Mean() / 100.0;
  }
  // 960 ages, the shape to be found too: about 2 / sqrt(960) of each, three times.
  EXPECT_NEAR(length, 8.0, 1.5);
  EXPECT_NEAR(rate, 1.2, 0.23);
  // What both come to, series by series, is surer than either: how many there are at a time. Over 52 months that of one
  // series has the variance 9.6 x 2 x 8 / 52 (1 - 8 / 52) = 2.5, prices a hundredth of 9.6: 0.19 for the mean of 100.
  EXPECT_NEAR(there, 1.2 * 8.0, 3.0 * 0.19);
}

// Twice as many arrivals in the autumn: the season of a pool finds them.
TEST(PlacementProcessTest, FindsTheSeasonOfArrivals) {
  RandomGenerator generator(13);
  const Month first = May2022() - 52;
  std::vector<PlacementHistory> histories;
  for (int series = 0; series < 20; ++series) {
    std::vector<Placement> stays = SimulateStays({2.0, LengthOfStay(5.0, 1.0)}, first, May2022(), generator);
    std::erase_if(stays, [&](const Placement& stay) {
      return static_cast<int>(std::floor(stay.start)) % 12 < 6 && generator.Uniform() < 0.5;
    });
    histories.push_back({CostOf(stays, first, May2022()), KnownAt(stays, May2022(), false), {}});
  }
  const PlacementProcess process = PlacementProcess::Fit(std::move(histories), May2022());
  // 1/3 and 2/3 of the year, so 2/3 and 4/3 of the mean; each month counts some 90 or 180 arrivals beside the 30 that
  // draw it to 1.
  EXPECT_NEAR(process.season().head(6).mean(), 0.75, 0.1);
  EXPECT_NEAR(process.season().tail(6).mean(), 1.25, 0.1);
}

// Months' means of 8 on average with arrivals of 1 a month: care days and cost are enough.
TEST(PlacementProcessTest, InfersTheProcessFromCostAndCareDays) {
  RandomGenerator generator(14);
  const Month first = May2022() - 52;
  std::vector<PlacementHistory> histories;
  double unseen = 0.0;
  for (int series = 0; series < 40; ++series) {
    std::vector<Placement> stays =
        SimulateStays({1.0, LengthOfStay(8.0, 1.0), 3000.0, 0.0}, first, May2022(), generator);
    const MonthlySeries cost = CostOf(stays, first, May2022());
    for (Placement& stay : stays) stay.price_per_day = 1.0;
    histories.push_back({cost, {}, CostOf(stays, first, May2022())});
    unseen += cost.values[51] / 40.0;
  }
  const PlacementProcess process = PlacementProcess::Fit(histories, May2022());
  double rate = 0.0;
  double length = 0.0;
  double open = 0.0;
  for (int series = 0; series < process.size(); ++series) {
    ASSERT_TRUE(process.HasProcess(series));
    rate += process.parameters(series).arrivals.Mean() / 40.0;
    length += process.parameters(series).length.Mean() / 40.0;
    open += ForecastOf(process, series, 8).open[0] / 40.0;
    EXPECT_NEAR(process.parameters(series).day_price, 3000.0, 1e-6);
    EXPECT_EQ(ForecastOf(process, series, 1).open_count, 0);
  }
  EXPECT_NEAR(length, 8.0, 1.6);
  EXPECT_NEAR(rate, 1.0, 0.2);
  // May has 31 days to April's 30, and half a month's ends, 1 / 16 of them.
  EXPECT_NEAR(open / unseen, 31.0 / 30.0 * (1.0 - 1.0 / 16.0), 0.03);
}

TEST(PlacementProcessTest, WithoutRollOrCareDaysThereIsNoProcess) {
  const MonthlySeries cost{May2022() - 12, Vector::Constant(12, 1e5)};
  const PlacementProcess process = PlacementProcess::Fit({{cost, {}, {}}}, May2022());
  EXPECT_FALSE(process.HasProcess(0));
}

TEST(PlacementProcessTest, PathsHaveTheExpectedValueAsTheirMean) {
  const SimulatedPool pool = Simulate({}, 3, false, 15);
  const PlacementProcess process = PlacementProcess::Fit(pool.histories, May2022());
  for (int series = 0; series < 3; ++series) {
    const PlacementForecast forecast = ForecastOf(process, series, 8);
    EXPECT_LT((forecast.paths.rowwise().mean() - forecast.Mean()).cwiseAbs().maxCoeff(),
              0.01 * forecast.Mean().maxCoeff());
    EXPECT_TRUE(forecast.paths.allFinite());
  }
}

TEST(PlacementProcessTest, TheSameSeedGivesTheSameBits) {
  const SimulatedPool pool = Simulate({}, 2, true, 16);
  const PlacementProcess process = PlacementProcess::Fit(pool.histories, May2022());
  EXPECT_EQ(ForecastOf(process, 1, 8, 3).paths, ForecastOf(process, 1, 8, 3).paths);
  EXPECT_NE(ForecastOf(process, 1, 8, 3).paths, ForecastOf(process, 1, 8, 4).paths);
}

// 80 % intervals of the months to December, 400 series. The number of hits is binomial with a standard deviation of
// sqrt(400 x 0.8 x 0.2) = 8, and series of a pool share what is not known of lengths; 2.6 deviations: 299 to 341 of
// 400, 75 to 85 %. Intervals that held in 70 or 90 % of cases would fail.
void ExpectNominalCoverage(const StaysTruth& truth, bool only_open, uint64_t seed) {
  const SimulatedPool pool = Simulate(truth, 400, only_open, seed);
  const PlacementProcess process = PlacementProcess::Fit(pool.histories, May2022());
  int inside = 0;
  for (int series = 0; series < process.size(); ++series) {
    const Matrix paths = ForecastOf(process, series, 8, seed + static_cast<uint64_t>(series)).paths;
    const double actual = pool.to_come[static_cast<size_t>(series)];
    if (actual >= QuantileOfTotals(paths, 0.1) && actual <= QuantileOfTotals(paths, 0.9)) ++inside;
  }
  EXPECT_GE(inside, 299);
  EXPECT_LE(inside, 341);
}

TEST(PlacementProcessTest, IntervalsOfARollHoldAsOftenAsTheySay) { ExpectNominalCoverage({}, false, 17); }

TEST(PlacementProcessTest, IntervalsOfWhatIsOpenHoldAsOftenAsTheySay) { ExpectNominalCoverage({}, true, 18); }

TEST(PlacementProcessTest, IntervalsHoldWhereWhatHasLastedLasts) {
  ExpectNominalCoverage({1.0, LengthOfStay(6.0, 0.7), 3500.0, 0.5}, false, 19);
}

// At an earlier round it knows what was open then and not what came later: the same whatever followed.
TEST(PlacementProcessTest, ThePastDoesNotKnowItsFuture) {
  const SimulatedPool pool = Simulate({}, 1, false, 20);
  const Month past = May2022() - 12;
  const PlacementProcess process = PlacementProcess::Fit(pool.histories, May2022());
  std::vector<PlacementHistory> changed = pool.histories;
  for (int at = past - changed[0].cost.first; at < changed[0].cost.size(); ++at) changed[0].cost.values[at] *= 1.5;
  // The rest changes with the cost; without it both say the same.
  const PlacementProcess other = PlacementProcess::Fit(changed, May2022());
  const double rest = 8.0 * (other.parameters(0).rest_mean - process.parameters(0).rest_mean);
  const double total = process.PastTotal(0, past, 8);
  EXPECT_GT(total, 0.0);
  EXPECT_NEAR(other.PastTotal(0, past, 8) - rest, total, 0.05 * total);
}

TEST(PlacementProcessTest, BeforeTheCostNothingCanBeSaid) {
  const SimulatedPool pool = Simulate({}, 1, true, 21);
  const PlacementProcess process = PlacementProcess::Fit(pool.histories, May2022());
  EXPECT_TRUE(std::isnan(process.PastTotal(0, May2022() - 60, 8)));
}

}  // namespace
}  // namespace prognos::models
