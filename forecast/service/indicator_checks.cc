#include "forecast/service/indicator_checks.h"

#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "forecast/base/amount.h"
#include "forecast/base/faults.h"
#include "forecast/base/status_macros.h"
#include "forecast/base/swedish_time.h"
#include "forecast/service/followup_rows.h"
#include "forecast/service/indicator_forecast.h"
#include "forecast/service/ledger_checks.h"
#include "forecast/service/names.h"
#include "forecast/service/validators.h"
#include "messages/followup.h"
#include "messages/ledger.h"
#include "messages/value.h"

namespace prognos::service {
namespace {

constexpr int kMaxIndicators = 2'000;
constexpr int kMaxMeasurements = 20'000;
constexpr int kMaxUnit = 20;
constexpr int kMaxIndicatorComment = 1'000;
constexpr int64_t kMostPercent = 1'000'000;  // Of a change, in thousandths: ten times as much.

void CheckValue(int64_t value, const std::string& place, FaultList& faults) {
  if (value > kMaxAmountOre || value < -kMaxAmountOre) {
    faults.Add(place, FaultReason::kOutOfRange, absl::StrCat(value),
               messages::value::MustBeBetween(-kMaxAmountOre, kMaxAmountOre));
  }
}

// Each kind of thing of the request in turn.
class IndicatorRequestCheck {
 public:
  IndicatorRequestCheck(const std::string& organization, absl::Time now)
      : organization_(organization), current_month_(SwedishMonth(now)) {}

  void Take(const v1::Indicator& indicator, const std::string& place) {
    const std::string id = CheckIndicatorName(indicator.name(), organization_, absl::StrCat(place, ".name"), faults_);
    RefusePersonalNumber(id, absl::StrCat(place, ".name"), faults_);
    CheckText(indicator.display_name(), kMaxDisplayName, true, absl::StrCat(place, ".display_name"), faults_);
    CheckText(indicator.unit(), kMaxUnit, false, absl::StrCat(place, ".unit"), faults_);
    if (!indicator.activity().empty()) {
      CheckActivityName(indicator.activity(), organization_, absl::StrCat(place, ".activity"), faults_);
    }
    RequireChoice(indicator.kind() != 0 && v1::IndicatorKind_IsValid(indicator.kind()), place, ".kind");
    RequireChoice(indicator.period() != 0 && v1::IndicatorPeriod_IsValid(indicator.period()), place, ".period");
    RequireChoice(indicator.direction() != 0 && v1::Direction_IsValid(indicator.direction()), place, ".direction");
    CheckTolerance(indicator, absl::StrCat(place, ".tolerance"));
    CheckSource(indicator, place);
    rows_.Add({ledger::FollowUpKind::kIndicator, id, 0, ContentOf(indicator)}, absl::StrCat(place, ".name"), faults_);
  }

  void Take(const v1::IndicatorTarget& target, const std::string& place) {
    const std::string id =
        CheckIndicatorName(target.indicator(), organization_, absl::StrCat(place, ".indicator"), faults_);
    CheckYear(target.year(), absl::StrCat(place, ".year"), faults_);
    CheckText(target.comment(), kMaxIndicatorComment, false, absl::StrCat(place, ".comment"), faults_);
    switch (target.target_case()) {
      case v1::IndicatorTarget::kValue:
        CheckValue(target.value(), absl::StrCat(place, ".value"), faults_);
        break;
      case v1::IndicatorTarget::kChange:
        if (target.change() < -kMostPercent || target.change() > kMostPercent) {
          faults_.Add(absl::StrCat(place, ".change"), FaultReason::kOutOfRange, absl::StrCat(target.change()),
                      messages::value::MustBeBetween(-kMostPercent, kMostPercent));
        }
        break;
      case v1::IndicatorTarget::TARGET_NOT_SET:
        faults_.Add(absl::StrCat(place, ".value"), FaultReason::kMissingValue, "", messages::value::IsRequired());
    }
    rows_.Add({ledger::FollowUpKind::kTarget, id, target.year(), ContentOf(target)}, absl::StrCat(place, ".indicator"),
              faults_);
  }

  void Take(const v1::Measurement& measurement, const std::string& place) {
    const std::string id =
        CheckIndicatorName(measurement.indicator(), organization_, absl::StrCat(place, ".indicator"), faults_);
    const std::optional<Month> month = CheckMonth(measurement.month(), absl::StrCat(place, ".month"), faults_);
    if (month.has_value() && *month > current_month_) {
      faults_.Add(absl::StrCat(place, ".month"), FaultReason::kFutureMonth, month->ToString(),
                  messages::ledger::MonthHasNotBegun(Argument::OfMonth(current_month_.ToString())));
    }
    CheckValue(measurement.value(), absl::StrCat(place, ".value"), faults_);
    CheckCounts(measurement, place);
    CheckText(measurement.comment(), kMaxIndicatorComment, false, absl::StrCat(place, ".comment"), faults_);
    const bool is_judgement = measurement.judgement() == 0 || (measurement.judgement() >= v1::INDICATOR_STATUS_MET &&
                                                               v1::IndicatorStatus_IsValid(measurement.judgement()));
    if (!is_judgement) {
      faults_.Add(absl::StrCat(place, ".judgement"), FaultReason::kUnknown, absl::StrCat(measurement.judgement()),
                  messages::followup::IsNoJudgement());
    }
    rows_.Add({ledger::FollowUpKind::kMeasurement, id, month.value_or(Month()).index(), ContentOf(measurement)},
              absl::StrCat(place, ".month"), faults_);
  }

  FaultList& faults() { return faults_; }
  std::vector<ledger::NewFollowUp> TakeRows() { return rows_.Take(); }

 private:
  void RequireChoice(bool is_chosen, const std::string& place, const char* field) {
    if (is_chosen) return;
    faults_.Add(absl::StrCat(place, field), FaultReason::kMissingValue, "", messages::value::IsRequired());
  }

  void CheckTolerance(const v1::Indicator& indicator, const std::string& place) {
    const bool two_sided = indicator.direction() == v1::DIRECTION_NEAR_TARGET;
    const int64_t most = two_sided ? kMaxAmountOre : 0;
    if (indicator.tolerance() >= 0 && indicator.tolerance() <= most) return;
    faults_.Add(place, FaultReason::kOutOfRange, absl::StrCat(indicator.tolerance()),
                two_sided ? messages::value::MustBeBetween(0, most) : messages::followup::ToleranceIsOnlyNearATarget());
  }

  void CheckSource(const v1::Indicator& indicator, const std::string& place) {
    if (!v1::IndicatorSource_IsValid(indicator.source())) {
      faults_.Add(absl::StrCat(place, ".source"), FaultReason::kUnknown, absl::StrCat(indicator.source()),
                  messages::value::DoesNotExist());
    }
    const bool is_volume = indicator.source() == v1::INDICATOR_SOURCE_VOLUME;
    if (is_volume) CheckSeriesName(indicator.series(), organization_, absl::StrCat(place, ".series"), faults_);
    if (!is_volume && !indicator.series().empty()) {
      faults_.Add(absl::StrCat(place, ".series"), FaultReason::kInconsistent, indicator.series(),
                  messages::followup::SeriesIsOnlyForVolumes());
    }
    const bool is_money = indicator.source() != v1::INDICATOR_SOURCE_UNSPECIFIED && !is_volume;
    if (is_money && !IsUnitOfMoney(indicator.unit())) {
      faults_.Add(absl::StrCat(place, ".unit"), FaultReason::kUnknown, indicator.unit(),
                  messages::value::MustBeOneOf("kr, tkr, mnkr"));
    }
  }

  void CheckCounts(const v1::Measurement& measurement, const std::string& place) {
    CheckValue(measurement.numerator(), absl::StrCat(place, ".numerator"), faults_);
    CheckValue(measurement.denominator(), absl::StrCat(place, ".denominator"), faults_);
    const std::string denominator = absl::StrCat(place, ".denominator");
    if (measurement.has_numerator() != measurement.has_denominator()) {
      faults_.Add(measurement.has_numerator() ? denominator : absl::StrCat(place, ".numerator"),
                  FaultReason::kMissingValue, "", messages::followup::CountsComeInPairs());
    } else if (measurement.has_denominator() && measurement.denominator() <= 0) {
      faults_.Add(denominator, FaultReason::kOutOfRange, absl::StrCat(measurement.denominator()),
                  messages::value::MustBeAtLeast(1));
    }
  }

  const std::string& organization_;
  const Month current_month_;
  FaultList faults_;
  FollowUpRows rows_;
};

// Whether `month` is the last of a period.
bool EndsPeriod(Month month, v1::IndicatorPeriod period) {
  return period == v1::INDICATOR_PERIOD_UNSPECIFIED || month.month() % static_cast<int>(period) == 0;
}

}  // namespace

absl::StatusOr<RecordedIndicators> ReadIndicators(ledger::Reader& reader, const std::string& organization,
                                                  std::optional<absl::Time> as_of) {
  using ledger::FollowUpKind;
  PROGNOS_RETURN_IF_ERROR(reader.GetOrganization(organization).status());
  RecordedIndicators recorded;
  const auto year = [](int period) { return period; };
  PROGNOS_RETURN_IF_ERROR(
      ReadItems(reader, organization, FollowUpKind::kIndicator, as_of, IndicatorName, recorded.indicators));
  PROGNOS_RETURN_IF_ERROR(
      ReadRows(reader, organization, FollowUpKind::kTarget, as_of, IndicatorName, year, recorded.targets));
  PROGNOS_RETURN_IF_ERROR(ReadRows(reader, organization, FollowUpKind::kMeasurement, as_of, IndicatorName,
                                   Month::FromIndex, recorded.measurements));
  return recorded;
}

absl::StatusOr<std::vector<ledger::NewFollowUp>> CheckIndicators(const v1::PutIndicatorsRequest& request,
                                                                 const std::string& organization, absl::Time now) {
  IndicatorRequestCheck check(organization, now);
  CheckRequestId(request.request_id(), check.faults());
  if (request.indicators().empty() && request.targets().empty() && request.measurements().empty()) {
    check.faults().Add("indicators", FaultReason::kMissingValue, "", messages::value::IsRequired());
  }
  TakeAll(request.indicators(), kMaxIndicators, "indicators", check);
  TakeAll(request.targets(), kMaxIndicators, "targets", check);
  TakeAll(request.measurements(), kMaxMeasurements, "measurements", check);
  PROGNOS_RETURN_IF_ERROR(check.faults().ToStatus());
  return check.TakeRows();
}

absl::Status CheckIndicatorsFit(ledger::Reader& reader, const std::string& organization,
                                const v1::PutIndicatorsRequest& request) {
  PROGNOS_ASSIGN_OR_RETURN(RecordedIndicators recorded, ReadIndicators(reader, organization));
  PROGNOS_ASSIGN_OR_RETURN(const std::vector<ledger::Activity> activities, reader.ListActivities(organization));
  absl::flat_hash_set<std::string> known;
  for (const ledger::Activity& activity : activities) known.insert(ActivityName(organization, activity.id));
  PROGNOS_ASSIGN_OR_RETURN(const std::vector<ledger::Series> series, reader.ListSeries(organization));
  absl::flat_hash_set<std::string> volumes;
  for (const ledger::Series& one : series) {
    if (one.flow == Flow::kVolume) volumes.insert(SeriesName(organization, one.id));
  }
  FaultList faults;
  for (int i = 0; i < request.indicators_size(); ++i) {
    const v1::Indicator& indicator = request.indicators(i);
    if (!indicator.series().empty() && !volumes.contains(indicator.series())) {
      faults.Add(absl::StrCat("indicators[", i, "].series"), FaultReason::kUnknown, indicator.series(),
                 messages::followup::IsNoVolume());
    }
    recorded.indicators[ParseIndicatorName(indicator.name())->id] = indicator;
    if (indicator.activity().empty() || known.contains(indicator.activity())) continue;
    faults.Add(absl::StrCat("indicators[", i, "].activity"), FaultReason::kUnknown, indicator.activity(),
               messages::value::DoesNotExist());
  }
  const auto find = [&](const std::string& name, const std::string& place) -> const v1::Indicator* {
    const auto found = recorded.indicators.find(ParseIndicatorName(name)->id);
    if (found != recorded.indicators.end()) return &found->second;
    faults.Add(absl::StrCat(place, ".indicator"), FaultReason::kUnknown, name, messages::value::DoesNotExist());
    return nullptr;
  };
  for (int i = 0; i < request.targets_size(); ++i) {
    find(request.targets(i).indicator(), absl::StrCat("targets[", i, "]"));
  }
  for (int i = 0; i < request.measurements_size(); ++i) {
    const v1::Measurement& one = request.measurements(i);
    const std::string place = absl::StrCat("measurements[", i, "]");
    const v1::Indicator* const indicator = find(one.indicator(), place);
    if (indicator == nullptr) continue;
    if (!EndsPeriod(*Month::Parse(one.month()), indicator->period())) {
      faults.Add(absl::StrCat(place, ".month"), FaultReason::kInconsistent, one.month(),
                 messages::followup::MonthEndsNoPeriod(static_cast<int>(indicator->period())));
    }
    if (one.has_denominator() && indicator->kind() != v1::INDICATOR_KIND_SHARE) {
      faults.Add(absl::StrCat(place, ".denominator"), FaultReason::kInconsistent, absl::StrCat(one.denominator()),
                 messages::followup::CountsAreOnlyForShares());
    }
  }
  return faults.ToStatus();
}

}  // namespace prognos::service
