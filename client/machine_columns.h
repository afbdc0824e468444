// The columns of tables that programs read.
#ifndef PROGNOS_CLIENT_MACHINE_COLUMNS_H_
#define PROGNOS_CLIENT_MACHINE_COLUMNS_H_

#include <vector>

#include "absl/strings/string_view.h"
#include "forecast/documents/document.h"

namespace prognos::client {

// From their names, with ';' between them: "verksamhet;namn;belopp".
std::vector<documents::Column> MachineColumns(absl::string_view names);

}  // namespace prognos::client

#endif  // PROGNOS_CLIENT_MACHINE_COLUMNS_H_
