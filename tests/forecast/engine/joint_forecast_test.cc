#include "forecast/engine/joint_forecast.h"

#include <cmath>

#include "forecast/engine/path_summary.h"
#include "gtest/gtest.h"
#include "tests/forecast/models/sample_series.h"

namespace prognos::engine {
namespace {

using models::SimulatedSeries;

const Month kJointForecastStart = Month::January(2017);

SeriesTask TaskOf(Vector values, int horizon, uint64_t seed = 1) {
  SeriesTask task;
  task.training.history = {kJointForecastStart, std::move(values)};
  task.horizon = horizon;
  task.seed = seed;
  return task;
}

JointOptions Options(int path_count = 400) {
  JointOptions options;
  options.path_count = path_count;
  return options;
}

CombinedForecast DrawAlone(SeriesTask task, const JointOptions& options = Options()) {
  std::vector<SeriesTask> tasks;
  tasks.push_back(std::move(task));
  return JointForecast::Prepare(std::move(tasks), options).Draw(0);
}

std::vector<SeriesTask> RandomTasks(int count, int months, int horizon) {
  RandomGenerator generator(7);
  std::vector<SeriesTask> tasks;
  for (int at = 0; at < count; ++at) {
    tasks.push_back(TaskOf(SimulatedSeries{.season_size = 200, .phi = 0.3, .sigma = 100}.Draw(months, generator),
                           horizon, static_cast<uint64_t>(at)));
  }
  return tasks;
}

double SumOfWeights(const CombinedForecast& forecast) {
  double sum = 0.0;
  for (const MemberWeight& member : forecast.weights) sum += member.weight;
  return sum;
}

TEST(JointForecastTest, WeightsAddToOneAndTheLargestComesFirst) {
  for (const int months : {1, 5, 13, 30, 60}) {
    const CombinedForecast forecast = DrawAlone(RandomTasks(1, months, 8).front());
    EXPECT_NEAR(SumOfWeights(forecast), 1.0, 1e-9) << months;
    for (size_t at = 1; at < forecast.weights.size(); ++at) {
      EXPECT_GE(forecast.weights[at - 1].weight, forecast.weights[at].weight);
    }
  }
}

TEST(JointForecastTest, MembersThatAllSayTheSameAreWhatTheyCombineTo) {
  const CombinedForecast forecast = DrawAlone(TaskOf(Vector::Constant(40, 250.0), 8));
  EXPECT_TRUE(forecast.mean.isApprox(Vector::Constant(8, 250.0), 1e-9));
  EXPECT_NEAR(*forecast.past_error, 0.0, 1e-6);
}

TEST(JointForecastTest, AnyLengthOfHistoryAnswersWithThePointInsideItsInterval) {
  for (int months = 0; months <= 60; ++months) {
    SeriesTask task = RandomTasks(1, std::max(1, months), 12).front();
    if (months == 0) task.training.history.values.resize(0);
    const CombinedForecast forecast = DrawAlone(task);
    ASSERT_TRUE(forecast.mean.allFinite() && forecast.paths.allFinite()) << months;
    const std::vector<double> year = SampleQuantiles(PathTotals(forecast.paths), {0.25, 0.75});
    EXPECT_GE(forecast.mean.sum(), year[0]) << months;
    EXPECT_LE(forecast.mean.sum(), year[1]) << months;
  }
}

TEST(JointForecastTest, LumpyRevenueHasItsPointInsideItsInterval) {
  // Mostly nothing, now and then a refund: what cut paths once left far below its own interval.
  for (uint64_t seed = 1; seed <= 12; ++seed) {
    RandomGenerator generator(seed);
    Vector values = Vector::Zero(56);
    for (double& value : values) {
      if (generator.Uniform() < 0.25) value = 100.0 + 4000.0 * generator.Uniform();
    }
    const CombinedForecast forecast = DrawAlone(TaskOf(values, 4));
    const std::vector<double> year = SampleQuantiles(PathTotals(forecast.paths), {0.10, 0.90});
    EXPECT_GE(forecast.mean.sum(), year[0]) << seed;
    EXPECT_LE(forecast.mean.sum(), year[1]) << seed;
    EXPECT_GE(forecast.paths.minCoeff(), 0.0) << seed;
    EXPECT_TRUE(forecast.paths.rowwise().mean().isApprox(forecast.mean, 1e-4)) << seed;
  }
}

TEST(JointForecastTest, ThreadsDoNotChangeABit) {
  JointOptions options = Options();
  const JointForecast one = JointForecast::Prepare(RandomTasks(9, 45, 3), options);
  options.threads = 4;
  const JointForecast four = JointForecast::Prepare(RandomTasks(9, 45, 3), options);
  for (int at = 0; at < one.size(); ++at) {
    EXPECT_EQ(one.Draw(at).mean, four.Draw(at).mean);
    EXPECT_EQ(one.Draw(at).paths, four.Draw(at).paths);
  }
}

TEST(JointForecastTest, OtherPoolsTeachNothing) {
  std::vector<SeriesTask> tasks = RandomTasks(6, 50, 10);
  const CombinedForecast alone = DrawAlone(tasks.front());
  for (size_t at = 1; at < tasks.size(); ++at) tasks[at].pool = 1;
  const CombinedForecast beside = JointForecast::Prepare(std::move(tasks), Options()).Draw(0);
  EXPECT_EQ(alone.mean, beside.mean);
  EXPECT_EQ(alone.paths, beside.paths);
}

TEST(JointForecastTest, WithoutPathsThereIsAMeanAlone) {
  const CombinedForecast forecast = DrawAlone(RandomTasks(1, 60, 4).front(), Options(0));
  EXPECT_EQ(forecast.mean, DrawAlone(RandomTasks(1, 60, 4).front(), Options(400)).mean);
  EXPECT_EQ(forecast.paths.cols(), 0);
}

// Rents are booked alike every month: forecasts of them err by their rounding only, 1e-16 of the level or nothing,
// which is not to be told from "infinitely far outside" when their paths do not spread. Their neighbours once became
// twice as wide by that.
TEST(JointForecastTest, RentsThatNeverChangeDoNotWidenTheirNeighbours) {
  std::vector<SeriesTask> tasks = RandomTasks(12, 68, 4);
  const CombinedForecast alone = JointForecast::Prepare(tasks, Options()).Draw(0);
  for (int rent = 1; rent <= 12; ++rent) tasks.push_back(TaskOf(Vector::Constant(68, 777.7 * rent / 3.0), 4));
  const CombinedForecast beside = JointForecast::Prepare(std::move(tasks), Options()).Draw(0);
  const auto width = [](const CombinedForecast& forecast) {
    const std::vector<double> ends = SampleQuantiles(PathTotals(forecast.paths), {0.1, 0.9});
    return ends[1] - ends[0];
  };
  EXPECT_NEAR(width(beside) / width(alone), 1.0, 0.1);  // They count as rounds behind the weights.
}

// A medicine was taken off the list: thousands a month, then nothing for over two years. The models that remember the
// season of the large months forecast thousands again.
TEST(JointForecastTest, AFlowThatEndedStaysEnded) {
  RandomGenerator generator(5);
  Vector values = SimulatedSeries{.level = 5000, .season_size = 2000, .sigma = 300}.Draw(100, generator);
  values.tail(20).setZero();
  const CombinedForecast forecast = DrawAlone(TaskOf(values, 8));
  EXPECT_EQ(forecast.mean, Vector::Zero(8));
  EXPECT_EQ(forecast.paths.cwiseAbs().maxCoeff(), 0.0);
}

TEST(JointForecastTest, APoolLearnsWhichMemberSuitsIt) {
  // Each month of this year is last year's times a factor of its own year: what last years' share assumes.
  RandomGenerator generator(13);
  std::vector<SeriesTask> tasks;
  for (int series = 0; series < 30; ++series) {
    Vector values(5 * 12 + 4);
    Vector month(12);
    for (double& value : month) value = 100.0 + 900.0 * generator.Uniform();
    double factor = 1.0;
    for (int at = 0; at < values.size(); ++at) {
      if (at % 12 == 0) factor *= std::exp(0.25 * generator.Normal());
      values[at] = factor * month[at % 12];
    }
    tasks.push_back(TaskOf(values, 8));
  }
  const CombinedForecast forecast = JointForecast::Prepare(std::move(tasks), Options()).Draw(0);
  double weight = 0.0;
  for (const MemberWeight& member : forecast.weights) {
    if (member.model == "last-years-share") weight = member.weight;
  }
  EXPECT_GT(weight, 0.2);  // The prior gives it 0.02.
}

TEST(JointForecastTest, TheCalibratedYearKeepsItsPromiseOnSimulatedSeries) {
  // 120 series of one kind, cut after April; the coverage of 120 years has a standard error of 3.7 % at 80.
  std::vector<SeriesTask> tasks = RandomTasks(120, 8 * 12, 8);
  std::vector<double> actuals;
  for (SeriesTask& task : tasks) {
    Vector& values = task.training.history.values;
    actuals.push_back(values.tail(8).sum());
    values = values.head(values.size() - 8).eval();
  }
  const JointForecast joint = JointForecast::Prepare(std::move(tasks), Options(1000));
  int inside_80 = 0;
  int inside_95 = 0;
  for (int at = 0; at < joint.size(); ++at) {
    const std::vector<double> ends = SampleQuantiles(PathTotals(joint.Draw(at).paths), {0.025, 0.1, 0.9, 0.975});
    const double actual = actuals[static_cast<size_t>(at)];
    inside_95 += actual >= ends[0] && actual <= ends[3];
    inside_80 += actual >= ends[1] && actual <= ends[2];
  }
  EXPECT_NEAR(inside_80 / 120.0, 0.80, 3 * 0.037);
  EXPECT_NEAR(inside_95 / 120.0, 0.95, 3 * 0.020);
}

// Series of 100 months after August: `common` is the standard deviation of what all share, own noise has 50.
std::vector<SeriesTask> TasksThatShare(double common, int count) {
  RandomGenerator generator(21);
  const Vector shared = SimulatedSeries{.level = 0, .phi = 0.8, .sigma = common}.Draw(8 * 12 + 8, generator);
  std::vector<SeriesTask> tasks;
  for (int at = 0; at < count; ++at) {
    const Vector own = SimulatedSeries{.phi = 0.3, .sigma = 50}.Draw(static_cast<int>(shared.size()), generator);
    tasks.push_back(TaskOf(own + shared, 4, static_cast<uint64_t>(at)));
  }
  return tasks;
}

// The standard deviation of the sum over the series `first`, `first` + 1, ..., relative to that of independent series.
double SpreadOfSum(const JointForecast& joint, int first, int end) {
  Vector sum = Vector::Zero(1000);
  double independent = 0.0;
  for (int at = first; at < end; ++at) {
    const Vector totals = PathTotals(joint.Draw(at).paths);
    independent += (totals.array() - totals.mean()).square().mean();
    sum += totals;
  }
  return std::sqrt((sum.array() - sum.mean()).square().mean() / independent);
}

// 20 equal series with correlation rho make a sum sqrt(1 + 19 rho) times as uncertain as independent ones: 1.4 at the
// prior of 0.05, 3.6 at 0.6.
TEST(JointForecastTest, ASumIsAsUncertainAsItsSeriesHaveErredTogether) {
  EXPECT_GT(SpreadOfSum(JointForecast::Prepare(TasksThatShare(100.0, 20), Options(1000)), 0, 20), 2.2);
  EXPECT_LT(SpreadOfSum(JointForecast::Prepare(TasksThatShare(0.0, 20), Options(1000)), 0, 20), 1.5);
}

TEST(JointForecastTest, SeriesOfDifferentGroupsDoNotMoveTogether) {
  std::vector<SeriesTask> tasks = TasksThatShare(100.0, 20);
  for (size_t at = 1; at < tasks.size(); at += 2) tasks[at].group = 1;
  const JointForecast joint = JointForecast::Prepare(std::move(tasks), Options(1000));
  EXPECT_NEAR(SpreadOfSum(joint, 0, 2), 1.0, 0.1);  // One of each.
}

TEST(DescribeWeightsTest, NamesTheFiveLargest) {
  EXPECT_EQ(DescribeWeights({{"a", 0.4}, {"b", 0.3}, {"c", 0.1}, {"d", 0.1}, {"e", 0.05}, {"f", 0.05}}),
            "0.40 a + 0.30 b + 0.10 c + 0.10 d + 0.05 e");
  EXPECT_EQ(DescribeWeights({{"remaining-budget", 1.0}}), "remaining-budget");
}

}  // namespace
}  // namespace prognos::engine
