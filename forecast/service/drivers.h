// Which series drive the money of others: what a request says of it, what is recorded, and what a forecast takes of it
// (cases/driven_forecast.h).
#ifndef PROGNOS_FORECAST_SERVICE_DRIVERS_H_
#define PROGNOS_FORECAST_SERVICE_DRIVERS_H_

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "forecast/ledger/store.h"
#include "forecast/outlook/outlook.h"
#include "forecast/service/call.h"
#include "prognos/v1/followup.pb.h"

namespace prognos::service {

// Those in force as recorded by `as_of` (absent: everything), by the identifier of the driven series.
absl::StatusOr<std::map<std::string, v1::Driver>> ReadDrivers(ledger::Reader& reader, const std::string& organization,
                                                              std::optional<absl::Time> as_of);

// What a forecast of `year` is driven by, with the planned volumes of that year; `series` are those of the forecast, in
// its order. Left out: what names a series that is not among them.
absl::StatusOr<std::vector<outlook::DriverInput>> ReadDriverInputs(ledger::Reader& reader,
                                                                   const std::string& organization,
                                                                   const std::vector<ledger::Series>& series, int year,
                                                                   std::optional<absl::Time> as_of);

absl::Status PutDriversInCall(const Call& call, const v1::PutDriversRequest& request, v1::PutDriversResponse& response);

absl::Status ListDriversInCall(const Call& call, const v1::ListDriversRequest& request,
                               v1::ListDriversResponse& response);

}  // namespace prognos::service

#endif  // PROGNOS_FORECAST_SERVICE_DRIVERS_H_
