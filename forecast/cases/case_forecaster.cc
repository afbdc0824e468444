#include "forecast/cases/case_forecaster.h"

#include <optional>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "forecast/base/random.h"
#include "forecast/base/status_macros.h"
#include "forecast/cases/filling_months.h"
#include "forecast/engine/parallel.h"

namespace prognos::cases {
namespace {

void ToParts(Unit unit, std::optional<double>& wholes) {
  if (wholes.has_value()) wholes = unit.Parts(*wholes);
}

// In parts; what is expected of each commitment that is told apart as the share of its event.
void TakePlacements(const SeriesCase& series, engine::PlacementPart part, CaseForecast& forecast) {
  const auto parts = static_cast<double>(series.unit().parts_per_whole);
  part.open *= parts;
  part.fresh *= parts;
  for (size_t stay = 0; stay < part.of_stays.size(); ++stay) {
    part.of_stays[stay] *= parts;
    if (!series.roll.of[stay].is_told) continue;
    for (int at = 0; at < static_cast<int>(part.of_stays[stay].size()); ++at) {
      const Month month = series.history.end() + at;
      const double expected = part.of_stays[stay][at];
      if (month >= series.cut.january() && expected != 0.0) {
        forecast.event_shares[series.roll.of[stay].event][month] += expected;
      }
    }
  }
  forecast.placements = std::move(part);
}

std::vector<engine::SeriesTask> TasksOf(const std::vector<SeriesCase>& cases, const engine::ForecastOptions& options) {
  std::vector<engine::SeriesTask> tasks;
  for (const SeriesCase& series : cases) {
    tasks.push_back(TaskOf(series));
    if (series.only_teaches && options.model != engine::kDefaultModel) tasks.back().horizon = 0;
  }
  return tasks;
}

bool IsFilling(const SeriesCase& series) { return !FillingMonths(series).empty(); }

}  // namespace

absl::StatusOr<CaseForecaster> CaseForecaster::Prepare(std::vector<SeriesCase> cases,
                                                       const engine::ForecastOptions& options) {
  const bool is_default = options.model == engine::kDefaultModel;
  for (SeriesCase& series : cases) {
    if (is_default && !series.roll.empty()) series.TakeRoll();
  }
  CaseForecaster forecaster;
  PROGNOS_ASSIGN_OR_RETURN(forecaster.forecaster_, engine::Forecaster::Prepare(TasksOf(cases, options), options));
  if (absl::c_any_of(cases, IsFilling)) {
    std::vector<SeriesCase> higher;
    for (const SeriesCase& series : cases) higher.push_back(WithFillingMonthsHigher(series));
    PROGNOS_ASSIGN_OR_RETURN(forecaster.higher_, engine::Forecaster::Prepare(TasksOf(higher, options), options));
  }
  forecaster.cases_ = std::move(cases);
  if (is_default) forecaster.BlendRolls(options);
  return forecaster;
}

// Series whose histories end in different months are seen from the ends of their own.
void CaseForecaster::BlendRolls(const engine::ForecastOptions& options) {
  std::map<Month, std::vector<int>> by_end;
  for (int series = 0; series < size(); ++series) {
    const SeriesCase& one = At(series);
    if (!one.roll.empty() && one.history.end() < one.cut.end()) by_end[one.history.end()].push_back(series);
  }
  for (const auto& [end, members] : by_end) BlendRollsFrom(end, members, options);
}

void CaseForecaster::BlendRollsFrom(Month origin, const std::vector<int>& members,
                                    const engine::ForecastOptions& options) {
  std::vector<engine::PlacementSeries> blended(members.size());
  engine::ParallelFor(static_cast<int>(members.size()), options.threads, [&](int at) {
    if (options.stop && options.stop()) return;
    const int series = members[static_cast<size_t>(at)];
    const SeriesCase& one = At(series);
    const engine::SeriesTask task = TaskOf(one);
    blended[static_cast<size_t>(at)] = {{.cost = task.training.history, .stays = one.roll.stays, .has_roll = true},
                                        forecaster_.Draw(series),
                                        task.seed};
  });
  if (options.stop && options.stop()) return;  // Not all are drawn.
  engine::BlendPlacements(blended, origin, options.threads);
  for (size_t at = 0; at < members.size(); ++at) blended_.emplace(members[at], std::move(blended[at]));
}

void CaseForecaster::FollowFilling(int series, engine::SeriesForecast& drawn) const {
  if (!higher_.has_value() || drawn.mean.size() == 0 || !IsFilling(At(series))) return;
  Vector response = higher_->Draw(series).mean - forecaster_.Draw(series).mean;
  // What is blended follows by the part of the models in it.
  const auto blended = blended_.find(series);
  if (blended != blended_.end() && blended->second.part.has_value()) response *= 1.0 - blended->second.part->weight;
  FollowFillingMonths(At(series), response, At(series).unit().parts_per_whole, drawn.paths);
}

CaseForecast CaseForecaster::InParts(int series, engine::SeriesForecast drawn) const {
  const SeriesCase& one = At(series);
  FollowFilling(series, drawn);
  const Unit unit = one.unit();
  CaseForecast forecast{std::move(drawn), {}, std::nullopt};
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
  const auto blended = blended_.find(series);
  if (blended != blended_.end() && blended->second.part.has_value())
    TakePlacements(one, *blended->second.part, forecast);
  one.effects.PutOn(one.history.end(), forecast.mean, forecast.paths);
  return forecast;
}

CaseForecast CaseForecaster::Draw(int series) const {
  const auto blended = blended_.find(series);
  return InParts(series, blended != blended_.end() ? blended->second.forecast : forecaster_.Draw(series));
}

absl::StatusOr<CaseForecast> CaseForecaster::DrawOwn(int series) const {
  if (blended_.contains(series)) return Draw(series);
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
