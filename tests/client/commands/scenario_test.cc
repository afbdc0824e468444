#include <optional>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "client/forecast_rows.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/client/example_forecast.h"
#include "tests/client/fake_prognosd.h"

namespace prognos::client {
namespace {

using ::testing::AllOf;
using ::testing::ContainsRegex;
using ::testing::HasSubstr;
using ::testing::Not;

void AddScenarioLine(const std::string& activity, v1::Measure measure, double base, double changed,
                     v1::ScenarioOutcome& outcome) {
  v1::ScenarioLine& line = *outcome.add_lines();
  if (!activity.empty()) line.set_activity("organizations/exempelby/activities/" + activity);
  line.set_display_name(activity);
  line.set_measure(measure);
  line.set_base_full_year(Tkr(base));
  line.set_full_year(Tkr(changed));
  line.set_effect(Tkr(base) - Tkr(changed));
  line.mutable_effect_quantiles()->set_p10(line.effect() - Tkr(50));
  line.mutable_effect_quantiles()->set_p90(line.effect() + Tkr(50));
  line.set_base_deviation(Tkr(280'000 - base));
  line.set_deviation(Tkr(280'000 - changed));
  line.set_base_deficit_probability(0.9);
  line.set_deficit_probability(0.97);
}

// Vuxen 699.4 dearer: of 292 190.3 and 21 480.4.
void HoldScenario(FakePrognosd& service) {
  service.AddActivity("vuxen", "Vuxen", "", {"cost"});
  service.forecast.Store(ExampleForecast());
  v1::SimulateScenarioResponse& response = service.forecast.SimulateScenario_.response;
  *response.mutable_forecast() = ExampleForecast();
  response.mutable_forecast()->clear_lines();
  v1::ScenarioOutcome& outcome = *response.add_outcomes();
  outcome.set_display_name("två till");
  for (const v1::Measure measure : {v1::MEASURE_COST, v1::MEASURE_NET}) {
    AddScenarioLine("", measure, 292'190.3, 292'889.7, outcome);
    AddScenarioLine("Vuxen", measure, 21'480.4, 22'179.8, outcome);
    AddScenarioLine("Övrigt", measure, 270'709.9, 270'709.9, outcome);
  }
}

TEST(ScenarioCommandTest, AScenarioStandsBesideTheForecastAndByActivity) {
  FakePrognosd service;
  HoldScenario(service);
  const Outcome outcome =
      service.Run({"scenario", "--ar", "2022", "--vad-om", "vuxen.kostnad; 2 x 3 800 per dygn; 2022-10"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  const std::string out = absl::StrReplaceAll(outcome.out, {{"\u00a0", " "}});
  EXPECT_THAT(out, ContainsRegex("Prognosen som den är +292 190 +– +– +−12 190"));
  // -12 190.3 and -699.4 as printed: -12 190 - 699 = -12 889, though the true deviation is -12 889.7.
  EXPECT_THAT(out, ContainsRegex("två till +292 889 +−699 +−749 … −649 +−12 889"));
  // The same effect of 699.4 in both tables; what does not change is unchanged.
  EXPECT_THAT(out, ContainsRegex("Vuxen +21 480 +22 179 +−699"));
  EXPECT_THAT(out, ContainsRegex("Övrigt +270 710 +270 710 +0"));
  EXPECT_THAT(out, ContainsRegex("Summa +292 190 +292 889 +−699"));
  EXPECT_THAT(out, HasSubstr("Inget är sparat."));
}

// Vuxen's 21 480.4 are 16 000.2 of staff and 5 480.2 of premises, with budgets of 15 000 and 6 000; the rest of the sum
// has no type and a budget of 259 000.
void HoldTypes(v1::ScenarioOutcome& outcome) {
  const auto add = [&](const std::string& activity, const std::string& type, double base, double changed,
                       std::optional<double> budget) {
    for (const v1::Measure measure : {v1::MEASURE_COST, v1::MEASURE_NET}) {
      AddScenarioLine(activity, measure, base, changed, outcome);
      v1::ScenarioLine line = outcome.lines(outcome.lines_size() - 1);
      outcome.mutable_lines()->RemoveLast();
      if (!type.empty()) line.set_cost_type("organizations/exempelby/costTypes/" + type);
      line.set_cost_type_display_name(type);
      line.clear_base_deviation();
      line.clear_deviation();
      if (budget.has_value()) {
        line.set_base_deviation(Tkr(*budget - base));
        line.set_deviation(Tkr(*budget - changed));
      }
      *outcome.add_lines_by_type() = line;
    }
  };
  for (const char* activity : {"", "Vuxen"}) {
    add(activity, "Personal", 16'000.2, 16'699.6, 15'000.0);
    add(activity, "Lokaler", 5'480.2, 5'480.2, 6'000.0);
    if (*activity == '\0') add(activity, "", 270'709.9, 270'709.9, 259'000.0);
  }
}

TEST(ScenarioCommandTest, TypesAddUpToTheirRowAsPrinted) {
  FakePrognosd service;
  HoldScenario(service);
  HoldTypes(*service.forecast.SimulateScenario_.response.mutable_outcomes(0));
  const std::vector<std::string> plain = {"scenario", "--ar", "2022", "--vad-om", "vuxen.kostnad; 3 %"};
  EXPECT_THAT(service.Run(plain).out, Not(HasSubstr("varav")));
  EXPECT_FALSE(service.forecast.SimulateScenario_.requests.at(0).by_type());
  std::vector<std::string> by_type = plain;
  by_type.push_back("--varav");
  const std::string out = absl::StrReplaceAll(service.Run(by_type).out, {{"\u00a0", " "}});
  EXPECT_TRUE(service.forecast.SimulateScenario_.requests.at(1).by_type());
  // -1 000.2, 519.8 and -11 709.9 are the -12 190 of the sum.
  EXPECT_THAT(out, ContainsRegex("Prognosen som den är +292 190 +– +– +−12 190 [^\n]*\n"
                                 " +varav Personal +16 000 +– +– +−1 000 [^\n]*\n"
                                 " +varav Lokaler +5 480 +– +– +\\+520 [^\n]*\n"
                                 " +varav utan kostnadsslag +270 710 +– +– +−11 710 "));
  EXPECT_THAT(out, ContainsRegex("två till +292 889 +−699 +[^\n]* +−12 889 [^\n]*\n"
                                 " +varav Personal +16 699 +−699 +[^\n]* +−1 699 [^\n]*\n"
                                 " +varav Lokaler +5 480 +0 +[^\n]* +\\+520 "));
  EXPECT_THAT(out, ContainsRegex("Vuxen +21 480 +22 179 +−699\n"
                                 " +varav Personal +16 000 +16 699 +−699\n"
                                 " +varav Lokaler +5 480 +5 480 +0\n"));
  EXPECT_THAT(out, ContainsRegex("Summa +292 190 +292 889 +−699\n"
                                 " +varav Personal +16 000 +16 699 +−699\n"
                                 " +varav Lokaler +5 480 +5 480 +0\n"
                                 " +varav utan kostnadsslag +270 710 +270 710 +0"));
}

TEST(ScenarioCommandTest, TypesAreRowsForProgramsAndAreSaidToBeNone) {
  FakePrognosd service;
  HoldScenario(service);
  const std::vector<std::string> by_type = {"scenario", "--ar", "2022", "--vad-om", "vuxen.kostnad; 3 %", "--varav"};
  EXPECT_THAT(service.Run(by_type).out, HasSubstr("Prognosen har inga kostnadsslag"));
  HoldTypes(*service.forecast.SimulateScenario_.response.mutable_outcomes(0));
  std::vector<std::string> csv = by_type;
  csv.insert(csv.end(), {"--format", "csv"});
  EXPECT_THAT(service.Run(csv).out,
              AllOf(HasSubstr(";risk_for_underskott;kostnadsslag;niva;radtyp\n"),
                    ContainsRegex("Vuxen;Vuxen;netto;;16000200,00;16699600,00;-699400,00;[^\n]*;Personal;1;varav\n"),
                    ContainsRegex(";;Summa;netto;;270709900,00;270709900,00;0,00;[^\n]*;\"'-\";0;varav\n"),
                    ContainsRegex("Vuxen;Vuxen;kostnad;;21480400,00;[^\n]*;;0;rad\n")));
}

// Cost 10.4 and revenue 3.6 of each of two: 10 - 4 as the other tables print them, where the net alone, 6.8, would
// be 7.
TEST(ScenarioCommandTest, FiguresAreThoseOfTheForecastsOtherTables) {
  FakePrognosd service;
  HoldScenario(service);
  v1::ScenarioOutcome& outcome = *service.forecast.SimulateScenario_.response.mutable_outcomes(0);
  outcome.clear_lines();
  v1::Forecast forecast;
  for (const auto& [measure, amount] :
       {std::pair(v1::MEASURE_COST, 10.4), std::pair(v1::MEASURE_REVENUE, 3.6), std::pair(v1::MEASURE_NET, 6.8)}) {
    AddScenarioLine("", measure, 2 * amount, 2 * amount, outcome);
    AddScenarioLine("A", measure, amount, amount, outcome);
    AddScenarioLine("B", measure, amount, amount, outcome);
  }
  for (const v1::ScenarioLine& line : outcome.lines()) {
    v1::ForecastLine& same = *forecast.add_lines();
    same.set_activity(line.activity());
    same.set_display_name(line.display_name());
    same.set_measure(line.measure());
    same.set_full_year(line.base_full_year());
  }
  const std::vector<ForecastRow> rows = RowsOf(forecast, TextsIn(Language::kSwedish));
  const PrintedColumns printed = RoundColumns(rows, Measure::kNet);
  const std::string csv =
      service.Run({"scenario", "--ar", "2022", "--vad-om", "vuxen.kostnad; 3 %", "--format", "tabell-csv"}).out;
  ASSERT_EQ(rows.size(), 3u);
  for (const size_t i : {1, 2}) {
    EXPECT_THAT(csv, HasSubstr(absl::StrCat(rows[i].display_name, ";", printed.forecast[i], ";", printed.forecast[i])));
  }
}

TEST(ScenarioCommandTest, EachChangeIsAskedForByItselfAndAllTogether) {
  FakePrognosd service;
  HoldScenario(service);
  const Outcome outcome =
      service.Run({"scenario", "--ar", "2022", "--vad-om", "vuxen.kostnad; 2 x 3 800 per dygn; 2022-10", "--vad-om",
                   "Vuxen.kostnad; -3,5 %", "--vad-om", "vuxen.kostnad; en gång 500 tkr; 2022-11; chans 40 %",
                   "--vad-om", "summa.kostnad; -50 tkr; 2022-10; 2022-11", "--vad-om", "händelse norm; 50 %"});
  ASSERT_EQ(service.forecast.SimulateScenario_.requests.size(), 1u) << outcome.err;
  const v1::SimulateScenarioRequest& request = service.forecast.SimulateScenario_.requests[0];
  EXPECT_EQ(request.name(), ExampleForecast().name());
  ASSERT_EQ(request.scenarios_size(), 6);
  const v1::ScenarioChange& places = request.scenarios(0).changes(0);
  EXPECT_EQ(places.line().activity(), "organizations/exempelby/activities/vuxen");
  EXPECT_EQ(places.line().measure(), v1::MEASURE_COST);
  EXPECT_EQ(places.first_month(), "2022-10");
  EXPECT_EQ(places.placements().count(), 2);
  EXPECT_EQ(places.placements().price_per_day_ore(), 380'000);
  EXPECT_EQ(request.scenarios(1).changes(0).percent(), -3'500);
  const v1::ScenarioChange& once = request.scenarios(2).changes(0);
  EXPECT_EQ(once.once_ore(), Tkr(500));
  EXPECT_EQ(once.first_month(), "2022-11");
  EXPECT_DOUBLE_EQ(once.probability(), 0.4);
  const v1::ScenarioChange& monthly = request.scenarios(3).changes(0);
  EXPECT_EQ(monthly.line().activity(), "");
  EXPECT_EQ(monthly.monthly_ore(), -Tkr(50));
  EXPECT_EQ(monthly.last_month(), "2022-11");
  EXPECT_EQ(request.scenarios(4).changes(0).event(), "organizations/exempelby/events/norm");
  EXPECT_EQ(request.scenarios(4).changes(0).event_share(), 500);
  EXPECT_EQ(request.scenarios(5).display_name(), "Tillsammans");
  EXPECT_EQ(request.scenarios(5).changes_size(), 5);
}

TEST(ScenarioCommandTest, WhatIsNotUnderstoodIsNamedAndNothingIsAsked) {
  FakePrognosd service;
  HoldScenario(service);
  for (const auto& [change, named] :
       std::vector<std::pair<std::string, std::string>>{{"vuxen.kostnad", "vuxen.kostnad"},
                                                        {"vuxen.kostnad; mycket", "mycket"},
                                                        {"vuxen.kostnad; -200 %", "-200 %"},
                                                        {"vuxen.kostnad; 3 %; oktober", "oktober"},
                                                        {"vuxen.kostnad; två x 3800", "två"},
                                                        {"vuxen.kostnad; 1 %; 2022-10; 2022-11; 2022-12", "2022-12"},
                                                        {"händelse norm; 50", "50"}}) {
    const Outcome outcome = service.Run({"scenario", "--ar", "2022", "--vad-om", change});
    EXPECT_EQ(outcome.exit_code, 2) << change;
    EXPECT_THAT(outcome.err, HasSubstr("”" + named + "” går inte att förstå som en ändring"));
  }
  EXPECT_EQ(service.Run({"scenario", "--ar", "2022"}).exit_code, 2);
  EXPECT_EQ(service.Run({"scenario", "--ar", "2022", "--vad-om", "nix.kostnad; 3 %"}).exit_code, 1);
  EXPECT_TRUE(service.forecast.SimulateScenario_.requests.empty());
}

TEST(ScenarioCommandTest, ProgramsGetEveryLineInKronor) {
  FakePrognosd service;
  HoldScenario(service);
  const Outcome outcome =
      service.Run({"scenario", "--ar", "2022", "--vad-om", "vuxen.kostnad; 3 %", "--format", "csv"});
  EXPECT_THAT(outcome.out, HasSubstr("två till;Vuxen;Vuxen;netto;;21480400,00;22179800,00;-699400,00;"));
}

// What is wrong is told of what the person wrote, not of the elements of a request that nobody sees; and once, though
// all changes together have the same fault again.
TEST(ScenarioCommandTest, AFaultNamesWhatWasWritten) {
  FakePrognosd service;
  HoldScenario(service);
  v1::ErrorDetail detail;
  for (const char* place : {"scenarios[1].changes[0].first_month", "scenarios[2].changes[1].first_month"}) {
    v1::Fault& fault = *detail.add_faults();
    fault.set_place(place);
    fault.set_value("2022-02");
    fault.set_rule("is known already");
  }
  service.forecast.SimulateScenario_.failures = {RefusedWith(grpc::StatusCode::INVALID_ARGUMENT, detail)};
  const Outcome outcome = service.Run(
      {"scenario", "--ar", "2022", "--vad-om", "vuxen.kostnad; 3 %", "--vad-om", "vuxen.kostnad; 5 %; 2022-02"});
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_THAT(outcome.err, HasSubstr("”vuxen.kostnad; 5 %; 2022-02”: första månad: ”2022-02”"));
  EXPECT_EQ(outcome.err.find("första månad", outcome.err.find("första månad") + 1), std::string::npos);
  EXPECT_EQ(outcome.err.find("post "), std::string::npos);
}

}  // namespace
}  // namespace prognos::client
