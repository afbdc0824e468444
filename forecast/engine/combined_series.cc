#include "forecast/engine/combined_series.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "forecast/base/random.h"
#include "forecast/engine/bounds.h"
#include "forecast/engine/level.h"
#include "forecast/engine/parallel.h"
#include "forecast/engine/pool_weights.h"

namespace prognos::engine {
namespace {

// A model with less weight gives no paths: a handful of draws says nothing, and the fit's paths cost the same.
constexpr double kLeastWeightForPaths = 0.02;
// A path strays further than an expected value does: LimitsAt with this margin.
constexpr double kMarginOfPaths = 2.0;
// A forecast of which trimming took more than this share gives no paths.
constexpr double kMostTrimmedShare = 0.1;

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

// The weights of the models that give paths, adding to 1.
Vector WeightsOfPaths(const CombinedSeries& series, const CombinationOptions& options) {
  const Matrix& means = series.fit.candidates.means;
  const Matrix trimmed = TrimmedToday(series.fit, options);
  Vector weights = series.weights;
  for (Eigen::Index at = 0; at < weights.size(); ++at) {
    const bool absurd =
        (trimmed.col(at) - means.col(at)).cwiseAbs().sum() > kMostTrimmedShare * trimmed.col(at).cwiseAbs().sum();
    if (weights[at] < kLeastWeightForPaths || absurd) weights[at] = 0.0;
  }
  if (weights.sum() == 0.0) weights = series.weights;
  return weights / weights.sum();
}

// `path_count` paths of the models, each as often as its weight says; model by model.
Matrix DrawModels(const CombinedSeries& series, int path_count, const CombinationOptions& options,
                  RandomGenerator& generator) {
  const int horizon = series.fit.task.horizon;
  const std::vector<int> shares = Shares(WeightsOfPaths(series, options), path_count);
  Matrix paths(horizon, path_count);
  Eigen::Index begin = 0;
  for (size_t at = 0; at < shares.size(); ++at) {
    if (shares[at] == 0) continue;
    paths.middleCols(begin, shares[at]) = series.fit.candidates.fitted[at]->SamplePaths(horizon, shares[at], generator);
    begin += shares[at];
  }
  return paths;
}

std::vector<PooledPart> PooledParts(const std::vector<SeriesFit>& fits, const JointOptions& options) {
  std::vector<PooledPart> parts(fits.size());
  if (options.past.IsStopped()) return parts;
  std::vector<MonthlySeries> histories;
  for (const SeriesFit& fit : fits) {
    if (!fit.stands_alone) histories.push_back(fit.adjusted());
  }
  const std::unique_ptr<const models::Model> learned = LearnFromPool(histories);
  if (learned == nullptr) return parts;
  ParallelFor(static_cast<int>(fits.size()), options.threads, [&](int at) {
    const size_t slot = static_cast<size_t>(at);
    parts[slot] = PooledPartOf(*learned, fits[slot]);
  });
  return parts;
}

}  // namespace

void CentreRows(Matrix& paths) {
  if (paths.cols() > 0) paths.colwise() -= paths.rowwise().mean().eval();
}

CombinedPool CombinePool(std::vector<SeriesFit> fits, const DefaultMembers& members, const JointOptions& options) {
  CombinedPool pool;
  std::vector<PooledPart> parts = PooledParts(fits, options);
  const Evidence evidence = PastErrors(fits, options.past.target, members.prior.size(), options.combination);
  pool.weights = FitWeights(evidence, members.prior, options.combination);
  for (size_t at = 0; at < fits.size(); ++at) {
    Vector weights = SeriesWeights(fits[at], pool.weights, members);
    pool.series.push_back({std::move(fits[at]), std::move(parts[at]), std::move(weights)});
  }
  return pool;
}

Vector MeanOf(const CombinedSeries& series, const CombinationOptions& options) {
  Vector combined = TrimmedToday(series.fit, options) * series.weights;
  if (series.pooled.fitted == nullptr) return combined;
  const double share = series.pooled.share;
  return share * series.pooled.fitted->Mean(series.fit.task.horizon) + (1.0 - share) * combined;
}

Vector MeanThen(const CombinedSeries& series, const PastForecasts& past, const CombinationOptions& options) {
  if (!series.HasForecast()) return Vector::Zero(past.forecasts.rows());
  return TrimmedThen(series.fit, past, options) * series.weights;
}

std::optional<double> PastErrorOf(const CombinedSeries& series, const CombinationOptions& options) {
  double sum = 0.0;
  int count = 0;
  for (const PastForecasts& past : series.fit.candidates.past) {
    const double error = (past.actual - MeanThen(series, past, options)).sum();
    if (!std::isfinite(error)) continue;
    sum += std::abs(error);
    ++count;
  }
  if (count == 0) return std::nullopt;
  return sum / count;
}

Matrix DrawDeviations(const CombinedSeries& series, int path_count, const CombinationOptions& options) {
  const SeriesFit& fit = series.fit;
  RandomGenerator generator(fit.task.seed);
  const int pooled = static_cast<int>(std::lround(series.pooled.share * path_count));
  Matrix paths(fit.task.horizon, path_count);
  paths.rightCols(path_count - pooled) = DrawModels(series, path_count - pooled, options, generator);
  if (pooled > 0) paths.leftCols(pooled) = series.pooled.fitted->SamplePaths(fit.task.horizon, pooled, generator);
  const Bounds bounds = BoundsOf(fit.task.training);
  const Limits limits = LimitsAt(fit.adjusted(), fit.adjusted().end(), kMarginOfPaths);
  paths = paths.cwiseMax(std::max(-bounds.most, limits.least)).cwiseMin(std::min(bounds.most, limits.most));
  CentreRows(paths);
  return paths;
}

Matrix DrawWorlds(const CombinedSeries& series, int path_count, const CombinationOptions& options) {
  const SeriesFit& fit = series.fit;
  Matrix moves = Matrix::Zero(fit.task.horizon, path_count);
  if (!fit.candidates.worlds.has_value()) return moves;
  const Worlds& worlds = *fit.candidates.worlds;
  const Matrix apart = TrimmedAsToday(fit, worlds.followed, options) - TrimmedAsToday(fit, worlds.corrected, options);
  const Vector step = (1.0 - series.pooled.share) * (apart * series.weights);
  RandomGenerator generator(RandomGenerator::DeriveSeed(fit.task.seed, "worlds"));
  for (auto path : moves.colwise()) {
    const bool is_fault = generator.Uniform() < worlds.fault_probability;
    path = ((is_fault ? 0.0 : 1.0) - (1.0 - worlds.fault_probability)) * step;
  }
  return moves;
}

ScoredSeries ScoresOfPast(const CombinedSeries& series, const CombinationOptions& options) {
  const SeriesFit& fit = series.fit;
  ScoredSeries scored{{}, fit.task.group};
  if (!series.HasForecast() || fit.stands_alone || fit.candidates.past.empty()) return scored;
  const PathSpread spread = PathSpreadOf(DrawDeviations(series, kPathsForCalibration, options));
  const double least_width = kLeastRelativeWidth * LevelBefore(fit.adjusted(), fit.adjusted().end());
  for (const PastForecasts& past : fit.candidates.past) {
    const Month origin = fit.adjusted().end() - past.months_back;
    const Vector errors = (past.actual - MeanThen(series, past, options)) / LevelRatio(fit.adjusted(), origin);
    scored.origins.push_back(ScoresOf(origin, errors, spread, least_width));
  }
  return scored;
}

}  // namespace prognos::engine
