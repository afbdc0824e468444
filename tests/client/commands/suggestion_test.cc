#include "client/suggestion_tables.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/client/fake_prognosd.h"

namespace prognos::client {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

v1::Suggestion TwiceInMarch() {
  v1::Suggestion suggestion;
  suggestion.set_name("organizations/exempelby/suggestions/3f9a1c07");
  suggestion.set_series("organizations/exempelby/series/bistand.cost");
  suggestion.set_kind(v1::SUGGESTION_KIND_BOOKED_TWICE);
  suggestion.set_month("2022-03");
  suggestion.set_seen(200'000'000);
  suggestion.set_expected(101'200'000);
  suggestion.set_chance(1.0 / 2'513.0);
  return suggestion;
}

void AddSuggestions(FakePrognosd& service) {
  service.AddActivity("bistand", "Bistånd", "", {"cost", "hushall"});
  v1::ListSuggestionsResponse& response = service.events.ListSuggestions_.response;
  *response.add_suggestions() = TwiceInMarch();
  v1::Suggestion households = TwiceInMarch();
  households.set_name("organizations/exempelby/suggestions/77aa77aa");
  households.set_series("organizations/exempelby/series/bistand.hushall");
  households.set_kind(v1::SUGGESTION_KIND_NOTHING_BOOKED);
  households.set_seen(0);
  households.set_expected(120'400);
  *response.add_suggestions() = households;
}

TEST(SuggestionCommandTest, WithoutAnotherWordTheListIsShown) {
  FakePrognosd service;
  AddSuggestions(service);
  const Outcome outcome = service.Run({"forslag"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.out,
              AllOf(HasSubstr("Förslag på händelser · tkr"), HasSubstr("2022-03"), HasSubstr("Bistånd, kostnad"),
                    HasSubstr("bokfört två gånger"), HasSubstr("2\u00a0000"), HasSubstr("1\u00a0012"),
                    HasSubstr("1 på 2\u00a0500"), HasSubstr("3f9a1c07")));
  EXPECT_THAT(outcome.out, AllOf(HasSubstr("volymer"), HasSubstr("inget bokfört"), HasSubstr("120,4")));
  EXPECT_EQ(service.Run({"forslag", "lista"}).out, outcome.out);
  EXPECT_FALSE(service.events.ListSuggestions_.requests.at(0).show_dismissed());
}

TEST(SuggestionCommandTest, YearSeriesAndDismissedAreAskedFor) {
  FakePrognosd service;
  AddSuggestions(service);
  EXPECT_EQ(service.Run({"forslag", "lista", "--ar", "2022", "--serie", "bistand.kostnad", "--alla"}).exit_code, 0);
  const v1::ListSuggestionsRequest& asked = service.events.ListSuggestions_.requests.at(0);
  EXPECT_EQ(asked.year(), 2022);
  EXPECT_EQ(asked.series(), "organizations/exempelby/series/bistand.cost");
  EXPECT_TRUE(asked.show_dismissed());
}

TEST(SuggestionCommandTest, NoneIsTold) {
  FakePrognosd service;
  service.AddActivity("bistand", "Bistånd", "", {"cost"});
  EXPECT_THAT(service.Run({"forslag"}).out, HasSubstr("Inga förslag"));
}

TEST(SuggestionCommandTest, AcceptedItIsShownAsTheEventThatItBecame) {
  FakePrognosd service;
  v1::Event& event = *service.events.AcceptSuggestion_.response.mutable_event();
  event.set_name("organizations/exempelby/events/dubbelt");
  event.set_series("organizations/exempelby/series/bistand.cost");
  event.set_description("Bokfört två gånger 2022-03");
  event.set_kind(v1::EVENT_KIND_ONE_OFF);
  event.set_first_month("2022-03");
  event.set_amount(100'000'000);
  const Outcome outcome = service.Run({"forslag", "godta", "3f9a1c07", "--text", "Dubbel faktura"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.out,
              AllOf(HasSubstr("engångspost"), HasSubstr("1\u00a0000 tkr"), HasSubstr("Händelsen är sparad")));
  const v1::AcceptSuggestionRequest& asked = service.events.AcceptSuggestion_.requests.at(0);
  EXPECT_EQ(asked.name(), "organizations/exempelby/suggestions/3f9a1c07");
  EXPECT_EQ(asked.description(), "Dubbel faktura");
  EXPECT_FALSE(asked.request_id().empty());
  EXPECT_TRUE(service.events.ListSuggestions_.requests.empty());
}

TEST(SuggestionCommandTest, ADismissalNeedsAReason) {
  FakePrognosd service;
  EXPECT_NE(service.Run({"forslag", "avfarda", "3f9a1c07"}).exit_code, 0);
  const Outcome outcome = service.Run({"forslag", "avfarda", "3f9a1c07", "--skal", "Två löner"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("avfärdat: 3f9a1c07"));
  EXPECT_EQ(service.events.DismissSuggestion_.requests.at(0).reason(), "Två löner");
}

TEST(SuggestionCommandTest, ProgramsReadAllFigures) {
  FakePrognosd service;
  AddSuggestions(service);
  EXPECT_THAT(service.Run({"forslag", "--format", "csv"}).out, HasSubstr("3f9a1c07;2022-03;2022-03;bistand.kostnad;"));
  EXPECT_THAT(service.Run({"forslag", "--format", "json"}).out, HasSubstr("\"booked_twice\""));
  EXPECT_THAT(service.Run({"forslag", "--format", "tabell-json"}).out, HasSubstr("\"suggestions\""));
}

TEST(SuggestionCommandTest, AWordThatIsNoCommandIsRefused) {
  FakePrognosd service;
  const Outcome outcome = service.Run({"forslag", "godtag", "3f9a1c07"});
  EXPECT_NE(outcome.exit_code, 0);
  EXPECT_THAT(outcome.err, HasSubstr("godta"));
}

TEST(SuggestionTablesTest, ChanceIsOneInSoManyWithTwoFigures) {
  const Texts& texts = TextsIn(Language::kSwedish);
  EXPECT_EQ(ChanceText(1.0 / 61.0, texts), "1 på 61");
  EXPECT_EQ(ChanceText(1.0 / 1'268.0, texts), "1 på 1\u00a0300");
  EXPECT_EQ(ChanceText(1e-12, texts), "< 1 på 1\u00a0000\u00a0000");
  EXPECT_EQ(ChanceText(0.0, texts), "< 1 på 1\u00a0000\u00a0000");
  EXPECT_EQ(ChanceText(1.0, texts), "1 på 1");
}

}  // namespace
}  // namespace prognos::client
