#include "forecast/service/outlook_input.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <utility>

#include "absl/algorithm/container.h"
#include "forecast/base/status_macros.h"
#include "forecast/budget/in_force.h"
#include "forecast/cases/told_by_type.h"
#include "forecast/service/cost_types.h"
#include "forecast/service/drivers.h"
#include "forecast/service/known_months.h"
#include "forecast/service/ledger_checks.h"
#include "forecast/service/series_data.h"

namespace prognos::service {
namespace {

// As they are in force in each year's round; the rule of the remaining budget is scored on earlier years, so their
// budgets are needed too.
absl::StatusOr<SeriesById> ReadBudgets(ledger::Reader& reader, const ForecastCut& cut) {
  constexpr int kYearsBack = 10;
  std::vector<ledger::BudgetVersion> versions;
  ledger::BudgetQuery query;
  query.as_of = cut.as_of;
  for (query.year = std::max(cut.year - kYearsBack, Month::kFirstYear); query.year <= cut.year; ++query.year) {
    query.decided_by = cut.DecidedBy(query.year);
    PROGNOS_ASSIGN_OR_RETURN(std::vector<ledger::BudgetVersion> of_year,
                             reader.ListBudgetVersions(cut.organization, query));
    std::move(of_year.begin(), of_year.end(), std::back_inserter(versions));
  }
  return budget::MonthsInForce(versions);
}

// From when on series without a cost type are only budgets, for those that are.
std::map<std::string, Month> ToldByType(const SeriesById& histories) {
  std::map<std::string, Month> since;
  for (const auto& [whole_id, typed] : TypedHistories(histories)) {
    const auto whole = histories.find(whole_id);
    const std::optional<Month> first =
        cases::ToldByTypeSince(whole == histories.end() ? MonthlySeries() : whole->second, typed);
    if (first.has_value()) since.emplace(whole_id, *first);
  }
  return since;
}

// The types that series are of; where none is, the organization is as one without a list.
void TakeTypes(ForecastMaterial& material) {
  const auto is_used = [&](const ledger::CostType& type) {
    return absl::c_any_of(material.series, [&](const ledger::Series& one) { return one.type_id == type.id; });
  };
  std::erase_if(material.cost_types, [&](const ledger::CostType& type) { return !is_used(type); });
  for (const ledger::CostType& type : material.cost_types) material.input.types.push_back(type.id);
}

// Nothing comes of what has left within the year, from that month on.
cases::KnownEffect Gone(Month first_month) {
  cases::KnownEffect gone;
  gone.first = first_month;
  gone.last = Month::January(first_month.year()) + (kMonthsPerYear - 1);
  gone.factor = 0.0;
  return gone;
}

outlook::SeriesInput InputOf(const ledger::Series& series, const ledger::ActivityTree& tree, SeriesById& histories,
                             SeriesById& budgets) {
  outlook::SeriesInput input;
  input.id = series.id;
  input.activity = tree.Find(series.activity_id);
  input.flow = series.flow;
  input.history = std::move(histories[series.id]);
  input.budget = std::move(budgets[series.id]);
  return input;
}

}  // namespace

absl::CivilDay ForecastCut::DecidedBy(int round_year) const {
  return std::min(latest_decision, budget::LastDecisionOfRound(round_year, last_known_month));
}

int ForecastMaterial::TypeOf(const ledger::Series& one) const {
  const auto found = absl::c_find_if(cost_types, [&](const ledger::CostType& type) { return type.id == one.type_id; });
  return found == cost_types.end() ? -1 : static_cast<int>(found - cost_types.begin());
}

absl::StatusOr<ForecastMaterial> ReadForecastMaterial(ledger::Reader& reader, const ForecastCut& cut) {
  ForecastMaterial material;
  PROGNOS_ASSIGN_OR_RETURN(material.organization, reader.GetOrganization(cut.organization, cut.as_of));
  PROGNOS_ASSIGN_OR_RETURN(const TreeOfYear in_year, ReadTreeOfYear(reader, cut.organization, cut.year, cut.as_of));
  material.tree = in_year.tree;
  PROGNOS_ASSIGN_OR_RETURN(std::vector<ledger::Series> series, reader.ListSeries(cut.organization, cut.as_of));
  material.series = InTreeOrder(material.tree, std::move(series));
  PROGNOS_ASSIGN_OR_RETURN(material.ledger_position, reader.LedgerPosition(cut.organization, cut.as_of));
  PROGNOS_ASSIGN_OR_RETURN(KnownMonths known,
                           ReadKnownMonths(reader, cut, material.organization, material.tree, material.series));
  PROGNOS_ASSIGN_OR_RETURN(SeriesById budgets, ReadBudgets(reader, cut));
  const std::map<std::string, Month> told_by_type = ToldByType(known.histories);
  PROGNOS_ASSIGN_OR_RETURN(material.cost_types, reader.ListCostTypes(cut.organization, cut.as_of));
  TakeTypes(material);
  material.input.year = cut.year;
  material.input.last_known_month = known.last_known_month;
  for (const ledger::ActivityTree::Node& node : material.tree.nodes()) {
    material.input.activities.push_back({node.activity.id, node.parent, node.activity.own_frame});
  }
  EventQuery asked = cut.events;
  asked.as_of = cut.as_of;
  PROGNOS_ASSIGN_OR_RETURN(KnownEvents events, ReadKnownEvents(reader, cut.organization, asked));
  for (const ledger::Series& one : material.series) {
    material.input.series.push_back(InputOf(one, material.tree, known.histories, budgets));
    outlook::SeriesInput& added = material.input.series.back();
    added.effects = std::move(events.effects[one.id]);
    added.type = material.TypeOf(one);
    added.unfinished = std::move(known.unfinished[one.id]);
    const auto told = told_by_type.find(one.id);
    if (told != told_by_type.end()) added.told_by_type_since = told->second;
    const std::optional<Month> without = in_year.FirstMonthWithout(one.activity_id);
    if (without.has_value()) added.effects.push_back(Gone(*without));
  }
  PROGNOS_ASSIGN_OR_RETURN(material.input.drivers,
                           ReadDriverInputs(reader, cut.organization, material.series, cut.year, cut.as_of));
  material.events = std::move(events.events);
  return material;
}

}  // namespace prognos::service
