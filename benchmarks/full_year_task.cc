#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <numeric>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "benchmarks/default_model.h"
#include "benchmarks/parallel.h"
#include "benchmarks/task.h"
#include "forecast/base/unit.h"
#include "forecast/cases/driven_forecast.h"
#include "forecast/cases/roll.h"
#include "forecast/engine/asked_model.h"
#include "forecast/engine/placement_blend.h"
#include "forecast/evaluation/accuracy.h"

namespace prognos::benchmarks {
namespace {

constexpr int kLeastEarlierMonths = 24;

// What people do without a model: first in every table. (No file has a budget to go by.)
constexpr absl::string_view kBaselines[] = {"run-rate", "last-years-share", "seasonal-naive", "rolling-twelve"};

// One series seen at one origin of one year.
struct Case {
  absl::string_view series;
  MonthlySeries known;     // Up to the origin; the last months of it when the series is cut.
  double known_sum = 0.0;  // January up to the origin.
  bool counts = true;      // False: only there for the others to learn from.
  int year = 0;
  int origin_month = 0;
  int years_back = 0;  // 1: the last complete year of its series.
  int organization = 0;
  double actual = kMissing;
  cases::KnownEffects effects = {};                      // `known` is at the level that they make today's.
  const std::vector<models::Placement>* open = nullptr;  // Placements at the origin; null: not known.
  std::vector<models::Placement> roll = {};              // The same, of events that are one (cases/roll.h).
};

struct FullYearForecast {
  double forecast = kMissing;  // NaN: the model abstained.
  Interval interval;
  double seconds = kMissing;
  Vector totals;  // Of the full year, one a path.
};

std::vector<Case> CasesOf(const BenchmarkSeries& series, const FullYearOptions& options) {
  std::vector<Case> cases;
  const MonthlySeries whole = series.Whole().Trimmed();
  if (whole.empty()) return cases;
  int years = 0;
  for (int year = (whole.end() - 1).year(); years < options.years; --year) {
    const Month january = Month::January(year);
    if (january - whole.first < kLeastEarlierMonths) break;
    const double actual = whole.SumBetween(january, january + (kMonthsPerYear - 1));
    if (std::isnan(actual)) continue;
    ++years;
    for (const int origin : options.origins) {
      const double known_sum = whole.SumBetween(january, january + (origin - 1));
      cases.push_back({series.name, whole.Before(january + origin), known_sum, true, year, origin, years, 0, actual});
    }
  }
  return cases;
}

// Leaves the last `months` months.
void Cut(int months, MonthlySeries& known) {
  const int kept = std::min(months, known.size());
  known = {known.end() - kept, Vector(known.values.tail(kept))};
}

// The organization of each series.
std::vector<int> Deal(const std::vector<BenchmarkSeries>& all, int organization_size) {
  std::vector<size_t> order(all.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::sort(order.begin(), order.end(), [&](size_t a, size_t b) {
    return RandomGenerator::DeriveSeed(0, all[a].name) < RandomGenerator::DeriveSeed(0, all[b].name);
  });
  std::vector<int> organizations(all.size(), 0);
  if (organization_size == 0) return organizations;
  for (size_t at = 0; at < order.size(); ++at) organizations[order[at]] = static_cast<int>(at) / organization_size;
  return organizations;
}

std::vector<Case> AllCases(const std::vector<BenchmarkSeries>& all, const FullYearOptions& options) {
  std::vector<Case> cases;
  bool cut = false;
  const std::vector<int> organizations = Deal(all, options.organization_size);
  for (size_t series = 0; series < all.size(); ++series) {
    for (Case& at : CasesOf(all[series], options)) {
      at.organization = organizations[series];
      at.counts = cut || options.short_months == 0;
      if (at.counts && options.short_months > 0) Cut(options.short_months, at.known);
      cases.push_back(std::move(at));
    }
    cut = !cut;
  }
  return cases;
}

uint64_t SeedOf(const Case& at, const TaskOptions& options) {
  return RandomGenerator::DeriveSeed(options.seed, absl::StrCat(at.series, "/", at.year, "/", at.origin_month));
}

void FillForecast(const Case& at, const Vector& mean, const Matrix& drawn, FullYearForecast& result) {
  Vector months = mean;
  Matrix paths = drawn;
  at.effects.PutOn(at.known.end(), months, paths);
  result.forecast = at.known_sum + months.sum();
  if (paths.cols() == 0) return;
  result.totals = paths.colwise().sum().transpose().array() + at.known_sum;
  result.interval = IntervalOf(result.totals);
}

FullYearForecast ForecastOne(const Case& at, const models::Model& model, const TaskOptions& options) {
  FullYearForecast result;
  const int horizon = kMonthsPerYear - at.origin_month;
  const double start = ThreadCpuSeconds();
  const auto fitted = model.Fit({at.known, {}, {}});
  if (!fitted.ok()) return result;
  RandomGenerator generator(SeedOf(at, options));
  FillForecast(at, (*fitted)->Mean(horizon), (*fitted)->SamplePaths(horizon, options.num_paths, generator), result);
  result.seconds = ThreadCpuSeconds() - start;
  return result;
}

// Who learns from all series learns from them as they were known at one origin: cases of the same round and so many
// years back form a pool, so that none sees a month of its own future, nor of its own later years.
std::vector<engine::SeriesTask> TasksOf(const std::vector<Case>& cases, const TaskOptions& options) {
  std::map<std::array<int, 3>, int> pools;
  std::vector<engine::SeriesTask> tasks;
  for (const Case& at : cases) {
    engine::SeriesTask task;
    task.training.history = at.known;
    task.horizon = kMonthsPerYear - at.origin_month;
    task.seed = SeedOf(at, options);
    const std::array<int, 3> pool = {at.organization, at.origin_month, at.years_back};
    task.pool = pools.insert({pool, static_cast<int>(pools.size())}).first->second;
    tasks.push_back(std::move(task));
  }
  return tasks;
}

// Blends the forecasts of those of the pool whose open placements are known with what these tell; each origin by
// itself.
void BlendOpen(const std::vector<Case>& cases, const std::vector<size_t>& pool, const TaskOptions& options,
               std::vector<engine::SeriesForecast>& forecasts) {
  std::map<Month, std::vector<size_t>> by_origin;
  for (size_t at = 0; at < pool.size(); ++at) {
    if (cases[pool[at]].open != nullptr || !cases[pool[at]].roll.empty())
      by_origin[cases[pool[at]].known.end()].push_back(at);
  }
  for (const auto& [origin, members] : by_origin) {
    std::vector<engine::PlacementSeries> series;
    for (const size_t at : members) {
      const Case& one = cases[pool[at]];
      series.push_back({{.cost = one.known, .stays = one.open != nullptr ? *one.open : one.roll, .has_roll = true},
                        std::move(forecasts[at]),
                        SeedOf(one, options)});
    }
    engine::BlendPlacements(series, origin, options.threads);
    for (size_t at = 0; at < members.size(); ++at) forecasts[members[at]] = std::move(series[at].forecast);
  }
}

// A pool at a time, so that the paths of all are not held at once.
std::vector<FullYearForecast> ForecastByDefault(const std::vector<Case>& cases, const TaskOptions& options) {
  std::map<int, std::vector<size_t>> pools;
  std::vector<engine::SeriesTask> all = TasksOf(cases, options);
  for (size_t at = 0; at < cases.size(); ++at) pools[all[at].pool].push_back(at);
  std::vector<FullYearForecast> results(cases.size());
  for (const auto& [number, pool] : pools) {
    std::vector<engine::SeriesTask> tasks;
    for (const size_t at : pool) tasks.push_back(std::move(all[at]));
    DefaultForecasts forecasts = ForecastByDefault(std::move(tasks), engine::Target::kTotal, options);
    BlendOpen(cases, pool, options, forecasts.series);
    for (size_t at = 0; at < pool.size(); ++at) {
      FullYearForecast& result = results[pool[at]];
      FillForecast(cases[pool[at]], forecasts.series[at].mean, forecasts.series[at].paths, result);
      result.seconds = forecasts.prepare_seconds + forecasts.draw_seconds;
    }
  }
  return results;
}

// Of a model that learns from a pool the case that comes first bears the time: what counts is the mean.
std::vector<FullYearForecast> ForecastByName(const std::string& name, const std::vector<Case>& cases,
                                             const TaskOptions& options) {
  if (name == engine::kDefaultModel) return ForecastByDefault(cases, options);
  // Callers check the names, so that there are models.
  const std::vector<engine::SharedModel> models = *engine::ModelsForTasks(name, TasksOf(cases, options));
  std::vector<FullYearForecast> results(cases.size());
  ForEachIndex(static_cast<int>(cases.size()), options.threads,
               [&](int at) { results[at] = ForecastOne(cases[at], *models[at], options); });
  return results;
}

// Both ways to forecast each case with a driver, and the default of the others.
struct DrivenResults {
  std::vector<FullYearForecast> driven;  // By the driver alone; no forecast where there is none.
  std::vector<FullYearForecast> both;    // Weighed.
};

// The cases of one round of one year, with what drives them.
struct DrivenRound {
  std::vector<size_t> cases;  // Their places among all.
  std::vector<cases::SeriesFacts> facts;
  std::vector<cases::DriverLink> links;
};

void AddDriven(const Case& at, size_t place, const FullYearOptions& full_year, DrivenRound& round) {
  const int series = static_cast<int>(round.facts.size());
  round.cases.push_back(place);
  cases::SeriesFacts facts;
  facts.id = std::string(at.series);
  facts.history = at.known;
  round.facts.push_back(std::move(facts));
  const auto found = full_year.drivers.find(at.series);
  if (found == full_year.drivers.end()) return;
  cases::SeriesFacts driver;
  driver.id = absl::StrCat(at.series, "/driver");
  driver.flow = Flow::kVolume;
  driver.history = found->second.Before(at.known.end());
  driver.history.values *= kVolumeUnit.parts_per_whole;
  round.links.push_back({series, series + 1, full_year.driven_as, {}});
  round.facts.push_back(std::move(driver));
}

void ForecastRound(const std::vector<Case>& cases, const DrivenRound& round, const TaskOptions& options,
                   DrivenResults& results) {
  const Case& any = cases[round.cases.front()];
  const cases::Cut cut{any.year, any.origin_month, options.seed};
  engine::ForecastOptions engine_options;
  engine_options.path_count = std::max(1, options.num_paths);
  engine_options.seed = options.seed;
  engine_options.threads = options.threads;
  std::vector<cases::SeriesCase> known;
  for (const cases::SeriesFacts& facts : round.facts) known.push_back(cases::CaseOf(facts, cut));
  // The default is always known, and there are no terms that could be wrong.
  const cases::CaseForecaster forecaster = *cases::CaseForecaster::Prepare(std::move(known), engine_options);
  const cases::DrivenForecaster driven =
      *cases::DrivenForecaster::Prepare(round.facts, round.links, cut, engine_options);
  std::vector<int> places;  // Of each case among the facts.
  for (size_t at = 0; at < round.facts.size(); ++at) {
    if (round.facts[at].flow != Flow::kVolume) places.push_back(static_cast<int>(at));
  }
  ForEachIndex(static_cast<int>(round.cases.size()), options.threads, [&](int at) {
    const size_t place = round.cases[static_cast<size_t>(at)];
    const int link = driven.LinkOf(places[static_cast<size_t>(at)]);
    if (link < 0) {
      const engine::SeriesForecast direct = forecaster.Draw(places[static_cast<size_t>(at)]);
      FillForecast(cases[place], direct.mean, direct.paths, results.both[place]);
      return;
    }
    const cases::DrivenForecast forecast = driven.Forecast(link, forecaster);
    FillForecast(cases[place], forecast.forecast.mean, forecast.forecast.paths, results.both[place]);
    if (forecast.used.ok()) {
      FillForecast(cases[place], forecast.driven.mean, forecast.driven.paths, results.driven[place]);
    }
  });
}

DrivenResults ForecastByDrivers(const std::vector<Case>& cases, const FullYearOptions& full_year,
                                const TaskOptions& options) {
  std::map<std::array<int, 3>, DrivenRound> rounds;
  for (size_t at = 0; at < cases.size(); ++at) {
    const Case& one = cases[at];
    AddDriven(one, at, full_year, rounds[{one.organization, one.year, one.origin_month}]);
  }
  DrivenResults results;
  results.driven.resize(cases.size());
  results.both.resize(cases.size());
  for (const auto& [key, round] : rounds) ForecastRound(cases, round, options, results);
  return results;
}

// The sums of each organization over its series with that year and origin for which the model answers; path by path.
struct Sums {
  std::vector<Case> cases;
  std::vector<FullYearForecast> forecasts;
};

Sums SumsOf(const std::vector<Case>& cases, const std::vector<FullYearForecast>& forecasts) {
  Sums sums;
  std::map<std::array<int, 3>, size_t> places;
  for (size_t at = 0; at < cases.size(); ++at) {
    if (std::isnan(forecasts[at].forecast)) continue;
    const std::array<int, 3> key = {cases[at].organization, cases[at].year, cases[at].origin_month};
    const auto [entry, is_new] = places.insert({key, sums.cases.size()});
    if (is_new) {
      sums.cases.push_back(cases[at]);
      sums.cases.back().counts = true;  // The total of all, whichever series happens to come first.
      sums.forecasts.push_back(forecasts[at]);
      continue;
    }
    sums.cases[entry->second].actual += cases[at].actual;
    FullYearForecast& sum = sums.forecasts[entry->second];
    sum.forecast += forecasts[at].forecast;
    sum.seconds += forecasts[at].seconds;
    sum.totals += forecasts[at].totals;
  }
  for (FullYearForecast& sum : sums.forecasts) {
    if (sum.totals.size() > 0) sum.interval = IntervalOf(sum.totals);
  }
  return sums;
}

std::string CsvRow(const Case& at, absl::string_view model, const FullYearForecast& forecast) {
  if (!at.counts || std::isnan(forecast.forecast)) return "";
  return absl::StrCat(at.series, ",", at.year, ",", at.origin_month, ",", model, ",", Cell(forecast.forecast), ",") +
         absl::StrCat(Cell(forecast.interval.lower_80), ",", Cell(forecast.interval.upper_80), ",",
                      Cell(forecast.interval.lower_95), ",", Cell(forecast.interval.upper_95), ",", Cell(at.actual),
                      "\n");
}

// The cases of one origin side by side.
struct FullYearColumns {
  Vector actual, forecast, lower_80, upper_80, lower_95, upper_95, seconds;
};

FullYearColumns ColumnsOf(const std::vector<Case>& cases, const std::vector<FullYearForecast>& forecasts, int origin) {
  const auto column = [&](const auto& value) {
    std::vector<double> values;
    for (size_t row = 0; row < cases.size(); ++row) {
      if (cases[row].counts && cases[row].origin_month == origin) values.push_back(value(row));
    }
    return Vector(Eigen::Map<Vector>(values.data(), static_cast<Eigen::Index>(values.size())));
  };
  return {column([&](size_t row) { return cases[row].actual; }),
          column([&](size_t row) { return forecasts[row].forecast; }),
          column([&](size_t row) { return forecasts[row].interval.lower_80; }),
          column([&](size_t row) { return forecasts[row].interval.upper_80; }),
          column([&](size_t row) { return forecasts[row].interval.lower_95; }),
          column([&](size_t row) { return forecasts[row].interval.upper_95; }),
          column([&](size_t row) { return forecasts[row].seconds; })};
}

double MedianPercentageError(const FullYearColumns& columns) {
  std::vector<double> errors;
  for (Eigen::Index row = 0; row < columns.actual.size(); ++row) {
    const double error = 100.0 * std::abs((columns.actual[row] - columns.forecast[row]) / columns.actual[row]);
    if (std::isfinite(error)) errors.push_back(error);
  }
  return evaluation::SampleQuantile(Eigen::Map<Vector>(errors.data(), static_cast<Eigen::Index>(errors.size())), 0.5);
}

std::string Number(double value) { return std::isnan(value) ? "-" : absl::StrFormat("%.2f", value); }

double Wape(const FullYearColumns& columns) {
  return evaluation::WeightedAbsolutePercentageError(columns.actual, columns.forecast);
}

std::string TableRow(absl::string_view model, int origin, const FullYearColumns& columns, double to_clean = kMissing) {
  const MonthlySeries seconds{Month(), columns.seconds};
  const MonthlySeries answered{Month(), columns.forecast};
  const double cpu = seconds.CountKnown() == 0 ? kMissing : 1000.0 * seconds.Mean();
  const std::string ratio = std::isnan(to_clean) ? "" : absl::StrFormat(" %9.3f", to_clean);
  return absl::StrFormat(
      "%-26s %6d %6d %8s %8s %8s %7s %7s %9s%s\n", model, origin, answered.CountKnown(), Number(Wape(columns)),
      Number(evaluation::MeanAbsolutePercentageError(columns.actual, columns.forecast)),
      Number(MedianPercentageError(columns)),
      Number(100.0 * evaluation::Coverage(columns.actual, columns.lower_80, columns.upper_80)),
      Number(100.0 * evaluation::Coverage(columns.actual, columns.lower_95, columns.upper_95)), Number(cpu), ratio);
}

// The cases with `plant` in their last known month. What is known of the year stays what it was: only the forecaster is
// misled, and the error is that of the months to come.
std::vector<Case> Planted(std::vector<Case> cases, Plant plant) {
  for (Case& at : cases) {
    const double before = at.known.values[at.known.size() - 1];
    PutInLastMonth(plant, at.known);
    const double factor = FactorOfFuture(plant);
    if (factor == 1.0) continue;
    const double to_come = at.actual - at.known_sum;
    if (!std::isnan(before)) at.known_sum += (factor - 1.0) * before;
    at.actual = at.known_sum + factor * to_come;
  }
  return cases;
}

// The cases with what is known of their series.
// The cases at the level that events make today's. `by_process`: commitments that are a roll are left to the process of
// placements, which goes with the default only.
std::vector<Case> WithEvents(std::vector<Case> cases, const SeriesEvents& events, bool by_process,
                             const TaskOptions& options) {
  for (Case& at : cases) {
    const auto found = events.find(at.series);
    if (found == events.end()) continue;
    // One seed for all series of a round, so that what is drawn for several happens in the same paths.
    const uint64_t seed =
        RandomGenerator::DeriveSeed(options.seed, absl::StrCat(at.organization, "/", at.year, "/", at.origin_month));
    const Month origin = at.known.end();
    const std::vector<cases::KnownEffect> effects = cases::EffectsOf(found->second);
    if (by_process) at.roll = cases::RollOf(effects, at.known, origin, origin, UnitOf(Flow::kUnspecified)).stays;
    at.effects = cases::KnownEffects(effects, origin, origin, seed, !at.roll.empty());
    at.known = at.effects.AtTodaysLevel(at.known);
  }
  return cases;
}

// The cases with what is open at their origins.
std::vector<Case> WithCommitments(std::vector<Case> cases, const SeriesCommitments& commitments) {
  for (Case& at : cases) at.open = commitments.Find(at.series, at.known.end() - 1);
  return cases;
}

}  // namespace

TaskResult RunFullYearTask(const std::vector<BenchmarkSeries>& all, const FullYearOptions& full_year,
                           const TaskOptions& options) {
  const std::vector<Case> cases = AllCases(all, full_year);
  TaskResult result;
  result.table =
      absl::StrFormat("%-26s %6s %6s %8s %8s %8s %7s %7s %9s%s\n", "model", "origin", "cases", "WAPE", "mean", "median",
                      "cov80", "cov95", "CPU ms", full_year.plants.empty() ? "" : "  to clean");
  result.csv = "series,year,origin_month,model,forecast,lower_80,upper_80,lower_95,upper_95,actual\n";
  const auto report_planted = [&](absl::string_view name, const std::vector<FullYearForecast>& clean) {
    for (const Plant plant : full_year.plants) {
      const std::vector<Case> planted = Planted(cases, plant);
      const std::vector<FullYearForecast> forecasts = ForecastByName(std::string(name), planted, options);
      const std::string title = absl::StrCat(name, "/", NameOf(plant));
      for (const int origin : full_year.origins) {
        const FullYearColumns columns = ColumnsOf(planted, forecasts, origin);
        const double to_clean = Wape(columns) / Wape(ColumnsOf(cases, clean, origin));
        absl::StrAppend(&result.table, TableRow(title, origin, columns, to_clean));
      }
      for (size_t at = 0; at < planted.size(); ++at) result.csv += CsvRow(planted[at], title, forecasts[at]);
    }
  };
  const auto report_rows = [&](absl::string_view name, const std::vector<FullYearForecast>& forecasts) {
    for (const int origin : full_year.origins) {
      absl::StrAppend(&result.table, TableRow(name, origin, ColumnsOf(cases, forecasts, origin)));
    }
    for (size_t at = 0; at < cases.size(); ++at) result.csv += CsvRow(cases[at], name, forecasts[at]);
  };
  const auto report_sums = [&](absl::string_view name, const std::vector<FullYearForecast>& forecasts) {
    if (full_year.organization_size == 0) return;
    const Sums sums = SumsOf(cases, forecasts);
    for (const int origin : full_year.origins) {
      const FullYearColumns columns = ColumnsOf(sums.cases, sums.forecasts, origin);
      absl::StrAppend(&result.table, TableRow(absl::StrCat("sum, ", name), origin, columns));
    }
  };
  const std::vector<Case> informed =
      full_year.events.empty() ? std::vector<Case>() : WithEvents(cases, full_year.events, false, options);
  const auto report = [&](absl::string_view name, const std::vector<FullYearForecast>& forecasts) {
    report_rows(name, forecasts);
    report_planted(name, forecasts);
    report_sums(name, forecasts);
    if (informed.empty()) return;
    const std::vector<FullYearForecast> with_events =
        name == engine::kDefaultModel ? ForecastByDefault(WithEvents(cases, full_year.events, true, options), options)
                                      : ForecastByName(std::string(name), informed, options);
    const std::string title = absl::StrCat(name, "/events");
    report_rows(title, with_events);
    report_sums(title, with_events);
  };
  std::string told;
  const auto report_committed = [&] {
    const std::vector<Case> committed = WithCommitments(cases, full_year.commitments);
    const std::vector<FullYearForecast> forecasts = ForecastByDefault(committed, options);
    const std::string title = absl::StrCat(engine::kDefaultModel, "/commitments");
    report_rows(title, forecasts);
    report_sums(title, forecasts);
    absl::StrAppend(&told, "What is open is known in ",
                    absl::c_count_if(committed, [](const Case& at) { return at.counts && at.open != nullptr; }), " of ",
                    absl::c_count_if(committed, [](const Case& at) { return at.counts; }), " cases.\n");
  };
  for (const absl::string_view baseline : kBaselines) {
    report(baseline, ForecastByName(std::string(baseline), cases, options));
  }
  for (const std::string& name : options.models) {
    if (absl::c_linear_search(kBaselines, name)) continue;
    report(name, ForecastByName(name, cases, options));
    if (name == engine::kDefaultModel && !full_year.commitments.empty()) report_committed();
  }
  result.table += told;
  if (full_year.drivers.empty()) return result;
  const DrivenResults by_drivers = ForecastByDrivers(cases, full_year, options);
  report_rows(full_year.driven_as == cases::DriverKind::kVolumeTimesPrice ? "volume x price" : "refund later",
              by_drivers.driven);
  report_rows("default/drivers", by_drivers.both);
  report_sums("default/drivers", by_drivers.both);
  return result;
}

}  // namespace prognos::benchmarks
