// prognos halsa: whether the service answers and serves; for people, and for the health check of a container.
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/support/byte_buffer.h>

#include <memory>
#include <string>

#include "absl/strings/substitute.h"
#include "client/command.h"
#include "client/failure.h"
#include "forecast/base/status_macros.h"

namespace prognos::client {
namespace {

struct HealthOptions {};

// HealthCheckResponse of grpc.health.v1 with status SERVING, as it stands on the wire: field 1, value 1. The protocol
// is so small that it is spoken here in bytes, for Debian has no package with its messages.
constexpr char kServing[] = "\x08\x01";

std::string Bytes(const grpc::ByteBuffer& buffer) {
  std::vector<grpc::Slice> slices;
  std::string bytes;
  if (!buffer.Dump(&slices).ok()) return bytes;
  for (const grpc::Slice& slice : slices) bytes.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
  return bytes;
}

grpc::Status CheckHealth(const std::shared_ptr<grpc::ChannelInterface>& channel, grpc::ClientContext& context,
                         std::string& answer) {
  grpc::GenericStub stub(channel);
  grpc::CompletionQueue queue;
  const grpc::Slice nothing("");
  const grpc::ByteBuffer request(&nothing, 1);  // No service named: the server as a whole.
  auto call = stub.PrepareUnaryCall(&context, "/grpc.health.v1.Health/Check", request, &queue);
  call->StartCall();
  grpc::ByteBuffer response;
  grpc::Status status;
  call->Finish(&response, &status, nullptr);
  void* tag = nullptr;
  bool ok = false;
  queue.Next(&tag, &ok);
  if (status.ok()) answer = Bytes(response);
  return status;
}

absl::Status Health(const HealthOptions&, Session& session) {
  std::string answer;
  PROGNOS_RETURN_IF_ERROR(
      session.Attempt([&](grpc::ClientContext& context) { return CheckHealth(session.Channel(), context, answer); }));
  const Texts& texts = session.texts();
  const std::string& address = session.settings().connection.address;
  if (answer != kServing) {
    return Refused(absl::Substitute(texts.not_serving, address), texts.not_serving_advice);
  }
  session.out() << absl::Substitute(texts.serving, address) << "\n";
  return absl::OkStatus();
}

}  // namespace

void AddHealthCommand(Command& program) {
  Command command = program.Add("halsa", "health", program.texts().help_health, "prognos halsa");
  command.WhenChosen(std::make_shared<HealthOptions>(), Health);
}

}  // namespace prognos::client
