#include "forecast/interchange/csv_source.h"

#include <string>
#include <utility>

#include "forecast/base/status_macros.h"

namespace prognos {

absl::StatusOr<bool> CsvSource::Next(Record& record) {
  PROGNOS_ASSIGN_OR_RETURN(const bool more, tokenizer_.Next(tokens_));
  record.line = tokens_.line;
  record.cells.clear();
  for (std::string& cell : tokens_.cells) record.cells.emplace_back(std::move(cell));
  return more;
}

}  // namespace prognos
