#include "forecast/models/arima/arma_whitening.h"

#include <Eigen/Cholesky>
#include <cmath>

#include "forecast/base/random.h"
#include "gtest/gtest.h"
#include "tests/forecast/models/sample_series.h"

namespace prognos::models {
namespace {

Matrix Noise(int rows, int columns, uint64_t seed) {
  RandomGenerator generator(seed);
  Matrix values(rows, columns);
  for (double& value : values.reshaped()) value = generator.Normal();
  return values;
}

// The covariance matrix from 3000 terms of w(t) = sum psi[k] a(t - k): slow, and by no shared code.
Matrix CovarianceBySum(const ArmaCoefficients& arma, int size) {
  constexpr int kTerms = 3000;
  Vector psi = Vector::Zero(kTerms);
  for (int k = 0; k < kTerms; ++k) {
    psi[k] = k == 0 ? 1.0 : k <= arma.ma.size() ? arma.ma[k - 1] : 0.0;
    for (int i = 1; i <= std::min<int>(k, static_cast<int>(arma.ar.size())); ++i) psi[k] += arma.ar[i - 1] * psi[k - i];
  }
  Matrix covariance(size, size);
  for (int row = 0; row < size; ++row) {
    for (int column = 0; column < size; ++column) {
      const int lag = std::abs(row - column);
      covariance(row, column) = psi.head(kTerms - lag).dot(psi.tail(kTerms - lag));
    }
  }
  return covariance;
}

std::vector<ArmaCoefficients> Examples() {
  Vector seasonal_ar = Vector::Zero(13), seasonal_ma = Vector::Zero(13);
  seasonal_ar[0] = 0.4, seasonal_ar[11] = 0.6, seasonal_ar[12] = -0.24;
  seasonal_ma[0] = -0.5, seasonal_ma[11] = -0.7, seasonal_ma[12] = 0.35;
  return {{Values({0.7}), Vector()},
          {Vector(), Values({0.6})},
          {Values({1.1, -0.4}), Values({0.3})},
          {Values({0.5}), Values({0.4, 0.2, 0.5})},
          {seasonal_ar, Vector()},
          {Vector(), seasonal_ma},
          {seasonal_ar, seasonal_ma},
          {Values({-0.9}), seasonal_ma},
          {Vector(), Vector()}};
}

// AR(1): w(1) has variance sigma^2 / (1 - phi^2), after it e(t) = w(t) - phi w(t - 1); log det = -log(1 - phi^2).
TEST(ArmaWhiteningTest, FirstOrderAutoregressionByFormula) {
  const ArmaWhitening whitening({Values({0.6}), Vector()}, 3);
  Matrix column = Values({2.0, 1.0, -1.0});
  whitening.Whiten(column);
  EXPECT_NEAR(column(0, 0), 1.6, 1e-14);   // 2 sqrt(1 - 0.36).
  EXPECT_NEAR(column(1, 0), -0.2, 1e-14);  // 1 - 0.6 x 2.
  EXPECT_NEAR(column(2, 0), -1.6, 1e-14);  // -1 - 0.6 x 1.
  EXPECT_NEAR(whitening.LogDeterminant(3), -std::log(0.64), 1e-14);
  EXPECT_NEAR(whitening.deviation(0), 1.25, 1e-14);
  EXPECT_EQ(whitening.deviation(1), 1.0);
}

// The determinant of the covariance matrix of n values of an MA(1) is (1 - theta^(2 n + 2)) / (1 - theta^2).
TEST(ArmaWhiteningTest, DeterminantOfAFirstOrderMovingAverageByFormula) {
  for (const int n : {1, 2, 7, 300}) {
    const ArmaWhitening whitening({Vector(), Values({-0.8})}, n);
    EXPECT_NEAR(whitening.LogDeterminant(n), std::log((1.0 - std::pow(0.64, n + 1)) / 0.36), 1e-9) << n;
  }
}

// ARMA(1,1): gamma(0) = (1 + 2 phi theta + theta^2) / (1 - phi^2), gamma(1) = (1 + phi theta)(phi + theta) /
// (1 - phi^2), then gamma(k) = phi gamma(k - 1). phi = 0.5, theta = 0.4: 1.56 / 0.75 = 2.08; 1.2 x 0.9 / 0.75 = 1.44.
TEST(ArmaWhiteningTest, AutocovariancesOfAnArmaByFormula) {
  const Vector gamma = Autocovariances({Values({0.5}), Values({0.4})}, 4);
  const Vector expected = Values({2.08, 1.44, 0.72, 0.36});
  EXPECT_LT((gamma - expected).cwiseAbs().maxCoeff(), 1e-13);
}

TEST(ArmaWhiteningTest, IsTheMultivariateNormalDensity) {
  for (const ArmaCoefficients& arma : Examples()) {
    for (const int size : {1, 5, 14, 40}) {
      const Matrix values = Noise(size, 2, 5);
      Matrix errors = values;
      const ArmaWhitening whitening(arma, size);
      ASSERT_TRUE(whitening.ok());
      whitening.Whiten(errors);
      const Eigen::LLT<Matrix> factor(CovarianceBySum(arma, size));
      const Matrix expected = values.transpose() * factor.solve(values);
      const double log_determinant = 2.0 * Matrix(factor.matrixL()).diagonal().array().log().sum();
      EXPECT_LT((errors.transpose() * errors - expected).cwiseAbs().maxCoeff(), 1e-8 * expected.cwiseAbs().maxCoeff())
          << arma.ar.transpose() << " | " << arma.ma.transpose() << " | " << size;
      EXPECT_NEAR(whitening.LogDeterminant(size), log_determinant, 1e-8);
    }
  }
}

TEST(ArmaWhiteningTest, ValuesComeBackFromTheirErrors) {
  for (const ArmaCoefficients& arma : Examples()) {
    const Matrix values = Noise(50, 1, 6);
    Matrix errors = values;
    const ArmaWhitening whitening(arma, 50);
    whitening.Whiten(errors);
    Vector rebuilt = Vector::Zero(50);
    for (int row = 0; row < 50; ++row) rebuilt[row] = whitening.NextValue(row, errors.col(0), rebuilt);
    EXPECT_LT((rebuilt - values.col(0)).cwiseAbs().maxCoeff(), 1e-10);
  }
}

}  // namespace
}  // namespace prognos::models
