// The words of what is followed up, as they are printed, read on the command line and written into tables that can be
// read in again.
#ifndef PROGNOS_CLIENT_FOLLOWUP_WORDS_H_
#define PROGNOS_CLIENT_FOLLOWUP_WORDS_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "client/texts.h"
#include "forecast/documents/document.h"
#include "prognos/v1/followup.pb.h"

namespace prognos::client {

// "uppfyllt", "delvis uppfyllt", "ej uppfyllt", "ej mätt", "inget mål"; empty for an unspecified judgement.
std::string StatusText(v1::IndicatorStatus status, const Texts& texts);
// uppfyllt, delvis, ej; met, partly, not.
std::optional<v1::IndicatorStatus> ReadJudgement(absl::string_view text);

// "bättre", "sämre", "oförändrad"; empty when there is nothing to compare with.
std::string TrendText(v1::Trend trend, const Texts& texts);

// "minst", "högst", "nära".
std::string DirectionText(v1::Direction direction, const Texts& texts);

// Words that ImportFollowUpTable reads, the same in both languages.
std::string KindWord(v1::IndicatorKind kind);
std::string PeriodWord(v1::IndicatorPeriod period);
std::string DirectionWord(v1::Direction direction);
std::string SourceWord(v1::IndicatorSource source);  // Empty where people measure.

// Thousandths as a number: whole without decimals, and otherwise with one.
documents::Decimal ThousandthsShown(int64_t thousandths);
// For programs: "12,5" or, in English, "12.5".
std::string ThousandthsText(int64_t thousandths, const Texts& texts);

}  // namespace prognos::client

#endif  // PROGNOS_CLIENT_FOLLOWUP_WORDS_H_
