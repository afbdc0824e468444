#include "forecast/rounds/difference.h"

#include "forecast/base/random.h"
#include "gtest/gtest.h"

namespace prognos::rounds {
namespace {

// Known until `known`, 10 a month; the rest `expected` each; a budget of 120.
SeriesOfForecast Year(int known, int64_t expected) {
  SeriesOfForecast year;
  year.budget = 120;
  for (int month = 0; month < 12; ++month) {
    year.is_known[static_cast<size_t>(month)] = month < known;
    year.amounts[static_cast<size_t>(month)] = month < known ? 10 : expected;
  }
  return year;
}

// Spring knows four months and expects 11 of the others: 40 + 88 = 128, deviation -8.
// Autumn knows eight, 10 each but 15 in May, and February was corrected to 7; it expects 13 of four: 82 + 52 = 134. The
// budget was raised by 20; a person says 3 more. 140 - 137 = +3: better by 11.
TEST(DifferenceTest, AYearByHand) {
  const SeriesOfForecast spring = Year(4, 11);
  SeriesOfForecast autumn = Year(8, 13);
  autumn.amounts[4] = 15;
  autumn.amounts[1] = 7;
  autumn.budget = 140;
  autumn.judged_above_model = 3;
  EXPECT_EQ(DeviationOf(Measure::kCost, spring), -8);
  EXPECT_EQ(DeviationOf(Measure::kCost, autumn), 3);
  const DifferenceParts parts = DifferenceOf(Measure::kCost, spring, autumn);
  EXPECT_EQ(parts.new_outcome, 11 * 4 - (15 + 10 * 3));  // -1.
  EXPECT_EQ(parts.history, 3);
  EXPECT_EQ(parts.budget, 20);
  EXPECT_EQ(parts.judgement, -3);
  EXPECT_EQ(parts.model, (11 - 13) * 4);  // -8.
  EXPECT_EQ(parts.Total(), 11);
}

// Spring expects 11 a month, 2 of them of an event from November on. Autumn expects 13 from September on, 5 of them of
// the event, which begins in October now. What both predict: October +5, November and December +3 each, 11 dearer in
// all; the other 4 x 2 - 11 are the model's. What spring expected of May to August is the outcome's alone.
TEST(DifferenceTest, WhatEventsMakeOfMonthsThatBothPredictIsNotTheModels) {
  SeriesOfForecast spring = Year(4, 11);
  spring.events[10] = spring.events[11] = 2;
  SeriesOfForecast autumn = Year(8, 13);
  autumn.events[9] = autumn.events[10] = autumn.events[11] = 5;
  const DifferenceParts parts = DifferenceOf(Measure::kCost, spring, autumn);
  EXPECT_EQ(parts.events, -(5 + 3 + 3));
  EXPECT_EQ(parts.model, -(8 - 11));
  EXPECT_EQ(parts.new_outcome, 4);
  EXPECT_EQ(parts.Total(), DeviationOf(Measure::kCost, autumn) - DeviationOf(Measure::kCost, spring));
}

TEST(DifferenceTest, MoreRevenueIsBetterAndAHigherBudgetOfItWorse) {
  SeriesOfForecast autumn = Year(8, 13);
  autumn.budget = 130;
  const DifferenceParts parts = DifferenceOf(Measure::kRevenue, Year(4, 11), autumn);
  EXPECT_EQ(parts.new_outcome, -4);
  EXPECT_EQ(parts.model, 8);
  EXPECT_EQ(parts.budget, -10);
}

SeriesOfForecast Random(RandomGenerator& random) {
  const auto amount = [&random] { return static_cast<int64_t>(random.Next() % 2'000'000'000) - 1'000'000'000; };
  SeriesOfForecast year;
  for (size_t month = 0; month < 12; ++month) {
    year.amounts[month] = amount();
    year.is_known[month] = random.Index(2) == 0;
    year.events[month] = amount();
  }
  year.budget = amount();
  year.judged_above_model = amount();
  return year;
}

TEST(DifferenceTest, ThePartsAddUpToTheOreAndTurnWithTheForecasts) {
  RandomGenerator random(3);
  for (int i = 0; i < 1000; ++i) {
    const Measure measure = random.Index(2) == 0 ? Measure::kCost : Measure::kRevenue;
    const SeriesOfForecast a = Random(random);
    const SeriesOfForecast b = Random(random);
    const DifferenceParts parts = DifferenceOf(measure, a, b);
    EXPECT_EQ(parts.Total(), DeviationOf(measure, b) - DeviationOf(measure, a));
    DifferenceParts there_and_back = parts;
    there_and_back.Add(DifferenceOf(measure, b, a));
    EXPECT_EQ(there_and_back, DifferenceParts());
  }
}

}  // namespace
}  // namespace prognos::rounds
