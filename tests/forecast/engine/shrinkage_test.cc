#include "forecast/engine/shrinkage.h"

#include <functional>
#include <utility>

#include "forecast/engine/joint_forecast.h"
#include "gtest/gtest.h"
#include "tests/forecast/models/sample_series.h"

namespace prognos::engine {
namespace {

using models::SimulatedSeries;

const Month kShrinkageEnd = Month::January(2022) + 8;  // January-August 2022 are known.
const SimulatedSeries kSeasonal{.season_size = 300, .sigma = 10};

// The last `months` months of a series that has gone on since January 2010.
MonthlySeries History(const SimulatedSeries& kind, int months, RandomGenerator& generator) {
  const Vector values = kind.Draw(kShrinkageEnd - Month::January(2010), generator);
  return {kShrinkageEnd - months, values.tail(months)};
}

std::vector<MonthlySeries> Relatives(int count) {
  RandomGenerator generator(3);
  std::vector<MonthlySeries> relatives;
  for (int at = 0; at < count; ++at) relatives.push_back(History(kSeasonal, 60, generator));
  return relatives;
}

MonthlySeries EightMonths() {
  RandomGenerator generator(77);
  return History(kSeasonal, 8, generator);
}

// September-December: the first task's forecast when all `histories` form one pool.
CombinedForecast FirstOf(const std::vector<MonthlySeries>& histories, std::function<bool()> stop = nullptr) {
  std::vector<SeriesTask> tasks;
  for (const MonthlySeries& history : histories) {
    SeriesTask task;
    task.training.history = history;
    task.horizon = 4;
    task.seed = tasks.size();
    tasks.push_back(std::move(task));
  }
  JointOptions options = JointOptions::For(Target::kTotal);
  options.past.stop = std::move(stop);
  return JointForecast::Prepare(std::move(tasks), options).Draw(0);
}

double WeightOf(const CombinedForecast& forecast, absl::string_view model) {
  for (const MemberWeight& member : forecast.weights) {
    if (member.model == model) return member.weight;
  }
  return 0.0;
}

TEST(PooledShareTest, FallsToZeroBetweenTwoAndTwoAndAHalfYears) {
  EXPECT_DOUBLE_EQ(PooledShare(0), 0.0);
  EXPECT_DOUBLE_EQ(PooledShare(1), 0.8);
  EXPECT_DOUBLE_EQ(PooledShare(24), 0.8);
  EXPECT_DOUBLE_EQ(PooledShare(27), 0.4);
  EXPECT_DOUBLE_EQ(PooledShare(30), 0.0);
  EXPECT_DOUBLE_EQ(PooledShare(120), 0.0);
}

TEST(LearnFromPoolTest, TeachesNobodyWhereNobodyIsShort) { EXPECT_EQ(LearnFromPool(Relatives(10)), nullptr); }

TEST(LearnFromPoolTest, ALoneShortSeriesHasNothingToLearnFrom) { EXPECT_EQ(LearnFromPool({EightMonths()}), nullptr); }

// The truth of September-December is 1000 + 300 sin(2 pi m / 12), m = 8 ... 11: 4000 - 300 (0.866 + 1 + 0.866 + 0.5),
// that is 3030; the level of January-August, which knows no season, is far above.
TEST(ShrinkageTest, EightMonthsGetTheSeasonOfTheirRelatives) {
  const double truth = 3030.4;
  std::vector<MonthlySeries> pool = Relatives(20);
  pool.insert(pool.begin(), EightMonths());
  const CombinedForecast among_relatives = FirstOf(pool);
  const CombinedForecast alone = FirstOf({EightMonths()});
  EXPECT_GT(std::abs(alone.mean.sum() - truth), 200.0);
  EXPECT_LT(std::abs(among_relatives.mean.sum() - truth), 0.4 * std::abs(alone.mean.sum() - truth));
  EXPECT_DOUBLE_EQ(WeightOf(among_relatives, "pooled-regression"), kMostShrinkage);
  EXPECT_DOUBLE_EQ(WeightOf(alone, "pooled-regression"), 0.0);
}

TEST(ShrinkageTest, SomePathsAreTheRelativesAndTheirMeanIsTheForecast) {
  std::vector<MonthlySeries> pool = Relatives(20);
  pool.insert(pool.begin(), EightMonths());
  const CombinedForecast forecast = FirstOf(pool);
  ASSERT_EQ(forecast.paths.cols(), 2000);
  EXPECT_TRUE(forecast.paths.allFinite());
  EXPECT_NEAR(forecast.paths.rowwise().mean().sum(), forecast.mean.sum(), 1e-6);
}

TEST(ShrinkageTest, ALongHistoryIsNotShrunk) {
  std::vector<MonthlySeries> pool = Relatives(20);
  pool.push_back(EightMonths());
  EXPECT_DOUBLE_EQ(WeightOf(FirstOf(pool), "pooled-regression"), 0.0);
}

TEST(ShrinkageTest, NothingIsShrunkAfterAStop) {
  std::vector<MonthlySeries> pool = Relatives(20);
  pool.insert(pool.begin(), EightMonths());
  for (const int fits : {0, 3, 40}) {
    int asked = 0;
    const CombinedForecast forecast = FirstOf(pool, [&] { return asked++ >= fits; });
    EXPECT_DOUBLE_EQ(WeightOf(forecast, "pooled-regression"), 0.0) << fits;
    EXPECT_TRUE(forecast.paths.allFinite()) << fits;
  }
}

// The first series is asked fewer than 20 times: its ten members and three fallbacks, and it has no past.
TEST(ShrinkageTest, ASeriesThatNobodyAnswersForIsNotShrunk) {
  std::vector<MonthlySeries> pool = Relatives(20);
  pool.insert(pool.begin(), EightMonths());
  int asked = 0;
  const CombinedForecast forecast = FirstOf(pool, [&] { return ++asked <= 20; });
  EXPECT_TRUE(forecast.weights.empty());
  EXPECT_TRUE(forecast.paths.isZero());
}

TEST(ShrinkageTest, NegativeRevenueCorrectionsAndZerosAreAnswered) {
  std::vector<MonthlySeries> pool = Relatives(20);
  for (const double value : {0.0, -50.0}) {
    MonthlySeries odd = EightMonths();
    odd.values.setConstant(value);
    pool.insert(pool.begin(), odd);
    const CombinedForecast forecast = FirstOf(pool);
    EXPECT_NEAR(forecast.mean.sum(), 4.0 * value, 1.0) << value;
    EXPECT_TRUE(forecast.paths.allFinite()) << value;
  }
}

}  // namespace
}  // namespace prognos::engine
