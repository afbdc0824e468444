#include "forecast/service/conversion.h"

#include "absl/time/civil_time.h"
#include "forecast/base/unit.h"
#include "forecast/messages/wire/message_proto.h"
#include "forecast/service/names.h"

namespace prognos::service {

google::protobuf::Timestamp ToProto(absl::Time time) {
  const int64_t micros = absl::ToUnixMicros(time);
  google::protobuf::Timestamp timestamp;
  int64_t seconds = micros / 1'000'000;
  int64_t rest = micros % 1'000'000;
  if (rest < 0) {
    --seconds;
    rest += 1'000'000;
  }
  timestamp.set_seconds(seconds);
  timestamp.set_nanos(static_cast<int32_t>(rest * 1000));
  return timestamp;
}

absl::Time FromProto(const google::protobuf::Timestamp& timestamp) {
  return absl::FromUnixSeconds(timestamp.seconds()) + absl::Nanoseconds(timestamp.nanos());
}

std::string MomentText(absl::Time time) {
  const absl::Time told = absl::FromUnixMicros(absl::ToUnixMicros(time));
  return absl::FormatTime("%Y-%m-%dT%H:%M:%E*SZ", told, absl::UTCTimeZone());
}

v1::Organization ToProto(const ledger::Organization& organization) {
  v1::Organization result;
  result.set_name(OrganizationName(organization.id));
  result.set_display_name(organization.display_name);
  *result.mutable_create_time() = ToProto(organization.create_time);
  result.mutable_closed_years()->Add(organization.closed_years.begin(), organization.closed_years.end());
  result.mutable_closing_reasons()->insert(organization.closing_reasons.begin(), organization.closing_reasons.end());
  for (const auto& [round, month] : organization.round_months) {
    v1::RoundMonths& added = *result.add_rounds();
    added.set_round(static_cast<v1::Round>(round));
    added.set_last_known_month(month);
  }
  result.set_ledger_position(organization.ledger_position);
  return result;
}

v1::Activity ToProto(absl::string_view organization, const ledger::Activity& activity) {
  v1::Activity result;
  result.set_name(ActivityName(organization, activity.id));
  if (!activity.parent_id.empty()) result.set_parent(ActivityName(organization, activity.parent_id));
  result.set_display_name(activity.display_name);
  result.set_order(activity.order);
  result.set_own_frame(activity.own_frame);
  return result;
}

v1::ActivityMove ToProto(absl::string_view organization, const ledger::ActivityMove& move) {
  v1::ActivityMove result;
  result.set_activity(ActivityName(organization, move.activity_id));
  result.set_first_month(move.first_month.ToString());
  if (move.leaves) {
    result.set_leaves(true);
  } else if (move.parent_id.empty()) {
    result.set_top(true);
  } else {
    result.set_parent(ActivityName(organization, move.parent_id));
  }
  return result;
}

v1::CostType ToProto(absl::string_view organization, const ledger::CostType& type) {
  v1::CostType result;
  result.set_name(CostTypeName(organization, type.id));
  result.set_display_name(type.display_name);
  result.set_order(type.order);
  return result;
}

v1::Series ToProto(absl::string_view organization, const ledger::Series& series) {
  v1::Series result;
  result.set_name(SeriesName(organization, series.id));
  result.set_activity(ActivityName(organization, series.activity_id));
  result.set_flow(static_cast<v1::Flow>(series.flow));
  result.set_unit(series.unit);
  result.set_display_name(series.display_name);
  if (!series.type_id.empty()) result.set_cost_type(CostTypeName(organization, series.type_id));
  return result;
}

v1::PostingRule ToProto(absl::string_view organization, const ledger::PostingRule& rule) {
  v1::PostingRule result;
  result.set_first_account(rule.first_account);
  result.set_last_account(rule.last_account);
  result.set_dimension(rule.dimension);
  result.set_object(rule.object_pattern);
  result.set_activity(ActivityName(organization, rule.activity_id));
  result.set_flow(static_cast<v1::Flow>(rule.flow));
  if (!rule.type_id.empty()) result.set_cost_type(CostTypeName(organization, rule.type_id));
  return result;
}

v1::Actual ToProto(absl::string_view organization, const ledger::Actual& actual, Flow flow) {
  v1::Actual result;
  result.set_series(SeriesName(organization, actual.series_id));
  result.set_month(actual.month.ToString());
  if (flow == Flow::kVolume) {
    result.set_volume(kVolumeUnit.Wholes(static_cast<double>(actual.value)));
  } else {
    result.set_amount_ore(actual.value);
  }
  *result.mutable_record_time() = ToProto(actual.record_time);
  result.set_ledger_position(actual.position);
  return result;
}

v1::BudgetLine ToProto(absl::string_view organization, const ledger::BudgetLine& line) {
  v1::BudgetLine result;
  result.set_series(SeriesName(organization, line.series_id));
  result.set_amount_ore(line.amount_ore);
  result.set_phasing(static_cast<v1::Phasing>(line.phasing));
  result.mutable_monthly_amounts_ore()->Add(line.monthly_ore.begin(), line.monthly_ore.end());
  if (const Message note = DecodeMessage(line.note); !note.empty()) {
    result.set_note(note.English());
    *result.mutable_note_message() = prognos::ToProto(note);
  }
  return result;
}

v1::BudgetVersion ToProto(const ledger::BudgetVersion& version) {
  v1::BudgetVersion result;
  result.set_version(version.version);
  result.set_year(version.year);
  result.set_decision_date(absl::FormatCivilTime(version.decision_date));
  result.set_description(version.description);
  *result.mutable_record_time() = ToProto(version.record_time);
  result.set_kind(static_cast<v1::DecisionKind>(version.kind));
  result.set_first_month(version.lines.empty() ? 1 : version.lines.front().first_month);
  if (version.withdrawal.has_value()) {
    *result.mutable_withdraw_time() = ToProto(version.withdrawal->record_time);
    result.set_withdrawn_by(version.withdrawal->author);
    result.set_withdraw_reason(version.withdrawal->reason);
  }
  return result;
}

}  // namespace prognos::service
