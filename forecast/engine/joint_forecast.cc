#include "forecast/engine/joint_forecast.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "forecast/base/random.h"
#include "forecast/engine/borrowing.h"
#include "forecast/engine/bounds.h"
#include "forecast/engine/parallel.h"
#include "forecast/engine/path_summary.h"
#include "forecast/models/catalog.h"
#include "forecast/models/pooled/pooled_regression.h"

namespace prognos::engine {
namespace {

using models::kPooledRegression;
using models::Model;

constexpr double kBudgetPrior = 0.1;
constexpr double kBudgetMonths = 6.0;
constexpr absl::string_view kRemainingBudget = "remaining-budget";
// A member with less weight gives no paths: a handful of draws says nothing, and the fit's paths cost the same.
constexpr double kLeastWeightForPaths = 0.02;
// The spread of a series is read from so many paths.
constexpr int kPathsForCalibration = 400;
// A level of then and of now further apart than this factor says that the series has changed its nature.
constexpr double kMostLevelRatio = 3.0;
constexpr size_t kMostDescribed = 5;
constexpr double kShrinkageForMonths = 1.0;
constexpr int kCalibrationOriginsForMonths = 2;
constexpr double kTraceOfPrior = 1e-3;
// A path strays further than an expected value does: LimitsAt with this margin.
constexpr double kMarginOfPaths = 2.0;
// A forecast of which trimming took more than this share gives no paths.
constexpr double kMostTrimmedShare = 0.1;

// Prior weights relative to each other; 0: not a member.
struct Member {
  absl::string_view name;
  double for_total;
  double for_months;
};

constexpr Member kMembers[] = {{"ets", 1.0, 1.0},
                               {"optimised-theta", 1.0, 1.0},
                               {"stl-forecast", 1.0, 1.0},
                               {"structural", 1.0, 1.0},
                               {"arima", 0.0, 1.0},
                               {"seasonal-regression", 0.3, 0.1},
                               {"last-years-share", 0.3, 0.1},
                               {"seasonal-naive", 0.3, 0.1},
                               {"run-rate", 0.3, 0.0},
                               {kRemainingBudget, kBudgetPrior, kBudgetPrior}};
constexpr absl::string_view kStandIns[] = {"run-rate", "rolling-twelve", kRemainingBudget};

double Level(const MonthlySeries& history, Month origin) {
  double sum = 0.0;
  int count = 0;
  for (Month month = origin - 1; month >= history.first && count < kMonthsPerYear; month = month - 1) {
    const double value = history.At(month);
    if (std::isnan(value)) continue;
    sum += std::abs(value);
    ++count;
  }
  return count == 0 ? 0.0 : sum / count;
}

// Mean absolute change to the same month of the year before; 0 without a pair.
double YearlyChange(const MonthlySeries& history) {
  double sum = 0.0;
  int count = 0;
  for (int at = kMonthsPerYear; at < history.size(); ++at) {
    const double change = std::abs(history.values[at] - history.values[at - kMonthsPerYear]);
    if (std::isnan(change)) continue;
    sum += change;
    ++count;
  }
  return count == 0 ? 0.0 : sum / count;
}

// What makes errors of different series alike: the mean absolute change to the year before, else the level.
double ScaleOf(const MonthlySeries& history) {
  const double change = YearlyChange(history);
  if (change > 0.0) return change;
  const double level = Level(history, history.end());
  return level > 0.0 ? level : 1.0;
}

double LevelRatio(const MonthlySeries& history, Month origin) {
  const double now = Level(history, history.end());
  const double then = Level(history, origin);
  if (!(now > 0.0) || !(then > 0.0)) return 1.0;
  return std::clamp(then / now, 1.0 / kMostLevelRatio, kMostLevelRatio);
}

// How many of `count` paths each weight gets: the whole parts, then the largest remainders; adds up to `count`.
std::vector<int> Shares(const Vector& weights, int count) {
  std::vector<int> shares;
  std::vector<int> order;
  for (const double weight : weights) {
    order.push_back(static_cast<int>(order.size()));
    shares.push_back(static_cast<int>(std::floor(weight * count)));
  }
  const auto remainder = [&](int at) { return weights[at] * count - shares[static_cast<size_t>(at)]; };
  std::vector<double> remainders;
  for (const int at : order) remainders.push_back(remainder(at));
  std::stable_sort(order.begin(), order.end(), [&](int a, int b) {
    return remainders[static_cast<size_t>(a)] > remainders[static_cast<size_t>(b)];
  });
  int left = count - std::accumulate(shares.begin(), shares.end(), 0);
  for (size_t at = 0; left > 0; at = (at + 1) % order.size()) {
    if (weights[order[at]] <= 0.0) continue;
    ++shares[static_cast<size_t>(order[at])];
    --left;
  }
  return shares;
}

void CentreRows(Matrix& matrix) {
  if (matrix.cols() > 0) matrix.colwise() -= matrix.rowwise().mean().eval();
}

std::optional<double> MeanAbsoluteTotalError(const CandidateForecasts& candidates, Eigen::Index candidate) {
  double sum = 0.0;
  for (const PastForecasts& past : candidates.past) {
    sum += std::abs(past.forecasts.col(candidate).sum() - past.actual.sum());
  }
  if (candidates.past.empty() || !std::isfinite(sum)) return std::nullopt;
  return sum / static_cast<double>(candidates.past.size());
}

}  // namespace

JointOptions JointOptions::For(Target target) {
  JointOptions options;
  options.past.target = target;
  if (target == Target::kTotal) return options;
  options.combination.least_shrinkage = kShrinkageForMonths;
  options.calibration.most_origins = kCalibrationOriginsForMonths;
  return options;
}

JointForecast::JointForecast(const JointOptions& options) : options_(options) {
  std::vector<double> prior;
  for (const Member& member : kMembers) {
    const double weight = options.past.target == Target::kTotal ? member.for_total : member.for_months;
    if (weight == 0.0) continue;
    members_.push_back(models::FindModel(member.name));
    prior.push_back(weight);
  }
  prior_ = Eigen::Map<Vector>(prior.data(), static_cast<Eigen::Index>(prior.size()));
  prior_ /= prior_.sum();
  for (const absl::string_view name : kStandIns) stand_ins_.push_back(models::FindModel(name));
}

JointForecast JointForecast::Prepare(std::vector<SeriesTask> tasks, const JointOptions& options) {
  JointForecast joint(options);
  joint.series_.resize(tasks.size());
  std::map<int, std::vector<int>> pools;
  for (int at = 0; at < joint.size(); ++at) {
    Series& series = joint.series_[static_cast<size_t>(at)];
    series.task = std::move(tasks[static_cast<size_t>(at)]);
    if (series.task.horizon > 0) pools[series.task.pool].push_back(at);
  }
  ParallelFor(joint.size(), options.threads,
              [&](int at) { joint.FitCandidates(joint.series_[static_cast<size_t>(at)]); });
  for (const auto& [number, pool] : pools) {
    joint.BorrowFromPool(pool);
    joint.WeighPool(number, pool);
    joint.CalibratePool(number, pool);
    joint.CalibrateShort(number, pool);
  }
  return joint;
}

void JointForecast::FitCandidates(Series& series) const {
  if (series.task.horizon == 0) return;
  series.candidates = ForecastCandidates(series.task.training, members_, series.task.horizon, options_.past);
  series.scale = ScaleOf(series.usual());
  series.standing_in = !series.candidates.AnyAnswers();
  if (!series.standing_in) return;
  series.candidates = ForecastCandidates(series.task.training, stand_ins_, series.task.horizon, options_.past);
}

void JointForecast::BorrowFromPool(const std::vector<int>& pool) {
  if (options_.past.IsStopped()) return;
  std::vector<MonthlySeries> histories;
  for (const int at : pool) histories.push_back(At(at).usual());
  const std::unique_ptr<const Model> model = LearnFromPool(histories);
  if (model == nullptr) return;
  ParallelFor(static_cast<int>(pool.size()), options_.threads, [&](int at) {
    Series& series = series_[static_cast<size_t>(pool[static_cast<size_t>(at)])];
    Borrow(*model, series);
  });
}

void JointForecast::Borrow(const Model& learned, Series& series) {
  const double share = BorrowedShare(series.task.training.history.CountKnown());
  if (share == 0.0 || !series.candidates.AnyAnswers()) return;
  const models::TrainingData& training = series.task.training;
  auto fitted = learned.Fit({series.usual(), training.budget, training.regressors});
  if (!fitted.ok() || !(*fitted)->Mean(series.task.horizon).allFinite()) return;
  series.borrowed = *std::move(fitted);
  series.borrowed_share = share;
}

Evidence JointForecast::PastErrors(const std::vector<int>& pool) const {
  const bool total = options_.past.target == Target::kTotal;
  std::vector<Vector> rows;
  double rounds = 0.0;
  for (const int at : pool) {
    if (At(at).standing_in) continue;
    for (const PastForecasts& past : At(at).candidates.past) {
      rounds += 1.0;
      Matrix errors = (TrimmedThen(At(at), past).colwise() - past.actual) / At(at).scale;
      if (total) errors = errors.colwise().sum().eval();
      for (Eigen::Index row = 0; row < errors.rows(); ++row) {
        if (errors.row(row).allFinite()) rows.push_back(errors.row(row).transpose());
      }
    }
  }
  Evidence evidence{Matrix(static_cast<Eigen::Index>(rows.size()), prior_.size()), rounds};
  for (size_t row = 0; row < rows.size(); ++row) {
    evidence.errors.row(static_cast<Eigen::Index>(row)) = rows[row].transpose();
  }
  return evidence;
}

void JointForecast::WeighPool(int number, const std::vector<int>& pool) {
  const Vector pooled = FitWeights(PastErrors(pool), prior_, options_.combination);
  for (const int at : pool) series_[static_cast<size_t>(at)].weights = WeightsOf(At(at), pooled);
  weights_[number] = pooled;
}

// The pool's weights among those that answer for this series; the first that answers when all stand in.
Vector JointForecast::WeightsOf(const Series& series, const Vector& pooled) const {
  Vector weights = Vector::Zero(static_cast<Eigen::Index>(ModelsOf(series).size()));
  const double known = std::max(1, series.task.training.history.CountKnown());
  const double budget_weight = std::clamp(kBudgetMonths / known, kBudgetPrior, 1.0) / kBudgetPrior;
  for (Eigen::Index at = 0; at < weights.size(); ++at) {
    if (!series.candidates.Answers(static_cast<size_t>(at))) continue;
    if (series.standing_in) {
      weights[at] = 1.0;
      return weights;
    }
    // A trace of the prior, for a series that only members without weight answer for.
    weights[at] = pooled[at] + kTraceOfPrior * prior_[at];
    if (members_[static_cast<size_t>(at)]->name() == kRemainingBudget) weights[at] *= budget_weight;
  }
  const double sum = weights.sum();
  return sum > 0.0 ? Vector(weights / sum) : weights;
}

Matrix JointForecast::TrimmedAt(const Series& series, Month origin, const Matrix& forecasts) const {
  return Trimmed(forecasts, options_.combination, LimitsAt(series.usual(), origin));
}

Matrix JointForecast::TrimmedToday(const Series& series) const {
  return TrimmedAt(series, series.task.training.history.end(), series.candidates.means);
}

Matrix JointForecast::TrimmedThen(const Series& series, const PastForecasts& past) const {
  return TrimmedAt(series, series.task.training.history.end() - past.months_back, past.forecasts);
}

Vector JointForecast::CombinedThen(const Series& series, const PastForecasts& past) const {
  if (series.weights.sum() == 0.0) return Vector::Zero(past.forecasts.rows());
  return TrimmedThen(series, past) * series.weights;
}

Vector JointForecast::MeanOf(const Series& series) const {
  const Vector combined = TrimmedToday(series) * series.weights;
  if (series.borrowed == nullptr) return combined;
  const double share = series.borrowed_share;
  return share * series.borrowed->Mean(series.task.horizon) + (1.0 - share) * combined;
}

Matrix JointForecast::DrawMembers(const Series& series, int path_count, RandomGenerator& generator) const {
  const Matrix& means = series.candidates.means;
  const Matrix trimmed = TrimmedToday(series);
  Vector weights = series.weights;
  for (Eigen::Index at = 0; at < weights.size(); ++at) {
    const bool absurd =
        (trimmed.col(at) - means.col(at)).cwiseAbs().sum() > kMostTrimmedShare * trimmed.col(at).cwiseAbs().sum();
    if (weights[at] < kLeastWeightForPaths || absurd) weights[at] = 0.0;
  }
  if (weights.sum() == 0.0) weights = series.weights;
  weights /= weights.sum();
  const std::vector<int> shares = Shares(weights, path_count);
  Matrix paths(means.rows(), path_count);
  Eigen::Index begin = 0;
  for (size_t at = 0; at < shares.size(); ++at) {
    if (shares[at] == 0) continue;
    paths.middleCols(begin, shares[at]) =
        series.candidates.fitted[at]->SamplePaths(series.task.horizon, shares[at], generator);
    begin += shares[at];
  }
  return paths;
}

Matrix JointForecast::DrawDeviations(const Series& series, int path_count) const {
  RandomGenerator generator(series.task.seed);
  const int borrowed = static_cast<int>(std::lround(series.borrowed_share * path_count));
  Matrix paths(series.task.horizon, path_count);
  paths.rightCols(path_count - borrowed) = DrawMembers(series, path_count - borrowed, generator);
  if (borrowed > 0) {
    paths.leftCols(borrowed) = series.borrowed->SamplePaths(series.task.horizon, borrowed, generator);
  }
  const Bounds bounds = BoundsOf(series.task.training);
  const Limits limits = LimitsAt(series.usual(), series.usual().end(), kMarginOfPaths);
  paths = paths.cwiseMax(std::max(-bounds.most, limits.least)).cwiseMin(std::min(bounds.most, limits.most));
  CentreRows(paths);
  return paths;
}

void JointForecast::CalibratePool(int number, const std::vector<int>& pool) {
  std::vector<ScoredSeries> scored(pool.size());
  ParallelFor(static_cast<int>(pool.size()), options_.threads, [&](int at) {
    const size_t place = static_cast<size_t>(at);
    series_[static_cast<size_t>(pool[place])].place = place;
    scored[place] = ScoresOfPast(At(pool[place]));
  });
  calibrations_[number] = engine::CalibratePool(scored, options_.past.target, options_.calibration, options_.movement);
}

// Series that borrow and have no earlier round of their own are measured by others of the pool, cut as short.
void JointForecast::CalibrateShort(int number, const std::vector<int>& pool) {
  std::vector<MonthlySeries> histories;
  for (const int at : pool) histories.push_back(At(at).usual());
  const ShortHistoryOptions options{.threads = options_.threads, .stop = options_.past.stop};
  for (const int at : pool) {
    const Series& series = At(at);
    if (!IsMeasuredByOthers(series) || options_.past.most_origins == 0 || options_.past.IsStopped()) continue;
    const auto [place, is_new] = of_short_.try_emplace(ShortKeyOf(series));
    if (!is_new) continue;
    const int horizon = series.task.horizon;
    const auto forecast = [&](const MonthlySeries& cut, const Model& learned) {
      return ForecastAsShort(cut, learned, number, horizon);
    };
    const std::vector<OriginScores> scores =
        ScoreAsShort(histories, series.usual().end(), std::get<1>(place->first), horizon, forecast, options);
    place->second = FitStretches(scores, calibrations_.at(number).stretches, options_.calibration);
  }
}

// As the pool's own series are forecast; without a look at the past.
std::optional<ShortForecast> JointForecast::ForecastAsShort(const MonthlySeries& cut, const Model& learned, int pool,
                                                            int horizon) const {
  Series series;
  series.task = {{cut, {}, {}}, horizon, 0, pool};
  PastOptions no_past = options_.past;
  no_past.most_origins = 0;
  series.candidates = ForecastCandidates(series.task.training, members_, horizon, no_past);
  if (!series.candidates.AnyAnswers()) return std::nullopt;
  Borrow(learned, series);
  if (series.borrowed == nullptr) return std::nullopt;
  series.weights = WeightsOf(series, weights_.at(pool));
  return ShortForecast{MeanOf(series), DrawDeviations(series, kPathsForCalibration)};
}

bool JointForecast::IsMeasuredByOthers(const Series& series) {
  return series.borrowed != nullptr && series.candidates.past.empty();
}

JointForecast::ShortKey JointForecast::ShortKeyOf(const Series& series) {
  const MonthlySeries& history = series.usual();
  return {series.task.pool, MeasuredMonths(history.CountKnown()), history.end(), series.task.horizon};
}

const Stretches& JointForecast::StretchesOf(const Series& series) const {
  const auto found = IsMeasuredByOthers(series) ? of_short_.find(ShortKeyOf(series)) : of_short_.end();
  return found != of_short_.end() ? found->second : calibrations_.at(series.task.pool).stretches;
}

// The paths are those of today, the errors those of then at the level of today.
ScoredSeries JointForecast::ScoresOfPast(const Series& series) const {
  ScoredSeries scored{{}, series.task.group};
  if (series.weights.sum() == 0.0 || series.candidates.past.empty() || options_.past.IsStopped()) return scored;
  const PathSpread spread = PathSpreadOf(DrawDeviations(series, kPathsForCalibration));
  const double least_width = kLeastRelativeWidth * Level(series.usual(), series.usual().end());
  for (const PastForecasts& past : series.candidates.past) {
    const Month origin = series.usual().end() - past.months_back;
    const Vector errors = (past.actual - CombinedThen(series, past)) / LevelRatio(series.usual(), origin);
    scored.origins.push_back(ScoresOf(origin, errors, spread, least_width));
  }
  return scored;
}

// Every series of the group makes the same common draws: from the seed of all and the group's number.
void JointForecast::MoveWithGroup(const Series& series, Matrix& paths) const {
  const SeriesTask& task = series.task;
  const auto& movement = calibrations_.at(task.pool).movement;
  const auto measured = movement.find(task.group);
  const double correlation = measured == movement.end() ? options_.movement.prior : measured->second;
  RandomGenerator common_generator(
      RandomGenerator::DeriveSeed(options_.seed, absl::StrCat("common/", task.pool, "/", task.group)));
  Vector common(paths.cols());
  for (double& draw : common) draw = common_generator.Normal();
  RandomGenerator own_generator(RandomGenerator::DeriveSeed(task.seed, "order"));
  MoveTogether(correlation, common, own_generator, paths);
}

CombinedForecast JointForecast::Draw(int at) const {
  const Series& series = At(at);
  CombinedForecast forecast;
  const int horizon = series.task.horizon;
  forecast.mean = Vector::Zero(horizon);
  forecast.paths = Matrix::Zero(horizon, options_.path_count);
  if (horizon == 0) return forecast;
  forecast.past_origins = static_cast<int>(series.candidates.past.size());
  for (size_t model = 0; model < ModelsOf(series).size(); ++model) {
    const std::string name(ModelsOf(series)[model]->name());
    forecast.candidates.push_back({name, MeanAbsoluteTotalError(series.candidates, static_cast<Eigen::Index>(model)),
                                   series.candidates.abstentions[model]});
    const double weight = series.weights[static_cast<Eigen::Index>(model)];
    if (weight > 0.0) forecast.weights.push_back({name, (1.0 - series.borrowed_share) * weight});
  }
  if (series.borrowed != nullptr) forecast.weights.push_back({std::string(kPooledRegression), series.borrowed_share});
  std::stable_sort(forecast.weights.begin(), forecast.weights.end(),
                   [](const MemberWeight& a, const MemberWeight& b) { return a.weight > b.weight; });
  if (forecast.weights.empty()) return forecast;
  forecast.one_offs = series.candidates.one_offs.months;
  forecast.mean = MeanOf(series);
  forecast.past_error = PastError(series);
  forecast.paths = DrawDeviations(series, options_.path_count);
  forecast.paths *= calibrations_.at(series.task.pool).widths[series.place];
  StretchesOf(series).Apply(options_.past.target, forecast.paths);
  CentreRows(forecast.paths);
  forecast.paths.colwise() += forecast.mean;
  KeepWithin(BoundsOf(series.task.training), forecast.mean, forecast.paths);
  MoveWithGroup(series, forecast.paths);
  return forecast;
}

std::optional<double> JointForecast::PastError(const Series& series) const {
  double sum = 0.0;
  int count = 0;
  for (const PastForecasts& past : series.candidates.past) {
    const double error = (past.actual - CombinedThen(series, past)).sum();
    if (!std::isfinite(error)) continue;
    sum += std::abs(error);
    ++count;
  }
  if (count == 0) return std::nullopt;
  return sum / count;
}

std::string DescribeWeights(const std::vector<MemberWeight>& weights) {
  std::vector<std::string> parts;
  for (const MemberWeight& member : weights) {
    if (parts.size() == kMostDescribed) break;
    parts.push_back(weights.size() == 1 ? member.model : absl::StrFormat("%.2f %s", member.weight, member.model));
  }
  return absl::StrJoin(parts, " + ");
}

}  // namespace prognos::engine
