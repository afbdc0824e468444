#include "benchmarks/declared_changes.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "forecast/base/random.h"
#include "forecast/evaluation/accuracy.h"

namespace prognos::benchmarks {
namespace {

constexpr int kJuly = 6;
constexpr int kSeptember = 8;

// One series while it is made: what the limit knows.
struct DeclaredParameters {
  Month first;
  double level = 0.0;  // level_0.
  double growth = 0.0;
  Vector season;        // Twelve.
  Vector price, added;  // By month: price_t, step_t + once_t.
};

void AddChange(const DeclaredProcess& process, int year, RandomGenerator& generator, DeclaredParameters& parameters,
               std::vector<cases::Event>& events) {
  const bool is_last = year == kFlowHistoryYears;
  const double typical = std::exp(parameters.level);
  cases::Event event;
  event.kind = process.kind;
  event.id = absl::StrCat("year ", year);
  const int begin = year * kMonthsPerYear;
  int at = begin + kJuly;
  switch (process.kind) {
    case cases::EventKind::kPercent:
      event.percent = UpOrDown(4.0, 15.0, generator);
      parameters.price.tail(kFlowMonths - at) *= 1.0 + event.percent / 100.0;
      break;
    case cases::EventKind::kStep:
      event.amount = typical * UpOrDown(0.04, 0.12, generator);
      parameters.added.tail(kFlowMonths - at).array() += event.amount;
      break;
    case cases::EventKind::kOneOff:
      at = begin +
           (is_last ? kSeptember + generator.Index(kMonthsPerYear - kSeptember) : generator.Index(kMonthsPerYear));
      event.amount = typical * UpOrDown(0.5, 2.0, generator);
      parameters.added[at] += event.amount;
      break;
    case cases::EventKind::kMove:
    case cases::EventKind::kStay:
      break;  // No process here has them.
  }
  event.from = parameters.first + at;
  events.push_back(std::move(event));
}

// The expected full year after `known` months of the last one.
double LimitAt(const DeclaredProcess& process, const DeclaredParameters& parameters, const Vector& cost, int known) {
  const int year = kFlowHistoryYears * kMonthsPerYear;
  const double of_noise = process.noise * process.noise;
  const double of_drift = process.drift * process.drift;
  double level = parameters.level;
  double variance = 0.0;
  for (int at = 0; at < year + known; ++at) {
    if (at > 0) {
      level += parameters.growth;
      variance += of_drift;
    }
    const double seen =
        std::log((cost[at] - parameters.added[at]) / parameters.price[at]) - parameters.season[at % kMonthsPerYear];
    const double gain = variance / (variance + of_noise);
    level += gain * (seen - level);
    variance *= 1.0 - gain;
  }
  double total = cost.segment(year, known).sum();
  for (int at = year + known; at < kFlowMonths; ++at) {
    level += parameters.growth;
    variance += of_drift;
    const double expected = std::exp(level + parameters.season[at % kMonthsPerYear] + (variance + of_noise) / 2.0);
    total += parameters.price[at] * expected + parameters.added[at];
  }
  return total;
}

DeclaredSeries MakeDeclared(const DeclaredProcess& process, int number) {
  RandomGenerator generator(RandomGenerator::DeriveSeed(process.seed, absl::StrCat("declared series ", number)));
  DeclaredParameters parameters;
  parameters.first = Month::January(kFlowYear - kFlowHistoryYears);
  parameters.level = UniformIn(std::log(1e5), std::log(2e6), generator);
  parameters.growth = UniformIn(-0.01, 0.05, generator) / kMonthsPerYear;
  parameters.season = Vector(kMonthsPerYear);
  for (double& month : parameters.season) month = process.season * generator.Normal();
  parameters.price = Vector::Ones(kFlowMonths);
  parameters.added = Vector::Zero(kFlowMonths);
  Vector unchanged(kFlowMonths);
  double level = parameters.level;
  for (int at = 0; at < kFlowMonths; ++at) {
    if (at > 0) level += parameters.growth + process.drift * generator.Normal();
    unchanged[at] = std::exp(level + parameters.season[at % kMonthsPerYear] + process.noise * generator.Normal());
  }
  DeclaredSeries series;
  for (int year = process.earlier_years ? 0 : kFlowHistoryYears; year <= kFlowHistoryYears; ++year) {
    AddChange(process, year, generator, parameters, series.events);
  }
  const Vector cost = unchanged.array() * parameters.price.array() + parameters.added.array();
  series.limit = Vector::Zero(kMonthsPerYear);
  for (int known = 1; known < kMonthsPerYear; ++known) series.limit[known] = LimitAt(process, parameters, cost, known);
  series.cost = {parameters.first, cost};
  series.unchanged = {parameters.first, std::move(unchanged)};
  return series;
}

// Full years, one a series.
struct DeclaredOutcome {
  Vector actual, forecast, lower, upper;

  double Wape() const { return evaluation::WeightedAbsolutePercentageError(actual, forecast); }
  double Coverage() const { return 100.0 * evaluation::Coverage(actual, lower, upper); }
};

DeclaredOutcome LimitOf(const std::vector<DeclaredSeries>& all, int origin) {
  DeclaredOutcome outcome;
  const Eigen::Index count = static_cast<Eigen::Index>(all.size());
  outcome.actual = outcome.forecast = Vector(count);
  for (Eigen::Index at = 0; at < count; ++at) {
    const DeclaredSeries& one = all[static_cast<size_t>(at)];
    outcome.actual[at] = one.cost.values.tail(kMonthsPerYear).sum();
    outcome.forecast[at] = one.limit[origin];
  }
  return outcome;
}

DeclaredOutcome ForecastDeclared(const std::vector<cases::SeriesFacts>& facts, int origin,
                                 const DeclaredOptions& options) {
  const FlowYears years = ForecastFlow(facts, origin, options);
  DeclaredOutcome outcome{Vector(years.forecast.size()), years.forecast, years.lower, years.upper};
  for (size_t at = 0; at < facts.size(); ++at) {
    outcome.actual[static_cast<Eigen::Index>(at)] = facts[at].history.values.tail(kMonthsPerYear).sum();
  }
  return outcome;
}

std::string_view NameOfKind(cases::EventKind kind) {
  switch (kind) {
    case cases::EventKind::kPercent:
      return "percent";
    case cases::EventKind::kStep:
      return "step";
    case cases::EventKind::kMove:
      return "move";
    case cases::EventKind::kStay:
      return "stay";
    case cases::EventKind::kOneOff:
      break;
  }
  return "one-off";
}

std::vector<cases::SeriesFacts> FactsWithEvents(const std::vector<DeclaredSeries>& all) {
  std::vector<cases::SeriesFacts> facts;
  for (size_t at = 0; at < all.size(); ++at) {
    cases::SeriesFacts one;
    one.id = absl::StrCat("s", at);
    one.history = all[at].cost;
    one.effects = cases::EffectsOf(all[at].events);
    facts.push_back(std::move(one));
  }
  return facts;
}

struct DeclaredVariation {
  const char* name;
  DeclaredProcess process;
};

std::vector<DeclaredVariation> VariationsOf(const DeclaredProcess& usual) {
  std::vector<DeclaredVariation> variations = {{"usual", usual}};
  const auto vary = [&](const char* name, auto change) {
    variations.push_back({name, usual});
    change(variations.back().process);
  };
  vary("noise 2 %", [](DeclaredProcess& process) { process.noise = 0.02; });
  vary("noise 10 %", [](DeclaredProcess& process) { process.noise = 0.10; });
  vary("season 3 %", [](DeclaredProcess& process) { process.season = 0.03; });
  vary("season 40 %", [](DeclaredProcess& process) { process.season = 0.40; });
  vary("drift 0 %", [](DeclaredProcess& process) { process.drift = 0.0; });
  vary("drift 3 %", [](DeclaredProcess& process) { process.drift = 0.03; });
  vary("first change", [](DeclaredProcess& process) { process.earlier_years = false; });
  vary("20 series", [](DeclaredProcess& process) { process.count = std::max(1, process.count / 10); });
  return variations;
}

std::string DeclaredRows(const DeclaredVariation& variation, const DeclaredOptions& options) {
  const std::vector<DeclaredSeries> all = GenerateDeclared(variation.process);
  const std::vector<cases::SeriesFacts> with = FactsWithEvents(all);
  std::vector<cases::SeriesFacts> without = with;
  std::vector<cases::SeriesFacts> unchanged;
  for (size_t at = 0; at < all.size(); ++at) {
    without[at].effects.clear();
    unchanged.push_back({.id = with[at].id, .history = all[at].unchanged, .budget = {}});
  }
  std::string rows;
  for (const int origin : options.origins) {
    const double limit = LimitOf(all, origin).Wape();
    const DeclaredOutcome unaware = ForecastDeclared(without, origin, options);
    const DeclaredOutcome aware = ForecastDeclared(with, origin, options);
    const DeclaredOutcome calm = ForecastDeclared(unchanged, origin, options);
    absl::StrAppend(&rows, absl::StrFormat("%-8s %-13s %6d %6d %7.2f %9.2f %9.2f %9.2f %9.1f %9.1f %9.1f\n",
                                           NameOfKind(variation.process.kind), variation.name, origin, all.size(),
                                           limit, unaware.Wape() / limit, aware.Wape() / limit, calm.Wape() / limit,
                                           unaware.Coverage(), aware.Coverage(), calm.Coverage()));
  }
  return rows;
}

}  // namespace

std::vector<DeclaredSeries> GenerateDeclared(const DeclaredProcess& process) {
  std::vector<DeclaredSeries> all;
  for (int number = 0; number < process.count; ++number) all.push_back(MakeDeclared(process, number));
  return all;
}

SimulatedFlow DeclaredFlow(const DeclaredProcess& process, const FlowOptions& options) {
  const std::vector<DeclaredSeries> all = GenerateDeclared(process);
  SimulatedFlow flow;
  flow.name = "law";
  for (const DeclaredSeries& one : all) flow.series.push_back({one.cost, one.limit});
  flow.with_drivers = [facts = FactsWithEvents(all), options](int origin) {
    return ForecastFlow(facts, origin, options);
  };
  return flow;
}

std::string DeclaredTable(const DeclaredOptions& options) {
  std::string table =
      absl::StrFormat("%-8s %-13s %6s %6s %7s %9s %9s %9s %9s %9s %9s\n", "kind", "process", "origin", "series",
                      "limit", "without", "with", "no change", "cov80 w/o", "cov80", "cov80 n/c");
  for (const cases::EventKind kind : options.kinds) {
    DeclaredProcess usual;
    usual.kind = kind;
    usual.count = options.count;
    usual.seed = options.seed;
    for (const DeclaredVariation& variation : VariationsOf(usual)) table += DeclaredRows(variation, options);
  }
  return table;
}

}  // namespace prognos::benchmarks
