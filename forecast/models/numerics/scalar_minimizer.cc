#include "forecast/models/numerics/scalar_minimizer.h"

#include <algorithm>

namespace prognos::models {
namespace {

constexpr double kGoldenSection = 0.6180339887498949;

ScalarMinimum Better(const ScalarMinimum& a, const ScalarMinimum& b) { return b.value < a.value ? b : a; }

ScalarMinimum GoldenSection(absl::FunctionRef<double(double)> function, double lower, double upper, double tolerance) {
  ScalarMinimum left{upper - kGoldenSection * (upper - lower), 0.0};
  ScalarMinimum right{lower + kGoldenSection * (upper - lower), 0.0};
  left.value = function(left.argument);
  right.value = function(right.argument);
  while (upper - lower > tolerance) {
    if (left.value < right.value) {
      upper = right.argument;
      right = left;
      left.argument = upper - kGoldenSection * (upper - lower);
      left.value = function(left.argument);
    } else {
      lower = left.argument;
      left = right;
      right.argument = lower + kGoldenSection * (upper - lower);
      right.value = function(right.argument);
    }
  }
  return Better(left, right);
}

}  // namespace

ScalarMinimum Minimize(absl::FunctionRef<double(double)> function, const ScalarSearch& search) {
  const double step = (search.upper - search.lower) / (search.grid_points - 1);
  ScalarMinimum best{search.lower, function(search.lower)};
  for (int point = 1; point < search.grid_points; ++point) {
    const double argument = search.lower + point * step;
    const double value = function(argument);
    // The negation lets a number replace a NaN at the first point.
    if (value < best.value || best.value != best.value) best = {argument, value};
  }
  const double lower = std::max(search.lower, best.argument - step);
  const double upper = std::min(search.upper, best.argument + step);
  return Better(best, GoldenSection(function, lower, upper, search.tolerance));
}

}  // namespace prognos::models
