#include "forecast/service/delete_activity.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "forecast/base/month.h"
#include "forecast/base/status_macros.h"
#include "forecast/base/unit.h"
#include "forecast/rounds/standing.h"
#include "forecast/service/conversion.h"
#include "forecast/service/drivers.h"
#include "forecast/service/error.h"
#include "forecast/service/event_checks.h"
#include "forecast/service/forecast_lines.h"
#include "forecast/service/fund_checks.h"
#include "forecast/service/indicator_checks.h"
#include "forecast/service/ledger_checks.h"
#include "forecast/service/names.h"
#include "forecast/service/validators.h"
#include "forecast/service/write_once.h"
#include "messages/ledger.h"
#include "messages/refusal.h"

namespace prognos::service {
namespace {

using ledger::FollowUpKind;

// Looks for what rests on one activity, kind by kind.
class RestingOn {
 public:
  RestingOn(ledger::Reader& reader, const std::string& organization, const std::string& activity_id)
      : reader_(reader),
        organization_(organization),
        activity_id_(activity_id),
        activity_name_(ActivityName(organization, activity_id)) {}

  absl::StatusOr<FaultList> Find() {
    PROGNOS_ASSIGN_OR_RETURN(const std::vector<ledger::Series> all, reader_.ListSeries(organization_));
    for (const ledger::Series& one : all) {
      if (one.activity_id == activity_id_) series_.emplace(one.id, one);
    }
    PROGNOS_RETURN_IF_ERROR(FindActivities());
    PROGNOS_RETURN_IF_ERROR(FindActuals());
    PROGNOS_RETURN_IF_ERROR(FindBudgets());
    PROGNOS_RETURN_IF_ERROR(FindPostingRules());
    PROGNOS_RETURN_IF_ERROR(FindEvents());
    PROGNOS_RETURN_IF_ERROR(FindVolumePlans());
    PROGNOS_RETURN_IF_ERROR(FindDrivers());
    PROGNOS_RETURN_IF_ERROR(FindIndicators());
    PROGNOS_RETURN_IF_ERROR(FindFunds());
    PROGNOS_RETURN_IF_ERROR(FindMonthMarks());
    PROGNOS_RETURN_IF_ERROR(FindJudgements());
    return std::move(found_);
  }

 private:
  void Add(const char* place, absl::string_view called, Message what) {
    found_.Add(place, FaultReason::kInUse, called, std::move(what));
  }

  bool IsOurs(const std::string& series_name) const {
    const std::optional<ChildName> series = ParseSeriesName(series_name);
    return series.has_value() && series_.contains(series->id);
  }

  absl::Status FindActivities() {
    PROGNOS_ASSIGN_OR_RETURN(const std::vector<ledger::Activity> activities, reader_.ListActivities(organization_));
    std::map<std::string, std::string> called;
    for (const ledger::Activity& one : activities) {
      called[one.id] = one.display_name;
      if (one.parent_id == activity_id_) Add("activities", one.display_name, messages::ledger::StandsBelowIt());
    }
    PROGNOS_ASSIGN_OR_RETURN(const std::vector<ledger::ActivityMove> moves,
                             reader_.ListActivityMoves(organization_, std::nullopt));
    for (const ledger::ActivityMove& move : moves) {
      const Argument month = Argument::OfMonth(move.first_month.ToString());
      if (move.activity_id == activity_id_) Add("moves", called[activity_id_], messages::ledger::IsItselfMoved(month));
      if (move.parent_id == activity_id_)
        Add("moves", called[move.activity_id], messages::ledger::IsMovedBelowIt(month));
    }
    return absl::OkStatus();
  }

  absl::Status FindActuals() {
    for (const auto& [id, series] : series_) {
      ledger::ActualsQuery query;
      query.series_id = id;
      PROGNOS_ASSIGN_OR_RETURN(const std::vector<ledger::Actual> actuals, reader_.ListActuals(organization_, query));
      if (actuals.empty()) continue;
      int64_t sum = 0;
      for (const ledger::Actual& actual : actuals) sum += actual.value;
      const Argument first = Argument::OfMonth(actuals.front().month.ToString());
      const Argument last = Argument::OfMonth(actuals.back().month.ToString());
      Add("actuals", id,
          series.flow == Flow::kVolume
              ? messages::ledger::HasCountedVolumes(
                    first, last, Argument::Figure(kVolumeUnit.Wholes(static_cast<double>(sum))), series.unit)
              : messages::ledger::HasBookedAmounts(first, last, Argument::Amount(sum)));
    }
    return absl::OkStatus();
  }

  // The store lists budgets a year at a time; the list of changes says which years have any.
  absl::StatusOr<std::set<int>> BudgetYears() {
    ledger::ChangesQuery query;
    query.kinds = {ledger::ChangeKind::kBudget};
    PROGNOS_ASSIGN_OR_RETURN(const std::vector<ledger::RecordedChange> changes,
                             reader_.ListChanges(organization_, query));
    std::set<int> years;
    for (const ledger::RecordedChange& change : changes) years.insert(change.year);
    return years;
  }

  absl::Status FindBudgets() {
    PROGNOS_ASSIGN_OR_RETURN(const std::set<int> years, BudgetYears());
    for (const int year : years) {
      ledger::BudgetQuery query;
      query.year = year;
      PROGNOS_ASSIGN_OR_RETURN(const std::vector<ledger::BudgetVersion> versions,
                               reader_.ListBudgetVersions(organization_, query));
      for (const ledger::BudgetVersion& version : versions) {
        for (const ledger::BudgetLine& line : version.lines) {
          if (!series_.contains(line.series_id)) continue;
          Add("budget", line.series_id,
              messages::ledger::HasABudget(Argument::Amount(line.amount_ore), version.version, year));
        }
      }
    }
    return absl::OkStatus();
  }

  absl::Status FindPostingRules() {
    PROGNOS_ASSIGN_OR_RETURN(const std::vector<ledger::PostingRule> rules, reader_.ListPostingRules(organization_));
    for (const ledger::PostingRule& rule : rules) {
      if (rule.activity_id != activity_id_) continue;
      Add("posting rules", absl::StrCat(rule.first_account, "–", rule.last_account),
          messages::ledger::AreAccountsOfARule());
    }
    return absl::OkStatus();
  }

  absl::Status FindEvents() {
    PROGNOS_ASSIGN_OR_RETURN(const RecordedEvents events, ReadEvents(reader_, organization_));
    for (const auto& [id, event] : events) {
      if (event.withdrawn()) continue;
      const bool of_money = event.kind() != v1::EVENT_KIND_PERCENT;
      for (const std::string& name : {event.series(), event.to_series()}) {
        if (!IsOurs(name)) continue;
        const std::string series = ParseSeriesName(name)->id;
        const Argument month = Argument::OfMonth(event.first_month());
        const std::string& called = event.description().empty() ? event.reference() : event.description();
        const bool has_amount = of_money && series_.at(series).flow != Flow::kVolume;
        Add("events", called,
            has_amount ? messages::ledger::IsAnEventOfAmount(series, month, Argument::Amount(event.amount()))
                       : messages::ledger::IsAnEvent(series, month));
      }
    }
    return absl::OkStatus();
  }

  absl::Status FindVolumePlans() {
    PROGNOS_ASSIGN_OR_RETURN(const std::vector<ledger::FollowUp> plans,
                             reader_.ListFollowUps(organization_, FollowUpKind::kVolumePlan, std::nullopt));
    for (const ledger::FollowUp& plan : plans) {
      if (!series_.contains(plan.what.item_id)) continue;
      Add("volume_plans", plan.what.item_id, messages::ledger::HasAVolumePlan(plan.what.period));
    }
    return absl::OkStatus();
  }

  absl::Status FindDrivers() {
    PROGNOS_ASSIGN_OR_RETURN(const auto drivers, ReadDrivers(reader_, organization_, std::nullopt));
    for (const auto& [driven, driver] : drivers) {
      const std::optional<ChildName> by = ParseSeriesName(driver.driver());
      if (!by.has_value() || (!series_.contains(driven) && !series_.contains(by->id))) continue;
      Add("drivers", driven, messages::ledger::IsDrivenBy(by->id));
    }
    return absl::OkStatus();
  }

  absl::Status FindIndicators() {
    PROGNOS_ASSIGN_OR_RETURN(const RecordedIndicators recorded, ReadIndicators(reader_, organization_));
    for (const auto& [id, indicator] : recorded.indicators) {
      if (indicator.activity() != activity_name_ && !IsOurs(indicator.series())) continue;
      Add("indicators", indicator.display_name(), messages::ledger::IsItsIndicator());
    }
    return absl::OkStatus();
  }

  absl::Status FindFunds() {
    PROGNOS_ASSIGN_OR_RETURN(const RecordedFunds recorded, ReadFunds(reader_, organization_));
    for (const auto& [id, fund] : recorded.funds) {
      if (fund.activity() != activity_name_) continue;
      Add("funds", fund.display_name(), messages::ledger::IsItsFund(Argument::Amount(fund.amount_ore())));
    }
    return absl::OkStatus();
  }

  absl::Status FindMonthMarks() {
    PROGNOS_ASSIGN_OR_RETURN(const std::vector<ledger::FollowUp> marks,
                             reader_.ListFollowUps(organization_, FollowUpKind::kMonthMark, std::nullopt));
    for (const ledger::FollowUp& row : marks) {
      v1::MonthMark mark;
      if (row.what.item_id != activity_id_) continue;
      const std::string month = Month::FromIndex(row.what.period).ToString();
      if (!mark.ParseFromString(row.what.content)) {
        return absl::InternalError(absl::StrCat("a mark of ", month, " cannot be read"));
      }
      if (mark.state() != v1::MONTH_STATE_UNSPECIFIED) Add("marks", month, messages::ledger::IsMarkedForIt());
    }
    return absl::OkStatus();
  }

  absl::Status FindJudgements() {
    PROGNOS_ASSIGN_OR_RETURN(const std::vector<ledger::Forecast> forecasts,
                             reader_.ListForecasts(organization_, 0, 0, 0));
    for (const ledger::Forecast& forecast : forecasts) {
      PROGNOS_ASSIGN_OR_RETURN(const std::vector<ledger::ForecastFact> facts,
                               reader_.ListForecastFacts(organization_, forecast.id));
      const rounds::Standing standing = rounds::StandingOf(facts);
      if (standing.state == rounds::State::kWithdrawn) continue;
      for (const auto& [line, fact] : standing.overrides) {
        if (line.activity != activity_id_ || !fact.amount.has_value()) continue;
        Add("judgements", LineText(line), messages::ledger::IsJudgedAt(Argument::Amount(*fact.amount), forecast.id));
      }
      for (const auto& [line, fact] : standing.comments) {
        if (line.activity != activity_id_ || fact.text.empty()) continue;
        Add("judgements", LineText(line), messages::ledger::IsCommented(forecast.id));
      }
    }
    return absl::OkStatus();
  }

  ledger::Reader& reader_;
  const std::string& organization_;
  const std::string& activity_id_;
  const std::string activity_name_;
  std::map<std::string, ledger::Series> series_;  // Its own.
  FaultList found_;
};

// The activity with its series, as they stand. NOT_FOUND when there is none.
absl::Status FillDeleted(ledger::Reader& reader, const ChildName& name, v1::DeleteActivityResponse& response) {
  PROGNOS_ASSIGN_OR_RETURN(const std::vector<ledger::Activity> activities, reader.ListActivities(name.organization));
  const auto found = absl::c_find_if(activities, [&](const ledger::Activity& one) { return one.id == name.id; });
  if (found == activities.end()) {
    return MessageStatus(absl::StatusCode::kNotFound, messages::refusal::NoActivity(name.organization, name.id));
  }
  *response.mutable_activity() = ToProto(name.organization, *found);
  PROGNOS_ASSIGN_OR_RETURN(const std::vector<ledger::Series> series, reader.ListSeries(name.organization));
  for (const ledger::Series& one : series) {
    if (one.activity_id == name.id) *response.add_series() = ToProto(name.organization, one);
  }
  return absl::OkStatus();
}

absl::Status DeleteUnused(ledger::Writer& writer, const ChildName& name, const ledger::Recording& recording,
                          v1::DeleteActivityResponse& response) {
  PROGNOS_RETURN_IF_ERROR(writer.GetOrganization(name.organization).status());
  PROGNOS_RETURN_IF_ERROR(FillDeleted(writer, name, response));
  PROGNOS_ASSIGN_OR_RETURN(const FaultList held, FindWhatRestsOn(writer, name.organization, name.id));
  if (!held.empty()) return WithReason(held.ToStatus(absl::StatusCode::kFailedPrecondition), v1::REASON_IN_USE);
  return writer.DeleteActivity(name.organization, name.id, recording);
}

}  // namespace

absl::StatusOr<FaultList> FindWhatRestsOn(ledger::Reader& reader, const std::string& organization,
                                          const std::string& activity_id) {
  return RestingOn(reader, organization, activity_id).Find();
}

absl::Status DeleteActivityInCall(const Call& call, const v1::DeleteActivityRequest& request,
                                  v1::DeleteActivityResponse& response) {
  FaultList faults;
  const std::optional<ChildName> name = ParseActivityName(request.name());
  CheckActivityName(request.name(), name.has_value() ? name->organization : "{organization}", "name", faults);
  CheckRequestId(request.request_id(), faults);
  PROGNOS_RETURN_IF_ERROR(faults.ToStatus());
  return call.WriteOnce(
      KeyOf(name->organization, "DeleteActivity", request), request.validate_only(), response,
      [&](ledger::Writer& writer) { return DeleteUnused(writer, *name, call.Recording(), response); });
}

}  // namespace prognos::service
