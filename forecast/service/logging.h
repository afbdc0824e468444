// Logs as JSON lines on standard error: {"time":...,"level":...,"message":...}.
#ifndef PROGNOS_FORECAST_SERVICE_LOGGING_H_
#define PROGNOS_FORECAST_SERVICE_LOGGING_H_

#include <string>

namespace prognos::service {

// `level`: debug, info, warning or error.
void ConfigureLogging(const std::string& level);

}  // namespace prognos::service

#endif  // PROGNOS_FORECAST_SERVICE_LOGGING_H_
