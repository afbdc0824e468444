#include "forecast/series/monthly_series.h"

#include <algorithm>
#include <cmath>

namespace prognos {
namespace {

// Mean of the same calendar month one year before and after; NaN when neither is known.
double SameMonthNextDoor(const Vector& values, int at) {
  const double before = at >= kMonthsPerYear ? values[at - kMonthsPerYear] : kMissing;
  const double after = at + kMonthsPerYear < values.size() ? values[at + kMonthsPerYear] : kMissing;
  if (std::isnan(before)) return after;
  if (std::isnan(after)) return before;
  return (before + after) / 2.0;
}

// On the line between the nearest known months before and after; the nearest alone at the ends.
double Interpolated(const Vector& values, int at) {
  int left = at - 1;
  while (left >= 0 && std::isnan(values[left])) --left;
  int right = at + 1;
  while (right < values.size() && std::isnan(values[right])) ++right;
  if (left < 0 && right >= values.size()) return 0.0;
  if (left < 0) return values[right];
  if (right >= values.size()) return values[left];
  const double weight = static_cast<double>(at - left) / (right - left);
  return (1.0 - weight) * values[left] + weight * values[right];
}

}  // namespace

MonthlySeries MonthlySeries::Before(Month end) const {
  const int keep = std::clamp(end - first, 0, size());
  return {first, values.head(keep)};
}

MonthlySeries MonthlySeries::Trimmed() const {
  int begin = 0;
  while (begin < size() && std::isnan(values[begin])) ++begin;
  int stop = size();
  while (stop > begin && std::isnan(values[stop - 1])) --stop;
  return {first + begin, values.segment(begin, stop - begin)};
}

int MonthlySeries::CountKnown() const { return static_cast<int>((values.array() == values.array()).count()); }

double MonthlySeries::Mean() const {
  const int known = CountKnown();
  return known == 0 ? 0.0 : (values.array() == values.array()).select(values.array(), 0.0).sum() / known;
}

double MonthlySeries::SumBetween(Month first_month, Month last_month) const {
  double sum = 0.0;
  for (Month month = first_month; month <= last_month; month = month + 1) sum += At(month);
  return sum;
}

MonthlySeries FillGaps(const MonthlySeries& series) {
  MonthlySeries filled = series;
  for (int at = 0; at < series.size(); ++at) {
    if (!std::isnan(series.values[at])) continue;
    const double same_month = SameMonthNextDoor(series.values, at);
    filled.values[at] = std::isnan(same_month) ? Interpolated(series.values, at) : same_month;
  }
  return filled;
}

}  // namespace prognos
