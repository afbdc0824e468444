#include "forecast/models/intermittent/recurring_payments.h"

#include <cmath>

#include "gtest/gtest.h"
#include "tests/forecast/models/sample_series.h"
#include "tests/status_matchers.h"

namespace prognos::models {
namespace {

const Month kRecurringPaymentsStart = Month::January(2020);

// `months` months from January 2020 on with `amount` in every month `first` + k `rhythm`.
Vector Payments(int months, int first, int rhythm, double amount) {
  Vector values = Vector::Zero(months);
  for (int at = first; at < months; at += rhythm) values[at] = amount;
  return values;
}

int Rhythm(const Vector& values) { return RhythmOf({kRecurringPaymentsStart, values}); }

std::unique_ptr<FittedModel> FitOrDie(Vector values) {
  auto fitted = RecurringPayments().Fit(History(kRecurringPaymentsStart, std::move(values)));
  EXPECT_TRUE(fitted.ok()) << fitted.status();
  return *std::move(fitted);
}

double DeviationOf(const Vector& draws) { return std::sqrt((draws.array() - draws.mean()).square().mean()); }

TEST(RecurringPaymentsTest, TheShortestRhythmThatFitsIsFound) {
  EXPECT_EQ(Rhythm(Payments(36, 2, 3, 200.0)), 3);
  EXPECT_EQ(Rhythm(Payments(36, 0, 6, 200.0)), 6);
  EXPECT_EQ(Rhythm(Payments(36, 5, 12, 200.0)), 12);
  EXPECT_EQ(Rhythm(Payments(36, 0, 4, -200.0)), 4);
  EXPECT_EQ(Rhythm(Payments(12, 1, 2, 200.0)), 2);
  Vector twice_a_year = Payments(30, 2, 12, 100.0);  // March and May: no rhythm but that of the year.
  twice_a_year += Payments(30, 4, 12, 50.0);
  EXPECT_EQ(Rhythm(twice_a_year), 12);
}

TEST(RecurringPaymentsTest, TwoPaymentsAYearApartAreEnough) {
  EXPECT_EQ(Rhythm(Payments(24, 0, 12, 250.0)), 12);
  EXPECT_EQ(Rhythm(Payments(13, 0, 12, 250.0)), 12);
  EXPECT_EQ(Rhythm(Payments(12, 0, 12, 250.0)), 0);  // One.
}

TEST(RecurringPaymentsTest, WhatIsBookedInMostMonthsOrOutOfStepHasNoRhythm) {
  EXPECT_EQ(Rhythm(Vector::Constant(30, 5.0)), 0);
  EXPECT_EQ(Rhythm(Vector::Zero(30)), 0);
  EXPECT_EQ(Rhythm(Vector()), 0);
  EXPECT_EQ(Rhythm(Values({5.0, 0.0, 7.0})), 0);  // Chance: every other month must come back twice.
  Vector late = Payments(36, 2, 3, 200.0);
  std::swap(late[32], late[33]);
  EXPECT_EQ(Rhythm(late), 0);
  Vector missed = Payments(36, 2, 3, 200.0);
  missed[35] = 0.0;  // It may have ended.
  EXPECT_EQ(Rhythm(missed), 0);
}

TEST(RecurringPaymentsTest, WhatWasOutOfStepMoreThanTwoYearsAgoIsForgottenAndAMissingMonthIsNotPaidOrUnpaid) {
  Vector values = Payments(48, 2, 3, 200.0);
  values[6] = 70.0;
  values[40] = kMissing;
  EXPECT_EQ(Rhythm(values), 3);
}

// a = 12 / 15: 240 + 0.8 x 10 = 248.
TEST(RecurringPaymentsTest, TheNextPaymentIsTheSmoothedOneInItsPlaceAndTheMonthsBetweenAreZero) {
  Vector values = Payments(24, 4, 12, 240.0);
  values[16] = 250.0;
  const Vector mean = FitOrDie(values)->Mean(8);
  EXPECT_NEAR(mean[4], 248.0, 1e-9);
  EXPECT_DOUBLE_EQ(mean.sum(), mean[4]);
}

// One error of none beside the prior: s = 10 % / sqrt(2), of a hundred thousand draws to 1 %.
TEST(RecurringPaymentsTest, PathsSpreadWhereThereIsAPaymentOnly) {
  RandomGenerator generator(1);
  const Matrix paths = FitOrDie(Payments(24, 4, 12, 250.0))->SamplePaths(6, 100'000, generator);
  EXPECT_NEAR(paths.row(4).mean(), 250.0, 0.5);
  EXPECT_NEAR(DeviationOf(paths.row(4).transpose()), 17.678, 0.18);
  EXPECT_TRUE(paths.topRows(4).isZero(0.0));
  EXPECT_TRUE(paths.row(5).isZero(0.0));
}

TEST(RecurringPaymentsTest, AbstainsWithoutARhythm) {
  EXPECT_THAT(RecurringPayments().Fit(History(kRecurringPaymentsStart, Vector::Constant(30, 5.0))),
              StatusIs(absl::StatusCode::kFailedPrecondition, testing::HasSubstr("needs payments that come back")));
}

TEST(RecurringPaymentsTest, PaymentsOfAnySizeGiveFiniteAnswers) {
  Vector values = Payments(40, 1, 3, 1e-9);
  values[37] = -1e12;
  const auto fitted = FitOrDie(values);
  RandomGenerator generator(1);
  EXPECT_TRUE(fitted->Mean(12).allFinite());
  EXPECT_TRUE(fitted->SamplePaths(12, 50, generator).allFinite());
  EXPECT_TRUE(std::isfinite(fitted->record().sigma));
  EXPECT_EQ(fitted->residuals().size(), 40);
}

}  // namespace
}  // namespace prognos::models
