#include "forecast/service/undecodable.h"

#include <google/protobuf/descriptor.h>

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "forecast/base/faults.h"
#include "forecast/service/error.h"
#include "messages/request.h"

namespace prognos::service {
namespace {

absl::Status Undecodable(std::string place) {
  return FaultStatus(absl::StatusCode::kInvalidArgument, std::move(place), FaultReason::kUnreadable, "",
                     messages::request::CannotBeDecoded());
}

// Whether "/package.Service/Method" is a method of a proto that this program knows. One that is not is answered
// UNIMPLEMENTED, rightly.
bool Exists(absl::string_view path) {
  if (!absl::ConsumePrefix(&path, "/")) return false;
  const std::string name = absl::StrReplaceAll(path, {{"/", "."}});
  return google::protobuf::DescriptorPool::generated_pool()->FindMethodByName(name) != nullptr;
}

class Interceptor final : public grpc::experimental::Interceptor {
 public:
  void Intercept(grpc::experimental::InterceptorBatchMethods* methods) override {
    if (methods->QueryInterceptionHookPoint(grpc::experimental::InterceptionHookPoints::PRE_SEND_STATUS)) {
      const grpc::Status status = methods->GetSendStatus();
      if (status.error_code() == grpc::StatusCode::UNIMPLEMENTED && status.error_message().empty()) {
        methods->ModifySendStatus(ToGrpcStatus(Undecodable("request")));
      }
    }
    methods->Proceed();
  }
};

class Factory final : public grpc::experimental::ServerInterceptorFactoryInterface {
 public:
  grpc::experimental::Interceptor* CreateServerInterceptor(grpc::experimental::ServerRpcInfo* call) override {
    return Exists(call->method()) ? new Interceptor : nullptr;  // gRPC owns it.
  }
};

}  // namespace

absl::Status UndecodableMessage(int index) { return Undecodable(absl::StrCat("messages[", index, "]")); }

std::unique_ptr<grpc::experimental::ServerInterceptorFactoryInterface> UndecodableRequests() {
  return std::make_unique<Factory>();
}

}  // namespace prognos::service
