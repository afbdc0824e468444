#include "forecast/service/import_tables.h"

#include <string>
#include <vector>

#include "forecast/base/faults.h"
#include "forecast/base/status_macros.h"
#include "forecast/service/activity_table.h"
#include "forecast/service/conversion.h"
#include "forecast/service/cost_type_table.h"
#include "forecast/service/cost_types.h"
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

// Every fault of activities and series at its line.
absl::StatusOr<Checked> Check(const ActivityTable& table, const std::string& organization) {
  FaultList faults;
  const auto take = [&faults](const absl::Status& status, const std::vector<int>& lines) {
    const std::vector<Fault> found = FaultsFromStatus(AtLines(status, lines));
    for (const Fault& fault : found) faults.Add(fault);
    faults.AddUntold(CountFaults(status) - found.size());
  };
  Checked checked;
  if (auto activities = CheckActivities(table.activities, organization); activities.ok()) {
    checked.activities = *std::move(activities);
  } else {
    take(activities.status(), table.activity_lines);
  }
  if (!table.series.series().empty()) {
    if (auto series = CheckSeriesList(table.series, organization); series.ok()) {
      checked.series = *std::move(series);
    } else {
      take(series.status(), table.series_lines);
    }
  }
  PROGNOS_RETURN_IF_ERROR(faults.ToStatus());
  return checked;
}

std::vector<std::string> IdsOf(const std::vector<ledger::Activity>& activities) {
  std::vector<std::string> ids;
  for (const ledger::Activity& activity : activities) ids.push_back(activity.id);
  return ids;
}

absl::Status Store(ledger::Writer& writer, const std::string& organization, const ActivityTable& table,
                   const Checked& checked, const ledger::Recording& recording, v1::ImportActivitiesResponse& response) {
  const absl::Status is_tree = CheckTreeWith(writer, organization, checked.activities);
  if (!is_tree.ok()) return AtLines(is_tree, table.activity_lines, IdsOf(checked.activities));
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

absl::StatusOr<std::optional<ledger::ActivityTree>> TreeForTable(const Call& call, const WriteKey& key,
                                                                 const std::string& bytes,
                                                                 google::protobuf::MessageLite& response) {
  if (bytes.size() > kMaxTableBytes) {
    return FaultStatus(absl::StatusCode::kInvalidArgument, "file", FaultReason::kTooLong, "",
                       messages::file::IsLonger(kMaxTableBytes >> 20));
  }
  std::optional<ledger::ActivityTree> tree;
  PROGNOS_RETURN_IF_ERROR(call.Read(key.organization, [&](ledger::Reader& reader) -> absl::Status {
    PROGNOS_ASSIGN_OR_RETURN(const bool answered, AnswerFromBefore(reader, key, response));
    if (answered) return absl::OkStatus();
    PROGNOS_ASSIGN_OR_RETURN(tree, ReadTree(reader, key.organization));
    return absl::OkStatus();
  }));
  return tree;
}

absl::StatusOr<CostTypeLookup> CostTypesForTable(const Call& call, const std::string& organization) {
  std::vector<ledger::CostType> types;
  PROGNOS_RETURN_IF_ERROR(call.Read(organization, [&](ledger::Reader& reader) -> absl::Status {
    PROGNOS_ASSIGN_OR_RETURN(types, reader.ListCostTypes(organization, std::nullopt));
    return absl::OkStatus();
  }));
  return LookupIn(types);
}

absl::Status ImportActivityTable(const Call& call, const v1::ImportActivitiesRequest& request,
                                 v1::ImportActivitiesResponse& response) {
  PROGNOS_ASSIGN_OR_RETURN(const std::string organization, CheckedOrganization(request.organization()));
  const WriteKey key = KeyOf(organization, "ImportActivities", request);
  PROGNOS_ASSIGN_OR_RETURN(const auto known, TreeForTable(call, key, request.content(), response));
  if (!known.has_value()) return absl::OkStatus();
  PROGNOS_ASSIGN_OR_RETURN(ActivityTable table,
                           ReadActivityTable({request.content(), request.sheet()}, organization, *known));
  table.activities.set_request_id(request.request_id());
  PROGNOS_ASSIGN_OR_RETURN(const Checked checked, Check(table, organization));
  return call.WriteOnce(key, request.validate_only(), response, [&](ledger::Writer& writer) {
    return Store(writer, organization, table, checked, call.Recording(), response);
  });
}

absl::Status ImportCostTypeTable(const Call& call, const v1::ImportCostTypesRequest& request,
                                 v1::ImportCostTypesResponse& response) {
  PROGNOS_ASSIGN_OR_RETURN(const std::string organization, CheckedOrganization(request.organization()));
  const WriteKey key = KeyOf(organization, "ImportCostTypes", request);
  PROGNOS_ASSIGN_OR_RETURN(const auto tree, TreeForTable(call, key, request.content(), response));
  if (!tree.has_value()) return absl::OkStatus();
  PROGNOS_ASSIGN_OR_RETURN(CostTypeTable table, ReadCostTypeTable({request.content(), request.sheet()}, organization));
  table.request.set_request_id(request.request_id());
  const absl::StatusOr<std::vector<ledger::CostType>> types = CheckCostTypes(table.request, organization);
  if (!types.ok()) return AtLines(types.status(), table.lines);
  return call.WriteOnce(key, request.validate_only(), response, [&](ledger::Writer& writer) -> absl::Status {
    const auto list = StoreCostTypes(writer, organization, *types, call.Recording());
    if (!list.ok()) return AtLines(list.status(), table.lines);
    for (const ledger::CostType& one : *list) *response.add_cost_types() = ToProto(organization, one);
    return absl::OkStatus();
  });
}

absl::Status ImportRuleTable(const Call& call, const v1::ImportPostingRulesRequest& request,
                             v1::ImportPostingRulesResponse& response) {
  PROGNOS_ASSIGN_OR_RETURN(const std::string organization, CheckedOrganization(request.organization()));
  const WriteKey key = KeyOf(organization, "ImportPostingRules", request);
  PROGNOS_ASSIGN_OR_RETURN(const auto tree, TreeForTable(call, key, request.content(), response));
  if (!tree.has_value()) return absl::OkStatus();
  PROGNOS_ASSIGN_OR_RETURN(const CostTypeLookup types, CostTypesForTable(call, organization));
  PROGNOS_ASSIGN_OR_RETURN(RuleTable table,
                           ReadRuleTable({request.content(), request.sheet()}, organization, *tree, types));
  table.request.set_request_id(request.request_id());
  const absl::StatusOr<std::vector<ledger::PostingRule>> rules = CheckPostingRules(table.request, organization);
  if (!rules.ok()) return AtLines(rules.status(), table.lines);
  return call.WriteOnce(key, request.validate_only(), response, [&](ledger::Writer& writer) -> absl::Status {
    const absl::Status targets = CheckRuleTargetsExist(writer, organization, *rules);
    if (!targets.ok()) return AtLines(targets, table.lines);
    PROGNOS_RETURN_IF_ERROR(StorePostingRules(writer, organization, *rules, call.Recording()));
    for (const ledger::PostingRule& rule : *rules) *response.add_rules() = ToProto(organization, rule);
    return absl::OkStatus();
  });
}

}  // namespace prognos::service
