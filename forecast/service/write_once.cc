#include "forecast/service/write_once.h"

#include <memory>
#include <optional>

#include "absl/strings/str_cat.h"
#include "forecast/base/status_macros.h"
#include "forecast/service/error.h"
#include "messages/refusal.h"

namespace prognos::service {

absl::StatusOr<bool> AnswerFromBefore(ledger::Reader& reader, const WriteKey& key,
                                      google::protobuf::MessageLite& response) {
  if (key.request_id.empty()) return false;
  PROGNOS_ASSIGN_OR_RETURN(const std::optional<ledger::CompletedRequest> before,
                           reader.FindRequest(key.organization, key.request_id));
  if (!before.has_value()) return false;
  if (before->fingerprint != key.fingerprint) {
    return WithReason(
        MessageStatus(absl::StatusCode::kAlreadyExists, messages::refusal::RequestIdIsUsed(key.request_id)),
        v1::REASON_REQUEST_ID_REUSED);
  }
  if (!response.ParseFromString(before->response)) {
    return absl::DataLossError(absl::StrCat("the stored answer to request ", key.request_id, " cannot be read"));
  }
  return true;
}

absl::Status WriteOnce(ledger::Store& store, const WriteKey& key, bool validate_only,
                       google::protobuf::MessageLite& response,
                       const std::function<absl::Status(ledger::Writer&)>& write) {
  bool validated = false;
  const std::unique_ptr<google::protobuf::MessageLite> before(response.New());
  before->CheckTypeAndMergeFrom(response);
  const absl::Status status = store.Write([&](ledger::Writer& writer) -> absl::Status {
    response.Clear();  // The store may run this again.
    response.CheckTypeAndMergeFrom(*before);
    PROGNOS_ASSIGN_OR_RETURN(const bool answered, AnswerFromBefore(writer, key, response));
    if (answered) return absl::OkStatus();
    PROGNOS_RETURN_IF_ERROR(write(writer));
    if (validate_only) {
      validated = true;
      return absl::AbortedError("rolled back: only validated");
    }
    if (key.request_id.empty()) return absl::OkStatus();
    return writer.SaveRequest(key.organization, {key.request_id, key.fingerprint, response.SerializeAsString()});
  });
  return validated ? absl::OkStatus() : status;
}

}  // namespace prognos::service
