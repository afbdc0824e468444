// Grants, projects and investments as an ekonom keeps them in Excel, one a row:
//
//   Statsbidrag 2022 (tkr)
//   bidrag;beviljat;använt;slutdatum;kommentar
//   Flyktingguider;1 200;40;2023-12-31;
//
//   investering;totalbudget;budget;utfall;överförs;budget 2023;avskrivningstid;ränta
//
// The names of the columns are those of interchange/table.h.
#ifndef PROGNOS_FORECAST_SERVICE_FUND_TABLE_H_
#define PROGNOS_FORECAST_SERVICE_FUND_TABLE_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "forecast/base/month.h"
#include "forecast/interchange/table_file.h"
#include "forecast/ledger/activity_tree.h"
#include "forecast/messages/message.h"
#include "forecast/service/fund_checks.h"
#include "prognos/v1/followup.pb.h"

namespace prognos::service {

struct FundTable {
  v1::PutFundsRequest request;  // With the three lists alone.
  std::vector<int> fund_lines;  // The line of the table behind each element of the lists.
  std::vector<int> year_lines;
  std::vector<int> use_lines;
  int row_count = 0;
  std::vector<Message> notes;  // What was scaled or left out.
};

// `organization` is an identifier; activities are found in `tree`, funds among `known`. What a row does not say of a
// known fund stays as it is. `until` is the month to which things are used where a row does not say; its year is that
// of columns that name none.
// INVALID_ARGUMENT with every fault found, each at its line, and the errors of TableRows::Parse.
absl::StatusOr<FundTable> ReadFundTable(const TableFile& file, v1::FundKind kind, Month until,
                                        const std::string& organization, const ledger::ActivityTree& tree,
                                        const RecordedFunds& known);

// `status` of the table's request with each fault at its line.
absl::Status AtTableLines(const absl::Status& status, const FundTable& table);

}  // namespace prognos::service

#endif  // PROGNOS_FORECAST_SERVICE_FUND_TABLE_H_
