// What every candidate model says of one series today, and what it would have said at earlier origins.
//
//   CandidateForecasts forecasts = ForecastCandidates(training, models, horizon, {.target = Target::kTotal});
//
// At an earlier origin o the history is cut, each candidate forecasts o ... o + horizon - 1 and the months that came
// stand beside. Which origins count depends on what is to be right:
// - kTotal (the full year): the same round of earlier years, 12, 24, ... months back. Every month after the origin must
//   be known. With the horizon ending in December the error of the sum is the error of the full year.
// - kMonths: horizon, horizon + 6, horizon + 12 months back; missing months stay missing.
//
// Candidates are fitted to the history as it is to be seen (series/seen_history.h), found anew from what was known at
// each origin; the months that came are as they were.
//
// What is approximate: a candidate is not searched anew at an origin but refitted near today's fit (Model::Refit), so
// that parameters have seen the months they are tested on. That flatters models with many parameters, which is one
// reason to shrink whatever is learned here; it makes eight origins cheaper than one fit.
#ifndef PROGNOS_FORECAST_ENGINE_CANDIDATE_FORECASTS_H_
#define PROGNOS_FORECAST_ENGINE_CANDIDATE_FORECASTS_H_

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "forecast/models/model.h"
#include "forecast/series/seen_history.h"

namespace prognos::engine {

// What a forecast is judged by.
enum class Target {
  kTotal,   // The sum over the horizon, that is, the full year.
  kMonths,  // Each month of the horizon by itself.
};

struct PastOptions {
  Target target = Target::kTotal;
  int most_origins = 8;          // >= 0; for kMonths at most 3 are used. More: steadier weights, more time.
  int least_months_before = 12;  // Known months before an origin that counts.
  // Asked before each fit, from any thread; once true, who is not fitted yet abstains, and the answer is worth nothing.
  // Absent: never.
  std::function<bool()> stop = nullptr;

  bool IsStopped() const { return stop != nullptr && stop(); }
};

// One earlier origin.
struct PastForecasts {
  int months_back = 0;
  Vector actual;     // `horizon` long; NaN = missing (kMonths only).
  Matrix forecasts;  // horizon x candidates; a candidate that abstained has NaN.
};

// What the candidates would say today if it were known whether the last month is a booking fault. Refitted, as at an
// earlier origin.
struct Worlds {
  double fault_probability = 0.0;
  Matrix followed;   // No fault. Horizon x candidates; NaN for one that abstains.
  Matrix corrected;  // A fault: the month holds what it should.
};
// Below this probability of a fault, and above 1 less it, there is one world.
inline constexpr double kLeastProbabilityOfWorld = 0.02;

struct CandidateForecasts {
  OneOffs one_offs;                                          // Of the whole history.
  DoubtedMonths doubted;                                     // Its last month.
  std::vector<std::unique_ptr<models::FittedModel>> fitted;  // One a candidate; null: it abstains today.
  std::vector<std::string> abstentions;                      // Why; empty when it answers.
  Matrix means;                                              // horizon x candidates; NaN where it abstains.
  std::optional<Worlds> worlds;                              // Where the last month is in doubt.
  std::vector<PastForecasts> past;                           // Newest origin first.

  bool Answers(size_t candidate) const { return fitted[candidate] != nullptr; }
  bool AnyAnswers() const;
};

// `horizon` >= 1. Never an error: who cannot answer abstains, and so does one that answers with a NaN.
CandidateForecasts ForecastCandidates(const models::TrainingData& training,
                                      const std::vector<const models::Model*>& candidates, int horizon,
                                      const PastOptions& options);

}  // namespace prognos::engine

#endif  // PROGNOS_FORECAST_ENGINE_CANDIDATE_FORECASTS_H_
