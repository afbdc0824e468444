#include "forecast/outlook/rule_year.h"

#include <algorithm>

#include "forecast/cases/series_case.h"
#include "forecast/models/baselines/baseline.h"
#include "forecast/models/catalog.h"

namespace prognos::outlook {

const std::vector<std::string>& RuleNames() {
  static const auto& names = *new std::vector<std::string>{"run-rate", "last-years-share", "seasonal-naive",
                                                           "rolling-twelve", "remaining-budget"};
  return names;
}

std::optional<RuleYear> YearByRule(const OutlookInput& input, int series, absl::string_view rule) {
  const cases::SeriesCase one = cases::CaseOf(input.series[static_cast<size_t>(series)], input.cut());
  const engine::SeriesTask task = cases::TaskOf(one);
  const int within = std::min(task.horizon, kMonthsPerYear);  // The forecast may begin before the year.
  RuleYear year;
  year.first = kMonthsPerYear - within;
  if (within == 0 || one.ended_since.has_value()) return year;
  const auto* const baseline = dynamic_cast<const models::Baseline*>(models::FindModel(rule));
  if (baseline == nullptr) return std::nullopt;
  const Vector wholes = baseline->Predict(task.training, task.training.history.end(), task.horizon);
  if (wholes.size() != task.horizon) return std::nullopt;
  for (int at = 0; at < within; ++at) {
    const double month = wholes[task.horizon - within + at];
    year.amounts[static_cast<size_t>(year.first + at)] = one.unit().RoundedParts(month);
  }
  return year;
}

}  // namespace prognos::outlook
