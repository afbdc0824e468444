#include "forecast/service/series_data.h"

#include <tuple>

#include "forecast/base/amount.h"

namespace prognos::service {
namespace {

double InWholeUnits(int64_t value, Flow flow) {
  return flow == Flow::kVolume ? static_cast<double>(value) / 1000.0 : KronorFromOre(value);
}

// One series from its rows, which lie next to each other in rising months.
MonthlySeries FromRows(const ledger::Actual* begin, const ledger::Actual* end, Flow flow) {
  MonthlySeries series{begin->month, Vector::Constant((end - 1)->month - begin->month + 1, kMissing)};
  for (const ledger::Actual* row = begin; row != end; ++row) {
    series.values[row->month - series.first] = InWholeUnits(row->value, flow);
  }
  return series;
}

}  // namespace

SeriesById ToMonthlySeries(const std::vector<ledger::Actual>& actuals,
                           const absl::flat_hash_map<std::string, Flow>& flows) {
  SeriesById result;
  const ledger::Actual* const stop = actuals.data() + actuals.size();
  for (const ledger::Actual* begin = actuals.data(); begin != stop;) {
    const ledger::Actual* end = begin;
    while (end != stop && end->series_id == begin->series_id) ++end;
    const auto flow = flows.find(begin->series_id);
    if (flow != flows.end()) result[begin->series_id] = FromRows(begin, end, flow->second);
    begin = end;
  }
  return result;
}

absl::flat_hash_map<std::string, LineInForce> LinesInForce(const std::vector<ledger::BudgetVersion>& versions) {
  absl::flat_hash_map<std::string, LineInForce> result;
  for (const ledger::BudgetVersion& version : versions) {
    for (const ledger::BudgetLine& line : version.lines) {
      LineInForce& in_force = result[line.series_id];
      if (std::tie(version.decision_date, version.version) >= std::tie(in_force.decision_date, in_force.version)) {
        in_force = {line, version.decision_date, version.version};
      }
    }
  }
  return result;
}

}  // namespace prognos::service
