#include <algorithm>
#include <fstream>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/client/example_forecast.h"
#include "tests/client/fake_prognosd.h"

namespace prognos::client {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kName[] = "organizations/exempelby/forecasts/2022-host-1";

v1::ForecastLine& LineOf(v1::Forecast& forecast, const std::string& name, v1::Measure measure) {
  for (v1::ForecastLine& line : *forecast.mutable_lines()) {
    if (line.display_name() == name && line.measure() == measure) return line;
  }
  ADD_FAILURE() << name;
  return *forecast.mutable_lines(0);
}

void SetJudged(v1::ForecastLine& line, double more_tkr) {
  v1::JudgedYear& judged = *line.mutable_judged();
  judged.set_full_year(line.full_year() + Tkr(more_tkr));
  judged.set_deviation(line.deviation() - Tkr(more_tkr));
  judged.mutable_deviation_quantiles()->set_p10(judged.deviation() - Tkr(1000));
  judged.mutable_deviation_quantiles()->set_p90(judged.deviation() + Tkr(1000));
  judged.set_deficit_probability(0.998);
}

// Vuxen 2022 is judged at 23 000 tkr instead of 21 480,2; the sum of costs 79 610,3 instead of 78 090,5.
v1::Forecast Judged() {
  v1::Forecast forecast = ExampleForecast();
  forecast.set_etag("1");
  for (const v1::Measure measure : {v1::MEASURE_COST, v1::MEASURE_NET}) {
    SetJudged(LineOf(forecast, "Vuxen", measure), 1519.8);
    SetJudged(LineOf(forecast, "", measure), 1519.8);
  }
  v1::ForecastLine& vuxen = LineOf(forecast, "Vuxen", v1::MEASURE_COST);
  vuxen.mutable_line_override()->set_amount(Tkr(23000));
  vuxen.mutable_line_override()->set_reason("Avtal från september");
  vuxen.mutable_line_override()->set_author("anna");
  vuxen.mutable_line_override()->mutable_time()->set_seconds(1663243200);  // 2022-09-15, noon.
  v1::ImpliedRemainder& implied = *vuxen.mutable_judged()->mutable_implied();
  implied.set_known_months(8);
  implied.set_remaining_months(4);
  implied.set_known_per_month(Tkr(1765));
  implied.set_model_per_month(Tkr(1840.05));
  implied.set_judged_per_month(Tkr(2220));
  implied.set_model_low_95(Tkr(7000));
  implied.set_model_high_95(Tkr(8000));
  implied.set_outside_95(true);
  // Huddinge's figures on the sum: -29,7 to date, -54 for the year.
  v1::ForecastLine& sum = LineOf(forecast, "", v1::MEASURE_NET);
  sum.mutable_judged()->set_deviation(Tkr(-54000));
  v1::ImpliedRemainder& of_sum = *sum.mutable_judged()->mutable_implied();
  of_sum.set_known_per_month(Tkr(6503));
  of_sum.set_deviation_to_date(Tkr(-29700));
  of_sum.set_deviation_per_known_month(Tkr(-3712.5));
  of_sum.set_model_deviation_per_month(Tkr(-5000));
  of_sum.set_judged_deviation_per_month(Tkr(-6075));
  of_sum.set_straight_line_deviation(Tkr(-44550));
  LineOf(forecast, "Barn/Unga/Familj", v1::MEASURE_NET).mutable_comment()->set_text("Två nya placeringar");
  return forecast;
}

TEST(JudgeTest, ModelAndJudgedAmountsStandSideBySideAndBothColumnsAddUp) {
  FakePrognosd service;
  service.forecast.Store(Judged());
  const std::string out = service.Run({"visa"}).out;
  EXPECT_THAT(out, HasSubstr("modellens"));
  // Budget, known, by the model, judged; the deviation by the model, judged.
  EXPECT_THAT(out, HasSubstr("15\u00a0311   14\u00a0120     21\u00a0480   23\u00a0000"));
  EXPECT_THAT(out, HasSubstr("Två nya placeringar"));
  EXPECT_THAT(out, HasSubstr("Vuxen, kostnad: 23\u00a0000 i stället för modellens 21\u00a0480: Avtal från september "
                             "(anna, 2022-09-15)"));
}

TEST(JudgeTest, WhatAJudgementAssumesIsTold) {
  FakePrognosd service;
  service.forecast.Store(Judged());
  std::string out = service.Run({"visa"}).out;
  EXPECT_THAT(out, HasSubstr("Vuxen, kostnad      1\u00a0765             1\u00a0840           2\u00a0220"));
  std::replace(out.begin(), out.end(), '\n', ' ');  // Prose is broken into lines.
  EXPECT_THAT(out, HasSubstr("Summa, netto, mnkr: avvikelsen hittills är \u221229,7, alltså \u22123,7 i månaden; "
                             "bedömningen \u221254,0 för året förutsätter \u22126,1 i månaden under resten. Modellen "
                             "väntar \u22125,0 i månaden. Rak framskrivning ger \u221244,6 för året."));
  EXPECT_THAT(out, HasSubstr("Vuxen, kostnad: det som bedöms återstå, 8\u00a0880 tkr, ligger utanför modellens "
                             "95 %-intervall, 7\u00a0000 … 8\u00a0000."));
}

TEST(JudgeTest, AForecastThatNobodyJudgedLooksAsBefore) {
  FakePrognosd service;
  service.forecast.Store(ExampleForecast());
  EXPECT_THAT(service.Run({"visa"}).out, AllOf(Not(HasSubstr("modellens")), Not(HasSubstr("Bedömningar"))));
}

TEST(JudgeTest, AnAmountIsSentForTheLineThatIsMeant) {
  FakePrognosd service;
  service.AddActivity("vuxen", "Vuxen", "", {"cost"});
  service.forecast.Store(Judged());
  *service.forecast.SetOverride_.response.mutable_forecast() = Judged();
  service.forecast.SetOverride_.response.mutable_forecast()->set_etag("2");
  const Outcome outcome = service.Run({"justera", "2022-host-1", "--rad", "Vuxen.kostnad", "--belopp", "23 000 000",
                                       "--plusminus", "500000", "--skal", "Avtal"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  const v1::SetOverrideRequest& request = service.forecast.SetOverride_.requests.at(0);
  EXPECT_EQ(request.name(), kName);
  EXPECT_EQ(request.etag(), "1");
  EXPECT_EQ(request.line().activity(), "organizations/exempelby/activities/vuxen");
  EXPECT_EQ(request.line().measure(), v1::MEASURE_COST);
  EXPECT_EQ(request.full_year_ore(), Tkr(23000));
  EXPECT_EQ(request.plus_minus_ore(), Tkr(500));
  EXPECT_EQ(request.reason(), "Avtal");
  EXPECT_THAT(outcome.out, AllOf(HasSubstr("Bedömningen är sparad.\n"), Not(HasSubstr("tag: 2"))));
  service.Run({"judge", "2022-host-1", "--line", "total.revenue", "--remainder", "100", "--reason", "x", "--check",
               "--etag", "7", "--sprak", "en"});
  const v1::SetOverrideRequest& second = service.forecast.SetOverride_.requests.at(1);
  EXPECT_EQ(second.line().activity(), "");
  EXPECT_EQ(second.line().measure(), v1::MEASURE_REVENUE);
  EXPECT_EQ(second.remainder_ore(), 10'000);
  EXPECT_EQ(second.etag(), "7");
  EXPECT_TRUE(second.validate_only());
}

TEST(JudgeTest, WhoGivesAnEtagIsToldTheNextOne) {
  FakePrognosd service;
  service.AddActivity("vuxen", "Vuxen", "", {"cost"});
  service.forecast.Store(Judged());
  *service.forecast.SetOverride_.response.mutable_forecast() = Judged();
  service.forecast.SetOverride_.response.mutable_forecast()->set_etag("8");
  const Outcome outcome = service.Run(
      {"justera", "2022-host-1", "--rad", "Vuxen.kostnad", "--belopp", "23000000", "--skal", "Avtal", "--etag", "7"});
  EXPECT_THAT(outcome.out, HasSubstr("Nytt etag: 8\n"));
}

TEST(JudgeTest, OverridesAreRemovedCommentsSetAndJudgementsCopied) {
  FakePrognosd service;
  service.AddActivity("vuxen", "Vuxen", "", {"cost"});
  service.forecast.Store(Judged());
  EXPECT_THAT(service.Run({"justera", "--rad", "vuxen.kostnad", "--ta-bort"}).out, HasSubstr("är borttagen"));
  EXPECT_EQ(service.forecast.RemoveOverride_.requests.at(0).line().measure(), v1::MEASURE_COST);
  EXPECT_THAT(service.Run({"justera", "--rad", "vuxen", "--kommentar", "Nytt"}).out,
              HasSubstr("Kommentaren är sparad"));
  EXPECT_EQ(service.forecast.SetComment_.requests.at(0).line().measure(), v1::MEASURE_NET);
  EXPECT_EQ(service.forecast.SetComment_.requests.at(0).text(), "Nytt");
  service.forecast.CopyJudgements_.response.set_copied(2);
  service.forecast.CopyJudgements_.response.set_from("organizations/exempelby/forecasts/2022-04-1");
  service.forecast.CopyJudgements_.response.add_notes("not copied");
  EXPECT_THAT(service.Run({"justera", "--kopiera"}).out,
              HasSubstr("2 bedömningar och kommentarer är hämtade från 2022-04-1.\nnot copied\n"));
  EXPECT_EQ(service.forecast.CopyJudgements_.requests.at(0).from(), "");
  service.Run({"justera", "--kopiera-fran", "2022-03-1"});
  EXPECT_EQ(service.forecast.CopyJudgements_.requests.at(1).from(), "organizations/exempelby/forecasts/2022-03-1");
}

// A file of judgements, and the organization that it is about.
struct JudgementFile : FakePrognosd {
  JudgementFile() {
    AddActivity("vuxen", "Vuxen", "", {"cost", "revenue"});
    AddActivity("bistand", "Ekonomiskt bistånd", "", {"cost"});
    forecast.Store(Judged());
    *forecast.ApplyJudgements_.response.mutable_forecast() = Judged();
    forecast.ApplyJudgements_.response.set_override_count(2);
    forecast.ApplyJudgements_.response.set_removal_count(1);
    forecast.ApplyJudgements_.response.set_comment_count(2);
  }

  Outcome Read(const std::string& text) {
    const std::string file = folder_.File("bedomningar.csv");
    std::ofstream(file, std::ios::binary) << text;
    return Run({"justera", "2022-host-1", "--fil", file});
  }

  TemporaryFolder folder_;
};

TEST(JudgeTest, ATableJudgesManyLinesInOneStep) {
  JudgementFile service;
  const Outcome outcome = service.Read(
      "Bedömningar i tkr\n"
      "rad;belopp;återstår;plusminus;skäl;kommentar;ta bort\n"
      "Vuxen.kostnad;23 000,5;;500;Avtal;Se bilaga;\n"
      "vuxen.intäkt;;-100;;Färre dygn;;\n"
      "Ekonomiskt bistånd.kostnad;;;;Ingen grund längre;;ja\n"
      "summa;;;;;Nämnden är varnad;nej\n"
      "bistand;;;;;;\n");
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  const v1::ApplyJudgementsRequest& request = service.forecast.ApplyJudgements_.requests.at(0);
  EXPECT_EQ(request.name(), kName);
  EXPECT_EQ(request.etag(), "1");
  ASSERT_EQ(request.judgements_size(), 4);  // The last row asks for nothing.
  const v1::LineJudgement& vuxen = request.judgements(0);
  EXPECT_EQ(vuxen.line().activity(), "organizations/exempelby/activities/vuxen");
  EXPECT_EQ(vuxen.line().measure(), v1::MEASURE_COST);
  EXPECT_EQ(vuxen.set_override().full_year_ore(), Tkr(23000.5));
  EXPECT_EQ(vuxen.set_override().plus_minus_ore(), Tkr(500));
  EXPECT_EQ(vuxen.set_override().reason(), "Avtal");
  EXPECT_EQ(vuxen.comment(), "Se bilaga");
  EXPECT_EQ(request.judgements(1).line().measure(), v1::MEASURE_REVENUE);
  EXPECT_EQ(request.judgements(1).set_override().remainder_ore(), Tkr(-100));
  EXPECT_FALSE(request.judgements(1).set_override().has_plus_minus_ore());
  EXPECT_EQ(request.judgements(2).remove_override().reason(), "Ingen grund längre");
  EXPECT_EQ(request.judgements(3).line().activity(), "");
  EXPECT_EQ(request.judgements(3).line().measure(), v1::MEASURE_NET);
  EXPECT_EQ(request.judgements(3).override_case(), v1::LineJudgement::OVERRIDE_NOT_SET);
  EXPECT_THAT(outcome.out,
              AllOf(HasSubstr("Inläst: 2 bedömningar, 1 borttagen, 2 kommentarer."), HasSubstr("tkr (rad 1)")));
}

TEST(JudgeTest, EveryFaultOfATableIsToldAtItsRowAndNothingIsSent) {
  JudgementFile service;
  const Outcome outcome = service.Read(
      "verksamhet;slag;helår;återstår;plusminus;skäl;kommentar;ta bort\n"
      "Vuxna;kostnad;100;;;Avtal;;\n"
      "Vuxen;kostnad;mycket;;;Avtal;;\n"
      "Vuxen;intäkt;100;200;;Avtal;;\n"
      "bistand;kostnad;100;;;Avtal;;ja\n"
      "bistand;kostnad;;;50;;;\n"
      "bistand;kostnad;;;;;Nytt;kanske\n");
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_TRUE(service.forecast.ApplyJudgements_.requests.empty());
  EXPECT_THAT(outcome.err, AllOf(HasSubstr("rad 2: rad: ”Vuxna”"), HasSubstr("rad 3: belopp: ”mycket”"),
                                 HasSubstr("rad 4: återstår: ”200”"), HasSubstr("rad 5: ta bort"),
                                 HasSubstr("rad 6: plusminus: ”50” kräver ett belopp"),
                                 HasSubstr("rad 7: ta bort: ”kanske” är varken ja eller nej")));
}

TEST(JudgeTest, AFaultOfTheServiceIsToldAtTheRowThatItIsAbout) {
  JudgementFile service;
  v1::ErrorDetail detail;
  detail.set_reason(v1::REASON_FAULTY_REQUEST);
  detail.set_fault_count(1);
  v1::Fault& fault = *detail.add_faults();
  fault.set_place("judgements[1].set_override.reason");
  fault.set_reason(v1::FAULT_REASON_MISSING);
  fault.set_rule("is required");
  service.forecast.ApplyJudgements_.failures = {RefusedWith(grpc::StatusCode::INVALID_ARGUMENT, detail)};
  const Outcome outcome = service.Read("rad;belopp;skäl\nvuxen;;\nvuxen.kostnad;100;Avtal\nvuxen.intäkt;100;\n");
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_THAT(outcome.err, AllOf(HasSubstr("bedomningar.csv"), HasSubstr("rad 4: skäl")));
}

TEST(JudgeTest, ATableThatJudgesNothingIsRefused) {
  JudgementFile service;
  EXPECT_THAT(service.Read("rad;belopp\nvuxen.kostnad;\n").err, HasSubstr("tabellen bedömer ingen rad"));
  EXPECT_THAT(service.Run({"justera", "--fil", "x.csv", "--kopiera"}).err, HasSubstr("ange en sak att göra"));
  EXPECT_THAT(service.Run({"justera", "--fil", "x.csv", "--rad", "vuxen"}).err, HasSubstr("går inte ihop med --fil"));
}

TEST(JudgeTest, WrongUseIsToldBeforeAnythingIsSent) {
  FakePrognosd service;
  service.forecast.Store(Judged());
  const auto refuses = [&](std::vector<std::string> arguments, const std::string& what) {
    arguments.insert(arguments.begin(), "justera");
    const Outcome outcome = service.Run(arguments);
    EXPECT_EQ(outcome.exit_code, 2) << what;
    EXPECT_THAT(outcome.err, HasSubstr(what));
  };
  refuses({"--rad", "vuxen.kostnad"}, "ange en sak att göra");
  refuses({"--rad", "vuxen.kostnad", "--belopp", "1", "--ta-bort"}, "ange en sak att göra");
  refuses({"--rad", "vuxen.kostnad", "--belopp", "1", "--aterstar", "1"}, "ange antingen --belopp eller --aterstar");
  refuses({"--belopp", "1"}, "ange vilken rad");
  EXPECT_TRUE(service.forecast.SetOverride_.requests.empty());
}

}  // namespace
}  // namespace prognos::client
