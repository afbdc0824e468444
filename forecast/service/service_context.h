// What every service is built from: the store, a clock, the threads on which calls do their work, and what calls share.
#ifndef PROGNOS_FORECAST_SERVICE_SERVICE_CONTEXT_H_
#define PROGNOS_FORECAST_SERVICE_SERVICE_CONTEXT_H_

#include <functional>

#include "absl/time/time.h"
#include "forecast/ledger/store.h"
#include "forecast/service/admission.h"
#include "forecast/service/byte_allowance.h"
#include "forecast/service/idle_limit.h"
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
  ByteAllowance* answer_bytes = nullptr;  // What answers may take that are made and not yet fetched.
  const PageTokens* page_tokens = nullptr;
  std::function<absl::Time()> now;  // absl::Now, or a test's clock.
  const Gate* gate = nullptr;       // Decides whether a call is let in.
  IdleLimit* idle = nullptr;        // Ends streams that send nothing; absent: none is ended.
};

}  // namespace prognos::service

#endif  // PROGNOS_FORECAST_SERVICE_SERVICE_CONTEXT_H_
