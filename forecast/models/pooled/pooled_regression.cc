#include "forecast/models/pooled/pooled_regression.h"

#include <algorithm>
#include <cmath>
#include <mutex>
#include <utility>

#include "absl/strings/str_format.h"
#include "forecast/base/status_macros.h"
#include "forecast/models/error_paths.h"
#include "messages/model.h"

namespace prognos::models {
namespace {

constexpr int kLeastWindows = 100;
constexpr int kLeastForConstant = 3;
// Months of the history for which one-month errors are told.
constexpr int kMostResiduals = 24;

class FittedPooled : public FittedModel {
 public:
  FittedPooled(std::shared_ptr<const PooledFit> pool, const MonthlySeries& history);

  Vector Mean(int horizon) const override;
  Matrix SamplePaths(int horizon, int num_paths, RandomGenerator& generator) const override;
  const Vector& residuals() const override;
  const FitRecord& record() const override { return record_; }

 private:
  void FitConstant();
  void FillResidualsOfConstant() const;
  void FillResiduals() const;
  void FillRecord();
  // Month by month from error paths drawn one after the other; in units of the noise.
  Vector DrawErrors(int horizon, RandomGenerator& generator) const;

  std::shared_ptr<const PooledFit> pool_;
  MonthlySeries history_;
  WindowState state_;
  const PooledDynamics* dynamics_ = nullptr;  // Of `pool_`. Null: the series is constant.
  double constant_ = 0.0;
  int known_months_ = 0;
  FitRecord record_;
  // Filled when asked for: they cost many times what a forecast does.
  mutable std::once_flag residuals_filled_;
  mutable Vector residuals_;
};

bool IsConstant(const MonthlySeries& history) {
  double first = kMissing;
  int count = 0;
  for (const double value : history.values) {
    if (std::isnan(value)) continue;
    if (count++ == 0) first = value;
    if (value != first) return false;
  }
  return first == 0.0 || count >= kLeastForConstant;
}

double LastKnownValue(const MonthlySeries& history) {
  const MonthlySeries trimmed = history.Trimmed();
  return trimmed.values[trimmed.size() - 1];
}

FittedPooled::FittedPooled(std::shared_ptr<const PooledFit> pool, const MonthlySeries& history)
    : pool_(std::move(pool)), history_(history), known_months_(history.CountKnown()) {
  ScaledWindow window = ScaleWindow(history, history.size(), history.size(), pool_->season());
  if (IsConstant(history) || window.scale == 0.0) {
    FitConstant();
    return;
  }
  state_ = DescribeWindow(std::move(window), pool_->season());
  dynamics_ = &pool_->DynamicsFor(known_months_);
  FillRecord();
}

void FittedPooled::FitConstant() {
  constant_ = LastKnownValue(history_);
  record_.specification = "constant";
  record_.num_parameters = 1.0;
}

const Vector& FittedPooled::residuals() const {
  std::call_once(residuals_filled_, [this] {
    residuals_ = Vector::Constant(history_.size(), kMissing);
    dynamics_ == nullptr ? FillResidualsOfConstant() : FillResiduals();
  });
  return residuals_;
}

void FittedPooled::FillResidualsOfConstant() const {
  for (int month = 0; month < history_.size(); ++month) {
    if (!std::isnan(history_.values[month])) residuals_[month] = history_.values[month] - constant_;
  }
}

void FittedPooled::FillResiduals() const {
  const int first = std::max(history_.size() / 2, history_.size() - kMostResiduals);
  for (int month = first; month < history_.size(); ++month) {
    if (std::isnan(history_.values[month])) continue;
    ScaledWindow window = ScaleWindow(history_, month, month, pool_->season());
    if (window.scale == 0.0) continue;
    const double scale = window.scale;
    const WindowState before = DescribeWindow(std::move(window), pool_->season());
    residuals_[month] = history_.values[month] - scale * ForecastAhead(before, pool_->season(), *dynamics_, 1)[0];
  }
}

void FittedPooled::FillRecord() {
  const WindowLengths lengths = pool_->LengthsFor(known_months_);
  record_.specification = Encode(messages::model::LearnsFrom(pool_->num_series(), lengths.least, lengths.most));
  record_.num_parameters = 2.0;  // Its own scale and noise; the rest is the pool's.
  record_.sigma = std::abs(state_.window.scale) * state_.estimate.noise;
}

Vector FittedPooled::Mean(int horizon) const {
  if (dynamics_ == nullptr) return Vector::Constant(horizon, constant_);
  return state_.window.scale * ForecastAhead(state_, pool_->season(), *dynamics_, horizon);
}

Vector FittedPooled::DrawErrors(int horizon, RandomGenerator& generator) const {
  const Matrix& paths = dynamics_->error_paths;
  const int length = static_cast<int>(paths.rows());
  Vector errors(horizon);
  double carried = 0.0;  // Mean error of the path before, at most of its last year.
  for (int begin = 0; begin < horizon; begin += length) {
    const int size = std::min(length, horizon - begin);
    const auto path = paths.col(generator.Index(static_cast<int>(paths.cols())));
    errors.segment(begin, size) = path.head(size).array() + carried;
    carried += path.tail(std::min(length, kMonthsPerYear)).mean();
  }
  return errors;
}

Matrix FittedPooled::SamplePaths(int horizon, int num_paths, RandomGenerator& generator) const {
  const Vector mean = Mean(horizon);
  if (dynamics_ == nullptr) return mean.replicate(1, num_paths);
  const double scale = std::abs(state_.window.scale);
  if (dynamics_->error_paths.cols() == 0) {
    const double spread = std::max(state_.estimate.noise, kDefaultRelativeSpread);
    return DrawDefaultErrors(scale * spread, horizon, num_paths, generator).colwise() + mean;
  }
  Matrix paths(horizon, num_paths);
  for (int path = 0; path < num_paths; ++path) {
    paths.col(path) = mean + scale * state_.estimate.noise * DrawErrors(horizon, generator);
  }
  return paths;
}

}  // namespace

struct PooledFit::LazyDynamics {
  std::once_flag learned;
  PooledDynamics dynamics;
};

PooledFit::PooledFit(std::vector<MonthlySeries> pool)
    : pool_(std::move(pool)),
      season_(EstimateSeasonPrior(pool_)),
      dynamics_(std::make_unique<LazyDynamics[]>(WindowClasses().size())) {
  for (const WindowLengths& lengths : WindowClasses()) window_counts_.push_back(CountWindows(pool_, lengths));
}

PooledFit::~PooledFit() = default;

size_t PooledFit::ClassFor(int known_months) const {
  size_t at = WindowClasses().size() - 1;
  while (at > 0 && (WindowClasses()[at].least > known_months || window_counts_[at] < kLeastWindows)) --at;
  return at;
}

bool PooledFit::CanTeach() const { return window_counts_.front() >= kLeastWindows; }

WindowLengths PooledFit::LengthsFor(int known_months) const { return WindowClasses()[ClassFor(known_months)]; }

const PooledDynamics& PooledFit::DynamicsFor(int known_months) const {
  const size_t at = ClassFor(known_months);
  LazyDynamics& lazy = dynamics_[at];
  std::call_once(lazy.learned, [&] { lazy.dynamics = LearnDynamics(pool_, season_, WindowClasses()[at]); });
  return lazy.dynamics;
}

absl::StatusOr<std::shared_ptr<const PooledFit>> PooledRegression::Fit(const std::vector<MonthlySeries>& pool) {
  std::vector<MonthlySeries> known;
  for (const MonthlySeries& series : pool) {
    if (series.CountKnown() > 0) known.push_back(series.Trimmed());
  }
  if (known.empty()) {
    return MessageStatus(absl::StatusCode::kFailedPrecondition,
                         messages::model::NeedsASeriesWithAMonth("pooled-regression"));
  }
  return std::make_shared<const PooledFit>(std::move(known));
}

absl::StatusOr<std::unique_ptr<const Model>> PooledRegression::Learn(const std::vector<MonthlySeries>& pool) {
  PROGNOS_ASSIGN_OR_RETURN(std::shared_ptr<const PooledFit> fit, Fit(pool));
  if (!fit->CanTeach()) {
    return MessageStatus(absl::StatusCode::kFailedPrecondition,
                         messages::model::NeedsMonthsToLearnFrom("pooled-regression", kLeastWindows, fit->num_series(),
                                                                 fit->num_windows()));
  }
  return std::make_unique<const PooledModel>(std::move(fit));
}

absl::StatusOr<std::unique_ptr<FittedModel>> PooledModel::Fit(const TrainingData& training) const {
  if (training.history.CountKnown() == 0) {
    return MessageStatus(absl::StatusCode::kFailedPrecondition, messages::model::NeedsAKnownMonth("pooled-regression"));
  }
  return std::make_unique<FittedPooled>(pool_, training.history);
}

}  // namespace prognos::models
