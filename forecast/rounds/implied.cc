#include "forecast/rounds/implied.h"

#include "forecast/base/number_format.h"

namespace prognos::rounds {

std::optional<ImpliedPace> Implied(const YearParts& parts) {
  const int remaining = 12 - parts.known_months;
  if (remaining <= 0) return std::nullopt;
  ImpliedPace pace;
  pace.model_per_month = DivideRounded(parts.model - parts.known, remaining);
  pace.judged_per_month = DivideRounded(parts.judged - parts.known, remaining);
  if (parts.known_months == 0) return pace;
  pace.known_per_month = DivideRounded(parts.known, parts.known_months);
  // known * 12 / months, without leaving 64 bits.
  const int64_t whole = parts.known / parts.known_months;
  const int64_t rest = parts.known % parts.known_months;
  pace.straight_line = whole * 12 + DivideRounded(rest * 12, parts.known_months);
  return pace;
}

}  // namespace prognos::rounds
