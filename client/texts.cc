#include "client/texts.h"

#include <array>

#include "absl/strings/str_cat.h"

namespace prognos::client {
namespace {

constexpr std::array<const char*, 12> kSwedishMonths = {"januari",   "februari", "mars",     "april",
                                                        "maj",       "juni",     "juli",     "augusti",
                                                        "september", "oktober",  "november", "december"};
constexpr std::array<const char*, 12> kEnglishMonths = {"January",   "February", "March",    "April",
                                                        "May",       "June",     "July",     "August",
                                                        "September", "October",  "November", "December"};

constexpr Texts kSwedish = {
    Language::kSwedish,
#define PROGNOS_TEXT(name, swedish, english) swedish,
#include "client/texts.inc"
#undef PROGNOS_TEXT
};

constexpr Texts kEnglish = {
    Language::kEnglish,
#define PROGNOS_TEXT(name, swedish, english) english,
#include "client/texts.inc"
#undef PROGNOS_TEXT
};

std::string Span(const std::string& first, const std::string& last) {
  return first == last ? first : absl::StrCat(first, "–", last);
}

}  // namespace

const Texts& TextsIn(Language language) { return language == Language::kSwedish ? kSwedish : kEnglish; }

std::string MonthName(int month, Language language) {
  return (language == Language::kSwedish ? kSwedishMonths : kEnglishMonths)[static_cast<size_t>(month - 1)];
}

std::string MonthShort(int month, Language language) { return MonthName(month, language).substr(0, 3); }

std::string MonthSpanShort(int last_month, Language language) {
  return Span(MonthShort(1, language), MonthShort(last_month, language));
}

}  // namespace prognos::client
