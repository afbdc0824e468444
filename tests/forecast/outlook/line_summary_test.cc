#include "forecast/outlook/line_summary.h"

#include "gtest/gtest.h"

namespace prognos::outlook {
namespace {

// January-October known, 10 each; November and December predicted by four paths; budget 12 each month.
//   path        0    1    2    3
//   November    4    6    8   10
//   December   10    8   20   40      year's rest: 14, 14, 28, 50
YearTotal TinyTotal() {
  YearTotal total;
  total.has_budget = true;
  total.budget.fill(12);
  total.paths = Matrix::Zero(12, 4);
  total.paths.row(10) << 4, 6, 8, 10;
  total.paths.row(11) << 10, 8, 20, 40;
  for (size_t month = 0; month < 10; ++month) total.known[month] = 10;
  total.predicted[10] = 7;
  total.predicted[11] = 20;
  total.has_predicted[10] = total.has_predicted[11] = true;
  return total;
}

Line Filled(const YearTotal& total, Measure measure) {
  Line line;
  line.measure = measure;
  FillLine(total, 2022, 10, line);
  return line;
}

TEST(LineSummaryTest, ACostLineByHand) {
  const Line line = Filled(TinyTotal(), Measure::kCost);
  EXPECT_EQ(line.known_amount, 100);
  EXPECT_EQ(line.full_year, 127);
  EXPECT_EQ(*line.budget, 144);
  EXPECT_EQ(*line.budget_to_date, 120);
  EXPECT_EQ(*line.deviation, 17);
  // Outcomes 114, 114, 128, 150; only the last is beyond 144.
  EXPECT_EQ(*line.deficit_probability, 0.25);
  // Position 3 p in 114 114 128 150: 5 % 114; 50 % 121; 75 % 128 + 0.25 x 22 = 133.5; 90 % 128 + 0.7 x 22 = 143.4.
  EXPECT_EQ(line.full_year_quantiles, (Quantiles{114, 114, 114, 121, 134, 143, 147}));
  // At level p the deviation is 144 minus the outcome at 1 - p.
  EXPECT_EQ(*line.deviation_quantiles, (Quantiles{144 - 147, 144 - 143, 144 - 134, 144 - 121, 30, 30, 30}));
  EXPECT_TRUE(line.months[9].known);
  EXPECT_FALSE(line.months[9].quantiles.has_value());
  EXPECT_FALSE(line.months[10].known);
  EXPECT_EQ((*line.months[10].quantiles)[3], 7);
  // By November 104, 106, 108 or 110, at position 3 p of them; by December the whole year.
  EXPECT_FALSE(line.months[9].year_to_date.has_value());
  const CentralIntervals by_november = {.median = 107,
                                        .low_50 = 106,
                                        .high_50 = 109,
                                        .low_80 = 105,
                                        .high_80 = 109,
                                        .low_95 = 104,
                                        .high_95 = 110};  // 105.5 and 108.5 from zero: 106 and 109.
  EXPECT_EQ(*line.months[10].year_to_date, by_november);
  EXPECT_EQ(line.months[11].year_to_date->median, 121);
  EXPECT_EQ(line.months[11].year_to_date->low_80, 114);
  EXPECT_EQ(line.months[11].year_to_date->high_80, 143);
}

// Of November 2 are known already: the year by then is 102 and what is predicted.
TEST(LineSummaryTest, AMonthThatIsKnownInPartCountsInTheYearByThen) {
  YearTotal total = TinyTotal();
  total.known[10] = 2;
  const Line line = Filled(total, Measure::kCost);
  EXPECT_EQ(line.months[10].year_to_date->median, 109);
  EXPECT_EQ(line.months[11].year_to_date->median, line.full_year_quantiles[3]);
}

TEST(LineSummaryTest, ForRevenueMoreThanTheBudgetIsSurplus) {
  const Line line = Filled(TinyTotal(), Measure::kRevenue);
  EXPECT_EQ(*line.deviation, -17);
  EXPECT_EQ(*line.deficit_probability, 0.75);  // 114, 114 and 128 are below 144.
  EXPECT_EQ((*line.deviation_quantiles)[0], 114 - 144);
  EXPECT_EQ((*line.deviation_quantiles)[6], 147 - 144);
}

TEST(LineSummaryTest, ADeviationOfExactlyZeroIsNoDeficit) {
  YearTotal total = TinyTotal();
  total.budget.fill(0);
  total.budget[11] = 128;  // What the third path comes to.
  EXPECT_EQ(*Filled(total, Measure::kCost).deficit_probability, 0.25);
  EXPECT_EQ(*Filled(total, Measure::kRevenue).deficit_probability, 0.5);
}

// Outcomes 114, 114, 128 and 150: none of four paths, or all of them, are held to half a path among five.
TEST(LineSummaryTest, NoNumberOfPathsMakesADeficitCertainWhileAMonthIsPredicted) {
  YearTotal total = TinyTotal();
  total.budget.fill(0);
  total.budget[11] = 113;
  EXPECT_DOUBLE_EQ(*Filled(total, Measure::kCost).deficit_probability, 4.5 / 5.0);
  EXPECT_DOUBLE_EQ(*Filled(total, Measure::kRevenue).deficit_probability, 0.5 / 5.0);
  total.budget[11] = 150;
  EXPECT_DOUBLE_EQ(*Filled(total, Measure::kCost).deficit_probability, 0.5 / 5.0);
}

TEST(LineSummaryTest, AKnownYearHasNoSpread) {
  YearTotal total = TinyTotal();
  total.paths.resize(0, 0);
  total.has_predicted.fill(false);
  total.predicted.fill(0);
  const Line line = Filled(total, Measure::kCost);
  for (const int64_t quantile : line.full_year_quantiles) EXPECT_EQ(quantile, 100);
  for (const int64_t quantile : *line.deviation_quantiles) EXPECT_EQ(quantile, 44);
  EXPECT_EQ(*line.deficit_probability, 0.0);
}

TEST(LineSummaryTest, WithoutABudgetThereIsNoDeviation) {
  YearTotal total = TinyTotal();
  total.has_budget = false;
  const Line line = Filled(total, Measure::kCost);
  EXPECT_FALSE(line.budget.has_value());
  EXPECT_FALSE(line.deviation.has_value());
  EXPECT_FALSE(line.deviation_quantiles.has_value());
  EXPECT_FALSE(line.deficit_probability.has_value());
  EXPECT_FALSE(line.months[0].budget.has_value());
}

}  // namespace
}  // namespace prognos::outlook
