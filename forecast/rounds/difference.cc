#include "forecast/rounds/difference.h"

#include <numeric>

namespace prognos::rounds {
namespace {

// What a month's change belongs to.
int64_t& PartOf(bool was_known, bool is_known, DifferenceParts& parts) {
  if (was_known != is_known) return parts.new_outcome;
  return is_known ? parts.history : parts.model;
}

}  // namespace

void DifferenceParts::Add(const DifferenceParts& other) {
  new_outcome += other.new_outcome;
  history += other.history;
  budget += other.budget;
  judgement += other.judgement;
  model += other.model;
}

DifferenceParts DifferenceOf(Measure measure, const SeriesOfForecast& older, const SeriesOfForecast& newer) {
  DifferenceParts parts;
  for (size_t at = 0; at < newer.amounts.size(); ++at) {
    PartOf(older.is_known[at], newer.is_known[at], parts) += Deviation(measure, older.amounts[at], newer.amounts[at]);
  }
  parts.budget = Deviation(measure, newer.budget, older.budget);
  parts.judgement = Deviation(measure, older.judged_above_model, newer.judged_above_model);
  return parts;
}

int64_t DeviationOf(Measure measure, const SeriesOfForecast& series) {
  const int64_t year = std::accumulate(series.amounts.begin(), series.amounts.end(), series.judged_above_model);
  return Deviation(measure, series.budget, year);
}

}  // namespace prognos::rounds
