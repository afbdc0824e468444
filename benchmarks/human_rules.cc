#include "benchmarks/human_rules.h"

namespace prognos::benchmarks {
namespace {

Month January(const MonthlySeries& known) { return Month::January((known.end() - 1).year()); }

double KnownSum(const MonthlySeries& known) { return known.SumBetween(January(known), known.end() - 1); }

double RunRate(const MonthlySeries& known) { return KnownSum(known) * kMonthsPerYear / (known.end() - January(known)); }

double LastYearsShare(const MonthlySeries& known) {
  const Month last_january = January(known) - kMonthsPerYear;
  const double whole = known.SumBetween(last_january, last_january + (kMonthsPerYear - 1));
  const double same_months = known.SumBetween(last_january, known.end() - 1 - kMonthsPerYear);
  return same_months == 0.0 ? RunRate(known) : KnownSum(known) * whole / same_months;
}

double SeasonalNaive(const MonthlySeries& known) {
  return known.SumBetween(known.end() - kMonthsPerYear, known.end() - 1);
}

}  // namespace

const std::vector<HumanRule>& HumanRules() {
  static const auto& rules = *new std::vector<HumanRule>{
      {"run-rate", RunRate}, {"last-years-share", LastYearsShare}, {"seasonal-naive", SeasonalNaive}};
  return rules;
}

}  // namespace prognos::benchmarks
