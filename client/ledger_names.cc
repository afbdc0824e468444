#include "client/ledger_names.h"

#include <set>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/substitute.h"
#include "client/failure.h"
#include "forecast/base/status_macros.h"
#include "forecast/interchange/cell_values.h"
#include "forecast/interchange/cost_type_lookup.h"
#include "forecast/interchange/written_series.h"
#include "messages/event.h"
#include "prognos/v1/ledger.grpc.pb.h"

namespace prognos::client {
namespace {

ActivityLookup LookupIn(const std::vector<v1::Activity>& activities) {
  std::vector<NamedActivity> named;
  for (const v1::Activity& activity : activities) {
    named.push_back({LastPart(activity.name()), LastPart(activity.parent()), activity.display_name()});
  }
  return ActivityLookup(named);
}

// `year` 0: as they were loaded.
absl::StatusOr<v1::ListActivitiesResponse> ListActivities(Session& session, const std::string& organization, int year) {
  v1::ListActivitiesRequest request;
  request.set_organization(organization);
  request.set_year(year);
  return session.Call(&v1::LedgerService::Stub::ListActivities, request);
}

CostTypeLookup LookupIn(const std::vector<v1::CostType>& types) {
  std::vector<NamedCostType> named;
  for (const v1::CostType& type : types) named.push_back({LastPart(type.name()), type.display_name()});
  return CostTypeLookup(named);
}

// "kostnad", "Intäkt", "hushåll" -> "cost", "revenue", "hushall".
std::string SeriesSuffix(absl::string_view word) {
  const std::optional<FlowCell> cell = ParseFlowCell(word);
  const Flow flow = cell.has_value() ? cell->flow : Flow::kVolume;
  return flow == Flow::kCost ? "cost" : flow == Flow::kRevenue ? "revenue" : FoldedName(word);
}

}  // namespace

absl::StatusOr<LedgerNames> LedgerNames::Fetch(Session& session, const std::string& organization) {
  PROGNOS_ASSIGN_OR_RETURN(v1::ListActivitiesResponse listed, ListActivities(session, organization, 0));
  return Make(session, organization, std::move(listed));
}

absl::StatusOr<LedgerNames> LedgerNames::FetchOfYear(Session& session, const std::string& organization, int year) {
  PROGNOS_ASSIGN_OR_RETURN(v1::ListActivitiesResponse listed, ListActivities(session, organization, year));
  if (listed.moves().empty()) return Make(session, organization, std::move(listed));
  PROGNOS_ASSIGN_OR_RETURN(const v1::ListActivitiesResponse before, ListActivities(session, organization, year - 1));
  std::set<std::string> known;
  std::set<std::string> left;
  for (const v1::Activity& activity : listed.activities()) known.insert(activity.name());
  for (const v1::Activity& activity : before.activities()) {
    if (!known.insert(activity.name()).second) continue;
    *listed.add_activities() = activity;
    left.insert(activity.name());
  }
  PROGNOS_ASSIGN_OR_RETURN(LedgerNames names, Make(session, organization, std::move(listed)));
  names.left_ = std::move(left);
  return names;
}

absl::StatusOr<LedgerNames> LedgerNames::Make(Session& session, const std::string& organization,
                                              v1::ListActivitiesResponse listed) {
  v1::ListSeriesRequest series_request;
  series_request.set_organization(organization);
  PROGNOS_ASSIGN_OR_RETURN(const v1::ListSeriesResponse series,
                           session.Call(&v1::LedgerService::Stub::ListSeries, series_request));
  LedgerNames names;
  names.organization_ = organization;
  names.activities_.assign(listed.activities().begin(), listed.activities().end());
  names.moves_.assign(listed.moves().begin(), listed.moves().end());
  names.series_.assign(series.series().begin(), series.series().end());
  const bool has_types = absl::c_any_of(names.series_, [](const v1::Series& one) { return !one.cost_type().empty(); });
  if (has_types) {
    v1::ListCostTypesRequest types_request;
    types_request.set_organization(organization);
    PROGNOS_ASSIGN_OR_RETURN(const v1::ListCostTypesResponse types,
                             session.Call(&v1::LedgerService::Stub::ListCostTypes, types_request));
    names.cost_types_.assign(types.cost_types().begin(), types.cost_types().end());
  }
  for (const v1::Activity& activity : names.activities_) {
    names.by_name_[activity.name()] = &activity;
    ++names.count_by_display_name_[activity.display_name()];
  }
  names.lookup_ = LookupIn(names.activities_);
  return names;
}

absl::StatusOr<std::string> RequireActivity(const std::string& text, const LedgerNames& names, const Texts& texts) {
  FaultList faults;
  const std::string id = names.lookup().Require(text, "activity", faults);
  if (!faults.empty()) {
    return Refused(texts.reason_faulty, "", {FaultText(FaultsFromStatus(faults.ToStatus()).front(), texts)});
  }
  return ResourceName(names.organization(), "activities", id);
}

std::string FindSeries(const std::string& text, const LedgerNames& names, const std::string& place, FaultList& faults) {
  if (absl::StartsWith(text, "organizations/")) return text;
  const std::optional<WrittenSeries> written = TakeSeriesApart(text);
  if (!written.has_value()) {
    faults.Add(place, FaultReason::kNotAName, text, messages::event::IsNoSeries());
    return "";
  }
  const size_t faults_before = faults.total();
  const std::string activity = names.lookup().Require(written->activity, place, faults);
  const std::string type = LookupIn(names.cost_types()).Require(written->type, place, faults);
  if (faults.total() != faults_before) return "";
  const std::string id = absl::StrCat(activity, ".", SeriesSuffix(written->flow), type.empty() ? "" : ".", type);
  return ResourceName(names.organization(), "series", id);
}

absl::StatusOr<std::string> RequireSeries(const std::string& text, const LedgerNames& names, const Texts& texts) {
  const bool is_series = absl::StartsWith(text, "organizations/") || TakeSeriesApart(text).has_value();
  if (!is_series) return WrongUse(absl::Substitute(texts.bad_series, text), texts.bad_series_advice);
  FaultList faults;
  const std::string series = FindSeries(text, names, "activity", faults);
  if (faults.empty()) return series;
  return Refused(texts.reason_faulty, texts.bad_series_advice,
                 {FaultText(FaultsFromStatus(faults.ToStatus()).front(), texts)});
}

int LedgerNames::Depth(const v1::Activity& activity) const {
  int depth = 0;
  const v1::Activity* at = &activity;
  // Bounded by the number of activities, so that even a ring ends.
  for (size_t steps = 0; steps < activities_.size(); ++steps) {
    const auto parent = by_name_.find(at->parent());
    if (parent == by_name_.end()) break;
    at = parent->second;
    ++depth;
  }
  return depth;
}

std::string LedgerNames::ActivityText(const std::string& activity) const {
  const auto found = by_name_.find(activity);
  if (found == by_name_.end()) return LastPart(activity);
  const std::string& own = found->second->display_name();
  const auto parent = by_name_.find(found->second->parent());
  if (parent == by_name_.end() || count_by_display_name_.at(own) == 1) return own;
  return absl::StrCat(parent->second->display_name(), " > ", own);
}

std::string LedgerNames::SeriesActivityText(const std::string& series) const {
  return ActivityText(ActivityOfSeries(series));
}

std::string LedgerNames::SeriesText(const std::string& series, const Texts& texts) const {
  for (const v1::Series& one : series_) {
    if (one.name() == series && one.flow() == v1::FLOW_VOLUME && !one.display_name().empty()) return one.display_name();
  }
  const std::string type = SeriesCostType(series);
  if (type.empty()) return SeriesFlowText(series, texts);
  const auto found =
      absl::c_find_if(cost_types_, [&](const v1::CostType& one) { return LastPart(one.name()) == type; });
  return absl::StrCat(SeriesFlowText(series, texts), ", ", found == cost_types_.end() ? type : found->display_name());
}

std::string ResourceName(const std::string& organization, const std::string& collection, const std::string& id) {
  return id.empty() || absl::StrContains(id, '/') ? id : absl::StrCat(organization, "/", collection, "/", id);
}

}  // namespace prognos::client
