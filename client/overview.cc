#include "client/overview.h"

#include <algorithm>
#include <cstdlib>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/substitute.h"
#include "client/difference_tables.h"
#include "client/forecast_rows.h"
#include "client/forecast_tables.h"
#include "client/judgement_tables.h"
#include "client/row_kinds.h"
#include "client/session.h"
#include "client/suggestion_tables.h"
#include "forecast/base/month_names.h"
#include "forecast/base/number_format.h"

namespace prognos::client {
namespace {

using documents::Cell;
using documents::ColumnKind;
using documents::NoValue;

// Rows of the table that leave room for the rest on a screen of 40 lines.
constexpr size_t kRowsOnScreen = 20;
constexpr int kSuggestionsShown = 3;

// A forecast as people judge it, as its tables print it. Rows point into the forecast, so it stays where it is.
class PrintedForecast {
 public:
  PrintedForecast(const v1::Forecast& forecast, const Texts& texts)
      : judged_(AsJudged(forecast)), rows_(RowsOf(judged_, texts)), printed_(RoundColumns(rows_, Measure::kNet)) {}
  PrintedForecast(const PrintedForecast&) = delete;
  PrintedForecast& operator=(const PrintedForecast&) = delete;

  const std::vector<ForecastRow>& rows() const { return rows_; }
  const PrintedColumns& printed() const { return printed_; }
  const v1::Forecast& judged() const { return judged_; }

  // The row of the other forecast's row; nullptr when there is none.
  const ForecastRow* Find(const ForecastRow& row, size_t& at) const {
    for (at = 0; at < rows_.size(); ++at) {
      const ForecastRow& own = rows_[at];
      if (own.activity == row.activity && own.is_own == row.is_own && own.is_subtotal == row.is_subtotal) return &own;
    }
    return nullptr;
  }

 private:
  v1::Forecast judged_;
  std::vector<ForecastRow> rows_;
  PrintedColumns printed_;
};

// How the deviation of a row has changed; nothing where either forecast has none.
struct OverviewChange {
  int64_t ore = 0;
  int64_t tkr = 0;
};

std::optional<OverviewChange> DeviationChange(const PrintedForecast& forecast, const PrintedForecast* base, size_t i) {
  const ForecastRow& row = forecast.rows()[i];
  if (base == nullptr || !row.net.deviation.has_value()) return std::nullopt;
  size_t at = 0;
  const ForecastRow* const before = base->Find(row, at);
  if (before == nullptr || !before->net.deviation.has_value()) return std::nullopt;
  return OverviewChange{*row.net.deviation - *before->net.deviation,
                        forecast.printed().deviation[i] - base->printed().deviation[at]};
}

// Of each row the last month that is recorded of any series at or below it.
std::vector<std::optional<Month>> BookedOf(const std::vector<ForecastRow>& rows,
                                           const std::map<std::string, Month>& booked) {
  std::vector<std::optional<Month>> months(rows.size());
  for (const ForecastRow& row : rows) {
    for (const std::string& series : row.series) {
      const auto found = booked.find(series);
      if (found == booked.end()) continue;
      for (int at = static_cast<int>(&row - rows.data()); at >= 0; at = rows[static_cast<size_t>(at)].parent) {
        std::optional<Month>& month = months[static_cast<size_t>(at)];
        month = std::max(month.value_or(found->second), found->second);
      }
    }
  }
  return months;
}

// The deepest level of the tree with which it still fits a screen.
int LevelsShown(const std::vector<ForecastRow>& rows) {
  int deepest = 0;
  for (const ForecastRow& row : rows) deepest = std::max(deepest, row.depth);
  while (deepest > 0 && static_cast<size_t>(std::count_if(rows.begin(), rows.end(), [&](const ForecastRow& row) {
                          return row.depth <= deepest;
                        })) > kRowsOnScreen) {
    --deepest;
  }
  return deepest;
}

struct OverviewParts {
  bool has_forecast = false;  // Months are predicted.
  bool has_change = false;
};

std::vector<documents::Column> OverviewColumns(OverviewParts parts, const Texts& texts) {
  const auto amount = [](const char* id, std::vector<std::string> heading) {
    return documents::Column{id, std::move(heading), ColumnKind::kAmount, false, "tkr"};
  };
  std::vector<documents::Column> columns = {
      {"activity", {texts.activity}, ColumnKind::kText, true},
      amount("budget", {texts.budget, texts.full_year}),
      amount("full_year", {parts.has_forecast ? texts.forecast : texts.actual, texts.full_year}),
      amount("deviation", {texts.deviation, texts.full_year})};
  if (parts.has_forecast) {
    columns.push_back({"deficit_probability", {texts.risk_1, texts.risk_2}, ColumnKind::kProbability});
  }
  if (parts.has_change) columns.push_back(amount("change", {texts.overview_change_1, texts.overview_change_2}));
  columns.push_back({"booked_until", {texts.overview_booked_1, texts.overview_booked_2}});
  return columns;
}

Cell OptionalAmount(const std::optional<int64_t>& ore, int64_t tkr) {
  if (!ore.has_value()) return {NoValue()};
  return {documents::Amount{*ore, tkr, documents::Tkr()}};
}

Cell OptionalProbability(const std::optional<double>& probability) {
  return probability.has_value() ? Cell{documents::Probability{*probability}} : Cell{NoValue()};
}

documents::Table LandingTable(const PrintedForecast& forecast, const PrintedForecast* base,
                              const std::map<std::string, Month>& booked, const Texts& texts) {
  const std::vector<ForecastRow>& rows = forecast.rows();
  const PrintedColumns& printed = forecast.printed();
  const OverviewParts parts{!IsComplete(forecast.judged()), base != nullptr};
  const std::vector<std::optional<Month>> months = BookedOf(rows, booked);
  const int levels = LevelsShown(rows);
  documents::Table table{"overview", OverviewColumns(parts, texts), {}};
  int64_t left_out = 0;
  for (const size_t i : PrintOrder(rows)) {
    const ForecastRow& row = rows[i];
    if (row.depth > levels) {
      ++left_out;
      continue;
    }
    documents::Row made{
        .cells = {{row.display_name}}, .level = row.depth, .is_sum = row.parent < 0, .is_subtotal = row.is_subtotal};
    made.cells.push_back(OptionalAmount(row.net.budget, printed.budget[i]));
    made.cells.push_back(OptionalAmount(row.net.full_year, printed.forecast[i]));
    made.cells.push_back(row.net.deviation.has_value() ? DeviationCell(*row.net.deviation, printed.deviation[i])
                                                       : Cell{NoValue()});
    if (parts.has_forecast) made.cells.push_back(OptionalProbability(row.net.deficit_probability));
    if (parts.has_change) {
      const std::optional<OverviewChange> change = DeviationChange(forecast, base, i);
      made.cells.push_back(change.has_value() ? DeviationCell(change->ore, change->tkr) : Cell{NoValue()});
    }
    made.cells.push_back(months[i].has_value() ? Cell{MonthShort(months[i]->month(), texts.language)}
                                               : Cell{NoValue()});
    table.rows.push_back(std::move(made));
  }
  if (left_out > 0) table.foot = FormatCount(left_out, texts.overview_one_below, texts.overview_below, texts.language);
  return table;
}

// "Med 80 % sannolikhet hamnar avvikelsen mellan −17,6 och −10,5 mnkr; risken för underskott är > 99 %."
std::string IntervalSentence(const PrintedForecast& forecast, const Texts& texts) {
  if (forecast.rows().empty() || IsComplete(forecast.judged())) return "";
  const Figures& sum = forecast.rows()[SumRow(forecast.rows())].net;
  if (sum.deviation_quantiles == nullptr || !sum.deficit_probability.has_value()) return "";
  const auto mnkr = [&](int64_t ore) { return FormatMnkr(ore, texts.language, Sign::kAlways); };
  return absl::Substitute(texts.report_interval, mnkr(sum.deviation_quantiles->p10()),
                          mnkr(sum.deviation_quantiles->p90()),
                          FormatProbability(*sum.deficit_probability, texts.language));
}

// "Vuxen > Externa placeringar (juni)": activities in whose newest recorded month the ledger is behind the rest, and
// volumes that are.
std::vector<std::string> Lagging(const OverviewMaterial& material, Month newest, const LedgerNames& names,
                                 const Texts& texts) {
  std::map<std::string, Month> money;  // By activity.
  std::vector<std::string> lagging;
  for (const auto& [series, month] : material.booked) {
    if (IsVolumeSeries(series)) continue;
    const auto [entry, is_new] = money.emplace(ActivityOfSeries(series), month);
    entry->second = std::max(entry->second, month);
  }
  const auto add = [&](const std::string& name, Month month) {
    if (month < newest) lagging.push_back(absl::StrCat(name, " (", MonthName(month.month(), texts.language), ")"));
  };
  for (const v1::Activity& activity : names.activities()) {
    const auto found = money.find(activity.name());
    if (found != money.end()) add(names.ActivityText(activity.name()), found->second);
  }
  for (const v1::Series& series : names.series()) {
    const auto found = material.booked.find(series.name());
    if (found == material.booked.end() || !IsVolumeSeries(series.name())) continue;
    add(absl::StrCat(names.SeriesActivityText(series.name()), ", ", names.SeriesText(series.name(), texts)),
        found->second);
  }
  return lagging;
}

// How far the ledger has come, what lags behind it, and whether the forecast knows of it.
void AddLedgerLines(const OverviewMaterial& material, const LedgerNames& names, const Texts& texts,
                    std::vector<std::string>& lines) {
  if (material.booked.empty()) {
    lines.push_back(absl::Substitute(texts.overview_nothing_booked, material.year));
    return;
  }
  Month newest = material.booked.begin()->second;
  for (const auto& [series, month] : material.booked) newest = std::max(newest, month);
  const std::string until = MonthName(newest.month(), texts.language);
  const std::vector<std::string> lagging = Lagging(material, newest, names, texts);
  lines.push_back(lagging.empty() ? absl::Substitute(texts.overview_booked_all, until)
                                  : absl::Substitute(texts.overview_booked, until, FirstNames(lagging, texts)));
  if (material.forecast.has_value() && LastKnownMonth(*material.forecast) < newest.month()) {
    lines.push_back(absl::Substitute(texts.overview_newer, newest.ToString()));
  }
}

// What all suggestions differ from what was expected, in öre of money.
int64_t SuggestedAmount(const v1::ListSuggestionsResponse& suggestions) {
  int64_t sum = 0;
  for (const v1::Suggestion& one : suggestions.suggestions()) {
    if (!IsVolumeSeries(one.series())) sum += std::abs(one.seen() - one.expected());
  }
  return sum;
}

void AddWaiting(const OverviewMaterial& material, const LedgerNames& names, const Texts& texts,
                documents::Document& document) {
  const v1::ListSuggestionsResponse& all = material.suggestions;
  if (all.suggestions().empty()) {
    document.blocks.push_back(documents::Paragraphs{{absl::Substitute(texts.overview_no_suggestions, material.year)}});
    return;
  }
  const int count = all.suggestions_size();
  document.blocks.push_back(
      documents::Heading{3, absl::Substitute(count == 1 ? texts.overview_one_suggestion : texts.overview_suggestions,
                                             count, material.year, FormatMnkr(SuggestedAmount(all), texts.language))});
  v1::ListSuggestionsResponse first;
  for (int i = 0; i < std::min(count, kSuggestionsShown); ++i) *first.add_suggestions() = all.suggestions(i);
  for (documents::Block& block : SuggestionDocument(first, names, texts).blocks) {
    if (std::holds_alternative<documents::Table>(block)) document.blocks.push_back(std::move(block));
  }
  document.blocks.push_back(documents::Paragraphs{{texts.overview_all_suggestions}, /*is_prose=*/false});
}

}  // namespace

documents::Document OverviewDocument(const OverviewMaterial& material, const LedgerNames& names, const Texts& texts) {
  documents::Document document;
  std::vector<std::string> lines;
  if (material.forecast.has_value()) {
    const PrintedForecast forecast(*material.forecast, texts);
    std::optional<PrintedForecast> base;
    if (material.base.has_value()) base.emplace(*material.base, texts);
    document.blocks.push_back(documents::Heading{1, ForecastTitle(*material.forecast, texts)});
    document.blocks.push_back(LandingTable(forecast, base.has_value() ? &*base : nullptr, material.booked, texts));
    if (std::string sentence = IntervalSentence(forecast, texts); !sentence.empty())
      lines.push_back(std::move(sentence));
    if (base.has_value()) lines.push_back(ChangeSentence(material.difference, texts));
  } else {
    document.blocks.push_back(documents::Heading{1, absl::Substitute(texts.overview_title, material.year)});
    lines.push_back(absl::Substitute(texts.overview_no_forecast, material.year));
  }
  AddLedgerLines(material, names, texts, lines);
  document.blocks.push_back(documents::Paragraphs{std::move(lines)});
  AddWaiting(material, names, texts, document);
  return document;
}

documents::Table OverviewTable(const OverviewMaterial& material, const Texts& texts) {
  documents::Table table = MachineTree("overview", texts.csv_overview);
  if (!material.forecast.has_value()) return table;
  const PrintedForecast forecast(*material.forecast, texts);
  std::optional<PrintedForecast> base;
  if (material.base.has_value()) base.emplace(*material.base, texts);
  const std::vector<std::optional<Month>> months = BookedOf(forecast.rows(), material.booked);
  const auto amount = [](const std::optional<int64_t>& ore) {
    return ore.has_value() ? Cell{documents::RoundedAmount(*ore, documents::Kronor())} : Cell{NoValue()};
  };
  for (size_t i = 0; i < forecast.rows().size(); ++i) {
    const ForecastRow& row = forecast.rows()[i];
    const v1::Quantiles* const interval = row.net.deviation_quantiles;
    const std::optional<OverviewChange> change = DeviationChange(forecast, base.has_value() ? &*base : nullptr, i);
    table.rows.push_back(
        {.cells = {{LastPart(row.activity)},
                   {row.display_name},
                   amount(row.net.budget),
                   amount(row.net.full_year),
                   amount(row.net.deviation),
                   amount(interval == nullptr ? std::nullopt : std::optional<int64_t>(interval->p10())),
                   amount(interval == nullptr ? std::nullopt : std::optional<int64_t>(interval->p90())),
                   OptionalProbability(row.net.deficit_probability),
                   amount(change.has_value() ? std::optional<int64_t>(change->ore) : std::nullopt),
                   months[i].has_value() ? Cell{*months[i]} : Cell{NoValue()}}});
    Mark(row, table.rows.back());
  }
  return table;
}

}  // namespace prognos::client
