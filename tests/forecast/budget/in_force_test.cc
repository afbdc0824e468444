#include "forecast/budget/in_force.h"

#include <cmath>
#include <numeric>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace prognos::budget {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const absl::CivilDay kDecidedInNovember(2021, 11, 25), kDecidedInMay(2022, 5, 12), kDecidedInAugust(2022, 8, 20);

// `monthly` öre in each month from `first_month` on.
BudgetLine Line(LineKind kind, int first_month, int64_t monthly, const std::string& note = "") {
  BudgetLine line;
  line.series_id = "care.cost";
  line.kind = kind;
  line.first_month = first_month;
  line.note = note;
  for (int month = first_month; month <= 12; ++month) line.monthly_ore[month - 1] = monthly;
  line.amount_ore = monthly * (13 - first_month);
  return line;
}

BudgetVersion Decided(int version, absl::CivilDay day, const BudgetLine& line, int year = 2022) {
  BudgetVersion decision;
  decision.version = version;
  decision.year = year;
  decision.decision_date = day;
  decision.lines = {line};
  return decision;
}

LineInForce InForce(const std::vector<BudgetVersion>& versions) { return LinesInForce(versions).at("care.cost"); }

TEST(InForceTest, NoDecisionNoBudget) {
  EXPECT_THAT(LinesInForce({}), IsEmpty());
  EXPECT_THAT(MonthsInForce({}), IsEmpty());
}

TEST(InForceTest, TheLatestDecisionOfTheWholeYearIsInForceAndOfEqualDatesTheLaterVersion) {
  const BudgetLine five = Line(LineKind::kSet, 1, 5, "plan"), six = Line(LineKind::kSet, 1, 6);
  EXPECT_EQ(InForce({Decided(1, kDecidedInAugust, five), Decided(2, kDecidedInNovember, six)}).line, five);
  const LineInForce same_day = InForce({Decided(2, kDecidedInAugust, six), Decided(1, kDecidedInAugust, five)});
  EXPECT_EQ(same_day.line, six);
  EXPECT_THAT(same_day.versions, ElementsAre(2));  // It replaced the first.
  EXPECT_EQ(same_day.decision_date, kDecidedInAugust);
}

// 100 a month; 10 more a month from September: 8 x 100 + 4 x 110.
TEST(InForceTest, AnAmendmentAddsFromItsMonthOn) {
  const LineInForce result = InForce({Decided(1, kDecidedInNovember, Line(LineKind::kSet, 1, 100)),
                                      Decided(2, kDecidedInAugust, Line(LineKind::kChange, 9, 10, "mer"))});
  EXPECT_EQ(result.line.monthly_ore, (MonthlyAmounts{100, 100, 100, 100, 100, 100, 100, 100, 110, 110, 110, 110}));
  EXPECT_EQ(result.line.amount_ore, 1'240);
  EXPECT_EQ(result.line.phasing, Phasing::kMonthlyAmounts);
  EXPECT_EQ(result.line.note, "mer");
  EXPECT_EQ(result.line.kind, LineKind::kSet);
  EXPECT_EQ(result.line.first_month, 1);
  EXPECT_EQ(result.decision_date, kDecidedInAugust);
  EXPECT_THAT(result.versions, ElementsAre(1, 2));
  EXPECT_EQ(result.original_ore, Line(LineKind::kSet, 1, 100).monthly_ore);
}

// Taken from one series and given to another: their sum stays.
TEST(InForceTest, AReallocationMovesMoneyBetweenSeries) {
  BudgetVersion plan = Decided(1, kDecidedInNovember, Line(LineKind::kSet, 1, 100));
  plan.lines.push_back(Line(LineKind::kSet, 1, 50));
  plan.lines[1].series_id = "home.cost";
  BudgetVersion moved = Decided(2, kDecidedInMay, Line(LineKind::kChange, 6, -30));
  moved.lines.push_back(Line(LineKind::kChange, 6, 30));
  moved.lines[1].series_id = "home.cost";
  const auto result = LinesInForce({plan, moved});
  EXPECT_EQ(result.at("care.cost").line.amount_ore, 5 * 100 + 7 * 70);
  EXPECT_EQ(result.at("home.cost").line.amount_ore, 5 * 50 + 7 * 80);
}

// Set to 90 a month from June: January to May keep the plan's 100, and the amendment of May counts no more.
TEST(InForceTest, ANewBudgetFromALaterMonthLeavesThoseBeforeItAlone) {
  const BudgetVersion plan = Decided(1, kDecidedInNovember, Line(LineKind::kSet, 1, 100));
  const BudgetVersion amendment = Decided(2, kDecidedInMay, Line(LineKind::kChange, 4, 7));
  const BudgetVersion anew = Decided(3, kDecidedInAugust, Line(LineKind::kSet, 6, 90));
  EXPECT_EQ(InForce({anew, amendment, plan}).line.monthly_ore,
            (MonthlyAmounts{100, 100, 100, 107, 107, 90, 90, 90, 90, 90, 90, 90}));
}

// What counts is the order of the decisions, not that in which somebody came to record them.
TEST(InForceTest, AnEarlierDecisionThatIsRecordedLateGoesBelowTheLaterOnes) {
  const BudgetVersion anew = Decided(1, kDecidedInAugust, Line(LineKind::kSet, 9, 90));
  const BudgetVersion amendment = Decided(2, kDecidedInMay, Line(LineKind::kChange, 6, 7));
  const BudgetVersion plan = Decided(3, kDecidedInNovember, Line(LineKind::kSet, 1, 100));
  EXPECT_EQ(InForce({anew, amendment, plan}).line.monthly_ore,
            (MonthlyAmounts{100, 100, 100, 100, 100, 107, 107, 107, 90, 90, 90, 90}));
  // A plan for the whole year that is decided last replaces everything.
  EXPECT_EQ(InForce({anew, amendment, Decided(4, kDecidedInAugust, Line(LineKind::kSet, 1, 3))}).line.amount_ore, 36);
}

TEST(InForceTest, WithoutABudgetBeforeAChangeStartsFromZero) {
  const LineInForce result = InForce({Decided(1, kDecidedInMay, Line(LineKind::kChange, 11, -4))});
  EXPECT_EQ(result.line.monthly_ore, (MonthlyAmounts{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -4, -4}));
  EXPECT_EQ(result.original_ore, MonthlyAmounts{});
}

TEST(InForceTest, YearsStandSideBySideWithGapsWhereNoneWasDecided) {
  const MonthlySeries months = MonthsInForce({Decided(1, kDecidedInMay, Line(LineKind::kSet, 1, 8), 2022),
                                              Decided(1, kDecidedInMay, Line(LineKind::kSet, 1, 5), 2020),
                                              Decided(2, kDecidedInAugust, Line(LineKind::kChange, 12, 1), 2022)})
                                   .at("care.cost");
  EXPECT_EQ(months.first, Month::January(2020));
  ASSERT_EQ(months.size(), 36);
  EXPECT_EQ(months.SumBetween(Month::January(2020), Month::January(2020) + 11), 60);
  EXPECT_TRUE(std::isnan(months.At(Month::January(2021) + 6)));
  EXPECT_EQ(months.At(Month::January(2022) + 10), 8);
  EXPECT_EQ(months.At(Month::January(2022) + 11), 9);
}

TEST(InForceTest, ARoundKnowsTheDecisionsOfTheMonthInWhichItIsMade) {
  EXPECT_EQ(LastDecisionOfRound(2022, 0), absl::CivilDay(2022, 1, 31));
  EXPECT_EQ(LastDecisionOfRound(2024, 1), absl::CivilDay(2024, 2, 29));
  EXPECT_EQ(LastDecisionOfRound(2022, 8), absl::CivilDay(2022, 9, 30));
  EXPECT_EQ(LastDecisionOfRound(2022, 12), absl::CivilDay(2023, 1, 31));
}

}  // namespace
}  // namespace prognos::budget
