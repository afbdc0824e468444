#include "forecast/service/series_data.h"

#include <algorithm>
#include <cmath>

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

MonthlySeries SumOf(const MonthlySeries& a, const MonthlySeries& b) {
  if (a.empty()) return b;
  if (b.empty()) return a;
  const Month first = std::min(a.first, b.first);
  const Month end = std::max(a.end(), b.end());
  MonthlySeries sum{first, Vector::Constant(end - first, kMissing)};
  for (Month month = first; month < end; month = month + 1) {
    const double of_a = a.At(month);
    const double of_b = b.At(month);
    sum.values[month - first] = std::isnan(of_a) ? of_b : std::isnan(of_b) ? of_a : of_a + of_b;
  }
  return sum;
}

}  // namespace prognos::service
