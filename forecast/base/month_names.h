// Months in words, in the languages the program speaks.
#ifndef PROGNOS_FORECAST_BASE_MONTH_NAMES_H_
#define PROGNOS_FORECAST_BASE_MONTH_NAMES_H_

#include <string>

#include "forecast/messages/language.h"

namespace prognos {

// "januari"; `month` is 1-12.
std::string MonthName(int month, Language language);
// "jan".
std::string MonthShort(int month, Language language);
// The months from January to `last_month` (1-12): "jan–aug", and "jan" when that is all.
std::string MonthSpanShort(int last_month, Language language);

}  // namespace prognos

#endif  // PROGNOS_FORECAST_BASE_MONTH_NAMES_H_
