#include "forecast/service/outlook_input.h"

#include <algorithm>
#include <utility>

#include "forecast/base/status_macros.h"
#include "forecast/service/ledger_checks.h"
#include "forecast/service/series_data.h"

namespace prognos::service {
namespace {

// The phased budgets of each series as one monthly series over all years that have one; NaN where there is none.
absl::StatusOr<SeriesById> ReadBudgets(ledger::Reader& reader, const ForecastCut& cut) {
  SeriesById budgets;
  ledger::BudgetQuery query;
  query.as_of = cut.as_of;
  // The rule of the remaining budget is scored on earlier years, so their budgets are needed too.
  constexpr int kYearsBack = 10;
  const Month first = Month::January(std::max(cut.year - kYearsBack, Month::kFirstYear));
  const int months = Month::January(cut.year) + kMonthsPerYear - first;
  for (query.year = first.year(); query.year <= cut.year; ++query.year) {
    query.decided_by = cut.DecidedBy(query.year);
    PROGNOS_ASSIGN_OR_RETURN(const std::vector<ledger::BudgetVersion> versions,
                             reader.ListBudgetVersions(cut.organization, query));
    for (const auto& [series_id, in_force] : LinesInForce(versions)) {
      MonthlySeries& budget =
          budgets.try_emplace(series_id, MonthlySeries{first, Vector::Constant(months, kMissing)}).first->second;
      for (int i = 0; i < kMonthsPerYear; ++i) {
        budget.values[Month::January(query.year) + i - first] = static_cast<double>(in_force.line.monthly_ore[i]);
      }
    }
  }
  for (auto& [series_id, budget] : budgets) budget = budget.Trimmed();
  return budgets;
}

absl::StatusOr<SeriesById> ReadHistories(ledger::Reader& reader, const ForecastCut& cut) {
  ledger::ActualsQuery query;
  query.last_month = Month::January(cut.year) + (cut.last_known_month - 1);
  query.as_of = cut.as_of;
  PROGNOS_ASSIGN_OR_RETURN(const std::vector<ledger::Actual> actuals, reader.ListActuals(cut.organization, query));
  return ToMonthlySeries(actuals);
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
  const absl::CivilMonth month_of_the_round(round_year, last_known_month + 1);  // 13 is January of the next year.
  return std::min(latest_decision, absl::CivilDay(month_of_the_round + 1) - 1);
}

absl::StatusOr<ForecastMaterial> ReadForecastMaterial(ledger::Reader& reader, const ForecastCut& cut) {
  ForecastMaterial material;
  PROGNOS_ASSIGN_OR_RETURN(material.organization, reader.GetOrganization(cut.organization, cut.as_of));
  PROGNOS_ASSIGN_OR_RETURN(material.tree, ReadTree(reader, cut.organization, cut.as_of));
  PROGNOS_ASSIGN_OR_RETURN(std::vector<ledger::Series> series, reader.ListSeries(cut.organization, cut.as_of));
  material.series = InTreeOrder(material.tree, std::move(series));
  PROGNOS_ASSIGN_OR_RETURN(material.ledger_position, reader.LedgerPosition(cut.organization, cut.as_of));
  PROGNOS_ASSIGN_OR_RETURN(SeriesById histories, ReadHistories(reader, cut));
  PROGNOS_ASSIGN_OR_RETURN(SeriesById budgets, ReadBudgets(reader, cut));
  material.input.year = cut.year;
  material.input.last_known_month = cut.last_known_month;
  for (const ledger::ActivityTree::Node& node : material.tree.nodes()) {
    material.input.activities.push_back({node.activity.id, node.parent});
  }
  for (const ledger::Series& one : material.series) {
    material.input.series.push_back(InputOf(one, material.tree, histories, budgets));
  }
  return material;
}

}  // namespace prognos::service
