#include "forecast/cases/case_forecaster.h"

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "forecast/base/random.h"
#include "forecast/base/status_macros.h"

namespace prognos::cases {
namespace {

void ToParts(Unit unit, std::optional<double>& wholes) {
  if (wholes.has_value()) wholes = unit.Parts(*wholes);
}

}  // namespace

absl::StatusOr<CaseForecaster> CaseForecaster::Prepare(std::vector<SeriesCase> cases,
                                                       const engine::ForecastOptions& options) {
  std::vector<engine::SeriesTask> tasks;
  for (const SeriesCase& series : cases) {
    tasks.push_back(TaskOf(series));
    if (series.only_teaches && options.model != engine::kDefaultModel) tasks.back().horizon = 0;
  }
  CaseForecaster forecaster;
  PROGNOS_ASSIGN_OR_RETURN(forecaster.forecaster_, engine::Forecaster::Prepare(std::move(tasks), options));
  forecaster.cases_ = std::move(cases);
  return forecaster;
}

CaseForecast CaseForecaster::InParts(int series, engine::SeriesForecast drawn) const {
  const SeriesCase& one = At(series);
  const Unit unit = one.unit();
  CaseForecast forecast{std::move(drawn), {}};
  forecast.mean *= unit.parts_per_whole;
  forecast.paths *= unit.parts_per_whole;
  ToParts(unit, forecast.past_error);
  ToParts(unit, forecast.last_years_share_past_error);
  for (engine::ModelScore& score : forecast.scores) ToParts(unit, score.past_error);
  for (engine::Remark& remark : forecast.remarks) {
    if (!remark.doubted.has_value()) continue;
    for (double* value : {&remark.doubted->actual, &remark.doubted->expected, &remark.doubted->corrected}) {
      *value = unit.Parts(*value);
    }
  }
  forecast.event_shares = one.effects.SharesToCome(one.history.end(), forecast.mean, one.cut.january());
  one.effects.PutOn(one.history.end(), forecast.mean, forecast.paths);
  return forecast;
}

CaseForecast CaseForecaster::Draw(int series) const { return InParts(series, forecaster_.Draw(series)); }

absl::StatusOr<CaseForecast> CaseForecaster::DrawOwn(int series) const {
  PROGNOS_ASSIGN_OR_RETURN(engine::SeriesForecast own, forecaster_.DrawOwn(series));
  return InParts(series, std::move(own));
}

CaseGap CaseForecaster::DrawGap(int series, Month first, int length) const {
  const SeriesCase& one = At(series);
  const std::string part = absl::StrCat(one.id, "/", first.ToString());
  CaseGap gap{forecaster_.DrawGap(series, first, length, RandomGenerator::DeriveSeed(one.cut.seed, part)), {}};
  gap.mean *= one.unit().parts_per_whole;
  gap.paths *= one.unit().parts_per_whole;
  gap.event_shares = one.effects.SharesToCome(first, gap.mean, one.cut.january());
  one.effects.PutOn(first, gap.mean, gap.paths);
  return gap;
}

}  // namespace prognos::cases
