// How far the rounds of some years were from the bokslut (prognossäkerhet), in print.
#ifndef PROGNOS_CLIENT_ACCURACY_TABLES_H_
#define PROGNOS_CLIENT_ACCURACY_TABLES_H_

#include "client/texts.h"
#include "forecast/documents/document.h"
#include "prognos/v1/forecast.pb.h"

namespace prognos::client {

// For each round of each year the error of each activity's net, by the model, as judged and by the human rules, in tkr
// and of the first two in per cent of net budget ("–" where that is zero or less); of several years also how good each
// was for the sum. A year without a bokslut is told in words. With `by_type` each row is followed by its cost types,
// whose errors add up to it as printed, and of several years those of the sum are told as well.
documents::Document AccuracyDocument(const v1::CompareForecastsResponse& comparison, bool by_type, const Texts& texts);

// For programs: a row for each year, round, activity and who said it, in kronor with öre; with `by_type` rows for each
// cost type as well.
documents::Table AccuracyTable(const v1::CompareForecastsResponse& comparison, bool by_type, const Texts& texts);

}  // namespace prognos::client

#endif  // PROGNOS_CLIENT_ACCURACY_TABLES_H_
