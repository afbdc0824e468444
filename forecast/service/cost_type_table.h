// The cost types (kostnadsslag) of an organization as an ekonom keeps them in Excel:
//
//   id;namn;ordning
//   personal;Personal;1
//   inhyrd;Inhyrd personal;2
//
// Without ordning the order of the table is that of the list; without id it is made of the name ("inhyrd-personal").
#ifndef PROGNOS_FORECAST_SERVICE_COST_TYPE_TABLE_H_
#define PROGNOS_FORECAST_SERVICE_COST_TYPE_TABLE_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "forecast/interchange/table_file.h"
#include "prognos/v1/ledger.pb.h"

namespace prognos::service {

struct CostTypeTable {
  v1::UpsertCostTypesRequest request;
  std::vector<int> lines;  // The line of the table behind each type.
};

// `organization` is an identifier. INVALID_ARGUMENT with every fault found, each at its line, and the errors of
// TableRows::Parse.
absl::StatusOr<CostTypeTable> ReadCostTypeTable(const TableFile& file, const std::string& organization);

}  // namespace prognos::service

#endif  // PROGNOS_FORECAST_SERVICE_COST_TYPE_TABLE_H_
