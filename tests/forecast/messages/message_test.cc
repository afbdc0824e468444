#include "forecast/messages/message.h"

#include <limits>

#include "gtest/gtest.h"
#include "messages/budget.h"
#include "messages/ledger.h"
#include "messages/model.h"
#include "messages/note.h"
#include "messages/reason.h"
#include "messages/refusal.h"
#include "messages/suggestion.h"
#include "messages/value.h"
#include "messages/word.h"

namespace prognos {
namespace {

std::string Swedish(const Message& message) { return message.In(Language::kSwedish).value_or("nothing"); }

TEST(MessageTest, IsWrittenInBothLanguagesWithItsArguments) {
  const Message message = messages::value::MustBeBetween(1900, 2199);
  EXPECT_EQ(message.id, "value.must_be_between");
  EXPECT_EQ(message.English(), "must be 1900-2199");
  EXPECT_EQ(Swedish(message), "måste vara 1900–2199");
}

TEST(MessageTest, AmountsAndCountsAreWrittenAsEachLanguageDoes) {
  const Argument amount = Argument::Amount(-123450);
  EXPECT_EQ(amount.In(Language::kSwedish), "\u22121\u00a0234,50\u00a0kr");
  EXPECT_EQ(amount.In(Language::kEnglish), "\u2212SEK\u00a01,234.50");
  EXPECT_EQ(Argument::Amount(5).In(Language::kSwedish), "0,05\u00a0kr");
  EXPECT_EQ(Argument::Amount(std::numeric_limits<int64_t>::min()).In(Language::kEnglish),
            "\u2212SEK\u00a092,233,720,368,547,758.08");
  EXPECT_EQ(Argument::Count(12000).In(Language::kSwedish), "12\u00a0000");
  EXPECT_EQ(Argument::Count(12000).In(Language::kEnglish), "12,000");
  EXPECT_EQ(Argument(12000).In(Language::kEnglish), "12000");
}

TEST(MessageTest, WordsAreThoseOfTheLanguage) {
  const Message message = messages::ledger::HasNoSeries(Argument::Word(messages::word::Revenue()));
  EXPECT_EQ(message.English(), "has no revenue series");
  EXPECT_EQ(Swedish(message), "har ingen serie för intäkt");
}

TEST(MessageTest, SeveralThingsThatMayBeMeantAreJoinedAsTheLanguageDoes) {
  const Argument meant = Argument::AnyOf({"a-x", "b-x", "c-x"});
  EXPECT_EQ(meant.In(Language::kEnglish), "a-x, b-x or c-x");
  EXPECT_EQ(meant.In(Language::kSwedish), "a-x, b-x eller c-x");
  EXPECT_EQ(Argument::AnyOf({"a-x"}).In(Language::kSwedish), "a-x");
}

TEST(MessageTest, ALineOfAFileIsCalledSoInEachLanguage) {
  const Message message = messages::ledger::StandsAlreadyAt(Argument::Place("line 5"));
  EXPECT_EQ(message.English(), "stands already at line 5");
  EXPECT_EQ(Swedish(message), "finns redan på rad 5");
  EXPECT_EQ(Swedish(messages::ledger::StandsAlreadyAt(Argument::Place("actuals[4]"))), "finns redan på actuals[4]");
}

TEST(MessageTest, AReasonIsAMessageWithinAMessage) {
  const Message message = messages::note::ModelAbstained(
      Argument::Reason(messages::model::NeedsKnownMonths("seasonal-naive", 12, 3)), "default");
  EXPECT_EQ(message.English(),
            "seasonal-naive needs at least 12 known months; the history has 3; default is used instead");
  EXPECT_EQ(Swedish(message),
            "seasonal-naive kräver minst 12 kända månader; historiken har 3; default används i stället");
}

// 0.5 and -1234567.4: whole from a hundred on, three figures below.
TEST(MessageTest, ComputedFiguresAreWrittenAsEachLanguageDoes) {
  EXPECT_EQ(Argument::Figure(0.5).In(Language::kSwedish), "0,5");
  EXPECT_EQ(Argument::Figure(2.25).In(Language::kEnglish), "2.25");
  EXPECT_EQ(Argument::Figure(-1234567.4).In(Language::kSwedish), "\u22121\u00a0234\u00a0567");
  EXPECT_EQ(Argument::Figure(-1234567.4).In(Language::kEnglish), "\u22121,234,567");
  EXPECT_EQ(Argument::Figure(100).In(Language::kSwedish), "100");
}

// 107 400 and 3 460 000 kronor; 999 499 kronor are the last that is told in tkr.
TEST(MessageTest, DeviationsHaveTheirSignAndTheirUnit) {
  const auto text = [](int64_t kronor) { return Argument::Deviation(kronor * 100).In(Language::kSwedish); };
  EXPECT_EQ(text(-107'400), "\u2212107\u00a0tkr");
  EXPECT_EQ(text(3'460'000), "+3,5\u00a0mnkr");
  EXPECT_EQ(text(999'499), "+999\u00a0tkr");
  EXPECT_EQ(text(-999'500), "\u22121,0\u00a0mnkr");
  EXPECT_EQ(text(-499), "0\u00a0tkr");
  EXPECT_EQ(text(-1'234'560'000), "\u22121\u00a0234,6\u00a0mnkr");
  EXPECT_EQ(Argument::Deviation(-123'456'000'000).In(Language::kEnglish), "\u22121,234.6\u00a0mnkr");
}

TEST(MessageTest, AnArgumentThatHoldsBracesIsNotFilledIn) {
  EXPECT_EQ(messages::value::IsNotOfTheForm("organizations/{form}").English(),
            "is not of the form organizations/{form}");
}

TEST(MessageTest, AnIdThatTheCatalogueLacksHasNoText) {
  const Message message{"value.of_a_newer_service", {}};
  EXPECT_EQ(message.In(Language::kSwedish), std::nullopt);
  EXPECT_EQ(message.English(), "");
}

TEST(MessageTest, AStatusTellsTheEnglishTextAndCarriesTheMessage) {
  const Message message = messages::refusal::NoOrganization("okand");
  const absl::Status status = MessageStatus(absl::StatusCode::kNotFound, message);
  EXPECT_EQ(status.code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(std::string(status.message()), "there is no organization \"okand\"");
  EXPECT_EQ(MessageFrom(status), message);
  EXPECT_TRUE(MessageFrom(absl::NotFoundError("told otherwise")).empty());
}

TEST(MessageTest, ComesBackFromBytesAsItWas) {
  for (const Message& message :
       {messages::value::IsRequired(), messages::value::MustBeBetween(-5, 7),
        messages::budget::IsNotTheSum(Argument::Amount(-780000)),
        messages::value::HasTooManyElements(Argument::Count(9)),
        messages::ledger::MonthHasNotBegun(Argument::OfMonth("2026-11")),
        messages::ledger::HasNoSeries(Argument::Word(messages::word::Cost())),
        messages::value::MustBeOneOf(Argument::AnyOf({"a", "b"})),
        messages::ledger::StandsAlreadyAt(Argument::Place("line 5")),
        messages::note::ModelAbstained(Argument::Reason(messages::model::NeedsKnownMonths("ets", 12, 3)), "default"),
        messages::note::OneOff(Argument::OfMonth("2022-03"), Argument::Figure(1e6), Argument::Figure(-0.5)),
        messages::reason::Judgement(Argument::Deviation(-12'345'678)), messages::refusal::NoForecast("exempelby", ""),
        Message{}}) {
    EXPECT_EQ(DecodeMessage(Encode(message)), message) << message.id;
  }
}

// A text that asks for the name of a month gets it, one that asks for the month its digits.
TEST(MessageTest, AMonthIsCalledByItsNameWhereTheTextAsksForIt) {
  const Message named = messages::suggestion::BookedTwice(Argument::OfMonth("2022-08"));
  EXPECT_EQ(named.In(Language::kSwedish), "Bokfört två gånger augusti 2022");
  EXPECT_EQ(named.English(), "Booked twice in August 2022");
  EXPECT_EQ(messages::suggestion::BookedTwice(Argument::OfMonth("2022-13")).English(), "Booked twice in 2022-13");
  EXPECT_EQ(messages::suggestion::BookedTwice("i går").English(), "Booked twice in i går");
  EXPECT_NE(messages::ledger::MonthHasNotBegun(Argument::OfMonth("2026-11")).English().find("2026-11"),
            std::string::npos);
}

// A fault's fields are apart by '\x1f' and faults by '\x1e': a name out of a damaged file must not end one.
TEST(MessageTest, ControlCharactersOfAnArgumentDoNotReachTheBytes) {
  const std::string bytes =
      Encode(messages::value::MustBeOneOf("a\x1e\x1f\x1d"
                                          "b"));
  EXPECT_EQ(DecodeMessage(bytes).English(), "must be one of a???b");
}

TEST(MessageTest, BytesThatAreNoMessageGiveAnEmptyOne) {
  EXPECT_TRUE(DecodeMessage("").empty());
  EXPECT_TRUE(DecodeMessage("value.must_be_between\x1dlow\x1d"
                            "3\x1dnumberless")
                  .empty());
  EXPECT_TRUE(DecodeMessage("value.must_be_between\x1dlow\x1d"
                            "99\x1d"
                            "5")
                  .empty());
}

}  // namespace
}  // namespace prognos
