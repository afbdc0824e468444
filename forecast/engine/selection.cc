#include "forecast/engine/selection.h"

#include <cmath>
#include <utility>

#include "forecast/models/rules/recent.h"

namespace prognos::engine {
namespace {

using models::FittedModel;
using models::Model;
using models::TrainingData;

// A round of an earlier year: what was known then, and what came.
struct PastRound {
  TrainingData training;
  int horizon = 0;
  double actual = 0.0;  // Sum of the remaining months.
};

std::vector<PastRound> PastRounds(const TrainingData& training, int most_years) {
  const MonthlySeries& history = training.history;
  std::vector<PastRound> rounds;
  for (int back = 1; back <= most_years; ++back) {
    const Month origin = history.end() - back * kMonthsPerYear;
    if (models::CountKnownBefore(history, origin) < kLeastMonthsBefore) break;
    const int horizon = kMonthsPerYear + 1 - origin.month();
    const double actual = history.SumBetween(origin, origin + (horizon - 1));
    if (std::isnan(actual)) continue;
    rounds.push_back({{history.Before(origin), training.budget, training.regressors}, horizon, actual});
  }
  return rounds;
}

// The mean absolute error over the rounds; absent when there is none or the model abstains in one.
std::optional<double> PastError(const Model& model, const FittedModel& fitted, const std::vector<PastRound>& rounds,
                                const SelectionOptions& options) {
  double sum = 0.0;
  for (const PastRound& round : rounds) {
    if (options.IsStopped()) return std::nullopt;
    const auto past = model.Refit(round.training, fitted);
    if (!past.ok()) return std::nullopt;
    sum += std::abs((*past)->Mean(round.horizon).sum() - round.actual);
  }
  if (rounds.empty()) return std::nullopt;
  return sum / static_cast<double>(rounds.size());
}

Candidate TryModel(const Model& model, const TrainingData& training, const std::vector<PastRound>& rounds,
                   const SelectionOptions& options) {
  Candidate candidate;
  candidate.model = &model;
  if (options.IsStopped()) {
    candidate.abstention = "stopped";
    return candidate;
  }
  auto fitted = model.Fit(training);
  if (!fitted.ok()) {
    candidate.abstention = std::string(fitted.status().message());
    return candidate;
  }
  candidate.fitted = *std::move(fitted);
  candidate.past_error = PastError(model, *candidate.fitted, rounds, options);
  return candidate;
}

// Whether `candidate` takes the place of `best`, which stands before it in the order.
bool Beats(const Candidate& candidate, const Candidate& best, bool scores_count) {
  if (!scores_count || !candidate.past_error.has_value()) return false;
  return !best.past_error.has_value() || *candidate.past_error < *best.past_error;
}

}  // namespace

Comparison CompareModels(const TrainingData& training, const std::vector<const Model*>& candidates,
                         const SelectionOptions& options) {
  const std::vector<PastRound> rounds = PastRounds(training, options.most_years);
  Comparison comparison;
  comparison.years = static_cast<int>(rounds.size());
  for (const Model* model : candidates) {
    comparison.candidates.push_back(TryModel(*model, training, rounds, options));
  }
  for (int at = 0; at < static_cast<int>(candidates.size()); ++at) {
    const Candidate& candidate = comparison.candidates[static_cast<size_t>(at)];
    if (candidate.fitted == nullptr) continue;
    if (comparison.chosen < 0 || Beats(candidate, comparison.candidates[static_cast<size_t>(comparison.chosen)],
                                       comparison.years >= kLeastYears)) {
      comparison.chosen = at;
    }
  }
  return comparison;
}

}  // namespace prognos::engine
