// How fast each model and the default are, on made-up series (generated_series.h), with Google Benchmark.
//
//   engine                                             all but the 4000 series
//   engine --benchmark_filter=organization/4000        4000 series: minutes
//   engine --benchmark_filter=fit/ets                  one model
//   engine --benchmark_filter=/24/ --benchmark_min_time=0.01
//
// fit/<model>/<months> and fit+paths/<model>/<months>: fit; and fit, mean of four months and 1000 paths. CPU
// microseconds a series, as a mean over kSeries series, beside what last year's share and theta take for the same in
// this run (to_share, to_theta): clocks and neighbours differ, the ratios much less.
//
// fit/pooled-regression/<months> and fit+paths/...: the same for the pooled regression, which learns from kPooledSeries
// series together; its learning is divided between them.
//
// organization/<series>/<months>/<threads>: the default for an organization after August, with 1000 paths a series, in
// a process of its own: wall milliseconds, CPU milliseconds a series, and the largest resident memory of that process.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <map>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "benchmarks/generated_series.h"
#include "benchmarks/parallel.h"
#include "benchmarks/separate_process.h"
#include "forecast/engine/forecaster.h"
#include "forecast/engine/parallel.h"
#include "forecast/models/catalog.h"
#include "forecast/models/pooled/pooled_regression.h"

namespace prognos::benchmarks {
namespace {

constexpr int kSeries = 8;
constexpr int kPooledSeries = 40;
constexpr int kHorizon = 4;
constexpr int kPaths = 1000;
constexpr double kReferenceSeconds = 0.05;  // Enough to time a reference of some microseconds.
constexpr char kShare[] = "last-years-share";
constexpr char kTheta[] = "theta";
constexpr char kAllButTheLargest[] = "-organization/4000";

enum class Work { kFit, kFitAndPaths };

void ForecastOne(const models::Model& model, const models::TrainingData& training, Work work) {
  const auto fitted = model.Fit(training);
  if (!fitted.ok()) return;
  if (work == Work::kFit) return benchmark::DoNotOptimize((*fitted)->residuals().data());
  RandomGenerator generator(1);
  benchmark::DoNotOptimize((*fitted)->Mean(kHorizon).data());
  benchmark::DoNotOptimize((*fitted)->SamplePaths(kHorizon, kPaths, generator).data());
}

void ForecastAll(const models::Model& model, const std::vector<models::TrainingData>& all, Work work) {
  for (const models::TrainingData& training : all) ForecastOne(model, training, work);
}

// CPU seconds that a model takes for all of `months`, measured once in a run.
double ReferenceSeconds(const char* name, int months, Work work) {
  static std::map<std::tuple<std::string, int, Work>, double> measured;
  const auto [entry, is_new] = measured.try_emplace({name, months, work}, 0.0);
  if (!is_new) return entry->second;
  const models::Model& model = *models::FindModel(name);
  const std::vector<models::TrainingData> all = GenerateTraining(kSeries, months);
  ForecastAll(model, all, work);
  int times = 0;
  double used = 0.0;
  for (const double start = ThreadCpuSeconds(); used < kReferenceSeconds; used = ThreadCpuSeconds() - start) {
    ForecastAll(model, all, work);
    ++times;
  }
  return entry->second = used / times;
}

void MeasureModel(benchmark::State& state, const models::Model& model, int months, Work work) {
  const std::vector<models::TrainingData> all = GenerateTraining(kSeries, months);
  if (const auto fitted = model.Fit(all.front()); !fitted.ok()) {
    return state.SkipWithError(std::string(fitted.status().message()).c_str());
  }
  const double share = ReferenceSeconds(kShare, months, work);
  const double theta = ReferenceSeconds(kTheta, months, work);
  const double start = ThreadCpuSeconds();
  for (auto _ : state) ForecastAll(model, all, work);
  const double seconds = (ThreadCpuSeconds() - start) / static_cast<double>(state.iterations());
  state.counters["us_a_series"] = 1e6 * seconds / kSeries;
  state.counters["to_share"] = seconds / share;
  state.counters["to_theta"] = seconds / theta;
}

void MeasurePooled(benchmark::State& state, int months, Work work) {
  const std::vector<models::TrainingData> all = GenerateTraining(kPooledSeries, months);
  std::vector<MonthlySeries> histories;
  for (const models::TrainingData& training : all) histories.push_back(training.history);
  const double start = ThreadCpuSeconds();
  for (auto _ : state) {
    const auto pool = models::PooledRegression::Fit(histories);
    if (!pool.ok()) return state.SkipWithError(std::string(pool.status().message()).c_str());
    ForecastAll(models::PooledModel(*pool), all, work);
  }
  const double seconds = (ThreadCpuSeconds() - start) / static_cast<double>(state.iterations());
  state.counters["us_a_series"] = 1e6 * seconds / kPooledSeries;
}

std::vector<engine::SeriesTask> OrganizationTasks(int series, int months) {
  std::vector<engine::SeriesTask> tasks;
  for (models::TrainingData& training : GenerateTraining(series, months)) {
    tasks.push_back({std::move(training), kHorizon, static_cast<uint64_t>(tasks.size())});
  }
  return tasks;
}

// As the service does: the paths of a series are summed up and let go before the next.
void ForecastOrganization(int series, int months, int threads) {
  engine::ForecastOptions options;
  options.path_count = kPaths;
  options.threads = threads;
  // The default is always known, so that there is a forecaster.
  const engine::Forecaster forecaster = *engine::Forecaster::Prepare(OrganizationTasks(series, months), options);
  engine::ParallelFor(forecaster.size(), threads,
                      [&](int at) { benchmark::DoNotOptimize(forecaster.Draw(at).paths.sum()); });
}

void MeasureOrganization(benchmark::State& state, int series, int months, int threads) {
  double cpu_seconds = 0.0;
  double peak_bytes = 0.0;
  for (auto _ : state) {
    const auto cost = RunApart([&] { ForecastOrganization(series, months, threads); });
    if (!cost.ok()) return state.SkipWithError(std::string(cost.status().message()).c_str());
    state.SetIterationTime(cost->wall_seconds);
    cpu_seconds += cost->cpu_seconds;
    peak_bytes = std::max(peak_bytes, cost->peak_bytes);
  }
  state.counters["cpu_ms_a_series"] = 1e3 * cpu_seconds / static_cast<double>(state.iterations()) / series;
  state.counters["peak_MB"] = 1e-6 * peak_bytes;
}

void RegisterModels() {
  for (const auto& [prefix, work] : {std::pair("fit", Work::kFit), std::pair("fit+paths", Work::kFitAndPaths)}) {
    for (const auto& model : models::Catalog()) {
      for (const int months : {24, 60, 120, 240}) {
        const std::string name = absl::StrCat(prefix, "/", model->name(), "/", months);
        benchmark::RegisterBenchmark(name.c_str(), [&model, months = months, work = work](benchmark::State& state) {
          MeasureModel(state, *model, months, work);
        })->Unit(benchmark::kMillisecond);
      }
    }
    for (const int months : {24, 60, 120, 240}) {
      const std::string name = absl::StrCat(prefix, "/pooled-regression/", months);
      benchmark::RegisterBenchmark(name.c_str(), [months = months, work = work](benchmark::State& state) {
        MeasurePooled(state, months, work);
      })->Unit(benchmark::kMillisecond);
    }
  }
}

void RegisterOrganizations() {
  for (const int series : {40, 400, 4000}) {
    for (const int months : {60, 120}) {
      for (const int threads : {1, 2}) {
        const std::string name = absl::StrCat("organization/", series, "/", months, "/threads:", threads);
        benchmark::RegisterBenchmark(
            name.c_str(), [=](benchmark::State& state) { MeasureOrganization(state, series, months, threads); })
            ->Unit(benchmark::kMillisecond)
            ->UseManualTime();
      }
    }
  }
}

}  // namespace
}  // namespace prognos::benchmarks

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
  prognos::benchmarks::RegisterModels();
  prognos::benchmarks::RegisterOrganizations();
  const std::string asked = benchmark::GetBenchmarkFilter();
  const size_t count =
      benchmark::RunSpecifiedBenchmarks(asked.empty() ? prognos::benchmarks::kAllButTheLargest : asked);
  return count == 0 ? 1 : 0;
}
