// Money as whole öre in 64 bits: what is stored and sent. unit.h says what the engine computes in.
#ifndef PROGNOS_FORECAST_BASE_AMOUNT_H_
#define PROGNOS_FORECAST_BASE_AMOUNT_H_

#include <cstdint>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "forecast/messages/message.h"

namespace prognos {

// The largest absolute amount that one row may carry: ten thousand billion kronor. Far above any municipality and
// far enough below 2^63 that nine thousand such rows can be added without overflow.
inline constexpr int64_t kMaxAmountOre = 1'000'000'000'000'000;

// The rule that a larger one breaks.
Message IsBeyondTheLargestAmount();

// a + b. OUT_OF_RANGE when the sum does not fit in 64 bits.
absl::StatusOr<int64_t> AddOre(int64_t a, int64_t b);

// Reads a decimal number with `decimal_mark` ('.' or ',') as a count of 1/`units_per_whole` (100 for öre, 1000 for
// thousandths of a volume) without passing through floating point. Digits beyond the unit are accepted only when
// they are zero. An optional sign ('+', '-' or U+2212) stands first. No thousands separators: the caller removes them.
// An error carries the rule that the text broke (MessageFrom), as it reads after the value ("is not a number"):
// INVALID_ARGUMENT for what is no number, NaN, infinity and too many decimals, OUT_OF_RANGE beyond kMaxAmountOre.
absl::StatusOr<int64_t> ParseDecimal(absl::string_view text, char decimal_mark, int units_per_whole);

}  // namespace prognos

#endif  // PROGNOS_FORECAST_BASE_AMOUNT_H_
