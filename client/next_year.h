// What next year costs beside this one, in print.
#ifndef PROGNOS_CLIENT_NEXT_YEAR_H_
#define PROGNOS_CLIENT_NEXT_YEAR_H_

#include "client/texts.h"
#include "forecast/documents/document.h"
#include "prognos/v1/forecast.pb.h"

namespace prognos::client {

// `next`: of the year after that of `year`, nothing of it known. Net costs in tkr as they stand in the tables of either
// forecast, the increase between them, and against the next year's budget where one is set; without any, the interval
// is that of the amount. With `by_type` each row is followed by its parts by cost type. What is predicted already of
// `year` is said, and what a budget lacks.
documents::Document NextYearDocument(const v1::Forecast& year, const v1::Forecast& next, bool by_type,
                                     const Texts& texts);

}  // namespace prognos::client

#endif  // PROGNOS_CLIENT_NEXT_YEAR_H_
