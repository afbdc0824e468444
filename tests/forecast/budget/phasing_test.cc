#include "forecast/budget/phasing.h"

#include <numeric>

#include "forecast/base/random.h"
#include "forecast/messages/message.h"
#include "gtest/gtest.h"

namespace prognos::budget {
namespace {

int64_t Sum(const MonthlyAmounts& months) { return std::accumulate(months.begin(), months.end(), int64_t{0}); }

MonthlySeries Year(std::initializer_list<double> values) {
  MonthlySeries series{Month::January(2021), Vector(static_cast<Eigen::Index>(values.size()))};
  int at = 0;
  for (const double value : values) series.values[at++] = value;
  return series;
}

TEST(PhasingTest, OddOreGoToTheFirstMonthsAlsoForNegativeAmounts) {
  EXPECT_EQ(PhaseEvenly(25), (MonthlyAmounts{3, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2}));
  EXPECT_EQ(PhaseEvenly(-25), (MonthlyAmounts{-3, -2, -2, -2, -2, -2, -2, -2, -2, -2, -2, -2}));
}

TEST(PhasingTest, EverySumIsExact) {
  RandomGenerator generator(1);
  for (int i = 0; i < 2000; ++i) {
    const int64_t yearly = static_cast<int64_t>(generator.Next() % 2'000'000'000'000) - 1'000'000'000'000;
    ASSERT_EQ(Sum(PhaseEvenly(yearly)), yearly);
    MonthlySeries history{Month::January(2021), Vector(12)};
    for (int month = 0; month < 12; ++month) history.values[month] = generator.Uniform() * 1e6;
    ASSERT_EQ(Sum(PhaseLikeYear(yearly, history, 2021)), yearly);
  }
}

TEST(PhasingTest, AProfileNeedsTwelveMonthsNoneNegativeNotAllZero) {
  EXPECT_TRUE(HasProfile(Year({1, 1, 1, 1, 1, 1, 0, 1, 1, 1, 1, 1}), 2021));
  EXPECT_FALSE(HasProfile(Year({1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1}), 2021));
  EXPECT_FALSE(HasProfile(Year({1, 1, 1, 1, 1, 1, kMissing, 1, 1, 1, 1, 1}), 2021));
  EXPECT_FALSE(HasProfile(Year({5, 1, 1, 1, 1, 1, -1, 1, 1, 1, 1, 1}), 2021));
  EXPECT_FALSE(HasProfile(Year({0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}), 2021));
  EXPECT_FALSE(HasProfile(Year({1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1}), 2020));
}

TEST(PhasingTest, TheShareOfEachMonthIsThatOfTheYear) {
  // Shares 2/13 in January, 1/13 else; 1300 öre.
  const MonthlyAmounts months = PhaseLikeYear(1300, Year({20, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10}), 2021);
  EXPECT_EQ(months, (MonthlyAmounts{200, 100, 100, 100, 100, 100, 100, 100, 100, 100, 100, 100}));
}

// From October three months: 100 = 34 + 33 + 33; shares 1/4, 1/4, 2/4 of 100.
TEST(PhasingTest, FromAFirstMonthOnlyThoseAfterItGetMoney) {
  EXPECT_EQ(PhaseEvenly(100, 10), (MonthlyAmounts{0, 0, 0, 0, 0, 0, 0, 0, 0, 34, 33, 33}));
  const MonthlySeries history = Year({kMissing, -1, 1, 1, 1, 1, 1, 1, 1, 10, 10, 20});
  EXPECT_FALSE(HasProfile(history, 2021));
  ASSERT_TRUE(HasProfile(history, 2021, 10));
  EXPECT_EQ(PhaseLikeYear(100, history, 2021, 10), (MonthlyAmounts{0, 0, 0, 0, 0, 0, 0, 0, 0, 25, 25, 50}));
}

TEST(PhasingTest, ALineWithoutAProfileIsPhasedEvenlyAndSaysSo) {
  BudgetLine line;
  line.amount_ore = 1300;
  line.phasing = Phasing::kLastYear;
  Phase(line, 2022, Year({20, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10}));
  EXPECT_EQ(line.monthly_ore[0], 200);
  EXPECT_EQ(line.note, "");
  Phase(line, 2023, Year({20, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10}));
  EXPECT_EQ(line.monthly_ore[0], 109);  // 1300 = 12 x 108 + 4.
  EXPECT_EQ(DecodeMessage(line.note).English(), "2022 has no complete profile of months; phased evenly");
}

TEST(PhasingTest, AmountsThatAreGivenByMonthStay) {
  BudgetLine line;
  line.amount_ore = 12;
  line.phasing = Phasing::kMonthlyAmounts;
  line.monthly_ore[3] = 12;
  const BudgetLine before = line;
  Phase(line, 2022, Year({1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1}));
  EXPECT_EQ(line, before);
}

}  // namespace
}  // namespace prognos::budget
