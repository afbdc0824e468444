#include "forecast/base/month_names.h"

#include "absl/strings/str_cat.h"
#include "forecast/messages/month_words.h"

namespace prognos {
namespace {

std::string Span(const std::string& first, const std::string& last) {
  return first == last ? first : absl::StrCat(first, "–", last);
}

}  // namespace

std::string MonthName(int month, Language language) { return MonthWord(month, language); }

std::string MonthShort(int month, Language language) { return MonthName(month, language).substr(0, 3); }

std::string MonthSpanShort(int last_month, Language language) {
  return Span(MonthShort(1, language), MonthShort(last_month, language));
}

}  // namespace prognos
