// How recorded indicators stand in a year, as ListIndicators answers it.
#ifndef PROGNOS_FORECAST_SERVICE_INDICATOR_STANDING_H_
#define PROGNOS_FORECAST_SERVICE_INDICATOR_STANDING_H_

#include <cstdint>
#include <optional>

#include "forecast/base/month.h"
#include "forecast/service/indicator_checks.h"
#include "prognos/v1/followup.pb.h"
#include "prognos/v1/forecast.pb.h"

namespace prognos::service {

// The value of a measurement in thousandths: as given, or the share of its counts; nullopt when not measured.
std::optional<int64_t> ValueOf(const v1::Measurement& measurement);

// Of the indicator `id`, which is recorded; what was measured after `until` is not looked at. `forecast` tells of what
// the ledger holds; null: there is none.
v1::IndicatorStanding StandingOf(const RecordedIndicators& recorded, const std::string& id, int year, Month until,
                                 const v1::Forecast* forecast);

}  // namespace prognos::service

#endif  // PROGNOS_FORECAST_SERVICE_INDICATOR_STANDING_H_
