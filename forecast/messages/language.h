// The languages of the catalogue.
#ifndef PROGNOS_FORECAST_MESSAGES_LANGUAGE_H_
#define PROGNOS_FORECAST_MESSAGES_LANGUAGE_H_

namespace prognos {

enum class Language { kSwedish, kEnglish };

}  // namespace prognos

#endif  // PROGNOS_FORECAST_MESSAGES_LANGUAGE_H_
