#include "forecast/interchange/posting_rules.h"

#include "gtest/gtest.h"
#include "tests/status_matchers.h"

namespace prognos {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::vector<std::string> FaultsOfRules(const std::string& text) {
  std::vector<std::string> result;
  for (const Fault& fault : FaultsFromStatus(ReadPostingRules(text).status())) {
    result.push_back(absl::StrCat(fault.place, "/", static_cast<int>(fault.reason)));
  }
  return result;
}
std::string At(absl::string_view place, FaultReason reason) {
  return absl::StrCat(place, "/", static_cast<int>(reason));
}

TEST(PostingRulesTest, RangesInTwoColumnsOrInOneGiveTheSameRules) {
  for (const std::string text :
       {"Konto från;Konto till;Dimension;Objekt;Verksamhet;Slag\n5000;5999;1;31*;Vuxen;kostnad\n"
        "3010;;;;Vuxen;intäkt\n",
        "activity,flow,account,dimension,object\nVuxen,cost,5000-5999,1,31*\n"
        "Vuxen,revenue,3010,,\n",
        "konto;verksamhet;slag;dimension;objekt\n5000 \u2013 5999;Vuxen;Kostnader;1;31*\n"
        "3010;Vuxen;Intäkter;;\n"}) {
    PROGNOS_ASSERT_OK_AND_ASSIGN(const std::vector<PostingRule> rules, ReadPostingRules(text));
    ASSERT_EQ(rules.size(), 2);
    EXPECT_EQ(rules[0].first_account, "5000");
    EXPECT_EQ(rules[0].last_account, "5999");
    EXPECT_EQ(rules[0].dimension, "1");
    EXPECT_EQ(rules[0].object_pattern, "31*");
    EXPECT_EQ(rules[0].activity, "Vuxen");
    EXPECT_EQ(rules[0].flow, Flow::kCost);
    EXPECT_EQ(rules[0].line, 2);
    EXPECT_EQ(rules[1].first_account, "3010");
    EXPECT_EQ(rules[1].last_account, "3010");
    EXPECT_EQ(rules[1].flow, Flow::kRevenue);
  }
}

TEST(PostingRulesTest, AllFaultsAreToldWithTheirPlaces) {
  EXPECT_THAT(
      FaultsOfRules("konto från;konto till;dimension;objekt;verksamhet;slag\n"
                    "5999;5000;;;A;kostnad\n"
                    "500;5999;;;A;kostnad\n"
                    "50x0;5999;;;A;kostnad\n"
                    ";;;;A;kostnad\n"
                    "5000;5999;;31*;A;kostnad\n"
                    "5000;5999;;;;kostnad\n"
                    "6000;6999;;;A;hushåll\n"
                    "7000;7999;;;A;\n"
                    "8000;8999;;;A;kostnad\n"
                    "8000;8999;;;B;intäkt\n"),
      ElementsAre(At("line 2: konto", FaultReason::kInconsistent), At("line 3: konto", FaultReason::kInconsistent),
                  At("line 4: konto", FaultReason::kNotANumber), At("line 5: konto", FaultReason::kMissingValue),
                  At("line 6: objekt", FaultReason::kInconsistent),
                  At("line 7: verksamhet", FaultReason::kMissingValue), At("line 8: slag", FaultReason::kWrongFlow),
                  At("line 9: slag", FaultReason::kMissingValue), At("line 11", FaultReason::kDuplicate)));
}

TEST(PostingRulesTest, AHeaderThatLacksColumnsSaysWhichWereFound) {
  EXPECT_THAT(ReadPostingRules("konto;belopp\n1;2\n"),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("needs a column verksamhet (activity); found: \"konto\"")));
  EXPECT_THAT(FaultsOfRules("konto;verksamhet;slag\n"), ElementsAre(At("file", FaultReason::kMissingValue)));
  EXPECT_THAT(FaultsOfRules(""), ElementsAre(At("file", FaultReason::kMissingValue)));
}

TEST(PostingRulesTest, AccountsAreCoveredByNumberAndLength) {
  PostingRule rule;
  rule.first_account = "5000";
  rule.last_account = "5999";
  EXPECT_TRUE(rule.CoversAccount("5000"));
  EXPECT_TRUE(rule.CoversAccount("5999"));
  EXPECT_FALSE(rule.CoversAccount("4999"));
  EXPECT_FALSE(rule.CoversAccount("6000"));
  EXPECT_FALSE(rule.CoversAccount("50000"));
  EXPECT_FALSE(rule.CoversAccount("500"));
  EXPECT_FALSE(rule.CoversAccount("5ABC"));
}

TEST(PostingRulesTest, ObjectsAreMatchedInTheirDimension) {
  PostingRule rule;
  rule.dimension = "1";
  rule.object_pattern = "31*";
  EXPECT_TRUE(rule.MatchesObjects({{"6", "P1"}, {"1", "310"}}));
  EXPECT_FALSE(rule.MatchesObjects({{"6", "310"}}));
  EXPECT_FALSE(rule.MatchesObjects({}));
  PostingRule any_object;
  any_object.dimension = "1";
  EXPECT_TRUE(any_object.MatchesObjects({{"1", "x"}}));
  EXPECT_FALSE(any_object.MatchesObjects({{"2", "x"}}));
  EXPECT_TRUE(PostingRule().MatchesObjects({}));
}

TEST(PatternTest, StarsStandForAnyCharactersAndQuestionMarksForOne) {
  EXPECT_TRUE(MatchesPattern("", ""));
  EXPECT_FALSE(MatchesPattern("", "a"));
  EXPECT_TRUE(MatchesPattern("*", ""));
  EXPECT_TRUE(MatchesPattern("31*", "31"));
  EXPECT_TRUE(MatchesPattern("31*", "3199"));
  EXPECT_FALSE(MatchesPattern("31*", "13199"));
  EXPECT_TRUE(MatchesPattern("*31", "3131"));
  EXPECT_TRUE(MatchesPattern("a*b*c", "a-bb-b-c"));
  EXPECT_FALSE(MatchesPattern("a*b*c", "a-bb-b-cd"));
  EXPECT_TRUE(MatchesPattern("?rn", "Örn"));  // Ö is one character of two bytes.
  EXPECT_FALSE(MatchesPattern("??rn", "Örn"));
  EXPECT_FALSE(MatchesPattern("?", ""));
  EXPECT_FALSE(MatchesPattern("abc", "ABC"));
}

TEST(PatternTest, ManyStarsDoNotTakeForever) {
  std::string pattern;
  for (int i = 0; i < 1000; ++i) pattern += "a*";
  EXPECT_FALSE(MatchesPattern(pattern + "b", std::string(10'000, 'a')));
}

}  // namespace
}  // namespace prognos
