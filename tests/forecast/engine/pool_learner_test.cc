#include "forecast/engine/pool_learner.h"

#include "forecast/engine/parallel.h"
#include "gtest/gtest.h"
#include "tests/forecast/models/sample_series.h"
#include "tests/status_matchers.h"

namespace prognos::engine {
namespace {

using models::FittedModel;
using models::PooledFit;
using models::PooledModel;
using models::PooledRegression;
using models::SimulatedSeries;
using models::TrainingData;

const Month kPoolLearnerStart = Month::January(2016);
constexpr int kPoolLearnerMonths = 68;  // Up to August 2021.
const Month kPoolLearnerEnd = kPoolLearnerStart + kPoolLearnerMonths;
const Month kYearAgo = kPoolLearnerEnd - kMonthsPerYear;

std::vector<MonthlySeries> Histories(int count) {
  RandomGenerator generator(5);
  std::vector<MonthlySeries> histories;
  for (int at = 0; at < count; ++at) {
    histories.push_back({kPoolLearnerStart, SimulatedSeries{.season_size = 300, .phi = 0.4, .sigma = 60}.Draw(
                                                kPoolLearnerMonths, generator)});
  }
  return histories;
}

TrainingData Training(MonthlySeries history) {
  TrainingData training;
  training.history = std::move(history);
  return training;
}

// The next four months of histories[0] by a pooled regression that was learned by hand from `pool`.
Vector ByHand(const std::vector<MonthlySeries>& pool) {
  const PooledModel model(*PooledRegression::Fit(pool));
  return (*model.Fit(Training(pool[0])))->Mean(4);
}

Vector FitMean(const PoolLearner& learner, const MonthlySeries& history) {
  const auto fitted = learner.Fit(Training(history));
  EXPECT_TRUE(fitted.ok()) << fitted.status();
  return (*fitted)->Mean(4);
}

Vector MeanAYearAgo(const PoolLearner& learner, const MonthlySeries& history) {
  const auto today = learner.Fit(Training(history));
  const auto then = learner.Refit(Training(history.Before(kYearAgo)), **today);
  EXPECT_TRUE(then.ok()) << then.status();
  return (*then)->Mean(4);
}

TEST(PoolLearnerTest, TodayItIsThePooledRegressionOfTheWholeHistories) {
  const std::vector<MonthlySeries> pool = Histories(12);
  EXPECT_EQ(FitMean(PoolLearner(pool), pool[0]), ByHand(pool));
}

TEST(PoolLearnerTest, AYearAgoItIsThePooledRegressionOfWhatWasKnownThen) {
  const std::vector<MonthlySeries> pool = Histories(12);
  std::vector<MonthlySeries> known;
  for (const MonthlySeries& history : pool) known.push_back(history.Before(kYearAgo));
  EXPECT_EQ(MeanAYearAgo(PoolLearner(pool), pool[0]), ByHand(known));
}

TEST(PoolLearnerTest, AnEarlierRoundNeverSeesWhatCameAfterItInAnySeries) {
  std::vector<MonthlySeries> pool = Histories(12);
  const Vector then = MeanAYearAgo(PoolLearner(pool), pool[0]);
  const Vector today = FitMean(PoolLearner(pool), pool[0]);
  for (MonthlySeries& history : pool) history.values.tail(kMonthsPerYear) *= 1.5;
  EXPECT_EQ(MeanAYearAgo(PoolLearner(pool), pool[0]), then);
  EXPECT_NE(FitMean(PoolLearner(pool), pool[0]), today);
}

TEST(PoolLearnerTest, ASeriesThatEndsEarlyLearnsFromAllThatTheOthersKnow) {
  std::vector<MonthlySeries> pool = Histories(12);
  pool[0] = pool[0].Before(kPoolLearnerEnd - 3);
  EXPECT_EQ(FitMean(PoolLearner(pool), pool[0]), ByHand(pool));
}

TEST(PoolLearnerTest, WhoeverAsksFirstAllGetTheSame) {
  const std::vector<MonthlySeries> pool = Histories(12);
  const PoolLearner learner(pool), busy(pool);
  std::vector<Vector> means(pool.size());
  ParallelFor(static_cast<int>(pool.size()), 4, [&](int at) {
    const MonthlySeries& history = pool[static_cast<size_t>(at)];
    means[static_cast<size_t>(at)] = at % 2 == 0 ? FitMean(busy, history) : MeanAYearAgo(busy, history);
  });
  for (size_t at = 0; at < pool.size(); ++at) {
    EXPECT_EQ(means[at], at % 2 == 0 ? FitMean(learner, pool[at]) : MeanAYearAgo(learner, pool[at])) << at;
  }
}

// Windows of one month with a year after them: two series of 62 months have 2 x 50, of 61 months 2 x 49.
TEST(PoolLearnerTest, AbstainsWithFewerThanAHundredMonthsThatHaveAYearAfterThem) {
  std::vector<MonthlySeries> enough, little;
  for (const MonthlySeries& history : Histories(2)) {
    enough.push_back(history.Before(kPoolLearnerStart + 62));
    little.push_back(history.Before(kPoolLearnerStart + 61));
  }
  EXPECT_TRUE(PoolLearner(enough).Fit(Training(enough[0])).ok());
  EXPECT_THAT(PoolLearner(little).Fit(Training(little[0])),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       "pooled-regression needs 100 months with a year after them to learn from; the 2 series that "
                       "learn from each other have 98"));
}

TEST(PoolLearnerTest, AbstainsForASeriesWithoutAKnownMonth) {
  const std::vector<MonthlySeries> pool = Histories(12);
  const absl::Status status = PoolLearner(pool).Fit(Training({kPoolLearnerStart, Vector()})).status();
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kFailedPrecondition, testing::HasSubstr("at least one known month")));
  EXPECT_THAT(PoolLearner({}).Fit(Training(pool[0])), StatusIs(absl::StatusCode::kFailedPrecondition, testing::_));
}

}  // namespace
}  // namespace prognos::engine
