// The rows of ComparePeriods: what is booked, summed up the tree of activities for each period.
#ifndef PROGNOS_FORECAST_SERVICE_PERIOD_LINES_H_
#define PROGNOS_FORECAST_SERVICE_PERIOD_LINES_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "forecast/base/month.h"
#include "forecast/ledger/activity_tree.h"
#include "forecast/ledger/records.h"
#include "prognos/v1/ledger.pb.h"

namespace prognos::service {

// What is known of an organization at a moment.
struct BookedLedger {
  ledger::ActivityTree tree;
  std::vector<ledger::Series> series;
  std::vector<ledger::Actual> actuals;
  std::vector<ledger::CostType> cost_types;  // In the order of the list.
};

// `until`: the last month; absent: the last one in which money (or, where there is none, a volume) is booked.
// `rolling_months`: how many sums of twelve months a line has at most. FAILED_PRECONDITION when nothing is booked up to
// the month.
absl::Status FillPeriodLines(const std::string& organization, const BookedLedger& booked, std::optional<Month> until,
                             int rolling_months, v1::ComparePeriodsResponse& response);

}  // namespace prognos::service

#endif  // PROGNOS_FORECAST_SERVICE_PERIOD_LINES_H_
