// One series at one cut: what was known of it then, and what the engine is asked.
//
//   SeriesFacts               all that is recorded
//     CaseOf(facts, cut)  ->  SeriesCase: what is known at the cut
//     TaskOf(case)        ->  engine::SeriesTask: the same in wholes, known things at today's level
//   (case_forecaster.h)   ->  the months to December in parts, known future things put on
//
// Forecasts and backtests go this way alike, so that a backtest says what a forecast would have said.
#ifndef PROGNOS_FORECAST_CASES_SERIES_CASE_H_
#define PROGNOS_FORECAST_CASES_SERIES_CASE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "forecast/base/unit.h"
#include "forecast/cases/known_effects.h"
#include "forecast/cases/roll.h"
#include "forecast/engine/series_task.h"
#include "forecast/models/run_off/run_off.h"
#include "forecast/series/flow.h"
#include "forecast/series/monthly_series.h"

namespace prognos::cases {

// A series without a value in so many months before the year counts as one without history: what it cost then says
// nothing of now.
inline constexpr int kStaleMonths = 24;

// How far the booking of a month has come, as a person says. Numbers equal those of prognos.v1.MonthState.
enum class MonthState { kUnspecified = 0, kOpen = 1, kPreliminary = 2, kClosed = 3 };

// A month that is not taken as it stands, or of which that is said.
struct UnfinishedMonth {
  Month month;
  MonthState state = MonthState::kOpen;
  double booked = 0.0;  // In parts.
  // What the month becomes as it fills, in parts; absent: it is open, or nothing is known of how it grows.
  std::optional<models::ExpectedGrowth> growth = std::nullopt;
};

// Amounts are in parts (base/unit.h), as they are stored: whole öre, whole thousandths; plain numbers without a flow.
struct SeriesFacts {
  std::string id;         // Tells series apart; the seed of its paths derives from it.
  MonthlySeries history;  // NaN = missing.
  MonthlySeries budget;   // As it falls on months, all years; NaN = none. Empty for volumes.
  Flow flow = Flow::kUnspecified;
  std::vector<KnownEffect> effects = {};
  // Only a budget from this month on: the money is on series with a cost type (told_by_type.h). Absent: it has its own.
  std::optional<Month> told_by_type_since = std::nullopt;
  // By month. An open one has no value in `history`; one with a growth has what it is expected to become, in whole
  // parts; any other is taken as it stands.
  std::vector<UnfinishedMonth> unfinished = {};
};

// The moment of a forecast.
struct Cut {
  int year = 0;
  int last_known_month = 0;  // 0-12; 0: nothing of the year is known.
  uint64_t seed = 0;         // Of the whole forecast.

  Month january() const { return Month::January(year); }
  Month origin() const { return january() + last_known_month; }  // The first month that is not known.
  Month end() const { return january() + kMonthsPerYear; }
};

struct SeriesCase {
  std::string id;
  Flow flow = Flow::kUnspecified;
  Cut cut;
  // Before the origin, from the first known month to the last; empty, and beginning in January of the year, when there
  // is none that counts.
  MonthlySeries history;
  MonthlySeries budget;  // Up to December of the year.
  KnownEffects effects;  // As known at the origin.
  // Its commitments, where they are a roll; who forecasts by the process of placements takes them with TakeRoll.
  Roll roll;
  KnownEffects effects_with_roll;
  // The last month of a history that ended too long ago to count (kStaleMonths).
  std::optional<Month> stale_since;
  // The first of the zeros that say that the series has ended (nothing_booked.h); it is zero from the history's end on.
  std::optional<Month> ended_since;
  // Of the year, also those from the origin on, and of the year before.
  std::vector<UnfinishedMonth> unfinished;
  // Others learn from it, but no model that is asked for by name has to forecast it.
  bool only_teaches = false;
  // Zero from ended_since on, because its money is on series with a cost type.
  bool told_by_type = false;

  Unit unit() const { return UnitOf(flow); }
  bool HasBudgetOfYear() const;
  // History or a budget for the year: there is something to forecast from.
  bool HasData() const { return !history.empty() || HasBudgetOfYear(); }
  // From now on `effects` leave what is of the roll to the process.
  void TakeRoll() { effects = effects_with_roll; }
};

SeriesCase CaseOf(const SeriesFacts& facts, const Cut& cut);

// The months from the end of the history to December. Zeros before the first booked month are no history. A series
// without any history is forecast by its budget from January on, less what its commitments are expected to cost, for
// these come upon it. Money learns from money, volumes, counted in other
// units, from volumes; cost moves with cost, revenue with revenue.
engine::SeriesTask TaskOf(const SeriesCase& series);

}  // namespace prognos::cases

#endif  // PROGNOS_FORECAST_CASES_SERIES_CASE_H_
