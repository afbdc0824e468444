#include "client/scenario_tables.h"

#include <array>
#include <map>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/substitute.h"
#include "client/forecast_rows.h"
#include "client/forecast_tables.h"
#include "client/line_tree.h"
#include "client/row_kinds.h"
#include "client/type_tree.h"
#include "forecast/base/number_format.h"
#include "forecast/documents/rounded_pair.h"
#include "forecast/documents/rounded_tree.h"

namespace prognos::client {
namespace {

using documents::Cell;
using documents::ColumnKind;
using documents::NoValue;

// Of a row, in öre: cost and revenue as forecast, and the effect on the net.
constexpr size_t kForecastCost = 0;
constexpr size_t kForecastRevenue = 1;
constexpr size_t kEffect = 2;
constexpr size_t kScenarioColumns = 3;
using ScenarioRow = TreeRow<kScenarioColumns>;
using ScenarioColumns = std::array<int64_t, kScenarioColumns>;

// The net of what people call the sum: without frames that stand beside it. Null without any line.
const v1::ScenarioLine* SumLine(const v1::ScenarioOutcome& outcome) {
  const v1::ScenarioLine* sum = nullptr;
  for (const v1::ScenarioLine& line : outcome.lines()) {
    if (line.measure() != v1::MEASURE_NET || !line.activity().empty()) continue;
    if (sum == nullptr || line.without_frames()) sum = &line;
  }
  return sum;
}

Cell EffectInterval(const v1::Quantiles& effect) {
  return {documents::Interval{documents::RoundedAmount(effect.p10(), documents::Tkr(), Sign::kAlways),
                              documents::RoundedAmount(effect.p90(), documents::Tkr(), Sign::kAlways)}};
}

int64_t RoundedTkr(int64_t ore) { return DivideRounded(ore, kOrePerThousandKronor); }

Cell RiskCell(bool is_known, double probability) {
  return is_known ? Cell{documents::Probability{probability}} : Cell{NoValue()};
}

documents::Column TkrColumn(const char* id, std::vector<std::string> heading) {
  return {id, std::move(heading), ColumnKind::kAmount, false, "tkr"};
}

void SetColumn(const v1::ScenarioLine& line, ScenarioColumns& columns) {
  if (line.measure() == v1::MEASURE_COST) columns[kForecastCost] = line.base_full_year();
  if (line.measure() == v1::MEASURE_REVENUE) columns[kForecastRevenue] = line.base_full_year();
  if (line.measure() == v1::MEASURE_NET) columns[kEffect] = line.effect();
}

// Where an activity has a line of a flow and lines of its single series, the former is all of it.
std::vector<ScenarioRow> ScenarioRows(const v1::ScenarioOutcome& outcome, const Texts& texts) {
  std::map<std::pair<std::string, bool>, ScenarioColumns> columns;  // By activity; of the sum also without frames.
  for (const bool is_series : {true, false}) {
    for (const v1::ScenarioLine& line : outcome.lines()) {
      if (line.series().empty() != is_series) SetColumn(line, columns[{line.activity(), line.without_frames()}]);
    }
  }
  return LineTree<v1::ScenarioLine, kScenarioColumns>::Rows(
      outcome.lines(),
      [&columns](const v1::ScenarioLine& line) {
        return columns.at({line.activity(), line.without_frames()});
      },
      texts);
}

using ScenarioParts = TypeParts<kScenarioColumns>;

// The parts by cost type of each row, where `shown` is what the rows print.
ScenarioParts ScenarioPartsOf(const v1::ScenarioOutcome& outcome, const std::vector<ScenarioRow>& rows,
                              const std::vector<ScenarioColumns>& shown, const Texts& texts) {
  using Key = std::tuple<std::string, bool, std::string>;
  const auto key = [](const v1::ScenarioLine& line) -> Key {
    return {line.activity(), line.without_frames(), line.cost_type()};
  };
  std::map<Key, ScenarioColumns> columns;
  for (const v1::ScenarioLine& line : outcome.lines_by_type()) SetColumn(line, columns[key(line)]);
  return TypeTree<v1::ScenarioLine, kScenarioColumns>::Parts(
      outcome.lines_by_type(), [&](const v1::ScenarioLine& line) { return columns.at(key(line)); }, rows, shown, texts);
}

// What the tables print of a scenario.
struct PrintedScenario {
  std::vector<ScenarioRow> rows;
  std::vector<ScenarioColumns> shown;  // In tkr.
  ScenarioParts parts;                 // Of each row by cost type; none when they are not asked for.

  // The row of what people call the sum.
  size_t sum() const { return HasSubtotal(rows) ? 1 : 0; }
};

int64_t ForecastNet(const ScenarioColumns& columns) { return columns[kForecastCost] - columns[kForecastRevenue]; }

// The forecast is rounded with cost and revenue as in the tables of a forecast: the same figures. The effect is rounded
// by itself, so that what does not change stands as unchanged, and the scenario is the rest.
PrintedScenario PrintedScenarioOf(const v1::ScenarioOutcome& outcome, bool by_type, const Texts& texts) {
  PrintedScenario printed{ScenarioRows(outcome, texts), {}, {}};
  printed.shown = RoundTreeRows(printed.rows);
  std::vector<documents::AmountPair> ore;
  for (const ScenarioRow& row : printed.rows) ore.push_back({row.ore[kForecastCost], row.ore[kForecastRevenue]});
  const auto tkr = documents::RoundPairs(ParentsOf(printed.rows), ore, kOrePerThousandKronor);
  for (size_t i = 0; i < tkr.size(); ++i) {
    printed.shown[i][kForecastCost] = tkr[i].first;
    printed.shown[i][kForecastRevenue] = tkr[i].second;
  }
  printed.parts =
      by_type ? ScenarioPartsOf(outcome, printed.rows, printed.shown, texts) : ScenarioParts(printed.rows.size());
  return printed;
}

documents::Cell MaybeDeviation(bool is_known, int64_t ore, int64_t tkr) {
  return is_known ? DeviationCell(ore, tkr) : Cell{NoValue()};
}

// Of a scenario, or of its part that is a cost type, what the table of sums prints, in tkr.
struct SumTkr {
  int64_t forecast = 0;
  int64_t effect = 0;
  int64_t forecast_deviation = 0;
};

documents::Row ForecastSumRow(const std::string& name, const v1::ScenarioLine& line, const SumTkr& tkr) {
  return {.cells = {{name},
                    {documents::Amount{line.base_full_year(), tkr.forecast, documents::Tkr()}},
                    {NoValue()},
                    {NoValue()},
                    MaybeDeviation(line.has_base_deviation(), line.base_deviation(), tkr.forecast_deviation),
                    RiskCell(line.has_base_deficit_probability(), line.base_deficit_probability())}};
}

documents::Row ScenarioSumRow(const std::string& name, const v1::ScenarioLine& line, const SumTkr& tkr) {
  return {.cells = {{name},
                    {documents::Amount{line.full_year(), tkr.forecast - tkr.effect, documents::Tkr()}},
                    DeviationCell(line.effect(), tkr.effect),
                    EffectInterval(line.effect_quantiles()),
                    MaybeDeviation(line.has_deviation(), line.deviation(), tkr.forecast_deviation + tkr.effect),
                    RiskCell(line.has_deficit_probability(), line.deficit_probability())}};
}

// The nets of the cost types of what `sum` is of, in the order of PrintedScenario::parts.
std::vector<const v1::ScenarioLine*> TypesOfSum(const v1::ScenarioOutcome& outcome, const v1::ScenarioLine& sum) {
  std::vector<const v1::ScenarioLine*> types;
  for (const v1::ScenarioLine& line : outcome.lines_by_type()) {
    const bool is_of_sum = line.activity().empty() && line.without_frames() == sum.without_frames();
    if (is_of_sum && line.measure() == v1::MEASURE_NET) types.push_back(&line);
  }
  return types;
}

// What is shown of the deviations of the types: they add up to `tkr`, where all have one.
std::vector<int64_t> DeviationsOf(const std::vector<const v1::ScenarioLine*>& types, int64_t tkr) {
  std::vector<int64_t> ore;
  for (const v1::ScenarioLine* type : types) ore.push_back(type->base_deviation());
  const bool all = absl::c_all_of(types, [](const auto* type) { return type->has_base_deviation(); });
  return all && !ore.empty() ? documents::RoundParts(ore, kOrePerThousandKronor, tkr)
                             : std::vector<int64_t>(ore.size(), 0);
}

using SumRowMaker = documents::Row (*)(const std::string&, const v1::ScenarioLine&, const SumTkr&);

// A row of the table of sums, and those of its cost types.
void AddSumRows(const std::string& name, SumRowMaker row_of, const v1::ScenarioOutcome& outcome,
                const PrintedScenario& printed, documents::Table& table) {
  const v1::ScenarioLine& sum = *SumLine(outcome);
  const ScenarioColumns& shown = printed.shown[printed.sum()];
  const SumTkr tkr{ForecastNet(shown), shown[kEffect], RoundedTkr(sum.base_deviation())};
  table.rows.push_back(row_of(name, sum, tkr));
  const auto& parts = printed.parts[printed.sum()];
  if (parts.empty()) return;
  const std::vector<const v1::ScenarioLine*> types = TypesOfSum(outcome, sum);
  const std::vector<int64_t> deviations = DeviationsOf(types, tkr.forecast_deviation);
  for (size_t at = 0; at < parts.size(); ++at) {
    const SumTkr of_type{ForecastNet(parts[at].shown), parts[at].shown[kEffect], deviations[at]};
    table.rows.push_back(row_of(parts[at].name, *types[at], of_type));
    table.rows.back().level = 1;
    table.rows.back().kind = documents::RowKind::kOfWhich;
  }
}

documents::Table ScenarioSumTable(const v1::SimulateScenarioResponse& response,
                                  const std::vector<PrintedScenario>& printed, const Texts& texts) {
  documents::Table table{
      "scenarios",
      {{"scenario", {texts.scenario}, ColumnKind::kText, true},
       TkrColumn("full_year", {texts.net_cost, texts.full_year}),
       TkrColumn("effect", {texts.effect}),
       {"effect_interval_80", {texts.interval_1, texts.interval_effect_2}, ColumnKind::kInterval, false, "tkr"},
       TkrColumn("deviation", {texts.deviation, texts.full_year}),
       {"deficit_probability", {texts.risk_1, texts.risk_2}, ColumnKind::kProbability}},
      {}};
  if (SumLine(response.outcomes(0)) == nullptr) return table;
  AddSumRows(texts.scenario_none, ForecastSumRow, response.outcomes(0), printed[0], table);
  for (int i = 0; i < response.outcomes_size(); ++i) {
    const v1::ScenarioOutcome& outcome = response.outcomes(i);
    AddSumRows(outcome.display_name(), ScenarioSumRow, outcome, printed[static_cast<size_t>(i)], table);
  }
  return table;
}

// Forecast, scenario and effect of a row, from its amounts and what is shown of them.
documents::Row ScenarioTableRow(const std::string& name, const ScenarioColumns& ore, const ScenarioColumns& shown) {
  return {.cells = {{name},
                    {documents::Amount{ForecastNet(ore), ForecastNet(shown), documents::Tkr()}},
                    {documents::Amount{ForecastNet(ore) - ore[kEffect], ForecastNet(shown) - shown[kEffect],
                                       documents::Tkr()}},
                    DeviationCell(ore[kEffect], shown[kEffect])}};
}

documents::Table ScenarioActivityTable(const PrintedScenario& printed, const Texts& texts) {
  documents::Table table{"scenario",
                         {{"activity", {texts.activity}, ColumnKind::kText, true},
                          TkrColumn("forecast", {texts.forecast, texts.full_year}),
                          TkrColumn("in_scenario", {texts.scenario, texts.full_year}),
                          TkrColumn("effect", {texts.effect})},
                         {}};
  const std::vector<ScenarioRow>& rows = printed.rows;
  for (const size_t i : PrintOrder(ParentsOf(rows), HasSubtotal(rows))) {
    documents::Row& row = table.rows.emplace_back(ScenarioTableRow(rows[i].name, rows[i].ore, printed.shown[i]));
    row.level = rows[i].depth;
    row.is_sum = rows[i].parent < 0;
    row.is_subtotal = rows[i].is_subtotal;
    for (const TypePart<kScenarioColumns>& part : printed.parts[i]) {
      documents::Row& of_type = table.rows.emplace_back(ScenarioTableRow(part.name, part.ore, part.shown));
      of_type.level = rows[i].depth + 1;
      of_type.kind = documents::RowKind::kOfWhich;
    }
  }
  return table;
}

// "-" of a part by cost type that is the money without one.
std::string CostTypeText(const v1::ScenarioLine& line, bool is_part) {
  return is_part && line.cost_type().empty() ? "-" : line.cost_type().substr(line.cost_type().rfind('/') + 1);
}

}  // namespace

documents::Document ScenarioDocument(const v1::SimulateScenarioResponse& response, bool by_type, const Texts& texts) {
  if (response.outcomes().empty()) return {};
  const v1::Forecast& forecast = response.forecast();
  const std::string id = forecast.name().substr(forecast.name().rfind('/') + 1);
  std::vector<PrintedScenario> printed;
  for (const v1::ScenarioOutcome& outcome : response.outcomes()) {
    printed.push_back(PrintedScenarioOf(outcome, by_type, texts));
  }
  documents::Document document{
      {documents::Heading{1, absl::Substitute(texts.scenario_title, forecast.organization_display_name(),
                                              RoundTitle(forecast, texts), id)},
       ScenarioSumTable(response, printed, texts)}};
  const v1::ScenarioOutcome& last = *response.outcomes().rbegin();
  document.blocks.push_back(documents::Heading{3, absl::Substitute(texts.scenario_by_activity, last.display_name())});
  document.blocks.push_back(ScenarioActivityTable(printed.back(), texts));
  if (by_type && last.lines_by_type().empty()) {
    document.blocks.push_back(documents::Paragraphs{{texts.no_types_in_forecast}});
  }
  document.blocks.push_back(documents::Paragraphs{{texts.scenario_not_stored}, /*is_prose=*/true});
  return document;
}

documents::Table ScenarioCsv(const v1::SimulateScenarioResponse& response, bool by_type, const Texts& texts) {
  documents::Table table =
      MachineTree("scenarios", absl::StrCat(texts.csv_scenario, by_type ? texts.csv_cost_type : ""));
  const auto last_part = [](const std::string& name) { return name.substr(name.rfind('/') + 1); };
  const auto kronor = [](int64_t ore) { return Cell{documents::RoundedAmount(ore, documents::Kronor())}; };
  for (const v1::ScenarioOutcome& outcome : response.outcomes()) {
    const bool has_frames = absl::c_any_of(outcome.lines(), [](const auto& line) { return line.without_frames(); });
    const RowKinds kinds(outcome.lines());
    const auto add = [&](const v1::ScenarioLine& line, bool is_part) {
      table.rows.push_back(
          {{{outcome.display_name()},
            {last_part(line.activity())},
            {line.display_name().empty() ? SumName(line, has_frames, texts) : line.display_name()},
            {MeasureName(line.measure(), texts)},
            {last_part(line.series())},
            kronor(line.base_full_year()),
            kronor(line.full_year()),
            kronor(line.effect()),
            kronor(line.effect_quantiles().p10()),
            kronor(line.effect_quantiles().p90()),
            line.has_deviation() ? kronor(line.deviation()) : Cell{},
            line.has_deficit_probability() ? Cell{documents::Probability{line.deficit_probability()}} : Cell{}}});
      if (by_type) table.rows.back().cells.push_back({CostTypeText(line, is_part)});
      is_part ? MarkOfWhich(line, table.rows.back()) : kinds.Mark(line, table.rows.back());
    };
    for (const v1::ScenarioLine& line : outcome.lines()) add(line, /*is_part=*/false);
    if (!by_type) continue;
    for (const v1::ScenarioLine& line : outcome.lines_by_type()) add(line, /*is_part=*/true);
  }
  return table;
}

}  // namespace prognos::client
