#include "forecast/interchange/csv_reader.h"

#include <algorithm>
#include <map>
#include <optional>
#include <tuple>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "forecast/base/amount.h"
#include "forecast/base/faults.h"
#include "forecast/base/status_macros.h"
#include "forecast/base/unit.h"
#include "forecast/interchange/cell_values.h"
#include "forecast/interchange/csv_table.h"

namespace prognos {
namespace {

bool IsSumWord(absl::string_view text) {
  const std::string word = FoldedName(text);
  for (const absl::string_view sum : {"summa", "total", "totalt", "totalsumma", "sum", "grand-total", "summa-totalt"}) {
    if (word == sum) return true;
  }
  return false;
}

// A column whose cells are values, and what they measure. kUnspecified: the row's flow column tells.
struct ValueColumn {
  size_t index = 0;
  std::string name;
  Flow flow = Flow::kUnspecified;
  std::string unit;
  std::optional<Month> month;  // Wide form.
  int calendar_month = 0;      // Wide form beside a year.
};

bool TakesFlowOfRow(const ValueColumn& value) {
  return value.flow == Flow::kUnspecified || (value.flow == Flow::kVolume && value.unit.empty());
}

// Reads the rows of one table. Two passes over the text: the first learns how numbers are written and which unknown
// columns hold numbers, the second reads.
class CsvReading {
 public:
  explicit CsvReading(const CsvTable& table) : table_(table) { ledger_.delimiter = table.delimiter; }

  // Everything that can be read; what cannot is among the faults.
  CsvLedger Read(FaultList& faults) {
    if (CheckColumns() && ForEachRecord([this](const CsvRecord& record) { Observe(record); }).ok()) {
      AddVolumeColumns();
      // A fault of the tokenizer is among faults_ like any other.
      if (faults_.empty()) ForEachRecord([this](const CsvRecord& record) { ReadRow(record); }).IgnoreError();
      CheckNotEmpty();
    }
    for (auto& [key, row] : account_sums_) ledger_.accounts.push_back(std::move(row));
    faults = std::move(faults_);
    return std::move(ledger_);
  }

 private:
  // A fault of the tokenizer ends the reading; it joins the faults found before it.
  template <typename Function>
  absl::Status ForEachRecord(Function&& function) {
    CsvTokenizer tokenizer(table_.body, table_.delimiter, table_.body_line);
    CsvRecord record;
    while (true) {
      const absl::StatusOr<bool> more = tokenizer.Next(record);
      if (!more.ok()) {
        for (const Fault& fault : FaultsFromStatus(more.status())) faults_.Add(fault);
        return faults_.ToStatus();
      }
      if (!*more) return absl::OkStatus();
      if (!record.IsBlank()) function(record);
    }
  }

  void Fail(int line, absl::string_view place, FaultReason reason, absl::string_view value, std::string rule) {
    faults_.Add(place.empty() ? absl::StrCat("line ", line) : absl::StrCat("line ", line, ": ", place), reason, value,
                std::move(rule));
  }

  void FailHeader(std::string rule) {
    Fail(table_.header_line, "header", FaultReason::kMissingValue, table_.NamesFound(), std::move(rule));
  }

  // --- Columns ---------------------------------------------------------------------------------------------------

  bool CheckColumns() {
    accounts_ = table_.Has(Column::kAccount);
    if (!accounts_ && !table_.Has(Column::kActivity)) {
      FailHeader("needs a column verksamhet (activity, series) or konto (account)");
    }
    AddMonthColumns();
    ledger_.wide = !values_.empty();
    if (ledger_.wide) {
      CheckWideColumns();
    } else {
      CheckLongColumns();
    }
    if (table_.Has(Column::kObject) != table_.Has(Column::kDimension) && accounts_) {
      FailHeader("needs dimension and objekt (object) together");
    }
    return faults_.empty();
  }

  void AddMonthColumns() {
    const bool has_year = table_.Has(Column::kYear);
    for (size_t i = 0; i < table_.columns.size(); ++i) {
      const ColumnHeader& header = table_.columns[i];
      const bool named = header.column == Column::kCalendarMonth;
      if (header.column != Column::kMonthValues && !named) continue;
      if (named && !has_year)
        FailHeader(absl::StrCat("needs a column år (year) beside the month \"", header.name, "\""));
      values_.push_back({i, header.name, Flow::kUnspecified, "", header.month, header.calendar_month});
    }
  }

  void CheckWideColumns() {
    if (table_.Has(Column::kMonth)) FailHeader("has months both as a column and as headers");
    if (!accounts_ && !table_.Has(Column::kFlow) && !table_.Has(Column::kUnit)) {
      FailHeader("needs a column slag (flow) that says kostnad, intäkt or a unit");
    }
  }

  void CheckLongColumns() {
    if (!table_.Has(Column::kMonth)) FailHeader("needs a column månad (month, period) or the months as columns");
    const std::optional<size_t> amount = table_.Find(Column::kAmount);
    if (amount.has_value()) values_.push_back({*amount, table_.columns[*amount].name, Flow::kUnspecified, "", {}, 0});
    if (accounts_) {
      if (!amount.has_value()) FailHeader("needs a column belopp (amount) or the months as columns");
      return;
    }
    AddFlowColumn(Column::kCost, Flow::kCost);
    AddFlowColumn(Column::kRevenue, Flow::kRevenue);
    AddFlowColumn(Column::kVolume, Flow::kVolume);
    if (amount.has_value() && !table_.Has(Column::kFlow) && !table_.Has(Column::kUnit)) {
      FailHeader("needs a column slag (flow) beside the amount, that says kostnad, intäkt or a unit");
    }
  }

  void AddFlowColumn(Column column, Flow flow) {
    const std::optional<size_t> index = table_.Find(column);
    if (!index.has_value()) return;
    // A volume whose unit no column tells is called what its column is called.
    const bool own_unit = flow == Flow::kVolume && !table_.Has(Column::kUnit);
    const std::string& name = table_.columns[*index].name;
    values_.push_back({*index, name, flow, own_unit ? UnitIdentifier(name).value_or("volume") : "", {}, 0});
  }

  // Unknown columns are volumes only where one row holds one month of an activity: not in account rows, not in wide
  // form, and not beside a flow column, where the same volume would stand on several rows.
  bool MayHoldVolumes(const ColumnHeader& header) const {
    return header.column == Column::kUnknown && !accounts_ && !ledger_.wide && !table_.Has(Column::kFlow) &&
           !header.name.empty();
  }

  void Observe(const CsvRecord& record) {
    cell_counts_.resize(table_.columns.size());
    for (const ValueColumn& value : values_) {
      if (value.index < record.cells.size()) style_.Observe(record.cells[value.index]);
    }
    for (size_t i = 0; i < table_.columns.size() && i < record.cells.size(); ++i) {
      if (!MayHoldVolumes(table_.columns[i]) || TrimCell(record.cells[i]).empty()) continue;
      ++cell_counts_[i].filled;
      if (!LooksLikeNumber(record.cells[i])) continue;
      ++cell_counts_[i].numbers;
      style_.Observe(record.cells[i]);
    }
  }

  // A column with more numbers than texts is a volume, so that one bad cell is a fault and not the end of the column.
  void AddVolumeColumns() {
    cell_counts_.resize(table_.columns.size());
    for (size_t i = 0; i < table_.columns.size(); ++i) {
      const ColumnHeader& header = table_.columns[i];
      if (header.name.empty()) continue;
      const bool numbers = cell_counts_[i].numbers > 0 && 2 * cell_counts_[i].numbers > cell_counts_[i].filled;
      const std::optional<std::string> unit = UnitIdentifier(header.name);
      if (MayHoldVolumes(header) && numbers && unit.has_value()) {
        values_.push_back({i, header.name, Flow::kVolume, *unit, {}, 0});
      } else if (header.column == Column::kUnknown || header.column == Column::kLeftOut) {
        ledger_.notes.push_back(absl::StrCat("column \"", header.name, "\" is left out"));
      }
    }
    if (values_.empty()) FailHeader("needs a column with values: kostnad (cost), intäkt (revenue), belopp (amount)");
    CheckUnitsDiffer();
  }

  void CheckUnitsDiffer() {
    std::map<std::string, std::string> name_by_unit;
    for (const ValueColumn& value : values_) {
      if (value.unit.empty()) continue;
      const auto [other, is_new] = name_by_unit.emplace(value.unit, value.name);
      if (!is_new) {
        Fail(table_.header_line, "header", FaultReason::kDuplicate, value.name,
             absl::StrCat("means the same as the column \"", other->second, "\""));
      }
    }
  }

  // --- Rows ------------------------------------------------------------------------------------------------------

  // The trimmed cell of a kind of column; empty when the table or the record has none.
  absl::string_view Cell(const CsvRecord& record, Column column) const {
    const std::optional<size_t> index = table_.Find(column);
    if (!index.has_value() || *index >= record.cells.size()) return "";
    return TrimCell(record.cells[*index]);
  }

  bool HasValues(const CsvRecord& record) const {
    for (const ValueColumn& value : values_) {
      if (value.index < record.cells.size() && !TrimCell(record.cells[value.index]).empty()) return true;
    }
    return false;
  }

  void ReadRow(const CsvRecord& record) {
    CheckWidth(record);
    const Column name_column = accounts_ ? Column::kAccount : Column::kActivity;
    const absl::string_view name = Cell(record, name_column);
    if (IsSumWord(name)) {
      ledger_.notes.push_back(absl::StrCat("line ", record.line, ": the row of sums \"", name, "\" is left out"));
      return;
    }
    if (!HasValues(record)) {
      CheckMayLackValues(record);
      return;
    }
    if (name.empty()) {
      Fail(record.line, table_.columns[*table_.Find(name_column)].name, FaultReason::kMissingValue, "", "is empty");
    }
    const std::optional<Month> month = ledger_.wide ? std::nullopt : ReadMonth(record);
    const std::optional<int> year = ReadYear(record);
    if (accounts_) {
      ReadAccountValues(record, month, year);
    } else {
      ReadActivityValues(record, month, year);
    }
  }

  // In long form a row that names a month is there for its value; a row without one is a mistake, not a zero.
  void CheckMayLackValues(const CsvRecord& record) {
    if (ledger_.wide || Cell(record, Column::kMonth).empty()) return;
    Fail(record.line, values_.front().name, FaultReason::kMissingValue, "", "is empty");
  }

  void CheckWidth(const CsvRecord& record) {
    for (size_t i = table_.columns.size(); i < record.cells.size(); ++i) {
      if (TrimCell(record.cells[i]).empty()) continue;
      Fail(record.line, "", FaultReason::kInconsistent, record.cells[i],
           absl::StrCat("stands beyond the ", table_.columns.size(), " columns of the header"));
      return;
    }
  }

  // The row's month in long form. A year column may stand beside it; then the month may be a name or 1-12.
  std::optional<Month> ReadMonth(const CsvRecord& record) {
    const std::string& place = table_.columns[*table_.Find(Column::kMonth)].name;
    const absl::string_view cell = Cell(record, Column::kMonth);
    if (cell.empty()) {
      Fail(record.line, place, FaultReason::kMissingValue, "", "is empty");
      return std::nullopt;
    }
    const std::optional<int> year = ReadYear(record);
    if (year.has_value()) {
      std::optional<int> in_year = CalendarMonthNamed(cell);
      int number = 0;
      if (!in_year.has_value() && cell.size() <= 2 && absl::SimpleAtoi(cell, &number)) in_year = number;
      if (in_year.has_value()) return Checked(Month::Of(*year, *in_year), record, place, cell);
    }
    const std::optional<Month> month = Checked(ParseMonthCell(cell), record, place, cell);
    if (month.has_value() && month->year() != year.value_or(month->year())) {
      Fail(record.line, place, FaultReason::kInconsistent, cell,
           absl::StrCat("is not in the year ", Cell(record, Column::kYear)));
    }
    return month;
  }

  std::optional<Month> Checked(const absl::StatusOr<Month>& month, const CsvRecord& record, absl::string_view place,
                               absl::string_view cell) {
    if (month.ok()) return *month;
    const bool date = absl::StrContains(month.status().message(), "date");
    Fail(record.line, place, date ? FaultReason::kNotADate : FaultReason::kNotAMonth, cell,
         date ? "is not a date" : "is not a month (2022-03, 202203, mars 2022)");
    return std::nullopt;
  }

  // nullopt when the table has no year column, or with a fault, which is told once a row.
  std::optional<int> ReadYear(const CsvRecord& record) {
    const std::optional<size_t> index = table_.Find(Column::kYear);
    if (!index.has_value()) return std::nullopt;
    const absl::string_view cell = Cell(record, Column::kYear);
    int year = 0;
    if (cell.size() == 4 && absl::SimpleAtoi(cell, &year) && Month::Of(year, 1).ok()) return year;
    if (record.line != faulty_year_line_) {
      faulty_year_line_ = record.line;
      Fail(record.line, table_.columns[*index].name,
           cell.empty() ? FaultReason::kMissingValue : FaultReason::kNotAMonth, cell, "is not a year (1900-2199)");
    }
    return std::nullopt;
  }

  // The month of one value; nullopt after a fault, which is told already.
  std::optional<Month> MonthOf(const ValueColumn& value, std::optional<Month> month, std::optional<int> year) const {
    if (!ledger_.wide) return month;
    if (value.month.has_value()) return value.month;
    if (!year.has_value()) return std::nullopt;
    return *Month::Of(*year, value.calendar_month);
  }

  // nullopt for an empty cell and after a fault.
  std::optional<int64_t> ReadNumber(const CsvRecord& record, const ValueColumn& value, Unit unit) {
    if (value.index >= record.cells.size()) return std::nullopt;
    const absl::string_view cell = TrimCell(record.cells[value.index]);
    if (cell.empty()) return std::nullopt;
    const absl::StatusOr<int64_t> number = ParseNumberCell(cell, style_, unit.parts_per_whole);
    if (number.ok()) {
      if (++value_count_ == kMaxCsvValues + 1)
        Fail(record.line, "", FaultReason::kTooLong, "", "is beyond 2 000 000 values");
      if (value_count_ > kMaxCsvValues) return std::nullopt;
      return *number;
    }
    const std::string rule(number.status().message());
    const bool range = absl::StrContains(rule, "beyond");
    Fail(record.line, value.name, range ? FaultReason::kOutOfRange : FaultReason::kNotANumber, cell, rule);
    return std::nullopt;
  }

  // --- Activity rows ---------------------------------------------------------------------------------------------

  // What the row's slag and enhet columns say; nullopt without such columns or after a fault.
  std::optional<FlowCell> ReadFlow(const CsvRecord& record) {
    const absl::string_view flow_cell = Cell(record, Column::kFlow);
    const absl::string_view unit_cell = Cell(record, Column::kUnit);
    if (!table_.Has(Column::kFlow) && !table_.Has(Column::kUnit)) return std::nullopt;
    std::optional<FlowCell> flow = table_.Has(Column::kFlow) ? ParseFlowCell(flow_cell) : FlowCell{Flow::kVolume, ""};
    if (!flow.has_value()) {
      const std::string& place = table_.columns[*table_.Find(Column::kFlow)].name;
      if (flow_cell.empty()) {
        Fail(record.line, place, FaultReason::kMissingValue, "", "is empty");
      } else {
        Fail(record.line, place, FaultReason::kWrongFlow, flow_cell,
             "is not kostnad (cost), intäkt (revenue) or a unit");
      }
      return std::nullopt;
    }
    if (flow->flow == Flow::kVolume && flow->unit.empty()) {
      const std::optional<std::string> unit = UnitIdentifier(unit_cell);
      if (!unit.has_value()) {
        Fail(record.line, "enhet", unit_cell.empty() ? FaultReason::kMissingValue : FaultReason::kNotAName, unit_cell,
             "is not a unit: a volume needs one, for example hushåll");
        return std::nullopt;
      }
      flow->unit = *unit;
    }
    return flow;
  }

  void ReadActivityValues(const CsvRecord& record, std::optional<Month> month, std::optional<int> year) {
    const bool by_row = std::any_of(values_.begin(), values_.end(), TakesFlowOfRow);
    const std::optional<FlowCell> row_flow = by_row ? ReadFlow(record) : std::nullopt;
    for (const ValueColumn& value : values_) {
      const bool needs_row = TakesFlowOfRow(value);
      if (needs_row && !row_flow.has_value()) continue;
      const Flow flow = value.flow == Flow::kUnspecified ? row_flow->flow : value.flow;
      const std::string unit = needs_row ? row_flow->unit : value.unit;
      const std::optional<int64_t> number = ReadNumber(record, value, UnitOf(flow));
      const std::optional<Month> value_month = MonthOf(value, month, year);
      if (!number.has_value() || !value_month.has_value()) continue;
      AddActivityRow({std::string(Cell(record, Column::kActivity)), flow, unit, *value_month, *number, record.line});
    }
  }

  void AddActivityRow(ActivityRow row) {
    if (row.activity.empty()) return;  // Told already.
    const auto [earlier, is_new] =
        line_by_key_.emplace(std::make_tuple(row.activity, row.flow, row.unit, row.month), row.line);
    if (!is_new) {
      Fail(row.line, "", FaultReason::kDuplicate, row.month.ToString(),
           absl::StrCat("stands twice for \"", row.activity, "\", first on line ", earlier->second));
      return;
    }
    ledger_.activities.push_back(std::move(row));
  }

  // --- Account rows ----------------------------------------------------------------------------------------------

  std::optional<ObjectList> ReadObjects(const CsvRecord& record) {
    const absl::string_view dimension_cell = Cell(record, Column::kDimension);
    const absl::string_view object_cell = Cell(record, Column::kObject);
    if (dimension_cell.empty() && object_cell.empty()) return ObjectList{};
    const std::vector<absl::string_view> dimensions = absl::StrSplit(dimension_cell, ';');
    const std::vector<absl::string_view> objects = absl::StrSplit(object_cell, ';');
    ObjectList list;
    for (size_t i = 0; i < dimensions.size() && i < objects.size(); ++i) {
      list.push_back({std::string(TrimCell(dimensions[i])), std::string(TrimCell(objects[i]))});
      if (list.back().dimension.empty() || list.back().object.empty()) list.clear();
      if (list.empty()) break;
    }
    if (list.empty() || dimensions.size() != objects.size()) {
      Fail(record.line, "objekt", FaultReason::kInconsistent, object_cell,
           absl::StrCat("does not go with the dimension \"", dimension_cell, "\": one object for each dimension"));
      return std::nullopt;
    }
    return list;
  }

  std::optional<AmountKind> ReadKind(const CsvRecord& record) {
    if (!table_.Has(Column::kFlow)) return AmountKind::kActual;
    ledger_.states_kind = true;
    const absl::string_view cell = Cell(record, Column::kFlow);
    const std::string word = FoldedName(cell);
    if (word == "utfall" || word == "actual") return AmountKind::kActual;
    if (word == "budget") return AmountKind::kBudget;
    Fail(record.line, table_.columns[*table_.Find(Column::kFlow)].name, FaultReason::kWrongFlow, cell,
         "is not utfall (actual) or budget: posting rules tell cost from revenue");
    return std::nullopt;
  }

  void ReadAccountValues(const CsvRecord& record, std::optional<Month> month, std::optional<int> year) {
    const std::optional<ObjectList> objects = ReadObjects(record);
    const std::optional<AmountKind> kind = ReadKind(record);
    for (const ValueColumn& value : values_) {
      const std::optional<int64_t> number = ReadNumber(record, value, kMoneyUnit);
      const std::optional<Month> value_month = MonthOf(value, month, year);
      if (!number.has_value() || !value_month.has_value() || !objects.has_value() || !kind.has_value()) continue;
      AddAccountRow(
          {std::string(Cell(record, Column::kAccount)), *objects, *value_month, *kind, *number, 0, record.line});
    }
  }

  void AddAccountRow(AccountRow row) {
    const auto [entry, is_new] = account_sums_.try_emplace({row.account, row.objects, row.month, row.kind}, row);
    if (is_new) return;
    const absl::StatusOr<int64_t> sum = AddOre(entry->second.amount_ore, row.amount_ore);
    if (sum.ok()) {
      entry->second.amount_ore = *sum;
    } else {
      Fail(row.line, "", FaultReason::kOutOfRange, row.account, "has a sum that does not fit in 64 bits");
    }
  }

  void CheckNotEmpty() {
    if (!faults_.empty() || value_count_ > 0) return;
    faults_.Add("file", FaultReason::kMissingValue, "", "has a header but no values");
  }

  struct CellCount {
    int filled = 0;
    int numbers = 0;
  };

  const CsvTable& table_;
  bool accounts_ = false;
  std::vector<ValueColumn> values_;
  std::vector<CellCount> cell_counts_;
  NumberStyle style_;
  FaultList faults_;
  CsvLedger ledger_;
  size_t value_count_ = 0;
  int faulty_year_line_ = 0;
  std::map<std::tuple<std::string, Flow, std::string, Month>, int> line_by_key_;
  std::map<std::tuple<std::string, ObjectList, Month, AmountKind>, AccountRow> account_sums_;
};

}  // namespace

absl::StatusOr<CsvLedger> ReadCsvRows(absl::string_view bytes, FaultList& faults) {
  PROGNOS_ASSIGN_OR_RETURN(const DecodedText decoded, DecodeText(bytes, EightBitHint::kLatin1));
  PROGNOS_ASSIGN_OR_RETURN(const CsvTable table, OpenCsvTable(decoded.text));
  CsvLedger ledger = CsvReading(table).Read(faults);
  ledger.encoding = decoded.encoding;
  return ledger;
}

absl::StatusOr<CsvLedger> ReadCsv(absl::string_view bytes) {
  FaultList faults;
  PROGNOS_ASSIGN_OR_RETURN(CsvLedger ledger, ReadCsvRows(bytes, faults));
  PROGNOS_RETURN_IF_ERROR(faults.ToStatus());
  return ledger;
}

}  // namespace prognos
