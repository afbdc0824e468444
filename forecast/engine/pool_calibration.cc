#include "forecast/engine/pool_calibration.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "forecast/engine/path_summary.h"

namespace prognos::engine {
namespace {

// A normal variable lies within so many standard deviations with probability 0.8.
constexpr double kDeviationsInside80 = 1.2815515655446004;
// An error further out says no more of how series move together than this one.
constexpr double kMostDeviations = 3.0;

// The size of the error of an origin, at most `most`: that of the total, or the mean over its months. None where all
// that counts is missing.
std::optional<double> SizeOf(const OriginScores& scores, Target target, double most) {
  if (target == Target::kTotal) {
    return scores.total.has_value() ? std::optional(std::min(scores.total->front(), most)) : std::nullopt;
  }
  double sum = 0.0;
  double count = 0.0;
  for (const std::optional<Scores>& month : scores.months) {
    if (!month.has_value()) continue;
    sum += std::min(month->front(), most);
    count += 1.0;
  }
  return count > 0.0 ? std::optional(sum / count) : std::nullopt;
}

Scores Divided(const Scores& scores, double width) { return {scores[0] / width, scores[1] / width}; }

// The scores of all series, as if each had the width of the pool.
struct PooledScores {
  std::vector<std::vector<Scores>> months;  // By the month ahead.
  std::vector<Scores> any_month;
  std::vector<Scores> totals;
  double rounds = 0.0;  // Pairs of series and origin with a score of any month.
  // Signed, by group and origin.
  std::map<int, std::map<Month, std::vector<double>>> signed_totals;

  void Add(const OriginScores& scores, double width, int group) {
    bool any = false;
    months.resize(std::max(months.size(), scores.months.size()));
    for (size_t month = 0; month < scores.months.size(); ++month) {
      if (!scores.months[month].has_value()) continue;
      months[month].push_back(Divided(*scores.months[month], width));
      any_month.push_back(months[month].back());
      any = true;
    }
    if (any) rounds += 1.0;
    if (!scores.total.has_value()) return;
    totals.push_back(Divided(*scores.total, width));
    signed_totals[group][scores.origin].push_back(scores.is_low ? -totals.back().front() : totals.back().front());
  }
};

// The scores of one group's totals by origin, in standard deviations of the stretched intervals.
std::vector<Vector> Rounds(const std::map<Month, std::vector<double>>& by_origin, const Factors& total) {
  std::vector<Vector> rounds;
  for (const auto& [origin, scores] : by_origin) {
    Vector deviations = Eigen::Map<const Vector>(scores.data(), static_cast<Eigen::Index>(scores.size()));
    deviations *= kDeviationsInside80 / total.front();
    rounds.push_back(deviations.cwiseMax(-kMostDeviations).cwiseMin(kMostDeviations));
  }
  return rounds;
}

void FitStretches(const PooledScores& pooled, const CalibrationOptions& options, PoolCalibration& calibration) {
  const Factors every_month = FitFactors(pooled.any_month, pooled.rounds, kNoStretch, options);
  for (const std::vector<Scores>& month : pooled.months) {
    calibration.months.push_back(FitFactors(month, static_cast<double>(month.size()), every_month, options));
  }
  calibration.total = FitFactors(pooled.totals, static_cast<double>(pooled.totals.size()), kNoStretch, options);
}

void StretchRow(const Factors& factors, Matrix::RowXpr row) {
  const Spread spread = SpreadOf(row.transpose());
  for (double& deviation : row) deviation = Stretched(deviation, spread, factors);
}

std::optional<Scores> ScoreUnlessMissing(double error, const Spread& spread, double least_width) {
  if (std::isnan(error) || !(spread.above.back() + spread.below.back() > least_width)) return std::nullopt;
  return ScoreOf(error, spread);
}

}  // namespace

PathSpread PathSpreadOf(const Matrix& deviations) {
  PathSpread spread;
  for (const auto& month : deviations.rowwise()) spread.months.push_back(SpreadOf(month.transpose()));
  spread.total = SpreadOf(PathTotals(deviations));
  return spread;
}

OriginScores ScoresOf(Month origin, const Vector& errors, const PathSpread& spread, double least_width) {
  OriginScores scores{origin, {}, ScoreUnlessMissing(errors.sum(), spread.total, least_width), errors.sum() < 0.0};
  for (size_t month = 0; month < spread.months.size(); ++month) {
    const double error = errors[static_cast<Eigen::Index>(month)];
    scores.months.push_back(ScoreUnlessMissing(error, spread.months[month], least_width));
  }
  return scores;
}

PoolCalibration CalibratePool(const std::vector<ScoredSeries>& pool, Target target, const CalibrationOptions& options,
                              const CommonMovementOptions& movement) {
  std::vector<std::vector<double>> sizes(pool.size());
  for (size_t at = 0; at < pool.size(); ++at) {
    for (const OriginScores& origin : pool[at].origins) {
      sizes[at].push_back(SizeOf(origin, target, options.most_size).value_or(kMissing));
    }
  }
  const PoolSizes pool_sizes = MeasureSizes(sizes, options);
  PoolCalibration calibration;
  PooledScores pooled;
  for (size_t at = 0; at < pool.size(); ++at) {
    calibration.widths.push_back(WidthOf(sizes[at], pool_sizes));
    const int most = std::min(options.most_origins, static_cast<int>(pool[at].origins.size()));
    for (int origin = 0; origin < most; ++origin) {
      const double width = WidthOf(sizes[at], pool_sizes, origin);
      pooled.Add(pool[at].origins[static_cast<size_t>(origin)], width, pool[at].group);
    }
  }
  FitStretches(pooled, options, calibration);
  for (const auto& [group, by_origin] : pooled.signed_totals) {
    calibration.movement[group] = EstimateCommonMovement(Rounds(by_origin, calibration.total), movement);
  }
  return calibration;
}

void PoolCalibration::Apply(size_t series, Target target, Matrix& deviations) const {
  if (deviations.cols() == 0) return;
  deviations *= widths[series];
  const Vector raw_totals = PathTotals(deviations);
  for (Eigen::Index month = 0; month < deviations.rows(); ++month) {
    const size_t at = static_cast<size_t>(month);
    StretchRow(at < months.size() ? months[at] : kNoStretch, deviations.row(month));
  }
  if (target != Target::kTotal) return;
  // Ranks of the totals follow the stretched months; their distribution is the raw one, stretched.
  const Spread spread = SpreadOf(raw_totals);
  Vector totals = raw_totals;
  for (double& sum : totals) sum = Stretched(sum, spread, total);
  ReplaceTotals(totals, deviations);
}

}  // namespace prognos::engine
