#include "forecast/interchange/posting_application.h"

#include "absl/strings/str_join.h"
#include "forecast/base/faults.h"
#include "forecast/base/random.h"
#include "gtest/gtest.h"
#include "tests/status_matchers.h"

namespace prognos {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// The cases below are amounts in öre on account 5010 in March 2022.
const Month kMarch = Month::January(2022) + 2;

AccountMonth Month5010(int64_t total_ore, std::vector<ObjectAmount> objects, bool disjoint = false) {
  return {"5010", kMarch, 0, total_ore, std::move(objects), disjoint};
}

PostingRule RuleFor(const std::string& accounts, const std::string& dimension, const std::string& object,
                    const std::string& activity, Flow flow = Flow::kCost) {
  return {accounts.substr(0, 4), accounts.substr(accounts.size() - 4), dimension, object, activity, flow};
}

// "Vuxen/cost 2022-03 70" for each amount, "5010 {1|A} 30 in 1" for each unmatched sum; the error when there is one.
std::vector<std::string> Applied(const std::vector<PostingRule>& rules, const std::vector<AccountMonth>& months,
                                 std::set<std::string> balance_accounts = {}) {
  const auto mapped = ApplyPostingRules(rules, {months, std::move(balance_accounts), 0, 0});
  if (!mapped.ok()) return {std::string(mapped.status().message())};
  std::vector<std::string> result;
  for (const auto& [target, amounts] : mapped->amounts_ore) {
    for (const auto& [month, ore] : amounts) {
      result.push_back(absl::StrCat(target.activity, target.flow == Flow::kCost ? "/cost " : "/revenue ",
                                    month.ToString(), " ", ore));
    }
  }
  for (const UnmatchedPosting& one : mapped->unmatched) {
    result.push_back(
        absl::StrCat(one.account, " {", one.dimension, "|", one.object, "} ", one.sum_ore, " in ", one.month_count));
  }
  if (mapped->balance_account_count > 0) {
    result.push_back(absl::StrCat("balance ", mapped->balance_account_count, ": ", mapped->balance_sum_ore));
  }
  return result;
}

TEST(PostingApplicationTest, TotalsGoToTheFirstRuleThatCoversTheAccount) {
  EXPECT_THAT(
      Applied({RuleFor("5000-5009", "", "", "A"), RuleFor("5000-5999", "", "", "B"), RuleFor("5010", "", "", "C")},
              {Month5010(100, {{{{"1", "X"}}, 60}})}),
      ElementsAre("B/cost 2022-03 100"));
}

TEST(PostingApplicationTest, RevenueIsNegativeInTheFileAndPositiveInTheLedger) {
  EXPECT_THAT(Applied({RuleFor("3010", "", "", "A", Flow::kRevenue)}, {{"3010", kMarch, 0, -500, {}, false}}),
              ElementsAre("A/revenue 2022-03 500"));
}

TEST(PostingApplicationTest, TheRestAfterTheObjectsGoesToTheRuleWithoutDimension) {
  // 100 = 60 on X (rule 1) + 25 on Y (no rule) + 15 without objects.
  const std::vector<AccountMonth> months = {Month5010(100, {{{{"1", "X"}}, 60}, {{{"1", "Y"}}, 25}})};
  EXPECT_THAT(Applied({RuleFor("5010", "1", "X", "Placeringar"), RuleFor("5010", "", "", "Rest")}, months),
              ElementsAre("Placeringar/cost 2022-03 60", "Rest/cost 2022-03 40"));
  EXPECT_THAT(Applied({RuleFor("5010", "1", "X", "Placeringar")}, months),
              ElementsAre("Placeringar/cost 2022-03 60", "5010 {|} 15 in 1", "5010 {1|Y} 25 in 1"));
  EXPECT_THAT(Applied({RuleFor("5010", "1", "Z", "Placeringar")}, months),
              ElementsAre("5010 {|} 15 in 1", "5010 {1|X} 60 in 1", "5010 {1|Y} 25 in 1"));
}

TEST(PostingApplicationTest, ARuleWithoutDimensionTakesRowsFromTheRulesAfterIt) {
  EXPECT_THAT(Applied({RuleFor("5010", "", "", "All"), RuleFor("5010", "1", "X", "Never")},
                      {Month5010(100, {{{{"1", "X"}}, 60}})}),
              ElementsAre("All/cost 2022-03 100"));
}

TEST(PostingApplicationTest, TheRestMayBeNegative) {
  // Programs that put objects on one side of an account only: 250 on X, -150 without.
  EXPECT_THAT(
      Applied({RuleFor("5010", "1", "*", "A"), RuleFor("5010", "", "", "B")}, {Month5010(100, {{{{"1", "X"}}, 250}})}),
      ElementsAre("A/cost 2022-03 250", "B/cost 2022-03 -150"));
}

TEST(PostingApplicationTest, OtherDimensionsOfTheSameMoneyAreNotCounted) {
  // Dimension 6 splits the same 100 once more; the rules ask only for dimension 1.
  EXPECT_THAT(Applied({RuleFor("5010", "1", "*", "A"), RuleFor("5010", "", "", "B")},
                      {Month5010(100, {{{{"1", "X"}}, 60}, {{{"6", "P"}}, 100}})}),
              ElementsAre("A/cost 2022-03 60", "B/cost 2022-03 40"));
}

TEST(PostingApplicationTest, RulesThatAskForTwoDimensionsOfTheSameMoneyAreRefused) {
  const std::vector<PostingRule> rules = {RuleFor("5010", "1", "X", "A"), RuleFor("4000", "", "", "A"),
                                          RuleFor("5010", "6", "P", "B")};
  const std::vector<AccountMonth> months = {Month5010(100, {{{{"1", "X"}}, 60}, {{{"6", "P"}}, 40}})};
  EXPECT_THAT(Applied(rules, months),
              ElementsAre(HasSubstr("account 5010: has rows in 2022-03 that may be the same money")));
  EXPECT_THAT(Applied(rules, months), ElementsAre(HasSubstr("ask for both: 1 (dimension 1), 3 (dimension 6)")));
}

TEST(PostingApplicationTest, RowsThatCarryBothDimensionsAreUsedWhenTheyMakeTheTotal) {
  // {1 X 6 P} 40 + {1 X 6 Q} 20 + {1 Y 6 P} 40 = 100: each krona once, by the first rule that matches.
  EXPECT_THAT(Applied({RuleFor("5010", "6", "P", "Project"), RuleFor("5010", "1", "X", "Unit")},
                      {Month5010(100, {{{{"1", "X"}}, 60},
                                       {{{"1", "X"}, {"6", "P"}}, 40},
                                       {{{"1", "X"}, {"6", "Q"}}, 20},
                                       {{{"1", "Y"}, {"6", "P"}}, 40},
                                       {{{"6", "P"}}, 80}})}),
              ElementsAre("Project/cost 2022-03 80", "Unit/cost 2022-03 20"));
}

TEST(PostingApplicationTest, OneDimensionAloneAndJoinedIsExactOnlyWhenAllRowsMakeTheTotal) {
  const std::vector<PostingRule> rules = {RuleFor("5010", "1", "X", "A"), RuleFor("5010", "", "", "B")};
  EXPECT_THAT(Applied(rules, {Month5010(100, {{{{"1", "X"}}, 60}, {{{"1", "X"}, {"6", "P"}}, 40}})}),
              ElementsAre("A/cost 2022-03 100"));
  EXPECT_THAT(Applied(rules, {Month5010(110, {{{{"1", "X"}}, 60}, {{{"1", "X"}, {"6", "P"}}, 40}})}),
              ElementsAre(HasSubstr("may be the same money")));
}

TEST(PostingApplicationTest, DisjointRowsMayUseAnyDimensions) {
  EXPECT_THAT(Applied({RuleFor("5010", "1", "X", "A"), RuleFor("5010", "6", "P", "B")},
                      {Month5010(120, {{{{"1", "X"}}, 60}, {{{"1", "X"}, {"6", "P"}}, 10}, {{{"6", "P"}}, 40}}, true)}),
              ElementsAre("A/cost 2022-03 70", "B/cost 2022-03 40", "5010 {|} 10 in 1"));
}

TEST(PostingApplicationTest, AccountsWithoutRulesAreToldAndBalanceAccountsCounted) {
  const Month april = kMarch + 1;
  EXPECT_THAT(Applied({RuleFor("5010", "", "", "A")},
                      {{"1510", kMarch, 0, 900, {}, false},
                       {"1520", kMarch, 0, -100, {}, false},
                       {"6010", kMarch, 0, 50, {{{{"1", "X"}}, 50}}, false},
                       {"6010", april, 0, -50, {}, false},
                       {"7010", april, 0, 0, {}, false}},
                      {"1510", "1520"}),
              ElementsAre("6010 {|} 0 in 2", "balance 2: 800"));
}

TEST(PostingApplicationTest, ABalanceAccountWithARuleIsMapped) {
  EXPECT_THAT(Applied({RuleFor("1510", "", "", "A")}, {{"1510", kMarch, 0, 900, {}, false}}, {"1510"}),
              ElementsAre("A/cost 2022-03 900"));
}

TEST(PostingApplicationTest, MonthsOfZerosAroundTheMoneyAreNotOutcomes) {
  // The file has rows for January to June, and money in March and May: January, February and June say nothing.
  std::vector<AccountMonth> months;
  for (int month = 0; month < 6; ++month) {
    months.push_back({"5010", Month::January(2022) + month, 0, month == 2 || month == 4 ? 7 : 0, {}, false});
  }
  EXPECT_THAT(Applied({RuleFor("5010", "", "", "A")}, months),
              ElementsAre("A/cost 2022-03 7", "A/cost 2022-04 0", "A/cost 2022-05 7"));
  EXPECT_THAT(Applied({RuleFor("5010", "", "", "A")}, {{"5010", kMarch, 0, 0, {}, false}}), IsEmpty());
}

// --- Nothing is lost and nothing counted twice
// -------------------------------------------------------------------------

// What was mapped and what was not, with the sign of the file.
int64_t SumOf(const MappedPostings& mapped) {
  int64_t sum = mapped.balance_sum_ore;
  for (const auto& [target, amounts] : mapped.amounts_ore) {
    for (const auto& [month, ore] : amounts) sum += target.flow == Flow::kRevenue ? -ore : ore;
  }
  for (const UnmatchedPosting& one : mapped.unmatched) sum += one.sum_ore;
  return sum;
}

AccountMonth RandomMonth(const std::string& account, Month month, RandomGenerator& random) {
  AccountMonth result = {account, month, 0, random.Index(2001) - 1000, {}, random.Index(2) == 0};
  for (int row = random.Index(6); row > 0; --row) {
    ObjectList objects;
    if (random.Index(2) == 0) objects.push_back({"1", std::string(1, static_cast<char>('A' + random.Index(3)))});
    if (objects.empty() || random.Index(3) == 0)
      objects.push_back({"6", std::string(1, static_cast<char>('P' + random.Index(3)))});
    result.objects.push_back({objects, random.Index(2001) - 1000});
  }
  return result;
}

std::vector<PostingRule> RandomRules(RandomGenerator& random) {
  std::vector<PostingRule> rules;
  for (int rule = random.Index(5); rule > 0; --rule) {
    const std::string first = absl::StrCat(1000 + 1000 * random.Index(5) + random.Index(2));
    const char* const dimensions[] = {"", "1", "6"};
    const char* const objects[] = {"", "A", "P", "?", "B*"};
    const std::string dimension = dimensions[random.Index(3)];
    rules.push_back({first, absl::StrCat(6 - random.Index(2), "999"), dimension,
                     dimension.empty() ? "" : objects[random.Index(5)], random.Index(2) == 0 ? "X" : "Y",
                     random.Index(2) == 0 ? Flow::kCost : Flow::kRevenue});
  }
  return rules;
}

TEST(PostingApplicationPropertyTest, MappedAndUnmatchedMakeTheTotalsForEachAccountAndMonth) {
  RandomGenerator random(11);
  int applied = 0;
  for (int round = 0; round < 5000; ++round) {
    const std::vector<PostingRule> rules = RandomRules(random);
    const std::string account = absl::StrCat(1000 + 1000 * random.Index(6));
    const AccountMonth month = RandomMonth(account, kMarch, random);
    Postings postings = {{month}, {}, 0, 0};
    if (account < "3000") postings.balance_accounts.insert(account);
    const auto mapped = ApplyPostingRules(rules, postings);
    if (!mapped.ok()) continue;  // Two dimensions of one money: refused.
    ++applied;
    EXPECT_EQ(SumOf(*mapped), month.total_ore) << "round " << round;
  }
  EXPECT_GT(applied, 4000);
}

TEST(PostingApplicationPropertyTest, AccountsAndMonthsDoNotInfluenceEachOther) {
  // Applied to all at once and to each month alone, the mapped sums agree.
  RandomGenerator random(12);
  for (int round = 0; round < 300; ++round) {
    const std::vector<PostingRule> rules = RandomRules(random);
    Postings all;
    std::map<std::string, int64_t> apart;
    bool refused = false;
    for (const std::string account : {"1000", "3000", "5000"}) {
      for (int at = 0; at < 3; ++at) {
        all.months.push_back(RandomMonth(account, kMarch + at, random));
        const auto one = ApplyPostingRules(rules, {{all.months.back()}, {}, 0, 0});
        refused |= !one.ok();
        if (!one.ok()) continue;
        for (const auto& [target, amounts] : one->amounts_ore) {
          for (const auto& [month, ore] : amounts)
            apart[target.activity + month.ToString()] += SignInNet(target.flow) * ore;
        }
      }
    }
    const auto together = ApplyPostingRules(rules, all);
    EXPECT_EQ(together.ok(), !refused);
    if (!together.ok()) continue;
    std::map<std::string, int64_t> sums;
    for (const auto& [target, amounts] : together->amounts_ore) {
      for (const auto& [month, ore] : amounts) sums[target.activity + month.ToString()] += SignInNet(target.flow) * ore;
    }
    std::erase_if(sums, [](const auto& entry) { return entry.second == 0; });
    std::erase_if(apart, [](const auto& entry) { return entry.second == 0; });
    EXPECT_EQ(sums, apart);
  }
}

}  // namespace
}  // namespace prognos
