#include "client/next_year.h"

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/substitute.h"
#include "client/forecast_rows.h"
#include "client/forecast_tables.h"
#include "forecast/base/month_names.h"
#include "forecast/base/number_format.h"

namespace prognos::client {
namespace {

using documents::Cell;
using documents::ColumnKind;
using documents::NoValue;

// The rows of a forecast with what is printed of their net.
struct NetOfYear {
  NetOfYear(const v1::Forecast& forecast, const Texts& texts)
      : rows(RowsOf(forecast, texts)), printed(RoundColumns(rows, Measure::kNet)) {
    for (size_t i = 0; i < rows.size(); ++i) index[{rows[i].activity, rows[i].display_name}] = i;
  }

  std::vector<ForecastRow> rows;
  PrintedColumns printed;
  std::map<std::pair<std::string, std::string>, size_t> index;  // By activity and what the row is called.
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
  const ForecastRow& row = next.rows[i];
  documents::Row made{
      .cells = {{row.display_name}}, .level = row.depth, .is_sum = row.parent < 0, .is_subtotal = row.is_subtotal};
  const auto before = year.index.find({row.activity, row.display_name});
  const Cell next_cell = TkrAmount(row.net.full_year, next.printed.forecast[i]);
  if (before == year.index.end()) {
    made.cells.insert(made.cells.end(), {{NoValue()}, next_cell, {NoValue()}});
  } else {
    const int64_t ore = year.rows[before->second].net.full_year, tkr = year.printed.forecast[before->second];
    made.cells.insert(made.cells.end(), {TkrAmount(ore, tkr), next_cell,
                                         TkrAmount(row.net.full_year - ore, next.printed.forecast[i] - tkr)});
  }
  if (has_budget) {
    made.cells.push_back(row.net.budget.has_value() ? TkrAmount(*row.net.budget, next.printed.budget[i])
                                                    : Cell{NoValue()});
    made.cells.push_back(row.net.deviation.has_value() ? DeviationCell(*row.net.deviation, next.printed.deviation[i])
                                                       : Cell{NoValue()});
  }
  made.cells.push_back(has_budget ? IntervalCell(row.net.deviation_quantiles, Sign::kAlways)
                                  : IntervalCell(row.net.full_year_quantiles, Sign::kWhenNegative));
  if (!has_budget) return made;
  const std::optional<double> probability = row.net.deficit_probability;
  made.cells.push_back(probability.has_value() ? Cell{documents::Probability{*probability}} : Cell{NoValue()});
  return made;
}

documents::Table NextYearTable(const v1::Forecast& year, const v1::Forecast& next, const Texts& texts) {
  const NetOfYear net(year, texts), net_next(next, texts);
  const bool has_budget = !net_next.rows.empty() && net_next.rows.front().net.budget.has_value();
  documents::Table table{"next_year", NextYearColumns(year, next, has_budget, texts), {}};
  for (const size_t i : PrintOrder(net_next.rows)) table.rows.push_back(NextYearRow(net, net_next, i, has_budget));
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

documents::Document NextYearDocument(const v1::Forecast& year, const v1::Forecast& next, const Texts& texts) {
  documents::Document document{
      {documents::Heading{1, absl::Substitute(texts.next_year_title, next.organization_display_name(), next.year())},
       NextYearTable(year, next, texts)}};
  documents::Paragraphs sentences{{BasisSentence(year, next, texts)}, /*is_prose=*/true};
  const std::string budget = BudgetSentence(next, texts);
  if (!budget.empty()) sentences.texts.push_back(budget);
  document.blocks.push_back(std::move(sentences));
  return document;
}

}  // namespace prognos::client
