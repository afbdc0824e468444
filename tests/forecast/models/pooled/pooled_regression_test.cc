#include "forecast/models/pooled/pooled_regression.h"

#include <algorithm>
#include <cmath>
#include <thread>

#include "forecast/models/regression/seasonal_regression.h"
#include "gtest/gtest.h"
#include "tests/forecast/models/model_checks.h"

namespace prognos::models {
namespace {

constexpr double kNoise = 0.04;

// One of many relatives: its own level, the common season with some of its own, a level that wanders.
MonthlySeries Relative(int months, RandomGenerator& generator) {
  MonthlySeries series{Month::January(2016), Vector(months)};
  const double level = std::exp(6.0 + 3.0 * generator.Normal());
  Vector season(12);
  for (int month = 0; month < 12; ++month) {
    season[month] = 0.25 * std::sin(month * M_PI / 6.0) + 0.03 * generator.Normal();
  }
  double drift = 0.0;
  for (int month = 0; month < months; ++month) {
    drift += 0.01 * generator.Normal();
    series.values[month] = level * (1.0 + drift + season[month % 12] + kNoise * generator.Normal());
  }
  return series;
}

std::vector<MonthlySeries> Relatives(int count, int months, uint64_t seed) {
  RandomGenerator generator(seed);
  std::vector<MonthlySeries> all;
  for (int series = 0; series < count; ++series) all.push_back(Relative(months, generator));
  return all;
}

PooledModel ModelOf(const std::vector<MonthlySeries>& pool) {
  auto fit = PooledRegression::Fit(pool);
  EXPECT_TRUE(fit.ok()) << fit.status();
  return PooledModel(*std::move(fit));
}

// A pool shared by the tests that only read it.
const PooledModel& UsualPool() {
  static const auto& model = *new PooledModel(ModelOf(Relatives(40, 60, 1)));
  return model;
}

double RelativeError(const Model& model, const MonthlySeries& series, int known) {
  const auto fitted = model.Fit({series.Before(series.first + known), {}, {}});
  EXPECT_TRUE(fitted.ok()) << fitted.status();
  const Vector actual = series.values.segment(known, 12);
  return ((*fitted)->Mean(12) - actual).cwiseAbs().sum() / actual.cwiseAbs().sum();
}

TEST(PooledRegressionTest, BorrowsTheSeasonForAShortHistory) {
  const std::vector<MonthlySeries> young = Relatives(60, 40, 2);  // Not of the pool.
  for (const int known : {8, 14, 20}) {
    double pooled = 0.0;
    double alone = 0.0;
    for (const MonthlySeries& series : young) {
      pooled += RelativeError(UsualPool(), series, known) / 60.0;
      alone += RelativeError(SeasonalRegression(), series, known) / 60.0;
    }
    EXPECT_LT(pooled, (known < 20 ? 0.75 : 0.9) * alone) << known;
    // Mean absolute deviation of noise 0.04: 0.032; of 0.03 own season: 0.024; of the wandering level and its
    // estimate about 0.03: together sqrt of the squares 0.050.
    EXPECT_LT(pooled, 0.07) << known;
  }
}

TEST(PooledRegressionTest, ForecastsFromOneMonthWithTheSeasonOfItsRelatives) {
  double error = 0.0;
  for (const MonthlySeries& series : Relatives(60, 13, 3)) error += RelativeError(UsualPool(), series, 1) / 60.0;
  // Not knowing the season costs 0.25 x 2 / pi = 0.16 and the offset of the first month from it.
  EXPECT_LT(error, 0.12);
}

TEST(PooledRegressionTest, AbstainsWithoutAKnownMonth) {
  const MonthlySeries unknown{Month::January(2020), Vector::Constant(5, kMissing)};
  EXPECT_EQ(UsualPool().Fit({unknown, {}, {}}).status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(UsualPool().Fit({}).status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(PooledRegression::Fit({unknown}).status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(PooledRegression::Fit({}).status().code(), absl::StatusCode::kFailedPrecondition);
}

TEST(PooledRegressionTest, AnswersEveryOddInput) { ExpectAnswersOddInputs(UsualPool()); }

TEST(PooledRegressionTest, AnswersEveryOddInputFromAPoolOfOddInputs) {
  std::vector<MonthlySeries> pool;
  for (const OddInput& input : OddInputs()) pool.push_back(input.history);
  ExpectAnswersOddInputs(ModelOf(pool));
}

TEST(PooledRegressionTest, AnswersEveryOddInputFromAPoolOfOneMonth) {
  ExpectAnswersOddInputs(ModelOf({SeriesOf(Vector::Constant(1, 7.0))}));
}

TEST(PooledRegressionTest, GivesAConstantBack) {
  for (const double level : {0.0, 1e-3, -7.0, 1e12}) {
    for (const int months : {3, 30}) {
      const auto fitted = UsualPool().Fit({SeriesOf(Vector::Constant(months, level)), {}, {}});
      ASSERT_TRUE(fitted.ok());
      EXPECT_EQ((*fitted)->Mean(14), Vector::Constant(14, level));
    }
  }
}

TEST(PooledRegressionTest, FollowsTheScale) { ExpectFollowsScale(UsualPool()); }

TEST(PooledRegressionTest, ForecastsANegativeSeriesAsItsMirror) {
  MonthlySeries series = Relatives(1, 30, 8)[0];
  const auto fitted = UsualPool().Fit({series, {}, {}});
  const Vector mean = (*fitted)->Mean(12);
  series.values *= -1.0;
  const auto mirrored = UsualPool().Fit({series, {}, {}});
  EXPECT_LT(((*mirrored)->Mean(12) + mean).cwiseAbs().maxCoeff(), 1e-9 * mean.cwiseAbs().maxCoeff());
}

TEST(PooledRegressionTest, PathsAgreeWithTheMean) {
  ExpectPathsAgreeWithMean(UsualPool(), Relatives(1, 40, 9)[0].values);
  ExpectIntervalsWiden(UsualPool(), Relatives(1, 40, 9)[0].values);
}

TEST(PooledRegressionTest, PathsHoldTheYearAsOftenAsTheySay) {
  const std::vector<MonthlySeries> others = Relatives(200, 32, 10);
  int inside = 0;
  for (const MonthlySeries& series : others) {
    const auto fitted = UsualPool().Fit({series.Before(series.first + 20), {}, {}});
    RandomGenerator generator(1);
    Vector sums = (*fitted)->SamplePaths(12, 500, generator).colwise().sum();
    std::sort(sums.begin(), sums.end());
    const double actual = series.values.tail(12).sum();
    inside += actual >= sums[50] && actual <= sums[449];
  }
  // 80 % of 200 is 160 with a standard deviation of 5.7; three of them, and the pool's own sampling error.
  EXPECT_GE(inside, 140);
  EXPECT_LE(inside, 182);
}

// What is learned first does not depend on who asks first.
TEST(PooledRegressionTest, AnswersTheSameOnAnyThreadInAnyOrder) {
  const std::vector<MonthlySeries> pool = Relatives(10, 40, 11);
  const auto answers = [&](const std::vector<int>& order) {
    const PooledModel model = ModelOf(pool);
    std::vector<Vector> means(3);
    std::vector<std::thread> threads;
    for (const int at : order) {
      threads.emplace_back([&, at] {
        const MonthlySeries cut = pool[static_cast<size_t>(at)].Before(pool[0].first + 8 * (at + 1));
        means[static_cast<size_t>(at)] = (*model.Fit({cut, {}, {}}))->Mean(12);
      });
    }
    for (std::thread& thread : threads) thread.join();
    return means;
  };
  EXPECT_EQ(answers({0, 1, 2}), answers({2, 1, 0}));
}

TEST(PooledFitTest, UsesTheLongestWindowsThatLeaveAYearToLearnFrom) {
  const auto fit = *PooledRegression::Fit(Relatives(40, 40, 12));
  // 40 series of 40 months: windows of 25 and more have 40 x 4 origins with a year after them; of 37 and more none.
  EXPECT_EQ(fit->LengthsFor(60).least, 25);
  EXPECT_EQ(fit->LengthsFor(40).least, 25);
  EXPECT_EQ(fit->LengthsFor(8).least, 6);
  EXPECT_EQ(fit->LengthsFor(8).most, 8);
  EXPECT_EQ(fit->LengthsFor(1).most, 1);
}

}  // namespace
}  // namespace prognos::models
