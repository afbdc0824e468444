// Texts and numbers as JSON writes them (RFC 8259).
#ifndef PROGNOS_FORECAST_DOCUMENTS_JSON_TEXT_H_
#define PROGNOS_FORECAST_DOCUMENTS_JSON_TEXT_H_

#include <string>

#include "absl/strings/string_view.h"

namespace prognos::documents {

// In quotes, with what JSON does not take as it stands escaped. `text` must be UTF-8.
std::string JsonString(absl::string_view text);

// The shortest text that reads back as the same number; null for what is not finite, for which JSON has no word.
std::string JsonNumber(double value);

}  // namespace prognos::documents

#endif  // PROGNOS_FORECAST_DOCUMENTS_JSON_TEXT_H_
