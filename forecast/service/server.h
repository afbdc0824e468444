// The gRPC server of prognosd: services, health checking and reflection on one address.
#ifndef PROGNOS_FORECAST_SERVICE_SERVER_H_
#define PROGNOS_FORECAST_SERVICE_SERVER_H_

#include <grpcpp/server.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "forecast/ledger/store.h"
#include "forecast/service/transport_security.h"

namespace prognos::service {

struct ServerOptions {
  std::string address = "127.0.0.1:7443";    // host:port; port 0: any free one.
  TransportSecurity security;                // Without TLS only loopback is served, unless it says otherwise.
  bool require_token = false;                // Calls without a token are refused. TLS implies it.
  int threads = 4;                           // Reads and small writes worked on at once, 1-256.
  int queue = 256;                           // And so many wait for it; more are refused as busy, 0-100 000.
  int heavy_threads = 2;                     // Forecasts, backtests and files worked on at once, 1-64.
  int heavy_queue = 16;                      // And so many wait for it; more are refused as busy, 0-10 000.
  absl::Duration grace = absl::Seconds(10);  // How long running calls may take to finish at shutdown, 0-300 s.
  int64_t cache_bytes = 64 << 20;            // For computed forecasts, which then need not be computed again; 0: none.
  // For all files being imported at once, the memory that reading them takes included; at least the 256 MiB of the
  // largest. A file that may take more than all of it is refused.
  int64_t import_bytes = int64_t{2} << 30;
  int64_t answer_bytes = 256 << 20;                   // For answers that are made and not yet fetched; at least 64 MiB.
  absl::Duration health_interval = absl::Seconds(5);  // How often gRPC's health status asks the store; above 0.
  // A stream whose client sends nothing, or an answer that is not fetched, for so long is ended; above 0.
  absl::Duration idle_limit = absl::Seconds(60);
  std::function<absl::Time()> now = [] { return absl::Now(); };  // Tests put their own clock here.

  // INVALID_ARGUMENT naming field, value and rule.
  absl::Status Validate() const;
};

class Server {
 public:
  // gRPC's health status is NOT_SERVING while Store::CheckHealth fails, which is asked every `health_interval`.
  // Serves `store` (which it does not own and which outlives it) from the moment it returns.
  // UNAVAILABLE when the address cannot be listened on; INVALID_ARGUMENT for bad options, or when plaintext would be
  // served to other machines without being asked for; errors of Store::TokenKey; INTERNAL when rights.h
  // does not say who may make one of the calls.
  static absl::StatusOr<std::unique_ptr<Server>> Start(ledger::Store& store, const ServerOptions& options);

  // Shuts down when that has not been done.
  virtual ~Server() = default;

  // The port listened on.
  virtual int port() const = 0;

  // Reports NOT_SERVING, takes no new calls, lets running ones finish within the grace period, then cancels them. When
  // none runs any more, connections are closed without waiting for those at the other end to agree.
  virtual void Shutdown() = 0;

  // A channel inside this process, for tests.
  virtual std::shared_ptr<grpc::Channel> InProcessChannel() = 0;
};

}  // namespace prognos::service

#endif  // PROGNOS_FORECAST_SERVICE_SERVER_H_
