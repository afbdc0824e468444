// The inputs of an outlook as bytes: equal inputs have equal bytes, and all that the answer depends on is in them.
//
//   const std::string bytes = ToBytes(input);
//   outlook = ComputeOutlook(*FromBytes(bytes));
//
// Who computes from what FromBytes answers can take a digest of the bytes for the inputs: what did not get into the
// bytes did not get into the computation either. The bytes are kept with stored forecasts, so they are read for good:
// another form has another first byte, and inputs that the older form can hold keep it, so that their digests stay.
//
// About 3 bytes an amount: 40 series of ten years, with budgets, take 20-30 kB.
#ifndef PROGNOS_FORECAST_OUTLOOK_CANONICAL_INPUT_H_
#define PROGNOS_FORECAST_OUTLOOK_CANONICAL_INPUT_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "forecast/outlook/outlook.h"

namespace prognos::outlook {

// The first byte: of an input without events, of one whose effects are those of events, of one that also says of each
// activity whether it has a frame of its own, of one with cost types, of one in which something lasts by the day, of
// one with months that are not finished, of one with months that are still filling, of one in which something that
// lasts by the day cannot end, and of one in which series drive others.
inline constexpr int kCanonicalForm = 1;
inline constexpr int kFormWithEvents = 2;
inline constexpr int kFormWithFrames = 3;
inline constexpr int kFormWithTypes = 4;
inline constexpr int kFormWithStays = 5;
inline constexpr int kFormWithUnfinished = 6;
inline constexpr int kFormWithFilling = 7;
inline constexpr int kFormWithEndless = 8;
inline constexpr int kFormWithDrivers = 9;

// Everything but the number of threads, which the answer does not depend on.
std::string ToBytes(const OutlookInput& input);

// DATA_LOSS when `bytes` are not those of an input.
absl::StatusOr<OutlookInput> FromBytes(absl::string_view bytes);

}  // namespace prognos::outlook

#endif  // PROGNOS_FORECAST_OUTLOOK_CANONICAL_INPUT_H_
