#include "benchmarks/run_off_flow.h"

#include <Eigen/Cholesky>
#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "absl/strings/str_cat.h"
#include "forecast/cases/filling_months.h"
#include "forecast/models/run_off/loads.h"
#include "forecast/models/run_off/run_off.h"

namespace prognos::benchmarks {
namespace {

using models::kRunOffAges;

constexpr std::array<double, kRunOffAges> kMissingShares = {0.15, 0.06, 0.015};
constexpr std::array<double, kRunOffAges> kLuck = {0.045, 0.024, 0.008};
constexpr int kMonthsOfLoads = 24;

// One series while it is made: what the limit knows.
struct FillingParameters {
  double level = 0.0;  // level_0.
  Vector season;       // Twelve.
  std::array<double, kRunOffAges> shares{};
};

FillingParameters DrawFillingParameters(const RunOffProcess& process, RandomGenerator& generator) {
  FillingParameters parameters;
  parameters.level = UniformIn(std::log(100'000.0), std::log(2'000'000.0), generator);
  parameters.season = Vector(kMonthsPerYear);
  for (double& month : parameters.season) month = process.season * generator.Normal();
  const double slowness = std::exp(process.spread * generator.Normal());
  for (size_t age = 0; age < kRunOffAges; ++age) {
    parameters.shares[age] = 1.0 - std::min(0.9, kMissingShares[age] * slowness);
  }
  return parameters;
}

// Of log cost less level_0 and season: jointly normal.
class SeenCosts {
 public:
  SeenCosts(const RunOffProcess& process, const FillingParameters& parameters, const FlowSeries& series, int origin)
      : process_(process), parameters_(parameters), origin_(origin), known_(Matrix(origin, origin)), seen_(origin) {
    for (int at = 0; at < origin; ++at) {
      for (int other = 0; other < origin; ++other) known_(at, other) = Covariance(at, other);
      const int age = origin - 1 - at;
      const double cost = age < kRunOffAges ? series.booked(age, at) / parameters.shares[static_cast<size_t>(age)]
                                            : series.money.values[at];
      for (size_t later = static_cast<size_t>(age); later < kRunOffAges; ++later) {
        known_(at, at) += kLuck[later] * kLuck[later];
      }
      seen_[at] = std::log(cost) - Usual(at);
    }
    solver_.compute(known_);
    weights_ = solver_.solve(seen_);
  }

  double Expected(int month) const {
    Vector with(origin_);
    for (int at = 0; at < origin_; ++at) with[at] = Covariance(month, at);
    const double mean = with.dot(weights_);
    const double variance = Covariance(month, month) - with.dot(solver_.solve(with));
    return std::exp(Usual(month) + mean + variance / 2.0);
  }

 private:
  double Usual(int month) const { return parameters_.level + parameters_.season[month % kMonthsPerYear]; }

  // Between the log costs of two months.
  double Covariance(int a, int b) const {
    const double of_noise = a == b ? process_.noise * process_.noise : 0.0;
    return of_noise + process_.drift * process_.drift * std::min(a, b);
  }

  const RunOffProcess& process_;
  const FillingParameters& parameters_;
  const int origin_;
  Matrix known_;
  Vector seen_;
  Eigen::LLT<Matrix> solver_;
  Vector weights_;
};

double FillingLimitAt(const RunOffProcess& process, const FillingParameters& parameters, const FlowSeries& series,
                      int known) {
  const int year = kFlowHistoryYears * kMonthsPerYear;
  const int origin = year + known;
  const SeenCosts seen(process, parameters, series, origin);
  const int full = std::max(year, origin - kRunOffAges);
  double total = series.money.values.segment(year, full - year).sum();
  for (int at = full; at < kFlowMonths; ++at) total += seen.Expected(at);
  return total;
}

FlowSeries MakeFilling(const RunOffProcess& process, int number) {
  RandomGenerator generator(RandomGenerator::DeriveSeed(process.seed, absl::StrCat("filling series ", number)));
  const FillingParameters parameters = DrawFillingParameters(process, generator);
  FlowSeries series;
  series.money = {Month::January(kFlowYear - kFlowHistoryYears), Vector(kFlowMonths)};
  series.booked = Matrix(kRunOffAges, kFlowMonths);
  double level = parameters.level;
  for (int at = 0; at < kFlowMonths; ++at) {
    if (at > 0) level += process.drift * generator.Normal();
    const double cost = std::exp(level + parameters.season[at % kMonthsPerYear] + process.noise * generator.Normal());
    series.money.values[at] = cost;
    double luck = 0.0;
    for (size_t age = kRunOffAges; age-- > 0;) {
      luck += kLuck[age] * generator.Normal();
      series.booked(static_cast<Eigen::Index>(age), at) = cost * parameters.shares[age] * std::exp(luck);
    }
  }
  series.limit = Vector::Zero(kMonthsPerYear);
  for (int known = 1; known < kMonthsPerYear; ++known) {
    series.limit[known] = FillingLimitAt(process, parameters, series, known);
  }
  return series;
}

// What the loads up to the origin say of a series.
models::FillingHistory FillingHistoryOf(const FlowSeries& series, int origin) {
  const int end = kFlowHistoryYears * kMonthsPerYear + origin;
  models::FillingHistory history;
  history.level = models::LevelForGrowth(series.money.Before(series.money.first + end), series.money.first + (end - 1));
  for (int month = end - kMonthsOfLoads; month < end - kRunOffAges; ++month) {
    for (int age = 0; age < kRunOffAges; ++age) {
      history.months.push_back({age, series.booked(age, month), series.money.values[month]});
    }
  }
  return history;
}

// The newest months as they are expected to become.
void TakeGrowthOf(const models::RunOff& run_off, int origin, cases::SeriesFacts& facts) {
  for (int age = kRunOffAges - 1; age >= 0; --age) {
    const Month month = Month::January(kFlowYear) + (origin - 1 - age);
    double& value = facts.history.values[month - facts.history.first];
    facts.unfinished.push_back({month, cases::MonthState::kUnspecified, value, run_off.At(value, age)});
    value = facts.unfinished.back().growth->expected;
  }
}

// Adds to each path of the months to come how far the months that fill are from their expected values in it.
void AddFilling(const cases::SeriesCase& known, engine::SeriesForecast& forecast) {
  const Matrix ends = cases::DrawFillingMonths(known, static_cast<int>(forecast.paths.cols()));
  const std::vector<cases::UnfinishedMonth> months = cases::FillingMonths(known);
  for (size_t at = 0; at < months.size(); ++at) {
    if (months[at].month < known.cut.january()) continue;
    forecast.paths.row(0) += ends.row(static_cast<Eigen::Index>(at));
    forecast.paths.row(0).array() -= known.history.At(months[at].month);
  }
}

FlowYears ForecastWithRunOff(const std::vector<FlowSeries>& all, int origin, const FlowOptions& options) {
  std::vector<models::FillingHistory> pool;
  for (const FlowSeries& series : all) pool.push_back(FillingHistoryOf(series, origin));
  const models::LearntRunOff learnt = models::LearnRunOff(pool);
  std::vector<cases::SeriesFacts> facts = FactsAsBooked(all, origin);
  for (size_t at = 0; at < facts.size(); ++at) TakeGrowthOf(learnt.series[at], origin, facts[at]);
  std::vector<engine::SeriesForecast> forecasts = DrawFlow(facts, origin, options);
  for (size_t at = 0; at < facts.size(); ++at) {
    AddFilling(cases::CaseOf(facts[at], {kFlowYear, origin, options.seed}), forecasts[at]);
  }
  return YearsOf(facts, origin, forecasts);
}

}  // namespace

std::vector<FlowSeries> GenerateFilling(const RunOffProcess& process) {
  std::vector<FlowSeries> all;
  for (int number = 0; number < process.count; ++number) all.push_back(MakeFilling(process, number));
  return all;
}

SimulatedFlow RunOffFlow(const RunOffProcess& process, const FlowOptions& options) {
  SimulatedFlow flow{"filling", GenerateFilling(process), nullptr};
  flow.with_drivers = [series = flow.series, options](int origin) {
    return ForecastWithRunOff(series, origin, options);
  };
  return flow;
}

}  // namespace prognos::benchmarks
