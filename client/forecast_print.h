// Finds stored forecasts, and prints one as the user asked.
#ifndef PROGNOS_CLIENT_FORECAST_PRINT_H_
#define PROGNOS_CLIENT_FORECAST_PRINT_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "client/session.h"
#include "prognos/v1/forecast.pb.h"

namespace prognos::client {

// Stored forecasts of a year (0: of all), the newest first, without lines.
absl::StatusOr<std::vector<v1::Forecast>> ListForecasts(Session& session, const std::string& organization, int year);

// A stored forecast with its lines.
absl::StatusOr<v1::Forecast> GetForecast(Session& session, const std::string& name);

struct PrintOptions {
  bool details = false;    // Per series: months, model, notes.
  bool operating = false;  // The driftredovisning instead of the usual table.
};

// As a document (with `last_line` at its end unless it is empty), or the service's answer as JSON or CSV. The
// driftredovisning asks the service for last year's budget.
absl::Status PrintForecast(const v1::Forecast& forecast, const std::string& organization, const PrintOptions& options,
                           Session& session, const std::string& last_line = "");

}  // namespace prognos::client

#endif  // PROGNOS_CLIENT_FORECAST_PRINT_H_
