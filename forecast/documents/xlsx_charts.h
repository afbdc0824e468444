// The charts of a workbook: native ones, drawn of cells on a sheet of their own.
#ifndef PROGNOS_FORECAST_DOCUMENTS_XLSX_CHARTS_H_
#define PROGNOS_FORECAST_DOCUMENTS_XLSX_CHARTS_H_

#include <string>
#include <vector>

#include "forecast/documents/document.h"
#include "forecast/documents/xlsx.h"
#include "forecast/documents/xlsx_writer.h"

namespace prognos::documents {

// How many rows of a sheet a chart covers.
inline constexpr size_t kRowsOfXlsxChart = 19;

// A chart of a sheet, whose upper left corner is at `row`.
struct PlacedChart {
  const Block* block;
  lxw_worksheet* sheet;
  size_t row;
};

// Draws the charts. Their cells come one chart after the other on a new last sheet, `data_name`; without charts there
// is none.
void AddXlsxCharts(const std::vector<PlacedChart>& charts, const std::string& data_name, const XlsxStyle& style,
                   XlsxWriter& writer);

}  // namespace prognos::documents

#endif  // PROGNOS_FORECAST_DOCUMENTS_XLSX_CHARTS_H_
