// How far the booking of months has come, as people say: open, preliminary or closed, for all activities or for one
// with all below it (docs/decisions/0020-months-that-are-not-complete.md).
//
// The newest mark that covers an activity counts for it. A mark therefore takes those below its activity away when it
// is recorded, so that among those in force the one nearest to an activity, going up, is the newest.
#ifndef PROGNOS_FORECAST_SERVICE_MONTH_MARKS_H_
#define PROGNOS_FORECAST_SERVICE_MONTH_MARKS_H_

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "forecast/cases/series_case.h"
#include "forecast/ledger/activity_tree.h"
#include "forecast/ledger/store.h"
#include "forecast/service/call.h"
#include "prognos/v1/ledger.pb.h"

namespace prognos::service {

// The marks in force, of years that are not closed.
class MonthMarks {
 public:
  MonthMarks() = default;

  // Of an activity or, empty, of all.
  void Add(Month month, const std::string& activity, cases::MonthState state) { marks_[month][activity] = state; }

  // Those with a mark, rising.
  std::vector<Month> months() const;

  // That of the activity, of the nearest one above it with a mark, or of all; unspecified: none.
  cases::MonthState StateOf(Month month, const ledger::ActivityTree& tree, const std::string& activity) const;

  // Whether it is marked open for all activities, and no activity otherwise.
  bool IsOpenForAll(Month month) const;

 private:
  std::map<Month, std::map<std::string, cases::MonthState>> marks_;
};

// As recorded by `as_of` (absent: everything); `organization` is as known then.
absl::StatusOr<MonthMarks> ReadMonthMarks(ledger::Reader& reader, const ledger::Organization& organization,
                                          std::optional<absl::Time> as_of);

absl::Status MarkMonthsInCall(const Call& call, const v1::MarkMonthsRequest& request, v1::MarkMonthsResponse& response);

absl::Status ListMonthMarksInCall(const Call& call, const v1::ListMonthMarksRequest& request,
                                  v1::ListMonthMarksResponse& response);

}  // namespace prognos::service

#endif  // PROGNOS_FORECAST_SERVICE_MONTH_MARKS_H_
