#include "forecast/service/names.h"

#include <algorithm>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "forecast/interchange/cell_values.h"

namespace prognos::service {
namespace {

constexpr size_t kMaxIdentifierLength = 63;

bool IsLowerOrDigit(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

std::optional<ChildName> ParseChild(absl::string_view name, absl::string_view collection,
                                    bool (*is_id)(absl::string_view)) {
  const std::vector<absl::string_view> parts = absl::StrSplit(name, '/');
  if (parts.size() != 4 || parts[0] != "organizations" || !IsIdentifier(parts[1]) || parts[2] != collection ||
      !is_id(parts[3])) {
    return std::nullopt;
  }
  return ChildName{std::string(parts[1]), std::string(parts[3])};
}

std::string ChildNameText(absl::string_view organization, absl::string_view collection, absl::string_view id) {
  return absl::StrCat("organizations/", organization, "/", collection, "/", id);
}

}  // namespace

bool IsIdentifier(absl::string_view text) {
  return !text.empty() && text.size() <= kMaxIdentifierLength && IsLowerOrDigit(text.front()) &&
         IsLowerOrDigit(text.back()) &&
         std::all_of(text.begin(), text.end(), [](char c) { return IsLowerOrDigit(c) || c == '-'; });
}

bool IsSeriesId(absl::string_view text) {
  const std::vector<absl::string_view> parts = absl::StrSplit(text, '.');
  if (parts.size() < 2 || !IsIdentifier(parts[0]) || !IsIdentifier(parts[1])) return false;
  return parts.size() == 2 ||
         (parts.size() == 3 && (parts[1] == "cost" || parts[1] == "revenue") && IsIdentifier(parts[2]));
}

std::string OrganizationName(absl::string_view organization) { return absl::StrCat("organizations/", organization); }

std::string ActivityName(absl::string_view organization, absl::string_view activity) {
  return ChildNameText(organization, "activities", activity);
}

std::string SeriesName(absl::string_view organization, absl::string_view series) {
  return ChildNameText(organization, "series", series);
}

std::string CostTypeName(absl::string_view organization, absl::string_view cost_type) {
  return ChildNameText(organization, "costTypes", cost_type);
}

std::string ForecastName(absl::string_view organization, absl::string_view forecast) {
  return ChildNameText(organization, "forecasts", forecast);
}

std::string EvaluationName(absl::string_view organization, absl::string_view evaluation) {
  return ChildNameText(organization, "evaluations", evaluation);
}

std::string IndicatorName(absl::string_view organization, absl::string_view indicator) {
  return ChildNameText(organization, "indicators", indicator);
}

std::optional<ChildName> ParseIndicatorName(absl::string_view name) {
  return ParseChild(name, "indicators", IsIdentifier);
}

std::string FundName(absl::string_view organization, absl::string_view fund) {
  return ChildNameText(organization, "funds", fund);
}

std::optional<ChildName> ParseFundName(absl::string_view name) { return ParseChild(name, "funds", IsIdentifier); }

std::string EventName(absl::string_view organization, absl::string_view event) {
  return ChildNameText(organization, "events", event);
}

std::optional<ChildName> ParseEventName(absl::string_view name) { return ParseChild(name, "events", IsIdentifier); }

std::string SuggestionName(absl::string_view organization, absl::string_view suggestion) {
  return ChildNameText(organization, "suggestions", suggestion);
}

std::optional<ChildName> ParseSuggestionName(absl::string_view name) {
  return ParseChild(name, "suggestions", IsIdentifier);
}

std::string IdentifierFrom(absl::string_view display_name) {
  std::string id;
  for (const char c : FoldedName(display_name)) {
    if (IsLowerOrDigit(c)) id += c;
    // What is left out does not run words together.
    if (!IsLowerOrDigit(c) && !id.empty() && id.back() != '-') id += '-';
  }
  id.resize(std::min(id.size(), kMaxIdentifierLength));
  while (!id.empty() && id.back() == '-') id.pop_back();
  return id;
}

std::optional<std::string> ParseOrganizationName(absl::string_view name) {
  const std::vector<absl::string_view> parts = absl::StrSplit(name, '/');
  if (parts.size() != 2 || parts[0] != "organizations" || !IsIdentifier(parts[1])) return std::nullopt;
  return std::string(parts[1]);
}

std::optional<ChildName> ParseActivityName(absl::string_view name) {
  return ParseChild(name, "activities", IsIdentifier);
}

std::optional<ChildName> ParseSeriesName(absl::string_view name) { return ParseChild(name, "series", IsSeriesId); }

std::optional<ChildName> ParseCostTypeName(absl::string_view name) {
  return ParseChild(name, "costTypes", IsIdentifier);
}

std::optional<ChildName> ParseForecastName(absl::string_view name) {
  return ParseChild(name, "forecasts", IsIdentifier);
}

std::optional<ChildName> ParseEvaluationName(absl::string_view name) {
  return ParseChild(name, "evaluations", IsIdentifier);
}

}  // namespace prognos::service
