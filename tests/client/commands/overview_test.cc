#include "client/overview.h"

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/client/example_forecast.h"
#include "tests/client/fake_prognosd.h"

namespace prognos::client {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

void AddBooked(const std::string& series, int last_month, FakePrognosd& service) {
  for (int month = 1; month <= last_month; ++month) {
    v1::Actual& actual = *service.ledger.ListActuals_.response.add_actuals();
    actual.set_series("organizations/exempelby/series/" + series);
    actual.set_month(absl::StrCat("2022-", month < 10 ? "0" : "", month));
  }
}

// Booked to August, but Vuxen to June and its volume to May.
void AddLedger(FakePrognosd& service) {
  service.AddActivity("barn", "Barn/Unga/Familj", "", {});
  service.AddActivity("barn-ext", "Externa placeringar", "barn", {"cost"});
  service.AddActivity("barn-ovr", "Övrigt", "barn", {"cost"});
  service.AddActivity("vuxen", "Vuxen", "", {"cost", "vårddygn"});
  AddBooked("barn-ext.cost", 8, service);
  AddBooked("barn-ovr.cost", 8, service);
  AddBooked("vuxen.cost", 6, service);
  AddBooked("vuxen.vårddygn", 5, service);
  service.ledger.ComparePeriods_.response.set_until_month("2022-08");
}

// The example's höstprognos, 1 480.2 dearer than the vårprognos before it, all of it for Vuxen.
void AddRounds(FakePrognosd& service) {
  const v1::Forecast base = ExampleForecastAt(v1::ROUND_SPRING, "2022-04", 20'000);
  const v1::Forecast forecast = ExampleForecast();
  service.forecast.Store(base);
  service.forecast.Store(forecast);
  v1::DiffForecastsResponse& difference = service.forecast.DiffForecasts_.response;
  *difference.mutable_base() = base;
  *difference.mutable_forecast() = forecast;
  for (const char* activity : {"", "Vuxen"}) {
    v1::DifferenceLine& line = *difference.add_lines();
    if (*activity != '\0') line.set_activity("organizations/exempelby/activities/vuxen");
    line.set_display_name(activity);
    line.set_measure(v1::MEASURE_NET);
    line.set_deviation(-Tkr(1480.2));
  }
}

void AddWaitingSuggestions(int count, FakePrognosd& service) {
  for (int i = 1; i <= count; ++i) {
    v1::Suggestion& one = *service.events.ListSuggestions_.response.add_suggestions();
    one.set_name(absl::StrCat("organizations/exempelby/suggestions/000000", i));
    one.set_series("organizations/exempelby/series/vuxen.cost");
    one.set_kind(v1::SUGGESTION_KIND_BOOKED_TWICE);
    one.set_month("2022-03");
    one.set_seen(Tkr(2000));
    one.set_expected(Tkr(1000));
    one.set_chance(0.001);
  }
}

// Vuxen: 15 311.4 - 21 480.2 = -6 168.8, and 15 311.4 - 20 000 = -4 688.6 before: -1 480.2.
TEST(OverviewCommandTest, TellsWhereEachActivityLandsAndWhatHasChanged) {
  FakePrognosd service;
  AddLedger(service);
  AddRounds(service);
  const Outcome outcome = service.Run({"oversikt", "--format", "tabell-csv"});
  ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, AllOf(HasSubstr("Vuxen;15311;21480;-6169;"), HasSubstr(";-1480;jun;"),
                                 HasSubstr("Summa;68095;78091;-9996;")));
  EXPECT_THAT(outcome.out, HasSubstr(";0;aug;"));  // Externa placeringar says what it said before.
  EXPECT_EQ(service.forecast.DiffForecasts_.requests.at(0).name(), ExampleForecast().name());
}

TEST(OverviewCommandTest, SaysInWordsHowSureItIsAndWhatLagsBehind) {
  FakePrognosd service;
  AddLedger(service);
  AddRounds(service);
  const Outcome outcome = service.Run({"oversikt"});
  EXPECT_THAT(outcome.out,
              AllOf(HasSubstr("risken för underskott är >"), HasSubstr("Sedan vårprognosen −1,5 mnkr: Vuxen"),
                    HasSubstr("Bokfört till och med augusti. Inte inläst så långt: Vuxen (juni)"), HasSubstr("(maj)"),
                    HasSubstr("Inga förslag 2022 väntar")));
  EXPECT_THAT(outcome.out, Not(HasSubstr("prognos skapa")));
  const Outcome english = service.Run({"overview", "--year", "2022", "--language", "en"});
  EXPECT_THAT(english.out, AllOf(HasSubstr("Booked to the end of August"), HasSubstr("Since the spring forecast")));
}

TEST(OverviewCommandTest, ShowsTheFirstSuggestionsAndHowMuchAllAreAbout) {
  FakePrognosd service;
  AddLedger(service);
  AddRounds(service);
  AddWaitingSuggestions(5, service);
  const std::string out = service.Run({"oversikt"}).out;
  EXPECT_THAT(out, AllOf(HasSubstr("5 förslag 2022 väntar på svar, om tillsammans 5,0 mnkr"), HasSubstr("0000003"),
                         Not(HasSubstr("0000004")), HasSubstr("prognos forslag")));
  EXPECT_EQ(service.events.ListSuggestions_.requests.at(0).year(), 2022);
}

TEST(OverviewCommandTest, MonthsThatTheForecastDoesNotKnowAskForANewOne) {
  FakePrognosd service;
  AddLedger(service);
  AddRounds(service);
  AddBooked("barn-ext.cost", 9, service);
  EXPECT_THAT(service.Run({"oversikt"}).out, HasSubstr("Gör en ny: prognos skapa --till-och-med 2022-09"));
}

TEST(OverviewCommandTest, WithoutAForecastItTellsWhatIsBooked) {
  FakePrognosd service;
  AddLedger(service);
  const Outcome outcome = service.Run({"oversikt"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, AllOf(HasSubstr("Ingen prognos är gjord för 2022"), HasSubstr("till och med augusti")));
  EXPECT_THAT(service.Run({"oversikt", "--format", "csv"}).out, HasSubstr("bokfort_till;niva;radtyp\n"));
}

TEST(OverviewCommandTest, TheFirstRoundHasNothingToBeHeldAgainst) {
  FakePrognosd service;
  AddLedger(service);
  service.forecast.Store(ExampleForecast());
  const std::string out = service.Run({"oversikt"}).out;
  EXPECT_THAT(out, AllOf(HasSubstr("Vuxen"), Not(HasSubstr("förra omgången")), Not(HasSubstr("Sedan"))));
}

TEST(OverviewCommandTest, AnOrganizationWithoutAnythingIsTold) {
  FakePrognosd service;
  const Outcome outcome = service.Run({"oversikt"});
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_THAT(outcome.err, HasSubstr("prognos skapa"));
  EXPECT_THAT(service.Run({"oversikt", "--ar", "2022"}).out, HasSubstr("Inget är bokfört 2022"));
}

TEST(OverviewCommandTest, ProgramsGetEveryRowAndTheAnswersThemselves) {
  FakePrognosd service;
  AddLedger(service);
  AddRounds(service);
  const std::string csv = service.Run({"oversikt", "--format", "csv"}).out;
  EXPECT_THAT(csv, HasSubstr("\nvuxen;Vuxen;15311400,00;21480200,00;-6168800,00;-7168800,00;-5168800,00;"));
  EXPECT_THAT(csv, HasSubstr(";-1480200,00;2022-06;0;rad\n"));
  EXPECT_THAT(service.Run({"oversikt", "--format", "json"}).out,
              AllOf(::testing::StartsWith("{\n  \"forecast\": {"), HasSubstr(",\n  \"difference\": {"),
                    HasSubstr(",\n  \"suggestions\": {"), ::testing::EndsWith("\n}\n")));
}

// A tree that does not fit is cut at a level, which adds up by itself.
TEST(OverviewDocumentTest, ALargeTreeIsShownAsDeepAsFits) {
  v1::Forecast forecast;
  forecast.set_year(2022);
  forecast.set_last_known_month("2022-08");
  AddCostActivity({"", "", "", {}, false, 30, 20, 30}, false, forecast);
  AddCostActivity({"a", "Allt", "", {}, false, 30, 20, 30}, false, forecast);
  for (int i = 0; i < 30; ++i) {
    AddCostActivity({absl::StrCat("b", i), absl::StrCat("Del ", i), "a", {}, false, 1, 0.5, 1}, true, forecast);
  }
  OverviewMaterial material;
  material.year = 2022;
  material.forecast = forecast;
  const documents::Document document = OverviewDocument(material, {}, TextsIn(Language::kSwedish));
  const documents::Table& table = *documents::TablesOf(document).at(0);
  EXPECT_EQ(table.rows.size(), 2u);
  EXPECT_EQ(table.foot, "… och 30 verksamheter därunder: prognos visa");
}

}  // namespace
}  // namespace prognos::client
