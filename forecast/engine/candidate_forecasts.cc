#include "forecast/engine/candidate_forecasts.h"

#include <algorithm>
#include <utility>

#include "forecast/models/baselines/recent.h"

namespace prognos::engine {
namespace {

using models::FittedModel;
using models::Model;
using models::TrainingData;

constexpr int kMonthsBetweenOrigins = 6;
constexpr int kMostOriginsForMonths = 3;

Vector Missing(int size) { return Vector::Constant(size, kMissing); }

std::vector<int> MonthsBack(int horizon, const PastOptions& options) {
  std::vector<int> months_back;
  const bool total = options.target == Target::kTotal;
  const int count = total ? options.most_origins : std::min(options.most_origins, kMostOriginsForMonths);
  for (int at = 0; at < count; ++at) {
    months_back.push_back(total ? (at + 1) * kMonthsPerYear : horizon + at * kMonthsBetweenOrigins);
  }
  return months_back;
}

// The months after `origin`; empty when they cannot serve as an example.
Vector ActualAfter(const MonthlySeries& history, Month origin, int horizon, const PastOptions& options) {
  if (models::CountKnownBefore(history, origin) < options.least_months_before) return {};
  Vector actual(horizon);
  for (int at = 0; at < horizon; ++at) actual[at] = history.At(origin + at);
  const auto missing = actual.array().isNaN();
  const bool useless = options.target == Target::kTotal ? missing.any() : missing.all();
  return useless ? Vector() : actual;
}

void FitAll(const TrainingData& training, const std::vector<const Model*>& candidates, int horizon,
            const PastOptions& options, CandidateForecasts& result) {
  for (size_t at = 0; at < candidates.size(); ++at) {
    if (options.IsStopped()) {
      result.abstentions[at] = "stopped";
      continue;
    }
    auto fitted = candidates[at]->Fit(training);
    if (!fitted.ok()) {
      result.abstentions[at] = std::string(fitted.status().message());
      continue;
    }
    const Vector mean = (*fitted)->Mean(horizon);
    if (!mean.allFinite()) {
      result.abstentions[at] = "its forecast is not a number";
      continue;
    }
    result.means.col(static_cast<Eigen::Index>(at)) = mean;
    result.fitted[at] = *std::move(fitted);
  }
}

Matrix RefitAll(const TrainingData& training, const std::vector<const Model*>& candidates,
                const std::vector<std::unique_ptr<FittedModel>>& fitted, int horizon, const PastOptions& options) {
  Matrix forecasts = Matrix::Constant(horizon, static_cast<Eigen::Index>(candidates.size()), kMissing);
  for (size_t at = 0; at < candidates.size(); ++at) {
    if (fitted[at] == nullptr || options.IsStopped()) continue;
    const auto past = candidates[at]->Refit(training, *fitted[at]);
    if (!past.ok()) continue;
    const Vector mean = (*past)->Mean(horizon);
    if (mean.allFinite()) forecasts.col(static_cast<Eigen::Index>(at)) = mean;
  }
  return forecasts;
}

std::optional<Worlds> WorldsOf(const TrainingData& training, const std::vector<const Model*>& candidates, int horizon,
                               const PastOptions& options, const CandidateForecasts& today) {
  if (!today.doubted.last.has_value()) return std::nullopt;
  const double fault = today.doubted.last->fault_probability;
  if (std::min(fault, 1.0 - fault) < kLeastProbabilityOfWorld) return std::nullopt;
  const auto forecasts = [&](double share) {
    const TrainingData seen{SeeHistoryFollowed(training.history, today.doubted, share), training.budget,
                            training.regressors};
    return RefitAll(seen, candidates, today.fitted, horizon, options);
  };
  return Worlds{fault, forecasts(1.0), forecasts(0.0)};
}

}  // namespace

bool CandidateForecasts::AnyAnswers() const {
  return std::any_of(fitted.begin(), fitted.end(), [](const auto& fit) { return fit != nullptr; });
}

CandidateForecasts ForecastCandidates(const TrainingData& training, const std::vector<const Model*>& candidates,
                                      int horizon, const PastOptions& options) {
  CandidateForecasts result;
  result.fitted.resize(candidates.size());
  result.abstentions.resize(candidates.size());
  result.means = Missing(horizon).replicate(1, static_cast<Eigen::Index>(candidates.size()));
  SeenHistory seen = SeeHistory(training.history);
  result.one_offs = std::move(seen.one_offs);
  result.doubted = std::move(seen.doubted);
  FitAll({result.one_offs.adjusted, training.budget, training.regressors}, candidates, horizon, options, result);
  result.worlds = WorldsOf(training, candidates, horizon, options, result);
  for (const int months_back : MonthsBack(horizon, options)) {
    const Month origin = training.history.end() - months_back;
    Vector actual = ActualAfter(training.history, origin, horizon, options);
    if (actual.size() == 0) continue;
    const TrainingData before{SeeHistory(training.history.Before(origin)).one_offs.adjusted, training.budget,
                              training.regressors};
    result.past.push_back(
        {months_back, std::move(actual), RefitAll(before, candidates, result.fitted, horizon, options)});
  }
  return result;
}

}  // namespace prognos::engine
