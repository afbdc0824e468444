// From a computed outlook to the message that is stored and sent.
#ifndef PROGNOS_FORECAST_SERVICE_FORECAST_CONVERSION_H_
#define PROGNOS_FORECAST_SERVICE_FORECAST_CONVERSION_H_

#include "forecast/outlook/outlook.h"
#include "forecast/service/outlook_input.h"
#include "prognos/v1/forecast.pb.h"

namespace prognos::service {

// Everything but name, round, as_of and create_time.
v1::Forecast ToProto(const ForecastMaterial& material, const outlook::Outlook& outlook);

}  // namespace prognos::service

#endif  // PROGNOS_FORECAST_SERVICE_FORECAST_CONVERSION_H_
