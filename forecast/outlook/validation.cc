#include "forecast/outlook/validation.h"

#include <cmath>
#include <limits>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "forecast/base/amount.h"
#include "forecast/base/faults.h"
#include "forecast/engine/asked_model.h"
#include "forecast/engine/bounds.h"
#include "messages/budget.h"
#include "messages/forecast.h"
#include "messages/ledger.h"
#include "messages/value.h"

namespace prognos::outlook {
namespace {

constexpr int kLeastPaths = 200;
constexpr int kMostPaths = 20'000;
constexpr int kMostThreads = 64;
// In wholes; öre are the narrower limit for money and volumes alike.
constexpr double kLargestValue = kMoneyUnit.Wholes(static_cast<double>(kMaxAmountOre));

void CheckRange(absl::string_view place, int value, int least, int most, FaultList& faults) {
  if (value >= least && value <= most) return;
  faults.Add(std::string(place), FaultReason::kOutOfRange, absl::StrCat(value),
             messages::value::MustBeBetween(least, most));
}

void CheckOptions(const OutlookOptions& options, FaultList& faults) {
  if (!engine::IsModelName(options.model)) {
    faults.Add("options.model", FaultReason::kUnknown, options.model,
               messages::value::MustBeOneOf(engine::JoinedModelNames()));
  }
  CheckRange("options.path_count", options.path_count, kLeastPaths, kMostPaths, faults);
  CheckRange("options.threads", options.threads, 1, kMostThreads, faults);
}

void CheckId(const std::string& place, const std::string& id, absl::flat_hash_set<std::string>& seen,
             FaultList& faults) {
  if (id.empty()) {
    faults.Add(place, FaultReason::kMissingValue, "", messages::value::MustBeGiven());
  } else if (!seen.insert(id).second) {
    faults.Add(place, FaultReason::kDuplicate, id, messages::value::StandsTwice());
  }
}

void CheckTree(const std::vector<ActivityNode>& activities, FaultList& faults) {
  absl::flat_hash_set<std::string> seen;
  for (size_t at = 0; at < activities.size(); ++at) {
    const std::string place = absl::StrCat("activities[", at, "]");
    CheckId(absl::StrCat(place, ".id"), activities[at].id, seen, faults);
    const int parent = activities[at].parent;
    if (parent < -1 || parent >= static_cast<int>(at)) {
      faults.Add(absl::StrCat(place, ".parent"), FaultReason::kInconsistent, absl::StrCat(parent),
                 messages::forecast::IsNotAParent());
    }
    if (activities[at].own_frame && parent >= 0) {
      faults.Add(absl::StrCat(place, ".own_frame"), FaultReason::kInconsistent, absl::StrCat(parent),
                 messages::ledger::FrameIsNoRoot());
    }
  }
}

void CheckValues(const std::string& place, const MonthlySeries& series, Unit unit, FaultList& faults) {
  for (int at = 0; at < series.size(); ++at) {
    const double value = unit.Wholes(series.values[at]);
    if (std::isnan(value) || std::abs(value) <= kLargestValue) continue;
    faults.Add(absl::StrCat(place, "[", (series.first + at).ToString(), "]"),
               std::isinf(value) ? FaultReason::kNotANumber : FaultReason::kOutOfRange, absl::StrCat(value),
               messages::value::MustBeFinite(Argument::Count(std::llround(kLargestValue))));
  }
}

void CheckEffects(const std::string& place, const std::vector<cases::KnownEffect>& effects, FaultList& faults) {
  for (size_t at = 0; at < effects.size(); ++at) {
    for (Fault fault : FaultsFromStatus(effects[at].Validate())) {
      fault.place = absl::StrCat(place, "[", at, "].", fault.place);
      faults.Add(std::move(fault));
    }
  }
}

void CheckType(const OutlookInput& input, const SeriesInput& series, const std::string& place, FaultList& faults) {
  if (series.type < -1 || series.type >= static_cast<int>(input.types.size())) {
    faults.Add(absl::StrCat(place, ".type"), FaultReason::kUnknown, absl::StrCat(series.type),
               messages::forecast::IsNotTheIndexOfACostType());
  } else if (series.type >= 0 && series.flow == Flow::kVolume) {
    faults.Add(absl::StrCat(place, ".type"), FaultReason::kWrongFlow, absl::StrCat(series.type),
               messages::ledger::CostTypeIsOnlyForMoney());
  }
}

void CheckSeries(const OutlookInput& input, FaultList& faults) {
  absl::flat_hash_set<std::string> seen;
  for (size_t at = 0; at < input.series.size(); ++at) {
    const SeriesInput& series = input.series[at];
    const std::string place = absl::StrCat("series[", at, "]");
    CheckId(absl::StrCat(place, ".id"), series.id, seen, faults);
    if (series.activity < 0 || series.activity >= static_cast<int>(input.activities.size())) {
      faults.Add(absl::StrCat(place, ".activity"), FaultReason::kUnknown, absl::StrCat(series.activity),
                 messages::forecast::IsNotTheIndexOfAnActivity());
    }
    if (series.flow == Flow::kUnspecified) {
      faults.Add(absl::StrCat(place, ".flow"), FaultReason::kMissingValue, "", messages::value::MustBeGiven());
    }
    CheckType(input, series, place, faults);
    CheckValues(absl::StrCat(place, ".history"), series.history, UnitOf(series.flow), faults);
    CheckValues(absl::StrCat(place, ".budget"), series.budget, UnitOf(series.flow), faults);
    CheckEffects(absl::StrCat(place, ".effects"), series.effects, faults);
    if (series.flow == Flow::kVolume && series.budget.CountKnown() > 0) {
      faults.Add(absl::StrCat(place, ".budget"), FaultReason::kWrongFlow, "",
                 messages::budget::MustBeEmptyForAVolume());
    }
  }
}

double Largest(const MonthlySeries& series) {
  double largest = 0.0;
  for (const double value : series.values) largest = std::isnan(value) ? largest : std::max(largest, std::abs(value));
  return largest;
}

constexpr double kMostDaysOfMonth = 31.0;

// The largest month, in parts, that may come out: kMostTimesKnown times the largest known one at another level, and
// what is known of the months to come on it.
double LargestPredicted(const SeriesInput& series) {
  double largest = (Largest(series.history) + Largest(series.budget)) * engine::kMostTimesKnown;
  for (int once = 0; once < 2; ++once) {
    for (const cases::KnownEffect& effect : series.effects) {
      const double factor = effect.factor == 0.0 ? 1.0 : std::abs(effect.factor);
      const double times = effect.stay.has_value() ? kMostDaysOfMonth : 1.0;
      largest = (largest + std::abs(effect.amount) * times) * std::max(factor, 1.0 / factor);
    }
  }
  return largest;
}

// No sum of what may be predicted may pass 64 bits.
void CheckSums(const OutlookInput& input, FaultList& faults) {
  double total = 0.0;
  for (const SeriesInput& series : input.series) total += LargestPredicted(series) * kMonthsPerYear;
  // Half of the range: the other half is room for rounding and for the difference between budget and outcome.
  if (total <= static_cast<double>(std::numeric_limits<int64_t>::max() / 2)) return;
  faults.Add("series", FaultReason::kOutOfRange, absl::StrCat(total), messages::forecast::SumsWouldOverflow());
}

}  // namespace

absl::Status ValidateInput(const OutlookInput& input) {
  FaultList faults;
  CheckOptions(input.options, faults);
  CheckRange("year", input.year, Month::kFirstYear, Month::kLastYear, faults);
  CheckRange("last_known_month", input.last_known_month, 0, kMonthsPerYear, faults);
  CheckTree(input.activities, faults);
  CheckSeries(input, faults);
  if (faults.empty()) CheckSums(input, faults);
  return faults.ToStatus();
}

absl::Status OutlookOptions::Validate() const {
  FaultList faults;
  CheckOptions(*this, faults);
  return faults.ToStatus();
}

}  // namespace prognos::outlook
