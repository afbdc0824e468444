// A forecast as charts that a terminal can draw: deviations as bars, months with their fan, twelve months
// rolling, and claims that are outstanding.
#ifndef PROGNOS_CLIENT_CHART_DOCUMENT_H_
#define PROGNOS_CLIENT_CHART_DOCUMENT_H_

#include "client/texts.h"
#include "forecast/documents/document.h"
#include "prognos/v1/forecast.pb.h"
#include "prognos/v1/ledger.pb.h"

namespace prognos::client {

// The title; then, as judged where the forecast is judged, the full year's deviation of each activity and the net cost
// of the sum and of each activity month by month; then of each activity the twelve months that end in each month of
// `periods`, and the claims that are outstanding. Charts without anything to draw are left out.
documents::Document ChartDocument(const v1::Forecast& forecast, const v1::ComparePeriodsResponse& periods,
                                  const Texts& texts);

}  // namespace prognos::client

#endif  // PROGNOS_CLIENT_CHART_DOCUMENT_H_
