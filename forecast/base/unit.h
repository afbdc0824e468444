// What amounts are counted in: the one place that knows how many parts a whole has.
//
//   money     1 krona = 100 öre
//   a volume  1 household, care day, ... = 1000 thousandths
//
// Amounts are stored, sent and added up in whole parts. The engine computes in wholes, as doubles; its answers become
// parts again before anything is added to them, and are rounded once (outlook/line_summary.h).
#ifndef PROGNOS_FORECAST_BASE_UNIT_H_
#define PROGNOS_FORECAST_BASE_UNIT_H_

#include <cmath>
#include <cstdint>

namespace prognos {

struct Unit {
  int parts_per_whole = 1;  // A power of ten; 1: plain numbers.
  int shown_decimals = 0;   // Of wholes, where a table shows fewer than all.

  // Exact to the nearest double for whole parts up to 2^53, which is beyond the largest amount (amount.h).
  constexpr double Wholes(double parts) const { return parts / parts_per_whole; }
  constexpr double Parts(double wholes) const { return wholes * parts_per_whole; }
  // The decimals of one part: 2 for öre.
  constexpr int Decimals() const {
    int decimals = 0;
    for (int parts = parts_per_whole; parts > 1; parts /= 10) ++decimals;
    return decimals;
  }
  // The whole number of parts nearest to `wholes`, halves away from zero.
  int64_t RoundedParts(double wholes) const { return std::llround(Parts(wholes)); }
};

inline constexpr Unit kMoneyUnit{100, 2};
inline constexpr Unit kVolumeUnit{1000, 1};

// What tables count money in (tkr).
inline constexpr int64_t kOrePerThousandKronor = 1000 * kMoneyUnit.parts_per_whole;

}  // namespace prognos

#endif  // PROGNOS_FORECAST_BASE_UNIT_H_
