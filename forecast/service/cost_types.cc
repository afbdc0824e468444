#include "forecast/service/cost_types.h"

#include <map>
#include <set>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "forecast/base/status_macros.h"
#include "forecast/interchange/cell_values.h"
#include "forecast/service/ledger_checks.h"
#include "forecast/service/names.h"
#include "forecast/service/validators.h"
#include "messages/ledger.h"
#include "messages/value.h"

namespace prognos::service {
namespace {

constexpr int kMaxCostTypes = 100;
constexpr int kMaxPlaceInList = 1'000'000;

// That no two types of the whole list are called the same: a table could not tell them apart.
absl::Status CheckNamesDiffer(const std::vector<ledger::CostType>& list, const std::vector<ledger::CostType>& types) {
  std::map<std::string, std::set<std::string>> ids_by_name;
  for (const ledger::CostType& one : list) ids_by_name[FoldedName(one.display_name)].insert(one.id);
  FaultList faults;
  for (size_t i = 0; i < types.size(); ++i) {
    if (ids_by_name[FoldedName(types[i].display_name)].size() == 1) continue;
    faults.Add(absl::StrCat("cost_types[", i, "].display_name"), FaultReason::kDuplicate, types[i].display_name,
               messages::ledger::AnotherCostTypeIsCalledSo());
  }
  return faults.ToStatus();
}

}  // namespace

std::string SeriesIdOf(const MoneySeries& series) {
  const char* flow = series.flow == Flow::kRevenue ? ".revenue" : ".cost";
  return absl::StrCat(series.activity_id, flow, series.type_id.empty() ? "" : ".", series.type_id);
}

std::optional<MoneySeries> ParseMoneySeries(absl::string_view series_id) {
  if (!IsSeriesId(series_id)) return std::nullopt;
  const std::vector<absl::string_view> parts = absl::StrSplit(series_id, '.');
  if (parts[1] != "cost" && parts[1] != "revenue") return std::nullopt;
  return MoneySeries{std::string(parts[0]), parts[1] == "cost" ? Flow::kCost : Flow::kRevenue,
                     parts.size() == 3 ? std::string(parts[2]) : ""};
}

absl::flat_hash_map<std::string, std::vector<const MonthlySeries*>> TypedHistories(const SeriesById& histories) {
  absl::flat_hash_map<std::string, std::vector<const MonthlySeries*>> typed;
  for (const auto& [series_id, history] : histories) {
    const std::optional<MoneySeries> money = ParseMoneySeries(series_id);
    if (!money.has_value() || money->type_id.empty()) continue;
    typed[SeriesIdOf({money->activity_id, money->flow})].push_back(&history);
  }
  return typed;
}

CostTypeLookup LookupIn(const std::vector<ledger::CostType>& types) {
  std::vector<NamedCostType> names;
  for (const ledger::CostType& type : types) names.push_back({type.id, type.display_name});
  return CostTypeLookup(names);
}

absl::StatusOr<std::vector<ledger::CostType>> CheckCostTypes(const v1::UpsertCostTypesRequest& request,
                                                             const std::string& organization) {
  FaultList faults;
  CheckRequestId(request.request_id(), faults);
  if (!CheckCount(request.cost_types_size(), kMaxCostTypes, "cost_types", faults)) return faults.ToStatus();
  std::vector<ledger::CostType> types;
  absl::flat_hash_set<std::string> seen;
  for (int i = 0; i < request.cost_types_size(); ++i) {
    const v1::CostType& type = request.cost_types(i);
    const std::string place = absl::StrCat("cost_types[", i, "]");
    const std::string id = CheckCostTypeName(type.name(), organization, absl::StrCat(place, ".name"), faults);
    RefusePersonalNumber(id, absl::StrCat(place, ".name"), faults);
    CheckText(type.display_name(), kMaxDisplayName, true, absl::StrCat(place, ".display_name"), faults);
    if (type.order() < 0 || type.order() > kMaxPlaceInList) {
      faults.Add(absl::StrCat(place, ".order"), FaultReason::kOutOfRange, absl::StrCat(type.order()),
                 messages::value::MustBeBetween(0, kMaxPlaceInList));
    }
    if (!id.empty() && !seen.insert(id).second) {
      faults.Add(absl::StrCat(place, ".name"), FaultReason::kDuplicate, id, messages::value::StandsTwiceInTheRequest());
    }
    types.push_back({id, type.display_name(), type.order()});
  }
  PROGNOS_RETURN_IF_ERROR(faults.ToStatus());
  return types;
}

absl::StatusOr<std::vector<ledger::CostType>> StoreCostTypes(ledger::Writer& writer, const std::string& organization,
                                                             const std::vector<ledger::CostType>& types,
                                                             const ledger::Recording& recording) {
  PROGNOS_RETURN_IF_ERROR(writer.GetOrganization(organization).status());
  PROGNOS_RETURN_IF_ERROR(writer.UpsertCostTypes(organization, types, recording));
  PROGNOS_ASSIGN_OR_RETURN(std::vector<ledger::CostType> list, writer.ListCostTypes(organization, std::nullopt));
  FaultList faults;
  CheckCount(static_cast<int>(list.size()), kMaxCostTypes, "cost_types", faults);
  PROGNOS_RETURN_IF_ERROR(faults.ToStatus());
  PROGNOS_RETURN_IF_ERROR(CheckNamesDiffer(list, types));
  return list;
}

absl::Status CheckCostTypesExist(ledger::Reader& reader, const std::string& organization, absl::string_view list,
                                 const std::vector<std::string>& type_ids, FaultList& faults) {
  PROGNOS_ASSIGN_OR_RETURN(const auto types, reader.ListCostTypes(organization, std::nullopt));
  const CostTypeLookup lookup = LookupIn(types);
  for (size_t i = 0; i < type_ids.size(); ++i) {
    const std::string place = absl::StrCat(list, "[", i, "].cost_type");
    const std::string meant = lookup.Require(type_ids[i], place, faults);
    if (meant.empty() || meant == type_ids[i]) continue;
    // A display name where the identifier has to stand.
    faults.Add(place, FaultReason::kUnknown, type_ids[i], messages::ledger::IsNotACostTypeButNear(meant));
  }
  return absl::OkStatus();
}

absl::Status AddTypedSeries(ledger::Writer& writer, const std::string& organization,
                            absl::Span<const std::string> series_ids, const ledger::Recording& recording) {
  std::map<std::string, MoneySeries> wanted;
  for (const std::string& id : series_ids) {
    const std::optional<MoneySeries> money = ParseMoneySeries(id);
    if (money.has_value() && !money->type_id.empty()) wanted[id] = *money;
  }
  if (wanted.empty()) return absl::OkStatus();
  PROGNOS_ASSIGN_OR_RETURN(const std::vector<ledger::Series> series, writer.ListSeries(organization));
  std::set<std::pair<std::string, Flow>> flows;
  for (const ledger::Series& one : series) {
    flows.emplace(one.activity_id, one.flow);
    wanted.erase(one.id);
  }
  PROGNOS_ASSIGN_OR_RETURN(const auto types, writer.ListCostTypes(organization, std::nullopt));
  std::set<std::string> known;
  for (const ledger::CostType& type : types) known.insert(type.id);
  std::vector<ledger::Series> added;
  for (const auto& [id, money] : wanted) {
    if (!known.contains(money.type_id) || !flows.contains({money.activity_id, money.flow})) continue;
    added.push_back({id, money.activity_id, money.flow, "", "", money.type_id});
  }
  return writer.UpsertSeries(organization, added, recording);
}

}  // namespace prognos::service
