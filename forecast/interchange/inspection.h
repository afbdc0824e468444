// What a file holds, before anything is loaded: for `prognos granska`.
#ifndef PROGNOS_FORECAST_INTERCHANGE_INSPECTION_H_
#define PROGNOS_FORECAST_INTERCHANGE_INSPECTION_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "forecast/base/month.h"
#include "forecast/interchange/csv_ledger.h"
#include "forecast/interchange/file_format.h"
#include "forecast/interchange/sie_ledger.h"

namespace prognos {

// The account rows of a file as CSV (RFC 4180, comma, LF): a header and then
//   konto,dimension,objekt,period,slag,belopp
// with slag `utfall` or `budget`, period YYYY-MM, and the amount with decimal point, two decimals and the sign of the
// file. Rows stand as the file has them: the row without objects has empty dimension and objekt; a row with several
// dimensions joins them, and its objects, with ';' in the order of the file; equal keys are summed. Sorted by the
// columns from left to right. OUT_OF_RANGE when a sum does not fit in 64 bits.
absl::StatusOr<std::string> InspectionCsv(const SieLedger& ledger);

// As above for account rows; for activity rows `verksamhet,slag,period,belopp`, where slag is `kostnad`, `intäkt` or
// the unit of a volume and volumes have up to three decimals.
absl::StatusOr<std::string> InspectionCsv(const CsvLedger& ledger);

// The sums below count each amount once (postings.h) and have the sign of the file.
struct InspectedYear {
  std::string label;                    // SIE: "0", "-1"; CSV: "2022".
  std::optional<absl::CivilDay> first;  // SIE: as #RAR says.
  std::optional<absl::CivilDay> last;
  bool from_vouchers = false;  // SIE: summed from #TRANS.
  int64_t actual_ore = 0;      // All accounts. With balance accounts in the file close to 0 by nature.
  int64_t result_ore = 0;      // Outcome of accounts that are not balance accounts.
  int64_t budget_ore = 0;
  // SIE: of the accounts with both months and a stated sum of the year, those whose months do not add up to it; and how
  // many have both.
  int differing_accounts = 0;
  int checked_accounts = 0;
  // SIE: accounts whose stated sum is not zero and that have no month but zeros, though other accounts have.
  int monthless_accounts = 0;
};

struct InspectedDimension {
  std::string number;
  std::string name;    // Empty when the file does not say.
  std::string parent;  // The dimension it is a part of; usually empty.
  int object_count = 0;
};

struct InspectedAccount {
  std::string account;
  std::string name;  // Empty when the file does not say.
  bool is_balance_account = false;
  int64_t actual_ore = 0;
  int64_t budget_ore = 0;
};

struct InspectedActivity {
  std::string activity;
  Flow flow = Flow::kUnspecified;
  std::string unit;
  Month first_month;
  Month last_month;
  int month_count = 0;
  int64_t sum = 0;             // Öre; thousandths of the unit for volumes.
  std::string cost_type = "";  // As written; empty: none.
};

struct Inspection {
  FileFormat format = FileFormat::kUnreadable;
  TextEncoding encoding = TextEncoding::kUtf8;
  char delimiter = 0;            // CSV.
  bool wide = false;             // CSV: months stand as columns.
  int sie_type = 0;              // SIE: 2, 3 or 4.
  std::string program;           // SIE.
  std::string company;           // SIE.
  int named_account_count = 0;   // SIE: #KONTO.
  int64_t actual_row_count = 0;  // Rows after equal keys are summed.
  int64_t budget_row_count = 0;
  std::optional<Month> first_month;  // Of the outcomes, amounts of 0 aside; absent when there are none.
  std::optional<Month> last_month;
  std::vector<InspectedYear> years;            // Newest first.
  std::vector<InspectedDimension> dimensions;  // By number.
  std::vector<InspectedAccount> accounts;      // Those with rows, by number.
  std::vector<InspectedActivity> activities;   // By activity, flow, unit.
  std::vector<Message> notes;                  // As the readers give them, and what the sums say.
};

// INVALID_ARGUMENT and OUT_OF_RANGE as PostingsFromSie and PostingsFromCsv.
absl::StatusOr<Inspection> Inspect(const SieLedger& ledger);
absl::StatusOr<Inspection> Inspect(const CsvLedger& ledger);

}  // namespace prognos

#endif  // PROGNOS_FORECAST_INTERCHANGE_INSPECTION_H_
