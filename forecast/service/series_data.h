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

// A budget line and the version it comes from.
struct LineInForce {
  ledger::BudgetLine line;
  absl::CivilDay decision_date;
  int version = 0;
};

// The budget line in force for each series: of the versions given (of one year), the one with the latest decision date,
// of equal dates the one with the higher number.
absl::flat_hash_map<std::string, LineInForce> LinesInForce(const std::vector<ledger::BudgetVersion>& versions);

}  // namespace prognos::service

#endif  // PROGNOS_FORECAST_SERVICE_SERIES_DATA_H_
