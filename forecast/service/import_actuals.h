// The receiving end of LedgerService.ImportActuals: one batch at a time, each durable before the next is read.
#ifndef PROGNOS_FORECAST_SERVICE_IMPORT_ACTUALS_H_
#define PROGNOS_FORECAST_SERVICE_IMPORT_ACTUALS_H_

#include <grpcpp/support/server_callback.h>

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "forecast/service/call.h"
#include "prognos/v1/ledger.pb.h"

namespace prognos::service {

// Order of events: OnReadDone -> a batch is stored on the quick lane -> StartRead -> ... -> the client half-closes ->
// Finish. Only one of them is under way at a time, so no lock is needed. A batch that cannot be decoded ends the call
// as any other faulty batch does, and a client that sends nothing for too long ends it too (idle_limit.h). Deletes
// itself in OnDone.
class ImportActualsReactor final : public grpc::ServerReadReactor<grpc::ByteBuffer> {
 public:
  static constexpr int kMaxActualsPerBatch = 50'000;

  // `response` is filled when the call ends well.
  ImportActualsReactor(const ServiceContext& service, grpc::CallbackServerContext* context, grpc::ByteBuffer* response);

  void OnReadDone(bool ok) override;
  void OnDone() override { delete this; }

 private:
  void ReadNext();
  void StoreBatch();
  absl::Status StoreNext();
  absl::Status CheckStream();
  absl::StatusOr<v1::BatchResult> StoreCheckedBatch();

  const ServiceContext& service_;
  const RunningCalls::Mark mark_;
  const grpc::CallbackServerContext& context_;
  const Call call_;
  grpc::ByteBuffer* response_bytes_;
  v1::ImportActualsResponse response_;
  grpc::ByteBuffer batch_bytes_;
  v1::ImportActualsRequest batch_;
  std::string organization_name_;  // From the first batch.
  bool validate_only_ = false;     // From the first batch.
  int batch_count_ = 0;
  std::vector<std::string> durable_batches_;
  IdleLimit::Wait wait_;
};

}  // namespace prognos::service

#endif  // PROGNOS_FORECAST_SERVICE_IMPORT_ACTUALS_H_
