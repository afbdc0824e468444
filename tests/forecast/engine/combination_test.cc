#include "forecast/engine/combination.h"

#include <cmath>
#include <limits>

#include "forecast/base/random.h"
#include "gtest/gtest.h"

namespace prognos::engine {
namespace {

// Errors of three models over `rows` rounds: independent, with standard deviations 1, 2 and 4.
Evidence ThreeModels(int rows) {
  RandomGenerator generator(11);
  Evidence evidence{Matrix(rows, 3), static_cast<double>(rows)};
  for (int row = 0; row < rows; ++row) {
    evidence.errors.row(row) << generator.Normal(), 2.0 * generator.Normal(), 4.0 * generator.Normal();
  }
  return evidence;
}

Vector Equal(int count) { return Vector::Constant(count, 1.0 / count); }

CombinationOptions Unshrunk() {
  CombinationOptions options;
  options.least_shrinkage = 0.0;
  options.rounds_of_doubt = 0.0;
  return options;
}

TEST(TrimmedTest, AForecastFarFromTheOthersIsDrawnIn) {
  Matrix forecasts(1, 5);
  forecasts << 90, 100, 110, 105, 5000;
  // Median 105, distances 15 5 5 0 4895, their median 5: at most 105 + 3 x 5.
  Matrix expected(1, 5);
  expected << 90, 100, 110, 105, 120;
  EXPECT_EQ(Trimmed(forecasts, {}), expected);
}

TEST(TrimmedTest, CandidatesThatNearlyAgreeAreLeftAlone) {
  Matrix forecasts(1, 4);
  forecasts << 100, 100, 100, 103;  // The median distance is zero; 2 % of 100, three times, is 6.
  EXPECT_EQ(Trimmed(forecasts, {}), forecasts);
}

TEST(TrimmedTest, AnAbstentionTakesTheMedianAndARowOfThemStays) {
  Matrix forecasts(2, 3);
  forecasts << 10, NAN, 20, NAN, NAN, NAN;
  const Matrix trimmed = Trimmed(forecasts, {});
  EXPECT_EQ(trimmed(0, 1), 15.0);
  EXPECT_TRUE(trimmed.row(1).array().isNaN().all());
}

TEST(TrimmedTest, ScaleAndShiftOfTheSeriesScaleAndShiftTheAnswer) {
  Matrix forecasts(1, 5);
  forecasts << -300, -100, 110, 105, 5000;
  EXPECT_TRUE(Trimmed(1000.0 * forecasts, {}).isApprox(1000.0 * Trimmed(forecasts, {})));
  EXPECT_TRUE(Trimmed(-forecasts, {}).isApprox(-Trimmed(forecasts, {})));
}

TEST(LimitsTest, AreWhatEighteenMonthsSpanAndAsMuchAgain) {
  MonthlySeries history{Month::January(2020), Vector::Constant(24, 30.0)};
  history.values[0] = 900.0;  // Before the last eighteen months.
  history.values[10] = 20.0;
  history.values[20] = 45.0;
  const Limits limits = LimitsAt(history, history.end());
  EXPECT_DOUBLE_EQ(limits.least, 20.0 - 25.0);
  EXPECT_DOUBLE_EQ(limits.most, 45.0 + 25.0);
}

TEST(LimitsTest, MissingMonthsDoNotCountAndTooFewMonthsLimitNothing) {
  MonthlySeries history{Month::January(2020), Vector::Constant(18, 30.0)};
  EXPECT_DOUBLE_EQ(LimitsAt(history, history.end()).most, 30.0);
  history.values[3] = kMissing;
  EXPECT_EQ(LimitsAt(history, history.end()).most, std::numeric_limits<double>::infinity());
}

TEST(LimitsTest, ForecastsAreTakenWithinThemBeforeTheMedianIs) {
  const Matrix forecasts{{100.0, 90.0, 95.0, 0.0}};
  EXPECT_EQ(Trimmed(forecasts, {}, {.least = 0.0, .most = 0.0}), Matrix::Zero(1, 4));
}

TEST(ProjectOntoSimplexTest, APointOfTheSimplexStaysAndOthersComeToTheNearest) {
  EXPECT_TRUE(ProjectOntoSimplex(Eigen::Vector3d(0.2, 0.3, 0.5)).isApprox(Eigen::Vector3d(0.2, 0.3, 0.5)));
  // (1, 0.5) - 0.25; (2, -1): the corner.
  EXPECT_TRUE(ProjectOntoSimplex(Eigen::Vector2d(1.0, 0.5)).isApprox(Eigen::Vector2d(0.75, 0.25)));
  EXPECT_TRUE(ProjectOntoSimplex(Eigen::Vector2d(2.0, -1.0)).isApprox(Eigen::Vector2d(1.0, 0.0)));
}

TEST(FitWeightsTest, WithoutEvidenceThePriorIsTheAnswer) {
  const Vector prior = Eigen::Vector3d(0.5, 0.3, 0.2);
  EXPECT_EQ(FitWeights({Matrix(0, 3), 0.0}, prior, {}), prior);
  EXPECT_EQ(FitWeights({Matrix::Zero(5, 3), 5.0}, prior, {}), prior);
}

TEST(FitWeightsTest, WeightsAreAPointOfTheSimplexWhateverTheEvidence) {
  for (const int rows : {1, 2, 5, 50, 1000}) {
    for (const CombinationOptions& options : {CombinationOptions(), Unshrunk()}) {
      const Vector weights = FitWeights(ThreeModels(rows), Equal(3), options);
      EXPECT_NEAR(weights.sum(), 1.0, 1e-9) << rows;
      EXPECT_GE(weights.minCoeff(), 0.0) << rows;
    }
  }
}

TEST(FitWeightsTest, IndependentModelsGetWeightsByTheInverseOfTheirVariance) {
  // For normal errors least absolute errors and least squares agree: weights proportional to 1, 1/4, 1/16.
  const Vector weights = FitWeights(ThreeModels(20'000), Equal(3), Unshrunk());
  EXPECT_NEAR(weights[0], 16.0 / 21.0, 0.02);
  EXPECT_NEAR(weights[1], 4.0 / 21.0, 0.02);
  EXPECT_NEAR(weights[2], 1.0 / 21.0, 0.02);
}

TEST(FitWeightsTest, OneRoundHardlyMovesTheWeightsAndManyDo) {
  const double one = (FitWeights(ThreeModels(1), Equal(3), {}) - Equal(3)).norm();
  const double many = (FitWeights(ThreeModels(2000), Equal(3), {}) - Equal(3)).norm();
  EXPECT_LT(one, 0.1);
  EXPECT_GT(many, 2.0 * one);
}

TEST(FitWeightsTest, UnitsDoNotMatter) {
  Evidence evidence = ThreeModels(100);
  const Vector weights = FitWeights(evidence, Equal(3), {});
  evidence.errors *= 1e9;
  EXPECT_TRUE(FitWeights(evidence, Equal(3), {}).isApprox(weights, 1e-6));
}

TEST(FitWeightsTest, AnEnormousErrorOfOneRoundDoesNotDecide) {
  Evidence evidence = ThreeModels(500);
  evidence.errors(0, 0) = 300.0;  // Of the best model; as squares it would outweigh all other rounds.
  const Vector weights = FitWeights(evidence, Equal(3), Unshrunk());
  EXPECT_GT(weights[0], weights[1]);
  EXPECT_GT(weights[1], weights[2]);
}

}  // namespace
}  // namespace prognos::engine
