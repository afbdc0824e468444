// What an ekonom's rules of thumb (models/baselines) would have said of a year, from the inputs that a stored forecast
// keeps: what the model and people are compared with.
#ifndef PROGNOS_FORECAST_OUTLOOK_RULE_YEAR_H_
#define PROGNOS_FORECAST_OUTLOOK_RULE_YEAR_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "forecast/base/monthly_amounts.h"
#include "forecast/outlook/outlook.h"

namespace prognos::outlook {

// The rules, by the names of their models.
const std::vector<std::string>& RuleNames();

struct RuleYear {
  int first = 12;            // The first month that the rule says, 0 = January; 12: none.
  MonthlyAmounts amounts{};  // From it on, in whole öre; 0 before.
};

// Nullopt where the rule has no answer, as where it has too little history. `rule` is one of RuleNames().
std::optional<RuleYear> YearByRule(const OutlookInput& input, int series, absl::string_view rule);

}  // namespace prognos::outlook

#endif  // PROGNOS_FORECAST_OUTLOOK_RULE_YEAR_H_
