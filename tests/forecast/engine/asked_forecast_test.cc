#include "forecast/engine/asked_forecast.h"

#include <cmath>
#include <limits>

#include "forecast/engine/path_summary.h"
#include "gtest/gtest.h"
#include "tests/forecast/models/sample_series.h"
#include "tests/status_matchers.h"

namespace prognos::engine {
namespace {

using models::SimulatedSeries;

constexpr int kYears = 7;

// Series of 7 years and 8 months, each year of which is off from 1000 a month by a deviation of the year: `shared` of
// its variance is the same for all series.
std::vector<SeriesTask> SeriesThatShare(double shared, int count) {
  RandomGenerator generator(17);
  Vector common(kYears + 1);
  for (double& year : common) year = generator.Normal();
  std::vector<SeriesTask> tasks;
  for (int series = 0; series < count; ++series) {
    Vector values(kYears * 12 + 8);
    double own = 0.0;
    for (int at = 0; at < values.size(); ++at) {
      if (at % 12 == 0) own = generator.Normal();
      // From September on: what a forecast in August cannot know.
      const double year = std::sqrt(shared) * common[at / 12] + std::sqrt(1.0 - shared) * own;
      values[at] = 1000.0 + (at % 12 >= 8 ? 100.0 * year : 0.0) + generator.Normal();
    }
    SeriesTask task;
    task.training.history = {Month::January(2014), std::move(values)};
    task.horizon = 4;
    task.seed = static_cast<uint64_t>(series);
    tasks.push_back(std::move(task));
  }
  return tasks;
}

AskedForecast PrepareByName(std::vector<SeriesTask> tasks, AskedOptions options = {}) {
  std::vector<SharedModel> models = *ModelsForTasks("run-rate", tasks);
  options.path_count = 2000;
  return AskedForecast::Prepare(std::move(tasks), std::move(models), options);
}

// The standard deviation of the sum of all series' totals beside that of independent ones.
double WidthOfSum(const AskedForecast& asked) {
  Vector sum = Vector::Zero(2000);
  double variances = 0.0;
  for (int series = 0; series < asked.size(); ++series) {
    const absl::StatusOr<AskedPaths> drawn = asked.Draw(series);
    EXPECT_TRUE(drawn.ok()) << drawn.status();
    const Vector totals = PathTotals(drawn->paths);
    variances += (totals.array() - totals.mean()).square().mean();
    sum += totals;
  }
  return std::sqrt((sum.array() - sum.mean()).square().mean() / variances);
}

// The sum of ten series whose errors share half of their variance is sqrt(1 + 9 x 0.5) = 2.3 times as uncertain as that
// of independent ones. Four earlier years measure that roughly, and the prior of 0.05 counts as eight more: even had
// they measured 0.9, it would come to (4 x 0.9 + 8 x 0.05) / 12 = 1/3, that is 2 times. Once the sum was
// independent: 1.
TEST(AskedForecastTest, SumsOfANamedModelAreAsUncertainAsItsPastErrorsWereTogether) {
  const double together = WidthOfSum(PrepareByName(SeriesThatShare(0.9, 10)));
  EXPECT_GT(together, 1.6);
  EXPECT_LT(together, 2.1);
  // Independent errors: what is left is no more than the prior, sqrt(1 + 9 x 0.05) = 1.2.
  EXPECT_LT(WidthOfSum(PrepareByName(SeriesThatShare(0.0, 10))), 1.3);
}

TEST(AskedForecastTest, WithoutALookBackThePriorStands) {
  AskedOptions options;
  options.comparison.most_years = 0;
  EXPECT_NEAR(WidthOfSum(PrepareByName(SeriesThatShare(0.9, 10), options)), std::sqrt(1.0 + 9.0 * 0.05), 0.1);
}

TEST(AskedForecastTest, SeriesOfOtherGroupsDoNotMoveTogether) {
  std::vector<SeriesTask> tasks = SeriesThatShare(0.9, 10);
  for (size_t at = 0; at < tasks.size(); ++at) tasks[at].group = static_cast<int>(at);
  EXPECT_NEAR(WidthOfSum(PrepareByName(std::move(tasks))), 1.0, 0.1);
}

// Only the order of the paths is another: each series' own distribution is the model's.
TEST(AskedForecastTest, TheDistributionOfOneSeriesIsTheModelsOwn) {
  const std::vector<SeriesTask> tasks = SeriesThatShare(0.9, 3);
  const AskedForecast three = PrepareByName(tasks);
  const AskedForecast one = PrepareByName({tasks[1]});
  PROGNOS_ASSERT_OK_AND_ASSIGN(const AskedPaths beside, three.Draw(1));
  PROGNOS_ASSERT_OK_AND_ASSIGN(const AskedPaths alone, one.Draw(0));
  EXPECT_EQ(beside.mean, alone.mean);
  const std::vector<double> levels = {0.05, 0.1, 0.5, 0.9, 0.95};
  EXPECT_EQ(SampleQuantiles(PathTotals(beside.paths), levels), SampleQuantiles(PathTotals(alone.paths), levels));
}

TEST(AskedForecastTest, ThreadsDoNotChangeABit) {
  AskedOptions options;
  const AskedForecast one = PrepareByName(SeriesThatShare(0.5, 6), options);
  options.threads = 3;
  const AskedForecast three = PrepareByName(SeriesThatShare(0.5, 6), options);
  for (int series = 0; series < one.size(); ++series) EXPECT_EQ(one.Draw(series)->paths, three.Draw(series)->paths);
}

// Answers with a number that is none from the third month on, or in its paths alone.
class Broken : public models::Model, public models::FittedModel {
 public:
  explicit Broken(bool in_mean) : in_mean_(in_mean) {}
  absl::string_view name() const override { return "broken"; }
  int least_history_months() const override { return 0; }
  absl::StatusOr<std::unique_ptr<models::FittedModel>> Fit(const models::TrainingData&) const override {
    return std::make_unique<Broken>(in_mean_);
  }
  Vector Mean(int horizon) const override {
    Vector mean = Vector::Ones(horizon);
    if (in_mean_ && horizon > 2) mean[2] = std::numeric_limits<double>::infinity();
    return mean;
  }
  Matrix SamplePaths(int horizon, int num_paths, RandomGenerator&) const override {
    return Matrix::Constant(horizon, num_paths, kMissing);
  }
  const Vector& residuals() const override { return residuals_; }
  const models::FitRecord& record() const override { return record_; }

 private:
  const bool in_mean_;
  Vector residuals_;
  models::FitRecord record_;
};

// The members of the default are looked at for this; a model asked for by name once was not.
TEST(AskedForecastTest, AModelThatAnswersWithNoNumberAbstains) {
  std::vector<SeriesTask> tasks = SeriesThatShare(0.5, 1);
  const AskedForecast mean = AskedForecast::Prepare(tasks, {std::make_shared<Broken>(true)}, {});
  EXPECT_THAT(mean.Draw(0), StatusIs(absl::StatusCode::kFailedPrecondition, "the forecast of broken is not a number"));
  EXPECT_FALSE(mean.comparison(0).candidates.front().past_error.has_value());
  const AskedForecast paths = AskedForecast::Prepare(tasks, {std::make_shared<Broken>(false)}, {});
  EXPECT_THAT(paths.Draw(0), StatusIs(absl::StatusCode::kFailedPrecondition, "the forecast of broken is not a number"));
}

}  // namespace
}  // namespace prognos::engine
