// The one place where it is decided whether a call is let in: its token, the token's role, and the organization.
//
// gRPC shows an interceptor each call's method, its metadata and its messages before the handler runs, but lets it
// refuse nothing in this version (1.51). So the interceptor decides, and the handler's side asks what was decided:
// RunUnary and the streams call Admitted before they do anything. Streams of requests take raw bytes (undecodable.h),
// so they hand over each request when they have decoded it.
#ifndef PROGNOS_FORECAST_SERVICE_ADMISSION_H_
#define PROGNOS_FORECAST_SERVICE_ADMISSION_H_

#include <google/protobuf/message.h>
#include <grpcpp/server_context.h>
#include <grpcpp/support/server_interceptor.h>

#include <functional>
#include <memory>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "forecast/service/tokens.h"

namespace prognos::service {

// A client may name its call in this header, so that both ends' logs tell of it by the same name: 1-64 letters, digits
// or "-_.". The answer names it there too.
inline constexpr char kCallIdHeader[] = "x-request-id";

// Who makes a call.
struct Caller {
  std::string organization_id = "";  // The only one whose things it may see; empty: all.
  std::string token_id = "";         // Names its token to people; empty: let in without one.
};

// What is told of a call when it has ended.
struct CallRecord {
  Caller caller;
  std::string id;                    // Names the call in the log.
  std::string organization_id = "";  // That its request names; empty: none, or not known.
};

class Gate {
 public:
  // `require_token`: a call without a token is UNAUTHENTICATED; otherwise it is let in, and may do everything. A token
  // that is sent counts in both cases.
  Gate(bool require_token, TokenBook tokens, std::function<absl::Time()> now);

  // For the server that the gate stands before. The gate outlives the server.
  std::unique_ptr<grpc::experimental::ServerInterceptorFactoryInterface> MakeInterceptors();

  // OK when the call is let in; with `request`, one of a stream, when what it names may be reached as well.
  // UNAUTHENTICATED without a valid token, PERMISSION_DENIED when its role is too small, NOT_FOUND for what another
  // organization has.
  absl::Status Admitted(const grpc::CallbackServerContext& call,
                        const google::protobuf::Message* request = nullptr) const;

  // What is known of a call by now; empty for one that did not come through the gate.
  CallRecord RecordOf(const grpc::ServerContextBase& call) const;

 private:
  class Interceptor;
  class Factory;
  struct Verdict {
    const void* owner = nullptr;  // A context's address may be used again before its interceptor is gone.
    absl::Status status;
    CallRecord record;
    bool names_organization = false;  // The method is about the organization that its request names.

    // OK when what `request` names may be reached, which is noted. A name without an organization in it is the
    // handler's to refuse.
    absl::Status Reach(const google::protobuf::Message& request);
  };

  // The caller of a call with this metadata, and whether it may call the method at all.
  Verdict Judge(absl::string_view method, const std::string& authorization, std::string call_id) const;
  void Keep(const grpc::ServerContextBase* call, Verdict verdict) const;
  void Forget(const grpc::ServerContextBase* call, const void* owner) const;

  const bool require_token_;
  const TokenBook tokens_;
  const std::function<absl::Time()> now_;
  mutable absl::Mutex mutex_;
  mutable absl::flat_hash_map<const grpc::ServerContextBase*, Verdict> verdicts_ ABSL_GUARDED_BY(mutex_);
};

// As the members; without a gate, which parts that are tested on their own have not, everybody may do everything.
absl::Status Admitted(const Gate* gate, const grpc::CallbackServerContext& call,
                      const google::protobuf::Message* request = nullptr);
CallRecord RecordOf(const Gate* gate, const grpc::CallbackServerContext& call);

}  // namespace prognos::service

#endif  // PROGNOS_FORECAST_SERVICE_ADMISSION_H_
