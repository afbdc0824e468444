#include "forecast/models/arima/arima_likelihood.h"

#include <Eigen/Cholesky>
#include <cmath>
#include <numbers>

#include "forecast/base/random.h"
#include "forecast/models/arima/arima_continuation.h"
#include "gtest/gtest.h"
#include "tests/forecast/models/sample_series.h"

namespace prognos::models {
namespace {

SmallVector Partial(std::initializer_list<double> values) { return Values(values); }

ArimaHistory History(const Vector& values, std::vector<int> missing = {}) {
  return {values, std::move(missing), Matrix(values.size(), 0)};
}

double LogLikelihoodAt(const ArimaOrder& order, const ArimaHistory& history, const SmallVector& partial) {
  const ArimaColumns columns(history, order);
  const ArimaLikelihood likelihood(order, columns);
  return likelihood.LogLikelihood(likelihood.Value(partial));
}

// A process without history, from its stationary start: `size` values with innovations of deviation 1.
Vector Simulate(const ArimaOrder& order, const SmallVector& partial, int size, RandomGenerator& generator) {
  const ArmaWhitening whitening(ExpandPolynomials(order, partial), size);
  Vector errors(size), values = Vector::Zero(size);
  for (double& error : errors) error = generator.Normal();
  for (int row = 0; row < size; ++row) values[row] = whitening.NextValue(row, errors, values);
  return values;
}

double Concentrated(double n, double squares, double log_determinant) {
  return -0.5 * (n * std::log(2.0 * std::numbers::pi * squares / n) + n + log_determinant);
}

// AR(1), phi = 0.5, values 2 1 -1: S = 4 x 0.75 + (1 - 1)^2 + (-1 - 0.5)^2 = 5.25, log det = -log 0.75.
TEST(ArimaLikelihoodTest, FirstOrderAutoregressionByHand) {
  EXPECT_NEAR(LogLikelihoodAt({.p = 1}, History(Values({2.0, 1.0, -1.0})), Partial({0.5})),
              Concentrated(3.0, 5.25, -std::log(0.75)), 1e-12);
}

// A random walk known at months 1, 2 and 4: increments 3 (variance 1) and -4 (variance 2).
// S = 9 + 16 / 2 = 17, log det = log 2, N = 2.
TEST(ArimaLikelihoodTest, AGapInARandomWalkByHand) {
  for (const double filler : {0.0, 7.0, -100.0}) {
    EXPECT_NEAR(LogLikelihoodAt({.d = 1}, History(Values({1.0, 4.0, filler, 0.0}), {2}), SmallVector()),
                Concentrated(2.0, 17.0, std::log(2.0)), 1e-9)
        << filler;
  }
}

TEST(ArimaLikelihoodTest, WithMissingMonthsItIsTheNormalDensityOfTheKnownOnes) {
  const ArimaOrder order{.p = 1, .q = 1, .seasonal_q = 1};
  const SmallVector partial = Partial({0.6, 0.3, 0.5});
  RandomGenerator generator(3);
  const Vector values = Simulate(order, partial, 30, generator);
  const std::vector<int> missing = {4, 5, 17, 29};
  std::vector<int> known;
  for (int row = 0; row < 30; ++row) {
    if (std::ranges::find(missing, row) == missing.end()) known.push_back(row);
  }
  const Vector gamma = Autocovariances(ExpandPolynomials(order, partial), 30);
  const Matrix covariance = Matrix::NullaryExpr(
      26, 26, [&](Eigen::Index row, Eigen::Index column) { return gamma[std::abs(known[row] - known[column])]; });
  const Eigen::LLT<Matrix> factor(covariance);
  const Vector whitened = factor.matrixL().solve(values(known));
  const double log_determinant = 2.0 * Matrix(factor.matrixL()).diagonal().array().log().sum();
  EXPECT_NEAR(LogLikelihoodAt(order, History(values, missing), partial),
              Concentrated(26.0, whitened.squaredNorm(), log_determinant), 1e-8);
}

TEST(ArimaLikelihoodTest, GradientAgreesWithCentralDifferences) {
  const ArimaOrder order{.p = 2, .q = 1, .seasonal_q = 1, .constant = true};
  RandomGenerator generator(4);
  const Vector values = Simulate({.p = 1}, Partial({0.5}), 60, generator);
  const ArimaColumns columns(History(values, {7, 30}), order);
  const ArimaLikelihood likelihood(order, columns);
  const SmallVector at = Partial({0.4, -0.2, 0.3, 0.25});
  NormalEquations equations;
  likelihood.Linearize(at, equations);
  for (Eigen::Index i = 0; i < at.size(); ++i) {
    constexpr double kStep = 1e-4;
    const SmallVector step = kStep * SmallVector::Unit(4, i);
    const double slope = (likelihood.Value(at + step) - likelihood.Value(at - step)) / (2.0 * kStep);
    EXPECT_NEAR(2.0 * equations.gradient[i], slope, 1e-3 * likelihood.Value(at)) << i;
  }
}

// Standard errors of one estimate from n values: sqrt((1 - phi^2) / n). Over 40 series the mean must lie within four
// standard errors of the truth (and 1 / n of bias), and its scatter be that standard error within a third.
TEST(ArimaLikelihoodTest, RecoversParametersOfSimulatedSeries) {
  struct Case {
    ArimaOrder order;
    double truth;
  };
  constexpr int kSeries = 40, kMonths = 240;
  for (const Case& known :
       {Case{{.p = 1}, 0.6}, Case{{.q = 1}, 0.5}, Case{{.seasonal_p = 1}, 0.5}, Case{{.seasonal_q = 1}, -0.4}}) {
    RandomGenerator generator(5);
    Vector estimates(kSeries);
    for (double& estimate : estimates) {
      const Vector values = Simulate(known.order, Partial({known.truth}), kMonths, generator);
      const ArimaColumns columns(History(values), known.order);
      estimate = EstimateArima(known.order, columns, Partial({0.1})).partial[0];
    }
    const double error = std::sqrt((1.0 - known.truth * known.truth) / kMonths);
    EXPECT_NEAR(estimates.mean(), known.truth, 4.0 * error / std::sqrt(kSeries) + 2.0 / kMonths);
    EXPECT_NEAR(std::sqrt((estimates.array() - estimates.mean()).square().mean()) / error, 1.0, 0.4)
        << known.order.ToString();
  }
}

TEST(ArimaLikelihoodTest, RecoversTheAirlineModel) {
  const ArimaOrder arma{.q = 1, .seasonal_q = 1};
  RandomGenerator generator(6);
  const Vector values = Simulate(arma, Partial({0.4, 0.6}), 600, generator);
  const ArimaColumns columns(History(values), arma);
  const ArimaEstimate estimate = EstimateArima(arma, columns, Partial({-0.1, -0.1}));
  // Three standard errors, sqrt((1 - 0.16) / 600) = 0.037 and sqrt((1 - 0.36) / 600) = 0.033.
  EXPECT_NEAR(estimate.partial[0], 0.4, 0.112);
  EXPECT_NEAR(estimate.partial[1], 0.6, 0.098);
  EXPECT_GE(estimate.log_likelihood, LogLikelihoodAt(arma, History(values), Partial({0.4, 0.6})));
}

// Generalised least squares with white noise is ordinary: slope of 1 2 4 on 0 1 2 with a mean is 3 / 2.
TEST(ArimaLikelihoodTest, RegressionWithWhiteNoiseIsOrdinaryLeastSquares) {
  const ArimaOrder order{.constant = true};
  ArimaHistory history = History(Values({1.0, 2.0, 4.0, 1.0, 2.0, 4.0}));
  history.regressors = Values({0.0, 1.0, 2.0, 0.0, 1.0, 2.0});
  const ArimaColumns columns(history, order);
  const ArimaRegression regression = RegressArima(order, columns, ArmaWhitening({}, 6));
  ASSERT_EQ(regression.coefficients.size(), 2);
  EXPECT_NEAR(regression.coefficients[0], 1.5, 1e-12);
  EXPECT_NEAR(regression.coefficients[1], 7.0 / 3.0 - 1.5, 1e-12);
  // Residuals 1/6 -1/3 1/6 twice: 2 (1 + 4 + 1) / 36 = 1/3. Variance of the slope: 1 / sum (x - 1)^2 = 1 / 4.
  EXPECT_NEAR(regression.sum_of_squares, 1.0 / 3.0, 1e-12);
  EXPECT_NEAR(regression.root.row(0).squaredNorm(), 0.25, 1e-12);
}

// Increments 1 3 1 3: mean 2, S = 4, sigma^2 = 4 / 3, standard error^2 = 1 / 3, t^2 = 12: 2 x 12 / 16 = 1.5.
// A mean is no drift and stays.
TEST(ArimaLikelihoodTest, AnUncertainDriftIsDrawnTowardsZeroByHand) {
  const ArimaOrder walk{.d = 1, .constant = true}, mean{.constant = true};
  const ArimaColumns increments(History(Values({0.0, 1.0, 4.0, 5.0, 8.0})), walk);
  EXPECT_NEAR(RegressArima(walk, increments, ArmaWhitening({}, 4)).coefficients[0], 1.5, 1e-12);
  const ArimaColumns values(History(Values({1.0, 3.0, 1.0, 3.0})), mean);
  EXPECT_NEAR(RegressArima(mean, values, ArmaWhitening({}, 4)).coefficients[0], 2.0, 1e-12);
}

TEST(ArimaLikelihoodTest, RedundantColumnsAreLeftOut) {
  ArimaHistory history = History(Vector::LinSpaced(30, 0.0, 1.0).array().sin());
  history.regressors = Matrix::Zero(30, 4);
  history.regressors.col(1).tail(10).setOnes();
  history.regressors.col(2) = 3.0 * history.regressors.col(1).array() + 1.0;  // After differencing the same.
  history.regressors.col(3) = Vector::LinSpaced(30, 0.0, 29.0);               // The drift.
  const ArimaColumns columns(history, {.d = 1, .constant = true});
  EXPECT_EQ(columns.regressors(), std::vector<int>{1});
}

TEST(ArimaLikelihoodTest, AiccByHandAndInfiniteWithoutFreedom) {
  const ArimaOrder order{.p = 1, .constant = true};
  const ArimaColumns columns(History(Values({1.0, 3.0, 2.0, 5.0, 4.0, 6.0})), order);
  const ArimaLikelihood likelihood(order, columns);
  // k = 3, N = 6: 2 x 3 + 2 x 3 x 4 / 2 = 18.
  EXPECT_NEAR(likelihood.Aicc(2.5), -2.0 * likelihood.LogLikelihood(2.5) + 18.0, 1e-12);
  const ArimaOrder larger{.p = 3, .constant = true};
  EXPECT_EQ(ArimaLikelihood(larger, columns).Aicc(2.5), std::numeric_limits<double>::infinity());
}

}  // namespace
}  // namespace prognos::models
