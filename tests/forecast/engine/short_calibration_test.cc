#include "forecast/engine/short_calibration.h"

#include "gtest/gtest.h"
#include "tests/forecast/models/sample_series.h"

namespace prognos::engine {
namespace {

using models::SimulatedSeries;

const Month kShortCalibrationEnd = Month::January(2022) + 8;

SeriesTask LastMonths(int months, uint64_t seed) {
  RandomGenerator generator(seed);
  const Vector values = SimulatedSeries{.season_size = 300, .sigma = 50}.Draw(72, generator);
  SeriesTask task;
  task.training.history = {kShortCalibrationEnd - months, values.tail(months)};
  task.horizon = 4;
  task.seed = seed;
  return task;
}

CombinedPool Pool(const std::vector<int>& months, const JointOptions& options) {
  const DefaultMembers members = MembersFor(Target::kTotal);
  std::vector<SeriesFit> fits;
  for (const int count : months) {
    fits.push_back(FitSeries(LastMonths(count, fits.size() + 1), members, options.past));
  }
  return CombinePool(std::move(fits), members, options);
}

const std::vector<int> kEightMonthsAmongLong = {8, 72, 72, 72, 72, 72, 72, 72, 72, 72, 72, 72, 72};

TEST(ShortCalibrationsTest, AShortSeriesIsMeasuredOnTheOthersAndALongOneIsNot) {
  const JointOptions options;
  const CombinedPool pool = Pool(kEightMonthsAmongLong, options);
  Calibration prior;
  prior.total = {1.0, 1.0};
  const auto shorts = ShortCalibrations::Measure(pool, prior, MembersFor(Target::kTotal), options);
  const Calibration* measured = shorts.Find(pool.series[0]);
  ASSERT_NE(measured, nullptr);
  EXPECT_EQ(measured->months.size(), 4u);
  EXPECT_NE(measured->total, prior.total);
  EXPECT_EQ(shorts.Find(pool.series[1]), nullptr);
}

TEST(ShortCalibrationsTest, WithoutALookAtThePastNobodyIsMeasured) {
  JointOptions options;
  const CombinedPool pool = Pool(kEightMonthsAmongLong, options);
  options.past.most_origins = 0;
  const auto shorts = ShortCalibrations::Measure(pool, {}, MembersFor(Target::kTotal), options);
  EXPECT_EQ(shorts.Find(pool.series[0]), nullptr);
}

TEST(ShortCalibrationsTest, ASeriesThatThePoolSaysNothingOfIsNotMeasured) {
  const JointOptions options;
  const CombinedPool pool = Pool({8}, options);
  const auto shorts = ShortCalibrations::Measure(pool, {}, MembersFor(Target::kTotal), options);
  EXPECT_EQ(shorts.Find(pool.series[0]), nullptr);
}

}  // namespace
}  // namespace prognos::engine
