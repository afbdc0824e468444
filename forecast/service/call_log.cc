#include "forecast/service/call_log.h"

#include <grpcpp/server_context.h>
#include <spdlog/spdlog.h>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "forecast/service/rights.h"

namespace prognos::service {
namespace {

using grpc::experimental::InterceptionHookPoints;

// Lives as long as its call.
class LogInterceptor final : public grpc::experimental::Interceptor {
 public:
  LogInterceptor(const Gate& gate, grpc::experimental::ServerRpcInfo* call)
      : gate_(gate),
        method_(call->method()),
        context_(call->server_context()),
        is_ours_(FindRight(method_) != nullptr) {}

  void Intercept(grpc::experimental::InterceptorBatchMethods* methods) override {
    if (is_ours_ && methods->QueryInterceptionHookPoint(InterceptionHookPoints::PRE_SEND_STATUS)) {
      const CallRecord record = gate_.RecordOf(*context_);
      methods->GetSendTrailingMetadata()->emplace(kCallIdHeader, record.id);
      const auto code = static_cast<absl::StatusCode>(methods->GetSendStatus().error_code());
      spdlog::info(CallLine(record, method_, code, absl::Now() - begun_));
    }
    methods->Proceed();
  }

 private:
  const Gate& gate_;
  const std::string method_;
  const grpc::ServerContextBase* const context_;
  const bool is_ours_;
  const absl::Time begun_ = absl::Now();
};

class Factory final : public grpc::experimental::ServerInterceptorFactoryInterface {
 public:
  explicit Factory(const Gate& gate) : gate_(gate) {}
  grpc::experimental::Interceptor* CreateServerInterceptor(grpc::experimental::ServerRpcInfo* call) override {
    return new LogInterceptor(gate_, call);
  }

 private:
  const Gate& gate_;
};

}  // namespace

std::unique_ptr<grpc::experimental::ServerInterceptorFactoryInterface> CallLog(const Gate& gate) {
  return std::make_unique<Factory>(gate);
}

std::string CallLine(const CallRecord& record, const std::string& method, absl::StatusCode code, absl::Duration took) {
  std::string line = absl::StrCat("call ", record.id, " ", method.substr(method.rfind('/') + 1), " ",
                                  absl::StatusCodeToString(code), " ", absl::ToInt64Milliseconds(took), " ms");
  if (!record.organization_id.empty()) absl::StrAppend(&line, " organization ", record.organization_id);
  if (!record.caller.token_id.empty()) absl::StrAppend(&line, " token ", record.caller.token_id);
  return line;
}

}  // namespace prognos::service
