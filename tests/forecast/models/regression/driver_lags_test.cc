#include "forecast/models/regression/driver_lags.h"

#include <cmath>

#include "forecast/base/random.h"
#include "forecast/models/regression/seasonal_regression.h"
#include "forecast/series/regressors.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/forecast/models/sample_series.h"
#include "tests/status_matchers.h"

namespace prognos::models {
namespace {

using ::testing::HasSubstr;

const Month kDriverLagsStart = Month::January(2015);
constexpr int kDriverLagsMonths = 84;
constexpr int kDriverHorizon = 6;

// Half of a household's cost falls in the month after, 0.3 two months after and 0.2 three months after.
Vector Profile() { return Values({0.0, 0.5, 0.3, 0.2, 0.0, 0.0, 0.0}); }

// Households around 400 that wander, with a summer of their own.
MonthlySeries Households(uint64_t seed) {
  RandomGenerator generator(seed);
  return {kDriverLagsStart + -7, SimulatedSeries{.level = 400, .season_size = 20, .phi = 0.7, .sigma = 20}.Draw(
                                     kDriverLagsMonths + kDriverHorizon + 7, generator)};
}

// 1000 + season + 9 x (households by the profile) + noise of size 60; the weights are 9 times the profile.
Vector Costs(const MonthlySeries& households, uint64_t seed) {
  RandomGenerator generator(seed);
  Vector costs = SimulatedSeries{.level = 1000, .season_size = 300, .sigma = 60}.Draw(
      kDriverLagsMonths + kDriverHorizon, generator);
  for (int lag = 0; lag <= 6; ++lag) {
    costs += 9.0 * Profile()[lag] *
             LaggedDriverColumn(kDriverLagsStart, kDriverLagsMonths + kDriverHorizon, households, lag);
  }
  return costs;
}

TEST(DriverLagsTest, FindsTheWeightsBesideLevelAndSeason) {
  Vector mean = Vector::Zero(7);
  constexpr int kRepeats = 20;
  for (uint64_t repeat = 0; repeat < kRepeats; ++repeat) {
    const MonthlySeries households = Households(10 + repeat);
    const MonthlySeries history{kDriverLagsStart, Costs(households, 40 + repeat).head(kDriverLagsMonths)};
    PROGNOS_ASSERT_OK_AND_ASSIGN(const DriverLags lags, FitDriverLags(history, households, kDriverHorizon));
    EXPECT_GE(lags.weights.minCoeff(), 0.0);
    EXPECT_EQ(lags.forecast_months, 0);
    EXPECT_EQ(lags.column.size(), kDriverLagsMonths + kDriverHorizon);
    mean += lags.weights / kRepeats;
  }
  // The news of a month has size 20: 60 / (20 sqrt(84)) = 0.33 is the error of one weight, 0.07 of the mean of 20; the
  // penalty takes from the peak of 4.5 and gives to its neighbours.
  EXPECT_NEAR(mean.sum(), 9.0, 0.6);
  EXPECT_LT((mean - 9.0 * Profile()).cwiseAbs().maxCoeff(), 1.0);
}

TEST(DriverLagsTest, AKnownDriverMakesTheForecastBetter) {
  double with = 0.0, without = 0.0;
  for (uint64_t repeat = 0; repeat < 20; ++repeat) {
    const MonthlySeries households = Households(70 + repeat);
    const Vector costs = Costs(households, 100 + repeat);
    TrainingData training = History(kDriverLagsStart, costs.head(kDriverLagsMonths));
    PROGNOS_ASSERT_OK_AND_ASSIGN(const auto plain, SeasonalRegression().Fit(training));
    PROGNOS_ASSERT_OK_AND_ASSIGN(const DriverLags lags, FitDriverLags(training.history, households, kDriverHorizon));
    training.regressors = lags.column;
    PROGNOS_ASSERT_OK_AND_ASSIGN(const auto driven, SeasonalRegression().Fit(training));
    with += (driven->Mean(kDriverHorizon) - costs.tail(kDriverHorizon)).cwiseAbs().mean();
    without += (plain->Mean(kDriverHorizon) - costs.tail(kDriverHorizon)).cwiseAbs().mean();
  }
  // Households wander by 20 / sqrt(1 - 0.49) = 28, that is 9 x 28 = 250 of cost, against noise of 60.
  EXPECT_LT(with, 0.7 * without);
}

TEST(DriverLagsTest, AnUnknownFutureIsForecastAndCounted) {
  MonthlySeries households = Households(5);
  const MonthlySeries history{kDriverLagsStart, Costs(households, 6).head(kDriverLagsMonths)};
  households = households.Before(history.end() - 1);  // One month late, as volumes are.
  PROGNOS_ASSERT_OK_AND_ASSIGN(const DriverLags lags, FitDriverLags(history, households, kDriverHorizon));
  EXPECT_EQ(lags.forecast_months, kDriverHorizon + 1);
  TrainingData training;
  training.history = households;
  PROGNOS_ASSERT_OK_AND_ASSIGN(const auto fitted, SeasonalRegression().Fit(training));
  MonthlySeries whole = households;
  whole.values.conservativeResize(households.size() + kDriverHorizon + 1);
  whole.values.tail(kDriverHorizon + 1) = fitted->Mean(kDriverHorizon + 1);
  double expected = 0.0;  // Of the last month: by hand from the driver and its own forecast.
  for (int lag = 0; lag <= 6; ++lag) expected += lags.weights[lag] * whole.At(history.end() + kDriverHorizon - 1 - lag);
  EXPECT_NEAR(lags.column[kDriverLagsMonths + kDriverHorizon - 1], expected, 1e-9 * expected);
}

TEST(DriverLagsTest, KnownLagsOnlyNeverAskForAnUnknownMonth) {
  MonthlySeries households = Households(7);
  const MonthlySeries history{kDriverLagsStart, Costs(households, 8).head(kDriverLagsMonths)};
  households = households.Before(history.end());
  const DriverLagOptions options{.forecast_driver = false};
  PROGNOS_ASSERT_OK_AND_ASSIGN(const DriverLags lags, FitDriverLags(history, households, 2, options));
  EXPECT_EQ(lags.least_lag, 2);
  EXPECT_EQ(lags.forecast_months, 0);
  EXPECT_EQ(lags.weights.head(2), Vector::Zero(2));
  EXPECT_GT(lags.weights[2], 0.0);
  double expected = 0.0;
  for (int lag = 2; lag <= 6; ++lag) expected += lags.weights[lag] * households.At(history.end() + 1 - lag);
  EXPECT_NEAR(lags.column[kDriverLagsMonths + 1], expected, 1e-9 * expected);
  const auto too_far = FitDriverLags(history, households, 8, options);
  EXPECT_EQ(too_far.status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(too_far.status().message()), HasSubstr("unknown in the last 8 months"));
}

TEST(DriverLagsTest, ADriverThatSaysNothingIsRefusedInWords) {
  const MonthlySeries history{kDriverLagsStart, Vector::LinSpaced(40, 1.0, 40.0)};
  EXPECT_EQ(FitDriverLags(history, {}, 4).status().code(), absl::StatusCode::kFailedPrecondition);
  const MonthlySeries constant{kDriverLagsStart, Vector::Constant(44, 3.0)};
  EXPECT_EQ(FitDriverLags(history, constant, 4).status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(FitDriverLags(history, history, 4, {.most_lag = 99}).status().code(), absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace prognos::models
