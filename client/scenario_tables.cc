#include "client/scenario_tables.h"

#include <array>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/substitute.h"
#include "client/forecast_rows.h"
#include "client/forecast_tables.h"
#include "client/line_tree.h"
#include "client/row_kinds.h"
#include "forecast/base/number_format.h"
#include "forecast/documents/rounded_pair.h"

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

documents::Table ScenarioSumTable(const v1::SimulateScenarioResponse& response, const Texts& texts) {
  documents::Table table{
      "scenarios",
      {{"scenario", {texts.scenario}, ColumnKind::kText, true},
       TkrColumn("full_year", {texts.net_cost, texts.full_year}),
       TkrColumn("effect", {texts.effect}),
       {"effect_interval_80", {texts.interval_1, texts.interval_effect_2}, ColumnKind::kInterval, false, "tkr"},
       TkrColumn("deviation", {texts.deviation, texts.full_year}),
       {"deficit_probability", {texts.risk_1, texts.risk_2}, ColumnKind::kProbability}},
      {}};
  const v1::ScenarioLine* const base = SumLine(response.outcomes(0));
  if (base == nullptr) return table;
  const int64_t base_tkr = RoundedTkr(base->base_full_year());
  const auto deviation = [](bool has, int64_t ore, int64_t tkr) {
    return has ? DeviationCell(ore, tkr) : Cell{NoValue()};
  };
  const int64_t base_deviation_tkr = RoundedTkr(base->base_deviation());
  table.rows.push_back({{{texts.scenario_none},
                         {documents::Amount{base->base_full_year(), base_tkr, documents::Tkr()}},
                         {NoValue()},
                         {NoValue()},
                         deviation(base->has_base_deviation(), base->base_deviation(), base_deviation_tkr),
                         RiskCell(base->has_base_deficit_probability(), base->base_deficit_probability())}});
  for (const v1::ScenarioOutcome& outcome : response.outcomes()) {
    const v1::ScenarioLine& sum = *SumLine(outcome);
    const int64_t effect_tkr = RoundedTkr(sum.effect());
    table.rows.push_back({{{outcome.display_name()},
                           {documents::Amount{sum.full_year(), base_tkr - effect_tkr, documents::Tkr()}},
                           DeviationCell(sum.effect(), effect_tkr),
                           EffectInterval(sum.effect_quantiles()),
                           deviation(sum.has_deviation(), sum.deviation(), base_deviation_tkr + effect_tkr),
                           RiskCell(sum.has_deficit_probability(), sum.deficit_probability())}});
  }
  return table;
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

// Net cost as forecast of each row in tkr, rounded with cost and revenue as in the tables of a forecast: the same
// figures.
std::vector<int64_t> ForecastTkr(const std::vector<ScenarioRow>& rows) {
  std::vector<documents::AmountPair> ore;
  for (const ScenarioRow& row : rows) ore.push_back({row.ore[kForecastCost], row.ore[kForecastRevenue]});
  std::vector<int64_t> net;
  for (const documents::AmountPair& tkr : documents::RoundPairs(ParentsOf(rows), ore, kOrePerThousandKronor)) {
    net.push_back(tkr.difference());
  }
  return net;
}

// The effect is rounded by itself, so that what does not change stands as unchanged, and the scenario is the rest.
documents::Table ScenarioActivityTable(const v1::ScenarioOutcome& outcome, const Texts& texts) {
  documents::Table table{"scenario",
                         {{"activity", {texts.activity}, ColumnKind::kText, true},
                          TkrColumn("forecast", {texts.forecast, texts.full_year}),
                          TkrColumn("in_scenario", {texts.scenario, texts.full_year}),
                          TkrColumn("effect", {texts.effect})},
                         {}};
  const std::vector<ScenarioRow> rows = ScenarioRows(outcome, texts);
  const std::vector<int64_t> forecast = ForecastTkr(rows);
  const std::vector<ScenarioColumns> shown = RoundTreeRows(rows);
  for (const size_t i : PrintOrder(ParentsOf(rows), HasSubtotal(rows))) {
    const int64_t ore = rows[i].ore[kForecastCost] - rows[i].ore[kForecastRevenue];
    const int64_t effect = shown[i][kEffect];
    table.rows.push_back(
        {.cells = {{rows[i].name},
                   {documents::Amount{ore, forecast[i], documents::Tkr()}},
                   {documents::Amount{ore - rows[i].ore[kEffect], forecast[i] - effect, documents::Tkr()}},
                   DeviationCell(rows[i].ore[kEffect], effect)},
         .level = rows[i].depth,
         .is_sum = rows[i].parent < 0,
         .is_subtotal = rows[i].is_subtotal});
  }
  return table;
}

}  // namespace

documents::Document ScenarioDocument(const v1::SimulateScenarioResponse& response, const Texts& texts) {
  if (response.outcomes().empty()) return {};
  const v1::Forecast& forecast = response.forecast();
  const std::string id = forecast.name().substr(forecast.name().rfind('/') + 1);
  documents::Document document{
      {documents::Heading{1, absl::Substitute(texts.scenario_title, forecast.organization_display_name(),
                                              RoundTitle(forecast, texts), id)},
       ScenarioSumTable(response, texts)}};
  const v1::ScenarioOutcome& last = *response.outcomes().rbegin();
  document.blocks.push_back(documents::Heading{3, absl::Substitute(texts.scenario_by_activity, last.display_name())});
  document.blocks.push_back(ScenarioActivityTable(last, texts));
  document.blocks.push_back(documents::Paragraphs{{texts.scenario_not_stored}, /*is_prose=*/true});
  return document;
}

documents::Table ScenarioCsv(const v1::SimulateScenarioResponse& response, const Texts& texts) {
  documents::Table table = MachineTree("scenarios", texts.csv_scenario);
  for (const v1::ScenarioOutcome& outcome : response.outcomes()) {
    const bool has_frames = absl::c_any_of(outcome.lines(), [](const auto& line) { return line.without_frames(); });
    const RowKinds kinds(outcome.lines());
    for (const v1::ScenarioLine& line : outcome.lines()) {
      const auto last_part = [](const std::string& name) { return name.substr(name.rfind('/') + 1); };
      const auto kronor = [](int64_t ore) { return Cell{documents::RoundedAmount(ore, documents::Kronor())}; };
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
      kinds.Mark(line, table.rows.back());
    }
  }
  return table;
}

}  // namespace prognos::client
