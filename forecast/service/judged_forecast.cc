#include "forecast/service/judged_forecast.h"

#include <optional>
#include <utility>

#include "forecast/base/faults.h"
#include "forecast/base/status_macros.h"
#include "forecast/outlook/judged_year.h"
#include "forecast/outlook/line_summary.h"
#include "forecast/rounds/implied.h"
#include "forecast/service/conversion.h"
#include "forecast/service/error.h"
#include "forecast/service/explanation_calls.h"
#include "forecast/service/forecast_conversion.h"
#include "forecast/service/forecast_lines.h"
#include "forecast/service/forecast_paths.h"
#include "messages/value.h"

namespace prognos::service {
namespace {

constexpr double kTold = 0.95;  // A remainder outside so large a central part of the model's is told.

void SetOverride(const std::string& organization, const rounds::Fact& fact, v1::ForecastLine& line) {
  v1::LineOverride& result = *line.mutable_line_override();
  result.set_amount(*fact.amount);
  if (fact.plus_minus.has_value()) result.set_plus_minus(*fact.plus_minus);
  result.set_reason(fact.text);
  result.set_author(fact.author);
  *result.mutable_time() = ToProto(fact.record_time);
  if (!fact.other_forecast.empty()) result.set_copied_from(ForecastName(organization, fact.other_forecast));
}

void SetComment(const std::string& organization, const rounds::Fact& fact, v1::ForecastLine& line) {
  v1::LineComment& result = *line.mutable_comment();
  result.set_text(fact.text);
  result.set_author(fact.author);
  *result.mutable_time() = ToProto(fact.record_time);
  if (!fact.other_forecast.empty()) result.set_copied_from(ForecastName(organization, fact.other_forecast));
}

// The known months of a line: how many, what is in them, and how far from their budget it is.
struct KnownMonths {
  int count = 0;
  int64_t amount = 0;
  int64_t deviation = 0;
};

KnownMonths KnownMonthsOf(const v1::ForecastLine& line) {
  KnownMonths known;
  for (const v1::MonthValue& month : line.months()) {
    if (!month.known()) continue;
    ++known.count;
    known.amount += month.amount();
    known.deviation += Deviation(static_cast<Measure>(line.measure()), month.budget(), month.amount());
  }
  return known;
}

v1::ImpliedRemainder ImpliedOf(const v1::ForecastLine& line, const v1::JudgedYear& judged) {
  v1::ImpliedRemainder result;
  const KnownMonths known = KnownMonthsOf(line);
  result.set_known_months(known.count);
  result.set_remaining_months(line.months_size() - known.count);
  const auto amounts = rounds::Implied({known.count, known.amount, line.full_year(), judged.full_year()});
  if (!amounts.has_value()) return result;
  if (amounts->known_per_month.has_value()) result.set_known_per_month(*amounts->known_per_month);
  result.set_model_per_month(amounts->model_per_month);
  result.set_judged_per_month(amounts->judged_per_month);
  if (!line.has_deviation()) return result;
  const auto deviations = rounds::Implied({known.count, known.deviation, line.deviation(), judged.deviation()});
  result.set_deviation_to_date(known.deviation);
  if (deviations->known_per_month.has_value()) result.set_deviation_per_known_month(*deviations->known_per_month);
  result.set_model_deviation_per_month(deviations->model_per_month);
  result.set_judged_deviation_per_month(deviations->judged_per_month);
  if (deviations->straight_line.has_value()) result.set_straight_line_deviation(*deviations->straight_line);
  return result;
}

v1::JudgedYear JudgedOf(const v1::ForecastLine& line, const ForecastPaths& paths) {
  const outlook::Remainder model = paths.ByModel(line);
  const outlook::Remainder judged = paths.AsJudged(line);
  const std::optional<int64_t> budget = line.has_budget() ? std::optional<int64_t>(line.budget()) : std::nullopt;
  v1::JudgedYear result =
      ToProto(outlook::SummarizeYear(static_cast<Measure>(line.measure()), budget, line.known_amount(),
                                     line.known_amount() + judged.expected, judged.paths));
  *result.mutable_implied() = ImpliedOf(line, result);
  const auto [low, high] = outlook::CentralPart(model, kTold);
  result.mutable_implied()->set_model_low_95(low);
  result.mutable_implied()->set_model_high_95(high);
  result.mutable_implied()->set_outside_95(judged.expected < low || judged.expected > high);
  return result;
}

// What is judged becomes a term of the line's explanation, which then adds up to the judged deviation.
void ExplainJudgement(v1::ForecastLine& line) {
  if (!line.has_explanation() || !line.judged().has_deviation()) return;
  const int64_t judgement = line.judged().deviation() - line.deviation();
  line.mutable_explanation()->mutable_full_year()->set_judgement(judgement);
  line.mutable_explanation()->mutable_remaining()->set_judgement(judgement);
}

}  // namespace

absl::StatusOr<ChildName> CheckedForecastName(const std::string& name) {
  const std::optional<ChildName> parts = ParseForecastName(name);
  if (parts.has_value()) return *parts;
  return FaultStatus(absl::StatusCode::kInvalidArgument, "name", FaultReason::kNotAName, name,
                     messages::value::IsNotOfTheForm("organizations/{organization}/forecasts/{forecast}"));
}

void AddState(const rounds::Standing& standing, v1::Forecast& forecast) {
  const std::optional<ChildName> name = ParseForecastName(forecast.name());
  forecast.set_state(static_cast<v1::ForecastState>(standing.state));
  forecast.set_etag(standing.Etag());
  if (standing.lock.has_value()) {
    forecast.set_locked_by(standing.lock->author);
    *forecast.mutable_lock_time() = ToProto(standing.lock->record_time);
  }
  if (standing.withdrawal.has_value()) {
    forecast.set_withdrawn_by(standing.withdrawal->author);
    *forecast.mutable_withdraw_time() = ToProto(standing.withdrawal->record_time);
    forecast.set_withdraw_reason(standing.withdrawal->text);
  }
  if (!standing.superseded_by.empty() && name.has_value()) {
    forecast.set_superseded_by(ForecastName(name->organization, standing.superseded_by));
  }
}

absl::Status AddJudgements(const rounds::Standing& standing, const ledger::ForecastBasis& basis,
                           const std::string& organization, v1::Forecast& forecast) {
  for (v1::ForecastLine& line : *forecast.mutable_lines()) {
    const rounds::LineKey key = KeyOf(line);
    const auto amount = standing.overrides.find(key);
    if (amount != standing.overrides.end()) SetOverride(organization, amount->second, line);
    const auto comment = standing.comments.find(key);
    if (comment != standing.comments.end()) SetComment(organization, comment->second, line);
  }
  if (standing.overrides.empty()) return absl::OkStatus();
  PROGNOS_ASSIGN_OR_RETURN(const ForecastPaths paths, ForecastPaths::Make(forecast, basis, standing));
  for (auto* lines :
       {forecast.mutable_lines(), forecast.mutable_lines_without_frames(), forecast.mutable_lines_by_type()}) {
    for (v1::ForecastLine& line : *lines) {
      if (!paths.IsOverridden(line)) continue;
      *line.mutable_judged() = JudgedOf(line, paths);
      ExplainJudgement(line);
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<v1::Forecast> ReadForecast(ledger::Reader& reader, const ChildName& name) {
  PROGNOS_ASSIGN_OR_RETURN(const ledger::Forecast stored, reader.GetForecast(name.organization, name.id));
  PROGNOS_ASSIGN_OR_RETURN(v1::Forecast forecast, FromStored(stored));
  PROGNOS_ASSIGN_OR_RETURN(const std::vector<ledger::ForecastFact> facts,
                           reader.ListForecastFacts(name.organization, name.id));
  const rounds::Standing standing = rounds::StandingOf(facts);
  AddState(standing, forecast);
  ledger::ForecastBasis basis;
  if (!standing.overrides.empty()) {
    PROGNOS_ASSIGN_OR_RETURN(basis, reader.GetForecastBasis(name.organization, name.id));
  }
  PROGNOS_RETURN_IF_ERROR(AddJudgements(standing, basis, name.organization, forecast));
  FillReasons(forecast);
  return forecast;
}

std::vector<v1::ForecastChange> ToProto(const std::string& organization,
                                        const std::vector<ledger::ForecastFact>& facts) {
  std::vector<v1::ForecastChange> changes;
  for (const ledger::ForecastFact& fact : facts) {
    v1::ForecastChange& change = changes.emplace_back();
    change.set_kind(static_cast<v1::ForecastChange::Kind>(fact.kind));
    const bool has_line = fact.kind == rounds::FactKind::kOverride || fact.kind == rounds::FactKind::kComment;
    if (has_line) *change.mutable_line() = ToProto(organization, fact.line);
    if (fact.amount.has_value()) change.set_amount(*fact.amount);
    if (fact.plus_minus.has_value()) change.set_plus_minus(*fact.plus_minus);
    change.set_text(fact.text);
    if (!fact.other_forecast.empty()) change.set_other_forecast(ForecastName(organization, fact.other_forecast));
    change.set_author(fact.author);
    *change.mutable_time() = ToProto(fact.record_time);
  }
  return changes;
}

}  // namespace prognos::service
