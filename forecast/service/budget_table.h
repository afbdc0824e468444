// A year's budget as an ekonom keeps it in Excel:
//
//   verksamhet;slag;kostnadsslag;belopp;periodisering;jan;feb;...;dec
//   Externa placeringar;kostnad;;22 311 000;forra-aret
//
// A row without a kostnadsslag is the budget of the activity as a whole, or of what is booked without one.
// The names of the columns are those of interchange/table.h. Amounts may be in tkr or mkr, where the table says so.
#ifndef PROGNOS_FORECAST_SERVICE_BUDGET_TABLE_H_
#define PROGNOS_FORECAST_SERVICE_BUDGET_TABLE_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "forecast/interchange/cost_type_lookup.h"
#include "forecast/interchange/table_file.h"
#include "forecast/ledger/activity_tree.h"
#include "forecast/messages/message.h"
#include "prognos/v1/budget.pb.h"

namespace prognos::service {

struct BudgetTable {
  std::vector<v1::BudgetLine> lines;
  std::vector<int> line_numbers;  // The line of the table behind each of them.
  std::vector<Message> notes;     // What was scaled or left out, and sums that their parts do not make.
};

// What the rows of a table say.
enum class BudgetTableShape {
  kWholeYears,  // Amounts; given by month, all twelve.
  kAdditions,   // Amounts; the months before the first one filled in are 0.
  kPhasing,     // No amounts of the year: a phasing, and its months or percentages.
};

// `organization` is an identifier, `year` that of the budget; activities are found in `tree` by identifier, name or
// path, cost types in `types`. INVALID_ARGUMENT with every fault found, each at its line, and the errors of
// TableRows::Parse.
absl::StatusOr<BudgetTable> ReadBudgetTable(const TableFile& file, const std::string& organization,
                                            const ledger::ActivityTree& tree, const CostTypeLookup& types, int year,
                                            BudgetTableShape shape = BudgetTableShape::kWholeYears);

}  // namespace prognos::service

#endif  // PROGNOS_FORECAST_SERVICE_BUDGET_TABLE_H_
