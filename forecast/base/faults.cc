#include "forecast/base/faults.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/cord.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "forecast/base/personal_number.h"

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

// "line 17: month" is line 17, and the rest ": month".
struct LinePlace {
  int line = 0;
  absl::string_view rest;
};

std::optional<LinePlace> AsLine(absl::string_view place) {
  if (!absl::ConsumePrefix(&place, "line ")) return std::nullopt;
  LinePlace result;
  const size_t end = std::min(place.find(':'), place.size());
  if (!absl::SimpleAtoi(place.substr(0, end), &result.line)) return std::nullopt;
  result.rest = place.substr(end);
  return result;
}

std::string KeyOf(absl::string_view rest, const Fault& fault) {
  const std::string separator(1, kFieldSeparator);
  return absl::StrCat(rest, separator, static_cast<int>(fault.reason), separator, fault.value, separator, fault.rule,
                      separator, Encode(fault.message));
}

void AddLine(int line, Fault& fault) {
  if (fault.lines.empty()) {
    const int first = AsLine(fault.place)->line;
    fault.lines = {{first, first}};
  }
  for (const LineSpan& span : fault.lines) {
    if (span.first <= line && line <= span.last) return;
  }
  if (fault.further_lines == 0 && line == fault.lines.back().last + 1) {
    fault.lines.back().last = line;
  } else if (fault.lines.size() < FaultList::kMaxLineSpans) {
    fault.lines.push_back({line, line});
  } else {
    ++fault.further_lines;
  }
}

// `lines` as "2-5,9-9"; empty when there are none.
std::string EncodeLines(const std::vector<LineSpan>& lines) {
  return absl::StrJoin(
      lines, ",", [](std::string* out, const LineSpan& span) { absl::StrAppend(out, span.first, "-", span.last); });
}

std::vector<LineSpan> DecodeLines(absl::string_view text) {
  std::vector<LineSpan> lines;
  for (const absl::string_view part : absl::StrSplit(text, ',', absl::SkipEmpty())) {
    const std::pair<absl::string_view, absl::string_view> ends = absl::StrSplit(part, absl::MaxSplits('-', 1));
    LineSpan span;
    if (absl::SimpleAtoi(ends.first, &span.first) && absl::SimpleAtoi(ends.second, &span.last)) lines.push_back(span);
  }
  return lines;
}

// "lines 2-5, 9 and 31 more (36 lines)".
std::string LinesText(const Fault& fault) {
  const std::string spans = absl::StrJoin(fault.lines, ", ", [](std::string* out, const LineSpan& span) {
    absl::StrAppend(out, span.first);
    if (span.last > span.first) absl::StrAppend(out, "-", span.last);
  });
  const std::string more = fault.further_lines == 0 ? "" : absl::StrCat(" and ", fault.further_lines, " more");
  return absl::StrCat("lines ", spans, more, " (", fault.line_count(), " lines)");
}

}  // namespace

int Fault::line_count() const {
  int count = further_lines;
  for (const LineSpan& span : lines) count += span.last - span.first + 1;
  return count;
}

std::string Fault::ToString() const {
  const std::optional<LinePlace> at = AsLine(place);
  const std::string where = at.has_value() && line_count() > 1 ? absl::StrCat(LinesText(*this), at->rest) : place;
  return value.empty() ? absl::StrCat(where, ": ", rule) : absl::StrCat(where, ": \"", value, "\" ", rule);
}

void FaultList::Add(std::string place, FaultReason reason, absl::string_view value, Message rule) {
  std::string text = rule.English();
  Add(Fault{std::move(place), reason, std::string(value), std::move(text), std::move(rule)});
}

void FaultList::Add(Fault fault) {
  fault.value = Printable(WithoutPersonalNumbers(fault.value));
  const std::optional<LinePlace> at = AsLine(fault.place);
  if (at.has_value() && fault.lines.empty()) {
    const auto [known, added] = at_lines_.try_emplace(KeyOf(at->rest, fault), faults_.size());
    if (!added && known->second < faults_.size()) {
      AddLine(at->line, faults_[known->second]);
      return;
    }
  }
  ++total_;
  if (faults_.size() < kMaxReported) faults_.push_back(std::move(fault));
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
                    std::string(1, kFieldSeparator), Encode(fault.message), std::string(1, kFieldSeparator),
                    EncodeLines(fault.lines), std::string(1, kFieldSeparator), fault.further_lines);
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
    int further_lines = 0;
    if (fields.size() != 7 || !absl::SimpleAtoi(fields[1], &reason) || !absl::SimpleAtoi(fields[6], &further_lines)) {
      continue;
    }
    faults.push_back({fields[0], static_cast<FaultReason>(reason), fields[2], fields[3], DecodeMessage(fields[4]),
                      DecodeLines(fields[5]), further_lines});
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
