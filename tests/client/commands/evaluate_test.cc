#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/client/example_evaluation.h"
#include "tests/client/fake_prognosd.h"

namespace prognos::client {
namespace {

using ::testing::AllOf;
using ::testing::ContainsRegex;
using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

v1::BacktestResponse ProgressOf(int done) {
  v1::BacktestResponse message;
  message.mutable_progress()->set_round(v1::ROUND_AUTUMN);
  message.mutable_progress()->set_done_count(done);
  message.mutable_progress()->set_total_count(200);
  return message;
}

// Rows first ... end - 1 of the example; the token tells where the page ends.
v1::BacktestResponse PageOf(int first, int end) {
  const v1::GetEvaluationResponse example = ExampleEvaluation();
  v1::BacktestResponse message;
  for (int at = first; at < end; ++at) *message.mutable_page()->add_rows() = example.rows(at);
  message.mutable_page()->set_next_page_token("behind " + std::to_string(end));
  if (end == example.rows_size()) *message.mutable_page()->mutable_summaries() = example.evaluation().summaries();
  return message;
}

v1::BacktestResponse End() {
  v1::BacktestResponse message;
  *message.mutable_evaluation() = ExampleEvaluation().evaluation();
  message.mutable_evaluation()->set_name("organizations/exempelby/evaluations/2021-2022-1");
  return message;
}

constexpr int kRows = 10;

TEST(EvaluateTest, TheTableAndTheSentencesArePrintedForEachRound) {
  FakePrognosd service;
  service.evaluation.streams = {{ProgressOf(10), PageOf(0, kRows), End()}};
  const Outcome outcome = service.Run({"utvardera", "--omgang", "host"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, StartsWith("Exempelby socialnämnd · utvärdering 2021–2022 · helårets fel, netto\n\n"
                                      "Omgång: höstprognos · 2 år\n"));
  EXPECT_THAT(outcome.out,
              HasSubstr("Bäst: årstakt för Barn (1\u00a0av\u00a02); standard för Vuxen (1\u00a0av\u00a02).\n"));
  EXPECT_THAT(outcome.out, HasSubstr("Vilken modell som var bäst vet man först efteråt"));
  EXPECT_EQ(outcome.err, "");  // Nobody looks.
}

TEST(EvaluateTest, TheOptionsBecomeTheRequest) {
  FakePrognosd service;
  service.AddActivity("vuxen", "Vuxen", "", {"cost"});
  service.evaluation.streams = {{End()}};
  service.Run({"utvardera", "--ar-fran", "2019", "--ar-till", "2022", "--omgang", "var,host", "--modeller",
               "ets,årstakt", "--serie", "vuxen.kostnad", "--dragningar", "500", "--fro", "7"});
  ASSERT_EQ(service.evaluation.requests.size(), 1u);
  const v1::BacktestRequest& request = service.evaluation.requests[0];
  EXPECT_EQ(request.organization(), "organizations/exempelby");
  EXPECT_EQ(request.first_year(), 2019);
  EXPECT_EQ(request.last_year(), 2022);
  EXPECT_THAT(request.rounds(), ElementsAre(v1::ROUND_SPRING, v1::ROUND_AUTUMN));
  EXPECT_THAT(request.models(), ElementsAre("ets", "run-rate"));
  EXPECT_EQ(request.series(), "organizations/exempelby/series/vuxen.cost");
  EXPECT_EQ(request.path_count(), 500);
  EXPECT_EQ(request.seed(), 7u);
  EXPECT_FALSE(request.store());
  EXPECT_THAT(request.request_id(), IsEmpty());
}

TEST(EvaluateTest, AStreamThatBreaksIsTakenUpBehindItsLastPage) {
  FakePrognosd service;
  service.evaluation.streams = {{PageOf(0, 4)}, {PageOf(4, kRows), End()}};
  service.evaluation.endings = {grpc::Status(grpc::StatusCode::UNAVAILABLE, "gone")};
  const Outcome outcome = service.Run({"utvardera"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_EQ(service.evaluation.requests[1].page_token(), "behind 4");
  FakePrognosd unbroken;
  unbroken.evaluation.streams = {{PageOf(0, kRows), End()}};
  EXPECT_EQ(outcome.out, unbroken.Run({"utvardera"}).out);
}

TEST(EvaluateTest, WhenTheTimeLimitPassesThePagesThatCameCount) {
  FakePrognosd service;
  service.evaluation.streams = {{PageOf(0, 4)}, {PageOf(4, kRows), End()}};
  service.evaluation.endings = {grpc::Status(grpc::StatusCode::DEADLINE_EXCEEDED, "late")};
  EXPECT_EQ(service.Run({"utvardera"}).exit_code, 0);
  FakePrognosd silent;
  silent.evaluation.streams = {{}};
  silent.evaluation.endings = {grpc::Status(grpc::StatusCode::DEADLINE_EXCEEDED, "late")};
  EXPECT_EQ(silent.Run({"utvardera"}).exit_code, 1);
}

TEST(EvaluateTest, ProgressIsShownOnATerminalAndWipedAway) {
  FakePrognosd service;
  service.is_terminal = true;
  service.terminal_width = 120;
  service.progress_width = 120;
  service.evaluation.streams = {{ProgressOf(10), ProgressOf(100), PageOf(0, kRows), End()}};
  const Outcome outcome = service.Run({"utvardera"});
  EXPECT_THAT(outcome.out, StartsWith("Exempelby"));
  EXPECT_THAT(outcome.err, AllOf(StartsWith("höstprognos  █░"), HasSubstr("  5 %"), EndsWith("\r\x1b[K")));
}

TEST(EvaluateTest, WhatIsStoredSaysItsNameAndCanBeShownAgain) {
  FakePrognosd service;
  service.evaluation.streams = {{PageOf(0, kRows), End()}};
  const Outcome stored = service.Run({"utvardera", "--spara"});
  EXPECT_TRUE(service.evaluation.requests[0].store());
  EXPECT_THAT(service.evaluation.requests[0].request_id(), Not(IsEmpty()));
  EXPECT_THAT(stored.out, HasSubstr("Sparad som 2021-2022-1.\n"));
  service.evaluation.GetEvaluation_.response = ExampleEvaluation();
  const Outcome shown = service.Run({"utvardera", "2021-2022-1"});
  EXPECT_EQ(service.evaluation.GetEvaluation_.requests[0].name(), "organizations/exempelby/evaluations/2021-2022-1");
  EXPECT_EQ(shown.out + "Sparad som 2021-2022-1.\n", stored.out);
}

// Vuxen's 50 tkr are 30 of staff and 20 of what has no type.
std::vector<v1::BacktestResponse> StreamByType() {
  v1::BacktestResponse page = PageOf(0, kRows);
  for (const auto& [activity, name] : {std::pair("", ""), std::pair("vuxen", "Vuxen")}) {
    for (const auto& [type, error] : {std::pair("Personal", 30), std::pair("", 20)}) {
      for (const char* model : {"default", "last-years-share"}) {
        const bool is_default = std::string(model) == "default";
        v1::EvaluationRow row =
            ExampleEvaluationRow(activity, name, model, is_default ? error : 100, 1.04, is_default ? 0.25 : 1.0, 1);
        row.set_by_type(true);
        if (*type != '\0') row.set_cost_type(std::string("organizations/exempelby/costTypes/") + type);
        row.set_cost_type_display_name(type);
        *page.mutable_page()->add_rows() = row;
      }
    }
  }
  return {page, End()};
}

TEST(EvaluateTest, TypesStandBelowTheirRow) {
  FakePrognosd service;
  service.evaluation.streams = {StreamByType(), StreamByType()};
  const std::string by_type = service.Run({"utvardera", "--omgang", "host", "--varav"}).out;
  EXPECT_TRUE(service.evaluation.requests[0].by_type());
  const std::string types = " +varav Personal +standard +30 [^\n]*\n +varav utan kostnadsslag +standard +20 ";
  EXPECT_THAT(by_type, ContainsRegex("Vuxen +standard +50 [^\n]*\n" + types));
  EXPECT_THAT(by_type, ContainsRegex("Summa +standard +90 [^\n]*\n" + types));
  // The sentences are of activities and the sum.
  EXPECT_THAT(by_type,
              HasSubstr("Bäst: årstakt för Barn (1\u00a0av\u00a02); standard för Vuxen (1\u00a0av\u00a02).\n"));
  // As they are when only the service has rows by type.
  const std::string plain = service.Run({"utvardera", "--omgang", "host"}).out;
  EXPECT_FALSE(service.evaluation.requests[1].by_type());
  FakePrognosd without;
  without.evaluation.streams = {{PageOf(0, kRows), End()}, {PageOf(0, kRows), End()}};
  EXPECT_EQ(plain, without.Run({"utvardera", "--omgang", "host"}).out);
  EXPECT_THAT(without.Run({"utvardera", "--varav"}).out, HasSubstr("Utvärderingen har inga rader per kostnadsslag."));
}

TEST(EvaluateTest, TypesAreRowsOfTheirOwnKindForPrograms) {
  FakePrognosd service;
  service.evaluation.streams = {StreamByType(), StreamByType(), StreamByType()};
  const std::string rows = service.Run({"utvardera", "--varav", "--format", "csv"}).out;
  EXPECT_THAT(rows, AllOf(HasSubstr(";intervallpoang_90;kostnadsslag;niva;radtyp\n"),
                          ContainsRegex("\nvuxen;Vuxen;netto;;;höstprognos;default;[^\n]*;Personal;1;varav\n"),
                          ContainsRegex("\n;Summa;netto;;;höstprognos;default;[^\n]*;\"'-\";0;varav\n"),
                          ContainsRegex("\nbarn;Barn;netto;;;höstprognos;default;[^\n]*;;0;rad\n")));
  // 5 000 tkr in each year, and 30 too much said.
  EXPECT_THAT(service.Run({"utvardera", "--varav", "--detaljer", "--format", "csv"}).out,
              ContainsRegex("\nvuxen;Vuxen;[^\n]*;2022;5000000,00;5030000,00;[^\n]*;Personal;1;varav\n"));
  EXPECT_THAT(service.Run({"utvardera", "--varav", "--format", "tabell-csv"}).out,
              AllOf(ContainsRegex("\nvarav Personal;standard;30;[^\n]*;varav\n"),
                    ContainsRegex("\nSumma;standard;90;[^\n]*;summa\n")));
}

TEST(EvaluateTest, CsvAndJsonAreForPrograms) {
  FakePrognosd service;
  service.evaluation.streams = {{PageOf(0, kRows), End()}, {PageOf(0, kRows), End()}, {PageOf(0, kRows), End()}};
  const std::string csv = service.Run({"utvardera", "--format", "csv"}).out;
  EXPECT_THAT(csv, StartsWith("\uFEFFverksamhet;namn;matt;serie;enhet;omgang;modell;ar;"));
  EXPECT_THAT(csv, HasSubstr("barn;Barn;netto;;;höstprognos;run-rate;2;"));
  EXPECT_THAT(service.Run({"utvardera", "--format", "csv", "--detaljer"}).out,
              HasSubstr("barn;Barn;netto;;;höstprognos;run-rate;2022;5000000,00;5040000,00;-40000,00;"));
  EXPECT_THAT(service.Run({"utvardera", "--format", "json"}).out, HasSubstr("\"mean_absolute_error\": 4000000"));
}

TEST(EvaluateTest, MonthsArePrintedWhenAskedForAndMissedWhereThereAreNone) {
  FakePrognosd service;
  v1::BacktestResponse old_page = PageOf(0, kRows);
  for (v1::ModelSummary& summary : *old_page.mutable_page()->mutable_summaries()) summary.clear_months();
  service.evaluation.streams = {{PageOf(0, kRows), End()}, {PageOf(0, kRows), End()}, {old_page, End()}};
  EXPECT_THAT(service.Run({"utvardera"}).out, Not(HasSubstr("Månad för månad")));
  EXPECT_THAT(service.Run({"utvardera", "--manader"}).out, HasSubstr("\nMånad för månad, alla serier:\n"));
  EXPECT_THAT(service.Run({"utvardera", "--manader"}).out, HasSubstr("Utvärderingen har inga fel per månad"));
}

TEST(EvaluateTest, TheErrorStandsInRelationToEverySimpleRule) {
  FakePrognosd service;
  service.evaluation.streams = {{PageOf(0, kRows), End()}};
  EXPECT_THAT(service.Run({"utvardera"}).out,
              HasSubstr("\nFelet i förhållande till de enkla reglerna, alla serier (under 1 är bättre):\n"
                        "          förra årets\n"
                        "Modell          andel  årstakt\n"
                        "standard         0,80     0,50\n"));
}

TEST(EvaluateTest, EveryMeasureIsPrintedWhenAskedForAndMissedWhereThereIsNone) {
  FakePrognosd service;
  v1::BacktestResponse page = PageOf(0, kRows);
  for (v1::EvaluationRow& row : *page.mutable_page()->mutable_rows()) {
    row.mutable_measures()->set_root_mean_squared_error(70'000'00);
  }
  service.evaluation.streams = {{page, End()}, {page, End()}, {PageOf(0, kRows), End()}, {page, End()}};
  EXPECT_THAT(service.Run({"utvardera"}).out, Not(HasSubstr("Alla mått")));
  const std::string all = service.Run({"utvardera", "--matt", "--manader"}).out;
  EXPECT_THAT(all, HasSubstr("\nAlla mått, alla serier:\n"));
  EXPECT_THAT(all, HasSubstr("\nAlla mått, rad för rad:\n"));
  EXPECT_THAT(all, HasSubstr("\nAlla mått månad för månad, alla serier:\n"));
  EXPECT_THAT(all, HasSubstr("\nförra årets andel            –     0,63\n"));  // Rules have rows, too.
  EXPECT_THAT(service.Run({"utvardera", "--matt"}).out,
              HasSubstr("Utvärderingen har inte alla mått; den sparades av en äldre version.\n"));
  EXPECT_THAT(service.Run({"utvardera", "--matt", "--format", "csv"}).out, HasSubstr("\nhöstprognos;default;8;16;0;"));
}

TEST(EvaluateTest, MonthsOfAVolumeAloneAreNotTakenForAnOldEvaluation) {
  FakePrognosd service;
  v1::BacktestResponse page = PageOf(0, 1);
  *page.mutable_page()->mutable_rows(0)->add_months() = ExampleEvaluation().evaluation().summaries(0).months(0);
  service.evaluation.streams = {{page, End()}};
  const std::string out = service.Run({"utvardera", "--manader"}).out;
  EXPECT_THAT(out, HasSubstr("visas för kostnader och intäkter; volymernas finns med --format csv.\n"));
  EXPECT_THAT(out, Not(HasSubstr("äldre version")));
}

TEST(EvaluateTest, AWrongRoundIsToldBeforeAnythingIsSent) {
  FakePrognosd service;
  EXPECT_EQ(service.Run({"utvardera", "--omgang", "midsommar"}).exit_code, 2);
  EXPECT_THAT(service.evaluation.requests, IsEmpty());
}

}  // namespace
}  // namespace prognos::client
