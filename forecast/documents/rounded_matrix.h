// Whole numbers in a table whose rows and columns both have sums that stand elsewhere already, as the terms of a
// deviation by activity: each row adds up to its deviation, each column to the term of the whole.
#ifndef PROGNOS_FORECAST_DOCUMENTS_ROUNDED_MATRIX_H_
#define PROGNOS_FORECAST_DOCUMENTS_ROUNDED_MATRIX_H_

#include <cstdint>
#include <vector>

#include "absl/types/span.h"

namespace prognos::documents {

// `parts[row][column]` in units of which `unit` make a shown one; `rows` and `columns`: what the sums show, whose sums
// are the same. Answers what each part shows: first each row by itself (rounded_tree.h, RoundParts), then units go
// from columns with too much to those with too little, in the row where that is least wrong; a part that is 0 keeps
// its 0 as long as another can give way.
// Where the sums of `rows` and `columns` differ, only the rows add up.
std::vector<std::vector<int64_t>> RoundMatrix(const std::vector<std::vector<int64_t>>& parts,
                                              absl::Span<const int64_t> rows, absl::Span<const int64_t> columns,
                                              int64_t unit);

}  // namespace prognos::documents

#endif  // PROGNOS_FORECAST_DOCUMENTS_ROUNDED_MATRIX_H_
