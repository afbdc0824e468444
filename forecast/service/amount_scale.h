// Whether a file's amounts are in another unit than those before them: a file in tkr without a word about it, read as
// kronor, makes every sum a thousand times too small, and nothing else about it is wrong.
//
// The month of a series is what it usually has: the median of its months that are not zero. The file as a whole is far
// from the history when the middle of its series is at least 300 times larger or smaller than before, or when one
// series is about a thousand or a million times so and has always been within ten times of its usual month: then a part
// of the file is in another unit. A single series that really grew does not stop a file, and one that has less than
// three such months in the ledger says nothing.
#ifndef PROGNOS_FORECAST_SERVICE_AMOUNT_SCALE_H_
#define PROGNOS_FORECAST_SERVICE_AMOUNT_SCALE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "forecast/ledger/store.h"
#include "forecast/messages/message.h"

namespace prognos::service {

// A series whose usual month in a file is far from that of its history.
struct FarSeries {
  std::string series_id;
  Month first_month;        // Of the file.
  int64_t before_ore = 0;   // The usual month of the history,
  int64_t in_file_ore = 0;  // and of the file.
};

struct ScaleOfFile {
  bool is_far = false;         // The file as a whole.
  std::vector<FarSeries> far;  // By series.
};

// Compares `booked`, amounts of a file, with what the ledger holds for the same series in the three years around them.
// Volumes, zeros, and amounts that are small before and after (below SEK 1,000 a month) are left out.
absl::StatusOr<ScaleOfFile> CompareScale(ledger::Reader& reader, const std::string& organization,
                                         const std::vector<ledger::NewActual>& booked);

// What is to be told about the file: of a single series that is far from its history, and that far amounts were
// confirmed. FAILED_PRECONDITION (REASON_UNUSUAL_AMOUNTS) with each far series when the file as a whole is far and
// `confirmed` is false.
absl::StatusOr<std::vector<Message>> CheckScale(const ScaleOfFile& scale, bool confirmed);

}  // namespace prognos::service

#endif  // PROGNOS_FORECAST_SERVICE_AMOUNT_SCALE_H_
