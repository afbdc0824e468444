#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/client/fake_prognosd.h"

namespace prognos::client {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

void AddBistand(FakePrognosd& service) { service.AddActivity("bistand", "Bistånd", "", {"cost", "hushall"}); }

v1::Event NormEvent() {
  v1::Event event;
  event.set_name("organizations/exempelby/events/riksnormen-hojs");
  event.set_series("organizations/exempelby/series/bistand.cost");
  event.set_description("Riksnormen höjs");
  event.set_kind(v1::EVENT_KIND_PERCENT);
  event.set_first_month("2022-07");
  event.set_percent(8'600);
  return event;
}

v1::Event WorkEvent() {
  v1::Event event = NormEvent();
  event.set_name("organizations/exempelby/events/arbete");
  event.set_description("Fler till arbete");
  event.set_kind(v1::EVENT_KIND_MEASURE);
  event.set_percent(0);
  event.set_amount(-20'000'000);
  event.set_ramp_months(3);
  event.set_probability(0.7);
  return event;
}

TEST(EventCommandTest, AnEventIsSentAsItIsWritten) {
  FakePrognosd service;
  AddBistand(service);
  *service.events.PutEvents_.response.add_events() = WorkEvent();
  service.events.PutEvents_.response.set_stored_count(1);
  const Outcome outcome = service.Run({"handelse", "lagg-till", "Bistånd.kostnad", "--slag", "åtgärd", "--fran",
                                       "2022-07", "--belopp=-200 tkr", "--sannolikhet", "70 %", "--upptrappning", "3",
                                       "--text", "Fler till arbete", "--kalla", "nämndens plan"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, AllOf(HasSubstr("Fler till arbete"), HasSubstr("−200 tkr i månaden"), HasSubstr("70 %"),
                                 HasSubstr("Händelsen är sparad: arbete\n")));
  const v1::Event& sent = service.events.PutEvents_.requests.at(0).events(0);
  EXPECT_EQ(sent.series(), "organizations/exempelby/series/bistand.cost");
  EXPECT_EQ(sent.kind(), v1::EVENT_KIND_MEASURE);
  EXPECT_EQ(sent.amount(), -20'000'000);
  EXPECT_EQ(sent.ramp_months(), 3);
  EXPECT_EQ(sent.probability(), 0.7);
  EXPECT_EQ(sent.source(), "nämndens plan");
}

TEST(EventCommandTest, PercentAndVolumesHaveTheirOwnUnits) {
  FakePrognosd service;
  AddBistand(service);
  *service.events.PutEvents_.response.add_events() = NormEvent();
  service.Run({"handelse", "lagg-till", "bistand.kostnad", "--slag", "procent", "--fran", "2022-07", "--procent", "8,6",
               "--text", "Riksnormen höjs"});
  EXPECT_EQ(service.events.PutEvents_.requests.at(0).events(0).percent(), 8'600);
  EXPECT_FALSE(service.events.PutEvents_.requests.at(0).events(0).has_probability());
  service.Run({"event", "add", "bistand.hushall", "--kind", "level-shift", "--from", "2022-07", "--amount", "12",
               "--text", "Fler"});
  EXPECT_EQ(service.events.PutEvents_.requests.at(1).events(0).amount(), 12'000);
}

TEST(EventCommandTest, AWrongKindOrNumberIsToldBeforeAnythingIsSent) {
  FakePrognosd service;
  AddBistand(service);
  const Outcome kind = service.Run(
      {"handelse", "lagg-till", "bistand.kostnad", "--slag", "skifte", "--fran", "2022-07", "--text", "Fler"});
  EXPECT_EQ(kind.exit_code, 2);
  EXPECT_THAT(kind.err, HasSubstr("”skifte” är inget slag av händelse"));
  const Outcome number = service.Run({"handelse", "lagg-till", "bistand.kostnad", "--slag", "engangspost", "--fran",
                                      "2022-07", "--text", "Fler", "--belopp", "mycket"});
  EXPECT_EQ(number.exit_code, 2);
  EXPECT_TRUE(service.events.PutEvents_.requests.empty());
}

TEST(EventCommandTest, FaultsAreToldInTheWordsOfTheCommand) {
  FakePrognosd service;
  AddBistand(service);
  v1::ErrorDetail detail;
  v1::Fault& fault = *detail.add_faults();
  fault.set_place("events[0].probability");
  fault.set_value("1.2");
  fault.set_rule("must be 0-1");
  service.events.PutEvents_.failures = {RefusedWith(grpc::StatusCode::INVALID_ARGUMENT, detail)};
  const Outcome outcome = service.Run({"handelse", "lagg-till", "bistand.kostnad", "--slag", "procent", "--fran",
                                       "2022-07", "--procent", "5", "--sannolikhet", "1,2", "--text", "Norm"});
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_THAT(outcome.err, HasSubstr("sannolikhet: ”1.2”"));
}

TEST(EventCommandTest, TheListSaysWhatEachIsAndCsvIsReadAgain) {
  FakePrognosd service;
  AddBistand(service);
  *service.events.ListEvents_.response.add_events() = NormEvent();
  v1::Event taken_back = WorkEvent();
  taken_back.set_withdrawn(true);
  taken_back.set_withdraw_reason("blev inte av");
  *service.events.ListEvents_.response.add_events() = taken_back;
  const std::string table = service.Run({"handelse", "lista", "--alla"}).out;
  EXPECT_THAT(table, AllOf(HasSubstr("Riksnormen höjs"), HasSubstr("bistand.kostnad"), HasSubstr("8,6 %"),
                           HasSubstr("riksnormen-hojs"), HasSubstr("(tillbakadragen: blev inte av)")));
  EXPECT_TRUE(service.events.ListEvents_.requests.at(0).show_withdrawn());
  const std::string csv = service.Run({"handelse", "lista", "--format", "csv"}).out;
  EXPECT_THAT(csv, HasSubstr("riksnormen-hojs;bistand.kostnad;procent;2022-07;;;8,6"));
  EXPECT_THAT(csv, HasSubstr(";-200000"));
  EXPECT_THAT(service.Run({"event", "list", "--language", "en"}).out, HasSubstr("percent"));
}

TEST(EventCommandTest, WithdrawingAndLoading) {
  FakePrognosd service;
  *service.events.WithdrawEvent_.response.mutable_event() = NormEvent();
  EXPECT_EQ(service.Run({"handelse", "ta-bort", "riksnormen-hojs", "--skal", "fel år"}).out,
            "Händelsen är tillbakadragen: Riksnormen höjs\n");
  EXPECT_EQ(service.events.WithdrawEvent_.requests.at(0).name(), "organizations/exempelby/events/riksnormen-hojs");
  EXPECT_EQ(service.events.WithdrawEvent_.requests.at(0).reason(), "fel år");
  *service.events.ImportEvents_.response.add_events() = NormEvent();
  service.events.ImportEvents_.response.set_stored_count(1);
  const std::string bytes = "serie;slag;från;procent;händelse\n";
  EXPECT_EQ(service.Run({"handelse", "las-in", WriteFile("h.csv", bytes)}).out,
            "1 rad lästa: 1 uppgifter sparade, 0 oförändrade.\n");
  EXPECT_EQ(service.events.ImportEvents_.requests.at(0).content(), bytes);
}

// Botkyrka 2014 and 2015, in tkr.
TEST(EventCommandTest, TheUnderlyingResultIsATableOfYearsAndOfWhatChanged) {
  FakePrognosd service;
  const int64_t mnkr = 100'000'000;
  const auto add = [&](int year, int64_t net, int64_t out, int64_t in, int64_t once) -> v1::UnderlyingYear& {
    v1::UnderlyingYear& one = *service.events.GetUnderlyingResult_.response.add_years();
    one.set_year(year);
    one.set_complete(true);
    one.set_net(net * mnkr / 10);
    one.set_corrections_out(out * mnkr / 10);
    one.set_corrections_in(in * mnkr / 10);
    one.set_one_offs(once * mnkr / 10);
    one.set_corrected(one.net() - one.corrections_out() + one.corrections_in());
    one.set_underlying(one.corrected() - one.one_offs());
    return one;
  };
  add(2014, 5428, 0, 64, 0);
  v1::UnderlyingYear& second = add(2015, 5579, 64, 0, 45);
  second.set_budget(5387 * mnkr / 10);
  v1::UnderlyingItem& item = *second.add_items();
  item.set_description("Brandattentat");
  item.set_part(v1::UnderlyingItem::PART_ONE_OFF);
  item.set_net(45 * mnkr / 10);
  const Outcome outcome = service.Run({"handelse", "underliggande", "--ar", "2015"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, AllOf(HasSubstr("557\u00a0900"), HasSubstr("−6\u00a0400"), HasSubstr("551\u00a0500"),
                                 HasSubstr("−4\u00a0500"), HasSubstr("547\u00a0000"), HasSubstr("−19\u00a0200"),
                                 HasSubstr("−8\u00a0300")));
  EXPECT_THAT(outcome.out, AllOf(HasSubstr("2014–2015"), HasSubstr("−15\u00a0100"), HasSubstr("−2\u00a0300"),
                                 HasSubstr("+2\u00a0200"), HasSubstr("2015: Brandattentat −4\u00a0500 tkr")));
  EXPECT_EQ(service.events.GetUnderlyingResult_.requests.at(0).first_year(), 2014);
}

TEST(EventCommandTest, AForecastCanBeMadeWithoutThem) {
  FakePrognosd service;
  service.Run({"skapa", "--ar", "2022", "--omgang", "host", "--utan-handelser"});
  EXPECT_TRUE(service.forecast.CreateForecast_.requests.at(0).without_events());
}

}  // namespace
}  // namespace prognos::client
