#include "client/explanation_tables.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <numeric>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/substitute.h"
#include "absl/types/span.h"
#include "client/failure.h"
#include "client/forecast_rows.h"
#include "client/forecast_tables.h"
#include "client/full_names.h"
#include "client/judgement_tables.h"
#include "client/row_kinds.h"
#include "client/type_rows.h"
#include "forecast/base/month_names.h"
#include "forecast/documents/rounded_matrix.h"
#include "forecast/documents/rounded_tree.h"
#include "forecast/messages/wire/message_proto.h"

namespace prognos::client {
namespace {

using documents::Cell;
using documents::ColumnKind;

// More activities are added up in a row of their own.
constexpr size_t kActivitiesShown = 8;

// The terms of a deviation, in the order of the table; in öre, or in tkr.
constexpr size_t kTerms = 9;
constexpr size_t kSeasonTerm = 2;
constexpr size_t kJudgementTerm = 4;
constexpr size_t kFirstVolumeTerm = 5;  // Volume, price, mix, and both at once.
using Terms = std::array<int64_t, kTerms>;

Terms TermsOf(const v1::DeviationTerms& terms) {
  return {terms.events(), terms.timing(), terms.season_and_trend(), terms.rest(), terms.judgement(), terms.volume(),
          terms.price(),  terms.mix(),    terms.volume_and_price()};
}

// With what volume and price make of it in season and trend, where there is no room for them.
Terms WithoutVolume(Terms terms) {
  for (size_t term = kFirstVolumeTerm; term < kTerms; ++term) {
    terms[kSeasonTerm] += terms[term];
    terms[term] = 0;
  }
  return terms;
}

std::array<const char*, kTerms> TermNames(const Texts& texts) {
  return {texts.term_events, texts.term_timing,    texts.term_season,
          texts.term_rest,   texts.term_judgement, texts.term_volume,
          texts.term_price,  texts.term_mix,       texts.term_volume_and_price};
}

// Whole tkr that add up to `total`. What rounding leaves of nothing at all is no event.
Terms RoundedTerms(const Terms& ore, int64_t total) {
  if (ore == Terms{}) {
    Terms nothing{};
    nothing[kSeasonTerm] = total;
    return nothing;
  }
  const std::vector<int64_t> tkr = documents::RoundParts(ore, kOrePerThousandKronor, total);
  Terms result;
  std::copy(tkr.begin(), tkr.end(), result.begin());
  return result;
}

// The terms of each row, which add up to its deviation, and of all rows to `totals`, the whole's.
std::vector<std::vector<int64_t>> RoundedTermRows(const std::vector<std::vector<int64_t>>& ore,
                                                  const std::vector<int64_t>& deviations, const Terms& totals) {
  std::vector<std::vector<int64_t>> parts = ore;
  // What rounding leaves of nothing at all is no event.
  for (std::vector<int64_t>& row : parts) {
    if (std::all_of(row.begin(), row.end(), [](int64_t term) { return term == 0; })) row[kSeasonTerm] = 1;
  }
  return documents::RoundMatrix(parts, deviations, totals, kOrePerThousandKronor);
}

// A deviation by flow as the tables of the forecast print it.
struct PrintedDeviation {
  int64_t cost = 0;
  int64_t revenue = 0;
  // Of the net, of the known months, in öre and as printed; absent: no table prints it.
  std::optional<std::pair<int64_t, int64_t>> to_date = std::nullopt;

  int64_t Net() const { return cost + revenue; }
  void Add(const PrintedDeviation& other) {
    cost += other.cost;
    revenue += other.revenue;
  }
};

// What is printed of the deviations of a forecast, as judged.
class PrintedDeviations {
 public:
  PrintedDeviations(const v1::Forecast& forecast, const Texts& texts)
      : judged_(AsJudged(forecast)),
        rows_(RowsOf(judged_, texts)),
        cost_(RoundColumns(rows_, Measure::kCost)),
        revenue_(RoundColumns(rows_, Measure::kRevenue)),
        net_(RoundColumns(rows_, Measure::kNet)),
        types_(TypeRowsOf(judged_, rows_, texts)),
        type_cost_(RoundTypeColumns(types_, rows_, Measure::kCost)),
        type_revenue_(RoundTypeColumns(types_, rows_, Measure::kRevenue)) {}

  // Of the row of an activity, or of what is booked on it; of the sum where `line` has no activity.
  PrintedDeviation Of(const v1::ExplainedLine& line, bool is_own_money) const {
    for (size_t i = 0; i < rows_.size(); ++i) {
      const ForecastRow& row = rows_[i];
      if (row.activity != line.activity() || row.is_subtotal != line.without_frames()) continue;
      if (is_own_money && !row.is_leaf) continue;
      PrintedDeviation printed{row.cost.has_value() ? cost_.deviation[i] : 0,
                               row.revenue.has_value() ? revenue_.deviation[i] : 0};
      if (row.net.deviation_to_date.has_value()) {
        printed.to_date = {*row.net.deviation_to_date, net_.deviation_to_date[i]};
      }
      return printed;
    }
    return {};
  }

  // Of a cost type in the row of what is explained.
  PrintedDeviation OfType(const v1::ExplainedLine& line) const {
    for (size_t i = 0; i < types_.rows.size(); ++i) {
      const ForecastRow& whole = rows_[static_cast<size_t>(types_.rows[i].parent)];
      if (whole.activity != line.activity() || whole.is_subtotal != line.without_frames() || whole.is_own) continue;
      if (types_.types[i] == line.cost_type()) return {type_cost_.deviation[i], type_revenue_.deviation[i]};
    }
    return {};
  }

 private:
  v1::Forecast judged_;
  std::vector<ForecastRow> rows_;  // They point into judged_.
  PrintedColumns cost_;
  PrintedColumns revenue_;
  PrintedColumns net_;
  TypeRows types_;  // They point into judged_, too.
  PrintedColumns type_cost_;
  PrintedColumns type_revenue_;
};

const v1::ExplainedLine* LineOfMeasure(const v1::ExplainForecastResponse& explanation, v1::Measure measure) {
  for (const v1::ExplainedLine& line : explanation.lines()) {
    if (line.measure() == measure) return &line;
  }
  return nullptr;
}

Terms FullYearOf(const v1::ExplainedLine* line) {
  return line == nullptr ? Terms{} : TermsOf(line->explanation().full_year());
}

bool HasJudgement(const v1::ExplainForecastResponse& explanation) {
  return std::any_of(explanation.activities().begin(), explanation.activities().end(),
                     [](const auto& line) { return line.explanation().full_year().judgement() != 0; });
}

documents::Column TkrColumn(const char* id, std::vector<std::string> heading) {
  return {id, std::move(heading), ColumnKind::kAmount, false, "tkr"};
}

// "sep–dec", after the last month that is booked.
std::string RemainingSpan(int last, const Texts& texts) {
  const std::string december = MonthShort(12, texts.language);
  return last == 11 ? december : absl::StrCat(MonthShort(last + 1, texts.language), "\u2013", december);
}

// The terms of the whole, of cost and revenue, as printed.
struct WholeTerms {
  Terms cost{};
  Terms revenue{};

  Terms Net() const {
    Terms net = cost;
    for (size_t term = 0; term < kTerms; ++term) net[term] += revenue[term];
    return net;
  }
};

WholeTerms WholeTermsOf(const v1::ExplainForecastResponse& explanation, const PrintedDeviation& printed) {
  return {RoundedTerms(FullYearOf(LineOfMeasure(explanation, v1::MEASURE_COST)), printed.cost),
          RoundedTerms(FullYearOf(LineOfMeasure(explanation, v1::MEASURE_REVENUE)), printed.revenue)};
}

// The terms of the whole, a row each.
class TermTable {
 public:
  TermTable(const v1::Forecast& forecast, const v1::ExplainForecastResponse& explanation, const Texts& texts)
      : forecast_(forecast), explanation_(explanation), texts_(texts) {}

  documents::Table Build(const PrintedDeviation& printed) {
    const v1::ExplainedLine& net = *LineOfMeasure(explanation_, v1::MEASURE_NET);
    cost_ore_ = FullYearOf(LineOfMeasure(explanation_, v1::MEASURE_COST));
    revenue_ore_ = FullYearOf(LineOfMeasure(explanation_, v1::MEASURE_REVENUE));
    const WholeTerms whole = WholeTermsOf(explanation_, printed);
    cost_ = whole.cost;
    revenue_ = whole.revenue;
    known_ore_ = TermsOf(net.explanation().known());
    known_ = KnownTerms(printed, TermsOf(net.explanation().full_year()));

    documents::Table table{"explanation", Columns(), {}};
    const std::array<const char*, kTerms> names = TermNames(texts_);
    for (size_t term = 0; term < kTerms; ++term) {
      if (term == kJudgementTerm && !HasJudgement(explanation_)) continue;
      if (term >= kFirstVolumeTerm && cost_ore_[term] == 0 && known_ore_[term] == 0) continue;
      table.rows.push_back(RowOf(names[term], {term}));
    }
    table.rows.push_back(RowOf(texts_.deviation, {0, 1, 2, 3, 4, 5, 6, 7, 8}));
    table.rows.back().is_sum = true;
    return table;
  }

 private:
  // Of the net, as printed: what is all known, or not at all, is so in print; season and trend takes what rounding
  // leaves.
  Terms KnownTerms(const PrintedDeviation& printed, const Terms& full_year_ore) const {
    const auto rounded = [](int64_t ore) { return documents::RoundedAmount(ore, documents::Tkr()).shown; };
    const int64_t known = std::accumulate(known_ore_.begin(), known_ore_.end(), int64_t{0});
    // Months without a value are predicted, and then the known ones are not all up to the last.
    const bool is_printed = printed.to_date.has_value() && printed.to_date->first == known;
    Terms shown{};
    shown[kSeasonTerm] = is_printed ? printed.to_date->second : rounded(known);
    for (size_t term = 0; term < kTerms; ++term) {
      if (term == kSeasonTerm) continue;
      const bool is_all_known = known_ore_[term] == full_year_ore[term];
      shown[term] = is_all_known ? cost_[term] + revenue_[term] : rounded(known_ore_[term]);
      shown[kSeasonTerm] -= shown[term];
    }
    return shown;
  }

  bool HasTwoParts() const { return LastBookedMonth(forecast_) > 0 && !IsComplete(forecast_); }

  std::vector<documents::Column> Columns() const {
    std::vector<documents::Column> columns = {{"term", {texts_.term}, ColumnKind::kText, true},
                                              TkrColumn("cost", {texts_.cost_capital, texts_.full_year}),
                                              TkrColumn("revenue", {texts_.revenue_capital, texts_.full_year}),
                                              TkrColumn("net", {texts_.net_capital, texts_.full_year})};
    if (!HasTwoParts()) return columns;
    const int last = LastBookedMonth(forecast_);
    columns.push_back(TkrColumn("net_known", {texts_.net_capital, MonthSpanShort(last, texts_.language)}));
    columns.push_back(TkrColumn("net_remaining", {texts_.net_capital, RemainingSpan(last, texts_)}));
    return columns;
  }

  // Of some terms together.
  documents::Row RowOf(const char* name, const std::vector<size_t>& terms) const {
    const auto sum = [&terms](const Terms& values) {
      return std::accumulate(terms.begin(), terms.end(), int64_t{0},
                             [&values](int64_t so_far, size_t term) { return so_far + values[term]; });
    };
    const int64_t net_ore = sum(cost_ore_) + sum(revenue_ore_);
    const int64_t net = sum(cost_) + sum(revenue_);
    documents::Row row{.cells = {{name},
                                 DeviationCell(sum(cost_ore_), sum(cost_)),
                                 DeviationCell(sum(revenue_ore_), sum(revenue_)),
                                 DeviationCell(net_ore, net)}};
    if (!HasTwoParts()) return row;
    row.cells.push_back(DeviationCell(sum(known_ore_), sum(known_)));
    row.cells.push_back(DeviationCell(net_ore - sum(known_ore_), net - sum(known_)));
    return row;
  }

  const v1::Forecast& forecast_;
  const v1::ExplainForecastResponse& explanation_;
  const Texts& texts_;
  Terms cost_ore_{}, revenue_ore_{}, known_ore_{};
  Terms cost_{}, revenue_{}, known_{};  // Tkr, as printed.
};

// A row of the activities, or of the cost types.
struct ActivityRow {
  std::string name;
  PrintedDeviation printed = {};
  int64_t cost_ore = 0;
  int64_t revenue_ore = 0;
  Terms ore{};  // Of the net.

  int64_t NetOre() const { return cost_ore + revenue_ore; }
  void Add(const ActivityRow& other) {
    printed.Add(other.printed);
    cost_ore += other.cost_ore;
    revenue_ore += other.revenue_ore;
    for (size_t term = 0; term < kTerms; ++term) ore[term] += other.ore[term];
  }
};

// The activities that make most of the deviation, the largest first, and the others together.
std::vector<ActivityRow> ActivityRows(const v1::Forecast& forecast, const v1::ExplainForecastResponse& explanation,
                                      const PrintedDeviations& printed, const Texts& texts) {
  const FullNames names(forecast);
  std::vector<ActivityRow> rows;
  for (const v1::ExplainedLine& line : explanation.activities()) {
    v1::ForecastLine place;
    place.set_activity(line.activity());
    place.set_parent(line.parent());
    rows.push_back({names.Of(place), printed.Of(line, /*is_own_money=*/true), line.cost_deviation(),
                    line.revenue_deviation(), WithoutVolume(TermsOf(line.explanation().full_year()))});
  }
  std::stable_sort(rows.begin(), rows.end(), [](const ActivityRow& a, const ActivityRow& b) {
    return std::abs(a.NetOre()) > std::abs(b.NetOre());
  });
  if (rows.size() <= kActivitiesShown + 1) return rows;
  ActivityRow others{texts.other_activities};
  for (size_t i = kActivitiesShown; i < rows.size(); ++i) others.Add(rows[i]);
  rows.resize(kActivitiesShown);
  rows.push_back(std::move(others));
  return rows;
}

// The cost types of what is explained.
std::vector<ActivityRow> RowsByType(const v1::ExplainForecastResponse& explanation, const PrintedDeviations& printed,
                                    const Texts& texts) {
  std::vector<ActivityRow> rows;
  for (const v1::ExplainedLine& line : explanation.types()) {
    rows.push_back({line.cost_type().empty() ? texts.without_cost_type : line.cost_type_display_name(),
                    printed.OfType(line), line.cost_deviation(), line.revenue_deviation(),
                    WithoutVolume(TermsOf(line.explanation().full_year()))});
  }
  return rows;
}

// By flow, and of the net the terms that are something over a full year, which add up to `totals`.
documents::Table PartTable(const char* id, const char* heading, const std::vector<ActivityRow>& rows,
                           const Terms& totals, bool has_judgement, const Texts& texts) {
  documents::Table table{id,
                         {{"name", {heading}, ColumnKind::kText, true},
                          TkrColumn("cost", {texts.deviation_short, texts.cost}),
                          TkrColumn("revenue", {texts.deviation_short, texts.revenue}),
                          TkrColumn("net", {texts.deviation_short, texts.net}),
                          TkrColumn("events", {texts.of_which_1, texts.of_which_events}),
                          TkrColumn("season_and_trend", {texts.of_which_1, texts.of_which_season}),
                          TkrColumn("rest", {texts.of_which_1, texts.of_which_rest})},
                         {}};
  if (has_judgement) table.columns.push_back(TkrColumn("judgement", {texts.of_which_1, texts.of_which_judgement}));
  ActivityRow sum{texts.sum};
  Terms shown_sum{};
  const auto add = [&](const ActivityRow& row, absl::Span<const int64_t> shown) {
    table.rows.push_back({.cells = {{row.name},
                                    DeviationCell(row.cost_ore, row.printed.cost),
                                    DeviationCell(row.revenue_ore, row.printed.revenue),
                                    DeviationCell(row.NetOre(), row.printed.Net())}});
    for (const size_t term : {0, 2, 3, 4}) {
      if (term == kJudgementTerm && !has_judgement) continue;
      table.rows.back().cells.push_back(DeviationCell(row.ore[term], shown[term]));
    }
  };
  std::vector<std::vector<int64_t>> ore;
  std::vector<int64_t> deviations;
  for (const ActivityRow& row : rows) {
    ore.emplace_back(row.ore.begin(), row.ore.end());
    deviations.push_back(row.printed.Net());
  }
  const std::vector<std::vector<int64_t>> shown = RoundedTermRows(ore, deviations, totals);
  for (size_t i = 0; i < rows.size(); ++i) {
    add(rows[i], shown[i]);
    sum.Add(rows[i]);
    for (size_t term = 0; term < kTerms; ++term) shown_sum[term] += shown[i][term];
  }
  add(sum, shown_sum);
  table.rows.back().is_sum = true;
  return table;
}

std::string SentencesText(const google::protobuf::RepeatedPtrField<v1::Message>& messages, const std::string& english,
                          const Texts& texts) {
  std::string text;
  for (const v1::Message& message : messages) {
    const std::string sentence = MessageText(FromProto(message), "", texts);
    if (sentence.empty()) return english;  // Of a newer service.
    absl::StrAppend(&text, text.empty() ? "" : " ", sentence);
  }
  return text.empty() ? english : text;
}

}  // namespace

std::vector<std::string> ReasonTexts(const google::protobuf::RepeatedPtrField<v1::DeviationReason>& reasons,
                                     const Texts& texts) {
  std::vector<std::string> told;
  for (const v1::DeviationReason& reason : reasons) {
    told.push_back(SentencesText(reason.messages(), reason.text(), texts));
  }
  return told;
}

std::vector<documents::Block> ReasonBlocks(const google::protobuf::RepeatedPtrField<v1::DeviationReason>& reasons,
                                           const Texts& texts) {
  if (reasons.empty()) return {};
  return {documents::Heading{2, texts.why}, documents::Paragraphs{ReasonTexts(reasons, texts)}};
}

documents::Document ExplanationDocument(const v1::Forecast& forecast, const v1::ExplainForecastResponse& explanation,
                                        const Texts& texts) {
  const v1::ExplainedLine* net = LineOfMeasure(explanation, v1::MEASURE_NET);
  if (net == nullptr) return {};
  const PrintedDeviations printed(forecast, texts);
  const std::string title = ForecastTitle(forecast, texts);
  const std::string of = net->display_name().empty() ? "" : absl::StrCat(net->display_name(), " · ");
  documents::Document document{{documents::Heading{1, absl::Substitute(texts.explanation_title, of, title)}}};
  const bool is_one_activity = explanation.activities_size() == 1;
  const PrintedDeviation whole = printed.Of(*net, /*is_own_money=*/false);
  const Terms totals = WithoutVolume(WholeTermsOf(explanation, whole).Net());
  document.blocks.push_back(TermTable(forecast, explanation, texts).Build(whole));
  if (!is_one_activity) {
    document.blocks.push_back(PartTable("explanation_activities", texts.activity,
                                        ActivityRows(forecast, explanation, printed, texts), totals,
                                        HasJudgement(explanation), texts));
  }
  if (!explanation.types().empty()) {
    document.blocks.push_back(PartTable("explanation_types", texts.cost_type, RowsByType(explanation, printed, texts),
                                        totals, HasJudgement(explanation), texts));
  }
  document.blocks.push_back(
      documents::Paragraphs{{SentencesText(explanation.summary(), explanation.summary_text(), texts)}});
  for (documents::Block& block : ReasonBlocks(explanation.reasons(), texts)) {
    document.blocks.push_back(std::move(block));
  }
  document.blocks.push_back(documents::Paragraphs{{texts.explanation_legend}});
  return document;
}

documents::Table ExplanationTable(const v1::ExplainForecastResponse& explanation, const Texts& texts) {
  documents::Table table = MachineTree("explanation", texts.csv_explanation);
  const auto last_part = [](const std::string& name) { return name.substr(name.rfind('/') + 1); };
  bool is_type = false;
  const auto add = [&](const v1::ExplainedLine& line, const char* part, const v1::DeviationTerms& terms) {
    documents::Row row{.cells = {{last_part(line.activity())},
                                 {line.display_name().empty() ? std::string(texts.sum) : line.display_name()},
                                 {MeasureName(line.measure(), texts)},
                                 {part}}};
    const Terms ore = TermsOf(terms);
    for (const int64_t term : ore) row.cells.push_back({documents::RoundedAmount(term, documents::Kronor())});
    const int64_t total = std::accumulate(ore.begin(), ore.end(), int64_t{0});
    row.cells.push_back({documents::RoundedAmount(total, documents::Kronor())});
    row.cells.push_back({is_type && line.cost_type().empty() ? std::string("-") : last_part(line.cost_type())});
    table.rows.push_back(std::move(row));
  };
  const auto mark = [&](documents::RowKind kind, int level) {
    table.rows.back().kind = kind;
    table.rows.back().level = level;
  };
  for (const auto* lines : {&explanation.lines(), &explanation.activities(), &explanation.types()}) {
    is_type = lines == &explanation.types();
    const bool is_whole = lines == &explanation.lines();
    // A year is the sum of its two parts, so that of an activity the parts are the rows.
    const documents::RowKind of_year = is_whole  ? documents::RowKind::kSum
                                       : is_type ? documents::RowKind::kOfWhich
                                                 : documents::RowKind::kGroup;
    const documents::RowKind of_part = of_year == documents::RowKind::kGroup ? documents::RowKind::kRow : of_year;
    for (const v1::ExplainedLine& line : *lines) {
      add(line, texts.full_year, line.explanation().full_year());
      mark(of_year, 0);
      add(line, texts.csv_known, line.explanation().known());
      mark(of_part, 1);
      add(line, texts.csv_remaining, line.explanation().remaining());
      mark(of_part, 1);
    }
  }
  return table;
}

}  // namespace prognos::client
