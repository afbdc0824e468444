#include "forecast/outlook/explanation.h"

#include <algorithm>

#include "gtest/gtest.h"

namespace prognos::outlook {
namespace {

// Months 1 ... `known` are known.
ExplainedYear YearOf(const MonthlyAmounts& amounts, const MonthlyAmounts& budget, int known) {
  ExplainedYear year;
  year.amounts = amounts;
  year.budget = budget;
  for (int at = 0; at < known; ++at) year.is_known[static_cast<size_t>(at)] = true;
  return year;
}

MonthlyAmounts Each(int64_t amount) {
  MonthlyAmounts months;
  months.fill(amount);
  return months;
}

// 1 800 in all, 200 a month in the first half of each year and 100 in the second, phased as 150 a month. After June the
// budget is exceeded by 6 * 50 = 300, which the second half takes back.
TEST(ExplanationTest, AnEvenBudgetOfASeasonalCostIsATimingAndNoDeficit) {
  const MonthlyAmounts season = {200, 200, 200, 200, 200, 200, 100, 100, 100, 100, 100, 100};
  ExplainedYear year = YearOf(season, Each(150), 6);
  year.shares.assign(season.begin(), season.end());
  const Explanation cost = Explain(Measure::kCost, year);
  EXPECT_EQ(cost.known, (DeviationTerms{.timing = -300}));
  EXPECT_EQ(cost.remaining, (DeviationTerms{.timing = 300}));
  EXPECT_EQ(cost.FullYear(), DeviationTerms());
  EXPECT_FALSE(cost.standing_out.has_value());
  // The same of a revenue: more in spring than its budget, and less later.
  EXPECT_EQ(Explain(Measure::kRevenue, year).known, (DeviationTerms{.timing = 300}));
}

// A tenth more than a budget that follows the season: 6 * 20 known, 6 * 10 to come, and no month stands out although
// the amounts above budget differ.
TEST(ExplanationTest, ALevelIsMeasuredAgainstTheBudgetInItsSeason) {
  const MonthlyAmounts season = {200, 200, 200, 200, 200, 200, 100, 100, 100, 100, 100, 100};
  ExplainedYear year = YearOf({220, 220, 220, 220, 220, 220, 110, 110, 110, 110, 110, 110}, Each(150), 6);
  year.shares.assign(season.begin(), season.end());
  const Explanation cost = Explain(Measure::kCost, year);
  EXPECT_EQ(cost.known, (DeviationTerms{.timing = -300, .season_and_trend = -120}));
  EXPECT_EQ(cost.remaining, (DeviationTerms{.timing = 300, .season_and_trend = -60}));
  EXPECT_EQ(cost.FullYear(), (DeviationTerms{.season_and_trend = -180}));
}

// 100 a month budgeted, 110 as a rule, 160 in May; 112 expected of each of six months. The level is 6 * 10 + 6 * 12,
// and the 50 that May has above its 110 are the rest.
TEST(ExplanationTest, AMonthThatStandsOutIsTheRestAndDoesNotMoveTheLevel) {
  const Explanation cost =
      Explain(Measure::kCost, YearOf({110, 110, 110, 110, 160, 110, 112, 112, 112, 112, 112, 112}, Each(100), 6));
  EXPECT_EQ(cost.known, (DeviationTerms{.season_and_trend = -60, .rest = -50}));
  EXPECT_EQ(cost.remaining, (DeviationTerms{.season_and_trend = -72}));
  EXPECT_EQ(cost.standing_out, (StandingOut{5, -50}));
}

// The same May, declared: the 50 are an event, and nothing stands out. An event of 30 that is expected of the months to
// come is in their 142.
TEST(ExplanationTest, WhatIsDeclaredIsAnEvent) {
  ExplainedYear year = YearOf({110, 110, 110, 110, 160, 110, 112, 112, 142, 112, 112, 112}, Each(100), 6);
  year.known_events = 50;
  year.events_by_month[4] = 50.0;
  year.predicted_events = 30;
  const Explanation cost = Explain(Measure::kCost, year);
  EXPECT_EQ(cost.known, (DeviationTerms{.events = -50, .season_and_trend = -60}));
  EXPECT_EQ(cost.remaining, (DeviationTerms{.events = -30, .season_and_trend = -72}));
  EXPECT_FALSE(cost.standing_out.has_value());
}

// 1 200 budgeted for 12 days: 100 a day, planned evenly. Known are 6 months with 8 days for 880: 110 a day. Two days
// more are 200, ten kronor more for the six planned ones 60, and for the two more 20. To come are 6 days for 600.
TEST(ExplanationTest, ADeviationIsToldAsVolumeAndPrice) {
  ExplainedYear year = YearOf({110, 220, 110, 220, 110, 110, 100, 100, 100, 100, 100, 100}, Each(100), 6);
  year.volume = ExplainedVolume{{1, 2, 1, 2, 1, 1, 1, 1, 1, 1, 1, 1}, Each(1)};
  Explanation cost = Explain(Measure::kCost, year);
  EXPECT_EQ(cost.known.Total(), -280);
  EXPECT_EQ(cost.known.volume + cost.known.price + cost.known.volume_and_price + cost.known.rest, -280);
  EXPECT_EQ(cost.known.volume, -200);
  EXPECT_EQ(cost.known.season_and_trend, 0);
  EXPECT_EQ(cost.remaining, DeviationTerms());
  // The same without any month that stands out: 8 days in four months of two.
  year = YearOf({220, 220, 220, 220, 100, 100, 100, 100, 100, 100, 100, 100}, Each(100), 4);
  year.volume = ExplainedVolume{{2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1}, Each(1)};
  cost = Explain(Measure::kCost, year);
  EXPECT_EQ(cost.known, (DeviationTerms{.volume = -400, .price = -40, .volume_and_price = -40}));
  EXPECT_EQ(cost.remaining, DeviationTerms());
}

// The budget is phased evenly, and all of its days are planned for the second half: what spring lacks is timing.
TEST(ExplanationTest, ThePlannedVolumePhasesTheBudget) {
  ExplainedYear year = YearOf({0, 0, 0, 0, 0, 0, 200, 200, 200, 200, 200, 200}, Each(100), 6);
  year.volume = ExplainedVolume{{0, 0, 0, 0, 0, 0, 2, 2, 2, 2, 2, 2}, {0, 0, 0, 0, 0, 0, 2, 2, 2, 2, 2, 2}};
  const Explanation cost = Explain(Measure::kCost, year);
  EXPECT_EQ(cost.known, (DeviationTerms{.timing = 600}));
  EXPECT_EQ(cost.remaining, (DeviationTerms{.timing = -600}));
}

// No day came, and 100 a month still cost 50: six days less are 600, and the 300 have no price.
TEST(ExplanationTest, ACostWithoutVolumeHasNoPrice) {
  ExplainedYear year = YearOf(Each(50), Each(100), 6);
  year.volume = ExplainedVolume{{}, Each(1)};
  const Explanation cost = Explain(Measure::kCost, year);
  EXPECT_EQ(cost.known, (DeviationTerms{.season_and_trend = -300, .volume = 600}));
  EXPECT_EQ(cost.remaining, (DeviationTerms{.season_and_trend = -300, .volume = 600}));
}

// Upplands-Bro 2022, Integration in tkr: budget 19 354 and 21 968, outcome 19 461 and 18 508: -3 567 = -107 - 3 460.
// Barn/Unga/Familj: 53 473 and 690, 60 945 and 4 162: -4 000 = -7 472 + 3 472.
TEST(ExplanationTest, FlowsAddUpToTheNetWithTheSignsOfTheirDeviations) {
  const auto one_month = [](Measure measure, int64_t budget, int64_t outcome) {
    return Explain(measure, YearOf({outcome}, {budget}, 12));
  };
  Explanation integration = one_month(Measure::kCost, 19'354, 19'461);
  EXPECT_EQ(integration.FullYear().Total(), -107);
  const Explanation revenue = one_month(Measure::kRevenue, 21'968, 18'508);
  EXPECT_EQ(revenue.FullYear().Total(), -3'460);
  integration.Add(revenue);
  EXPECT_EQ(integration.FullYear().Total(), -3'567);

  Explanation children = one_month(Measure::kCost, 53'473, 60'945);
  EXPECT_EQ(children.FullYear().Total(), -7'472);
  children.Add(one_month(Measure::kRevenue, 690, 4'162));
  EXPECT_EQ(children.FullYear().Total(), -4'000);
}

// Without a budget the level is so many öre a month: 40 as a rule, 100 in February.
TEST(ExplanationTest, WithoutABudgetTheLevelIsTheAmountOfAnOrdinaryMonth) {
  ExplainedYear year = YearOf({40, 100, 40, 40, 40, 40, 40, 40, 40, 40, 40, 40}, {}, 4);
  year.shares.assign(12, 1.0);
  const Explanation cost = Explain(Measure::kCost, year);
  EXPECT_EQ(cost.known, (DeviationTerms{.season_and_trend = -160, .rest = -60}));
  EXPECT_EQ(cost.remaining, (DeviationTerms{.season_and_trend = -320}));
  EXPECT_EQ(cost.standing_out, (StandingOut{2, -60}));
}

// 200 a month in spring and 100 later, booked on two types: half of it on each. The budget is on a series without a
// type, 150 a month. All of the 300 above it in June are timing, of the series that holds the budget; the types' own
// 600 and 300 are level, which the budget's 1 200 and 600 take back in the sum.
TEST(ExplanationTest, ABudgetThatIsNotToldApartByTypeIsPhasedByAllItsMoney) {
  const MonthlyAmounts half = {100, 100, 100, 100, 100, 100, 50, 50, 50, 50, 50, 50};
  ExplainedYear type = YearOf(half, {}, 6);
  type.has_budget_elsewhere = true;
  ExplainedYear whole = YearOf({}, Each(150), 6);
  whole.shares = {2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1};
  std::fill_n(whole.others.begin(), 6, 200.0);
  Explanation sum = Explain(Measure::kCost, whole);
  EXPECT_EQ(sum.known, (DeviationTerms{.timing = -300, .season_and_trend = 1200}));
  EXPECT_EQ(sum.remaining, (DeviationTerms{.timing = 300, .season_and_trend = 600}));
  sum.Add(Explain(Measure::kCost, type));
  sum.Add(Explain(Measure::kCost, type));
  EXPECT_EQ(sum.known, (DeviationTerms{.timing = -300}));
  EXPECT_EQ(sum.remaining, (DeviationTerms{.timing = 300}));
  EXPECT_FALSE(sum.standing_out.has_value());
  // 60 more in March, on one of the types, are the rest.
  whole.others[2] += 60;
  type.amounts[2] += 60;
  EXPECT_EQ(Explain(Measure::kCost, whole).known,
            (DeviationTerms{.timing = -300, .season_and_trend = 1260, .rest = -60}));
  EXPECT_EQ(Explain(Measure::kCost, whole).standing_out, (StandingOut{3, -60}));
  EXPECT_EQ(Explain(Measure::kCost, type).known, (DeviationTerms{.season_and_trend = -660}));
}

TEST(ExplanationTest, NothingKnownIsAllLevel) {
  const Explanation cost = Explain(Measure::kCost, YearOf(Each(110), Each(100), 0));
  EXPECT_EQ(cost.known, DeviationTerms());
  EXPECT_EQ(cost.remaining, (DeviationTerms{.season_and_trend = -120}));
}

// Budgets that are nothing over the year but not in its months, as a reclaim of what was spent, are phasing alone.
TEST(ExplanationTest, ABudgetOfNothingOverTheYearIsAllTiming) {
  ExplainedYear year = YearOf(Each(0), {100, 100, 100, -100, -100, -100}, 3);
  year.shares.assign(12, 1.0);
  const Explanation cost = Explain(Measure::kCost, year);
  EXPECT_EQ(cost.known, (DeviationTerms{.timing = 300}));
  EXPECT_EQ(cost.remaining, (DeviationTerms{.timing = -300}));
}

// y / x is 1, 2 and 10; half of the weight 6 is reached with the second.
TEST(MedianSlopeTest, AMonthCountsByItsBudget) {
  EXPECT_EQ(MedianSlope({3, 2, 1}, {3, 4, 10}), 1.5);  // The weights part evenly between 1 and 2.
  EXPECT_EQ(MedianSlope({2, 3, 1}, {2, 6, 10}), 2.0);
  EXPECT_EQ(MedianSlope({-2, -3, 1}, {-2, -6, 10}), 2.0);
  EXPECT_EQ(MedianSlope({0, 0, 4}, {100, -100, 2}), 0.5);
  EXPECT_EQ(MedianSlope({0, 0}, {7, 7}), 0.0);
  EXPECT_EQ(MedianSlope({}, {}), 0.0);
}

}  // namespace
}  // namespace prognos::outlook
