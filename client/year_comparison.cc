#include "client/year_comparison.h"

#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "forecast/documents/rounded_pair.h"
#include "forecast/documents/rounded_tree.h"

namespace prognos::client {
namespace {

using documents::Amount;
using documents::AmountPair;
using documents::Cell;

// Of a row in öre and in tenths of mnkr, by column: the years, the deviation, the change.
struct ComparedCell {
  int64_t exact = 0;
  int64_t shown = 0;
};
using ComparedCells = std::vector<std::optional<ComparedCell>>;

int64_t StepsOfTenth() { return documents::Mnkr().steps / documents::ShownPerUnit(documents::Mnkr()); }

// Revenue, cost and net with the signs of a result.
struct ResultCells {
  ComparedCell revenue, cost, net;
};

ResultCells ResultOf(int64_t revenue, int64_t cost) {
  const AmountPair shown = documents::RoundPairs({-1}, {{revenue, cost}}, StepsOfTenth()).front();
  return {{revenue, shown.first}, {-cost, -shown.second}, {revenue - cost, shown.difference()}};
}

// The years of one flow or of the net.
struct ComparedRows {
  ComparedCells revenue, cost, net;

  void Add(const std::optional<ResultCells>& cells) {
    revenue.push_back(cells.has_value() ? std::optional(cells->revenue) : std::nullopt);
    cost.push_back(cells.has_value() ? std::optional(cells->cost) : std::nullopt);
    net.push_back(cells.has_value() ? std::optional(cells->net) : std::nullopt);
  }
};

// From the last two of the years, as they are shown.
void AddChange(size_t years, ComparedCells& cells) {
  const std::optional<ComparedCell>& before = cells[years - 2];
  const std::optional<ComparedCell>& now = cells[years - 1];
  if (!before.has_value() || !now.has_value()) {
    cells.push_back(std::nullopt);
  } else {
    cells.push_back(ComparedCell{now->exact - before->exact, now->shown - before->shown});
  }
}

ComparedRows RowsOfMoney(const std::vector<YearMoney>& years, const std::optional<YearMoney>& budget) {
  ComparedRows rows;
  for (const YearMoney& year : years) rows.Add(ResultOf(year.revenue, year.cost));
  const YearMoney& last = years.back();
  rows.Add(budget.has_value() ? std::optional(ResultOf(last.revenue - budget->revenue, last.cost - budget->cost))
                              : std::nullopt);
  for (ComparedCells* cells : {&rows.revenue, &rows.cost, &rows.net}) AddChange(years.size(), *cells);
  return rows;
}

std::optional<ComparedCell> InvestmentCell(std::optional<int64_t> ore) {
  if (!ore.has_value()) return std::nullopt;
  return ComparedCell{-*ore, -documents::RoundedAmount(*ore, documents::Mnkr()).shown};
}

ComparedCells InvestmentCells(const YearComparison& comparison) {
  ComparedCells cells;
  for (const ComparedYearFigures& year : comparison.years) cells.push_back(InvestmentCell(year.investments));
  const std::optional<int64_t>& used = comparison.years.back().investments;
  const std::optional<int64_t>& budget = comparison.investment_budget;
  cells.push_back(used.has_value() && budget.has_value() ? InvestmentCell(*used - *budget) : std::nullopt);
  AddChange(comparison.years.size(), cells);
  return cells;
}

class ComparisonTable {
 public:
  ComparisonTable(const YearComparison& comparison, const Texts& texts) : years_(comparison.years.size()) {
    table_.id = "years";
    table_.columns = {{"row", {"mnkr"}, documents::ColumnKind::kText, true}};
    const auto add = [this](const std::string& id, std::vector<std::string> heading) {
      table_.columns.push_back({id, std::move(heading), documents::ColumnKind::kAmount, false, "mnkr"});
    };
    for (const ComparedYearFigures& year : comparison.years) {
      add(absl::StrCat("outcome_", year.year), {texts.actual, absl::StrCat(year.year)});
    }
    const int last = comparison.years.back().year;
    add("deviation", {texts.budget_deviation, absl::StrCat(last)});
    add("change", {texts.change, absl::StrCat(last - 1, "–", last)});
  }

  void Add(const std::string& name, const ComparedCells& cells, documents::RowKind kind = documents::RowKind::kRow) {
    documents::Row row{.cells = {{name}}, .level = kind == documents::RowKind::kOfWhich ? 1 : 0, .kind = kind};
    for (size_t at = 0; at < cells.size(); ++at) {
      if (!cells[at].has_value()) {
        row.cells.push_back({documents::NoValue()});
        continue;
      }
      const Sign sign = at < years_ ? Sign::kWhenNegative : Sign::kAlways;
      row.cells.push_back({Amount{cells[at]->exact, cells[at]->shown, documents::Mnkr(), sign}});
    }
    table_.rows.push_back(std::move(row));
  }

  documents::Table Take() { return std::move(table_); }

 private:
  size_t years_;
  documents::Table table_;
};

// What is printed of several frames together: the sum of what is printed of each.
void AddCells(const ComparedCells& part, ComparedCells& sum) {
  for (size_t at = 0; at < sum.size(); ++at) {
    if (!part[at].has_value()) {
      sum[at].reset();
    } else if (sum[at].has_value()) {
      sum[at]->exact += part[at]->exact;
      sum[at]->shown += part[at]->shown;
    }
  }
}

// The parts of cells that are cost types, by type.
using TypeCells = std::vector<ComparedCells>;

// Shares one column out: what each type is of `whole`.
void ShareOut(const std::vector<int64_t>& exact, const ComparedCell& whole, TypeCells& cells) {
  if (exact.empty()) return;
  const std::vector<int64_t> shown = documents::RoundParts(exact, StepsOfTenth(), whole.shown);
  for (size_t type = 0; type < exact.size(); ++type) cells[type].push_back(ComparedCell{exact[type], shown[type]});
}

// The rows by cost type of the nämnd's own money.
class TypesOfYears {
 public:
  TypesOfYears(const YearComparison& comparison, const BudgetTypeNames& types, const ComparedRows& whole)
      : revenue_(types.ids.size()), cost_(types.ids.size()), net_(types.ids.size()) {
    for (size_t year = 0; year < comparison.years.size(); ++year) {
      Take(comparison.years[year].types, {}, types, *whole.revenue[year], *whole.cost[year]);
    }
    const size_t deviation = comparison.years.size();
    if (comparison.budget.has_value() && !comparison.budget_types.empty()) {
      Take(comparison.years.back().types, comparison.budget_types, types, *whole.revenue[deviation],
           *whole.cost[deviation]);
    } else {
      for (TypeCells* cells : {&revenue_, &cost_}) {
        for (ComparedCells& of_type : *cells) of_type.push_back(std::nullopt);
      }
    }
    for (size_t type = 0; type < types.ids.size(); ++type) {
      AddChange(comparison.years.size(), revenue_[type]);
      AddChange(comparison.years.size(), cost_[type]);
      net_[type] = revenue_[type];
      AddCells(cost_[type], net_[type]);
    }
  }

  const TypeCells& revenue() const { return revenue_; }
  const TypeCells& cost() const { return cost_; }
  const TypeCells& net() const { return net_; }

  static void AddRows(const TypeCells& rows, const BudgetTypeNames& types, ComparisonTable& table) {
    for (size_t type = 0; type < types.ids.size(); ++type) {
      const ComparedCells& cells = rows[type];
      const bool is_any = absl::c_any_of(cells, [](const auto& cell) { return cell.has_value() && cell->exact != 0; });
      if (is_any) table.Add(types.texts[type], cells, documents::RowKind::kOfWhich);
    }
  }

 private:
  static YearMoney MoneyOf(const YearMoneyByType& money, const std::string& type) {
    const auto found = money.find(type);
    return found == money.end() ? YearMoney() : found->second;
  }

  // What came in less what was budgeted, with the signs of a result.
  void Take(const YearMoneyByType& outcome, const YearMoneyByType& budget, const BudgetTypeNames& types,
            const ComparedCell& revenue, const ComparedCell& cost) {
    std::vector<int64_t> revenues, costs;
    for (const std::string& type : types.ids) {
      const YearMoney is = MoneyOf(outcome, type), planned = MoneyOf(budget, type);
      revenues.push_back(is.revenue - planned.revenue);
      costs.push_back(planned.cost - is.cost);
    }
    ShareOut(revenues, revenue, revenue_);
    ShareOut(costs, cost, cost_);
  }

  TypeCells revenue_, cost_, net_;
};

}  // namespace

documents::Table YearComparisonTable(const YearComparison& comparison, const Texts& texts,
                                     const BudgetTypeNames& types) {
  ComparisonTable table(comparison, texts);
  std::vector<YearMoney> years;
  for (const ComparedYearFigures& year : comparison.years) years.push_back(year.outcome);
  const ComparedRows rows = RowsOfMoney(years, comparison.budget);
  const TypesOfYears parts(comparison, types, rows);
  table.Add(texts.revenues_capital, rows.revenue);
  TypesOfYears::AddRows(parts.revenue(), types, table);
  table.Add(texts.costs_capital, rows.cost);
  TypesOfYears::AddRows(parts.cost(), types, table);
  const bool has_frames = !comparison.frames.empty();
  table.Add(texts.net_cost, rows.net, has_frames ? documents::RowKind::kSubtotal : documents::RowKind::kSum);
  TypesOfYears::AddRows(parts.net(), types, table);
  ComparedCells together = rows.net;
  for (size_t at = 0; at < comparison.frames.size(); ++at) {
    std::vector<YearMoney> of_frame;
    for (const ComparedYearFigures& year : comparison.years) of_frame.push_back(year.frames[at]);
    const std::optional<YearMoney> budget =
        comparison.budget.has_value() ? std::optional(comparison.frame_budgets[at]) : std::nullopt;
    const ComparedCells net = RowsOfMoney(of_frame, budget).net;
    table.Add(comparison.frames[at], net);
    AddCells(net, together);
  }
  if (has_frames) table.Add(texts.sum_with_frames, together, documents::RowKind::kSum);
  const ComparedCells investments = InvestmentCells(comparison);
  for (const std::optional<ComparedCell>& cell : investments) {
    if (!cell.has_value()) continue;
    table.Add(texts.net_investments, investments);
    break;
  }
  return table.Take();
}

}  // namespace prognos::client
