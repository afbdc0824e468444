#include "forecast/interchange/table_rows.h"

#include <algorithm>
#include <optional>
#include <tuple>
#include <utility>
#include <variant>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "forecast/base/formula_text.h"
#include "forecast/base/status_macros.h"
#include "forecast/interchange/text_encoding.h"
#include "messages/file.h"
#include "messages/note.h"
#include "messages/value.h"

namespace prognos {
namespace {

// The text of a cell; of a number with no more decimals than the thousandths that its readers take. Money is read from
// the number itself.
std::string FieldText(const RecordCell& cell) {
  const double* const number = std::get_if<double>(&cell.typed);
  if (number == nullptr) return cell.text;
  const absl::StatusOr<int64_t> thousandths = RoundNumberCell(*number, 1000);
  if (!thousandths.ok()) return cell.text;
  const std::string suffix = cell.text.substr(std::min(cell.text.find(' '), cell.text.size()));
  return absl::StrCat(RecordCell::Number(static_cast<double>(*thousandths) / 1000).text, suffix);
}

TableRow RowFrom(const Record& record) {
  TableRow row{record.line, {}, {}};
  for (const RecordCell& cell : record.cells) {
    const std::string text = FieldText(cell);
    absl::string_view field = TrimCell(text);
    if (absl::StartsWith(field, "'") && BeginsAsFormula(field.substr(1))) field.remove_prefix(1);
    const double* const number = std::get_if<double>(&cell.typed);
    row.numbers.push_back(number == nullptr ? std::nullopt : std::optional<double>(*number));
    row.fields.emplace_back(field);
  }
  return row;
}

// Columns whose names are not known, and those that are known not to be read, when a row has something in them.
std::vector<Message> ColumnsLeftOut(const Table& table, const std::vector<TableRow>& rows) {
  std::vector<Message> notes;
  for (size_t i = 0; i < table.columns.size(); ++i) {
    const ColumnHeader& header = table.columns[i];
    const bool is_read = header.column != Column::kUnknown && header.column != Column::kLeftOut;
    const bool holds_something = std::any_of(
        rows.begin(), rows.end(), [i](const TableRow& row) { return i < row.fields.size() && !row.fields[i].empty(); });
    if (is_read || !holds_something) continue;
    notes.push_back(messages::note::ColumnIsLeftOut(header.name.empty() ? SpreadsheetColumn(i) : header.name));
  }
  return notes;
}

std::optional<double> NumberOf(const TableRow& row, int column) {
  const auto at = static_cast<size_t>(column);
  return at < row.numbers.size() ? row.numbers[at] : std::nullopt;
}

}  // namespace

absl::StatusOr<TableRows> TableRows::Parse(const TableFile& file_sent, TableKind kind) {
  PROGNOS_ASSIGN_OR_RETURN(OpenedTable opened, OpenTableFile(file_sent, kind));
  TableRows file;
  file.notes_ = std::move(opened.notes);
  // A judgement may be about the sum itself, and drivers have none.
  const bool has_sums = kind == TableKind::kBudget || (kind >= TableKind::kGrants && kind < TableKind::kJudgements);
  const bool is_of_activities = kind == TableKind::kBudget || kind == TableKind::kVolumePlans;
  const Column named = is_of_activities ? Column::kActivity : Column::kName;
  const size_t name_column = opened.table.Find(named).value_or(0);
  opened.source->GoTo(opened.table.body);
  Record record;
  while (true) {
    PROGNOS_ASSIGN_OR_RETURN(const bool more, opened.source->Next(record));
    if (!more) break;
    if (record.IsBlank()) continue;
    TableRow row = RowFrom(record);
    const std::string name = Field(row, static_cast<int>(name_column));
    if (!has_sums || !IsSumName(name)) {
      file.rows_.push_back(std::move(row));
    } else {  // Its money stands in the rows above it already.
      file.notes_.push_back(messages::note::RowOfSumsIsLeftOut(row.line, name));
      file.sums_.push_back(std::move(row));
    }
  }
  if (file.rows_.empty()) {
    return FaultStatus(absl::StatusCode::kInvalidArgument, "file", FaultReason::kMissingValue, "",
                       messages::file::HasNoRows());
  }
  file.table_ = std::move(opened.table);
  const std::vector<Message> left_out = ColumnsLeftOut(file.table_, file.rows_);
  file.notes_.insert(file.notes_.begin(), left_out.begin(), left_out.end());
  return file;
}

int TableRows::Find(Column column) const {
  const std::optional<size_t> found = table_.Find(column);
  return found.has_value() ? static_cast<int>(*found) : -1;
}

int TableRows::Require(Column column, absl::string_view name, FaultList& faults) const {
  const int found = Find(column);
  if (found < 0) {
    faults.Add(PlaceInFile(table_.header_line, name), FaultReason::kMissingValue, "",
               messages::file::ColumnIsRequired());
  }
  return found;
}

absl::StatusOr<int64_t> TableRows::Amount(const TableRow& row, int column, const NumberStyle& style,
                                          ScaledAmounts& scaled) const {
  const std::string field = Field(row, column);
  const MoneyCell money = SplitMoneyUnit(field);
  const int of_column = column < 0 ? 0 : table_.columns[static_cast<size_t>(column)].kronor_per_unit;
  int kronor = std::max(1, table_.kronor_per_unit);
  int line = table_.unit_line;
  if (of_column != 0) std::tie(kronor, line) = std::pair(of_column, table_.header_line);
  if (money.kronor_per_unit == 1 && kronor != 1 && !IsDash(money.number)) {
    return MessageStatus(absl::StatusCode::kInvalidArgument,
                         messages::file::SaysAnotherUnitThanTheTable(UnitWord(kronor), line));
  }
  if (money.kronor_per_unit != 0) std::tie(kronor, line) = std::pair(money.kronor_per_unit, row.line);
  const int parts = kMoneyUnit.parts_per_whole * kronor;
  const std::optional<double> typed = column < 0 || money.number.empty() ? std::nullopt : NumberOf(row, column);
  PROGNOS_ASSIGN_OR_RETURN(const int64_t ore, typed.has_value() ? RoundNumberCell(*typed, parts)
                                                                : ParseNumberCell(money.number, style, parts));
  scaled.Take(kronor, line, money.number, ore);
  return ore;
}

std::string TableRows::Field(const TableRow& row, int column) {
  if (column < 0 || static_cast<size_t>(column) >= row.fields.size()) return "";
  return row.fields[static_cast<size_t>(column)];
}

absl::StatusOr<int64_t> ParseKronor(absl::string_view text, NumberStyle style) {
  const MoneyCell money = SplitMoneyUnit(text);
  style.Observe(money.number);
  return ParseNumberCell(money.number, style, kMoneyUnit.parts_per_whole * std::max(money.kronor_per_unit, 1));
}

std::string PlaceInFile(int line, absl::string_view column) {
  return column.empty() ? absl::StrCat("line ", line) : absl::StrCat("line ", line, ": ", column);
}

}  // namespace prognos
