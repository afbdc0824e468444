// What a CSV file of outcomes, or a sheet of a workbook, holds.
#ifndef PROGNOS_FORECAST_INTERCHANGE_CSV_LEDGER_H_
#define PROGNOS_FORECAST_INTERCHANGE_CSV_LEDGER_H_

#include <cstdint>
#include <string>
#include <vector>

#include "forecast/base/month.h"
#include "forecast/interchange/account_rows.h"
#include "forecast/interchange/file_format.h"
#include "forecast/interchange/text_encoding.h"
#include "forecast/messages/message.h"
#include "forecast/series/flow.h"

namespace prognos {

// One value of an activity.
struct ActivityRow {
  std::string activity;  // As written, trimmed.
  Flow flow = Flow::kUnspecified;
  std::string unit;  // Volumes only: an identifier such as "hushall".
  Month month;
  int64_t value = 0;  // Öre; thousandths of the unit for volumes. Sign of the file.
  int line = 0;
  std::string cost_type = "";  // As written, trimmed; empty: none.
};

struct CsvLedger {
  FileFormat format = FileFormat::kCsv;  // Or a workbook's.
  std::string sheet;                     // Of a workbook.
  TextEncoding encoding = TextEncoding::kUtf8;
  char delimiter = ';';
  bool wide = false;         // Months stood as columns.
  bool states_kind = false;  // Account rows said utfall or budget, as an inspection of a SIE file does.
  // One of the two is empty: a file names activities or accounts.
  std::vector<ActivityRow> activities;  // In the order of the file; no activity, flow, unit, type and month twice.
  std::vector<AccountRow> accounts;     // By account, objects, month, kind; equal keys are summed.
  std::vector<Message> notes;           // What was left out and why.
};

}  // namespace prognos

#endif  // PROGNOS_FORECAST_INTERCHANGE_CSV_LEDGER_H_
