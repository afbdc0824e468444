#include "forecast/models/smoothing/theta.h"

#include "forecast/series/seasonality.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/forecast/models/model_checks.h"
#include "tests/forecast/models/reference_forecasts.h"
#include "tests/status_matchers.h"

namespace prognos::models {
namespace {

using testing::HasSubstr;

ThetaModel Theta(ThetaVariant variant) { return ThetaModel({.variant = variant}); }

std::unique_ptr<FittedModel> FitOrDie(const Model& model, const Vector& values) {
  return *model.Fit({SeriesOf(values), {}, {}});
}

class EveryTheta : public testing::TestWithParam<ThetaVariant> {
 protected:
  const ThetaModel model_ = Theta(GetParam());
};

TEST_P(EveryTheta, AnswersOddInputs) { ExpectAnswersOddInputs(model_); }
TEST_P(EveryTheta, GivesAConstantForAConstant) { ExpectConstantInConstantOut(model_); }
TEST_P(EveryTheta, FollowsScale) { ExpectFollowsScale(model_); }
TEST_P(EveryTheta, PathsAgreeWithMeanAndSeed) {
  ExpectPathsAgreeWithMean(model_, SeasonalValues(60, 4.0, 150.0, 30.0));
}
TEST_P(EveryTheta, IntervalsWiden) { ExpectIntervalsWiden(model_, SeasonalValues(60, 4.0, 150.0, 30.0)); }

TEST_P(EveryTheta, AbstainsBelowSixKnownMonthsAndSaysSo) {
  Vector values = SeasonalValues(7, 0.0, 0.0, 1.0);
  values[3] = values[4] = kMissing;
  EXPECT_THAT(
      model_.Fit({SeriesOf(values), {}, {}}),
      StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("needs at least 6 known months; the history has 5")));
}

// The model is linear in the values when there is no season: y + c gives the forecast + c.
TEST_P(EveryTheta, FollowsAShift) {
  const ThetaModel model({.variant = GetParam(), .seasonal = false});
  const Vector values = SeasonalValues(50, 3.0, 0.0, 25.0);
  const Vector shifted = values.array() + 5000.0;
  const Vector difference = FitOrDie(model, shifted)->Mean(12) - FitOrDie(model, values)->Mean(12);
  for (int step = 0; step < 12; ++step) EXPECT_NEAR(difference[step], 5000.0, 1e-5);
}

TEST_P(EveryTheta, RefitOnTheSameHistoryGivesTheSameForecast) {
  const TrainingData training{SeriesOf(SeasonalValues(60, 4.0, 150.0, 30.0)), {}, {}};
  PROGNOS_ASSERT_OK_AND_ASSIGN(const auto fitted, model_.Fit(training));
  PROGNOS_ASSERT_OK_AND_ASSIGN(const auto refitted, model_.Refit(training, *fitted));
  EXPECT_EQ(fitted->Mean(12), refitted->Mean(12));
}

TEST_P(EveryTheta, RepeatsACleanSeason) {
  // Factors with mean 1 around a level of 100: next year's months are this year's.
  Vector values(48);
  for (int row = 0; row < 48; ++row) values[row] = 100.0 * (1.0 + 0.3 * std::sin(row * 2.0 * M_PI / 12.0));
  const Vector mean = FitOrDie(model_, values)->Mean(12);
  for (int step = 0; step < 12; ++step) EXPECT_NEAR(mean[step], values[step], 1e-6 * 100.0) << step;
}

INSTANTIATE_TEST_SUITE_P(Variants, EveryTheta,
                         testing::Values(ThetaVariant::kStandard, ThetaVariant::kOptimised, ThetaVariant::kDynamic));

// On 1, 2, ..., 20 exponential smoothing has the steady error 1 / alpha, least at the upper bound alpha = 0.9999. There
// the level is 20 and the drift half of the slope 1: forecasts 20.5, 21.0, 21.5, ...
TEST(ThetaTest, StandardFormGoesOnWithHalfTheSlope) {
  const Vector mean = FitOrDie(Theta(ThetaVariant::kStandard), Vector::LinSpaced(20, 1.0, 20.0))->Mean(3);
  EXPECT_NEAR(mean[0], 20.5, 1e-3);
  EXPECT_NEAR(mean[1], 21.0, 1e-3);
  EXPECT_NEAR(mean[2], 21.5, 1e-3);
}

// With level_0 = 0 and w = 1 the three terms add up to the line itself, so that the least squares are zero there.
TEST(ThetaTest, DynamicFormContinuesALineExactly) {
  const auto fitted = FitOrDie(Theta(ThetaVariant::kDynamic), Vector::LinSpaced(20, 5.0, 62.0));
  const Vector mean = fitted->Mean(6);
  for (int step = 0; step < 6; ++step) EXPECT_NEAR(mean[step], 62.0 + 3.0 * (step + 1), 1e-4) << step;
  EXPECT_NEAR(fitted->record().sigma, 0.0, 1.0);
}

// The recursion of Fiorucci et al. (2016) written out a second time, term by term as printed there, over all alpha and
// w on a grid: no point of the grid may have a smaller sum of squares than the fit.
double DynamicSumOfSquares(const Vector& y, double alpha, double w, double level) {
  double sum = 0.0, mean = 0.0, intercept = 0.0, slope = 0.0;
  for (int t = 1; t <= y.size(); ++t) {
    const double power = std::pow(1.0 - alpha, t - 1);
    const double predicted = level + w * (power * intercept + (1.0 - std::pow(1.0 - alpha, t)) / alpha * slope);
    if (t >= 3) sum += std::pow(y[t - 1] - predicted, 2);
    level = alpha * y[t - 1] + (1.0 - alpha) * level;
    const double previous_mean = mean;
    mean = ((t - 1.0) * mean + y[t - 1]) / t;
    slope = t == 1 ? 0.0 : ((t - 2.0) * slope + 6.0 / t * (y[t - 1] - previous_mean)) / (t + 1.0);
    intercept = mean - (t + 1.0) / 2.0 * slope;
  }
  return sum;
}

TEST(ThetaTest, NoParametersOnAGridFitTheDynamicFormBetter) {
  const Vector values = SeasonalValues(40, 5.0, 0.0, 30.0).array() - 900.0;
  const auto fitted = FitOrDie(ThetaModel({.variant = ThetaVariant::kDynamic, .seasonal = false}), values);
  const double ours = fitted->residuals().tail(38).squaredNorm();
  for (double alpha = 0.1; alpha < 0.99; alpha += 0.05) {
    for (double w = 0.0; w <= 1.0; w += 0.1) {
      for (double level = -100.0; level <= 300.0; level += 10.0) {
        EXPECT_GE(DynamicSumOfSquares(values, alpha, w, level), ours * (1.0 - 1e-6)) << alpha << " " << w;
      }
    }
  }
}

TEST(ThetaTest, AMissingMonthCountsForNothing) {
  Vector values = SeasonalValues(60, 4.0, 0.0, 0.0);
  values[30] = kMissing;
  const auto fitted = FitOrDie(Theta(ThetaVariant::kDynamic), values);
  EXPECT_TRUE(std::isnan(fitted->residuals()[30]));
  // The line goes through the gap: 1000 + 4 x 60 next.
  EXPECT_NEAR(fitted->Mean(1)[0], 1240.0, 1.0);
}

// 200 series from the model that stands behind the method, a random walk with drift and noise: intervals of the sum
// over a year, which need errors that hang together. 80 %: 160, give or take 3.5 standard deviations of 5.7.
TEST(ThetaTest, IntervalsOfYearSumsHoldTheirPromiseOnRandomWalksWithNoise) {
  RandomGenerator generator(7);
  const ThetaModel model({.variant = ThetaVariant::kStandard, .seasonal = false});
  int inside = 0;
  for (int series = 0; series < 200; ++series) {
    Vector values(96);
    double level = 1000.0;
    for (double& value : values) {
      level += 0.5 + 5.0 * generator.Normal();
      value = level + 10.0 * generator.Normal();
    }
    const auto fitted = FitOrDie(model, values.head(84));
    Vector sums = fitted->SamplePaths(12, 1000, generator).colwise().sum();
    std::sort(sums.begin(), sums.end());
    const double actual = values.tail(12).sum();
    inside += sums[100] <= actual && actual <= sums[899];
  }
  EXPECT_GE(inside, 140);
  EXPECT_LE(inside, 180);
}

double AlphaOf(const FittedModel& fitted) {
  const std::string& text = fitted.record().specification;
  return std::stod(text.substr(text.find("alpha=") + 6));
}

// Simple smoothing with a drift, the process behind the method: level_t = level_{t-1} + 0.5 + 0.4 e_t. From 40 series
// of 240 months the median alpha is 0.4; that of one series has a standard error of about sqrt((1 - 0.6^2) / 240) =
// 0.05, their median one of 1.25 x 0.05 / sqrt(40) = 0.01.
TEST_P(EveryTheta, RecoversAlpha) {
  RandomGenerator generator(11);
  const ThetaModel model({.variant = GetParam(), .seasonal = false});
  std::vector<double> alphas;
  for (int series = 0; series < 40; ++series) {
    Vector values(240);
    double level = 1000.0;
    for (double& value : values) {
      const double error = 10.0 * generator.Normal();
      value = level + 0.5 + error;
      level += 0.5 + 0.4 * error;
    }
    alphas.push_back(AlphaOf(*FitOrDie(model, values)));
  }
  std::sort(alphas.begin(), alphas.end());
  EXPECT_NEAR(alphas[20], 0.40, 0.05);
}

// Two implementations of the same method: R's search stops a little before its optimum.
TEST(ThetaTest, StandardFormIsThatOfR) {
  PROGNOS_SKIP_WITHOUT_REFERENCE("m3_theta.csv");
  const ThetaModel model({.variant = ThetaVariant::kStandard, .shrink_season = false});
  const Difference difference = CompareWithReference(model, ReadValues(DataFolder() + "/m3_monthly.csv", "history"),
                                                     ReadValues(ReferenceFolder() + "/m3_theta.csv", ""));
  std::cout << "median relative difference " << difference.median << ", ninth decile " << difference.ninth_decile
            << "\n";
  EXPECT_LT(difference.median, 1e-4);
  EXPECT_LT(difference.ninth_decile, 5e-3);
}

}  // namespace
}  // namespace prognos::models
