// Which file a write-ahead log belongs to. SQLite does not say: a backup that is copied over the file under the log of
// the file before is either changed back to what it was, without a word, or mixed with it.
//
// The table log_mark has one row, the mark: a name of the store's state, which every transaction renews, and which
// state the file had when its log was begun (`base`). The file itself has the mark that was the newest when the log was
// last moved into it. Only the store moves its log, in these steps:
//
//   mark in the file     newest mark in the log
//   A                    B of base A             transactions are recorded in the log
//   A                    C of base A, moving     it is to be moved: after a kill the file may have any state of the log
//   C, moving            C of base A, moving     it has been moved
//   C, moving            D of base C             the next begins
//
// A copy of the running store (".backup") has a state that no file under this log has, as long as it is not moving. A
// copy of the stopped store has one of before: each opening moves the log and so gives the file a state of its own.
#ifndef PROGNOS_FORECAST_LEDGER_SQLITE_LOG_MARK_H_
#define PROGNOS_FORECAST_LEDGER_SQLITE_LOG_MARK_H_

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "forecast/ledger/sqlite/connection.h"

namespace prognos::ledger {

// The first format of the store that has the mark.
inline constexpr int kFirstFormatWithLogMark = 9;

struct LogMark {
  std::string state;     // 32 hexadecimal digits, random.
  std::string previous;  // The state before the transaction that made this one.
  std::string base;      // Only zeros: any file.
  bool moving = false;
};

// A mark as its row has it, "Prognos log STATE after PREVIOUS of BASE kept" or "... moving", padded to one length;
// nothing when `text` is not one.
std::optional<LogMark> ParseLogMark(absl::string_view text);
// The mark on a page of the table log_mark; nothing when `page` is of something else.
std::optional<LogMark> LogMarkOnPage(absl::string_view page);

// OK when the log beside the file `path` belongs to it, or there is none that holds anything. Reads both, and changes
// neither. FAILED_PRECONDITION: it belongs to another file.
absl::Status CheckLogBelongs(const std::string& path);

// Whether another program moved the log into the file `path`, or the file is a copy of a running store: its mark is
// that of a log that the store was not moving. Only for a file without a log; false when it is no store, or an older
// one.
bool HoldsItsLog(const std::string& path);

// Renews the state; within each transaction that changes something.
absl::Status MarkTransaction(Connection& writer);
// Moves the log into the file as far as other programs that read it permit, and begins the next one. Not within a
// transaction. An error leaves the file and its log as good as they were.
absl::Status MoveLog(Connection& writer);
// The same for the last time, before `writer` is closed: nothing is begun.
absl::Status MoveLogAtClose(Connection& writer);

}  // namespace prognos::ledger

#endif  // PROGNOS_FORECAST_LEDGER_SQLITE_LOG_MARK_H_
