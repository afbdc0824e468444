#include "forecast/base/faults.h"

#include <utility>

#include "absl/strings/cord.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"

namespace prognos {
namespace {

constexpr char kPayloadUrl[] = "prognos/faults";
constexpr char kCountUrl[] = "prognos/fault-count";
constexpr size_t kMaxValueBytes = 80;
// Separators that cannot stand in the fields: control characters are replaced when a fault is added.
constexpr char kFieldSeparator = '\x1f';
constexpr char kFaultSeparator = '\x1e';

// At most kMaxValueBytes, whole UTF-8 characters, no control characters.
std::string Printable(absl::string_view text) {
  size_t size = std::min(text.size(), kMaxValueBytes);
  while (size > 0 && size < text.size() && (static_cast<unsigned char>(text[size]) & 0xC0) == 0x80) --size;
  std::string result(text.substr(0, size));
  for (char& c : result) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = '?';
  }
  return result;
}

}  // namespace

std::string Fault::ToString() const {
  return value.empty() ? absl::StrCat(place, ": ", rule) : absl::StrCat(place, ": \"", value, "\" ", rule);
}

void FaultList::Add(std::string place, FaultReason reason, absl::string_view value, Message rule) {
  std::string text = rule.English();
  Add(Fault{std::move(place), reason, std::string(value), std::move(text), std::move(rule)});
}

void FaultList::Add(Fault fault) {
  ++total_;
  if (faults_.size() >= kMaxReported) return;
  fault.value = Printable(fault.value);
  faults_.push_back(std::move(fault));
}

absl::Status FaultList::ToStatus() const { return ToStatus(absl::StatusCode::kInvalidArgument); }

absl::Status FaultList::ToStatus(absl::StatusCode code) const {
  if (empty()) return absl::OkStatus();
  std::string text = absl::StrJoin(
      faults_, "\n", [](std::string* out, const Fault& fault) { absl::StrAppend(out, fault.ToString()); });
  if (total_ > faults_.size()) absl::StrAppend(&text, "\nand ", total_ - faults_.size(), " more faults");
  absl::Status status(code, text);
  std::string payload;
  for (const Fault& fault : faults_) {
    if (!payload.empty()) payload += kFaultSeparator;
    absl::StrAppend(&payload, fault.place, std::string(1, kFieldSeparator), static_cast<int>(fault.reason),
                    std::string(1, kFieldSeparator), fault.value, std::string(1, kFieldSeparator), fault.rule,
                    std::string(1, kFieldSeparator), Encode(fault.message));
  }
  status.SetPayload(kPayloadUrl, absl::Cord(payload));
  status.SetPayload(kCountUrl, absl::Cord(absl::StrCat(total_)));
  return status;
}

absl::Status FaultStatus(absl::StatusCode code, std::string place, FaultReason reason, absl::string_view value,
                         Message rule) {
  FaultList faults;
  faults.Add(std::move(place), reason, value, std::move(rule));
  return faults.ToStatus(code);
}

std::vector<Fault> FaultsFromStatus(const absl::Status& status) {
  std::vector<Fault> faults;
  const absl::optional<absl::Cord> payload = status.GetPayload(kPayloadUrl);
  if (!payload.has_value()) return faults;
  const std::string text(*payload);
  for (const absl::string_view record : absl::StrSplit(text, kFaultSeparator)) {
    const std::vector<std::string> fields = absl::StrSplit(record, kFieldSeparator);
    int reason = 0;
    if (fields.size() != 5 || !absl::SimpleAtoi(fields[1], &reason)) continue;
    faults.push_back({fields[0], static_cast<FaultReason>(reason), fields[2], fields[3], DecodeMessage(fields[4])});
  }
  return faults;
}

size_t CountFaults(const absl::Status& status) {
  const absl::optional<absl::Cord> payload = status.GetPayload(kCountUrl);
  size_t count = 0;
  if (payload.has_value() && !absl::SimpleAtoi(std::string(*payload), &count)) return 0;
  return count;
}

}  // namespace prognos
