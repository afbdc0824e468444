#include "forecast/interchange/cell_values.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "absl/time/civil_time.h"
#include "forecast/base/amount.h"
#include "forecast/base/civil_days.h"
#include "forecast/base/status_macros.h"
#include "forecast/base/unit.h"
#include "forecast/interchange/digits.h"
#include "messages/file.h"
#include "messages/value.h"

namespace prognos {
namespace {

constexpr std::array<absl::string_view, 4> kWideBlanks = {"\u00A0", "\u202F", "\u2009", "\uFEFF"};
constexpr size_t kMaxNameBytes = 63;

absl::Status Refuse(const Message& rule) { return MessageStatus(absl::StatusCode::kInvalidArgument, rule); }

absl::Status NotANumber() { return Refuse(messages::value::IsNotANumber()); }

// The parts of a number: sign, and a body of digits, '.', ',' and ' ' (every kind of blank).
struct SignedBody {
  bool negative = false;
  std::string body;
};

// Takes the minus of a number: in front, behind, or parentheses around it.
bool TakeMinus(absl::string_view& text) {
  for (const absl::string_view minus : {"-", "\u2212", "\u2013"}) {
    if (absl::ConsumePrefix(&text, minus) || absl::ConsumeSuffix(&text, minus)) return true;
  }
  if (!absl::StartsWith(text, "(") || !absl::EndsWith(text, ")")) return false;
  text = text.substr(1, text.size() - 2);
  return true;
}

std::optional<SignedBody> SplitSign(absl::string_view cell) {
  SignedBody result;
  absl::string_view rest = TrimCell(cell);
  result.negative = TakeMinus(rest);
  if (!result.negative) absl::ConsumePrefix(&rest, "+");
  result.body = absl::StrReplaceAll(TrimCell(rest), {{"\u00A0", " "}, {"\u202F", " "}, {"\u2009", " "}});
  const auto belongs = [](char c) { return IsDigit(c) || c == '.' || c == ',' || c == ' '; };
  const bool has_digit = std::any_of(result.body.begin(), result.body.end(), IsDigit);
  if (!has_digit || !std::all_of(result.body.begin(), result.body.end(), belongs)) return std::nullopt;
  return result;
}

// Whether `text` is 1-3 digits and then groups of three after `separator`.
bool IsGrouped(absl::string_view text, char separator) {
  const std::vector<absl::string_view> groups = absl::StrSplit(text, separator);
  if (groups[0].empty() || groups[0].size() > 3) return false;
  for (size_t i = 0; i < groups.size(); ++i) {
    if (!AllDigits(groups[i]) || (i > 0 && groups[i].size() != 3)) return false;
  }
  return true;
}

// What the marks of a body mean. `decimal` is '.', ',', 0 (no decimals), or '?' when one mark stands where both a
// decimal mark and a mark between thousands can stand.
struct Reading {
  char decimal = 0;
  char thousands = 0;
};

// nullopt when the marks make no number.
std::optional<Reading> ReadMarks(absl::string_view body) {
  const auto points = std::count(body.begin(), body.end(), '.');
  const auto commas = std::count(body.begin(), body.end(), ',');
  const bool blanks = absl::StrContains(body, ' ');
  if (points == 0 && commas == 0) return Reading{0, blanks ? ' ' : '\0'};
  if (points > 0 && commas > 0) {
    const char decimal = body[body.find_last_of(".,")];
    if (blanks || (decimal == ',' ? commas : points) > 1) return std::nullopt;
    return Reading{decimal, decimal == ',' ? '.' : ','};
  }
  const char mark = points > 0 ? '.' : ',';
  if (points + commas > 1) return blanks ? std::nullopt : std::optional<Reading>(Reading{0, mark});
  if (!blanks && IsGrouped(body, mark) && body[0] != '0') return Reading{'?', mark};
  return Reading{mark, blanks ? ' ' : '\0'};
}

// The body with '.' for its decimal mark and nothing between thousands; nullopt when thousands are not in threes.
std::optional<std::string> Plain(absl::string_view body, Reading reading) {
  const size_t end = reading.decimal == 0 ? body.size() : body.find(reading.decimal);
  const absl::string_view whole = body.substr(0, end);
  if (reading.thousands != 0 && !IsGrouped(whole, reading.thousands)) return std::nullopt;
  std::string plain(whole);
  plain.erase(std::remove(plain.begin(), plain.end(), reading.thousands), plain.end());
  if (end < body.size()) absl::StrAppend(&plain, ".", body.substr(end + 1));
  return plain;
}

absl::StatusOr<Reading> Resolve(Reading reading, const NumberStyle& style) {
  if (reading.decimal != '?') return reading;
  const char mark = reading.thousands;
  const char other = mark == '.' ? ',' : '.';
  if (style.HasDecimal(mark) == style.HasDecimal(other)) {
    return Refuse(messages::file::MarkIsAmbiguous(std::string(1, mark)));
  }
  return style.HasDecimal(mark) ? Reading{mark, 0} : Reading{0, mark};
}

absl::Status NotAMonth() { return Refuse(messages::file::IsNotAMonth()); }

absl::StatusOr<Month> MonthOf(absl::string_view year, absl::string_view month) {
  int year_number = 0;
  int month_number = 0;
  if (!AllDigits(year) || !AllDigits(month) || !absl::SimpleAtoi(year, &year_number) ||
      !absl::SimpleAtoi(month, &month_number)) {
    return NotAMonth();
  }
  absl::StatusOr<Month> result = Month::Of(year_number, month_number);
  return result.ok() ? result : NotAMonth();
}

absl::StatusOr<Month> MonthOfDate(absl::string_view year, absl::string_view month, absl::string_view day) {
  PROGNOS_ASSIGN_OR_RETURN(const Month result, MonthOf(year, month));
  int day_number = 0;
  if (!AllDigits(day) || day.size() != 2 || !absl::SimpleAtoi(day, &day_number)) return NotAMonth();
  // CivilDay rolls 30 February over into March: what comes back then is another day.
  if (absl::CivilDay(result.year(), result.month(), day_number).day() != day_number || day_number == 0) {
    return Refuse(messages::file::IsNotADate());
  }
  return result;
}

// 2022-03, 2022-03-31 with '-' or '/', and 2022M03.
absl::StatusOr<Month> ParseSeparated(absl::string_view text) {
  if (text.size() < 7 || !AllDigits(text.substr(0, 4))) return NotAMonth();
  const char separator = text[4];
  if (separator != '-' && separator != '/' && separator != 'M') return NotAMonth();
  if (text.size() == 7) return MonthOf(text.substr(0, 4), text.substr(5, 2));
  if (text.size() < 10 || text[7] != separator || separator == 'M') return NotAMonth();
  if (text.size() > 10 && text[10] != ' ' && text[10] != 'T') return NotAMonth();
  return MonthOfDate(text.substr(0, 4), text.substr(5, 2), text.substr(8, 2));
}

// The day that Excel calls so.
std::optional<absl::CivilDay> ExcelDay(absl::string_view text) {
  const absl::CivilDay zero(1899, 12, 30);
  int number = 0;
  if (!absl::SimpleAtoi(text, &number)) return std::nullopt;
  return zero + number;
}

absl::StatusOr<Month> ParseExcelDay(absl::string_view text) {
  const std::optional<absl::CivilDay> excel = ExcelDay(text);
  if (!excel.has_value()) return NotAMonth();
  const absl::CivilDay day = *excel;
  if (day.year() < 1990 || day.year() > 2099) return NotAMonth();
  return Month::Of(static_cast<int>(day.year()), day.month());
}

// "mars-2022", "2022-mars", "mar-22" and "22-mar", folded. A year of two digits in front is 2010-2099, so that "01-mar"
// is no year.
absl::StatusOr<Month> ParseNamed(absl::string_view folded) {
  const std::vector<std::string> parts = absl::StrSplit(folded, '-');
  if (parts.size() != 2) return NotAMonth();
  const bool year_first = AllDigits(parts[0]);
  const std::optional<int> month = CalendarMonthNamed(parts[year_first ? 1 : 0]);
  std::string year = parts[year_first ? 0 : 1];
  if (!month.has_value() || !AllDigits(year)) return NotAMonth();
  if (year.size() == 2 && (!year_first || year >= "10")) year = absl::StrCat("20", year);
  if (year.size() != 4) return NotAMonth();
  return MonthOf(year, absl::StrCat(*month));
}

}  // namespace

absl::string_view TrimCell(absl::string_view cell) {
  for (bool changed = true; changed;) {
    const size_t before = cell.size();
    cell = absl::StripAsciiWhitespace(cell);
    for (const absl::string_view blank : kWideBlanks) {
      absl::ConsumePrefix(&cell, blank);
      absl::ConsumeSuffix(&cell, blank);
    }
    changed = cell.size() != before;
  }
  return cell;
}

std::string FoldedName(absl::string_view text) {
  std::string folded = absl::StrReplaceAll(TrimCell(text), {{"å", "a"},
                                                            {"ä", "a"},
                                                            {"ö", "o"},
                                                            {"Å", "a"},
                                                            {"Ä", "a"},
                                                            {"Ö", "o"},
                                                            {"é", "e"},
                                                            {"É", "e"},
                                                            {"ü", "u"},
                                                            {"Ü", "u"},
                                                            {"\u00A0", " "},
                                                            {"\u202F", " "}});
  absl::AsciiStrToLower(&folded);
  std::string result;
  for (const char c : folded) {
    const bool blank = absl::ascii_isspace(static_cast<unsigned char>(c)) || c == '_' || c == '-';
    if (!blank) {
      result += c;
    } else if (!result.empty() && result.back() != '-') {
      result += '-';
    }
  }
  while (!result.empty() && result.back() == '-') result.pop_back();
  return result;
}

std::optional<std::string> UnitIdentifier(absl::string_view text) {
  const std::string folded = FoldedName(text);
  const auto belongs = [](char c) {
    return absl::ascii_islower(static_cast<unsigned char>(c)) || IsDigit(c) || c == '-';
  };
  if (folded.empty() || folded.size() > kMaxNameBytes || !std::all_of(folded.begin(), folded.end(), belongs)) {
    return std::nullopt;
  }
  if (!absl::ascii_islower(static_cast<unsigned char>(folded.front()))) return std::nullopt;
  return folded;
}

void NumberStyle::Observe(absl::string_view cell) {
  const std::optional<SignedBody> number = SplitSign(cell);
  if (!number.has_value()) return;
  const std::optional<Reading> reading = ReadMarks(number->body);
  if (!reading.has_value() || reading->decimal == '?' || !Plain(number->body, *reading).has_value()) return;
  comma_ |= reading->decimal == ',' || (reading->decimal == 0 && reading->thousands == '.');
  point_ |= reading->decimal == '.' || (reading->decimal == 0 && reading->thousands == ',');
}

absl::StatusOr<int64_t> ParseNumberCell(absl::string_view cell, const NumberStyle& style, int units_per_whole) {
  if (IsDash(cell)) return 0;
  const std::optional<SignedBody> number = SplitSign(cell);
  if (!number.has_value()) return NotANumber();
  const std::optional<Reading> marks = ReadMarks(number->body);
  if (!marks.has_value()) return NotANumber();
  PROGNOS_ASSIGN_OR_RETURN(const Reading reading, Resolve(*marks, style));
  const std::optional<std::string> plain = Plain(number->body, reading);
  if (!plain.has_value()) return NotANumber();
  PROGNOS_ASSIGN_OR_RETURN(const int64_t value, ParseDecimal(*plain, '.', units_per_whole));
  return number->negative ? -value : value;
}

absl::StatusOr<int64_t> RoundNumberCell(double number, int units_per_whole) {
  if (!std::isfinite(number)) return NotANumber();
  double seen = 0;
  if (!absl::SimpleAtod(absl::StrFormat("%.15g", number * units_per_whole), &seen)) return NotANumber();
  const double limit = static_cast<double>(kMaxAmountOre) / kMoneyUnit.parts_per_whole * units_per_whole;
  if (std::abs(seen) > limit) {
    return MessageStatus(absl::StatusCode::kOutOfRange, IsBeyondTheLargestAmount());
  }
  return std::llround(seen);
}

bool IsDash(absl::string_view cell) {
  const absl::string_view text = TrimCell(cell);
  return text == "-" || text == "\u2212" || text == "\u2013" || text == "\u2014";
}

MoneyCell SplitMoneyUnit(absl::string_view cell) {
  struct Suffix {
    const char* text;
    int kronor_per_unit;
  };
  static constexpr Suffix kSuffixes[] = {{"tkr", 1000}, {"kkr", 1000}, {"mnkr", 1'000'000}, {"mkr", 1'000'000},
                                         {"kr", 1},     {"kronor", 1}, {"sek", 1},          {":-", 1}};
  const absl::string_view text = TrimCell(cell);
  for (const Suffix& suffix : kSuffixes) {
    if (!absl::EndsWithIgnoreCase(text, suffix.text)) continue;
    const absl::string_view number = TrimCell(text.substr(0, text.size() - absl::string_view(suffix.text).size()));
    if (LooksLikeNumber(number) || IsDash(number)) return {number, suffix.kronor_per_unit};
  }
  for (const absl::string_view prefix : {"kr", "sek"}) {
    if (!absl::StartsWithIgnoreCase(text, prefix)) continue;
    const absl::string_view number = TrimCell(text.substr(prefix.size()));
    if (LooksLikeNumber(number)) return {number, 1};
  }
  return {text, 0};
}

bool LooksLikeNumber(absl::string_view cell) { return SplitSign(cell).has_value(); }

std::optional<int> CalendarMonthNamed(absl::string_view name) {
  static constexpr std::array<std::array<absl::string_view, 4>, 12> kNames = {{{"jan", "januari", "january", ""},
                                                                               {"feb", "februari", "february", ""},
                                                                               {"mar", "mars", "march", ""},
                                                                               {"apr", "april", "", ""},
                                                                               {"maj", "may", "", ""},
                                                                               {"jun", "juni", "june", ""},
                                                                               {"jul", "juli", "july", ""},
                                                                               {"aug", "augusti", "august", ""},
                                                                               {"sep", "september", "sept", ""},
                                                                               {"okt", "oktober", "oct", "october"},
                                                                               {"nov", "november", "", ""},
                                                                               {"dec", "december", "", ""}}};
  std::string folded = FoldedName(name);
  if (absl::EndsWith(folded, ".")) folded.pop_back();
  if (folded.empty()) return std::nullopt;
  for (size_t month = 0; month < kNames.size(); ++month) {
    for (const absl::string_view known : kNames[month]) {
      if (known == folded) return static_cast<int>(month) + 1;
    }
  }
  return std::nullopt;
}

absl::StatusOr<Month> ParseMonthCell(absl::string_view cell) {
  const absl::string_view text = TrimCell(cell);
  if (AllDigits(text)) {
    if (text.size() == 5) return ParseExcelDay(text);
    if (text.size() == 6) return MonthOf(text.substr(0, 4), text.substr(4));
    if (text.size() == 8) return MonthOfDate(text.substr(0, 4), text.substr(4, 2), text.substr(6));
    return NotAMonth();
  }
  if (text.size() >= 7 && AllDigits(text.substr(0, 4)) && IsDigit(text[5])) return ParseSeparated(text);
  return ParseNamed(absl::StrReplaceAll(FoldedName(text), {{".-", "-"}, {".", "-"}}));
}

absl::StatusOr<absl::CivilDay> ParseDayCell(absl::string_view cell, DayOfMonth of_month) {
  PROGNOS_ASSIGN_OR_RETURN(const Month month, ParseMonthCell(cell));
  const absl::string_view text = TrimCell(cell);
  const absl::CivilDay first = FirstDayOf(month);
  if (AllDigits(text) && text.size() == 5) return ExcelDay(text).value_or(first);
  const bool is_written_together = AllDigits(text) && text.size() == 8;
  const bool is_separated = AllDigits(text.substr(0, 4)) && text.size() >= 10 && IsDigit(text[5]);
  int day = 0;
  if ((is_written_together || is_separated) && absl::SimpleAtoi(text.substr(is_separated ? 8 : 6, 2), &day)) {
    return first + (day - 1);
  }
  return of_month == DayOfMonth::kFirst ? first : FirstDayOf(month + 1) - 1;
}

std::optional<EventKindWord> ParseEventKindCell(absl::string_view cell) {
  static const auto* const words = new std::map<std::string, EventKindWord>{
      {"engangspost", EventKindWord::kOneOff},
      {"one-off", EventKindWord::kOneOff},
      {"rattelse", EventKindWord::kCorrection},
      {"correction", EventKindWord::kCorrection},
      {"nivaskifte", EventKindWord::kLevelShift},
      {"level-shift", EventKindWord::kLevelShift},
      {"step", EventKindWord::kLevelShift},
      {"procent", EventKindWord::kPercent},
      {"percent", EventKindWord::kPercent},
      {"atgard", EventKindWord::kMeasure},
      {"measure", EventKindWord::kMeasure},
      {"flytt", EventKindWord::kMove},
      {"move", EventKindWord::kMove},
      {"atagande", EventKindWord::kCommitment},
      {"placering", EventKindWord::kCommitment},
      {"commitment", EventKindWord::kCommitment},
  };
  const auto found = words->find(FoldedName(cell));
  return found == words->end() ? std::nullopt : std::optional(found->second);
}

std::optional<FlowCell> ParseFlowCell(absl::string_view cell) {
  const std::string word = FoldedName(cell);
  for (const absl::string_view cost : {"kostnad", "kostnader", "cost", "costs"}) {
    if (word == cost) return FlowCell{Flow::kCost, ""};
  }
  for (const absl::string_view revenue : {"intakt", "intakter", "revenue", "revenues"}) {
    if (word == revenue) return FlowCell{Flow::kRevenue, ""};
  }
  for (const absl::string_view volume : {"volym", "volymer", "volume", "volumes"}) {
    if (word == volume) return FlowCell{Flow::kVolume, ""};
  }
  const std::optional<std::string> unit = UnitIdentifier(cell);
  if (!unit.has_value()) return std::nullopt;
  return FlowCell{Flow::kVolume, *unit};
}

std::optional<PhasingCell> ParsePhasingCell(absl::string_view cell) {
  const std::string word = FoldedName(cell);
  if (word.empty() || word == "jamn" || word == "even") return PhasingCell{PhasingWord::kEven};
  if (word == "forra-aret" || word == "last-year") return PhasingCell{PhasingWord::kLastYear};
  if (word == "medel" || word == "mean") return PhasingCell{PhasingWord::kMean};
  if (word == "sasong" || word == "season") return PhasingCell{PhasingWord::kSeason};
  if (word == "manader" || word == "months") return PhasingCell{PhasingWord::kMonths};
  if (word == "procent" || word == "percent") return PhasingCell{PhasingWord::kPercent};
  for (const absl::string_view mean : {"medel-", "mean-"}) {
    int years = 0;
    if (absl::StartsWith(word, mean) && absl::SimpleAtoi(absl::string_view(word).substr(mean.size()), &years)) {
      return PhasingCell{PhasingWord::kMean, years};
    }
  }
  return std::nullopt;
}

std::optional<bool> ParseYesOrNo(absl::string_view cell) {
  const std::string word = FoldedName(cell);
  if (word == "ja" || word == "yes" || word == "x" || word == "1") return true;
  if (word.empty() || word == "nej" || word == "no" || word == "0") return false;
  return std::nullopt;
}

}  // namespace prognos
