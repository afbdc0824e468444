#include "forecast/models/smoothing/ets_specification.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "forecast/series/monthly_series.h"

namespace prognos::models {
namespace {

absl::string_view Letter(EtsComponent component) {
  switch (component) {
    case EtsComponent::kNone:
      return "N";
    case EtsComponent::kAdditive:
      return "A";
    case EtsComponent::kMultiplicative:
      return "M";
  }
  return "?";
}

}  // namespace

int EtsSpecification::num_smoothing_parameters() const {
  return 1 + (has_trend() ? 1 : 0) + (has_season() ? 1 : 0) + (damped ? 1 : 0);
}

int EtsSpecification::num_free_states() const {
  return 1 + (has_trend() ? 1 : 0) + (has_season() ? kMonthsPerYear - 1 : 0);
}

bool EtsSpecification::needs_positive_data() const {
  return error == EtsComponent::kMultiplicative || trend == EtsComponent::kMultiplicative ||
         season == EtsComponent::kMultiplicative;
}

bool EtsSpecification::is_stable() const {
  if (error == EtsComponent::kAdditive) return !needs_positive_data();
  return !(trend == EtsComponent::kMultiplicative && season == EtsComponent::kAdditive);
}

std::string EtsSpecification::ToString() const {
  return absl::StrCat("ETS(", Letter(error), ",", Letter(trend), damped ? "d" : "", ",", Letter(season), ")");
}

}  // namespace prognos::models
