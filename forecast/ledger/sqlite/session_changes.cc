// What was recorded, by whom and when: one list over all tables.
#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "forecast/base/status_macros.h"
#include "forecast/ledger/sqlite/queries.h"
#include "forecast/ledger/sqlite/session.h"
#include "forecast/rounds/facts.h"

namespace prognos::ledger {
namespace {

bool Asks(const ChangesQuery& query, ChangeKind kind) { return query.kinds.empty() || query.kinds.contains(kind); }

bool AsksAny(const ChangesQuery& query, std::initializer_list<ChangeKind> kinds) {
  return std::any_of(kinds.begin(), kinds.end(), [&](ChangeKind kind) { return Asks(query, kind); });
}

bool IsWithin(const ChangesQuery& query, absl::Time time) { return query.since <= time && time <= query.until; }

ChangeKind KindOfFact(rounds::FactKind fact) {
  switch (fact) {
    case rounds::FactKind::kLocked:
    case rounds::FactKind::kRestored:
      return ChangeKind::kForecastLocked;
    case rounds::FactKind::kSuperseded:
      return ChangeKind::kForecastSuperseded;
    case rounds::FactKind::kWithdrawn:
      return ChangeKind::kForecastWithdrawn;
    case rounds::FactKind::kOverride:
    case rounds::FactKind::kComment:
      break;
  }
  return ChangeKind::kJudgements;
}

// Puts the rows of each recording together: rows come the newest first, and those of one time side by side.
class Recordings {
 public:
  explicit Recordings(int limit) : limit_(static_cast<size_t>(limit)) {}

  // The change that a row at `time` belongs to; null when there are enough without it.
  RecordedChange* Take(ChangeKind kind, absl::Time time, const std::string& author) {
    if (time != time_) {
      if (limit_ > 0 && changes_.size() >= limit_) return nullptr;
      at_.clear();
      time_ = time;
    }
    const auto [found, is_new] = at_.try_emplace({kind, author}, changes_.size());
    if (is_new) changes_.push_back({kind, time, author});
    ++changes_[found->second].count;
    return &changes_[found->second];
  }

  std::vector<RecordedChange>& changes() { return changes_; }

 private:
  const size_t limit_;
  absl::Time time_ = absl::InfiniteFuture();
  std::map<std::pair<ChangeKind, std::string>, size_t> at_;  // Of `time_`.
  std::vector<RecordedChange> changes_;
};

void Append(std::vector<RecordedChange>& added, std::vector<RecordedChange>& changes) {
  std::move(added.begin(), added.end(), std::back_inserter(changes));
}

void TakeMonth(Month month, RecordedChange& change) {
  change.first_month = std::min(change.first_month.value_or(month), month);
  change.last_month = std::max(change.last_month.value_or(month), month);
}

ChangeKind ChangeOf(FollowUpKind kind) {
  if (kind == FollowUpKind::kEvent || kind == FollowUpKind::kDismissal) return ChangeKind::kEvents;
  if (kind == FollowUpKind::kMonthMark) return ChangeKind::kMonths;
  const bool is_fund = kind >= FollowUpKind::kFund && kind <= FollowUpKind::kFundUse;
  return is_fund ? ChangeKind::kFunds : ChangeKind::kIndicators;
}

}  // namespace

absl::Status Session::AddActualChanges(absl::string_view organization, const ChangesQuery& query, Changes& changes) {
  if (!Asks(query, ChangeKind::kActuals)) return absl::OkStatus();
  PROGNOS_ASSIGN_OR_RETURN(Statement statement, Use(queries::kListActualChanges));
  statement.Bind(organization, query.since, query.until);
  Recordings recordings(query.limit);
  std::map<std::pair<absl::Time, std::string>, std::set<std::string>> series;
  while (true) {
    PROGNOS_ASSIGN_OR_RETURN(const bool has_row, statement.Step());
    if (!has_row) break;
    const absl::Time time = statement.Time(0);
    const std::string author = statement.Text(1);
    RecordedChange* const change = recordings.Take(ChangeKind::kActuals, time, author);
    if (change == nullptr) break;
    TakeMonth(statement.MonthAt(2), *change);
    series[{time, author}].insert(statement.Text(3));
  }
  for (RecordedChange& change : recordings.changes()) {
    change.series_count = static_cast<int64_t>(series[{change.time, change.author}].size());
  }
  Append(recordings.changes(), changes);
  return absl::OkStatus();
}

absl::Status Session::AddFollowUpChanges(absl::string_view organization, const ChangesQuery& query, Changes& changes) {
  const bool asked =
      AsksAny(query, {ChangeKind::kIndicators, ChangeKind::kFunds, ChangeKind::kEvents, ChangeKind::kMonths});
  if (!asked) return absl::OkStatus();
  PROGNOS_ASSIGN_OR_RETURN(Statement statement, Use(queries::kListFollowUpChanges));
  statement.Bind(organization, query.since, query.until);
  Recordings recordings(query.limit);
  while (true) {
    PROGNOS_ASSIGN_OR_RETURN(const bool has_row, statement.Step());
    if (!has_row) break;
    const ChangeKind kind = ChangeOf(static_cast<FollowUpKind>(statement.Int(2)));
    if (!Asks(query, kind)) continue;
    RecordedChange* const change = recordings.Take(kind, statement.Time(0), statement.Text(1));
    if (change == nullptr) break;
    if (statement.IsNull(3)) continue;
    ++change->withdrawn_count;
    change->subject = statement.Text(3);
  }
  Append(recordings.changes(), changes);
  return absl::OkStatus();
}

absl::StatusOr<std::map<int64_t, int64_t>> Session::CountByPosition(const char* sql, absl::string_view organization) {
  PROGNOS_ASSIGN_OR_RETURN(Statement statement, Use(sql));
  statement.Bind(organization);
  std::map<int64_t, int64_t> counts;
  while (true) {
    PROGNOS_ASSIGN_OR_RETURN(const bool has_row, statement.Step());
    if (!has_row) return counts;
    ++counts[statement.Int64(0)];
  }
}

absl::StatusOr<std::map<int64_t, std::string>> Session::ListDeletedActivities(absl::string_view organization) {
  PROGNOS_ASSIGN_OR_RETURN(Statement statement, Use(queries::kDeletedActivities));
  statement.Bind(organization);
  std::map<int64_t, std::string> deleted;
  while (true) {
    PROGNOS_ASSIGN_OR_RETURN(const bool has_row, statement.Step());
    if (!has_row) return deleted;
    deleted[statement.Int64(0)] = statement.Text(1);
  }
}

absl::Status Session::AddStructureChanges(absl::string_view organization, const ChangesQuery& query, Changes& changes) {
  const bool asked = AsksAny(
      query, {ChangeKind::kActivities, ChangeKind::kSeries, ChangeKind::kPostingRules, ChangeKind::kYearClosed,
              ChangeKind::kYearReopened, ChangeKind::kRounds, ChangeKind::kCostTypes, ChangeKind::kActivityDeleted});
  if (!asked) return absl::OkStatus();
  PROGNOS_ASSIGN_OR_RETURN(auto activities, CountByPosition(queries::kPositionsOfActivities, organization));
  PROGNOS_ASSIGN_OR_RETURN(const auto moves, CountByPosition(queries::kPositionsOfMoves, organization));
  activities.insert(moves.begin(), moves.end());  // A change is one or the other.
  PROGNOS_ASSIGN_OR_RETURN(const auto cost_types, CountByPosition(queries::kPositionsOfCostTypes, organization));
  PROGNOS_ASSIGN_OR_RETURN(const auto series, CountByPosition(queries::kPositionsOfSeries, organization));
  PROGNOS_ASSIGN_OR_RETURN(const auto rules, CountByPosition(queries::kPositionsOfRules, organization));
  PROGNOS_ASSIGN_OR_RETURN(const auto rounds, CountByPosition(queries::kPositionsOfRounds, organization));
  PROGNOS_ASSIGN_OR_RETURN(const auto deleted, ListDeletedActivities(organization));
  std::map<int64_t, RecordedChange> years;
  PROGNOS_ASSIGN_OR_RETURN(Statement closings, Use(queries::kYearOfChange));
  closings.Bind(organization);
  while (true) {
    PROGNOS_ASSIGN_OR_RETURN(const bool has_row, closings.Step());
    if (!has_row) break;
    RecordedChange& change = years[closings.Int64(0)];
    change.kind = closings.Int(2) == 1 ? ChangeKind::kYearClosed : ChangeKind::kYearReopened;
    change.year = closings.Int(1);
    change.subject = closings.Text(3);
  }
  PROGNOS_ASSIGN_OR_RETURN(Statement statement, Use(queries::kListStructureChanges));
  // A kind that is not asked for leaves fewer than the limit, so that then all are looked at.
  const int64_t rows = query.kinds.empty() && query.limit > 0 ? query.limit : -1;
  statement.Bind(organization, query.since, query.until, rows);
  while (true) {
    PROGNOS_ASSIGN_OR_RETURN(const bool has_row, statement.Step());
    if (!has_row) return absl::OkStatus();
    const int64_t position = statement.Int64(0);
    // Files of before format 3 have all of an organization in their first change.
    const auto add = [&](const std::map<int64_t, int64_t>& counts, ChangeKind kind) {
      const auto found = counts.find(position);
      if (found == counts.end() || !Asks(query, kind)) return;
      changes.push_back({kind, statement.Time(1), statement.Text(2), "", 0, found->second});
    };
    add(activities, ChangeKind::kActivities);
    add(cost_types, ChangeKind::kCostTypes);
    add(series, ChangeKind::kSeries);
    add(rules, ChangeKind::kPostingRules);
    add(rounds, ChangeKind::kRounds);
    const auto gone = deleted.find(position);
    if (gone != deleted.end() && Asks(query, ChangeKind::kActivityDeleted)) {
      changes.push_back({ChangeKind::kActivityDeleted, statement.Time(1), statement.Text(2), gone->second, 0, 1});
    }
    const auto year = years.find(position);
    if (year == years.end() || !Asks(query, year->second.kind)) continue;
    changes.push_back(
        {year->second.kind, statement.Time(1), statement.Text(2), year->second.subject, year->second.year, 1});
  }
}

absl::Status Session::AddBudgetChanges(absl::string_view organization, const ChangesQuery& query, Changes& changes) {
  for (const auto& [kind, sql] : {std::pair(ChangeKind::kBudget, queries::kListBudgetChanges),
                                  std::pair(ChangeKind::kBudgetWithdrawn, queries::kListBudgetWithdrawals)}) {
    if (!Asks(query, kind)) continue;
    PROGNOS_ASSIGN_OR_RETURN(Statement statement, Use(sql));
    statement.Bind(organization);
    PROGNOS_ASSIGN_OR_RETURN(Statement lines, Use(queries::kCountBudgetLines));
    while (true) {
      PROGNOS_ASSIGN_OR_RETURN(const bool has_row, statement.Step());
      if (!has_row) break;
      if (!IsWithin(query, statement.Time(0))) continue;
      lines.Bind(organization, statement.Int(2), statement.Int(3));
      PROGNOS_RETURN_IF_ERROR(lines.Step().status());
      changes.push_back(
          {kind, statement.Time(0), statement.Text(1), statement.Text(4), statement.Int(2), lines.Int64(0)});
      PROGNOS_RETURN_IF_ERROR(lines.Run());
    }
  }
  return absl::OkStatus();
}

// Forecasts and evaluations.
absl::Status Session::AddMadeChanges(absl::string_view organization, const ChangesQuery& query, Changes& changes) {
  for (const auto& [kind, sql] : {std::pair(ChangeKind::kForecast, queries::kListForecastChanges),
                                  std::pair(ChangeKind::kEvaluation, queries::kListEvaluationChanges)}) {
    if (!Asks(query, kind)) continue;
    PROGNOS_ASSIGN_OR_RETURN(Statement statement, Use(sql));
    statement.Bind(organization);
    while (true) {
      PROGNOS_ASSIGN_OR_RETURN(const bool has_row, statement.Step());
      if (!has_row) break;
      if (!IsWithin(query, statement.Time(0))) continue;
      changes.push_back({kind, statement.Time(0), statement.Text(3), statement.Text(2), statement.Int(1), 0});
    }
  }
  return absl::OkStatus();
}

// What was recorded beside forecasts. What one person says of a forecast at one time is one change.
absl::Status Session::AddJudgementChanges(absl::string_view organization, const ChangesQuery& query, Changes& changes) {
  PROGNOS_ASSIGN_OR_RETURN(Statement statement, Use(queries::kListForecastFactChanges));
  statement.Bind(organization);
  std::map<std::tuple<ChangeKind, std::string, absl::Time, std::string>, RecordedChange> found;
  while (true) {
    PROGNOS_ASSIGN_OR_RETURN(const bool has_row, statement.Step());
    if (!has_row) break;
    const ChangeKind kind = KindOfFact(static_cast<rounds::FactKind>(statement.Int(3)));
    const absl::Time time = statement.Time(0);
    if (!Asks(query, kind) || !IsWithin(query, time)) continue;
    const std::string author = statement.Text(1);
    const std::string forecast = statement.Text(2);
    const auto [change, is_new] =
        found.try_emplace({kind, forecast, time, author}, RecordedChange{kind, time, author, forecast});
    ++change->second.count;
  }
  for (auto& [key, change] : found) changes.push_back(std::move(change));
  return absl::OkStatus();
}

absl::StatusOr<std::vector<RecordedChange>> Session::ListChanges(absl::string_view organization,
                                                                 const ChangesQuery& query) {
  Changes changes;
  PROGNOS_RETURN_IF_ERROR(AddActualChanges(organization, query, changes));
  PROGNOS_RETURN_IF_ERROR(AddStructureChanges(organization, query, changes));
  PROGNOS_RETURN_IF_ERROR(AddBudgetChanges(organization, query, changes));
  PROGNOS_RETURN_IF_ERROR(AddMadeChanges(organization, query, changes));
  PROGNOS_RETURN_IF_ERROR(AddJudgementChanges(organization, query, changes));
  PROGNOS_RETURN_IF_ERROR(AddFollowUpChanges(organization, query, changes));
  std::stable_sort(changes.begin(), changes.end(), [](const RecordedChange& a, const RecordedChange& b) {
    return std::tie(b.time, a.kind, a.subject, a.author) < std::tie(a.time, b.kind, b.subject, b.author);
  });
  if (query.limit > 0 && changes.size() > static_cast<size_t>(query.limit)) {
    changes.resize(static_cast<size_t>(query.limit));
  }
  return changes;
}

}  // namespace prognos::ledger
