// The report of a forecast as a workbook, for those who reckon on with it.
#ifndef PROGNOS_CLIENT_REPORT_WORKBOOK_H_
#define PROGNOS_CLIENT_REPORT_WORKBOOK_H_

#include <string>

#include "absl/status/statusor.h"
#include "client/report_page.h"
#include "client/texts.h"
#include "forecast/documents/xlsx.h"
#include "prognos/v1/forecast.pb.h"

namespace prognos::client {

// The words of `texts` for what a workbook says of itself.
documents::XlsxStyle WorkbookStyle(const Texts& texts);

// First what a reader should know, with the charts of the first part; then a sheet for each table of the report; the
// charts of every series; and last the months of all series as one long table, each krona once, so that a pivot table
// cannot add it twice. The months that the report's appendix has table by table stand there alone.
documents::XlsxBook WorkbookOf(const ReportPage& page, const v1::Forecast& forecast, const Texts& texts);

}  // namespace prognos::client

#endif  // PROGNOS_CLIENT_REPORT_WORKBOOK_H_
