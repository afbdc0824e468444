#include "forecast/service/server.h"

#include <grpc/grpc.h>
#include <grpcpp/ext/proto_server_reflection_plugin.h>
#include <grpcpp/health_check_service_interface.h>
#include <grpcpp/server_builder.h>
#include <spdlog/spdlog.h>

#include <chrono>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "forecast/base/faults.h"
#include "forecast/base/status_macros.h"
#include "forecast/service/address.h"
#include "forecast/service/admission.h"
#include "forecast/service/budget_service.h"
#include "forecast/service/call_log.h"
#include "forecast/service/evaluation_service.h"
#include "forecast/service/event_service.h"
#include "forecast/service/followup_service.h"
#include "forecast/service/forecast_service.h"
#include "forecast/service/history_service.h"
#include "forecast/service/idle_limit.h"
#include "forecast/service/import_file.h"
#include "forecast/service/lane.h"
#include "forecast/service/ledger_service.h"
#include "forecast/service/rights.h"
#include "forecast/service/tokens.h"
#include "forecast/service/undecodable.h"
#include "messages/option.h"
#include "messages/value.h"

namespace prognos::service {
namespace {

constexpr int kMaxReceivedBytes = 16 * 1024 * 1024;  // The largest batch of 50 000 actuals is about 4 MiB.

// The largest answer, a forecast of a large organization with all its months, fits in.
constexpr int64_t kLeastAnswerBytes = 64 << 20;

// More open calls on one connection wait on the client's side.
constexpr int kMaxCallsPerConnection = 100;

// Enough for a client that listens to answer the goodbye, and for the last answers to reach theirs.
constexpr absl::Duration kGoodbye = absl::Milliseconds(50);

// About as long as a place takes to become free.
constexpr absl::Duration kRetryQuick = absl::Milliseconds(200);
constexpr absl::Duration kRetryHeavy = absl::Seconds(5);

// Notices within about a minute when a client is gone without a goodbye, and lets clients that look after their
// connections ask as often as every ten seconds.
void LookAfterConnections(grpc::ServerBuilder& builder) {
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIME_MS, 40'000);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, 20'000);
  builder.AddChannelArgument(GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS, 10'000);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS, kMaxCallsPerConnection);
}

void CheckRange(const char* field, int value, int least, int most, FaultList& faults) {
  if (value >= least && value <= most) return;
  faults.Add(field, FaultReason::kOutOfRange, absl::StrCat(value), messages::value::MustBeBetween(least, most));
}

// Tells gRPC's health service every now and then whether the store is well.
class HealthReport {
 public:
  HealthReport(ledger::Store& store, grpc::HealthCheckServiceInterface& health, absl::Duration interval)
      : thread_([this, &store, &health, interval] {
          while (!stopped_.WaitForNotificationWithTimeout(interval)) Report(store.CheckHealth(), health);
        }) {}
  // No report comes after this.
  ~HealthReport() {
    stopped_.Notify();
    thread_.join();
  }

 private:
  void Report(const absl::Status& status, grpc::HealthCheckServiceInterface& health) {
    if (status.ok() == healthy_) return;
    healthy_ = status.ok();
    health.SetServingStatus(healthy_);
    if (healthy_) {
      spdlog::info("the store is well again");
    } else {
      spdlog::error("the store is not well: {}", std::string(status.message()));
    }
  }

  bool healthy_ = true;
  absl::Notification stopped_;
  std::thread thread_;
};

class GrpcServer final : public Server {
 public:
  GrpcServer(ledger::Store& store, std::string token_key, TokenBook tokens, const ServerOptions& options)
      : grace_(options.grace),
        health_interval_(options.health_interval),
        gate_(options.require_token || options.security.uses_tls(), std::move(tokens), options.now),
        page_tokens_(std::move(token_key)),
        outlooks_(static_cast<size_t>(options.cache_bytes)),
        import_bytes_(options.import_bytes),
        answer_bytes_(options.answer_bytes),
        quick_({options.threads, options.queue, kRetryQuick}),
        heavy_({options.heavy_threads, options.heavy_queue, kRetryHeavy}),
        idle_(options.idle_limit),
        context_{&store,         &quick_,       &heavy_,     &running_, &outlooks_, &import_bytes_,
                 &answer_bytes_, &page_tokens_, options.now, &gate_,    &idle_},
        ledger_(context_),
        budget_(context_),
        forecast_(context_),
        evaluation_(context_),
        follow_up_(context_),
        events_(context_),
        history_(context_) {}

  ~GrpcServer() override { Shutdown(); }

  absl::Status Listen(const std::string& address, const TransportSecurity& security) {
    grpc::EnableDefaultHealthCheckService(true);
    grpc::reflection::InitProtoReflectionServerBuilderPlugin();
    grpc::ServerBuilder builder;
    // Without this two services could share a port and each see half of the calls.
    builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
    builder.SetMaxReceiveMessageSize(kMaxReceivedBytes);
    LookAfterConnections(builder);
    builder.AddListeningPort(address, MakeServerCredentials(security), &port_);
    std::vector<std::unique_ptr<grpc::experimental::ServerInterceptorFactoryInterface>> interceptors;
    interceptors.push_back(UndecodableRequests());
    interceptors.push_back(gate_.MakeInterceptors());
    interceptors.push_back(CallLog(gate_));
    builder.experimental().SetInterceptorCreators(std::move(interceptors));
    Register<v1::LedgerService>(builder, ledger_);
    Register<v1::BudgetService>(builder, budget_);
    Register<v1::ForecastService>(builder, forecast_);
    Register<v1::EvaluationService>(builder, evaluation_);
    Register<v1::FollowUpService>(builder, follow_up_);
    Register<v1::EventService>(builder, events_);
    Register<v1::HistoryService>(builder, history_);
    PROGNOS_RETURN_IF_ERROR(CheckRights(service_names_));
    server_ = builder.BuildAndStart();
    if (server_ == nullptr || port_ == 0) return CannotListen(address);
    health_report_.emplace(*context_.store, *server_->GetHealthCheckService(), health_interval_);
    return absl::OkStatus();
  }

  int port() const override { return port_; }

  void Shutdown() override {
    if (server_ == nullptr) return;
    health_report_.reset();
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
  // The name goes along, so that no service is served whose methods have no rights.
  template <typename Api>
  void Register(grpc::ServerBuilder& builder, grpc::Service& service) {
    builder.RegisterService(&service);
    service_names_.emplace_back(Api::service_full_name());
  }

  // gRPC's own shutdown ends a connection when its client has answered the goodbye, and a client without a running call
  // looks for one only every few seconds. So connections are closed here when no call needs them.
  void CloseConnections(absl::Time deadline, const absl::Notification& stopped) {
    if (!running_.AwaitNone(deadline)) return;  // Shutdown cancels what runs.
    while (!stopped.WaitForNotificationWithTimeout(kGoodbye)) {
      if (running_.AwaitNone(absl::InfinitePast())) grpc_server_cancel_all_calls(server_->c_server());
    }
  }

  const absl::Duration grace_;
  const absl::Duration health_interval_;
  Gate gate_;
  std::vector<std::string> service_names_;
  const PageTokens page_tokens_;
  RunningCalls running_;
  OutlookCache outlooks_;
  ByteAllowance import_bytes_;
  ByteAllowance answer_bytes_;
  Lane quick_;
  Lane heavy_;
  IdleLimit idle_;
  ServiceContext context_;
  LedgerService ledger_;
  BudgetService budget_;
  ForecastService forecast_;
  EvaluationService evaluation_;
  FollowUpService follow_up_;
  EventService events_;
  HistoryService history_;
  std::unique_ptr<grpc::Server> server_;  // Ends before what it calls.
  std::optional<HealthReport> health_report_;
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
    faults.Add("grace", FaultReason::kOutOfRange, absl::FormatDuration(grace),
               messages::option::MustLastBetween("0 s", "300 s"));
  }
  if (health_interval <= absl::ZeroDuration()) {
    faults.Add("health_interval", FaultReason::kOutOfRange, absl::FormatDuration(health_interval),
               messages::option::MustBeAboveZero());
  }
  if (idle_limit <= absl::ZeroDuration()) {
    faults.Add("idle_limit", FaultReason::kOutOfRange, absl::FormatDuration(idle_limit),
               messages::option::MustBeAboveZero());
  }
  if (cache_bytes < 0) {
    faults.Add("cache_bytes", FaultReason::kOutOfRange, absl::StrCat(cache_bytes),
               messages::value::MustBeAtLeastZero());
  }
  if (answer_bytes < kLeastAnswerBytes) {
    faults.Add("answer_bytes", FaultReason::kOutOfRange, absl::StrCat(answer_bytes),
               messages::value::MustBeAtLeast(kLeastAnswerBytes));
  }
  const auto largest_file = static_cast<int64_t>(ImportFileReactor::kMaxFileBytes);
  if (import_bytes < largest_file) {
    faults.Add("import_bytes", FaultReason::kOutOfRange, absl::StrCat(import_bytes),
               messages::option::MustHoldTheLargestFile(largest_file));
  }
  return faults.ToStatus();
}

absl::StatusOr<std::unique_ptr<Server>> Server::Start(ledger::Store& store, const ServerOptions& options) {
  PROGNOS_RETURN_IF_ERROR(options.Validate());
  PROGNOS_RETURN_IF_ERROR(options.security.CheckReach(options.address));
  PROGNOS_ASSIGN_OR_RETURN(std::string token_key, store.TokenKey());
  std::vector<ledger::Token> tokens;
  PROGNOS_RETURN_IF_ERROR(store.Read([&](ledger::Reader& reader) -> absl::Status {
    PROGNOS_ASSIGN_OR_RETURN(tokens, reader.ListTokens());
    return absl::OkStatus();
  }));
  auto server = std::make_unique<GrpcServer>(store, std::move(token_key), TokenBook(std::move(tokens)), options);
  PROGNOS_RETURN_IF_ERROR(server->Listen(options.address, options.security));
  return server;
}

}  // namespace prognos::service
