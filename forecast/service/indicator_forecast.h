// What a stored forecast says of an indicator whose values the ledger holds.
#ifndef PROGNOS_FORECAST_SERVICE_INDICATOR_FORECAST_H_
#define PROGNOS_FORECAST_SERVICE_INDICATOR_FORECAST_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "forecast/base/month.h"
#include "forecast/followup/likelihood.h"
#include "forecast/ledger/store.h"
#include "prognos/v1/followup.pb.h"
#include "prognos/v1/forecast.pb.h"

namespace prognos::service {

// In thousandths of the indicator's unit.
struct IndicatorForecast {
  int64_t to_date = 0;
  int64_t year_end = 0;
  std::optional<int64_t> last_year;
  std::vector<followup::QuantilePoint> quantiles;  // Of the full year.
};

// "kr", "tkr" or "mnkr".
bool IsUnitOfMoney(absl::string_view unit);

// The newest stored forecast of `year` that was made by `as_of` and knows no month after `until`, with its lines.
absl::StatusOr<std::optional<v1::Forecast>> NewestForecast(ledger::Reader& reader, const std::string& organization,
                                                           int year, Month until, absl::Time as_of);

// nullopt for an indicator that people measure, and when the forecast has no such line (or, for a deviation, no
// budget).
std::optional<IndicatorForecast> ForecastOf(const v1::Indicator& indicator, const v1::Forecast& forecast);

}  // namespace prognos::service

#endif  // PROGNOS_FORECAST_SERVICE_INDICATOR_FORECAST_H_
