// The year of one series: what is known of it, and the engine's forecast of the rest.
#ifndef PROGNOS_FORECAST_OUTLOOK_SERIES_YEAR_H_
#define PROGNOS_FORECAST_OUTLOOK_SERIES_YEAR_H_

#include <optional>
#include <vector>

#include "forecast/engine/forecaster.h"
#include "forecast/outlook/outlook.h"
#include "forecast/outlook/year_total.h"

namespace prognos::outlook {

// A series without a value in so many months before the year counts as one without history: what it cost then says
// nothing of now.
inline constexpr int kStaleMonths = 24;

struct SeriesYear {
  YearTotal total;
  std::optional<ModelChoice> choice;  // Absent: nothing had to be predicted, or there was nothing to predict from.
  std::vector<Note> notes;
};

// What the engine is asked for `series`, one of `input.series`, `input` valid: the months from the end of its history
// to December. A series without any history is forecast by its budget from January on. Cost and revenue learn from each
// other's past, volumes among themselves.
engine::SeriesTask TaskOf(const OutlookInput& input, const SeriesInput& series);

// The year of input.series[series]; `forecaster` was prepared with the TaskOf of each of input.series, in their order.
// Months up to the last known one that have no value are predicted too: those behind the last value by the forecast
// that begins there, those inside the history by the model from the months before them.
SeriesYear ComputeSeriesYear(const OutlookInput& input, int series, const engine::Forecaster& forecaster);

}  // namespace prognos::outlook

#endif  // PROGNOS_FORECAST_OUTLOOK_SERIES_YEAR_H_
