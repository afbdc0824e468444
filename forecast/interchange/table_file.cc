#include "forecast/interchange/table_file.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <variant>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "forecast/base/faults.h"
#include "forecast/base/status_macros.h"
#include "forecast/interchange/cell_values.h"
#include "forecast/interchange/workbook.h"
#include "messages/workbook.h"

namespace prognos {
namespace {

// Enough to find a header below titles.
constexpr size_t kRowsToJudgeBy = 30;
// So many known columns make a sheet one that may hold a table.
constexpr int kColumnsOfATable = 2;

// Outcomes come by the month and account; what people keep by hand is small.
Workbook::Limits LimitsOf(TableKind kind) {
  Workbook::Limits limits;
  if (kind != TableKind::kActuals) limits.cells = 500'000;
  return limits;
}

absl::StatusOr<OpenedTable> OpenText(const TableFile& file, TableKind kind) {
  if (!file.sheet.empty()) {
    return FaultStatus(absl::StatusCode::kInvalidArgument, "sheet", FaultReason::kInconsistent, file.sheet,
                       messages::workbook::NeedsNoSheet());
  }
  PROGNOS_ASSIGN_OR_RETURN(DecodedText decoded, DecodeText(file.bytes, EightBitHint::kLatin1));
  OpenedTable opened;
  opened.text = std::make_unique<std::string>(std::move(decoded.text));
  opened.encoding = decoded.encoding;
  PROGNOS_ASSIGN_OR_RETURN(CsvTable csv, OpenCsvTable(*opened.text, kind));
  opened.delimiter = csv.source->delimiter();
  opened.source = std::move(csv.source);
  opened.table = std::move(csv.table);
  return opened;
}

absl::Status NoSuchSheet(const Workbook& workbook, absl::string_view sheet) {
  const std::string names = absl::StrJoin(
      workbook.sheets(), ", ", [](std::string* out, const Workbook::Sheet& one) { absl::StrAppend(out, one.name); });
  return FaultStatus(absl::StatusCode::kInvalidArgument, "sheet", FaultReason::kUnknown, sheet,
                     messages::workbook::IsNotASheet(names));
}

struct ChosenSheet {
  size_t sheet = 0;
  std::vector<std::string> others;  // That may hold tables, too.
};

absl::StatusOr<ChosenSheet> NamedSheet(const Workbook& workbook, absl::string_view name) {
  const std::vector<Workbook::Sheet>& sheets = workbook.sheets();
  for (const bool exactly : {true, false}) {
    for (size_t i = 0; i < sheets.size(); ++i) {
      const bool is_it = exactly ? sheets[i].name == name : FoldedName(sheets[i].name) == FoldedName(name);
      if (is_it) return ChosenSheet{i, {}};
    }
  }
  return NoSuchSheet(workbook, name);
}

absl::StatusOr<ChosenSheet> LikeliestSheet(const Workbook& workbook, TableKind kind) {
  std::optional<size_t> best;
  int most = 0;
  std::vector<size_t> tables;
  for (size_t i = 0; i < workbook.sheets().size(); ++i) {
    if (workbook.sheets()[i].is_hidden) continue;
    PROGNOS_ASSIGN_OR_RETURN(std::vector<Record> head, workbook.ReadSheet(i, kRowsToJudgeBy));
    if (head.empty()) continue;
    SheetSource source(std::move(head));
    const int known = CountKnownColumns(source, kind);
    if (known >= kColumnsOfATable) tables.push_back(i);
    if (best.has_value() && known <= most) continue;
    best = i;
    most = known;
  }
  ChosenSheet chosen{best.value_or(0), {}};
  for (const size_t table : tables) {
    if (table != chosen.sheet) chosen.others.push_back(absl::StrCat("\"", workbook.sheets()[table].name, "\""));
  }
  return chosen;
}

bool IsRead(const Table& table, size_t column) {
  if (column >= table.columns.size()) return false;
  const ColumnHeader& header = table.columns[column];
  return header.column != Column::kLeftOut && header.column != Column::kSum &&
         (header.column != Column::kUnknown || !header.name.empty());
}

// A broken cell that is read is a fault; any other becomes blank.
absl::Status CheckCells(const std::string& sheet, const Table& table, std::vector<Record>& records) {
  FaultList faults;
  for (Record& record : records) {
    for (size_t i = 0; i < record.cells.size(); ++i) {
      const BrokenCell* const broken = std::get_if<BrokenCell>(&record.cells[i].typed);
      if (broken == nullptr) continue;
      if (record.line <= table.header_line || !IsRead(table, i)) {
        record.cells[i] = RecordCell();
        continue;
      }
      const bool is_error = *broken == BrokenCell::kError;
      faults.Add(CellName(sheet, record.line, i), is_error ? FaultReason::kNotANumber : FaultReason::kMissingValue,
                 record.cells[i].text,
                 is_error ? messages::workbook::IsAnError() : messages::workbook::IsNotComputed());
    }
  }
  return faults.ToStatus();
}

absl::StatusOr<OpenedTable> OpenSheet(const TableFile& file, TableKind kind) {
  PROGNOS_ASSIGN_OR_RETURN(const Workbook workbook, Workbook::Open(file.bytes, LimitsOf(kind)));
  PROGNOS_ASSIGN_OR_RETURN(const ChosenSheet chosen,
                           file.sheet.empty() ? LikeliestSheet(workbook, kind) : NamedSheet(workbook, file.sheet));
  OpenedTable opened;
  opened.format = workbook.format() == WorkbookFormat::kXlsx ? FileFormat::kXlsx : FileFormat::kOds;
  opened.sheet = workbook.sheets()[chosen.sheet].name;
  if (!chosen.others.empty()) {
    opened.notes.push_back(messages::workbook::OtherSheets(opened.sheet, absl::StrJoin(chosen.others, ", ")));
  }
  PROGNOS_ASSIGN_OR_RETURN(std::vector<Record> records, workbook.ReadSheet(chosen.sheet));
  auto source = std::make_unique<SheetSource>(std::move(records));
  const absl::StatusOr<Table> table = OpenTable(*source, kind);
  if (!table.ok()) return table.status();
  opened.table = *table;
  PROGNOS_RETURN_IF_ERROR(CheckCells(opened.sheet, opened.table, source->records()));
  opened.source = std::move(source);
  return opened;
}

// The column that a fault calls so: as its header has it, or as a header of that meaning.
std::optional<size_t> ColumnCalled(const Table& table, absl::string_view name, TableKind kind) {
  absl::ConsumeSuffix(&name, "_ore");  // As a field of a request: "amount_ore".
  const std::string folded = FoldedName(name);
  for (size_t i = 0; i < table.columns.size(); ++i) {
    if (!folded.empty() && FoldedName(table.columns[i].name) == folded) return i;
  }
  const ColumnHeader meant = RecognizeColumn(name, kind);
  for (size_t i = 0; i < table.columns.size(); ++i) {
    const ColumnHeader& header = table.columns[i];
    const bool same = header.column == meant.column && header.calendar_month == meant.calendar_month;
    if (same && meant.column != Column::kUnknown) return i;
  }
  return std::nullopt;
}

Fault AtCell(Fault fault, const OpenedTable& opened, TableKind kind) {
  absl::string_view place = fault.place;
  if (!absl::ConsumePrefix(&place, "line ")) return fault;
  const size_t end = std::min(place.find(':'), place.size());
  int line = 0;
  if (!absl::SimpleAtoi(place.substr(0, end), &line)) return fault;
  const std::optional<size_t> column =
      end < place.size() ? ColumnCalled(opened.table, TrimCell(place.substr(end + 1)), kind) : std::nullopt;
  fault.place = column.has_value() ? CellName(opened.sheet, line, *column) : RowName(opened.sheet, line);
  return fault;
}

}  // namespace

absl::StatusOr<OpenedTable> OpenTableFile(const TableFile& file, TableKind kind) {
  return LooksLikeWorkbook(file.bytes) ? OpenSheet(file, kind) : OpenText(file, kind);
}

absl::Status AtCells(const absl::Status& status, const TableFile& file, TableKind kind) {
  const std::vector<Fault> faults = FaultsFromStatus(status);
  if (faults.empty() || !LooksLikeWorkbook(file.bytes)) return status;
  const absl::StatusOr<OpenedTable> opened = OpenTableFile(file, kind);
  if (!opened.ok()) return status;
  FaultList placed;
  for (const Fault& fault : faults) placed.Add(AtCell(fault, *opened, kind));
  placed.AddUntold(CountFaults(status) - faults.size());
  absl::Status result = placed.ToStatus(status.code());
  status.ForEachPayload([&result](absl::string_view key, const absl::Cord& value) {
    if (!result.GetPayload(key).has_value()) result.SetPayload(key, value);
  });
  return result;
}

}  // namespace prognos
