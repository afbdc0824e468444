#include "client/driver_tables.h"

#include <algorithm>
#include <string>
#include <utility>

#include "client/full_names.h"
#include "forecast/base/unit.h"

namespace prognos::client {
namespace {

using documents::Cell;
using documents::ColumnKind;

Cell TkrOf(int64_t ore) { return {documents::RoundedAmount(ore, documents::Tkr())}; }
Cell OptionalTkr(bool present, int64_t ore) { return present ? TkrOf(ore) : Cell{documents::NoValue()}; }
Cell OptionalKronor(bool present, int64_t ore) {
  return present ? Cell{documents::RoundedAmount(ore, documents::Kronor())} : Cell{documents::NoValue()};
}
Cell VolumeOf(int64_t thousandths) {
  return {documents::Decimal{kVolumeUnit.Wholes(static_cast<double>(thousandths)), 0}};
}

documents::Column DriverAmountColumn(const char* id, std::vector<std::string> heading) {
  return {id, std::move(heading), ColumnKind::kAmount};
}

// The driven lines of single series, with how people call them.
struct DrivenLine {
  std::string name;
  const v1::ForecastLine* line = nullptr;
};

std::vector<DrivenLine> DrivenLines(const v1::Forecast& forecast) {
  const FullNames names(forecast);
  std::vector<DrivenLine> lines;
  for (const v1::ForecastLine& line : forecast.lines()) {
    if (line.has_driven()) lines.push_back({names.Of(line), &line});
  }
  return lines;
}

// Of a complete year there are no two ways.
bool IsForecast(const v1::ForecastLine& line) {
  return std::any_of(line.months().begin(), line.months().end(), [](const auto& month) { return !month.known(); });
}

documents::Table WaysTable(const std::vector<DrivenLine>& lines, const Texts& texts) {
  documents::Table table{"drivers",
                         {{"name", {texts.driven_title}, ColumnKind::kText, true},
                          DriverAmountColumn("direct", {texts.driven_direct_1, texts.driven_direct_2}),
                          DriverAmountColumn("past_direct", {texts.driven_error_1, texts.driven_direct_2}),
                          DriverAmountColumn("driven", {texts.driven_by_1, texts.driven_by_2}),
                          DriverAmountColumn("past_driven", {texts.driven_error_1, texts.driven_by_2}),
                          {"weight", {texts.driven_weight_1, texts.driven_weight_2}, ColumnKind::kPercent},
                          DriverAmountColumn("full_year", {texts.driven_line_1, texts.driven_line_2})},
                         {}};
  for (const DrivenLine& one : lines) {
    if (!IsForecast(*one.line)) continue;
    const v1::DrivenYear& driven = one.line->driven();
    table.rows.push_back({.cells = {{one.name},
                                    TkrOf(driven.direct_full_year()),
                                    OptionalTkr(driven.has_direct_past_error(), driven.direct_past_error()),
                                    TkrOf(driven.driven_full_year()),
                                    OptionalTkr(driven.has_driven_past_error(), driven.driven_past_error()),
                                    {documents::Percent{100.0 * driven.weight()}},
                                    TkrOf(one.line->full_year())}});
  }
  return table;
}

documents::Table PriceTable(const std::vector<DrivenLine>& lines, const Texts& texts) {
  documents::Table table{"volume_and_price",
                         {{"name", {texts.priced_title}, ColumnKind::kText, true},
                          {"budget_volume", {texts.volume_capital, texts.priced_budget}, ColumnKind::kNumber},
                          {"volume", {texts.volume_capital, texts.priced_forecast}, ColumnKind::kNumber},
                          DriverAmountColumn("budget_price", {texts.priced_kronor, texts.priced_budget}),
                          DriverAmountColumn("known_price", {texts.priced_kronor, texts.priced_known}),
                          DriverAmountColumn("price", {texts.priced_kronor, texts.priced_forecast})},
                         {}};
  for (const DrivenLine& one : lines) {
    if (!one.line->driven().has_volume_and_price()) continue;
    const v1::VolumeAndPrice& both = one.line->driven().volume_and_price();
    table.rows.push_back(
        {.cells = {{one.name},
                   both.has_budget_volume() ? VolumeOf(both.budget_volume()) : Cell{documents::NoValue()},
                   VolumeOf(both.volume()),
                   OptionalKronor(both.has_budget_unit_price(), both.budget_unit_price()),
                   OptionalKronor(both.has_known_unit_price(), both.known_unit_price()),
                   OptionalKronor(both.has_unit_price(), both.unit_price())}});
  }
  return table;
}

documents::Table ClaimTable(const std::vector<DrivenLine>& lines, const Texts& texts) {
  documents::Table table{"claims",
                         {{"name", {texts.claim_title}, ColumnKind::kText, true},
                          DriverAmountColumn("year_begin", {texts.claim_begin_1, texts.claim_begin_2}),
                          DriverAmountColumn("earned", {texts.claim_earned_1, texts.claim_earned_2}),
                          DriverAmountColumn("booked", {texts.claim_booked_1, texts.claim_booked_2}),
                          DriverAmountColumn("earlier", {texts.of_which_1, texts.claim_earlier}),
                          DriverAmountColumn("year_end", {texts.claim_end_1, texts.claim_end_2}),
                          {"interval", {texts.interval_80}, ColumnKind::kInterval},
                          DriverAmountColumn("lost", {texts.claim_lost_1, texts.claim_lost_2})},
                         {}};
  for (const DrivenLine& one : lines) {
    if (!one.line->driven().has_claim()) continue;
    const v1::OutstandingClaim& claim = one.line->driven().claim();
    int64_t booked = 0;
    for (const v1::ClaimMonth& month : claim.months()) booked += month.booked();
    const v1::Quantiles& left = claim.year_end_quantiles();
    table.rows.push_back({.cells = {{one.name},
                                    TkrOf(claim.year_begin()),
                                    TkrOf(booked + claim.year_end() - claim.year_begin()),
                                    TkrOf(booked),
                                    TkrOf(claim.belongs_to_earlier_years()),
                                    TkrOf(claim.year_end()),
                                    {documents::Interval{documents::RoundedAmount(left.p10(), documents::Tkr()),
                                                         documents::RoundedAmount(left.p90(), documents::Tkr())}},
                                    OptionalTkr(claim.has_probably_lost(), claim.probably_lost())}});
  }
  return table;
}

}  // namespace

std::vector<documents::Block> DriverBlocks(const v1::Forecast& forecast, const Texts& texts) {
  const std::vector<DrivenLine> lines = DrivenLines(forecast);
  std::vector<documents::Block> blocks;
  documents::Table ways = WaysTable(lines, texts);
  if (!ways.rows.empty()) blocks.push_back(std::move(ways));
  documents::Table prices = PriceTable(lines, texts);
  if (!prices.rows.empty()) blocks.push_back(std::move(prices));
  documents::Table claims = ClaimTable(lines, texts);
  if (!claims.rows.empty()) blocks.push_back(std::move(claims));
  return blocks;
}

}  // namespace prognos::client
