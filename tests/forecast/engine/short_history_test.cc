#include "forecast/engine/short_history.h"

#include <cmath>

#include "absl/synchronization/mutex.h"
#include "gtest/gtest.h"
#include "tests/forecast/models/sample_series.h"

namespace prognos::engine {
namespace {

using models::SimulatedSeries;

const Month kShortHistoryStart = Month::January(2015);
constexpr int kShortHistoryMonths = 80;  // January 2015 - August 2021.

std::vector<MonthlySeries> Pool(int count) {
  RandomGenerator generator(5);
  std::vector<MonthlySeries> pool;
  for (int at = 0; at < count; ++at) {
    pool.push_back(
        {kShortHistoryStart, SimulatedSeries{.season_size = 300, .sigma = 20}.Draw(kShortHistoryMonths, generator)});
  }
  return pool;
}

// Says 1000 in every month, and 1010 or 990 with equal chance.
std::optional<ShortForecast> AlwaysThousand(const MonthlySeries&, const models::Model&) {
  Matrix deviations(4, 2);
  deviations << 10, -10, 10, -10, 10, -10, 10, -10;
  return ShortForecast{Vector::Constant(4, 1000.0), deviations};
}

TEST(ShortHistoryTest, ThreeLengthsShareAMeasurement) {
  for (const int known : {1, 2, 3}) EXPECT_EQ(MeasuredMonths(known), 2);
  for (const int known : {4, 5, 6}) EXPECT_EQ(MeasuredMonths(known), 5);
  EXPECT_EQ(MeasuredMonths(24), 23);
  EXPECT_EQ(MeasuredMonths(25), 26);
}

TEST(ShortHistoryTest, EachSeriesIsCutBeforeOneAndTwoYearsBack) {
  const std::vector<MonthlySeries> pool = Pool(20);
  absl::Mutex mutex;
  std::vector<MonthlySeries> cuts;
  const auto record = [&](const MonthlySeries& cut, const models::Model& learned) {
    const absl::MutexLock lock(&mutex);
    cuts.push_back(cut);
    return AlwaysThousand(cut, learned);
  };
  EXPECT_EQ(ScoreAsShort(pool, kShortHistoryStart + kShortHistoryMonths, 8, 4, record, {}).size(), 40u);
  ASSERT_EQ(cuts.size(), 40u);
  for (size_t at = 0; at < cuts.size(); ++at) {
    const Month origin = kShortHistoryStart + kShortHistoryMonths - (at < 20 ? 12 : 24);
    EXPECT_EQ(cuts[at].size(), 8);
    EXPECT_EQ(cuts[at].end(), origin);
    EXPECT_EQ(cuts[at].values, pool[at % 20].Before(origin).values.tail(8));
  }
}

// September-December 2020 of series 0 against 1000 a month, in units of the ends of the 80 % interval: 40 in sum.
TEST(ShortHistoryTest, ErrorsAreMeasuredBesideTheSpreadOfTheirOwnPaths) {
  const std::vector<MonthlySeries> pool = Pool(20);
  const std::vector<OriginScores> scores =
      ScoreAsShort(pool, kShortHistoryStart + kShortHistoryMonths, 8, 4, AlwaysThousand, {});
  ASSERT_FALSE(scores.empty());
  const double error = pool[0].values.segment(kShortHistoryMonths - 12, 4).sum() - 4000.0;
  ASSERT_TRUE(scores[0].total.has_value());
  EXPECT_NEAR(scores[0].total->front(), std::abs(error) / 32.0, 1e-9);  // 10 and 90 % on the line between -40 and 40.
  EXPECT_EQ(scores[0].is_low, error < 0.0);
}

TEST(ShortHistoryTest, SeriesThatWereShortThemselvesAreNoExample) {
  std::vector<MonthlySeries> pool = Pool(20);
  pool[3] = {pool[3].end() - 30, Vector(pool[3].values.tail(30))};  // 18 and 6 months at the origins.
  EXPECT_EQ(ScoreAsShort(pool, kShortHistoryStart + kShortHistoryMonths, 8, 4, AlwaysThousand, {}).size(), 38u);
}

TEST(ShortHistoryTest, APoolWithNothingToTeachMeasuresNothing) {
  EXPECT_TRUE(ScoreAsShort({}, kShortHistoryStart + kShortHistoryMonths, 8, 4, AlwaysThousand, {}).empty());
  EXPECT_TRUE(ScoreAsShort({{kShortHistoryStart + 76, Vector::Ones(4)}}, kShortHistoryStart + kShortHistoryMonths, 8, 4,
                           AlwaysThousand, {})
                  .empty());
}

TEST(ShortHistoryTest, ALongPoolIsThinned) {
  const ShortHistoryOptions options{.origins = 1, .most_series = 5};
  EXPECT_EQ(ScoreAsShort(Pool(20), kShortHistoryStart + kShortHistoryMonths, 8, 4, AlwaysThousand, options).size(), 5u);
}

}  // namespace
}  // namespace prognos::engine
