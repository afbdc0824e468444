// What a ledger held at each of its loads: the vintages of its months.
//
// A load begins when a new month is reached: when at least half as many series have a value in it as in the month
// before. It lasts until the next one begins, and may come in several files. So the age of a month at a load is the
// number of months from it to the newest one, whatever the days on which the files came; months that were loaded
// together have no vintages between them, and teach nothing. What was more than kLoadsToLearnFrom loads ago neither:
// the way that invoices come changes.
//
// Two loads are compared as they were after the same time: as long as the last load has lasted so far, and at least a
// day. A ledger that is written every day, where a month is reached by its first vouchers, is so compared with itself
// on the same day of the month before.
#ifndef PROGNOS_FORECAST_MODELS_RUN_OFF_LOADS_H_
#define PROGNOS_FORECAST_MODELS_RUN_OFF_LOADS_H_

#include <optional>
#include <vector>

#include "absl/time/time.h"
#include "forecast/models/run_off/run_off.h"
#include "forecast/series/monthly_series.h"

namespace prognos::models {

inline constexpr int kLoadsToLearnFrom = 36;

// A row of the ledger.
struct RecordedValue {
  int series = 0;  // 0, 1, ...
  Month month;
  double value = 0.0;
  absl::Time time;
};

struct Load {
  Month newest;  // Higher than that of the load before.
  absl::Time begin;
};

class Loads {
 public:
  Loads() = default;
  // Rows of series that are loaded together, in the order of recording: times never fall.
  Loads(int series_count, const std::vector<RecordedValue>& rows);

  const std::vector<Load>& all() const { return loads_; }

  // The newest month of the last load; nullopt: nothing is recorded.
  std::optional<Month> Newest() const;

  // When the ledger was no longer as the load with this newest month had made it: when the next one began, or infinity.
  // nullopt: the month was loaded together with later ones, or not at all.
  std::optional<absl::Time> EndOfLoadOf(Month newest) const;

  // The months of a series that are full at the last load, as they were when they were young: of loads that reached one
  // month after the other until the month was full. One in which nothing was recorded is zero once the series has
  // begun.
  std::vector<FilledMonth> FilledMonths(int series) const;

 private:
  struct Version {
    Month month;
    absl::Time time;
    double value = 0.0;
  };

  absl::Time EndOf(int load) const;
  // How long the last load has lasted until its last row.
  absl::Duration LengthOfLast() const;
  // As a load was after `length`; nullopt: the series had not begun.
  std::optional<double> ValueAfter(int series, Month month, int load, absl::Duration length) const;

  std::vector<Load> loads_;
  absl::Time last_row_;
  std::vector<std::vector<Version>> versions_;  // Of each series, by month, then time.
};

// An ordinary month of `history`: the mean of up to twelve months of age kRunOffAges or more, `newest` being of age 0;
// of all there are, when none is as old. 0 without any.
double LevelForGrowth(const MonthlySeries& history, Month newest);

}  // namespace prognos::models

#endif  // PROGNOS_FORECAST_MODELS_RUN_OFF_LOADS_H_
