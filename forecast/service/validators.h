// Checks of request fields with one wording everywhere. Each adds its fault to a list and answers a value that is only
// meant to be used when the list stays empty.
#ifndef PROGNOS_FORECAST_SERVICE_VALIDATORS_H_
#define PROGNOS_FORECAST_SERVICE_VALIDATORS_H_

#include <google/protobuf/timestamp.pb.h>

#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "forecast/base/faults.h"
#include "forecast/base/month.h"

namespace prognos::service {

// The organization's identifier from `organizations/{organization}`.
std::string CheckOrganizationName(absl::string_view name, std::string place, FaultList& faults);

// The identifier of an activity or series of `organization` from its full name.
std::string CheckActivityName(absl::string_view name, absl::string_view organization, std::string place,
                              FaultList& faults);
std::string CheckSeriesName(absl::string_view name, absl::string_view organization, std::string place,
                            FaultList& faults);
std::string CheckCostTypeName(absl::string_view name, absl::string_view organization, std::string place,
                              FaultList& faults);
std::string CheckIndicatorName(absl::string_view name, absl::string_view organization, std::string place,
                               FaultList& faults);
std::string CheckFundName(absl::string_view name, absl::string_view organization, std::string place, FaultList& faults);
std::string CheckEventName(absl::string_view name, absl::string_view organization, std::string place,
                           FaultList& faults);
std::string CheckSuggestionName(absl::string_view name, absl::string_view organization, std::string place,
                                FaultList& faults);

// Where something gets its name or a person writes freely: no single person is named here (base/personal_number.h).
// What only names a thing that is there already may hold any digits.
void RefusePersonalNumber(absl::string_view text, std::string place, FaultList& faults);

void CheckIdentifier(absl::string_view text, std::string place, FaultList& faults);

// 1-`max_characters` characters (not bytes) of UTF-8 without control characters; `required` false allows empty.
void CheckText(absl::string_view text, int max_characters, bool required, std::string place, FaultList& faults);

// Empty, or 1-100 printable ASCII characters.
void CheckRequestId(absl::string_view request_id, FaultList& faults);

// 1900-2199.
void CheckYear(int year, std::string place, FaultList& faults);

std::optional<Month> CheckMonth(absl::string_view text, std::string place, FaultList& faults);

// "YYYY-MM-DD" of a day that exists.
std::optional<absl::CivilDay> CheckDate(absl::string_view text, std::string place, FaultList& faults);

// At least one and at most `limit` elements. False when there are more: then none of them is to be looked at, for a
// message has room for millions of empty ones, and each would be a fault.
bool CheckCount(int count, int limit, std::string place, FaultList& faults);

// A moment whose nanoseconds are those of one second, `{place}.nanos`.
std::optional<absl::Time> CheckMoment(const google::protobuf::Timestamp& moment, const std::string& place,
                                      FaultList& faults);

// |amount| <= kMaxAmountOre.
void CheckAmount(int64_t amount_ore, std::string place, FaultList& faults);

}  // namespace prognos::service

#endif  // PROGNOS_FORECAST_SERVICE_VALIDATORS_H_
