#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/client/example_forecast.h"
#include "tests/client/fake_prognosd.h"

namespace prognos::client {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

TEST(CreateTest, TheForecastIsStoredAndPrintedAtOnce) {
  FakePrognosd service;
  *service.forecast.CreateForecast_.response.mutable_forecast() = ExampleForecast();
  const Outcome outcome = service.Run({"skapa", "--ar", "2022", "--omgang", "host"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("Exempelby socialnämnd · höstprognos 2022 · känt till och med augusti · tkr\n\n"));
  EXPECT_THAT(outcome.out, HasSubstr("Summa "));
  EXPECT_THAT(outcome.out, HasSubstr("Sparad som 2022-host-1. Visa igen: prognos visa 2022-host-1\n"));
  const v1::CreateForecastRequest& request = service.forecast.CreateForecast_.requests.at(0);
  EXPECT_EQ(request.year(), 2022);
  EXPECT_EQ(request.round(), v1::ROUND_AUTUMN);
  EXPECT_FALSE(request.has_as_of());
}

TEST(CreateTest, WhatIsPrintedCanBeToldByCostType) {
  FakePrognosd service;
  *service.forecast.CreateForecast_.response.mutable_forecast() = WithTypesOfVuxen(ExampleForecast());
  const std::vector<std::string> create = {"skapa", "--ar", "2022", "--omgang", "host", "--format", "tabell-csv"};
  EXPECT_THAT(service.Run(create).out, Not(HasSubstr("varav")));
  std::vector<std::string> by_type = create;
  by_type.push_back("--varav");
  EXPECT_THAT(service.Run(by_type).out, AllOf(HasSubstr("varav Personal;"), HasSubstr("varav Lokaler;")));
  *service.forecast.CreateForecast_.response.mutable_forecast() = ExampleForecast();
  EXPECT_THAT(service.Run({"skapa", "--ar", "2022", "--omgang", "host", "--varav"}).out,
              HasSubstr("Prognosen har inga kostnadsslag"));
}

TEST(CreateTest, EveryRoundHasASwedishAndAnEnglishWord) {
  FakePrognosd service;
  const std::vector<std::pair<std::string, v1::Round>> words = {
      {"mars", v1::ROUND_MARCH},       {"vår", v1::ROUND_SPRING},      {"spring", v1::ROUND_SPRING},
      {"HOST", v1::ROUND_AUTUMN},      {"oktober", v1::ROUND_OCTOBER}, {"bokslut", v1::ROUND_YEAR_END},
      {"year-end", v1::ROUND_YEAR_END}};
  for (const auto& [word, round] : words) {
    EXPECT_EQ(service.Run({"create", "--year", "2022", "--round", word}).exit_code, 0);
    EXPECT_EQ(service.forecast.CreateForecast_.requests.back().round(), round) << word;
  }
}

TEST(CreateTest, ALastKnownMonthCanStandForTheRound) {
  FakePrognosd service;
  service.Run({"skapa", "--till-och-med", "2022-05", "--modell", "run-rate", "--fro", "7"});
  const v1::CreateForecastRequest& request = service.forecast.CreateForecast_.requests.at(0);
  EXPECT_EQ(request.year(), 2022);
  EXPECT_EQ(request.last_known_month(), 5);
  EXPECT_EQ(request.options().model(), "run-rate");
  EXPECT_EQ(request.options().seed(), 7u);
  // December of the year before: nothing of 2022 is known.
  service.Run({"skapa", "--ar", "2022", "--till-och-med", "2021-12"});
  EXPECT_TRUE(service.forecast.CreateForecast_.requests.at(1).has_last_known_month());
  EXPECT_EQ(service.forecast.CreateForecast_.requests.at(1).last_known_month(), 0);
}

TEST(CreateTest, AModelMayBeWrittenAsTheTablesCallIt) {
  FakePrognosd service;
  service.Run({"skapa", "--ar", "2022", "--omgang", "host", "--modell", "Förra årets andel"});
  EXPECT_EQ(service.forecast.CreateForecast_.requests.at(0).options().model(), "last-years-share");
  service.Run({"skapa", "--ar", "2022", "--omgang", "host"});
  EXPECT_EQ(service.forecast.CreateForecast_.requests.at(1).options().model(), "");
}

TEST(CreateTest, AMomentIsSentToTheSecond) {
  FakePrognosd service;
  service.Run({"skapa", "--ar", "2022", "--omgang", "host", "--per", "2022-09-15T08:00:00+02:00"});
  // 2022-09-15 06:00 UTC; `date -u -d '2022-09-15 06:00' +%s`.
  EXPECT_EQ(service.forecast.CreateForecast_.requests.at(0).as_of().seconds(), 1663221600);
}

TEST(CreateTest, WrongUseIsToldBeforeAnythingIsSent) {
  FakePrognosd service;
  const auto expect = [&](const std::vector<std::string>& command, const std::string& err) {
    const Outcome outcome = service.Run(command);
    EXPECT_EQ(outcome.exit_code, 2);
    EXPECT_THAT(outcome.err, HasSubstr(err));
  };
  expect({"skapa", "--ar", "2022"}, "ange antingen --omgang eller --till-och-med");
  expect({"skapa", "--omgang", "host", "--till-och-med", "2022-05"}, "ange antingen");
  expect({"skapa", "--omgang", "host"}, "--ar saknas\nAnge året tillsammans med omgången");
  expect({"skapa", "--ar", "2022", "--omgang", "vinter"}, "”vinter” är ingen omgång\nVälj mars, var,");
  expect({"skapa", "--till-och-med", "2022-13"}, "”2022-13” är inte en månad\nSkriv den som ÅÅÅÅ-MM");
  expect({"skapa", "--ar", "2022", "--till-och-med", "2023-01"}, "2023-01 hör inte till 2022");
  expect({"skapa", "--ar", "22", "--omgang", "host"}, "22 är inget år");
  expect({"skapa", "--ar", "2022", "--omgang", "host", "--fro", "-1"},
         "”-1” är inget val för --fro\nVälj något av: ett heltal, 0 eller mer.");
  expect({"skapa", "--ar", "2022", "--omgang", "host", "--per", "igår"}, "”igår” är ingen tidpunkt");
  EXPECT_THAT(service.forecast.CreateForecast_.requests, IsEmpty());
}

TEST(CreateTest, CheckingComputesWithoutStoring) {
  FakePrognosd service;
  v1::Forecast& forecast = *service.forecast.CreateForecast_.response.mutable_forecast();
  forecast = ExampleForecast();
  forecast.clear_name();
  EXPECT_THAT(service.Run({"skapa", "--ar", "2022", "--omgang", "host", "--kontrollera"}).out,
              HasSubstr("Prognosen är beräknad men inte sparad.\n"));
  EXPECT_TRUE(service.forecast.CreateForecast_.requests.at(0).validate_only());
}

TEST(CreateTest, APreliminaryForecastIsAskedForInWords) {
  FakePrognosd service;
  v1::Forecast& forecast = *service.forecast.CreateForecast_.response.mutable_forecast();
  forecast = ExampleForecastAt(v1::ROUND_YEAR_END, "2022-12", 22500);
  for (const char* month : {"2022-09", "2022-10", "2022-11", "2022-12"}) forecast.add_missing_months(month);
  EXPECT_THAT(service.Run({"skapa", "--ar", "2022", "--omgang", "bokslut", "--preliminar"}).out,
              HasSubstr("bokslut 2022, preliminärt · känt till och med augusti · inget bokfört i sep–dec · tkr"));
  EXPECT_TRUE(service.forecast.CreateForecast_.requests.at(0).preliminary());
}

TEST(CreateTest, NothingToForecastFromIsRefused) {
  FakePrognosd service;
  service.forecast.CreateForecast_.failures = {RefusedWith(grpc::StatusCode::FAILED_PRECONDITION, v1::REASON_NO_DATA)};
  const Outcome outcome = service.Run({"skapa", "--ar", "2022", "--omgang", "host"});
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_THAT(outcome.err, HasSubstr("varken utfall eller budget\nLäs in utfall med"));
}

// What a scenario says is kept as judgements of the series that it changes: their year and how sure it is, with what
// was written as the reason. Sums follow from them and are not judged.
TEST(CreateCommandTest, WhatIfIsKeptAsJudgements) {
  FakePrognosd service;
  service.AddActivity("vuxen", "Vuxen", "", {"cost"});
  *service.forecast.CreateForecast_.response.mutable_forecast() = ExampleForecast();
  v1::SimulateScenarioResponse& simulated = service.forecast.SimulateScenario_.response;
  simulated.add_outcomes();
  v1::ScenarioOutcome& all = *simulated.add_outcomes();
  const std::string vuxen = "organizations/exempelby/series/vuxen.cost";
  const std::string other = "organizations/exempelby/series/barn.cost";
  for (const auto& [series, full_year] :
       {std::pair(std::string(), 1'100), std::pair(vuxen, 600), std::pair(other, 500)}) {
    v1::ScenarioLine& line = *all.add_lines();
    line.set_measure(v1::MEASURE_COST);
    line.set_series(series);
    line.set_base_full_year(series == vuxen ? 550 : series.empty() ? 1'050 : 500);
    line.set_full_year(full_year);
    line.mutable_full_year_quantiles()->set_p10(full_year - 40);
    line.mutable_full_year_quantiles()->set_p90(full_year + 60);
  }
  *service.forecast.ApplyJudgements_.response.mutable_forecast() = ExampleForecast();
  const Outcome outcome = service.Run(
      {"skapa", "--ar", "2022", "--omgang", "host", "--vad-om", "vuxen.kostnad; 2 x 3800 per dygn; 2022-10"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  ASSERT_EQ(service.forecast.ApplyJudgements_.requests.size(), 1);
  const v1::ApplyJudgementsRequest& judged = service.forecast.ApplyJudgements_.requests[0];
  ASSERT_EQ(judged.judgements_size(), 1);
  EXPECT_EQ(judged.judgements(0).line().series(), vuxen);
  EXPECT_EQ(judged.judgements(0).set_override().full_year_ore(), 600);
  EXPECT_EQ(judged.judgements(0).set_override().plus_minus_ore(), 50);
  EXPECT_EQ(judged.judgements(0).set_override().reason(), "Vad om: vuxen.kostnad; 2 x 3800 per dygn; 2022-10");
}

// What cannot be understood stores nothing; nor does what would have nothing to work on.
TEST(CreateCommandTest, AWhatIfThatIsNotUnderstoodStoresNothing) {
  FakePrognosd service;
  service.AddActivity("vuxen", "Vuxen", "", {"cost"});
  EXPECT_EQ(service.Run({"skapa", "--ar", "2022", "--omgang", "host", "--vad-om", "vuxen.kostnad; dyrare"}).exit_code,
            2);
  EXPECT_EQ(
      service.Run({"skapa", "--ar", "2022", "--omgang", "host", "--kontrollera", "--vad-om", "vuxen.kostnad; 3 %"})
          .exit_code,
      2);
  EXPECT_THAT(service.forecast.CreateForecast_.requests, IsEmpty());
}

}  // namespace
}  // namespace prognos::client
