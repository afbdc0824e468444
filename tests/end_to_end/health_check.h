// Asks the standard health service (grpc.health.v1.Health/Check) of a server. Its messages are spelled out in bytes,
// because Debian ships no header for them: the request {} asks for the server as a whole, and the answer
// {status = 1: SERVING} is the bytes 08 01.
#ifndef PROGNOS_TESTS_END_TO_END_HEALTH_CHECK_H_
#define PROGNOS_TESTS_END_TO_END_HEALTH_CHECK_H_

#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>

#include <chrono>
#include <memory>
#include <string>

#include "absl/synchronization/notification.h"

namespace prognos {

// What a health check answered.
struct HealthAnswer {
  grpc::Status status;   // Of the call itself.
  bool serving = false;  // Only with an OK status.
};

inline std::string BytesOf(const grpc::ByteBuffer& buffer) {
  std::vector<grpc::Slice> slices;
  buffer.Dump(&slices);
  std::string bytes;
  for (const grpc::Slice& slice : slices) bytes.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
  return bytes;
}

inline HealthAnswer CheckHealth(const std::shared_ptr<grpc::Channel>& channel,
                                std::chrono::milliseconds patience = std::chrono::seconds(5)) {
  grpc::GenericStub stub(channel);
  grpc::ClientContext call;
  call.set_deadline(std::chrono::system_clock::now() + patience);
  const grpc::Slice nothing("");
  const grpc::ByteBuffer request(&nothing, 1);
  grpc::ByteBuffer response;
  HealthAnswer answer;
  absl::Notification done;
  stub.UnaryCall(&call, "/grpc.health.v1.Health/Check", {}, &request, &response, [&](grpc::Status status) {
    answer.status = std::move(status);
    done.Notify();
  });
  done.WaitForNotification();
  if (answer.status.ok()) answer.serving = BytesOf(response) == "\x08\x01";
  return answer;
}

}  // namespace prognos

#endif  // PROGNOS_TESTS_END_TO_END_HEALTH_CHECK_H_
