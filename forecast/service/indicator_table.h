// Indicators as an ekonom keeps them in Excel, one a row with a column for each period, or one measurement a row:
//
//   indikator;typ;riktning;mål;T1;T2;T3
//   Antal SIP;ackumulerat;högre;20;10;19;25
//
//   indikator;månad;värde;täljare;nämnare;bedömning;kommentar
//   Antal SIP;2022-08;19;;;uppfyllt;enligt plan
//
// The names of the columns are those of interchange/table.h, the words of the cells those of proto/prognos/v1/followup.
#ifndef PROGNOS_FORECAST_SERVICE_INDICATOR_TABLE_H_
#define PROGNOS_FORECAST_SERVICE_INDICATOR_TABLE_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "forecast/interchange/table_file.h"
#include "forecast/ledger/activity_tree.h"
#include "forecast/messages/message.h"
#include "forecast/service/indicator_checks.h"
#include "prognos/v1/followup.pb.h"

namespace prognos::service {

struct IndicatorTable {
  v1::PutIndicatorsRequest request;  // With the three lists alone.
  std::vector<int> indicator_lines;  // The line of the table behind each element of the lists.
  std::vector<int> target_lines;
  std::vector<int> measurement_lines;
  int row_count = 0;
  std::vector<Message> notes;  // What was left out.
};

// `organization` is an identifier; activities are found in `tree`, indicators among `known` and by their rows above.
// INVALID_ARGUMENT with every fault found, each at its line, and the errors of TableRows::Parse.
absl::StatusOr<IndicatorTable> ReadIndicatorTable(const TableFile& file, int year, const std::string& organization,
                                                  const ledger::ActivityTree& tree, const RecordedIndicators& known);

// `status` of the table's request with each fault at its line.
absl::Status AtTableLines(const absl::Status& status, const IndicatorTable& table);

}  // namespace prognos::service

#endif  // PROGNOS_FORECAST_SERVICE_INDICATOR_TABLE_H_
