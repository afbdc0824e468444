#include "forecast/engine/placement_blend.h"

#include <cmath>
#include <optional>
#include <utility>

#include "absl/strings/str_format.h"
#include "forecast/base/random.h"
#include "forecast/engine/parallel.h"
#include "forecast/engine/process_blend.h"

namespace prognos::engine {
namespace {

using models::PlacementProcess;

// Of the years behind the models' past error; absent without any, or where the process cannot tell of them all.
std::optional<ErrorsBefore> ErrorsOf(const PlacementProcess& process, int number, const PlacementSeries& series,
                                     Month origin) {
  const SeriesForecast& forecast = series.forecast;
  if (!forecast.past_error.has_value() || forecast.past_years < 1) return std::nullopt;
  const auto horizon = static_cast<int>(forecast.mean.size());
  ErrorsBefore errors{.models = *forecast.past_error, .years = forecast.past_years};
  int seen = 0;
  for (Month past = origin - kMonthsPerYear; seen < errors.years && past > series.history.cost.first;
       past = past - kMonthsPerYear) {
    const double actual = series.history.cost.SumBetween(past, past + (horizon - 1));
    if (std::isnan(actual)) continue;  // Such a year counts for no model either.
    errors.process += std::abs(process.PastTotal(number, past, horizon) - actual) / errors.years;
    errors.size += std::abs(actual) / errors.years;
    ++seen;
  }
  if (seen < errors.years || !std::isfinite(errors.process) || !(errors.size > 0.0)) return std::nullopt;
  return errors;
}

double WeightOf(const PlacementProcess& process, const std::vector<PlacementSeries>& series, Month origin) {
  std::vector<ErrorsBefore> before;
  for (int at = 0; at < process.size(); ++at) {
    if (!process.HasProcess(at)) continue;
    const std::optional<ErrorsBefore> errors = ErrorsOf(process, at, series[static_cast<size_t>(at)], origin);
    if (errors.has_value()) before.push_back(*errors);
  }
  return ProcessWeight(before);
}

void BlendOne(const PlacementProcess& process, int number, double weight, PlacementSeries& series) {
  SeriesForecast& forecast = series.forecast;
  RandomGenerator generator(RandomGenerator::DeriveSeed(series.seed, "placements"));
  models::PlacementForecast of_process = process.Forecast(number, static_cast<int>(forecast.mean.size()),
                                                          static_cast<int>(forecast.paths.cols()), generator);
  forecast.mean += of_process.added;
  forecast.paths.colwise() += of_process.added;
  Blend(weight, of_process.Mean(), of_process.paths, forecast.mean, forecast.paths);
  forecast.specification = absl::StrFormat("%.2f placements + %.2f (%s)", weight, 1.0 - weight, forecast.specification);
  series.part = {weight, of_process.open_count, std::move(of_process.open), std::move(of_process.fresh),
                 std::move(of_process.of_stays)};
}

}  // namespace

double BlendPlacements(std::vector<PlacementSeries>& series, Month origin, int threads) {
  std::vector<models::PlacementHistory> histories;
  for (const PlacementSeries& one : series) histories.push_back(one.history);
  const PlacementProcess process = PlacementProcess::Fit(std::move(histories), origin);
  bool has_any = false;
  for (int at = 0; at < process.size(); ++at) has_any = has_any || process.HasProcess(at);
  if (!has_any) return 0.0;
  const double weight = WeightOf(process, series, origin);
  ParallelFor(process.size(), threads, [&](int at) {
    if (process.HasProcess(at)) BlendOne(process, at, weight, series[static_cast<size_t>(at)]);
  });
  return weight;
}

}  // namespace prognos::engine
