// What the loads of an organization's ledger say: how its months grow, and what was known when.
//
// Costs and revenue come from the same system and are loaded together; volumes come from others. So each of the two has
// loads of its own. Of a flow all series learn together.
#ifndef PROGNOS_FORECAST_SERVICE_LEDGER_LOADS_H_
#define PROGNOS_FORECAST_SERVICE_LEDGER_LOADS_H_

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "forecast/ledger/store.h"
#include "forecast/models/run_off/loads.h"
#include "forecast/models/run_off/run_off.h"
#include "forecast/service/series_data.h"

namespace prognos::service {

// How the months of one series grow.
struct SeriesGrowth {
  models::RunOff run_off;
  Month newest;  // The newest month of the ledger, of age 0.
};

class LedgerLoads {
 public:
  // Of `series`, as recorded by `as_of` (absent: everything).
  static absl::StatusOr<LedgerLoads> Read(ledger::Reader& reader, const std::string& organization,
                                          const std::vector<ledger::Series>& series, std::optional<absl::Time> as_of);

  // The last moment at which `newest` was the newest month of the money that is booked (of an organization that only
  // counts volumes, of what is counted); nullopt: it was never, or it is still.
  std::optional<absl::Time> LastMomentOf(Month newest) const;

  // By series; empty where there are no loads to learn from. `histories` are those of the series.
  std::map<std::string, SeriesGrowth> GrowthOfSeries(const SeriesById& histories) const;

  // Of a flow, by age; empty: there are no loads to learn from.
  std::vector<models::PoolGrowth> GrowthOfFlow(Flow flow, const SeriesById& histories) const;

 private:
  // The series of one system.
  struct Source {
    std::vector<std::string> ids;
    std::vector<Flow> flows;
    models::Loads loads;
  };

  const Source& SourceOf(Flow flow) const { return flow == Flow::kVolume ? volumes_ : money_; }
  static models::LearntRunOff Learn(const Source& source, Flow flow, const SeriesById& histories);

  Source money_;
  Source volumes_;
};

}  // namespace prognos::service

#endif  // PROGNOS_FORECAST_SERVICE_LEDGER_LOADS_H_
