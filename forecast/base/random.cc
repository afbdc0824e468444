#include "forecast/base/random.h"

#include <bit>
#include <cmath>

namespace prognos {
namespace {

uint64_t SplitMix64(uint64_t& state) {
  state += 0x9e3779b97f4a7c15;
  uint64_t z = state;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
  z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
  return z ^ (z >> 31);
}

}  // namespace

RandomGenerator::RandomGenerator(uint64_t seed) {
  for (uint64_t& word : state_) word = SplitMix64(seed);
}

uint64_t RandomGenerator::DeriveSeed(uint64_t seed, absl::string_view part) {
  // FNV-1a over the name, then mixed with the seed.
  uint64_t hash = 0xcbf29ce484222325;
  for (const char c : part) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  uint64_t state = seed ^ hash;
  return SplitMix64(state);
}

uint64_t RandomGenerator::Next() {
  const uint64_t result = std::rotl(state_[0] + state_[3], 23) + state_[0];
  const uint64_t shifted = state_[1] << 17;
  state_[2] ^= state_[0];
  state_[3] ^= state_[1];
  state_[1] ^= state_[2];
  state_[0] ^= state_[3];
  state_[2] ^= shifted;
  state_[3] = std::rotl(state_[3], 45);
  return result;
}

double RandomGenerator::Uniform() { return static_cast<double>(Next() >> 11) * 0x1.0p-53; }

double RandomGenerator::Normal() {
  if (has_spare_normal_) {
    has_spare_normal_ = false;
    return spare_normal_;
  }
  double u = 0.0;
  double v = 0.0;
  double square = 0.0;
  do {
    u = 2.0 * Uniform() - 1.0;
    v = 2.0 * Uniform() - 1.0;
    square = u * u + v * v;
  } while (square >= 1.0 || square == 0.0);
  const double scale = std::sqrt(-2.0 * std::log(square) / square);
  spare_normal_ = v * scale;
  has_spare_normal_ = true;
  return u * scale;
}

int RandomGenerator::Index(int size) { return static_cast<int>(Uniform() * size); }

}  // namespace prognos
