#include "forecast/budget/decision_effects.h"

#include <numeric>

#include "forecast/base/random.h"
#include "forecast/budget/phasing.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace prognos::budget {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const FlowsBySeries kFlows = {{"a.cost", Flow::kCost}, {"a.revenue", Flow::kRevenue}, {"b.cost", Flow::kCost}};

BudgetLine Even(const std::string& series, int64_t ore, LineKind kind = LineKind::kSet, int first_month = 1) {
  BudgetLine line;
  line.series_id = series;
  line.amount_ore = ore;
  line.kind = kind;
  line.first_month = first_month;
  line.monthly_ore = PhaseEvenly(ore, first_month);
  return line;
}

BudgetVersion Decided(int version, absl::CivilDay day, const std::vector<BudgetLine>& lines) {
  BudgetVersion decision;
  decision.version = version;
  decision.year = 2022;
  decision.decision_date = day;
  decision.lines = lines;
  return decision;
}

const absl::CivilDay kNovember(2021, 11, 25), kAugust(2022, 8, 25), kOctober(2022, 10, 3);

const BudgetVersion kPlan = Decided(1, kNovember, {Even("a.cost", 1'200), Even("a.revenue", 240)});

// The year's net 1 200 - 240 = 960; 40 more cost from September: 1 000. "b.cost" had no budget.
TEST(DecisionEffectsTest, AnAmendmentChangesItsSeriesAndTheNetOfTheYear) {
  const BudgetVersion amendment =
      Decided(2, kAugust, {Even("a.cost", 30, LineKind::kChange, 9), Even("b.cost", 10, LineKind::kChange, 9)});
  const DecisionEffect effect = EffectOf({kPlan}, amendment, kFlows);
  EXPECT_THAT(effect.lines,
              ElementsAre(DecisionEffect::Line{"a.cost", 1'200, 1'230}, DecisionEffect::Line{"b.cost", {}, 10}));
  EXPECT_THAT(effect.outranked, IsEmpty());
  EXPECT_EQ(effect.net_was_ore, 960);
  EXPECT_EQ(effect.net_is_ore, 1'000);
}

TEST(DecisionEffectsTest, TheSameYearInOtherMonthsIsAChangeAndTheSameMonthsAreNone) {
  BudgetLine summer = Even("a.cost", 0, LineKind::kChange, 6);
  summer.monthly_ore[5] = -7;
  summer.monthly_ore[6] = 7;
  EXPECT_THAT(EffectOf({kPlan}, Decided(2, kAugust, {summer}), kFlows).lines,
              ElementsAre(DecisionEffect::Line{"a.cost", 1'200, 1'200}));
  EXPECT_THAT(EffectOf({kPlan}, Decided(2, kAugust, {Even("a.cost", 1'200)}), kFlows).lines, IsEmpty());
}

// Recorded after the new plan of October, but decided before it: the plan set the year anew.
TEST(DecisionEffectsTest, WhatALaterDecisionSetsIsNotChanged) {
  const BudgetVersion anew = Decided(2, kOctober, {Even("a.cost", 1'500)});
  const BudgetVersion late =
      Decided(3, kAugust, {Even("a.cost", 30, LineKind::kChange, 9), Even("a.revenue", 60, LineKind::kChange, 9)});
  const DecisionEffect effect = EffectOf({kPlan, anew}, late, kFlows);
  EXPECT_THAT(effect.outranked, ElementsAre("a.cost"));
  EXPECT_THAT(effect.lines, ElementsAre(DecisionEffect::Line{"a.revenue", 240, 300}));
  EXPECT_EQ(effect.net_was_ore, 1'500 - 240);
  EXPECT_EQ(effect.net_is_ore, 1'500 - 300);
}

// 1 500 since August are 125 a month; the move takes those of October to December away. Without August's plan 1 200
// would count, and -25 a month stand on what is gone. What stays of b.cost is nobody's who left.
TEST(DecisionEffectsTest, APlanThatAMoveTookAwayIsNotWithdrawnUnderIt) {
  const BudgetVersion anew = Decided(2, kAugust, {Even("a.cost", 1'500), Even("b.cost", 600)});
  BudgetVersion move =
      Decided(3, kOctober, {Even("a.cost", -375, LineKind::kChange, 10), Even("b.cost", -30, LineKind::kChange, 10)});
  move.kind = DecisionKind::kMove;
  EXPECT_TRUE(UndoesAMove({kPlan, move}, anew));
  // An amendment of what stays, and the same without a move.
  const BudgetVersion more = Decided(4, kOctober, {Even("b.cost", 10, LineKind::kChange, 11)});
  EXPECT_FALSE(UndoesAMove({kPlan, anew, move}, more));
  move.kind = DecisionKind::kReallocation;
  EXPECT_FALSE(UndoesAMove({kPlan, move}, anew));
  // The plan before it is replaced, and may go.
  move.kind = DecisionKind::kMove;
  EXPECT_FALSE(UndoesAMove({anew, move}, kPlan));
}

TEST(DecisionEffectsTest, EachVersionSaysByHowMuchItChangedTheYear) {
  const BudgetVersion amendment = Decided(3, kAugust, {Even("a.cost", 30, LineKind::kChange, 9)});
  const BudgetVersion anew = Decided(2, kOctober, {Even("a.cost", 1'500), Even("a.revenue", 200)});
  const auto changes = ChangesByVersion({kPlan, anew, amendment}, kFlows);
  EXPECT_EQ(changes.at(1), (CostAndRevenue{1'200, 240}));
  EXPECT_EQ(changes.at(3), (CostAndRevenue{30, 0}));
  EXPECT_EQ(changes.at(2), (CostAndRevenue{270, -40}));  // 1 500 in the place of 1 230.
}

// --- any sequence of decisions ---

class RandomDecisions {
 public:
  explicit RandomDecisions(uint64_t seed) : generator_(seed) {}

  int Below(int limit) { return static_cast<int>(generator_.Next() % static_cast<uint64_t>(limit)); }

  int64_t Ore() { return static_cast<int64_t>(generator_.Next() % 2'000'001) - 1'000'000; }

  // On any day of the year or the autumn before, so that they are recorded in another order than they are decided.
  BudgetVersion Next(int version) {
    const absl::CivilDay day = absl::CivilDay(2021, 10, 1) + Below(450);
    const int earliest = day.year() < 2022 ? 1 : static_cast<int>(day.month());
    switch (Below(4)) {
      case 0:
        return Decided(version, day, {Even(Series(), Ore())});
      case 1:
        return Reallocation(version, day, earliest);
      default:
        return Decided(version, day, {Even(Series(), Ore(), LineKind::kChange, earliest + Below(13 - earliest))});
    }
  }

 private:
  std::string Series() {
    const std::vector<std::string> ids = {"a.cost", "a.revenue", "b.cost"};
    return ids[static_cast<size_t>(Below(3))];
  }

  // From the cost of one to a lower revenue of another, in months of their own.
  BudgetVersion Reallocation(int version, absl::CivilDay day, int first_month) {
    const int64_t ore = Ore();
    BudgetVersion decision = Decided(version, day,
                                     {Even("b.cost", -ore, LineKind::kChange, first_month),
                                      Even("a.revenue", -ore, LineKind::kChange, first_month)});
    decision.kind = DecisionKind::kReallocation;
    return decision;
  }

  RandomGenerator generator_;
};

int64_t NetOf(const BudgetInForce& budget) {
  int64_t net = 0;
  for (const auto& [series, in_force] : budget) {
    net += series == "a.revenue" ? -in_force.line.amount_ore : in_force.line.amount_ore;
  }
  return net;
}

MonthlyAmounts MonthsOf(const BudgetInForce& budget, const std::string& series) {
  const auto found = budget.find(series);
  return found == budget.end() ? MonthlyAmounts{} : found->second.line.monthly_ore;
}

TEST(DecisionEffectsTest, WhateverIsDecidedMonthsBeforeTheFirstStayAndEverythingSumsToTheOre) {
  for (uint64_t seed = 1; seed <= 200; ++seed) {
    RandomDecisions decisions(seed);
    std::vector<BudgetVersion> versions;
    for (int version = 1; version <= 12; ++version) {
      const BudgetInForce before = LinesInForce(versions);
      const BudgetVersion decision = decisions.Next(version);
      const DecisionEffect effect = EffectOf(versions, decision, kFlows);
      versions.push_back(decision);
      const BudgetInForce after = LinesInForce(versions);
      for (const BudgetLine& line : decision.lines) {
        const MonthlyAmounts was = MonthsOf(before, line.series_id), is = MonthsOf(after, line.series_id);
        for (int month = 1; month < line.first_month; ++month) {
          ASSERT_EQ(is[month - 1], was[month - 1]) << "seed " << seed << ", month " << month;
        }
      }
      ASSERT_EQ(effect.net_was_ore, NetOf(before));
      ASSERT_EQ(effect.net_is_ore, NetOf(after));
      if (decision.kind == DecisionKind::kReallocation && effect.outranked.empty()) {
        ASSERT_EQ(effect.net_is_ore, effect.net_was_ore) << "seed " << seed;
      }
    }
    CostAndRevenue sum;
    for (const auto& [version, change] : ChangesByVersion(versions, kFlows)) {
      sum.cost += change.cost;
      sum.revenue += change.revenue;
    }
    const BudgetInForce budget = LinesInForce(versions);
    ASSERT_EQ(sum.net(), NetOf(budget)) << "seed " << seed;
    for (const auto& [series, in_force] : budget) {
      const MonthlyAmounts& months = in_force.line.monthly_ore;
      ASSERT_EQ(std::accumulate(months.begin(), months.end(), int64_t{0}), in_force.line.amount_ore);
    }
  }
}

}  // namespace
}  // namespace prognos::budget
