#include "forecast/base/formula_text.h"

namespace prognos {

bool BeginsAsFormula(absl::string_view text) {
  return !text.empty() && absl::string_view("=+-@\t\r").find(text[0]) != absl::string_view::npos;
}

}  // namespace prognos
