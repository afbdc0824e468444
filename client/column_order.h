// Which columns give way where a table is wider than the terminal.
#ifndef PROGNOS_CLIENT_COLUMN_ORDER_H_
#define PROGNOS_CLIENT_COLUMN_ORDER_H_

#include <cstddef>

#include "forecast/documents/document.h"

namespace prognos::client {

// Where a column stands among those that give way: 1 goes first; 0 stays. First go measures that say how sure another
// measure is, then percentages beside what they are of, then what is only so far, then what stands beside a judged
// value, then last year, then parts that stand beside their sum, then intervals. Names, full years, deviations and
// risks stay.
int ColumnOrder(const documents::Table& table, size_t column);

}  // namespace prognos::client

#endif  // PROGNOS_CLIENT_COLUMN_ORDER_H_
