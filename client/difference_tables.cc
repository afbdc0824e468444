#include "client/difference_tables.h"

#include <array>
#include <cstdlib>
#include <map>
#include <memory>
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
#include "client/row_kinds.h"
#include "client/type_rows.h"
#include "client/type_tree.h"
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

using DifferenceParts = TypeParts<kNow + 1>;

// A forecast as its own tables have it.
struct OwnTable {
  v1::Forecast judged;  // The rows point into it.
  std::vector<ForecastRow> rows;
  PrintedColumns printed;
  std::map<std::pair<std::string, std::string>, size_t> index;  // By activity and printed name.
};

std::unique_ptr<const OwnTable> OwnTableOf(const v1::Forecast& forecast, const Texts& texts) {
  auto own = std::make_unique<OwnTable>();
  own->judged = IsJudged(forecast) ? AsJudged(forecast) : forecast;
  own->rows = RowsOf(own->judged, texts);
  own->printed = RoundColumns(own->rows, Measure::kNet);
  for (size_t i = 0; i < own->rows.size(); ++i) own->index[{own->rows[i].activity, own->rows[i].display_name}] = i;
  return own;
}

// Puts what a forecast's tables print of the rows' deviations in their `column`, where they are the same in öre.
// Whether they are.
bool TakePrinted(const OwnTable& own, const std::vector<DifferenceRow>& rows, size_t column,
                 std::vector<Columns>& shown) {
  std::vector<int64_t> all;
  for (const DifferenceRow& row : rows) {
    const auto found = own.index.find({row.activity, row.name});
    if (found == own.index.end()) return false;
    if (own.rows[found->second].net.deviation != row.ore[column]) return false;  // They would not add up.
    all.push_back(own.printed.deviation[found->second]);
  }
  for (size_t i = 0; i < all.size(); ++i) shown[i][column] = all[i];
  return true;
}

// The same for the parts by cost type; a part without a deviation of its own keeps what it has.
void TakePrintedParts(const OwnTable& own, const std::vector<DifferenceRow>& rows, size_t column, const Texts& texts,
                      DifferenceParts& parts) {
  const TypeRows of_type = TypeRowsOf(own.judged, own.rows, texts);
  const PrintedColumns printed = RoundTypeColumns(of_type, own.rows, Measure::kNet);
  std::map<std::pair<size_t, std::string>, size_t> index;
  for (size_t at = 0; at < of_type.rows.size(); ++at) {
    index[{static_cast<size_t>(of_type.rows[at].parent), of_type.types[at]}] = at;
  }
  for (const bool takes : {false, true}) {
    for (size_t row = 0; row < rows.size(); ++row) {
      for (TypePart<kNow + 1>& part : parts[row]) {
        const auto found = index.find({own.index.at({rows[row].activity, rows[row].name}), part.type});
        if (found == index.end()) {
          if (part.ore[column] == 0 && part.shown[column] == 0) continue;
          return;
        }
        if (of_type.rows[found->second].net.deviation != part.ore[column]) return;
        if (takes) part.shown[column] = printed.deviation[found->second];
      }
    }
  }
}

// What a row lacks of its change is the model's.
void FillModel(Columns& row) {
  row[kChangedModel] = row[kNow] - row[kBefore];
  for (size_t column = kBefore + 1; column < kChangedModel; ++column) row[kChangedModel] -= row[column];
}

// What the table prints.
struct PrintedDifference {
  std::vector<Columns> rows;
  DifferenceParts parts;  // Of each row by cost type; none when they are not asked for.
};

// Whole tkr, a column at a time down the tree.
PrintedDifference RoundRows(const v1::DiffForecastsResponse& difference, const std::vector<DifferenceRow>& rows,
                            const OwnTable& base, const OwnTable& forecast, bool by_type, const Texts& texts) {
  PrintedDifference printed{RoundTreeRows(rows), DifferenceParts(rows.size())};
  const bool takes_base = TakePrinted(base, rows, kBefore, printed.rows);
  const bool takes_forecast = TakePrinted(forecast, rows, kNow, printed.rows);
  for (Columns& row : printed.rows) FillModel(row);
  if (!by_type) return printed;
  printed.parts =
      TypeTree<v1::DifferenceLine, kNow + 1>::Parts(difference.lines_by_type(), ColumnsOf, rows, printed.rows, texts);
  if (takes_base) TakePrintedParts(base, rows, kBefore, texts, printed.parts);
  if (takes_forecast) TakePrintedParts(forecast, rows, kNow, texts, printed.parts);
  for (auto& parts : printed.parts) {
    for (TypePart<kNow + 1>& part : parts) FillModel(part.shown);
  }
  return printed;
}

// The rows whose types have a deviation: by activity and sum, as TypeTree has them. Where a budget is given for an
// activity as a whole though its money is booked by type, a forecast says of its types no deviation.
bool HasDeviations(const v1::Forecast& forecast, const DifferenceRow& row, const std::string& type) {
  for (const v1::ForecastLine& line : forecast.lines_by_type()) {
    if (line.measure() != v1::MEASURE_NET || line.activity() != row.activity || line.cost_type() != type) continue;
    if (line.without_frames() == row.is_subtotal) return line.has_deviation();
  }
  return true;
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

std::string SinceLine(const v1::DiffForecastsResponse& difference, const std::vector<DifferenceRow>& rows,
                      const Texts& texts) {
  const DifferenceRow sum = HasSubtotal(rows) ? rows[1] : rows.empty() ? DifferenceRow() : rows.front();
  const int64_t change = sum.ore[kNow] - sum.ore[kBefore];
  const auto mnkr = [&](int64_t ore) { return FormatMnkr(ore, texts.language, Sign::kAlways); };
  const std::string since = absl::Substitute(texts.since_line, RoundName(difference.base(), texts), mnkr(change));
  const v1::DifferenceLine* most = MostChanged(difference);
  if (most == nullptr) return absl::StrCat(since, ".");
  return absl::StrCat(since, ": ", most->display_name(), " (", mnkr(ChangeOf(*most)), ").");
}

// The parts of a row by cost type.
void AddParts(const DifferenceRow& whole, const std::vector<TypePart<kNow + 1>>& parts, const v1::Forecast& base,
              const v1::Forecast& forecast, documents::Table& table) {
  for (const TypePart<kNow + 1>& part : parts) {
    documents::Row& row = table.rows.emplace_back();
    row.cells = {{part.name}};
    row.level = whole.depth + 1;
    row.kind = documents::RowKind::kOfWhich;
    for (size_t column = kBefore; column <= kNow; ++column) {
      const bool is_there = (column != kBefore || HasDeviations(base, whole, part.type)) &&
                            (column != kNow || HasDeviations(forecast, whole, part.type));
      row.cells.push_back(is_there ? DeviationCell(part.ore[column], part.shown[column]) : Cell{documents::NoValue()});
    }
  }
}

documents::Table NetTable(const std::vector<DifferenceRow>& rows, const PrintedDifference& printed,
                          const v1::Forecast& base, const v1::Forecast& forecast, const Texts& texts) {
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
      row.cells.push_back(DeviationCell(rows[i].ore[column], printed.rows[i][column]));
    }
    table.rows.push_back(std::move(row));
    AddParts(rows[i], printed.parts[i], base, forecast, table);
  };
  for (const size_t i : PrintOrder(ParentsOf(rows), HasSubtotal(rows))) add(i);
  return table;
}

}  // namespace

std::string ChangeSentence(const v1::DiffForecastsResponse& difference, const Texts& texts) {
  return SinceLine(difference, DifferenceRowsOf(difference, texts), texts);
}

documents::Document DifferenceDocument(const v1::DiffForecastsResponse& difference, const v1::Forecast& whole_base,
                                       const v1::Forecast& whole_forecast, bool by_type, const Texts& texts) {
  const std::vector<DifferenceRow> rows = DifferenceRowsOf(difference, texts);
  const v1::Forecast& base = difference.base();
  const v1::Forecast& forecast = difference.forecast();
  const std::string title =
      absl::Substitute(texts.difference_title, forecast.organization_display_name(), RoundTitle(base, texts),
                       IdOf(base), RoundTitle(forecast, texts), IdOf(forecast));
  const std::unique_ptr<const OwnTable> own_base = OwnTableOf(whole_base, texts);
  const std::unique_ptr<const OwnTable> own = OwnTableOf(whole_forecast, texts);
  const PrintedDifference printed = RoundRows(difference, rows, *own_base, *own, by_type, texts);
  documents::Document document{
      {documents::Heading{1, title}, NetTable(rows, printed, whole_base, whole_forecast, texts)}};
  if (by_type && difference.lines_by_type().empty()) {
    document.blocks.push_back(documents::Paragraphs{{texts.no_types_in_forecast}});
  }
  documents::Paragraphs lines{{SinceLine(difference, rows, texts)}, /*is_prose=*/false};
  if (base.engine_version() != forecast.engine_version()) {
    lines.texts.push_back(absl::Substitute(texts.engines_differ, base.engine_version(), forecast.engine_version()));
  }
  document.blocks.push_back(std::move(lines));
  return document;
}

documents::Table DifferenceTable(const v1::DiffForecastsResponse& difference, bool by_type, const Texts& texts) {
  documents::Table table =
      MachineTree("difference", absl::StrCat(texts.csv_difference, by_type ? texts.csv_cost_type : ""));
  const RowKinds kinds(difference.lines());
  const bool has_frames = absl::c_any_of(difference.lines(), [](const auto& line) { return line.without_frames(); });
  const auto last_part = [](const std::string& name) { return name.substr(name.rfind('/') + 1); };
  const auto add = [&](const v1::DifferenceLine& line, const std::string& type) {
    std::vector<Cell> cells = {{last_part(line.activity())},
                               {line.display_name().empty() ? SumName(line, has_frames, texts) : line.display_name()},
                               {MeasureName(line.measure(), texts)},
                               {last_part(line.series())}};
    for (const int64_t ore : ColumnsOf(line)) cells.push_back({documents::RoundedAmount(ore, documents::Kronor())});
    if (by_type) cells.push_back({type});
    table.rows.push_back({.cells = std::move(cells)});
  };
  for (const v1::DifferenceLine& line : difference.lines()) {
    add(line, "");
    kinds.Mark(line, table.rows.back());
  }
  if (!by_type) return table;
  for (const v1::DifferenceLine& line : difference.lines_by_type()) {
    add(line, line.cost_type().empty() ? "-" : last_part(line.cost_type()));
    MarkOfWhich(line, table.rows.back());
  }
  return table;
}

}  // namespace prognos::client
