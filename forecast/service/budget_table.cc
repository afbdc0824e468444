#include "forecast/service/budget_table.h"

#include <array>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "forecast/base/faults.h"
#include "forecast/base/status_macros.h"
#include "forecast/interchange/activity_lookup.h"
#include "forecast/interchange/cell_values.h"
#include "forecast/interchange/scaled_amounts.h"
#include "forecast/interchange/table_rows.h"
#include "forecast/service/names.h"
#include "forecast/service/tree_lookup.h"
#include "messages/file.h"
#include "messages/value.h"

namespace prognos::service {
namespace {

constexpr std::array<const char*, 12> kMonthColumns = {"jan", "feb", "mar", "apr", "maj", "jun",
                                                       "jul", "aug", "sep", "okt", "nov", "dec"};

struct Columns {
  int activity, flow, amount, phasing;
  std::array<int, 12> months;
};

Columns FindColumns(const TableRows& table, FaultList& faults) {
  Columns columns{table.Require(Column::kActivity, "verksamhet", faults),
                  table.Require(Column::kFlow, "slag", faults),
                  table.Require(Column::kAmount, "belopp", faults),
                  table.Find(Column::kPhasing),
                  {}};
  columns.months.fill(-1);
  const std::vector<ColumnHeader>& headers = table.table().columns;
  for (size_t i = 0; i < headers.size(); ++i) {
    const int month = headers[i].calendar_month;
    if (month > 0) columns.months[static_cast<size_t>(month) - 1] = static_cast<int>(i);
  }
  return columns;
}

// What the amounts of the whole table show about their decimal mark.
NumberStyle StyleOf(const TableRows& table, const Columns& columns) {
  NumberStyle style;
  for (const TableRow& row : table.rows()) {
    style.Observe(SplitMoneyUnit(TableRows::Field(row, columns.amount)).number);
    for (const int month : columns.months) style.Observe(SplitMoneyUnit(TableRows::Field(row, month)).number);
  }
  return style;
}

v1::Phasing ToProto(PhasingWord word) {
  switch (word) {
    case PhasingWord::kLastYear:
      return v1::PHASING_LAST_YEAR;
    case PhasingWord::kMonths:
      return v1::PHASING_MONTHLY_AMOUNTS;
    case PhasingWord::kEven:
      break;
  }
  return v1::PHASING_EVEN;
}

// Reads the rows of a table; what is wrong is added to `faults`.
class LineReader {
 public:
  LineReader(const TableRows& table, const Columns& columns, std::string organization, const ActivityLookup& activities,
             MonthCells month_cells, FaultList& faults)
      : table_(table),
        columns_(columns),
        style_(StyleOf(table, columns)),
        organization_(std::move(organization)),
        activities_(activities),
        month_cells_(month_cells),
        faults_(faults) {}

  v1::BudgetLine ReadLine(const TableRow& row) {
    v1::BudgetLine line;
    line.set_series(ReadSeries(row));
    line.set_phasing(ReadPhasing(row));
    ReadAmounts(row, line);
    return line;
  }

  const ScaledAmounts& scaled() const { return scaled_; }

 private:
  std::string ReadSeries(const TableRow& row) {
    const std::string activity =
        activities_.Require(TableRows::Field(row, columns_.activity), PlaceInFile(row.line, "verksamhet"), faults_);
    const std::string word = TableRows::Field(row, columns_.flow);
    const std::optional<FlowCell> flow = ParseFlowCell(word);
    const bool is_money = flow.has_value() && (flow->flow == Flow::kCost || flow->flow == Flow::kRevenue);
    if (!is_money) {
      faults_.Add(PlaceInFile(row.line, "slag"), FaultReason::kUnknown, word,
                  messages::file::IsNeitherCostNorRevenue());
      return "";
    }
    return SeriesName(organization_, absl::StrCat(activity, flow->flow == Flow::kCost ? ".cost" : ".revenue"));
  }

  v1::Phasing ReadPhasing(const TableRow& row) {
    const std::string word = TableRows::Field(row, columns_.phasing);
    const std::optional<PhasingWord> phasing = ParsePhasingCell(word);
    if (!phasing.has_value()) {
      faults_.Add(PlaceInFile(row.line, "periodisering"), FaultReason::kUnknown, word, messages::file::IsNotAPhasing());
    }
    // Twelve columns that are filled in say it themselves.
    const bool has_months = FirstMonthGiven(row) < 12;
    return word.empty() && has_months ? v1::PHASING_MONTHLY_AMOUNTS : ToProto(phasing.value_or(PhasingWord::kEven));
  }

  // With twelve months given, an empty yearly amount means their sum.
  void ReadAmounts(const TableRow& row, v1::BudgetLine& line) {
    const bool monthly = line.phasing() == v1::PHASING_MONTHLY_AMOUNTS;
    const bool only_months = monthly && TableRows::Field(row, columns_.amount).empty();
    if (!only_months) line.set_amount_ore(ReadAmount(row, columns_.amount, "belopp", scaled_));
    ScaledAmounts same_money;  // Months beside their yearly amount are not told again.
    const size_t first = month_cells_ == MonthCells::kMayBeginLate ? FirstMonthGiven(row) : 0;
    for (size_t i = 0; monthly && i < 12; ++i) {
      if (i < first) {
        line.add_monthly_amounts_ore(0);
        continue;
      }
      line.add_monthly_amounts_ore(
          ReadAmount(row, columns_.months[i], kMonthColumns[i], only_months ? scaled_ : same_money));
    }
  }

  // 0-11; 12 when no month is filled in. A month that is left out of a whole year is told by ReadAmounts.
  size_t FirstMonthGiven(const TableRow& row) const {
    size_t month = 0;
    while (month < 12 && TableRows::Field(row, columns_.months[month]).empty()) ++month;
    return month;
  }

  int64_t ReadAmount(const TableRow& row, int column, absl::string_view name, ScaledAmounts& told) {
    const std::string text = TableRows::Field(row, column);
    if (text.empty()) {
      faults_.Add(PlaceInFile(row.line, name), FaultReason::kMissingValue, "", messages::value::IsRequired());
      return 0;
    }
    const absl::StatusOr<int64_t> ore = table_.Amount(row, column, style_, told);
    if (ore.ok()) return *ore;
    faults_.Add(PlaceInFile(row.line, name), FaultReason::kNotANumber, text, MessageFrom(ore.status()));
    return 0;
  }

  const TableRows& table_;
  const Columns columns_;
  const NumberStyle style_;
  const std::string organization_;
  const ActivityLookup& activities_;
  const MonthCells month_cells_;
  FaultList& faults_;
  ScaledAmounts scaled_;
};

}  // namespace

absl::StatusOr<BudgetTable> ReadBudgetTable(absl::string_view bytes, const std::string& organization,
                                            const ledger::ActivityTree& tree, MonthCells month_cells) {
  PROGNOS_ASSIGN_OR_RETURN(const TableRows rows, TableRows::Parse(bytes, TableKind::kBudget));
  FaultList faults;
  const Columns columns = FindColumns(rows, faults);
  PROGNOS_RETURN_IF_ERROR(faults.ToStatus());
  const ActivityLookup activities = LookupIn(tree);
  LineReader reader(rows, columns, organization, activities, month_cells, faults);
  BudgetTable table;
  for (const TableRow& row : rows.rows()) {
    table.lines.push_back(reader.ReadLine(row));
    table.line_numbers.push_back(row.line);
  }
  PROGNOS_RETURN_IF_ERROR(faults.ToStatus());
  table.notes = reader.scaled().Notes();
  table.notes.insert(table.notes.end(), rows.notes().begin(), rows.notes().end());
  return table;
}

}  // namespace prognos::service
