#include "forecast/interchange/csv_reader.h"

#include <algorithm>
#include <map>
#include <optional>
#include <tuple>
#include <utility>
#include <variant>

#include "absl/numeric/int128.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "forecast/base/amount.h"
#include "forecast/base/faults.h"
#include "forecast/base/status_macros.h"
#include "forecast/base/unit.h"
#include "forecast/interchange/cell_values.h"
#include "forecast/interchange/scaled_amounts.h"
#include "forecast/interchange/table.h"
#include "forecast/interchange/table_file.h"
#include "forecast/interchange/table_sums.h"
#include "messages/file.h"
#include "messages/note.h"
#include "messages/value.h"

namespace prognos {
namespace {

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

// So many rows whose sum differs are told one by one; of more the largest is.
constexpr int kMostRowSums = 3;

// Reads the rows of one table. Two passes over the text: the first learns how numbers are written and which unknown
// columns hold numbers, the second reads.
class CsvReading {
 public:
  CsvReading(RecordSource& source, const Table& table) : source_(source), table_(table) {}

  // Everything that can be read; what cannot is among the faults.
  CsvLedger Read(FaultList& faults) {
    if (CheckColumns() && ForEachRecord([this](const Record& record) { Observe(record); }).ok()) {
      AddVolumeColumns();
      // A fault of the source is among faults_ like any other.
      if (faults_.empty()) ForEachRecord([this](Record& record) { ReadRow(record); }).IgnoreError();
      CheckNotEmpty();
      TellRowSums();
      TellNegativeRevenues();
      TellUnits();
    }
    for (auto& [key, row] : account_sums_) ledger_.accounts.push_back(std::move(row));
    faults = std::move(faults_);
    return std::move(ledger_);
  }

 private:
  // A fault of the source ends the reading; it joins the faults found before it.
  template <typename Function>
  absl::Status ForEachRecord(Function&& function) {
    source_.GoTo(table_.body);
    Record record;
    while (true) {
      const absl::StatusOr<bool> more = source_.Next(record);
      if (!more.ok()) {
        for (const Fault& fault : FaultsFromStatus(more.status())) faults_.Add(fault);
        return faults_.ToStatus();
      }
      if (!*more) return absl::OkStatus();
      if (!record.IsBlank()) function(record);
    }
  }

  void Fail(int line, absl::string_view place, FaultReason reason, absl::string_view value, Message rule) {
    faults_.Add(place.empty() ? absl::StrCat("line ", line) : absl::StrCat("line ", line, ": ", place), reason, value,
                std::move(rule));
  }

  void FailHeader(Message rule) {
    Fail(table_.header_line, "header", FaultReason::kMissingValue, table_.NamesFound(), std::move(rule));
  }

  // --- Columns ---------------------------------------------------------------------------------------------------

  bool CheckColumns() {
    accounts_ = table_.Has(Column::kAccount);
    if (!accounts_ && !table_.Has(Column::kActivity)) {
      FailHeader(messages::file::NeedsAColumnVerksamhetOrKonto());
    }
    AddMonthColumns();
    ledger_.wide = !values_.empty();
    if (ledger_.wide) {
      CheckWideColumns();
    } else {
      CheckLongColumns();
    }
    if (table_.Has(Column::kDimension) && !table_.Has(Column::kObject) && accounts_) {
      FailHeader(messages::file::NeedsDimensionAndObject());
    }
    CheckNoGapInMonths();
    return faults_.empty();
  }

  void AddMonthColumns() {
    const bool has_year = table_.Has(Column::kYear);
    for (size_t i = 0; i < table_.columns.size(); ++i) {
      const ColumnHeader& header = table_.columns[i];
      const bool named = header.column == Column::kCalendarMonth;
      if (header.column != Column::kMonthValues && !named) continue;
      if (named && !has_year) FailHeader(messages::file::NeedsAColumnForYears(header.name));
      values_.push_back({i, header.name, Flow::kUnspecified, "", header.month, header.calendar_month});
    }
  }

  // A column among the months that is none would be a month less, without a word.
  void CheckNoGapInMonths() {
    if (!ledger_.wide) return;
    for (size_t i = values_.front().index; i < values_.back().index; ++i) {
      const ColumnHeader& header = table_.columns[i];
      if (header.column != Column::kUnknown || header.name.empty()) continue;
      Fail(table_.header_line, "header", FaultReason::kUnknown, header.name, messages::file::IsNoMonthAmongMonths());
    }
  }

  void CheckWideColumns() {
    if (table_.Has(Column::kMonth)) FailHeader(messages::file::HasMonthsTwice());
    if (!accounts_ && !table_.Has(Column::kFlow) && !table_.Has(Column::kUnit)) {
      FailHeader(messages::file::NeedsAColumnSlag());
    }
  }

  void CheckLongColumns() {
    if (!table_.Has(Column::kMonth)) FailHeader(messages::file::NeedsAColumnForMonths());
    const std::optional<size_t> amount = table_.Find(Column::kAmount);
    if (amount.has_value()) values_.push_back({*amount, table_.columns[*amount].name, Flow::kUnspecified, "", {}, 0});
    if (accounts_) {
      if (!amount.has_value()) FailHeader(messages::file::NeedsAColumnForAmounts());
      return;
    }
    AddFlowColumn(Column::kCost, Flow::kCost);
    AddFlowColumn(Column::kRevenue, Flow::kRevenue);
    AddFlowColumn(Column::kVolume, Flow::kVolume);
    if (amount.has_value() && !table_.Has(Column::kFlow) && !table_.Has(Column::kUnit)) {
      FailHeader(messages::file::NeedsAColumnSlagBesideTheAmount());
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
  // form, and not beside a column of flows or cost types, where the same volume would stand on several rows.
  bool MayHoldVolumes(const ColumnHeader& header) const {
    return header.column == Column::kUnknown && !accounts_ && !ledger_.wide && !table_.Has(Column::kFlow) &&
           !table_.Has(Column::kCostType) && !header.name.empty();
  }

  void Observe(const Record& record) {
    cell_counts_.resize(table_.columns.size());
    ObserveUnnamed(record);
    for (const ValueColumn& value : values_) {
      if (value.index < record.cells.size()) style_.Observe(SplitMoneyUnit(record.cells[value.index].text).number);
    }
    ObserveName(record);
    for (size_t i = 0; i < table_.columns.size() && i < record.cells.size(); ++i) {
      const absl::string_view cell = TrimCell(record.cells[i].text);
      if (!MayHoldVolumes(table_.columns[i]) || cell.empty() || IsDash(cell)) continue;
      ++cell_counts_[i].filled;
      if (!LooksLikeNumber(cell)) continue;
      ++cell_counts_[i].numbers;
      style_.Observe(cell);
    }
  }

  void ObserveUnnamed(const Record& record) {
    unnamed_with_values_.resize(table_.columns.size());
    for (size_t i = 0; i < table_.columns.size() && i < record.cells.size(); ++i) {
      if (table_.columns[i].name.empty() && !TrimCell(record.cells[i].text).empty()) unnamed_with_values_[i] = true;
    }
  }

  // A column without a name between two months may be a month; elsewhere it is none.
  void CheckUnnamed() {
    for (size_t i = 0; i < unnamed_with_values_.size(); ++i) {
      if (!unnamed_with_values_[i]) continue;
      const bool among_months = ledger_.wide && i > values_.front().index && i < values_.back().index;
      if (among_months) {
        Fail(table_.header_line, "header", FaultReason::kMissingValue, "",
             messages::file::HasValuesWithoutAHeader(SpreadsheetColumn(i)));
      } else {
        ledger_.notes.push_back(messages::note::ColumnIsLeftOut(SpreadsheetColumn(i)));
      }
    }
  }

  // A pivot table names each activity once. One that repeats its names does not leave them out.
  void ObserveName(const Record& record) {
    if (accounts_ || !HasValues(record)) return;
    const absl::string_view name = Cell(record, Column::kActivity);
    names_repeat_ |= !name.empty() && name == name_before_;
    if (!name.empty()) name_before_ = std::string(name);
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
      } else if (IsLeftOut(header)) {
        ledger_.notes.push_back(messages::note::ColumnIsLeftOut(header.name));
      }
    }
    if (values_.empty()) FailHeader(messages::file::NeedsAColumnWithValues());
    CheckUnitsDiffer();
    CheckUnnamed();
  }

  bool IsLeftOut(const ColumnHeader& header) const {
    if (header.column == Column::kNamedDimension) return !accounts_;
    if (header.column == Column::kCostType) return accounts_;  // Posting rules tell it.
    // The sum of a row's months is compared; other sums have nothing here to be compared with.
    if (header.column == Column::kSum) return !ledger_.wide;
    return header.column == Column::kUnknown || header.column == Column::kLeftOut;
  }

  void CheckUnitsDiffer() {
    std::map<std::string, std::string> name_by_unit;
    for (const ValueColumn& value : values_) {
      if (value.unit.empty()) continue;
      const auto [other, is_new] = name_by_unit.emplace(value.unit, value.name);
      if (!is_new) {
        Fail(table_.header_line, "header", FaultReason::kDuplicate, value.name,
             messages::file::MeansTheSameAsColumn(other->second));
      }
    }
  }

  // --- Rows ------------------------------------------------------------------------------------------------------

  // Without blanks and the apostrophe that keeps a spreadsheet from computing a text.
  static absl::string_view Written(const RecordCell& cell) {
    const absl::string_view text = TrimCell(cell.text);
    const bool guarded = text.size() > 1 && text[0] == '\'' && absl::StrContains("=+-@", text.substr(1, 1));
    return guarded ? text.substr(1) : text;
  }

  // The trimmed cell of a kind of column; empty when the table or the record has none.
  absl::string_view Cell(const Record& record, Column column) const {
    const std::optional<size_t> index = table_.Find(column);
    if (!index.has_value() || *index >= record.cells.size()) return "";
    return Written(record.cells[*index]);
  }

  bool HasValues(const Record& record) const {
    for (const ValueColumn& value : values_) {
      if (value.index < record.cells.size() && !TrimCell(record.cells[value.index].text).empty()) return true;
    }
    return false;
  }

  void ReadRow(Record& record) {
    CheckWidth(record);
    const Column name_column = accounts_ ? Column::kAccount : Column::kActivity;
    if (IsSumName(Cell(record, name_column))) {
      ReadSums(record, Cell(record, name_column));
      return;
    }
    TakeNameFromAbove(record);
    const absl::string_view name = Cell(record, name_column);
    if (!HasValues(record)) {
      CheckMayLackValues(record);
      return;
    }
    if (name.empty()) {
      Fail(record.line, table_.columns[*table_.Find(name_column)].name, FaultReason::kMissingValue, "",
           messages::value::IsEmpty());
    }
    const std::optional<Month> month = ledger_.wide ? std::nullopt : ReadMonth(record);
    const std::optional<int> year = ReadYear(record);
    if (accounts_) {
      ReadAccountValues(record, month, year);
    } else {
      ReadActivityValues(record, month, year);
    }
    CheckRowSum(record, name);
  }

  // Only beside a flow or a month of its own: a row of sums without a word has neither.
  void TakeNameFromAbove(Record& record) {
    if (accounts_ || !HasValues(record)) return;
    RecordCell& cell = record.cells[*table_.Find(Column::kActivity)];
    if (!TrimCell(cell.text).empty()) {
      last_name_ = cell.text;
      return;
    }
    if (names_repeat_ || last_name_.empty()) return;
    cell.text = last_name_;
    if (told_names_++ > 0) return;
    ledger_.notes.push_back(messages::note::RowsWithoutAName(record.line, TrimCell(last_name_)));
  }

  // Left out, because their parts are read; told when they do not agree with these.
  void ReadSums(const Record& record, absl::string_view name) {
    ledger_.notes.push_back(messages::note::RowOfSumsIsLeftOut(record.line, name));
    const std::optional<Month> month =
        ledger_.wide ? std::nullopt
                     : std::optional<Month>(ParseMonthCell(Cell(record, Column::kMonth)).value_or(Month()));
    SumDifferences differences;
    for (const ValueColumn& value : values_) {
      const std::optional<int64_t> stated = Stated(record, value.index);
      if (!stated.has_value()) continue;
      const std::optional<absl::int128> made = sums_.Differing(value.index, month, *stated);
      if (made.has_value()) differences.Add({record.line, std::string(name), value.name, *stated, *made});
    }
    if (differences.count() > 0) ledger_.notes.push_back(NoteOfRow(differences));
    CheckRowSum(record, name);
    sums_.EndGroup();
  }

  // The amount that a cell of a sum states, in öre; nullopt when it states none.
  std::optional<int64_t> Stated(const Record& record, size_t index) const {
    if (index >= record.cells.size() || TrimCell(record.cells[index].text).empty()) return std::nullopt;
    const MoneyCell money = SplitMoneyUnit(record.cells[index].text);
    const absl::StatusOr<int64_t> stated =
        ParseNumberCell(money.number, style_, kMoneyUnit.parts_per_whole * KronorPerUnit(record, index, money));
    return stated.ok() ? std::optional<int64_t>(*stated) : std::nullopt;
  }

  // A column "Summa" of a wide table holds the sum of the row's months.
  void CheckRowSum(const Record& record, absl::string_view name) {
    const std::optional<size_t> column = table_.Find(Column::kSum);
    if (!ledger_.wide || !column.has_value()) return;
    const std::optional<int64_t> stated = Stated(record, *column);
    if (!stated.has_value()) return;
    absl::int128 made = 0;
    for (const ValueColumn& value : values_) made += Stated(record, value.index).value_or(0);
    if (made == *stated) return;
    SumDifference difference{record.line, std::string(name), table_.columns[*column].name, *stated, made};
    if (row_sums_.count() < kMostRowSums) told_row_sums_.push_back(NoteOf(difference));
    row_sums_.Add(std::move(difference));
  }

  // A column of sums that holds something else, a forecast or a budget, differs in every row.
  void TellRowSums() {
    if (row_sums_.count() <= kMostRowSums) {
      ledger_.notes.insert(ledger_.notes.end(), told_row_sums_.begin(), told_row_sums_.end());
      return;
    }
    const SumDifference& most = row_sums_.largest();
    ledger_.notes.push_back(messages::note::SumsOfRowsDiffer(most.column, Argument::Count(row_sums_.count()), most.line,
                                                             most.name, AmountOf(most.stated), AmountOf(most.made),
                                                             AmountOf(row_sums_.sum())));
  }

  // Ledgers book a revenue with a minus. Here it is a positive number, so most of them negative is that convention.
  void TellNegativeRevenues() {
    if (2 * negative_revenues_ <= revenues_) return;
    ledger_.notes.push_back(messages::note::RevenuesAreNegative(Argument::Count(negative_revenues_),
                                                                Argument::Count(revenues_), AmountOf(negative_sum_),
                                                                first_negative_line_));
  }

  void ObserveRevenue(int line, int64_t ore) {
    revenues_ += ore != 0;
    if (ore >= 0) return;
    if (++negative_revenues_ == 1) first_negative_line_ = line;
    negative_sum_ += ore;
  }

  // In long form a row that names a month is there for its value; a row without one is a mistake, not a zero.
  void CheckMayLackValues(const Record& record) {
    if (ledger_.wide || Cell(record, Column::kMonth).empty()) return;
    Fail(record.line, values_.front().name, FaultReason::kMissingValue, "", messages::value::IsEmpty());
  }

  void CheckWidth(const Record& record) {
    for (size_t i = table_.columns.size(); i < record.cells.size(); ++i) {
      if (TrimCell(record.cells[i].text).empty()) continue;
      Fail(record.line, "", FaultReason::kInconsistent, record.cells[i].text,
           messages::file::StandsBeyondTheHeader(table_.columns.size()));
      return;
    }
  }

  // The row's month in long form. A year column may stand beside it; then the month may be a name or 1-12.
  std::optional<Month> ReadMonth(const Record& record) {
    const std::string& place = table_.columns[*table_.Find(Column::kMonth)].name;
    const absl::string_view cell = Cell(record, Column::kMonth);
    if (cell.empty()) {
      Fail(record.line, place, FaultReason::kMissingValue, "", messages::value::IsEmpty());
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
           messages::file::IsNotInTheYear(Cell(record, Column::kYear)));
    }
    return month;
  }

  std::optional<Month> Checked(const absl::StatusOr<Month>& month, const Record& record, absl::string_view place,
                               absl::string_view cell) {
    if (month.ok()) return *month;
    const bool no_date = MessageFrom(month.status()) == messages::file::IsNotADate();
    Fail(record.line, place, no_date ? FaultReason::kNotADate : FaultReason::kNotAMonth, cell,
         no_date ? messages::file::IsNotADate() : messages::file::IsNotAMonth());
    return std::nullopt;
  }

  // nullopt when the table has no year column, or with a fault, which is told once a row.
  std::optional<int> ReadYear(const Record& record) {
    const std::optional<size_t> index = table_.Find(Column::kYear);
    if (!index.has_value()) return std::nullopt;
    const absl::string_view cell = Cell(record, Column::kYear);
    int year = 0;
    if (cell.size() == 4 && absl::SimpleAtoi(cell, &year) && Month::Of(year, 1).ok()) return year;
    if (record.line != faulty_year_line_) {
      faulty_year_line_ = record.line;
      Fail(record.line, table_.columns[*index].name,
           cell.empty() ? FaultReason::kMissingValue : FaultReason::kNotAMonth, cell, messages::file::IsNotAYear());
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

  // The kronor that one unit of an amount stands for: as its cell says, its row, its column, the title, or one.
  int KronorPerUnit(const Record& record, size_t index, const MoneyCell& money) const {
    if (money.kronor_per_unit != 0) return money.kronor_per_unit;
    if (const int of_row = KronorPerUnitIn(Cell(record, Column::kUnit)); of_row != 0) return of_row;
    if (const int of_column = table_.columns[index].kronor_per_unit; of_column != 0) return of_column;
    return std::max(1, table_.kronor_per_unit);
  }

  // "1 772,00 kr" in a table in tkr is one or the other, and only who made it knows.
  bool CheckOneUnit(const Record& record, size_t index, const MoneyCell& money) {
    const int of_table = KronorPerUnit(record, index, {});
    if (money.kronor_per_unit != 1 || of_table == 1 || IsDash(money.number)) return true;
    if (record.line == faulty_unit_line_) return false;
    faulty_unit_line_ = record.line;
    Fail(record.line, "", FaultReason::kInconsistent, UnitWord(1),
         messages::file::SaysAnotherUnitThanTheTable(UnitWord(of_table), LineOfUnit(record, index, {})));
    return false;
  }

  // The line that says in what the amount is.
  int LineOfUnit(const Record& record, size_t index, const MoneyCell& money) const {
    if (money.kronor_per_unit != 0 || KronorPerUnitIn(Cell(record, Column::kUnit)) != 0) return record.line;
    return table_.columns[index].kronor_per_unit != 0 ? table_.header_line : table_.unit_line;
  }

  // Before what was left out: a wrong unit is wrong in every sum.
  void TellUnits() {
    const std::vector<Message> notes = scaled_.Notes();
    ledger_.notes.insert(ledger_.notes.begin(), notes.begin(), notes.end());
  }

  // A number as the cell has it, in parts of the unit.
  absl::StatusOr<int64_t> Parse(const RecordCell& cell, absl::string_view text, int parts) const {
    const double* const number = std::get_if<double>(&cell.typed);
    return number == nullptr ? ParseNumberCell(text, style_, parts) : RoundNumberCell(*number, parts);
  }

  // nullopt for an empty cell and after a fault.
  std::optional<int64_t> ReadNumber(const Record& record, const ValueColumn& value, Unit unit) {
    if (value.index >= record.cells.size()) return std::nullopt;
    const RecordCell& cell = record.cells[value.index];
    if (TrimCell(cell.text).empty()) return std::nullopt;
    const bool is_money = unit.parts_per_whole == kMoneyUnit.parts_per_whole;
    const MoneyCell money = is_money ? SplitMoneyUnit(cell.text) : MoneyCell{TrimCell(cell.text), 0};
    if (is_money && !CheckOneUnit(record, value.index, money)) return std::nullopt;
    const int kronor = is_money ? KronorPerUnit(record, value.index, money) : 1;
    const absl::StatusOr<int64_t> number = Parse(cell, money.number, unit.parts_per_whole * kronor);
    const bool too_large = is_money && number.ok() && (*number > kMaxAmountOre || *number < -kMaxAmountOre);
    if (number.ok() && !too_large) {
      if (++value_count_ == kMaxFileValues + 1) {
        Fail(record.line, "", FaultReason::kTooLong, "",
             messages::file::HasTooManyValues(Argument::Count(kMaxFileValues)));
      }
      if (value_count_ > kMaxFileValues) return std::nullopt;
      if (is_money) scaled_.Take(kronor, LineOfUnit(record, value.index, money), money.number, *number);
      return *number;
    }
    const bool range = number.ok() || absl::IsOutOfRange(number.status());
    Fail(record.line, value.name, range ? FaultReason::kOutOfRange : FaultReason::kNotANumber, TrimCell(cell.text),
         range ? IsBeyondTheLargestAmount() : MessageFrom(number.status()));
    return std::nullopt;
  }

  // --- Activity rows ---------------------------------------------------------------------------------------------

  // What the row's slag and enhet columns say; nullopt without such columns or after a fault.
  std::optional<FlowCell> ReadFlow(const Record& record) {
    const absl::string_view flow_cell = Cell(record, Column::kFlow);
    const absl::string_view unit_cell = Cell(record, Column::kUnit);
    if (!table_.Has(Column::kFlow) && !table_.Has(Column::kUnit)) return std::nullopt;
    std::optional<FlowCell> flow = table_.Has(Column::kFlow) ? ParseFlowCell(flow_cell) : FlowCell{Flow::kVolume, ""};
    if (!flow.has_value()) {
      const std::string& place = table_.columns[*table_.Find(Column::kFlow)].name;
      if (flow_cell.empty()) {
        Fail(record.line, place, FaultReason::kMissingValue, "", messages::value::IsEmpty());
      } else {
        Fail(record.line, place, FaultReason::kWrongFlow, flow_cell, messages::file::IsNotKostnadIntaktOrUnit());
      }
      return std::nullopt;
    }
    if (flow->flow == Flow::kVolume && flow->unit.empty()) {
      const std::optional<std::string> unit = UnitIdentifier(unit_cell);
      if (!unit.has_value()) {
        Fail(record.line, "enhet", unit_cell.empty() ? FaultReason::kMissingValue : FaultReason::kNotAName, unit_cell,
             messages::file::IsNotAUnit());
        return std::nullopt;
      }
      flow->unit = *unit;
    }
    return flow;
  }

  void ReadActivityValues(const Record& record, std::optional<Month> month, std::optional<int> year) {
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
      if (flow == Flow::kRevenue) ObserveRevenue(record.line, *number);
      if (flow != Flow::kVolume) sums_.Add(value.index, flow, ledger_.wide ? std::nullopt : value_month, *number);
      AddActivityRow({std::string(Cell(record, Column::kActivity)), flow, unit, *value_month, *number, record.line,
                      std::string(Cell(record, Column::kCostType))});
    }
  }

  void AddActivityRow(ActivityRow row) {
    if (row.activity.empty()) return;  // Told already.
    const auto [earlier, is_new] =
        line_by_key_.emplace(std::make_tuple(row.activity, row.flow, row.unit, row.cost_type, row.month), row.line);
    if (!is_new) {
      Fail(row.line, "", FaultReason::kDuplicate, row.month.ToString(),
           messages::file::StandsTwiceFor(row.activity, earlier->second));
      return;
    }
    ledger_.activities.push_back(std::move(row));
  }

  // --- Account rows ----------------------------------------------------------------------------------------------

  // A column that is a dimension itself: kostnadsställe, or the organization's own verksamhet and objekt.
  std::string DimensionOfColumn(const ColumnHeader& header) const {
    if (header.column == Column::kNamedDimension) return header.dimension;
    if (header.column == Column::kActivity) return FoldedName(header.name);
    const bool alone = header.column == Column::kObject && !table_.Has(Column::kDimension);
    return alone ? FoldedName(header.name) : "";
  }

  ObjectList NamedObjects(const Record& record) const {
    ObjectList list;
    for (size_t i = 0; i < table_.columns.size() && i < record.cells.size(); ++i) {
      const std::string dimension = DimensionOfColumn(table_.columns[i]);
      const absl::string_view object = Written(record.cells[i]);
      if (!dimension.empty() && !object.empty()) list.push_back({dimension, std::string(object)});
    }
    return list;
  }

  std::optional<ObjectList> ReadObjects(const Record& record) {
    std::optional<ObjectList> list = ReadPairedObjects(record);
    if (!list.has_value()) return std::nullopt;
    for (DimensionObject& named : NamedObjects(record)) list->push_back(std::move(named));
    return list;
  }

  std::optional<ObjectList> ReadPairedObjects(const Record& record) {
    const absl::string_view dimension_cell = Cell(record, Column::kDimension);
    const absl::string_view object_cell = Cell(record, Column::kObject);
    if (!table_.Has(Column::kDimension) || (dimension_cell.empty() && object_cell.empty())) return ObjectList{};
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
           messages::file::ObjectDoesNotGoWithDimension(dimension_cell));
      return std::nullopt;
    }
    return list;
  }

  std::optional<AmountKind> ReadKind(const Record& record) {
    if (!table_.Has(Column::kFlow)) return AmountKind::kActual;
    ledger_.states_kind = true;
    const absl::string_view cell = Cell(record, Column::kFlow);
    const std::string word = FoldedName(cell);
    if (word == "utfall" || word == "actual") return AmountKind::kActual;
    if (word == "budget") return AmountKind::kBudget;
    Fail(record.line, table_.columns[*table_.Find(Column::kFlow)].name, FaultReason::kWrongFlow, cell,
         messages::file::IsNotUtfallOrBudget());
    return std::nullopt;
  }

  void ReadAccountValues(const Record& record, std::optional<Month> month, std::optional<int> year) {
    const std::optional<ObjectList> objects = ReadObjects(record);
    const std::optional<AmountKind> kind = ReadKind(record);
    for (const ValueColumn& value : values_) {
      const std::optional<int64_t> number = ReadNumber(record, value, kMoneyUnit);
      const std::optional<Month> value_month = MonthOf(value, month, year);
      if (!number.has_value() || !value_month.has_value() || !objects.has_value() || !kind.has_value()) continue;
      sums_.Add(value.index, Flow::kUnspecified, ledger_.wide ? std::nullopt : value_month, *number);
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
      Fail(row.line, "", FaultReason::kOutOfRange, row.account, messages::file::HasASumTooLarge());
    }
  }

  void CheckNotEmpty() {
    if (!faults_.empty() || value_count_ > 0) return;
    faults_.Add("file", FaultReason::kMissingValue, "", messages::file::HasNoValues());
  }

  struct CellCount {
    int filled = 0;
    int numbers = 0;
  };

  RecordSource& source_;
  const Table& table_;
  std::string name_before_;
  bool names_repeat_ = false;
  std::string last_name_;
  int told_names_ = 0;
  std::vector<bool> unnamed_with_values_;  // By column.
  TableSums sums_;
  SumDifferences row_sums_;
  std::vector<Message> told_row_sums_;  // While they are few.
  int revenues_ = 0;                    // That are not zero.
  int negative_revenues_ = 0;
  int first_negative_line_ = 0;
  absl::int128 negative_sum_ = 0;
  ScaledAmounts scaled_;
  bool accounts_ = false;
  std::vector<ValueColumn> values_;
  std::vector<CellCount> cell_counts_;
  NumberStyle style_;
  FaultList faults_;
  CsvLedger ledger_;
  size_t value_count_ = 0;
  int faulty_year_line_ = 0;
  int faulty_unit_line_ = 0;
  std::map<std::tuple<std::string, Flow, std::string, std::string, Month>, int> line_by_key_;
  std::map<std::tuple<std::string, ObjectList, Month, AmountKind>, AccountRow> account_sums_;
};

}  // namespace

absl::StatusOr<CsvLedger> ReadCsvRows(const TableFile& file, FaultList& faults) {
  PROGNOS_ASSIGN_OR_RETURN(const OpenedTable opened, OpenTableFile(file, TableKind::kActuals));
  CsvLedger ledger = CsvReading(*opened.source, opened.table).Read(faults);
  ledger.format = opened.format;
  ledger.delimiter = opened.delimiter;
  ledger.encoding = opened.encoding;
  ledger.sheet = opened.sheet;
  ledger.notes.insert(ledger.notes.begin(), opened.notes.begin(), opened.notes.end());
  return ledger;
}

absl::StatusOr<CsvLedger> ReadCsv(const TableFile& file) {
  FaultList faults;
  PROGNOS_ASSIGN_OR_RETURN(CsvLedger ledger, ReadCsvRows(file, faults));
  PROGNOS_RETURN_IF_ERROR(AtCells(faults.ToStatus(), file, TableKind::kActuals));
  return ledger;
}

}  // namespace prognos
