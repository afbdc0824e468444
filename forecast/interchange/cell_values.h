// Numbers, months and names as people write them in cells.
#ifndef PROGNOS_FORECAST_INTERCHANGE_CELL_VALUES_H_
#define PROGNOS_FORECAST_INTERCHANGE_CELL_VALUES_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "forecast/base/month.h"
#include "forecast/series/flow.h"

namespace prognos {

// `cell` without blanks at its ends: spaces, tabs, line breaks and no-break spaces.
absl::string_view TrimCell(absl::string_view cell);

// `text` for comparing names: trimmed, lower case, å ä -> a, ö -> o, é -> e, ü -> u, and every run of blanks, '_'
// and '-' as one '-'. "Konto från" and "KONTO_FRÅN" both give "konto-fran".
std::string FoldedName(absl::string_view text);

// The identifier of a volume's unit: FoldedName when that is 1-63 characters of a-z, 0-9 and '-' with a letter first
// and no '-' last ("Vårddygn" -> "varddygn"); nullopt otherwise.
std::optional<std::string> UnitIdentifier(absl::string_view text);

// What the numbers of one file have shown about their decimal mark.
//
// "12,5" shows a decimal comma, "1.234,50" too, "1.234.567" shows points between thousands and so a decimal comma.
// "1.234" alone shows nothing: it may be 1234 or 1.234, and only the rest of the file can tell.
class NumberStyle {
 public:
  // Learns from a cell; what is not a number teaches nothing.
  void Observe(absl::string_view cell);
  bool HasDecimal(char mark) const { return mark == ',' ? comma_ : point_; }

 private:
  bool comma_ = false;
  bool point_ = false;
};

// Reads a number with decimal comma or point and thousands between blanks, no-break spaces, the other mark or nothing,
// as a count of 1/`units_per_whole` (100 for öre, 1000 for thousandths), exactly. A sign ('-', '+', U+2212, U+2013)
// stands first. `style` decides what "1.234" is.
// An error carries the rule that the cell broke (MessageFrom), as it reads after the value ("is not a number"):
// INVALID_ARGUMENT for anything else, NaN, infinity, more decimals than the unit has, and "1.234" when `style` does not
// know which mark is decimal; OUT_OF_RANGE beyond kMaxAmountOre.
// A sign may also stand last ("12-"), parentheses are a minus ("(12)"), and a dash alone is zero, as accountants write.
absl::StatusOr<int64_t> ParseNumberCell(absl::string_view cell, const NumberStyle& style, int units_per_whole);

// A number of a workbook as a count of 1/`units_per_whole`, rounded to the nearest, halves away from zero, by the
// fifteen digits that people see of it: what a formula computed ends in more decimals than any unit has. OUT_OF_RANGE
// beyond kMaxAmountOre, INVALID_ARGUMENT for what is not finite, each with its rule as above.
absl::StatusOr<int64_t> RoundNumberCell(double number, int units_per_whole);

// Whether `cell` has the shape of a number: digits with marks, blanks and a sign.
bool LooksLikeNumber(absl::string_view cell);

// An amount without "kr", "SEK", ":-", "tkr" or "mkr" after it, or "kr" or "SEK" before it, and what it is then in (0
// when it does not say).
struct MoneyCell {
  absl::string_view number;
  int kronor_per_unit = 0;
};
MoneyCell SplitMoneyUnit(absl::string_view cell);

// Whether `cell` is only a dash of any length, which stands for zero.
bool IsDash(absl::string_view cell);

// Reads 2022-03, 2022/03, 2022-03-31 (with or without a time of day), 202203, 20220331, 2022M03, "mars 2022",
// "2022 mars", "mar-22", "22-mar", "mar.22", Swedish or English, whole or three letters, and the day number of Excel
// (44621 is 2022-03-01; 1990-2099). INVALID_ARGUMENT with the rule that the cell broke (MessageFrom):
// file.is_not_a_month, or file.is_not_a_date for 2022-02-30.
absl::StatusOr<Month> ParseMonthCell(absl::string_view cell);

// The day of a cell that holds one, in any of the ways above; of one that holds a month its first day, or its last.
// The same errors.
enum class DayOfMonth { kFirst, kLast };
absl::StatusOr<absl::CivilDay> ParseDayCell(absl::string_view cell, DayOfMonth of_month);

// 1-12 for the name of a calendar month ("mars", "Mar", "march", "mar."); nullopt for anything else.
std::optional<int> CalendarMonthNamed(absl::string_view name);

struct FlowCell {
  Flow flow = Flow::kUnspecified;
  std::string unit;  // Volumes only; empty when the word is only "volym".
};

// Reads kostnad(er), cost(s), intäkt(er), revenue(s), volym(er), volume(s); any other word that is an identifier is
// the unit of a volume. nullopt for an empty cell and for what is none of these.
std::optional<FlowCell> ParseFlowCell(absl::string_view cell);

// How a yearly amount falls on months, as a cell says it: jämn (even), which an empty cell means too; förra-året
// (last-year); medel (mean), also with the number of years: medel-5; säsong (season); månader (months); procent
// (percent). nullopt for another word.
enum class PhasingWord { kEven, kLastYear, kMean, kSeason, kMonths, kPercent };
struct PhasingCell {
  PhasingWord word = PhasingWord::kEven;
  int years = 0;  // kMean with a number; 0: without.
  friend bool operator==(const PhasingCell&, const PhasingCell&) = default;
};
std::optional<PhasingCell> ParsePhasingCell(absl::string_view cell);

// The kind of an event, as a cell or a command line says it: engångspost (one-off), rättelse (correction), nivåskifte
// (level-shift, step), procent (percent), åtgärd (measure), åtagande (placering, commitment), flytt (move). Numbered as
// prognos.v1.EventKind. nullopt for another word.
enum class EventKindWord { kOneOff = 1, kCorrection, kLevelShift, kPercent, kMeasure, kCommitment, kMove };
std::optional<EventKindWord> ParseEventKindCell(absl::string_view cell);

// "ja", "yes", "x" or "1" is yes; "nej", "no", "0" or nothing is no; another word is neither.
std::optional<bool> ParseYesOrNo(absl::string_view cell);

}  // namespace prognos

#endif  // PROGNOS_FORECAST_INTERCHANGE_CELL_VALUES_H_
