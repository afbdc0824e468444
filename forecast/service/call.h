// What every service is built from: the store, a clock, the threads on which calls do their work, and what calls share.
#ifndef PROGNOS_FORECAST_SERVICE_CALL_H_
#define PROGNOS_FORECAST_SERVICE_CALL_H_

#include <grpcpp/server_context.h>
#include <grpcpp/support/server_callback.h>

#include <functional>
#include <utility>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "forecast/base/run_control.h"
#include "forecast/ledger/store.h"
#include "forecast/service/admission.h"
#include "forecast/service/byte_allowance.h"
#include "forecast/service/error.h"
#include "forecast/service/lane.h"
#include "forecast/service/outlook_cache.h"
#include "forecast/service/paging.h"
#include "forecast/service/running_calls.h"

namespace prognos::service {

// What is pointed at outlives the services.
struct ServiceContext {
  ledger::Store* store = nullptr;
  Lane* quick = nullptr;                  // Reads and small writes.
  Lane* heavy = nullptr;                  // What computes for seconds: forecasts, backtests, the reading of files.
  RunningCalls* running = nullptr;        // Every call counts itself here.
  OutlookCache* outlooks = nullptr;       // What forecasts were computed before.
  ByteAllowance* import_bytes = nullptr;  // What all files that are being imported may take.
  const PageTokens* page_tokens = nullptr;
  std::function<absl::Time()> now;  // absl::Now, or a test's clock.
  const Gate* gate = nullptr;       // Decides whether a call is let in.
};

// The reactor of a unary call: counts it for as long as gRPC works on it.
class UnaryReactor final : public grpc::ServerUnaryReactor {
 public:
  explicit UnaryReactor(RunningCalls& running) : mark_(running) {}
  void OnDone() override { delete this; }

 private:
  const RunningCalls::Mark mark_;
};

// What ends the work of `call` early: its client went away, or its deadline passed. Valid for as long as `call` is.
inline RunControl ControlOf(const grpc::CallbackServerContext* call) {
  return {[call] { return call->IsCancelled(); }, absl::FromChrono(call->deadline())};
}

// Runs `work` for a unary call that is admitted on `lane` and finishes the call with its status, or at once when the
// lane is full. A call that was cancelled or whose deadline passed while it waited is not begun.
inline grpc::ServerUnaryReactor* RunUnaryOn(Lane& lane, const ServiceContext& service,
                                            grpc::CallbackServerContext* call, std::function<absl::Status()> work) {
  auto* const reactor = new UnaryReactor(*service.running);
  if (const absl::Status admitted = Admitted(service.gate, *call); !admitted.ok()) {
    reactor->Finish(ToGrpcStatus(admitted));
    return reactor;
  }
  const absl::Status let_in = lane.Begin([call, reactor, work = std::move(work)] {
    const absl::Status waited_for = ControlOf(call).Check();
    reactor->Finish(ToGrpcStatus(waited_for.ok() ? work() : waited_for));
  });
  if (!let_in.ok()) reactor->Finish(ToGrpcStatus(let_in));
  return reactor;
}

inline grpc::ServerUnaryReactor* RunUnary(const ServiceContext& service, grpc::CallbackServerContext* call,
                                          std::function<absl::Status()> work) {
  return RunUnaryOn(*service.quick, service, call, std::move(work));
}

}  // namespace prognos::service

#endif  // PROGNOS_FORECAST_SERVICE_CALL_H_
