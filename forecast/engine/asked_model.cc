#include "forecast/engine/asked_model.h"

#include <map>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/str_join.h"
#include "forecast/base/faults.h"
#include "forecast/engine/pool_learner.h"
#include "forecast/models/catalog.h"
#include "forecast/models/pooled/pooled_regression.h"
#include "messages/value.h"

namespace prognos::engine {
namespace {

std::vector<SharedModel> LearnersFor(const std::vector<SeriesTask>& tasks) {
  std::map<int, std::vector<MonthlySeries>> histories;
  for (const SeriesTask& task : tasks) histories[task.pool].push_back(task.training.history);
  std::map<int, SharedModel> learners;
  for (auto& [pool, members] : histories) learners[pool] = std::make_shared<PoolLearner>(std::move(members));
  std::vector<SharedModel> models;
  for (const SeriesTask& task : tasks) models.push_back(learners[task.pool]);
  return models;
}

}  // namespace

std::vector<std::string> ModelNames() {
  std::vector<std::string> names = {kDefaultModel};
  for (const auto& model : models::Catalog()) names.emplace_back(model->name());
  names.emplace_back(models::kPooledRegression);
  return names;
}

bool IsModelName(absl::string_view name) { return absl::c_linear_search(ModelNames(), name); }

std::string JoinedModelNames() { return absl::StrJoin(ModelNames(), ", "); }

absl::StatusOr<std::vector<SharedModel>> ModelsForTasks(absl::string_view name, const std::vector<SeriesTask>& tasks) {
  if (name == models::kPooledRegression) return LearnersFor(tasks);
  const models::Model* model = models::FindModel(name);
  if (model == nullptr) {
    return FaultStatus(absl::StatusCode::kInvalidArgument, "model", FaultReason::kUnknown, name,
                       messages::value::IsNotOneOf(JoinedModelNames()));
  }
  // The catalog outlives whoever uses it.
  return std::vector<SharedModel>(tasks.size(), SharedModel(model, [](const models::Model*) {}));
}

}  // namespace prognos::engine
