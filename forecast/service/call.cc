#include "forecast/service/call.h"

#include "forecast/base/status_macros.h"
#include "forecast/ledger/one_organization.h"
#include "forecast/service/error.h"
#include "messages/refusal.h"

namespace prognos::service {
namespace {

// The reactor of a unary call: counts it for as long as gRPC works on it.
class UnaryReactor final : public grpc::ServerUnaryReactor {
 public:
  explicit UnaryReactor(RunningCalls& running) : mark_(running) {}
  void OnDone() override { delete this; }

 private:
  const RunningCalls::Mark mark_;
};

}  // namespace

Call::Call(const ServiceContext& service, const grpc::CallbackServerContext& context)
    : Call(service, RecordOf(service.gate, context),
           {[&context] { return context.IsCancelled(); }, absl::FromChrono(context.deadline())}) {}

absl::Status Call::Admitted(const grpc::CallbackServerContext& context,
                            const google::protobuf::Message* request) const {
  return service::Admitted(service_->gate, context, request);
}

absl::Status Call::CheckReach(const std::string& organization) const {
  const std::string& own = caller().organization_id;
  if (own.empty() || own == organization) return absl::OkStatus();
  return MessageStatus(absl::StatusCode::kNotFound, messages::refusal::NoOrganization(organization));
}

absl::Status Call::Read(const std::string& organization,
                        const std::function<absl::Status(ledger::Reader&)>& read) const {
  PROGNOS_RETURN_IF_ERROR(CheckReach(organization));
  return service_->store->Read([&](ledger::Reader& all) {
    ledger::OneOrganizationReader own(organization, all);
    return read(own);
  });
}

absl::Status Call::Read(const std::function<absl::Status(ledger::Reader&)>& read) const {
  const std::string& own = caller().organization_id;
  return own.empty() ? service_->store->Read(read) : Read(own, read);
}

absl::Status Call::WriteOnce(const WriteKey& key, bool validate_only, google::protobuf::MessageLite& response,
                             const std::function<absl::Status(ledger::Writer&)>& write) const {
  PROGNOS_RETURN_IF_ERROR(CheckReach(key.organization));
  return service::WriteOnce(*service_->store, key, validate_only, response, [&](ledger::Writer& all) {
    ledger::OneOrganizationWriter own(key.organization, all);
    return write(own);
  });
}

grpc::ServerUnaryReactor* RunUnaryOn(Lane& lane, const ServiceContext& service, grpc::CallbackServerContext* context,
                                     Work work) {
  auto* const reactor = new UnaryReactor(*service.running);
  if (const absl::Status admitted = Admitted(service.gate, *context); !admitted.ok()) {
    reactor->Finish(ToGrpcStatus(admitted));
    return reactor;
  }
  const absl::Status let_in = lane.Begin([reactor, call = Call(service, *context), work = std::move(work)] {
    const absl::Status waited_for = call.control().Check();
    reactor->Finish(ToGrpcStatus(waited_for.ok() ? work(call) : waited_for));
  });
  if (!let_in.ok()) reactor->Finish(ToGrpcStatus(let_in));
  return reactor;
}

grpc::ServerUnaryReactor* RunUnary(const ServiceContext& service, grpc::CallbackServerContext* context, Work work) {
  return RunUnaryOn(*service.quick, service, context, std::move(work));
}

}  // namespace prognos::service
