// The tree of activities and their series as an ekonom keeps it in Excel:
//
//   id;namn;överordnad;ordning;serier;egen ram
//   vuxen;Vuxen;;1;;
//   vuxen-externa;Externa placeringar;Vuxen;2;kostnad+intakt+vårddygn;
//   ekonomiskt-bistand;Ekonomiskt bistånd;;3;kostnad+intakt;ja
//
// The names of the columns, and which may be left out, are those of interchange/table.h.
#ifndef PROGNOS_FORECAST_SERVICE_ACTIVITY_TABLE_H_
#define PROGNOS_FORECAST_SERVICE_ACTIVITY_TABLE_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "forecast/interchange/table_file.h"
#include "forecast/ledger/activity_tree.h"
#include "prognos/v1/ledger.pb.h"

namespace prognos::service {

// The two requests that a table stands for, and the line of the table behind each of their elements.
struct ActivityTable {
  v1::UpsertActivitiesRequest activities;
  std::vector<int> activity_lines;
  v1::UpsertSeriesRequest series;
  std::vector<int> series_lines;
};

// `organization` is an identifier. A parent may be an activity of the table or of `known`, by identifier, name or path.
// INVALID_ARGUMENT with every fault found, each at its line, and the errors of TableRows::Parse.
absl::StatusOr<ActivityTable> ReadActivityTable(const TableFile& file, const std::string& organization,
                                                const ledger::ActivityTree& known);

}  // namespace prognos::service

#endif  // PROGNOS_FORECAST_SERVICE_ACTIVITY_TABLE_H_
