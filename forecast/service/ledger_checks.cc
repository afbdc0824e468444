#include "forecast/service/ledger_checks.h"

#include <algorithm>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "forecast/base/faults.h"
#include "forecast/base/status_macros.h"
#include "forecast/service/cost_types.h"
#include "forecast/service/names.h"
#include "forecast/service/validators.h"
#include "messages/ledger.h"
#include "messages/refusal.h"
#include "messages/value.h"
#include "messages/word.h"

namespace prognos::service {
namespace {

constexpr int kMaxActivities = 10'000;
constexpr int kMaxSeries = 20'000;
constexpr int kMaxRules = 10'000;
constexpr int kMaxOrder = 1'000'000;
constexpr int kMaxAccountDigits = 12;
constexpr int kMaxObjectPattern = 100;

ledger::Activity CheckActivity(const v1::Activity& activity, const std::string& organization, const std::string& place,
                               FaultList& faults) {
  ledger::Activity result;
  result.id = CheckActivityName(activity.name(), organization, absl::StrCat(place, ".name"), faults);
  RefusePersonalNumber(result.id, absl::StrCat(place, ".name"), faults);
  if (!activity.parent().empty()) {
    result.parent_id = CheckActivityName(activity.parent(), organization, absl::StrCat(place, ".parent"), faults);
  }
  CheckText(activity.display_name(), kMaxDisplayName, true, absl::StrCat(place, ".display_name"), faults);
  if (activity.order() < 0 || activity.order() > kMaxOrder) {
    faults.Add(absl::StrCat(place, ".order"), FaultReason::kOutOfRange, absl::StrCat(activity.order()),
               messages::value::MustBeBetween(0, kMaxOrder));
  }
  result.display_name = activity.display_name();
  result.order = activity.order();
  result.own_frame = activity.own_frame();
  return result;
}

void CheckUnit(const v1::Series& series, const std::string& place, FaultList& faults) {
  if (series.flow() != v1::FLOW_VOLUME) {
    if (!series.unit().empty()) {
      faults.Add(place, FaultReason::kInconsistent, series.unit(), messages::ledger::UnitIsOnlyForVolumes());
    }
    return;
  }
  CheckIdentifier(series.unit(), place, faults);
  if (series.unit() == "cost" || series.unit() == "revenue") {
    faults.Add(place, FaultReason::kNotAName, series.unit(), messages::ledger::UnitIsReserved());
  }
}

std::string IdWithoutType(const v1::Series& series, const std::string& activity_id) {
  switch (series.flow()) {
    case v1::FLOW_COST:
      return absl::StrCat(activity_id, ".cost");
    case v1::FLOW_REVENUE:
      return absl::StrCat(activity_id, ".revenue");
    default:
      return absl::StrCat(activity_id, ".", series.unit());
  }
}

std::string CheckTypeOf(const v1::Series& series, const std::string& organization, const std::string& place,
                        FaultList& faults) {
  if (series.cost_type().empty()) return "";
  if (series.flow() == v1::FLOW_VOLUME) {
    faults.Add(place, FaultReason::kWrongFlow, series.cost_type(), messages::ledger::CostTypeIsOnlyForMoney());
    return "";
  }
  return CheckCostTypeName(series.cost_type(), organization, place, faults);
}

ledger::Series CheckSeries(const v1::Series& series, const std::string& organization, const std::string& place,
                           FaultList& faults) {
  ledger::Series result;
  result.activity_id = CheckActivityName(series.activity(), organization, absl::StrCat(place, ".activity"), faults);
  if (series.flow() < v1::FLOW_COST || series.flow() > v1::FLOW_VOLUME) {
    faults.Add(absl::StrCat(place, ".flow"), FaultReason::kMissingValue, "", messages::ledger::MustBeAFlow());
  }
  CheckUnit(series, absl::StrCat(place, ".unit"), faults);
  CheckText(series.display_name(), kMaxDisplayName, false, absl::StrCat(place, ".display_name"), faults);
  result.id = IdWithoutType(series, result.activity_id);
  result.flow = static_cast<Flow>(series.flow());
  result.type_id = CheckTypeOf(series, organization, absl::StrCat(place, ".cost_type"), faults);
  if (!result.type_id.empty()) absl::StrAppend(&result.id, ".", result.type_id);
  result.unit = series.unit();
  result.display_name = series.display_name();
  return result;
}

bool IsAccount(const std::string& text) {
  return !text.empty() && text.size() <= kMaxAccountDigits && std::all_of(text.begin(), text.end(), [](char c) {
    return absl::ascii_isdigit(static_cast<unsigned char>(c));
  });
}

void CheckAccountRange(const v1::PostingRule& rule, const std::string& place, FaultList& faults) {
  for (const auto& [account, field] :
       {std::make_pair(rule.first_account(), ".first_account"), std::make_pair(rule.last_account(), ".last_account")}) {
    if (!IsAccount(account)) {
      faults.Add(absl::StrCat(place, field), FaultReason::kNotANumber, account, messages::ledger::IsNotAnAccount());
    }
  }
  if (rule.first_account().size() != rule.last_account().size() || rule.first_account() > rule.last_account()) {
    faults.Add(absl::StrCat(place, ".last_account"), FaultReason::kInconsistent, rule.last_account(),
               messages::ledger::LastAccountDoesNotFit(rule.first_account()));
  }
}

ledger::PostingRule CheckRule(const v1::PostingRule& rule, const std::string& organization, const std::string& place,
                              FaultList& faults) {
  CheckAccountRange(rule, place, faults);
  CheckText(rule.dimension(), kMaxAccountDigits, false, absl::StrCat(place, ".dimension"), faults);
  CheckText(rule.object(), kMaxObjectPattern, false, absl::StrCat(place, ".object"), faults);
  if (rule.dimension().empty() && !rule.object().empty()) {
    faults.Add(absl::StrCat(place, ".object"), FaultReason::kInconsistent, rule.object(),
               messages::ledger::NeedsADimension());
  }
  if (rule.flow() != v1::FLOW_COST && rule.flow() != v1::FLOW_REVENUE) {
    faults.Add(absl::StrCat(place, ".flow"), FaultReason::kWrongFlow, v1::Flow_Name(rule.flow()),
               messages::ledger::MustBeCostOrRevenue());
  }
  return {rule.first_account(),
          rule.last_account(),
          rule.dimension(),
          rule.object(),
          CheckActivityName(rule.activity(), organization, absl::StrCat(place, ".activity"), faults),
          static_cast<Flow>(rule.flow()),
          rule.cost_type().empty()
              ? ""
              : CheckCostTypeName(rule.cost_type(), organization, absl::StrCat(place, ".cost_type"), faults)};
}

// Adds a fault when `id` was in `seen` already.
void CheckFirst(const std::string& id, const std::string& place, absl::flat_hash_set<std::string>& seen,
                FaultList& faults) {
  if (!id.empty() && !seen.insert(id).second) {
    faults.Add(place, FaultReason::kDuplicate, id, messages::value::StandsTwiceInTheRequest());
  }
}

}  // namespace

absl::StatusOr<std::string> CheckedOrganization(const std::string& name) {
  FaultList faults;
  std::string id = CheckOrganizationName(name, "organization", faults);
  PROGNOS_RETURN_IF_ERROR(faults.ToStatus());
  return id;
}

absl::StatusOr<std::vector<ledger::Activity>> CheckActivities(const v1::UpsertActivitiesRequest& request,
                                                              const std::string& organization) {
  FaultList faults;
  CheckRequestId(request.request_id(), faults);
  if (!CheckCount(request.activities_size(), kMaxActivities, "activities", faults)) return faults.ToStatus();
  std::vector<ledger::Activity> activities;
  absl::flat_hash_set<std::string> seen;
  for (int i = 0; i < request.activities_size(); ++i) {
    const std::string place = absl::StrCat("activities[", i, "]");
    activities.push_back(CheckActivity(request.activities(i), organization, place, faults));
    CheckFirst(activities.back().id, absl::StrCat(place, ".name"), seen, faults);
  }
  PROGNOS_RETURN_IF_ERROR(faults.ToStatus());
  return activities;
}

absl::StatusOr<std::vector<ledger::Series>> CheckSeriesList(const v1::UpsertSeriesRequest& request,
                                                            const std::string& organization) {
  FaultList faults;
  CheckRequestId(request.request_id(), faults);
  if (!CheckCount(request.series_size(), kMaxSeries, "series", faults)) return faults.ToStatus();
  std::vector<ledger::Series> series;
  absl::flat_hash_set<std::string> seen;
  for (int i = 0; i < request.series_size(); ++i) {
    const std::string place = absl::StrCat("series[", i, "]");
    series.push_back(CheckSeries(request.series(i), organization, place, faults));
    if (!series.back().activity_id.empty()) CheckFirst(series.back().id, place, seen, faults);
  }
  PROGNOS_RETURN_IF_ERROR(faults.ToStatus());
  return series;
}

absl::StatusOr<std::vector<ledger::PostingRule>> CheckPostingRules(const v1::SetPostingRulesRequest& request,
                                                                   const std::string& organization) {
  FaultList faults;
  CheckRequestId(request.request_id(), faults);
  const bool few = request.rules().empty() || CheckCount(request.rules_size(), kMaxRules, "rules", faults);
  if (!few) return faults.ToStatus();
  std::vector<ledger::PostingRule> rules;
  for (int i = 0; i < request.rules_size(); ++i) {
    rules.push_back(CheckRule(request.rules(i), organization, absl::StrCat("rules[", i, "]"), faults));
  }
  PROGNOS_RETURN_IF_ERROR(faults.ToStatus());
  return rules;
}

absl::StatusOr<ledger::ActivityTree> ReadTree(ledger::Reader& reader, const std::string& organization,
                                              std::optional<absl::Time> as_of) {
  PROGNOS_RETURN_IF_ERROR(reader.GetOrganization(organization).status());
  PROGNOS_ASSIGN_OR_RETURN(const std::vector<ledger::Activity> activities, reader.ListActivities(organization, as_of));
  return ledger::ActivityTree::Build(activities);
}

absl::Status CheckTreeWith(ledger::Reader& reader, const std::string& organization,
                           const std::vector<ledger::Activity>& activities) {
  PROGNOS_RETURN_IF_ERROR(reader.GetOrganization(organization).status());
  PROGNOS_ASSIGN_OR_RETURN(const std::vector<ledger::Activity> before, reader.ListActivities(organization));
  PROGNOS_ASSIGN_OR_RETURN(const std::vector<ledger::ActivityMove> moves,
                           reader.ListActivityMoves(organization, std::nullopt));
  std::map<std::string, ledger::Activity> by_id;
  for (const ledger::Activity& one : before) by_id[one.id] = one;
  for (const ledger::Activity& one : activities) by_id[one.id] = one;
  std::vector<ledger::Activity> all;
  for (auto& [id, activity] : by_id) all.push_back(std::move(activity));
  return CheckTrees(all, moves);
}

absl::StatusOr<TreeOfYear> ReadTreeOfYear(ledger::Reader& reader, const std::string& organization, int year,
                                          std::optional<absl::Time> as_of) {
  PROGNOS_RETURN_IF_ERROR(reader.GetOrganization(organization).status());
  PROGNOS_ASSIGN_OR_RETURN(const std::vector<ledger::Activity> activities, reader.ListActivities(organization, as_of));
  PROGNOS_ASSIGN_OR_RETURN(const std::vector<ledger::ActivityMove> moves,
                           reader.ListActivityMoves(organization, as_of));
  ledger::YearStructure structure = ledger::PlacedInYear(activities, moves, year);
  TreeOfYear result;
  PROGNOS_ASSIGN_OR_RETURN(result.tree, ledger::ActivityTree::Build(structure.activities));
  result.leaving = std::move(structure.leaving);
  return result;
}

std::optional<Month> TreeOfYear::FirstMonthWithout(absl::string_view activity_id) const {
  std::optional<Month> first;
  for (int at = tree.Find(activity_id); at >= 0; at = tree.nodes()[static_cast<size_t>(at)].parent) {
    const auto found = leaving.find(tree.nodes()[static_cast<size_t>(at)].activity.id);
    if (found != leaving.end()) first = first.has_value() ? std::min(*first, found->second) : found->second;
  }
  return first;
}

absl::Status CheckTrees(const std::vector<ledger::Activity>& activities,
                        const std::vector<ledger::ActivityMove>& moves) {
  PROGNOS_RETURN_IF_ERROR(ledger::ActivityTree::Build(activities).status());
  for (const int year : ledger::YearsOfMoves(moves)) {
    const ledger::YearStructure structure = ledger::PlacedInYear(activities, moves, year);
    PROGNOS_RETURN_IF_ERROR(ledger::ActivityTree::Build(structure.activities).status());
  }
  return absl::OkStatus();
}

absl::Status CheckActivitiesExist(ledger::Reader& reader, const std::string& organization,
                                  const std::vector<ledger::Series>& series) {
  PROGNOS_ASSIGN_OR_RETURN(const ledger::ActivityTree tree, ReadTree(reader, organization));
  FaultList faults;
  for (size_t i = 0; i < series.size(); ++i) {
    if (tree.Find(series[i].activity_id) >= 0) continue;
    faults.Add(absl::StrCat("series[", i, "].activity"), FaultReason::kUnknown, series[i].activity_id,
               messages::ledger::IsNotAnActivityOfTheOrganization());
  }
  std::vector<std::string> type_ids;
  for (const ledger::Series& one : series) type_ids.push_back(one.type_id);
  PROGNOS_RETURN_IF_ERROR(CheckCostTypesExist(reader, organization, "series", type_ids, faults));
  return faults.ToStatus();
}

absl::Status CheckRuleTargetsExist(ledger::Reader& reader, const std::string& organization,
                                   const std::vector<ledger::PostingRule>& rules) {
  PROGNOS_RETURN_IF_ERROR(reader.GetOrganization(organization).status());
  PROGNOS_ASSIGN_OR_RETURN(const std::vector<ledger::Series> series, reader.ListSeries(organization));
  absl::flat_hash_set<std::pair<std::string, Flow>> targets;
  for (const ledger::Series& one : series) targets.emplace(one.activity_id, one.flow);
  FaultList faults;
  for (size_t i = 0; i < rules.size(); ++i) {
    if (targets.contains({rules[i].activity_id, rules[i].flow})) continue;
    faults.Add(absl::StrCat("rules[", i, "].activity"), FaultReason::kUnknown, rules[i].activity_id,
               messages::ledger::HasNoSeries(
                   Argument::Word(rules[i].flow == Flow::kCost ? messages::word::Cost() : messages::word::Revenue())));
  }
  std::vector<std::string> type_ids;
  for (const ledger::PostingRule& rule : rules) type_ids.push_back(rule.type_id);
  PROGNOS_RETURN_IF_ERROR(CheckCostTypesExist(reader, organization, "rules", type_ids, faults));
  return faults.ToStatus();
}

absl::Status StorePostingRules(ledger::Writer& writer, const std::string& organization,
                               const std::vector<ledger::PostingRule>& rules, const ledger::Recording& recording) {
  std::vector<std::string> series_ids;
  for (const ledger::PostingRule& rule : rules) {
    series_ids.push_back(SeriesIdOf({rule.activity_id, rule.flow, rule.type_id}));
  }
  PROGNOS_RETURN_IF_ERROR(AddTypedSeries(writer, organization, series_ids, recording));
  return writer.ReplacePostingRules(organization, rules, recording);
}

absl::Status CheckSeriesExists(ledger::Reader& reader, const std::string& organization, const std::string& series_id) {
  PROGNOS_RETURN_IF_ERROR(reader.GetOrganization(organization).status());
  if (series_id.empty()) return absl::OkStatus();
  PROGNOS_ASSIGN_OR_RETURN(const std::vector<ledger::Series> series, reader.ListSeries(organization));
  const bool exists = std::any_of(series.begin(), series.end(),
                                  [&series_id](const ledger::Series& one) { return one.id == series_id; });
  if (exists) return absl::OkStatus();
  return MessageStatus(absl::StatusCode::kNotFound, messages::refusal::NoSeries(organization, series_id));
}

}  // namespace prognos::service
