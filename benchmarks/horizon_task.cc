#include <cmath>
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "benchmarks/default_model.h"
#include "benchmarks/parallel.h"
#include "benchmarks/task.h"
#include "forecast/engine/asked_model.h"
#include "forecast/evaluation/accuracy.h"

namespace prognos::benchmarks {
namespace {

// One model on one series; NaN where the model abstained.
struct HorizonScore {
  double smape = kMissing;
  double mase = kMissing;
  double coverage_80 = kMissing;
  double coverage_95 = kMissing;
  double scaled_interval_score_80 = kMissing;
  double scaled_interval_score_95 = kMissing;
  double quantile_loss = kMissing;  // Summed over the months; of single series in the units of the series.
  double absolute_actual = kMissing;
  double fit_seconds = kMissing;    // Fit and mean.
  double paths_seconds = kMissing;  // Sample paths and their quantiles.
};

struct Bounds {
  Vector lower_80, upper_80, lower_95, upper_95;
};

struct HorizonForecast {
  HorizonScore score;
  std::string csv;
};

Bounds BoundsOf(const Matrix& paths, int horizon) {
  const Vector missing = Vector::Constant(horizon, kMissing);
  Bounds bounds{missing, missing, missing, missing};
  if (paths.cols() == 0) return bounds;
  for (int step = 0; step < horizon; ++step) {
    const Interval interval = IntervalOf(paths.row(step).transpose());
    bounds.lower_80[step] = interval.lower_80;
    bounds.upper_80[step] = interval.upper_80;
    bounds.lower_95[step] = interval.lower_95;
    bounds.upper_95[step] = interval.upper_95;
  }
  return bounds;
}

// Twice the pinball loss, summed over the months and averaged over the quantiles 0.1, 0.2 ... 0.9.
double QuantileLoss(const Vector& actual, const Matrix& paths) {
  constexpr int kLevels = 9;
  double loss = 0.0;
  for (int step = 0; step < actual.size(); ++step) {
    const Vector sample = paths.row(step).transpose();
    for (int level = 1; level <= kLevels; ++level) {
      const double at = level / (kLevels + 1.0);
      const Vector quantile = Vector::Constant(1, evaluation::SampleQuantile(sample, at));
      loss += 2.0 * evaluation::PinballLoss(actual.segment(step, 1), quantile, at) / kLevels;
    }
  }
  return loss;
}

void ScoreForecast(const BenchmarkSeries& series, const Vector& mean, const Bounds& bounds, HorizonScore& score) {
  const Vector& actual = series.future.values;
  const double scale = evaluation::NaiveAbsoluteScale(series.history.values);
  score.smape = evaluation::SymmetricMeanAbsolutePercentageError(actual, mean);
  score.mase = evaluation::MeanAbsoluteScaledError(actual, mean, scale);
  score.coverage_80 = evaluation::Coverage(actual, bounds.lower_80, bounds.upper_80);
  score.coverage_95 = evaluation::Coverage(actual, bounds.lower_95, bounds.upper_95);
  if (!(scale > 0.0)) return;
  score.scaled_interval_score_80 = evaluation::IntervalScore(actual, bounds.lower_80, bounds.upper_80, 0.80) / scale;
  score.scaled_interval_score_95 = evaluation::IntervalScore(actual, bounds.lower_95, bounds.upper_95, 0.95) / scale;
}

// Beside the time that is measured: a user asks for no such quantiles.
void ScoreQuantiles(const BenchmarkSeries& series, const Matrix& paths, HorizonScore& score) {
  if (paths.cols() == 0) return;
  score.quantile_loss = QuantileLoss(series.future.values, paths);
  score.absolute_actual = series.future.values.cwiseAbs().sum();
}

std::string Rows(const BenchmarkSeries& series, absl::string_view model, const Vector& mean, const Bounds& bounds) {
  std::string rows;
  for (int step = 0; step < mean.size(); ++step) {
    absl::StrAppend(&rows, series.name, ",", (series.future.first + step).ToString(), ",", model, ",", Cell(mean[step]),
                    ",", Cell(bounds.lower_80[step]), ",", Cell(bounds.upper_80[step]), ",");
    absl::StrAppend(&rows, Cell(bounds.lower_95[step]), ",", Cell(bounds.upper_95[step]), "\n");
  }
  return rows;
}

HorizonForecast Judge(const BenchmarkSeries& series, absl::string_view model, const Vector& mean, const Matrix& paths) {
  HorizonForecast result;
  const Bounds bounds = BoundsOf(paths, series.future.size());
  ScoreForecast(series, mean, bounds, result.score);
  result.csv = Rows(series, model, mean, bounds);
  return result;
}

HorizonForecast ForecastOne(const BenchmarkSeries& series, const models::Model& model, const TaskOptions& options) {
  if (series.future.empty()) return {};
  const int horizon = series.future.size();
  const double start = ThreadCpuSeconds();
  const auto fitted = model.Fit({series.history, {}, {}});
  if (!fitted.ok()) return {};
  const Vector mean = (*fitted)->Mean(horizon);
  const double fit_done = ThreadCpuSeconds();
  RandomGenerator generator(RandomGenerator::DeriveSeed(options.seed, series.name));
  const Matrix paths = (*fitted)->SamplePaths(horizon, options.num_paths, generator);
  HorizonForecast result = Judge(series, model.name(), mean, paths);
  result.score.fit_seconds = fit_done - start;
  result.score.paths_seconds = ThreadCpuSeconds() - fit_done;
  ScoreQuantiles(series, paths, result.score);
  return result;
}

std::vector<engine::SeriesTask> TasksOf(const std::vector<BenchmarkSeries>& all, const TaskOptions& options) {
  std::vector<engine::SeriesTask> tasks;
  for (const BenchmarkSeries& series : all) {
    engine::SeriesTask task;
    task.training.history = series.history;
    task.horizon = series.future.size();
    task.seed = RandomGenerator::DeriveSeed(options.seed, series.name);
    tasks.push_back(std::move(task));
  }
  return tasks;
}

// The default learns from all series together, so that its time is divided between them.
std::vector<HorizonForecast> ForecastByDefault(const std::vector<BenchmarkSeries>& all, const TaskOptions& options) {
  const DefaultForecasts forecasts = ForecastByDefault(TasksOf(all, options), engine::Target::kMonths, options);
  std::vector<HorizonForecast> results(all.size());
  for (size_t at = 0; at < all.size(); ++at) {
    if (all[at].future.empty()) continue;
    results[at] = Judge(all[at], engine::kDefaultModel, forecasts.series[at].mean, forecasts.series[at].paths);
    results[at].score.fit_seconds = forecasts.prepare_seconds;
    results[at].score.paths_seconds = forecasts.draw_seconds;
    ScoreQuantiles(all[at], forecasts.series[at].paths, results[at].score);
  }
  return results;
}

// Of a model that learns from all series the one that comes first bears the time: what counts is the mean.
std::vector<HorizonForecast> ForecastByName(const std::string& name, const std::vector<BenchmarkSeries>& all,
                                            const TaskOptions& options) {
  if (name == engine::kDefaultModel) return ForecastByDefault(all, options);
  // Callers check the names, so that there are models.
  const std::vector<engine::SharedModel> models = *engine::ModelsForTasks(name, TasksOf(all, options));
  std::vector<HorizonForecast> results(all.size());
  ForEachIndex(static_cast<int>(all.size()), options.threads,
               [&](int at) { results[at] = ForecastOne(all[at], *models[at], options); });
  return results;
}

// Mean of one measure over the series where it is known; NaN when it is known for none.
double MeanOver(const std::vector<HorizonForecast>& forecasts, double HorizonScore::*measure) {
  Vector values(static_cast<Eigen::Index>(forecasts.size()));
  for (size_t at = 0; at < forecasts.size(); ++at) values[at] = forecasts[at].score.*measure;
  return MonthlySeries{Month(), values}.CountKnown() == 0 ? kMissing : MonthlySeries{Month(), values}.Mean();
}

int Answered(const std::vector<HorizonForecast>& forecasts) {
  int count = 0;
  for (const HorizonForecast& forecast : forecasts) count += !std::isnan(forecast.score.smape);
  return count;
}

// Weighted quantile loss over all series together, 0-1 (mean_weighted_sum_quantile_loss of GluonTS): large series weigh
// more.
double WeightedQuantileLoss(const std::vector<HorizonForecast>& forecasts) {
  double loss = 0.0;
  double actual = 0.0;
  for (const HorizonForecast& forecast : forecasts) {
    if (std::isnan(forecast.score.quantile_loss)) continue;
    loss += forecast.score.quantile_loss;
    actual += forecast.score.absolute_actual;
  }
  return actual > 0.0 ? loss / actual : kMissing;
}

std::string TableRow(absl::string_view model, const std::vector<HorizonForecast>& forecasts) {
  const auto mean = [&](double HorizonScore::*measure) { return MeanOver(forecasts, measure); };
  return absl::StrFormat("%-26s %6d %8.3f %7.4f %6.1f %6.1f %7.2f %7.2f %9.3f %9.3f %7.4f\n", model,
                         Answered(forecasts), mean(&HorizonScore::smape), mean(&HorizonScore::mase),
                         100.0 * mean(&HorizonScore::coverage_80), 100.0 * mean(&HorizonScore::coverage_95),
                         mean(&HorizonScore::scaled_interval_score_80), mean(&HorizonScore::scaled_interval_score_95),
                         1000.0 * mean(&HorizonScore::fit_seconds), 1000.0 * mean(&HorizonScore::paths_seconds),
                         WeightedQuantileLoss(forecasts));
}

}  // namespace

TaskResult RunHorizonTask(const std::vector<BenchmarkSeries>& all, const TaskOptions& options) {
  TaskResult result;
  result.table = absl::StrFormat("%-26s %6s %8s %7s %6s %6s %7s %7s %9s %9s %7s\n", "model", "series", "sMAPE", "MASE",
                                 "cov80", "cov95", "IS80", "IS95", "fit ms", "paths ms", "WQL");
  result.csv = "series,month,model,mean,lower_80,upper_80,lower_95,upper_95\n";
  const auto report = [&](absl::string_view name, const std::vector<HorizonForecast>& forecasts) {
    absl::StrAppend(&result.table, TableRow(name, forecasts));
    for (const HorizonForecast& forecast : forecasts) result.csv += forecast.csv;
  };
  for (const std::string& name : options.models) report(name, ForecastByName(name, all, options));
  return result;
}

}  // namespace prognos::benchmarks
