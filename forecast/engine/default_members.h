// The models that the default combines, and how much each is believed before there is any evidence.
//
// Prior weights, relative to each other:
//
//                                                             full year   months
//   ets, optimised-theta, stl-forecast, structural                1          1
//   arima                                                         -          1
//   seasonal-regression, last-years-share, seasonal-naive        0.3        0.1
//   run-rate                                                     0.3         -
//   remaining-budget                              6 / known months, 0.1 to 1, the only one that knows more than history
//
// "arima" costs more than all others together. Where single months are to be right it earns that; for full years it
// helps in some years as much as it harms in others (docs/models.md), and an organization must be answered at once.
//
// Payments that come back (models/intermittent/recurring_payments.h) are forecast by that model alone: it knows in
// which months nothing is paid, and what others say would only blur that. It is not in the catalog.
//
// Where no member answers, the first fallback that does: run-rate, rolling-twelve, remaining-budget.
#ifndef PROGNOS_FORECAST_ENGINE_DEFAULT_MEMBERS_H_
#define PROGNOS_FORECAST_ENGINE_DEFAULT_MEMBERS_H_

#include <string>
#include <vector>

#include "forecast/engine/candidate_forecasts.h"
#include "forecast/models/model.h"

namespace prognos::engine {

struct DefaultMembers {
  std::vector<const models::Model*> models;
  Vector prior;  // One a model, adding to 1.
  std::vector<const models::Model*> fallbacks;
  const models::Model* alone = nullptr;  // Where it answers, nobody else is asked. Null: no such model.
};

// A name that models::Catalog() does not know is left out; a test sees to it that there is none.
DefaultMembers MembersFor(Target target);

// All members and fallbacks.
std::vector<std::string> NamesAskedOfCatalog();

// What the weight of `member` is multiplied by for a series of `known_months` (>= 0): 1 but for remaining-budget.
double WeightFactor(const models::Model& member, int known_months);

}  // namespace prognos::engine

#endif  // PROGNOS_FORECAST_ENGINE_DEFAULT_MEMBERS_H_
