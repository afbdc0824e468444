// The months as the languages of messages call them.
#ifndef PROGNOS_FORECAST_MESSAGES_MONTH_WORDS_H_
#define PROGNOS_FORECAST_MESSAGES_MONTH_WORDS_H_

#include <string>

#include "absl/strings/string_view.h"
#include "forecast/messages/language.h"

namespace prognos {

// "januari"; `month` is 1-12.
const char* MonthWord(int month, Language language);

// "augusti 2022" of "2022-08"; as it stands what is no month.
std::string MonthInWords(absl::string_view month, Language language);

}  // namespace prognos

#endif  // PROGNOS_FORECAST_MESSAGES_MONTH_WORDS_H_
