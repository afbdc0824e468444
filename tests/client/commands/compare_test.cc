#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/client/example_forecast.h"
#include "tests/client/fake_prognosd.h"

namespace prognos::client {
namespace {

using ::testing::AllOf;
using ::testing::AnyOf;
using ::testing::HasSubstr;
using ::testing::Not;

// Vuxen, budget 15 311,4: vår 20 000,0 (-4 688,6), höst 21 480,2 (-6 168,8), bokslut 22 500,0 (-7 188,6). Barn -3 826,5
// in all. Sums: vår -8 515,1; höst -9 995,3; bokslut -11 015,1.
void StoreYear(FakePrognosd& service) {
  service.forecast.Store(ExampleForecastAt(v1::ROUND_SPRING, "2022-04", 20000));
  service.forecast.Store(ExampleForecast());
  service.forecast.Store(ExampleForecastAt(v1::ROUND_YEAR_END, "2022-12", 22500));
}

TEST(CompareTest, RoundsStandBesideEachOther) {
  FakePrognosd service;
  StoreYear(service);
  const std::string out = service.Run({"jamfor", "--ar", "2022"}).out;
  EXPECT_THAT(out, HasSubstr("Exempelby socialnämnd · avvikelse mot budget 2022, netto · tkr\n\n"));
  EXPECT_THAT(out, HasSubstr("Verksamhet             vårprognos  höstprognos  bokslut\n"));
  // The sum line in mnkr: -8,5151 -> -8,5; -9,9953 -> -10,0; -11,0151 -> -11,0.
  EXPECT_THAT(out, HasSubstr("Summa, mnkr: vårprognos −8,5 · höstprognos −10,0 · bokslut −11,0\n"));
  // Bokslut minus forecast: -11,0151 + 8,5151 = -2,5; -11,0151 + 9,9953 = -1,0198.
  EXPECT_THAT(out, HasSubstr("Bokslut minus prognos, mnkr: vårprognos −2,5 · höstprognos −1,0\n"));
}

TEST(CompareTest, TheDeviationsAreThoseOfEachRoundsOwnTable) {
  FakePrognosd service;
  StoreYear(service);
  // Höst as in forecast_rows_test.cc: -6 169 and -9 996.
  EXPECT_THAT(service.Run({"jamfor", "--ar", "2022"}).out, HasSubstr("\u22126\u00a0169"));
  EXPECT_THAT(service.Run({"visa", "--omgang", "host"}).out, HasSubstr("\u22126\u00a0169"));
}

TEST(CompareTest, ARoundThatIsNotStoredIsADash) {
  FakePrognosd service;
  service.forecast.Store(ExampleForecast());
  const std::string out = service.Run({"jamfor", "--ar", "2022"}).out;
  EXPECT_THAT(out, HasSubstr("Summa                           –       \u22129\u00a0996        –\n"));
  EXPECT_THAT(out, HasSubstr("Summa, mnkr: höstprognos −10,0\n"));
}

TEST(CompareTest, APreliminaryBokslutIsMarkedAndNothingIsHeldAgainstIt) {
  FakePrognosd service;
  service.forecast.Store(ExampleForecast());
  v1::Forecast year_end = ExampleForecastAt(v1::ROUND_YEAR_END, "2022-12", 22500);
  year_end.add_missing_months("2022-12");
  service.forecast.Store(year_end);
  const std::string out = service.Run({"jamfor", "--ar", "2022"}).out;
  EXPECT_THAT(out, HasSubstr("bokslut\n"));
  EXPECT_THAT(out, HasSubstr("preliminärt\n"));
  EXPECT_THAT(out, HasSubstr("Bokslutet är preliminärt: det har månader som är beräknade"));
  EXPECT_THAT(out, Not(HasSubstr("Bokslut minus prognos")));
  EXPECT_THAT(service.Run({"jamfor", "--ar", "2022", "--format", "csv"}).out,
              HasSubstr(";bokslut;2022-12;ROUND_YEAR_END;-7188600,00;15311400,00;1;0;rad\n"));
}

// One that the service stored before it asked for all months: its lines tell.
TEST(CompareTest, ABokslutWithPredictedMonthsIsAForecast) {
  FakePrognosd service;
  service.forecast.Store(ExampleForecast());
  v1::Forecast year_end = ExampleForecastAt(v1::ROUND_YEAR_END, "2022-12", 22500);
  year_end.mutable_lines(0)->add_months()->set_known(false);
  service.forecast.Store(year_end);
  EXPECT_THAT(service.Run({"jamfor", "--ar", "2022"}).out, Not(HasSubstr("Bokslut minus prognos")));
}

TEST(CompareTest, ARoundThatHasItsMonthsGoesBeforeANewerPreliminaryOne) {
  FakePrognosd service;
  StoreYear(service);
  v1::Forecast preliminary = ExampleForecastAt(v1::ROUND_YEAR_END, "2022-12", 30000);
  preliminary.set_name("organizations/exempelby/forecasts/newer");
  preliminary.add_missing_months("2022-12");
  service.forecast.Store(preliminary);
  EXPECT_THAT(service.Run({"jamfor", "--ar", "2022"}).out,
              HasSubstr("Bokslut minus prognos, mnkr: vårprognos −2,5 · höstprognos −1,0\n"));
}

// Vuxen gets 1 000 tkr more after the vårprognos: 15 311,4 and 16 311,4; in all 68 095,2 and 69 095,2.
TEST(CompareTest, BudgetsThatDifferBetweenRoundsAreShown) {
  FakePrognosd service;
  StoreYear(service);
  EXPECT_THAT(service.Run({"jamfor", "--ar", "2022"}).out, Not(HasSubstr("Budgeten är inte densamma")));
  v1::Forecast autumn = ExampleForecast();
  for (v1::ForecastLine& line : *autumn.mutable_lines()) {
    if (line.display_name() != "Vuxen" && !line.activity().empty()) continue;
    line.set_budget(line.budget() + Tkr(1000));
    line.set_deviation(line.deviation() + Tkr(1000));
  }
  service.forecast.Store(autumn);
  EXPECT_THAT(service.Run({"jamfor", "--ar", "2022"}).out,
              HasSubstr("Budgeten är inte densamma i omgångarna, netto · tkr\n"
                        "Verksamhet  vårprognos  höstprognos  bokslut\n"
                        "Vuxen           15\u00a0311       16\u00a0311   15\u00a0311\n"
                        "Summa           68\u00a0095       69\u00a0095   68\u00a0095\n"));
}

TEST(CompareTest, AYearWithoutForecastsIsRefused) {
  EXPECT_EQ(FakePrognosd().Run({"jamfor", "--ar", "2022"}).exit_code, 1);
}

TEST(CompareTest, CsvHasARowForEachActivityAndRound) {
  FakePrognosd service;
  StoreYear(service);
  EXPECT_THAT(service.Run({"jamfor", "--ar", "2022", "--format", "csv"}).out,
              AllOf(HasSubstr("verksamhet;namn;omgang;kant_till;prognosnamn;avvikelse;budget;preliminar;niva;radtyp\n"),
                    HasSubstr("vuxen;Vuxen;höstprognos;2022-08;2022-host-1;-6168800,00;15311400,00;;0;rad\n")));
}

TEST(CompareTest, WhatTheTableShowsComesAsCsvAndJsonAsWell) {
  FakePrognosd service;
  StoreYear(service);
  EXPECT_THAT(service.Run({"jamfor", "--ar", "2022", "--format", "tabell-csv"}).out,
              AllOf(HasSubstr("Verksamhet;vårprognos, tkr;höstprognos, tkr;bokslut, tkr;niva;radtyp\n"),
                    HasSubstr("Vuxen;-4689;-6169;-7189;")));
  EXPECT_THAT(service.Run({"jamfor", "--ar", "2022", "--format", "tabell-json"}).out,
              HasSubstr("\"autumn\": {\"value\": -6169, \"unit\": \"tkr\", \"ore\": -616880000}"));
}

v1::ComparedValue& AddValue(v1::ComparedLine& line, const std::string& by, double error_tkr) {
  v1::ComparedValue& value = *line.add_values();
  value.set_by(by);
  value.set_error(Tkr(error_tkr));
  return value;
}

// Upplands-Bro 2022 (mnkr, net budget 278,2): the höstprognos said -14, the year ended at -15,1: 1,1 worse, 0,4 %.
// Integration's net budget is -2 614 tkr: no per cent.
v1::CompareForecastsResponse UpplandsBroRounds() {
  v1::CompareForecastsResponse response;
  v1::ComparedYear& year = *response.add_years();
  year.set_year(2022);
  year.set_year_end("organizations/exempelby/forecasts/2022-12-3");
  v1::ComparedRound& round = *year.add_rounds();
  *round.mutable_forecast() = ExampleForecast();
  round.mutable_forecast()->clear_lines();
  v1::ComparedLine& sum = *round.add_lines();
  AddValue(sum, "model", -1100).set_error_percent(0.395);
  AddValue(sum, "judged", -900).set_error_percent(0.324);
  AddValue(sum, "run-rate", -2500);
  v1::ComparedLine& integration = *round.add_lines();
  integration.set_activity("organizations/exempelby/activities/integration");
  integration.set_display_name("Integration");
  AddValue(integration, "model", -953);
  AddValue(integration, "run-rate", 20);
  return response;
}

// The höst's -1 100 is -700.4 of staff and -399.6 without a type: -700 and -400 in print.
TEST(CompareTest, ErrorsByTypeAddUpToTheirRowAsPrinted) {
  FakePrognosd service;
  v1::CompareForecastsResponse& response = service.forecast.CompareForecasts_.response = UpplandsBroRounds();
  v1::ComparedRound& round = *response.mutable_years(0)->mutable_rounds(0);
  v1::ComparedLine& staff = *round.add_lines_by_type();
  staff.set_cost_type("organizations/exempelby/costTypes/personal");
  staff.set_cost_type_display_name("Personal");
  AddValue(staff, "model", -700.4);
  AddValue(*round.add_lines_by_type(), "model", -399.6);
  const std::string csv =
      service.Run({"jamfor", "--ar", "2022", "--prognossakerhet", "--varav", "--format", "tabell-csv"}).out;
  EXPECT_TRUE(service.forecast.CompareForecasts_.requests.at(0).by_type());
  EXPECT_THAT(csv, AllOf(HasSubstr("varav Personal;-700;"), HasSubstr("varav utan kostnadsslag;-400;")));
  EXPECT_THAT(service.Run({"jamfor", "--ar", "2022", "--prognossakerhet", "--varav", "--format", "csv"}).out,
              HasSubstr(";inom_95;kostnadsslag;niva;radtyp\n"));
  response = UpplandsBroRounds();
  EXPECT_THAT(service.Run({"jamfor", "--ar", "2022", "--prognossakerhet", "--varav"}).out,
              HasSubstr("Prognosen har inga kostnadsslag"));
}

// Vuxen's deviation of each round by type, as that round's own table has it.
TEST(CompareTest, RoundsByTypeStandBesideEachOther) {
  FakePrognosd service;
  service.forecast.Store(WithTypesOfVuxen(ExampleForecastAt(v1::ROUND_SPRING, "2022-04", 20000)));
  service.forecast.Store(WithTypesOfVuxen(ExampleForecast()));
  const std::string csv = service.Run({"jamfor", "--ar", "2022", "--varav", "--format", "tabell-csv"}).out;
  // -4 688.6 and -6 168.8: three quarters and one quarter.
  EXPECT_THAT(csv, HasSubstr("Vuxen;-4689;-6169;"));
  EXPECT_THAT(csv, ::testing::ContainsRegex("varav Personal;-351[67];-462[67];"));
  EXPECT_THAT(csv, ::testing::ContainsRegex("varav Lokaler;-117[23];-154[23];"));
  EXPECT_THAT(service.Run({"jamfor", "--ar", "2022", "--varav", "--format", "csv"}).out,
              AllOf(HasSubstr(";preliminar;kostnadsslag;niva;radtyp\n"), HasSubstr(";Personal;1;varav\n")));
  EXPECT_THAT(service.Run({"jamfor", "--ar", "2022"}).out, Not(HasSubstr("varav")));
}

// Two activities err by 1.4 tkr each, 2.8 together: 3 is shown of the sum, and so 1 and 2 of them.
TEST(CompareTest, ErrorsAddUpAsTheyAreShown) {
  FakePrognosd service;
  v1::ComparedYear& year = *service.forecast.CompareForecasts_.response.add_years();
  year.set_year(2022);
  year.set_year_end("organizations/exempelby/forecasts/2022-12-1");
  v1::ComparedRound& round = *year.add_rounds();
  round.mutable_forecast()->set_round(v1::ROUND_AUTUMN);
  round.mutable_forecast()->set_year(2022);
  for (const auto& [activity, ore] :
       {std::pair("", -280'000), std::pair("barn", -140'000), std::pair("vuxen", -140'000)}) {
    v1::ComparedLine& line = *round.add_lines();
    if (*activity != '\0') line.set_activity(absl::StrCat("organizations/exempelby/activities/", activity));
    line.set_display_name(activity);
    v1::ComparedValue& value = *line.add_values();
    value.set_by("model");
    value.set_error(ore);
  }
  const std::string csv = service.Run({"jamfor", "--ar", "2022", "--prognossakerhet", "--format", "tabell-csv"}).out;
  EXPECT_THAT(csv, AnyOf(HasSubstr("barn;-2;;0;rad\nvuxen;-1;;0;rad\nSumma;-3;;0;summa\n"),
                         HasSubstr("barn;-1;;0;rad\nvuxen;-2;;0;rad\nSumma;-3;;0;summa\n")));
}

TEST(CompareTest, TheErrorsOfModelPeopleAndRulesStandBesideEachOther) {
  FakePrognosd service;
  service.forecast.CompareForecasts_.response = UpplandsBroRounds();
  const std::string out = service.Run({"jamfor", "--ar", "2022", "--prognossakerhet"}).out;
  EXPECT_EQ(service.forecast.CompareForecasts_.requests.at(0).first_year(), 2022);
  EXPECT_THAT(out, HasSubstr("höstprognos 2022 minus utfall\n"));
  const std::string csv = service.Run({"jamfor", "--ar", "2022", "--prognossakerhet", "--format", "tabell-csv"}).out;
  // People have the model's word where they said nothing else; a net budget below zero has no per cent.
  EXPECT_THAT(csv, HasSubstr("Integration;-953;;-953;;20;"));
  EXPECT_THAT(csv, HasSubstr("Summa;-1100;0,4;-900;0,3;-2500;"));
  EXPECT_THAT(out, Not(HasSubstr("Summan 2022")));
}

TEST(CompareTest, SeveralYearsTellTheAccuracyOfTheSum) {
  FakePrognosd service;
  service.forecast.CompareForecasts_.response = UpplandsBroRounds();
  v1::ComparedYear& older = *service.forecast.CompareForecasts_.response.add_years();
  older.set_year(2023);
  v1::RoundAccuracy& row = *service.forecast.CompareForecasts_.response.add_accuracy();
  row.set_round(v1::ROUND_AUTUMN);
  row.set_by("model");
  row.set_years(1);
  row.set_mean_absolute_error(Tkr(1100));
  row.set_median_absolute_error(Tkr(1100));
  row.set_bias(Tkr(-1100));
  row.set_mean_error_percent(0.395);
  row.set_inside_80(1);
  row.set_inside_80_of(1);
  const std::string out = service.Run({"jamfor", "--ar", "2022", "--ar-till", "2023"}).out;
  EXPECT_EQ(service.forecast.CompareForecasts_.requests.at(0).last_year(), 2023);
  EXPECT_THAT(out, AllOf(HasSubstr("Summan 2022–2023"), HasSubstr("1 av 1"), HasSubstr("\u22121\u00a0100")));
  EXPECT_THAT(out, HasSubstr("2023 har inget bokslut med alla månader"));
  EXPECT_EQ(FakePrognosd().Run({"jamfor", "--ar", "2022", "--prognossakerhet"}).exit_code, 1);
}

TEST(CompareTest, YearsThatHaveNoForecastAreSaidToBeLeftOut) {
  FakePrognosd service;
  service.forecast.CompareForecasts_.response = UpplandsBroRounds();
  EXPECT_THAT(service.Run({"jamfor", "--ar", "2020", "--ar-till", "2023"}).out,
              HasSubstr("Inte med, för ingen prognos är sparad: 2020, 2021, 2023."));
  EXPECT_THAT(service.Run({"jamfor", "--ar", "2022", "--prognossakerhet"}).out, Not(HasSubstr("Inte med")));
}

// A höstprognos that was judged has a second column, and the locked one counts before a newer draft.
TEST(CompareTest, AJudgedRoundStandsBesideTheModels) {
  FakePrognosd service;
  v1::Forecast locked = ExampleForecast();
  locked.set_state(v1::FORECAST_STATE_LOCKED);
  v1::ForecastLine& sum = *locked.mutable_lines(1);
  sum.mutable_judged()->set_full_year(sum.full_year() + Tkr(1000));
  sum.mutable_judged()->set_deviation(sum.deviation() - Tkr(1000));
  service.forecast.Store(locked);
  v1::Forecast draft = ExampleForecastAt(v1::ROUND_AUTUMN, "2022-08", 30000);
  draft.set_name("organizations/exempelby/forecasts/draft");
  service.forecast.Store(draft);
  const std::string out = service.Run({"jamfor", "--ar", "2022"}).out;
  EXPECT_THAT(out, HasSubstr("Summa, mnkr: höstprognos \u221210,0 · höstprognos (bedömd) \u221211,0\n"));
  EXPECT_THAT(out, HasSubstr("bedömd"));
}

}  // namespace
}  // namespace prognos::client
