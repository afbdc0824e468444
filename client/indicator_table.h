// The indicators of a year in print.
#ifndef PROGNOS_CLIENT_INDICATOR_TABLE_H_
#define PROGNOS_CLIENT_INDICATOR_TABLE_H_

#include "client/texts.h"
#include "forecast/documents/document.h"
#include "prognos/v1/followup.pb.h"

namespace prognos::client {

// One row for each indicator: target, what the tertials of the year measured (of several periods in one, the last),
// where the year is expected to end, status, the probability that the target is met (where a forecast tells it of any),
// trend and the person's judgement. "–" is not measured; a blank is nothing
// said. Comments and notes stand under the table.
documents::Document IndicatorDocument(const v1::ListIndicatorsResponse& indicators, int year, const Texts& texts);

// One row for each measurement of the year, and for an indicator without any: what ImportFollowUpTable reads again.
documents::Table IndicatorCsv(const v1::ListIndicatorsResponse& indicators, int year, const Texts& texts);

}  // namespace prognos::client

#endif  // PROGNOS_CLIENT_INDICATOR_TABLE_H_
