#include "client/forecast_names.h"

#include <map>
#include <optional>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "forecast/base/month.h"
#include "forecast/base/month_names.h"
#include "forecast/interchange/cell_values.h"

namespace prognos::client {
namespace {

// How an identifier begins, by the word that people write; endings ("höstprognosen") do not count.
std::optional<std::string> RoundOfWord(absl::string_view word) {
  static const auto& rounds = *new std::map<std::string, std::string>{
      {"mars", "mars"},       {"march", "mars"},       {"var", "var"},         {"spring", "var"},
      {"host", "host"},       {"autumn", "host"},      {"oktober", "oktober"}, {"october", "oktober"},
      {"bokslut", "bokslut"}, {"year-end", "bokslut"}, {"infor", "infor"},     {"before", "infor"}};
  for (const char* ending : {"prognosen", "prognos"}) {
    if (word != ending && absl::EndsWith(word, ending)) word.remove_suffix(std::string(ending).size());
  }
  const auto found = rounds.find(std::string(word == "bokslutet" ? "bokslut" : word));
  if (found == rounds.end()) return std::nullopt;
  return found->second;
}

std::optional<std::string> MonthOfWord(absl::string_view word) {
  for (int month = 1; month <= 12; ++month) {
    const std::string swedish = FoldedName(MonthName(month, Language::kSwedish));
    if (word == swedish || word == FoldedName(MonthName(month, Language::kEnglish))) return swedish;
  }
  return std::nullopt;
}

// The words before the year.
std::optional<std::string> RoundOfWords(const std::vector<std::string>& words) {
  if (words.empty()) return std::nullopt;
  const bool is_through = words.size() == 2 && (words[0] == "till" || words[0] == "through");
  if (!is_through) return RoundOfWord(absl::StrJoin(words, "-"));
  const std::optional<std::string> month = MonthOfWord(words[1]);
  if (!month.has_value()) return std::nullopt;
  return absl::StrCat("till-", *month);
}

bool IsNumber(const std::string& word, int& number) {
  return absl::SimpleAtoi(word, &number) && word.find_first_not_of("0123456789") == std::string::npos;
}

std::string RoundWord(const v1::Forecast& forecast, const Texts& texts) {
  switch (forecast.round()) {
    case v1::ROUND_MARCH:
      return texts.name_of_march;
    case v1::ROUND_SPRING:
      return texts.name_of_spring;
    case v1::ROUND_AUTUMN:
      return texts.name_of_autumn;
    case v1::ROUND_OCTOBER:
      return texts.name_of_october;
    case v1::ROUND_YEAR_END:
      return texts.name_of_year_end;
    default:
      break;
  }
  const absl::StatusOr<Month> last = Month::Parse(forecast.last_known_month());
  const bool knows = last.ok() && last->year() == forecast.year();
  return knows ? absl::StrCat(texts.name_through, " ", MonthName(last->month(), texts.language)) : texts.name_before;
}

// The round of an identifier's first words, "host" or "till-maj", and the last month that it knows; 0: none of the
// year.
bool TakeRound(const std::vector<std::string>& words, v1::Forecast& forecast) {
  static const auto& rounds = *new std::map<std::string, v1::Round>{
      {"mars", v1::ROUND_MARCH},      {"var", v1::ROUND_SPRING},       {"host", v1::ROUND_AUTUMN},
      {"oktober", v1::ROUND_OCTOBER}, {"bokslut", v1::ROUND_YEAR_END}, {"infor", v1::ROUND_MONTH}};
  if (words.size() == 2 && words[0] == "till") {
    for (int month = 1; month <= 12; ++month) {
      if (words[1] != FoldedName(MonthName(month, Language::kSwedish))) continue;
      forecast.set_round(v1::ROUND_MONTH);
      forecast.set_last_known_month((Month::January(forecast.year()) + (month - 1)).ToString());
      return true;
    }
  }
  const auto found = words.size() == 1 ? rounds.find(words[0]) : rounds.end();
  if (found == rounds.end()) return false;
  forecast.set_round(found->second);
  return true;
}

}  // namespace

std::string ForecastLabelOfId(absl::string_view id, const Texts& texts) {
  std::vector<std::string> words = absl::StrSplit(id, '-');
  v1::Forecast forecast;
  int number = 0;
  int year = 0;
  if (words.size() < 3 || !absl::StartsWith(words.back(), "nr") || !IsNumber(words.back().substr(2), number)) {
    return std::string(id);
  }
  words.pop_back();
  if (words.back().size() != 4 || !IsNumber(words.back(), year) || year < Month::kFirstYear ||
      year > Month::kLastYear) {
    return std::string(id);
  }
  words.pop_back();
  forecast.set_number(number);
  forecast.set_year(year);
  return TakeRound(words, forecast) ? ForecastLabel(forecast, texts) : std::string(id);
}

std::string ForecastLabel(const v1::Forecast& forecast, const Texts& texts) {
  if (forecast.number() == 0) return forecast.name().substr(forecast.name().rfind('/') + 1);
  return absl::StrCat(RoundWord(forecast, texts), " ", forecast.year(), " #", forecast.number());
}

std::string ForecastIdOf(absl::string_view text) {
  std::string as_given(text);
  if (absl::StrContains(text, "/")) return as_given;
  const std::string folded = FoldedName(absl::StrReplaceAll(text, {{"#", " nr "}}));
  std::vector<std::string> words = absl::StrSplit(folded, '-', absl::SkipEmpty());
  int number = 0;
  int year = 0;
  if (words.size() < 4 || !IsNumber(words.back(), number)) return as_given;
  words.pop_back();
  if (words.back() != "nr" && words.back() != "no") return as_given;
  words.pop_back();
  if (words.back().size() != 4 || !IsNumber(words.back(), year)) return as_given;
  words.pop_back();
  const std::optional<std::string> round = RoundOfWords(words);
  return round.has_value() ? absl::StrCat(*round, "-", year, "-nr", number) : as_given;
}

}  // namespace prognos::client
