#include "forecast/budget/phasing.h"

#include <cmath>
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

using Method = PhasingRule::Method;

std::string NoteOf(const PhasedMonths& phased) { return phased.note.has_value() ? phased.note->English() : ""; }

TEST(PhasingTest, ALineWithoutAProfileIsPhasedEvenlyAndSaysSo) {
  const MonthlySeries history = Year({20, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10});
  BudgetLine line;
  line.amount_ore = 1300;
  Phase(line, {Method::kLastYear}, 2022, history);
  EXPECT_EQ(line.monthly_ore[0], 200);
  EXPECT_EQ(line.note, "");
  Phase(line, {Method::kLastYear}, 2023, history);
  EXPECT_EQ(line.monthly_ore[0], 109);  // 1300 = 12 x 108 + 4.
  EXPECT_EQ(DecodeMessage(line.note).English(), "2022 has no complete profile of months; phased evenly");
}

TEST(PhasingTest, AmountsThatAreGivenByMonthStay) {
  BudgetLine line;
  line.amount_ore = 12;
  line.phasing = Phasing::kMonthlyAmounts;
  line.monthly_ore[3] = 12;
  const BudgetLine before = line;
  Phase(line, {Method::kMonthlyAmounts}, 2022, Year({1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1}));
  EXPECT_EQ(line, before);
}

// 2020 has 2 of 13 in January, 2021 1 of 12: mean (2/13 + 1/12) / 2, whatever the size of the years; the others share
// the rest evenly. 31 200 x 37/312 = 3 700, and (31 200 - 3 700) / 11 = 2 500.
TEST(PhasingTest, TheMeanProfileIsThatOfSharesAndNotOfAmounts) {
  MonthlySeries history{Month::January(2019), Vector::Constant(36, 7.0)};
  history.values.segment(12, 12).setConstant(10.0);
  history.values[12] = 20.0;
  history.values[0] = kMissing;  // 2019 has no profile and is left out.
  const PhasedMonths phased = PhaseBy({Method::kMeanProfile, 3}, 31'200, 2022, 1, history);
  EXPECT_EQ(phased.ore,
            (MonthlyAmounts{3'700, 2'500, 2'500, 2'500, 2'500, 2'500, 2'500, 2'500, 2'500, 2'500, 2'500, 2'500}));
  EXPECT_EQ(NoteOf(phased), "phased by the mean profile of 2019-2021");
  const PhasedMonths none = PhaseBy({Method::kMeanProfile, 2}, 12, 2030, 1, history);
  EXPECT_EQ(none.ore, PhaseEvenly(12));
  EXPECT_EQ(NoteOf(none), "no year of 2028-2029 has a complete profile of months; phased evenly");
}

// 100 a month and 300 in July, rising by a tenth each year: July is 3/14 of a year.
TEST(PhasingTest, TheSeasonOfTheSeriesIsItsProfile) {
  MonthlySeries history{Month::January(2018), Vector(48)};
  for (int i = 0; i < 48; ++i) history.values[i] = (i % 12 == 6 ? 300.0 : 100.0) * std::pow(1.1, i / 12);
  const PhasedMonths phased = PhaseBy({Method::kSeasonProfile}, 1'400'000, 2022, 1, history);
  EXPECT_EQ(Sum(phased.ore), 1'400'000);
  EXPECT_NEAR(static_cast<double>(phased.ore[6]), 300'000, 15'000);
  for (const int month : {0, 3, 5, 7, 11}) {
    EXPECT_NEAR(static_cast<double>(phased.ore[month]), 100'000, 15'000) << month;
  }
  EXPECT_EQ(NoteOf(phased), "phased by the season of the series");
  // Less than two years, or a negative month, shows none.
  const PhasedMonths early = PhaseBy({Method::kSeasonProfile}, 12, 2019, 1, history);
  EXPECT_EQ(early.ore, PhaseEvenly(12));
  EXPECT_EQ(NoteOf(early), "the series has no season to phase by; phased evenly");
  history.values[5] = -1.0;
  EXPECT_EQ(PhaseBy({Method::kSeasonProfile}, 12, 2022, 1, history).ore, PhaseEvenly(12));
}

// From November on 10 and 30 of the year's 100 per cent: a quarter and three quarters.
TEST(PhasingTest, PercentagesOfLaterMonthsCountInProportion) {
  const PhasingRule rule{Method::kPercentages, 0, {6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 10, 30}};
  EXPECT_EQ(PhaseBy(rule, 1'000, 2022, 1, {}).ore, (MonthlyAmounts{60, 60, 60, 60, 60, 60, 60, 60, 60, 60, 100, 300}));
  EXPECT_EQ(PhaseBy(rule, 1'000, 2022, 11, {}).ore, (MonthlyAmounts{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 250, 750}));
}

TEST(PhasingTest, EveryWayOfPhasingSumsToTheOre) {
  RandomGenerator generator(2);
  for (int i = 0; i < 500; ++i) {
    MonthlySeries history{Month::January(2012), Vector(120)};
    PhasingRule rule;
    for (int month = 0; month < 120; ++month) history.values[month] = generator.Uniform() * 1e6;
    for (int month = 0; month < 12; ++month) rule.percentages.push_back(generator.Uniform());
    const int64_t ore = static_cast<int64_t>(generator.Next() % 2'000'000'000'000) - 1'000'000'000'000;
    const int first_month = 1 + static_cast<int>(generator.Next() % 12);
    for (const Method method :
         {Method::kEven, Method::kLastYear, Method::kMeanProfile, Method::kSeasonProfile, Method::kPercentages}) {
      rule.method = method;
      const MonthlyAmounts months = PhaseBy(rule, ore, 2022, first_month, history).ore;
      ASSERT_EQ(Sum(months), ore);
      for (int month = 1; month < first_month; ++month) ASSERT_EQ(months[month - 1], 0);
    }
  }
}

}  // namespace
}  // namespace prognos::budget
