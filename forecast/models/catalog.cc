#include "forecast/models/catalog.h"

#include "forecast/models/arima/arima.h"
#include "forecast/models/baselines/last_years_share.h"
#include "forecast/models/baselines/remaining_budget.h"
#include "forecast/models/baselines/rolling_twelve.h"
#include "forecast/models/baselines/run_rate.h"
#include "forecast/models/baselines/seasonal_naive.h"
#include "forecast/models/intermittent/tsb.h"
#include "forecast/models/regression/robust_regression.h"
#include "forecast/models/regression/seasonal_regression.h"
#include "forecast/models/smoothing/exponential_smoothing.h"
#include "forecast/models/smoothing/theta.h"
#include "forecast/models/structural/stl_forecast.h"
#include "forecast/models/structural/structural_model.h"

namespace prognos::models {
namespace {

std::vector<std::unique_ptr<Model>> MakeCatalog() {
  std::vector<std::unique_ptr<Model>> catalog;
  catalog.push_back(std::make_unique<SeasonalRegression>());
  catalog.push_back(std::make_unique<LastYearsShare>());
  catalog.push_back(std::make_unique<RunRate>());
  catalog.push_back(std::make_unique<SeasonalNaive>());
  catalog.push_back(std::make_unique<RollingTwelve>());
  catalog.push_back(std::make_unique<RemainingBudget>());
  catalog.push_back(std::make_unique<ExponentialSmoothing>());
  catalog.push_back(std::make_unique<Arima>());
  for (const ThetaVariant variant : {ThetaVariant::kStandard, ThetaVariant::kOptimised, ThetaVariant::kDynamic}) {
    catalog.push_back(std::make_unique<ThetaModel>(ThetaOptions{.variant = variant}));
  }
  catalog.push_back(std::make_unique<StlForecastModel>());
  catalog.push_back(std::make_unique<StructuralModel>());
  catalog.push_back(std::make_unique<TsbModel>());
  catalog.push_back(std::make_unique<RobustRegression>());
  return catalog;
}

}  // namespace

const std::vector<std::unique_ptr<Model>>& Catalog() {
  static const auto& catalog = *new std::vector<std::unique_ptr<Model>>(MakeCatalog());
  return catalog;
}

const Model* FindModel(absl::string_view name) {
  for (const std::unique_ptr<Model>& model : Catalog()) {
    if (model->name() == name) return model.get();
  }
  return nullptr;
}

}  // namespace prognos::models
