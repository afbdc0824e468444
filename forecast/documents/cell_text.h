// A cell as people read it.
#ifndef PROGNOS_FORECAST_DOCUMENTS_CELL_TEXT_H_
#define PROGNOS_FORECAST_DOCUMENTS_CELL_TEXT_H_

#include <string>

#include "forecast/documents/document.h"
#include "forecast/messages/language.h"

namespace prognos::documents {

// "24 900", "−5 641 … −3 641", "> 99 %", "3 av 4", "2022-03"; empty for Blank, "–" for NoValue.
std::string CellText(const Value& value, Language language);

}  // namespace prognos::documents

#endif  // PROGNOS_FORECAST_DOCUMENTS_CELL_TEXT_H_
