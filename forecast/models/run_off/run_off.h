// How the months of a ledger grow after they were first loaded, because invoices come late, and what a month that is
// still filling is expected to become: the run-off of insurance.
//
// Of one series, with x_a the value of a month at age a (the number of later months in the ledger: 0 is the newest), y
// its value at age kRunOffAges, when it is full, and e(x_a) its exposure:
//
//   E[y - x_a | x_a] = g_a e(x_a)          Var[y - x_a | x_a] = s_a^2 e(x_a)^2
//
//   g_a = sum (y - x_a) / sum e(x_a)       s_a^2 = sum ((y - x_a) / e(x_a) - g_a)^2 / (n_a - 1)
//
// summed over the n_a months that are full by now. With e(x) = x this is the chain ladder (Mack 1993,
// "Distribution-free calculation of the standard error of chain ladder reserve estimates", ASTIN Bulletin 23(2),
// section 2) with the factor 1 + g_a, but for two things that monthly ledgers want:
// - One link leads from each age to the full month, in the place of one from age to age. Links from age to age learn
//   from months that are not full yet, too, but take their gains for independent. In a ledger they are not: what one
//   load has too little of the next brings, and the sum of their variances is too large (central 80 % held 85 to 95
//   cases of 100 of the simulated truth of run_off_test.cc).
// - The spread is a share of the month (Mack 1999, "The standard error of chain ladder reserve estimates: recursive
//   calculation and inclusion of a tail factor", ASTIN Bulletin 29(2), section 2, with his alpha = 0), not of its root;
//   g stays a ratio of sums, which small months do not disturb.
//
// The exposure is the booked value, but at least half and at most twice an ordinary month L of the series: an empty
// month would otherwise never fill, and a one-off would grow by itself. Where L is negative all signs are turned.
//
// A series with few months to learn from borrows from the others of its pool (credibility; Buhlmann & Straub 1970,
// "Glaubwurdigkeit fur Schadensatze"; for the chain ladder Gisler & Wuthrich 2008, ASTIN Bulletin 38(2)): with v_i the
// variance of its own g, and t^2 that of the true ones between series (DerSimonian & Laird 1986, section 3, not below
// 0),
//
//   g = (1 - b_i) g_i + b_i m,   b_i = v_i / (v_i + t^2),   m = sum g_i / (v_i + t^2) / sum 1 / (v_i + t^2)
//
// and its s^2 is the mean of its own and the pool's, by degrees of freedom, of which the pool has kPoolFreedom at most.
//
// Assumed: a growth that does not change with the season or the years, months and series that grow independently of
// each other but for what is not known of g. A correction of a month older than kRunOffAges is no growth; one of a
// younger month counts as growth, but one alone never makes a growth clear (its t statistic is 1).
#ifndef PROGNOS_FORECAST_MODELS_RUN_OFF_RUN_OFF_H_
#define PROGNOS_FORECAST_MODELS_RUN_OFF_RUN_OFF_H_

#include <vector>

#include "forecast/base/random.h"
#include "forecast/series/eigen_types.h"

namespace prognos::models {

// A month of this age is full: 0 ... kRunOffAges - 1 may still be filling.
inline constexpr int kRunOffAges = 3;

// One month of a series, which is full by now, as it was when it was young.
struct FilledMonth {
  int age = 0;  // 0 ... kRunOffAges - 1.
  double booked = 0.0;
  double full = 0.0;
};

// What a series says of itself.
struct FillingHistory {
  double level = 0.0;  // An ordinary month, in the units of `months`; 0: it has none, and nothing is known of it.
  std::vector<FilledMonth> months;
};

struct RunOffOptions {
  // The exposure of a month lies between these, in levels; 0 and infinity: it is the booked value (Mack).
  double least_exposure = 0.5;
  double most_exposure = 2.0;
  // A month that gained or lost more than so many levels was corrected, and teaches nothing; so does one that was set
  // to zero.
  double most_gain = 3.0;
};

// What a month that holds something is expected to become, in the units of the series. The errors are standard errors.
struct ExpectedGrowth {
  double expected = 0.0;    // Of the full month.
  double own_error = 0.0;   // Of what is not known of the series' growth ...
  double pool_error = 0.0;  // ... and of what is not known of the growth that all series of the pool share.
  double chance = 0.0;      // Of the month itself.
  double freedom = 0.0;     // Degrees of freedom behind the three.

  // Of all three together.
  double StandardError() const;
  // One way that the month may end, of three standard normal numbers; `stretch` is StretchOfT(freedom).
  double Draw(double stretch, double own_normal, double pool_normal, double chance_normal) const {
    return expected + stretch * (own_error * own_normal + pool_error * pool_normal + chance * chance_normal);
  }
  friend bool operator==(const ExpectedGrowth&, const ExpectedGrowth&) = default;
};

// Student's t with `freedom` degrees of freedom (3 or more) is a normal number times this, drawn anew
// (Wilson & Hilferty 1931 for the chi-squared in it).
double StretchOfT(double freedom, RandomGenerator& generator);

// The growth of one series' months of one age, as shares of their exposure.
struct GrowthOfAge {
  double growth = 0.0;
  double own_error = 0.0;
  double pool_error = 0.0;
  double residual = 0.0;  // s^2.
  double freedom = 0.0;
  int months = 0;  // The most that one series of the pool learns from.
  friend bool operator==(const GrowthOfAge&, const GrowthOfAge&) = default;
};

// How the months of one series grow.
class RunOff {
 public:
  RunOff() = default;  // Nothing is known: months are taken as they stand.
  // By age.
  RunOff(double level, std::vector<GrowthOfAge> ages, const RunOffOptions& options = {});

  const std::vector<GrowthOfAge>& ages() const { return ages_; }

  // Whether enough months of `age` are full (kLeastFilledMonths) to say what one becomes.
  bool Knows(int age) const;

  // Of an age that is not known: `booked`, for certain.
  ExpectedGrowth At(double booked, int age) const;

  // Whether it is known and clear that the month grows or shrinks: by kClearGrowth standard errors of the growth and by
  // kLeastGrowth of the level.
  bool IsClear(double booked, int age) const;

 private:
  double level_ = 0.0;
  std::vector<GrowthOfAge> ages_;
  RunOffOptions options_;
};

inline constexpr double kClearGrowth = 2.5;
inline constexpr double kLeastGrowth = 0.0025;
inline constexpr int kLeastFilledMonths = 3;
// So many degrees of freedom the pool's variance counts for, beside the series' own.
inline constexpr int kPoolFreedom = 8;

// The growth of all series of a pool together.
struct PoolGrowth {
  double growth = 0.0;  // The mean of the series, as a share of an ordinary month.
  int months = 0;       // The most that one series learns from; 0: nothing is known.
};

struct LearntRunOff {
  std::vector<RunOff> series;    // In the order of the pool; one without a level knows nothing.
  std::vector<PoolGrowth> pool;  // By age, 0 ... kRunOffAges - 1.
};

// How each series of a pool grows.
LearntRunOff LearnRunOff(const std::vector<FillingHistory>& pool, const RunOffOptions& options = {});

}  // namespace prognos::models

#endif  // PROGNOS_FORECAST_MODELS_RUN_OFF_RUN_OFF_H_
