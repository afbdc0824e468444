#include "forecast/service/series_data.h"

#include <tuple>

namespace prognos::service {
namespace {

// One series from its rows, which lie next to each other in rising months.
MonthlySeries FromRows(const ledger::Actual* begin, const ledger::Actual* end) {
  MonthlySeries series{begin->month, Vector::Constant((end - 1)->month - begin->month + 1, kMissing)};
  for (const ledger::Actual* row = begin; row != end; ++row) {
    series.values[row->month - series.first] = static_cast<double>(row->value);
  }
  return series;
}

}  // namespace

SeriesById ToMonthlySeries(const std::vector<ledger::Actual>& actuals) {
  SeriesById result;
  const ledger::Actual* const stop = actuals.data() + actuals.size();
  for (const ledger::Actual* begin = actuals.data(); begin != stop;) {
    const ledger::Actual* end = begin;
    while (end != stop && end->series_id == begin->series_id) ++end;
    result[begin->series_id] = FromRows(begin, end);
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
