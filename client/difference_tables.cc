#include "client/difference_tables.h"

#include <array>
#include <cstdlib>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/substitute.h"
#include "client/forecast_rows.h"
#include "client/forecast_tables.h"
#include "client/judgement_tables.h"
#include "client/line_tree.h"
#include "client/machine_columns.h"
#include "forecast/base/number_format.h"

namespace prognos::client {
namespace {

using documents::Cell;
using documents::ColumnKind;

// Before, the six reasons, now; in öre.
constexpr size_t kBefore = 0;
constexpr size_t kChangedModel = 6;
constexpr size_t kNow = 7;
using Columns = std::array<int64_t, kNow + 1>;

using DifferenceRow = TreeRow<kNow + 1>;

Columns ColumnsOf(const v1::DifferenceLine& line) {
  const v1::DifferenceParts& parts = line.parts();
  return {line.base_deviation(), parts.new_outcome(), parts.history(), parts.budget(),
          parts.events(),        parts.judgement(),   parts.model(),   line.deviation()};
}

int64_t ChangeOf(const v1::DifferenceLine& line) { return line.deviation() - line.base_deviation(); }

std::vector<DifferenceRow> DifferenceRowsOf(const v1::DiffForecastsResponse& difference, const Texts& texts) {
  return LineTree<v1::DifferenceLine, kNow + 1>::Rows(difference.lines(), ColumnsOf, texts);
}

// Puts what the tables of `forecast` print of the rows' deviations in their `column`, where they are the same in öre.
void TakePrinted(const v1::Forecast& forecast, const std::vector<DifferenceRow>& rows, size_t column,
                 const Texts& texts, std::vector<Columns>& shown) {
  const v1::Forecast judged = IsJudged(forecast) ? AsJudged(forecast) : forecast;
  const std::vector<ForecastRow> own = RowsOf(judged, texts);
  const PrintedColumns printed = RoundColumns(own, Measure::kNet);
  std::map<std::pair<std::string, std::string>, size_t> index;
  for (size_t i = 0; i < own.size(); ++i) index[{own[i].activity, own[i].display_name}] = i;
  std::vector<int64_t> all;
  for (const DifferenceRow& row : rows) {
    const auto found = index.find({row.activity, row.name});
    if (found == index.end() || own[found->second].net.deviation != row.ore[column]) return;  // They would not add up.
    all.push_back(printed.deviation[found->second]);
  }
  for (size_t i = 0; i < all.size(); ++i) shown[i][column] = all[i];
}

// Whole tkr, a column at a time down the tree; what a row lacks is the model's.
std::vector<Columns> RoundRows(const std::vector<DifferenceRow>& rows, const v1::Forecast& base,
                               const v1::Forecast& forecast, const Texts& texts) {
  std::vector<Columns> shown = RoundTreeRows(rows);
  TakePrinted(base, rows, kBefore, texts, shown);
  TakePrinted(forecast, rows, kNow, texts, shown);
  for (Columns& row : shown) {
    row[kChangedModel] = row[kNow] - row[kBefore];
    for (size_t column = kBefore + 1; column < kChangedModel; ++column) row[kChangedModel] -= row[column];
  }
  return shown;
}

// "vårprognosen"; a title without its year.
std::string RoundName(const v1::Forecast& forecast, const Texts& texts) {
  switch (forecast.round()) {
    case v1::ROUND_MARCH:
      return texts.since_march;
    case v1::ROUND_SPRING:
      return texts.since_spring;
    case v1::ROUND_AUTUMN:
      return texts.since_autumn;
    case v1::ROUND_OCTOBER:
      return texts.since_october;
    case v1::ROUND_YEAR_END:
      return texts.since_year_end;
    default:
      return texts.since_forecast;
  }
}

std::string IdOf(const v1::Forecast& forecast) { return forecast.name().substr(forecast.name().rfind('/') + 1); }

// The activity of the topmost level that has several whose deviation changed most, of those in the nämnd's sum; null
// without any change.
const v1::DifferenceLine* MostChanged(const v1::DiffForecastsResponse& difference) {
  std::string parent;
  const v1::DifferenceLine* alone = nullptr;  // The only one of the level above.
  while (true) {
    const v1::DifferenceLine* most = nullptr;
    int count = 0;
    for (const v1::DifferenceLine& line : difference.lines()) {
      if (line.measure() != v1::MEASURE_NET || line.activity().empty() || line.parent() != parent) continue;
      if (line.own_frame()) continue;
      ++count;
      if (most == nullptr || std::abs(ChangeOf(line)) > std::abs(ChangeOf(*most))) most = &line;
    }
    if (most == nullptr) most = alone;
    if (most == nullptr || ChangeOf(*most) == 0) return nullptr;
    if (count != 1 || most->activity() == parent) return most;
    alone = most;
    parent = most->activity();
  }
}

std::string SinceLine(const v1::DiffForecastsResponse& difference, int64_t change, const Texts& texts) {
  const auto mnkr = [&](int64_t ore) { return FormatMnkr(ore, texts.language, Sign::kAlways); };
  const std::string since = absl::Substitute(texts.since_line, RoundName(difference.base(), texts), mnkr(change));
  const v1::DifferenceLine* most = MostChanged(difference);
  if (most == nullptr) return absl::StrCat(since, ".");
  return absl::StrCat(since, ": ", most->display_name(), " (", mnkr(ChangeOf(*most)), ").");
}

documents::Table NetTable(const std::vector<DifferenceRow>& rows, const std::vector<Columns>& shown,
                          const Texts& texts) {
  const auto amount = [](const char* id, std::vector<std::string> heading) {
    return documents::Column{id, std::move(heading), ColumnKind::kAmount, false, "tkr"};
  };
  documents::Table table{"difference",
                         {{"activity", {texts.activity}, ColumnKind::kText, true},
                          amount("base_deviation", {texts.deviation, texts.before}),
                          amount("new_outcome", {texts.part_new_1, texts.part_new_2}),
                          amount("history", {texts.part_history_1, texts.part_history_2}),
                          amount("budget", {texts.part_changed, texts.part_budget}),
                          amount("events", {texts.part_events_1, texts.part_events_2}),
                          amount("judgement", {texts.part_changed, texts.part_judgement}),
                          amount("model", {texts.part_changed, texts.part_model}),
                          amount("deviation", {texts.deviation, texts.now})},
                         {}};
  const auto add = [&](size_t i) {
    documents::Row row{.cells = {{rows[i].name}},
                       .level = rows[i].depth,
                       .is_sum = rows[i].parent < 0,
                       .is_subtotal = rows[i].is_subtotal};
    for (size_t column = kBefore; column <= kNow; ++column) {
      row.cells.push_back(DeviationCell(rows[i].ore[column], shown[i][column]));
    }
    table.rows.push_back(std::move(row));
  };
  for (const size_t i : PrintOrder(ParentsOf(rows), HasSubtotal(rows))) add(i);
  return table;
}

}  // namespace

documents::Document DifferenceDocument(const v1::DiffForecastsResponse& difference, const v1::Forecast& whole_base,
                                       const v1::Forecast& whole_forecast, const Texts& texts) {
  const std::vector<DifferenceRow> rows = DifferenceRowsOf(difference, texts);
  const v1::Forecast& base = difference.base();
  const v1::Forecast& forecast = difference.forecast();
  const std::string title =
      absl::Substitute(texts.difference_title, forecast.organization_display_name(), RoundTitle(base, texts),
                       IdOf(base), RoundTitle(forecast, texts), IdOf(forecast));
  documents::Document document{
      {documents::Heading{1, title}, NetTable(rows, RoundRows(rows, whole_base, whole_forecast, texts), texts)}};
  const DifferenceRow sum = HasSubtotal(rows) ? rows[1] : rows.empty() ? DifferenceRow() : rows.front();
  const int64_t change = sum.ore[kNow] - sum.ore[kBefore];
  documents::Paragraphs lines{{SinceLine(difference, change, texts)}, /*is_prose=*/false};
  if (base.engine_version() != forecast.engine_version()) {
    lines.texts.push_back(absl::Substitute(texts.engines_differ, base.engine_version(), forecast.engine_version()));
  }
  document.blocks.push_back(std::move(lines));
  return document;
}

documents::Table DifferenceTable(const v1::DiffForecastsResponse& difference, const Texts& texts) {
  documents::Table table{"difference", MachineColumns(texts.csv_difference), {}};
  const bool has_frames = absl::c_any_of(difference.lines(), [](const auto& line) { return line.without_frames(); });
  for (const v1::DifferenceLine& line : difference.lines()) {
    const auto last_part = [](const std::string& name) { return name.substr(name.rfind('/') + 1); };
    std::vector<Cell> cells = {{last_part(line.activity())},
                               {line.display_name().empty() ? SumName(line, has_frames, texts) : line.display_name()},
                               {MeasureName(line.measure(), texts)},
                               {last_part(line.series())}};
    for (const int64_t ore : ColumnsOf(line)) cells.push_back({documents::RoundedAmount(ore, documents::Kronor())});
    table.rows.push_back({.cells = std::move(cells)});
  }
  return table;
}

}  // namespace prognos::client
