#include "client/next_year.h"

#include <map>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/substitute.h"
#include "client/forecast_rows.h"
#include "client/forecast_tables.h"
#include "client/type_rows.h"
#include "forecast/base/month_names.h"
#include "forecast/base/number_format.h"

namespace prognos::client {
namespace {

using documents::Cell;
using documents::ColumnKind;
using documents::NoValue;

// What a row is in both years: its activity, what the row above a part is called, and what it is called itself.
using RowName = std::tuple<std::string, std::string, std::string>;

// The rows of a forecast with what is printed of their net; with `by_type` those of cost types behind the tree.
struct NetOfYear {
  NetOfYear(const v1::Forecast& forecast, bool by_type, const Texts& texts)
      : tree_size(RowsOf(forecast, texts).size()), printed_rows(PrintedRowsOf(forecast, by_type, texts)) {
    for (size_t i = 0; i < rows().size(); ++i) index[NameOf(i)] = i;
  }

  const std::vector<ForecastRow>& rows() const { return printed_rows.rows; }
  const PrintedColumns& printed() const { return printed_rows.printed; }
  RowName NameOf(size_t i) const {
    const ForecastRow& row = rows()[i];
    if (i < tree_size) return {row.activity, "", row.display_name};
    const ForecastRow& above = rows()[static_cast<size_t>(row.parent)];
    return {above.activity, above.display_name, row.display_name};
  }

  size_t tree_size;
  PrintedRows printed_rows;
  std::map<RowName, size_t> index;
};

Cell TkrAmount(int64_t ore, int64_t tkr) { return {documents::Amount{ore, tkr, documents::Tkr()}}; }

Cell IntervalCell(const v1::Quantiles* quantiles, Sign sign) {
  if (quantiles == nullptr) return {NoValue()};
  return {documents::Interval{documents::RoundedAmount(quantiles->p10(), documents::Tkr(), sign),
                              documents::RoundedAmount(quantiles->p90(), documents::Tkr(), sign)}};
}

std::vector<documents::Column> NextYearColumns(const v1::Forecast& year, const v1::Forecast& next, bool has_budget,
                                               const Texts& texts) {
  const auto amount = [](const char* id, std::vector<std::string> heading) {
    return documents::Column{id, std::move(heading), ColumnKind::kAmount, false, "tkr"};
  };
  const char* const of_year = IsComplete(year) ? texts.actual : texts.forecast;
  std::vector<documents::Column> columns = {{"activity", {texts.activity}, ColumnKind::kText, true},
                                            amount("this_year", {of_year, absl::StrCat(year.year())}),
                                            amount("next_year", {texts.forecast, absl::StrCat(next.year())}),
                                            amount("increase", {texts.increase})};
  if (has_budget) {
    columns.push_back(amount("budget", {texts.budget, absl::StrCat(next.year())}));
    columns.push_back(amount("deviation", {texts.deviation, absl::StrCat(next.year())}));
  }
  columns.push_back({has_budget ? "deviation_interval_80" : "full_year_interval_80",
                     {texts.interval_1, has_budget ? texts.interval_2 : texts.interval_amount_2},
                     ColumnKind::kInterval,
                     false,
                     "tkr"});
  if (has_budget) columns.push_back({"deficit_probability", {texts.risk_1, texts.risk_2}, ColumnKind::kProbability});
  return columns;
}

documents::Row NextYearRow(const NetOfYear& year, const NetOfYear& next, size_t i, bool has_budget) {
  const ForecastRow& row = next.rows()[i];
  documents::Row made{
      .cells = {{row.display_name}}, .level = row.depth, .is_sum = row.parent < 0, .is_subtotal = row.is_subtotal};
  const auto before = year.index.find(next.NameOf(i));
  const Cell next_cell = TkrAmount(row.net.full_year, next.printed().forecast[i]);
  if (before == year.index.end()) {
    made.cells.insert(made.cells.end(), {{NoValue()}, next_cell, {NoValue()}});
  } else {
    const int64_t ore = year.rows()[before->second].net.full_year, tkr = year.printed().forecast[before->second];
    made.cells.insert(made.cells.end(), {TkrAmount(ore, tkr), next_cell,
                                         TkrAmount(row.net.full_year - ore, next.printed().forecast[i] - tkr)});
  }
  if (has_budget) {
    made.cells.push_back(row.net.budget.has_value() ? TkrAmount(*row.net.budget, next.printed().budget[i])
                                                    : Cell{NoValue()});
    made.cells.push_back(row.net.deviation.has_value() ? DeviationCell(*row.net.deviation, next.printed().deviation[i])
                                                       : Cell{NoValue()});
  }
  made.cells.push_back(has_budget ? IntervalCell(row.net.deviation_quantiles, Sign::kAlways)
                                  : IntervalCell(row.net.full_year_quantiles, Sign::kWhenNegative));
  if (!has_budget) return made;
  const std::optional<double> probability = row.net.deficit_probability;
  made.cells.push_back(probability.has_value() ? Cell{documents::Probability{*probability}} : Cell{NoValue()});
  return made;
}

documents::Table NextYearTable(const v1::Forecast& year, const v1::Forecast& next, bool by_type, const Texts& texts) {
  const NetOfYear net(year, by_type, texts), net_next(next, by_type, texts);
  const bool has_budget = !net_next.rows().empty() && net_next.rows().front().net.budget.has_value();
  documents::Table table{"next_year", NextYearColumns(year, next, has_budget, texts), {}};
  for (const size_t i : OrderWithParts(net_next.rows(), net_next.tree_size)) {
    table.rows.push_back(NextYearRow(net, net_next, i, has_budget));
    if (i >= net_next.tree_size) table.rows.back().kind = documents::RowKind::kOfWhich;
  }
  return table;
}

// "Utfallet räcker till och med augusti 2022. Resten av 2022 är prognos, och 2023 bygger på den."
std::string BasisSentence(const v1::Forecast& year, const v1::Forecast& next, const Texts& texts) {
  const int month = LastKnownMonth(year);
  if (month == 12) return absl::Substitute(texts.next_year_known, year.year(), next.year());
  if (month == 0) return absl::Substitute(texts.next_year_unknown, year.year(), next.year());
  return absl::Substitute(texts.next_year_basis, MonthName(month, texts.language), year.year(), next.year());
}

// Of the root in the sum whose deviation in the next year is the lowest; null when none is negative.
const ForecastRow* LargestDeficit(const std::vector<ForecastRow>& rows) {
  const ForecastRow* largest = nullptr;
  for (const ForecastRow& row : rows) {
    if (row.parent != static_cast<int>(SumRow(rows)) || row.net.deviation.value_or(0) >= 0) continue;
    if (largest == nullptr || *row.net.deviation < *largest->net.deviation) largest = &row;
  }
  return largest;
}

// "Budgeten för 2023 täcker inte prognosen: −3,2 mnkr. Störst är Vuxen, −1,1 mnkr." Empty without a budget.
std::string BudgetSentence(const v1::Forecast& next, const Texts& texts) {
  const std::vector<ForecastRow> rows = RowsOf(next, texts);
  if (rows.empty()) return "";
  const ForecastRow& total = rows[SumRow(rows)];
  if (!total.net.deviation.has_value()) return "";
  const auto mnkr = [&](int64_t ore) { return FormatMnkr(ore, texts.language, Sign::kAlways); };
  const int64_t deviation = *total.net.deviation;
  const ForecastRow* const largest = LargestDeficit(rows);
  const std::string sum =
      absl::Substitute(deviation < 0 ? texts.next_year_deficit : texts.next_year_covered, next.year(), mnkr(deviation));
  if (largest == nullptr) return sum;
  return absl::StrCat(sum, " ",
                      absl::Substitute(texts.next_year_largest, largest->display_name, mnkr(*largest->net.deviation)));
}

}  // namespace

documents::Document NextYearDocument(const v1::Forecast& year, const v1::Forecast& next, bool by_type,
                                     const Texts& texts) {
  documents::Document document{
      {documents::Heading{1, absl::Substitute(texts.next_year_title, next.organization_display_name(), next.year())},
       NextYearTable(year, next, by_type, texts)}};
  documents::Paragraphs sentences{{BasisSentence(year, next, texts)}, /*is_prose=*/true};
  const std::string budget = BudgetSentence(next, texts);
  if (!budget.empty()) sentences.texts.push_back(budget);
  document.blocks.push_back(std::move(sentences));
  return document;
}

}  // namespace prognos::client
