// What a SIE file of type 2, 3 or 4 holds.
#ifndef PROGNOS_FORECAST_INTERCHANGE_SIE_LEDGER_H_
#define PROGNOS_FORECAST_INTERCHANGE_SIE_LEDGER_H_

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/civil_time.h"
#include "forecast/base/month.h"
#include "forecast/interchange/account_rows.h"
#include "forecast/interchange/text_encoding.h"
#include "forecast/messages/message.h"

namespace prognos {

// A year of the file (#RAR); need not be a calendar year, nor twelve months.
struct SieYear {
  absl::CivilDay first;
  absl::CivilDay last;
  // Its outcomes are sums of vouchers; otherwise they are #PSALDO.
  bool from_vouchers = false;
};

struct SieDimension {
  std::string name;
  std::string parent;  // #UNDERDIM: the dimension it belongs to; empty for #DIM.
};

// A year (0, -1, ...) and an account.
using SieYearAccount = std::pair<int, std::string>;

struct SieLedger {
  std::string program;
  std::string company;
  TextEncoding encoding = TextEncoding::kUtf8;
  int type = 0;                                      // 2, 3 or 4.
  std::map<int, SieYear> years;                      // By number: 0 is the year of the file, -1 the year before.
  std::map<std::string, std::string> accounts;       // Name by account.
  std::map<std::string, std::string> account_types;  // #KTYP: T, S (balance), K, I (result).
  std::map<std::string, SieDimension> dimensions;    // By number.
  std::map<DimensionObject, std::string> objects;    // Name by dimension and object.

  // By account, objects, month, kind, year; equal keys are summed. A row without objects is the file's row `{}`; what
  // it means beside rows with objects is told in postings.h. A year summed from vouchers has for each account and month
  // one row without objects, the sum of all its vouchers, and one row for each object list that vouchers carry.
  std::vector<AccountRow> rows;

  // What the file says of a whole year, to check the months against: #RES, and #UB minus #IB.
  std::map<SieYearAccount, int64_t> results_ore;
  std::map<SieYearAccount, int64_t> balance_changes_ore;

  std::vector<Message> notes;  // What was left out and why.
};

}  // namespace prognos

#endif  // PROGNOS_FORECAST_INTERCHANGE_SIE_LEDGER_H_
