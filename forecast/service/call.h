// One call, as a handler sees it: who calls, how long the answer is waited for, and the store, as far as this caller
// may see it. Unary calls and streams have one alike.
//
//   return RunUnary(service_, context, response, [request, response](const Call& call) -> absl::Status {
//     PROGNOS_ASSIGN_OR_RETURN(const std::string organization, CheckedOrganization(request->organization()));
//     return call.Read(organization, [&](ledger::Reader& reader) { return Fill(reader, *response); });
//   });
#ifndef PROGNOS_FORECAST_SERVICE_CALL_H_
#define PROGNOS_FORECAST_SERVICE_CALL_H_

#include <google/protobuf/message.h>
#include <grpcpp/server_context.h>
#include <grpcpp/support/server_callback.h>

#include <functional>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "forecast/base/run_control.h"
#include "forecast/ledger/store.h"
#include "forecast/service/service_context.h"
#include "forecast/service/write_once.h"

namespace prognos::service {

// A value; copies are of the same call.
class Call {
 public:
  // `service` outlives it.
  Call(const ServiceContext& service, CallRecord record, RunControl control)
      : service_(&service), record_(std::move(record)), control_(std::move(control)) {}
  // A call that gRPC handed over. `context` outlives it.
  Call(const ServiceContext& service, const grpc::CallbackServerContext& context);

  // Names the call in the log.
  const std::string& id() const { return record_.id; }
  const Caller& caller() const { return record_.caller; }
  // What ends its work early: its client went away, or its deadline passed.
  const RunControl& control() const { return control_; }
  const PageTokens& page_tokens() const { return *service_->page_tokens; }
  OutlookCache& outlooks() const { return *service_->outlooks; }
  absl::Time Now() const { return service_->now(); }
  // When and by whom, for what is recorded now.
  ledger::Recording Recording() const { return {Now(), caller().token_id}; }

  // OK when it was let in; with `request`, one of a stream, when what it names may be reached as well (admission.h).
  absl::Status Admitted(const grpc::CallbackServerContext& context,
                        const google::protobuf::Message* request = nullptr) const;

  // Reads what `organization` has: the reader answers NOT_FOUND for any other. NOT_FOUND when the caller may not see
  // it.
  absl::Status Read(const std::string& organization, const std::function<absl::Status(ledger::Reader&)>& read) const;
  // Reads whatever the caller may see.
  absl::Status Read(const std::function<absl::Status(ledger::Reader&)>& read) const;
  // As service::WriteOnce, with a writer for the key's organization only.
  absl::Status WriteOnce(const WriteKey& key, bool validate_only, google::protobuf::MessageLite& response,
                         const std::function<absl::Status(ledger::Writer&)>& write) const;

 private:
  absl::Status CheckReach(const std::string& organization) const;

  const ServiceContext* service_;
  CallRecord record_;
  RunControl control_;
};

// What a handler does with its call.
using Work = std::function<absl::Status(const Call&)>;

// Runs `work`, which fills `answer`, on `lane` for a unary call that is admitted, and finishes the call with its
// status, or at once when the lane is full. A call that was cancelled or whose deadline passed while it waited is not
// begun, nor is one while the answers that clients have not fetched fill their memory; an answer that is not fetched
// within the service's idle limit is dropped.
grpc::ServerUnaryReactor* RunUnaryOn(Lane& lane, const ServiceContext& service, grpc::CallbackServerContext* context,
                                     const google::protobuf::MessageLite* answer, Work work);
// On the lane for quick work.
grpc::ServerUnaryReactor* RunUnary(const ServiceContext& service, grpc::CallbackServerContext* context,
                                   const google::protobuf::MessageLite* answer, Work work);

}  // namespace prognos::service

#endif  // PROGNOS_FORECAST_SERVICE_CALL_H_
