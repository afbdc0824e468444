// Months in a row, told by their ends.
#ifndef PROGNOS_FORECAST_BASE_MONTH_SPANS_H_
#define PROGNOS_FORECAST_BASE_MONTH_SPANS_H_

#include <vector>

#include "absl/types/span.h"
#include "forecast/base/month.h"

namespace prognos {

struct MonthSpan {
  Month first;
  Month last;  // Not before `first`.
  friend bool operator==(const MonthSpan&, const MonthSpan&) = default;
};

// `months` are rising, none twice; each span ends where the next month is not among them.
std::vector<MonthSpan> SpansOf(absl::Span<const Month> months);

}  // namespace prognos

#endif  // PROGNOS_FORECAST_BASE_MONTH_SPANS_H_
