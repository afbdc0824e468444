// A series as people write it, taken apart: an activity, a point, and what of it; of a cost type a point and the type.
//
//   Vuxen > Externa placeringar.kostnad      bistand.hushåll      vuxen.kostnad.Inhyrd personal
#ifndef PROGNOS_FORECAST_INTERCHANGE_WRITTEN_SERIES_H_
#define PROGNOS_FORECAST_INTERCHANGE_WRITTEN_SERIES_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace prognos {

// Nothing is looked up: each part is as it is written.
struct WrittenSeries {
  std::string activity;
  std::string flow;  // kostnad, intäkt or a unit.
  std::string type;  // Empty: none.
};

// nullopt without a point. An activity may have points in its name: the last one is meant, or the last two with the
// word of a cost or revenue between them.
std::optional<WrittenSeries> TakeSeriesApart(absl::string_view text);

}  // namespace prognos

#endif  // PROGNOS_FORECAST_INTERCHANGE_WRITTEN_SERIES_H_
