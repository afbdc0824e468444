// Between what the store holds and what the API sends. No checks here: handlers check before they convert.
#ifndef PROGNOS_FORECAST_SERVICE_CONVERSION_H_
#define PROGNOS_FORECAST_SERVICE_CONVERSION_H_

#include <google/protobuf/timestamp.pb.h>

#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "forecast/ledger/records.h"
#include "prognos/v1/budget.pb.h"
#include "prognos/v1/ledger.pb.h"

namespace prognos::service {

google::protobuf::Timestamp ToProto(absl::Time time);
absl::Time FromProto(const google::protobuf::Timestamp& timestamp);
// As people write it (RFC 3339, UTC): "2022-09-01T07:00:00Z"; a fraction of the second, at most microseconds as in the
// store, only where there is one: "2022-09-01T07:00:00.25Z".
std::string MomentText(absl::Time time);

v1::Organization ToProto(const ledger::Organization& organization);
v1::Activity ToProto(absl::string_view organization, const ledger::Activity& activity);
v1::ActivityMove ToProto(absl::string_view organization, const ledger::ActivityMove& move);
v1::CostType ToProto(absl::string_view organization, const ledger::CostType& type);
v1::Series ToProto(absl::string_view organization, const ledger::Series& series);
v1::PostingRule ToProto(absl::string_view organization, const ledger::PostingRule& rule);
// `flow` is that of the series: it decides between amount and volume.
v1::Actual ToProto(absl::string_view organization, const ledger::Actual& actual, Flow flow);
v1::BudgetLine ToProto(absl::string_view organization, const ledger::BudgetLine& line);
// Without lines.
v1::BudgetVersion ToProto(const ledger::BudgetVersion& version);

}  // namespace prognos::service

#endif  // PROGNOS_FORECAST_SERVICE_CONVERSION_H_
