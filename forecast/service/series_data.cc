#include "forecast/service/series_data.h"

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

}  // namespace prognos::service
