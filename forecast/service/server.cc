#include "forecast/service/server.h"

#include <grpc/grpc.h>
#include <grpcpp/ext/proto_server_reflection_plugin.h>
#include <grpcpp/health_check_service_interface.h>
#include <grpcpp/server_builder.h>

#include <chrono>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "forecast/base/faults.h"
#include "forecast/base/status_macros.h"
#include "forecast/service/address.h"
#include "forecast/service/budget_service.h"
#include "forecast/service/evaluation_service.h"
#include "forecast/service/forecast_service.h"
#include "forecast/service/import_file.h"
#include "forecast/service/lane.h"
#include "forecast/service/ledger_service.h"
#include "forecast/service/undecodable.h"

namespace prognos::service {
namespace {

constexpr int kMaxReceivedBytes = 16 * 1024 * 1024;  // The largest batch of 50 000 actuals is about 4 MiB.

// Enough for a client that listens to answer the goodbye, and for the last answers to reach theirs.
constexpr absl::Duration kGoodbye = absl::Milliseconds(50);

// About as long as a place takes to become free.
constexpr absl::Duration kRetryQuick = absl::Milliseconds(200);
constexpr absl::Duration kRetryHeavy = absl::Seconds(5);

void CheckRange(const char* field, int value, int least, int most, FaultList& faults) {
  if (value >= least && value <= most) return;
  faults.Add(field, FaultReason::kOutOfRange, absl::StrCat(value), absl::StrCat("must be ", least, "-", most));
}

class GrpcServer final : public Server {
 public:
  GrpcServer(ledger::Store& store, std::string token_key, const ServerOptions& options)
      : grace_(options.grace),
        page_tokens_(std::move(token_key)),
        outlooks_(static_cast<size_t>(options.cache_bytes)),
        import_bytes_(options.import_bytes),
        quick_({options.threads, options.queue, kRetryQuick}),
        heavy_({options.heavy_threads, options.heavy_queue, kRetryHeavy}),
        context_{&store, &quick_, &heavy_, &running_, &outlooks_, &import_bytes_, &page_tokens_, options.now},
        ledger_(context_),
        budget_(context_),
        forecast_(context_),
        evaluation_(context_) {}

  ~GrpcServer() override { Shutdown(); }

  absl::Status Listen(const std::string& address, const TransportSecurity& security) {
    grpc::EnableDefaultHealthCheckService(true);
    grpc::reflection::InitProtoReflectionServerBuilderPlugin();
    grpc::ServerBuilder builder;
    // Without this two services could share a port and each see half of the calls.
    builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
    builder.SetMaxReceiveMessageSize(kMaxReceivedBytes);
    builder.AddListeningPort(address, MakeServerCredentials(security), &port_);
    std::vector<std::unique_ptr<grpc::experimental::ServerInterceptorFactoryInterface>> interceptors;
    interceptors.push_back(UndecodableRequests());
    builder.experimental().SetInterceptorCreators(std::move(interceptors));
    builder.RegisterService(&ledger_);
    builder.RegisterService(&budget_);
    builder.RegisterService(&forecast_);
    builder.RegisterService(&evaluation_);
    server_ = builder.BuildAndStart();
    if (server_ != nullptr && port_ != 0) return absl::OkStatus();
    return CannotListen(address);
  }

  int port() const override { return port_; }

  void Shutdown() override {
    if (server_ == nullptr) return;
    server_->GetHealthCheckService()->SetServingStatus(false);
    absl::Notification stopped;
    std::thread closer([&] { CloseConnections(absl::Now() + grace_, stopped); });
    server_->Shutdown(std::chrono::system_clock::now() + absl::ToChronoMilliseconds(grace_));
    server_->Wait();
    stopped.Notify();
    closer.join();
    server_.reset();
  }

  std::shared_ptr<grpc::Channel> InProcessChannel() override { return server_->InProcessChannel({}); }

 private:
  // gRPC's own shutdown ends a connection when its client has answered the goodbye, and a client without a running call
  // looks for one only every few seconds. So connections are closed here when no call needs them.
  void CloseConnections(absl::Time deadline, const absl::Notification& stopped) {
    if (!running_.AwaitNone(deadline)) return;  // Shutdown cancels what runs.
    while (!stopped.WaitForNotificationWithTimeout(kGoodbye)) {
      if (running_.AwaitNone(absl::InfinitePast())) grpc_server_cancel_all_calls(server_->c_server());
    }
  }

  const absl::Duration grace_;
  const PageTokens page_tokens_;
  RunningCalls running_;
  OutlookCache outlooks_;
  ByteAllowance import_bytes_;
  Lane quick_;
  Lane heavy_;
  ServiceContext context_;
  LedgerService ledger_;
  BudgetService budget_;
  ForecastService forecast_;
  EvaluationService evaluation_;
  std::unique_ptr<grpc::Server> server_;  // Ends before what it calls.
  int port_ = 0;
};

}  // namespace

absl::Status ServerOptions::Validate() const {
  FaultList faults;
  const absl::Status address_form = CheckAddressForm(address);
  for (Fault& fault : FaultsFromStatus(address_form)) faults.Add(std::move(fault));
  const absl::Status transport = security.Validate(now());
  for (Fault& fault : FaultsFromStatus(transport)) faults.Add(std::move(fault));
  CheckRange("threads", threads, 1, 256, faults);
  CheckRange("queue", queue, 0, 100'000, faults);
  CheckRange("heavy_threads", heavy_threads, 1, 64, faults);
  CheckRange("heavy_queue", heavy_queue, 0, 10'000, faults);
  if (grace < absl::ZeroDuration() || grace > absl::Seconds(300)) {
    faults.Add("grace", FaultReason::kOutOfRange, absl::FormatDuration(grace), "must be 0-300 s");
  }
  if (cache_bytes < 0) faults.Add("cache_bytes", FaultReason::kOutOfRange, absl::StrCat(cache_bytes), "must be >= 0");
  const auto largest_file = static_cast<int64_t>(ImportFileReactor::kMaxFileBytes);
  if (import_bytes < largest_file) {
    faults.Add("import_bytes", FaultReason::kOutOfRange, absl::StrCat(import_bytes),
               absl::StrCat("must be at least the largest file, ", largest_file));
  }
  return faults.ToStatus();
}

absl::StatusOr<std::unique_ptr<Server>> Server::Start(ledger::Store& store, const ServerOptions& options) {
  PROGNOS_RETURN_IF_ERROR(options.Validate());
  PROGNOS_RETURN_IF_ERROR(options.security.CheckReach(options.address));
  PROGNOS_ASSIGN_OR_RETURN(std::string token_key, store.TokenKey());
  auto server = std::make_unique<GrpcServer>(store, std::move(token_key), options);
  PROGNOS_RETURN_IF_ERROR(server->Listen(options.address, options.security));
  return server;
}

}  // namespace prognos::service
