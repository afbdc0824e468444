#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/client/example_forecast.h"
#include "tests/client/fake_prognosd.h"

namespace prognos::client {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

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

TEST(CompareTest, AYearWithoutForecastsIsRefused) {
  EXPECT_EQ(FakePrognosd().Run({"jamfor", "--ar", "2022"}).exit_code, 1);
}

TEST(CompareTest, CsvHasARowForEachActivityAndRound) {
  FakePrognosd service;
  StoreYear(service);
  EXPECT_THAT(service.Run({"jamfor", "--ar", "2022", "--format", "csv"}).out,
              AllOf(HasSubstr("verksamhet;namn;omgang;kant_till;prognosnamn;avvikelse\n"),
                    HasSubstr("vuxen;Vuxen;höstprognos;2022-08;2022-host-1;-6168800,00\n")));
}

TEST(CompareTest, WhatTheTableShowsComesAsCsvAndJsonAsWell) {
  FakePrognosd service;
  StoreYear(service);
  EXPECT_THAT(service.Run({"jamfor", "--ar", "2022", "--format", "tabell-csv"}).out,
              AllOf(HasSubstr("Verksamhet;vårprognos, tkr;höstprognos, tkr;bokslut, tkr\n"),
                    HasSubstr("Vuxen;-4689;-6169;-7189\n")));
  EXPECT_THAT(service.Run({"jamfor", "--ar", "2022", "--format", "tabell-json"}).out,
              HasSubstr("\"autumn\": {\"value\": -6169, \"unit\": \"tkr\", \"ore\": -616880000}"));
}

}  // namespace
}  // namespace prognos::client
