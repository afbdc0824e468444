#include "forecast/models/regression/lagged_refund.h"

#include <algorithm>
#include <cmath>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/status_matchers.h"

namespace prognos::models {
namespace {

using ::testing::HasSubstr;

const Month kRefundFirst = Month::January(2014);

// Eight tenths come back: 0.16 after three months, 0.40 after four, 0.24 after five; a mean lag of 4.1 months.
Vector TrueLags() { return (Vector(6) << 0, 0, 0, 0.16, 0.40, 0.24).finished(); }

// Days as in 2014-2017: 1000 a month, three times as many from autumn 2015 on, fewer from the middle of 2016.
MonthlySeries SurgeOf2015(int months, uint64_t seed) {
  RandomGenerator generator(seed);
  MonthlySeries days{kRefundFirst, Vector(months)};
  for (int at = 0; at < months; ++at) {
    const double level = at < 20 ? 1000.0 : at < 30 ? 1000.0 + 200.0 * (at - 20) : 3000.0 - 60.0 * (at - 30);
    days.values[at] = std::max(200.0, level) * std::exp(0.05 * generator.Normal());
  }
  return days;
}

// The refunds of days under `terms`, each month with a relative error; days before the first count as none.
MonthlySeries RefundsOf(const MonthlySeries& days, const RefundTerms& terms, double noise, uint64_t seed) {
  RandomGenerator generator(seed);
  const MonthlySeries claimed = Claimed(Earned(days, terms), terms);
  MonthlySeries refunds{days.first, Vector::Zero(days.size())};
  for (int at = 0; at < days.size(); ++at) {
    for (int lag = 0; lag < TrueLags().size() && lag <= at; ++lag) {
      refunds.values[at] += TrueLags()[lag] * claimed.values[at - lag];
    }
    refunds.values[at] *= 1.0 + noise * generator.Normal();
  }
  return refunds;
}

// 1900 kronor a day and quarter by quarter until June 2017, 1350 and month by month from July on.
RefundTerms CutOf2017() {
  RefundTerms terms;
  terms.rates = {{kRefundFirst, 1900.0}, {Month::January(2017) + 6, 1350.0}};
  terms.bookings = {{kRefundFirst, 3}, {Month::January(2017) + 6, 1}};
  return terms;
}

// Known to May 2017, before the cut: the rest of the year is right all the same, for rate and change are known by law.
// Neighbouring lags are drawn together by the penalty, also without any noise, so single months may be out by a sixth;
// without the cut (a factor of 1.41) or the change every month and the sum would be out by far more.
TEST(LaggedRefundTest, ForecastsThroughACutOfTheRateAndAChangeToMonthlyPayments) {
  const MonthlySeries days = SurgeOf2015(48, 1);
  const MonthlySeries refunds = RefundsOf(days, CutOf2017(), 0.0, 2);
  const Month origin = Month::January(2017) + 5;
  const auto model = LaggedRefund::Fit(refunds.Before(origin), days.Before(origin), CutOf2017());
  ASSERT_THAT(model.status(), IsOk());
  EXPECT_NEAR(model->lags().total, 0.80, 0.01);
  EXPECT_NEAR(model->lags().mean_lag, 4.1, 0.2);
  const Vector mean = model->Mean(days, origin, 7);
  for (int at = 0; at < 7; ++at) {
    const double truth = refunds.At(origin + at);
    EXPECT_NEAR(mean[at], truth, truth / 6.0) << (origin + at).ToString();
  }
  const double of_year = refunds.values.tail(7).sum();
  EXPECT_NEAR(mean.sum(), of_year, 0.05 * of_year);
  EXPECT_NEAR(model->RefundedPerUnit(origin) / model->RefundedPerUnit(origin + 1), 1900.0 / 1350.0, 1e-9);
  EXPECT_NEAR(model->RefundedPerUnit(origin), 0.8 * 1900.0, 0.01 * 1900.0);
}

// Two standard errors hold 95 %; below 33 of 40 has a chance of about 1 in 200, and shrinkage costs a little.
TEST(LaggedRefundTest, RecoversShareAndLagOfASurgeWithinTheirErrors) {
  int shares_inside = 0;
  int lags_inside = 0;
  for (int repeat = 0; repeat < 40; ++repeat) {
    const MonthlySeries days = SurgeOf2015(48, 100 + repeat);
    const auto model = LaggedRefund::Fit(RefundsOf(days, {}, 0.10, 200 + repeat), days, {});
    ASSERT_THAT(model.status(), IsOk());
    EXPECT_FALSE(model->is_prior());
    shares_inside += std::abs(model->lags().total - 0.80) < 2.0 * model->lags().total_error;
    lags_inside += std::abs(model->lags().mean_lag - 4.1) < 2.0 * model->lags().mean_lag_error;
    EXPECT_NEAR(model->lags().total, 0.80, 0.08);
    EXPECT_NEAR(model->lags().mean_lag, 4.1, 1.2);
  }
  EXPECT_GE(shares_inside, 33);
  EXPECT_GE(lags_inside, 33);
}

// Of 200 processes with the days of the months to come known, the 80 % interval of eight months together holds 160 with
// a standard deviation of 5.7: 145-175 is 2.6 of them to either side, and 144 or fewer is what 72 % would give.
TEST(LaggedRefundTest, IntervalsHoldAsOftenAsTheySay) {
  int inside = 0;
  for (int repeat = 0; repeat < 200; ++repeat) {
    const MonthlySeries days = SurgeOf2015(48, 1000 + repeat);
    const MonthlySeries refunds = RefundsOf(days, {}, 0.20, 2000 + repeat);
    const Month origin = kRefundFirst + 40;
    const auto model = LaggedRefund::Fit(refunds.Before(origin), days.Before(origin), {});
    ASSERT_THAT(model.status(), IsOk());
    RandomGenerator generator(3000 + repeat);
    const Matrix future = days.values.tail(8).replicate(1, 400);
    Vector totals = model->Paths(days.Before(origin), future, origin, 8, generator).colwise().sum();
    std::sort(totals.begin(), totals.end());
    const double truth = refunds.values.tail(8).sum();
    inside += totals[40] <= truth && truth <= totals[359];
  }
  EXPECT_GE(inside, 145);
  EXPECT_LE(inside, 175);
}

// Half of it comes back after two months, of 100 a month: when the year begins, November and December are outstanding,
// 50 each; they come in January and February, and from then on each month owes as much as it is paid. The penalty
// spreads the two months over their neighbours, hence a twentieth; that earned is paid and owed is exact.
TEST(LaggedRefundTest, AYearAddsUpByHand) {
  const MonthlySeries days{kRefundFirst, Vector::Constant(48, 100.0)};
  MonthlySeries refunds{kRefundFirst, Vector::Constant(48, 50.0)};
  RandomGenerator generator(5);
  MonthlySeries wandering = days;
  for (double& value : wandering.values) value += 30.0 * generator.Normal();
  for (int at = 2; at < 48; ++at) refunds.values[at] = 0.5 * wandering.values[at - 2];
  const auto model = LaggedRefund::Fit(refunds, wandering, {});
  ASSERT_THAT(model.status(), IsOk());
  const Month january = Month::January(2017);
  const RefundYear year = model->YearOf({january, Vector::Constant(12, 50.0)}, days);
  EXPECT_NEAR(year.outstanding_before, 100.0, 5.0);
  EXPECT_NEAR(year.of_earlier_months, 100.0, 5.0);
  EXPECT_NEAR(year.outstanding[11], 100.0, 5.0);
  EXPECT_NEAR(year.earned.sum(), 600.0, 1e-6);
  EXPECT_NEAR(model->Outstanding(days, january + 11), 100.0, 5.0);
}

// Costs that end: what was earned goes on coming, and is all there is.
TEST(LaggedRefundTest, RefundsComeAfterTheLastCosts) {
  const MonthlySeries days = SurgeOf2015(48, 7);
  const auto model = LaggedRefund::Fit(RefundsOf(days, {}, 0.0, 8), days, {});
  ASSERT_THAT(model.status(), IsOk());
  MonthlySeries ended{days.first, Vector::Zero(60)};
  ended.values.head(48) = days.values;
  const Vector mean = model->Mean(ended, days.end(), 12);
  EXPECT_GT(mean[0], 0.0);
  EXPECT_NEAR(mean.sum(), model->Outstanding(days, days.end() - 1), 1e-6 * mean.sum());
  EXPECT_LT(mean.tail(6).sum(), 0.05 * mean.sum());
}

TEST(LaggedRefundTest, EarnedAndBookedDifferByWhatBecomesOutstandingWhateverWasBooked) {
  const MonthlySeries days = SurgeOf2015(48, 11);
  const MonthlySeries refunds = RefundsOf(days, CutOf2017(), 0.3, 12);
  const auto model = LaggedRefund::Fit(refunds, days, CutOf2017());
  ASSERT_THAT(model.status(), IsOk());
  const Month january = Month::January(2017);
  const RefundYear year = model->YearOf({january, refunds.values.tail(12)}, days);
  EXPECT_NEAR(year.earned.sum() - year.booked.sum(), year.outstanding[11] - year.outstanding_before,
              1e-9 * year.booked.sum());
  EXPECT_GE(year.outstanding.minCoeff(), 0.0);
  EXPECT_GE(year.of_earlier_months, 0.0);
  EXPECT_LE(year.of_earlier_months, year.booked.sum());
}

// No refund was ever booked: the rate and the usual two to six months are all that is known. 100 days a month at 1350
// kronor; of the months from July on the second pays a ninth of July's, the third a ninth and two ninths, ...
TEST(LaggedRefundTest, WithoutAnyHistoryTheRateAndTheUsualLagAreTheForecast) {
  RefundTerms terms;
  terms.rates = {{kRefundFirst, 1350.0}};
  const MonthlySeries days{kRefundFirst, Vector::Constant(12, 100.0)};
  const auto model = LaggedRefund::Fit({kRefundFirst, Vector()}, days, terms);
  ASSERT_THAT(model.status(), IsOk());
  EXPECT_TRUE(model->is_prior());
  const Vector mean = model->Mean(days, kRefundFirst, 12);
  EXPECT_NEAR(mean[1], 0.0, 1e-9);
  EXPECT_NEAR(mean[2], 135000.0 / 9.0, 1e-6);
  EXPECT_NEAR(mean[3], 135000.0 * 3.0 / 9.0, 1e-6);
  EXPECT_NEAR(mean[6], 135000.0, 1e-6);
  RandomGenerator generator(1);
  const Matrix paths =
      model->Paths({kRefundFirst, Vector()}, days.values.replicate(1, 500), kRefundFirst, 12, generator);
  const Vector totals = paths.colwise().sum();
  const double spread = std::sqrt((totals.array() - totals.mean()).square().mean());
  EXPECT_GT(spread, 0.10 * totals.mean());  // As unsure as the share at least.
}

TEST(LaggedRefundTest, SaysWhatItNeeds) {
  const MonthlySeries days{kRefundFirst, Vector::Ones(6)};
  const auto model = LaggedRefund::Fit({kRefundFirst, Vector::Ones(6)}, days, {});
  EXPECT_EQ(model.status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(model.status().message()), HasSubstr("at least 8 months"));
  RefundTerms wrong;
  wrong.rates = {{kRefundFirst, -1.0}};
  EXPECT_EQ(LaggedRefund::Fit(days, days, wrong).status().code(), absl::StatusCode::kInvalidArgument);
}

TEST(LaggedRefundTest, NothingOddMakesItFail) {
  for (const double value : {0.0, -5.0, 1e9}) {
    const MonthlySeries days{kRefundFirst, Vector::Constant(30, value)};
    const auto model = LaggedRefund::Fit({kRefundFirst, Vector::Constant(30, 7.0)}, days, {});
    if (!model.ok()) {
      EXPECT_EQ(model.status().code(), absl::StatusCode::kFailedPrecondition);
      continue;
    }
    RandomGenerator generator(1);
    EXPECT_TRUE(model->Paths(days, Matrix::Zero(4, 10), days.end(), 4, generator).allFinite()) << value;
  }
}

}  // namespace
}  // namespace prognos::models
