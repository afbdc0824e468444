// Resource names: `organizations/{organization}/series/{series}` and their parts.
#ifndef PROGNOS_FORECAST_SERVICE_NAMES_H_
#define PROGNOS_FORECAST_SERVICE_NAMES_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace prognos::service {

// 1-63 characters of a-z, 0-9 and '-', beginning and ending with a letter or digit.
bool IsIdentifier(absl::string_view text);

// "{activity}.{cost|revenue|unit}", two identifiers joined by a point, or "{activity}.{cost|revenue}.{cost type}".
bool IsSeriesId(absl::string_view text);

std::string OrganizationName(absl::string_view organization);
std::string ActivityName(absl::string_view organization, absl::string_view activity);
std::string SeriesName(absl::string_view organization, absl::string_view series);
std::string CostTypeName(absl::string_view organization, absl::string_view cost_type);
std::string ForecastName(absl::string_view organization, absl::string_view forecast);
std::string EvaluationName(absl::string_view organization, absl::string_view evaluation);
std::string IndicatorName(absl::string_view organization, absl::string_view indicator);
std::string FundName(absl::string_view organization, absl::string_view fund);
std::string EventName(absl::string_view organization, absl::string_view event);
std::string SuggestionName(absl::string_view organization, absl::string_view suggestion);

// A name below an organization, taken apart.
struct ChildName {
  std::string organization;
  std::string id;
};

// The parts of a name; nullopt when it is not of the form.
std::optional<std::string> ParseOrganizationName(absl::string_view name);
std::optional<ChildName> ParseActivityName(absl::string_view name);
std::optional<ChildName> ParseSeriesName(absl::string_view name);
std::optional<ChildName> ParseCostTypeName(absl::string_view name);
std::optional<ChildName> ParseForecastName(absl::string_view name);
std::optional<ChildName> ParseEvaluationName(absl::string_view name);
std::optional<ChildName> ParseIndicatorName(absl::string_view name);
std::optional<ChildName> ParseFundName(absl::string_view name);
std::optional<ChildName> ParseEventName(absl::string_view name);
std::optional<ChildName> ParseSuggestionName(absl::string_view name);

// An identifier made of what a thing is called: "Antal SIP (plan)" is "antal-sip-plan". Empty when no letter or digit
// of it is left.
std::string IdentifierFrom(absl::string_view display_name);

}  // namespace prognos::service

#endif  // PROGNOS_FORECAST_SERVICE_NAMES_H_
