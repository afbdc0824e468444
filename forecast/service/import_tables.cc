#include "forecast/service/import_tables.h"

#include <string>
#include <vector>

#include "forecast/base/faults.h"
#include "forecast/base/status_macros.h"
#include "forecast/service/activity_table.h"
#include "forecast/service/conversion.h"
#include "forecast/service/ledger_checks.h"
#include "forecast/service/rule_table.h"
#include "forecast/service/table_lines.h"
#include "messages/file.h"

namespace prognos::service {
namespace {

struct Checked {
  std::vector<ledger::Activity> activities;
  std::vector<ledger::Series> series;
};

absl::StatusOr<Checked> Check(const ActivityTable& table, const std::string& organization) {
  absl::StatusOr<std::vector<ledger::Activity>> activities = CheckActivities(table.activities, organization);
  if (!activities.ok()) return AtLines(activities.status(), table.activity_lines);
  if (table.series.series().empty()) return Checked{*std::move(activities), {}};
  absl::StatusOr<std::vector<ledger::Series>> series = CheckSeriesList(table.series, organization);
  if (!series.ok()) return AtLines(series.status(), table.series_lines);
  return Checked{*std::move(activities), *std::move(series)};
}

absl::Status Store(ledger::Writer& writer, const std::string& organization, const ActivityTable& table,
                   const Checked& checked, const ledger::Recording& recording, v1::ImportActivitiesResponse& response) {
  const absl::Status is_tree = CheckTreeWith(writer, organization, checked.activities);
  if (!is_tree.ok()) return AtLines(is_tree, table.activity_lines);
  PROGNOS_RETURN_IF_ERROR(writer.UpsertActivities(organization, checked.activities, recording));
  if (!checked.series.empty()) {
    const absl::Status has_activities = CheckActivitiesExist(writer, organization, checked.series);
    if (!has_activities.ok()) return AtLines(has_activities, table.series_lines);
    PROGNOS_RETURN_IF_ERROR(writer.UpsertSeries(organization, checked.series, recording));
  }
  for (const ledger::Activity& one : checked.activities) *response.add_activities() = ToProto(organization, one);
  for (const ledger::Series& one : checked.series) *response.add_series() = ToProto(organization, one);
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<ledger::ActivityTree> TreeForTable(const Call& call, const std::string& organization,
                                                  const std::string& bytes) {
  if (bytes.size() > kMaxTableBytes) {
    return FaultStatus(absl::StatusCode::kInvalidArgument, "file", FaultReason::kTooLong, "",
                       messages::file::IsLonger(kMaxTableBytes >> 20));
  }
  ledger::ActivityTree tree;
  PROGNOS_RETURN_IF_ERROR(call.Read(organization, [&](ledger::Reader& reader) -> absl::Status {
    PROGNOS_ASSIGN_OR_RETURN(tree, ReadTree(reader, organization));
    return absl::OkStatus();
  }));
  return tree;
}

absl::Status ImportActivityTable(const Call& call, const v1::ImportActivitiesRequest& request,
                                 v1::ImportActivitiesResponse& response) {
  PROGNOS_ASSIGN_OR_RETURN(const std::string organization, CheckedOrganization(request.organization()));
  PROGNOS_ASSIGN_OR_RETURN(const ledger::ActivityTree known, TreeForTable(call, organization, request.content()));
  PROGNOS_ASSIGN_OR_RETURN(ActivityTable table, ReadActivityTable(request.content(), organization, known));
  table.activities.set_request_id(request.request_id());
  PROGNOS_ASSIGN_OR_RETURN(const Checked checked, Check(table, organization));
  const WriteKey key = KeyOf(organization, "ImportActivities", request);
  return call.WriteOnce(key, request.validate_only(), response, [&](ledger::Writer& writer) {
    return Store(writer, organization, table, checked, call.Recording(), response);
  });
}

absl::Status ImportRuleTable(const Call& call, const v1::ImportPostingRulesRequest& request,
                             v1::ImportPostingRulesResponse& response) {
  PROGNOS_ASSIGN_OR_RETURN(const std::string organization, CheckedOrganization(request.organization()));
  PROGNOS_ASSIGN_OR_RETURN(const ledger::ActivityTree tree, TreeForTable(call, organization, request.content()));
  PROGNOS_ASSIGN_OR_RETURN(RuleTable table, ReadRuleTable(request.content(), organization, tree));
  table.request.set_request_id(request.request_id());
  const absl::StatusOr<std::vector<ledger::PostingRule>> rules = CheckPostingRules(table.request, organization);
  if (!rules.ok()) return AtLines(rules.status(), table.lines);
  const WriteKey key = KeyOf(organization, "ImportPostingRules", request);
  return call.WriteOnce(key, request.validate_only(), response, [&](ledger::Writer& writer) -> absl::Status {
    const absl::Status targets = CheckRuleTargetsExist(writer, organization, *rules);
    if (!targets.ok()) return AtLines(targets, table.lines);
    PROGNOS_RETURN_IF_ERROR(writer.ReplacePostingRules(organization, *rules, call.Recording()));
    for (const ledger::PostingRule& rule : *rules) *response.add_rules() = ToProto(organization, rule);
    return absl::OkStatus();
  });
}

}  // namespace prognos::service
