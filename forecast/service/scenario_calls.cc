#include "forecast/service/scenario_calls.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "forecast/base/amount.h"
#include "forecast/base/apportion.h"
#include "forecast/base/civil_days.h"
#include "forecast/base/faults.h"
#include "forecast/base/status_macros.h"
#include "forecast/outlook/line_summary.h"
#include "forecast/outlook/scenario.h"
#include "forecast/service/conversion.h"
#include "forecast/service/error.h"
#include "forecast/service/forecast_conversion.h"
#include "forecast/service/forecast_lines.h"
#include "forecast/service/forecast_paths.h"
#include "forecast/service/judged_forecast.h"
#include "forecast/service/validators.h"
#include "messages/scenario.h"
#include "messages/value.h"

namespace prognos::service {
namespace {

using outlook::RemainingYear;

constexpr int kMostScenarios = 20;
constexpr int kMostScenarioChanges = 50;
constexpr int kMaxScenarioName = 100;
constexpr int kPartsOfScenarioPercent = 1'000;
constexpr int kLeastScenarioPercent = -100 * kPartsOfScenarioPercent;
constexpr int kMostScenarioPercent = 10'000 * kPartsOfScenarioPercent;
constexpr int kMostPlaces = 1'000;
constexpr int kMostEventShare = 10'000;
constexpr int kWholeEvent = 1'000;

// A forecast as it is judged, with what its lines are made of.
struct ScenarioBase {
  v1::Forecast forecast;  // With its lines.
  std::optional<ForecastPaths> paths;
  std::vector<RemainingYear> years;  // Of paths->lines().series().
};

// The expected months of a series, where a judgement expects more or less of them spread in proportion.
RemainingYear YearOf(const v1::ForecastLine& line, const outlook::Remainder& judged) {
  RemainingYear year;
  year.remainder = judged;
  std::vector<double> weights(12, 0.0);
  int64_t by_model = 0;
  for (int at = 0; at < std::min(line.months_size(), 12); ++at) {
    const auto month = static_cast<size_t>(at);
    if (line.months(at).known()) continue;
    year.predicted[month] = true;
    year.months[month] = line.months(at).amount() - line.months(at).booked();  // What is still to come of it.
    weights[month] = std::max(std::abs(static_cast<double>(year.months[month])), 1.0);
    by_model += year.months[month];
  }
  const std::vector<int64_t> more = Apportion(judged.expected - by_model, weights);
  for (size_t month = 0; month < more.size(); ++month) year.months[month] += more[month];
  return year;
}

absl::Status ReadBase(ledger::Reader& reader, const ChildName& name, ScenarioBase& base) {
  PROGNOS_ASSIGN_OR_RETURN(base.forecast, ReadForecast(reader, name));
  PROGNOS_ASSIGN_OR_RETURN(const ledger::ForecastBasis basis, reader.GetForecastBasis(name.organization, name.id));
  PROGNOS_ASSIGN_OR_RETURN(const std::vector<ledger::ForecastFact> facts,
                           reader.ListForecastFacts(name.organization, name.id));
  PROGNOS_ASSIGN_OR_RETURN(ForecastPaths paths, ForecastPaths::Make(base.forecast, basis, rounds::StandingOf(facts)));
  base.paths.emplace(std::move(paths));
  const std::vector<const v1::ForecastLine*>& series = base.paths->lines().series();
  const bool has_predicted =
      std::any_of(series.begin(), series.end(), [](const auto* line) { return HasPredicted(*line); });
  if (has_predicted && basis.input_digest.empty()) {
    return MessageStatus(absl::StatusCode::kFailedPrecondition, messages::scenario::NoPaths());
  }
  for (size_t at = 0; at < series.size(); ++at) {
    base.years.push_back(YearOf(*series[at], base.paths->judged()[at]));
  }
  return absl::OkStatus();
}

// Reads one change of a scenario.
class ChangeCheck {
 public:
  ChangeCheck(const v1::ScenarioChange& change, const std::string& organization, const ScenarioBase& base,
              std::string place, FaultList& faults)
      : change_(change), organization_(organization), base_(base), place_(std::move(place)), faults_(faults) {}

  // Of an event one change for each of its series. What has a fault is not meant to be used.
  std::vector<outlook::ScenarioChange> Read() {
    const double probability = change_.has_probability() ? change_.probability() : 1.0;
    if (!(probability >= 0.0 && probability <= 1.0)) {
      faults_.Add(Place("probability"), FaultReason::kOutOfRange, absl::StrCat(probability),
                  messages::value::MustBeBetween(0, 1));
    }
    std::vector<outlook::ScenarioChange> changes =
        change_.change_case() == v1::ScenarioChange::kEvent ? OfEvent() : OfLine();
    for (outlook::ScenarioChange& one : changes) {
      one.probability = probability;
      one.name = change_.SerializeAsString();  // The same change of two scenarios comes in the same paths.
    }
    return changes;
  }

 private:
  std::string Place(const char* field) const { return absl::StrCat(place_, ".", field); }

  std::vector<outlook::ScenarioChange> OfLine() {
    const v1::ForecastLine* const line =
        CheckLine(change_.line(), organization_, base_.paths->lines(), Place("line"), faults_);
    outlook::ScenarioChange result;
    if (line != nullptr) result.series = SeriesOfLine(*line);
    const std::optional<std::pair<int, int>> span = Span(result.series);
    if (span.has_value()) {
      for (int month = span->first; month <= span->second; ++month)
        result.months[static_cast<size_t>(month - 1)] = true;
    }
    SetChange(span, result);
    if (change_.event_share() != 0) {
      faults_.Add(Place("event_share"), FaultReason::kInconsistent, absl::StrCat(change_.event_share()),
                  messages::scenario::IsOnlyForLines());
    }
    return {result};
  }

  std::vector<size_t> SeriesOfLine(const v1::ForecastLine& line) {
    std::vector<size_t> series;
    if (line.measure() != v1::MEASURE_COST && line.measure() != v1::MEASURE_REVENUE) {
      faults_.Add(Place("line"), FaultReason::kInconsistent, LineText(KeyOf(line)),
                  messages::scenario::IsNotCostOrRevenue());
      return series;
    }
    for (const auto& [at, sign] : base_.paths->lines().PartsOf(line)) {
      if (base_.years[at].remainder.predicted) series.push_back(at);
    }
    if (series.empty()) {
      faults_.Add(Place("line"), FaultReason::kInconsistent, LineText(KeyOf(line)),
                  messages::scenario::NothingIsLeft());
    }
    return series;
  }

  // The first month (1-12) of which anything is predicted; 12 when nothing is.
  int FirstPredicted(const std::vector<size_t>& series) const {
    int first = 12;
    for (const size_t at : series) {
      const std::array<bool, 12>& predicted = base_.years[at].predicted;
      const auto found = std::find(predicted.begin(), predicted.end(), true);
      first = std::min(first, static_cast<int>(found - predicted.begin()) + 1);
    }
    return first;
  }

  bool IsPredicted(const std::vector<size_t>& series, int month) const {
    return std::any_of(series.begin(), series.end(),
                       [&](size_t at) { return base_.years[at].predicted[static_cast<size_t>(month - 1)]; });
  }

  std::optional<int> MonthInYear(const std::string& text, const char* field) {
    const std::optional<Month> month = CheckMonth(text, Place(field), faults_);
    if (!month.has_value()) return std::nullopt;
    if (month->year() == base_.forecast.year()) return month->month();
    faults_.Add(Place(field), FaultReason::kOutOfRange, text,
                messages::scenario::MonthIsNotOfTheYear(base_.forecast.year()));
    return std::nullopt;
  }

  // The first and the last month, 1-12.
  std::optional<std::pair<int, int>> Span(const std::vector<size_t>& series) {
    std::optional<int> first = FirstPredicted(series);
    if (!change_.first_month().empty()) first = MonthInYear(change_.first_month(), "first_month");
    const bool is_once = change_.change_case() == v1::ScenarioChange::kOnceOre;
    std::optional<int> last = is_once ? first : std::optional<int>(12);
    if (!change_.last_month().empty()) {
      if (is_once) {
        faults_.Add(Place("last_month"), FaultReason::kInconsistent, change_.last_month(),
                    messages::scenario::OnceIsOneMonth());
      } else {
        last = MonthInYear(change_.last_month(), "last_month");
      }
    }
    if (!first.has_value() || !last.has_value()) return std::nullopt;
    if (!series.empty() && !IsPredicted(series, *first)) {
      faults_.Add(Place("first_month"), FaultReason::kInconsistent, change_.first_month(),
                  messages::scenario::MonthsAreKnown());
    }
    if (*last < *first) {
      faults_.Add(Place("last_month"), FaultReason::kInconsistent, change_.last_month(),
                  messages::scenario::LiesBeforeTheFirstMonth(Argument::OfMonth(change_.first_month())));
    }
    return std::pair(*first, *last);
  }

  void SetChange(const std::optional<std::pair<int, int>>& span, outlook::ScenarioChange& result) {
    switch (change_.change_case()) {
      case v1::ScenarioChange::kMonthlyOre:
        CheckChangeAmount(change_.monthly_ore(), "monthly_ore");
        Add(span, result, [this](Month) { return change_.monthly_ore(); });
        return;
      case v1::ScenarioChange::kOnceOre:
        CheckChangeAmount(change_.once_ore(), "once_ore");
        Add(span, result, [this](Month) { return change_.once_ore(); });
        return;
      case v1::ScenarioChange::kPercent:
        CheckPercent();
        result.percent = static_cast<double>(change_.percent()) / kPartsOfScenarioPercent;
        return;
      case v1::ScenarioChange::kPlacements:
        CheckPlacements();
        Add(span, result, [this](Month month) {
          return change_.placements().count() * change_.placements().price_per_day_ore() * DaysOf(month);
        });
        return;
      default:
        faults_.Add(Place("change"), FaultReason::kMissingValue, "", messages::value::IsRequired());
    }
  }

  template <typename AmountOf>
  void Add(const std::optional<std::pair<int, int>>& span, outlook::ScenarioChange& result, AmountOf amount_of) {
    if (!span.has_value() || !faults_.empty()) return;  // What is out of range must not be multiplied.
    for (int month = span->first; month <= span->second; ++month) {
      const Month of_year = Month::January(base_.forecast.year()) + (month - 1);
      result.added[static_cast<size_t>(month - 1)] = amount_of(of_year);
    }
  }

  void CheckChangeAmount(int64_t ore, const char* field) {
    CheckAmount(ore, Place(field), faults_);
    if (ore == 0) faults_.Add(Place(field), FaultReason::kOutOfRange, "0", messages::scenario::IsZero());
  }

  void CheckPercent() {
    const int64_t percent = change_.percent();
    if (percent < kLeastScenarioPercent || percent > kMostScenarioPercent) {
      faults_.Add(Place("percent"), FaultReason::kOutOfRange, absl::StrCat(percent),
                  messages::value::MustBeBetween(kLeastScenarioPercent, kMostScenarioPercent));
    } else if (percent == 0) {
      faults_.Add(Place("percent"), FaultReason::kOutOfRange, "0", messages::scenario::IsZero());
    }
  }

  void CheckPlacements() {
    const v1::ScenarioPlacements& places = change_.placements();
    if (std::abs(static_cast<int64_t>(places.count())) > kMostPlaces) {
      faults_.Add(Place("placements.count"), FaultReason::kOutOfRange, absl::StrCat(places.count()),
                  messages::value::MustBeBetween(-kMostPlaces, kMostPlaces));
    } else if (places.count() == 0) {
      faults_.Add(Place("placements.count"), FaultReason::kOutOfRange, "0", messages::scenario::IsZero());
    }
    constexpr int64_t kMostPerDay = kMaxAmountOre / (int64_t{kMostPlaces} * 31);
    if (places.price_per_day_ore() < 1 || places.price_per_day_ore() > kMostPerDay) {
      faults_.Add(Place("placements.price_per_day_ore"), FaultReason::kOutOfRange,
                  absl::StrCat(places.price_per_day_ore()), messages::value::MustBeBetween(1, kMostPerDay));
    }
  }

  std::vector<outlook::ScenarioChange> OfEvent() {
    CheckEventName(change_.event(), organization_, Place("event"), faults_);
    if (change_.event_share() < 0 || change_.event_share() > kMostEventShare) {
      faults_.Add(Place("event_share"), FaultReason::kOutOfRange, absl::StrCat(change_.event_share()),
                  messages::value::MustBeBetween(0, kMostEventShare));
    }
    for (const auto& [given, field] :
         {std::pair(change_.has_line(), "line"), std::pair(!change_.first_month().empty(), "first_month"),
          std::pair(!change_.last_month().empty(), "last_month")}) {
      if (given) faults_.Add(Place(field), FaultReason::kInconsistent, "", messages::scenario::IsOnlyForLines());
    }
    std::vector<outlook::ScenarioChange> changes;
    for (const v1::EventShare& share : base_.forecast.event_shares()) {
      const std::optional<size_t> series = SeriesOfShare(share);
      if (series.has_value()) changes.push_back(OfShare(share, *series));
    }
    if (changes.empty()) {
      faults_.Add(Place("event"), FaultReason::kUnknown, change_.event(), messages::scenario::IsNotAnEventToCome());
    }
    return changes;
  }

  std::optional<size_t> SeriesOfShare(const v1::EventShare& share) const {
    if (share.event() != change_.event() || share.predicted_months_size() != 12) return std::nullopt;
    const std::vector<const v1::ForecastLine*>& series = base_.paths->lines().series();
    for (size_t at = 0; at < series.size(); ++at) {
      if (series[at]->series() == share.series()) return at;
    }
    return std::nullopt;
  }

  outlook::ScenarioChange OfShare(const v1::EventShare& share, size_t series) const {
    outlook::ScenarioChange result;
    result.series = {series};
    for (size_t month = 0; month < 12; ++month) {
      const double expected = static_cast<double>(share.predicted_months(static_cast<int>(month)));
      result.months[month] = true;
      result.added[month] = std::llround(expected * (change_.event_share() - kWholeEvent) / kWholeEvent);
    }
    return result;
  }

  const v1::ScenarioChange& change_;
  const std::string& organization_;
  const ScenarioBase& base_;
  const std::string place_;
  FaultList& faults_;
};

absl::StatusOr<std::vector<std::vector<outlook::ScenarioChange>>> CheckScenarios(
    const v1::SimulateScenarioRequest& request, const std::string& organization, const ScenarioBase& base) {
  FaultList faults;
  std::vector<std::vector<outlook::ScenarioChange>> scenarios;
  if (!CheckCount(request.scenarios_size(), kMostScenarios, "scenarios", faults)) return faults.ToStatus();
  for (int i = 0; i < request.scenarios_size(); ++i) {
    const v1::Scenario& scenario = request.scenarios(i);
    const std::string place = absl::StrCat("scenarios[", i, "]");
    CheckText(scenario.display_name(), kMaxScenarioName, false, absl::StrCat(place, ".display_name"), faults);
    std::vector<outlook::ScenarioChange>& changes = scenarios.emplace_back();
    if (!CheckCount(scenario.changes_size(), kMostScenarioChanges, absl::StrCat(place, ".changes"), faults)) continue;
    for (int at = 0; at < scenario.changes_size(); ++at) {
      ChangeCheck check(scenario.changes(at), organization, base, absl::StrCat(place, ".changes[", at, "]"), faults);
      for (outlook::ScenarioChange& change : check.Read()) changes.push_back(std::move(change));
    }
  }
  PROGNOS_RETURN_IF_ERROR(faults.ToStatus());
  return scenarios;
}

// The forecast's own number, as judged where it is.
void SetBaseOf(const v1::ForecastLine& line, v1::ScenarioLine& result) {
  const bool judged = line.has_judged();
  result.set_base_full_year(judged ? line.judged().full_year() : line.full_year());
  if (line.has_deviation()) result.set_base_deviation(judged ? line.judged().deviation() : line.deviation());
  if (line.has_deficit_probability()) {
    result.set_base_deficit_probability(judged ? line.judged().deficit_probability() : line.deficit_probability());
  }
}

v1::ScenarioLine ScenarioLineOf(const v1::ForecastLine& line, const ForecastPaths& paths,
                                const std::vector<outlook::Remainder>& changed) {
  v1::ScenarioLine result;
  result.set_activity(line.activity());
  result.set_display_name(line.display_name());
  result.set_parent(line.parent());
  result.set_depth(line.depth());
  result.set_measure(line.measure());
  result.set_series(line.series());
  result.set_own_frame(line.own_frame());
  result.set_without_frames(line.without_frames());
  result.set_cost_type(line.cost_type());
  result.set_cost_type_display_name(line.cost_type_display_name());
  SetBaseOf(line, result);
  const outlook::Remainder before = paths.AsJudged(line);
  const outlook::Remainder after = paths.Sum(changed, line);
  const auto measure = static_cast<Measure>(line.measure());
  const std::optional<int64_t> budget = line.has_budget() ? std::optional<int64_t>(line.budget()) : std::nullopt;
  const v1::JudgedYear year = ToProto(
      outlook::SummarizeYear(measure, budget, line.known_amount(), line.known_amount() + after.expected, after.paths));
  result.set_full_year(year.full_year());
  *result.mutable_full_year_quantiles() = year.full_year_quantiles();
  if (year.has_deviation()) {
    result.set_deviation(year.deviation());
    *result.mutable_deviation_quantiles() = year.deviation_quantiles();
    result.set_deficit_probability(year.deficit_probability());
  }
  // The effect is a deviation, too: from the year as the forecast has it.
  Vector more = after.paths;
  if (before.paths.size() > 0 && more.size() > 0) more -= before.paths;
  const v1::JudgedYear effect = ToProto(outlook::SummarizeYear(measure, 0, 0, after.expected - before.expected, more));
  result.set_effect(effect.deviation());
  *result.mutable_effect_quantiles() = effect.deviation_quantiles();
  return result;
}

// The money without a type that is part of the same as `part`, of which the forecast expects nothing.
v1::ForecastLine NothingWithoutType(const v1::ForecastLine& part, v1::Measure measure) {
  v1::ForecastLine rest;
  rest.set_activity(part.activity());
  rest.set_display_name(part.display_name());
  rest.set_parent(part.parent());
  rest.set_depth(part.depth());
  rest.set_own_frame(part.own_frame());
  rest.set_without_frames(part.without_frames());
  rest.set_measure(measure);
  rest.set_by_type(true);
  return rest;
}

// The parts by cost type of the lines of one outcome.
class OutcomeByType {
 public:
  OutcomeByType(const ScenarioBase& base, const std::vector<outlook::Remainder>& changed, v1::ScenarioOutcome& outcome)
      : base_(base), changed_(changed), outcome_(outcome) {}

  void Fill() {
    const auto& lines = base_.forecast.lines_by_type();
    for (int first = 0, end = 0; first < lines.size(); first = end) {
      while (end < lines.size() && AreOfOneLine(lines[first], lines[end])) Add(lines[end++]);
      if (!lines[end - 1].cost_type().empty()) AddRest(first, end);  // It would be the last.
    }
  }

 private:
  static bool AreOfOneLine(const v1::ForecastLine& a, const v1::ForecastLine& b) {
    return a.activity() == b.activity() && a.without_frames() == b.without_frames();
  }

  void Add(const v1::ForecastLine& line) {
    *outcome_.add_lines_by_type() = ScenarioLineOf(line, *base_.paths, changed_);
  }

  bool IsChanged(const v1::ForecastLine& line) const {
    const std::vector<std::pair<size_t, int>> parts = base_.paths->lines().PartsOf(line);
    return std::any_of(parts.begin(), parts.end(), [this](const std::pair<size_t, int>& part) {
      return changed_[part.first].expected != base_.paths->judged()[part.first].expected;
    });
  }

  // Of the parts `first` ... `end` - 1, which are of one line, what the scenario makes of money without a type. Where
  // the types have a budget all of it is theirs.
  void AddRest(int first, int end) {
    const auto& lines = base_.forecast.lines_by_type();
    if (!IsChanged(NothingWithoutType(lines[first], v1::MEASURE_NET))) return;
    for (const v1::Measure measure : {v1::MEASURE_COST, v1::MEASURE_REVENUE, v1::MEASURE_NET}) {
      v1::ForecastLine rest = NothingWithoutType(lines[first], measure);
      if (base_.paths->lines().PartsOf(rest).empty()) continue;
      for (int at = first; at < end; ++at) {
        if (lines[at].measure() != measure || !lines[at].has_budget()) continue;
        rest.set_budget(0);
        rest.set_deviation(0);
      }
      Add(rest);
    }
  }

  const ScenarioBase& base_;
  const std::vector<outlook::Remainder>& changed_;
  v1::ScenarioOutcome& outcome_;
};

void FillOutcome(const std::vector<outlook::ScenarioChange>& changes, const ScenarioBase& base, bool by_type,
                 v1::ScenarioOutcome& outcome) {
  std::vector<RemainingYear> years = base.years;
  for (const outlook::ScenarioChange& change : changes) outlook::Apply(change, base.paths->path_count(), years);
  std::vector<outlook::Remainder> changed;
  for (RemainingYear& year : years) changed.push_back(std::move(year.remainder));
  for (const auto* lines : {&base.forecast.lines(), &base.forecast.lines_without_frames()}) {
    for (const v1::ForecastLine& line : *lines) {
      if (line.measure() == v1::MEASURE_VOLUME) continue;
      *outcome.add_lines() = ScenarioLineOf(line, *base.paths, changed);
    }
  }
  if (by_type) OutcomeByType(base, changed, outcome).Fill();
}

}  // namespace

absl::Status SimulateScenarioInCall(const Call& call, const v1::SimulateScenarioRequest& request,
                                    v1::SimulateScenarioResponse& response) {
  PROGNOS_ASSIGN_OR_RETURN(const ChildName name, CheckedForecastName(request.name()));
  ScenarioBase base;
  PROGNOS_RETURN_IF_ERROR(call.Read(
      name.organization, [&](ledger::Reader& reader) -> absl::Status { return ReadBase(reader, name, base); }));
  PROGNOS_ASSIGN_OR_RETURN(const auto scenarios, CheckScenarios(request, name.organization, base));
  for (size_t i = 0; i < scenarios.size(); ++i) {
    v1::ScenarioOutcome& outcome = *response.add_outcomes();
    outcome.set_display_name(request.scenarios(static_cast<int>(i)).display_name());
    FillOutcome(scenarios[i], base, request.by_type(), outcome);
  }
  *response.mutable_forecast() = std::move(base.forecast);
  response.mutable_forecast()->clear_lines();
  response.mutable_forecast()->clear_lines_without_frames();
  response.mutable_forecast()->clear_lines_by_type();
  return absl::OkStatus();
}

}  // namespace prognos::service
