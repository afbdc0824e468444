// Forecasts of many cases: the one door to the engine for outlook and backtests.
//
//   CaseForecaster forecaster = *CaseForecaster::Prepare(cases, options);
//   engine::SeriesForecast third = forecaster.Draw(2);      // Any order, any thread.
//
// What comes out is the engine's answer in parts of the series (base/unit.h), not yet rounded, with what is known of
// the months to come put on it (known_effects.h). Where the commitments of a series are a roll, the default is blended
// with the process of placements (engine/placement_blend.h), whose months have them in it; then what is known of the
// months to come, a price that changes, comes upon both.
//
// Where months of a series are still filling, its forecast begins from what they are expected to become, and each path
// follows where they end in it: as far as the mean follows them, which a second forecast with those months higher
// tells. That takes twice the time, for organizations with such months.
#ifndef PROGNOS_FORECAST_CASES_CASE_FORECASTER_H_
#define PROGNOS_FORECAST_CASES_CASE_FORECASTER_H_

#include <map>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "forecast/cases/series_case.h"
#include "forecast/engine/forecaster.h"
#include "forecast/engine/placement_blend.h"

namespace prognos::cases {

// What events that begin in the year make of the months that were forecast, as far as they lie in it; it is in the
// forecast already.
struct CaseForecast : engine::SeriesForecast {
  EventShares event_shares;
  // Of a series with a roll, in parts: what the process of placements expects.
  std::optional<engine::PlacementPart> placements;
};
struct CaseGap : engine::GapForecast {
  EventShares event_shares;
};

class CaseForecaster {
 public:
  // All of `cases` are of one cut. INVALID_ARGUMENT: an unknown model.
  static absl::StatusOr<CaseForecaster> Prepare(std::vector<SeriesCase> cases, const engine::ForecastOptions& options);

  int size() const { return static_cast<int>(cases_.size()); }
  const SeriesCase& At(int series) const { return cases_[static_cast<size_t>(series)]; }

  // The months from the end of the series' history to December; past errors in parts too.
  CaseForecast Draw(int series) const;

  // The same, but FAILED_PRECONDITION where the model asked for by name abstains, instead of the default.
  absl::StatusOr<CaseForecast> DrawOwn(int series) const;

  // What `length` months of the year inside the history that have no value, from `first` on, probably were.
  CaseGap DrawGap(int series, Month first, int length) const;

 private:
  void BlendRolls(const engine::ForecastOptions& options);
  void BlendRollsFrom(Month origin, const std::vector<int>& members, const engine::ForecastOptions& options);
  CaseForecast InParts(int series, engine::SeriesForecast drawn) const;
  void FollowFilling(int series, engine::SeriesForecast& drawn) const;

  std::vector<SeriesCase> cases_;
  engine::Forecaster forecaster_;
  std::map<int, engine::PlacementSeries> blended_;  // Of those with a roll, by series, in wholes.
  std::optional<engine::Forecaster> higher_;        // With months that are filling higher; absent: there are none.
};

}  // namespace prognos::cases

#endif  // PROGNOS_FORECAST_CASES_CASE_FORECASTER_H_
