// Why a year ends where it does: the deviation of the full year from the budget as a sum of terms, exact to the öre, of
// what is known so far and of what remains.
//
// Of one series, with the months that are known, K, and those that are predicted, R. An excess is what an outcome has
// more than its budget; as a term it is a deviation, so that minus is a deficit, whatever the flow (series/flow.h).
//
//   B_m   the budget of a month as it is phased            B = sum B_m
//   e_m   what events that begin in the year make of it    (cases/known_effects.h)
//   a_m   its outcome, known or expected
//   s_m   its share of a year, as the years before fell    (budget/phasing.h, MeanProfile; no such years: s_m = B_m /
//   B) b_m   B, phased by these shares to the öre             sum b_m = B
//
//                        known months                               remaining months
//   events               sum_K e_m                                  sum_R e_m
//   timing               sum_K (b_m - B_m)                          sum_R (b_m - B_m) = the same with the other sign
//   season and trend     beta sum_K b_m                             sum_R (a_m - e_m - b_m)
//   rest                 sum_K (a_m - e_m - b_m - beta b_m)         0
//   excess               sum_K (a_m - B_m)                          sum_R (a_m - B_m)
//
// Timing is only a matter of when: over the year it is nothing. A budget that is phased evenly against a cost of the
// winter shows a deficit in spring, and all of it is timing, which the rest of the year takes back.
//
// beta is how far an ordinary known month lies from its budget, season apart: the weighted median of
// (a_m - e_m - b_m) / b_m, a month counting by |b_m|; it minimises sum_K |a_m - e_m - b_m - beta b_m| (least absolute
// deviations through the origin; Koenker & Bassett 1978 at the median). One month that is far out does not move it, and
// is what the rest then holds. Where the budget of all known months is zero, b_m is replaced by 1 for beta: so many öre
// a month. So season and trend is the level that the series has and keeps in the months to come, measured against a
// budget that follows its season; the rest is what single months hold beyond that and nobody has declared.
//
// Sums over series and up the tree are sums of terms, and so are those by cost type. Where money is booked by type and
// its budget is not told apart (type_lines.h), season and level are those of all the series of the budget together: the
// series that holds it has timing and rest of all, and the others have all of theirs, but for events, as season and
// trend.
//
// Of a cost whose volume is planned, P_m, and known or expected, v_m, b_m is B phased by P_m, and what would be season
// and trend, c - b in the known or the remaining months (c: without events and rest), is told as volume and price. With
// V and P the sums of v_m and P_m over these months, q = B / sum P_m over the year and p = c / V:
//
//   volume  q (V - P)      price  (p - q) P      both at once  (p - q) (V - P)
//
// Where p is not between a tenth and ten times of q (no volume to speak of, or no cost), only the volume is told so and
// the others stay season and trend.
#ifndef PROGNOS_FORECAST_OUTLOOK_EXPLANATION_H_
#define PROGNOS_FORECAST_OUTLOOK_EXPLANATION_H_

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "forecast/base/monthly_amounts.h"
#include "forecast/series/flow.h"

namespace prognos::outlook {

// Of a deviation, in öre; plus is surplus.
struct DeviationTerms {
  int64_t events = 0;
  int64_t timing = 0;
  int64_t season_and_trend = 0;
  int64_t rest = 0;
  // Of costs with a planned volume, see above; of sums also mix (volume_mix.h).
  int64_t volume = 0;
  int64_t price = 0;
  int64_t mix = 0;
  int64_t volume_and_price = 0;

  int64_t Total() const { return events + timing + season_and_trend + rest + volume + price + mix + volume_and_price; }
  void Add(const DeviationTerms& other);
  friend bool operator==(const DeviationTerms&, const DeviationTerms&) = default;
};

// The known month of one series that holds most of what season and trend do not explain.
struct StandingOut {
  int month = 0;       // 1-12.
  int64_t amount = 0;  // Its part of the rest, in öre; plus is surplus.
  friend bool operator==(const StandingOut&, const StandingOut&) = default;
};

struct Explanation {
  DeviationTerms known;      // Adds up to the deviation of the known months from their phased budget.
  DeviationTerms remaining;  // Adds up to that of the remaining months.
  // Of a sum that of its series whose month stands out most; absent: all known months are as season and trend say.
  std::optional<StandingOut> standing_out;

  DeviationTerms FullYear() const;
  // Deviations are surpluses on every line, so they add up whatever the flow.
  void Add(const Explanation& other);
  friend bool operator==(const Explanation&, const Explanation&) = default;
};

// The volume that a cost is a price of, in thousandths; `planned` sums to more than zero.
struct ExplainedVolume {
  MonthlyAmounts months{};  // Known, or expected.
  MonthlyAmounts planned{};
};

// The year of one series, in öre.
struct ExplainedYear {
  MonthlyAmounts amounts{};  // Known, or expected.
  std::array<bool, 12> is_known{};
  MonthlyAmounts budget{};  // As it is phased; zeros without one.
  int64_t known_events = 0;
  int64_t predicted_events = 0;
  std::array<double, 12> events_by_month{};  // known_events on the known months; read for beta alone.
  std::vector<double> shares;                // Twelve, none negative; empty: none are known.
  // Of series that have one budget together, of the one that holds it: what the others have in its known months,
  // without events; `shares` are those of all of them.
  std::array<double, 12> others{};
  // Of the other ones: their months are told with the budget.
  bool has_budget_elsewhere = false;
  std::optional<ExplainedVolume> volume = std::nullopt;  // Of a cost with a budget above zero that is its own.
};

// `measure` is cost or revenue.
Explanation Explain(Measure measure, const ExplainedYear& year);

// The slope through the origin that leaves the least absolute deviations: the median of y / x weighted by |x|, the mean
// of the two middle ones where the weights part evenly. 0 without an x other than zero. x and y have the same length
// and are finite.
double MedianSlope(const std::vector<double>& x, const std::vector<double>& y);

}  // namespace prognos::outlook

#endif  // PROGNOS_FORECAST_OUTLOOK_EXPLANATION_H_
