// From rows of the store to monthly series.
#ifndef PROGNOS_FORECAST_SERVICE_SERIES_DATA_H_
#define PROGNOS_FORECAST_SERVICE_SERIES_DATA_H_

#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "forecast/ledger/records.h"
#include "forecast/series/monthly_series.h"

namespace prognos::service {

using SeriesById = absl::flat_hash_map<std::string, MonthlySeries>;

// As they are stored, in öre or thousandths, by series id. `actuals` come by series, then month.
SeriesById ToMonthlySeries(const std::vector<ledger::Actual>& actuals);

// Month by month; a month that only one of them has is that one's.
MonthlySeries SumOf(const MonthlySeries& a, const MonthlySeries& b);

}  // namespace prognos::service

#endif  // PROGNOS_FORECAST_SERVICE_SERIES_DATA_H_
