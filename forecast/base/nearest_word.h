// Which known word a mistyped one was meant to be.
#ifndef PROGNOS_FORECAST_BASE_NEAREST_WORD_H_
#define PROGNOS_FORECAST_BASE_NEAREST_WORD_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace prognos {

// The fewest insertions, deletions and replacements of one byte that turn `a` into `b` (Levenshtein 1966).
int EditDistance(absl::string_view a, absl::string_view b);

// The word at the smallest distance, the first of equal ones; nothing when the distance is above 2 or half of `text`.
std::optional<std::string> NearestWord(absl::string_view text, const std::vector<std::string>& words);

}  // namespace prognos

#endif  // PROGNOS_FORECAST_BASE_NEAREST_WORD_H_
