#include "forecast/messages/month_words.h"

#include <array>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

namespace prognos {
namespace {

constexpr std::array<const char*, 12> kSwedishMonths = {"januari",   "februari", "mars",     "april",
                                                        "maj",       "juni",     "juli",     "augusti",
                                                        "september", "oktober",  "november", "december"};
constexpr std::array<const char*, 12> kEnglishMonths = {"January",   "February", "March",    "April",
                                                        "May",       "June",     "July",     "August",
                                                        "September", "October",  "November", "December"};
constexpr size_t kYearDigits = 4;

}  // namespace

const char* MonthWord(int month, Language language) {
  return (language == Language::kSwedish ? kSwedishMonths : kEnglishMonths)[static_cast<size_t>(month - 1)];
}

std::string MonthInWords(absl::string_view month, Language language) {
  int number = 0;
  const bool has_form = month.size() == kYearDigits + 3 && month[kYearDigits] == '-';
  if (!has_form || !absl::SimpleAtoi(month.substr(kYearDigits + 1), &number) || number < 1 || number > 12) {
    return std::string(month);
  }
  return absl::StrCat(MonthWord(number, language), " ", month.substr(0, kYearDigits));
}

}  // namespace prognos
