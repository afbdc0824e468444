// Whole numbers that add up: a total shared out by weights.
//
// The largest remainder method (Hamilton 1792; Balinski & Young 1982, "Fair Representation", chapter 3): every part is
// rounded down, and what is left goes one each to the parts with the largest remainder. No part is then a whole unit or
// more from its exact share. Equal remainders: the first part goes first. The arithmetic is on 128-bit integers, so the
// answer is the same on every machine.
#ifndef PROGNOS_FORECAST_BASE_APPORTION_H_
#define PROGNOS_FORECAST_BASE_APPORTION_H_

#include <cstdint>
#include <vector>

#include "absl/types/span.h"

namespace prognos {

// Shares out `total`, of any sign but not the smallest int64, in proportion to `weights`:
//
//   part_i = total * weight_i / sum(weights), rounded up or down to a whole number, and sum(part) = total
//
// A negative `total` gives the parts of -total with the sign turned. A weight that is negative, NaN or infinite counts
// as zero; when all count as zero the parts are even. Weights enter as whole multiples of 2^-53 of a power of two just
// above the largest one. No weights give no parts, whatever the total.
std::vector<int64_t> Apportion(int64_t total, absl::Span<const double> weights);

}  // namespace prognos

#endif  // PROGNOS_FORECAST_BASE_APPORTION_H_
