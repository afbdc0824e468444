#include "forecast/series/stl.h"

#include <algorithm>
#include <cmath>

#include "absl/strings/str_cat.h"
#include "forecast/base/faults.h"
#include "forecast/base/status_macros.h"
#include "forecast/series/seasonality.h"
#include "messages/option.h"
#include "messages/value.h"

namespace prognos {
namespace {

constexpr int kLowPassWindow = 13;  // The least odd number >= 12.
constexpr int kSeasonalDegree = 0;  // As R: a constant fitted to the months of the same name.
// As the authors' program: within a thousandth of the neighbourhood the weight is one, beyond 0.999 it is zero.
constexpr double kNear = 0.001;
constexpr double kFar = 0.999;

int OddAtLeast(double value) {
  const int whole = static_cast<int>(std::ceil(value));
  return whole % 2 == 1 ? whole : whole + 1;
}

int TrendWindow(const StlOptions& options) {
  if (options.trend_window > 0) return options.trend_window;
  return OddAtLeast(1.5 * kMonthsPerYear / (1.0 - 1.5 / options.seasonal_window));
}

double Tricube(double distance, double reach) {
  if (distance <= kNear * reach) return 1.0;
  if (distance >= kFar * reach) return 0.0;
  const double ratio = distance / reach;
  const double rest = 1.0 - ratio * ratio * ratio;
  return rest * rest * rest;
}

struct Neighbourhood {
  int begin;
  int end;
  double reach;
};

Neighbourhood NearestTo(double at, int n, int window) {
  const int size = std::min(window, n);
  const int begin = std::clamp(static_cast<int>(std::lround(at)) - size / 2, 0, n - size);
  const int end = begin + size;
  double reach = std::max(at - begin, end - 1 - at);
  if (window > n) reach += (window - n) / 2;
  return {begin, end, std::max(reach, 1.0)};
}

Vector LoessEverywhere(const Vector& values, int window, int degree) {
  Vector smooth(values.size());
  for (int row = 0; row < values.size(); ++row) smooth[row] = LoessAt(values, row, window, degree);
  return smooth;
}

// Step 2: each month of the year smoothed over the years, one year further at both ends: n + 24 values.
Vector CycleSubseries(const Vector& detrended, int window) {
  const int n = static_cast<int>(detrended.size());
  Vector cycle(n + 2 * kMonthsPerYear);
  for (int month = 0; month < kMonthsPerYear; ++month) {
    const int years = (n - month - 1) / kMonthsPerYear + 1;
    Vector values(years);
    for (int year = 0; year < years; ++year) values[year] = detrended[month + year * kMonthsPerYear];
    for (int year = -1; year <= years; ++year) {
      cycle[month + (year + 1) * kMonthsPerYear] = LoessAt(values, year, window, kSeasonalDegree);
    }
  }
  return cycle;
}

Vector MovingMean(const Vector& values, int length) {
  Vector mean(values.size() - length + 1);
  for (int row = 0; row < mean.size(); ++row) mean[row] = values.segment(row, length).sum() / length;
  return mean;
}

// Step 3: what of the smoothed cycle belongs to the trend.
Vector LowPass(const Vector& cycle) {
  const Vector mean = MovingMean(MovingMean(MovingMean(cycle, kMonthsPerYear), kMonthsPerYear), 3);
  return LoessEverywhere(mean, kLowPassWindow, 1);
}

void InnerPass(const Vector& values, const StlOptions& options, StlDecomposition& parts) {
  const Vector cycle = CycleSubseries(values - parts.trend, options.seasonal_window);
  parts.seasonal = cycle.segment(kMonthsPerYear, values.size()) - LowPass(cycle);
  parts.trend = LoessEverywhere(values - parts.seasonal, TrendWindow(options), 1);
}

void CheckRange(FaultList& faults, const char* field, int value, int low, int high) {
  if (value >= low && value <= high) return;
  faults.Add(field, FaultReason::kOutOfRange, absl::StrCat(value), messages::value::MustBeBetween(low, high));
}

}  // namespace

absl::Status StlOptions::Validate() const {
  FaultList faults;
  if (seasonal_window < 7 || seasonal_window % 2 == 0) {
    faults.Add("seasonal_window", FaultReason::kOutOfRange, absl::StrCat(seasonal_window),
               messages::option::MustBeOddFromSeven());
  }
  if (trend_window != 0 && (trend_window < 3 || trend_window % 2 == 0)) {
    faults.Add("trend_window", FaultReason::kOutOfRange, absl::StrCat(trend_window),
               messages::option::MustBeZeroOrOddFromThree());
  }
  CheckRange(faults, "inner_passes", inner_passes, 1, 20);
  return faults.ToStatus();
}

double LoessAt(const ConstVectorRef& values, double at, int window, int degree) {
  const Neighbourhood near = NearestTo(at, static_cast<int>(values.size()), window);
  double weight_sum = 0.0, position_sum = 0.0, square_sum = 0.0, value_sum = 0.0, product_sum = 0.0;
  for (int row = near.begin; row < near.end; ++row) {
    const double position = row - at;
    const double weight = Tricube(std::abs(position), near.reach);
    weight_sum += weight;
    position_sum += weight * position;
    square_sum += weight * position * position;
    value_sum += weight * values[row];
    product_sum += weight * position * values[row];
  }
  const double mean = value_sum / weight_sum;
  if (degree == 0) return mean;
  const double centre = position_sum / weight_sum;
  const double spread = square_sum / weight_sum - centre * centre;
  // As the authors' program: positions that hardly spread carry no slope.
  if (std::sqrt(std::max(0.0, spread)) <= kNear * static_cast<double>(values.size() - 1)) return mean;
  const double slope = (product_sum / weight_sum - centre * mean) / spread;
  return mean - slope * centre;
}

absl::StatusOr<StlDecomposition> DecomposeStl(const ConstVectorRef& values, const StlOptions& options) {
  PROGNOS_RETURN_IF_ERROR(options.Validate());
  if (values.size() < kLeastMonthsForSeason) {
    return absl::InvalidArgumentError(
        absl::StrCat("STL needs ", kLeastMonthsForSeason, " months, got ", values.size()));
  }
  const Vector known = values;
  StlDecomposition parts{Vector::Zero(known.size()), Vector::Zero(known.size()), known};
  for (int pass = 0; pass < options.inner_passes; ++pass) InnerPass(known, options, parts);
  parts.remainder = known - parts.trend - parts.seasonal;
  return parts;
}

}  // namespace prognos
