// Tables that add up: the rows of a table as a tree, by their levels.
//
// The children of a row are the rows of the next level that follow it; the children of the sum are the rows of level 0.
// Where there is a subtotal the rows of level 0 before it are its children, and it is one of the sum.
// Amounts of such a table are rounded once, down the tree (rounded_tree.h), so that what is shown adds up in every
// format.
#ifndef PROGNOS_FORECAST_DOCUMENTS_TABLE_TREE_H_
#define PROGNOS_FORECAST_DOCUMENTS_TABLE_TREE_H_

#include <cstddef>
#include <vector>

#include "forecast/documents/document.h"

namespace prognos::documents {

// Sets what the amounts of a column show from the exact values of its leaves; inner rows and the sum get the exact sum
// of their children and show the sum of what these show. Cells of a column that are no amounts count as zero. All
// amounts of the column must have the same unit. A table without a sum row is rounded as if it had one.
void RoundDownTheTree(Table& table, size_t column);
// The same for two columns whose difference is shown as well, so that it adds up, too (rounded_pair.h).
void RoundDownTheTree(Table& table, size_t first, size_t second);

// The children of each row, as positions among the rows, in their order; those of the sum for the row that is one.
std::vector<std::vector<size_t>> ChildrenOfRows(const Table& table);

// Whether every row that has children, and the sum, shows what its children show together. Cells that are no amounts
// count as zero where a child lacks one, and are passed over where the parent does.
bool AddsUp(const Table& table, size_t column);

}  // namespace prognos::documents

#endif  // PROGNOS_FORECAST_DOCUMENTS_TABLE_TREE_H_
