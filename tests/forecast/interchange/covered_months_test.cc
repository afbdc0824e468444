#include "forecast/interchange/covered_months.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace prognos {
namespace {

using ::testing::ElementsAre;

Month M(int year, int month) { return Month::January(year) + (month - 1); }

SieLedger Years2021And2022(bool from_vouchers) {
  SieLedger file;
  file.years[0] = {absl::CivilDay(2022, 1, 1), absl::CivilDay(2022, 12, 31), from_vouchers};
  file.years[-1] = {absl::CivilDay(2021, 1, 1), absl::CivilDay(2021, 12, 31), from_vouchers};
  return file;
}

TEST(CoveredMonthsTest, MonthsBetweenThoseWithMoneyAreCoveredInAYearOfBalances) {
  EXPECT_THAT(CoveredMonths(Years2021And2022(false), {M(2022, 6), M(2022, 8)}),
              ElementsAre(M(2022, 6), M(2022, 7), M(2022, 8)));
}

TEST(CoveredMonthsTest, VouchersWithoutSumsOfTheYearCoverTheirOwnMonths) {
  EXPECT_THAT(CoveredMonths(Years2021And2022(true), {M(2022, 6), M(2022, 8)}), ElementsAre(M(2022, 6), M(2022, 8)));
}

TEST(CoveredMonthsTest, ASumOfTheYearMakesVouchersOfThatYearWholeAndNotOfAnother) {
  SieLedger file = Years2021And2022(true);
  file.results_ore[{0, "4010"}] = 100;
  EXPECT_THAT(CoveredMonths(file, {M(2021, 1), M(2021, 3), M(2022, 1), M(2022, 3)}),
              ElementsAre(M(2021, 1), M(2021, 3), M(2022, 1), M(2022, 2), M(2022, 3)));
}

TEST(CoveredMonthsTest, BetweenTwoYearsNothingIsCoveredAndNothingInAFileWithoutMoney) {
  EXPECT_THAT(CoveredMonths(Years2021And2022(false), {M(2021, 11), M(2022, 2)}), ElementsAre(M(2021, 11), M(2022, 2)));
  EXPECT_TRUE(CoveredMonths(Years2021And2022(false), {}).empty());
}

}  // namespace
}  // namespace prognos
