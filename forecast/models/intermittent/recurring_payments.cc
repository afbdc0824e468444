#include "forecast/models/intermittent/recurring_payments.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <utility>

#include "absl/strings/str_format.h"
#include "forecast/models/error_paths.h"

namespace prognos::models {
namespace {

constexpr std::array<int, 5> kRhythms = {2, 3, 4, 6, 12};
constexpr int kMonthsOfRhythm = 2 * kMonthsPerYear;
// Every other month may be chance sooner than a longer rhythm.
constexpr int kShortestRhythm = 2;
constexpr int kLeastReturnsOfShortest = 2;
constexpr double kMonthsOfMemory = 3.0;
constexpr double kMostSpread = 1.0;  // Payments that differ more say no more.

bool Fits(const MonthlySeries& known, int rhythm) {
  int months = 0;
  int paid = 0;
  int returns = 0;
  const int first = std::max(0, known.size() - kMonthsOfRhythm);
  for (int at = first; at < known.size(); ++at) {
    const double value = known.values[at];
    if (std::isnan(value)) continue;
    ++months;
    if (value != 0.0) ++paid;
    const double before = at < rhythm ? kMissing : known.values[at - rhythm];
    if (std::isnan(before)) continue;
    if ((value != 0.0) != (before != 0.0)) return false;
    if (value != 0.0) ++returns;
  }
  return 2 * paid <= months && returns >= (rhythm == kShortestRhythm ? kLeastReturnsOfShortest : 1);
}

class FittedPayments : public FittedModel {
 public:
  FittedPayments(const MonthlySeries& history, int rhythm)
      : size_(history.size()), levels_(Vector::Zero(rhythm)), residuals_(Vector::Constant(history.size(), kMissing)) {
    const double weight = rhythm / (rhythm + kMonthsOfMemory);
    double squares = kSpreadOfPayments * kSpreadOfPayments;
    double count = 1.0;
    for (int at = 0; at < size_; ++at) {
      const double value = history.values[at];
      if (std::isnan(value)) continue;
      double& level = levels_[at % rhythm];
      residuals_[at] = value - level;
      if (value == 0.0 || level == 0.0) {
        level = value;
        continue;
      }
      squares += std::pow(residuals_[at] / level, 2);
      count += 1.0;
      level += weight * residuals_[at];
    }
    spread_ = std::min(std::sqrt(squares / count), kMostSpread);
    Describe(history);
  }

  Vector Mean(int horizon) const override {
    Vector mean(horizon);
    for (int ahead = 0; ahead < horizon; ++ahead) mean[ahead] = levels_[(size_ + ahead) % levels_.size()];
    return mean;
  }

  Matrix SamplePaths(int horizon, int num_paths, RandomGenerator& generator) const override {
    const Vector mean = Mean(horizon);
    const Matrix errors = DrawDefaultErrors(spread_, horizon, num_paths, generator);
    return (mean.asDiagonal() * errors).colwise() + mean;
  }

  const Vector& residuals() const override { return residuals_; }
  const FitRecord& record() const override { return record_; }

 private:
  void Describe(const MonthlySeries& history) {
    record_.specification = absl::StrFormat("recurring-payments(%d)", levels_.size());
    record_.num_parameters = static_cast<double>((levels_.array() != 0.0).count()) + 1.0;
    double known = 0.0;
    double squares = 0.0;
    for (int at = 0; at < history.size(); ++at) {
      if (std::isnan(residuals_[at])) continue;
      known += 1.0;
      squares += residuals_[at] * residuals_[at];
    }
    record_.sigma = std::sqrt(squares / known);
  }

  Eigen::Index size_;
  Vector levels_;  // By the place in the rhythm; 0: not paid.
  double spread_ = 0.0;
  Vector residuals_;
  FitRecord record_;
};

}  // namespace

int RhythmOf(const MonthlySeries& history) {
  const MonthlySeries known = history.Trimmed();
  const auto found = std::find_if(kRhythms.begin(), kRhythms.end(), [&](int rhythm) { return Fits(known, rhythm); });
  return found == kRhythms.end() ? 0 : *found;
}

absl::StatusOr<std::unique_ptr<FittedModel>> RecurringPayments::Fit(const TrainingData& training) const {
  const int rhythm = RhythmOf(training.history);
  if (rhythm == 0) return absl::FailedPreconditionError("recurring-payments needs payments that come back");
  return std::make_unique<FittedPayments>(training.history, rhythm);
}

}  // namespace prognos::models
