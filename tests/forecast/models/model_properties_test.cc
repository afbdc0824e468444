// What every model of the catalog promises (forecast/models/model.h), whatever the input. A new model joins by being in
// the catalog.
#include <algorithm>
#include <cmath>
#include <functional>
#include <set>
#include <string>

#include "forecast/models/catalog.h"
#include "forecast/series/regressors.h"
#include "gtest/gtest.h"
#include "tests/forecast/models/sample_series.h"

namespace prognos::models {
namespace {

constexpr int kPropertyHorizon = 14;  // Past the end of the year from anywhere.
constexpr int kPaths = 60;

class ModelPropertiesTest : public testing::TestWithParam<const Model*> {};

// A history beside a budget that goes three years past it, so that no model has to abstain for want of one.
TrainingData WithBudget(Vector values, Month first = Month::January(2015)) {
  TrainingData training = History(first, std::move(values));
  const double level = training.history.Mean();
  training.budget = {first, Vector::Constant(training.history.size() + 36, level)};
  return training;
}

void ExpectFiniteAnswers(const FittedModel& fitted, const TrainingData& training, const std::string& what) {
  for (const int horizon : {1, 5, kPropertyHorizon, 26}) {
    const Vector mean = fitted.Mean(horizon);
    ASSERT_EQ(mean.size(), horizon) << what;
    EXPECT_TRUE(mean.allFinite()) << what << ": " << mean.transpose();
    RandomGenerator generator(1);
    const Matrix paths = fitted.SamplePaths(horizon, kPaths, generator);
    ASSERT_EQ(paths.rows(), horizon) << what;
    ASSERT_EQ(paths.cols(), kPaths) << what;
    EXPECT_TRUE(paths.allFinite()) << what;
  }
  EXPECT_EQ(fitted.residuals().size(), training.history.size()) << what;
  for (int at = 0; at < training.history.size(); ++at) {
    const double residual = fitted.residuals()[at];
    EXPECT_FALSE(std::isinf(residual)) << what << " " << at;
    EXPECT_TRUE(std::isnan(residual) || !std::isnan(training.history.values[at])) << what << " " << at;
  }
  EXPECT_GE(fitted.record().sigma, 0.0) << what;
  EXPECT_TRUE(std::isfinite(fitted.record().sigma)) << what;
  EXPECT_TRUE(std::isfinite(fitted.record().num_parameters)) << what;
  EXPECT_FALSE(std::isinf(fitted.record().log_likelihood)) << what;
  EXPECT_FALSE(fitted.record().specification.empty()) << what;
}

// Fits, or abstains in the stated manner; a fit must answer with finite numbers.
void ExpectAnswerOrAbstention(const Model& model, const TrainingData& training, const std::string& what) {
  const auto fitted = model.Fit(training);
  if (!fitted.ok()) {
    EXPECT_EQ(fitted.status().code(), absl::StatusCode::kFailedPrecondition) << what << ": " << fitted.status();
    EXPECT_FALSE(fitted.status().message().empty()) << what;
    return;
  }
  ExpectFiniteAnswers(**fitted, training, what);
}

TEST_P(ModelPropertiesTest, AnyLengthOfHistoryIsAnsweredFromTheStatedLeastOn) {
  RandomGenerator generator(1);
  const Vector values = SimulatedSeries{.season_size = 80, .phi = 0.5, .sigma = 30}.Draw(60, generator);
  for (int months = 0; months <= 60; ++months) {
    const TrainingData training = WithBudget(values.head(months));
    const std::string what = std::to_string(months) + " months";
    ExpectAnswerOrAbstention(*GetParam(), training, what);
    EXPECT_TRUE(months < GetParam()->least_history_months() || GetParam()->Fit(training).ok()) << what;
  }
}

TEST_P(ModelPropertiesTest, OddValuesNeverLeadToNanOrInfinity) {
  RandomGenerator generator(2);
  const Vector usual = SimulatedSeries{.season_size = 80, .phi = 0.5, .sigma = 30}.Draw(50, generator);
  const std::vector<std::pair<std::string, std::function<double(int)>>> cases = {
      {"zeros", [](int) { return 0.0; }},
      {"mostly zeros", [](int t) { return t % 7 == 3 ? 1000.0 + t : 0.0; }},
      {"one value among zeros", [](int t) { return t == 30 ? 5.0 : 0.0; }},
      {"negative corrections", [&](int t) { return t % 12 == 11 ? -usual[t] : usual[t]; }},
      {"all negative", [&](int t) { return -usual[t]; }},
      {"tiny", [&](int t) { return 1e-6 * usual[t]; }},
      {"huge", [&](int t) { return 1e9 * usual[t]; }},
      {"one double booking", [&](int t) { return t == 49 ? 50 * usual[t] : usual[t]; }},
      {"a jump of a million", [&](int t) { return t < 40 ? 1e-3 : 1e3; }},
      {"a straight line", [](int t) { return 5.0 * t; }},
      {"exponential growth", [](int t) { return std::exp(0.5 * t); }},
      {"gaps", [&](int t) { return t % 3 == 1 ? kMissing : usual[t]; }},
      {"a year of gaps", [&](int t) { return t > 20 && t < 35 ? kMissing : usual[t]; }},
      {"missing at the ends", [&](int t) { return t < 5 || t > 45 ? kMissing : usual[t]; }},
      {"one month known", [&](int t) { return t == 20 ? usual[t] : kMissing; }},
      {"only Decembers known", [&](int t) { return t % 12 == 11 ? usual[t] : kMissing; }},
      {"all missing", [](int) { return kMissing; }},
      {"alternating", [](int t) { return t % 2 == 0 ? 1.0 : 1e6; }},
  };
  for (const auto& [what, value] : cases) {
    for (const int months : {1, 2, 5, 13, 24, 50}) {
      Vector values(months);
      for (int t = 0; t < months; ++t) values[t] = value(t + 50 - months);
      ExpectAnswerOrAbstention(*GetParam(), WithBudget(values), what + ", " + std::to_string(months));
    }
  }
}

TEST_P(ModelPropertiesTest, AConstantSeriesGivesThatConstant) {
  for (const double value : {0.0, 0.1, -3.0, 123456.78, 1e12}) {
    for (const int months : {1, 7, 13, 40}) {
      const auto fitted = GetParam()->Fit(WithBudget(Vector::Constant(months, value)));
      if (!fitted.ok()) continue;
      const Vector mean = (*fitted)->Mean(kPropertyHorizon);
      EXPECT_TRUE(mean.isApproxToConstant(value, 1e-9) || mean.isZero(1e-12)) << value << ": " << mean.transpose();
      EXPECT_NEAR(mean[0], value, 1e-9 * std::abs(value));
    }
  }
}

TEST_P(ModelPropertiesTest, TheSameSeedGivesTheSameBits) {
  RandomGenerator generator(3);
  const TrainingData training =
      WithBudget(SimulatedSeries{.season_size = 80, .phi = 0.5, .sigma = 30}.Draw(45, generator));
  const auto first = GetParam()->Fit(training);
  const auto second = GetParam()->Fit(training);
  ASSERT_TRUE(first.ok() && second.ok());
  RandomGenerator one(7);
  RandomGenerator two(7);
  EXPECT_EQ((*first)->Mean(kPropertyHorizon), (*second)->Mean(kPropertyHorizon));
  EXPECT_EQ((*first)->SamplePaths(kPropertyHorizon, kPaths, one),
            (*second)->SamplePaths(kPropertyHorizon, kPaths, two));
}

TEST_P(ModelPropertiesTest, TheForecastScalesWithTheSeries) {
  RandomGenerator generator(4);
  const Vector values = SimulatedSeries{.season_size = 80, .phi = 0.5, .sigma = 30}.Draw(45, generator);
  // A power of two changes no digit, so that no model's search can take another way.
  const auto fitted = GetParam()->Fit(WithBudget(values));
  const auto scaled = GetParam()->Fit(WithBudget(1024.0 * values));
  ASSERT_TRUE(fitted.ok() && scaled.ok());
  EXPECT_TRUE((*scaled)->Mean(kPropertyHorizon).isApprox(1024.0 * (*fitted)->Mean(kPropertyHorizon), 1e-6))
      << (*scaled)->Mean(kPropertyHorizon).transpose() / 1024.0 << "\n"
      << (*fitted)->Mean(kPropertyHorizon).transpose();
}

TEST_P(ModelPropertiesTest, AShorterHorizonIsTheBeginningOfALongerOne) {
  RandomGenerator generator(5);
  const auto fitted = GetParam()->Fit(WithBudget(SimulatedSeries{.season_size = 80, .sigma = 30}.Draw(45, generator)));
  ASSERT_TRUE(fitted.ok());
  EXPECT_TRUE((*fitted)->Mean(5).isApprox((*fitted)->Mean(kPropertyHorizon).head(5), 1e-12));
}

TEST_P(ModelPropertiesTest, ARefitToTheSameHistoryIsCloseToTheFit) {
  RandomGenerator generator(6);
  const TrainingData training =
      WithBudget(SimulatedSeries{.season_size = 80, .phi = 0.5, .sigma = 30}.Draw(60, generator));
  const auto fitted = GetParam()->Fit(training);
  ASSERT_TRUE(fitted.ok());
  const auto refitted = GetParam()->Refit(training, **fitted);
  ASSERT_TRUE(refitted.ok());
  EXPECT_TRUE((*refitted)->Mean(8).isApprox((*fitted)->Mean(8), 0.05));
}

TEST_P(ModelPropertiesTest, PathsLieAroundTheMean) {
  RandomGenerator generator(7);
  const auto fitted =
      GetParam()->Fit(WithBudget(SimulatedSeries{.season_size = 80, .phi = 0.4, .sigma = 30}.Draw(60, generator)));
  ASSERT_TRUE(fitted.ok());
  const Matrix paths = (*fitted)->SamplePaths(8, 4000, generator);
  const Vector totals = paths.colwise().sum().transpose();
  const double spread = std::sqrt((totals.array() - totals.mean()).square().mean());
  // Monte Carlo: spread / sqrt(4000) is one standard error. A bias of a tenth of the spread would still be harmless.
  EXPECT_NEAR(totals.mean(), (*fitted)->Mean(8).sum(), 0.1 * spread);
  EXPECT_GT(spread, 0.0);
}

TEST_P(ModelPropertiesTest, AnyKnownRegressorsLeaveTheAnswerFinite) {
  RandomGenerator generator(8);
  const Vector usual = SimulatedSeries{.season_size = 80, .phi = 0.5, .sigma = 30}.Draw(50, generator);
  const Month first = Month::January(2015);
  for (const int months : {1, 8, 13, 26, 50}) {
    const int rows = months + 26;
    Vector noise(rows);
    for (double& value : noise) value = generator.Normal();
    const Vector shift = LevelShiftColumn(first, rows, first + months / 2);
    const std::vector<std::pair<std::string, Matrix>> cases = {
        {"a level shift", shift},
        {"a shift to come", LevelShiftColumn(first, rows, first + months + 2)},
        {"a pulse in the last month", PulseColumn(first, rows, first + months - 1)},
        {"zeros", Matrix::Zero(rows, 1)},
        {"a constant", Matrix::Constant(rows, 1, 7.0)},
        {"the same twice", JoinColumns(rows, {shift, shift, 2.0 * shift})},
        {"tiny and huge", JoinColumns(rows, {1e-3 * noise, 1e12 * noise})},
        {"a driver that leaps when it is too late to learn", (noise.array() * 1e-6 + 1e9 * shift.array()).matrix()},
        {"more columns than months", Matrix(noise * Eigen::RowVectorXd::LinSpaced(60, -1.0, 1.0))},
        {"known for the history only", Matrix(noise.head(months))},
        {"known for a part of it", Matrix(noise.head((months + 1) / 2))},
    };
    for (const auto& [what, regressors] : cases) {
      TrainingData training = WithBudget(usual.head(months));
      training.regressors = regressors;
      ExpectAnswerOrAbstention(*GetParam(), training, what + ", " + std::to_string(months));
      training.history.values[months / 2] = kMissing;
      ExpectAnswerOrAbstention(*GetParam(), training, what + " and a gap, " + std::to_string(months));
    }
  }
}

double Spread(const Eigen::Ref<const Vector>& sample) {
  return std::sqrt((sample.array() - sample.mean()).square().mean());
}

// Fit to 72 months whose errors last, and 4000 paths of a year.
Matrix PathsOfAYear(const Model& model) {
  RandomGenerator generator(9);
  const auto fitted =
      model.Fit(WithBudget(SimulatedSeries{.season_size = 80, .phi = 0.8, .sigma = 30}.Draw(72, generator)));
  EXPECT_TRUE(fitted.ok());
  return (*fitted)->SamplePaths(12, 4000, generator);
}

TEST_P(ModelPropertiesTest, TheSumIsLessCertainTheMoreMonthsItHas) {
  // An even budget beside a season errs up and down within a year: its errors over whole years are smaller.
  if (GetParam()->name() == "remaining-budget") return;
  const Matrix paths = PathsOfAYear(*GetParam());
  double before = 0.0;
  for (const int months : {1, 3, 6, 12}) {
    const double spread = Spread(paths.topRows(months).colwise().sum().transpose());
    EXPECT_GT(spread, before) << months;
    before = spread;
  }
}

// A baseline answers with the errors it made before, which may be largest in the first month.
bool IsHumanRule(const Model& model) {
  const std::set<absl::string_view> rules = {"run-rate", "last-years-share", "seasonal-naive", "rolling-twelve",
                                             "remaining-budget"};
  return rules.count(model.name()) > 0;
}

TEST_P(ModelPropertiesTest, AMonthFurtherAheadIsNoMoreCertain) {
  if (IsHumanRule(*GetParam())) return;
  const Matrix paths = PathsOfAYear(*GetParam());
  const double first = Spread(paths.row(0).transpose());
  for (int month = 1; month < 12; ++month) {
    // A standard deviation of 4000 draws is off by 1 / sqrt(8000) = 1.1 %, more with heavy tails.
    EXPECT_GT(Spread(paths.row(month).transpose()), 0.93 * first) << month;
  }
}

TEST_P(ModelPropertiesTest, MonthsOfAPathBelongTogether) {
  // Errors that last add up: months drawn apart would give the root of the sum of squares. tsb has no errors that last.
  if (GetParam()->name() == "tsb") return;
  const Matrix paths = PathsOfAYear(*GetParam());
  double squares = 0.0;
  for (int month = 0; month < 12; ++month) squares += std::pow(Spread(paths.row(month).transpose()), 2);
  EXPECT_GT(Spread(paths.colwise().sum().transpose()), 1.1 * std::sqrt(squares));
}

// Models that think in ratios or need positive values are left out: last year's share, run rate and so on.
TEST_P(ModelPropertiesTest, TheForecastMovesWithALevelThatMovesTheWholeSeries) {
  const std::set<absl::string_view> additive = {"seasonal-naive", "rolling-twelve", "seasonal-regression",
                                                "robust-regression", "arima"};
  if (additive.count(GetParam()->name()) == 0) return;
  RandomGenerator generator(10);
  // Around zero, so that no logarithm is possible before or after.
  const Vector values = SimulatedSeries{.level = 0, .season_size = 80, .phi = 0.5, .sigma = 30}.Draw(60, generator);
  const auto fitted = GetParam()->Fit(WithBudget(values));
  const auto shifted = GetParam()->Fit(WithBudget(values.array() + 16.0));
  ASSERT_TRUE(fitted.ok() && shifted.ok());
  const Vector difference = (*shifted)->Mean(kPropertyHorizon) - (*fitted)->Mean(kPropertyHorizon);
  EXPECT_LT((difference.array() - 16.0).abs().maxCoeff(), 0.05) << difference.transpose();
}

std::vector<const Model*> AllModels() {
  std::vector<const Model*> models;
  for (const auto& model : Catalog()) models.push_back(model.get());
  return models;
}

std::string TestName(const testing::TestParamInfo<const Model*>& info) {
  std::string name(info.param->name());
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(Catalog, ModelPropertiesTest, testing::ValuesIn(AllModels()), TestName);

}  // namespace
}  // namespace prognos::models
