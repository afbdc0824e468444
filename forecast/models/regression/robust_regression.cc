#include "forecast/models/regression/robust_regression.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "forecast/base/status_macros.h"
#include "forecast/models/regression/error_filter.h"

namespace prognos::models {
namespace {

constexpr int kMostRounds = 8;
// Replaced values that move less than this share of s have come to rest.
constexpr double kRelativeRest = 0.01;
// Later rounds keep scale, errors' process and penalties, so that they come to rest.
constexpr int kFullFits = 2;
constexpr int kCorrectionPasses = 3;
// Of the known months; more than that are not booking errors.
constexpr double kMostOddShare = 0.1;
constexpr double kShadowShare = 0.5;
constexpr double kMedianToDeviation = 1.4826;
// On the logarithmic scale a value that is not positive is this far below the smallest.
constexpr double kLeastRatio = 0.01;

// The known months of a history on the scale of a fit, with what the fit expected one month ahead.
struct ScaledErrors {
  std::vector<int> months;
  Vector values;  // As booked.
  Vector errors;  // u(t), of the values as booked.
};

class FittedRobust : public FittedModel {
 public:
  FittedRobust(std::unique_ptr<FittedModel> inner, const MonthlySeries& booked, const MonthlySeries& cleaned);

  Vector Mean(int horizon) const override { return inner_->Mean(horizon); }
  Matrix SamplePaths(int horizon, int num_paths, RandomGenerator& generator) const override;
  const Vector& residuals() const override { return residuals_; }
  const FitRecord& record() const override { return record_; }

  const FittedModel& inner() const { return *inner_; }

 private:
  std::unique_ptr<FittedModel> inner_;
  Vector excesses_;  // One a known month: booked - cleaned; mostly 0.
  Vector residuals_;
  FitRecord record_;
};

FittedRobust::FittedRobust(std::unique_ptr<FittedModel> inner, const MonthlySeries& booked,
                           const MonthlySeries& cleaned)
    : inner_(std::move(inner)), record_(inner_->record()) {
  // The month booked against what was expected of it.
  residuals_ = inner_->residuals() + booked.values - cleaned.values;
  excesses_.resize(booked.size());
  Eigen::Index known = 0;
  int replaced = 0;
  for (int month = 0; month < booked.size(); ++month) {
    if (std::isnan(booked.values[month])) continue;
    excesses_[known++] = booked.values[month] - cleaned.values[month];
    replaced += booked.values[month] != cleaned.values[month];
  }
  excesses_.conservativeResize(known);
  if (replaced > 0) record_.specification = absl::StrCat(record_.specification, ", odd months: ", replaced);
}

Matrix FittedRobust::SamplePaths(int horizon, int num_paths, RandomGenerator& generator) const {
  Matrix paths = inner_->SamplePaths(horizon, num_paths, generator);
  if (excesses_.isZero(0.0)) return paths;
  for (double& value : paths.reshaped()) {
    const double excess = excesses_[generator.Index(static_cast<int>(excesses_.size()))];
    if (excess != 0.0) value += generator.Uniform() < 0.5 ? excess : -excess;
  }
  return paths;
}

double OnScale(double value, bool logarithmic, double floor) {
  return logarithmic ? std::log(std::max(value, floor)) : value;
}

double SmallestPositive(const Vector& values) {
  double smallest = std::numeric_limits<double>::infinity();
  for (const double value : values) {
    if (value > 0.0) smallest = std::min(smallest, value);
  }
  return smallest;
}

// From the one-month errors of `fitted`, which saw `cleaned`, to the errors u(t) of the months as booked: the fit's
// predictor is location + what the filter of the errors expects, so that u follows from month to month.
ScaledErrors ErrorsOf(const FittedModel& fitted, const MonthlySeries& booked, const MonthlySeries& cleaned) {
  const SeasonalRegressionEstimates estimates = EstimatesOf(fitted);
  const double floor = estimates.logarithmic ? kLeastRatio * SmallestPositive(cleaned.values) : 0.0;
  ScaledErrors scaled;
  for (int month = 0; month < booked.size(); ++month) {
    if (!std::isnan(fitted.residuals()[month])) scaled.months.push_back(month);
  }
  scaled.values.resize(static_cast<Eigen::Index>(scaled.months.size()));
  scaled.errors.resize(scaled.values.size());
  Vector seen(scaled.values.size());
  Vector expected(seen.size());
  for (size_t at = 0; at < scaled.months.size(); ++at) {
    const Eigen::Index row = static_cast<Eigen::Index>(at);
    const int month = scaled.months[at];
    seen[row] = OnScale(cleaned.values[month], estimates.logarithmic, floor);
    expected[row] = OnScale(cleaned.values[month] - fitted.residuals()[month], estimates.logarithmic, floor);
    scaled.values[row] = OnScale(booked.values[month], estimates.logarithmic, floor);
  }
  const ErrorFilter filter(estimates.errors, scaled.months);
  scaled.errors = filter.FromInnovations(seen - expected) + scaled.values - seen;
  return scaled;
}

// Q = W'W through the whitening matrix W.
class Precision {
 public:
  Precision(const ErrorProcess& process, const std::vector<int>& months)
      : factor_(ErrorFilter(process, months).Apply(Matrix::Identity(NumRows(months), NumRows(months)))),
        diagonal_(factor_.colwise().squaredNorm()) {}

  // (Q u)(t) / Q(t, t) for all rows, and for one: what the other months leave open of u(t).
  Vector Open(const Vector& errors) const {
    return (factor_.transpose() * (factor_ * errors)).cwiseQuotient(diagonal_);
  }
  double Open(const Vector& errors, Eigen::Index row) const {
    return factor_.col(row).dot(factor_ * errors) / diagonal_[row];
  }
  // What divides the open part by its likely size but for s.
  Vector Sizes() const { return diagonal_.cwiseSqrt(); }

 private:
  static Eigen::Index NumRows(const std::vector<int>& months) { return static_cast<Eigen::Index>(months.size()); }

  Matrix factor_;    // W.
  Vector diagonal_;  // Of Q.
};

double MedianAbsolute(const Vector& values) {
  Vector sorted = values.cwiseAbs();
  const Eigen::Index middle = sorted.size() / 2;
  std::nth_element(sorted.begin(), sorted.begin() + middle, sorted.end());
  return sorted[middle];
}

// The months to look at: those moved before, and of the others further out than kLeastOutlier those at least half as
// far as the furthest. What is nearer may only be the shadow that an odd month throws on the same month of other years.
// The furthest first.
std::vector<Eigen::Index> OddRows(const Vector& distances, const Vector& moved_before) {
  double furthest = RobustRegression::kLeastOutlier / kShadowShare;
  for (Eigen::Index row = 0; row < distances.size(); ++row) {
    if (moved_before[row] == 0.0) furthest = std::max(furthest, std::abs(distances[row]));
  }
  std::vector<Eigen::Index> rows;
  for (Eigen::Index row = 0; row < distances.size(); ++row) {
    if (moved_before[row] != 0.0 || std::abs(distances[row]) > kShadowShare * furthest) rows.push_back(row);
  }
  std::sort(rows.begin(), rows.end(),
            [&](Eigen::Index a, Eigen::Index b) { return std::abs(distances[a]) > std::abs(distances[b]); });
  return rows;
}

double StudentWeight(double distance) {
  constexpr double kFreedom = RobustRegression::kStudentFreedom;
  return std::min(1.0, (kFreedom + 1.0) / (kFreedom + distance * distance));
}

// How far each month is to be moved, on the scale of the fit; 0: it keeps its value. An odd month makes its neighbours
// look odd too, so the furthest is moved first and each is seen beside its neighbours as moved.
Vector Corrections(const ScaledErrors& scaled, const ErrorProcess& process, const Vector& moved_before) {
  Vector corrections = Vector::Zero(scaled.errors.size());
  const Precision precision(process, scaled.months);
  const Vector sizes = precision.Sizes();
  const Vector standardized = precision.Open(scaled.errors).cwiseProduct(sizes);
  const double scale = kMedianToDeviation * MedianAbsolute(standardized);
  if (scale <= 0.0) return corrections;
  const std::vector<Eigen::Index> odd = OddRows(standardized / scale, moved_before);
  for (int pass = 0; pass < kCorrectionPasses && !odd.empty(); ++pass) {
    for (const Eigen::Index row : odd) {
      Vector errors = scaled.errors + corrections;
      errors[row] = scaled.errors[row];
      const double open = precision.Open(errors, row);
      const double distance = open * sizes[row] / scale;
      corrections[row] =
          std::abs(distance) <= RobustRegression::kLeastOutlier ? 0.0 : (StudentWeight(distance) - 1.0) * open;
    }
  }
  return corrections;
}

bool AreTooMany(const Vector& corrections) {
  const double moved = static_cast<double>((corrections.array() != 0.0).count());
  return moved > std::max(1.0, kMostOddShare * static_cast<double>(corrections.size()));
}

// The history with the months of `scaled` moved by `corrections`.
MonthlySeries Cleaned(const MonthlySeries& booked, const ScaledErrors& scaled, const Vector& corrections,
                      bool logarithmic) {
  MonthlySeries cleaned = booked;
  for (size_t at = 0; at < scaled.months.size(); ++at) {
    const Eigen::Index row = static_cast<Eigen::Index>(at);
    if (corrections[row] == 0.0) continue;
    const double replaced = scaled.values[row] + corrections[row];
    cleaned.values[scaled.months[at]] = logarithmic ? std::exp(replaced) : replaced;
  }
  return cleaned;
}

double MostMoved(const MonthlySeries& from, const MonthlySeries& to) {
  double most = 0.0;
  for (int month = 0; month < from.size(); ++month) {
    if (!std::isnan(from.values[month])) most = std::max(most, std::abs(from.values[month] - to.values[month]));
  }
  return most;
}

}  // namespace

absl::StatusOr<std::unique_ptr<FittedModel>> RobustRegression::FitFrom(const TrainingData& training,
                                                                       std::unique_ptr<FittedModel> first) const {
  TrainingData cleaned = training;
  std::unique_ptr<FittedModel> fitted = std::move(first);
  Vector corrections;
  for (int round = 0; round < kMostRounds; ++round) {
    if (EstimatesOf(*fitted).sigma <= 0.0) break;  // Constant or exact: no odd month.
    const SeasonalRegressionEstimates estimates = EstimatesOf(*fitted);
    const ScaledErrors scaled = ErrorsOf(*fitted, training.history, cleaned.history);
    if (corrections.size() == 0) corrections = Vector::Zero(scaled.errors.size());
    corrections = Corrections(scaled, estimates.errors, corrections);
    if (AreTooMany(corrections)) {
      cleaned.history = training.history;
      PROGNOS_ASSIGN_OR_RETURN(fitted, plain_.Fit(training));
      break;
    }
    MonthlySeries next = Cleaned(training.history, scaled, corrections, estimates.logarithmic);
    if (MostMoved(cleaned.history, next) <= kRelativeRest * fitted->record().sigma) break;
    cleaned.history = std::move(next);
    PROGNOS_ASSIGN_OR_RETURN(fitted, round < kFullFits ? plain_.Fit(cleaned) : plain_.Refit(cleaned, *fitted));
  }
  return std::make_unique<FittedRobust>(std::move(fitted), training.history, cleaned.history);
}

absl::StatusOr<std::unique_ptr<FittedModel>> RobustRegression::Fit(const TrainingData& training) const {
  PROGNOS_ASSIGN_OR_RETURN(std::unique_ptr<FittedModel> first, plain_.Fit(training));
  return FitFrom(training, std::move(first));
}

absl::StatusOr<std::unique_ptr<FittedModel>> RobustRegression::Refit(const TrainingData& training,
                                                                     const FittedModel& near) const {
  const auto* other = dynamic_cast<const FittedRobust*>(&near);
  if (other == nullptr) return Fit(training);
  PROGNOS_ASSIGN_OR_RETURN(std::unique_ptr<FittedModel> first, plain_.Refit(training, other->inner()));
  return FitFrom(training, std::move(first));
}

}  // namespace prognos::models
