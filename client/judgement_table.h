// Judgements as an ekonom keeps them in a table, text or workbook: a line of the forecast a row.
#ifndef PROGNOS_CLIENT_JUDGEMENT_TABLE_H_
#define PROGNOS_CLIENT_JUDGEMENT_TABLE_H_

#include <grpcpp/grpcpp.h>

#include <vector>

#include "absl/status/statusor.h"
#include "client/ledger_names.h"
#include "forecast/interchange/table_file.h"
#include "forecast/messages/message.h"
#include "prognos/v1/forecast.pb.h"

namespace prognos::client {

struct JudgementTable {
  v1::ApplyJudgementsRequest request;  // Only its judgements are filled.
  std::vector<int> rows;               // Of each judgement its row in the file, from 1.
  std::vector<Message> notes;          // What was scaled, and what was not read.
};

// Columns: rad (vuxen.kostnad), or verksamhet and slag; belopp (the full year) or återstår (what is left of it), in
// kronor or as the table says; plusminus, skäl, kommentar, and ta bort (ja: the override ends). A blank cell leaves
// what it is about as it is, a row with nothing but its line is left out. INVALID_ARGUMENT with every fault found, each
// at its row: no such line, a text where a number belongs, both amounts, an amount of a row whose override is to end,
// plusminus or skäl with neither.
absl::StatusOr<JudgementTable> ReadJudgementTable(const TableFile& file, const LedgerNames& names);

// `status` of a request with the table's judgements, each fault at its row. Anything else stays as it is.
grpc::Status AtTableRows(const grpc::Status& status, const JudgementTable& table);

}  // namespace prognos::client

#endif  // PROGNOS_CLIENT_JUDGEMENT_TABLE_H_
