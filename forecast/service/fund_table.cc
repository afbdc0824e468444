#include "forecast/service/fund_table.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "forecast/base/faults.h"
#include "forecast/base/status_macros.h"
#include "forecast/interchange/activity_lookup.h"
#include "forecast/interchange/cell_values.h"
#include "forecast/interchange/scaled_amounts.h"
#include "forecast/interchange/table_rows.h"
#include "forecast/service/names.h"
#include "forecast/service/table_lines.h"
#include "forecast/service/tree_lookup.h"
#include "messages/value.h"

namespace prognos::service {
namespace {

TableKind TableOf(v1::FundKind kind) {
  if (kind == v1::FUND_KIND_GRANT) return TableKind::kGrants;
  return kind == v1::FUND_KIND_PROJECT ? TableKind::kProjects : TableKind::kInvestments;
}

// What messages call the column of names.
const char* NameColumn(v1::FundKind kind) {
  if (kind == v1::FUND_KIND_GRANT) return "bidrag";
  return kind == v1::FUND_KIND_PROJECT ? "projekt" : "investering";
}

struct Columns {
  int id, name, activity, frame, used, forecast, carried_over, start, end, write_off_years, depreciation, interest,
      month, comment;
  std::vector<std::pair<int, int>> budgets;  // Position and year of budgets of years; 0: the year of the table.
};

Columns FindColumns(const TableRows& table, v1::FundKind kind, FaultList& faults) {
  Columns columns{table.Find(Column::kId),
                  table.Require(Column::kName, NameColumn(kind), faults),
                  table.Find(Column::kActivity),
                  table.Find(Column::kFrame),
                  table.Find(Column::kUsed),
                  table.Find(Column::kForecast),
                  table.Find(Column::kCarriedOver),
                  table.Find(Column::kStart),
                  table.Find(Column::kEnd),
                  table.Find(Column::kWriteOffYears),
                  table.Find(Column::kDepreciation),
                  table.Find(Column::kInterest),
                  table.Find(Column::kMonth),
                  table.Find(Column::kComment),
                  {}};
  const std::vector<ColumnHeader>& headers = table.table().columns;
  for (size_t i = 0; i < headers.size(); ++i) {
    if (headers[i].column == Column::kYearBudget) columns.budgets.emplace_back(static_cast<int>(i), headers[i].year);
  }
  return columns;
}

// What the amounts of the whole table show about their decimal mark.
NumberStyle StyleOf(const TableRows& table, const Columns& columns) {
  std::vector<int> amounts = {columns.frame,        columns.used,         columns.forecast,
                              columns.carried_over, columns.depreciation, columns.interest};
  for (const auto& [position, year] : columns.budgets) amounts.push_back(position);
  NumberStyle style;
  for (const TableRow& row : table.rows()) {
    for (const int column : amounts) style.Observe(SplitMoneyUnit(TableRows::Field(row, column)).number);
  }
  return style;
}

// A month, a day of it, or a year, which stands for its first or last month.
absl::StatusOr<Month> ParseEdge(const std::string& text, int month_of_year) {
  int year = 0;
  if (text.size() == 4 && absl::SimpleAtoi(text, &year) && year >= Month::kFirstYear && year <= Month::kLastYear) {
    return Month::January(year) + (month_of_year - 1);
  }
  return ParseMonthCell(text);
}

// Reads the rows of a table; what is wrong is added to `faults`.
class RowReader {
 public:
  RowReader(const TableRows& rows, const Columns& columns, v1::FundKind kind, Month until,
            const std::string& organization, const ActivityLookup& activities, const RecordedFunds& known,
            FaultList& faults)
      : rows_(rows),
        columns_(columns),
        style_(StyleOf(rows, columns)),
        kind_(kind),
        until_(until),
        organization_(organization),
        activities_(activities),
        known_(known),
        faults_(faults) {
    for (const auto& [id, fund] : known_.funds) {
      if (fund.kind() == kind_) id_by_name_[FoldedName(fund.display_name())] = id;
    }
  }

  void Read(const TableRow& row, FundTable& table) {
    const std::string id = IdOf(row);
    if (id.empty()) return;
    *table.request.add_funds() = ReadFund(row, id);
    table.fund_lines.push_back(row.line);
    for (const auto& [position, named_year] : columns_.budgets) {
      if (!Field(row, position).empty()) ReadYear(row, id, position, named_year, table);
    }
    ReadUse(row, id, table);
  }

  const ScaledAmounts& scaled() const { return scaled_; }

 private:
  static std::string Field(const TableRow& row, int column) { return TableRows::Field(row, column); }

  std::string IdOf(const TableRow& row) {
    const std::string given = Field(row, columns_.id);
    if (!given.empty()) return given;
    const std::string called = Field(row, columns_.name);
    if (called.empty()) {
      faults_.Add(PlaceInFile(row.line, NameColumn(kind_)), FaultReason::kMissingValue, "",
                  messages::value::IsRequired());
      return "";
    }
    std::string& id = id_by_name_[FoldedName(called)];
    if (id.empty()) id = FreeIdentifier(called);
    return id;
  }

  // A grant and a project may be called the same, and long names may begin alike.
  std::string FreeIdentifier(const std::string& called) const {
    const std::string wanted = IdentifierFrom(called);
    const auto is_taken = [&](const std::string& id) {
      return known_.funds.count(id) != 0 ||
             std::any_of(id_by_name_.begin(), id_by_name_.end(), [&](const auto& entry) { return entry.second == id; });
    };
    std::string id = wanted;
    for (int number = 2; is_taken(id); ++number) id = absl::StrCat(wanted.substr(0, 58), "-", number);
    return id;
  }

  v1::Fund ReadFund(const TableRow& row, const std::string& id) {
    const auto before = known_.funds.find(id);
    v1::Fund fund = before == known_.funds.end() ? v1::Fund() : before->second;
    fund.set_name(FundName(organization_, id));
    fund.set_kind(kind_);
    const std::string called = Field(row, columns_.name);
    if (!called.empty() && FoldedName(called) != FoldedName(fund.display_name())) fund.set_display_name(called);
    if (const std::string activity = Field(row, columns_.activity); !activity.empty()) {
      fund.set_activity(
          ActivityName(organization_, activities_.Require(activity, PlaceInFile(row.line, "verksamhet"), faults_)));
    }
    if (const auto ore = Amount(row, columns_.frame); ore.has_value()) fund.set_amount_ore(*ore);
    SetEdges(row, fund);
    return fund;
  }

  // A grant of which nothing is said is for the year of the table.
  void SetEdges(const TableRow& row, v1::Fund& fund) {
    const auto first = Edge(row, columns_.start, "startdatum", 1);
    const auto last = Edge(row, columns_.end, "slutdatum", 12);
    if (first.has_value()) fund.set_first_month(first->ToString());
    if (last.has_value()) fund.set_last_month(last->ToString());
    if (kind_ != v1::FUND_KIND_GRANT) return;
    const Month january = Month::January(until_.year());
    if (fund.first_month().empty()) fund.set_first_month(january.ToString());
    if (fund.last_month().empty()) fund.set_last_month((january + 11).ToString());
  }

  std::optional<Month> Edge(const TableRow& row, int column, const char* name, int month_of_year) {
    const std::string text = Field(row, column);
    if (text.empty()) return std::nullopt;
    const absl::StatusOr<Month> month = ParseEdge(text, month_of_year);
    if (month.ok()) return *month;
    faults_.Add(PlaceInFile(row.line, name), FaultReason::kNotAMonth, text, MessageFrom(month.status()));
    return std::nullopt;
  }

  // How long a thing is written off and what it costs stands beside the budget of the table's own year.
  void ReadYear(const TableRow& row, const std::string& id, int position, int named_year, FundTable& table) {
    const int year = named_year == 0 ? until_.year() : named_year;
    v1::FundYear plan = KnownYear(id, year);
    plan.set_fund(FundName(organization_, id));
    plan.set_year(year);
    if (const auto ore = Amount(row, position); ore.has_value()) plan.set_budget_ore(*ore);
    if (year == until_.year()) {
      if (const auto ore = Amount(row, columns_.depreciation); ore.has_value()) {
        plan.set_depreciation_ore(*ore);
      }
      if (const auto ore = Amount(row, columns_.interest); ore.has_value()) plan.set_interest_ore(*ore);
    }
    if (const auto years = WriteOffYears(row); years.has_value()) plan.set_depreciation_years(*years);
    *table.request.add_years() = plan;
    table.year_lines.push_back(row.line);
  }

  v1::FundYear KnownYear(const std::string& id, int year) const {
    const auto years = known_.years.find(id);
    if (years == known_.years.end()) return {};
    const auto found = years->second.find(year);
    return found == years->second.end() ? v1::FundYear() : found->second;
  }

  void ReadUse(const TableRow& row, const std::string& id, FundTable& table) {
    const auto used = Amount(row, columns_.used);
    const auto forecast = Amount(row, columns_.forecast);
    const auto carried_over = Amount(row, columns_.carried_over);
    const std::string comment = Field(row, columns_.comment);
    if (!used.has_value() && !forecast.has_value() && !carried_over.has_value()) return;
    v1::FundUse use;
    use.set_fund(FundName(organization_, id));
    use.set_month(Edge(row, columns_.month, "månad", 12).value_or(until_).ToString());
    use.set_used_ore(used.value_or(0));
    if (forecast.has_value()) use.set_forecast_ore(*forecast);
    if (carried_over.has_value()) use.set_carried_over_ore(*carried_over);
    use.set_comment(comment);
    *table.request.add_uses() = use;
    table.use_lines.push_back(row.line);
  }

  std::optional<int> WriteOffYears(const TableRow& row) {
    const std::string text = Field(row, columns_.write_off_years);
    if (text.empty() || IsDash(text)) return std::nullopt;
    int years = 0;
    // "10 år".
    if (absl::SimpleAtoi(text.substr(0, text.find(' ')), &years)) return years;
    faults_.Add(PlaceInFile(row.line, "avskrivningstid"), FaultReason::kNotANumber, text,
                messages::value::IsNotAWholeNumber());
    return std::nullopt;
  }

  std::optional<int64_t> Amount(const TableRow& row, int column) {
    const std::string text = Field(row, column);
    if (text.empty()) return std::nullopt;
    const absl::StatusOr<int64_t> ore = rows_.Amount(row, column, style_, scaled_);
    if (ore.ok()) return *ore;
    const std::string& name = rows_.table().columns[static_cast<size_t>(column)].name;
    faults_.Add(PlaceInFile(row.line, name), FaultReason::kNotANumber, text, MessageFrom(ore.status()));
    return std::nullopt;
  }

  const TableRows& rows_;
  const Columns columns_;
  const NumberStyle style_;
  const v1::FundKind kind_;
  const Month until_;
  const std::string organization_;
  const ActivityLookup& activities_;
  const RecordedFunds& known_;
  FaultList& faults_;
  ScaledAmounts scaled_;
  std::map<std::string, std::string> id_by_name_;  // By what a fund is called, folded.
};

}  // namespace

absl::StatusOr<FundTable> ReadFundTable(const TableFile& file, v1::FundKind kind, Month until,
                                        const std::string& organization, const ledger::ActivityTree& tree,
                                        const RecordedFunds& known) {
  PROGNOS_ASSIGN_OR_RETURN(const TableRows rows, TableRows::Parse(file, TableOf(kind)));
  FaultList faults;
  const Columns columns = FindColumns(rows, kind, faults);
  PROGNOS_RETURN_IF_ERROR(faults.ToStatus());
  const ActivityLookup activities = LookupIn(tree);
  RowReader reader(rows, columns, kind, until, organization, activities, known, faults);
  FundTable table;
  for (const TableRow& row : rows.rows()) reader.Read(row, table);
  PROGNOS_RETURN_IF_ERROR(faults.ToStatus());
  table.row_count = static_cast<int>(rows.rows().size());
  table.notes = reader.scaled().Notes();
  table.notes.insert(table.notes.end(), rows.notes().begin(), rows.notes().end());
  return table;
}

absl::Status AtTableLines(const absl::Status& status, const FundTable& table) {
  return AtLinesOfLists(status,
                        {{"funds[", &table.fund_lines}, {"years[", &table.year_lines}, {"uses[", &table.use_lines}});
}

}  // namespace prognos::service
