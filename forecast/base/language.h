// The languages the program speaks.
#ifndef PROGNOS_FORECAST_BASE_LANGUAGE_H_
#define PROGNOS_FORECAST_BASE_LANGUAGE_H_

namespace prognos {

enum class Language { kSwedish, kEnglish };

}  // namespace prognos

#endif  // PROGNOS_FORECAST_BASE_LANGUAGE_H_
