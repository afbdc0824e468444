// What must hold for every model, and the odd inputs that it must hold for.
#ifndef PROGNOS_TESTS_FORECAST_MODELS_MODEL_CHECKS_H_
#define PROGNOS_TESTS_FORECAST_MODELS_MODEL_CHECKS_H_

#include <cmath>
#include <memory>
#include <string>
#include <vector>

#include "forecast/models/model.h"
#include "gtest/gtest.h"

namespace prognos::models {

inline MonthlySeries SeriesOf(Vector values) { return {Month::January(2015), std::move(values)}; }

// 1000 + trend + season + noise of the given deviation.
inline Vector SeasonalValues(int n, double trend, double season, double noise, uint64_t seed = 3) {
  RandomGenerator generator(seed);
  Vector values(n);
  for (int row = 0; row < n; ++row) {
    values[row] = 1000.0 + trend * row + season * std::sin(row * 2.0 * M_PI / 12.0) + noise * generator.Normal();
  }
  return values;
}

struct OddInput {
  std::string what;
  MonthlySeries history;
};

inline std::vector<OddInput> OddInputs() {
  const Vector usual = SeasonalValues(60, 2.0, 100.0, 20.0);
  std::vector<OddInput> inputs = {{"usual", SeriesOf(usual)},
                                  {"tiny", SeriesOf(usual * 1e-6)},
                                  {"huge", SeriesOf(usual * 1e9)},
                                  {"negative", SeriesOf(-usual)},
                                  {"around zero", SeriesOf(usual.array() - 1000.0)},
                                  {"small changes on a large level", SeriesOf(1e12 + usual.array())},
                                  {"zeros", SeriesOf(Vector::Zero(40))},
                                  {"steep fall", SeriesOf(Vector::LinSpaced(48, 1e6, 1.0))},
                                  {"explosion", SeriesOf(Vector::LinSpaced(60, 0.0, 60.0).array().exp().min(1e12))}};
  Vector mostly_zero = Vector::Zero(60);
  for (int row = 7; row < 60; row += 9) mostly_zero[row] = 1e5 + row;
  inputs.push_back({"mostly zero", SeriesOf(mostly_zero)});
  Vector with_gaps = usual;
  for (const int row : {0, 1, 17, 18, 19, 30, 59}) with_gaps[row] = kMissing;
  inputs.push_back({"gaps", SeriesOf(with_gaps)});
  Vector spike = usual;
  spike[40] = -1e7;
  inputs.push_back({"one correction", SeriesOf(spike)});
  for (const int n : {1, 2, 3, 4, 5, 6, 7, 11, 12, 13, 23, 24, 25, 37}) {
    inputs.push_back({std::to_string(n) + " months", SeriesOf(usual.head(n))});
  }
  return inputs;
}

inline void ExpectFinite(const FittedModel& fitted) {
  EXPECT_TRUE(fitted.Mean(18).allFinite());
  RandomGenerator generator(1);
  EXPECT_TRUE(fitted.SamplePaths(18, 50, generator).allFinite());
  EXPECT_TRUE(std::isfinite(fitted.record().sigma) && fitted.record().sigma >= 0.0) << fitted.record().sigma;
  EXPECT_TRUE(std::isfinite(fitted.record().num_parameters));
  EXPECT_FALSE(fitted.record().specification.empty());
}

// No NaN for any odd input; a refusal is FAILED_PRECONDITION and only for too little history.
inline void ExpectAnswersOddInputs(const Model& model) {
  for (const OddInput& input : OddInputs()) {
    SCOPED_TRACE(input.what);
    const auto fitted = model.Fit({input.history, {}, {}});
    if (!fitted.ok()) {
      EXPECT_EQ(fitted.status().code(), absl::StatusCode::kFailedPrecondition);
      EXPECT_LT(input.history.CountKnown(), model.least_history_months()) << fitted.status();
      continue;
    }
    ExpectFinite(**fitted);
    EXPECT_EQ((*fitted)->residuals().size(), input.history.size());
    for (int row = 0; row < input.history.size(); ++row) {
      const bool missing = std::isnan(input.history.values[row]);
      EXPECT_TRUE(!missing || std::isnan((*fitted)->residuals()[row])) << row;
    }
    const auto refitted = model.Refit({input.history.Before(input.history.end() - 3), {}, {}}, **fitted);
    if (refitted.ok()) ExpectFinite(**refitted);
  }
}

// A constant series gives that constant, in the mean and in every path.
inline void ExpectConstantInConstantOut(const Model& model) {
  for (const double level : {0.0, 1e-3, 250.0, -7.0, 1e12}) {
    for (const int n : {model.least_history_months(), 30, 61}) {
      SCOPED_TRACE(testing::Message() << level << " for " << n << " months");
      const auto fitted = model.Fit({SeriesOf(Vector::Constant(n, level)), {}, {}});
      ASSERT_TRUE(fitted.ok()) << fitted.status();
      RandomGenerator generator(1);
      EXPECT_NEAR(((*fitted)->Mean(14).array() - level).abs().maxCoeff(), 0.0, 1e-7 * std::abs(level));
      EXPECT_NEAR(((*fitted)->SamplePaths(14, 5, generator).array() - level).abs().maxCoeff(), 0.0,
                  1e-7 * std::abs(level));
    }
  }
}

// c x series gives c x forecast.
inline void ExpectFollowsScale(const Model& model) {
  const Vector values = SeasonalValues(72, 3.0, 150.0, 40.0);
  const auto fitted = model.Fit({SeriesOf(values), {}, {}});
  ASSERT_TRUE(fitted.ok());
  for (const double factor : {1e-6, 0.37, 1e9}) {
    const auto scaled = model.Fit({SeriesOf(values * factor), {}, {}});
    ASSERT_TRUE(scaled.ok());
    const Vector expected = factor * (*fitted)->Mean(12);
    EXPECT_LT(((*scaled)->Mean(12) - expected).cwiseAbs().maxCoeff(), 1e-5 * expected.cwiseAbs().maxCoeff()) << factor;
  }
}

// The mean of many paths is the mean, and the same seed gives the same bits.
inline void ExpectPathsAgreeWithMean(const Model& model, const Vector& values) {
  const auto fitted = model.Fit({SeriesOf(values), {}, {}});
  ASSERT_TRUE(fitted.ok()) << fitted.status();
  constexpr int kPaths = 20000;
  RandomGenerator generator(11);
  RandomGenerator same(11);
  const Matrix paths = (*fitted)->SamplePaths(12, kPaths, generator);
  EXPECT_EQ(paths, (*fitted)->SamplePaths(12, kPaths, same));
  const Vector mean = (*fitted)->Mean(12);
  for (int step = 0; step < 12; ++step) {
    const auto row = paths.row(step).array();
    const double deviation = std::sqrt((row - row.mean()).square().mean());
    // Five standard errors of a mean over the paths, and 2 % of a deviation for what a model says is approximate.
    EXPECT_NEAR(row.mean(), mean[step], (5.0 / std::sqrt(kPaths) + 0.02) * deviation) << step;
  }
}

// Width of the central 80 % interval at one step.
inline double Width80(const Matrix& paths, int step) {
  Vector row = paths.row(step);
  std::sort(row.begin(), row.end());
  const auto n = row.size();
  return row[n * 9 / 10] - row[n / 10];
}

// The last month of a year ahead is no surer than the first.
inline void ExpectIntervalsWiden(const Model& model, const Vector& values) {
  const auto fitted = model.Fit({SeriesOf(values), {}, {}});
  ASSERT_TRUE(fitted.ok());
  RandomGenerator generator(5);
  const Matrix paths = (*fitted)->SamplePaths(24, 8000, generator);
  // 3 % is the sampling error of a width over 8000 paths.
  EXPECT_GT(Width80(paths, 23), 0.97 * Width80(paths, 11));
  EXPECT_GT(Width80(paths, 11), 0.97 * Width80(paths, 0));
}

}  // namespace prognos::models

#endif  // PROGNOS_TESTS_FORECAST_MODELS_MODEL_CHECKS_H_
