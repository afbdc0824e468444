// What is decided by hand about Exempelby socialnämnd: its tree of activities, the yearly budgets and outcomes of each
// series, how each series moves within a year, and where its level shifts.
//
// Facts: the outcome and budget of 2022 per area (the roots of the tree), and the net deviation of 2021 per area, are
// Upplands-Bro's published ones (driftredovisning 2022). Everything else is made up around them.
#ifndef PROGNOS_DATA_EXAMPLE_PLAN_H_
#define PROGNOS_DATA_EXAMPLE_PLAN_H_

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "forecast/base/month.h"
#include "forecast/series/flow.h"

namespace prognos::example {

inline constexpr int kFirstYear = 2018;
inline constexpr int kYearCount = 5;
inline constexpr int kMonthCount = 12 * kYearCount;

// 2018, 2019, ..., 2022; thousand kronor.
using YearTotals = std::array<int64_t, kYearCount>;

// How the months of a series come about; months.cc has one function for each.
enum class Rhythm {
  kSalaries,         // Smooth: wage drift, a dip in July, accruals in December.
  kFees,             // Smooth with more noise, low in July.
  kQuarterlyGrants,  // A base and a larger payment in the second month of each quarter.
  kLumpyRevenue,     // Irregular payments of very different size.
  kHouseholds,       // Households times kronor per household.
  kPlacements,       // Care days times price, by the month the invoice arrives.
  kFamilyFees,       // Care days times a fee, paid each month.
  kReclaims,         // The state's payment of care days months after.
};

// From `month` on the level is `factor` times what it was (smooth rhythms), or `factor` is the number of placed
// children or adults (placements).
struct LevelStep {
  Month month;
  double factor = 1.0;
};

struct SeriesPlan {
  Flow flow = Flow::kUnspecified;
  Rhythm rhythm = Rhythm::kSalaries;
  YearTotals actual_tkr{};
  YearTotals budget_tkr{};
  std::vector<LevelStep> steps;  // Rising in time.
};

struct ActivityPlan {
  std::string id;
  std::string name;
  std::string parent;  // Empty: an area (a root).
  int order = 0;
  std::string volume_unit;  // Empty: no volume.
  // What was planned of it for the last year: the number that is placed, or households.
  int planned_level = 0;
  std::vector<SeriesPlan> series;
};

// Parents before children; only activities without children have series.
const std::vector<ActivityPlan>& Activities();

}  // namespace prognos::example

#endif  // PROGNOS_DATA_EXAMPLE_PLAN_H_
