#include "forecast/service/cost_type_table.h"

#include "absl/strings/numbers.h"
#include "forecast/base/faults.h"
#include "forecast/base/status_macros.h"
#include "forecast/interchange/table_rows.h"
#include "forecast/service/names.h"
#include "messages/value.h"

namespace prognos::service {
namespace {

// The place in the list; without a number the place in the table.
int PlaceOf(const TableRow& row, int column, FaultList& faults) {
  const std::string text = TableRows::Field(row, column);
  int place = row.line;
  if (!text.empty() && !absl::SimpleAtoi(text, &place)) {
    faults.Add(PlaceInFile(row.line, "ordning"), FaultReason::kNotANumber, text, messages::value::IsNotAWholeNumber());
  }
  return place;
}

}  // namespace

absl::StatusOr<CostTypeTable> ReadCostTypeTable(const TableFile& file, const std::string& organization) {
  PROGNOS_ASSIGN_OR_RETURN(const TableRows rows, TableRows::Parse(file, TableKind::kActivities));
  FaultList faults;
  const int id_column = rows.Find(Column::kId);
  const int name_column = rows.Require(Column::kName, "namn", faults);
  const int order_column = rows.Find(Column::kOrder);
  PROGNOS_RETURN_IF_ERROR(faults.ToStatus());
  CostTypeTable table;
  for (const TableRow& row : rows.rows()) {
    const std::string name = TableRows::Field(row, name_column);
    const std::string id = TableRows::Field(row, id_column);
    v1::CostType& type = *table.request.add_cost_types();
    type.set_name(CostTypeName(organization, id.empty() ? IdentifierFrom(name) : id));
    type.set_display_name(name);
    type.set_order(PlaceOf(row, order_column, faults));
    table.lines.push_back(row.line);
  }
  PROGNOS_RETURN_IF_ERROR(faults.ToStatus());
  return table;
}

}  // namespace prognos::service
