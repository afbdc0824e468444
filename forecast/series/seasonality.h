// The season of a series as twelve indexes that stay the same from year to year: is there one, and what is it.
//
// Classical decomposition (Kendall & Stuart 1983; as R's stats::decompose): the trend is the centred mean over twelve
// months with half weights at both ends, the index of a calendar month is the mean of value / trend (multiplicative)
// or value - trend (additive) over the years, normalised to mean 1 or 0.
#ifndef PROGNOS_FORECAST_SERIES_SEASONALITY_H_
#define PROGNOS_FORECAST_SERIES_SEASONALITY_H_

#include <array>

#include "forecast/series/eigen_types.h"
#include "forecast/series/monthly_series.h"

namespace prognos {

enum class SeasonalForm { kNone, kAdditive, kMultiplicative };

struct SeasonalProfile {
  SeasonalForm form = SeasonalForm::kNone;
  // index[r % 12] belongs to row r of the series it was estimated from; 0 (none, additive) or 1 (multiplicative) is
  // an average month.
  std::array<double, kMonthsPerYear> index{};
  // Of one index, from the scatter of the same month over the years; 0 without a season.
  double standard_error = 0.0;

  double Remove(int row, double value) const;  // The seasonally adjusted value.
  double Apply(int row, double value) const;   // The inverse of Remove.
  Vector Remove(const ConstVectorRef& values) const;
};

// The fewest months from which a profile is estimated: every calendar month has a centred trend.
inline constexpr int kLeastMonthsForSeason = 2 * kMonthsPerYear;

// True when the autocorrelation at lag 12 differs from zero at the 90 % level under a moving average of order 11
// (Bartlett's formula), the test of the theta method: |r_12| > 1.645 sqrt((1 + 2 sum_{k<12} r_k^2) / n).
// False with 24 months or less and for constant values. No missing values (FillGaps first).
bool IsSeasonal(const ConstVectorRef& values);

// The indexes of `values` (none missing). Additive instead of multiplicative when a value is not positive or an index
// comes close to zero; no season with fewer than kLeastMonthsForSeason values.
SeasonalProfile EstimateProfile(const ConstVectorRef& values, SeasonalForm wanted);

// The indexes drawn towards an average month by the share of their variance that is estimation error:
// 1 - standard_error^2 / variance of the indexes, at least 0 (James & Stein 1961, in its method of moments form).
// A season that the noise explains goes away; a clear one stays as it is.
SeasonalProfile Shrunk(const SeasonalProfile& profile);

// The centred twelve-month mean; NaN for the first and the last six months.
Vector CentredYearMean(const ConstVectorRef& values);

}  // namespace prognos

#endif  // PROGNOS_FORECAST_SERIES_SEASONALITY_H_
