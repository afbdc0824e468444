#include "forecast/service/admission.h"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <map>
#include <optional>
#include <utility>

#include "absl/random/random.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "forecast/service/error.h"
#include "forecast/service/rights.h"
#include "messages/refusal.h"

namespace prognos::service {
namespace {

using Metadata = std::multimap<grpc::string_ref, grpc::string_ref>;

// The value of the header; empty when there is none. Two of them are as good as none.
std::string ValueIn(const Metadata& metadata, const char* header) {
  const auto range = metadata.equal_range(header);
  if (range.first == range.second || std::next(range.first) != range.second) return "";
  return std::string(range.first->second.data(), range.first->second.size());
}

// The token of "Bearer TOKEN"; the word may be written in any case (RFC 7235).
std::optional<std::string> BearerToken(absl::string_view authorization) {
  constexpr absl::string_view kScheme = "bearer ";
  if (!absl::StartsWithIgnoreCase(authorization, kScheme)) return std::nullopt;
  return std::string(absl::StripAsciiWhitespace(authorization.substr(kScheme.size())));
}

// As the client names the call, when that can stand in a line of a log; otherwise a name by chance.
std::string CallIdIn(const Metadata& metadata) {
  constexpr size_t kLongest = 64;
  const std::string given = ValueIn(metadata, kCallIdHeader);
  const bool fits = !given.empty() && given.size() <= kLongest && std::all_of(given.begin(), given.end(), [](char c) {
    return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '_' || c == '.';
  });
  if (fits) return given;
  static thread_local absl::BitGen random;
  return absl::StrCat(absl::Hex(absl::Uniform<uint64_t>(random), absl::kZeroPad16));
}

bool HasOneRequest(grpc::experimental::ServerRpcInfo::Type type) {
  using Type = grpc::experimental::ServerRpcInfo::Type;
  return type == Type::UNARY || type == Type::SERVER_STREAMING;
}

}  // namespace

absl::Status Gate::Verdict::Reach(const google::protobuf::Message& request) {
  const std::optional<std::string> resource = ResourceOf(request);
  const std::optional<std::string> organization =
      resource.has_value() ? service::OrganizationOf(*resource) : std::nullopt;
  if (!organization.has_value()) return absl::OkStatus();
  record.organization_id = *organization;
  const std::string& own = record.caller.organization_id;
  if (own.empty() || !names_organization || *organization == own) return absl::OkStatus();
  // In the words of the store for one that does not exist.
  return MessageStatus(absl::StatusCode::kNotFound, messages::refusal::NoOrganization(*organization));
}

// Lives as long as its call.
class Gate::Interceptor final : public grpc::experimental::Interceptor {
 public:
  Interceptor(const Gate& gate, grpc::experimental::ServerRpcInfo* call)
      : gate_(gate),
        method_(call->method()),
        call_(call->server_context()),
        right_(FindRight(method_)),
        has_one_request_(HasOneRequest(call->type())) {}
  ~Interceptor() override { gate_.Forget(call_, this); }

  void Intercept(grpc::experimental::InterceptorBatchMethods* methods) override {
    using grpc::experimental::InterceptionHookPoints;
    if (right_ != nullptr) {
      if (methods->QueryInterceptionHookPoint(InterceptionHookPoints::POST_RECV_INITIAL_METADATA)) {
        TakeCaller(*methods->GetRecvInitialMetadata());
      }
      if (has_one_request_ && methods->QueryInterceptionHookPoint(InterceptionHookPoints::POST_RECV_MESSAGE)) {
        // Methods with a row are ours, so their request is protobuf's; it is absent when it cannot be decoded.
        const auto* const request = static_cast<const google::protobuf::Message*>(methods->GetRecvMessage());
        if (request != nullptr) TakeRequest(*request);
      }
    }
    methods->Proceed();
  }

 private:
  void TakeCaller(const Metadata& metadata) {
    verdict_ = gate_.Judge(method_, ValueIn(metadata, "authorization"), CallIdIn(metadata));
    verdict_.owner = this;
    gate_.Keep(call_, verdict_);
  }

  void TakeRequest(const google::protobuf::Message& request) {
    if (!verdict_.status.ok()) return;
    verdict_.status = verdict_.Reach(request);
    gate_.Keep(call_, verdict_);
  }

  const Gate& gate_;
  const std::string method_;
  const grpc::ServerContextBase* const call_;
  const Right* const right_;
  const bool has_one_request_;
  Verdict verdict_;
};

class Gate::Factory final : public grpc::experimental::ServerInterceptorFactoryInterface {
 public:
  explicit Factory(const Gate& gate) : gate_(gate) {}
  grpc::experimental::Interceptor* CreateServerInterceptor(grpc::experimental::ServerRpcInfo* call) override {
    return new Interceptor(gate_, call);
  }

 private:
  const Gate& gate_;
};

Gate::Gate(bool require_token, TokenBook tokens, std::function<absl::Time()> now)
    : require_token_(require_token), tokens_(std::move(tokens)), now_(std::move(now)) {}

std::unique_ptr<grpc::experimental::ServerInterceptorFactoryInterface> Gate::MakeInterceptors() {
  return std::make_unique<Factory>(*this);
}

Gate::Verdict Gate::Judge(absl::string_view method, const std::string& authorization, std::string call_id) const {
  Verdict verdict;
  verdict.record.id = std::move(call_id);
  if (authorization.empty() && !require_token_) return verdict;
  const std::optional<std::string> token = BearerToken(authorization);
  const ledger::Token* const caller = token.has_value() ? tokens_.Find(*token, now_()) : nullptr;
  if (caller == nullptr) {
    verdict.status = MessageStatus(absl::StatusCode::kUnauthenticated, messages::refusal::TokenIsRequired());
    return verdict;
  }
  verdict.record.caller = {caller->organization_id, caller->id};
  const Right& right = *FindRight(method);  // Only methods with a row are judged.
  verdict.names_organization = right.reach == Reach::kOrganization;
  if (caller->role < right.least) {
    verdict.status = MessageStatus(absl::StatusCode::kPermissionDenied,
                                   messages::refusal::RoleIsTooSmall(RoleName(caller->role), RoleName(right.least)));
  } else if (right.reach == Reach::kEverything && !caller->organization_id.empty()) {
    verdict.status = MessageStatus(absl::StatusCode::kPermissionDenied, messages::refusal::TakesAnUnboundToken());
  }
  return verdict;
}

void Gate::Keep(const grpc::ServerContextBase* call, Verdict verdict) const {
  const absl::MutexLock lock(&mutex_);
  verdicts_.insert_or_assign(call, std::move(verdict));
}

void Gate::Forget(const grpc::ServerContextBase* call, const void* owner) const {
  const absl::MutexLock lock(&mutex_);
  const auto found = verdicts_.find(call);
  if (found != verdicts_.end() && found->second.owner == owner) verdicts_.erase(found);
}

absl::Status Gate::Admitted(const grpc::CallbackServerContext& call, const google::protobuf::Message* request) const {
  const absl::MutexLock lock(&mutex_);
  const auto found = verdicts_.find(&call);
  if (found == verdicts_.end()) return absl::InternalError("a call came in without being looked at");
  Verdict& verdict = found->second;
  return verdict.status.ok() && request != nullptr ? verdict.Reach(*request) : verdict.status;
}

CallRecord Gate::RecordOf(const grpc::ServerContextBase& call) const {
  const absl::MutexLock lock(&mutex_);
  const auto found = verdicts_.find(&call);
  return found == verdicts_.end() ? CallRecord() : found->second.record;
}

absl::Status Admitted(const Gate* gate, const grpc::CallbackServerContext& call,
                      const google::protobuf::Message* request) {
  return gate == nullptr ? absl::OkStatus() : gate->Admitted(call, request);
}

CallRecord RecordOf(const Gate* gate, const grpc::CallbackServerContext& call) {
  return gate == nullptr ? CallRecord() : gate->RecordOf(call);
}

}  // namespace prognos::service
