#include "forecast/interchange/csv_table.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "forecast/base/faults.h"
#include "forecast/base/status_macros.h"
#include "forecast/interchange/cell_values.h"

namespace prognos {
namespace {

constexpr int kHeaderCandidates = 10;

// Header names, folded (see FoldedName).
const std::map<absl::string_view, Column>& KnownNames() {
  static const auto* const names = new std::map<absl::string_view, Column>{
      {"manad", Column::kMonth},
      {"period", Column::kMonth},
      {"datum", Column::kMonth},
      {"bokforingsperiod", Column::kMonth},
      {"month", Column::kMonth},
      {"date", Column::kMonth},
      {"ar", Column::kYear},
      {"year", Column::kYear},
      {"verksamhet", Column::kActivity},
      {"verksamhetsomrade", Column::kActivity},
      {"aktivitet", Column::kActivity},
      {"serie", Column::kActivity},
      {"activity", Column::kActivity},
      {"series", Column::kActivity},
      {"flode", Column::kFlow},
      {"slag", Column::kFlow},
      {"typ", Column::kFlow},
      {"flow", Column::kFlow},
      {"type", Column::kFlow},
      {"enhet", Column::kUnit},
      {"unit", Column::kUnit},
      {"antal", Column::kAmount},
      {"belopp", Column::kAmount},
      {"utfall", Column::kAmount},
      {"varde", Column::kAmount},
      {"amount", Column::kAmount},
      {"quantity", Column::kAmount},
      {"actual", Column::kAmount},
      {"value", Column::kAmount},
      {"kostnad", Column::kCost},
      {"kostnader", Column::kCost},
      {"cost", Column::kCost},
      {"costs", Column::kCost},
      {"intakt", Column::kRevenue},
      {"intakter", Column::kRevenue},
      {"revenue", Column::kRevenue},
      {"revenues", Column::kRevenue},
      {"volym", Column::kVolume},
      {"volume", Column::kVolume},
      {"konto", Column::kAccount},
      {"kontonr", Column::kAccount},
      {"kontonummer", Column::kAccount},
      {"account", Column::kAccount},
      {"account-number", Column::kAccount},
      {"konto-fran", Column::kFirstAccount},
      {"fran-konto", Column::kFirstAccount},
      {"first-account", Column::kFirstAccount},
      {"account-from", Column::kFirstAccount},
      {"from-account", Column::kFirstAccount},
      {"konto-till", Column::kLastAccount},
      {"till-konto", Column::kLastAccount},
      {"last-account", Column::kLastAccount},
      {"account-to", Column::kLastAccount},
      {"to-account", Column::kLastAccount},
      {"dimension", Column::kDimension},
      {"dim", Column::kDimension},
      {"objekt", Column::kObject},
      {"object", Column::kObject},
      {"summa", Column::kLeftOut},
      {"total", Column::kLeftOut},
      {"totalt", Column::kLeftOut},
      {"sum", Column::kLeftOut},
      {"helar", Column::kLeftOut},
      {"netto", Column::kLeftOut},
      {"nettokostnad", Column::kLeftOut},
      {"net", Column::kLeftOut},
      {"net-cost", Column::kLeftOut},
      {"budget", Column::kLeftOut},
      {"prognos", Column::kLeftOut},
      {"forecast", Column::kLeftOut},
      {"avvikelse", Column::kLeftOut},
      {"deviation", Column::kLeftOut},
      {"kommentar", Column::kLeftOut},
      {"anteckning", Column::kLeftOut},
      {"comment", Column::kLeftOut},
      {"note", Column::kLeftOut},
      {"kontonamn", Column::kLeftOut},
      {"benamning", Column::kLeftOut},
  };
  return *names;
}

struct Candidate {
  char delimiter = ';';
  int known = -1;  // Cells of the header whose names are known.
  CsvTable table;
};

int CountKnown(const std::vector<ColumnHeader>& columns) {
  return static_cast<int>(std::count_if(columns.begin(), columns.end(), [](const ColumnHeader& header) {
    return header.column != Column::kUnknown && header.column != Column::kLeftOut;
  }));
}

CsvTable TableAt(const CsvRecord& header, const CsvTokenizer& tokenizer, char delimiter) {
  CsvTable table;
  table.delimiter = delimiter;
  table.header_line = header.line;
  // One too many is enough to refuse it; a header of a million cells is not looked at cell by cell.
  const size_t count = std::min(header.cells.size(), kMaxCsvColumns + 1);
  for (size_t i = 0; i < count; ++i) table.columns.push_back(RecognizeColumn(header.cells[i]));
  table.body = tokenizer.rest();
  table.body_line = tokenizer.line();
  return table;
}

// The record with the most known names when split with `delimiter`; the first of equals. A text that cannot be split
// so (an unclosed quote) ends the search.
Candidate BestHeader(absl::string_view text, int first_line, char delimiter) {
  Candidate best;
  best.delimiter = delimiter;
  CsvTokenizer tokenizer(text, delimiter, first_line);
  CsvRecord record;
  for (int seen = 0; seen < kHeaderCandidates;) {
    const absl::StatusOr<bool> more = tokenizer.Next(record);
    if (!more.ok() || !*more) break;
    if (record.IsBlank()) continue;
    ++seen;
    CsvTable table = TableAt(record, tokenizer, delimiter);
    const int known = CountKnown(table.columns);
    if (known <= best.known) continue;
    best.known = known;
    best.table = std::move(table);
  }
  return best;
}

// Takes a first line "sep=;", as Excel writes it, and answers its delimiter; 0 when there is none.
char TakeSeparatorLine(absl::string_view& text) {
  absl::string_view rest = text;
  if (!absl::ConsumePrefix(&rest, "sep=") || rest.empty()) return 0;
  const char delimiter = rest[0];
  rest.remove_prefix(1);
  const bool line_end =
      absl::ConsumePrefix(&rest, "\r\n") || absl::ConsumePrefix(&rest, "\n") || absl::ConsumePrefix(&rest, "\r");
  if (!line_end || delimiter == '"' || delimiter == '\r' || delimiter == '\n') return 0;
  text = rest;
  return delimiter;
}

absl::Status CheckNoColumnTwice(const CsvTable& table) {
  FaultList faults;
  // Columns of months are told apart by their months.
  std::map<std::tuple<Column, std::optional<Month>, int>, const ColumnHeader*> firsts;
  for (const ColumnHeader& header : table.columns) {
    if (header.column == Column::kUnknown || header.column == Column::kLeftOut) continue;
    const auto [first, is_new] = firsts.try_emplace({header.column, header.month, header.calendar_month}, &header);
    if (is_new) continue;
    faults.Add(absl::StrCat("line ", table.header_line), FaultReason::kDuplicate, header.name,
               absl::StrCat("means the same as the column \"", first->second->name, "\""));
  }
  return faults.ToStatus();
}

absl::Status CheckColumnCount(const CsvTable& table) {
  if (table.columns.size() <= kMaxCsvColumns) return absl::OkStatus();
  return FaultStatus(absl::StatusCode::kInvalidArgument, absl::StrCat("line ", table.header_line),
                     FaultReason::kTooLong, "", "has more than 1000 columns");
}

// For a text without any record: one that cannot be read, or only blank ones.
absl::Status WhyNoHeader(absl::string_view text, int first_line, char delimiter) {
  CsvTokenizer tokenizer(text, delimiter, first_line);
  CsvRecord record;
  while (true) {
    PROGNOS_ASSIGN_OR_RETURN(const bool more, tokenizer.Next(record));
    if (!more) break;
  }
  return FaultStatus(absl::StatusCode::kInvalidArgument, "file", FaultReason::kMissingValue, "", "is empty");
}

}  // namespace

ColumnHeader RecognizeColumn(absl::string_view cell) {
  ColumnHeader header;
  header.name = std::string(TrimCell(cell));
  const auto known = KnownNames().find(FoldedName(cell));
  if (known != KnownNames().end()) {
    header.column = known->second;
  } else if (const std::optional<int> calendar_month = CalendarMonthNamed(cell); calendar_month.has_value()) {
    header.column = Column::kCalendarMonth;
    header.calendar_month = *calendar_month;
  } else if (const absl::StatusOr<Month> month = ParseMonthCell(cell); month.ok()) {
    header.column = Column::kMonthValues;
    header.month = *month;
  }
  return header;
}

std::optional<size_t> CsvTable::Find(Column column) const {
  for (size_t i = 0; i < columns.size(); ++i) {
    if (columns[i].column == column) return i;
  }
  return std::nullopt;
}

std::string CsvTable::NamesFound() const {
  return absl::StrJoin(columns, ", ", [](std::string* out, const ColumnHeader& header) {
    absl::StrAppend(out, "\"", header.name, "\"");
  });
}

absl::StatusOr<CsvTable> OpenCsvTable(absl::string_view text) {
  const char given = TakeSeparatorLine(text);
  const int first_line = given == 0 ? 1 : 2;
  Candidate best;
  for (const char delimiter : {';', '\t', ','}) {
    if (given != 0 && best.known >= 0) break;
    Candidate candidate = BestHeader(text, first_line, given != 0 ? given : delimiter);
    const bool wider = candidate.table.columns.size() > best.table.columns.size();
    if (candidate.known > best.known || (candidate.known == best.known && wider)) best = std::move(candidate);
  }
  if (best.known < 0) return WhyNoHeader(text, first_line, given != 0 ? given : ';');
  PROGNOS_RETURN_IF_ERROR(CheckColumnCount(best.table));
  PROGNOS_RETURN_IF_ERROR(CheckNoColumnTwice(best.table));
  return best.table;
}

}  // namespace prognos
