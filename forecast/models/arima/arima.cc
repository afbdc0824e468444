#include "forecast/models/arima/arima.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "forecast/base/faults.h"
#include "forecast/base/status_macros.h"
#include "forecast/models/error_paths.h"
#include "messages/model.h"
#include "messages/option.h"
#include "messages/value.h"

namespace prognos::models {
namespace {

// A draw that lowers the log-likelihood by more than this, over a draw's usual loss, lies where the normal
// approximation has failed; the estimate takes its place.
constexpr double kUnlikely = 6.0;
constexpr double kLeastDegreesOfArima = 3.0;
// In log-likelihood, for the logarithms.
constexpr double kTie = 1.0;
// A month on the log scale stays within a factor 1100 of the least and the largest one seen.
constexpr double kLogReach = 7.0;
constexpr double kLargestVarianceOfMeanOne = 1.0;

double MeanAbsolute(const Vector& values) { return values.size() == 0 ? 0.0 : values.cwiseAbs().mean(); }

// All columns from `first_row` on, centred and of size one over the history, with the last row repeated as needed.
Matrix PrepareRegressors(const Matrix& regressors, int first_row, int rows_of_history) {
  if (regressors.rows() == 0) return Matrix(rows_of_history, 0);
  const int last = static_cast<int>(regressors.rows()) - 1;
  Matrix prepared(std::max(rows_of_history, last + 1 - first_row), regressors.cols());
  for (int row = 0; row < prepared.rows(); ++row) prepared.row(row) = regressors.row(std::min(first_row + row, last));
  for (Eigen::Index at = 0; at < prepared.cols(); ++at) {
    prepared.col(at).array() -= prepared.col(at).head(rows_of_history).mean();
    const double size = MeanAbsolute(prepared.col(at).head(rows_of_history));
    if (size > 0.0) prepared.col(at) /= size;
  }
  return prepared;
}

// `training` has at least one known month, all above zero for logarithms.
ArimaInput Prepare(const TrainingData& training, bool logarithms) {
  MonthlySeries series = training.history.Trimmed();
  if (logarithms) series.values = series.values.array().log();
  ArimaInput input;
  input.logarithms = logarithms;
  input.months_before = series.first - training.history.first;
  input.months_after = training.history.end() - series.end();
  input.centre = series.Mean();
  const Vector filled = FillGaps(series).values;
  input.flat = filled.minCoeff() == filled.maxCoeff();
  if (input.flat) input.centre = filled[0];
  input.history.filled = filled.array() - input.centre;
  const double size = MeanAbsolute(input.history.filled);
  if (size > 0.0) input.scale = size;
  input.history.filled /= input.scale;
  for (int row = 0; row < series.size(); ++row) {
    if (std::isnan(series.values[row])) input.history.missing.push_back(row);
  }
  input.regressors = PrepareRegressors(training.regressors, input.months_before, series.size());
  input.history.regressors = input.regressors.topRows(series.size());
  return input;
}

bool Suits(const ArimaOrder& order, const ArimaHistory& history) {
  if (history.filled.size() <= order.num_lost()) return false;
  const ArimaColumns columns(history, order);
  const ArimaLikelihood likelihood(order, columns);
  return likelihood.num_effective() > likelihood.num_parameters();
}

ArimaEstimate EstimateWith(const ArimaOrder& order, const ArimaHistory& history, const SmallVector& start) {
  const ArimaColumns columns(history, order);
  return EstimateArima(order, columns, start);
}

ArimaEstimate EstimateFlat(const ArimaHistory& history) {
  ArimaOrder order;
  order.constant = true;
  return EstimateWith(order, history, SmallVector());
}

ArimaEstimate EstimateAutomatic(const ArimaHistory& history, const ArimaLimits& limits) {
  const ArimaOrder differences = ChooseDifferences(history, limits);
  if (std::ssize(history.missing) <= Arima::kMostMissingInSearch) {
    return SearchArima(history, differences, limits).best;
  }
  ArimaHistory without_gaps = history;
  without_gaps.missing.clear();
  const ArimaEstimate near = SearchArima(without_gaps, differences, limits).best;
  return Suits(near.order, history) ? EstimateWith(near.order, history, near.partial) : EstimateFlat(history);
}

bool AllPositive(const MonthlySeries& history) {
  return std::none_of(history.values.begin(), history.values.end(), [](double value) { return value <= 0.0; });
}

// The airline model's log-likelihood of `input`, less what only depends on the unit; gaps count as they were filled.
double AirlineLogLikelihood(ArimaInput input) {
  const ArimaOrder airline{.d = 1, .q = 1, .seasonal_d = 1, .seasonal_q = 1};
  input.history.missing.clear();
  const SmallVector start = StartParameters(airline, SmallVector::Zero(airline.num_partial()));
  const ArimaEstimate estimate = EstimateWith(airline, input.history, start);
  const Eigen::Index rows = input.history.filled.size() - airline.num_lost();
  const double log_scale = static_cast<double>(rows) * std::log(input.scale);
  const Vector values = input.centre + input.scale * input.history.filled.tail(rows).array();
  return estimate.log_likelihood - log_scale - (input.logarithms ? values.sum() : 0.0);
}

bool PrefersLogarithms(const TrainingData& training) {
  if (training.history.CountKnown() < Arima::kLeastMonthsForLogarithms || !AllPositive(training.history)) return false;
  ArimaInput plain = Prepare(training, false);
  if (plain.flat || plain.history.filled.size() < Arima::kLeastMonthsForLogarithms) return false;
  const double logarithmic = AirlineLogLikelihood(Prepare(training, true));
  return logarithmic + kTie > AirlineLogLikelihood(std::move(plain));
}

absl::Status TooShort(int num_known, int least) {
  return MessageStatus(absl::StatusCode::kFailedPrecondition,
                       messages::model::NeedsKnownMonths("arima", least, num_known));
}

absl::Status TooShortFor(const ArimaOrder& order, int num_known) {
  return MessageStatus(absl::StatusCode::kFailedPrecondition,
                       messages::model::NeedsMonthsForItsParameters(order.ToString(), num_known));
}

void CheckRange(absl::string_view field, int value, int least, int most, FaultList& faults) {
  if (value >= least && value <= most) return;
  faults.Add(std::string(field), FaultReason::kOutOfRange, absl::StrCat(value),
             messages::value::MustBeBetween(least, most));
}

void CheckLimits(const ArimaLimits& limits, FaultList& faults) {
  CheckRange("limits.most_p", limits.most_p, 0, 5, faults);
  CheckRange("limits.most_seasonal_p", limits.most_seasonal_p, 0, 2, faults);
  CheckRange("limits.most_d", limits.most_d, 0, 2, faults);
  CheckRange("limits.most_seasonal_d", limits.most_seasonal_d, 0, 1, faults);
  CheckRange("limits.most_candidates", limits.most_candidates, 1, 1000, faults);
}

void CheckOrder(const ArimaOrder& order, FaultList& faults) {
  CheckRange("order.p", order.p, 0, 5, faults);
  CheckRange("order.d", order.d, 0, 2, faults);
  CheckRange("order.q", order.q, 0, 5, faults);
  CheckRange("order.seasonal_p", order.seasonal_p, 0, 2, faults);
  CheckRange("order.seasonal_d", order.seasonal_d, 0, 1, faults);
  CheckRange("order.seasonal_q", order.seasonal_q, 0, 2, faults);
  if (order.constant && order.d + order.seasonal_d > 1) {
    faults.Add("order.constant", FaultReason::kInconsistent, "true", messages::option::HasTooManyDifferences());
  }
}

ArmaWhitening MakeWhitening(const ArimaEstimate& estimate, const ArimaColumns& columns) {
  return ArmaWhitening(ExpandPolynomials(estimate.order, estimate.partial),
                       static_cast<int>(columns.differenced().rows()));
}

Vector NormalDraws(Eigen::Index count, RandomGenerator& generator) {
  Vector draws(count);
  for (double& draw : draws) draw = generator.Normal();
  return draws;
}

}  // namespace

absl::Status ArimaOptions::Validate() const {
  FaultList faults;
  CheckLimits(limits, faults);
  if (order.has_value()) CheckOrder(*order, faults);
  return faults.ToStatus();
}

double ArimaInput::ToUnits(double scaled) const {
  if (!logarithms) return centre + scale * scaled;
  const double lowest = history.filled.minCoeff() * scale - kLogReach;
  const double highest = history.filled.maxCoeff() * scale + kLogReach;
  return std::exp(centre + std::clamp(scale * scaled, lowest, highest));
}

FittedArima::FittedArima(const ArimaEstimate& estimate, ArimaInput input, const ArimaOptions& options)
    : estimate_(estimate),
      input_(std::move(input)),
      options_(options),
      columns_(input_.history, estimate_.order),
      likelihood_(estimate_.order, columns_),
      regression_(RegressArima(estimate_.order, columns_, MakeWhitening(estimate_, columns_))) {
  const int freedom = likelihood_.num_effective() - (likelihood_.num_parameters() - 1);
  if (!input_.flat) sigma_ = std::sqrt(regression_.sum_of_squares / std::max(1, freedom));
  FillResiduals();
  FillRecord();
  if (options_.parameter_uncertainty && sigma_ > 0.0) FillPrecision();
}

// The known months and the interpolated ones, less the regressors' part; the constant stays.
Vector FittedArima::LevelsWithoutRegression(const Vector& coefficients) const {
  const int months = static_cast<int>(input_.history.filled.size());
  Vector levels = input_.history.filled - RegressionEffect(coefficients, months);
  for (int at = 0; at < columns_.num_missing(); ++at) levels[columns_.missing()[at]] -= coefficients[at];
  return levels;
}

// Of the regressors over the first `months` months from the first known one.
Vector FittedArima::RegressionEffect(const Vector& coefficients, int months) const {
  Vector effect = Vector::Zero(months);
  const int last = static_cast<int>(input_.regressors.rows()) - 1;
  for (int at = 0; at < columns_.num_regressors(); ++at) {
    const double coefficient = coefficients[columns_.num_missing() + at];
    const auto column = input_.regressors.col(columns_.regressors()[at]);
    for (int row = 0; row < months; ++row) effect[row] += coefficient * column[std::min(row, last)];
  }
  return effect;
}

double FittedArima::ConstantOf(const Vector& coefficients) const {
  return estimate_.order.constant ? coefficients[coefficients.size() - 1] : 0.0;
}

FittedArima::Future FittedArima::Continue(const Parameters& parameters, int months, bool with_response) const {
  const ArimaContinuation continuation(estimate_.order, ExpandPolynomials(estimate_.order, parameters.partial),
                                       LevelsWithoutRegression(parameters.coefficients),
                                       ConstantOf(parameters.coefficients), months);
  const int all_months = static_cast<int>(input_.history.filled.size()) + months;
  Future future;
  future.mean = continuation.Mean() + RegressionEffect(parameters.coefficients, all_months).tail(months);
  if (with_response) future.response = continuation.Response();
  return future;
}

void FittedArima::FillResiduals() {
  const Vector& coefficients = regression_.coefficients;
  const ArimaContinuation continuation(estimate_.order, ExpandPolynomials(estimate_.order, estimate_.partial),
                                       LevelsWithoutRegression(coefficients), ConstantOf(coefficients), 0);
  const int months = static_cast<int>(input_.history.filled.size());
  residuals_ = Vector::Constant(input_.months_before + months + input_.months_after, kMissing);
  const int first = input_.months_before + estimate_.order.num_lost();
  const Vector residuals = continuation.Residuals();
  for (int row = 0; row < residuals.size(); ++row) {
    const double actual = input_.history.filled[row + estimate_.order.num_lost()];
    residuals_[first + row] = input_.ToUnits(actual) - input_.ToUnits(actual - residuals[row]);
  }
  for (const int row : input_.history.missing) residuals_[input_.months_before + row] = kMissing;
}

// Logarithm of d(scaled value) / d(value in the units of the series) over the known months that count.
double FittedArima::LogJacobian() const {
  double sum = -likelihood_.num_effective() * std::log(input_.scale);
  if (!input_.logarithms) return sum;
  for (Eigen::Index row = estimate_.order.num_lost(); row < input_.history.filled.size(); ++row) {
    const bool missing = std::ranges::binary_search(columns_.missing(), static_cast<int>(row));
    if (!missing) sum -= input_.centre + input_.scale * input_.history.filled[row];
  }
  return sum;
}

void FittedArima::FillRecord() {
  record_.specification = absl::StrCat(input_.logarithms ? "log " : "", estimate_.order.ToString());
  if (columns_.num_regressors() > 0) {
    absl::StrAppend(&record_.specification, " and ", columns_.num_regressors(), " regressors");
  }
  record_.num_parameters = likelihood_.num_parameters();
  record_.log_likelihood = estimate_.log_likelihood + LogJacobian();
  record_.sigma = input_.scale * sigma_ * (input_.logarithms ? std::abs(Mean(1)[0]) : 1.0);
}

// J'J over the variance of the scaled errors, whose sum of squares is the estimate's value.
void FittedArima::FillPrecision() {
  if (estimate_.partial.size() == 0) return;
  NormalEquations equations;
  likelihood_.Linearize(estimate_.partial, equations);
  const double freedom = std::max(1, likelihood_.num_effective() - (likelihood_.num_parameters() - 1));
  precision_factor_ = equations.hessian * (freedom / equations.value);
  if (!std::isfinite(equations.value) || !CholeskyInPlace(precision_factor_)) precision_factor_.resize(0, 0);
}

Vector FittedArima::Mean(int horizon) const {
  const int months = input_.months_after + horizon;
  const Future future = Continue({estimate_.partial, regression_.coefficients}, months, false);
  Vector mean(horizon);
  for (int step = 0; step < horizon; ++step) mean[step] = input_.ToUnits(future.mean[input_.months_after + step]);
  return mean;
}

// The parameters `deviation` away from the estimate, and coefficients drawn given them; the estimates themselves where
// that is too unlikely.
FittedArima::Parameters FittedArima::ParametersAt(const SmallVector& deviation, const Vector& coefficient_draw) const {
  const SmallVector bound = SmallVector::Constant(deviation.size(), kLargestPartial);
  ArimaEstimate drawn = estimate_;
  drawn.partial = (estimate_.partial + deviation).cwiseMax(-bound).cwiseMin(bound);
  const double most_loss = (static_cast<double>(deviation.size()) + 2.0 * kUnlikely) / likelihood_.num_effective();
  if (!(likelihood_.Value(drawn.partial) <= estimate_.value * std::exp(most_loss))) drawn = estimate_;
  const ArimaRegression regression = RegressArima(drawn.order, columns_, MakeWhitening(drawn, columns_));
  Parameters parameters{drawn.partial, regression.coefficients + sigma_ * (regression.root * coefficient_draw)};
  if (!parameters.coefficients.allFinite()) return {estimate_.partial, regression_.coefficients};
  return parameters;
}

std::vector<FittedArima::Parameters> FittedArima::DrawParameters(int pairs, RandomGenerator& generator) const {
  std::vector<Parameters> drawn;
  for (int pair = 0; pair < pairs; ++pair) {
    SmallVector deviation = SmallVector::Zero(estimate_.partial.size());
    if (precision_factor_.rows() > 0) {
      for (double& value : deviation) value = generator.Normal();
      precision_factor_.triangularView<Eigen::Lower>().transpose().solveInPlace(deviation);
    }
    const Vector coefficient_draw = NormalDraws(regression_.coefficients.size(), generator);
    drawn.push_back(ParametersAt(deviation, coefficient_draw));
    drawn.push_back(ParametersAt(-deviation, -coefficient_draw));
  }
  return drawn;
}

// Possible futures without the later errors. Their means are moved to lie around the forecast.
std::vector<FittedArima::Future> FittedArima::DrawFutures(int months, int num_paths, RandomGenerator& generator) const {
  const Parameters estimates{estimate_.partial, regression_.coefficients};
  if (!options_.parameter_uncertainty || sigma_ == 0.0 || num_paths < 2) return {Continue(estimates, months, true)};
  const int pairs = std::min(Arima::kParameterDraws, num_paths / 2);
  std::vector<Future> futures;
  Vector shift = Continue(estimates, months, false).mean;
  for (const Parameters& parameters : DrawParameters(pairs, generator)) {
    futures.push_back(Continue(parameters, months, true));
    shift -= futures.back().mean / (2.0 * pairs);
  }
  for (Future& future : futures) future.mean += shift;
  return futures;
}

// Of each month over all futures, in the scale of the search.
Vector FittedArima::ForecastVariance(const std::vector<Future>& futures) const {
  Vector mean = Vector::Zero(futures[0].mean.size()), variance = mean;
  const double count = static_cast<double>(futures.size());
  for (const Future& future : futures) mean += future.mean / count;
  for (const Future& future : futures) {
    variance += (future.mean - mean).cwiseAbs2() / count;
    variance += sigma_ * sigma_ / count * future.response.rowwise().squaredNorm();
  }
  return variance;
}

Matrix FittedArima::SamplePaths(int horizon, int num_paths, RandomGenerator& generator) const {
  const int months = input_.months_after + horizon;
  const std::vector<Future> futures = DrawFutures(months, num_paths, generator);
  const double freedom =
      std::max<double>(kLeastDegreesOfArima, likelihood_.num_effective() - (likelihood_.num_parameters() - 1));
  Vector shift = Vector::Zero(months);
  if (input_.logarithms) {
    const double most = kLargestVarianceOfMeanOne / (input_.scale * input_.scale);
    shift = -0.5 * input_.scale * ForecastVariance(futures).cwiseMin(most);
  }
  Matrix paths(horizon, num_paths);
  for (int path = 0; path < num_paths; ++path) {
    const Future& future = futures[path % futures.size()];
    const double sigma = sigma_ * (options_.parameter_uncertainty ? StudentFactor(freedom, generator) : 1.0);
    const Vector errors = sigma * NormalDraws(months, generator);
    const Vector drawn = future.mean + shift + future.response.triangularView<Eigen::Lower>() * errors;
    for (int step = 0; step < horizon; ++step) {
      paths(step, path) = input_.ToUnits(drawn[input_.months_after + step]);
    }
  }
  return paths;
}

absl::StatusOr<std::unique_ptr<Arima>> Arima::Create(const ArimaOptions& options) {
  PROGNOS_RETURN_IF_ERROR(options.Validate());
  return std::unique_ptr<Arima>(new Arima(options));
}

absl::StatusOr<bool> Arima::TakesLogarithms(const TrainingData& training) const {
  if (options_.logarithms == true && !AllPositive(training.history)) {
    return MessageStatus(absl::StatusCode::kFailedPrecondition, messages::model::NeedsPositiveValues("arima"));
  }
  return options_.logarithms.has_value() ? *options_.logarithms : PrefersLogarithms(training);
}

absl::StatusOr<std::unique_ptr<FittedModel>> Arima::Fit(const TrainingData& training) const {
  const int num_known = training.history.CountKnown();
  if (num_known < kLeastMonths) return TooShort(num_known, kLeastMonths);
  PROGNOS_ASSIGN_OR_RETURN(const bool logarithms, TakesLogarithms(training));
  ArimaInput input = Prepare(training, logarithms);
  ArimaEstimate estimate;
  if (options_.order.has_value()) {
    if (!Suits(*options_.order, input.history)) return TooShortFor(*options_.order, num_known);
    const SmallVector start = StartParameters(*options_.order, SmallVector::Zero(options_.order->num_partial()));
    estimate = EstimateWith(*options_.order, input.history, start);
  } else {
    estimate = input.flat ? EstimateFlat(input.history) : EstimateAutomatic(input.history, options_.limits);
  }
  return std::make_unique<FittedArima>(estimate, std::move(input), options_);
}

absl::StatusOr<std::unique_ptr<FittedModel>> Arima::Refit(const TrainingData& training, const FittedModel& near) const {
  const auto* const fitted = dynamic_cast<const FittedArima*>(&near);
  if (fitted == nullptr || training.history.CountKnown() < kLeastMonths) return Fit(training);
  if (fitted->logarithms() && !AllPositive(training.history)) return Fit(training);
  ArimaInput input = Prepare(training, fitted->logarithms());
  if (input.flat || !Suits(fitted->order(), input.history)) return Fit(training);
  ArimaEstimate estimate = fitted->estimate();
  const ArimaColumns columns(input.history, estimate.order);
  const ArimaLikelihood likelihood(estimate.order, columns);
  estimate.value = likelihood.Value(estimate.partial);
  estimate.log_likelihood = likelihood.LogLikelihood(estimate.value);
  estimate.aicc = likelihood.Aicc(estimate.value);
  return std::make_unique<FittedArima>(estimate, std::move(input), options_);
}

}  // namespace prognos::models
