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

OriginScores Divided(OriginScores scores, double width) {
  const auto divide = [width](std::optional<Scores>& one) {
    if (one.has_value()) one = Scores{one->front() / width, one->back() / width};
  };
  for (std::optional<Scores>& month : scores.months) divide(month);
  divide(scores.total);
  return scores;
}

// The scores of one group's totals by origin, in standard deviations of the calibrated intervals.
std::vector<Vector> Rounds(const std::map<Month, std::vector<double>>& by_origin, const Factors& total) {
  std::vector<Vector> rounds;
  for (const auto& [origin, scores] : by_origin) {
    Vector deviations = Eigen::Map<const Vector>(scores.data(), static_cast<Eigen::Index>(scores.size()));
    deviations *= kDeviationsInside80 / total.front();
    rounds.push_back(deviations.cwiseMax(-kMostDeviations).cwiseMin(kMostDeviations));
  }
  return rounds;
}

void CalibrateRow(const Factors& factors, Matrix::RowXpr row) {
  const Spread spread = SpreadOf(row.transpose());
  for (double& deviation : row) deviation = Calibrated(deviation, spread, factors);
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

Calibration FitCalibration(const std::vector<OriginScores>& scores, const Calibration& prior,
                           const CalibrationOptions& options) {
  if (scores.empty()) return prior;
  std::vector<std::vector<Scores>> months;
  std::vector<Scores> any_month, totals;
  double rounds = 0.0;  // With a score of any month; the months of one are not independent.
  for (const OriginScores& origin : scores) {
    const size_t before = any_month.size();
    months.resize(std::max(months.size(), origin.months.size()));
    for (size_t month = 0; month < origin.months.size(); ++month) {
      if (!origin.months[month].has_value()) continue;
      months[month].push_back(*origin.months[month]);
      any_month.push_back(*origin.months[month]);
    }
    if (any_month.size() > before) rounds += 1.0;
    if (origin.total.has_value()) totals.push_back(*origin.total);
  }
  const Factors& first = prior.months.empty() ? kUncalibrated : prior.months.front();
  const Factors every_month = FitFactors(any_month, rounds, first, options);
  Calibration result;
  for (const std::vector<Scores>& month : months) {
    result.months.push_back(FitFactors(month, static_cast<double>(month.size()), every_month, options));
  }
  result.total = FitFactors(totals, static_cast<double>(totals.size()), prior.total, options);
  return result;
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
  std::vector<OriginScores> scores;
  std::map<int, std::map<Month, std::vector<double>>> signed_totals;  // By group and origin.
  for (size_t at = 0; at < pool.size(); ++at) {
    calibration.widths.push_back(WidthOf(sizes[at], pool_sizes));
    const int most = std::min(options.most_origins, static_cast<int>(pool[at].origins.size()));
    for (int origin = 0; origin < most; ++origin) {
      scores.push_back(Divided(pool[at].origins[static_cast<size_t>(origin)], WidthOf(sizes[at], pool_sizes, origin)));
      if (!scores.back().total.has_value()) continue;
      const double score = scores.back().total->front();
      signed_totals[pool[at].group][scores.back().origin].push_back(scores.back().is_low ? -score : score);
    }
  }
  calibration.factors = FitCalibration(scores, {}, options);
  for (const auto& [group, by_origin] : signed_totals) {
    calibration.movement[group] = EstimateCommonMovement(Rounds(by_origin, calibration.factors.total), movement);
  }
  return calibration;
}

void Calibration::Apply(Target target, Matrix& deviations) const {
  if (deviations.cols() == 0) return;
  const Vector raw_totals = PathTotals(deviations);
  for (Eigen::Index month = 0; month < deviations.rows(); ++month) {
    const size_t at = static_cast<size_t>(month);
    CalibrateRow(at < months.size() ? months[at] : kUncalibrated, deviations.row(month));
  }
  if (target != Target::kTotal) return;
  // Ranks of the totals follow the calibrated months; their distribution is the raw one, calibrated.
  const Spread spread = SpreadOf(raw_totals);
  Vector totals = raw_totals;
  for (double& sum : totals) sum = Calibrated(sum, spread, total);
  ReplaceTotals(totals, deviations);
}

}  // namespace prognos::engine
