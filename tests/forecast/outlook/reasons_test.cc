#include "forecast/outlook/reasons.h"

#include <string>

#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace prognos::outlook {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr int64_t kTkr = 100'000;
constexpr ReasonsOfYear kYearEnd = {2022, 12};
constexpr ReasonsOfYear kAutumn = {2022, 8};

// In Swedish, with plain spaces and minuses.
std::vector<std::string> Swedish(const std::vector<Message>& sentences) {
  std::vector<std::string> texts;
  for (const Message& sentence : sentences) {
    texts.push_back(
        absl::StrReplaceAll(sentence.In(Language::kSwedish).value_or("?"), {{"\u00a0", " "}, {"\u2212", "-"}}));
  }
  return texts;
}

Reason ActivityOf(const std::string& name, int64_t cost_tkr, int64_t revenue_tkr) {
  Reason reason{.id = name, .name = name, .amount = {cost_tkr * kTkr, revenue_tkr * kTkr}};
  reason.explanation.known.season_and_trend = reason.amount.Net();
  return reason;
}

// Upplands-Bro 2022: -3 567 = -107 - 3 460, and the gross amounts behind -4 000 = -7 472 + 3 472.
TEST(ReasonsTest, FlowsAreToldWithTheSignsOfTheirDeviations) {
  EXPECT_THAT(Swedish(SentencesOf(ActivityOf("Integration", -107, -3460), kYearEnd)),
              ElementsAre("Integration -3,6 mnkr: lägre intäkter (-3,5 mnkr) och högre kostnader (-107 tkr) än "
                          "budgeterat."));
  EXPECT_THAT(Swedish(SentencesOf(ActivityOf("Barn/Unga/Familj", -7472, 3472), kYearEnd)),
              ElementsAre("Barn/Unga/Familj -4,0 mnkr: högre kostnader (-7,5 mnkr), men högre intäkter (+3,5 mnkr) än "
                          "budgeterat."));
  EXPECT_THAT(Swedish(SentencesOf(ActivityOf("Övergripande", -1003, 0), kYearEnd)),
              ElementsAre("Övergripande -1,0 mnkr: högre kostnader än budgeterat."));
  EXPECT_THAT(
      Swedish(SentencesOf(ActivityOf("Psykiatri", 669, 544), kYearEnd)),
      ElementsAre("Psykiatri +1,2 mnkr: lägre kostnader (+669 tkr) och högre intäkter (+544 tkr) än budgeterat."));
  const std::vector<Message> english = SentencesOf(ActivityOf("Integration", -107, -3460), kYearEnd);
  EXPECT_EQ(
      english.front().English(),
      "Integration \u22123.6\u00a0mnkr: lower revenues (\u22123.5\u00a0mnkr) and higher costs (\u2212107\u00a0tkr) "
      "than budgeted.");
}

TEST(ReasonsTest, TheLargestComeFirstWhateverTheirSignAndNoneThatPrintsAsNothing) {
  const std::vector<Reason> largest =
      LargestReasons({ActivityOf("a", -100, 0), ActivityOf("b", 300, 0), ActivityOf("c", -200, 0),
                      ActivityOf("d", 0, 0), ActivityOf("e", -300, 0)},
                     3);
  ASSERT_EQ(largest.size(), 3u);
  EXPECT_EQ(largest[0].name, "b");  // Of equal ones the first.
  EXPECT_EQ(largest[1].name, "e");
  EXPECT_EQ(largest[2].name, "c");
  Reason little = ActivityOf("f", 0, 0);
  little.amount.cost = -kLeastTold + 1;
  EXPECT_THAT(LargestReasons({little}, 3), IsEmpty());
  little.amount.cost = -kLeastTold;
  EXPECT_EQ(LargestReasons({little}, 3).size(), 1u);
}

// Of -500: -200 to August and -300 expected; May holds -150 of -180 that single months hold.
TEST(ReasonsTest, WhatIsBookedWhatIsExpectedAndWhatSingleMonthsHold) {
  Reason reason = ActivityOf("Vuxen", -500, 0);
  reason.explanation.known = {.season_and_trend = -20 * kTkr, .rest = -180 * kTkr};
  reason.explanation.remaining = {.season_and_trend = -300 * kTkr};
  reason.explanation.standing_out = StandingOut{5, -150 * kTkr};
  EXPECT_THAT(Swedish(SentencesOf(reason, kAutumn)),
              ElementsAre("Vuxen -500 tkr: högre kostnader än budgeterat.",
                          "Till och med augusti 2022 -200 tkr, och resten av året -300 tkr.",
                          "Enstaka månader gör -180 tkr, mest maj 2022 (-150 tkr)."));
  // A month that holds more than all together goes the other way is not said to be most of them.
  reason.explanation.standing_out = StandingOut{5, 150 * kTkr};
  EXPECT_EQ(Swedish(SentencesOf(reason, kAutumn)).back(), "Enstaka månader gör -180 tkr.");
  // While the phasing of the budget makes the known months look otherwise, they are not told.
  reason.explanation.known.timing = 40 * kTkr;
  reason.explanation.remaining.timing = -40 * kTkr;
  EXPECT_EQ(SentencesOf(reason, kAutumn).size(), 2u);
}

// Of -500: -620 bought care, +110 staff and +10 of the third; what prints as nothing is not told, and one type alone is
// not, either: it would say the same once more.
TEST(ReasonsTest, TheTwoCostTypesThatMakeMostOfItAreTold) {
  Reason reason = ActivityOf("Vuxen", -500, 0);
  reason.types = {{"Personal", 110 * kTkr}, {"Köpt vård", -620 * kTkr}, {"Övrigt", 10 * kTkr}};
  EXPECT_EQ(Swedish(SentencesOf(reason, kYearEnd)).at(1), "Därav Köpt vård -620 tkr och Personal +110 tkr.");
  EXPECT_EQ(SentencesOf(reason, kYearEnd).at(1).English(),
            "Of it Köpt vård \u2212620\u00a0tkr and Personal +110\u00a0tkr.");
  reason.types = {{"Personal", 0}, {"Köpt vård", -500 * kTkr}};
  EXPECT_EQ(Swedish(SentencesOf(reason, kYearEnd)).at(1), "Därav Köpt vård -500 tkr.");
  for (const std::vector<TypePart>& types :
       {std::vector<TypePart>{{"Köpt vård", -500 * kTkr}}, {{"Personal", 0}, {"Köpt vård", kLeastTold - 1}}}) {
    reason.types = types;
    EXPECT_EQ(SentencesOf(reason, kYearEnd).size(), 1u);
  }
}

TEST(ReasonsTest, EventsAndJudgementsStandBesideTheActivity) {
  Reason event{.kind = Reason::Kind::kEvent, .id = "norm", .name = "Riksnormen höjs", .amount = {-740 * kTkr, 0}};
  EXPECT_THAT(Swedish(SentencesOf(event, kAutumn)), ElementsAre("Händelsen Riksnormen höjs: -740 tkr."));
  event.probability = 0.6;
  EXPECT_THAT(Swedish(SentencesOf(event, kAutumn)),
              ElementsAre("Händelsen Riksnormen höjs, 60 % sannolik: -740 tkr i väntevärde."));
  const Reason judgement{.kind = Reason::Kind::kJudgement, .amount = {-1200 * kTkr, 0}};
  EXPECT_THAT(Swedish(SentencesOf(judgement, kAutumn)), ElementsAre("Bedömningar: -1,2 mnkr mot vad modellen säger."));
  Reason activity = ActivityOf("Bistånd", -300, 0);
  activity.explanation.known.events = -740 * kTkr;
  activity.is_judged = true;
  EXPECT_THAT(Swedish(SentencesOf(activity, kYearEnd)),
              ElementsAre("Bistånd -300 tkr: högre kostnader än budgeterat.",
                          "Det som är inlagt som händelse tillkommer.", "Det är modellens; bedömningen tillkommer."));
}

TEST(ReasonsTest, TimingIsToldWhereItIsATenthOfTheDeviationToDate) {
  Explanation explanation;
  explanation.known = {.timing = -900 * kTkr, .season_and_trend = 800 * kTkr};
  explanation.remaining = {.timing = 900 * kTkr};
  EXPECT_THAT(
      Swedish(SummaryOf("Nämnden", {800 * kTkr, 0}, explanation, kAutumn)),
      ElementsAre(
          "Nämnden +800 tkr: lägre kostnader än budgeterat.",
          "I avvikelsen till och med augusti 2022, -100 tkr, ingår -900 tkr som bara är en fråga om när: budgeten "
          "ligger på andra månader än tidigare års utfall, och resten av året tar igen det."));
  explanation.known = {.timing = -9 * kTkr, .season_and_trend = -91 * kTkr};
  EXPECT_EQ(SummaryOf("Nämnden", {0, 0}, explanation, kAutumn).size(), 1u);
  EXPECT_THAT(Swedish(SummaryOf("Nämnden", {0, 0}, Explanation(), kAutumn)), ElementsAre("Nämnden: enligt budget."));
}

}  // namespace
}  // namespace prognos::outlook
