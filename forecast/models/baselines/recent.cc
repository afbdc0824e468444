#include "forecast/models/baselines/recent.h"

#include <algorithm>
#include <cmath>

namespace prognos::models {
namespace {

// Values of `series` that lie before `origin`.
int SizeBefore(const MonthlySeries& series, Month origin) {
  return std::clamp(origin - series.first, 0, series.size());
}

}  // namespace

double MeanOfLastKnown(const MonthlySeries& series, Month origin, int count) {
  double sum = 0.0;
  int known = 0;
  for (int at = SizeBefore(series, origin) - 1; at >= 0 && known < count; --at) {
    if (std::isnan(series.values[at])) continue;
    sum += series.values[at];
    ++known;
  }
  return known == 0 ? kMissing : sum / known;
}

double LatestSameMonth(const MonthlySeries& series, Month origin, Month month) {
  // The last month before the origin in the same calendar month as `month`.
  int back = (origin - month) % kMonthsPerYear;
  if (back <= 0) back += kMonthsPerYear;
  for (Month at = origin - back; at >= series.first; at = at - kMonthsPerYear) {
    if (const double value = series.At(at); !std::isnan(value)) return value;
  }
  return kMissing;
}

int CountKnownBefore(const MonthlySeries& series, Month origin) {
  const auto values = series.values.head(SizeBefore(series, origin)).array();
  return static_cast<int>((values == values).count());
}

}  // namespace prognos::models
