#include "forecast/models/baselines/baseline.h"

#include <cmath>
#include <utility>

#include "absl/base/call_once.h"
#include "absl/strings/str_cat.h"
#include "forecast/models/error_paths.h"

namespace prognos::models {
namespace {

double RootMeanSquare(const Vector& values) {
  double sum = 0.0;
  int known = 0;
  for (const double value : values) {
    if (std::isnan(value)) continue;
    sum += value * value;
    ++known;
  }
  return known == 0 ? 0.0 : std::sqrt(sum / known);
}

// Errors of the past are worked out when first asked for: a backtest asks for the mean alone.
class FittedBaseline : public FittedModel {
 public:
  FittedBaseline(std::unique_ptr<const Baseline> baseline, TrainingData training)
      : baseline_(std::move(baseline)), training_(std::move(training)) {}

  Vector Mean(int horizon) const override { return baseline_->Predict(training_, training_.history.end(), horizon); }

  Matrix SamplePaths(int horizon, int num_paths, RandomGenerator& generator) const override {
    const Vector mean = Mean(horizon);
    Matrix paths = DrawErrorPaths(*baseline_, training_, residuals(), mean, num_paths, generator);
    paths.colwise() += mean;
    return paths;
  }

  const Vector& residuals() const override {
    LookBack();
    return residuals_;
  }

  const FitRecord& record() const override {
    LookBack();
    return record_;
  }

 private:
  void LookBack() const {
    absl::call_once(once_, [this] {
      residuals_ = OneMonthErrors(*baseline_, training_);
      record_.specification = std::string(baseline_->name());
      record_.num_parameters = baseline_->num_parameters();
      record_.sigma = RootMeanSquare(residuals_);
    });
  }

  const std::unique_ptr<const Baseline> baseline_;
  const TrainingData training_;
  mutable absl::once_flag once_;
  mutable Vector residuals_;
  mutable FitRecord record_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<FittedModel>> Baseline::Fit(const TrainingData& training) const {
  if (Predict(training, training.history.end(), 1).size() == 0) {
    return MessageStatus(absl::StatusCode::kFailedPrecondition, Needs(training.history.CountKnown()));
  }
  return std::make_unique<FittedBaseline>(Clone(), training);
}

}  // namespace prognos::models
