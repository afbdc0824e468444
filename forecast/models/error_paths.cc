#include "forecast/models/error_paths.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "forecast/models/baselines/recent.h"

namespace prognos::models {
namespace {

// Beyond so many error paths the draws are smooth by themselves.
constexpr Eigen::Index kSmoothBelow = 24;
// Older errors tell little of today, and each further path costs time.
constexpr int kMostSameMonthOrigins = 10;
constexpr int kMostOrigins = 120;
constexpr double kLeastDegreesOfFreedom = 3.0;
// Half of the variance of each month's error stays over the path.
const double kHalf = std::sqrt(0.5);

bool IsPositive(const MonthlySeries& series) {
  return series.CountKnown() > 0 && !(series.values.array() <= 0.0).any();
}

// Today's level over the level at `origin`, by which an error made there is stretched; 1 for series with zeros or
// negative values.
class LevelRatio {
 public:
  explicit LevelRatio(const MonthlySeries& history)
      : history_(history),
        relative_(IsPositive(history)),
        level_(MeanOfLastKnown(history, history.end(), kMonthsPerYear)) {}

  double At(Month origin) const {
    if (!relative_) return 1.0;
    const double level = MeanOfLastKnown(history_, origin, kMonthsPerYear);
    return std::isnan(level) ? 1.0 : level_ / level;
  }

 private:
  const MonthlySeries& history_;
  bool relative_;
  double level_;
};

// The error path at `origin`; empty when the baseline has no answer or a month is missing.
Vector ErrorsAt(const Baseline& baseline, const TrainingData& training, Month origin, int length) {
  const Vector actual = training.history.values.segment(origin - training.history.first, length);
  if (actual.hasNaN()) return Vector();
  const Vector predicted = baseline.Predict(training, origin, length);
  return predicted.size() == 0 ? Vector() : Vector(actual - predicted);
}

// Error paths at the end of the history minus `step`, minus two steps, ...
Matrix ErrorsEvery(const Baseline& baseline, const TrainingData& training, int length, int step, int most) {
  const MonthlySeries& history = training.history;
  const LevelRatio ratio(history);
  std::vector<Vector> found;
  for (Month origin = history.end() - step; origin >= history.first; origin = origin - step) {
    if (static_cast<int>(found.size()) == most) break;
    if (origin + length > history.end()) continue;
    Vector errors = ErrorsAt(baseline, training, origin, length);
    if (errors.size() > 0) found.push_back(errors * ratio.At(origin));
  }
  Matrix result(length, static_cast<Eigen::Index>(found.size()));
  for (size_t at = 0; at < found.size(); ++at) result.col(static_cast<Eigen::Index>(at)) = found[at];
  return result;
}

double Sign(RandomGenerator& generator) { return generator.Uniform() < 0.5 ? -1.0 : 1.0; }

// One smoothed draw after the other into the same place; see the header.
class SmoothedDraws {
 public:
  // `paths` outlives the object.
  explicit SmoothedDraws(const ErrorPaths& paths) : paths_(paths), draw_(paths.errors.rows()) {
    const double count = static_cast<double>(paths.errors.cols());
    if (count < kSmoothBelow) bandwidth_ = 1.06 * std::pow(count, -0.2);  // Silverman's, for a normal shape.
    weight_ = bandwidth_ / std::sqrt(count);
  }

  const Vector& Draw(RandomGenerator& generator) {
    const Matrix& errors = paths_.errors;
    const int origin = generator.Index(static_cast<int>(errors.cols()));
    draw_ = Sign(generator) * errors.col(origin);
    for (Eigen::Index at = 0; bandwidth_ > 0.0 && at < errors.cols(); ++at) {
      draw_ += weight_ * generator.Normal() * errors.col(at);
    }
    draw_ *= StudentFactor(paths_.degrees_of_freedom, generator) / std::sqrt(1.0 + bandwidth_ * bandwidth_);
    return draw_;
  }

 private:
  const ErrorPaths& paths_;
  double bandwidth_ = 0.0;  // 0: not smoothed.
  double weight_ = 0.0;
  Vector draw_;
};

Matrix DrawFromPaths(const ErrorPaths& paths, int horizon, int num_paths, RandomGenerator& generator) {
  const int length = static_cast<int>(paths.errors.rows());
  SmoothedDraws draws(paths);
  Matrix result(horizon, num_paths);
  for (int path = 0; path < num_paths; ++path) {
    double carried = 0.0;  // Mean error of the year before.
    for (int begin = 0; begin < horizon; begin += length) {
      const int size = std::min(length, horizon - begin);
      auto year = result.col(path).segment(begin, size);
      year = draws.Draw(generator).head(size).array() + carried;
      carried = year.mean();
    }
  }
  return result;
}

// Draws by 3: `residuals` without NaN.
Matrix DrawFromResiduals(const Vector& residuals, int horizon, int num_paths, RandomGenerator& generator) {
  const int count = static_cast<int>(residuals.size());
  const double degrees_of_freedom = std::max(kLeastDegreesOfFreedom, static_cast<double>(count));
  const auto draw = [&] {
    const double sign = Sign(generator);
    return kHalf * sign * residuals[generator.Index(count)];
  };
  Matrix result(horizon, num_paths);
  for (int path = 0; path < num_paths; ++path) {
    const double factor = StudentFactor(degrees_of_freedom, generator);
    const double staying = draw();
    for (int at = 0; at < horizon; ++at) result(at, path) = factor * (staying + draw());
  }
  return result;
}

Vector WithoutMissing(const Vector& values) {
  Vector kept(values.size());
  Eigen::Index count = 0;
  for (const double value : values) {
    if (!std::isnan(value)) kept[count++] = value;
  }
  return kept.head(count);
}

}  // namespace

double StudentFactor(double degrees_of_freedom, RandomGenerator& generator) {
  const double spread = 2.0 / (9.0 * degrees_of_freedom);
  const double cube_root = 1.0 - spread + std::sqrt(spread) * generator.Normal();
  // The approximation leaves the positive numbers in the far tail of few degrees of freedom; 0.25 there is a factor 8.
  const double bounded = std::max(cube_root, 0.25);
  return 1.0 / (bounded * std::sqrt(bounded));
}

ErrorPaths CollectErrorPaths(const Baseline& baseline, const TrainingData& training, int length) {
  ErrorPaths paths;
  paths.errors = ErrorsEvery(baseline, training, length, kMonthsPerYear, kMostSameMonthOrigins);
  double overlap = 1.0;
  if (paths.errors.cols() < kLeastSameMonthOrigins) {
    paths.errors = ErrorsEvery(baseline, training, length, 1, kMostOrigins);
    overlap = length;
    if (paths.errors.cols() < kLeastOrigins) paths.errors.resize(length, 0);
  }
  paths.degrees_of_freedom = std::max(kLeastDegreesOfFreedom, static_cast<double>(paths.errors.cols()) / overlap);
  return paths;
}

Vector OneMonthErrors(const Baseline& baseline, const TrainingData& training) {
  const MonthlySeries& history = training.history;
  Vector errors = Vector::Constant(history.size(), kMissing);
  for (int at = 0; at < history.size(); ++at) {
    if (std::isnan(history.values[at])) continue;
    const Vector predicted = baseline.Predict(training, history.first + at, 1);
    if (predicted.size() > 0) errors[at] = history.values[at] - predicted[0];
  }
  return errors;
}

Matrix DrawDefaultErrors(double standard_deviation, int horizon, int num_paths, RandomGenerator& generator) {
  Matrix result(horizon, num_paths);
  for (int path = 0; path < num_paths; ++path) {
    const double staying = generator.Normal();
    for (int at = 0; at < horizon; ++at) {
      result(at, path) = standard_deviation * kHalf * (staying + generator.Normal());
    }
  }
  return result;
}

Matrix DrawErrorPaths(const Baseline& baseline, const TrainingData& training, const Vector& one_month_errors,
                      const Vector& mean, int num_paths, RandomGenerator& generator) {
  const int horizon = static_cast<int>(mean.size());
  const ErrorPaths paths = CollectErrorPaths(baseline, training, std::min(horizon, kMonthsPerYear));
  if (paths.errors.cols() > 0) return DrawFromPaths(paths, horizon, num_paths, generator);
  const Vector residuals = WithoutMissing(one_month_errors);
  if (residuals.size() >= kLeastResiduals) return DrawFromResiduals(residuals, horizon, num_paths, generator);
  const double recent = MeanOfLastKnown(training.history, training.history.end(), kMonthsPerYear);
  const double level = std::max(std::isnan(recent) ? 0.0 : std::abs(recent), mean.array().abs().mean());
  return DrawDefaultErrors(kDefaultRelativeSpread * level, horizon, num_paths, generator);
}

}  // namespace prognos::models
