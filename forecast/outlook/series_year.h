// The year of one series: what is known of it, and the engine's forecast of the rest.
#ifndef PROGNOS_FORECAST_OUTLOOK_SERIES_YEAR_H_
#define PROGNOS_FORECAST_OUTLOOK_SERIES_YEAR_H_

#include <optional>
#include <vector>

#include "forecast/cases/case_forecaster.h"
#include "forecast/cases/driven_forecast.h"
#include "forecast/outlook/outlook.h"
#include "forecast/outlook/volume_mix.h"
#include "forecast/outlook/year_total.h"

namespace prognos::outlook {

struct SeriesYear {
  YearTotal total;
  std::optional<ModelChoice> choice;  // Absent: nothing had to be predicted, or there was nothing to predict from.
  std::vector<Note> notes;
  std::vector<EventShare> event_shares;  // By event.
  std::optional<DrivenYear> driven;      // Without volume and price.
  // Of a cost whose deviation is told as volume and price.
  std::optional<VolumePart> volume;
};

// The year of input.series[series]; `forecaster` was prepared with the cases of input.series, in their order, at
// input.cut(), and `driven` with the links of input.drivers, in theirs, or with none. Months up to the last known one
// that have no value are predicted too: those behind the last value by the forecast that begins there, those inside the
// history by the model from the months before them.
SeriesYear ComputeSeriesYear(const OutlookInput& input, int series, const cases::CaseForecaster& forecaster,
                             const cases::DrivenForecaster& driven = {});

}  // namespace prognos::outlook

#endif  // PROGNOS_FORECAST_OUTLOOK_SERIES_YEAR_H_
