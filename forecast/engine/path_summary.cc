#include "forecast/engine/path_summary.h"

#include <algorithm>
#include <cmath>

namespace prognos::engine {

std::vector<double> SampleQuantiles(Vector sample, const std::vector<double>& levels) {
  std::vector<double> quantiles;
  quantiles.reserve(levels.size());
  double* begin = sample.data();  // All before it is in place already.
  double* const end = sample.data() + sample.size();
  for (const double level : levels) {
    const double position = static_cast<double>(sample.size() - 1) * level;
    const Eigen::Index below = static_cast<Eigen::Index>(std::floor(position));
    double* const nth = sample.data() + below;
    std::nth_element(begin, nth, end);
    const double rest = position - static_cast<double>(below);
    const double next = rest > 0.0 ? *std::min_element(nth + 1, end) : *nth;
    // From the lower neighbour up, so that equal neighbours give their value without rounding.
    quantiles.push_back(*nth + rest * (next - *nth));
    begin = nth;
  }
  return quantiles;
}

Vector PathTotals(const Matrix& paths) { return paths.colwise().sum().transpose(); }

}  // namespace prognos::engine
