#include "forecast/interchange/csv_tokenizer.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "forecast/base/faults.h"
#include "forecast/base/status_macros.h"
#include "forecast/interchange/account_rows.h"
#include "forecast/interchange/cell_values.h"
#include "messages/file.h"

namespace prognos {
namespace {

absl::Status RecordFault(int line, FaultReason reason, Message rule) {
  return FaultStatus(absl::StatusCode::kInvalidArgument, absl::StrCat("line ", line), reason, "", std::move(rule));
}

}  // namespace

bool CsvRecord::IsBlank() const {
  return std::all_of(cells.begin(), cells.end(), [](const std::string& cell) { return TrimCell(cell).empty(); });
}

absl::StatusOr<bool> CsvTokenizer::Next(CsvRecord& record) {
  record.cells.clear();
  record.line = line_;
  record_begin_ = at_;
  if (at_ >= text_.size()) return false;
  while (true) {
    PROGNOS_RETURN_IF_ERROR(ReadCell(record));
    if (TakeLineEnd() || at_ >= text_.size()) return true;
    ++at_;  // The delimiter.
    if (at_ >= text_.size()) {
      record.cells.emplace_back();
      return true;
    }
  }
}

absl::Status CsvTokenizer::ReadCell(CsvRecord& record) {
  std::string cell;
  if (at_ < text_.size() && text_[at_] == '"') {
    PROGNOS_RETURN_IF_ERROR(ReadQuoted(record, cell));
  } else {
    const size_t begin = at_;
    while (!AtCellEnd()) ++at_;
    PROGNOS_RETURN_IF_ERROR(CheckLength(record));
    cell.assign(text_.data() + begin, at_ - begin);
  }
  record.cells.push_back(std::move(cell));
  return absl::OkStatus();
}

absl::Status CsvTokenizer::ReadQuoted(const CsvRecord& record, std::string& cell) {
  ++at_;
  bool closed = false;
  while (at_ < text_.size()) {
    const char c = text_[at_++];
    if (c == '"') {
      closed = at_ >= text_.size() || text_[at_] != '"';
      if (closed) break;
      ++at_;
    }
    const bool line_end = c == '\n' || (c == '\r' && (at_ >= text_.size() || text_[at_] != '\n'));
    if (line_end) ++line_;
    cell += c;
    PROGNOS_RETURN_IF_ERROR(CheckLength(record));
  }
  if (!closed) {
    return RecordFault(record.line, FaultReason::kUnreadable, messages::file::HoldsAQuoteThatIsNeverClosed());
  }
  if (!AtCellEnd()) return RecordFault(record.line, FaultReason::kUnreadable, messages::file::HoldsTextAfterAQuote());
  return absl::OkStatus();
}

bool CsvTokenizer::AtCellEnd() const {
  return at_ >= text_.size() || text_[at_] == delimiter_ || text_[at_] == '\n' || text_[at_] == '\r';
}

bool CsvTokenizer::TakeLineEnd() {
  if (at_ >= text_.size() || text_[at_] == delimiter_) return false;
  if (text_[at_] == '\r' && at_ + 1 < text_.size() && text_[at_ + 1] == '\n') ++at_;
  ++at_;
  ++line_;
  return true;
}

absl::Status CsvTokenizer::CheckLength(const CsvRecord& record) const {
  if (at_ - record_begin_ <= kMaxLineBytes) return absl::OkStatus();
  return RecordFault(record.line, FaultReason::kTooLong, messages::file::IsLonger(1));
}

}  // namespace prognos
