#include "client/report.h"

#include <algorithm>
#include <cstdlib>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/substitute.h"
#include "client/accuracy_tables.h"
#include "client/difference_tables.h"
#include "client/driver_tables.h"
#include "client/evaluation_document.h"
#include "client/event_tables.h"
#include "client/explanation_tables.h"
#include "client/forecast_rows.h"
#include "client/fund_table.h"
#include "client/indicator_table.h"
#include "client/judgement_tables.h"
#include "client/model_names.h"
#include "client/period_tables.h"
#include "client/report_assets.h"
#include "client/report_charts.h"
#include "client/volume_tables.h"
#include "forecast/base/number_format.h"

namespace prognos::client {
namespace {

// More lines than that cannot be told apart.
constexpr int kMostRollingLines = 6;

// Rows of the top level that are in the sum, or beside it.
std::vector<const ForecastRow*> TopRows(const std::vector<ForecastRow>& rows) {
  std::vector<const ForecastRow*> top;
  for (const ForecastRow& row : rows) {
    if (row.parent >= 0 && row.depth == 0 && !row.is_subtotal) top.push_back(&row);
  }
  return top;
}

std::string MnkrText(int64_t ore, const Texts& texts, Sign sign = Sign::kWhenNegative) {
  return FormatMnkr(ore, texts.language, sign);
}

// "Socialnämnden väntas sluta på 292,2 mnkr mot budgeten 278,2 mnkr: avvikelse −14,0 mnkr."
std::string SumSentence(const v1::Forecast& forecast, const Figures& net, const Texts& texts) {
  const std::string& name = forecast.organization_display_name();
  const std::string year = MnkrText(net.full_year, texts);
  if (!net.budget.has_value() || !net.deviation.has_value())
    return absl::Substitute(texts.report_no_budget, name, year);
  return absl::Substitute(IsComplete(forecast) ? texts.report_sum_known : texts.report_sum, name, year,
                          MnkrText(*net.budget, texts), MnkrText(*net.deviation, texts, Sign::kAlways));
}

std::string LargestSentence(const std::vector<ForecastRow>& rows, bool deficit, const Texts& texts) {
  const ForecastRow* largest = nullptr;
  for (const ForecastRow* row : TopRows(rows)) {
    if (!row->net.deviation.has_value() || *row->net.deviation == 0) continue;
    if ((*row->net.deviation < 0) != deficit) continue;
    if (largest == nullptr || std::abs(*row->net.deviation) > std::abs(*largest->net.deviation)) largest = row;
  }
  if (largest == nullptr) return "";
  return absl::Substitute(deficit ? texts.report_largest_deficit : texts.report_largest_surplus, largest->display_name,
                          MnkrText(*largest->net.deviation, texts, Sign::kAlways));
}

std::vector<std::string> SummaryOf(const v1::Forecast& forecast, const std::vector<ForecastRow>& rows,
                                   const Texts& texts) {
  if (rows.empty()) return {};
  const Figures& net = rows[SumRow(rows)].net;
  std::vector<std::string> summary = {SumSentence(forecast, net, texts)};
  if (!IsComplete(forecast) && net.deviation_quantiles != nullptr && net.deficit_probability.has_value()) {
    summary.push_back(absl::Substitute(texts.report_interval,
                                       MnkrText(net.deviation_quantiles->p10(), texts, Sign::kAlways),
                                       MnkrText(net.deviation_quantiles->p90(), texts, Sign::kAlways),
                                       FormatProbability(*net.deficit_probability, texts.language)));
  }
  for (std::string& reason : ReasonTexts(forecast.reasons(), texts)) summary.push_back(std::move(reason));
  if (!forecast.reasons().empty()) return summary;
  for (const bool deficit : {true, false}) {
    std::string sentence = LargestSentence(rows, deficit, texts);
    if (!sentence.empty()) summary.push_back(std::move(sentence));
  }
  return summary;
}

// From the budget over what each activity costs more or less to the forecast; of those in the sum.
documents::BarChart BridgeBars(const std::vector<ForecastRow>& rows, const Texts& texts) {
  documents::BarChart chart{texts.report_bridge, documents::Mnkr(), {}};
  const size_t sum = SumRow(rows);
  if (!rows[sum].net.budget.has_value()) return chart;
  chart.bars.push_back({texts.budget, *rows[sum].net.budget, 0, /*is_total=*/true});
  int64_t at = *rows[sum].net.budget;
  for (const ForecastRow& row : rows) {
    if (row.parent != static_cast<int>(sum) || row.is_subtotal || !row.net.deviation.has_value()) continue;
    chart.bars.push_back(
        {.name = row.display_name, .value = -*row.net.deviation, .from = at, .alarm = *row.net.deviation < 0});
    at -= *row.net.deviation;
  }
  chart.bars.push_back({texts.forecast, at, 0, /*is_total=*/true});
  return chart;
}

// The first page: the charts before the table. The reasons stand in the summary.
documents::Document FirstPart(const ReportMaterial& material, const std::vector<ForecastRow>& rows,
                              const Texts& texts) {
  v1::Forecast forecast = material.forecast;
  forecast.clear_reasons();
  documents::Document document = ForecastDocument(
      forecast, {.operating = false, .details = false, .by_type = material.by_type}, material.last_year, texts);
  if (rows.empty()) return document;
  auto place = document.blocks.begin() + 1;  // After the title.
  for (documents::BarChart& chart : std::vector{DeviationBars(rows, texts), BridgeBars(rows, texts)}) {
    if (chart.bars.size() > 1) place = document.blocks.insert(place, std::move(chart)) + 1;
  }
  return document;
}

// How the year goes: charts of the sum and of each activity.
documents::Document CourseDocument(const v1::Forecast& forecast, const Texts& texts) {
  documents::Document document;
  for (documents::FanChart& fan : YearFans(forecast, texts)) document.blocks.push_back(std::move(fan));
  if (!document.blocks.empty()) {
    document.blocks.insert(document.blocks.begin(), documents::Paragraphs{{texts.report_course_intro}});
  }
  return document;
}

// The charts stand after the title.
documents::Document PeriodsPart(const v1::ComparePeriodsResponse& periods, bool by_type, const Texts& texts) {
  documents::Document document = PeriodDocument(periods, texts, by_type);
  if (document.blocks.empty()) return document;
  auto place = document.blocks.begin() + 1;
  documents::LineChart rolling = RollingChart(periods, kMostRollingLines, texts);
  if (!rolling.lines.empty()) place = document.blocks.insert(place, std::move(rolling)) + 1;
  for (documents::LineChart& chart : CostAgainstRevenue(periods, texts)) {
    place = document.blocks.insert(place, std::move(chart)) + 1;
  }
  return document;
}

documents::Document AccuracyPart(const v1::CompareForecastsResponse& comparison, bool by_type, const Texts& texts) {
  documents::Document document = AccuracyDocument(comparison, by_type, texts);
  documents::BarChart bars = AccuracyBars(comparison, texts);
  if (!bars.bars.empty()) document.blocks.insert(document.blocks.begin() + 1, std::move(bars));
  return document;
}

// The claims that are outstanding as charts, before the tables.
documents::Document DriversDocument(const v1::Forecast& forecast, const Texts& texts) {
  documents::Document document;
  for (documents::LineChart& chart : ClaimCharts(forecast, texts)) document.blocks.push_back(std::move(chart));
  for (documents::Block& block : DriverBlocks(forecast, texts)) document.blocks.push_back(std::move(block));
  return document;
}

documents::Document VolumesDocument(const v1::Forecast& forecast, const Texts& texts) {
  documents::Table table = VolumeTable(forecast, texts);
  if (table.rows.empty()) return {};
  return {{std::move(table)}};
}

// What a reviser needs to make the forecast again.
documents::Document BasisDocument(const v1::Forecast& forecast, const Texts& texts) {
  const std::string id = forecast.name().substr(forecast.name().rfind('/') + 1);
  const std::string made = absl::FormatTime("%Y-%m-%d %H:%M", absl::FromUnixSeconds(forecast.create_time().seconds()),
                                            absl::LocalTimeZone());
  const std::string model = forecast.options().model().empty() ? "default" : forecast.options().model();
  documents::Paragraphs facts;
  facts.texts.push_back(
      absl::Substitute(texts.report_identity, id, made, forecast.engine_version(), forecast.ledger_position()));
  facts.texts.push_back(absl::Substitute(texts.report_options, ModelText(model, texts),
                                         FormatInteger(forecast.options().path_count(), texts.language),
                                         forecast.options().seed()));
  if (!forecast.input_digest().empty()) {
    facts.texts.push_back(absl::Substitute(texts.report_digest, forecast.input_digest()));
  }
  if (ReportScript().empty()) facts.texts.push_back(texts.report_no_charts);
  return {{std::move(facts)}};
}

class ReportParts {
 public:
  void Add(const char* id, const char* title, documents::Document document) {
    if (!document.blocks.empty()) parts_.push_back({id, title, std::move(document)});
  }
  std::vector<ReportPart> Take() { return std::move(parts_); }

 private:
  std::vector<ReportPart> parts_;
};

}  // namespace

ReportPage ReportOf(const ReportMaterial& material, const Texts& texts) {
  const v1::Forecast& forecast = material.forecast;
  const v1::Forecast judged = IsJudged(forecast) ? AsJudged(forecast) : forecast;
  const std::vector<ForecastRow> rows = RowsOf(judged, texts);
  const int year = forecast.year();
  ReportPage page;
  page.organization = forecast.organization_display_name();
  page.round = RoundTitle(forecast, texts);
  page.date =
      absl::FormatTime("%Y-%m-%d", absl::FromUnixSeconds(forecast.create_time().seconds()), absl::LocalTimeZone());
  page.summary = SummaryOf(judged, rows, texts);
  ReportParts parts;
  parts.Add("prognos", texts.report_forecast, FirstPart(material, rows, texts));
  parts.Add("driftredovisning", texts.report_operating,
            {{OperatingTable(judged, material.last_year, texts, material.by_type)}});
  parts.Add("arets-gang", texts.report_course, CourseDocument(forecast, texts));
  if (material.change.has_value()) {
    parts.Add("forandring", texts.report_change,
              DifferenceDocument(*material.change, material.round_before, forecast, material.by_type, texts));
  }
  if (!material.accuracy.years().empty()) {
    parts.Add("prognossakerhet", texts.report_accuracy, AccuracyPart(material.accuracy, material.by_type, texts));
  }
  if (!material.underlying.years().empty()) {
    parts.Add("underliggande", texts.report_underlying, UnderlyingDocument(material.underlying, texts.sum, texts));
  }
  if (!material.periods.lines().empty()) {
    parts.Add("perioder", texts.report_periods, PeriodsPart(material.periods, material.by_type, texts));
  }
  parts.Add("drivkrafter", texts.report_drivers, DriversDocument(forecast, texts));
  parts.Add("volymer", texts.report_volumes, VolumesDocument(forecast, texts));
  if (!material.indicators.indicators().empty()) {
    parts.Add("indikatorer", texts.report_indicators, IndicatorDocument(material.indicators, year, texts));
  }
  for (const auto& [id, title, funds, kind] :
       {std::tuple("statsbidrag", texts.report_grants, &material.grants, v1::FUND_KIND_GRANT),
        std::tuple("projekt", texts.report_projects, &material.projects, v1::FUND_KIND_PROJECT),
        std::tuple("investeringar", texts.report_investments, &material.investments, v1::FUND_KIND_INVESTMENT)}) {
    if (!funds->funds().empty()) parts.Add(id, title, FundDocument(*funds, kind, year, texts));
  }
  parts.Add("manader", texts.report_appendix, DetailsDocument(forecast, texts));
  if (!material.evaluation.rows().empty()) {
    parts.Add("modeller", texts.report_models, EvaluationDocument(material.evaluation, {}, "", texts));
  }
  parts.Add("underlag", texts.report_basis, BasisDocument(forecast, texts));
  page.parts = parts.Take();
  return page;
}

}  // namespace prognos::client
