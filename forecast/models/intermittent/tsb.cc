#include "forecast/models/intermittent/tsb.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>
#include <vector>

#include "absl/strings/str_format.h"
#include "messages/model.h"

namespace prognos::models {
namespace {

// From almost fixed to half a year's memory; larger values chase single amounts.
constexpr double kSmoothing[] = {0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4};

struct TsbParameters {
  double alpha = 0.1;  // Of the size.
  double beta = 0.1;   // Of the probability.
};

struct TsbState {
  double probability = 0.0;
  double size = 0.0;

  double Forecast() const { return probability * size; }
  void Observe(double value, const TsbParameters& parameters) {
    const bool occurred = value != 0.0;
    probability += parameters.beta * ((occurred ? 1.0 : 0.0) - probability);
    if (occurred) size += parameters.alpha * (value - size);
  }
};

struct Known {
  std::vector<double> values;  // Months that are not missing.
  std::vector<double> sizes;   // Those that are not zero.
};

Known KnownOf(const MonthlySeries& history) {
  Known known;
  for (const double value : history.values) {
    if (std::isnan(value)) continue;
    known.values.push_back(value);
    if (value != 0.0) known.sizes.push_back(value);
  }
  return known;
}

TsbState StartOf(const Known& known) {
  if (known.sizes.empty()) return {};
  double mean = 0.0;
  for (const double size : known.sizes) mean += size / static_cast<double>(known.sizes.size());
  return {static_cast<double>(known.sizes.size()) / static_cast<double>(known.values.size()), mean};
}

double SumOfSquares(const Known& known, const TsbParameters& parameters) {
  TsbState state = StartOf(known);
  double sum = 0.0;
  for (const double value : known.values) {
    const double error = value - state.Forecast();
    sum += error * error;
    state.Observe(value, parameters);
  }
  return sum;
}

TsbParameters Search(const Known& known) {
  TsbParameters best;
  double least = std::numeric_limits<double>::infinity();
  for (const double alpha : kSmoothing) {
    for (const double beta : kSmoothing) {
      const double squares = SumOfSquares(known, {alpha, beta});
      if (squares < least) {
        least = squares;
        best = {alpha, beta};
      }
    }
  }
  return best;
}

class FittedTsb : public FittedModel {
 public:
  FittedTsb(const TsbParameters& parameters, const Known& known, const MonthlySeries& history)
      : parameters_(parameters), sizes_(known.sizes), state_(StartOf(known)) {
    residuals_ = Vector::Constant(history.size(), kMissing);
    for (int row = 0; row < history.size(); ++row) {
      if (std::isnan(history.values[row])) continue;
      residuals_[row] = history.values[row] - state_.Forecast();
      state_.Observe(history.values[row], parameters_);
    }
    Describe(known);
  }

  Vector Mean(int horizon) const override { return Vector::Constant(horizon, state_.Forecast()); }

  Matrix SamplePaths(int horizon, int num_paths, RandomGenerator& generator) const override {
    Matrix paths = Matrix::Zero(horizon, num_paths);
    if (sizes_.empty()) return paths;
    for (int path = 0; path < num_paths; ++path) {
      std::vector<double> sizes = sizes_;
      TsbState state = state_;
      for (int step = 0; step < horizon; ++step) {
        if (generator.Uniform() < state.probability) {
          paths(step, path) = DrawSize(sizes, generator);
          sizes.push_back(paths(step, path));
        }
        state.Observe(paths(step, path), parameters_);
      }
    }
    return paths;
  }

  const Vector& residuals() const override { return residuals_; }
  const FitRecord& record() const override { return record_; }
  const TsbParameters& parameters() const { return parameters_; }

 private:
  // The size smoothing is the mean of this distribution: weight alpha (1 - alpha)^k on the k-th latest size, and the
  // rest, (1 - alpha)^count, on the start value, the mean of all sizes of the history.
  double DrawSize(const std::vector<double>& sizes, RandomGenerator& generator) const {
    const double back = std::log1p(-generator.Uniform()) / std::log1p(-parameters_.alpha);
    if (back < static_cast<double>(sizes.size())) return sizes[sizes.size() - 1 - static_cast<size_t>(back)];
    return sizes_[generator.Index(static_cast<int>(sizes_.size()))];
  }

  void Describe(const Known& known) {
    double squares = 0.0;
    for (const double residual : residuals_) squares += std::isnan(residual) ? 0.0 : residual * residual;
    record_.sigma = std::sqrt(squares / static_cast<double>(known.values.size()));
    record_.num_parameters = 4.0;
    record_.specification = absl::StrFormat("TSB(alpha=%.2f,beta=%.2f)", parameters_.alpha, parameters_.beta);
  }

  TsbParameters parameters_;
  std::vector<double> sizes_;
  TsbState state_;
  Vector residuals_;
  FitRecord record_;
};

absl::StatusOr<std::unique_ptr<FittedModel>> FitTsb(const MonthlySeries& history, const TsbParameters* kept) {
  const Known known = KnownOf(history);
  if (known.values.empty()) {
    return MessageStatus(absl::StatusCode::kFailedPrecondition, messages::model::NeedsAKnownMonth("tsb"));
  }
  return std::make_unique<FittedTsb>(kept != nullptr ? *kept : Search(known), known, history);
}

}  // namespace

absl::StatusOr<std::unique_ptr<FittedModel>> TsbModel::Fit(const TrainingData& training) const {
  return FitTsb(training.history, nullptr);
}

absl::StatusOr<std::unique_ptr<FittedModel>> TsbModel::Refit(const TrainingData& training,
                                                             const FittedModel& near) const {
  const auto* fitted = dynamic_cast<const FittedTsb*>(&near);
  return FitTsb(training.history, fitted == nullptr ? nullptr : &fitted->parameters());
}

}  // namespace prognos::models
