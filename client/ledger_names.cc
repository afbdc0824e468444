#include "client/ledger_names.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "client/choices.h"
#include "forecast/base/status_macros.h"
#include "forecast/interchange/cell_values.h"
#include "prognos/v1/ledger.grpc.pb.h"

namespace prognos::client {
namespace {

// "cost", "revenue" or a unit: what stands after the last point.
std::string Suffix(const std::string& series) { return series.substr(series.rfind('.') + 1); }

// One form for each way of writing a path: folded names joined by '>'.
std::string FoldedPath(absl::string_view text) {
  const std::vector<absl::string_view> parts = absl::StrSplit(text, '>');
  return absl::StrJoin(parts, ">",
                       [](std::string* out, absl::string_view part) { absl::StrAppend(out, FoldedName(part)); });
}

}  // namespace

absl::StatusOr<LedgerNames> LedgerNames::Fetch(Session& session, const std::string& organization) {
  v1::ListActivitiesRequest activities_request;
  activities_request.set_organization(organization);
  PROGNOS_ASSIGN_OR_RETURN(const v1::ListActivitiesResponse activities,
                           session.Call(&v1::LedgerService::Stub::ListActivities, activities_request));
  v1::ListSeriesRequest series_request;
  series_request.set_organization(organization);
  PROGNOS_ASSIGN_OR_RETURN(const v1::ListSeriesResponse series,
                           session.Call(&v1::LedgerService::Stub::ListSeries, series_request));
  LedgerNames names;
  names.activities_.assign(activities.activities().begin(), activities.activities().end());
  names.series_.assign(series.series().begin(), series.series().end());
  for (const v1::Activity& activity : names.activities_) {
    names.by_name_[activity.name()] = &activity;
    ++names.count_by_display_name_[activity.display_name()];
  }
  names.IndexTexts();
  return names;
}

void LedgerNames::IndexTexts() {
  std::map<std::string, std::string> path_by_name;
  for (const v1::Activity& activity : activities_) {
    const std::string folded = FoldedName(activity.display_name());
    const auto parent = path_by_name.find(activity.parent());
    std::string& path = path_by_name[activity.name()];
    path = parent == path_by_name.end() ? folded : absl::StrCat(parent->second, ">", folded);
    by_text_[folded].push_back(activity.name());
    if (path != folded) by_text_[path].push_back(activity.name());
  }
  // An identifier means its own activity whatever others are called.
  for (const v1::Activity& activity : activities_) by_text_[LastPart(activity.name())] = {activity.name()};
}

std::vector<std::string> LedgerNames::Find(absl::string_view text) const {
  const auto found = by_text_.find(FoldedPath(text));
  return found == by_text_.end() ? std::vector<std::string>() : found->second;
}

std::string RequireActivity(absl::string_view text, const LedgerNames& names, std::string place, FaultList& faults) {
  const std::vector<std::string> found = names.Find(text);
  if (found.size() == 1) return found.front();
  if (text.empty()) {
    faults.Add(std::move(place), FaultReason::kMissingValue, "", "is required");
  } else if (found.empty()) {
    faults.Add(std::move(place), FaultReason::kUnknown, text, "is not an activity of the organization");
  } else {
    const std::string ids = absl::StrJoin(
        found, " or ", [](std::string* out, const std::string& name) { absl::StrAppend(out, LastPart(name)); });
    faults.Add(std::move(place), FaultReason::kInconsistent, text,
               absl::StrCat("may mean ", ids, "; write one of these"));
  }
  return "";
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
  return SeriesFlowText(series, texts);
}

std::string SeriesFlowText(const std::string& series, const Texts& texts) {
  const std::string suffix = Suffix(series);
  return suffix == "cost" ? texts.cost : suffix == "revenue" ? texts.revenue : suffix;
}

std::string SeriesIdText(const std::string& series, const Texts& texts) {
  const std::string suffix = Suffix(series);
  const bool is_money = suffix == "cost" || suffix == "revenue";
  const std::string id = LastPart(series);
  if (texts.language == Language::kEnglish || !is_money) return id;
  return absl::StrCat(id.substr(0, id.rfind('.')), suffix == "cost" ? ".kostnad" : ".intakt");
}

bool IsVolumeSeries(const std::string& series) { return Suffix(series) != "cost" && Suffix(series) != "revenue"; }

std::string ResourceName(const std::string& organization, const std::string& collection, const std::string& id) {
  return id.empty() || absl::StrContains(id, '/') ? id : absl::StrCat(organization, "/", collection, "/", id);
}

std::string ActivityOfSeries(const std::string& series) {
  return absl::StrReplaceAll(series.substr(0, series.rfind('.')), {{"/series/", "/activities/"}});
}

std::string SeriesOfActivity(const std::string& activity, const std::string& suffix) {
  return absl::StrCat(absl::StrReplaceAll(activity, {{"/activities/", "/series/"}}), ".", suffix);
}

std::string SeriesName(const std::string& organization, const std::string& text) {
  const std::string name = ResourceName(organization, "series", text);
  const size_t point = name.rfind('.');
  const std::optional<v1::Flow> flow = point == std::string::npos ? std::nullopt : ReadFlow(name.substr(point + 1));
  if (!flow.has_value()) return name;
  return absl::StrCat(name.substr(0, point), *flow == v1::FLOW_COST ? ".cost" : ".revenue");
}

}  // namespace prognos::client
