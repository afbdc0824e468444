#include "forecast/service/import_actuals.h"

#include "absl/strings/str_cat.h"
#include "forecast/base/faults.h"
#include "forecast/base/status_macros.h"
#include "forecast/service/actuals_check.h"
#include "forecast/service/error.h"
#include "forecast/service/fingerprint.h"
#include "forecast/service/undecodable.h"
#include "forecast/service/validators.h"
#include "forecast/service/write_once.h"
#include "messages/request.h"

namespace prognos::service {
namespace {

// Every actual of the batch as it would be stored, or all faults.
absl::StatusOr<std::vector<ledger::NewActual>> CheckActuals(ledger::Reader& reader, const std::string& organization,
                                                            const ActualsCheck& check,
                                                            const v1::ImportActualsRequest& batch) {
  FaultList faults;
  std::vector<ledger::NewActual> actuals;
  std::vector<std::string> places;
  for (int i = 0; i < batch.actuals_size(); ++i) {
    places.push_back(absl::StrCat("actuals[", i, "]"));
    actuals.push_back(check.Check(batch.actuals(i), places.back(), faults));
  }
  CheckNoDuplicates(actuals, places, faults);
  PROGNOS_RETURN_IF_ERROR(ActualsStatus(faults));
  PROGNOS_RETURN_IF_ERROR(CheckRoomForForecasts(reader, organization, actuals, places, faults));
  PROGNOS_RETURN_IF_ERROR(faults.ToStatus());
  return actuals;
}

}  // namespace

ImportActualsReactor::ImportActualsReactor(const ServiceContext& service, grpc::CallbackServerContext* context,
                                           grpc::ByteBuffer* response)
    : service_(service),
      mark_(*service.running),
      context_(*context),
      call_(service, *context),
      response_bytes_(response),
      wait_(service.idle, [this] { Finish(ToGrpcStatus(service_.idle->TooSilent(), durable_batches_)); }) {
  ReadNext();
}

void ImportActualsReactor::ReadNext() {
  wait_.Begin();
  StartRead(&batch_bytes_);
}

void ImportActualsReactor::OnReadDone(bool ok) {
  if (!wait_.End()) return;  // It was ended for its silence.
  if (const absl::Status admitted = call_.Admitted(context_); !admitted.ok()) {
    Finish(ToGrpcStatus(admitted, durable_batches_));
    return;
  }
  if (ok) {
    if (batch_count_ > 0) {
      service_.quick->Continue([this] { StoreBatch(); });
      return;
    }
    const absl::Status let_in = service_.quick->Begin([this] { StoreBatch(); }, call_.control().deadline);
    if (!let_in.ok()) Finish(ToGrpcStatus(let_in));
    return;
  }
  if (batch_count_ > 0) {
    EncodeMessage(response_, *response_bytes_);
    Finish(grpc::Status::OK);
    return;
  }
  Finish(ToGrpcStatus(FaultStatus(absl::StatusCode::kInvalidArgument, "stream", FaultReason::kMissingValue, "",
                                  messages::request::HasNoBatch())));
}

void ImportActualsReactor::StoreBatch() {
  ++batch_count_;
  if (const absl::Status status = StoreNext(); !status.ok()) {
    Finish(ToGrpcStatus(status, durable_batches_));
    return;
  }
  if (!validate_only_) {
    durable_batches_.push_back(batch_.request_id().empty() ? absl::StrCat("#", batch_count_) : batch_.request_id());
  }
  ReadNext();
}

absl::Status ImportActualsReactor::StoreNext() {
  PROGNOS_RETURN_IF_ERROR(call_.control().Check());
  PROGNOS_RETURN_IF_ERROR(DecodeMessage(batch_bytes_, batch_count_ - 1, batch_));
  PROGNOS_RETURN_IF_ERROR(call_.Admitted(context_, &batch_));
  PROGNOS_RETURN_IF_ERROR(CheckStream());
  PROGNOS_ASSIGN_OR_RETURN(*response_.add_batches(), StoreCheckedBatch());
  return absl::OkStatus();
}

absl::Status ImportActualsReactor::CheckStream() {
  FaultList faults;
  if (batch_count_ == 1) {
    organization_name_ = batch_.organization();
    validate_only_ = batch_.validate_only();
  } else {
    if (!batch_.organization().empty() && batch_.organization() != organization_name_) {
      faults.Add("organization", FaultReason::kInconsistent, batch_.organization(),
                 messages::request::OrganizationDiffersFromTheFirstBatch(organization_name_));
    }
    if (batch_.validate_only() != validate_only_) {
      faults.Add("validate_only", FaultReason::kInconsistent, "", messages::request::DiffersFromTheFirstBatch());
    }
  }
  CheckOrganizationName(organization_name_, "organization", faults);
  CheckRequestId(batch_.request_id(), faults);
  CheckCount(batch_.actuals_size(), kMaxActualsPerBatch, "actuals", faults);
  return faults.ToStatus();
}

absl::StatusOr<v1::BatchResult> ImportActualsReactor::StoreCheckedBatch() {
  FaultList none;
  const std::string organization = CheckOrganizationName(organization_name_, "organization", none);
  batch_.set_organization(organization_name_);  // The same content whether the name was repeated or not.
  const WriteKey key = {organization, batch_.request_id(), Fingerprint("ImportActuals", batch_.SerializeAsString())};
  v1::BatchResult result;
  const ledger::Recording recording = call_.Recording();
  PROGNOS_RETURN_IF_ERROR(call_.WriteOnce(key, validate_only_, result, [&](ledger::Writer& writer) -> absl::Status {
    PROGNOS_ASSIGN_OR_RETURN(const ActualsCheck check, ActualsCheck::For(writer, organization, recording.time));
    PROGNOS_ASSIGN_OR_RETURN(const std::vector<ledger::NewActual> actuals,
                             CheckActuals(writer, organization, check, batch_));
    PROGNOS_ASSIGN_OR_RETURN(const ledger::AppendResult appended,
                             writer.AppendActuals(organization, actuals, recording));
    result.set_request_id(batch_.request_id());
    result.set_stored_count(appended.stored);
    result.set_unchanged_count(appended.unchanged);
    result.set_ledger_position(appended.position);
    return absl::OkStatus();
  }));
  return result;
}

}  // namespace prognos::service
