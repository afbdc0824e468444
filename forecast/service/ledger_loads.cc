#include "forecast/service/ledger_loads.h"

#include <utility>

#include "absl/algorithm/container.h"
#include "forecast/base/status_macros.h"

namespace prognos::service {
namespace {

// Moments of recording are told apart by this.
constexpr absl::Duration kJustBefore = absl::Microseconds(1);

using RowsOfSource = std::vector<models::RecordedValue>;

bool HasGrowth(const models::PoolGrowth& growth) { return growth.months > 0; }

}  // namespace

absl::StatusOr<LedgerLoads> LedgerLoads::Read(ledger::Reader& reader, const std::string& organization,
                                              const std::vector<ledger::Series>& series,
                                              std::optional<absl::Time> as_of) {
  LedgerLoads loads;
  std::map<std::string, std::pair<bool, int>> places;  // Whether it is a volume, and the index in its source.
  for (const ledger::Series& one : series) {
    Source& source = one.flow == Flow::kVolume ? loads.volumes_ : loads.money_;
    places[one.id] = {one.flow == Flow::kVolume, static_cast<int>(source.ids.size())};
    source.ids.push_back(one.id);
    source.flows.push_back(one.flow);
  }
  PROGNOS_ASSIGN_OR_RETURN(const std::vector<ledger::Actual> versions, reader.ListActualVersions(organization, as_of));
  RowsOfSource money;
  RowsOfSource volumes;
  for (const ledger::Actual& row : versions) {
    const auto place = places.find(row.series_id);
    if (place == places.end()) continue;
    const auto& [is_volume, at] = place->second;
    (is_volume ? volumes : money).push_back({at, row.month, static_cast<double>(row.value), row.record_time});
  }
  loads.money_.loads = models::Loads(static_cast<int>(loads.money_.ids.size()), money);
  loads.volumes_.loads = models::Loads(static_cast<int>(loads.volumes_.ids.size()), volumes);
  return loads;
}

std::optional<absl::Time> LedgerLoads::LastMomentOf(Month newest) const {
  const Source& source = money_.loads.Newest().has_value() ? money_ : volumes_;
  const std::optional<absl::Time> end = source.loads.EndOfLoadOf(newest);
  if (!end.has_value() || *end == absl::InfiniteFuture()) return std::nullopt;
  return *end - kJustBefore;
}

models::LearntRunOff LedgerLoads::Learn(const Source& source, Flow flow, const SeriesById& histories) {
  std::vector<models::FillingHistory> pool;
  const std::optional<Month> newest = source.loads.Newest();
  for (size_t at = 0; at < source.ids.size() && newest.has_value(); ++at) {
    if (source.flows[at] != flow) continue;
    models::FillingHistory& one = pool.emplace_back();
    const auto history = histories.find(source.ids[at]);
    if (history == histories.end()) continue;
    one.level = models::LevelForGrowth(history->second, *newest);
    one.months = source.loads.FilledMonths(static_cast<int>(at));
  }
  return models::LearnRunOff(pool);
}

std::map<std::string, SeriesGrowth> LedgerLoads::GrowthOfSeries(const SeriesById& histories) const {
  std::map<std::string, SeriesGrowth> growths;
  for (const Flow flow : {Flow::kCost, Flow::kRevenue, Flow::kVolume}) {
    const Source& source = SourceOf(flow);
    models::LearntRunOff learnt = Learn(source, flow, histories);
    if (!absl::c_any_of(learnt.pool, HasGrowth)) continue;
    size_t next = 0;
    for (size_t at = 0; at < source.ids.size(); ++at) {
      if (source.flows[at] != flow) continue;
      growths[source.ids[at]] = {std::move(learnt.series[next++]), *source.loads.Newest()};
    }
  }
  return growths;
}

std::vector<models::PoolGrowth> LedgerLoads::GrowthOfFlow(Flow flow, const SeriesById& histories) const {
  std::vector<models::PoolGrowth> growths = Learn(SourceOf(flow), flow, histories).pool;
  if (!absl::c_any_of(growths, HasGrowth)) growths.clear();
  return growths;
}

}  // namespace prognos::service
