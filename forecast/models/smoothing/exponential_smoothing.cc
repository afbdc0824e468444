#include "forecast/models/smoothing/exponential_smoothing.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "forecast/base/faults.h"
#include "forecast/base/status_macros.h"
#include "forecast/models/smoothing/ets_search.h"
#include "messages/model.h"
#include "messages/option.h"

namespace prognos::models {
namespace {

using enum EtsComponent;

// Below this the level alone has nothing to be judged by.
constexpr int kLeastMonths = 4;
// In data of mean absolute value one.
constexpr double kMostValue = 1e6;
// A draw of the parameters that lowers the log-likelihood by more than this, over a draw's usual loss, lies where the
// normal approximation has failed; so many draws are tried before the estimates are taken.
constexpr double kUnlikely = 6.0;
constexpr int kMostDraws = 5;
// Refit starts so near that this is enough.
constexpr LeastSquaresOptions kShortSearch = {.max_iterations = 6, .relative_tolerance = 1e-4};

// The history from its first known month on, in the shape of the search.
struct Prepared {
  Month first;
  int months_before = 0;
  double scale = 1.0;
  bool constant = false;
  int num_known = 0;
  EtsData data;
};

bool IsConstant(const Vector& values, double value) {
  return (values.array().isNaN() || values.array() == value).all();
}

// `history` has at least one known month.
Prepared Prepare(const MonthlySeries& history) {
  Prepared prepared;
  prepared.first = history.Trimmed().first;
  prepared.months_before = prepared.first - history.first;
  const MonthlySeries series{prepared.first, history.values.tail(history.end() - prepared.first)};
  prepared.num_known = series.CountKnown();
  prepared.constant = IsConstant(series.values, series.values[0]);
  const double size = prepared.constant ? std::abs(series.values[0])
                                        : series.values.array().isNaN().select(0.0, series.values.array().abs()).sum() /
                                              prepared.num_known;
  if (size > 0.0) prepared.scale = size;
  prepared.data.values = series.values / prepared.scale;
  prepared.data.filled = FillGaps(series.Trimmed()).values / prepared.scale;
  return prepared;
}

bool IsPositive(const Vector& values) { return (values.array().isNaN() || values.array() > kLeastPositive).all(); }

bool Suits(const EtsSpecification& specification, const Prepared& prepared) {
  if (specification.needs_positive_data() && !IsPositive(prepared.data.values)) return false;
  if (specification.has_season() && prepared.num_known < ExponentialSmoothing::kLeastSeasonalMonths) return false;
  return prepared.num_known > specification.num_parameters();
}

EtsEstimate ConstantEstimate(const Prepared& prepared) {
  EtsEstimate estimate;
  estimate.parameters.initial.level = prepared.data.values[0];
  estimate.aicc = EtsLikelihood({}, prepared.data.values, 1.0).Aicc(0.0);
  return estimate;
}

EtsFit MakeFit(const EtsEstimate& estimate, const Prepared& prepared) {
  const EtsSpecification& specification = estimate.specification;
  const EtsLikelihood likelihood(specification, prepared.data.values, estimate.parameters.initial.level);
  EtsFit fit;
  fit.specification = specification;
  fit.first = prepared.first;
  fit.parameters = estimate.parameters;
  const EtsPass pass = RunEts(specification, estimate.parameters, prepared.data.values);
  fit.final_state = pass.final_state;
  fit.scale = prepared.scale;
  Vector errors = prepared.data.values - pass.expected;
  if (specification.error == kMultiplicative) errors.array() /= pass.expected.array();
  const double squares = errors.array().isNaN().select(0.0, errors.array().square()).sum();
  const int freedom = std::max(1, prepared.num_known - (specification.num_parameters() - 1));
  fit.sigma = prepared.constant ? 0.0 : std::sqrt(squares / freedom);
  const double sum = prepared.constant ? 0.0 : likelihood.SumOfSquares(likelihood.Pack(estimate.parameters));
  fit.log_likelihood = likelihood.LogLikelihood(sum, prepared.scale);
  fit.aicc = estimate.aicc;
  fit.evaluations = estimate.evaluations;
  return fit;
}

std::unique_ptr<FittedModel> MakeFitted(const EtsEstimate& estimate, const Prepared& prepared,
                                        const ExponentialSmoothingOptions& options) {
  const EtsFit fit = MakeFit(estimate, prepared);
  return std::make_unique<FittedExponentialSmoothing>(fit, prepared.data.values, prepared.months_before, options);
}

// The recursion from `state` on, one value for each row of `path`; `draw_error` gives the error of each month, relative
// when the method's errors are. Values are scaled by `scale`.
template <typename DrawError>
void Simulate(const EtsSpecification& specification, const EtsSmoothing& smoothing, EtsState state, double scale,
              DrawError draw_error, VectorRef path) {
  const bool relative = specification.error == kMultiplicative;
  const bool positive = specification.needs_positive_data();
  DispatchEts(specification, [&]<EtsComponent kTrend, EtsComponent kSeason>() {
    using Recursion = EtsRecursion<kTrend, kSeason>;
    path.setZero();
    for (double& value : path) {
      const EtsExpectation expected = Recursion::Expect(state, smoothing.phi);
      if (positive && !(Recursion::IsUsable(state, expected) && expected.value > kLeastPositive)) return;
      const double drawn = draw_error();
      const double error = relative ? expected.value * std::max(drawn, -1.0) : drawn;
      const double simulated = std::clamp(expected.value + error, -kMostValue, kMostValue);
      value = scale * simulated;
      Recursion::Advance(smoothing, expected, simulated - expected.value, state);
    }
  });
}

struct DrawnParameters {
  EtsSmoothing smoothing;
  EtsState last_state;
};

// The smoothing parameters and the last state of each path: drawn about the estimates with the precision J'J /
// sigma_r^2, sigma_r^2 = sum r^2 / (n - unknowns), or always the estimates when there is no such precision.
class ParameterDraws {
 public:
  // `fit` and `values` outlive the object.
  ParameterDraws(const EtsFit& fit, const Vector& values, bool uncertain)
      : fit_(fit), likelihood_(fit.specification, values, fit.parameters.initial.level) {
    if (uncertain && fit.sigma > 0.0) FindPrecision();
  }

  DrawnParameters Draw(RandomGenerator& generator) const {
    if (precision_factor_.size() == 0) return {fit_.parameters.smoothing, fit_.final_state};
    for (int draw = 0; draw < kMostDraws; ++draw) {
      SmallVector x(estimates_.size());
      for (double& deviate : x) deviate = generator.Normal();
      precision_factor_.triangularView<Eigen::Lower>().transpose().solveInPlace(x);
      x = (estimates_ + x).cwiseMax(lower_).cwiseMin(upper_);
      const EtsLikelihood::ValueAndState there = likelihood_.ValueWithState(x);
      if (there.value <= most_value_) return {likelihood_.Unpack(x).smoothing, there.final_state};
    }
    return {fit_.parameters.smoothing, fit_.final_state};
  }

 private:
  void FindPrecision() {
    estimates_ = likelihood_.Pack(fit_.parameters);
    lower_ = likelihood_.lower();
    upper_ = likelihood_.upper();
    NormalEquations equations;
    likelihood_.Linearize(estimates_, equations);
    if (!std::isfinite(equations.value)) return;
    const double n = likelihood_.num_known();
    const double freedom = std::max(1.0, n - (fit_.specification.num_parameters() - 1));
    SmallMatrix factor = equations.hessian * (freedom / equations.value);
    if (CholeskyInPlace(factor)) precision_factor_ = factor;
    const double most_loss = (static_cast<double>(estimates_.size()) + 2.0 * kUnlikely) / n;
    most_value_ = likelihood_.Value(estimates_) * std::exp(most_loss);
  }

  const EtsFit& fit_;
  const EtsLikelihood likelihood_;
  SmallVector estimates_;  // As EtsLikelihood::Pack.
  SmallVector lower_;
  SmallVector upper_;
  SmallMatrix precision_factor_;  // Cholesky factor of their precision; empty when there is none.
  double most_value_ = 0.0;       // Draws above it are thrown away.
};

// `parameters` of data divided by `from` as those of the same data divided by `to`.
EtsParameters Rescale(const EtsSpecification& specification, EtsParameters parameters, double from, double to) {
  const double factor = from / to;
  parameters.initial.level *= factor;
  if (specification.trend == kAdditive) parameters.initial.growth *= factor;
  if (specification.season != kAdditive) return parameters;
  for (double& term : parameters.initial.season) term *= factor;
  return parameters;
}

EtsParameters StartNear(const EtsFit& near, const Prepared& prepared) {
  if (near.first == prepared.first) {
    return Rescale(near.specification, near.parameters, near.scale, prepared.scale);
  }
  EtsParameters start = GuessParameters(near.specification, prepared.data);
  start.smoothing = near.parameters.smoothing;
  return start;
}

absl::Status TooShort(int num_known, int least) {
  return MessageStatus(absl::StatusCode::kFailedPrecondition,
                       messages::model::NeedsKnownMonths("exponential smoothing", least, num_known));
}

absl::Status NothingSuits(int num_known) {
  return MessageStatus(absl::StatusCode::kFailedPrecondition,
                       messages::model::NeedsPositiveValuesAndMonths("exponential smoothing", num_known));
}

std::vector<EtsComponent> Choices(std::optional<EtsComponent> set, std::initializer_list<EtsComponent> otherwise) {
  return set.has_value() ? std::vector<EtsComponent>{*set} : std::vector<EtsComponent>(otherwise);
}

// Whether the automatic choice may take `candidate`, whose set components agree with `options`.
bool Allows(const ExponentialSmoothingOptions& options, const EtsSpecification& candidate) {
  if (candidate.damped && !candidate.has_trend()) return false;
  if (options.damped.value_or(candidate.damped) != candidate.damped) return false;
  const bool unasked_trend = candidate.trend == kMultiplicative && options.trend != kMultiplicative;
  if (unasked_trend && !options.allow_multiplicative_trend) return false;
  return options.allow_unstable || candidate.is_stable();
}

}  // namespace

absl::Status ExponentialSmoothingOptions::Validate() const {
  FaultList faults;
  if (error == kNone) {
    faults.Add("error", FaultReason::kOutOfRange, "none", messages::option::MustBeAdditiveOrMultiplicative());
  }
  if (damped == true && trend == kNone) {
    faults.Add("damped", FaultReason::kInconsistent, "true", messages::option::NeedsATrend());
  }
  if (!allow_unstable && error == kAdditive && (trend == kMultiplicative || season == kMultiplicative)) {
    faults.Add("error", FaultReason::kInconsistent, "additive", messages::option::DividesNearZero());
  }
  if (!allow_unstable && trend == kMultiplicative && season == kAdditive) {
    faults.Add("season", FaultReason::kInconsistent, "additive", messages::option::HasInfiniteVariance());
  }
  return faults.ToStatus();
}

FittedExponentialSmoothing::FittedExponentialSmoothing(const EtsFit& fit, Vector values, int months_before,
                                                       const ExponentialSmoothingOptions& options)
    : fit_(fit), values_(std::move(values)), options_(options) {
  FillResiduals(months_before);
  FillRecord();
}

void FittedExponentialSmoothing::FillResiduals(int months_before) {
  const Vector expected = RunEts(fit_.specification, fit_.parameters, values_).expected;
  residuals_ = Vector::Constant(months_before + values_.size(), kMissing);
  residuals_.tail(values_.size()) = fit_.scale * (values_ - expected);
  Vector errors = values_ - expected;
  if (fit_.specification.error == kMultiplicative) errors.array() /= expected.array();
  const auto last = std::remove_if(errors.begin(), errors.end(), [](double error) { return std::isnan(error); });
  errors_ = errors.head(last - errors.begin());
  errors_.array() -= errors_.mean();
  const double deviation = std::sqrt(errors_.squaredNorm() / static_cast<double>(errors_.size()));
  errors_ *= deviation > 0.0 ? fit_.sigma / deviation : 0.0;
}

void FittedExponentialSmoothing::FillRecord() {
  record_.specification = fit_.specification.ToString();
  record_.num_parameters = fit_.specification.num_parameters();
  record_.log_likelihood = fit_.log_likelihood;
  const bool relative = fit_.specification.error == kMultiplicative;
  record_.sigma = fit_.sigma * (relative ? std::abs(Mean(1)[0]) : fit_.scale);
}

Vector FittedExponentialSmoothing::Mean(int horizon) const {
  Vector mean(horizon);
  Simulate(
      fit_.specification, fit_.parameters.smoothing, fit_.final_state, fit_.scale, [] { return 0.0; }, mean);
  return mean;
}

double FittedExponentialSmoothing::DrawError(RandomGenerator& generator) const {
  if (options_.bootstrap_errors) return errors_[generator.Index(static_cast<int>(errors_.size()))];
  return fit_.sigma * generator.Normal();
}

Matrix FittedExponentialSmoothing::SamplePaths(int horizon, int num_paths, RandomGenerator& generator) const {
  Matrix paths(horizon, num_paths);
  const ParameterDraws draws(fit_, values_, options_.parameter_uncertainty);
  for (int path = 0; path < num_paths; ++path) {
    const DrawnParameters drawn = draws.Draw(generator);
    Simulate(
        fit_.specification, drawn.smoothing, drawn.last_state, fit_.scale, [&] { return DrawError(generator); },
        paths.col(path));
  }
  return paths;
}

absl::StatusOr<std::unique_ptr<ExponentialSmoothing>> ExponentialSmoothing::Create(
    const ExponentialSmoothingOptions& options) {
  PROGNOS_RETURN_IF_ERROR(options.Validate());
  return std::unique_ptr<ExponentialSmoothing>(new ExponentialSmoothing(options));
}

int ExponentialSmoothing::least_history_months() const {
  const bool seasonal = options_.season.has_value() && options_.season != kNone;
  return seasonal ? kLeastSeasonalMonths : kLeastMonths;
}

// The methods that the options leave, the additive ones first: of equals the first wins.
std::vector<EtsSpecification> ExponentialSmoothing::Candidates() const {
  std::vector<EtsSpecification> candidates;
  for (const EtsComponent error : Choices(options_.error, {kAdditive, kMultiplicative})) {
    for (const EtsComponent season : Choices(options_.season, {kNone, kAdditive, kMultiplicative})) {
      for (const EtsComponent trend : Choices(options_.trend, {kNone, kAdditive, kMultiplicative})) {
        for (const bool damped : {false, true}) {
          const EtsSpecification candidate{error, trend, damped, season};
          if (Allows(options_, candidate)) candidates.push_back(candidate);
        }
      }
    }
  }
  return candidates;
}

absl::StatusOr<std::unique_ptr<FittedModel>> ExponentialSmoothing::Fit(const TrainingData& training) const {
  const int num_known = training.history.CountKnown();
  if (num_known < least_history_months()) return TooShort(num_known, least_history_months());
  const Prepared prepared = Prepare(training.history);
  if (prepared.constant) return MakeFitted(ConstantEstimate(prepared), prepared, options_);
  std::vector<EtsSpecification> candidates = Candidates();
  std::erase_if(candidates, [&](const EtsSpecification& candidate) { return !Suits(candidate, prepared); });
  if (candidates.empty()) return NothingSuits(num_known);
  const EtsEstimate estimate = EstimateBest(candidates, prepared.data);
  if (!std::isfinite(estimate.value)) return NothingSuits(num_known);
  return MakeFitted(estimate, prepared, options_);
}

absl::StatusOr<std::unique_ptr<FittedModel>> ExponentialSmoothing::Refit(const TrainingData& training,
                                                                         const FittedModel& near) const {
  const auto* fitted = dynamic_cast<const FittedExponentialSmoothing*>(&near);
  if (fitted == nullptr || fitted->fit().sigma == 0.0 || training.history.CountKnown() < least_history_months()) {
    return Fit(training);
  }
  const Prepared prepared = Prepare(training.history);
  const EtsFit& fit = fitted->fit();
  if (prepared.constant || !Suits(fit.specification, prepared)) return Fit(training);
  const EtsEstimate estimate = EstimateFrom(fit.specification, prepared.data, StartNear(fit, prepared), kShortSearch);
  if (!std::isfinite(estimate.value)) return Fit(training);
  return MakeFitted(estimate, prepared, options_);
}

}  // namespace prognos::models
