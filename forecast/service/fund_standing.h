// How recorded funds stand in a year, as ListFunds answers it.
#ifndef PROGNOS_FORECAST_SERVICE_FUND_STANDING_H_
#define PROGNOS_FORECAST_SERVICE_FUND_STANDING_H_

#include <string>

#include "forecast/base/month.h"
#include "forecast/service/fund_checks.h"
#include "prognos/v1/followup.pb.h"

namespace prognos::service {

// Whether a fund belongs into the list of a year: one that ended before it or begins after it does not.
bool RunsIn(const v1::Fund& fund, int year);

// Of the fund `id`, which is recorded; what was used after `until`, a month of `year`, is not looked at.
v1::FundStanding StandingOf(const RecordedFunds& recorded, const std::string& id, int year, Month until);

}  // namespace prognos::service

#endif  // PROGNOS_FORECAST_SERVICE_FUND_STANDING_H_
