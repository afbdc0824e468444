// Texts that a spreadsheet would compute.
#ifndef PROGNOS_FORECAST_BASE_FORMULA_TEXT_H_
#define PROGNOS_FORECAST_BASE_FORMULA_TEXT_H_

#include "absl/strings/string_view.h"

namespace prognos {

// Whether `text` begins as what a spreadsheet takes for a formula: '=', '+', '-', '@', tab or CR.
bool BeginsAsFormula(absl::string_view text);

}  // namespace prognos

#endif  // PROGNOS_FORECAST_BASE_FORMULA_TEXT_H_
