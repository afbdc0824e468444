#include "forecast/service/error.h"

#include <spdlog/spdlog.h>

#include "absl/strings/cord.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "forecast/base/faults.h"
#include "forecast/messages/wire/message_proto.h"
#include "messages/refusal.h"

namespace prognos::service {
namespace {

constexpr char kReasonUrl[] = "prognos/reason";
constexpr char kRetryAfterUrl[] = "prognos/retry-after-ms";

int PayloadNumber(const absl::Status& status, const char* url) {
  int number = 0;
  const absl::optional<absl::Cord> payload = status.GetPayload(url);
  return payload.has_value() && absl::SimpleAtoi(std::string(*payload), &number) ? number : 0;
}

v1::Reason ReasonFrom(const absl::Status& status, bool has_faults) {
  if (const int number = PayloadNumber(status, kReasonUrl); number != 0) return static_cast<v1::Reason>(number);
  if (has_faults || status.code() == absl::StatusCode::kInvalidArgument) return v1::REASON_FAULTY_REQUEST;
  switch (status.code()) {
    case absl::StatusCode::kNotFound:
      return v1::REASON_NOT_FOUND;
    case absl::StatusCode::kAlreadyExists:
      return v1::REASON_ALREADY_EXISTS;
    case absl::StatusCode::kResourceExhausted:
      return v1::REASON_STORE_FULL;
    default:
      return v1::REASON_UNSPECIFIED;
  }
}

// A client that keeps gRPC's defaults refuses an answer with more than 8 KiB of headers. The text is sent in it
// percent-encoded, the details in base64: 1 and 6.5 KiB as sent. The details hold the text once more, and most of what
// programs read: they have the larger share.
constexpr size_t kMaxTextBytesAsSent = 1024;
constexpr size_t kMaxDetailsBytes = 4992;
constexpr size_t kMaxBatchesBytes = 1024;   // Of these.
constexpr size_t kMaxMessageBytes = 1024;   // Likewise.
constexpr size_t kOtherDetailsBytes = 128;  // Type names, numbers and lengths.

size_t BytesAsSent(absl::string_view text) {
  size_t bytes = 0;
  for (const char one : text) bytes += one >= ' ' && one <= '~' && one != '%' ? 1 : 3;
  return bytes;
}

bool HidesItsText(absl::StatusCode code) {
  return code == absl::StatusCode::kInternal || code == absl::StatusCode::kUnknown ||
         code == absl::StatusCode::kDataLoss;
}

v1::Fault ProtoOf(const Fault& fault) {
  v1::Fault result;
  result.set_place(fault.place);
  result.set_reason(static_cast<v1::FaultReason>(fault.reason));
  result.set_value(fault.value);
  result.set_rule(fault.rule);
  if (!fault.message.empty()) *result.mutable_message() = prognos::ToProto(fault.message);
  for (const LineSpan& span : fault.lines) {
    v1::LineSpan& lines = *result.add_lines();
    lines.set_first(span.first);
    lines.set_last(span.last);
  }
  result.set_further_lines(fault.further_lines);
  return result;
}

// The newest, which tell where the stream stopped.
void FillBatches(const std::vector<std::string>& durable_batches, v1::ErrorDetail& detail) {
  size_t first = durable_batches.size();
  for (size_t bytes = 0; first > 0; --first) {
    bytes += durable_batches[first - 1].size() + 2;
    if (bytes > kMaxBatchesBytes) break;
  }
  detail.mutable_durable_batches()->Add(durable_batches.begin() + static_cast<ptrdiff_t>(first), durable_batches.end());
  detail.set_durable_batch_count(static_cast<int64_t>(durable_batches.size()));
}

// Left out when it quotes so much that the faults would have no room: the text of the status, cut, then says it.
void FillMessage(const absl::Status& status, v1::ErrorDetail& detail) {
  const Message message = HidesItsText(status.code()) ? messages::refusal::InternalError() : MessageFrom(status);
  if (message.empty()) return;
  v1::Message converted = prognos::ToProto(message);
  if (converted.ByteSizeLong() <= kMaxMessageBytes) *detail.mutable_message() = std::move(converted);
}

// At most `room` bytes.
v1::ErrorDetail DetailOf(const absl::Status& status, const std::vector<std::string>& durable_batches, size_t room) {
  const std::vector<Fault> faults = FaultsFromStatus(status);
  v1::ErrorDetail detail;
  detail.set_reason(ReasonFrom(status, !faults.empty()));
  detail.set_fault_count(static_cast<int>(CountFaults(status)));
  detail.set_retry_after_ms(PayloadNumber(status, kRetryAfterUrl));
  FillBatches(durable_batches, detail);
  FillMessage(status, detail);
  size_t bytes = detail.ByteSizeLong();
  for (const Fault& fault : faults) {
    v1::Fault converted = ProtoOf(fault);
    bytes += converted.ByteSizeLong() + 3;
    if (bytes > room) break;
    *detail.add_faults() = std::move(converted);
  }
  return detail;
}

// The beginning of `line` that is at most `most` bytes as sent, without half a letter.
std::string CutLine(absl::string_view line, size_t most) {
  size_t end = 0;
  for (size_t bytes = 0; end < line.size(); ++end) {
    bytes += BytesAsSent(line.substr(end, 1));
    if (bytes > most) break;
  }
  while (end > 0 && end < line.size() && (static_cast<unsigned char>(line[end]) & 0xC0) == 0x80) --end;
  return std::string(line.substr(0, end));
}

// The text as it is, or its first whole lines and a count of the faults left out.
std::string ShortText(const absl::Status& status) {
  const absl::string_view text(status.message().data(), status.message().size());
  if (BytesAsSent(text) <= kMaxTextBytesAsSent) return std::string(text);
  const size_t most = kMaxTextBytesAsSent - 64;  // The rest for the count.
  std::string result;
  size_t told = 0;
  size_t bytes = 0;
  for (const absl::string_view line : absl::StrSplit(text, '\n')) {
    bytes += BytesAsSent(line) + 3;
    if (bytes > most) break;
    absl::StrAppend(&result, told == 0 ? "" : "\n", line);
    ++told;
  }
  if (told == 0) return CutLine(text.substr(0, text.find('\n')), most);
  absl::StrAppend(&result, "\nand ", CountFaults(status) - told, " more faults");
  return result;
}

}  // namespace

absl::Status WithReason(absl::Status status, v1::Reason reason) {
  status.SetPayload(kReasonUrl, absl::Cord(absl::StrCat(static_cast<int>(reason))));
  return status;
}

absl::Status Busy(const Message& why, absl::Duration retry_after) {
  absl::Status status = WithReason(MessageStatus(absl::StatusCode::kResourceExhausted, why), v1::REASON_BUSY);
  status.SetPayload(kRetryAfterUrl, absl::Cord(absl::StrCat(absl::ToInt64Milliseconds(retry_after))));
  return status;
}

grpc::Status ToGrpcStatus(const absl::Status& status, const std::vector<std::string>& durable_batches) {
  if (status.ok()) return grpc::Status::OK;
  std::string text = ShortText(status);
  if (HidesItsText(status.code())) {
    spdlog::error("internal error: {}", std::string(status.message()));
    text = messages::refusal::InternalError().English();
  }
  const auto code = static_cast<grpc::StatusCode>(status.code());
  v1::StatusDetails details;
  details.set_code(static_cast<int>(status.code()));
  details.set_message(text);
  const size_t room = kMaxDetailsBytes - kOtherDetailsBytes - text.size();
  details.add_details()->PackFrom(DetailOf(status, durable_batches, room));
  return grpc::Status(code, text, details.SerializeAsString());
}

}  // namespace prognos::service
