#include "forecast/base/month_names.h"

#include <array>

#include "absl/strings/str_cat.h"

namespace prognos {
namespace {

constexpr std::array<const char*, 12> kSwedishMonths = {"januari",   "februari", "mars",     "april",
                                                        "maj",       "juni",     "juli",     "augusti",
                                                        "september", "oktober",  "november", "december"};
constexpr std::array<const char*, 12> kEnglishMonths = {"January",   "February", "March",    "April",
                                                        "May",       "June",     "July",     "August",
                                                        "September", "October",  "November", "December"};

std::string Span(const std::string& first, const std::string& last) {
  return first == last ? first : absl::StrCat(first, "–", last);
}

}  // namespace

std::string MonthName(int month, Language language) {
  return (language == Language::kSwedish ? kSwedishMonths : kEnglishMonths)[static_cast<size_t>(month - 1)];
}

std::string MonthShort(int month, Language language) { return MonthName(month, language).substr(0, 3); }

std::string MonthSpanShort(int last_month, Language language) {
  return Span(MonthShort(1, language), MonthShort(last_month, language));
}

}  // namespace prognos
