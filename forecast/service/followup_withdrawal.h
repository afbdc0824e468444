// What WithdrawFollowUps takes back of indicators, funds and plans of volumes.
#ifndef PROGNOS_FORECAST_SERVICE_FOLLOWUP_WITHDRAWAL_H_
#define PROGNOS_FORECAST_SERVICE_FOLLOWUP_WITHDRAWAL_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "forecast/ledger/store.h"
#include "prognos/v1/followup.pb.h"

namespace prognos::service {

// The things that the request names, as rows that withdraw them; or every fault that it has by itself.
absl::StatusOr<std::vector<ledger::NewFollowUp>> CheckWithdrawal(const v1::WithdrawFollowUpsRequest& request,
                                                                 const std::string& organization);

// Withdraws `asked` (CheckWithdrawal of `request`, in its order) and what is told of it: with an indicator its targets
// and measurements, with a fund its plans and uses. Names all of it in `response`. INVALID_ARGUMENT, and nothing is
// stored, when any of `asked` is not recorded or a fund of another kind than asked for. Errors of the store, among them
// NOT_FOUND for the organization.
absl::Status Withdraw(ledger::Writer& writer, const std::string& organization,
                      const v1::WithdrawFollowUpsRequest& request, const std::vector<ledger::NewFollowUp>& asked,
                      const ledger::Recording& recording, v1::WithdrawFollowUpsResponse& response);

}  // namespace prognos::service

#endif  // PROGNOS_FORECAST_SERVICE_FOLLOWUP_WITHDRAWAL_H_
