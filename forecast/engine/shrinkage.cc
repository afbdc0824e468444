#include "forecast/engine/shrinkage.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "forecast/models/pooled/pooled_regression.h"

namespace prognos::engine {
namespace {

std::vector<MonthlySeries> WithoutNewestMonth(std::vector<MonthlySeries> histories) {
  std::optional<Month> newest;
  for (const MonthlySeries& history : histories) {
    const MonthlySeries known = history.Trimmed();
    if (!known.empty() && (!newest.has_value() || *newest < known.end() - 1)) newest = known.end() - 1;
  }
  if (!newest.has_value()) return histories;
  for (MonthlySeries& history : histories) history = history.Before(*newest);
  return histories;
}

}  // namespace

double PooledShare(int known_months) {
  if (known_months == 0) return 0.0;
  const double left = static_cast<double>(kShrinkageBelow - known_months) / (kShrinkageBelow - kMostShrinkageBelow);
  return kMostShrinkage * std::clamp(left, 0.0, 1.0);
}

std::unique_ptr<const models::Model> LearnFromPool(const std::vector<MonthlySeries>& histories) {
  const bool any_is_short = std::any_of(histories.begin(), histories.end(), [](const MonthlySeries& history) {
    return PooledShare(history.CountKnown()) > 0.0;
  });
  if (!any_is_short) return nullptr;
  auto learned = models::PooledRegression::Learn(WithoutNewestMonth(histories));
  return learned.ok() ? *std::move(learned) : nullptr;
}

PooledPart PooledPartOf(const models::Model& learned, const SeriesFit& fit) {
  const models::TrainingData& training = fit.task.training;
  const double share = PooledShare(training.history.CountKnown());
  if (share == 0.0 || fit.stands_alone || !fit.candidates.AnyAnswers()) return {};
  auto fitted = learned.Fit({fit.adjusted(), training.budget, training.regressors});
  if (!fitted.ok() || !(*fitted)->Mean(fit.task.horizon).allFinite()) return {};
  return {*std::move(fitted), share};
}

}  // namespace prognos::engine
