// Placements as a process: few and dear, they come by chance and last by chance, and what each costs a day is known.
//
//   PlacementProcess process = PlacementProcess::Fit(histories, origin);     // Series that learn from each other.
//   PlacementForecast next = process.Forecast(series, horizon, 2000, generator);
//
// A month costs, D its days,
//
//   cost = D (sum of the prices of those there, each for its part of the month) + rest,
//
//   open ones     each is still there u months ahead with chance S(age + u) / S(age) (length_of_stay.h); or until its
//                 expected end, normal with its spread; or for good, when it cannot end
//   new ones      come at rate x season, Poisson (arrivals.h), cost what days cost today and on (day_prices.h), last by
//   S rest          what was booked beyond the roll: the mean of the months that the roll covers, and their spread
//
// Those of the roll that are to begin are some of the new ones, known early. Each takes the place of one expected
// arrival, as far as there are any, of its month first and then of the months before it; what it costs is known, what
// the other would have cost is not counted.
//
// What the roll holds decides what can be learnt. It is complete from its first end on (RollSince): since then arrivals
// are counted. Before that, and with a roll of open ones only, the cost itself tells of them: a mean cost of c a month
// is c / (price x days) placements there at a time, N (without those that cannot end: nobody comes in their place), and
//
//   rate = N / mean length.
//
// N is uncertain, for who is there one month is there the next. In T months it has the variance
//
//   N v,  v = (1 + variance of prices) (2 / T) integral_0^T (1 - u / T) R(u) du,   R(u) = integral_u^inf S / mean
//
// (R is the autocorrelation of the number in an M/G/infinity queue, Cox & Isham 1980, "Point Processes", 5.6), so that
// N tells of the rate as N / v arrivals in mean / v months would.
//
// Without any roll, from cost and care days: N each month is care days / days, a day costs cost / care days, and
// lengths come from how N moves: of months' means, with arrivals and ends at an even rate,
//
//   E (N_t - N_t-1)^2 = 4/3 rate,      mean length = mean N / rate.
//
// Paths draw all of it: the length's scale, the rate and the price of new ones from what is believed of them, then
// ends, arrivals and prices. Each month's paths have the expected value as their mean.
//
// Assumed: stays end independently of each other; new ones come as often as before; prices of open ones stay.
#ifndef PROGNOS_FORECAST_MODELS_PLACEMENTS_PLACEMENT_PROCESS_H_
#define PROGNOS_FORECAST_MODELS_PLACEMENTS_PLACEMENT_PROCESS_H_

#include <array>
#include <optional>
#include <vector>

#include "forecast/models/placements/arrivals.h"
#include "forecast/models/placements/day_prices.h"
#include "forecast/models/placements/length_of_stay.h"
#include "forecast/models/placements/placement.h"

namespace prognos::models {

// What is known of one series at the origin.
struct PlacementHistory {
  MonthlySeries cost;  // Kronor, before the origin; NaN = missing. May be empty.
  std::vector<Placement> stays =
      {};  // The roll, valid: those open at the origin, those that have ended, those to come.
  // Placed days a month; only looked at without a roll. Empty: not known.
  MonthlySeries care_days = {};
  // There is a roll, though it may hold nothing. Without stays the prices and lengths are those of the pool.
  bool has_roll = false;

  bool HasRoll() const { return has_roll || !stays.empty(); }
};

struct PlacementForecast {
  // Kronor by month from the origin on, expected: of open stays (and of those of the roll that are to begin), of new
  // ones, and of what is booked besides.
  Vector open, fresh, rest;
  // What those of the roll that are to begin make of it: their cost less that of the new ones that they take the place
  // of.
  Vector added;
  // What is expected of each stay of the roll, in its order; part of `open`. Zeros for those that have ended.
  std::vector<Vector> of_stays;
  int open_count = 0;  // Of the roll; 0: open ones were inferred.
  Matrix paths;        // Horizon x paths, >= 0 where the rest is.

  Vector Mean() const { return open + fresh + rest; }
};

// What was learnt of a series.
struct PlacementParameters {
  LengthOfStay length;
  double length_error = 0.0;   // Standard error of the log of its scale.
  ArrivalRate arrivals;        // What is believed of the arrivals a month.
  double rate_by_level = 0.0;  // 0-1: the part of its exposure that rests on the level of the cost.
  double day_price = 0.0;      // Of one that begins at the origin.
  double day_price_error = 0.0;
  double rest_mean = 0.0;
  double rest_error = 0.0;   // Standard error of that.
  double rest_spread = 0.0;  // Standard deviation of one month.
};

// The moment (placement.h) from which `stays` holds all: the first end up to `origin`; the origin, when none has ended.
double RollSince(const std::vector<Placement>& stays, double origin);

class PlacementProcess {
 public:
  // `histories` of one organization, or of many alike; `origin` is the first month that is not known. A series with
  // neither roll nor care days has no process (HasProcess).
  static PlacementProcess Fit(std::vector<PlacementHistory> histories, Month origin);

  int size() const { return static_cast<int>(histories_.size()); }
  // There is something to forecast from: a stay of the roll, or care days with a cost.
  bool HasProcess(int series) const;
  const PlacementParameters& parameters(int series) const { return parameters_[static_cast<size_t>(series)]; }
  // Twelve factors of the arrivals, January first.
  const Vector& season() const { return season_; }

  // `horizon` >= 1 months from the origin on; the series has a process.
  PlacementForecast Forecast(int series, int horizon, int path_count, RandomGenerator& generator) const;

  // What would have been expected of the `horizon` months from the earlier month `past` on: with today's lengths and
  // prices, what was open then (where the roll does not reach so far, as the cost of the month before says) and the
  // arrivals until then. NaN where the cost before does not say.
  double PastTotal(int series, Month past, int horizon) const;

 private:
  // What is there at a moment.
  struct Standing {
    std::vector<Placement> stays;
    // There are so many more of unknown ages, at such a price.
    double unseen = 0.0;
    double unseen_price = 0.0;
  };
  struct Evidence {
    ArrivalRate arrivals;
    double by_level = 0.0;  // The part of the exposure.
  };

  Standing StandingAt(size_t series, Month moment) const;
  Evidence EvidenceAt(size_t series, Month moment) const;
  Evidence EvidenceOfLevel(size_t series, Month moment, double until) const;
  MonthlySeries Numbers(size_t series, Month end) const;
  void FitLengths();
  void FitRest(size_t series);
  void FitArrivals();
  void FitSeason();
  Vector ExpectedOf(size_t series, const Placement& stay, Month first, int horizon) const;
  Vector ExpectedOpen(size_t series, const Standing& standing, Month first, int horizon) const;
  // `still_new`: the part of each month's arrivals that are not known yet; 0-1.
  Vector ExpectedNew(size_t series, double rate, const Vector& still_new, Month first, int horizon) const;
  Vector StillNew(size_t series, int horizon) const;
  void DrawPath(size_t series, const Standing& standing, const Vector& still_new, RandomGenerator& generator,
                Eigen::Ref<Vector> open, Eigen::Ref<Vector> fresh) const;

  Month origin_;
  std::vector<PlacementHistory> histories_;
  std::vector<double> roll_since_;
  DayPrices prices_;
  std::vector<PlacementParameters> parameters_;
  ArrivalRate prior_;  // Of the rates of the pool.
  Vector season_ = Vector::Ones(kMonthsPerYear);
};

}  // namespace prognos::models

#endif  // PROGNOS_FORECAST_MODELS_PLACEMENTS_PLACEMENT_PROCESS_H_
