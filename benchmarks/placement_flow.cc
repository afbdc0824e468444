#include "benchmarks/placement_flow.h"

#include <cmath>
#include <utility>

#include "absl/strings/str_cat.h"
#include "forecast/base/civil_days.h"
#include "forecast/engine/placement_blend.h"
#include "forecast/models/placements/draws.h"

namespace prognos::benchmarks {
namespace {

// Months of arrivals before month 0: of the longest usual stays next to nothing is left after fifteen lengths.
constexpr double kWarmUpLengths = 15.0;

// One series while it is made: what the limit knows.
struct PlacementTruth {
  double rate = 0.0;    // A month.
  double length = 0.0;  // Months.
  double price = 0.0;   // Kronor a day.
};

std::vector<models::Placement> DrawStays(const PlacementTruth& truth, double price_spread, double first,
                                         RandomGenerator& generator) {
  std::vector<models::Placement> stays;
  const double end = first + kFlowMonths;
  double at = first - kWarmUpLengths * truth.length;
  for (at += models::DrawWait(truth.rate, generator); at < end; at += models::DrawWait(truth.rate, generator)) {
    models::Placement stay;
    stay.start = at;
    stay.end = at + models::DrawWait(1.0 / truth.length, generator);
    stay.price_per_day = truth.price * std::exp(price_spread * generator.Normal() - price_spread * price_spread / 2.0);
    if (*stay.end > first) stays.push_back(stay);
  }
  return stays;
}

double PlacementLimitAt(const PlacementTruth& truth, const PlacementFlowSeries& series, int known) {
  const Month january = Month::January(kFlowYear);
  const Month origin = january + known;
  double open = 0.0;
  for (const models::Placement& stay : OpenStays(series.stays, origin)) open += stay.price_per_day;
  const double usual = truth.price * truth.rate * truth.length;
  double total = series.flow.money.SumBetween(january, origin - 1);
  for (Month month = origin; month < january + kMonthsPerYear; month = month + 1) {
    const double ahead = month - origin;
    const double there = truth.length * (std::exp(-ahead / truth.length) - std::exp(-(ahead + 1.0) / truth.length));
    total += DaysOf(month) * (open * there + usual * (1.0 - there));
  }
  return total;
}

PlacementFlowSeries MakePlacements(const PlacementFlowOptions& options, int number) {
  RandomGenerator generator(RandomGenerator::DeriveSeed(options.seed, absl::StrCat("placement series ", number)));
  PlacementTruth truth;
  truth.rate =
      std::exp(UniformIn(std::log(options.least_rate), std::log(options.most_rate), generator)) / kMonthsPerYear;
  truth.length = options.length;
  truth.price = UniformIn(3000.0, 4000.0, generator);
  const Month first = Month::January(kFlowYear - kFlowHistoryYears);
  PlacementFlowSeries series;
  series.stays = DrawStays(truth, options.price_spread, first.index(), generator);
  Vector cost = Vector::Zero(kFlowMonths);
  for (const models::Placement& stay : series.stays) {
    for (int at = 0; at < kFlowMonths; ++at) cost[at] += stay.CostIn(first + at);
  }
  series.flow.money = {first, std::move(cost)};
  series.flow.limit = Vector::Zero(kMonthsPerYear);
  for (int known = 1; known < kMonthsPerYear; ++known) {
    series.flow.limit[known] = PlacementLimitAt(truth, series, known);
  }
  return series;
}

}  // namespace

std::vector<PlacementFlowSeries> GeneratePlacements(const PlacementFlowOptions& options) {
  std::vector<PlacementFlowSeries> all;
  for (int number = 0; number < options.count; ++number) all.push_back(MakePlacements(options, number));
  return all;
}

std::vector<models::Placement> OpenStays(const std::vector<models::Placement>& stays, Month origin) {
  std::vector<models::Placement> open;
  for (models::Placement stay : stays) {
    if (!stay.IsOpenAt(origin.index())) continue;
    stay.end = std::nullopt;
    open.push_back(stay);
  }
  return open;
}

SimulatedFlow PlacementFlow(const PlacementFlowOptions& process, const FlowOptions& options) {
  std::vector<PlacementFlowSeries> all = GeneratePlacements(process);
  SimulatedFlow flow;
  flow.name = "placements";
  for (const PlacementFlowSeries& one : all) flow.series.push_back(one.flow);
  flow.with_drivers = [all = std::move(all), facts = FactsWithoutDrivers(flow.series), options](int known) {
    const Month origin = Month::January(kFlowYear) + known;
    std::vector<engine::SeriesForecast> forecasts = DrawFlow(facts, known, options);
    std::vector<engine::PlacementSeries> series;
    for (size_t at = 0; at < all.size(); ++at) {
      series.push_back({{facts[at].history.Before(origin), OpenStays(all[at].stays, origin), {}},
                        std::move(forecasts[at]),
                        RandomGenerator::DeriveSeed(options.seed, facts[at].id)});
    }
    engine::BlendPlacements(series, origin, options.threads);
    for (size_t at = 0; at < all.size(); ++at) forecasts[at] = std::move(series[at].forecast);
    return YearsOf(facts, known, forecasts);
  };
  return flow;
}

}  // namespace prognos::benchmarks
