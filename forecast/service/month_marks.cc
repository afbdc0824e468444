#include "forecast/service/month_marks.h"

#include <cmath>
#include <set>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "forecast/base/faults.h"
#include "forecast/base/month.h"
#include "forecast/base/status_macros.h"
#include "forecast/base/swedish_time.h"
#include "forecast/service/conversion.h"
#include "forecast/service/followup_rows.h"
#include "forecast/service/ledger_checks.h"
#include "forecast/service/ledger_loads.h"
#include "forecast/service/names.h"
#include "forecast/service/validators.h"
#include "messages/ledger.h"
#include "messages/value.h"

namespace prognos::service {
namespace {

constexpr int kMaxMarks = 500;
constexpr int kMaxMarkComment = 200;

// By month, then the identifier of the activity; that for all first.
using MarksByMonth = std::map<Month, std::map<std::string, v1::MonthMark>>;

// The newest row of each month and activity, also of those that were taken away.
absl::StatusOr<MarksByMonth> ReadRecordedMarks(ledger::Reader& reader, const std::string& organization,
                                               std::optional<absl::Time> as_of) {
  PROGNOS_ASSIGN_OR_RETURN(const std::vector<ledger::FollowUp> rows,
                           reader.ListFollowUps(organization, ledger::FollowUpKind::kMonthMark, as_of));
  MarksByMonth marks;
  for (const ledger::FollowUp& row : rows) {
    const Month month = Month::FromIndex(row.what.period);
    v1::MonthMark& mark = marks[month][row.what.item_id];
    if (!mark.ParseFromString(row.what.content)) {
      return absl::InternalError(absl::StrCat("a mark of ", month.ToString(), " cannot be read"));
    }
    mark.set_month(month.ToString());
    if (!row.what.item_id.empty()) mark.set_activity(ActivityName(organization, row.what.item_id));
    mark.set_author(row.author);
    *mark.mutable_record_time() = ToProto(row.record_time);
  }
  return marks;
}

absl::StatusOr<MarksByMonth> ReadMarksInForce(ledger::Reader& reader, const ledger::Organization& organization,
                                              std::optional<absl::Time> as_of) {
  PROGNOS_ASSIGN_OR_RETURN(MarksByMonth marks, ReadRecordedMarks(reader, organization.id, as_of));
  std::erase_if(marks, [&](const auto& of_month) {
    return absl::c_linear_search(organization.closed_years, of_month.first.year());
  });
  for (auto& [month, of_month] : marks) {
    std::erase_if(of_month, [](const auto& one) { return one.second.state() == v1::MONTH_STATE_UNSPECIFIED; });
  }
  return marks;
}

// A mark of a request; what has a fault is not meant to be used.
struct CheckedMark {
  Month month;
  std::string activity;  // Its identifier; empty: all.
  v1::MonthMark content;
};

ledger::NewFollowUp RowOf(Month month, const std::string& activity, v1::MonthState state, const std::string& comment) {
  v1::MonthMark content;
  content.set_state(state);
  content.set_comment(comment);
  return {ledger::FollowUpKind::kMonthMark, activity, month.index(), content.SerializeAsString()};
}

CheckedMark CheckMark(const v1::MonthMark& mark, const std::string& organization, Month current_month,
                      const std::string& place, FaultList& faults) {
  CheckedMark checked;
  const std::optional<Month> month = CheckMonth(mark.month(), absl::StrCat(place, ".month"), faults);
  if (month.has_value() && *month > current_month) {
    faults.Add(absl::StrCat(place, ".month"), FaultReason::kFutureMonth, mark.month(),
               messages::ledger::MonthHasNotBegun(Argument::OfMonth(current_month.ToString())));
  }
  checked.month = month.value_or(current_month);
  if (!mark.activity().empty()) {
    checked.activity = CheckActivityName(mark.activity(), organization, absl::StrCat(place, ".activity"), faults);
  }
  if (!v1::MonthState_IsValid(mark.state())) {
    faults.Add(absl::StrCat(place, ".state"), FaultReason::kOutOfRange, absl::StrCat(mark.state()),
               messages::ledger::IsNotAMonthState());
  }
  CheckText(mark.comment(), kMaxMarkComment, /*required=*/false, absl::StrCat(place, ".comment"), faults);
  RefusePersonalNumber(mark.comment(), absl::StrCat(place, ".comment"), faults);
  checked.content.set_state(mark.state());
  checked.content.set_comment(mark.comment());
  return checked;
}

absl::StatusOr<std::vector<CheckedMark>> CheckMarks(const v1::MarkMonthsRequest& request,
                                                    const std::string& organization, Month current_month) {
  FaultList faults;
  CheckRequestId(request.request_id(), faults);
  if (!CheckCount(request.marks_size(), kMaxMarks, "marks", faults)) return faults.ToStatus();
  std::vector<CheckedMark> marks;
  std::set<std::pair<std::string, std::string>> seen;
  for (int at = 0; at < request.marks_size(); ++at) {
    const v1::MonthMark& mark = request.marks(at);
    const std::string place = absl::StrCat("marks[", at, "]");
    marks.push_back(CheckMark(mark, organization, current_month, place, faults));
    if (!seen.insert({mark.month(), mark.activity()}).second) {
      faults.Add(absl::StrCat(place, ".month"), FaultReason::kDuplicate, mark.month(),
                 messages::value::StandsTwiceInTheRequest());
    }
  }
  PROGNOS_RETURN_IF_ERROR(faults.ToStatus());
  return marks;
}

// Whether `below` is `activity` or stands under it; everything does under the empty one.
bool Covers(const ledger::ActivityTree& tree, const std::string& activity, const std::string& below) {
  if (activity.empty()) return true;
  for (int node = tree.Find(below); node >= 0; node = tree.nodes()[static_cast<size_t>(node)].parent) {
    if (tree.nodes()[static_cast<size_t>(node)].activity.id == activity) return true;
  }
  return false;
}

// Records marks in their order.
class Marking {
 public:
  Marking(ledger::Writer& writer, const ledger::Organization& organization)
      : writer_(writer), organization_(organization) {}

  absl::Status CheckFit(const std::vector<CheckedMark>& marks) {
    FaultList faults;
    for (size_t at = 0; at < marks.size(); ++at) {
      const std::string place = absl::StrCat("marks[", at, "]");
      const int year = marks[at].month.year();
      if (absl::c_linear_search(organization_.closed_years, year)) {
        faults.Add(absl::StrCat(place, ".month"), FaultReason::kClosedYear, marks[at].month.ToString(),
                   messages::ledger::MonthIsClosed(year));
      }
      PROGNOS_ASSIGN_OR_RETURN(const ledger::ActivityTree* tree, TreeOf(year));
      if (!marks[at].activity.empty() && tree->Find(marks[at].activity) < 0) {
        faults.Add(absl::StrCat(place, ".activity"), FaultReason::kUnknown, marks[at].activity,
                   messages::value::DoesNotExist());
      }
    }
    return faults.ToStatus();
  }

  absl::Status Store(const std::vector<CheckedMark>& marks, const ledger::Recording& recording,
                     v1::MarkMonthsResponse& response) {
    PROGNOS_ASSIGN_OR_RETURN(in_force_, ReadMarksInForce(writer_, organization_, std::nullopt));
    int stored = 0;
    for (const CheckedMark& mark : marks) {
      const size_t before = rows_.size();
      PROGNOS_RETURN_IF_ERROR(Put(mark));
      stored += rows_.size() > before ? 1 : 0;
    }
    PROGNOS_RETURN_IF_ERROR(writer_.AppendFollowUps(organization_.id, rows_, recording).status());
    response.set_stored_count(stored);
    response.set_unchanged_count(static_cast<int>(marks.size()) - stored);
    PROGNOS_ASSIGN_OR_RETURN(MarksByMonth recorded, ReadRecordedMarks(writer_, organization_.id, std::nullopt));
    for (const CheckedMark& mark : marks) {
      v1::MonthMark& answer = *response.add_marks();
      answer = recorded[mark.month][mark.activity];
      answer.set_month(mark.month.ToString());  // Of one that was taken away before it was there, nothing is recorded.
      if (!mark.activity.empty()) answer.set_activity(ActivityName(organization_.id, mark.activity));
    }
    return absl::OkStatus();
  }

 private:
  absl::StatusOr<const ledger::ActivityTree*> TreeOf(int year) {
    const auto [at, is_new] = trees_.try_emplace(year);
    if (is_new) {
      PROGNOS_ASSIGN_OR_RETURN(TreeOfYear in_year, ReadTreeOfYear(writer_, organization_.id, year));
      at->second = std::move(in_year.tree);
    }
    return &at->second;
  }

  absl::Status Put(const CheckedMark& mark) {
    PROGNOS_ASSIGN_OR_RETURN(const ledger::ActivityTree* tree, TreeOf(mark.month.year()));
    std::map<std::string, v1::MonthMark>& of_month = in_force_[mark.month];
    for (auto at = of_month.begin(); at != of_month.end();) {
      if (at->first == mark.activity || !Covers(*tree, mark.activity, at->first)) {
        ++at;
        continue;
      }
      rows_.push_back(RowOf(mark.month, at->first, v1::MONTH_STATE_UNSPECIFIED, ""));
      at = of_month.erase(at);
    }
    const v1::MonthState state = mark.content.state();
    const auto own = of_month.find(mark.activity);
    const bool stands = own == of_month.end()
                            ? state == v1::MONTH_STATE_UNSPECIFIED
                            : own->second.state() == state && own->second.comment() == mark.content.comment();
    if (stands) return absl::OkStatus();
    rows_.push_back(RowOf(mark.month, mark.activity, state, mark.content.comment()));
    of_month.erase(mark.activity);
    if (state != v1::MONTH_STATE_UNSPECIFIED) of_month[mark.activity] = mark.content;
    return absl::OkStatus();
  }

  ledger::Writer& writer_;
  const ledger::Organization& organization_;
  std::map<int, ledger::ActivityTree> trees_;
  MarksByMonth in_force_;
  std::vector<ledger::NewFollowUp> rows_;
};

absl::Status ListGrowths(ledger::Reader& reader, const std::string& organization, std::optional<absl::Time> as_of,
                         v1::ListMonthMarksResponse& response) {
  constexpr double kThousandthsOfAPercent = 100.0 * 1000.0;
  ledger::ActualsQuery query;
  query.as_of = as_of;
  PROGNOS_ASSIGN_OR_RETURN(const std::vector<ledger::Series> series, reader.ListSeries(organization, as_of));
  PROGNOS_ASSIGN_OR_RETURN(const std::vector<ledger::Actual> actuals, reader.ListActuals(organization, query));
  PROGNOS_ASSIGN_OR_RETURN(const LedgerLoads loads, LedgerLoads::Read(reader, organization, series, as_of));
  const SeriesById histories = ToMonthlySeries(actuals);
  for (const Flow flow : {Flow::kCost, Flow::kRevenue, Flow::kVolume}) {
    const std::vector<models::PoolGrowth> growths = loads.GrowthOfFlow(flow, histories);
    for (size_t age = 0; age < growths.size(); ++age) {
      if (growths[age].months == 0) continue;
      v1::MonthGrowth& growth = *response.add_growths();
      growth.set_flow(static_cast<v1::Flow>(flow));
      growth.set_age(static_cast<int>(age));
      growth.set_growth(std::llround(growths[age].growth * kThousandthsOfAPercent));
      growth.set_month_count(growths[age].months);
    }
  }
  return absl::OkStatus();
}

}  // namespace

std::vector<Month> MonthMarks::months() const {
  std::vector<Month> months;
  for (const auto& [month, of_month] : marks_) months.push_back(month);
  return months;
}

cases::MonthState MonthMarks::StateOf(Month month, const ledger::ActivityTree& tree,
                                      const std::string& activity) const {
  const auto of_month = marks_.find(month);
  if (of_month == marks_.end()) return cases::MonthState::kUnspecified;
  for (int node = tree.Find(activity); node >= 0; node = tree.nodes()[static_cast<size_t>(node)].parent) {
    const auto found = of_month->second.find(tree.nodes()[static_cast<size_t>(node)].activity.id);
    if (found != of_month->second.end()) return found->second;
  }
  const auto all = of_month->second.find("");
  return all == of_month->second.end() ? cases::MonthState::kUnspecified : all->second;
}

bool MonthMarks::IsOpenForAll(Month month) const {
  const auto of_month = marks_.find(month);
  return of_month != marks_.end() && of_month->second.contains("") &&
         absl::c_all_of(of_month->second, [](const auto& one) { return one.second == cases::MonthState::kOpen; });
}

absl::StatusOr<MonthMarks> ReadMonthMarks(ledger::Reader& reader, const ledger::Organization& organization,
                                          std::optional<absl::Time> as_of) {
  PROGNOS_ASSIGN_OR_RETURN(const MarksByMonth in_force, ReadMarksInForce(reader, organization, as_of));
  MonthMarks marks;
  for (const auto& [month, of_month] : in_force) {
    for (const auto& [activity, mark] : of_month) {
      marks.Add(month, activity, static_cast<cases::MonthState>(mark.state()));
    }
  }
  return marks;
}

absl::Status MarkMonthsInCall(const Call& call, const v1::MarkMonthsRequest& request,
                              v1::MarkMonthsResponse& response) {
  PROGNOS_ASSIGN_OR_RETURN(const std::string organization, CheckedOrganization(request.organization()));
  PROGNOS_ASSIGN_OR_RETURN(const std::vector<CheckedMark> marks,
                           CheckMarks(request, organization, SwedishMonth(call.Now())));
  const auto write = [&](ledger::Writer& writer) -> absl::Status {
    PROGNOS_ASSIGN_OR_RETURN(const ledger::Organization found, writer.GetOrganization(organization));
    Marking marking(writer, found);
    PROGNOS_RETURN_IF_ERROR(marking.CheckFit(marks));
    return marking.Store(marks, call.Recording(), response);
  };
  return call.WriteOnce(KeyOf(organization, "MarkMonths", request), request.validate_only(), response, write);
}

absl::Status ListMonthMarksInCall(const Call& call, const v1::ListMonthMarksRequest& request,
                                  v1::ListMonthMarksResponse& response) {
  PROGNOS_ASSIGN_OR_RETURN(const std::string organization, CheckedOrganization(request.organization()));
  FaultList faults;
  if (request.year() != 0) CheckYear(request.year(), "year", faults);
  std::optional<absl::Time> as_of;
  if (request.has_as_of()) as_of = CheckMoment(request.as_of(), "as_of", faults);
  PROGNOS_RETURN_IF_ERROR(faults.ToStatus());
  return call.Read(organization, [&](ledger::Reader& reader) -> absl::Status {
    PROGNOS_ASSIGN_OR_RETURN(const ledger::Organization found, reader.GetOrganization(organization, as_of));
    PROGNOS_ASSIGN_OR_RETURN(const MarksByMonth in_force, ReadMarksInForce(reader, found, as_of));
    for (const auto& [month, of_month] : in_force) {
      if (request.year() != 0 && month.year() != request.year()) continue;
      for (const auto& [activity, mark] : of_month) *response.add_marks() = mark;
    }
    return ListGrowths(reader, organization, as_of, response);
  });
}

}  // namespace prognos::service
