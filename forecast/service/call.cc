#include "forecast/service/call.h"

#include "forecast/base/status_macros.h"
#include "forecast/ledger/one_organization.h"
#include "forecast/service/error.h"
#include "messages/refusal.h"

namespace prognos::service {
namespace {

// What an answer takes beside its bytes: the message that they were made of.
constexpr int64_t kMemoryPerByte = 4;

// About as long as a client needs for a large answer.
constexpr absl::Duration kRetryAfterAnswer = absl::Seconds(1);

// The reactor of a unary call: counts it, and the memory of its answer, for as long as gRPC works on it.
class UnaryReactor final : public grpc::ServerUnaryReactor {
 public:
  UnaryReactor(const ServiceContext& service, grpc::CallbackServerContext* context)
      : mark_(*service.running),
        answer_memory_(*service.answer_bytes),
        unfetched_(service.idle, [context] { context->TryCancel(); }) {}

  void FinishWith(const absl::Status& status, const google::protobuf::MessageLite& answer) {
    if (status.ok()) answer_memory_.Take(static_cast<int64_t>(answer.ByteSizeLong()) * kMemoryPerByte);
    unfetched_.Begin();
    Finish(ToGrpcStatus(status));
  }
  void OnDone() override { delete this; }

 private:
  const RunningCalls::Mark mark_;
  ByteAllowance::Share answer_memory_;
  IdleLimit::Wait unfetched_;
};

// Asked before the work, since what is stored cannot be refused any more.
absl::Status RoomForAnswers(const ServiceContext& service) {
  if (!service.answer_bytes->full()) return absl::OkStatus();
  return Busy(messages::refusal::AnswersFillTheMemory(), kRetryAfterAnswer);
}

absl::Status Begun(const Call& call, const ServiceContext& service, const Work& work) {
  PROGNOS_RETURN_IF_ERROR(call.control().Check());
  PROGNOS_RETURN_IF_ERROR(RoomForAnswers(service));
  return work(call);
}

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
                                     const google::protobuf::MessageLite* answer, Work work) {
  auto* const reactor = new UnaryReactor(service, context);
  if (const absl::Status admitted = Admitted(service.gate, *context); !admitted.ok()) {
    reactor->Finish(ToGrpcStatus(admitted));
    return reactor;
  }
  Call call(service, *context);
  const absl::Time deadline = call.control().deadline;
  const absl::Status let_in =
      lane.Begin([reactor, answer, &service, call = std::move(call),
                  work = std::move(work)] { reactor->FinishWith(Begun(call, service, work), *answer); },
                 deadline);
  if (!let_in.ok()) reactor->Finish(ToGrpcStatus(let_in));
  return reactor;
}

grpc::ServerUnaryReactor* RunUnary(const ServiceContext& service, grpc::CallbackServerContext* context,
                                   const google::protobuf::MessageLite* answer, Work work) {
  return RunUnaryOn(*service.quick, service, context, answer, std::move(work));
}

}  // namespace prognos::service
