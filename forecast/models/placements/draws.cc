#include "forecast/models/placements/draws.h"

#include <cmath>

namespace prognos::models {

double DrawGamma(double shape, RandomGenerator& generator) {
  // A shape under 1 is one of shape + 1 times a power of a uniform.
  if (shape < 1.0) return DrawGamma(shape + 1.0, generator) * std::pow(1.0 - generator.Uniform(), 1.0 / shape);
  const double d = shape - 1.0 / 3.0;
  const double c = 1.0 / std::sqrt(9.0 * d);
  while (true) {
    const double x = generator.Normal();
    const double v = std::pow(1.0 + c * x, 3.0);
    if (v <= 0.0) continue;
    if (std::log(1.0 - generator.Uniform()) < 0.5 * x * x + d - d * v + d * std::log(v)) return d * v;
  }
}

double DrawWait(double rate, RandomGenerator& generator) { return -std::log(1.0 - generator.Uniform()) / rate; }

}  // namespace prognos::models
