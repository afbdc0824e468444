// Where a file that covers a month has nothing booked on a series, the series is zero there. Otherwise a cost that was
// moved to another account would stay where it was and count twice, and a month without invoices would be a gap that
// the forecast fills with an invented value.
#ifndef PROGNOS_FORECAST_SERVICE_ZERO_MONTHS_H_
#define PROGNOS_FORECAST_SERVICE_ZERO_MONTHS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "forecast/base/month.h"
#include "forecast/ledger/store.h"
#include "forecast/service/file_content.h"

namespace prognos::service {

// A value that becomes 0.
struct ZeroMonth {
  std::string series_id;
  Month month;
  int64_t before = 0;  // What the ledger holds, in öre; 0 when it holds nothing.
};

// The months of `content.covered_months` that become zero, by series and month: those of `content.covered_series` that
// `content` has no value for, and where the ledger holds another value than 0, or, for a whole file, none although the
// series has had a value before (in the ledger or in the file). A month that holds none is left so when its year is
// closed, or when it is not over at `current_month`: there nothing booked may mean not booked yet. So do the values of
// `content.replaced` that `content` does not have itself, where the ledger holds another than 0.
absl::StatusOr<std::vector<ZeroMonth>> FindZeroMonths(ledger::Reader& reader, const std::string& organization,
                                                      const FileContent& content, Month current_month);

}  // namespace prognos::service

#endif  // PROGNOS_FORECAST_SERVICE_ZERO_MONTHS_H_
