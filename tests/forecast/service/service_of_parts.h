// One service on parts that the test owns, so that the test can look into them and choose their size.
//
//   ServiceOfParts<ForecastService> parts(*store_, [this] { return now_; });
//   forecast_ = v1::ForecastService::NewStub(parts.Channel());
//   ... EXPECT_EQ(parts.outlooks.hit_count(), 1);
#ifndef PROGNOS_TESTS_FORECAST_SERVICE_SERVICE_OF_PARTS_H_
#define PROGNOS_TESTS_FORECAST_SERVICE_SERVICE_OF_PARTS_H_

#include <grpcpp/grpcpp.h>

#include <functional>
#include <memory>
#include <utility>

#include "forecast/service/call.h"

namespace prognos::service {

template <typename Service>
class ServiceOfParts {
 public:
  ServiceOfParts(ledger::Store& store, std::function<absl::Time()> now, int64_t import_limit = 1 << 30)
      : import_bytes(import_limit),
        service_({&store, &quick, &heavy, &running, &outlooks, &import_bytes, &answer_bytes, &page_tokens_,
                  std::move(now)}) {
    grpc::ServerBuilder builder;
    builder.RegisterService(&service_);
    server_ = builder.BuildAndStart();
  }

  std::shared_ptr<grpc::Channel> Channel() { return server_->InProcessChannel({}); }

  RunningCalls running;
  OutlookCache outlooks{64 << 20};
  ByteAllowance import_bytes;
  ByteAllowance answer_bytes{64 << 20};
  Lane quick{{.threads = 4}};
  Lane heavy{{.threads = 2, .most_waiting = 2, .retry_after = absl::Seconds(3)}};

 private:
  const PageTokens page_tokens_{std::string(32, 'k')};
  Service service_;
  std::unique_ptr<grpc::Server> server_;
};

}  // namespace prognos::service

#endif  // PROGNOS_TESTS_FORECAST_SERVICE_SERVICE_OF_PARTS_H_
