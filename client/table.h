// The tables of commands that do not make documents yet, under short names.
#ifndef PROGNOS_CLIENT_TABLE_H_
#define PROGNOS_CLIENT_TABLE_H_

#include "forecast/documents/text_table.h"
#include "forecast/documents/text_width.h"

namespace prognos::client {

using documents::Align;
using documents::DisplayWidth;
using documents::Render;
using documents::Truncate;
using documents::Wrap;
using Cell = documents::TextCell;
using Column = documents::TextColumn;
using Table = documents::TextTable;
using TableStyle = documents::TextTableStyle;

}  // namespace prognos::client

#endif  // PROGNOS_CLIENT_TABLE_H_
