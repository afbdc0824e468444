// Seasonal ARIMA of automatic order, with known regressors ("arima").
//
// Model: arima_order.h. Likelihood, exact also with missing months: arima_likelihood.h. Choice of the order:
// arima_search.h (Hyndman & Khandakar 2008). Forecast: the conditional expectation given the known months
// (arima_continuation.h) plus the regression.
//
// Positive histories of at least kLeastMonthsForLogarithms known months are modelled by their logarithms when the
// airline model, (0,1,1)(0,1,1)[12], has the greater likelihood there, counted in the units of the series; a tie, up to
// one unit, goes to the logarithms (the automatic transformation of X-13ARIMA-SEATS, reference manual, "transform").
// Errors are then factors of mean one: the mean is exp(m), paths are drawn around m - v / 2, v the forecast variance
// (counted up to 1).
//
// - The history is centred and scaled first, so that a change of unit changes nothing but the unit.
// - Leading and trailing missing months are left out; the forecast still begins at history.end(). With more than
//   kMostMissingInSearch gaps the order is searched over a filled-in history and only the last fit is exact.
// - Regressors keep their last row past their end. Those that differencing or the others make redundant are left out.
// - residuals() after a gap compare with a prediction that has the model's interpolation of the gap for history.
// - Paths: parameters and regression are drawn from their approximate normal distribution in kParameterDraws pairs of
//   opposite draws, the scale of the errors from its chi-square, the errors from the normal distribution.
// - A drift is drawn towards zero as far as it is uncertain (RegressArima).
// - A constant history is its own forecast, without error.
#ifndef PROGNOS_FORECAST_MODELS_ARIMA_ARIMA_H_
#define PROGNOS_FORECAST_MODELS_ARIMA_ARIMA_H_

#include <memory>
#include <optional>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "forecast/models/arima/arima_continuation.h"
#include "forecast/models/arima/arima_search.h"
#include "forecast/models/model.h"

namespace prognos::models {

struct ArimaOptions {
  // Kept when set; searched for within `limits` when not. A constant goes with at most one difference in all.
  std::optional<ArimaOrder> order = std::nullopt;
  ArimaLimits limits = {};
  // Kept when set; chosen by likelihood when not.
  std::optional<bool> logarithms = std::nullopt;
  // false: paths take the estimates for the truth.
  bool parameter_uncertainty = true;

  // INVALID_ARGUMENT naming every field that breaks a rule.
  absl::Status Validate() const;
};

// A history in the shape of the search, and the way back.
struct ArimaInput {
  bool logarithms = false;
  // From the first to the last known month: perhaps logarithms, centred and scaled; regressors centred and scaled too.
  ArimaHistory history;
  // The same regressors with all rows given, at least as many as the history.
  Matrix regressors;
  int months_before = 0;  // Missing months left out.
  int months_after = 0;
  double centre = 0.0;
  double scale = 1.0;
  bool flat = false;  // All known months are equal.

  double ToUnits(double scaled) const;  // A value of the search in the units of the series; finite.
};

class FittedArima final : public FittedModel {
 public:
  // `estimate` must suit `input`: more known months than parameters.
  FittedArima(const ArimaEstimate& estimate, ArimaInput input, const ArimaOptions& options);

  Vector Mean(int horizon) const override;
  Matrix SamplePaths(int horizon, int num_paths, RandomGenerator& generator) const override;
  const Vector& residuals() const override { return residuals_; }
  const FitRecord& record() const override { return record_; }

  const ArimaOrder& order() const { return estimate_.order; }
  bool logarithms() const { return input_.logarithms; }
  const ArimaEstimate& estimate() const { return estimate_; }

 private:
  // One possible set of parameters; values in the scale of the search.
  struct Parameters {
    SmallVector partial;
    Vector coefficients;  // As ArimaRegression.
  };
  struct Future {
    Vector mean;
    Matrix response;
  };

  Future Continue(const Parameters& parameters, int months, bool with_response) const;
  Vector LevelsWithoutRegression(const Vector& coefficients) const;
  Vector RegressionEffect(const Vector& coefficients, int months) const;
  double ConstantOf(const Vector& coefficients) const;
  Vector ForecastVariance(const std::vector<Future>& futures) const;
  double LogJacobian() const;
  void FillResiduals();
  void FillRecord();
  void FillPrecision();
  Parameters ParametersAt(const SmallVector& deviation, const Vector& coefficient_draw) const;
  std::vector<Parameters> DrawParameters(int pairs, RandomGenerator& generator) const;
  std::vector<Future> DrawFutures(int months, int num_paths, RandomGenerator& generator) const;

  ArimaEstimate estimate_;
  ArimaInput input_;
  ArimaOptions options_;
  ArimaColumns columns_;
  ArimaLikelihood likelihood_;
  ArimaRegression regression_;
  double sigma_ = 0.0;            // In the scale of the search.
  SmallMatrix precision_factor_;  // Of the partial autocorrelations; no rows: taken for certain.
  Vector residuals_;
  FitRecord record_;
};

class Arima final : public Model {
 public:
  static constexpr int kLeastMonths = 4;
  static constexpr int kLeastMonthsForLogarithms = 25;
  static constexpr int kMostMissingInSearch = 12;
  static constexpr int kParameterDraws = 20;

  Arima() = default;
  // INVALID_ARGUMENT as options.Validate().
  static absl::StatusOr<std::unique_ptr<Arima>> Create(const ArimaOptions& options);

  absl::string_view name() const override { return "arima"; }
  int least_history_months() const override { return kLeastMonths; }
  // FAILED_PRECONDITION: fewer than kLeastMonths known months, or too few for the order asked for, or one
  // not above zero where logarithms were asked for.
  absl::StatusOr<std::unique_ptr<FittedModel>> Fit(const TrainingData& training) const override;
  // Keeps scale, order and ARMA parameters; level, regression and the size of the errors are those of `training`. A
  // full fit when `near` is of another kind or `training` too short for its order.
  absl::StatusOr<std::unique_ptr<FittedModel>> Refit(const TrainingData& training,
                                                     const FittedModel& near) const override;

 private:
  absl::StatusOr<bool> TakesLogarithms(const TrainingData& training) const;

  explicit Arima(const ArimaOptions& options) : options_(options) {}

  ArimaOptions options_;
};

}  // namespace prognos::models

#endif  // PROGNOS_FORECAST_MODELS_ARIMA_ARIMA_H_
