#include "forecast/documents/text_width.h"
#include "forecast/messages/wire/message_proto.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "messages/model.h"
#include "messages/note.h"
#include "messages/refusal.h"
#include "tests/client/example_forecast.h"
#include "tests/client/fake_prognosd.h"

namespace prognos::client {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

TEST(ShowTest, ANameShowsThatForecast) {
  FakePrognosd service;
  service.forecast.Store(ExampleForecast());
  EXPECT_THAT(service.Run({"visa", "2022-host-1"}).out, StartsWith("Exempelby socialnämnd · höstprognos 2022"));
  EXPECT_THAT(service.forecast.asked, ElementsAre("organizations/exempelby/forecasts/2022-host-1"));
}

TEST(ShowTest, TheNewestOfARoundIsShown) {
  FakePrognosd service;
  v1::Forecast older = ExampleForecast();
  older.set_name("organizations/exempelby/forecasts/old");
  service.forecast.Store(older);
  service.forecast.Store(ExampleForecast());
  service.forecast.Store(ExampleForecastAt(v1::ROUND_SPRING, "2022-04", 20000));
  service.Run({"visa", "--ar", "2022", "--omgang", "host"});
  EXPECT_EQ(service.forecast.asked.back(), "organizations/exempelby/forecasts/2022-host-1");
  EXPECT_EQ(service.forecast.ListForecasts_.requests.back().year(), 2022);
  service.Run({"visa"});
  EXPECT_EQ(service.forecast.asked.back(), "organizations/exempelby/forecasts/ROUND_SPRING");
}

TEST(ShowTest, NoSuchForecastIsRefusedWithAdvice) {
  const Outcome outcome = FakePrognosd().Run({"visa", "--ar", "2022", "--omgang", "host"});
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_THAT(outcome.err, HasSubstr("det finns ingen sådan sparad prognos\nSe vilka som finns"));
}

TEST(ShowTest, ANameAndARoundAreWrongUse) { EXPECT_EQ(FakePrognosd().Run({"visa", "x", "--ar", "2022"}).exit_code, 2); }

TEST(ShowTest, DeficitsAreRedOnATerminalOnly) {
  FakePrognosd service;
  service.forecast.Store(ExampleForecast());
  const auto red = HasSubstr("\033[31m");
  EXPECT_THAT(service.Run({"visa"}).out, Not(red));
  EXPECT_THAT(service.Run({"visa", "--farg", "alltid"}).out, red);
  service.is_terminal = true;
  EXPECT_THAT(service.Run({"visa"}).out, red);
  EXPECT_THAT(service.Run({"visa", "--farg", "aldrig"}).out, Not(red));
  service.variables["NO_COLOR"] = "1";
  EXPECT_THAT(service.Run({"visa"}).out, Not(red));
}

// The widest line of a text, in columns.
int WidestLine(const std::string& text) {
  int widest = 0;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) widest = std::max(widest, documents::DisplayWidth(line));
  return widest;
}

TEST(ShowTest, TheTableFitsATerminalOfEightyColumns) {
  FakePrognosd service;
  v1::Forecast forecast = ExampleForecast();
  service.forecast.Store(forecast);
  service.is_terminal = true;
  service.variables["NO_COLOR"] = "1";
  service.terminal_width = 80;
  EXPECT_LE(WidestLine(service.Run({"visa"}).out), 80);
}

// Ids beside names, amounts as numbers, enums as words: what programs may rely on (docs/json.md).
TEST(ShowTest, JsonHasIdsBesideNamesAndAmountsAsNumbers) {
  FakePrognosd service;
  v1::Forecast forecast = ExampleForecast();
  forecast.mutable_lines(0)->set_full_year(29219000000);
  service.forecast.Store(forecast);
  const std::string json = service.Run({"visa", "--format", "json"}).out;
  for (const char* part : {"\"name\": \"organizations/exempelby/forecasts/2022-host-1\"", "\"id\": \"2022-host-1\"",
                           "\"round\": \"autumn\"", "\"full_year\": 29219000000", "\"last_year\": "}) {
    EXPECT_THAT(json, HasSubstr(part));
  }
}

TEST(ShowTest, ErrorsAreJsonWhereJsonIsAskedFor) {
  const Outcome outcome = FakePrognosd().Run({"visa", "--format", "json", "finns-inte"});
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_THAT(outcome.err, StartsWith("{\"error\": {\"message\": \""));
  EXPECT_THAT(outcome.err, HasSubstr("\"exit_code\": 1}}\n"));
}

// "organisationen ”exempelby” har ingen prognos ”host-2022-nr9”" named two things that nobody had written.
TEST(ShowTest, AForecastThatIsNotThereIsToldByNameBesideThoseThatAre) {
  FakePrognosd service;
  v1::Forecast stored = ExampleForecast();
  stored.set_number(2);
  service.forecast.Store(stored);
  v1::ErrorDetail detail;
  detail.set_reason(v1::REASON_NOT_FOUND);
  *detail.mutable_message() = ToProto(messages::refusal::NoForecast("exempelby", "host-2022-nr9"));
  service.forecast.missing = RefusedWith(grpc::StatusCode::NOT_FOUND, detail);
  const Outcome outcome = service.Run({"visa", "höst 2022 #9"});
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_THAT(outcome.err, StartsWith("prognos: prognosen ”höst 2022 #9” finns inte\n  sparade är: höst 2022 #2\n"));
  EXPECT_THAT(service.Run({"visa", "--format", "json", "höst 2022 #9"}).err, HasSubstr("\"reason\": \"not_found\""));
}

TEST(ShowTest, CsvHasALineForEachLineOfTheForecast) {
  FakePrognosd service;
  service.forecast.Store(ExampleForecast());
  const std::string csv = service.Run({"visa", "--format", "csv"}).out;
  EXPECT_EQ(std::count(csv.begin(), csv.end(), '\n'), 11);
  EXPECT_THAT(csv, StartsWith("\xEF\xBB\xBFverksamhet;namn;overordnad;matt;"));
  EXPECT_THAT(service.Run({"visa", "--format", "csv", "--sprak", "en"}).out,
              StartsWith("activity,name,parent,measure,"));
}

// Vuxen 2021: budget 14 000 tkr, outcome 15 000 tkr: -1 000.
TEST(ShowTest, TheDriftredovisningFetchesTheBudgetOfTheYearBefore) {
  FakePrognosd service;
  v1::Forecast forecast = ExampleForecast();
  for (v1::ForecastLine& line : *forecast.mutable_lines()) {
    if (line.series() == "organizations/exempelby/series/vuxen.cost") line.set_last_year(Tkr(15000));
  }
  service.forecast.Store(forecast);
  v1::BudgetLine& budget = *service.budget.GetBudget_.response.add_lines();
  budget.set_series("organizations/exempelby/series/vuxen.cost");
  budget.set_amount_ore(Tkr(14000));
  const std::string out = service.Run({"visa", "--driftredovisning"}).out;
  EXPECT_EQ(service.budget.GetBudget_.requests.at(0).year(), 2021);
  EXPECT_THAT(out, HasSubstr("\u22126\u00a0169  \u22121\u00a0000\n"));
}

TEST(ShowTest, DetailsTellTheModelOfEachSeries) {
  FakePrognosd service;
  v1::Forecast forecast = ExampleForecast();
  v1::ForecastLine& line = *forecast.mutable_lines(4);
  line.mutable_model()->set_model("seasonal-regression");
  line.mutable_model()->set_specification("nivå, säsong");
  line.mutable_model()->set_past_error(Tkr(431.2));
  line.mutable_model()->set_last_years_share_past_error(Tkr(902));
  line.mutable_model()->set_past_years(4);
  service.forecast.Store(forecast);
  const std::string out = service.Run({"visa", "--detaljer"}).out;
  EXPECT_THAT(out, HasSubstr("Externa placeringar, kostnad · tkr\n  Modell: seasonal-regression (nivå, säsong)\n"));
  EXPECT_THAT(out, HasSubstr("vid samma omgång: 431\u00a0tkr (4 år); ”förra årets andel”: 902\u00a0tkr\n"));
}

TEST(ShowTest, DetailsTellNotesAndWhatAModelLearnsFromWithTheirFigures) {
  FakePrognosd service;
  v1::Forecast forecast = ExampleForecast();
  v1::ForecastLine& line = *forecast.mutable_lines(4);
  const Message learns = messages::model::LearnsFrom(4, 19, 24);
  line.mutable_model()->set_model("pooled-regression");
  line.mutable_model()->set_specification(learns.English());
  *line.mutable_model()->mutable_specification_message() = ToProto(learns);
  const Message one_off =
      messages::note::OneOff(Argument::OfMonth("2022-03"), Argument::Figure(1'802'000), Argument::Figure(900'500));
  v1::Note& note = *line.add_notes();
  note.set_code(v1::NOTE_CODE_ONE_OFF);
  note.set_month("2022-03");
  note.set_text(one_off.English());
  *note.mutable_message() = ToProto(one_off);
  line.add_notes()->set_code(v1::NOTE_CODE_SHORT_HISTORY);  // Stored before notes had messages.
  service.forecast.Store(forecast);
  EXPECT_THAT(
      service.Run({"visa", "--detaljer"}).out,
      HasSubstr(
          "  Modell: pooled-regression (lär av 4 serier tillsammans, fönster på 19–24 månader)\n"
          "  mars 2022 1\u00a0802 tkr mot väntade 901: avviker stort från månaderna runt om; ingår i utfallet men "
          "väntas inte igen\n"
          "  under två års historik; "));
  EXPECT_THAT(service.Run({"visa", "--detaljer", "--sprak", "en"}).out,
              HasSubstr("March 2022 1,802 tkr where 901 was expected: "));
}

}  // namespace
}  // namespace prognos::client
