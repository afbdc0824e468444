#include "forecast/models/error_paths.h"

#include <cmath>

#include "forecast/models/baselines/run_rate.h"
#include "forecast/models/baselines/seasonal_naive.h"
#include "gtest/gtest.h"
#include "tests/forecast/models/sample_series.h"

namespace prognos::models {
namespace {

double StandardDeviation(const Vector& draws) { return std::sqrt((draws.array() - draws.mean()).square().mean()); }

TEST(ErrorPathsTest, ErrorsComeFromTheSameCalendarMonthAndScaleWithTheLevel) {
  // Year k costs 100 x 2^k each month, six years. Seasonal naive at January of year k: predicted 100 x 2^(k-1), actual
  // twice that: error 100 x 2^(k-1) in every month, level 100 x 2^(k-1). Scaled to the level of today, 3200: 3200.
  Vector values(72);
  for (int month = 0; month < 72; ++month) values[month] = 100.0 * std::pow(2.0, month / 12);
  const TrainingData training = History(Month::January(2015), values);
  const ErrorPaths paths = CollectErrorPaths(SeasonalNaive(), training, 12);
  EXPECT_EQ(paths.errors.cols(), 5);  // Years 1-5 have a year before them.
  EXPECT_TRUE(paths.errors.isApproxToConstant(3200.0, 1e-12)) << paths.errors;
}

TEST(ErrorPathsTest, WithTooFewYearsEveryOriginCounts) {
  // 30 months, paths of four months: origins 12 ... 26 have twelve known months before them: 15 of them, 15 / 4 apart.
  RandomGenerator generator(1);
  const TrainingData training = History(Month::January(2020), SimulatedSeries{.sigma = 10}.Draw(30, generator));
  const ErrorPaths paths = CollectErrorPaths(SeasonalNaive(), training, 4);
  EXPECT_EQ(paths.errors.cols(), 15);
  EXPECT_DOUBLE_EQ(paths.degrees_of_freedom, 15.0 / 4.0);
}

TEST(ErrorPathsTest, PathsAreCentredOnTheForecastAndAsWideAsThePastErrors) {
  // White noise of standard deviation 10 around 1000, twenty years: the run rate in September misses the sum of four
  // months by sqrt(4 + 16 / 8) x 10 = 24.5 (noise of the months, and of the mean of eight that is multiplied by four).
  RandomGenerator generator(2);
  const TrainingData training = History(Month::January(2000), SimulatedSeries{.sigma = 10}.Draw(248, generator));
  const Vector mean = RunRate().Predict(training, training.history.end(), 4);
  const Matrix paths = DrawErrorPaths(RunRate(), training, OneMonthErrors(RunRate(), training), mean, 4000, generator);
  const Vector totals = paths.colwise().sum().transpose();
  EXPECT_NEAR(totals.mean(), 0.0, 4 * 24.5 / std::sqrt(4000.0));
  // Ten origins: the past errors' own standard deviation is within 1 +- 0.22 (one standard error), and Student's t with
  // ten degrees of freedom is sqrt(10 / 8) as wide.
  EXPECT_NEAR(StandardDeviation(totals), 24.5 * std::sqrt(1.25), 3 * 0.22 * 24.5);
}

TEST(ErrorPathsTest, DefaultErrorsKeepHalfTheirVarianceOverThePath) {
  RandomGenerator generator(3);
  const Matrix errors = DrawDefaultErrors(2.0, 2, 20000, generator);
  // The correlation of two months is 1/2; its standard error at 20 000 draws is 0.75 / 141 = 0.005.
  const double correlation = errors.row(0).dot(errors.row(1)) / (errors.row(0).norm() * errors.row(1).norm());
  EXPECT_NEAR(correlation, 0.5, 4 * 0.0053);
  EXPECT_NEAR(StandardDeviation(errors.row(0).transpose()), 2.0, 4 * 0.01);
}

TEST(ErrorPathsTest, StudentFactorsGiveTheVarianceOfStudentsT) {
  // The variance of Student's t with 12 degrees of freedom is 12 / 10.
  RandomGenerator generator(4);
  double sum = 0.0;
  for (int draw = 0; draw < 40000; ++draw) {
    const double value = generator.Normal() * StudentFactor(12.0, generator);
    sum += value * value;
  }
  EXPECT_NEAR(sum / 40000.0, 1.2, 0.05);
}

TEST(ErrorPathsTest, FurtherYearsAreMoreUncertain) {
  RandomGenerator generator(5);
  const TrainingData training = History(Month::January(2010), SimulatedSeries{.sigma = 10}.Draw(120, generator));
  const Vector mean = SeasonalNaive().Predict(training, training.history.end(), 30);
  const Matrix errors =
      DrawErrorPaths(SeasonalNaive(), training, OneMonthErrors(SeasonalNaive(), training), mean, 4000, generator);
  const auto spread = [&](int first) {
    return StandardDeviation(errors.middleRows(first, 6).colwise().mean().transpose());
  };
  EXPECT_GT(spread(12), spread(0));
  EXPECT_GT(spread(24), spread(12));
}

}  // namespace
}  // namespace prognos::models
