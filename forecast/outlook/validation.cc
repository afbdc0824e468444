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
#include "messages/followup.h"
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

bool GoTogether(cases::DriverKind kind, Flow driven, Flow driver) {
  if (kind == cases::DriverKind::kVolumeTimesPrice) return driven == Flow::kCost && driver == Flow::kVolume;
  return driven == Flow::kRevenue && (driver == Flow::kVolume || driver == Flow::kCost);
}

bool IsPlanOfYear(const MonthlySeries& planned, int year) {
  return planned.empty() ||
         (planned.first == Month::January(year) && planned.size() == kMonthsPerYear &&
          (planned.values.array() >= 0.0).all() && planned.values.maxCoeff() <= static_cast<double>(kMaxAmountOre));
}

void CheckDrivers(const OutlookInput& input, FaultList& faults) {
  const int count = static_cast<int>(input.series.size());
  absl::flat_hash_set<int> driven;
  for (size_t at = 0; at < input.drivers.size(); ++at) {
    const std::string place = absl::StrCat("drivers[", at, "]");
    const cases::DriverLink& link = input.drivers[at].link;
    if (link.series < 0 || link.series >= count || link.driver < 0 || link.driver >= count) {
      faults.Add(place, FaultReason::kUnknown, absl::StrCat(link.series, ", ", link.driver),
                 messages::forecast::IsNotTheIndexOfASeries());
      continue;
    }
    const SeriesInput& series = input.series[static_cast<size_t>(link.series)];
    if (!driven.insert(link.series).second) {
      faults.Add(absl::StrCat(place, ".series"), FaultReason::kDuplicate, series.id, messages::value::StandsTwice());
    }
    if (!GoTogether(link.kind, series.flow, input.series[static_cast<size_t>(link.driver)].flow)) {
      faults.Add(absl::StrCat(place, ".kind"), FaultReason::kWrongFlow, series.id,
                 messages::followup::IsNoKindOfDriver());
    }
    if (!link.refund.Validate().ok() || !IsPlanOfYear(input.drivers[at].planned, input.year)) {
      faults.Add(place, FaultReason::kInconsistent, series.id, messages::followup::IsNoKindOfDriver());
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

// The largest refund of a month, in parts: all that its rates let claim in a year.
double LargestRefund(const OutlookInput& input, const cases::DriverLink& link) {
  const SeriesInput& driver = input.series[static_cast<size_t>(link.driver)];
  double rate = 0.0;
  for (const models::RefundRate& one : link.refund.rates) rate = std::max(rate, one.amount);
  const double wholes = UnitOf(driver.flow).Wholes(LargestPredicted(driver));
  return kMoneyUnit.Parts(rate * wholes) * kMonthsPerYear;
}

// No sum of what may be predicted may pass 64 bits.
void CheckSums(const OutlookInput& input, FaultList& faults) {
  double total = 0.0;
  for (const SeriesInput& series : input.series) total += LargestPredicted(series) * kMonthsPerYear;
  for (const DriverInput& driver : input.drivers) total += LargestRefund(input, driver.link) * kMonthsPerYear;
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
  CheckDrivers(input, faults);
  if (faults.empty()) CheckSums(input, faults);
  return faults.ToStatus();
}

absl::Status OutlookOptions::Validate() const {
  FaultList faults;
  CheckOptions(*this, faults);
  return faults.ToStatus();
}

}  // namespace prognos::outlook
