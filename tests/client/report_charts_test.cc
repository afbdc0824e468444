#include "client/report_charts.h"

#include "forecast/base/month.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/client/example_forecast.h"

namespace prognos::client {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

const Texts& Swedish() { return TextsIn(Language::kSwedish); }

// Ten known months of 5 000 tkr, then two predicted ones; budget 5 200 a month.
v1::Forecast YearWithTwoMonthsLeft(v1::Measure measure) {
  v1::Forecast forecast;
  for (const char* activity : {"", "vuxen"}) {
    v1::ForecastLine& line = AddLine({activity, activity, "", measure, false, 62'400, 50'000, 60'200}, forecast);
    for (int month = 1; month <= 12; ++month) {
      v1::MonthValue& value = *line.add_months();
      value.set_month((Month::January(2022) + (month - 1)).ToString());
      value.set_known(month <= 10);
      value.set_amount(Tkr(month <= 10 ? 5'000 : 5'100));
      value.set_budget(Tkr(5'200));
      if (month <= 10) continue;
      v1::CentralIntervals& so_far = *value.mutable_year_to_date();
      so_far.set_median(Tkr(50'000 + (month - 10) * 5'100));
      so_far.set_low_95(so_far.median() - Tkr(900));
      so_far.set_high_95(so_far.median() + Tkr(1'900));
    }
    line.mutable_full_year_quantiles()->set_p10(Tkr(59'500));
    line.mutable_full_year_quantiles()->set_p90(Tkr(61'500));
  }
  return forecast;
}

TEST(ReportChartsTest, AYearAddsUpMonthByMonthAndOpensIntoAFan) {
  const std::vector<documents::FanChart> fans = YearFans(YearWithTwoMonthsLeft(v1::MEASURE_COST), Swedish());
  ASSERT_THAT(fans, SizeIs(2));
  EXPECT_EQ(fans[0].title, "Summa");
  EXPECT_EQ(fans[0].sentence, "Väntas sluta på 60,2 mnkr (80 %: 59,5–61,5) mot budgeten 62,4.");
  ASSERT_THAT(fans[1].points, SizeIs(12));
  EXPECT_EQ(*fans[1].points[9].known, Tkr(50'000));
  EXPECT_FALSE(fans[1].points[9].fan.has_value());
  EXPECT_FALSE(fans[1].points[10].known.has_value());
  EXPECT_EQ(fans[1].points[11].fan->median, Tkr(60'200));
  EXPECT_EQ(*fans[1].points[11].budget, Tkr(62'400));
}

// 2 000 tkr were outstanding, 300 a month are earned and 250 come in, at a cost of 310: 50 more are outstanding each
// month, 2 400 after August.
TEST(ReportChartsTest, AClaimStandsBesideTheCostAndTheRevenueThatIsBooked) {
  v1::Forecast forecast;
  AddLine({"barn", "Ensamkommande", "", v1::MEASURE_COST, true, {}, 2'480, 3'720}, forecast);
  AddLine({"barn", "Ensamkommande", "", v1::MEASURE_REVENUE, true, {}, 2'000, 3'000}, forecast);
  AddLine({"vuxen", "Vuxen", "", v1::MEASURE_COST, true, {}, 1, 2}, forecast);
  v1::OutstandingClaim& claim = *forecast.mutable_lines(1)->mutable_driven()->mutable_claim();
  claim.set_year_begin(Tkr(2'000));
  claim.set_year_end(Tkr(2'600));
  claim.set_belongs_to_earlier_years(Tkr(750));
  claim.mutable_year_end_quantiles()->set_p10(Tkr(2'100));
  claim.mutable_year_end_quantiles()->set_p90(Tkr(3'200));
  for (int month = 1; month <= 12; ++month) {
    const std::string name = (Month::January(2022) + (month - 1)).ToString();
    for (const int line : {0, 1}) {
      v1::MonthValue& value = *forecast.mutable_lines(line)->add_months();
      value.set_month(name);
      value.set_known(month <= 8);
      value.set_amount(Tkr(line == 0 ? 310 : 250));
    }
    v1::ClaimMonth& one = *claim.add_months();
    one.set_month(name);
    one.set_earned(Tkr(300));
    one.set_booked(Tkr(250));
    one.set_outstanding(Tkr(2'000 + 50 * month));
  }
  const std::vector<documents::LineChart> charts = ClaimCharts(forecast, Swedish());
  ASSERT_THAT(charts, SizeIs(1));
  EXPECT_EQ(charts[0].title, "Ensamkommande: kostnad, intäkt och utestående fordran");
  EXPECT_EQ(charts[0].sentence,
            "Utestående: 2\u00a0000 tkr den 1 januari, 2\u00a0400 tkr efter augusti och väntat 2\u00a0600 tkr den 31 "
            "december "
            "(80 %: 2\u00a0100–3\u00a0200). Av årets intäkt hör 750 tkr till tidigare år.");
  ASSERT_THAT(charts[0].lines, SizeIs(3));
  EXPECT_EQ(charts[0].lines[0].values[11], Tkr(12 * 310));
  EXPECT_EQ(charts[0].lines[1].values[7], Tkr(8 * 250));
  EXPECT_EQ(charts[0].lines[2].values[7], Tkr(2'400));
  EXPECT_EQ(charts[0].lines[2].first.ToString(), "2022-01");
  forecast.mutable_lines(1)->clear_driven();
  EXPECT_THAT(ClaimCharts(forecast, Swedish()), SizeIs(0));
}

// Revenue alone is a net cost below zero: what was the highest revenue is the lowest cost.
TEST(ReportChartsTest, WhatOnlyGetsMoneyIsANetBelowZero) {
  const std::vector<documents::FanChart> fans = YearFans(YearWithTwoMonthsLeft(v1::MEASURE_REVENUE), Swedish());
  ASSERT_THAT(fans, SizeIs(2));
  EXPECT_EQ(*fans[1].points[9].known, -Tkr(50'000));
  EXPECT_EQ(fans[1].points[11].fan->low_95, -Tkr(62'100));
  EXPECT_EQ(fans[1].points[11].fan->high_95, -Tkr(59'300));
  EXPECT_EQ(fans[1].sentence, "Väntas sluta på −60,2 mnkr (80 %: −61,5–−59,5) mot budgeten −62,4.");
}

// As forecasts were stored before months told what the year comes to by then.
TEST(ReportChartsTest, AForecastWithoutSumsByMonthHasNoFans) {
  v1::Forecast forecast = YearWithTwoMonthsLeft(v1::MEASURE_COST);
  for (v1::ForecastLine& line : *forecast.mutable_lines()) {
    for (v1::MonthValue& month : *line.mutable_months()) month.clear_year_to_date();
  }
  EXPECT_THAT(YearFans(forecast, Swedish()), SizeIs(0));
}

v1::PeriodLine& AddPeriod(const std::string& activity, v1::Measure measure, std::vector<double> rolling_tkr,
                          v1::ComparePeriodsResponse& periods) {
  v1::PeriodLine& line = *periods.add_lines();
  line.set_activity(activity);
  line.set_display_name(activity);
  line.set_measure(measure);
  for (const double tkr : rolling_tkr) line.add_rolling_twelve_months(Tkr(tkr));
  line.set_twelve_months(Tkr(rolling_tkr.back()));
  return line;
}

TEST(ReportChartsTest, TheLargestActivitiesRollAndTheOneThatMovedMostIsNamed) {
  v1::ComparePeriodsResponse periods;
  periods.set_until_month("2022-08");
  AddPeriod("", v1::MEASURE_NET, {100, 200}, periods);
  AddPeriod("Liten", v1::MEASURE_NET, {3'000, 1'000}, periods);
  AddPeriod("Vuxen", v1::MEASURE_NET, {12'000, 12'500, 16'600}, periods);
  AddPeriod("Unga", v1::MEASURE_NET, {30'000, 31'000, 28'000}, periods);
  const documents::LineChart chart = RollingChart(periods, 2, Swedish());
  ASSERT_THAT(chart.lines, SizeIs(2));
  EXPECT_EQ(chart.lines[0].name, "Unga");
  EXPECT_EQ(chart.lines[1].name, "Vuxen");
  EXPECT_EQ(chart.lines[1].first, Month::January(2022) + 5);
  EXPECT_THAT(chart.lines[1].values, ElementsAre(Tkr(12'000), Tkr(12'500), Tkr(16'600)));
  EXPECT_EQ(chart.sentence, "Mest har Vuxen ändrats: +4,6 mnkr på årsbasis sedan juni 2022.");
}

// Five activities may be drawn of six: the title says so, and the sentence speaks of all.
TEST(ReportChartsTest, AnActivityThatIsNotDrawnMayBeTheOneThatMovedMost) {
  v1::ComparePeriodsResponse periods;
  periods.set_until_month("2022-08");
  AddPeriod("Unga", v1::MEASURE_NET, {30'000, 30'100}, periods);
  AddPeriod("Vuxen", v1::MEASURE_NET, {12'000, 12'100}, periods);
  AddPeriod("Integration", v1::MEASURE_NET, {-8'000, 1'000}, periods);
  const documents::LineChart chart = RollingChart(periods, 2, Swedish());
  EXPECT_THAT(chart.lines, SizeIs(2));
  EXPECT_EQ(chart.title, "Nettokostnad, rullande tolv månader: de 2 största");
  EXPECT_EQ(chart.sentence, "Mest har Integration ändrats: +9,0 mnkr på årsbasis sedan juli 2022.");
}

TEST(ReportChartsTest, ACostStandsAgainstTheRevenueThatPaysForIt) {
  v1::ComparePeriodsResponse periods;
  periods.set_until_month("2017-08");
  AddPeriod("", v1::MEASURE_COST, {1, 2}, periods);
  v1::PeriodLine& cost = AddPeriod("Ensamkommande", v1::MEASURE_COST, {50'000, 40'000}, periods);
  cost.set_twelve_months_before(Tkr(60'000));
  v1::PeriodLine& revenue = AddPeriod("Ensamkommande", v1::MEASURE_REVENUE, {48'000, 30'000}, periods);
  revenue.set_twelve_months_before(Tkr(54'000));
  AddPeriod("Hemtjänst", v1::MEASURE_COST, {50'000, 50'000}, periods);
  AddPeriod("Hemtjänst", v1::MEASURE_REVENUE, {2'000, 2'000}, periods);  // Fees: 4 %.
  const std::vector<documents::LineChart> charts = CostAgainstRevenue(periods, Swedish());
  ASSERT_THAT(charts, SizeIs(1));
  EXPECT_THAT(charts[0].title, HasSubstr("Ensamkommande"));
  EXPECT_EQ(
      charts[0].sentence,
      "Intäkterna täckte 75,0\u00a0% av kostnaden de senaste tolv månaderna, mot 90,0\u00a0% tolv månader tidigare.");
  EXPECT_THAT(charts[0].lines[1].values, ElementsAre(Tkr(48'000), Tkr(30'000)));
}

TEST(ReportChartsTest, RoundsAreHeldAgainstTheirYearsAsTheyWereJudged) {
  v1::CompareForecastsResponse comparison;
  v1::ComparedYear& year = *comparison.add_years();
  for (const v1::Round kind : {v1::ROUND_SPRING, v1::ROUND_AUTUMN, v1::ROUND_YEAR_END}) {
    v1::ComparedRound& round = *year.add_rounds();
    round.mutable_forecast()->set_round(kind);
    round.mutable_forecast()->set_year(2021);
    v1::ComparedLine& sum = *round.add_lines();
    v1::ComparedValue& model = *sum.add_values();
    model.set_by("model");
    model.set_error(-Tkr(4'000));
    if (kind != v1::ROUND_AUTUMN) continue;
    v1::ComparedValue& judged = *sum.add_values();
    judged.set_by("judged");
    judged.set_error(Tkr(1'000));
  }
  const documents::BarChart chart = AccuracyBars(comparison, Swedish());
  ASSERT_THAT(chart.bars, SizeIs(2));
  EXPECT_EQ(chart.bars[0].name, "vårprognos 2021");
  EXPECT_EQ(chart.bars[0].value, -Tkr(4'000));
  EXPECT_TRUE(chart.bars[0].alarm);
  EXPECT_EQ(chart.bars[1].value, Tkr(1'000));
}

}  // namespace
}  // namespace prognos::client
