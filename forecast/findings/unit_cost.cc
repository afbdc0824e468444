#include "forecast/findings/unit_cost.h"

#include <algorithm>

#include "forecast/findings/unusual_months.h"

namespace prognos::findings {
namespace {

// NaN where one of them is not positive.
MonthlySeries UnitCosts(const MonthlySeries& cost, const MonthlySeries& volume) {
  MonthlySeries unit{cost.first, Vector::Constant(cost.size(), kMissing)};
  for (int at = 0; at < cost.size(); ++at) {
    const double units = volume.At(cost.first + at);
    if (cost.values[at] > 0.0 && units > 0.0) unit.values[at] = cost.values[at] / units;
  }
  return unit;
}

bool IsToldBy(const Finding& known, Month month) { return known.month == month || known.booked_in == month; }

}  // namespace

std::vector<Finding> FindUnfittingCosts(const MonthlySeries& cost, const MonthlySeries& volume,
                                        const std::vector<Finding>& known) {
  MonthlySeries unit = UnitCosts(cost, volume);
  for (const Finding& finding : known) {
    if (finding.kind == FindingKind::kNewLevel) return {};
    for (const Month month : {finding.month, finding.booked_in}) {
      if (month >= unit.first && month < unit.end()) unit.values[month - unit.first] = kMissing;
    }
  }
  std::vector<Finding> found = FindUnusualMonths(unit);
  std::erase_if(found, [&](const Finding& finding) {
    const bool is_of_two = finding.kind == FindingKind::kNewLevel || finding.kind == FindingKind::kOtherMonth;
    return is_of_two || std::any_of(known.begin(), known.end(),
                                    [&](const Finding& other) { return IsToldBy(other, finding.month); });
  });
  for (Finding& finding : found) {
    finding.kind = FindingKind::kUnitCost;
    finding.seen = cost.At(finding.month);
    finding.expected *= volume.At(finding.month);
  }
  return found;
}

}  // namespace prognos::findings
