// Exponential smoothing chosen automatically: the ETS family of state space models, each fitted by maximum likelihood,
// the best by AICc.
//
// Formulas: ets_state.h (recursion), ets_likelihood.h (likelihood). Choice: Hyndman & Khandakar (2008), "Automatic time
// series forecasting: the forecast package for R", section 2. Where this differs from that program:
// - smoothing parameters and initial states are found together by least squares with exact derivatives instead of
//   Nelder-Mead, some 17 passes over the data for a method instead of several hundred. What is found is a local maximum
//   near one good start, as there, to about n/2 x 1e-5 in log-likelihood;
// - a method that after a few steps has no prospect of the best AICc so far is not searched to its end;
// - two weak priors, on alpha and on the initial growth, join the likelihood and AICc (ets_likelihood.h says why);
// - a multiplicative method whose own forecast falls below zero within two years is not chosen;
// - parameters keep to the usual and the admissible region: alpha 1e-4 to 0.9999, beta up to alpha, gamma up to
//   1 - alpha, phi 0.8 to 0.98;
// - the data are scaled to mean absolute value one first, so a change of unit changes nothing but the unit.
//
// Missing months are skipped by the recursion: states move as expected and learn nothing. Leading missing months are
// dropped. A constant history is ETS(A,N,N) without error, whatever was asked for.
#ifndef PROGNOS_FORECAST_MODELS_SMOOTHING_EXPONENTIAL_SMOOTHING_H_
#define PROGNOS_FORECAST_MODELS_SMOOTHING_EXPONENTIAL_SMOOTHING_H_

#include <memory>
#include <optional>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "forecast/models/model.h"
#include "forecast/models/smoothing/ets_likelihood.h"
#include "forecast/models/smoothing/ets_specification.h"

namespace prognos::models {

struct ExponentialSmoothingOptions {
  // What is set is kept; what is not is chosen by AICc. A set combination outside the stable family (see
  // EtsSpecification::is_stable) is refused unless `allow_unstable`.
  std::optional<EtsComponent> error = std::nullopt;  // Not kNone.
  std::optional<EtsComponent> trend = std::nullopt;
  std::optional<bool> damped = std::nullopt;  // true: only methods with a damped trend.
  std::optional<EtsComponent> season = std::nullopt;

  // Whether the choice includes multiplicative trends. They seldom forecast better and can explode; for analysts.
  bool allow_multiplicative_trend = false;
  // Whether the choice includes methods with infinite forecast variance. For experiments.
  bool allow_unstable = false;

  // Sample paths draw each path's parameters and initial states from their approximate (normal) distribution, so
  // that short histories give wider intervals. false: the estimates are taken for the truth.
  bool parameter_uncertainty = true;
  // Sample paths draw errors from the residuals with replacement. false: from the normal distribution.
  bool bootstrap_errors = false;

  // INVALID_ARGUMENT naming every field that breaks a rule above.
  absl::Status Validate() const;
};

// The numbers of a fit. All states and parameters belong to the series divided by `scale`.
struct EtsFit {
  EtsSpecification specification;
  Month first;  // The first known month: the parameters' initial state is before it.
  EtsParameters parameters;
  EtsState final_state;  // At the end of the history.
  double scale = 1.0;    // Mean absolute value of the known months; 1 when all are zero.
  double sigma = 0.0;    // Of the errors, relative ones for a multiplicative error: sum of squares / (n - unknowns).
  double log_likelihood = kMissing;  // In the units of the series.
  double aicc = kMissing;            // Comparable over methods of one history; +infinity with too few months.
  int evaluations = 0;               // Passes over the data of the whole search, those with derivatives included.
};

class FittedExponentialSmoothing final : public FittedModel {
 public:
  // `values` is the history from fit.first on, divided by fit.scale; `months_before` the leading missing months that
  // residuals() shall show.
  FittedExponentialSmoothing(const EtsFit& fit, Vector values, int months_before,
                             const ExponentialSmoothingOptions& options);

  // The forecast of the recursion with all coming errors zero, as is usual. For methods without a multiplicative trend
  // or season this is the expected value; for those with one it differs from it a little.
  Vector Mean(int horizon) const override;
  // Simulates the recursion. A path of a multiplicative method that reaches zero stays there. Values keep within a
  // million times the mean absolute value of the history: only a multiplicative trend gets that far.
  Matrix SamplePaths(int horizon, int num_paths, RandomGenerator& generator) const override;
  const Vector& residuals() const override { return residuals_; }
  // num_parameters counts smoothing parameters, free initial states and the variance; log_likelihood is without the
  // priors; sigma of relative errors is that of the coming month.
  const FitRecord& record() const override { return record_; }

  const EtsFit& fit() const { return fit_; }

 private:
  void FillResiduals(int months_before);
  void FillRecord();
  double DrawError(RandomGenerator& generator) const;

  EtsFit fit_;
  Vector values_;
  ExponentialSmoothingOptions options_;
  Vector residuals_;
  Vector errors_;  // The known one-step errors, centred and scaled to fit_.sigma: what the bootstrap draws from.
  FitRecord record_;
};

class ExponentialSmoothing final : public Model {
 public:
  // The methods with a season are candidates from so many months on.
  static constexpr int kLeastSeasonalMonths = 2 * kMonthsPerYear;

  // INVALID_ARGUMENT as ExponentialSmoothingOptions::Validate.
  static absl::StatusOr<std::unique_ptr<ExponentialSmoothing>> Create(const ExponentialSmoothingOptions& options);
  ExponentialSmoothing() = default;

  absl::string_view name() const override { return "ets"; }
  int least_history_months() const override;

  // FAILED_PRECONDITION: fewer known months than the least, or the asked-for method needs values above zero or more
  // months than there are.
  absl::StatusOr<std::unique_ptr<FittedModel>> Fit(const TrainingData& training) const override;

  // Keeps the method of `near` and starts the search at its parameters (and its initial states when the history begins
  // in the same month). A full Fit where `near` is another model or its method does not suit the data.
  absl::StatusOr<std::unique_ptr<FittedModel>> Refit(const TrainingData& training,
                                                     const FittedModel& near) const override;

 private:
  explicit ExponentialSmoothing(const ExponentialSmoothingOptions& options) : options_(options) {}
  std::vector<EtsSpecification> Candidates() const;

  ExponentialSmoothingOptions options_;
};

}  // namespace prognos::models

#endif  // PROGNOS_FORECAST_MODELS_SMOOTHING_EXPONENTIAL_SMOOTHING_H_
