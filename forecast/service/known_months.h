// What the ledger says of the months of an organization's series at a moment.
#ifndef PROGNOS_FORECAST_SERVICE_KNOWN_MONTHS_H_
#define PROGNOS_FORECAST_SERVICE_KNOWN_MONTHS_H_

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "forecast/cases/series_case.h"
#include "forecast/ledger/activity_tree.h"
#include "forecast/ledger/store.h"
#include "forecast/service/outlook_input.h"
#include "forecast/service/series_data.h"

namespace prognos::service {

struct KnownMonths {
  // What models see (cases::SeriesFacts::history and unfinished), by series.
  SeriesById histories;
  std::map<std::string, std::vector<cases::UnfinishedMonth>> unfinished;
  // That of the cut, or of the last month before it that is not open for all activities.
  int last_known_month = 0;
};

// Of the months up to the cut, as recorded by its `as_of`. A month in which others are booked and a series is not is
// zero there (cases/nothing_booked.h). With `cut.takes_marks`
// - a month that is open has no value;
// - a month that is preliminary, or of which nothing is said, has what it is expected to become, when the ledger's
// loads
//   show how such months grow (of one of which nothing is said: clearly);
// - a month that is closed, by a mark or with its year, has what is booked, and so has any other.
// `organization`, `tree` and `series` are as known then.
absl::StatusOr<KnownMonths> ReadKnownMonths(ledger::Reader& reader, const ForecastCut& cut,
                                            const ledger::Organization& organization, const ledger::ActivityTree& tree,
                                            const std::vector<ledger::Series>& series);

}  // namespace prognos::service

#endif  // PROGNOS_FORECAST_SERVICE_KNOWN_MONTHS_H_
