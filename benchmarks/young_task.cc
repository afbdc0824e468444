#include <array>
#include <cmath>
#include <limits>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "benchmarks/default_model.h"
#include "benchmarks/parallel.h"
#include "benchmarks/task.h"
#include "benchmarks/young_histories.h"
#include "forecast/cases/nothing_booked.h"
#include "forecast/engine/asked_model.h"
#include "forecast/engine/path_summary.h"
#include "forecast/models/catalog.h"

namespace prognos::benchmarks {
namespace {

constexpr char kStandIn[] = "run-rate";  // Where a model abstains.

// The young series of one round, after the whole ones that they learn from.
struct Round {
  std::vector<engine::SeriesTask> tasks;
  size_t first_young = 0;
  std::vector<double> actual;  // The sum of the months to come; one a young series, as the others.
  std::vector<double> scale;   // A year of the series that it was made of.
  std::vector<bool> ended;     // Then nothing more is expected, whoever is asked: cases::EndedSince.
};

uint64_t ChanceOf(const BenchmarkSeries& series, YoungKind kind, int origin_month) {
  return RandomGenerator::DeriveSeed(0, absl::StrCat(series.name, "/", NameOf(kind), "/", origin_month));
}

engine::SeriesTask TaskOf(MonthlySeries history, int horizon, uint64_t seed) {
  engine::SeriesTask task;
  task.training.history = std::move(history);
  task.horizon = horizon;
  task.seed = seed;
  return task;
}

// The last complete year of `whole`.
int LastYear(const MonthlySeries& whole) {
  return whole.end().month() == 1 ? whole.end().year() - 1 : (whole.end() - 1).year() - 1;
}

Round RoundOf(const std::vector<BenchmarkSeries>& all, YoungKind kind, int origin_month, const TaskOptions& options) {
  Round round;
  std::vector<engine::SeriesTask> young;
  const int horizon = kMonthsPerYear - origin_month;
  for (size_t at = 0; at < all.size(); ++at) {
    const MonthlySeries whole = all[at].Whole().Trimmed();
    if (whole.empty()) continue;
    const Month origin = Month::January(LastYear(whole)) + origin_month;
    const uint64_t seed = RandomGenerator::DeriveSeed(options.seed, all[at].name);
    if (at % 2 == 0) {
      const MonthlySeries before = whole.Before(origin);
      if (before.CountKnown() > 0) round.tasks.push_back(TaskOf(before, horizon, seed));
      continue;
    }
    std::optional<YoungHistory> made = MakeYoung(kind, whole, origin, horizon, ChanceOf(all[at], kind, origin_month));
    const double scale = kMonthsPerYear * std::abs(whole.Mean());
    if (!made.has_value() || !(scale > 0.0)) continue;
    round.actual.push_back(made->future.sum());
    round.scale.push_back(scale);
    round.ended.push_back(cases::EndedSince(made->known).has_value());
    young.push_back(TaskOf(std::move(made->known), horizon, seed));
  }
  round.first_young = round.tasks.size();
  for (engine::SeriesTask& task : young) round.tasks.push_back(std::move(task));
  return round;
}

// Adds what `forecasts` of the sums (one a young series) are off.
void AddErrors(const Round& round, const std::vector<double>& forecasts, double& sum) {
  for (size_t at = 0; at < forecasts.size(); ++at) {
    const double forecast = round.ended[at] ? 0.0 : forecasts[at];
    sum += 100.0 * std::abs(round.actual[at] - forecast) / round.scale[at];
  }
}

double SumBy(const models::Model& model, const engine::SeriesTask& task) {
  const auto fitted = model.Fit(task.training);
  return fitted.ok() ? (*fitted)->Mean(task.horizon).sum() : kMissing;
}

std::vector<double> ForecastBy(const std::string& name, const Round& round, const TaskOptions& options) {
  const models::Model& stand_in = *models::FindModel(kStandIn);
  const std::vector<engine::SharedModel> asked = *engine::ModelsForTasks(name, round.tasks);
  std::vector<double> sums(round.actual.size());
  ForEachIndex(static_cast<int>(sums.size()), options.threads, [&](int at) {
    const size_t task = round.first_young + static_cast<size_t>(at);
    const double sum = SumBy(*asked[task], round.tasks[task]);
    sums[static_cast<size_t>(at)] = std::isnan(sum) ? SumBy(stand_in, round.tasks[task]) : sum;
  });
  return sums;
}

// The default's errors, and how many of its intervals hold the outcome.
void AddDefault(const Round& round, const TaskOptions& options, double& errors, double& inside) {
  const DefaultForecasts forecasts = ForecastByDefault(round.tasks, engine::Target::kTotal, options);
  std::vector<double> sums;
  for (size_t at = 0; at < round.actual.size(); ++at) {
    const engine::SeriesForecast& forecast = forecasts.series[round.first_young + at];
    sums.push_back(forecast.mean.sum());
    const Interval interval = IntervalOf(engine::PathTotals(forecast.paths));
    const bool holds = interval.lower_80 <= round.actual[at] && round.actual[at] <= interval.upper_80;
    if (round.ended[at] ? round.actual[at] == 0.0 : holds) inside += 1.0;
  }
  AddErrors(round, sums, errors);
}

// The rows of one kind: the default, beside the single model that erred least.
std::string RowOf(YoungKind kind, const std::vector<Round>& rounds, const TaskOptions& options) {
  double cases = 0.0;
  double errors = 0.0;
  double inside = 0.0;
  for (const Round& round : rounds) {
    cases += static_cast<double>(round.actual.size());
    AddDefault(round, options, errors, inside);
  }
  std::string best;
  double least = std::numeric_limits<double>::infinity();
  for (const std::string& name : options.models) {
    if (name == engine::kDefaultModel) continue;
    double of_model = 0.0;
    for (const Round& round : rounds) AddErrors(round, ForecastBy(name, round, options), of_model);
    if (of_model >= least) continue;
    least = of_model;
    best = name;
  }
  return absl::StrFormat("%-20s %6.0f %9.2f %9.2f  %-24s %7.3f %7.1f\n", NameOf(kind), cases, errors / cases,
                         least / cases, best, errors / least, 100.0 * inside / cases);
}

}  // namespace

TaskResult RunYoungTask(const std::vector<BenchmarkSeries>& all, const std::vector<int>& origins,
                        const TaskOptions& options) {
  TaskResult result;
  result.table = absl::StrFormat("%-20s %6s %9s %9s  %-24s %7s %7s\n", "class", "cases", "default", "best",
                                 "best single", "ratio", "cov80");
  for (const YoungKind kind : AllYoungKinds()) {
    std::vector<Round> rounds;
    for (const int origin : origins) rounds.push_back(RoundOf(all, kind, origin, options));
    absl::StrAppend(&result.table, RowOf(kind, rounds, options));
  }
  return result;
}

}  // namespace prognos::benchmarks
