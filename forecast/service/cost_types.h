// Cost types (kostnadsslag): the organization's list, and the series that hold the money of one type.
#ifndef PROGNOS_FORECAST_SERVICE_COST_TYPES_H_
#define PROGNOS_FORECAST_SERVICE_COST_TYPES_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "forecast/base/faults.h"
#include "forecast/interchange/cost_type_lookup.h"
#include "forecast/ledger/store.h"
#include "forecast/series/flow.h"
#include "forecast/service/series_data.h"
#include "prognos/v1/ledger.pb.h"

namespace prognos::service {

// What a series of money holds.
struct MoneySeries {
  std::string activity_id;
  Flow flow = Flow::kUnspecified;  // kCost or kRevenue.
  std::string type_id = "";        // Empty: money without a type.
};

// "vuxen.cost", "vuxen.cost.personal".
std::string SeriesIdOf(const MoneySeries& series);
// nullopt for a volume, and for what is no identifier of a series.
std::optional<MoneySeries> ParseMoneySeries(absl::string_view series_id);

// The histories of the series with a type, by the series of the same money without one: "vuxen.cost". They point into
// `histories`.
absl::flat_hash_map<std::string, std::vector<const MonthlySeries*>> TypedHistories(const SeriesById& histories);

CostTypeLookup LookupIn(const std::vector<ledger::CostType>& types);

// The list of a request as it would be stored, or every fault in it.
absl::StatusOr<std::vector<ledger::CostType>> CheckCostTypes(const v1::UpsertCostTypesRequest& request,
                                                             const std::string& organization);
// Stores `types`, which CheckCostTypes answered, and tells the whole list. INVALID_ARGUMENT when two types of the list
// would be called the same, or there would be more than 100.
absl::StatusOr<std::vector<ledger::CostType>> StoreCostTypes(ledger::Writer& writer, const std::string& organization,
                                                             const std::vector<ledger::CostType>& types,
                                                             const ledger::Recording& recording);

// A fault for each of `type_ids` that is neither empty nor on the list. Places are "{list}[i].cost_type".
absl::Status CheckCostTypesExist(ledger::Reader& reader, const std::string& organization, absl::string_view list,
                                 const std::vector<std::string>& type_ids, FaultList& faults);

// Makes those of the series that are of a cost type of the list and do not exist, where their activity has a series of
// the flow. Others are left: whoever uses them refuses what does not exist.
absl::Status AddTypedSeries(ledger::Writer& writer, const std::string& organization,
                            absl::Span<const std::string> series_ids, const ledger::Recording& recording);

}  // namespace prognos::service

#endif  // PROGNOS_FORECAST_SERVICE_COST_TYPES_H_
