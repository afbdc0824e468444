// Small records for tests of stores.
#ifndef PROGNOS_TESTS_FORECAST_LEDGER_LEDGER_EXAMPLES_H_
#define PROGNOS_TESTS_FORECAST_LEDGER_LEDGER_EXAMPLES_H_

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "forecast/base/status_macros.h"
#include "forecast/ledger/store.h"

namespace prognos::ledger {

// So many seconds after the morning of 1 September 2022, when the tests take place.
inline absl::Time At(int seconds) { return absl::FromUnixSeconds(1'662'015'600 + seconds); }

inline Month MonthOf(const std::string& text) { return Month::Parse(text).value(); }

// An organization with the series named "{activity}.{cost|revenue}" and their activities.
inline absl::Status AddOrganization(Writer& writer, const std::string& id, const std::vector<std::string>& series_ids) {
  PROGNOS_RETURN_IF_ERROR(writer.InsertOrganization({id, id + " nämnd", At(0), {}, 0}));
  std::set<std::string> names;
  std::vector<Series> series;
  for (const std::string& series_id : series_ids) {
    const std::string activity = series_id.substr(0, series_id.find('.'));
    names.insert(activity);
    const bool is_cost = series_id == activity + ".cost";
    series.push_back({series_id, activity, is_cost ? Flow::kCost : Flow::kRevenue, "", ""});
  }
  std::vector<Activity> activities;
  for (const std::string& name : names) activities.push_back({name, "", name, 0});
  PROGNOS_RETURN_IF_ERROR(writer.UpsertActivities(id, activities, {At(0)}));
  return writer.UpsertSeries(id, series, {At(0)});
}

// Each amount falls on January but for one öre a month from February.
inline BudgetVersion BudgetOf(int year, absl::CivilDay decided, absl::Time recorded,
                              const std::vector<std::pair<std::string, int64_t>>& amounts) {
  BudgetVersion budget;
  budget.year = year;
  budget.decision_date = decided;
  budget.description = "Nämndplan";
  budget.record_time = recorded;
  for (const auto& [series_id, amount_ore] : amounts) {
    BudgetLine line = {series_id, amount_ore, Phasing::kMonthlyAmounts, {}, "som i fjol"};
    line.monthly_ore.fill(1);
    line.monthly_ore[0] = amount_ore - 11;
    budget.lines.push_back(line);
  }
  return budget;
}

// "hem.cost 2022-03" for each row.
inline std::vector<std::string> KeysOf(const std::vector<Actual>& actuals) {
  std::vector<std::string> keys;
  for (const Actual& actual : actuals) keys.push_back(absl::StrCat(actual.series_id, " ", actual.month.ToString()));
  return keys;
}

}  // namespace prognos::ledger

#endif  // PROGNOS_TESTS_FORECAST_LEDGER_LEDGER_EXAMPLES_H_
