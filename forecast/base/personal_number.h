// Personal identity numbers (personnummer, samordningsnummer) in texts: where single persons must not be told of.
//
//   YYMMDDNNNC or YYYYMMDDNNNC   the day of birth, of a coordination number with 60 added to the day; three digits; and
//                                a check digit, by Luhn's algorithm over the last ten (folkbokföringslagen, 18 §;
//                                Skatteverket, SKV 704 and SKV 707)
//
// Before the last four may stand '-', '+', a blank or a dash. Numbers of organizations are none: their third digit is
// at least 2, which no month begins with.
#ifndef PROGNOS_FORECAST_BASE_PERSONAL_NUMBER_H_
#define PROGNOS_FORECAST_BASE_PERSONAL_NUMBER_H_

#include <string>

#include "absl/strings/string_view.h"

namespace prognos {

// Whether a run of digits somewhere in `text`, with no other digit beside it, is such a number.
bool HoldsPersonalNumber(absl::string_view text);

// `text` with the digits of each such number as '*'.
std::string WithoutPersonalNumbers(absl::string_view text);

}  // namespace prognos

#endif  // PROGNOS_FORECAST_BASE_PERSONAL_NUMBER_H_
