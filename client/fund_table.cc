#include "client/fund_table.h"

#include <functional>
#include <optional>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/substitute.h"
#include "client/machine_columns.h"
#include "client/session.h"
#include "forecast/base/number_format.h"
#include "forecast/documents/table_tree.h"

namespace prognos::client {
namespace {

using documents::Cell;
using documents::ColumnKind;
using Standing = v1::FundStanding;

// A column of amounts: what it holds of a fund; nullopt where nothing belongs.
struct AmountColumn {
  const char* id;
  const char* heading;
  std::function<std::optional<int64_t>(const Standing&)> ore;
};

std::optional<int64_t> If(bool has, int64_t ore) { return has ? std::optional<int64_t>(ore) : std::nullopt; }

std::vector<AmountColumn> GrantColumns(const Texts& texts) {
  return {{"granted", texts.granted, [](const Standing& one) { return one.frame_ore(); }},
          {"used", texts.used, [](const Standing& one) { return one.use().used_ore(); }},
          {"left", texts.left, [](const Standing& one) { return one.left_ore(); }},
          {"forecast", texts.forecast, [](const Standing& one) { return one.forecast_ore(); }},
          {"year_end", texts.full_year_capital, [](const Standing& one) { return one.year_end_ore(); }}};
}

std::vector<AmountColumn> ProjectColumns(const Texts& texts) {
  return {{"budget", texts.budget, [](const Standing& one) { return one.frame_ore(); }},
          {"used", texts.used, [](const Standing& one) { return one.use().used_ore(); }},
          {"forecast", texts.forecast, [](const Standing& one) { return one.forecast_ore(); }},
          {"deviation", texts.deviation, [](const Standing& one) { return one.deviation_ore(); }},
          {"year_end", texts.full_year_capital, [](const Standing& one) { return one.year_end_ore(); }}};
}

std::vector<AmountColumn> InvestmentColumns(const Texts& texts) {
  return {{"total_budget", texts.total_budget, [](const Standing& one) { return one.fund().amount_ore(); }},
          {"last_year", texts.last_year_capital,
           [](const Standing& one) { return If(one.has_last_year_used_ore(), one.last_year_used_ore()); }},
          {"budget", texts.budget, [](const Standing& one) { return one.frame_ore(); }},
          {"used", texts.used, [](const Standing& one) { return one.use().used_ore(); }},
          {"left", texts.left, [](const Standing& one) { return one.left_ore(); }},
          {"forecast", texts.forecast, [](const Standing& one) { return one.forecast_ore(); }},
          {"carried_over", texts.carried_over,
           [](const Standing& one) { return If(one.use().has_carried_over_ore(), one.use().carried_over_ore()); }}};
}

std::vector<AmountColumn> ColumnsOf(v1::FundKind kind, const Texts& texts) {
  if (kind == v1::FUND_KIND_GRANT) return GrantColumns(texts);
  return kind == v1::FUND_KIND_PROJECT ? ProjectColumns(texts) : InvestmentColumns(texts);
}

std::optional<int64_t> BudgetOf(const Standing& standing, int year) {
  for (const v1::FundYear& plan : standing.years()) {
    if (plan.year() == year) return plan.budget_ore();
  }
  return std::nullopt;
}

// The years that any fund plans for, from `year` on.
std::set<int> PlannedYears(const v1::ListFundsResponse& funds, int year) {
  std::set<int> years;
  for (const Standing& standing : funds.funds()) {
    for (const v1::FundYear& plan : standing.years()) {
      if (plan.year() >= year) years.insert(plan.year());
    }
  }
  return years;
}

std::string SpanText(const v1::Fund& fund) {
  if (fund.first_month().empty() || fund.last_month().empty()) return "";
  return absl::StrCat(fund.first_month(), "–", fund.last_month());
}

// The amounts of a table: a row for each fund and their sum, each column rounded so that it adds up.
void AddAmountRows(const v1::ListFundsResponse& funds, const std::vector<AmountColumn>& columns, const Texts& texts,
                   documents::Table& table) {
  documents::Row sum{.cells = {{texts.sum}}, .is_sum = true};
  for (const Standing& standing : funds.funds()) {
    table.rows.push_back({.cells = {{standing.fund().display_name()}}});
    for (const AmountColumn& column : columns) {
      const std::optional<int64_t> ore = column.ore(standing);
      table.rows.back().cells.push_back(ore.has_value() ? Cell{documents::RoundedAmount(*ore, documents::Tkr())}
                                                        : Cell{});
    }
  }
  for (size_t i = 0; i < columns.size(); ++i) sum.cells.push_back({documents::RoundedAmount(0, documents::Tkr())});
  table.rows.push_back(std::move(sum));
  for (size_t i = 0; i < columns.size(); ++i) documents::RoundDownTheTree(table, i + 1);
}

documents::Table AmountTable(const char* id, const char* what, const std::vector<AmountColumn>& columns,
                             const v1::ListFundsResponse& funds, const Texts& texts) {
  documents::Table table;
  table.id = id;
  table.columns.push_back({"name", {what}, ColumnKind::kText, true});
  for (const AmountColumn& column : columns) {
    table.columns.push_back({column.id, {column.heading}, ColumnKind::kAmount, false, "tkr"});
  }
  AddAmountRows(funds, columns, texts, table);
  return table;
}

const char* TitleOf(v1::FundKind kind, const Texts& texts) {
  if (kind == v1::FUND_KIND_GRANT) return texts.grants_title;
  return kind == v1::FUND_KIND_PROJECT ? texts.projects_title : texts.investments_title;
}

const char* WhatOf(v1::FundKind kind, const Texts& texts) {
  if (kind == v1::FUND_KIND_GRANT) return texts.grant;
  return kind == v1::FUND_KIND_PROJECT ? texts.project : texts.investment;
}

// Why the forecast is what it is, where that is not plain from the table.
std::string BasisText(const Standing& standing, const Texts& texts) {
  switch (standing.basis()) {
    case v1::FUND_FORECAST_BASIS_PERSON:
      return texts.basis_person;
    case v1::FUND_FORECAST_BASIS_LIMITED:
      return absl::Substitute(texts.basis_limited, FormatTkr(standing.pace_ore(), texts.language));
    case v1::FUND_FORECAST_BASIS_NOT_BEGUN:
      return texts.basis_not_begun;
    case v1::FUND_FORECAST_BASIS_ENDED:
      return texts.basis_ended;
    default:
      return texts.basis_pace;
  }
}

std::vector<std::string> RemarksOf(const Standing& standing, const Texts& texts) {
  std::vector<std::string> remarks = {BasisText(standing, texts)};
  if (standing.has_carried_in_ore() && standing.carried_in_ore() != 0) {
    remarks.push_back(absl::Substitute(texts.remark_carried_in, FormatTkr(standing.carried_in_ore(), texts.language)));
  }
  if (!standing.fund().comment().empty()) remarks.push_back(standing.fund().comment());
  if (!standing.use().comment().empty()) {
    remarks.push_back(absl::StrCat(standing.use().month(), ": ", standing.use().comment()));
  }
  return remarks;
}

// A column of text after the amounts: when the fund runs, or how long what it buys is written off.
void AddTextColumn(documents::Column column, const v1::ListFundsResponse& funds,
                   const std::function<std::string(const Standing&)>& text, documents::Table& table) {
  table.columns.push_back(std::move(column));
  for (int i = 0; i < funds.funds_size(); ++i)
    table.rows[static_cast<size_t>(i)].cells.push_back({text(funds.funds(i))});
}

std::string WriteOffText(const Standing& standing, int year, const Texts& texts) {
  for (const v1::FundYear& plan : standing.years()) {
    if (plan.year() == year && plan.depreciation_years() > 0) {
      return FormatCount(plan.depreciation_years(), texts.one_year, texts.years, texts.language);
    }
  }
  return "";
}

// What investments are planned for, and what a year's cost is in a whole year.
documents::Table PlanTable(const v1::ListFundsResponse& funds, int year, const Texts& texts) {
  std::vector<AmountColumn> columns;
  std::vector<std::string> headings;
  const std::set<int> years = PlannedYears(funds, year);
  for (const int planned : years) headings.push_back(absl::StrCat(planned));
  size_t i = 0;
  for (const int planned : years) {
    columns.push_back(
        {headings[i].c_str(), headings[i].c_str(), [planned](const Standing& one) { return BudgetOf(one, planned); }});
    ++i;
  }
  columns.push_back({"depreciation", texts.depreciation,
                     [](const Standing& one) { return If(one.has_depreciation_ore(), one.depreciation_ore()); }});
  columns.push_back(
      {"interest", texts.interest, [](const Standing& one) { return If(one.has_interest_ore(), one.interest_ore()); }});
  documents::Table table = AmountTable("plan", texts.investment, columns, funds, texts);
  AddTextColumn(
      {"depreciation_years", {texts.depreciation_years}}, funds,
      [&](const Standing& one) { return WriteOffText(one, year, texts); }, table);
  return table;
}

std::string Kronor(bool has, int64_t ore, const Texts& texts) {
  return has ? FormatMachine(ore, kMoneyUnit, texts.language) : "";
}

}  // namespace

documents::Document FundDocument(const v1::ListFundsResponse& funds, v1::FundKind kind, int year, const Texts& texts) {
  documents::Document document;
  document.blocks.push_back(documents::Heading{1, absl::Substitute(TitleOf(kind, texts), year)});
  documents::Table table = AmountTable("funds", WhatOf(kind, texts), ColumnsOf(kind, texts), funds, texts);
  if (kind != v1::FUND_KIND_INVESTMENT) {
    AddTextColumn(
        {"runs", {texts.runs}}, funds, [](const Standing& one) { return SpanText(one.fund()); }, table);
  }
  documents::Notes notes;
  for (int i = 0; i < funds.funds_size(); ++i) {
    for (const std::string& remark : RemarksOf(funds.funds(i), texts)) {
      const int number = static_cast<int>(notes.notes.size()) + 1;
      table.rows[static_cast<size_t>(i)].notes.push_back(number);
      notes.notes.push_back({number, absl::StrCat(funds.funds(i).fund().display_name(), ": ", remark)});
    }
  }
  document.blocks.push_back(std::move(table));
  if (kind == v1::FUND_KIND_INVESTMENT && !PlannedYears(funds, year).empty()) {
    document.blocks.push_back(documents::Heading{2, texts.investment_plan});
    document.blocks.push_back(PlanTable(funds, year, texts));
  }
  if (!notes.notes.empty()) document.blocks.push_back(std::move(notes));
  return document;
}

documents::Table FundCsv(const v1::ListFundsResponse& funds, v1::FundKind kind, int year, const Texts& texts) {
  const bool is_investment = kind == v1::FUND_KIND_INVESTMENT;
  const char* const what = kind == v1::FUND_KIND_GRANT ? "bidrag" : is_investment ? "investering" : "projekt";
  const char* const frame = kind == v1::FUND_KIND_GRANT ? "beviljat" : is_investment ? "totalbudget" : "projektbudget";
  std::string names =
      absl::StrCat("id;", what, ";verksamhet;", frame, ";startdatum;slutdatum;manad;anvant;prognos;kommentar");
  const std::set<int> years = is_investment ? PlannedYears(funds, year) : std::set<int>();
  if (is_investment) absl::StrAppend(&names, ";overfors;avskrivningstid;avskrivning;ranta");
  for (const int planned : years) absl::StrAppend(&names, ";budget ", planned);
  documents::Table table{"funds", MachineColumns(names), {}};
  for (const Standing& one : funds.funds()) {
    const v1::FundUse& use = one.use();
    documents::Row& row = table.rows.emplace_back();
    row.cells = {{LastPart(one.fund().name())},
                 {one.fund().display_name()},
                 {LastPart(one.fund().activity())},
                 {Kronor(true, one.fund().amount_ore(), texts)},
                 {one.fund().first_month()},
                 {one.fund().last_month()},
                 {use.month()},
                 {Kronor(one.has_use(), use.used_ore(), texts)},
                 {Kronor(use.has_forecast_ore(), use.forecast_ore(), texts)},
                 {use.comment()}};
    if (!is_investment) continue;
    const v1::FundYear* plan = nullptr;
    for (const v1::FundYear& planned : one.years()) {
      if (planned.year() == year) plan = &planned;
    }
    const v1::FundYear& of_year = plan == nullptr ? v1::FundYear::default_instance() : *plan;
    row.cells.push_back({Kronor(use.has_carried_over_ore(), use.carried_over_ore(), texts)});
    row.cells.push_back(
        {of_year.depreciation_years() > 0 ? absl::StrCat(of_year.depreciation_years()) : std::string()});
    row.cells.push_back({Kronor(of_year.has_depreciation_ore(), of_year.depreciation_ore(), texts)});
    row.cells.push_back({Kronor(of_year.has_interest_ore(), of_year.interest_ore(), texts)});
    for (const int planned : years) {
      const std::optional<int64_t> budget = BudgetOf(one, planned);
      row.cells.push_back({Kronor(budget.has_value(), budget.value_or(0), texts)});
    }
  }
  return table;
}

}  // namespace prognos::client
