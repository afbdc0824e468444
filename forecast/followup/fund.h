// Money with a frame of its own: a grant from the state, a project over several years, an investment. How much of it is
// used, left, and expected to be used.
//
// What has been used to a month is given as it is booked: of grants and projects since they began, of an investment
// since January. What is expected by the end of the frame (a grant's or project's last month, an investment's December)
// is, in this order:
//
//   the person's own forecast, whatever it is;
//   the pace so far, used * months of the frame / months used, as long as that is within the frame;
//   the frame: a grant is not more than was granted, and a project or investment that runs faster than its budget is
//   expected to stop at it until somebody says otherwise (the pace stands beside it).
#ifndef PROGNOS_FORECAST_FOLLOWUP_FUND_H_
#define PROGNOS_FORECAST_FOLLOWUP_FUND_H_

#include <cstdint>
#include <optional>

#include "forecast/base/month.h"

namespace prognos::followup {

// The frame: so many öre for these months. `first` <= `last`.
struct Frame {
  int64_t amount_ore = 0;
  Month first;
  Month last;
};

// What was used of a frame, up to and with a month.
struct Use {
  Month month;
  int64_t used_ore = 0;
  std::optional<int64_t> forecast_ore;  // By the end of the frame, as a person expects it.
};

// Why a forecast is what it is. Numbers equal those of prognos.v1.FundForecastBasis.
enum class FundForecastBasis {
  kPerson = 1,    // A person said it.
  kPace = 2,      // The pace so far.
  kLimited = 3,   // The pace is more than the frame, or than is used already: the frame.
  kNotBegun = 4,  // Nothing is told of its use: the whole frame.
  kEnded = 5,     // The last month has been told of: what was used.
};

struct FundOutlook {
  int64_t frame_ore = 0;
  int64_t used_ore = 0;
  int64_t left_ore = 0;      // Of the frame; below zero where more was used.
  int64_t forecast_ore = 0;  // Used by the end of the frame.
  int64_t year_end_ore = 0;  // Used by the end of December, on a straight line from what is used to the forecast.
  int64_t pace_ore = 0;      // The pace so far to the end of the frame, without limit; 0 where nothing is told.
  FundForecastBasis basis = FundForecastBasis::kNotBegun;

  int64_t deviation_ore() const { return frame_ore - forecast_ore; }  // Plus: money is left.
};

// `use` is the newest that is told of; absent: none. `december` is the last month of the year that is asked about.
// Amounts are at most kMaxAmountOre in absolute value.
FundOutlook OutlookOf(const Frame& frame, const std::optional<Use>& use, Month december);

// A straight-line depreciation of a whole year, to the nearest öre: `amount_ore` / `years`. 0 for no years.
int64_t YearlyDepreciation(int64_t amount_ore, int years);

}  // namespace prognos::followup

#endif  // PROGNOS_FORECAST_FOLLOWUP_FUND_H_
