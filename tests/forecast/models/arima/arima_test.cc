#include "forecast/models/arima/arima.h"

#include <cmath>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/forecast/models/model_checks.h"
#include "tests/forecast/models/reference_forecasts.h"
#include "tests/status_matchers.h"

namespace prognos::models {
namespace {

using testing::AllOf;
using testing::HasSubstr;

std::unique_ptr<FittedModel> MustFit(const TrainingData& training, const ArimaOptions& options = {}) {
  auto model = Arima::Create(options);
  EXPECT_THAT(model, IsOk());
  auto fitted = (*model)->Fit(training);
  EXPECT_THAT(fitted, IsOk());
  return *std::move(fitted);
}

std::unique_ptr<FittedModel> MustFit(const Vector& values, const ArimaOptions& options = {}) {
  TrainingData training;
  training.history = SeriesOf(values);
  return MustFit(training, options);
}

TEST(ArimaTest, AnswersOddInputs) { ExpectAnswersOddInputs(Arima()); }
TEST(ArimaTest, ConstantInConstantOut) { ExpectConstantInConstantOut(Arima()); }
TEST(ArimaTest, FollowsScale) { ExpectFollowsScale(Arima()); }
TEST(ArimaTest, IntervalsWiden) { ExpectIntervalsWiden(Arima(), SeasonalValues(96, 0.0, 150.0, 40.0)); }

TEST(ArimaTest, PathsAgreeWithTheMeanOnBothScales) {
  PROGNOS_ASSERT_OK_AND_ASSIGN(const auto logarithmic, Arima::Create({.logarithms = true}));
  PROGNOS_ASSERT_OK_AND_ASSIGN(const auto plain, Arima::Create({.logarithms = false}));
  ExpectPathsAgreeWithMean(*logarithmic, SeasonalValues(96, 3.0, 150.0, 40.0));
  ExpectPathsAgreeWithMean(*plain, SeasonalValues(96, 3.0, 150.0, 40.0));
}

TEST(ArimaTest, AnyLengthFromFourMonthsAnswersWithFiniteNumbers) {
  for (int months = Arima::kLeastMonths; months <= 50; ++months) {
    ExpectFinite(*MustFit(SeasonalValues(months, 2.0, 100.0, 20.0)));
  }
}

TEST(ArimaTest, AShiftOfThePlainScaleShiftsTheForecast) {
  const Vector values = SeasonalValues(72, 3.0, 150.0, 40.0);
  const Vector mean = MustFit(values, {.logarithms = false})->Mean(12);
  const Vector shifted = MustFit(values.array() - 5000.0, {.logarithms = false})->Mean(12);
  EXPECT_LT((shifted.array() + 5000.0 - mean.array()).abs().maxCoeff(), 1e-3);
}

TEST(ArimaTest, AStraightLineIsContinued) {
  const Vector mean = MustFit(Vector::LinSpaced(40, 100.0, 139.0), {.logarithms = false})->Mean(6);
  for (int step = 0; step < 6; ++step) EXPECT_NEAR(mean[step], 140.0 + step, 1e-3);
}

TEST(ArimaTest, AStableSeasonIsContinued) {
  const Vector values = SeasonalValues(97, 0.0, 200.0, 5.0);
  const Vector mean = MustFit(values.head(84))->Mean(12);
  const Vector truth = SeasonalValues(96, 0.0, 200.0, 0.0).tail(12);
  EXPECT_LT((mean - truth).cwiseAbs().mean(), 5.0);
}

// A random walk with gaps at the end and inside: the forecast is the last known value, and its variance grows by one
// step variance for each month since.
TEST(ArimaTest, MonthsMissingAtTheEndAreForecastToo) {
  Vector values(60);
  RandomGenerator generator(2);
  double level = 100.0;
  for (double& value : values) value = level += generator.Normal();
  values.segment(20, 3).setConstant(kMissing);
  values.tail(2).setConstant(kMissing);
  const auto fitted =
      MustFit(values, {.order = ArimaOrder{.d = 1}, .logarithms = false, .parameter_uncertainty = false});
  EXPECT_LT((fitted->Mean(3).array() - values[57]).abs().maxCoeff(), 1e-9);
  ASSERT_EQ(fitted->residuals().size(), 60);
  for (const int row : {0, 20, 22, 58}) EXPECT_TRUE(std::isnan(fitted->residuals()[row])) << row;
  EXPECT_NEAR(fitted->residuals()[10], values[10] - values[9], 1e-9);
  RandomGenerator path_generator(3);
  const Matrix paths = fitted->SamplePaths(2, 20000, path_generator);
  const double variance = (paths.row(0).array() - paths.row(0).mean()).square().mean();
  // Months 58, 59 and 60 lie between: three steps. Standard error of a variance from 20000 draws: 1 %.
  EXPECT_NEAR(variance / (3.0 * std::pow(fitted->record().sigma, 2)), 1.0, 0.05);
}

TEST(ArimaTest, AFewGapsChangeLittle) {
  const Vector values = SeasonalValues(96, 2.0, 150.0, 20.0);
  Vector with_gaps = values;
  for (const int row : {0, 11, 30, 31, 70}) with_gaps[row] = kMissing;
  const Vector mean = MustFit(values)->Mean(12);
  EXPECT_LT((MustFit(with_gaps)->Mean(12) - mean).cwiseAbs().mean(), 0.02 * mean.mean());
}

TEST(ArimaTest, ManyGapsStillGiveAForecastNearTheTruth) {
  Vector values = SeasonalValues(120, 0.0, 150.0, 10.0);
  for (int row = 1; row < 120; row += 5) values[row] = kMissing;
  const Vector truth = SeasonalValues(132, 0.0, 150.0, 0.0).tail(12);
  EXPECT_LT((MustFit(values)->Mean(12) - truth).cwiseAbs().mean(), 30.0);
}

TEST(ArimaTest, AnEventKnownAheadMovesTheForecastByItsEffect) {
  RandomGenerator generator(4);
  TrainingData training;
  training.history = SeriesOf(Vector::Zero(60));
  training.regressors = Matrix::Zero(72, 1);
  for (const int row : {7, 20, 33, 48, 55, 61, 65}) training.regressors(row, 0) = 1.0;
  for (int row = 0; row < 60; ++row) {
    training.history.values[row] = 500.0 + 80.0 * training.regressors(row, 0) + 4.0 * generator.Normal();
  }
  const auto fitted = MustFit(training, {.logarithms = false});
  const Vector mean = fitted->Mean(12);
  // Five events under noise of 4: standard error of the effect 4 / sqrt(5) = 1.8.
  EXPECT_NEAR(mean[1] - mean[2], 80.0, 6.0);
  EXPECT_NEAR(mean[5] - mean[4], 80.0, 6.0);
  EXPECT_THAT(fitted->record().specification, HasSubstr("1 regressor"));
}

TEST(ArimaTest, RegressorsThatEndEarlyKeepTheirLastRow) {
  TrainingData training;
  training.history = SeriesOf(SeasonalValues(60, 0.0, 0.0, 5.0));
  training.regressors = Matrix::Zero(40, 1);
  training.regressors.bottomRows(15).setOnes();
  training.history.values.tail(35).array() += 300.0;
  EXPECT_NEAR(MustFit(training)->Mean(6).mean(), 1300.0, 10.0);
}

TEST(ArimaTest, GrowthInProportionIsModelledByLogarithms) {
  RandomGenerator generator(5);
  Vector values(96);
  for (int row = 0; row < 96; ++row) {
    values[row] = std::exp(3.0 + 0.02 * row + 0.3 * std::sin(row * M_PI / 6.0) + 0.03 * generator.Normal());
  }
  const auto fitted = MustFit(values);
  EXPECT_TRUE(static_cast<const FittedArima&>(*fitted).logarithms());
  EXPECT_THAT(fitted->record().specification, HasSubstr("log ARIMA("));
  const Vector additive = SeasonalValues(96, 8.0, 300.0, 30.0).array() - 400.0;
  EXPECT_FALSE(static_cast<const FittedArima&>(*MustFit(additive)).logarithms());
  values[50] = 0.0;
  EXPECT_FALSE(static_cast<const FittedArima&>(*MustFit(values)).logarithms());
}

// A change of unit divides each density by the unit, whatever the scale of the model.
TEST(ArimaTest, LikelihoodIsInTheUnitsOfTheSeries) {
  const Vector values = SeasonalValues(72, 3.0, 150.0, 40.0);
  const ArimaOrder order{.p = 1, .constant = true};
  for (const bool logarithms : {false, true}) {
    const ArimaOptions options{.order = order, .logarithms = logarithms};
    const double one = MustFit(values, options)->record().log_likelihood;
    const double thousand = MustFit(1000.0 * values, options)->record().log_likelihood;
    EXPECT_NEAR(thousand, one - 72.0 * std::log(1000.0), 1e-6);
  }
  // Where the spread is small against the level, both scales describe the same density.
  EXPECT_NEAR(MustFit(1e4 + values.array(), {.order = order, .logarithms = false})->record().log_likelihood,
              MustFit(1e4 + values.array(), {.order = order, .logarithms = true})->record().log_likelihood, 0.5);
}

TEST(ArimaTest, UncertainParametersWidenTheIntervalsOfAShortHistory) {
  const Vector values = SeasonalValues(18, 0.0, 0.0, 20.0);
  const ArimaOrder order{.p = 1, .constant = true};
  const auto width = [&](bool uncertain) {
    RandomGenerator generator(6);
    return Width80(
        MustFit(values, {.order = order, .parameter_uncertainty = uncertain})->SamplePaths(12, 8000, generator), 11);
  };
  EXPECT_GT(width(true), 1.02 * width(false));
}

TEST(ArimaTest, RefitKeepsOrderParametersAndScale) {
  const Vector values = SeasonalValues(96, 3.0, 150.0, 40.0);
  const Arima model;
  const auto near = MustFit(values);
  const auto& full = static_cast<const FittedArima&>(*near);
  PROGNOS_ASSERT_OK_AND_ASSIGN(const auto refitted, model.Refit({SeriesOf(values.head(80)), {}, {}}, *near));
  const auto& kept = static_cast<const FittedArima&>(*refitted);
  EXPECT_EQ(kept.order(), full.order());
  EXPECT_EQ(kept.estimate().partial, full.estimate().partial);
  EXPECT_EQ(kept.logarithms(), full.logarithms());
  PROGNOS_ASSERT_OK_AND_ASSIGN(const auto same, model.Refit({SeriesOf(values), {}, {}}, *near));
  EXPECT_LT((same->Mean(12) - near->Mean(12)).cwiseAbs().maxCoeff(), 1e-8);
  EXPECT_NEAR(same->record().log_likelihood, near->record().log_likelihood, 1e-8);
}

TEST(ArimaTest, RefitOfTooShortAStretchIsAFullFit) {
  const Arima model;
  const auto near = MustFit(SeasonalValues(96, 3.0, 150.0, 10.0));
  PROGNOS_ASSERT_OK_AND_ASSIGN(const auto shorter,
                               model.Refit({SeriesOf(SeasonalValues(6, 3.0, 150.0, 10.0)), {}, {}}, *near));
  EXPECT_EQ(static_cast<const FittedArima&>(*shorter).order().seasonal_d, 0);
  EXPECT_THAT(model.Refit({SeriesOf(Vector::Ones(2)), {}, {}}, *near), StatusIs(absl::StatusCode::kFailedPrecondition));
}

TEST(ArimaTest, AbstainsWithTheReason) {
  EXPECT_THAT(Arima().Fit({SeriesOf(Vector::Ones(3)), {}, {}}),
              StatusIs(absl::StatusCode::kFailedPrecondition, AllOf(HasSubstr("at least 4"), HasSubstr("has 3"))));
  PROGNOS_ASSERT_OK_AND_ASSIGN(const auto airline,
                               Arima::Create({.order = ArimaOrder{.d = 1, .q = 1, .seasonal_d = 1, .seasonal_q = 1}}));
  EXPECT_THAT(airline->Fit({SeriesOf(Vector::LinSpaced(15, 0, 1)), {}, {}}),
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("ARIMA(0,1,1)(0,1,1)[12]")));
  PROGNOS_ASSERT_OK_AND_ASSIGN(const auto logarithmic, Arima::Create({.logarithms = true}));
  EXPECT_THAT(logarithmic->Fit({SeriesOf(Vector::LinSpaced(40, 0, 1)), {}, {}}),
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("above zero")));
}

TEST(ArimaTest, OptionsThatBreakARuleAreAllNamed) {
  const ArimaOptions options{.order = ArimaOrder{.p = 6, .d = 1, .seasonal_d = 1, .constant = true},
                             .limits = {.most_d = 3}};
  EXPECT_THAT(options.Validate(),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       AllOf(HasSubstr("order.p"), HasSubstr("order.constant"), HasSubstr("limits.most_d"))));
  EXPECT_THAT(ArimaOptions{}.Validate(), IsOk());
}

// --- Public data -----------------------------------------------------------------------------------------------

struct Accuracy {
  double smape = 0.0;
  double mase = 0.0;
};

using ValuesBySeries = std::map<std::string, std::vector<double>>;

// Means over the series of `forecasts`.
Accuracy Measure(const ValuesBySeries& forecasts, const ValuesBySeries& histories, const ValuesBySeries& futures) {
  Accuracy accuracy;
  for (const auto& [name, values] : forecasts) {
    const Vector history = ToVector(histories.at(name)), future = ToVector(futures.at(name)), mean = ToVector(values);
    const Vector error = (mean - future).cwiseAbs();
    const Eigen::Index pairs = history.size() - kMonthsPerYear;
    const double scale = (history.tail(pairs) - history.head(pairs)).cwiseAbs().mean();
    const double count = static_cast<double>(forecasts.size());
    accuracy.smape += 200.0 * (error.array() / (mean.array().abs() + future.array().abs())).mean() / count;
    accuracy.mase += error.mean() / scale / count;
  }
  return accuracy;
}

TEST(ArimaTest, OnMonthlyM3SeriesItIsMoreAccurateThanR) {
  PROGNOS_SKIP_WITHOUT_REFERENCE("m3_arima.csv");
  const ValuesBySeries histories = ReadValues(DataFolder() + "/m3_monthly.csv", "history");
  const ValuesBySeries futures = ReadValues(DataFolder() + "/m3_monthly.csv", "future");
  const ValuesBySeries reference = ReadValues(ReferenceFolder() + "/m3_arima.csv", "");
  ValuesBySeries ours;
  for (const auto& [name, theirs] : reference) {
    const Vector mean = MustFit(ToVector(histories.at(name)))->Mean(static_cast<int>(theirs.size()));
    ours[name].assign(mean.begin(), mean.end());
  }
  ASSERT_EQ(ours.size(), 818u);
  const Accuracy found = Measure(ours, histories, futures), known = Measure(reference, histories, futures);
  EXPECT_LT(found.smape, known.smape);
  EXPECT_LT(found.mase, known.mase);
}

// Without logarithms, which R leaves to its user, half of the forecasts are those of R to a thousandth.
TEST(ArimaTest, WithoutLogarithmsHalfOfTheForecastsAreThoseOfR) {
  PROGNOS_SKIP_WITHOUT_REFERENCE("m3_arima.csv");
  const ValuesBySeries histories = ReadValues(DataFolder() + "/m3_monthly.csv", "history");
  PROGNOS_ASSERT_OK_AND_ASSIGN(const auto model, Arima::Create({.logarithms = false}));
  const Difference difference =
      CompareWithReference(*model, histories, ReadValues(ReferenceFolder() + "/m3_arima.csv", ""));
  EXPECT_LT(difference.median, 0.001);
  EXPECT_LT(difference.ninth_decile, 0.15);
}

}  // namespace
}  // namespace prognos::models
