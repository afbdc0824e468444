#include "forecast/models/regression/refund_terms.h"

#include <cmath>
#include <limits>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/status_matchers.h"

namespace prognos::models {
namespace {

using ::testing::HasSubstr;

const Month kTermsYear = Month::January(2017);

// 1900 kronor a day until June 2017, 1350 from July on; quarters together until June, then month by month.
RefundTerms LawOf2017() {
  RefundTerms terms;
  terms.rates = {{Month::January(2014), 1900.0}, {kTermsYear + 6, 1350.0}};
  terms.bookings = {{Month::January(2014), 3}, {kTermsYear + 6, 1}};
  return terms;
}

TEST(RefundTermsTest, TheRateIsThatOfTheMonthOfTheCosts) {
  const MonthlySeries days{kTermsYear + 5, Vector::Constant(2, 10.0)};
  const MonthlySeries earned = Earned(days, LawOf2017());
  EXPECT_DOUBLE_EQ(earned.values[0], 19000.0);  // June.
  EXPECT_DOUBLE_EQ(earned.values[1], 13500.0);  // July.
}

TEST(RefundTermsTest, WithoutRatesAUnitIsWorthOneAndBeforeTheFirstRateAsMuchAsFromThenOn) {
  const MonthlySeries days{kTermsYear, Vector::Constant(1, 10.0)};
  EXPECT_DOUBLE_EQ(Earned(days, {}).values[0], 10.0);
  RefundTerms later;
  later.rates = {{kTermsYear + 3, 2.0}};
  EXPECT_DOUBLE_EQ(Earned(days, later).values[0], 20.0);
}

// 1, 2, ... 8 earned from January to August: the quarters make 6 in March and 15 in June, July and August their own.
TEST(RefundTermsTest, QuartersAreClaimedAtTheirEndUntilEachMonthIs) {
  const MonthlySeries earned{kTermsYear, Vector::LinSpaced(8, 1.0, 8.0)};
  const Vector expected = (Vector(8) << 0, 0, 6, 0, 0, 15, 7, 8).finished();
  EXPECT_EQ(Claimed(earned, LawOf2017()).values, expected);
  EXPECT_EQ(ClaimMonthOf(kTermsYear, LawOf2017()), kTermsYear + 2);
  EXPECT_EQ(ClaimMonthOf(kTermsYear + 6, LawOf2017()), kTermsYear + 6);
}

TEST(RefundTermsTest, WhatIsEarnedIsClaimedOnceWhateverThePeriods) {
  for (const int months : {1, 2, 3, 4, 6, 12}) {
    RefundTerms terms;
    terms.bookings = {{kTermsYear, months}};
    const MonthlySeries earned{kTermsYear, Vector::LinSpaced(24, 5.0, 90.0)};
    EXPECT_DOUBLE_EQ(Claimed(earned, terms).values.sum(), earned.values.sum()) << months;
  }
}

TEST(RefundTermsTest, APeriodWithAMissingMonthIsMissingAtItsEnd) {
  MonthlySeries earned{kTermsYear, Vector::Ones(6)};
  earned.values[1] = kMissing;
  const MonthlySeries claimed = Claimed(earned, LawOf2017());
  EXPECT_TRUE(std::isnan(claimed.values[2]));
  EXPECT_DOUBLE_EQ(claimed.values[5], 3.0);
}

TEST(RefundTermsTest, SaysWhichTermIsWrong) {
  RefundTerms twice = LawOf2017();
  twice.rates[1].first = twice.rates[0].first;
  EXPECT_THAT(std::string(twice.Validate().message()), HasSubstr("rates[1].first: 2014-01 is not after"));
  RefundTerms negative = LawOf2017();
  negative.rates[0].amount = -1.0;
  EXPECT_THAT(std::string(negative.Validate().message()), HasSubstr("rates[0].amount: -1"));
  RefundTerms endless = LawOf2017();
  endless.rates[0].amount = std::numeric_limits<double>::infinity();
  EXPECT_THAT(std::string(endless.Validate().message()), HasSubstr("rates[0].amount"));
  RefundTerms odd = LawOf2017();
  odd.bookings[0].months = 5;
  EXPECT_THAT(std::string(odd.Validate().message()), HasSubstr("bookings[0].months: 5"));
  EXPECT_THAT(LawOf2017().Validate(), IsOk());
}

}  // namespace
}  // namespace prognos::models
