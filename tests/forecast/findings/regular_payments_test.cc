#include "forecast/findings/regular_payments.h"

#include <string>

#include "forecast/base/random.h"
#include "forecast/findings/unusual_months.h"
#include "forecast/series/monthly_series.h"
#include "gtest/gtest.h"

namespace prognos::findings {
namespace {

const Month kFirstPayment = Month::January(2018) + 1;

// 300 and a few per cent more or less in February and every `apart`th month after it.
Vector PaidEvery(int apart, int months, uint64_t seed = 1) {
  RandomGenerator generator(seed);
  Vector values = Vector::Zero(months);
  for (int at = 0; at < months; at += apart) values[at] = 300.0 * (1.0 + 0.05 * generator.Normal());
  return values;
}

Finding OnlyPayment(const Vector& values) {
  const std::vector<Finding> found = FindUnusualMonths({kFirstPayment, values});
  EXPECT_EQ(found.size(), 1u);
  return found.empty() ? Finding{} : found.front();
}

TEST(RegularPaymentsTest, AsTheyComeNothingIsFound) {
  for (uint64_t seed = 1; seed <= 50; ++seed) {
    for (const int apart : {2, 3, 6, 12}) {
      EXPECT_TRUE(FindUnusualMonths({kFirstPayment, PaidEvery(apart, 60, seed)}).empty()) << apart << " " << seed;
    }
  }
}

// Of the fifth year, one within the years before, and the newest: due in month 57 of the quarterly, 48 of the yearly.
TEST(RegularPaymentsTest, AQuarterThatIsMissingDoubledOrHalfIsToldForWhatItIs) {
  for (const int at : {12, 30, 51, 57}) {
    for (const auto& [kind, factor] :
         {std::pair(FindingKind::kNothingBooked, 0.0), std::pair(FindingKind::kBookedTwice, 2.0),
          std::pair(FindingKind::kNotFullyBooked, 0.5), std::pair(FindingKind::kWrongSign, -1.0)}) {
      Vector values = PaidEvery(3, 60);
      const double right = values[at];
      values[at] *= factor;
      const Finding finding = OnlyPayment(values);
      EXPECT_EQ(finding.kind, kind) << at;
      EXPECT_EQ(finding.month, kFirstPayment + at);
      EXPECT_DOUBLE_EQ(finding.seen, factor * right);
      EXPECT_NEAR(finding.expected, right, 0.15 * right);
    }
  }
}

TEST(RegularPaymentsTest, AYearThatIsMissingOrDoubledIsToldForWhatItIs) {
  for (const int at : {24, 48, 84}) {
    for (const double factor : {0.0, 2.0}) {
      Vector values = PaidEvery(12, 96);
      values[at] *= factor;
      const Finding finding = OnlyPayment(values);
      EXPECT_EQ(finding.kind, factor == 0.0 ? FindingKind::kNothingBooked : FindingKind::kBookedTwice);
      EXPECT_EQ(finding.month, kFirstPayment + at);
    }
  }
}

// The invoice of the quarter came two months late; and with that of the next quarter.
TEST(RegularPaymentsTest, APaymentThatCameLateIsNotMissing) {
  for (const int later : {2, 3}) {
    Vector values = PaidEvery(3, 60);
    values[45 + later] += values[45];
    values[45] = 0.0;
    const Finding finding = OnlyPayment(values);
    EXPECT_EQ(finding.kind, FindingKind::kOtherMonth);
    EXPECT_EQ(finding.month, kFirstPayment + 45);
    EXPECT_EQ(finding.booked_in, kFirstPayment + 45 + later);
  }
}

// Two in a row that do not come are the end; one may be on its way: in the month that it is due, and later.
TEST(RegularPaymentsTest, WhatHasEndedIsNotMissing) {
  Vector ended = PaidEvery(3, 64);
  ended.tail(64 - 54).setZero();  // Nothing in 54, 57, 60 and 63.
  EXPECT_TRUE(FindUnusualMonths({kFirstPayment, ended}).empty());
  for (const int months : {55, 57}) {
    Vector late = PaidEvery(3, months);
    late[54] = 0.0;
    EXPECT_EQ(OnlyPayment(late).month, kFirstPayment + 54) << months;
  }
}

// A quarter that always is twice as dear is no fault, and neither is a fee that doubled for good.
TEST(RegularPaymentsTest, WhatComesEveryYearAndWhatStaysIsNoFault) {
  Vector season = PaidEvery(3, 60);
  for (int at = 9; at < 60; at += 12) season[at] *= 2.0;
  EXPECT_TRUE(FindUnusualMonths({kFirstPayment, season}).empty());
  Vector raised = PaidEvery(3, 60);
  raised.tail(30) *= 2.0;
  EXPECT_TRUE(FindUnusualMonths({kFirstPayment, raised}).empty());
}

TEST(RegularPaymentsTest, PaymentsThatComeWhenTheyComeAreNotRegular) {
  RandomGenerator generator(3);
  Vector values = Vector::Zero(60);
  for (int payments = 0; payments < 20; ++payments) values[generator.Index(60)] = 300.0;
  values[0] = 300.0;
  EXPECT_FALSE(FindUnusualPayments(kFirstPayment, values).has_value());
  EXPECT_FALSE(FindUnusualPayments(kFirstPayment, PaidEvery(3, 15)).has_value());   // Five are too few.
  EXPECT_FALSE(FindUnusualPayments(kFirstPayment, PaidEvery(12, 48)).has_value());  // So are four.
}

}  // namespace
}  // namespace prognos::findings
