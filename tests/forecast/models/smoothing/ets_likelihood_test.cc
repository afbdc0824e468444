#include "forecast/models/smoothing/ets_likelihood.h"

#include <Eigen/Eigenvalues>
#include <cmath>
#include <complex>
#include <limits>
#include <vector>

#include "forecast/base/random.h"
#include "gtest/gtest.h"

namespace prognos::models {
namespace {

using enum EtsComponent;

std::vector<EtsSpecification> WholeFamily() {
  std::vector<EtsSpecification> family;
  for (const EtsComponent error : {kAdditive, kMultiplicative}) {
    for (const EtsComponent season : {kNone, kAdditive, kMultiplicative}) {
      family.push_back({error, kNone, false, season});
      for (const EtsComponent trend : {kAdditive, kMultiplicative}) {
        for (const bool damped : {false, true}) family.push_back({error, trend, damped, season});
      }
    }
  }
  return family;
}

// Positive, seasonal, growing, with noise and one missing month; mean about 1.
Vector Example() {
  RandomGenerator generator(7);
  Vector values(40);
  for (int t = 0; t < 40; ++t) {
    values[t] = (0.8 + 0.01 * t) * (1.0 + 0.2 * std::sin(t * 2.0 * M_PI / 12.0)) + 0.05 * generator.Normal();
  }
  values[17] = kMissing;
  return values;
}

// Inside the usual region, with states near those of Example().
EtsParameters Inside(const EtsSpecification& specification) {
  EtsParameters parameters;
  parameters.smoothing = {.alpha = 0.3,
                          .beta_share = specification.has_trend() ? 0.2 : 0.0,
                          .gamma = 0.0,
                          .phi = specification.damped ? 0.9 : 1.0};
  if (specification.has_season()) parameters.smoothing.gamma = 0.15;
  parameters.initial.level = 0.85;
  if (specification.trend == kAdditive) parameters.initial.growth = 0.012;
  if (specification.trend == kMultiplicative) parameters.initial.growth = 1.012;
  for (int i = 0; i < kMonthsPerYear; ++i) {
    const double wave = 0.18 * std::sin(i * 2.0 * M_PI / 12.0);
    if (specification.season == kAdditive) parameters.initial.season[i] = wave;
    if (specification.season == kMultiplicative) parameters.initial.season[i] = 1.0 + wave;
  }
  return parameters;
}

TEST(EtsLikelihoodTest, GradientsOfTheWholeFamilyAgreeWithFiniteDifferences) {
  const Vector values = Example();
  for (const EtsSpecification& specification : WholeFamily()) {
    const EtsLikelihood likelihood(specification, values, 0.85);
    const SmallVector x = likelihood.Pack(Inside(specification));
    NormalEquations equations;
    likelihood.Linearize(x, equations);
    EXPECT_NEAR(equations.value, likelihood.Value(x), 1e-12 * equations.value) << specification.ToString();
    for (Eigen::Index i = 0; i < x.size(); ++i) {
      constexpr double kStep = 1e-6;
      SmallVector above = x, below = x;
      above[i] += kStep;
      below[i] -= kStep;
      const double slope = (likelihood.Value(above) - likelihood.Value(below)) / (2.0 * kStep);
      EXPECT_NEAR(2.0 * equations.gradient[i], slope, 1e-6 * (1.0 + std::abs(slope)))
          << specification.ToString() << " unknown " << i;
    }
  }
}

TEST(EtsLikelihoodTest, UnpackIsTheInverseOfPack) {
  const Vector values = Example();
  for (const EtsSpecification& specification : WholeFamily()) {
    const EtsParameters parameters = Inside(specification);
    const EtsLikelihood likelihood(specification, values, parameters.initial.level);
    const EtsParameters back = likelihood.Unpack(likelihood.Pack(parameters));
    EXPECT_DOUBLE_EQ(back.smoothing.alpha, parameters.smoothing.alpha);
    EXPECT_DOUBLE_EQ(back.smoothing.beta_share, parameters.smoothing.beta_share);
    EXPECT_NEAR(back.smoothing.gamma, parameters.smoothing.gamma, 1e-15);
    EXPECT_DOUBLE_EQ(back.smoothing.phi, parameters.smoothing.phi);
    EXPECT_DOUBLE_EQ(back.initial.level, parameters.initial.level);
    EXPECT_DOUBLE_EQ(back.initial.growth, parameters.initial.growth);
    EXPECT_EQ(back.initial.season, parameters.initial.season);
  }
}

// The log density of the months, one by one, from a recursion in the textbook's order with a shifted list of seasonal
// factors: ETS(M,Ad,M), Hyndman et al. (2008), table 2.3.
TEST(EtsLikelihoodTest, LikelihoodEqualsTheSumOfEachMonthsDensity) {
  const EtsSpecification specification{kMultiplicative, kAdditive, true, kMultiplicative};
  const Vector values = Example();
  const EtsParameters parameters = Inside(specification);
  const double alpha = 0.3, beta = 0.06, gamma = 0.15, phi = 0.9;
  double level = parameters.initial.level, growth = parameters.initial.growth;
  std::vector<double> season(parameters.initial.season.begin(), parameters.initial.season.end());
  std::vector<double> means, errors;
  for (const double value : values) {
    const double trend = level + phi * growth;
    const double mean = trend * season[0];
    const double error = std::isnan(value) ? 0.0 : value / mean - 1.0;
    if (!std::isnan(value)) means.push_back(mean), errors.push_back(error);
    level = trend * (1.0 + alpha * error);
    growth = phi * growth + beta * trend * error;
    season.push_back(season[0] * (1.0 + gamma * error));
    season.erase(season.begin());
  }
  double variance = 0.0;
  for (const double error : errors) variance += error * error / 39.0;  // 40 months, one missing.
  double log_likelihood = 0.0;
  const double scale = 250.0;  // Units: y is 250 times the data.
  for (size_t t = 0; t < means.size(); ++t) {
    const double deviation = std::sqrt(variance) * means[t] * scale;
    log_likelihood += -0.5 * std::log(2.0 * M_PI) - std::log(deviation) - 0.5 * errors[t] * errors[t] / variance;
  }
  const EtsLikelihood likelihood(specification, values, parameters.initial.level);
  const double sum_of_squares = likelihood.SumOfSquares(likelihood.Pack(parameters));
  EXPECT_NEAR(likelihood.LogLikelihood(sum_of_squares, scale), log_likelihood, 1e-9);
}

TEST(EtsLikelihoodTest, AdditiveSumOfSquaresByHand) {
  // Simple smoothing of 1, 2, missing, 0 from level 1 with alpha 0.5: errors 0, 1, -, 0 - 1.5: 1 + 2.25.
  Vector values(4);
  values << 1.0, 2.0, kMissing, 0.0;
  const EtsLikelihood likelihood({}, values, 1.0);
  EXPECT_EQ(likelihood.num_known(), 3);
  SmallVector x(2);
  x << 0.5, 1.0;
  EXPECT_DOUBLE_EQ(likelihood.SumOfSquares(x), 3.25);
  // The prior of alpha: -2 log p = -log(0.5 x 1.5), spread over three months; 0.75^(-1/3) = 1.1006424.
  EXPECT_NEAR(likelihood.Value(x), 3.25 * 1.1006424, 1e-6);
}

TEST(EtsLikelihoodTest, TheAlphaPriorIsTheRestrictedLikelihoodOfTheLevel) {
  // The information about the initial level is sum (1 - alpha)^(2t); for alpha = 0.3 over many months
  // 1 / (1 - 0.49) = 1 / (0.3 x 1.7), and restricting the likelihood adds its logarithm to -2 log L.
  const Vector values = Vector::Ones(400) + 0.1 * Vector::Random(400);
  const EtsLikelihood likelihood({}, values, 1.0);
  SmallVector x(2);
  x << 0.3, 1.0;
  double information = 0.0;
  for (int t = 0; t < 400; ++t) information += std::pow(0.7, 2 * t);
  EXPECT_NEAR(400.0 * std::log(likelihood.Value(x) / likelihood.SumOfSquares(x)), std::log(information), 1e-8);
}

TEST(EtsLikelihoodTest, AiccAddsItsPenaltyByHand) {
  // ETS(A,N,N), n = 10, k = 3: 2 x 3 + 2 x 3 x 4 / (10 - 3 - 1) = 6 + 4.
  const Vector ten = Vector::LinSpaced(10, 0.5, 1.5);
  const EtsLikelihood likelihood({}, ten, 1.0);
  EXPECT_NEAR(likelihood.Aicc(2.0) + 2.0 * likelihood.LogLikelihood(2.0, 1.0), 10.0, 1e-12);
  const Vector four = ten.head(4);
  EXPECT_EQ(EtsLikelihood({}, four, 1.0).Aicc(2.0), std::numeric_limits<double>::infinity());
}

// The matrix that carries an error of the state through one month with an additive season: what one Advance does to
// each unit state when the value is zero. Rows and columns: level, growth, season of the coming months.
Matrix DiscountMatrix(const EtsSmoothing& smoothing) {
  Matrix discount(14, 14);
  for (int column = 0; column < 14; ++column) {
    EtsState state;
    if (column == 0) state.level = 1.0;
    if (column == 1) state.growth = 1.0;
    if (column > 1) state.season[column - 2] = 1.0;
    using Recursion = EtsRecursion<kAdditive, kAdditive>;
    const EtsExpectation expected = Recursion::Expect(state, smoothing.phi);
    Recursion::Advance(smoothing, expected, -expected.value, state);
    discount(0, column) = state.level;
    discount(1, column) = state.growth;
    for (int i = 0; i < 12; ++i) discount(2 + i, column) = state.season[(state.phase + i) % 12];
  }
  return discount;
}

// The largest modulus but for the root at one that level and season share (a constant moved between them).
double LargestOtherRoot(const Matrix& discount) {
  const Eigen::VectorXcd roots = Eigen::EigenSolver<Matrix>(discount).eigenvalues();
  Eigen::Index shared = 0;
  (roots.array() - 1.0).abs().minCoeff(&shared);
  double largest = 0.0;
  for (Eigen::Index i = 0; i < roots.size(); ++i) {
    if (i != shared) largest = std::max(largest, std::abs(roots[i]));
  }
  return largest;
}

TEST(EtsLikelihoodTest, AdmissibleMeansThatEveryOtherRootIsInsideTheUnitCircle) {
  RandomGenerator generator(3);
  const EtsSpecification specification{kAdditive, kAdditive, true, kAdditive};
  int outside = 0;
  for (int draw = 0; draw < 500; ++draw) {
    // Wider than the usual region, so that both answers come up.
    const EtsSmoothing smoothing{2.0 * generator.Uniform(), 2.0 * generator.Uniform(), generator.Uniform(),
                                 0.8 + 0.18 * generator.Uniform()};
    const double largest = LargestOtherRoot(DiscountMatrix(smoothing));
    if (std::abs(largest - 1.0) < 1e-4) continue;
    outside += largest > 1.0;
    EXPECT_EQ(IsAdmissible(specification, smoothing), largest < 1.0)
        << smoothing.alpha << " " << smoothing.beta_share << " " << smoothing.gamma << " " << smoothing.phi;
  }
  EXPECT_GT(outside, 50);
  EXPECT_LT(outside, 450);
}

TEST(EtsLikelihoodTest, AMethodThatWouldDivideByZeroHasNoValue) {
  const Vector values = Example();
  const EtsSpecification specification{kMultiplicative, kAdditive, false, kNone};
  const EtsLikelihood likelihood(specification, values, 1.0);
  SmallVector x(4);
  x << 1e-4, 0.0, -0.5, 1.0;  // The level falls through zero at once.
  EXPECT_EQ(likelihood.Value(x), std::numeric_limits<double>::infinity());
  NormalEquations equations;
  likelihood.Linearize(x, equations);
  EXPECT_EQ(equations.value, std::numeric_limits<double>::infinity());
}

}  // namespace
}  // namespace prognos::models
