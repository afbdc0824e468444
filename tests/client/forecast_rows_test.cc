#include "client/forecast_rows.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/client/both_languages.h"
#include "tests/client/example_forecast.h"

namespace prognos::client {
namespace {

using ::testing::ElementsAre;
using ::testing::SizeIs;

std::vector<std::string> Names(const std::vector<ForecastRow>& rows) {
  std::vector<std::string> names;
  for (const ForecastRow& row : rows) names.push_back(row.display_name);
  return names;
}

TEST(ForecastRowsTest, RowsStandInTreeOrderBelowTheSum) {
  const v1::Forecast forecast = ExampleForecast();
  const std::vector<ForecastRow> rows = RowsOf(forecast, Sv());
  EXPECT_THAT(Names(rows), ElementsAre("Summa", "Barn/Unga/Familj", "Externa placeringar", "Övrigt", "Vuxen"));
  EXPECT_THAT(ParentsOf(rows), ElementsAre(-1, 0, 1, 1, 0));
  EXPECT_EQ(rows[2].depth, 1);
  EXPECT_THAT(rows[2].series, ElementsAre("organizations/exempelby/series/barn-ext.cost"));
}

TEST(ForecastRowsTest, PrintedColumnsAddUpAndEveryRowSubtracts) {
  const v1::Forecast forecast = ExampleForecast();
  const PrintedColumns printed = RoundColumns(RowsOf(forecast, Sv()), Measure::kNet);
  // Budget: sum 68 095,2 -> 68 095; 52 783 + 15 311 lacks 1: to ,8; 20 259 + 32 524 lacks 1: ,4 = ,4, to the first.
  EXPECT_THAT(printed.budget, ElementsAre(68095, 52784, 20260, 32524, 15311));
  // Forecast: sum 78 090,5 -> 78 091; 56 610 + 21 480 lacks 1: to ,3; 24 900 + 31 710 lacks 1: to ,3.
  EXPECT_THAT(printed.forecast, ElementsAre(78091, 56611, 24900, 31711, 21480));
  // Deviation: the difference of the two, column by column.
  EXPECT_THAT(printed.deviation, ElementsAre(-9996, -3827, -4640, 813, -6169));
  EXPECT_THAT(printed.known, ElementsAre(52024, 37904, 16480, 21424, 14120));
}

TEST(ForecastRowsTest, WhatIsBookedOnAParentStandsAsARowOfItsOwn) {
  v1::Forecast forecast;
  forecast.set_year(2022);
  AddCostActivity({"", "", "", {}, false, 30.0, 0, 30.0}, false, forecast);
  AddCostActivity({"barn", "Barn", "", {}, false, 30.0, 0, 30.0}, false, forecast);
  AddLine({"barn", "Barn", "", v1::MEASURE_COST, true, 10.0, 0, 12.0}, forecast);
  AddCostActivity({"ext", "Externa", "barn", {}, false, 20.0, 0, 18.0}, true, forecast);
  const std::vector<ForecastRow> rows = RowsOf(forecast, Sv());
  EXPECT_THAT(Names(rows), ElementsAre("Summa", "Barn", "Externa", "Direkt bokfört"));
  const PrintedColumns printed = RoundColumns(rows, Measure::kNet);
  EXPECT_THAT(printed.forecast, ElementsAre(30, 30, 18, 12));
  EXPECT_THAT(printed.deviation, ElementsAre(0, 0, 2, -2));
}

TEST(ForecastRowsTest, APartWithoutBudgetDoesNotCountInTheDeviation) {
  v1::Forecast forecast;
  forecast.set_year(2022);
  // Vuxen: budget 100,0, forecast 90,0; Ny: no budget, forecast 7,7. The sum's deviation is that of Vuxen: +10.
  AddCostActivity({"", "", "", {}, false, 100.0, 0, 97.7}, false, forecast);
  for (v1::ForecastLine& line : *forecast.mutable_lines()) line.set_deviation(Tkr(10));
  AddCostActivity({"vuxen", "Vuxen", "", {}, false, 100.0, 0, 90.0}, true, forecast);
  AddCostActivity({"ny", "Ny", "", {}, false, std::nullopt, 0, 7.7}, true, forecast);
  const PrintedColumns printed = RoundColumns(RowsOf(forecast, Sv()), Measure::kNet);
  EXPECT_THAT(printed.forecast, ElementsAre(98, 90, 8));
  EXPECT_THAT(printed.deviation, ElementsAre(10, 10, 0));
}

TEST(ForecastRowsTest, TheDeviationOfARevenueIsOutcomeMinusBudget) {
  v1::Forecast forecast;
  forecast.set_year(2022);
  AddLine({"", "", "", v1::MEASURE_REVENUE, false, 50.0, 0, 60.0}, forecast);
  AddLine({"a", "A", "", v1::MEASURE_REVENUE, true, 50.0, 0, 60.0}, forecast);
  const std::vector<ForecastRow> rows = RowsOf(forecast, Sv());
  EXPECT_THAT(RoundColumns(rows, Measure::kRevenue).deviation, ElementsAre(10, 10));
  // Without a line of its own the net is cost minus revenue: -50 and -60, deviation -50 - (-60) = 10.
  EXPECT_THAT(RoundColumns(rows, Measure::kNet).forecast, ElementsAre(-60, -60));
  EXPECT_THAT(RoundColumns(rows, Measure::kNet).deviation, ElementsAre(10, 10));
}

TEST(ForecastRowsTest, VolumesAreNoMoney) {
  v1::Forecast forecast = ExampleForecast();
  AddLine({"vuxen", "Vuxen", "", v1::MEASURE_VOLUME, true, std::nullopt, 0, 5}, forecast);
  EXPECT_THAT(RowsOf(forecast, Sv()), SizeIs(5));
}

TEST(ForecastRowsTest, AYearIsCompleteWhenAllItsMonthsAreKnown) {
  v1::Forecast forecast;
  forecast.set_year(2022);
  forecast.set_last_known_month("2022-12");
  v1::MonthValue& month = *forecast.add_lines()->add_months();
  month.set_known(true);
  EXPECT_TRUE(IsComplete(forecast));
  month.set_known(false);
  EXPECT_FALSE(IsComplete(forecast));
  forecast.set_last_known_month("2021-12");
  EXPECT_EQ(LastKnownMonth(forecast), 0);
}

}  // namespace
}  // namespace prognos::client
