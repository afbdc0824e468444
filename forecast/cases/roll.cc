#include "forecast/cases/roll.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace prognos::cases {
namespace {

constexpr int kMonthsOfWindow = 6;
constexpr double kDaysAMonth = 365.25 / 12.0;

models::Placement PlacementOf(const KnownEffect& effect, Unit unit) {
  const Stay& stay = *effect.stay;
  models::Placement placement;
  placement.start = models::MomentOf(stay.first_day);
  if (stay.last_day.has_value()) placement.end = models::MomentOf(*stay.last_day + 1);
  placement.end_spread = SigmaOf(stay) / kDaysAMonth;
  placement.price_per_day = unit.Wholes(effect.amount);
  placement.cannot_end = stay.cannot_end;
  return placement;
}

double CostOf(const std::vector<models::Placement>& stays, Month month) {
  double cost = 0.0;
  for (const models::Placement& stay : stays) cost += stay.CostIn(month);
  return cost;
}

// Of what is booked in the `months` before `end` the part that the roll explains; nullopt: nothing is booked, or a
// month is not known.
std::optional<double> Explained(const std::vector<models::Placement>& stays, const MonthlySeries& booked, Month end,
                                int months) {
  double of_roll = 0.0;
  double in_all = 0.0;
  for (int back = 1; back <= months; ++back) {
    in_all += booked.At(end - back);
    of_roll += CostOf(stays, end - back);
  }
  if (!(in_all > 0.0)) return std::nullopt;  // NaN is not, either.
  return of_roll / in_all;
}

bool IsRoll(const std::vector<models::Placement>& stays, const MonthlySeries& booked, Month origin) {
  const auto begun = std::count_if(stays.begin(), stays.end(), [&](const models::Placement& stay) {
    return stay.start < static_cast<double>(origin.index());
  });
  if (begun < kLeastStays) return false;
  const Month end = std::min(origin, booked.end());
  if (booked.CountKnown() == 0 || end < origin - kMonthsOfRoll) return booked.CountKnown() == 0;
  const int months = std::min(kMonthsOfRoll, booked.size());
  const std::optional<double> explained = Explained(stays, booked, end, months);
  return explained.has_value() && *explained >= kLeastExplained && *explained <= kMostExplained;
}

// The moment since which the roll covers what is booked.
double CoveredSince(const std::vector<models::Placement>& stays, const MonthlySeries& booked) {
  const std::optional<double> today = Explained(stays, booked, booked.end(), kMonthsOfWindow);
  for (Month end = booked.end(); end - booked.first >= kMonthsOfWindow; end = end - 1) {
    const std::optional<double> then = Explained(stays, booked, end, kMonthsOfWindow);
    const bool drifts = !then.has_value() || !today.has_value() || std::abs(*then - *today) > kMostDrift;
    if (drifts) return end.index();
  }
  return booked.first.index();
}

}  // namespace

Roll RollOf(const std::vector<KnownEffect>& effects, const MonthlySeries& history, Month origin, Month since,
            Unit unit) {
  Roll all;
  for (const KnownEffect& effect : effects) {
    if (!IsOfRoll(effect) || effect.known_from > origin || effect.known_until <= origin) continue;
    all.stays.push_back(PlacementOf(effect, unit));
    all.of.push_back({effect.event, effect.first >= since && !effect.event.empty()});
  }
  const MonthlySeries booked{history.first, history.values / static_cast<double>(unit.parts_per_whole)};
  if (!IsRoll(all.stays, booked, origin)) return {};
  const double covered = booked.CountKnown() == 0 ? 0.0 : CoveredSince(all.stays, booked);
  Roll roll;
  for (size_t at = 0; at < all.stays.size(); ++at) {
    if (all.stays[at].HasEndedBy(covered)) continue;
    roll.stays.push_back(all.stays[at]);
    roll.of.push_back(std::move(all.of[at]));
  }
  return roll;
}

}  // namespace prognos::cases
