// All faults of a request at once: where each is, what the rule is and which value broke it.
//
//   FaultList faults;
//   if (year < 1900) faults.Add("year", FaultReason::kOutOfRange, absl::StrCat(year),
//   messages::value::MustBeBetween(1900, 2199)); PROGNOS_RETURN_IF_ERROR(faults.ToStatus());
#ifndef PROGNOS_FORECAST_BASE_FAULTS_H_
#define PROGNOS_FORECAST_BASE_FAULTS_H_

#include <string>
#include <unordered_map>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "forecast/messages/message.h"

namespace prognos {

// The stable kind of a fault. Sent on the wire with these numbers (prognos.v1.FaultReason); never reuse one.
enum class FaultReason {
  kUnspecified = 0,
  kMissingValue = 1,   // A required value is absent or empty.
  kNotAMonth = 2,      // "2022-13".
  kNotADate = 3,       // "2022-02-30".
  kNotANumber = 4,     // "12 kr", NaN, infinity.
  kOutOfRange = 5,     // Beyond the stated limits.
  kNotAName = 6,       // Not a resource name or identifier of the stated form.
  kUnknown = 7,        // Refers to something that does not exist in the organization.
  kDuplicate = 8,      // The same key twice in one request or file.
  kWrongFlow = 9,      // A volume on a cost series, an amount on a volume series, ...
  kFutureMonth = 10,   // An actual for a month that has not begun.
  kClosedYear = 11,    // The year is closed.
  kTooLong = 12,       // A text, line, file or list beyond its limit.
  kUnreadable = 13,    // The bytes are not the format they should be.
  kInconsistent = 14,  // Two values contradict each other.
  kInUse = 15,         // Rests on what was to be deleted.
};

// Lines of a file in a row.
struct LineSpan {
  int first = 0;
  int last = 0;  // Not before `first`.
  friend bool operator==(const LineSpan&, const LineSpan&) = default;
};

struct Fault {
  std::string place;  // `actuals[17].month`, `line 17: month`.
  FaultReason reason = FaultReason::kUnspecified;
  std::string value;     // The value as given, at most 80 bytes; empty when absent.
  std::string rule;      // The rule it broke, in English: "is not a month (YYYY-MM)".
  Message message = {};  // The rule as data, for other languages and for programs.
  // All lines that have this fault, when there are several: the first spans, the first of which begins at the line of
  // `place`, and how many lines there are besides.
  std::vector<LineSpan> lines = {};
  int further_lines = 0;

  // How many lines have it; 0 when `lines` is empty.
  int line_count() const;
  // `actuals[17].month: "2022-13" is not a month (YYYY-MM)`; `lines 2-5, 9 (5 lines): month: ...`.
  std::string ToString() const;
  friend bool operator==(const Fault&, const Fault&) = default;
};

class FaultList {
 public:
  // So many faults are told one by one; the rest are counted.
  static constexpr size_t kMaxReported = 100;
  // So many spans of lines are told of one fault; the lines of others are counted.
  static constexpr size_t kMaxLineSpans = 10;

  // A fault at `line 17: month` that differs from an earlier one only by its line is that one, with one line more.
  void Add(std::string place, FaultReason reason, absl::string_view value, Message rule);
  void Add(Fault fault);
  // So many more, which are only counted.
  void AddUntold(size_t count) { total_ += count; }

  bool empty() const { return total_ == 0; }
  size_t total() const { return total_; }                       // All different faults added.
  const std::vector<Fault>& faults() const { return faults_; }  // At most kMaxReported.

  // OK when empty. Otherwise INVALID_ARGUMENT with one fault a line, and the faults as a payload that
  // FaultsFromStatus reads back.
  absl::Status ToStatus() const;
  // As ToStatus with another code, for faults that a later retry may not show (FAILED_PRECONDITION, NOT_FOUND).
  absl::Status ToStatus(absl::StatusCode code) const;

 private:
  std::vector<Fault> faults_;
  std::unordered_map<std::string, size_t> at_lines_;  // Faults of lines, by all but the line.
  size_t total_ = 0;
};

// A status with one fault: for a call that can find only one.
absl::Status FaultStatus(absl::StatusCode code, std::string place, FaultReason reason, absl::string_view value,
                         Message rule);

// The faults that a status made by FaultList::ToStatus carries (at most kMaxReported); empty for any other status.
std::vector<Fault> FaultsFromStatus(const absl::Status& status);

// How many faults there were in all; 0 for any other status.
size_t CountFaults(const absl::Status& status);

}  // namespace prognos

#endif  // PROGNOS_FORECAST_BASE_FAULTS_H_
