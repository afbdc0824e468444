// What a file means for one organization: its rows as values of series, checked and ready to be stored.
#ifndef PROGNOS_FORECAST_SERVICE_FILE_CONTENT_H_
#define PROGNOS_FORECAST_SERVICE_FILE_CONTENT_H_

#include <cstdint>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "forecast/base/faults.h"
#include "forecast/interchange/posting_application.h"
#include "forecast/interchange/table_file.h"
#include "forecast/ledger/activity_tree.h"
#include "forecast/ledger/store.h"
#include "prognos/v1/ledger.pb.h"

namespace prognos::service {

// What the rows of a file are read against.
struct FileTargets {
  ledger::ActivityTree tree;
  std::vector<ledger::Series> series;  // In tree order.
  std::vector<ledger::PostingRule> rules;
  std::vector<ledger::CostType> cost_types;
};

absl::StatusOr<FileTargets> ReadFileTargets(ledger::Reader& reader, const std::string& organization);

// A series of a cost type that does not exist yet is made before the content is stored (AddTypedSeries).
struct FileContent {
  v1::FileFormat format = v1::FILE_FORMAT_UNSPECIFIED;
  int64_t row_count = 0;
  std::vector<ledger::NewActual> actuals;
  std::vector<std::string> places;  // Where in the file each actual stands.
  // Where a series of `covered_series` without a value has nothing booked.
  std::set<Month> covered_months;
  std::set<std::string> covered_series;
  // Whether it becomes zero also where the ledger holds nothing: the file is known to be whole.
  bool is_whole = false;
  // Values that those of the file take the place of: money without a cost type where the file has it by type, and money
  // by type where the file has it without.
  std::set<std::pair<std::string, Month>> replaced;
  std::vector<UnmatchedPosting> unmatched;  // Money that no rule matched.
  int balance_account_count = 0;            // Balance accounts without a rule ...
  int64_t balance_sum_ore = 0;              // ... and their sum.
  int64_t budget_row_count = 0;             // Budget rows, which are left alone ...
  int64_t budget_sum_ore = 0;               // ... and their sum.
  std::vector<Message> notes;               // What was scaled, guessed or left out, or does not add up.
};

// Reads `file` as `format` (FILE_FORMAT_UNSPECIFIED: whichever it is). Faults of single rows, those of unknown
// activities and series among them, join `faults`, so that the caller can check the other rows too and tell all at
// once; with any fault nothing of the content may be stored. INVALID_ARGUMENT for a file that cannot be read at all;
// FAILED_PRECONDITION when the file holds accounts and there are no posting rules.
absl::StatusOr<FileContent> ReadFileContent(const TableFile& file, v1::FileFormat format, const FileTargets& targets,
                                            FaultList& faults);

}  // namespace prognos::service

#endif  // PROGNOS_FORECAST_SERVICE_FILE_CONTENT_H_
