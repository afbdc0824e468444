// Finds stored forecasts, and prints one as the user asked.
#ifndef PROGNOS_CLIENT_FORECAST_PRINT_H_
#define PROGNOS_CLIENT_FORECAST_PRINT_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "client/command.h"
#include "client/forecast_tables.h"
#include "client/session.h"
#include "prognos/v1/forecast.pb.h"

namespace prognos::client {

// Stored forecasts of a year (0: of all), the newest first, without lines; those that are withdrawn only when asked
// for.
absl::StatusOr<std::vector<v1::Forecast>> ListForecasts(Session& session, const std::string& organization, int year,
                                                        bool withdrawn = false);

// A stored forecast with its lines.
absl::StatusOr<v1::Forecast> GetForecast(Session& session, const std::string& name);

// Which stored forecast a command is about: by name, or the newest of a year and round, or of all.
struct ForecastChoice {
  std::string name;
  int year = 0;
  std::string round;
};

// The options of a choice: NAME, --ar, --omgang.
void AddForecastChoice(Command& command, ForecastChoice& choice);

// The resource name. Wrong use for a name beside a year or round; refused when there is none such.
absl::StatusOr<std::string> FindForecastName(const ForecastChoice& choice, const std::string& organization,
                                             Session& session);

// The last round before the forecast `name`: the newest forecast of its year with fewer known months, a locked one
// before drafts. Refused when there is none.
absl::StatusOr<std::string> FindRoundBefore(const std::string& name, const std::string& organization, Session& session);

// Budget against outcome of the year before, for each series that has both.
absl::StatusOr<LastYearDeviations> FetchLastYear(const v1::Forecast& forecast, const std::string& organization,
                                                 Session& session);

struct PrintOptions {
  bool details = false;    // Per series: months, model, notes.
  bool operating = false;  // The driftredovisning instead of the usual table.
  bool by_type = false;    // Each row of the table by cost type, too.
};

// As a document (with `last_lines` at its end), or the service's answer as JSON or CSV. The
// driftredovisning asks the service for last year's budget.
absl::Status PrintForecast(const v1::Forecast& forecast, const std::string& organization, const PrintOptions& options,
                           Session& session, const std::vector<std::string>& last_lines = {});

}  // namespace prognos::client

#endif  // PROGNOS_CLIENT_FORECAST_PRINT_H_
