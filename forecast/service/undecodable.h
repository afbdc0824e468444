// What a caller sees who sends bytes that are no message of the call: INVALID_ARGUMENT, and nothing is stored.
#ifndef PROGNOS_FORECAST_SERVICE_UNDECODABLE_H_
#define PROGNOS_FORECAST_SERVICE_UNDECODABLE_H_

#include <grpcpp/support/byte_buffer.h>
#include <grpcpp/support/proto_buffer_reader.h>
#include <grpcpp/support/proto_buffer_writer.h>
#include <grpcpp/support/server_interceptor.h>

#include <memory>

#include "absl/status/status.h"

namespace prognos::service {

// gRPC ends the reads of a stream in the same way for a message that cannot be decoded and for the stream's end, so
// streams that store what they get take raw bytes and decode them with these two.
//
// The fault of message number `index` (0, 1, ...) of a stream.
absl::Status UndecodableMessage(int index);

// `bytes`, emptied thereby, as message number `index` of a stream.
template <typename Message>
absl::Status DecodeMessage(grpc::ByteBuffer& bytes, int index, Message& message) {
  return grpc::SerializationTraits<Message>::Deserialize(&bytes, &message).ok() ? absl::OkStatus()
                                                                                : UndecodableMessage(index);
}

template <typename Message>
void EncodeMessage(const Message& message, grpc::ByteBuffer& bytes) {
  bool own_buffer = false;
  grpc::SerializationTraits<Message>::Serialize(message, &bytes, &own_buffer);
}

// For unary calls and answers in a stream, whose requests gRPC decodes: it answers UNIMPLEMENTED without a text, which
// no handler of ours does, and which is turned into the same fault here.
std::unique_ptr<grpc::experimental::ServerInterceptorFactoryInterface> UndecodableRequests();

}  // namespace prognos::service

#endif  // PROGNOS_FORECAST_SERVICE_UNDECODABLE_H_
