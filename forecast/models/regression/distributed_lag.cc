#include "forecast/models/regression/distributed_lag.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <vector>

#include "absl/strings/str_cat.h"
#include "forecast/base/random.h"
#include "forecast/base/status_macros.h"
#include "forecast/models/numerics/non_negative_least_squares.h"

namespace prognos::models {
namespace {

constexpr int kLongestLag = 24;
constexpr int kMostFolds = 5;
// Multiples of the number of months; see the header for the unit. None, and from a whiff to almost a straight line.
constexpr std::array<double, 7> kPenalties = {0.0, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0};
// A more complicated fit must be better by more than rounding.
constexpr double kRelativeGain = 1e-9;

// The months that count, oldest first: x lagged by 0 ... L in the columns.
struct LagRows {
  Matrix x;
  Vector y;
};

Vector LaggedValues(const MonthlySeries& x, Month month, int most_lag) {
  Vector values(most_lag + 1);
  for (int lag = 0; lag <= most_lag; ++lag) values[lag] = x.At(month - lag);
  return values;
}

// Each row in units of its month's scale.
LagRows CollectRows(const MonthlySeries& y, const MonthlySeries& x, const DistributedLagOptions& options) {
  LagRows rows{Matrix(y.size(), options.most_lag + 1), Vector(y.size())};
  Eigen::Index count = 0;
  for (Month month = y.first; month < y.end(); month = month + 1) {
    const Vector lagged = LaggedValues(x, month, options.most_lag);
    if (std::isnan(y.At(month)) || lagged.hasNaN()) continue;
    const double scale = options.scales.size() == 0 ? 1.0 : options.scales[month - y.first];
    rows.x.row(count) = lagged.transpose() / scale;
    rows.y[count++] = y.At(month) / scale;
  }
  rows.x.conservativeResize(count, Eigen::NoChange);
  rows.y.conservativeResize(count);
  return rows;
}

// Squared differences between neighbouring weights, with zeros past both ends, as a quadratic form.
Matrix Roughness(Eigen::Index size) {
  Matrix form = Matrix::Zero(size, size);
  form.diagonal().setConstant(2.0);
  form.diagonal(1).setConstant(-1.0);
  form.diagonal(-1).setConstant(-1.0);
  return form;
}

// The weights for any rows with the same x scale.
class LagEstimator {
 public:
  explicit LagEstimator(const LagRows& rows)
      : roughness_(Roughness(rows.x.cols()) * (rows.x.squaredNorm() / static_cast<double>(rows.x.size()))) {}

  Vector Weights(const Matrix& squares, const Vector& products, double months, double penalty) const {
    return NonNegativeLeastSquares(squares + penalty * months * roughness_, products);
  }
  Vector Weights(const LagRows& rows, double penalty) const {
    return Weights(rows.x.transpose() * rows.x, rows.x.transpose() * rows.y, static_cast<double>(rows.y.size()),
                   penalty);
  }

 private:
  Matrix roughness_;
};

// Squared error over blocks of consecutive months, each by the weights of the others.
double LeftOutError(const LagRows& rows, const LagEstimator& estimator, double penalty) {
  const Eigen::Index count = rows.y.size();
  const Eigen::Index folds = std::min<Eigen::Index>(kMostFolds, count);
  const Matrix squares = rows.x.transpose() * rows.x;
  const Vector products = rows.x.transpose() * rows.y;
  double error = 0.0;
  for (Eigen::Index fold = 0; fold < folds; ++fold) {
    const Eigen::Index begin = fold * count / folds;
    const Eigen::Index size = (fold + 1) * count / folds - begin;
    const auto x = rows.x.middleRows(begin, size);
    const auto y = rows.y.segment(begin, size);
    const Vector weights = estimator.Weights(squares - x.transpose() * x, products - x.transpose() * y,
                                             static_cast<double>(count - size), penalty);
    error += (y - x * weights).squaredNorm();
  }
  return error;
}

double ChoosePenalty(const LagRows& rows, const LagEstimator& estimator) {
  double best = kPenalties.back();
  double least = std::numeric_limits<double>::infinity();
  for (auto penalty = kPenalties.rbegin(); penalty != kPenalties.rend(); ++penalty) {
    const double error = LeftOutError(rows, estimator, *penalty);
    if (!(error < least * (1.0 - kRelativeGain))) continue;
    least = error;
    best = *penalty;
  }
  return best;
}

double MeanLag(const Vector& weights) {
  const double total = weights.sum();
  if (total <= 0.0) return 0.0;
  return weights.dot(Vector::LinSpaced(weights.size(), 0.0, static_cast<double>(weights.size() - 1))) / total;
}

// Residuals in an order drawn in blocks of consecutive months.
Vector DrawResiduals(const Vector& residuals, int block_months, RandomGenerator& generator) {
  const int count = static_cast<int>(residuals.size());
  const int block = std::min(block_months, count);
  Vector drawn(count);
  for (int begin = 0; begin < count; begin += block) {
    const int from = generator.Index(count - block + 1);
    const int size = std::min(block, count - begin);
    drawn.segment(begin, size) = residuals.segment(from, size);
  }
  return drawn;
}

Vector Deviations(const Matrix& samples) {
  const Matrix centred = samples.colwise() - samples.rowwise().mean();
  return (centred.rowwise().squaredNorm() / static_cast<double>(samples.cols() - 1)).cwiseSqrt();
}

// Fills the standard errors of `fit`.
void Bootstrap(const LagRows& rows, const LagEstimator& estimator, const DistributedLagOptions& options,
               DistributedLagFit& fit) {
  const Vector fitted = rows.x * fit.weights;
  const double freedom = std::max(1.0, static_cast<double>(rows.y.size() - (fit.weights.array() > 0.0).count()));
  Vector residuals = (rows.y - fitted) * std::sqrt(static_cast<double>(rows.y.size()) / freedom);
  residuals.array() -= residuals.mean();
  RandomGenerator generator(options.seed);
  Matrix samples(fit.weights.size() + 2, options.bootstrap_samples);  // Weights, their sum, the mean lag.
  for (Eigen::Index sample = 0; sample < samples.cols(); ++sample) {
    const Vector weights =
        estimator.Weights({rows.x, fitted + DrawResiduals(residuals, options.block_months, generator)}, fit.penalty);
    samples.col(sample) << weights, weights.sum(), MeanLag(weights);
  }
  const Vector deviations = Deviations(samples);
  fit.standard_errors = deviations.head(fit.weights.size());
  fit.total_error = deviations[fit.weights.size()];
  fit.mean_lag_error = deviations[fit.weights.size() + 1];
  fit.samples = samples.topRows(fit.weights.size());
}

}  // namespace

absl::Status DistributedLagOptions::Validate() const {
  if (most_lag < 0 || most_lag > kLongestLag) {
    return absl::InvalidArgumentError(absl::StrCat("most_lag: ", most_lag, " is not in 0-", kLongestLag));
  }
  if (bootstrap_samples < 2) {
    return absl::InvalidArgumentError(absl::StrCat("bootstrap_samples: ", bootstrap_samples, " is less than 2"));
  }
  if (block_months < 1) {
    return absl::InvalidArgumentError(absl::StrCat("block_months: ", block_months, " is less than 1"));
  }
  if (penalty.has_value() && !(*penalty > 0.0 && std::isfinite(*penalty))) {
    return absl::InvalidArgumentError(absl::StrCat("penalty: ", *penalty, " is not a finite number above 0"));
  }
  return absl::OkStatus();
}

MonthlySeries DistributedLagFit::Predict(const MonthlySeries& x, Month first, int count) const {
  MonthlySeries predicted{first, Vector(count)};
  for (int month = 0; month < count; ++month) {
    predicted.values[month] = weights.dot(LaggedValues(x, first + month, static_cast<int>(weights.size()) - 1));
  }
  return predicted;
}

absl::StatusOr<DistributedLagFit> FitDistributedLag(const MonthlySeries& y, const MonthlySeries& x,
                                                    const DistributedLagOptions& options) {
  PROGNOS_RETURN_IF_ERROR(options.Validate());
  if (options.scales.size() > 0 && (options.scales.size() != y.size() || !(options.scales.minCoeff() > 0.0))) {
    return absl::InvalidArgumentError("scales: not one above zero for each month");
  }
  LagRows rows = CollectRows(y, x, options);
  const int count = static_cast<int>(rows.y.size());
  if (count < kLeastLagMonths) {
    return absl::FailedPreconditionError(absl::StrCat("distributed lags need at least ", kLeastLagMonths,
                                                      " months with y and ", options.most_lag + 1,
                                                      " months of x known; there are ", count));
  }
  const double x_size = rows.x.cwiseAbs().maxCoeff();
  if (x_size == 0.0) return absl::FailedPreconditionError("distributed lags need an x that is not zero");
  const double y_size = rows.y.cwiseAbs().maxCoeff() > 0.0 ? rows.y.cwiseAbs().maxCoeff() : 1.0;
  rows.x /= x_size;  // So that no square leaves the range of a double.
  rows.y /= y_size;
  const LagEstimator estimator(rows);
  DistributedLagFit fit;
  fit.num_months = count;
  fit.penalty = options.penalty.has_value() ? *options.penalty : ChoosePenalty(rows, estimator);
  fit.weights = estimator.Weights(rows, fit.penalty);
  fit.mean_lag = MeanLag(fit.weights);
  fit.residuals = y_size * (rows.y - rows.x * fit.weights);
  fit.sigma = std::sqrt(fit.residuals.squaredNorm() / static_cast<double>(count));
  Bootstrap(rows, estimator, options, fit);
  const double unit = y_size / x_size;
  fit.weights *= unit;
  fit.standard_errors *= unit;
  fit.samples *= unit;
  fit.total = fit.weights.sum();
  fit.total_error *= unit;
  return fit;
}

}  // namespace prognos::models
