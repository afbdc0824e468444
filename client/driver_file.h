// What drives what, as an ekonom keeps it in a table, text or workbook: a series that is driven a row.
#ifndef PROGNOS_CLIENT_DRIVER_FILE_H_
#define PROGNOS_CLIENT_DRIVER_FILE_H_

#include <grpcpp/grpcpp.h>

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "client/ledger_names.h"
#include "forecast/base/unit.h"
#include "forecast/interchange/table_file.h"
#include "forecast/messages/message.h"
#include "prognos/v1/followup.pb.h"

namespace prognos::client {

// A rate is sent in thousandths of an öre.
inline constexpr int kRatePartsPerKrona = kMoneyUnit.parts_per_whole * 1000;

// "2017-07=1350": something from a month on.
struct DatedNumber {
  std::string month;   // "2017-07".
  int64_t number = 0;  // In parts.
};

// INVALID_ARGUMENT with the rule that it broke (MessageFrom): no month before an equals sign, or no number after it,
// or a negative one.
absl::StatusOr<DatedNumber> ParseDatedNumber(absl::string_view text, int parts_per_whole);

// The months of a booking. One that does not fit is refused by the service like any other number of them.
int MonthsOf(const DatedNumber& booking);

struct DriverFile {
  v1::PutDriversRequest request;  // Only its drivers are filled.
  std::vector<int> rows;          // Of each driver its row in the file, from 1.
  std::vector<Message> notes;     // What was not read.
};

// Columns: serie (ensamkommande.intakt), hur (volym gånger pris, återsöks senare), drivs av (the series that drives
// it), and of refunds ersättning and samlat, each months with numbers, commas between them: "2015-01=1900,5,
// 2017-07=1350". As `prognos drivkraft visa --format csv` writes it, in Swedish and English. INVALID_ARGUMENT with
// every fault found, each at its row.
absl::StatusOr<DriverFile> ReadDriverFile(const TableFile& file, const LedgerNames& names);

// `status` of a request with the drivers of the file, each fault at its row. Anything else stays as it is.
grpc::Status AtDriverRows(const grpc::Status& status, const DriverFile& file);

}  // namespace prognos::client

#endif  // PROGNOS_CLIENT_DRIVER_FILE_H_
