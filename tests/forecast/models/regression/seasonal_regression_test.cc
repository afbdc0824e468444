#include "forecast/models/regression/seasonal_regression.h"

#include <algorithm>
#include <cmath>

#include "absl/strings/str_format.h"
#include "forecast/series/regressors.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/forecast/models/sample_series.h"
#include "tests/status_matchers.h"

namespace prognos::models {
namespace {

const Month kSeasonalRegressionStart = Month::January(2010);

std::unique_ptr<FittedModel> FitOrDie(const TrainingData& training, SeasonalRegressionOptions options = {}) {
  absl::StatusOr<std::unique_ptr<FittedModel>> fitted = SeasonalRegression(options).Fit(training);
  EXPECT_TRUE(fitted.ok()) << fitted.status();
  return *std::move(fitted);
}

TEST(SeasonalRegressionTest, RecoversLevelSeasonAndAutocorrelation) {
  // 120 months, sigma 10, phi 0.6, season of size 100, all months weighed alike.
  const SimulatedSeries truth{.level = 1000, .season_size = 100, .phi = 0.6, .sigma = 10};
  double phi = 0.0, sigma = 0.0, level = 0.0;
  Vector season = Vector::Zero(12);
  constexpr int kSeries = 40;
  for (int series = 0; series < kSeries; ++series) {
    RandomGenerator generator(static_cast<uint64_t>(series));
    const auto fitted = FitOrDie(History(kSeasonalRegressionStart, truth.Draw(120, generator)),
                                 {.scale = Scale::kOriginal, .discount = 1.0});
    const SeasonalRegressionEstimates estimates = EstimatesOf(*fitted);
    phi += estimates.errors.phi / kSeries;
    sigma += estimates.sigma / kSeries;
    level += estimates.level / kSeries;
    season += estimates.season / kSeries;
  }
  // Standard error of phi in one series: sqrt((1 - 0.36) / 120) = 0.073, and a bias of about -(1 + 3 phi) / 120 and
  // the step of the grid (0.2) come on top; over 40 series the error is 0.012.
  EXPECT_NEAR(phi, 0.6, 0.1);
  // One series: 10 / sqrt(240) = 0.65; over 40: 0.1.
  EXPECT_NEAR(sigma, 10.0, 0.5);
  // The mean of AR(1) errors over 120 months: 10 / (1 - 0.6) / sqrt(120) = 2.3, and where a trend was taken its slope
  // moves the level at the end by several of these; over 40 series below 1.5.
  EXPECT_NEAR(level, 1000.0, 4.5);
  // A monthly effect from ten years: below 12.5 / sqrt(10) = 4, over 40 series 0.6. Where one of the two weakest
  // penalties is taken, 91 or 99 % of the effect are left.
  for (int month = 0; month < 12; ++month) {
    EXPECT_NEAR(season[month], truth.Season(month), 0.09 * std::abs(truth.Season(month)) + 4 * 0.6) << month;
  }
}

// An AR(1) signal under independent noise is ARMA(1,1) with the same phi. With phi = 0.9, signal errors of variance 1
// and noise of variance 2, u(t) - 0.9 u(t - 1) has the autocovariances 1 + 2 (1 + 0.81) = 4.62 and -0.9 x 2 = -1.8 of a
// moving average with theta / (1 + theta^2) = -1.8 / 4.62: theta = -0.48 and phi + theta = 0.42.
TEST(SeasonalRegressionTest, FindsALastingErrorUnderNoise) {
  int with_moving_average = 0;
  double phi = 0.0, share = 0.0;
  constexpr int kSeries = 40;
  for (int series = 0; series < kSeries; ++series) {
    RandomGenerator generator(static_cast<uint64_t>(300 + series));
    Vector values = SimulatedSeries{.season_size = 30, .phi = 0.9, .sigma = 10}.Draw(120, generator);
    for (double& value : values) value += 10.0 * std::sqrt(2.0) * generator.Normal();
    const ErrorProcess errors =
        EstimatesOf(*FitOrDie(History(kSeasonalRegressionStart, values), {.scale = Scale::kOriginal, .discount = 1.0}))
            .errors;
    if (errors.theta == 0.0) continue;
    ++with_moving_average;
    phi += errors.phi;
    share += errors.phi + errors.theta;
  }
  // The likelihood gains about 4 on average for the true theta; in some series less than its price.
  EXPECT_GE(with_moving_average, kSeries / 2);
  // phi is biased down by a handful of hundredths at 120 months, and its grid has steps of 0.1.
  EXPECT_NEAR(phi / with_moving_average, 0.9, 0.1);
  EXPECT_NEAR(share / with_moving_average, 0.42, 0.1);
}

TEST(SeasonalRegressionTest, AnAutoregressionIsMostlyTakenForOne) {
  // A likelihood ratio above 2 has a chance of 16 % without a theta; one-sided half of that, and the grid is coarse.
  int with_moving_average = 0;
  for (int series = 0; series < 40; ++series) {
    RandomGenerator generator(static_cast<uint64_t>(400 + series));
    const Vector values = SimulatedSeries{.phi = 0.6, .sigma = 10}.Draw(120, generator);
    const auto fitted =
        FitOrDie(History(kSeasonalRegressionStart, values), {.scale = Scale::kOriginal, .discount = 1.0});
    with_moving_average += EstimatesOf(*fitted).errors.theta != 0.0 ? 1 : 0;
  }
  EXPECT_LE(with_moving_average, 12);
}

// Two months are missing at the end: the first forecast is for the month after them.
TEST(SeasonalRegressionTest, PathsOfAMovingAverageAgreeWithTheirMean) {
  RandomGenerator generator(301);
  Vector values = SimulatedSeries{.phi = 0.95, .sigma = 10}.Draw(96, generator);
  for (double& value : values) value += 20.0 * generator.Normal();
  values.tail(2).setConstant(kMissing);
  const auto fitted = FitOrDie(History(kSeasonalRegressionStart, values), {.scale = Scale::kOriginal});
  ASSERT_LT(EstimatesOf(*fitted).errors.theta, 0.0);
  const Vector mean = fitted->Mean(12);
  const Matrix paths = fitted->SamplePaths(12, 20000, generator);
  for (int month = 0; month < 12; ++month) {
    const double spread = std::sqrt((paths.row(month).array() - paths.row(month).mean()).square().mean());
    // Five standard errors of a mean of 20000.
    EXPECT_NEAR(paths.row(month).mean(), mean[month], 5.0 * spread / std::sqrt(20000.0)) << month;
  }
}

TEST(SeasonalRegressionTest, TheSeasonAddsToZero) {
  RandomGenerator generator(1);
  const SimulatedSeries truth{.season_size = 200, .phi = 0.3, .sigma = 20};
  const auto fitted =
      FitOrDie(History(kSeasonalRegressionStart, truth.Draw(50, generator)), {.scale = Scale::kOriginal});
  const Vector season = EstimatesOf(*fitted).season;
  EXPECT_GT(season.cwiseAbs().maxCoeff(), 100.0);
  EXPECT_NEAR(season.sum(), 0.0, 1e-8 * season.cwiseAbs().maxCoeff());
}

TEST(SeasonalRegressionTest, NoSeasonIsSeenInWhiteNoise) {
  // Twelve free effects of 5 years of noise of size 10 would be off by 10 / sqrt(5) = 4.5 each.
  const SimulatedSeries truth{.sigma = 10};
  double squares = 0.0;
  constexpr int kSeries = 40;
  for (int series = 0; series < kSeries; ++series) {
    RandomGenerator generator(static_cast<uint64_t>(100 + series));
    const auto fitted = FitOrDie(History(kSeasonalRegressionStart, truth.Draw(60, generator)),
                                 {.scale = Scale::kOriginal, .discount = 1.0});
    squares += EstimatesOf(*fitted).season.squaredNorm() / 12 / kSeries;
  }
  EXPECT_LT(std::sqrt(squares), 4.5 / 2);
}

TEST(SeasonalRegressionTest, MultiplicativeSeriesAreFittedOnTheLogarithmicScale) {
  int logarithmic = 0;
  for (int series = 0; series < 20; ++series) {
    RandomGenerator generator(static_cast<uint64_t>(200 + series));
    const SimulatedSeries logs{.level = 7, .slope = 0.02, .season_size = 0.5, .phi = 0.3, .sigma = 0.1};
    const Vector values = logs.Draw(72, generator).array().exp();
    logarithmic += EstimatesOf(*FitOrDie(History(kSeasonalRegressionStart, values))).logarithmic ? 1 : 0;
  }
  EXPECT_GE(logarithmic, 19);
}

TEST(SeasonalRegressionTest, TheMeanOnTheLogarithmicScaleIsTheMeanOfThePaths) {
  RandomGenerator generator(5);
  const SimulatedSeries logs{.level = 7, .season_size = 0.3, .phi = 0.5, .sigma = 0.2};
  const Vector values = logs.Draw(120, generator).array().exp();
  const auto fitted = FitOrDie(History(kSeasonalRegressionStart, values), {.scale = Scale::kLogarithmic});
  const Vector mean = fitted->Mean(6);
  const Matrix paths = fitted->SamplePaths(6, 20000, generator);
  // The log-normal formula against resampled residuals with the tails of Student's t: some per cent apart, where
  // leaving the variance out would be off by exp(0.2^2 / (1 - 0.25) / 2) - 1 = 2.7 % and more.
  for (int month = 0; month < 6; ++month) EXPECT_NEAR(paths.row(month).mean() / mean[month], 1.0, 0.02) << month;
}

TEST(SeasonalRegressionTest, AMissingMonthIsLeftOutNotFilled) {
  // Without errors the season is exact whatever is missing.
  const SimulatedSeries truth{.level = 500, .season_size = 100};
  RandomGenerator generator(1);
  Vector values = truth.Draw(60, generator);
  const Vector future = truth.Draw(72, generator).tail(12);
  for (const int month : {3, 17, 18, 19, 40}) values[month] = kMissing;
  const auto fitted = FitOrDie(History(kSeasonalRegressionStart, values), {.scale = Scale::kOriginal});
  // The least shrunk season keeps 99 % of an effect of 100.
  EXPECT_TRUE(((fitted->Mean(12) - future).cwiseAbs().array() < 3.0).all()) << (fitted->Mean(12) - future).transpose();
  EXPECT_TRUE(std::isnan(fitted->residuals()[17]));
}

// 100 give or take 5 for four years, then 60: whether the level is new the next month tells. What may not be made of it
// is a slope, to 40 and on: the months that come lie between the last one and what was usual.
TEST(SeasonalRegressionTest, AStepInTheLastMonthIsNoSlope) {
  for (const double last : {60.0, 150.0}) {
    RandomGenerator generator(5);
    Vector values = SimulatedSeries{.level = 100, .sigma = 5}.Draw(48, generator);
    values[47] = last;
    const Vector mean = FitOrDie(History(kSeasonalRegressionStart, values))->Mean(8);
    EXPECT_GT(mean.minCoeff(), std::min(last, 95.0)) << mean.transpose();
    EXPECT_LT(mean.maxCoeff(), std::max(last, 105.0)) << mean.transpose();
  }
}

// Twenty years, of which the last ten are used: what is used without the last month begins a month earlier.
TEST(SeasonalRegressionTest, AStepInTheLastMonthOfALongSeriesIsNoSlope) {
  RandomGenerator generator(6);
  Vector values = SimulatedSeries{.level = 100, .sigma = 5}.Draw(240, generator);
  values[239] = 60.0;
  const Vector mean = FitOrDie(History(kSeasonalRegressionStart, values))->Mean(8);
  EXPECT_GT(mean.minCoeff(), 60.0) << mean.transpose();
  EXPECT_LT(mean.maxCoeff(), 105.0) << mean.transpose();
}

// Nothing but the last month ever moved.
TEST(SeasonalRegressionTest, AStepAfterEqualMonthsIsNoSlope) {
  Vector values = Vector::Constant(48, 100.0);
  values[47] = 60.0;
  const Vector mean = FitOrDie(History(kSeasonalRegressionStart, values))->Mean(8);
  EXPECT_GT(mean.minCoeff(), 59.0) << mean.transpose();
  EXPECT_LT(mean.maxCoeff(), 101.0) << mean.transpose();
}

TEST(SeasonalRegressionTest, AStepGivenAsRegressorIsLearnedAndCarriedOn) {
  RandomGenerator generator(7);
  TrainingData training = History(kSeasonalRegressionStart, SimulatedSeries{.sigma = 5}.Draw(60, generator));
  training.regressors = Matrix::Zero(72, 1);
  training.regressors.bottomRows(42).setOnes();  // From month 30 on.
  training.history.values.tail(30).array() += 200.0;
  // It ends in month 63, after three months of forecast.
  training.regressors.bottomRows(9).setZero();
  const auto fitted = FitOrDie(training, {.scale = Scale::kOriginal, .discount = 1.0});
  const Vector mean = fitted->Mean(6);
  // Means of 30 and 30 months: 5 x sqrt(2 / 30) = 1.3; the light penalty takes 1 / 60 of 200.
  EXPECT_NEAR(mean.head(3).mean() - mean.tail(3).mean(), 200.0, 4 * 1.3 + 200.0 / 60);
}

TEST(SeasonalRegressionTest, ADeclaredOneOffMonthDoesNotBendTheForecast) {
  // A month of its own column is worth about as much as a missing one; the light penalty leaves a part of it.
  double declared = 0.0;
  double undeclared = 0.0;
  for (int repeat = 0; repeat < 5; ++repeat) {
    RandomGenerator generator(static_cast<uint64_t>(500 + repeat));
    const Vector values = SimulatedSeries{.season_size = 50, .phi = 0.4, .sigma = 10}.Draw(60, generator);
    TrainingData missing = History(kSeasonalRegressionStart, values);
    missing.history.values[57] = kMissing;
    TrainingData one_off = History(kSeasonalRegressionStart, values);
    one_off.history.values[57] += 500.0;
    const SeasonalRegressionOptions options{.scale = Scale::kOriginal};
    const double truth = FitOrDie(missing, options)->Mean(6).sum();
    undeclared += std::abs(FitOrDie(one_off, options)->Mean(6).sum() - truth);
    one_off.regressors = PulseColumn(kSeasonalRegressionStart, 66, kSeasonalRegressionStart + 57);
    const auto fitted = FitOrDie(one_off, options);
    declared += std::abs(fitted->Mean(6).sum() - truth);
    EXPECT_THAT(fitted->record().specification, testing::HasSubstr("+ regressors"));
  }
  EXPECT_LT(declared, 0.25 * undeclared);
}

TEST(SeasonalRegressionTest, ADeclaredLevelShiftIsCarriedOnInFull) {
  // Twelve months after it. The error of its size is near 10 sqrt(1 / 12 + 1 / 20) = 3.7 for independent months.
  const SimulatedSeries truth{.level = 1000, .season_size = 50, .sigma = 10};
  double sum = 0.0;
  constexpr int kRepeats = 20;
  for (int repeat = 0; repeat < kRepeats; ++repeat) {
    RandomGenerator generator(static_cast<uint64_t>(600 + repeat));
    TrainingData training = History(kSeasonalRegressionStart, truth.Draw(60, generator));
    training.history.values.tail(12).array() += 300.0;
    training.regressors = LevelShiftColumn(kSeasonalRegressionStart, 72, kSeasonalRegressionStart + 48);
    const Vector mean = FitOrDie(training, {.scale = Scale::kOriginal})->Mean(12);
    sum += (mean.array() - 1000.0).mean() / kRepeats;  // The season adds to zero over a year.
  }
  // 3.7 / sqrt(20) = 0.8; four of them, and what the light penalty leaves to the months before.
  EXPECT_NEAR(sum, 300.0, 4 * 0.8 + 300.0 / 60);
}

TEST(SeasonalRegressionTest, EffectiveParametersGrowWithTheSeasonAndStayBelowTheColumns) {
  RandomGenerator generator(8);
  const auto flat = FitOrDie(History(kSeasonalRegressionStart, SimulatedSeries{.sigma = 10}.Draw(120, generator)));
  const auto seasonal = FitOrDie(
      History(kSeasonalRegressionStart, SimulatedSeries{.season_size = 100, .sigma = 10}.Draw(120, generator)));
  EXPECT_LT(flat->record().num_parameters, seasonal->record().num_parameters);
  EXPECT_LE(seasonal->record().num_parameters, 1 + 11 + 1 + 2);
  // A reader sees the number behind the text of the specification.
  for (const FittedModel* fitted : {flat.get(), seasonal.get()}) {
    EXPECT_THAT(fitted->record().specification,
                testing::EndsWith(absl::StrFormat(", %.1f effective parameters", fitted->record().num_parameters)));
  }
}

TEST(SeasonalRegressionTest, TheLogLikelihoodOfWhiteNoiseIsTheNormalOne) {
  // No season, no trend, phi 0, level alone: -n / 2 (log(2 pi s^2) + 1).
  RandomGenerator generator(9);
  const Vector values = SimulatedSeries{.sigma = 10}.Draw(8, generator);
  const auto fitted = FitOrDie(History(kSeasonalRegressionStart, values), {.scale = Scale::kOriginal, .discount = 1.0});
  const double phi = EstimatesOf(*fitted).errors.phi;
  // General phi, by the chain rule with the level estimated by the fit itself.
  const double level = EstimatesOf(*fitted).level;
  const Vector errors = values.array() - level;
  double squares = (1.0 - phi * phi) * errors[0] * errors[0];
  for (int t = 1; t < 8; ++t) squares += std::pow(errors[t] - phi * errors[t - 1], 2);
  const double expected =
      -4.0 * (std::log(2.0 * 3.14159265358979 * squares / 8.0) + 1.0) + 0.5 * std::log(1.0 - phi * phi);
  EXPECT_NEAR(fitted->record().log_likelihood, expected, 1e-8);
}

TEST(SeasonalRegressionTest, RefitKeepsTheChoiceAndEstimatesAnew) {
  RandomGenerator generator(10);
  const TrainingData training = History(
      kSeasonalRegressionStart, SimulatedSeries{.season_size = 50, .phi = 0.5, .sigma = 10}.Draw(72, generator));
  const SeasonalRegression model;
  PROGNOS_ASSERT_OK_AND_ASSIGN(const auto fitted, model.Fit(training));
  PROGNOS_ASSERT_OK_AND_ASSIGN(const auto same, model.Refit(training, *fitted));
  EXPECT_EQ(same->Mean(12), fitted->Mean(12));
  TrainingData shorter = training;
  shorter.history = training.history.Before(kSeasonalRegressionStart + 48);
  PROGNOS_ASSERT_OK_AND_ASSIGN(const auto refitted, model.Refit(shorter, *fitted));
  EXPECT_EQ(EstimatesOf(*refitted).errors, EstimatesOf(*fitted).errors);
  EXPECT_NE(EstimatesOf(*refitted).level, EstimatesOf(*fitted).level);
}

TEST(SeasonalRegressionTest, TheIntervalWidensWithTheHorizon) {
  RandomGenerator generator(11);
  const auto fitted =
      FitOrDie(History(kSeasonalRegressionStart, SimulatedSeries{.phi = 0.8, .sigma = 10}.Draw(60, generator)));
  const Matrix paths = fitted->SamplePaths(12, 8000, generator);
  const auto spread = [&](int month) {
    return std::sqrt((paths.row(month).array() - paths.row(month).mean()).square().mean());
  };
  EXPECT_LT(spread(0), spread(2));
  EXPECT_LT(spread(2), spread(11));
}

// Share of simulated series whose remaining year falls into the 80 % interval.
double Coverage(const SimulatedSeries& truth, int months, int horizon, int num_series) {
  int covered = 0;
  for (int series = 0; series < num_series; ++series) {
    RandomGenerator generator(static_cast<uint64_t>(1000 + series));
    const Vector values = truth.Draw(months + horizon, generator);
    const auto fitted = FitOrDie(History(kSeasonalRegressionStart, values.head(months)));
    const Matrix paths = fitted->SamplePaths(horizon, 500, generator);
    Vector totals = paths.colwise().sum().transpose();
    std::sort(totals.begin(), totals.end());
    const double actual = values.tail(horizon).sum();
    covered += actual >= totals[50] && actual <= totals[449] ? 1 : 0;
  }
  return static_cast<double>(covered) / num_series;
}

TEST(SeasonalRegressionTest, TheYearFallsIntoTheEightyPercentIntervalAsOftenAsItSays) {
  // 400 series: two and a half binomial standard errors are 2.5 x sqrt(0.8 x 0.2 / 400) = 5 %. Discounting answers to
  // changes that these series do not have, so a little too wide is what one should see; too narrow is not.
  for (const int months : {56, 104}) {
    const double coverage = Coverage({.level = 1000, .season_size = 100, .phi = 0.5, .sigma = 20}, months, 8, 400);
    EXPECT_GE(coverage, 0.75) << months;
    EXPECT_LE(coverage, 0.92) << months;
  }
}

TEST(SeasonalRegressionTest, ShiftingASeriesShiftsTheForecast) {
  // On the original scale; the logarithm is ruled out by a negative value in both.
  RandomGenerator generator(12);
  Vector values = SimulatedSeries{.level = 0, .season_size = 50, .phi = 0.5, .sigma = 10}.Draw(60, generator);
  const Vector mean = FitOrDie(History(kSeasonalRegressionStart, values))->Mean(12);
  const Vector shifted = FitOrDie(History(kSeasonalRegressionStart, values.array() - 300.0))->Mean(12);
  EXPECT_TRUE(shifted.isApprox((mean.array() - 300.0).matrix(), 1e-9));
}

TEST(SeasonalRegressionTest, ALogarithmWithoutPositiveValuesIsRefused) {
  EXPECT_THAT(SeasonalRegression({.scale = Scale::kLogarithmic})
                  .Fit(History(kSeasonalRegressionStart, Vector::LinSpaced(20, 0, 19))),
              StatusIs(absl::StatusCode::kFailedPrecondition, testing::HasSubstr("values above zero")));
}

}  // namespace
}  // namespace prognos::models
