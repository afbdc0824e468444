#include "forecast/service/move_activities.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "forecast/base/faults.h"
#include "forecast/base/status_macros.h"
#include "forecast/budget/in_force.h"
#include "forecast/budget/phasing.h"
#include "forecast/service/budget_answers.h"
#include "forecast/service/budget_checks.h"
#include "forecast/service/conversion.h"
#include "forecast/service/ledger_checks.h"
#include "forecast/service/names.h"
#include "forecast/service/validators.h"
#include "forecast/service/write_once.h"
#include "messages/budget.h"
#include "messages/ledger.h"
#include "messages/value.h"

namespace prognos::service {
namespace {

constexpr int kMostMoves = 1'000;

struct PartOfSeries {
  std::string series_id;
  int64_t ore = 0;
};

struct CheckedMoves {
  ledger::BudgetVersion version;  // Without lines.
  Month first_month;
  std::vector<ledger::ActivityMove> moves;
  std::vector<PartOfSeries> parts;

  int month_in_year() const { return first_month.month(); }
};

std::string MovePlace(size_t at) { return absl::StrCat("moves[", at, "]"); }
std::string PartPlace(size_t at) { return absl::StrCat("parts[", at, "]"); }

ledger::ActivityMove CheckMove(const v1::ActivityMove& move, Month first_month, const std::string& organization,
                               const std::string& place, FaultList& faults) {
  ledger::ActivityMove result;
  result.activity_id = CheckActivityName(move.activity(), organization, absl::StrCat(place, ".activity"), faults);
  result.first_month = first_month;
  if (!move.first_month().empty()) {
    faults.Add(absl::StrCat(place, ".first_month"), FaultReason::kInconsistent, move.first_month(),
               messages::budget::MonthIsThatOfTheRequest());
  }
  switch (move.to_case()) {
    case v1::ActivityMove::kParent:
      result.parent_id = CheckActivityName(move.parent(), organization, absl::StrCat(place, ".parent"), faults);
      break;
    case v1::ActivityMove::kLeaves:
      result.leaves = true;
      break;
    case v1::ActivityMove::kTop:
      break;
    default:
      faults.Add(absl::StrCat(place, ".to"), FaultReason::kMissingValue, "", messages::budget::MoveNeedsAPlace());
  }
  return result;
}

// The head of the decision: as one that adds, of the year of the first month.
void CheckDecisionOf(const v1::MoveActivitiesRequest& request, Month first_month, CheckedMoves& checked,
                     FaultList& faults) {
  v1::BudgetVersion budget;
  budget.set_year(first_month.year());
  budget.set_first_month(first_month.month());
  budget.set_decision_date(request.decision_date());
  budget.set_description(request.description());
  budget.set_kind(v1::DECISION_KIND_AMENDMENT);
  checked.version = CheckHead(budget, "", faults).version;
  checked.version.kind = ledger::DecisionKind::kMove;
}

void CheckParts(const v1::MoveActivitiesRequest& request, const std::string& organization, CheckedMoves& checked,
                FaultList& faults) {
  std::set<std::string> seen;
  for (int i = 0; i < request.parts_size(); ++i) {
    const v1::SeriesPart& part = request.parts(i);
    const std::string place = PartPlace(static_cast<size_t>(i));
    PartOfSeries& added = checked.parts.emplace_back();
    added.series_id = CheckSeriesName(part.series(), organization, absl::StrCat(place, ".series"), faults);
    added.ore = part.amount_ore();
    CheckAmount(added.ore, absl::StrCat(place, ".amount_ore"), faults);
    if (added.ore == 0) {
      faults.Add(absl::StrCat(place, ".amount_ore"), FaultReason::kOutOfRange, "0", messages::budget::PartIsZero());
    }
    if (!added.series_id.empty() && !seen.insert(added.series_id).second) {
      faults.Add(absl::StrCat(place, ".series"), FaultReason::kDuplicate, added.series_id,
                 messages::value::StandsTwiceInTheRequest());
    }
  }
}

absl::StatusOr<CheckedMoves> CheckMoves(const v1::MoveActivitiesRequest& request, const std::string& organization) {
  FaultList faults;
  CheckedMoves checked;
  CheckRequestId(request.request_id(), faults);
  const std::optional<Month> first_month = CheckMonth(request.first_month(), "first_month", faults);
  if (first_month.has_value()) {
    checked.first_month = *first_month;
    CheckDecisionOf(request, *first_month, checked, faults);
  }
  for (const auto& [count, place] :
       {std::pair(request.moves_size(), "moves"), std::pair(request.parts_size(), "parts")}) {
    if (count > kMostMoves) {
      faults.Add(place, FaultReason::kOutOfRange, absl::StrCat(count), messages::value::MustBeBetween(0, kMostMoves));
      return faults.ToStatus();
    }
  }
  if (request.moves().empty() && request.parts().empty()) {
    faults.Add("moves", FaultReason::kMissingValue, "", messages::value::MustBeGiven());
  }
  std::set<std::string> seen;
  for (int i = 0; i < request.moves_size(); ++i) {
    const std::string place = MovePlace(static_cast<size_t>(i));
    checked.moves.push_back(CheckMove(request.moves(i), checked.first_month, organization, place, faults));
    const std::string& id = checked.moves.back().activity_id;
    if (!id.empty() && !seen.insert(id).second) {
      faults.Add(absl::StrCat(place, ".activity"), FaultReason::kDuplicate, id,
                 messages::value::StandsTwiceInTheRequest());
    }
  }
  CheckParts(request, organization, checked, faults);
  PROGNOS_RETURN_IF_ERROR(faults.ToStatus());
  return checked;
}

// The organization as it is before the moves.
struct MoveState {
  std::vector<ledger::Activity> activities;  // As they are loaded.
  std::vector<ledger::ActivityMove> moves;
  TreeOfYear before;
  std::vector<ledger::Series> series;
  budget::FlowsBySeries flows;
  std::vector<ledger::BudgetVersion> versions;  // Of the year.
  budget::BudgetInForce in_force;
};

absl::StatusOr<MoveState> ReadState(ledger::Reader& reader, const std::string& organization, int year) {
  MoveState state;
  PROGNOS_ASSIGN_OR_RETURN(const ledger::Organization found, reader.GetOrganization(organization));
  PROGNOS_RETURN_IF_ERROR(CheckYearOpen(found, year));
  PROGNOS_ASSIGN_OR_RETURN(state.activities, reader.ListActivities(organization));
  PROGNOS_ASSIGN_OR_RETURN(state.moves, reader.ListActivityMoves(organization, std::nullopt));
  PROGNOS_ASSIGN_OR_RETURN(state.before, ReadTreeOfYear(reader, organization, year));
  PROGNOS_ASSIGN_OR_RETURN(state.series, reader.ListSeries(organization));
  state.flows = FlowsOf(state.series);
  PROGNOS_ASSIGN_OR_RETURN(state.versions, reader.ListBudgetVersions(organization, {year, {}, {}}));
  state.in_force = budget::LinesInForce(state.versions);
  return state;
}

// That all that is named is there, and has not left.
absl::Status CheckNamesAreThere(const CheckedMoves& checked, const MoveState& state) {
  FaultList faults;
  std::set<std::string> known;
  for (const ledger::Activity& activity : state.activities) known.insert(activity.id);
  // What has left may come back.
  const auto check = [&](const std::string& id, bool must_be_in, const std::string& place) {
    if (!known.contains(id)) {
      faults.Add(place, FaultReason::kUnknown, id, messages::ledger::IsNotAnActivityOfTheOrganization());
    } else if (!must_be_in) {
      return;
    } else if (state.before.tree.Find(id) < 0 || state.before.FirstMonthWithout(id).has_value()) {
      faults.Add(place, FaultReason::kInconsistent, id, messages::budget::HasLeft());
    }
  };
  for (size_t at = 0; at < checked.moves.size(); ++at) {
    const ledger::ActivityMove& move = checked.moves[at];
    check(move.activity_id, /*must_be_in=*/move.leaves, absl::StrCat(MovePlace(at), ".activity"));
    if (!move.parent_id.empty()) check(move.parent_id, /*must_be_in=*/true, absl::StrCat(MovePlace(at), ".parent"));
  }
  return faults.ToStatus();
}

// A fault of a tree is told at the move that makes it, where one does; what hangs on that is not told as well.
absl::Status AtMoves(const absl::Status& status, const std::vector<ledger::ActivityMove>& moves) {
  if (status.ok()) return status;
  FaultList faults;
  for (const Fault& fault : FaultsFromStatus(status)) {
    for (size_t at = 0; at < moves.size(); ++at) {
      const std::string of_activity = absl::StrCat("activities[", moves[at].activity_id, "].");
      if (fault.place.rfind(of_activity, 0) != 0) continue;
      Fault told = fault;
      told.place = absl::StrCat(MovePlace(at), ".", fault.place.substr(of_activity.size()));
      faults.Add(std::move(told));
    }
  }
  return faults.empty() ? status : faults.ToStatus();
}

// That the activities are a tree in every year with the moves.
absl::Status CheckTreesAfter(const CheckedMoves& checked, const MoveState& state) {
  std::vector<ledger::ActivityMove> all = state.moves;
  all.insert(all.end(), checked.moves.begin(), checked.moves.end());
  PROGNOS_RETURN_IF_ERROR(AtMoves(CheckTrees(state.activities, all), checked.moves));
  const ledger::YearStructure after = ledger::PlacedInYear(state.activities, all, checked.first_month.year());
  PROGNOS_ASSIGN_OR_RETURN(const ledger::ActivityTree tree, ledger::ActivityTree::Build(after.activities));
  FaultList faults;
  for (size_t at = 0; at < checked.moves.size(); ++at) {
    const ledger::ActivityMove& move = checked.moves[at];
    if (move.leaves || tree.Find(move.activity_id) >= 0) continue;
    faults.Add(absl::StrCat(MovePlace(at), ".parent"), FaultReason::kInconsistent, move.parent_id,
               messages::budget::HasLeft());
  }
  return faults.ToStatus();
}

// The series of money at and below an activity.
std::vector<std::string> SeriesBelow(const std::string& activity_id, const MoveState& state) {
  std::vector<std::string> below;
  const std::vector<ledger::ActivityTree::Node>& nodes = state.before.tree.nodes();
  for (const ledger::Series& one : state.series) {
    if (one.flow == Flow::kVolume) continue;
    for (int at = state.before.tree.Find(one.activity_id); at >= 0; at = nodes[static_cast<size_t>(at)].parent) {
      if (nodes[static_cast<size_t>(at)].activity.id == activity_id) below.push_back(one.id);
    }
  }
  return below;
}

// The months of a series that leave; 0 before the first.
MonthlyAmounts RestOf(const std::string& series_id, int first_month, const MoveState& state) {
  MonthlyAmounts rest{};
  const auto found = state.in_force.find(series_id);
  if (found == state.in_force.end()) return rest;
  const MonthlyAmounts& months = found->second.line.monthly_ore;
  std::copy(months.begin() + (first_month - 1), months.end(), rest.begin() + (first_month - 1));
  return rest;
}

// A part of what is in force from `first_month` on.
MonthlyAmounts PartOf(int64_t ore, const MonthlyAmounts& in_force, int first_month) {
  const bool has_negative = std::any_of(in_force.begin(), in_force.end(), [](int64_t month) { return month < 0; });
  if (has_negative) return budget::PhaseEvenly(ore, first_month);
  return budget::PhaseByWeights(ore, std::vector<double>(in_force.begin(), in_force.end()), first_month);
}

class MoveDecision {
 public:
  MoveDecision(const CheckedMoves& checked, const MoveState& state) : checked_(checked), state_(state) {}

  // What leaves, as lines that take it away, and told in `response`.
  absl::StatusOr<ledger::BudgetVersion> Make(const std::string& organization, v1::MoveActivitiesResponse& response) {
    std::set<std::string> leaving;
    for (const ledger::ActivityMove& move : checked_.moves) {
      if (!move.leaves) continue;
      v1::MoveActivitiesResponse::Leaving& told = *response.add_leaving();
      told.set_activity(ActivityName(organization, move.activity_id));
      int64_t net = 0;
      for (const std::string& series_id : SeriesBelow(move.activity_id, state_)) {
        // Of an activity and one below it, both leaving, the first takes the series.
        if (leaving.insert(series_id).second) {
          net += TakeAway(series_id, RestOf(series_id, checked_.month_in_year(), state_));
        }
      }
      told.set_net_ore(net);
    }
    PROGNOS_RETURN_IF_ERROR(CheckPartsStay(leaving));
    int64_t parts_net = 0;
    for (const PartOfSeries& part : checked_.parts) {
      const MonthlyAmounts& in_force = state_.in_force.at(part.series_id).line.monthly_ore;
      parts_net += TakeAway(part.series_id, PartOf(part.ore, in_force, checked_.month_in_year()));
    }
    response.set_parts_net_ore(parts_net);
    PROGNOS_RETURN_IF_ERROR(CheckNothingIsLeft(leaving));
    return version_;
  }

 private:
  // The net of what is taken.
  int64_t TakeAway(const std::string& series_id, const MonthlyAmounts& months) {
    const int64_t ore = std::accumulate(months.begin(), months.end(), int64_t{0});
    if (std::all_of(months.begin(), months.end(), [](int64_t month) { return month == 0; })) return 0;
    ledger::BudgetLine& line = version_.lines.emplace_back();
    line.series_id = series_id;
    line.kind = ledger::LineKind::kChange;
    line.phasing = ledger::Phasing::kMonthlyAmounts;
    line.first_month = checked_.month_in_year();
    line.amount_ore = -ore;
    for (size_t at = 0; at < months.size(); ++at) line.monthly_ore[at] = -months[at];
    return state_.flows.at(series_id) == Flow::kRevenue ? -ore : ore;
  }

  bool HasLeftBefore(const std::string& series_id) const {
    return std::any_of(state_.series.begin(), state_.series.end(), [&](const ledger::Series& one) {
      return one.id == series_id && (state_.before.tree.Find(one.activity_id) < 0 ||
                                     state_.before.FirstMonthWithout(one.activity_id).has_value());
    });
  }

  absl::Status CheckPartsStay(const std::set<std::string>& leaving) const {
    FaultList faults;
    for (size_t at = 0; at < checked_.parts.size(); ++at) {
      const std::string& id = checked_.parts[at].series_id;
      const std::string place = absl::StrCat(PartPlace(at), ".series");
      const auto flow = state_.flows.find(id);
      if (flow == state_.flows.end()) {
        faults.Add(place, FaultReason::kUnknown, id, messages::value::DoesNotExist());
      } else if (flow->second == Flow::kVolume) {
        faults.Add(place, FaultReason::kWrongFlow, id, messages::budget::SeriesIsAVolume());
      } else if (HasLeftBefore(id)) {
        faults.Add(place, FaultReason::kInconsistent, id, messages::budget::HasLeft());
      } else if (leaving.contains(id)) {
        faults.Add(place, FaultReason::kInconsistent, id, messages::budget::LeavesWhole());
      } else if (!state_.in_force.contains(id)) {
        faults.Add(place, FaultReason::kMissingValue, id, messages::budget::HasNoBudgetToLeave());
      }
    }
    return faults.ToStatus();
  }

  // A decision of a later date that sets what leaves would bring it back.
  absl::Status CheckNothingIsLeft(const std::set<std::string>& leaving) const {
    std::vector<ledger::BudgetVersion> versions = state_.versions;
    versions.push_back(version_);
    versions.back().version = static_cast<int>(versions.size());
    const budget::BudgetInForce after = budget::LinesInForce(versions);
    FaultList faults;
    for (const std::string& id : leaving) {
      const auto found = after.find(id);
      if (found == after.end()) continue;
      const MonthlyAmounts& months = found->second.line.monthly_ore;
      if (std::any_of(months.begin() + (checked_.month_in_year() - 1), months.end(),
                      [](int64_t month) { return month != 0; })) {
        faults.Add("decision_date", FaultReason::kInconsistent, absl::FormatCivilTime(version_.decision_date),
                   messages::budget::ALaterDecisionSets(id));
      }
    }
    return faults.ToStatus();
  }

  const CheckedMoves& checked_;
  const MoveState& state_;
  ledger::BudgetVersion version_ = checked_.version;
};

// What leaves has no budget of later years.
absl::Status CheckLaterYears(ledger::Reader& reader, const std::string& organization, const CheckedMoves& checked,
                             const MoveState& state) {
  FaultList faults;
  const int year = checked.first_month.year();
  for (int later = year + 1; later <= std::min(year + 10, Month::kLastYear); ++later) {
    PROGNOS_ASSIGN_OR_RETURN(const std::vector<ledger::BudgetVersion> versions,
                             reader.ListBudgetVersions(organization, {later, {}, {}}));
    if (versions.empty()) continue;
    const budget::BudgetInForce in_force = budget::LinesInForce(versions);
    for (size_t at = 0; at < checked.moves.size(); ++at) {
      if (!checked.moves[at].leaves) continue;
      const std::vector<std::string> below = SeriesBelow(checked.moves[at].activity_id, state);
      const bool has_budget = std::any_of(below.begin(), below.end(), [&](const std::string& id) {
        const auto found = in_force.find(id);
        return found != in_force.end() && found->second.line.amount_ore != 0;
      });
      if (!has_budget) continue;
      faults.Add(absl::StrCat(MovePlace(at), ".activity"), FaultReason::kInconsistent, checked.moves[at].activity_id,
                 messages::budget::HasABudgetOfALaterYear(later));
    }
  }
  return faults.empty() ? absl::OkStatus() : faults.ToStatus(absl::StatusCode::kFailedPrecondition);
}

absl::Status StoreMoves(ledger::Writer& writer, const std::string& organization, const CheckedMoves& checked,
                        const ledger::Recording& recording, v1::MoveActivitiesResponse& response) {
  PROGNOS_ASSIGN_OR_RETURN(const MoveState state, ReadState(writer, organization, checked.first_month.year()));
  PROGNOS_RETURN_IF_ERROR(CheckNamesAreThere(checked, state));
  PROGNOS_RETURN_IF_ERROR(CheckTreesAfter(checked, state));
  PROGNOS_RETURN_IF_ERROR(CheckLaterYears(writer, organization, checked, state));
  PROGNOS_ASSIGN_OR_RETURN(ledger::BudgetVersion version, MoveDecision(checked, state).Make(organization, response));
  PROGNOS_RETURN_IF_ERROR(writer.AppendActivityMoves(organization, checked.moves, recording));
  if (version.lines.empty()) return absl::OkStatus();
  PROGNOS_RETURN_IF_ERROR(CheckRoomForForecasts(writer, organization, version));
  version.record_time = recording.time;
  version.author = recording.author;
  PROGNOS_ASSIGN_OR_RETURN(version.version, writer.InsertBudgetVersion(organization, version));
  *response.mutable_effect() = EffectToProto(organization, budget::EffectOf(state.versions, version, state.flows));
  *response.mutable_budget() = ToProto(version);
  AddLines(organization, version, *response.mutable_budget());
  return absl::OkStatus();
}

}  // namespace

absl::Status MoveActivitiesInCall(const Call& call, const v1::MoveActivitiesRequest& request,
                                  v1::MoveActivitiesResponse& response) {
  PROGNOS_ASSIGN_OR_RETURN(const std::string organization, CheckedOrganization(request.organization()));
  PROGNOS_ASSIGN_OR_RETURN(const CheckedMoves checked, CheckMoves(request, organization));
  return call.WriteOnce(
      KeyOf(organization, "MoveActivities", request), request.validate_only(), response,
      [&](ledger::Writer& writer) { return StoreMoves(writer, organization, checked, call.Recording(), response); });
}

}  // namespace prognos::service
