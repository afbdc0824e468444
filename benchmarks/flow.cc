#include "benchmarks/flow.h"

#include <functional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "benchmarks/parallel.h"
#include "benchmarks/task.h"
#include "forecast/base/unit.h"
#include "forecast/cases/case_forecaster.h"
#include "forecast/engine/path_summary.h"
#include "forecast/evaluation/accuracy.h"

namespace prognos::benchmarks {
namespace {

Vector ActualYears(const std::vector<FlowSeries>& all) {
  Vector years(static_cast<Eigen::Index>(all.size()));
  for (size_t at = 0; at < all.size(); ++at) {
    years[static_cast<Eigen::Index>(at)] = all[at].money.values.tail(kMonthsPerYear).sum();
  }
  return years;
}

Vector LimitYears(const std::vector<FlowSeries>& all, int origin) {
  Vector years(static_cast<Eigen::Index>(all.size()));
  for (size_t at = 0; at < all.size(); ++at) years[static_cast<Eigen::Index>(at)] = all[at].limit[origin];
  return years;
}

// "6.80  3.22   48.0": the error, as a multiple of the limit's, and the coverage.
std::string FlowCells(const Vector& actual, const FlowYears& years, double limit) {
  const double wape = evaluation::WeightedAbsolutePercentageError(actual, years.forecast);
  const std::string coverage =
      years.lower.size() == 0 ? "-"
                              : absl::StrFormat("%.1f", 100.0 * evaluation::Coverage(actual, years.lower, years.upper));
  return absl::StrFormat("%9.2f %6.2f %6s", wape, wape / limit, coverage);
}

engine::ForecastOptions EngineOptionsOf(const FlowOptions& options) {
  engine::ForecastOptions engine_options;
  engine_options.path_count = options.num_paths;
  engine_options.seed = options.seed;
  engine_options.threads = options.threads;
  return engine_options;
}

cases::CaseForecaster ForecasterOf(const std::vector<cases::SeriesFacts>& facts, int origin,
                                   const FlowOptions& options) {
  const cases::Cut cut{kFlowYear, origin, options.seed};
  std::vector<cases::SeriesCase> known;
  for (const cases::SeriesFacts& one : facts) known.push_back(cases::CaseOf(one, cut));
  // The default is always known, so that there is a forecaster.
  return *cases::CaseForecaster::Prepare(std::move(known), EngineOptionsOf(options));
}

std::vector<engine::SeriesForecast> DrawEach(size_t count, const FlowOptions& options,
                                             const std::function<engine::SeriesForecast(int)>& draw) {
  std::vector<engine::SeriesForecast> forecasts(count);
  ForEachIndex(static_cast<int>(count), options.threads,
               [&](int at) { forecasts[static_cast<size_t>(at)] = draw(at); });
  return forecasts;
}

}  // namespace

std::vector<cases::SeriesFacts> FactsWithoutDrivers(const std::vector<FlowSeries>& all) {
  std::vector<cases::SeriesFacts> facts;
  for (size_t at = 0; at < all.size(); ++at) {
    cases::SeriesFacts one;
    one.id = absl::StrCat("s", at);
    one.history = all[at].money;
    facts.push_back(std::move(one));
  }
  return facts;
}

std::vector<cases::SeriesFacts> FactsAsBooked(const std::vector<FlowSeries>& all, int origin) {
  std::vector<cases::SeriesFacts> facts = FactsWithoutDrivers(all);
  const int end = kFlowHistoryYears * kMonthsPerYear + origin;
  for (size_t at = 0; at < all.size(); ++at) {
    for (int age = 0; age < all[at].booked.rows(); ++age) {
      facts[at].history.values[end - 1 - age] = all[at].booked(age, end - 1 - age);
    }
  }
  return facts;
}

std::vector<engine::SeriesForecast> DrawFlow(const std::vector<cases::SeriesFacts>& facts, int origin,
                                             const FlowOptions& options) {
  const cases::CaseForecaster forecaster = ForecasterOf(facts, origin, options);
  return DrawEach(facts.size(), options, [&](int at) -> engine::SeriesForecast { return forecaster.Draw(at); });
}

FlowYears YearsOf(const std::vector<cases::SeriesFacts>& facts, int origin,
                  const std::vector<engine::SeriesForecast>& forecasts) {
  FlowYears years;
  years.forecast = years.lower = years.upper = Vector(static_cast<Eigen::Index>(forecasts.size()));
  for (size_t series = 0; series < forecasts.size(); ++series) {
    const auto at = static_cast<Eigen::Index>(series);
    const double known_sum = facts[series].history.values.tail(kMonthsPerYear).head(origin).sum();
    const Interval interval = IntervalOf(engine::PathTotals(forecasts[series].paths));
    years.forecast[at] = known_sum + forecasts[series].mean.sum();
    years.lower[at] = known_sum + interval.lower_80;
    years.upper[at] = known_sum + interval.upper_80;
  }
  return years;
}

FlowYears ForecastFlow(const std::vector<cases::SeriesFacts>& facts, int origin, const FlowOptions& options) {
  return YearsOf(facts, origin, DrawFlow(facts, origin, options));
}

FlowYears ForecastDrivenFlow(const std::vector<FlowSeries>& all, cases::DriverKind kind, int origin,
                             const FlowOptions& options) {
  std::vector<cases::SeriesFacts> facts = FactsWithoutDrivers(all);
  std::vector<cases::DriverLink> links;
  for (size_t at = 0; at < all.size(); ++at) {
    cases::SeriesFacts driver;
    driver.id = absl::StrCat("d", at);
    driver.history = all[at].driver;
    driver.history.values = (driver.history.values * kVolumeUnit.parts_per_whole).array().round();
    driver.flow = Flow::kVolume;
    links.push_back({static_cast<int>(at), static_cast<int>(facts.size()), kind, {}});
    facts.push_back(std::move(driver));
  }
  const cases::CaseForecaster forecaster = ForecasterOf(facts, origin, options);
  // There are no terms that could be wrong.
  const cases::DrivenForecaster driven =
      *cases::DrivenForecaster::Prepare(facts, links, {kFlowYear, origin, options.seed}, EngineOptionsOf(options));
  return YearsOf(facts, origin, DrawEach(all.size(), options, [&](int at) -> engine::SeriesForecast {
                   return driven.Forecast(at, forecaster).forecast;
                 }));
}

std::string FlowTable(const std::vector<SimulatedFlow>& flows, const FlowOptions& options) {
  std::string table = absl::StrFormat("%-12s %6s %6s %7s %9s %6s %6s %9s %6s %6s\n", "flow", "origin", "series",
                                      "limit", "default", "x", "cov80", "drivers", "x", "cov80");
  for (const SimulatedFlow& flow : flows) {
    const Vector actual = ActualYears(flow.series);
    for (const int origin : options.origins) {
      const double limit = evaluation::WeightedAbsolutePercentageError(actual, LimitYears(flow.series, origin));
      const FlowYears by_default = ForecastFlow(FactsAsBooked(flow.series, origin), origin, options);
      absl::StrAppend(&table, absl::StrFormat("%-12s %6d %6d %7.2f ", flow.name, origin, flow.series.size(), limit),
                      FlowCells(actual, by_default, limit));
      if (flow.with_drivers != nullptr) {
        absl::StrAppend(&table, " ", FlowCells(actual, flow.with_drivers(origin), limit));
      } else {
        absl::StrAppend(&table, absl::StrFormat(" %9s %6s %6s", "-", "-", "-"));
      }
      absl::StrAppend(&table, "\n");
    }
  }
  return table;
}

double UniformIn(double least, double most, RandomGenerator& generator) {
  return least + (most - least) * generator.Uniform();
}

double UpOrDown(double least, double most, RandomGenerator& generator) {
  const double size = UniformIn(least, most, generator);
  return generator.Uniform() < 0.5 ? size : -size;
}

}  // namespace prognos::benchmarks
