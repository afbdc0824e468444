#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "forecast/base/status_macros.h"
#include "forecast/ledger/sqlite/queries.h"
#include "forecast/ledger/sqlite/session.h"
#include "messages/refusal.h"

namespace prognos::ledger {
namespace {

// `status` with the record it is about in front.
absl::Status About(absl::string_view kind, absl::string_view id, const absl::Status& status) {
  if (status.ok()) return status;
  absl::Status result(status.code(), absl::StrCat(kind, " \"", id, "\": ", status.message()));
  status.ForEachPayload([&](absl::string_view key, const absl::Cord& value) { result.SetPayload(key, value); });
  return result;
}

// Those of `wanted` that stand otherwise, or not at all, in `before`.
template <typename Record>
std::vector<const Record*> Changed(const std::vector<Record>& wanted, const std::vector<Record>& before) {
  absl::flat_hash_map<absl::string_view, const Record*> by_id;
  for (const Record& record : before) by_id[record.id] = &record;
  std::vector<const Record*> changed;
  for (const Record& record : wanted) {
    const auto found = by_id.find(record.id);
    if (found == by_id.end() || !(*found->second == record)) changed.push_back(&record);
  }
  return changed;
}

}  // namespace

absl::Status Session::Keep(absl::Status status) {
  failure_.Update(status);
  return status;
}

absl::Status Session::KeepUnlessTaken(absl::string_view kind, absl::string_view id, const absl::Status& status,
                                      const Message& taken) {
  if (!absl::IsAlreadyExists(status)) return Keep(About(kind, id, status));
  return MessageStatus(absl::StatusCode::kAlreadyExists, taken);
}

absl::Status Session::InsertOrganization(const Organization& organization) {
  PROGNOS_ASSIGN_OR_RETURN(Statement statement, Use(queries::kInsertOrganization));
  statement.Bind(organization.id, organization.display_name, organization.create_time);
  return KeepUnlessTaken("organization", organization.id, statement.Run(),
                         messages::refusal::OrganizationExists(organization.id));
}

absl::StatusOr<int64_t> Session::BeginChange(absl::string_view organization, const Recording& recording) {
  PROGNOS_ASSIGN_OR_RETURN(const absl::Time record_time, RecordTime(organization, recording.time));
  PROGNOS_ASSIGN_OR_RETURN(const Newest newest, FindStructureEnd(organization, absl::InfiniteFuture()));
  PROGNOS_ASSIGN_OR_RETURN(Statement insert, Use(queries::kInsertStructureChange));
  insert.Bind(organization, newest.position + 1, record_time, recording.author);
  PROGNOS_RETURN_IF_ERROR(About("organization", organization, insert.Run()));
  return newest.position + 1;
}

absl::Status Session::SetYearClosed(absl::string_view organization, const YearChange& change,
                                    const Recording& recording) {
  PROGNOS_ASSIGN_OR_RETURN(const ClosedYears closed_years, ListClosedYears(organization, std::nullopt));
  if (closed_years.contains(change.year) == change.closed) return absl::OkStatus();
  const absl::StatusOr<int64_t> position = BeginChange(organization, recording);
  PROGNOS_RETURN_IF_ERROR(Keep(position.status()));
  PROGNOS_ASSIGN_OR_RETURN(Statement insert, Use(queries::kInsertYearVersion));
  insert.Bind(organization, *position, change.year, change.closed ? 1 : 0, change.reason);
  return Keep(About("organization", organization, insert.Run()));
}

absl::Status Session::SetRoundMonths(absl::string_view organization, const std::map<Round, int>& months,
                                     const Recording& recording) {
  PROGNOS_ASSIGN_OR_RETURN(const auto before, ListRoundMonths(organization, std::nullopt));
  std::map<Round, int> changed;
  for (const auto& [round, month] : months) {
    const auto found = before.find(round);
    if (found == before.end() || found->second != month) changed[round] = month;
  }
  if (changed.empty()) return absl::OkStatus();
  const absl::StatusOr<int64_t> position = BeginChange(organization, recording);
  PROGNOS_RETURN_IF_ERROR(Keep(position.status()));
  PROGNOS_ASSIGN_OR_RETURN(Statement insert, Use(queries::kInsertRoundMonth));
  for (const auto& [round, month] : changed) {
    insert.Bind(organization, *position, static_cast<int>(round), month);
    PROGNOS_RETURN_IF_ERROR(Keep(About("organization", organization, insert.Run())));
  }
  return absl::OkStatus();
}

absl::Status Session::UpsertActivities(absl::string_view organization, const std::vector<Activity>& activities,
                                       const Recording& recording) {
  PROGNOS_ASSIGN_OR_RETURN(const std::vector<Activity> before, ListActivities(organization, std::nullopt));
  const std::vector<const Activity*> changed = Changed(activities, before);
  if (changed.empty()) return absl::OkStatus();
  const absl::StatusOr<int64_t> position = BeginChange(organization, recording);
  PROGNOS_RETURN_IF_ERROR(Keep(position.status()));
  for (const Activity* activity : changed) {
    PROGNOS_RETURN_IF_ERROR(Keep(About("activity", activity->id, AppendActivity(organization, *position, *activity))));
  }
  return absl::OkStatus();
}

absl::Status Session::AppendActivity(absl::string_view organization, int64_t position, const Activity& activity) {
  PROGNOS_ASSIGN_OR_RETURN(Statement key, Use(queries::kUpsertActivity));
  key.Bind(organization, activity.id, TextOrNull{activity.parent_id}, activity.display_name, activity.order);
  PROGNOS_RETURN_IF_ERROR(key.Run());
  return AppendVersion(organization, position, activity, Presence::kThere);
}

absl::Status Session::AppendVersion(absl::string_view organization, int64_t position, const Activity& activity,
                                    Presence presence) {
  PROGNOS_ASSIGN_OR_RETURN(Statement version, Use(queries::kInsertActivityVersion));
  version.Bind(organization, position, activity.id, TextOrNull{activity.parent_id}, activity.display_name,
               activity.order, activity.own_frame ? 1 : 0, static_cast<int>(presence));
  return version.Run();
}

absl::Status Session::DeleteActivity(absl::string_view organization, const std::string& activity_id,
                                     const Recording& recording) {
  PROGNOS_ASSIGN_OR_RETURN(const std::vector<Activity> activities, ListActivities(organization, std::nullopt));
  const auto activity = absl::c_find_if(activities, [&](const Activity& one) { return one.id == activity_id; });
  if (activity == activities.end()) {
    return MessageStatus(absl::StatusCode::kFailedPrecondition,
                         messages::refusal::NoActivity(organization, activity_id));
  }
  PROGNOS_ASSIGN_OR_RETURN(const std::vector<Series> all_series, ListSeries(organization, std::nullopt));
  const absl::StatusOr<int64_t> position = BeginChange(organization, recording);
  PROGNOS_RETURN_IF_ERROR(Keep(position.status()));
  for (const Series& series : all_series) {
    if (series.activity_id != activity_id) continue;
    PROGNOS_RETURN_IF_ERROR(
        Keep(About("series", series.id, AppendVersion(organization, *position, series, Presence::kDeleted))));
  }
  return Keep(About("activity", activity_id, AppendVersion(organization, *position, *activity, Presence::kDeleted)));
}

absl::Status Session::AppendActivityMoves(absl::string_view organization, const std::vector<ActivityMove>& moves,
                                          const Recording& recording) {
  if (moves.empty()) return absl::OkStatus();
  const absl::StatusOr<int64_t> position = BeginChange(organization, recording);
  PROGNOS_RETURN_IF_ERROR(Keep(position.status()));
  PROGNOS_ASSIGN_OR_RETURN(Statement insert, Use(queries::kInsertActivityMove));
  for (const ActivityMove& move : moves) {
    insert.Bind(organization, move.activity_id, move.first_month, *position, move.leaves ? 1 : 0,
                TextOrNull{move.parent_id});
    PROGNOS_RETURN_IF_ERROR(Keep(About("activity", move.activity_id, insert.Run())));
  }
  return absl::OkStatus();
}

absl::Status Session::UpsertCostTypes(absl::string_view organization, const std::vector<CostType>& types,
                                      const Recording& recording) {
  PROGNOS_ASSIGN_OR_RETURN(const std::vector<CostType> before, ListCostTypes(organization, std::nullopt));
  const std::vector<const CostType*> changed = Changed(types, before);
  if (changed.empty()) return absl::OkStatus();
  const absl::StatusOr<int64_t> position = BeginChange(organization, recording);
  PROGNOS_RETURN_IF_ERROR(Keep(position.status()));
  PROGNOS_ASSIGN_OR_RETURN(Statement insert, Use(queries::kInsertCostType));
  for (const CostType* type : changed) {
    insert.Bind(organization, *position, type->id, type->display_name, type->order);
    PROGNOS_RETURN_IF_ERROR(Keep(About("cost type", type->id, insert.Run())));
  }
  return absl::OkStatus();
}

absl::Status Session::UpsertSeries(absl::string_view organization, const std::vector<Series>& series,
                                   const Recording& recording) {
  PROGNOS_ASSIGN_OR_RETURN(const std::vector<Series> before, ListSeries(organization, std::nullopt));
  const std::vector<const Series*> changed = Changed(series, before);
  if (changed.empty()) return absl::OkStatus();
  const absl::StatusOr<int64_t> position = BeginChange(organization, recording);
  PROGNOS_RETURN_IF_ERROR(Keep(position.status()));
  for (const Series* one : changed) PROGNOS_RETURN_IF_ERROR(Keep(AppendSeries(organization, *position, *one)));
  return absl::OkStatus();
}

absl::Status Session::AppendSeries(absl::string_view organization, int64_t position, const Series& series) {
  PROGNOS_ASSIGN_OR_RETURN(Statement key, Use(queries::kUpsertSeries));
  key.Bind(organization, series.id, series.activity_id, static_cast<int>(series.flow), series.unit,
           series.display_name);
  PROGNOS_RETURN_IF_ERROR(About("series", series.id, key.Run()));
  if (connection_.changes() == 0) {
    return MessageStatus(absl::StatusCode::kFailedPrecondition, messages::refusal::SeriesCannotChange(series.id));
  }
  return About("series", series.id, AppendVersion(organization, position, series, Presence::kThere));
}

absl::Status Session::AppendVersion(absl::string_view organization, int64_t position, const Series& series,
                                    Presence presence) {
  PROGNOS_ASSIGN_OR_RETURN(Statement version, Use(queries::kInsertSeriesVersion));
  version.Bind(organization, position, series.id, series.activity_id, static_cast<int>(series.flow), series.unit,
               series.display_name, series.type_id, static_cast<int>(presence));
  return version.Run();
}

absl::Status Session::ReplacePostingRules(absl::string_view organization, const std::vector<PostingRule>& rules,
                                          const Recording& recording) {
  PROGNOS_ASSIGN_OR_RETURN(const std::vector<PostingRule> before, ListPostingRules(organization, std::nullopt));
  if (rules == before) return absl::OkStatus();
  const absl::StatusOr<int64_t> position = BeginChange(organization, recording);
  PROGNOS_RETURN_IF_ERROR(Keep(position.status()));
  return Keep(AppendPostingRules(organization, *position, rules));
}

absl::Status Session::AppendPostingRules(absl::string_view organization, int64_t position,
                                         const std::vector<PostingRule>& rules) {
  PROGNOS_ASSIGN_OR_RETURN(Statement set, Use(queries::kInsertPostingRuleSet));
  set.Bind(organization, position);
  PROGNOS_RETURN_IF_ERROR(set.Run());
  PROGNOS_ASSIGN_OR_RETURN(Statement insert, Use(queries::kInsertPostingRule));
  int64_t precedence = 0;
  for (const PostingRule& rule : rules) {
    insert.Bind(organization, position, ++precedence, rule.first_account, rule.last_account, rule.dimension,
                rule.object_pattern, rule.activity_id, static_cast<int>(rule.flow), rule.type_id);
    PROGNOS_RETURN_IF_ERROR(About("posting rule for activity", rule.activity_id, insert.Run()));
  }
  return absl::OkStatus();
}

absl::StatusOr<absl::Time> Session::RecordTime(absl::string_view organization, absl::Time now) {
  PROGNOS_ASSIGN_OR_RETURN(const absl::Time newest, NewestRecordTime(organization));
  return std::max(now, newest);
}

absl::StatusOr<AppendResult> Session::AppendActuals(absl::string_view organization,
                                                    const std::vector<NewActual>& actuals, const Recording& recording) {
  PROGNOS_ASSIGN_OR_RETURN(const absl::Time record_time, RecordTime(organization, recording.time));
  AppendResult result;
  PROGNOS_ASSIGN_OR_RETURN(result.position, LedgerPosition(organization, std::nullopt));
  PROGNOS_RETURN_IF_ERROR(Keep(AppendChanged(organization, actuals, {record_time, recording.author}, result)));
  return result;
}

absl::Status Session::AppendChanged(absl::string_view organization, const std::vector<NewActual>& actuals,
                                    const Recording& recording, AppendResult& result) {
  PROGNOS_ASSIGN_OR_RETURN(Statement insert, Use(queries::kInsertActual));
  for (const NewActual& actual : actuals) {
    // Looked up row by row, so that a series and month that stand twice are compared with each other.
    PROGNOS_ASSIGN_OR_RETURN(Statement counting, Use(queries::kCountingValue));
    counting.Bind(organization, actual.series_id, actual.month);
    PROGNOS_ASSIGN_OR_RETURN(const bool found, counting.Step());
    if (found && counting.Int64(0) == actual.value) {
      ++result.unchanged;
      continue;
    }
    insert.Bind(organization, actual.series_id, actual.month, result.position + 1, actual.value, recording.time,
                recording.author);
    PROGNOS_RETURN_IF_ERROR(About("series", actual.series_id, insert.Run()));
    ++result.position;
    ++result.stored;
  }
  return absl::OkStatus();
}

absl::StatusOr<int> Session::InsertBudgetVersion(absl::string_view organization, const BudgetVersion& budget) {
  PROGNOS_ASSIGN_OR_RETURN(Statement newest, Use(queries::kNewestBudgetVersion));
  newest.Bind(organization, budget.year);
  PROGNOS_RETURN_IF_ERROR(newest.Step().status());
  const int version = newest.Int(0) + 1;  // NULL, when there is none, reads as 0.
  PROGNOS_RETURN_IF_ERROR(Keep(InsertBudget(organization, budget, version)));
  return version;
}

absl::Status Session::InsertBudget(absl::string_view organization, const BudgetVersion& budget, int version) {
  PROGNOS_ASSIGN_OR_RETURN(const absl::Time record_time, RecordTime(organization, budget.record_time));
  PROGNOS_ASSIGN_OR_RETURN(Statement insert, Use(queries::kInsertBudgetVersion));
  insert.Bind(organization, budget.year, version, budget.decision_date, budget.description, record_time, budget.author,
              static_cast<int>(budget.kind));
  PROGNOS_RETURN_IF_ERROR(About("organization", organization, insert.Run()));
  PROGNOS_ASSIGN_OR_RETURN(Statement insert_line, Use(queries::kInsertBudgetLine));
  for (const BudgetLine& line : budget.lines) {
    const std::array<int64_t, 12>& months = line.monthly_ore;
    insert_line.Bind(organization, budget.year, version, line.series_id, line.amount_ore,
                     static_cast<int>(line.phasing), line.note, months[0], months[1], months[2], months[3], months[4],
                     months[5], months[6], months[7], months[8], months[9], months[10], months[11],
                     static_cast<int>(line.kind), line.first_month);
    PROGNOS_RETURN_IF_ERROR(About("budget line of series", line.series_id, insert_line.Run()));
  }
  return absl::OkStatus();
}

absl::Status Session::WithdrawBudgetVersion(absl::string_view organization, int year, int version,
                                            const std::string& reason, const Recording& recording) {
  PROGNOS_ASSIGN_OR_RETURN(const absl::Time record_time, RecordTime(organization, recording.time));
  PROGNOS_ASSIGN_OR_RETURN(Statement insert, Use(queries::kInsertBudgetWithdrawal));
  insert.Bind(organization, year, version, reason, record_time, recording.author);
  return Keep(About("budget version", absl::StrCat(year, "/", version), insert.Run()));
}

absl::Status Session::InsertForecast(absl::string_view organization, const Forecast& forecast,
                                     const ForecastBasis& basis) {
  PROGNOS_ASSIGN_OR_RETURN(Statement newest, Use(queries::kNewestForecast));
  newest.Bind(organization);
  PROGNOS_RETURN_IF_ERROR(newest.Step().status());
  const int64_t sequence = newest.Int64(0) + 1;  // NULL, when there is none, reads as 0.
  PROGNOS_ASSIGN_OR_RETURN(Statement insert, Use(queries::kInsertForecast));
  insert.Bind(organization, forecast.id, forecast.year, forecast.create_time, sequence, Blob{forecast.header},
              forecast.author);
  PROGNOS_RETURN_IF_ERROR(
      KeepUnlessTaken("forecast", forecast.id, insert.Run(), messages::refusal::ForecastExists(forecast.id)));
  return Keep(About("forecast", forecast.id, InsertForecastParts(organization, forecast, basis)));
}

absl::Status Session::InsertForecastParts(absl::string_view organization, const Forecast& forecast,
                                          const ForecastBasis& basis) {
  PROGNOS_ASSIGN_OR_RETURN(Statement input, Use(queries::kInsertForecastInput));
  input.Bind(organization, basis.input_digest, Blob{basis.input});
  PROGNOS_RETURN_IF_ERROR(input.Run());
  PROGNOS_ASSIGN_OR_RETURN(Statement lines, Use(queries::kInsertForecastLines));
  lines.Bind(organization, forecast.id, basis.input_digest, Blob{forecast.lines});
  PROGNOS_RETURN_IF_ERROR(lines.Run());
  PROGNOS_ASSIGN_OR_RETURN(Statement paths, Use(queries::kInsertForecastPaths));
  for (const ForecastBasis::Paths& one : basis.paths) {
    paths.Bind(organization, forecast.id, one.series_id, Blob{one.packed});
    PROGNOS_RETURN_IF_ERROR(About("paths of series", one.series_id, paths.Run()));
  }
  return absl::OkStatus();
}

absl::StatusOr<int64_t> Session::AppendForecastFact(absl::string_view organization, absl::string_view forecast_id,
                                                    const ForecastFact& fact, const Recording& recording) {
  PROGNOS_ASSIGN_OR_RETURN(Statement newest, Use(queries::kNewestForecastFact));
  newest.Bind(organization, forecast_id);
  PROGNOS_ASSIGN_OR_RETURN(const bool found, newest.Step());
  const int64_t position = found ? newest.Int64(0) + 1 : 1;
  const absl::Time record_time = found ? std::max(recording.time, newest.Time(1)) : recording.time;
  PROGNOS_ASSIGN_OR_RETURN(Statement insert, Use(queries::kInsertForecastFact));
  insert.Bind(organization, forecast_id, position, static_cast<int>(fact.kind), fact.line.activity,
              static_cast<int>(fact.line.measure), fact.line.series, fact.amount, fact.plus_minus, fact.text,
              fact.other_forecast, record_time, recording.author);
  PROGNOS_RETURN_IF_ERROR(Keep(About("forecast", forecast_id, insert.Run())));
  return position;
}

absl::Status Session::InsertEvaluation(absl::string_view organization, const Evaluation& evaluation) {
  PROGNOS_ASSIGN_OR_RETURN(Statement newest, Use(queries::kNewestEvaluation));
  newest.Bind(organization);
  PROGNOS_RETURN_IF_ERROR(newest.Step().status());
  const int64_t sequence = newest.Int64(0) + 1;  // NULL, when there is none, reads as 0.
  PROGNOS_ASSIGN_OR_RETURN(Statement insert, Use(queries::kInsertEvaluation));
  insert.Bind(organization, evaluation.id, evaluation.create_time, sequence, Blob{evaluation.header},
              Blob{evaluation.rows}, evaluation.author);
  return KeepUnlessTaken("evaluation", evaluation.id, insert.Run(), messages::refusal::EvaluationExists(evaluation.id));
}

absl::StatusOr<AppendResult> Session::AppendFollowUps(absl::string_view organization,
                                                      const std::vector<NewFollowUp>& what,
                                                      const Recording& recording) {
  PROGNOS_ASSIGN_OR_RETURN(const absl::Time record_time, RecordTime(organization, recording.time));
  PROGNOS_ASSIGN_OR_RETURN(const Newest newest, FindFollowUpEnd(organization, absl::InfiniteFuture()));
  AppendResult result;
  result.position = newest.position;
  PROGNOS_RETURN_IF_ERROR(Keep(AppendChanged(organization, what, {record_time, recording.author}, result)));
  return result;
}

absl::Status Session::AppendChanged(absl::string_view organization, const std::vector<NewFollowUp>& what,
                                    const Recording& recording, AppendResult& result) {
  PROGNOS_ASSIGN_OR_RETURN(Statement insert, Use(queries::kInsertFollowUp));
  for (const NewFollowUp& one : what) {
    PROGNOS_ASSIGN_OR_RETURN(Statement counting, Use(queries::kCountingFollowUp));
    counting.Bind(organization, static_cast<int>(one.kind), one.item_id, one.period);
    PROGNOS_ASSIGN_OR_RETURN(const bool found, counting.Step());
    const bool was_withdrawn = found && !counting.IsNull(1);
    if (found && was_withdrawn != one.withdrawn_because.empty() && counting.Text(0) == one.content) {
      ++result.unchanged;
      continue;
    }
    insert.Bind(organization, static_cast<int>(one.kind), one.item_id, one.period, result.position + 1,
                Blob{one.content}, recording.time, recording.author, TextOrNull{one.withdrawn_because});
    PROGNOS_RETURN_IF_ERROR(About("follow-up", one.item_id, insert.Run()));
    ++result.position;
    ++result.stored;
  }
  return absl::OkStatus();
}

absl::Status Session::InsertToken(const Token& token) {
  PROGNOS_ASSIGN_OR_RETURN(Statement statement, Use(queries::kInsertToken));
  statement.Bind(token.id, Blob{token.secret_hash}, TextOrNull{token.organization_id}, static_cast<int>(token.role),
                 token.create_time, token.expire_time);
  return KeepUnlessTaken("token", token.id, statement.Run(), messages::refusal::TokenExists(token.id));
}

absl::Status Session::RevokeToken(absl::string_view id, absl::Time now) {
  PROGNOS_ASSIGN_OR_RETURN(Statement statement, Use(queries::kRevokeToken));
  statement.Bind(id, now);
  PROGNOS_RETURN_IF_ERROR(Keep(About("token", id, statement.Run())));
  if (connection_.changes() > 0) return absl::OkStatus();
  return MessageStatus(absl::StatusCode::kNotFound, messages::refusal::NoToken(id));
}

absl::Status Session::SaveRequest(absl::string_view organization, const CompletedRequest& request) {
  PROGNOS_ASSIGN_OR_RETURN(Statement statement, Use(queries::kInsertRequest));
  statement.Bind(organization, request.request_id, Blob{request.fingerprint}, Blob{request.response});
  return KeepUnlessTaken("request", request.request_id, statement.Run(),
                         messages::refusal::RequestExists(request.request_id));
}

}  // namespace prognos::ledger
