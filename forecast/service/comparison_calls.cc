#include "forecast/service/comparison_calls.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "forecast/base/faults.h"
#include "forecast/base/status_macros.h"
#include "forecast/outlook/canonical_input.h"
#include "forecast/outlook/rule_year.h"
#include "forecast/rounds/accuracy.h"
#include "forecast/service/forecast_conversion.h"
#include "forecast/service/forecast_lines.h"
#include "forecast/service/forecast_paths.h"
#include "forecast/service/judged_forecast.h"
#include "forecast/service/ledger_checks.h"
#include "forecast/service/validators.h"
#include "messages/value.h"

namespace prognos::service {
namespace {

constexpr int kMostYears = 20;
constexpr char kByModel[] = "model";
constexpr char kAsJudged[] = "judged";

// A round's forecast as it was read.
struct RoundForecast {
  v1::Forecast forecast;
  rounds::Standing standing;
  ledger::ForecastBasis basis;
};

bool IsMoney(const v1::ForecastLine& line) {
  return line.measure() == v1::MEASURE_COST || line.measure() == v1::MEASURE_REVENUE;
}

// Every month of money is known.
bool IsComplete(const v1::Forecast& forecast) {
  return std::none_of(forecast.lines().begin(), forecast.lines().end(),
                      [](const v1::ForecastLine& line) { return IsMoney(line) && HasPredicted(line); });
}

// Which of two forecasts of one round counts; the first is the newer one.
int RankOf(const v1::Forecast& header, rounds::State state) {
  if (state == rounds::State::kLocked) return 2;
  return header.missing_months_size() == 0 ? 1 : 0;
}

// The forecast that counts of each round of a year, by its known months and round. NOT_FOUND for the organization.
absl::StatusOr<std::vector<RoundForecast>> ReadRounds(ledger::Reader& reader, const std::string& organization,
                                                      int year) {
  PROGNOS_RETURN_IF_ERROR(reader.GetOrganization(organization).status());
  PROGNOS_ASSIGN_OR_RETURN(const std::vector<ledger::Forecast> stored,
                           reader.ListForecasts(organization, year, /*before_sequence=*/0, /*limit=*/0));
  std::map<std::pair<std::string, int>, std::pair<int, std::string>> best;  // Rank and id.
  for (const ledger::Forecast& one : stored) {
    PROGNOS_ASSIGN_OR_RETURN(const v1::Forecast header, FromStored(one));
    PROGNOS_ASSIGN_OR_RETURN(const std::vector<ledger::ForecastFact> facts,
                             reader.ListForecastFacts(organization, one.id));
    const rounds::State state = rounds::StandingOf(facts).state;
    if (state == rounds::State::kWithdrawn) continue;
    const int rank = RankOf(header, state);
    auto& [best_rank, id] = best.try_emplace({header.last_known_month(), header.round()}, -1, "").first->second;
    if (rank <= best_rank) continue;
    best_rank = rank;
    id = one.id;
  }
  std::vector<RoundForecast> rounds_of_year;
  for (const auto& [key, ranked] : best) {
    RoundForecast& round = rounds_of_year.emplace_back();
    PROGNOS_ASSIGN_OR_RETURN(round.forecast, ReadForecast(reader, {organization, ranked.second}));
    PROGNOS_ASSIGN_OR_RETURN(const std::vector<ledger::ForecastFact> facts,
                             reader.ListForecastFacts(organization, ranked.second));
    round.standing = rounds::StandingOf(facts);
    PROGNOS_ASSIGN_OR_RETURN(round.basis, reader.GetForecastBasis(organization, ranked.second));
  }
  return rounds_of_year;
}

// What each rule says of each series' year; a series for which it has no answer counts with the model's.
class Rules {
 public:
  static absl::StatusOr<Rules> Make(const RoundForecast& round, const ForecastLines& lines) {
    Rules rules;
    if (round.basis.input.empty()) return rules;
    PROGNOS_ASSIGN_OR_RETURN(const outlook::OutlookInput input, outlook::FromBytes(round.basis.input));
    std::map<std::string, int> by_id;
    for (size_t at = 0; at < input.series.size(); ++at) by_id[input.series[at].id] = static_cast<int>(at);
    for (const std::string& name : outlook::RuleNames()) {
      std::vector<std::optional<int64_t>> years;
      for (const v1::ForecastLine* line : lines.series()) {
        const auto found = by_id.find(KeyOf(*line).series);
        years.push_back(found == by_id.end() ? std::nullopt : YearOf(*line, input, found->second, name));
      }
      rules.years_[name] = std::move(years);
    }
    return rules;
  }

  bool empty() const { return years_.empty(); }

  // The net of a line by a rule, and how many of its series the rule left to the model.
  std::pair<int64_t, int> NetOf(const std::string& rule, const ForecastLines& lines,
                                const v1::ForecastLine& line) const {
    int64_t net = 0;
    int unanswered = 0;
    for (const auto& [at, sign] : lines.PartsOf(line)) {
      const std::optional<int64_t>& year = years_.at(rule)[at];
      net += sign * year.value_or(lines.series()[at]->full_year());
      if (!year.has_value()) ++unanswered;
    }
    return {net, unanswered};
  }

 private:
  static std::optional<int64_t> YearOf(const v1::ForecastLine& line, const outlook::OutlookInput& input, int series,
                                       const std::string& rule) {
    if (!HasPredicted(line)) return line.full_year();
    const std::optional<outlook::RuleYear> said = outlook::YearByRule(input, series, rule);
    if (!said.has_value()) return std::nullopt;
    int64_t year = 0;
    for (int at = 0; at < line.months_size(); ++at) {
      const v1::MonthValue& month = line.months(at);
      year += month.known() || at < said->first ? month.amount() : said->amounts[static_cast<size_t>(at)];
    }
    return year;
  }

  std::map<std::string, std::vector<std::optional<int64_t>>> years_;  // Of lines.series().
};

// The activity of a line, of a forecast or compared. That of the sum, of all or of those without frames of their own,
// is none, so that neither is the name of an activity.
template <typename Line>
std::string LineKeyOf(const Line& line) {
  return line.without_frames() ? "without frames" : line.activity();
}

// A line, or the part of it that is a cost type.
using PartKey = std::pair<std::string, std::optional<std::string>>;

template <typename Line>
PartKey WholeOf(const Line& line) {
  return {LineKeyOf(line), std::nullopt};
}
template <typename Line>
PartKey TypeOf(const Line& line) {
  return {LineKeyOf(line), line.cost_type()};
}
PartKey PartKeyOf(const v1::ForecastLine& line) { return line.by_type() ? TypeOf(line) : WholeOf(line); }

// What became of the net lines of a year.
struct YearEnd {
  std::string name;
  std::map<PartKey, std::pair<int64_t, std::optional<int64_t>>> nets;  // Outcome, net budget.
};

void AppendNets(const google::protobuf::RepeatedPtrField<v1::ForecastLine>& lines,
                std::vector<const v1::ForecastLine*>& nets) {
  for (const v1::ForecastLine& line : lines) {
    if (line.measure() == v1::MEASURE_NET) nets.push_back(&line);
  }
}

// The net lines of a forecast; those of the activities without frames last.
std::vector<const v1::ForecastLine*> NetLines(const v1::Forecast& forecast) {
  std::vector<const v1::ForecastLine*> nets;
  AppendNets(forecast.lines(), nets);
  AppendNets(forecast.lines_without_frames(), nets);
  return nets;
}

// The same of each cost type.
std::vector<const v1::ForecastLine*> NetsByType(const v1::Forecast& forecast) {
  std::vector<const v1::ForecastLine*> nets;
  AppendNets(forecast.lines_by_type(), nets);
  return nets;
}

std::optional<YearEnd> YearEndOf(const std::vector<RoundForecast>& rounds_of_year) {
  for (const RoundForecast& round : rounds_of_year) {
    if (round.forecast.round() != v1::ROUND_YEAR_END || !IsComplete(round.forecast)) continue;
    YearEnd year_end{round.forecast.name(), {}};
    for (const auto& nets : {NetLines(round.forecast), NetsByType(round.forecast)}) {
      for (const v1::ForecastLine* line : nets) {
        year_end.nets[PartKeyOf(*line)] = {line->full_year(),
                                           line->has_budget() ? std::optional<int64_t>(line->budget()) : std::nullopt};
      }
    }
    return year_end;
  }
  return std::nullopt;
}

v1::ComparedValue ValueBy(const std::string& by, int64_t full_year, const v1::ForecastLine& line) {
  v1::ComparedValue value;
  value.set_by(by);
  value.set_full_year(full_year);
  if (line.has_deviation()) value.set_deviation(Deviation(Measure::kNet, line.budget(), full_year));
  return value;
}

// How far a value was from the bokslut.
void AddError(const v1::ForecastLine& line, const YearEnd& year_end, v1::ComparedValue& value) {
  const auto found = year_end.nets.find(PartKeyOf(line));
  if (found == year_end.nets.end()) return;
  const auto& [outcome, budget] = found->second;
  value.set_error(value.full_year() - outcome);
  const std::optional<double> percent = rounds::PercentOfBudget(value.error(), budget);
  if (percent.has_value()) value.set_error_percent(*percent);
}

// Whether the year ended within the intervals of a value.
void AddHits(const v1::Quantiles& quantiles, const std::optional<std::pair<int64_t, int64_t>>& central_95,
             v1::ComparedValue& value) {
  if (!value.has_error()) return;
  const int64_t outcome = value.full_year() - value.error();
  value.set_inside_50(quantiles.p25() <= outcome && outcome <= quantiles.p75());
  value.set_inside_80(quantiles.p10() <= outcome && outcome <= quantiles.p90());
  if (central_95.has_value()) value.set_inside_95(central_95->first <= outcome && outcome <= central_95->second);
}

// The lines of one round.
class RoundComparison {
 public:
  RoundComparison(const RoundForecast& round, const ForecastLines& lines, const ForecastPaths& paths,
                  const Rules& rules, const std::optional<YearEnd>& year_end)
      : round_(round), lines_(lines), paths_(paths), rules_(rules), year_end_(year_end) {}

  void Fill(bool by_type, v1::ComparedRound& result) const {
    *result.mutable_forecast() = round_.forecast;
    result.mutable_forecast()->clear_lines();
    result.mutable_forecast()->clear_lines_without_frames();
    result.mutable_forecast()->clear_lines_by_type();
    result.mutable_forecast()->clear_reasons();
    for (const v1::ForecastLine* line : NetLines(round_.forecast)) FillLine(*line, *result.add_lines());
    if (!by_type) return;
    for (const v1::ForecastLine* line : NetsByType(round_.forecast)) {
      v1::ComparedLine& added = *result.add_lines_by_type();
      FillLine(*line, added);
      added.set_cost_type(line->cost_type());
      added.set_cost_type_display_name(line->cost_type_display_name());
    }
  }

 private:
  bool IsYearEnd() const { return round_.forecast.round() == v1::ROUND_YEAR_END; }

  void FillLine(const v1::ForecastLine& line, v1::ComparedLine& result) const {
    result.set_activity(line.activity());
    result.set_display_name(line.display_name());
    result.set_parent(line.parent());
    result.set_depth(line.depth());
    result.set_own_frame(line.own_frame());
    result.set_without_frames(line.without_frames());
    if (line.has_budget()) result.set_budget(line.budget());
    *result.add_values() = ByModel(line);
    if (line.has_judged()) *result.add_values() = Judged(line);
    if (IsYearEnd() || rules_.empty()) return;
    for (const std::string& rule : outlook::RuleNames()) *result.add_values() = ByRule(line, rule);
  }

  v1::ComparedValue ByModel(const v1::ForecastLine& line) const {
    v1::ComparedValue value = ValueBy(kByModel, line.full_year(), line);
    if (IsYearEnd() || !year_end_.has_value()) return value;
    AddError(line, *year_end_, value);
    AddHits(line.full_year_quantiles(), Central95(line, paths_.ByModel(line)), value);
    return value;
  }

  v1::ComparedValue Judged(const v1::ForecastLine& line) const {
    v1::ComparedValue value = ValueBy(kAsJudged, line.judged().full_year(), line);
    if (IsYearEnd() || !year_end_.has_value()) return value;
    AddError(line, *year_end_, value);
    AddHits(line.judged().full_year_quantiles(), Central95(line, paths_.AsJudged(line)), value);
    return value;
  }

  v1::ComparedValue ByRule(const v1::ForecastLine& line, const std::string& rule) const {
    const auto [net, unanswered] = rules_.NetOf(rule, lines_, line);
    v1::ComparedValue value = ValueBy(rule, net, line);
    value.set_unanswered_series(unanswered);
    if (year_end_.has_value()) AddError(line, *year_end_, value);
    return value;
  }

  // Of the whole year; nullopt where paths were not kept.
  std::optional<std::pair<int64_t, int64_t>> Central95(const v1::ForecastLine& line,
                                                       const outlook::Remainder& remainder) const {
    if (round_.basis.input_digest.empty()) return std::nullopt;
    const auto [low, high] = outlook::CentralPart(remainder, 0.95);
    return std::pair(line.known_amount() + low, line.known_amount() + high);
  }

  const RoundForecast& round_;
  const ForecastLines& lines_;
  const ForecastPaths& paths_;
  const Rules& rules_;
  const std::optional<YearEnd>& year_end_;
};

absl::StatusOr<v1::ComparedYear> CompareYear(const std::vector<RoundForecast>& rounds_of_year, int year, bool by_type) {
  v1::ComparedYear result;
  result.set_year(year);
  const std::optional<YearEnd> year_end = YearEndOf(rounds_of_year);
  if (year_end.has_value()) result.set_year_end(year_end->name);
  for (const RoundForecast& round : rounds_of_year) {
    const ForecastLines lines(round.forecast);
    PROGNOS_ASSIGN_OR_RETURN(const ForecastPaths paths,
                             ForecastPaths::Make(round.forecast, round.basis, round.standing));
    PROGNOS_ASSIGN_OR_RETURN(const Rules rules, Rules::Make(round, lines));
    RoundComparison(round, lines, paths, rules, year_end).Fill(by_type, *result.add_rounds());
  }
  return result;
}

rounds::RoundError ErrorOf(const v1::ComparedValue& value) {
  rounds::RoundError error{value.error()};
  if (value.has_error_percent()) error.percent = value.error_percent();
  if (value.has_inside_50()) error.inside_50 = value.inside_50();
  if (value.has_inside_80()) error.inside_80 = value.inside_80();
  if (value.has_inside_95()) error.inside_95 = value.inside_95();
  return error;
}

// The errors of one activity, round and who said it, over the years.
class AccuracyTable {
 public:
  void Add(const v1::ComparedYear& year) {
    for (const v1::ComparedRound& round : year.rounds()) {
      if (round.forecast().round() == v1::ROUND_MONTH || round.forecast().round() == v1::ROUND_YEAR_END) continue;
      for (const v1::ComparedLine& line : round.lines()) AddLine(round.forecast().round(), WholeOf(line), line);
      for (const v1::ComparedLine& line : round.lines_by_type()) {
        AddLine(round.forecast().round(), TypeOf(line), line);
      }
    }
  }

  void Fill(v1::CompareForecastsResponse& response) const {
    if (response.years().empty()) return;
    const v1::ComparedYear& newest = *response.years().rbegin();
    const v1::ComparedRound& last = *newest.rounds().rbegin();
    for (const v1::ComparedLine& line : last.lines()) FillLine(WholeOf(line), line, *response.mutable_accuracy());
    for (const v1::ComparedLine& line : last.lines_by_type()) {
      FillLine(TypeOf(line), line, *response.mutable_accuracy_by_type());
    }
  }

 private:
  using RoundAndWho = std::pair<int, int>;
  using Rows = google::protobuf::RepeatedPtrField<v1::RoundAccuracy>;

  void FillLine(const PartKey& part, const v1::ComparedLine& line, Rows& rows) const {
    const auto found = errors_.find(part);
    if (found == errors_.end()) return;
    for (const auto& [key, errors] : found->second) {
      // What was never judged is the model's, and not told twice.
      if (key.second == Index(kAsJudged) && !judged_.contains({part, key.first})) continue;
      AddRow(line, static_cast<v1::Round>(key.first), key.second, errors, *rows.Add());
    }
  }

  static int Index(const std::string& by) {
    if (by == kByModel) return 0;
    if (by == kAsJudged) return 1;
    const std::vector<std::string>& rules = outlook::RuleNames();
    return 2 + static_cast<int>(std::find(rules.begin(), rules.end(), by) - rules.begin());
  }

  static std::string NameOf(int index) {
    return index == 0 ? kByModel : index == 1 ? kAsJudged : outlook::RuleNames()[static_cast<size_t>(index - 2)];
  }

  void AddLine(v1::Round round, const PartKey& part, const v1::ComparedLine& line) {
    std::map<RoundAndWho, std::vector<rounds::RoundError>>& errors = errors_[part];
    const v1::ComparedValue* as_judged = nullptr;
    for (const v1::ComparedValue& value : line.values()) {
      if (!value.has_error()) continue;
      if (value.by() == kByModel && as_judged == nullptr) as_judged = &value;
      if (value.by() == kAsJudged) {
        as_judged = &value;
        judged_.insert({part, round});
        continue;
      }
      errors[{round, Index(value.by())}].push_back(ErrorOf(value));
    }
    if (as_judged != nullptr) errors[{round, Index(kAsJudged)}].push_back(ErrorOf(*as_judged));
  }

  static void AddRow(const v1::ComparedLine& line, v1::Round round, int index,
                     const std::vector<rounds::RoundError>& errors, v1::RoundAccuracy& row) {
    const rounds::Accuracy accuracy = rounds::AccuracyOf(errors);
    row.set_activity(line.activity());
    row.set_without_frames(line.without_frames());
    row.set_display_name(line.display_name());
    row.set_cost_type(line.cost_type());
    row.set_cost_type_display_name(line.cost_type_display_name());
    row.set_round(round);
    row.set_by(NameOf(index));
    row.set_years(accuracy.years);
    row.set_mean_absolute_error(accuracy.mean_absolute);
    row.set_median_absolute_error(accuracy.median_absolute);
    row.set_bias(accuracy.bias);
    if (accuracy.mean_percent.has_value()) row.set_mean_error_percent(*accuracy.mean_percent);
    row.set_inside_50(accuracy.inside_50.count);
    row.set_inside_50_of(accuracy.inside_50.of);
    row.set_inside_80(accuracy.inside_80.count);
    row.set_inside_80_of(accuracy.inside_80.of);
    row.set_inside_95(accuracy.inside_95.count);
    row.set_inside_95_of(accuracy.inside_95.of);
  }

  std::map<PartKey, std::map<RoundAndWho, std::vector<rounds::RoundError>>> errors_;
  std::set<std::pair<PartKey, int>> judged_;  // Lines and rounds that were judged in any year.
};

}  // namespace

absl::Status CompareForecastsInCall(const Call& call, const v1::CompareForecastsRequest& request,
                                    v1::CompareForecastsResponse& response) {
  PROGNOS_ASSIGN_OR_RETURN(const std::string organization, CheckedOrganization(request.organization()));
  FaultList faults;
  const int last_year = request.last_year() == 0 ? request.first_year() : request.last_year();
  CheckYear(request.first_year(), "first_year", faults);
  CheckYear(last_year, "last_year", faults);
  const int most = request.first_year() + kMostYears - 1;
  if (faults.empty() && (last_year < request.first_year() || last_year > most)) {
    faults.Add("last_year", FaultReason::kOutOfRange, absl::StrCat(last_year),
               messages::value::MustBeBetween(request.first_year(), most));
  }
  PROGNOS_RETURN_IF_ERROR(faults.ToStatus());
  AccuracyTable accuracy;
  for (int year = request.first_year(); year <= last_year; ++year) {
    PROGNOS_RETURN_IF_ERROR(call.control().Check());
    std::vector<RoundForecast> rounds_of_year;
    PROGNOS_RETURN_IF_ERROR(call.Read(organization, [&](ledger::Reader& reader) -> absl::Status {
      PROGNOS_ASSIGN_OR_RETURN(rounds_of_year, ReadRounds(reader, organization, year));
      return absl::OkStatus();
    }));
    if (rounds_of_year.empty()) continue;
    PROGNOS_ASSIGN_OR_RETURN(*response.add_years(), CompareYear(rounds_of_year, year, request.by_type()));
    accuracy.Add(*response.years().rbegin());
  }
  accuracy.Fill(response);
  return absl::OkStatus();
}

}  // namespace prognos::service
