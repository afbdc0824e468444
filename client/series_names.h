// What the name of a series says: "organizations/o/series/vuxen.cost.personal" is a cost, of a type, of an activity.
#ifndef PROGNOS_CLIENT_SERIES_NAMES_H_
#define PROGNOS_CLIENT_SERIES_NAMES_H_

#include <string>

#include "client/texts.h"

namespace prognos::client {

// "cost", "revenue" or the unit of a volume, and the identifier of a cost type, empty for none: of a series' name or
// identifier.
std::string SeriesKind(const std::string& series);
std::string SeriesCostType(const std::string& series);
inline bool IsCostSeries(const std::string& series) { return SeriesKind(series) == "cost"; }
inline bool IsRevenueSeries(const std::string& series) { return SeriesKind(series) == "revenue"; }

// What "ekonomiskt-bistand.cost" measures: "kostnad", "intäkt", or the unit of a volume.
std::string SeriesFlowText(const std::string& series, const Texts& texts);

// "organizations/o/series/vuxen.cost" as the user writes it: "vuxen.kostnad", in English "vuxen.cost"; with a cost type
// "vuxen.kostnad.personal".
std::string SeriesIdText(const std::string& series, const Texts& texts);

// True for a volume series, by its name.
bool IsVolumeSeries(const std::string& series);

// The activity that a series' name holds: "organizations/o/series/a.cost" -> "organizations/o/activities/a".
std::string ActivityOfSeries(const std::string& series);

}  // namespace prognos::client

#endif  // PROGNOS_CLIENT_SERIES_NAMES_H_
