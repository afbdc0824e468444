// Runs a write at most once for a request_id, or only pretends to (validate_only).
#ifndef PROGNOS_FORECAST_SERVICE_WRITE_ONCE_H_
#define PROGNOS_FORECAST_SERVICE_WRITE_ONCE_H_

#include <google/protobuf/message_lite.h>

#include <functional>
#include <string>

#include "absl/status/status.h"
#include "forecast/ledger/store.h"

namespace prognos::service {

struct WriteKey {
  std::string organization;
  std::string request_id;   // Empty: not idempotent.
  std::string fingerprint;  // Of method and content.
};

// If the request was completed before: fills `response` and answers true; a request_id with another fingerprint is
// ALREADY_EXISTS with REASON_REQUEST_ID_REUSED. Otherwise false.
absl::StatusOr<bool> AnswerFromBefore(ledger::Reader& reader, const WriteKey& key,
                                      google::protobuf::MessageLite& response);

// In one transaction: answers from before, or runs `write`, which fills `response`, and keeps the response under the
// request_id. Each time that the store runs the transaction `response` is as it was handed over, so `write` may add to
// it, but holds on to no message within it from before. With `validate_only` everything is run and then rolled back,
// and nothing is kept.
absl::Status WriteOnce(ledger::Store& store, const WriteKey& key, bool validate_only,
                       google::protobuf::MessageLite& response,
                       const std::function<absl::Status(ledger::Writer&)>& write);

}  // namespace prognos::service

#endif  // PROGNOS_FORECAST_SERVICE_WRITE_ONCE_H_
