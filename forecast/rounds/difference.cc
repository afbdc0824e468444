#include "forecast/rounds/difference.h"

#include <numeric>

namespace prognos::rounds {
namespace {

void AddMonth(Measure measure, size_t at, const SeriesOfForecast& older, const SeriesOfForecast& newer,
              DifferenceParts& parts) {
  const int64_t change = Deviation(measure, older.amounts[at], newer.amounts[at]);
  if (older.is_known[at] != newer.is_known[at]) {
    parts.new_outcome += change;
  } else if (newer.is_known[at]) {
    parts.history += change;
  } else {
    const int64_t of_events = Deviation(measure, older.events[at], newer.events[at]);
    parts.events += of_events;
    parts.model += change - of_events;
  }
}

}  // namespace

void DifferenceParts::Add(const DifferenceParts& other) {
  new_outcome += other.new_outcome;
  history += other.history;
  budget += other.budget;
  events += other.events;
  judgement += other.judgement;
  model += other.model;
}

DifferenceParts DifferenceOf(Measure measure, const SeriesOfForecast& older, const SeriesOfForecast& newer) {
  DifferenceParts parts;
  for (size_t at = 0; at < newer.amounts.size(); ++at) AddMonth(measure, at, older, newer, parts);
  parts.budget = Deviation(measure, newer.budget, older.budget);
  parts.judgement = Deviation(measure, older.judged_above_model, newer.judged_above_model);
  return parts;
}

int64_t DeviationOf(Measure measure, const SeriesOfForecast& series) {
  const int64_t year = std::accumulate(series.amounts.begin(), series.amounts.end(), series.judged_above_model);
  return Deviation(measure, series.budget, year);
}

}  // namespace prognos::rounds
