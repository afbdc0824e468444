#include "client/machine_columns.h"

#include <string>

#include "absl/strings/str_split.h"

namespace prognos::client {

std::vector<documents::Column> MachineColumns(absl::string_view names) {
  std::vector<documents::Column> columns;
  for (const absl::string_view name : absl::StrSplit(names, ';')) {
    columns.push_back({std::string(name), {std::string(name)}});
  }
  return columns;
}

}  // namespace prognos::client
