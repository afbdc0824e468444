#include "forecast/models/arima/arima_continuation.h"

#include <cmath>

#include "forecast/base/random.h"
#include "gtest/gtest.h"
#include "tests/forecast/models/sample_series.h"

namespace prognos::models {
namespace {

Vector RandomWalk(int size, uint64_t seed) {
  RandomGenerator generator(seed);
  Vector values(size);
  double level = 50.0;
  for (double& value : values) value = level += generator.Normal();
  return values;
}

// AR(1) around c = 10 with phi = 0.5 from 18: 10 + 8/2, 10 + 8/4, 10 + 8/8; an error fades as 1, 1/2, 1/4.
TEST(ArimaContinuationTest, FirstOrderAutoregressionReturnsToItsMeanByHand) {
  const ArimaContinuation continuation({.p = 1, .constant = true}, {Values({0.5}), Vector()}, Values({7.0, 12.0, 18.0}),
                                       10.0, 3);
  EXPECT_LT((continuation.Mean() - Values({14.0, 12.0, 11.0})).cwiseAbs().maxCoeff(), 1e-13);
  EXPECT_LT((continuation.Response().col(0) - Values({1.0, 0.5, 0.25})).cwiseAbs().maxCoeff(), 1e-13);
  // 12 - (10 - 3/2) = 3.5; 18 - (10 + 1) = 7. The first month is 7 - 10, its own error.
  EXPECT_LT((continuation.Residuals() - Values({-3.0, 3.5, 7.0})).cwiseAbs().maxCoeff(), 1e-13);
}

// ARIMA(0,1,1) with theta = alpha - 1 is simple exponential smoothing, once the start is forgotten (0.6^200).
TEST(ArimaContinuationTest, OneDifferenceAndOneMovingAverageIsExponentialSmoothing) {
  constexpr double kAlpha = 0.4;
  const Vector values = RandomWalk(200, 1);
  double level = values[0];
  for (const double value : values) level += kAlpha * (value - level);
  const ArimaContinuation continuation({.d = 1, .q = 1}, {Vector(), Values({kAlpha - 1.0})}, values, 0.0, 6);
  for (const double mean : continuation.Mean()) EXPECT_NEAR(mean, level, 1e-9);
  // Each error stays with the part alpha.
  const Matrix response = continuation.Response();
  for (int step = 0; step < 6; ++step) {
    for (int shock = 0; shock < 6; ++shock) {
      EXPECT_NEAR(response(step, shock), step < shock ? 0.0 : step == shock ? 1.0 : kAlpha, 1e-9);
    }
  }
}

// The airline model by its difference equation, y(t) = y(t-1) + y(t-12) - y(t-13) + a(t) + theta a(t-1)
// + Theta a(t-12) + theta Theta a(t-13), with a = 0 before the start: forgotten after 600 months (0.5^49).
TEST(ArimaContinuationTest, AirlineForecastsFollowTheDifferenceEquation) {
  constexpr double kTheta = -0.4, kSeasonalTheta = -0.5;
  constexpr int kMonths = 600, kHorizon = 30;
  Vector values = RandomWalk(kMonths, 2);
  for (int row = 0; row < kMonths; ++row) values[row] += 5.0 * std::sin(row * M_PI / 6.0);
  Vector extended(kMonths + kHorizon), errors = Vector::Zero(kMonths + kHorizon);
  extended.head(kMonths) = values;
  for (int row = 13; row < kMonths + kHorizon; ++row) {
    const double expected = extended[row - 1] + extended[row - 12] - extended[row - 13] + kTheta * errors[row - 1] +
                            kSeasonalTheta * errors[row - 12] + kTheta * kSeasonalTheta * errors[row - 13];
    if (row < kMonths) errors[row] = values[row] - expected;
    if (row >= kMonths) extended[row] = expected;
  }
  Vector ma = Vector::Zero(13);
  ma[0] = kTheta, ma[11] = kSeasonalTheta, ma[12] = kTheta * kSeasonalTheta;
  const ArimaContinuation continuation({.d = 1, .q = 1, .seasonal_d = 1, .seasonal_q = 1}, {Vector(), ma}, values, 0.0,
                                       kHorizon);
  EXPECT_LT((continuation.Mean() - extended.tail(kHorizon)).cwiseAbs().maxCoeff(), 1e-8);
}

// A seasonal random walk with drift repeats last year plus c; a random walk adds c each month.
TEST(ArimaContinuationTest, DriftIsAddedEachPeriod) {
  const Vector values = RandomWalk(30, 3);
  const ArimaContinuation seasonal({.seasonal_d = 1, .constant = true}, {}, values, 6.0, 14);
  EXPECT_NEAR(seasonal.Mean()[1], values[19] + 6.0, 1e-12);
  EXPECT_NEAR(seasonal.Mean()[13], values[19] + 12.0, 1e-12);
  const ArimaContinuation monthly({.d = 1, .constant = true}, {}, values, 0.5, 4);
  EXPECT_NEAR(monthly.Mean()[3], values[29] + 2.0, 1e-12);
}

// Continuing is conditional expectation: months beyond a shorter history, and the errors that the longer history shows,
// give the longer history back.
TEST(ArimaContinuationTest, MeanAndResponseRebuildTheMonthsThatFollowed) {
  const ArimaOrder order{.p = 1, .d = 1, .q = 1, .seasonal_q = 1};
  Vector ma = Vector::Zero(13);
  ma[0] = 0.3, ma[11] = -0.6, ma[12] = -0.18;
  const ArmaCoefficients coefficients{Values({0.5}), ma};
  const Vector values = RandomWalk(40, 4);
  const ArimaContinuation whole(order, coefficients, values, 0.0, 0);
  const ArimaContinuation shorter(order, coefficients, values.head(30), 0.0, 10);
  const ArmaWhitening whitening(coefficients, 39);
  Vector errors = whole.Residuals().tail(10);
  for (int step = 0; step < 10; ++step) errors[step] /= whitening.deviation(29 + step);
  EXPECT_LT((shorter.Mean() + shorter.Response() * errors - values.tail(10)).cwiseAbs().maxCoeff(), 1e-10);
}

}  // namespace
}  // namespace prognos::models
