// The random numbers behind sample paths: small, fast, and the same bits on every machine for the same seed
// (the distributions of <random> differ between standard libraries).
//
// Generator: xoshiro256++ (Blackman & Vigna 2021, "Scrambled linear pseudorandom number generators", section 4),
// seeded by splitmix64 as its authors advise.
#ifndef PROGNOS_FORECAST_BASE_RANDOM_H_
#define PROGNOS_FORECAST_BASE_RANDOM_H_

#include <array>
#include <cstdint>

#include "absl/strings/string_view.h"

namespace prognos {

class RandomGenerator {
 public:
  // Two different seeds give unrelated sequences. 0 is a seed as good as any.
  explicit RandomGenerator(uint64_t seed);

  // A seed for a named part of a computation, so that parts can run in any order on any number of threads.
  static uint64_t DeriveSeed(uint64_t seed, absl::string_view part);

  uint64_t Next();      // Uniform on all 64-bit values.
  double Uniform();     // [0, 1).
  double Normal();      // Mean 0, variance 1 (polar method, Marsaglia & Bray 1964).
  int Index(int size);  // 0 ... size - 1; `size` >= 1.

 private:
  std::array<uint64_t, 4> state_;
  double spare_normal_ = 0.0;
  bool has_spare_normal_ = false;
};

}  // namespace prognos

#endif  // PROGNOS_FORECAST_BASE_RANDOM_H_
