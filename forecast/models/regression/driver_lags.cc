#include "forecast/models/regression/driver_lags.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "absl/strings/str_cat.h"
#include "forecast/base/status_macros.h"
#include "forecast/models/regression/distributed_lag.h"
#include "forecast/models/regression/seasonal_regression.h"
#include "forecast/series/regressors.h"

namespace prognos::models {
namespace {

// A monthly mean of one year takes the whole year out.
constexpr int kLeastForMonthlyMeans = 2 * kMonthsPerYear;
// The standard errors are not asked for here.
constexpr int kFewestSamples = 2;

// Without its level, and without its monthly means where there are two years.
MonthlySeries Centred(const MonthlySeries& series) {
  const bool by_month = series.CountKnown() >= kLeastForMonthlyMeans;
  std::array<double, kMonthsPerYear> sums{};
  std::array<int, kMonthsPerYear> counts{};
  const auto slot = [&](int at) { return by_month ? static_cast<size_t>((series.first + at).month() - 1) : size_t{0}; };
  for (int at = 0; at < series.size(); ++at) {
    if (std::isnan(series.values[at])) continue;
    sums[slot(at)] += series.values[at];
    ++counts[slot(at)];
  }
  MonthlySeries centred = series;
  for (int at = 0; at < series.size(); ++at) centred.values[at] -= sums[slot(at)] / std::max(counts[slot(at)], 1);
  return centred;
}

// The driver up to `end`, with the forecast of a seasonal regression in what lies past its last known month.
MonthlySeries Extended(const MonthlySeries& driver, Month end) {
  const MonthlySeries known = driver.Trimmed();
  const int missing = end - known.end();
  if (missing <= 0) return known;
  Vector future = Vector::Constant(missing, known.values[known.size() - 1]);
  TrainingData training;
  training.history = known;
  const auto fitted = SeasonalRegression().Fit(training);
  if (fitted.ok()) future = (*fitted)->Mean(missing);
  MonthlySeries extended{known.first, Vector(known.size() + missing)};
  extended.values << known.values, future;
  return extended;
}

MonthlySeries Shifted(MonthlySeries series, int months) {
  series.first = series.first + months;
  return series;
}

}  // namespace

absl::StatusOr<DriverLags> FitDriverLags(const MonthlySeries& history, const MonthlySeries& driver, int horizon,
                                         const DriverLagOptions& options) {
  if (driver.CountKnown() == 0) return absl::FailedPreconditionError("the driver has no known month");
  const Month end = history.end() + horizon;
  const int unknown = std::max(0, end - driver.Trimmed().end());
  DriverLags lags;
  lags.least_lag = options.forecast_driver ? 0 : unknown;
  lags.forecast_months = options.forecast_driver ? unknown : 0;
  DistributedLagOptions weights{.most_lag = options.most_lag, .bootstrap_samples = kFewestSamples};
  PROGNOS_RETURN_IF_ERROR(weights.Validate());
  weights.most_lag -= lags.least_lag;
  if (weights.most_lag < 0) {
    return absl::FailedPreconditionError(absl::StrCat("the driver is unknown in the last ", unknown,
                                                      " months of the horizon; only lags of as many months or more "
                                                      "could be used, and most_lag is ",
                                                      options.most_lag));
  }
  PROGNOS_ASSIGN_OR_RETURN(const DistributedLagFit fit,
                           FitDistributedLag(Centred(history), Shifted(Centred(driver), lags.least_lag), weights));
  lags.weights = Vector::Zero(options.most_lag + 1);
  lags.weights.tail(fit.weights.size()) = fit.weights;
  const int rows = history.size() + horizon;
  const MonthlySeries values = options.forecast_driver ? Extended(driver, end) : driver.Trimmed();
  lags.column = Vector::Zero(rows);
  for (int lag = lags.least_lag; lag <= options.most_lag; ++lag) {
    lags.column += lags.weights[lag] * LaggedDriverColumn(history.first, rows, values, lag);
  }
  return lags;
}

}  // namespace prognos::models
