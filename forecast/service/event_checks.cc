#include "forecast/service/event_checks.h"

#include <algorithm>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "forecast/base/amount.h"
#include "forecast/base/civil_days.h"
#include "forecast/base/faults.h"
#include "forecast/base/personal_number.h"
#include "forecast/base/status_macros.h"
#include "forecast/base/swedish_time.h"
#include "forecast/service/conversion.h"
#include "forecast/service/ledger_checks.h"
#include "forecast/service/names.h"
#include "forecast/service/validators.h"
#include "messages/event.h"
#include "messages/followup.h"
#include "messages/ledger.h"
#include "messages/option.h"
#include "messages/value.h"

namespace prognos::service {
namespace {

using EventList = google::protobuf::RepeatedPtrField<v1::Event>;

constexpr int kMaxSource = 200;
constexpr int kMaxReference = 60;
constexpr int kMostRampMonths = 60;
constexpr double kPerCentParts = 1000.0;  // Thousandths of a per cent.

std::string EventPlace(int at, const char* field) { return absl::StrCat("events[", at, "].", field); }

// What one event says by itself.
class EventCheck {
 public:
  EventCheck(const v1::Event& event, int at, const std::string& organization, FaultList& faults)
      : event_(event), at_(at), organization_(organization), faults_(faults) {}

  void Run() {
    if (!event_.name().empty()) {
      RefusePersonalNumber(CheckEventName(event_.name(), organization_, Place("name"), faults_), Place("name"),
                           faults_);
    }
    CheckSeriesName(event_.series(), organization_, Place("series"), faults_);
    const bool is_commitment = Is(v1::EVENT_KIND_COMMITMENT);
    CheckText(event_.description(), kMaxDisplayName, !is_commitment, Place("description"), faults_);
    CheckText(event_.source(), kMaxSource, false, Place("source"), faults_);
    std::optional<Month> first;
    if (!is_commitment || !event_.first_month().empty()) {
      first = CheckMonth(event_.first_month(), Place("first_month"), faults_);
    }
    const double probability = event_.has_probability() ? event_.probability() : 1.0;
    if (!(probability >= 0.0 && probability <= 1.0)) {
      faults_.Add(Place("probability"), FaultReason::kOutOfRange, absl::StrCat(probability),
                  messages::value::MustBeBetween(0, 1));
    }
    if (event_.kind() == 0 || !v1::EventKind_IsValid(event_.kind())) {
      faults_.Add(Place("kind"), FaultReason::kMissingValue, "", messages::value::IsRequired());
      return;
    }
    CheckSize();
    CheckLastMonth(first);
    CheckBelongsTo(first);
    CheckRamp();
    CheckDays(first);
    CheckReference();
    CheckToSeries();
  }

 private:
  std::string Place(const char* field) const { return EventPlace(at_, field); }
  bool Is(v1::EventKind kind) const { return event_.kind() == kind; }

  void RefuseUnless(bool belongs, bool is_set, const char* field, absl::string_view value) {
    if (belongs || !is_set) return;
    faults_.Add(Place(field), FaultReason::kInconsistent, value, messages::event::DoesNotGoWithKind());
  }

  void CheckSize() {
    const bool is_percent = Is(v1::EVENT_KIND_PERCENT);
    RefuseUnless(!is_percent, event_.amount() != 0, "amount", absl::StrCat(event_.amount()));
    const std::string percent = absl::StrCat(static_cast<double>(event_.percent()) / kPerCentParts);
    RefuseUnless(is_percent, event_.percent() != 0, "percent", percent);
    const char* const field = is_percent ? "percent" : "amount";
    const int64_t size = is_percent ? event_.percent() : event_.amount();
    if (size == 0) {
      faults_.Add(Place(field), FaultReason::kMissingValue, "", messages::value::IsRequired());
    } else if (!is_percent) {
      CheckAmount(size, Place(field), faults_);
    } else if (static_cast<double>(size) < -100.0 * kPerCentParts ||
               static_cast<double>(size) > cases::kMostPercent * kPerCentParts) {
      faults_.Add(Place(field), FaultReason::kOutOfRange, percent, messages::event::PercentMustBeBetween());
    }
  }

  void CheckLastMonth(std::optional<Month> first) {
    if (event_.last_month().empty()) return;
    const bool goes_on = Is(v1::EVENT_KIND_LEVEL_SHIFT) || Is(v1::EVENT_KIND_PERCENT) || Is(v1::EVENT_KIND_MEASURE) ||
                         Is(v1::EVENT_KIND_MOVE);
    RefuseUnless(goes_on, true, "last_month", event_.last_month());
    if (!goes_on) return;
    const std::optional<Month> last = CheckMonth(event_.last_month(), Place("last_month"), faults_);
    if (first.has_value() && last.has_value() && *last < *first) {
      faults_.Add(Place("last_month"), FaultReason::kInconsistent, event_.last_month(),
                  messages::followup::LiesBeforeTheFirstMonth(Argument::OfMonth(first->ToString())));
    }
  }

  void CheckBelongsTo(std::optional<Month> first) {
    RefuseUnless(Is(v1::EVENT_KIND_CORRECTION), !event_.belongs_to_month().empty(), "belongs_to_month",
                 event_.belongs_to_month());
    if (!Is(v1::EVENT_KIND_CORRECTION)) return;
    const std::optional<Month> month = CheckMonth(event_.belongs_to_month(), Place("belongs_to_month"), faults_);
    if (month.has_value() && month == first) {
      faults_.Add(Place("belongs_to_month"), FaultReason::kInconsistent, event_.belongs_to_month(),
                  messages::event::BelongsWhereItIsBooked());
    }
  }

  void CheckRamp() {
    RefuseUnless(Is(v1::EVENT_KIND_MEASURE), event_.ramp_months() != 0, "ramp_months",
                 absl::StrCat(event_.ramp_months()));
    if (!Is(v1::EVENT_KIND_MEASURE)) return;
    if (event_.ramp_months() >= 0 && event_.ramp_months() <= kMostRampMonths) return;
    faults_.Add(Place("ramp_months"), FaultReason::kOutOfRange, absl::StrCat(event_.ramp_months()),
                messages::value::MustBeBetween(1, kMostRampMonths));
  }

  // From which day to which a commitment lasts; `first`: the month that it gives beside them.
  void CheckDays(std::optional<Month> first) {
    const bool is_commitment = Is(v1::EVENT_KIND_COMMITMENT);
    RefuseUnless(is_commitment, !event_.first_day().empty(), "first_day", event_.first_day());
    RefuseUnless(is_commitment, !event_.last_day().empty(), "last_day", event_.last_day());
    RefuseUnless(is_commitment, event_.end_uncertainty_days() != 0, "end_uncertainty_days",
                 absl::StrCat(event_.end_uncertainty_days()));
    RefuseUnless(is_commitment, event_.cannot_end(), "cannot_end", "true");
    if (!is_commitment) return;
    const std::optional<absl::CivilDay> first_day = CheckDate(event_.first_day(), Place("first_day"), faults_);
    if (first.has_value() && first_day.has_value() && *first != MonthOfDay(*first_day)) {
      const std::string month = MonthOfDay(*first_day).ToString();
      faults_.Add(Place("first_month"), FaultReason::kInconsistent, event_.first_month(),
                  messages::event::IsNotTheMonthOfTheFirstDay(Argument::OfMonth(month)));
    }
    CheckLastDay(first_day);
    CheckUncertainty();
  }

  void CheckLastDay(std::optional<absl::CivilDay> first_day) {
    if (event_.last_day().empty()) return;
    if (event_.cannot_end()) {
      faults_.Add(Place("last_day"), FaultReason::kInconsistent, event_.last_day(),
                  messages::event::CannotEndHasNoLastDay());
    }
    const std::optional<absl::CivilDay> last_day = CheckDate(event_.last_day(), Place("last_day"), faults_);
    if (!first_day.has_value() || !last_day.has_value() || *last_day >= *first_day) return;
    faults_.Add(Place("last_day"), FaultReason::kInconsistent, event_.last_day(),
                messages::event::LiesBeforeTheFirstDay(event_.first_day()));
  }

  void CheckUncertainty() {
    const int days = event_.end_uncertainty_days();
    if (days < 0 || days > cases::kMostDaysOfUncertainty) {
      faults_.Add(Place("end_uncertainty_days"), FaultReason::kOutOfRange, absl::StrCat(days),
                  messages::value::MustBeBetween(0, cases::kMostDaysOfUncertainty));
    } else if (days > 0 && event_.last_day().empty()) {
      faults_.Add(Place("end_uncertainty_days"), FaultReason::kInconsistent, absl::StrCat(days),
                  messages::event::NeedsALastDay());
    }
  }

  void CheckReference() {
    const bool is_commitment = Is(v1::EVENT_KIND_COMMITMENT);
    RefuseUnless(is_commitment, !event_.reference().empty(), "reference", event_.reference());
    if (is_commitment) CheckText(event_.reference(), kMaxReference, true, Place("reference"), faults_);
  }

  void CheckToSeries() {
    RefuseUnless(Is(v1::EVENT_KIND_MOVE), !event_.to_series().empty(), "to_series", event_.to_series());
    if (!Is(v1::EVENT_KIND_MOVE)) return;
    CheckSeriesName(event_.to_series(), organization_, Place("to_series"), faults_);
    if (event_.to_series().empty() || event_.to_series() != event_.series()) return;
    faults_.Add(Place("to_series"), FaultReason::kInconsistent, event_.to_series(), messages::event::MovesToItself());
  }

  const v1::Event& event_;
  const int at_;
  const std::string& organization_;
  FaultList& faults_;
};

// As it is kept: without its name, which the row has, and what the service sets.
std::string EventContent(v1::Event event) {
  event.clear_name();
  event.clear_author();
  event.clear_record_time();
  event.DiscardUnknownFields();
  return event.SerializeAsString();
}

absl::StatusOr<v1::Event> EventFromRow(const std::string& organization, const ledger::FollowUp& row) {
  v1::Event event;
  if (!event.ParseFromString(row.what.content)) {
    return absl::InternalError(absl::StrCat("the event \"", row.what.item_id, "\" cannot be read"));
  }
  event.set_name(EventName(organization, row.what.item_id));
  event.set_author(row.author);
  *event.mutable_record_time() = ToProto(row.record_time);
  return event;
}

bool IsSameEvent(const v1::Event& a, const v1::Event& b) {
  if (a.series() != b.series() || a.kind() != b.kind()) return false;
  // What a commitment is known by stays while its text may change.
  if (a.kind() == v1::EVENT_KIND_COMMITMENT) return a.reference() == b.reference() && a.first_day() == b.first_day();
  return a.first_month() == b.first_month() && a.description() == b.description();
}

// What a commitment may leave out.
void CompleteCommitment(v1::Event& event) {
  event.set_first_month(event.first_day().substr(0, event.first_day().rfind('-')));
  if (event.description().empty()) event.set_description(event.reference());
}

// The identifier of an event that came without one.
std::string EventIdentifier(const v1::Event& event, const RecordedEvents& recorded) {
  for (const auto& [id, known] : recorded) {
    if (!known.withdrawn() && IsSameEvent(known, event)) return id;
  }
  std::string wanted = IdentifierFrom(event.description());
  if (wanted.empty() || HoldsPersonalNumber(wanted)) wanted = "event";
  std::string id = wanted;
  for (int number = 2; recorded.count(id) > 0; ++number) id = absl::StrCat(wanted.substr(0, 58), "-", number);
  return id;
}

// Checks events against what is recorded.
class EventFit {
 public:
  EventFit(ledger::Reader& reader, const std::string& organization) : reader_(reader), organization_(organization) {}

  absl::Status Read() {
    PROGNOS_ASSIGN_OR_RETURN(const ledger::Organization organization, reader_.GetOrganization(organization_));
    closed_.insert(organization.closed_years.begin(), organization.closed_years.end());
    PROGNOS_ASSIGN_OR_RETURN(const std::vector<ledger::Series> series, reader_.ListSeries(organization_));
    for (const ledger::Series& one : series) series_[one.id] = one;
    return absl::OkStatus();
  }

  absl::Status Check(const v1::Event& event, int at, FaultList& faults) {
    const std::string series = ParseSeriesName(event.series())->id;
    if (series_.count(series) == 0) {
      faults.Add(EventPlace(at, "series"), FaultReason::kUnknown, event.series(), messages::value::DoesNotExist());
      return absl::OkStatus();
    }
    // A commitment may have begun before anything was booked here.
    if (event.kind() == v1::EVENT_KIND_COMMITMENT) return absl::OkStatus();
    if (event.kind() == v1::EVENT_KIND_MOVE) CheckMove(event, at, series, faults);
    PROGNOS_ASSIGN_OR_RETURN(const std::optional<Month> first, FirstMonthOf(series));
    CheckWithinHistory(event.first_month(), first, EventPlace(at, "first_month"), faults);
    if (event.kind() != v1::EVENT_KIND_CORRECTION) return absl::OkStatus();
    CheckWithinHistory(event.belongs_to_month(), first, EventPlace(at, "belongs_to_month"), faults);
    const int year = Month::Parse(event.belongs_to_month())->year();
    if (closed_.count(year) > 0) {
      faults.Add(EventPlace(at, "belongs_to_month"), FaultReason::kClosedYear, event.belongs_to_month(),
                 messages::ledger::MonthIsClosed(year));
    }
    return absl::OkStatus();
  }

 private:
  void CheckMove(const v1::Event& event, int at, const std::string& series, FaultList& faults) const {
    const auto to = series_.find(ParseSeriesName(event.to_series())->id);
    const ledger::Series& from = series_.at(series);
    if (to == series_.end()) {
      faults.Add(EventPlace(at, "to_series"), FaultReason::kUnknown, event.to_series(),
                 messages::value::DoesNotExist());
    } else if (to->second.flow != from.flow || to->second.unit != from.unit) {
      faults.Add(EventPlace(at, "to_series"), FaultReason::kWrongFlow, event.to_series(),
                 messages::event::MovesToAnotherFlow(series));
    }
  }

  // The first month that the series has a value in; none: it has no values yet.
  absl::StatusOr<std::optional<Month>> FirstMonthOf(const std::string& series) {
    const auto known = first_.find(series);
    if (known != first_.end()) return known->second;
    ledger::ActualsQuery query;
    query.series_id = series;
    query.limit = 1;
    PROGNOS_ASSIGN_OR_RETURN(const std::vector<ledger::Actual> rows, reader_.ListActuals(organization_, query));
    std::optional<Month> first;
    if (!rows.empty()) first = rows.front().month;
    first_[series] = first;
    return first;
  }

  static void CheckWithinHistory(const std::string& text, std::optional<Month> first, std::string place,
                                 FaultList& faults) {
    if (!first.has_value() || *Month::Parse(text) >= *first) return;
    faults.Add(std::move(place), FaultReason::kOutOfRange, text,
               messages::event::LiesBeforeTheHistory(Argument::OfMonth(first->ToString())));
  }

  ledger::Reader& reader_;
  const std::string& organization_;
  std::set<int> closed_;
  std::map<std::string, ledger::Series> series_;  // By identifier.
  std::map<std::string, std::optional<Month>> first_;
};

// A price that changes twice from one month: which of the two holds nobody can know.
void CheckPrices(const RecordedEvents& recorded, const EventList& events, const std::string& organization,
                 FaultList& faults) {
  std::map<std::pair<std::string, std::string>, std::vector<std::string>> prices;  // Names by series and month.
  for (const auto& [id, event] : recorded) {
    if (event.kind() != v1::EVENT_KIND_PERCENT || event.withdrawn()) continue;
    prices[{event.series(), event.first_month()}].push_back(EventName(organization, id));
  }
  for (int at = 0; at < events.size(); ++at) {
    const v1::Event& event = events.Get(at);
    if (event.kind() != v1::EVENT_KIND_PERCENT) continue;
    std::vector<std::string>& others = prices[{event.series(), event.first_month()}];
    const auto other = absl::c_find_if(others, [&](const std::string& name) { return name != event.name(); });
    if (other != others.end()) {
      faults.Add(EventPlace(at, "first_month"), FaultReason::kDuplicate, event.first_month(),
                 messages::event::PriceChangesTwice(ParseEventName(*other)->id));
    }
    others.push_back(event.name());
  }
}

cases::Event CaseEvent(const v1::Event& event, const std::string& id, cases::EventKind kind) {
  cases::Event made;
  made.id = id;
  made.kind = kind;
  made.from = *Month::Parse(event.first_month());
  if (!event.last_month().empty()) made.to = *Month::Parse(event.last_month());
  if (kind == cases::EventKind::kPercent) {
    made.percent = static_cast<double>(event.percent()) / kPerCentParts;
  } else {
    made.amount = static_cast<double>(event.amount());
  }
  made.probability = event.has_probability() ? event.probability() : 1.0;
  return made;
}

cases::Stay StayOf(const v1::Event& event) {
  cases::Stay stay;
  absl::ParseCivilTime(event.first_day(), &stay.first_day);
  absl::CivilDay last_day;
  if (absl::ParseCivilTime(event.last_day(), &last_day)) stay.last_day = last_day;
  stay.within_days = event.end_uncertainty_days();
  stay.reference = event.reference();
  stay.cannot_end = event.cannot_end();
  return stay;
}

// What a stored event, which was checked, is to its series; a move also is something to the series that it moves to.
std::vector<cases::Event> CaseEventsOf(const v1::Event& event, const std::string& id) {
  using cases::EventKind;
  switch (event.kind()) {
    case v1::EVENT_KIND_COMMITMENT: {
      cases::Event commitment = CaseEvent(event, id, EventKind::kStay);
      commitment.stay = StayOf(event);
      return {commitment};
    }
    case v1::EVENT_KIND_MOVE: {
      cases::Event moved = CaseEvent(event, id, EventKind::kMove);
      moved.amount = -moved.amount;
      return {moved};
    }
    case v1::EVENT_KIND_CORRECTION: {
      cases::Event booked = CaseEvent(event, id, EventKind::kOneOff);
      cases::Event moved = booked;
      moved.from = *Month::Parse(event.belongs_to_month());
      moved.amount = -booked.amount;
      return {booked, moved};
    }
    case v1::EVENT_KIND_LEVEL_SHIFT:
      return {CaseEvent(event, id, EventKind::kStep)};
    case v1::EVENT_KIND_PERCENT:
      return {CaseEvent(event, id, EventKind::kPercent)};
    case v1::EVENT_KIND_MEASURE: {
      // A step for each month in which it grows.
      std::vector<cases::Event> steps;
      const int ramp = std::max(1, event.ramp_months());
      for (int month = 0; month < ramp; ++month) {
        cases::Event step = CaseEvent(event, id, EventKind::kStep);
        step.from = step.from + month;
        step.amount /= ramp;
        if (!step.to.has_value() || *step.to >= step.from) steps.push_back(step);
      }
      return steps;
    }
    default:
      return {CaseEvent(event, id, EventKind::kOneOff)};
  }
}

using EventsBySeries = std::map<std::string, std::vector<cases::Event>>;

void AddEventTo(EventsBySeries& by_series, const v1::Event& event, const std::string& id, Month known_from,
                Month known_until) {
  if (event.withdrawn() || known_from >= known_until) return;
  const auto add = [&](const std::string& series, cases::Event one) {
    one.known_from = known_from;
    one.known_until = known_until;
    by_series[ParseSeriesName(series)->id].push_back(std::move(one));
  };
  for (const cases::Event& one : CaseEventsOf(event, id)) add(event.series(), one);
  if (event.kind() == v1::EVENT_KIND_MOVE) add(event.to_series(), CaseEvent(event, id, cases::EventKind::kMove));
}

absl::Status AddEventVersions(ledger::Reader& reader, const std::string& organization, const EventQuery& query,
                              EventsBySeries& by_series) {
  PROGNOS_ASSIGN_OR_RETURN(const std::vector<ledger::FollowUp> rows,
                           reader.ListFollowUpVersions(organization, ledger::FollowUpKind::kEvent, query.as_of));
  for (size_t at = 0; at < rows.size(); ++at) {
    const std::string& id = rows[at].what.item_id;
    if (query.excluded.count(id) > 0) continue;
    PROGNOS_ASSIGN_OR_RETURN(const v1::Event event, EventFromRow(organization, rows[at]));
    const bool has_next = at + 1 < rows.size() && rows[at + 1].what.item_id == id;
    AddEventTo(by_series, event, id, SwedishMonth(rows[at].record_time),
               has_next ? SwedishMonth(rows[at + 1].record_time) : cases::kForGood);
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<RecordedEvents> ReadEvents(ledger::Reader& reader, const std::string& organization,
                                          std::optional<absl::Time> as_of) {
  PROGNOS_ASSIGN_OR_RETURN(const std::vector<ledger::FollowUp> rows,
                           reader.ListFollowUps(organization, ledger::FollowUpKind::kEvent, as_of));
  RecordedEvents events;
  for (const ledger::FollowUp& row : rows) {
    PROGNOS_ASSIGN_OR_RETURN(events[row.what.item_id], EventFromRow(organization, row));
  }
  return events;
}

absl::Status CheckEvents(const EventList& events, const std::string& organization) {
  FaultList faults;
  if (CheckCount(events.size(), kMaxEvents, "events", faults)) {
    std::set<std::string> names;
    for (int at = 0; at < events.size(); ++at) {
      EventCheck(events.Get(at), at, organization, faults).Run();
      const std::string& name = events.Get(at).name();
      if (!name.empty() && !names.insert(name).second) {
        faults.Add(EventPlace(at, "name"), FaultReason::kDuplicate, name, messages::value::StandsTwiceInTheRequest());
      }
    }
  }
  return faults.ToStatus();
}

absl::StatusOr<ledger::AppendResult> StoreEvents(ledger::Writer& writer, const std::string& organization,
                                                 const ledger::Recording& recording, EventList& events) {
  PROGNOS_ASSIGN_OR_RETURN(RecordedEvents recorded, ReadEvents(writer, organization));
  const RecordedEvents before = recorded;
  EventFit fit(writer, organization);
  PROGNOS_RETURN_IF_ERROR(fit.Read());
  FaultList faults;
  for (int at = 0; at < events.size(); ++at) {
    v1::Event& event = *events.Mutable(at);
    event.clear_withdrawn();
    event.clear_withdraw_reason();
    if (event.kind() == v1::EVENT_KIND_MEASURE) event.set_ramp_months(std::max(1, event.ramp_months()));
    if (event.kind() == v1::EVENT_KIND_COMMITMENT) CompleteCommitment(event);
    PROGNOS_RETURN_IF_ERROR(fit.Check(event, at, faults));
    if (event.name().empty()) event.set_name(EventName(organization, EventIdentifier(event, recorded)));
    recorded[ParseEventName(event.name())->id] = event;
  }
  CheckPrices(before, events, organization, faults);
  PROGNOS_RETURN_IF_ERROR(faults.ToStatus());
  std::vector<ledger::NewFollowUp> rows;
  for (const v1::Event& event : events) {
    rows.push_back({ledger::FollowUpKind::kEvent, ParseEventName(event.name())->id, 0, EventContent(event)});
  }
  PROGNOS_ASSIGN_OR_RETURN(const ledger::AppendResult result, writer.AppendFollowUps(organization, rows, recording));
  PROGNOS_ASSIGN_OR_RETURN(const RecordedEvents after, ReadEvents(writer, organization));
  for (v1::Event& event : events) event = after.at(ParseEventName(event.name())->id);
  return result;
}

absl::StatusOr<v1::Event> StoreWithdrawal(ledger::Writer& writer, const std::string& organization,
                                          const ledger::Recording& recording, v1::Event event,
                                          const std::string& reason) {
  const std::string id = ParseEventName(event.name())->id;
  event.set_withdrawn(true);
  event.set_withdraw_reason(reason);
  PROGNOS_RETURN_IF_ERROR(
      writer.AppendFollowUps(organization, {{ledger::FollowUpKind::kEvent, id, 0, EventContent(event)}}, recording)
          .status());
  PROGNOS_ASSIGN_OR_RETURN(const RecordedEvents after, ReadEvents(writer, organization));
  return after.at(id);
}

absl::StatusOr<KnownEvents> ReadKnownEvents(ledger::Reader& reader, const std::string& organization,
                                            const EventQuery& query) {
  KnownEvents known;
  if (query.none) return known;
  PROGNOS_ASSIGN_OR_RETURN(RecordedEvents recorded, ReadEvents(reader, organization, query.as_of));
  FaultList faults;
  for (const std::string& id : query.excluded) {
    if (recorded.count(id) > 0) continue;
    faults.Add("excluded_events", FaultReason::kUnknown, EventName(organization, id), messages::value::DoesNotExist());
  }
  PROGNOS_RETURN_IF_ERROR(faults.ToStatus());
  EventsBySeries by_series;
  for (auto& [id, event] : recorded) {
    if (event.withdrawn() || query.excluded.count(id) > 0) continue;
    if (!query.as_recorded) AddEventTo(by_series, event, id, Month(), cases::kForGood);
    known.events[id] = std::move(event);
  }
  if (query.as_recorded) PROGNOS_RETURN_IF_ERROR(AddEventVersions(reader, organization, query, by_series));
  for (auto& [series, events] : by_series) known.effects[series] = cases::EffectsOf(std::move(events));
  return known;
}

}  // namespace prognos::service
