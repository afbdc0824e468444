#include "forecast/engine/default_members.h"

#include <algorithm>

#include "forecast/models/catalog.h"
#include "forecast/models/intermittent/recurring_payments.h"

namespace prognos::engine {
namespace {

constexpr double kBudgetPrior = 0.1;
constexpr double kBudgetMonths = 6.0;
constexpr absl::string_view kRemainingBudget = "remaining-budget";

// Prior weights relative to each other; 0: not a member.
struct Member {
  absl::string_view name;
  double for_total;
  double for_months;
};

constexpr Member kMembers[] = {{"ets", 1.0, 1.0},
                               {"optimised-theta", 1.0, 1.0},
                               {"stl-forecast", 1.0, 1.0},
                               {"structural", 1.0, 1.0},
                               {"arima", 0.0, 1.0},
                               {"seasonal-regression", 0.3, 0.1},
                               {"last-years-share", 0.3, 0.1},
                               {"seasonal-naive", 0.3, 0.1},
                               {"run-rate", 0.3, 0.0},
                               {kRemainingBudget, kBudgetPrior, kBudgetPrior}};
constexpr absl::string_view kFallbacks[] = {"run-rate", "rolling-twelve", kRemainingBudget};

}  // namespace

DefaultMembers MembersFor(Target target) {
  DefaultMembers members;
  std::vector<double> prior;
  for (const Member& member : kMembers) {
    const double weight = target == Target::kTotal ? member.for_total : member.for_months;
    const models::Model* model = models::FindModel(member.name);
    if (weight == 0.0 || model == nullptr) continue;
    members.models.push_back(model);
    prior.push_back(weight);
  }
  members.prior = Eigen::Map<Vector>(prior.data(), static_cast<Eigen::Index>(prior.size()));
  members.prior /= members.prior.sum();
  for (const absl::string_view name : kFallbacks) {
    if (const models::Model* model = models::FindModel(name); model != nullptr) members.fallbacks.push_back(model);
  }
  static const auto& recurring_payments = *new models::RecurringPayments;
  members.alone = &recurring_payments;
  return members;
}

std::vector<std::string> NamesAskedOfCatalog() {
  std::vector<std::string> names;
  for (const Member& member : kMembers) names.emplace_back(member.name);
  for (const absl::string_view name : kFallbacks) names.emplace_back(name);
  return names;
}

double WeightFactor(const models::Model& member, int known_months) {
  if (member.name() != kRemainingBudget) return 1.0;
  return std::clamp(kBudgetMonths / std::max(1, known_months), kBudgetPrior, 1.0) / kBudgetPrior;
}

}  // namespace prognos::engine
