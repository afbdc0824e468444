#include "forecast/followup/fund.h"

#include <algorithm>

#include "absl/numeric/int128.h"
#include "forecast/base/amount.h"
#include "forecast/base/number_format.h"

namespace prognos::followup {
namespace {

// value * factor / divisor to the nearest, halves away from zero. `divisor` > 0. A pace of one month over many years
// may be more than any amount: it is cut there.
int64_t Scaled(int64_t value, int factor, int divisor) {
  const absl::int128 product = absl::int128(value) * factor;
  const absl::int128 half = divisor / 2;
  const absl::int128 scaled = (product < 0 ? product - half : product + half) / divisor;
  return static_cast<int64_t>(std::clamp<absl::int128>(scaled, -kMaxAmountOre, kMaxAmountOre));
}

int MonthsOf(const Frame& frame) { return frame.last - frame.first + 1; }

// How many months of the frame have been told of; at least one.
int MonthsUsed(const Frame& frame, Month month) { return std::clamp(month - frame.first + 1, 1, MonthsOf(frame)); }

void Expect(const Frame& frame, const Use& use, FundOutlook& outlook) {
  outlook.pace_ore = Scaled(use.used_ore, MonthsOf(frame), MonthsUsed(frame, use.month));
  if (use.forecast_ore.has_value()) {
    outlook.basis = FundForecastBasis::kPerson;
    outlook.forecast_ore = *use.forecast_ore;
  } else if (use.month >= frame.last) {
    outlook.basis = FundForecastBasis::kEnded;
    outlook.forecast_ore = use.used_ore;
  } else if (outlook.pace_ore <= frame.amount_ore) {
    outlook.basis = FundForecastBasis::kPace;
    outlook.forecast_ore = outlook.pace_ore;
  } else {
    outlook.basis = FundForecastBasis::kLimited;
    outlook.forecast_ore = std::max(frame.amount_ore, use.used_ore);
  }
}

// On a straight line from what is used in `use.month` to the forecast at the end of the frame.
int64_t AtYearEnd(const Frame& frame, const Use& use, int64_t forecast_ore, Month december) {
  const int left = frame.last - use.month;
  const int ahead = std::min(december, frame.last) - use.month;
  if (left <= 0) return forecast_ore;
  return use.used_ore + Scaled(forecast_ore - use.used_ore, std::max(ahead, 0), left);
}

}  // namespace

FundOutlook OutlookOf(const Frame& frame, const std::optional<Use>& use, Month december) {
  FundOutlook outlook;
  outlook.frame_ore = frame.amount_ore;
  outlook.forecast_ore = frame.amount_ore;
  // Before its first month nothing of it is used.
  const Use from = use.value_or(Use{frame.first - 1, 0, std::nullopt});
  outlook.used_ore = from.used_ore;
  outlook.left_ore = frame.amount_ore - from.used_ore;
  if (use.has_value()) Expect(frame, from, outlook);
  outlook.year_end_ore = AtYearEnd(frame, from, outlook.forecast_ore, december);
  return outlook;
}

int64_t YearlyDepreciation(int64_t amount_ore, int years) { return years <= 0 ? 0 : DivideRounded(amount_ore, years); }

}  // namespace prognos::followup
