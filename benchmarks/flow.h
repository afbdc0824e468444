// What the kinds of made-up money flows have in common (refund_flow.h, placement_flow.h, declared_changes.h,
// run_off_flow.h), and how
// they are forecast: four years of history and one year to forecast, the default beside the limit, who knows the
// process and all its parameters.
#ifndef PROGNOS_BENCHMARKS_FLOW_H_
#define PROGNOS_BENCHMARKS_FLOW_H_

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "forecast/base/random.h"
#include "forecast/cases/driven_forecast.h"
#include "forecast/cases/series_case.h"
#include "forecast/engine/forecaster.h"
#include "forecast/series/monthly_series.h"

namespace prognos::benchmarks {

inline constexpr int kFlowYear = 2022;  // The year to forecast.
inline constexpr int kFlowHistoryYears = 4;
inline constexpr int kFlowMonths = (kFlowHistoryYears + 1) * kMonthsPerYear;

// One series of a flow. A forecast after `origin` months of the last year may see `money` and `driver` before then.
struct FlowSeries {
  MonthlySeries money;  // All five years.
  // Of the full year, by the last known month (1-11): known months and the limit's expected ones. Entry 0 is not used.
  Vector limit;
  MonthlySeries driver = {};  // What the money follows, the same months; empty: no other series.
  // What is booked of each month of `money` (columns) when 0, 1, ... later months are in the ledger (rows); empty: all.
  Matrix booked = {};
};

struct FlowOptions {
  int count = 200;  // Series of each flow.
  uint64_t seed = 1;
  std::vector<int> origins = {4, 8};  // Last known months, 1-11.
  int num_paths = 1000;               // Behind an interval.
  int threads = 1;                    // The answer is the same for any number.
};

// Full years, one a series.
struct FlowYears {
  Vector forecast, lower, upper;  // The bounds are of the 80 % interval; empty: none.
};

// Forecasts of all series after `origin` months of the last year by what drives them.
using ForecastWithDrivers = std::function<FlowYears(int origin)>;

struct SimulatedFlow {
  std::string name;
  std::vector<FlowSeries> series;
  ForecastWithDrivers with_drivers;  // Null: nothing of the kind.
};

// What is to come of each series after `origin` months of the last year of its history, by the default, the way that a
// forecast of the service goes.
std::vector<engine::SeriesForecast> DrawFlow(const std::vector<cases::SeriesFacts>& facts, int origin,
                                             const FlowOptions& options);

// What was known of the year, and `forecasts`: of the first of `facts`, one each.
FlowYears YearsOf(const std::vector<cases::SeriesFacts>& facts, int origin,
                  const std::vector<engine::SeriesForecast>& forecasts);

// Both: by the default, the way that a forecast of the service goes. The year to forecast is the last one of each
// history.
FlowYears ForecastFlow(const std::vector<cases::SeriesFacts>& facts, int origin, const FlowOptions& options);

// The series of a flow without anything that drives them.
std::vector<cases::SeriesFacts> FactsWithoutDrivers(const std::vector<FlowSeries>& all);

// As ForecastFlow, each series by the default and by its driver (cases/driven_forecast.h).
FlowYears ForecastDrivenFlow(const std::vector<FlowSeries>& all, cases::DriverKind kind, int origin,
                             const FlowOptions& options);

// The same as they are booked when the ledger ends before the origin: what the default sees.
std::vector<cases::SeriesFacts> FactsAsBooked(const std::vector<FlowSeries>& all, int origin);

// A row a flow and origin: full-year WAPE in per cent of the limit, of the default and of the default with drivers
// ("-" where there are none), the last two as multiples of the limit too, and the share of outcomes, per cent, inside
// their 80 % intervals.
std::string FlowTable(const std::vector<SimulatedFlow>& flows, const FlowOptions& options);

// [least, most), and the same up or down.
double UniformIn(double least, double most, RandomGenerator& generator);
double UpOrDown(double least, double most, RandomGenerator& generator);

}  // namespace prognos::benchmarks

#endif  // PROGNOS_BENCHMARKS_FLOW_H_
