// What PutFunds says, checked and as it is recorded; and what is recorded, as messages again.
#ifndef PROGNOS_FORECAST_SERVICE_FUND_CHECKS_H_
#define PROGNOS_FORECAST_SERVICE_FUND_CHECKS_H_

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "forecast/base/month.h"
#include "forecast/ledger/store.h"
#include "prognos/v1/followup.pb.h"

namespace prognos::service {

// Everything recorded of funds, as known at a moment.
struct RecordedFunds {
  std::map<std::string, v1::Fund> funds;                     // By identifier, with their names.
  std::map<std::string, std::map<int, v1::FundYear>> years;  // By identifier, by year.
  std::map<std::string, std::map<Month, v1::FundUse>> uses;  // By identifier, by month.
};

// Errors of the store, among them NOT_FOUND for the organization; INTERNAL for a row that is none of these messages.
absl::StatusOr<RecordedFunds> ReadFunds(ledger::Reader& reader, const std::string& organization,
                                        std::optional<absl::Time> as_of = std::nullopt);

// The request as rows, or every fault that it has by itself. `now` tells which months have begun.
absl::StatusOr<std::vector<ledger::NewFollowUp>> CheckFunds(const v1::PutFundsRequest& request,
                                                            const std::string& organization, absl::Time now);

// Every fault that the request has against what is recorded: activities and funds that do not exist, another kind than
// before, months outside the frame, plans of what is no investment, more carried over than is left.
absl::Status CheckFundsFit(ledger::Reader& reader, const std::string& organization, const v1::PutFundsRequest& request);

}  // namespace prognos::service

#endif  // PROGNOS_FORECAST_SERVICE_FUND_CHECKS_H_
