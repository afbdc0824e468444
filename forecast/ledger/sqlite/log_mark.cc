#include "forecast/ledger/sqlite/log_mark.h"

#include <fstream>
#include <memory>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/time/time.h"
#include "forecast/base/status_macros.h"
#include "forecast/ledger/sqlite/file_header.h"
#include "forecast/ledger/sqlite/sqlite_status.h"
#include "forecast/ledger/sqlite/statement.h"
#include "forecast/ledger/sqlite/write_ahead_log.h"
#include "messages/store.h"

namespace prognos::ledger {
namespace {

constexpr char kReadMark[] = "SELECT mark FROM log_mark";
constexpr char kMarkTransaction[] =
    "UPDATE log_mark SET mark = 'Prognos log ' || lower(hex(randomblob(16))) || ' after ' || substr(mark, 13, 32) || "
    "substr(mark, 84)";
constexpr char kMarkMoving[] =
    "UPDATE log_mark SET mark = 'Prognos log ' || lower(hex(randomblob(16))) || ' after ' || substr(mark, 13, 32) || "
    "substr(mark, 84, 36) || ' moving'";
constexpr char kMarkBeginning[] =
    "UPDATE log_mark SET mark = 'Prognos log ' || lower(hex(randomblob(16))) || ' after ' || substr(mark, 13, 32) || "
    "' of ' || substr(mark, 13, 32) || ' kept  '";

constexpr size_t kStateDigits = 32;
constexpr char kAnyFile[] = "00000000000000000000000000000000";

// A reader of the cell of a table's leaf page ("Database File Format", sections 1.6 and 2.1).
class Cell {
 public:
  explicit Cell(absl::string_view bytes) : bytes_(bytes) {}
  // A number of up to 7 bits a byte; those here have one or two.
  size_t Number() {
    size_t number = 0;
    while (!bytes_.empty()) {
      const auto byte = static_cast<uint8_t>(bytes_.front());
      bytes_.remove_prefix(1);
      number = number << 7 | (byte & 0x7f);
      if ((byte & 0x80) == 0) break;
    }
    return number;
  }
  absl::string_view rest() const { return bytes_; }

 private:
  absl::string_view bytes_;
};

size_t BigEndian16(absl::string_view bytes, size_t at) {
  return size_t{static_cast<uint8_t>(bytes[at])} << 8 | static_cast<uint8_t>(bytes[at + 1]);
}

bool TakeState(absl::string_view& text, std::string& state) {
  state = std::string(text.substr(0, kStateDigits));
  if (state.size() < kStateDigits) return false;
  for (const char digit : state) {
    if (!absl::ascii_isxdigit(static_cast<unsigned char>(digit))) return false;
  }
  text.remove_prefix(kStateDigits);
  return true;
}

// The mark in the file itself, without its log: on the page where the log has it.
std::optional<LogMark> LogMarkInFile(const std::string& path, const LoggedPage& in_log) {
  std::ifstream file(path, std::ios::binary);
  std::string page(in_log.bytes.size(), '\0');
  file.seekg(static_cast<std::streamoff>((in_log.number - 1) * static_cast<int64_t>(page.size())));
  if (!file.read(page.data(), static_cast<std::streamsize>(page.size()))) return std::nullopt;
  return LogMarkOnPage(page);
}

std::vector<LogMark> MarksOn(const std::vector<LoggedPage>& pages) {
  std::vector<LogMark> marks;
  for (const LoggedPage& page : pages) marks.push_back(*LogMarkOnPage(page.bytes));
  return marks;
}

// `log`: the marks in the log, oldest first.
bool BelongsTo(const std::optional<LogMark>& file, const std::vector<LogMark>& log) {
  if (log.back().base == kAnyFile) return true;
  if (!file.has_value()) return false;
  // Another program may have moved a whole log into the file; the next transaction then began a new one.
  if (file->state == log.back().base || file->state == log.front().previous) return true;
  return log.back().moving && absl::c_any_of(log, [&](const LogMark& mark) { return mark.state == file->state; });
}

absl::Status Update(Connection& writer, absl::string_view sql) {
  PROGNOS_ASSIGN_OR_RETURN(Statement statement, writer.Use(sql));
  return statement.Run();
}

absl::Status Commit(Connection& writer, absl::string_view sql) {
  PROGNOS_ASSIGN_OR_RETURN(Transaction transaction, Transaction::Begin(writer, Transaction::Kind::kWrite));
  PROGNOS_RETURN_IF_ERROR(Update(writer, sql));
  return transaction.Commit();
}

}  // namespace

std::optional<LogMark> ParseLogMark(absl::string_view text) {
  LogMark mark;
  if (!absl::ConsumePrefix(&text, "Prognos log ") || !TakeState(text, mark.state)) return std::nullopt;
  if (!absl::ConsumePrefix(&text, " after ") || !TakeState(text, mark.previous)) return std::nullopt;
  if (!absl::ConsumePrefix(&text, " of ") || !TakeState(text, mark.base)) return std::nullopt;
  mark.moving = text == " moving";
  if (!mark.moving && text != " kept  ") return std::nullopt;
  return mark;
}

std::optional<LogMark> LogMarkOnPage(absl::string_view page) {
  constexpr char kTableLeaf = 0x0d;
  if (page.size() < 10 || page[0] != kTableLeaf || BigEndian16(page, 3) != 1) return std::nullopt;
  const size_t at = BigEndian16(page, 8);
  if (at >= page.size()) return std::nullopt;
  Cell cell(page.substr(at));
  cell.Number();  // Bytes of the record,
  cell.Number();  // and the key of the row.
  const absl::string_view record = cell.rest();
  const size_t header_bytes = cell.Number();
  cell.Number();  // The column `only`, which is the key and has no bytes here,
  const size_t text_type = cell.Number();
  if (header_bytes > record.size() || text_type < 13 || text_type % 2 == 0) return std::nullopt;
  return ParseLogMark(record.substr(header_bytes).substr(0, (text_type - 13) / 2));
}

absl::Status CheckLogBelongs(const std::string& path) {
  const LogContent log =
      ReadLog(absl::StrCat(path, "-wal"), [](absl::string_view page) { return LogMarkOnPage(page).has_value(); });
  if (!log.has_commits) return absl::OkStatus();
  if (log.wanted.empty()) {
    // As a store of before the mark leaves it; under a file that has the mark it is another's.
    if (FormatInHeader(path) < kFirstFormatWithLogMark) return absl::OkStatus();
  } else if (BelongsTo(LogMarkInFile(path, log.wanted.back()), MarksOn(log.wanted))) {
    return absl::OkStatus();
  }
  return MessageStatus(absl::StatusCode::kFailedPrecondition, messages::store::LogIsOfAnotherFile(path));
}

bool HoldsItsLog(const std::string& path) {
  const absl::StatusOr<std::unique_ptr<Connection>> file =
      Connection::Open(path, Connection::Access::kFileAlone, absl::ZeroDuration());
  if (!file.ok()) return false;
  const absl::StatusOr<std::string> text = (*file)->QueryText(kReadMark);
  const std::optional<LogMark> mark = text.ok() ? ParseLogMark(*text) : std::nullopt;
  return mark.has_value() && !mark->moving;
}

absl::Status MarkTransaction(Connection& writer) { return Update(writer, kMarkTransaction); }

absl::Status MoveLog(Connection& writer) {
  PROGNOS_RETURN_IF_ERROR(Commit(writer, kMarkMoving));
  PROGNOS_ASSIGN_OR_RETURN(const bool moved, writer.Checkpoint());
  return moved ? Commit(writer, kMarkBeginning) : absl::OkStatus();
}

absl::Status MoveLogAtClose(Connection& writer) {
  PROGNOS_RETURN_IF_ERROR(Commit(writer, kMarkMoving));
  writer.SetCheckpointOnClose(true);
  return writer.Checkpoint().status();
}

}  // namespace prognos::ledger
