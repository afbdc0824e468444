// The receiving end of LedgerService.ImportFile: gathers the bytes, then stores what they say, whole or not at all.
#ifndef PROGNOS_FORECAST_SERVICE_IMPORT_FILE_H_
#define PROGNOS_FORECAST_SERVICE_IMPORT_FILE_H_

#include <grpcpp/server_context.h>
#include <grpcpp/support/server_callback.h>

#include <string>

#include "absl/status/status.h"
#include "forecast/service/call.h"
#include "prognos/v1/ledger.pb.h"

namespace prognos::service {

// Order of events: the header, then chunks, then the client half-closes and the file is stored on the heavy lane. Only
// one of them is under way at a time, so no lock is needed. A stream that is cancelled or whose connection breaks ends
// its reads as well; then nothing is stored, for the rest of the file is missing. A message that cannot be decoded ends
// the call. What all files that are being received or stored hold together is bounded; the one that would go beyond it
// is refused and may be sent again later. A client that sends nothing for too long ends the call (idle_limit.h).
// Deletes itself in OnDone.
class ImportFileReactor final : public grpc::ServerReadReactor<grpc::ByteBuffer> {
 public:
  static constexpr size_t kMaxChunkBytes = 1024 * 1024;
  static constexpr size_t kMaxFileBytes = 256 * 1024 * 1024;
  // The most memory that a file of so many bytes takes while it is read, its bytes included.
  static int64_t MemoryToRead(int64_t file_bytes);

  // `response` is filled when the call ends well.
  ImportFileReactor(const ServiceContext& service, grpc::CallbackServerContext* context, grpc::ByteBuffer* response);

  void OnReadDone(bool ok) override;
  void OnDone() override { delete this; }

 private:
  void ReadNext();
  absl::Status TakePart();
  void FinishFile();
  absl::Status MakeRoomToRead();
  absl::Status Store();

  const ServiceContext& service_;
  const RunningCalls::Mark mark_;
  const grpc::CallbackServerContext& context_;
  const Call call_;
  grpc::ByteBuffer* response_bytes_;
  grpc::ByteBuffer part_bytes_;
  v1::ImportFileRequest part_;
  int part_count_ = 0;
  bool has_header_ = false;
  v1::ImportFileRequest::Header header_;
  ByteAllowance::Share share_;  // At least as many as there are in bytes_.
  std::string bytes_;
  IdleLimit::Wait wait_;
};

// Checks header and bytes and stores the file's values in one transaction. CANCELLED, DEADLINE_EXCEEDED: as asked of
// the call, before the file is read and before it is stored.
absl::Status StoreFile(const Call& call, const v1::ImportFileRequest::Header& header, const std::string& bytes,
                       v1::ImportFileResponse& response);

}  // namespace prognos::service

#endif  // PROGNOS_FORECAST_SERVICE_IMPORT_FILE_H_
