#include "forecast/engine/combined_series.h"

#include "gtest/gtest.h"
#include "tests/forecast/models/sample_series.h"

namespace prognos::engine {
namespace {

using models::SimulatedSeries;

SeriesTask Task(int months, int horizon = 4) {
  RandomGenerator generator(3);
  SeriesTask task;
  task.training.history = {Month::January(2017),
                           SimulatedSeries{.season_size = 200, .sigma = 50}.Draw(months, generator)};
  task.horizon = horizon;
  task.seed = 5;
  return task;
}

CombinedSeries Alone(SeriesTask task) {
  const DefaultMembers members = MembersFor(Target::kTotal);
  std::vector<SeriesFit> fits;
  fits.push_back(FitSeries(std::move(task), members, PastOptions()));
  return std::move(CombinePool(std::move(fits), members, JointOptions()).series.front());
}

TEST(CombinedSeriesTest, TheMeanIsThatOfTheModelsByTheirWeights) {
  const CombinedSeries series = Alone(Task(60));
  ASSERT_TRUE(series.HasForecast());
  EXPECT_NEAR(series.weights.sum(), 1.0, 1e-12);
  EXPECT_TRUE(MeanOf(series, {}).isApprox(TrimmedToday(series.fit, {}) * series.weights));
}

// Share 0.8 of 1000, and 0.2 of what the models say.
TEST(CombinedSeriesTest, TheMeanIsShrunkTowardsThePoolByItsShare) {
  CombinedSeries series = Alone(Task(60));
  const Vector alone = MeanOf(series, {});
  models::TrainingData constant;
  constant.history = {Month::January(2017), Vector::Constant(60, 1000.0)};
  series.pooled = {*MembersFor(Target::kTotal).fallbacks.front()->Fit(constant), 0.8};
  EXPECT_TRUE(MeanOf(series, {}).isApprox((0.8 * 1000.0 + 0.2 * alone.array()).matrix()));
}

TEST(CombinedSeriesTest, DeviationsAddToZeroInEveryMonthAndAreTheSameAgain) {
  const CombinedSeries series = Alone(Task(60));
  const Matrix deviations = DrawDeviations(series, 333, {});
  EXPECT_EQ(deviations.cols(), 333);
  EXPECT_LT(deviations.rowwise().mean().cwiseAbs().maxCoeff(), 1e-9);
  EXPECT_GT(deviations.row(0).maxCoeff(), 10.0);
  EXPECT_EQ(deviations, DrawDeviations(series, 333, {}));
}

// The same round of each earlier year has a score, and its error is that of the weights of today.
TEST(CombinedSeriesTest, ThePastIsScoredAtEveryOriginTheNewestFirst) {
  const CombinedSeries series = Alone(Task(56));
  ASSERT_EQ(series.fit.candidates.past.size(), 3u);
  const ScoredSeries scored = ScoresOfPast(series, {});
  ASSERT_EQ(scored.origins.size(), 3u);
  EXPECT_EQ(scored.origins[0].origin, Month::January(2017) + 44);
  double sum = 0.0;
  for (const PastForecasts& past : series.fit.candidates.past) {
    sum += std::abs((past.actual - TrimmedThen(series.fit, past, {}) * series.weights).sum());
  }
  EXPECT_NEAR(*PastErrorOf(series, {}), sum / 3.0, 1e-9);
}

TEST(CombinedSeriesTest, WithoutAForecastThereIsNothingToScore) {
  CombinedSeries series = Alone(Task(56));
  series.weights.setZero();
  EXPECT_FALSE(series.HasForecast());
  EXPECT_TRUE(ScoresOfPast(series, {}).origins.empty());
}

}  // namespace
}  // namespace prognos::engine
