// Remaining budget: every month to come costs what its phased budget says.
//
//   forecast(m) = budget(m)
//
// It assumes that what is left of the year goes as planned. Source: the practice of budget follow-up.
//
// Past the end of the budget its last twelve months repeat. A month that the budget leaves out takes the mean of the
// budget's known months. Uses no history, except to learn from budgets of earlier years how far outcomes strayed from
// them. Abstains when the budget has no month at or after the origin.
#ifndef PROGNOS_FORECAST_MODELS_BASELINES_REMAINING_BUDGET_H_
#define PROGNOS_FORECAST_MODELS_BASELINES_REMAINING_BUDGET_H_

#include <memory>

#include "forecast/models/baselines/baseline.h"
#include "messages/model.h"

namespace prognos::models {

class RemainingBudget : public Baseline {
 public:
  absl::string_view name() const override { return "remaining-budget"; }
  int least_history_months() const override { return 0; }
  double num_parameters() const override { return 0.0; }
  Vector Predict(const TrainingData& training, Month origin, int horizon) const override;

 protected:
  std::unique_ptr<const Baseline> Clone() const override { return std::make_unique<RemainingBudget>(*this); }
  Message Needs(int /*known_months*/) const override { return messages::model::NeedsABudget(name()); }
};

}  // namespace prognos::models

#endif  // PROGNOS_FORECAST_MODELS_BASELINES_REMAINING_BUDGET_H_
