#include "forecast/service/budget_table.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "forecast/base/faults.h"
#include "forecast/base/status_macros.h"
#include "forecast/interchange/activity_lookup.h"
#include "forecast/interchange/cell_values.h"
#include "forecast/interchange/scaled_amounts.h"
#include "forecast/interchange/table_rows.h"
#include "forecast/interchange/table_sums.h"
#include "forecast/service/cost_types.h"
#include "forecast/service/names.h"
#include "forecast/service/tree_lookup.h"
#include "messages/file.h"
#include "messages/value.h"

namespace prognos::service {
namespace {

constexpr std::array<const char*, 12> kMonthColumns = {"jan", "feb", "mar", "apr", "maj", "jun",
                                                       "jul", "aug", "sep", "okt", "nov", "dec"};

struct Columns {
  int activity, flow, type, amount, phasing;
  std::array<int, 12> months;
};

// "jan", "januari 2025" or "jan-25"; one of another year than the budget's, or a month that stands twice, is a fault.
std::array<int, 12> MonthColumns(const TableRows& table, int year, FaultList& faults) {
  std::array<int, 12> months;
  months.fill(-1);
  const std::vector<ColumnHeader>& headers = table.table().columns;
  for (size_t i = 0; i < headers.size(); ++i) {
    const ColumnHeader& header = headers[i];
    const int month = header.month.has_value() ? header.month->month() : header.calendar_month;
    if (month == 0) continue;
    const std::string place = PlaceInFile(table.table().header_line, "");
    int& column = months[static_cast<size_t>(month) - 1];
    if (header.month.has_value() && header.month->year() != year) {
      faults.Add(place, FaultReason::kInconsistent, header.name, messages::file::IsNotInTheYear(year));
    } else if (column >= 0) {
      faults.Add(place, FaultReason::kDuplicate, header.name,
                 messages::file::MeansTheSameAsColumn(headers[static_cast<size_t>(column)].name));
    } else {
      column = static_cast<int>(i);
    }
  }
  return months;
}

Columns FindColumns(const TableRows& table, BudgetTableShape shape, int year, FaultList& faults) {
  const bool has_amounts = shape != BudgetTableShape::kPhasing;
  Columns columns{table.Require(Column::kActivity, "verksamhet", faults),
                  table.Require(Column::kFlow, "slag", faults),
                  table.Find(Column::kCostType),
                  -1,
                  table.Find(Column::kPhasing),
                  MonthColumns(table, year, faults)};
  const bool has_months = std::count(columns.months.begin(), columns.months.end(), -1) == 0;
  if (has_amounts) {
    columns.amount = has_months ? table.Find(Column::kAmount) : table.Require(Column::kAmount, "belopp", faults);
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

v1::Phasing ProtoOf(PhasingWord word) {
  switch (word) {
    case PhasingWord::kLastYear:
      return v1::PHASING_LAST_YEAR;
    case PhasingWord::kMean:
      return v1::PHASING_MEAN_PROFILE;
    case PhasingWord::kSeason:
      return v1::PHASING_SEASON_PROFILE;
    case PhasingWord::kMonths:
      return v1::PHASING_MONTHLY_AMOUNTS;
    case PhasingWord::kPercent:
      return v1::PHASING_PERCENTAGES;
    case PhasingWord::kEven:
      break;
  }
  return v1::PHASING_EVEN;
}

// Reads the rows of a table; what is wrong is added to `faults`.
class LineReader {
 public:
  LineReader(const TableRows& table, const Columns& columns, std::string organization, const ActivityLookup& activities,
             const CostTypeLookup& types, BudgetTableShape shape, FaultList& faults)
      : table_(table),
        columns_(columns),
        style_(StyleOf(table, columns)),
        organization_(std::move(organization)),
        activities_(activities),
        types_(types),
        shape_(shape),
        faults_(faults) {}

  v1::BudgetLine ReadLine(const TableRow& row) {
    v1::BudgetLine line;
    line.set_series(ReadSeries(row));
    ReadPhasing(row, line);
    ReadAmounts(row, line);
    return line;
  }

  const ScaledAmounts& scaled() const { return scaled_; }

  // What a cell of a row of sums states; nullopt when it states nothing that is a number.
  std::optional<int64_t> Stated(const TableRow& row, int column) const {
    ScaledAmounts untold;
    if (TableRows::Field(row, column).empty()) return std::nullopt;
    const absl::StatusOr<int64_t> ore = table_.Amount(row, column, style_, untold);
    return ore.ok() ? std::optional<int64_t>(*ore) : std::nullopt;
  }

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
    const std::string type =
        types_.Require(TableRows::Field(row, columns_.type), PlaceInFile(row.line, "kostnadsslag"), faults_);
    return SeriesName(organization_, SeriesIdOf({activity, flow->flow, type}));
  }

  void ReadPhasing(const TableRow& row, v1::BudgetLine& line) {
    const std::string word = TableRows::Field(row, columns_.phasing);
    const std::optional<PhasingCell> phasing = ParsePhasingCell(word);
    if (!phasing.has_value()) {
      faults_.Add(PlaceInFile(row.line, "periodisering"), FaultReason::kUnknown, word, messages::file::IsNotAPhasing());
    }
    // Columns that are filled in say it themselves.
    const bool has_months = FirstMonthGiven(row) < 12;
    line.set_phasing(word.empty() && has_months ? v1::PHASING_MONTHLY_AMOUNTS
                                                : ProtoOf(phasing.value_or(PhasingCell{}).word));
    if (phasing.has_value()) line.set_profile_years(phasing->years);
  }

  // With twelve months given, an empty yearly amount means their sum.
  void ReadAmounts(const TableRow& row, v1::BudgetLine& line) {
    if (line.phasing() == v1::PHASING_PERCENTAGES) ReadPercentages(row, line);
    const bool monthly = line.phasing() == v1::PHASING_MONTHLY_AMOUNTS;
    const bool only_months = monthly && TableRows::Field(row, columns_.amount).empty();
    const bool has_amount = shape_ != BudgetTableShape::kPhasing && !only_months;
    if (has_amount) line.set_amount_ore(ReadAmount(row, columns_.amount, "belopp", scaled_));
    ScaledAmounts same_money;  // Months beside their yearly amount are not told again.
    const size_t first = shape_ == BudgetTableShape::kWholeYears ? 0 : FirstMonthGiven(row);
    for (size_t i = 0; monthly && i < 12; ++i) {
      line.add_monthly_amounts_ore(
          i < first ? 0 : ReadAmount(row, columns_.months[i], kMonthColumns[i], has_amount ? same_money : scaled_));
    }
  }

  // "8,33" or "8,33 %".
  void ReadPercentages(const TableRow& row, v1::BudgetLine& line) {
    constexpr int kPartsPerPercent = 1000;
    for (size_t i = 0; i < 12; ++i) {
      const std::string text = TableRows::Field(row, columns_.months[i]);
      const absl::string_view number = TrimCell(absl::StripSuffix(text, "%"));
      const absl::StatusOr<int64_t> parts = ParseNumberCell(number, style_, kPartsPerPercent);
      if (!parts.ok()) {
        faults_.Add(PlaceInFile(row.line, kMonthColumns[i]), FaultReason::kNotANumber, text,
                    text.empty() ? messages::value::IsRequired() : MessageFrom(parts.status()));
        continue;
      }
      line.add_monthly_percentages(static_cast<double>(*parts) / kPartsPerPercent);
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
  const CostTypeLookup& types_;
  const BudgetTableShape shape_;
  FaultList& faults_;
  ScaledAmounts scaled_;
};

// The rows of sums against the rows that they sum, in the order of the table: a subtotal sums those since the one
// before.
std::vector<Message> SumNotes(const TableRows& rows, const Columns& columns, const LineReader& reader) {
  std::vector<int> summed(columns.months.begin(), columns.months.end());
  summed.push_back(columns.amount);
  std::erase(summed, -1);
  std::vector<Message> notes;
  TableSums sums;
  auto next = rows.rows().begin();
  for (const TableRow& of_sums : rows.sums()) {
    for (; next != rows.rows().end() && next->line < of_sums.line; ++next) {
      const std::optional<FlowCell> flow = ParseFlowCell(TableRows::Field(*next, columns.flow));
      for (const int column : summed) {
        const std::optional<int64_t> ore = reader.Stated(*next, column);
        if (ore.has_value()) sums.Add(static_cast<size_t>(column), flow->flow, std::nullopt, *ore);
      }
    }
    SumDifferences differences;
    for (const int column : summed) {
      const std::optional<int64_t> stated = reader.Stated(of_sums, column);
      if (!stated.has_value()) continue;
      const std::optional<absl::int128> made = sums.Differing(static_cast<size_t>(column), std::nullopt, *stated);
      if (!made.has_value()) continue;
      differences.Add({of_sums.line, TableRows::Field(of_sums, columns.activity),
                       rows.table().columns[static_cast<size_t>(column)].name, *stated, *made});
    }
    if (differences.count() > 0) notes.push_back(NoteOfRow(differences));
    sums.EndGroup();
  }
  return notes;
}

}  // namespace

absl::StatusOr<BudgetTable> ReadBudgetTable(const TableFile& file, const std::string& organization,
                                            const ledger::ActivityTree& tree, const CostTypeLookup& types, int year,
                                            BudgetTableShape shape) {
  PROGNOS_ASSIGN_OR_RETURN(const TableRows rows, TableRows::Parse(file, TableKind::kBudget));
  FaultList faults;
  const Columns columns = FindColumns(rows, shape, year, faults);
  PROGNOS_RETURN_IF_ERROR(faults.ToStatus());
  const ActivityLookup activities = LookupIn(tree);
  LineReader reader(rows, columns, organization, activities, types, shape, faults);
  BudgetTable table;
  for (const TableRow& row : rows.rows()) {
    table.lines.push_back(reader.ReadLine(row));
    table.line_numbers.push_back(row.line);
  }
  PROGNOS_RETURN_IF_ERROR(faults.ToStatus());
  table.notes = reader.scaled().Notes();
  table.notes.insert(table.notes.end(), rows.notes().begin(), rows.notes().end());
  const std::vector<Message> sums = SumNotes(rows, columns, reader);
  table.notes.insert(table.notes.end(), sums.begin(), sums.end());
  return table;
}

}  // namespace prognos::service
