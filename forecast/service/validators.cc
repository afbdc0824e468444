#include "forecast/service/validators.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "forecast/base/amount.h"
#include "forecast/base/personal_number.h"
#include "forecast/service/conversion.h"
#include "forecast/service/names.h"
#include "messages/value.h"

namespace prognos::service {
namespace {

constexpr size_t kMaxRequestIdLength = 100;

void AddMissing(std::string place, FaultList& faults) {
  faults.Add(std::move(place), FaultReason::kMissingValue, "", messages::value::IsRequired());
}

std::string CheckChild(const std::optional<ChildName>& child, absl::string_view name, absl::string_view organization,
                       absl::string_view form, std::string place, FaultList& faults) {
  if (name.empty()) {
    AddMissing(std::move(place), faults);
    return "";
  }
  if (!child.has_value() || child->organization != organization) {
    faults.Add(std::move(place), FaultReason::kNotAName, name,
               messages::value::IsNotOfTheForm(absl::StrCat("organizations/", organization, "/", form)));
    return "";
  }
  return child->id;
}

int CountCharacters(absl::string_view text) {
  return static_cast<int>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

bool HasControlCharacter(absl::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return absl::ascii_iscntrl(static_cast<unsigned char>(c)); });
}

}  // namespace

std::string CheckOrganizationName(absl::string_view name, std::string place, FaultList& faults) {
  if (name.empty()) {
    AddMissing(std::move(place), faults);
    return "";
  }
  const std::optional<std::string> id = ParseOrganizationName(name);
  if (!id.has_value()) {
    faults.Add(std::move(place), FaultReason::kNotAName, name,
               messages::value::IsNotOfTheForm("organizations/{organization}"));
    return "";
  }
  return *id;
}

std::string CheckActivityName(absl::string_view name, absl::string_view organization, std::string place,
                              FaultList& faults) {
  return CheckChild(ParseActivityName(name), name, organization, "activities/{activity}", std::move(place), faults);
}

std::string CheckSeriesName(absl::string_view name, absl::string_view organization, std::string place,
                            FaultList& faults) {
  return CheckChild(ParseSeriesName(name), name, organization, "series/{activity}.{cost|revenue|unit}",
                    std::move(place), faults);
}

std::string CheckCostTypeName(absl::string_view name, absl::string_view organization, std::string place,
                              FaultList& faults) {
  return CheckChild(ParseCostTypeName(name), name, organization, "costTypes/{cost_type}", std::move(place), faults);
}

std::string CheckIndicatorName(absl::string_view name, absl::string_view organization, std::string place,
                               FaultList& faults) {
  return CheckChild(ParseIndicatorName(name), name, organization, "indicators/{indicator}", std::move(place), faults);
}

std::string CheckFundName(absl::string_view name, absl::string_view organization, std::string place,
                          FaultList& faults) {
  return CheckChild(ParseFundName(name), name, organization, "funds/{fund}", std::move(place), faults);
}

std::string CheckEventName(absl::string_view name, absl::string_view organization, std::string place,
                           FaultList& faults) {
  return CheckChild(ParseEventName(name), name, organization, "events/{event}", std::move(place), faults);
}

std::string CheckSuggestionName(absl::string_view name, absl::string_view organization, std::string place,
                                FaultList& faults) {
  return CheckChild(ParseSuggestionName(name), name, organization, "suggestions/{suggestion}", std::move(place),
                    faults);
}

void RefusePersonalNumber(absl::string_view text, std::string place, FaultList& faults) {
  if (!HoldsPersonalNumber(text)) return;
  faults.Add(std::move(place), FaultReason::kOutOfRange, text, messages::value::HoldsAPersonalNumber());
}

void CheckIdentifier(absl::string_view text, std::string place, FaultList& faults) {
  if (text.empty()) {
    AddMissing(std::move(place), faults);
  } else if (!IsIdentifier(text)) {
    faults.Add(std::move(place), FaultReason::kNotAName, text, messages::value::IsNotAnIdentifier());
  } else {
    RefusePersonalNumber(text, std::move(place), faults);
  }
}

void CheckText(absl::string_view text, int max_characters, bool required, std::string place, FaultList& faults) {
  if (text.empty()) {
    if (required) AddMissing(std::move(place), faults);
    return;
  }
  if (CountCharacters(text) > max_characters) {
    faults.Add(place, FaultReason::kTooLong, text, messages::value::IsLonger(max_characters));
  }
  if (HasControlCharacter(text)) {
    faults.Add(place, FaultReason::kUnreadable, text, messages::value::HasAControlCharacter());
  }
  RefusePersonalNumber(text, std::move(place), faults);
}

void CheckRequestId(absl::string_view request_id, FaultList& faults) {
  if (request_id.size() > kMaxRequestIdLength) {
    faults.Add("request_id", FaultReason::kTooLong, request_id, messages::value::IsLonger(100));
  } else if (!std::all_of(request_id.begin(), request_id.end(),
                          [](char c) { return absl::ascii_isprint(static_cast<unsigned char>(c)); })) {
    faults.Add("request_id", FaultReason::kUnreadable, request_id, messages::value::IsNotPrintableAscii());
  }
}

void CheckYear(int year, std::string place, FaultList& faults) {
  if (year < Month::kFirstYear || year > Month::kLastYear) {
    faults.Add(std::move(place), FaultReason::kOutOfRange, absl::StrCat(year),
               messages::value::MustBeBetween(Month::kFirstYear, Month::kLastYear));
  }
}

std::optional<Month> CheckMonth(absl::string_view text, std::string place, FaultList& faults) {
  if (text.empty()) {
    AddMissing(std::move(place), faults);
    return std::nullopt;
  }
  absl::StatusOr<Month> month = Month::Parse(text);
  if (!month.ok()) {
    faults.Add(std::move(place), FaultReason::kNotAMonth, text, messages::value::IsNotAMonth());
    return std::nullopt;
  }
  return *month;
}

std::optional<absl::CivilDay> CheckDate(absl::string_view text, std::string place, FaultList& faults) {
  if (text.empty()) {
    AddMissing(std::move(place), faults);
    return std::nullopt;
  }
  absl::CivilDay day;
  // ParseCivilTime refuses days that do not exist but takes blanks and single digits; the way back tells.
  const bool exact = absl::ParseCivilTime(text, &day) && absl::FormatCivilTime(day) == text;
  if (!exact || day.year() < Month::kFirstYear || day.year() > Month::kLastYear) {
    faults.Add(std::move(place), FaultReason::kNotADate, text, messages::value::IsNotADate());
    return std::nullopt;
  }
  return day;
}

bool CheckCount(int count, int limit, std::string place, FaultList& faults) {
  if (count == 0) AddMissing(place, faults);
  if (count <= limit) return true;
  faults.Add(std::move(place), FaultReason::kTooLong, absl::StrCat(count), messages::value::HasTooManyElements(limit));
  return false;
}

std::optional<absl::Time> CheckMoment(const google::protobuf::Timestamp& moment, const std::string& place,
                                      FaultList& faults) {
  if (moment.nanos() < 0 || moment.nanos() > 999'999'999) {
    faults.Add(absl::StrCat(place, ".nanos"), FaultReason::kOutOfRange, absl::StrCat(moment.nanos()),
               messages::value::MustBeBetween(0, 999999999));
    return std::nullopt;
  }
  return FromProto(moment);
}

void CheckAmount(int64_t amount_ore, std::string place, FaultList& faults) {
  if (amount_ore > kMaxAmountOre || amount_ore < -kMaxAmountOre) {
    faults.Add(std::move(place), FaultReason::kOutOfRange, absl::StrCat(amount_ore),
               messages::value::AmountIsTooLarge(Argument::Amount(kMaxAmountOre)));
  }
}

}  // namespace prognos::service
