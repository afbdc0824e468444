#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/client/example_forecast.h"
#include "tests/client/fake_prognosd.h"

namespace prognos::client {
namespace {

using ::testing::HasSubstr;
using ::testing::SizeIs;

v1::Change& Add(v1::ChangeKind kind, int64_t seconds, FakePrognosd& service) {
  v1::Change& change = *service.history.ListChanges_.response.add_changes();
  change.set_kind(kind);
  change.mutable_record_time()->set_seconds(seconds);
  return change;
}

void HoldHistory(FakePrognosd& service) {
  Add(v1::CHANGE_KIND_FORECAST, 1'662'022'800, service).set_name("organizations/exempelby/forecasts/2022-08-1");
  v1::Change& budget = Add(v1::CHANGE_KIND_BUDGET, 1'662'019'200, service);
  budget.set_year(2022);
  budget.set_count(14);
  budget.set_author("5f0c11d2");
  budget.set_description("Tilläggsanslag augusti");
  v1::Change& import = Add(v1::CHANGE_KIND_ACTUALS, 1'662'015'600, service);
  import.set_count(1'512);
  import.set_series_count(22);
  import.set_first_month("2018-01");
  import.set_last_month("2022-08");
}

TEST(HistoryTest, EachChangeSaysWhenWhoAndWhat) {
  FakePrognosd service;
  HoldHistory(service);
  const Outcome outcome = service.Run({"historik"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("–         prognos 2022-08-1"));
  EXPECT_THAT(outcome.out, HasSubstr("5f0c11d2  budget 2022: 14 rader"));
  EXPECT_THAT(outcome.out, HasSubstr("Tilläggsanslag augusti\n"));
  EXPECT_THAT(outcome.out, HasSubstr("utfall: 1\u00a0512 värden i 22 serier, 2018-01 – 2022-08"));
  EXPECT_THAT(service.Run({"history", "--language", "en"}).out, HasSubstr("budget 2022: 14 rows"));
}

v1::ForecastChange& AddBeside(v1::ForecastChange::Kind kind, int64_t seconds, FakePrognosd& service) {
  v1::ForecastChange& change = *service.forecast.changes.Add();
  change.set_kind(kind);
  change.mutable_time()->set_seconds(seconds);
  return change;
}

TEST(HistoryTest, OfAForecastIsWhoJudgedCommentedAndLockedIt) {
  FakePrognosd service;
  v1::Forecast forecast = ExampleForecast();
  const v1::ForecastLine* vuxen = nullptr;
  for (const v1::ForecastLine& line : forecast.lines()) {
    if (line.display_name() == "Vuxen" && line.measure() == v1::MEASURE_COST) vuxen = &line;
  }
  ASSERT_NE(vuxen, nullptr);
  service.forecast.Store(forecast);
  v1::ForecastChange& judged = AddBeside(v1::ForecastChange::KIND_OVERRIDE, 1'663'142'400, service);
  judged.mutable_line()->set_activity(vuxen->activity());
  judged.mutable_line()->set_measure(v1::MEASURE_COST);
  judged.set_amount(Tkr(24'900));
  judged.set_plus_minus(Tkr(500));
  judged.set_text("Avtal från mars");
  judged.set_author("anna");
  judged.set_other_forecast("organizations/exempelby/forecasts/2022-04-1");
  v1::ForecastChange& removed = AddBeside(v1::ForecastChange::KIND_OVERRIDE, 1'663'146'000, service);
  *removed.mutable_line() = judged.line();
  AddBeside(v1::ForecastChange::KIND_LOCKED, 1'663'149'600, service).set_author("bo");
  const std::string id = forecast.name().substr(forecast.name().rfind('/') + 1);
  const Outcome outcome = service.Run({"historik", id});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("bedömning 24\u00a0900 ± 500 tkr: Avtal från mars (hämtad från 2022-04-1)"));
  EXPECT_THAT(outcome.out, ::testing::ContainsRegex("anna +Vuxen, kostnad +bed"));
  EXPECT_THAT(outcome.out, ::testing::ContainsRegex("– +Vuxen, kostnad +bedömningen togs bort"));
  EXPECT_THAT(outcome.out, ::testing::ContainsRegex("bo +låst"));
  EXPECT_TRUE(service.history.ListChanges_.requests.empty());
  EXPECT_EQ(service.Run({"historik", id, "--antal", "5"}).exit_code, 2);
}

TEST(HistoryTest, WhatIsWithdrawnIsToldWithItsReason) {
  FakePrognosd service;
  v1::Change& some = Add(v1::CHANGE_KIND_INDICATORS, 1'662'022'800, service);
  some.set_count(3);
  some.set_withdrawn_count(1);
  some.set_description("målet gäller 2023");
  v1::Change& all = Add(v1::CHANGE_KIND_FUNDS, 1'662'019'200, service);
  all.set_count(1);
  all.set_withdrawn_count(1);
  const std::string out = service.Run({"historik"}).out;
  EXPECT_THAT(out, HasSubstr("indikatorer: 3 uppgifter, varav 1 återtag"));
  EXPECT_THAT(out, HasSubstr("målet gäller 2023"));
  EXPECT_THAT(out, HasSubstr("bidrag, projekt, investeringar: återtag av 1 uppgift"));
}

TEST(HistoryTest, AForecastWithNothingBesideItSaysSoAndWhoMadeIt) {
  FakePrognosd service;
  v1::Forecast forecast = ExampleForecast();
  forecast.set_author("anna");
  service.forecast.Store(forecast);
  const std::string id = forecast.name().substr(forecast.name().rfind('/') + 1);
  const std::string out = service.Run({"historik", id}).out;
  EXPECT_THAT(out, HasSubstr("Inget är sparat vid sidan av prognosen."));
  EXPECT_THAT(out, ::testing::ContainsRegex("anna +prognosen gjord"));
}

TEST(HistoryTest, KindsAndAPeriodAreSent) {
  FakePrognosd service;
  const Outcome outcome = service.Run(
      {"historik", "--vad", "utvärdering,Verksamhet", "--fran", "2022-08-01", "--till", "2022-08-31", "--antal", "5"});
  EXPECT_EQ(outcome.out, "Inget är sparat under tiden.\n") << outcome.err;
  const v1::ListChangesRequest& request = service.history.ListChanges_.requests.at(0);
  EXPECT_EQ(request.organization(), "organizations/exempelby");
  ASSERT_EQ(request.kinds_size(), 4);
  EXPECT_EQ(request.kinds(0), v1::CHANGE_KIND_EVALUATION);
  EXPECT_EQ(request.kinds(1), v1::CHANGE_KIND_ACTIVITIES);
  EXPECT_EQ(request.kinds(2), v1::CHANGE_KIND_SERIES);
  EXPECT_EQ(request.kinds(3), v1::CHANGE_KIND_ACTIVITY_DELETED);
  EXPECT_LT(request.since().seconds(), request.until().seconds());
  EXPECT_EQ(request.page_size(), 5);
  EXPECT_EQ(service.Run({"historik", "--vad", "löner"}).exit_code, 2);
  EXPECT_EQ(service.Run({"historik", "--antal", "0"}).exit_code, 2);
  EXPECT_THAT(service.history.ListChanges_.requests, SizeIs(1));
}

TEST(HistoryTest, ForProgramsEveryFigureHasAColumn) {
  FakePrognosd service;
  HoldHistory(service);
  const std::string csv = service.Run({"historik", "--format", "csv"}).out;
  EXPECT_THAT(csv, HasSubstr("tid;vem;vad;ar;antal;serier;forsta_manad;sista_manad;namn;beskrivning;atertagna\n"));
  EXPECT_THAT(csv, HasSubstr("2022-09-01T08:00:00+00:00;5f0c11d2;BUDGET;2022;14;0;;;;Tilläggsanslag augusti;0\n"));
  EXPECT_THAT(csv, HasSubstr("2022-09-01T07:00:00+00:00;;ACTUALS;;1512;22;2018-01;2022-08;;;0\n"));
}

}  // namespace
}  // namespace prognos::client
