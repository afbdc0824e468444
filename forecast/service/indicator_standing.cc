#include "forecast/service/indicator_standing.h"

#include <cstdlib>
#include <vector>

#include "forecast/base/unit.h"
#include "forecast/followup/indicator.h"
#include "forecast/followup/likelihood.h"
#include "forecast/messages/wire/message_proto.h"
#include "forecast/service/followup_rows.h"
#include "forecast/service/indicator_forecast.h"
#include "messages/followup.h"

namespace prognos::service {
namespace {

// A share that is printed without decimals is off by at most half of one.
constexpr int64_t kRoundingOfShare = 500;

using ByMonth = std::map<Month, v1::Measurement>;

followup::IndicatorRule RuleOf(const v1::Indicator& indicator) {
  return {static_cast<followup::IndicatorKind>(indicator.kind()),
          static_cast<followup::IndicatorPeriod>(indicator.period()),
          static_cast<followup::Direction>(indicator.direction()), indicator.tolerance()};
}

std::vector<followup::Measured> MeasuredOf(const ByMonth& measurements) {
  std::vector<followup::Measured> measured;
  for (const auto& [month, one] : measurements) measured.push_back({month, ValueOf(one)});
  return measured;
}

// What the target comes to; nullopt for a change from a year that is not measured to its end.
std::optional<int64_t> TargetValue(const v1::IndicatorTarget& target, const followup::IndicatorRule& rule,
                                   const std::vector<followup::Measured>& measured,
                                   const std::optional<IndicatorForecast>& expected) {
  if (target.target_case() == v1::IndicatorTarget::kValue) return target.value();
  if (expected.has_value() && expected->last_year.has_value()) {
    return followup::TargetFromChange(*expected->last_year, target.change());
  }
  const int before = target.year() - 1;
  const followup::Standing last =
      followup::StandingOf(rule, measured, before, Month::January(before) + 11, std::nullopt);
  const bool ended = last.newest.has_value() && last.newest->month.month() == 12;
  if (!ended) return std::nullopt;
  return followup::TargetFromChange(*last.year_end, target.change());
}

void AddMeasurement(Month month, const v1::Measurement& one, int year, v1::IndicatorStanding& standing) {
  *standing.add_measurements() = one;
  if (month.year() == year && one.judgement() != v1::INDICATOR_STATUS_UNSPECIFIED) {
    standing.set_judgement(one.judgement());
    standing.set_judgement_month(month.ToString());
  }
  if (!one.has_value() || !one.has_denominator()) return;
  const int64_t of_counts = followup::ShareOf(one.numerator(), one.denominator()).value_or(one.value());
  if (std::abs(of_counts - one.value()) <= kRoundingOfShare) return;
  *standing.add_notes() = prognos::ToProto(messages::followup::ShareIsNotThatOfItsCounts(
      Argument::OfMonth(month.ToString()), Argument::Figure(kVolumeUnit.Wholes(static_cast<double>(one.value()))),
      Argument::Count(one.numerator()), Argument::Count(one.denominator()),
      Argument::Figure(kVolumeUnit.Wholes(static_cast<double>(of_counts)))));
}

// How a year stands that a forecast tells of.
void AddForecast(const followup::IndicatorRule& rule, const IndicatorForecast& expected, std::optional<int64_t> target,
                 const v1::Forecast& forecast, v1::IndicatorStanding& answer) {
  answer.set_forecast(forecast.name());
  answer.set_newest_month(forecast.last_known_month());
  answer.set_to_date(expected.to_date);
  answer.set_year_end(expected.year_end);
  answer.set_trend(static_cast<v1::Trend>(followup::TrendOf(rule, expected.year_end, expected.last_year, target)));
  if (!target.has_value()) {
    answer.set_status(v1::INDICATOR_STATUS_NO_TARGET);
    return;
  }
  answer.set_status(static_cast<v1::IndicatorStatus>(followup::StatusOf(rule, expected.year_end, *target)));
  answer.set_met_probability(followup::ProbabilityOfMet(rule, expected.quantiles, *target));
}

}  // namespace

std::optional<int64_t> ValueOf(const v1::Measurement& measurement) {
  if (measurement.has_value()) return measurement.value();
  if (!measurement.has_denominator()) return std::nullopt;
  return followup::ShareOf(measurement.numerator(), measurement.denominator());
}

v1::IndicatorStanding StandingOf(const RecordedIndicators& recorded, const std::string& id, int year, Month until,
                                 const v1::Forecast* forecast) {
  v1::IndicatorStanding answer;
  *answer.mutable_indicator() = recorded.indicators.at(id);
  const ByMonth& measurements = FindOrNone(recorded.measurements, id);
  const followup::IndicatorRule rule = RuleOf(answer.indicator());
  const std::vector<followup::Measured> measured = MeasuredOf(measurements);
  const std::optional<IndicatorForecast> expected =
      forecast == nullptr ? std::nullopt : ForecastOf(answer.indicator(), *forecast);
  const std::map<int, v1::IndicatorTarget>& targets = FindOrNone(recorded.targets, id);
  std::optional<int64_t> target;
  if (const auto found = targets.find(year); found != targets.end()) {
    *answer.mutable_target() = found->second;
    target = TargetValue(found->second, rule, measured, expected);
    if (target.has_value()) answer.set_target_value(*target);
  }
  for (const auto& [month, one] : measurements) {
    if (month.year() >= year - 1 && month <= until) AddMeasurement(month, one, year, answer);
  }
  if (expected.has_value()) {
    AddForecast(rule, *expected, target, *forecast, answer);
    return answer;
  }
  const followup::Standing standing = followup::StandingOf(rule, measured, year, until, target);
  if (standing.newest.has_value()) {
    answer.set_newest_month(standing.newest->month.ToString());
    answer.set_to_date(*standing.to_date);
    answer.set_year_end(*standing.year_end);
  }
  answer.set_status(static_cast<v1::IndicatorStatus>(standing.status));
  answer.set_trend(static_cast<v1::Trend>(standing.trend));
  return answer;
}

}  // namespace prognos::service
