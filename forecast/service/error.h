// From absl::Status inside the service to what a caller sees, in one place.
#ifndef PROGNOS_FORECAST_SERVICE_ERROR_H_
#define PROGNOS_FORECAST_SERVICE_ERROR_H_

#include <grpcpp/support/status.h>

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "forecast/messages/message.h"
#include "prognos/v1/common.pb.h"

namespace prognos::service {

// `status` with a stable reason for the caller.
absl::Status WithReason(absl::Status status, v1::Reason reason);

// RESOURCE_EXHAUSTED with REASON_BUSY: nothing was begun, and the caller may try again after `retry_after`.
absl::Status Busy(const Message& why, absl::Duration retry_after);

// The same code and text, and as binary detail a prognos.v1.StatusDetails that holds an ErrorDetail with reason,
// faults and `durable_batches`: as many as leave the whole under 8 KiB as gRPC sends it, with the number of all.
// INTERNAL and UNKNOWN hide their text from the caller: the log has it.
grpc::Status ToGrpcStatus(const absl::Status& status, const std::vector<std::string>& durable_batches = {});

}  // namespace prognos::service

#endif  // PROGNOS_FORECAST_SERVICE_ERROR_H_
