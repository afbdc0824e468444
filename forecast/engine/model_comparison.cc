#include "forecast/engine/model_comparison.h"

#include <cmath>
#include <utility>

#include "forecast/models/baselines/recent.h"

namespace prognos::engine {
namespace {

using models::FittedModel;
using models::Model;
using models::TrainingData;

// A round of an earlier year: what was known then, and what came.
struct PastRound {
  Month origin;
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
    rounds.push_back({origin, {history.Before(origin), training.budget, training.regressors}, horizon, actual});
  }
  return rounds;
}

// One a round; none at all when the model abstains, or errs beyond all numbers, in one of them, or is to stop.
std::vector<PastTotal> PastTotals(const Model& model, const FittedModel& fitted, const std::vector<PastRound>& rounds,
                                  const ComparisonOptions& options) {
  std::vector<PastTotal> totals;
  for (const PastRound& round : rounds) {
    if (options.IsStopped()) return {};
    const auto past = model.Refit(round.training, fitted);
    if (!past.ok()) return {};
    totals.push_back({round.origin, round.actual - (*past)->Mean(round.horizon).sum()});
    if (!std::isfinite(totals.back().error)) return {};
  }
  return totals;
}

std::optional<double> MeanAbsolute(const std::vector<PastTotal>& totals) {
  if (totals.empty()) return std::nullopt;
  double sum = 0.0;
  for (const PastTotal& total : totals) sum += std::abs(total.error);
  return sum / static_cast<double>(totals.size());
}

Candidate TryModel(const Model& model, const TrainingData& training, const std::vector<PastRound>& rounds,
                   const ComparisonOptions& options) {
  Candidate candidate;
  candidate.model = &model;
  if (options.IsStopped()) {
    candidate.abstention = absl::CancelledError("stopped");
    return candidate;
  }
  auto fitted = model.Fit(training);
  if (!fitted.ok()) {
    candidate.abstention = fitted.status();
    return candidate;
  }
  candidate.fitted = *std::move(fitted);
  candidate.past = PastTotals(model, *candidate.fitted, rounds, options);
  candidate.past_error = MeanAbsolute(candidate.past);
  return candidate;
}

}  // namespace

Comparison CompareModels(const TrainingData& training, const std::vector<const Model*>& candidates,
                         const ComparisonOptions& options) {
  const std::vector<PastRound> rounds = PastRounds(training, options.most_years);
  Comparison comparison;
  comparison.years = static_cast<int>(rounds.size());
  for (const Model* model : candidates) {
    comparison.candidates.push_back(TryModel(*model, training, rounds, options));
  }
  return comparison;
}

}  // namespace prognos::engine
