// Faults of a request that was made of a table: told at the table's lines, where the person who sent it can see them.
#ifndef PROGNOS_FORECAST_SERVICE_TABLE_LINES_H_
#define PROGNOS_FORECAST_SERVICE_TABLE_LINES_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace prognos::service {

// `status` with each fault at an element of a list, "budget.lines[2].amount_ore", at the line that the element was made
// of, "line 4: amount_ore": `lines` has one for each element. An element may also be named by its identifier,
// "activities[vuxen].parent": `ids` has those of all elements then. Other faults, and a status without faults, stay as
// they are.
absl::Status AtLines(const absl::Status& status, const std::vector<int>& lines,
                     const std::vector<std::string>& ids = {});

// The lines of the elements of one list of a request.
struct LinesOfList {
  absl::string_view list;  // As its places begin: "budget.lines[".
  const std::vector<int>* lines;
};

// As AtLines for a request that has several lists.
absl::Status AtLinesOfLists(const absl::Status& status, const std::vector<LinesOfList>& lists);

}  // namespace prognos::service

#endif  // PROGNOS_FORECAST_SERVICE_TABLE_LINES_H_
