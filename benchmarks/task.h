// What the accuracy tasks share.
#ifndef PROGNOS_BENCHMARKS_TASK_H_
#define PROGNOS_BENCHMARKS_TASK_H_

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "benchmarks/commitment_file.h"
#include "benchmarks/event_file.h"
#include "benchmarks/planted.h"
#include "benchmarks/series_file.h"
#include "forecast/cases/driven_forecast.h"

namespace prognos::benchmarks {

struct TaskOptions {
  // Names of engine::ModelNames(), in the order of the tables. The default and pooled-regression learn from all series,
  // as they were known.
  std::vector<std::string> models;
  int num_paths = 1000;  // Sample paths behind each interval; 0: no intervals.
  uint64_t seed = 1;     // Every series has its own generator derived from it, whatever the thread.
  int threads = 1;
};

struct TaskResult {
  std::string table;  // For people.
  std::string csv;    // Every forecast, with a header line.
};

// Forecasts each series' future from its history.
TaskResult RunHorizonTask(const std::vector<BenchmarkSeries>& all, const TaskOptions& options);

// The volume behind each series, by name; the same months or others.
using SeriesDrivers = std::map<std::string, MonthlySeries, std::less<>>;

struct FullYearOptions {
  std::vector<int> origins = {4, 8};  // Last known months, 1-11.
  int years = 2;                      // The last so many complete calendar years with 24 earlier months.
  // 0: as the data are. Else every other series is known by its last so many months before the origin only, and the
  // cases are those series: how a short history fares beside long ones.
  int short_months = 0;
  // 0: all series are one pool. Else they are dealt, in an order fixed by their names, into pools of so many, and every
  // model gets rows for the sums of each pool's series: the total of an organization.
  int organization_size = 0;
  // What to plant in the last known month of every series, one after the other. After the rows of the data as they are
  // every model gets rows for each plant: the forecaster sees the planted month, errors are those of the months to
  // come, and the last column is the WAPE divided by that of the data as they are.
  std::vector<Plant> plants = {};
  // What is known at every origin: after its rows every model gets rows "/events" for the same cases, forecast with
  // them. They are known from the first origin on, also those that lie ahead of it.
  SeriesEvents events = {};
  // What is open at the origins: after its rows the default gets rows "/commitments" for the same cases, those of the
  // series and origins of the file blended with what these tell (engine/placement_blend.h), the others as they were;
  // a last line tells how many cases they are.
  SeriesCommitments commitments = {};
  // What drives series, and how. After the rows of all models come rows of the driver alone, and of the default with
  // both ways weighed (cases/driven_forecast.h), for the same cases.
  SeriesDrivers drivers = {};
  cases::DriverKind driven_as = cases::DriverKind::kVolumeTimesPrice;
};

// Forecasts full years at each origin; every series is history and future together. The baselines of
// models::Catalog() come first, whatever models are asked for.
TaskResult RunFullYearTask(const std::vector<BenchmarkSeries>& all, const FullYearOptions& full_year,
                           const TaskOptions& options);

// Forecasts young and rare series (young_histories.h), made of every other series at each origin (last known months) of
// its last complete year, among the others as they were known. The table has a row a class: the mean error of the sum
// to December in per cent of a year of the series, that of the single model of `options.models` that erred least
// (run-rate stands in where a model abstains), their ratio, and the share of outcomes inside the default's 80 %
// interval. What has ended as the service understands it is zero by all. There is no CSV.
TaskResult RunYoungTask(const std::vector<BenchmarkSeries>& all, const std::vector<int>& origins,
                        const TaskOptions& options);

// The ends of the central intervals of 80 and 95 per cent of a sample; NaN for an empty one.
struct Interval {
  double lower_80 = kMissing;
  double upper_80 = kMissing;
  double lower_95 = kMissing;
  double upper_95 = kMissing;
};
Interval IntervalOf(const Vector& sample);

// "123.4", or nothing for NaN: a cell of the CSV.
std::string Cell(double value);

}  // namespace prognos::benchmarks

#endif  // PROGNOS_BENCHMARKS_TASK_H_
