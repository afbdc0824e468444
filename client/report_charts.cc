#include "client/report_charts.h"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <numeric>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/substitute.h"
#include "client/forecast_tables.h"
#include "client/full_names.h"
#include "forecast/base/month.h"
#include "forecast/base/month_names.h"
#include "forecast/base/number_format.h"
#include "forecast/base/unit.h"

namespace prognos::client {
namespace {

constexpr double kLeastCovered = 0.2;

// The line of an activity that is its net, or its cost or revenue where it has only one of them.
class NetLines {
 public:
  explicit NetLines(const v1::Forecast& forecast) {
    const bool has_frames = !forecast.lines_without_frames().empty();
    for (const v1::ForecastLine& line : forecast.lines()) {
      if (!has_frames || !line.activity().empty()) Take(line);
    }
    // Where frames stand beside the sum, it is told without them.
    for (const v1::ForecastLine& line : forecast.lines_without_frames()) Take(line);
  }

  const v1::ForecastLine* Of(const std::string& activity) const {
    const auto found = lines_.find(activity);
    return found == lines_.end() ? nullptr : found->second;
  }

 private:
  void Take(const v1::ForecastLine& line) {
    if (line.measure() == v1::MEASURE_VOLUME) return;
    const v1::ForecastLine*& kept = lines_[line.activity()];
    if (kept == nullptr || line.measure() == v1::MEASURE_NET) kept = &line;
  }

  std::map<std::string, const v1::ForecastLine*> lines_;  // By activity.
};

std::optional<documents::Fan> FanOf(const v1::MonthValue& month, int sign) {
  if (!month.has_year_to_date()) return std::nullopt;
  const v1::CentralIntervals& from = month.year_to_date();
  documents::Fan fan{from.median(),  from.low_50(), from.high_50(), from.low_80(),
                     from.high_80(), from.low_95(), from.high_95()};
  if (sign > 0) return fan;
  return documents::Fan{-fan.median, -fan.high_50, -fan.low_50, -fan.high_80, -fan.low_80, -fan.high_95, -fan.low_95};
}

// "Väntas sluta på 56,6 mnkr (80 %: 55,1–58,2) mot budgeten 52,8."
std::string FanSentence(const v1::ForecastLine& line, int sign, const Texts& texts) {
  const auto mnkr = [&](int64_t ore) { return FormatMnkr(sign * ore, texts.language); };
  const v1::Quantiles& year = line.full_year_quantiles();
  const bool known = year.p10() == year.p90();
  std::string text =
      known ? absl::Substitute(texts.fan_known, mnkr(line.full_year()))
            : absl::Substitute(texts.fan_expected, mnkr(line.full_year()), mnkr(sign > 0 ? year.p10() : year.p90()),
                               mnkr(sign > 0 ? year.p90() : year.p10()));
  if (line.has_budget()) absl::StrAppend(&text, absl::Substitute(texts.fan_budget, mnkr(line.budget())));
  return absl::StrCat(text, ".");
}

// Net cost: what an activity gets and costs nothing is below zero.
int SignOf(const v1::ForecastLine& line) { return line.measure() == v1::MEASURE_REVENUE ? -1 : 1; }

documents::FanChart YearFan(const v1::ForecastLine& line, const std::string& name, const Texts& texts) {
  const int sign = SignOf(line);
  documents::FanChart chart{name, documents::Mnkr(), {}, FanSentence(line, sign, texts)};
  int64_t known = 0;
  int64_t budget = 0;
  for (const v1::MonthValue& month : line.months()) {
    const absl::StatusOr<Month> parsed = Month::Parse(month.month());
    if (!parsed.ok()) continue;
    documents::FanPoint point{*parsed, {}, FanOf(month, sign), {}};
    known += sign * month.amount();
    budget += sign * month.budget();
    if (month.known()) point.known = known;
    if (line.has_budget()) point.budget = budget;
    if (!point.known.has_value() && !point.fan.has_value()) return {name, documents::Mnkr(), {}};
    chart.points.push_back(point);
  }
  return chart;
}

// An activity of the top level, or its parts where it is the only one.
std::vector<const v1::PeriodLine*> TopNets(const v1::ComparePeriodsResponse& periods) {
  std::vector<const v1::PeriodLine*> nets;
  for (const int depth : {0, 1}) {
    nets.clear();
    for (const v1::PeriodLine& line : periods.lines()) {
      if (line.activity().empty() || line.measure() != v1::MEASURE_NET || line.depth() != depth) continue;
      nets.push_back(&line);
    }
    if (nets.size() > 1) return nets;
  }
  return nets;
}

documents::ChartLine RollingLine(const v1::PeriodLine& line, std::string name, Month until) {
  const int months = line.rolling_twelve_months_size();
  return {std::move(name),
          until - (months - 1),
          {line.rolling_twelve_months().begin(), line.rolling_twelve_months().end()}};
}

int64_t RollingChange(const v1::PeriodLine& line) {
  return line.rolling_twelve_months().empty()
             ? 0
             : *line.rolling_twelve_months().rbegin() - *line.rolling_twelve_months().begin();
}

// "Mest har Vuxen ändrats: +4,6 mnkr sedan december 2019."
std::string RollingSentence(const std::vector<const v1::PeriodLine*>& shown, Month until, const Texts& texts) {
  const auto most = std::max_element(shown.begin(), shown.end(), [](const auto* a, const auto* b) {
    return std::abs(RollingChange(*a)) < std::abs(RollingChange(*b));
  });
  if (most == shown.end() || RollingChange(**most) == 0) return "";
  const Month first = until - ((*most)->rolling_twelve_months_size() - 1);
  return absl::Substitute(texts.rolling_sentence, (*most)->display_name(),
                          FormatMnkr(RollingChange(**most), texts.language, Sign::kAlways),
                          absl::StrCat(MonthName(first.month(), texts.language), " ", first.year()));
}

// The share of a cost that a revenue covers, in whole per cent.
std::string CoveredText(int64_t cost, int64_t revenue, const Texts& texts) {
  return FormatPercent(100.0 * static_cast<double>(revenue) / static_cast<double>(cost), texts.language);
}

documents::LineChart CoverChart(const v1::PeriodLine& cost, const v1::PeriodLine& revenue, const std::string& name,
                                Month until, const Texts& texts) {
  documents::LineChart chart{
      absl::Substitute(texts.cover_title, name),
      documents::Mnkr(),
      {RollingLine(cost, texts.cost_capital, until), RollingLine(revenue, texts.revenue_capital, until)}};
  chart.sentence =
      absl::Substitute(texts.cover_sentence, CoveredText(cost.twelve_months(), revenue.twelve_months(), texts));
  if (cost.twelve_months_before() > 0 && revenue.has_twelve_months_before()) {
    absl::StrAppend(&chart.sentence,
                    absl::Substitute(texts.cover_before,
                                     CoveredText(cost.twelve_months_before(), revenue.twelve_months_before(), texts)));
  }
  absl::StrAppend(&chart.sentence, ".");
  return chart;
}

bool HasCover(const v1::PeriodLine& cost, const v1::PeriodLine& revenue) {
  return cost.rolling_twelve_months_size() > 1 && revenue.rolling_twelve_months_size() > 1 &&
         cost.twelve_months() > 0 &&
         static_cast<double>(revenue.twelve_months()) >= kLeastCovered * static_cast<double>(cost.twelve_months());
}

// What months are, added up from January.
std::vector<int64_t> SinceJanuary(std::vector<int64_t> months) {
  std::partial_sum(months.begin(), months.end(), months.begin());
  return months;
}

// The cost of the activity of `line`; nullptr: it has none.
const v1::ForecastLine* CostBeside(const v1::ForecastLine& line, const v1::Forecast& forecast) {
  for (const v1::ForecastLine& other : forecast.lines()) {
    if (other.activity() == line.activity() && other.measure() == v1::MEASURE_COST) return &other;
  }
  return nullptr;
}

// "Utestående: 2 092 tkr den 1 januari, 2 340 tkr efter augusti, och väntat 2 111 tkr den 31 december (80 %: 1 099-3
// 282). Av årets intäkt hör 1 349 tkr till tidigare år."
std::string ClaimSentence(const v1::ForecastLine& line, const Texts& texts) {
  const v1::OutstandingClaim& claim = line.driven().claim();
  const auto tkr = [&](int64_t ore) { return FormatTkr(ore, texts.language); };
  int known = 0;  // Months from January on.
  while (known < line.months_size() && line.months(known).known()) ++known;
  std::string text = absl::Substitute(texts.claim_sentence_begin, tkr(claim.year_begin()));
  if (known > 0 && known < claim.months_size()) {
    absl::StrAppend(&text, absl::Substitute(texts.claim_sentence_known, tkr(claim.months(known - 1).outstanding()),
                                            MonthName(known, texts.language)));
  }
  const v1::Quantiles& end = claim.year_end_quantiles();
  absl::StrAppend(&text,
                  end.p10() == end.p90() ? absl::Substitute(texts.claim_sentence_end, tkr(claim.year_end()))
                                         : absl::Substitute(texts.claim_sentence_expected, tkr(claim.year_end()),
                                                            tkr(end.p10()), tkr(end.p90())),
                  absl::Substitute(texts.claim_sentence_earlier, tkr(claim.belongs_to_earlier_years())));
  return text;
}

documents::LineChart ClaimChart(const v1::ForecastLine& line, const v1::ForecastLine* cost, const std::string& name,
                                const Texts& texts) {
  const v1::OutstandingClaim& claim = line.driven().claim();
  documents::LineChart chart{absl::Substitute(texts.claim_chart, name), documents::Tkr(), {}};
  const absl::StatusOr<Month> january =
      claim.months().empty() ? absl::InvalidArgumentError("") : Month::Parse(claim.months(0).month());
  if (!january.ok()) return chart;
  std::vector<int64_t> revenue, outstanding, costs;
  for (const v1::ClaimMonth& month : claim.months()) {
    revenue.push_back(month.booked());
    outstanding.push_back(month.outstanding());
  }
  if (cost != nullptr) {
    for (const v1::MonthValue& month : cost->months()) costs.push_back(month.amount());
    chart.lines.push_back({texts.claim_cost, *january, SinceJanuary(std::move(costs))});
  }
  chart.lines.push_back({texts.claim_revenue, *january, SinceJanuary(std::move(revenue))});
  chart.lines.push_back({texts.claim_outstanding, *january, std::move(outstanding)});
  chart.sentence = ClaimSentence(line, texts);
  return chart;
}

// The sum as people speak of it, without frames beside it.
const v1::ComparedLine* SumOf(const v1::ComparedRound& round) {
  const v1::ComparedLine* sum = nullptr;
  for (const v1::ComparedLine& line : round.lines()) {
    if (line.activity().empty() && (sum == nullptr || line.without_frames())) sum = &line;
  }
  return sum;
}

// As judged where the round was judged.
const v1::ComparedValue* SaidOf(const v1::ComparedLine& line) {
  const v1::ComparedValue* said = nullptr;
  for (const v1::ComparedValue& value : line.values()) {
    if (value.by() == "judged" || (value.by() == "model" && said == nullptr)) said = &value;
  }
  return said;
}

// Rows of the top level that are in the sum, or beside it.
std::vector<size_t> BarRows(const std::vector<ForecastRow>& rows) {
  std::vector<size_t> top;
  for (size_t i = 0; i < rows.size(); ++i) {
    if (rows[i].parent >= 0 && rows[i].depth == 0 && !rows[i].is_subtotal) top.push_back(i);
  }
  return top;
}

// The sum, and the activities of the top level, in the forecast's order: identifier and name.
std::vector<std::pair<std::string, std::string>> TopActivities(const v1::Forecast& forecast, const Texts& texts) {
  std::vector<std::pair<std::string, std::string>> top = {{"", texts.sum}};
  for (const v1::ForecastLine& line : forecast.lines()) {
    if (line.activity().empty() || line.depth() != 0 || line.measure() == v1::MEASURE_VOLUME) continue;
    if (top.back().first != line.activity()) top.push_back({line.activity(), line.display_name()});
  }
  return top;
}

}  // namespace

std::vector<documents::FanChart> YearFans(const v1::Forecast& forecast, const Texts& texts) {
  const NetLines nets(forecast);
  std::vector<documents::FanChart> charts;
  for (const auto& [activity, name] : TopActivities(forecast, texts)) {
    const v1::ForecastLine* const line = nets.Of(activity);
    if (line == nullptr) continue;
    documents::FanChart chart = YearFan(*line, name, texts);
    if (!chart.points.empty()) charts.push_back(std::move(chart));
  }
  return charts;
}

documents::BarChart DeviationBars(const std::vector<ForecastRow>& rows, const Texts& texts) {
  documents::BarChart chart{texts.report_deviations, documents::Tkr(), {}};
  if (rows.empty()) return chart;
  const PrintedColumns printed = RoundColumns(rows, Measure::kNet);
  for (const size_t row : BarRows(rows)) {
    if (!rows[row].net.deviation.has_value()) continue;
    const int64_t tkr = printed.deviation[row];
    chart.bars.push_back({.name = rows[row].display_name, .value = tkr * kOrePerThousandKronor, .alarm = tkr < 0});
  }
  std::stable_sort(chart.bars.begin(), chart.bars.end(),
                   [](const documents::Bar& a, const documents::Bar& b) { return a.value < b.value; });
  return chart;
}

std::vector<documents::Chart> NetMonths(const v1::Forecast& forecast, const Texts& texts) {
  const NetLines nets(forecast);
  std::vector<documents::Chart> charts;
  for (const auto& [activity, name] : TopActivities(forecast, texts)) {
    const v1::ForecastLine* const line = nets.Of(activity);
    if (line == nullptr) continue;
    documents::Chart chart =
        MonthChart(*line, absl::Substitute(texts.months_of, name, MeasureName(line->measure(), texts)));
    if (!chart.points.empty()) charts.push_back(std::move(chart));
  }
  return charts;
}

documents::LineChart RollingChart(const v1::ComparePeriodsResponse& periods, int most, const Texts& texts) {
  documents::LineChart chart{texts.rolling_title, documents::Mnkr(), {}};
  const absl::StatusOr<Month> until = Month::Parse(periods.until_month());
  if (!until.ok()) return chart;
  std::vector<const v1::PeriodLine*> nets = TopNets(periods);
  std::stable_sort(nets.begin(), nets.end(), [](const auto* a, const auto* b) {
    return std::abs(a->twelve_months()) > std::abs(b->twelve_months());
  });
  std::erase_if(nets, [](const auto* line) { return line->rolling_twelve_months_size() < 2; });
  chart.sentence = RollingSentence(nets, *until, texts);  // Of those that are not drawn, too.
  if (nets.size() > static_cast<size_t>(most)) {
    nets.resize(static_cast<size_t>(most));
    chart.title = absl::Substitute(texts.rolling_title_largest, most);
  }
  for (const v1::PeriodLine* line : nets) chart.lines.push_back(RollingLine(*line, line->display_name(), *until));
  return chart;
}

std::vector<documents::LineChart> CostAgainstRevenue(const v1::ComparePeriodsResponse& periods, const Texts& texts) {
  std::vector<documents::LineChart> charts;
  const absl::StatusOr<Month> until = Month::Parse(periods.until_month());
  if (!until.ok()) return charts;
  std::map<std::string, const v1::PeriodLine*> costs;
  std::map<std::string, bool> is_parent;
  for (const v1::PeriodLine& line : periods.lines()) {
    if (line.measure() == v1::MEASURE_COST && !line.activity().empty()) costs[line.activity()] = &line;
    is_parent[line.parent()] = true;
  }
  for (const v1::PeriodLine& revenue : periods.lines()) {
    if (revenue.measure() != v1::MEASURE_REVENUE || is_parent.contains(revenue.activity())) continue;
    const auto cost = costs.find(revenue.activity());
    if (cost == costs.end() || !HasCover(*cost->second, revenue)) continue;
    charts.push_back(CoverChart(*cost->second, revenue, revenue.display_name(), *until, texts));
  }
  return charts;
}

std::vector<documents::LineChart> ClaimCharts(const v1::Forecast& forecast, const Texts& texts) {
  const FullNames names(forecast);
  std::vector<documents::LineChart> charts;
  for (const v1::ForecastLine& line : forecast.lines()) {
    if (!line.driven().has_claim()) continue;
    documents::LineChart chart = ClaimChart(line, CostBeside(line, forecast), names.Of(line), texts);
    if (!chart.lines.empty()) charts.push_back(std::move(chart));
  }
  return charts;
}

documents::BarChart AccuracyBars(const v1::CompareForecastsResponse& comparison, const Texts& texts) {
  documents::BarChart chart{texts.accuracy_chart, documents::Mnkr(), {}, texts.accuracy_chart_sentence};
  for (const v1::ComparedYear& year : comparison.years()) {
    for (const v1::ComparedRound& round : year.rounds()) {
      const v1::ComparedLine* const sum = SumOf(round);
      if (round.forecast().round() == v1::ROUND_YEAR_END || sum == nullptr) continue;
      const v1::ComparedValue* const said = SaidOf(*sum);
      if (said == nullptr || !said->has_error()) continue;
      chart.bars.push_back(
          {.name = RoundTitle(round.forecast(), texts), .value = said->error(), .alarm = said->error() < 0});
    }
  }
  return chart;
}

}  // namespace prognos::client
