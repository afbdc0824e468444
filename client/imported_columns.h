// The columns of tables that tell what files hold, series by series.
#ifndef PROGNOS_CLIENT_IMPORTED_COLUMNS_H_
#define PROGNOS_CLIENT_IMPORTED_COLUMNS_H_

#include <vector>

#include "client/texts.h"
#include "forecast/documents/document.h"

namespace prognos::client {

// Activity, what is measured, months, their number, and the sum in kronor or in the unit of a volume.
inline std::vector<documents::Column> ImportedColumns(const Texts& texts) {
  using documents::ColumnKind;
  return {{"activity", {texts.activity}, ColumnKind::kText, true},
          {"flow", {texts.flow}},
          {"months", {texts.months}, ColumnKind::kMonth},
          {"month_count", {texts.month_count}, ColumnKind::kCount},
          {"sum", {texts.sum_kronor}, ColumnKind::kAmount}};
}

}  // namespace prognos::client

#endif  // PROGNOS_CLIENT_IMPORTED_COLUMNS_H_
