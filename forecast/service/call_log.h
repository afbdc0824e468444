// One line of the log for each call that has ended, whatever became of it:
//
//   call 5f0c… CreateForecast OK 84 ms organization exempelby token 7hq2
//
// and the call's name in the answer (kCallIdHeader), so that a client can say which call it asks about.
#ifndef PROGNOS_FORECAST_SERVICE_CALL_LOG_H_
#define PROGNOS_FORECAST_SERVICE_CALL_LOG_H_

#include <grpcpp/support/server_interceptor.h>

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "forecast/service/admission.h"

namespace prognos::service {

// For the server before which `gate`, which outlives it, stands; calls without a row in rights.h are left out.
std::unique_ptr<grpc::experimental::ServerInterceptorFactoryInterface> CallLog(const Gate& gate);

// The line, without the words for what is not known. `method` as gRPC has it: "/package.Service/Method".
std::string CallLine(const CallRecord& record, const std::string& method, absl::StatusCode code, absl::Duration took);

}  // namespace prognos::service

#endif  // PROGNOS_FORECAST_SERVICE_CALL_LOG_H_
