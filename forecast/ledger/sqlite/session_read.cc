#include <algorithm>
#include <limits>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "forecast/base/status_macros.h"
#include "forecast/ledger/sqlite/queries.h"
#include "forecast/ledger/sqlite/session.h"
#include "messages/refusal.h"

namespace prognos::ledger {
namespace {

constexpr int64_t kAllPositions = std::numeric_limits<int64_t>::max();
constexpr Month kFirstMonth = Month::FromIndex(Month::kFirstYear * 12);
constexpr Month kLastMonth = Month::FromIndex(Month::kLastYear * 12 + 11);

// SQLite takes a negative limit for none.
int64_t RowLimit(int limit) { return limit > 0 ? limit : -1; }

// All rows of a bound statement, each made by `row`, which may answer a value or a StatusOr.
template <typename Value, typename RowFunction>
absl::StatusOr<std::vector<Value>> AllRows(Statement& statement, RowFunction row) {
  std::vector<Value> values;
  while (true) {
    PROGNOS_ASSIGN_OR_RETURN(const bool has_row, statement.Step());
    if (!has_row) return values;
    PROGNOS_ASSIGN_OR_RETURN(Value value, absl::StatusOr<Value>(row(statement)));
    values.push_back(std::move(value));
  }
}

Organization OrganizationRow(const Statement& row) {
  Organization organization;
  organization.id = row.Text(0);
  organization.display_name = row.Text(1);
  organization.create_time = row.Time(2);
  return organization;
}

Activity ActivityRow(const Statement& row) {
  return {row.Text(0), row.Text(1), row.Text(2), row.Int(3), row.Int(4) == 1};
}

ActivityMove ActivityMoveRow(const Statement& row) {
  return {row.Text(0), row.MonthAt(1), row.Int(2) == 1, row.Text(3)};
}

CostType CostTypeRow(const Statement& row) { return {row.Text(0), row.Text(1), row.Int(2)}; }

Series SeriesRow(const Statement& row) {
  return {row.Text(0), row.Text(1), static_cast<Flow>(row.Int(2)), row.Text(3), row.Text(4), row.Text(5)};
}

PostingRule PostingRuleRow(const Statement& row) {
  return {row.Text(0), row.Text(1), row.Text(2), row.Text(3), row.Text(4), static_cast<Flow>(row.Int(5)), row.Text(6)};
}

Actual ActualRow(const Statement& row) {
  return {row.Text(0), row.MonthAt(1), row.Int64(2), row.Time(3), row.Int64(5), row.Text(4)};
}

BudgetLine BudgetLineRow(const Statement& row) {
  BudgetLine line;
  line.series_id = row.Text(0);
  line.amount_ore = row.Int64(1);
  line.phasing = static_cast<Phasing>(row.Int(2));
  line.note = row.Text(3);
  for (int month = 0; month < 12; ++month) line.monthly_ore[static_cast<size_t>(month)] = row.Int64(4 + month);
  line.kind = static_cast<LineKind>(row.Int(16));
  line.first_month = row.Int(17);
  return line;
}

Forecast ForecastRow(const Statement& row) {
  return {row.Text(0), row.Int(1), row.Time(2), row.Int64(3), row.Text(4), "", row.Text(5)};
}

std::optional<int64_t> OptionalInt64(const Statement& row, int column) {
  return row.IsNull(column) ? std::nullopt : std::optional<int64_t>(row.Int64(column));
}

ForecastFact ForecastFactRow(const Statement& row) {
  ForecastFact fact;
  fact.position = row.Int64(0);
  fact.kind = static_cast<rounds::FactKind>(row.Int(1));
  fact.line = {row.Text(2), static_cast<Measure>(row.Int(3)), row.Text(4)};
  fact.amount = OptionalInt64(row, 5);
  fact.plus_minus = OptionalInt64(row, 6);
  fact.text = row.Text(7);
  fact.other_forecast = row.Text(8);
  fact.record_time = row.Time(9);
  fact.author = row.Text(10);
  return fact;
}

// Without rows.
Token TokenRow(const Statement& row) {
  Token token{row.Text(0), row.Text(1), row.Text(2), static_cast<Role>(row.Int(3)), row.Time(4), row.Time(5), {}};
  if (!row.IsNull(6)) token.revoke_time = row.Time(6);
  return token;
}

Evaluation EvaluationRow(const Statement& row) {
  return {row.Text(0), row.Time(1), row.Int64(2), row.Text(3), "", row.Text(4)};
}

}  // namespace

absl::StatusOr<Statement> Session::Use(absl::string_view sql) {
  if (!connection_.in_transaction()) {
    return absl::InternalError("the transaction was ended by an earlier error");
  }
  return connection_.Use(sql);
}

absl::StatusOr<Organization> Session::GetOrganization(absl::string_view organization, std::optional<absl::Time> as_of) {
  PROGNOS_ASSIGN_OR_RETURN(Statement statement, Use(queries::kGetOrganization));
  statement.Bind(organization);
  PROGNOS_ASSIGN_OR_RETURN(const bool found, statement.Step());
  if (!found) return MessageStatus(absl::StatusCode::kNotFound, messages::refusal::NoOrganization(organization));
  Organization result = OrganizationRow(statement);
  PROGNOS_RETURN_IF_ERROR(AddDerivedFields(result, as_of));
  return result;
}

absl::StatusOr<std::vector<Organization>> Session::ListOrganizations(absl::string_view after_id, int limit) {
  PROGNOS_ASSIGN_OR_RETURN(Statement statement, Use(queries::kListOrganizations));
  statement.Bind(after_id, RowLimit(limit));
  PROGNOS_ASSIGN_OR_RETURN(std::vector<Organization> organizations, AllRows<Organization>(statement, OrganizationRow));
  for (Organization& organization : organizations)
    PROGNOS_RETURN_IF_ERROR(AddDerivedFields(organization, std::nullopt));
  return organizations;
}

absl::Status Session::AddDerivedFields(Organization& organization, std::optional<absl::Time> as_of) {
  PROGNOS_ASSIGN_OR_RETURN(const ClosedYears closed, ListClosedYears(organization.id, as_of));
  for (const auto& [year, reason] : closed) {
    organization.closed_years.push_back(year);
    if (!reason.empty()) organization.closing_reasons[year] = reason;
  }
  PROGNOS_ASSIGN_OR_RETURN(organization.round_months, ListRoundMonths(organization.id, as_of));
  PROGNOS_ASSIGN_OR_RETURN(organization.ledger_position, LedgerPosition(organization.id, as_of));
  return absl::OkStatus();
}

absl::StatusOr<Statement> Session::UseStructure(const char* sql, absl::string_view organization,
                                                std::optional<absl::Time> as_of) {
  int64_t position = kAllPositions;
  if (as_of.has_value()) {
    PROGNOS_ASSIGN_OR_RETURN(const Newest newest, FindStructureEnd(organization, *as_of));
    position = newest.position;
  }
  PROGNOS_ASSIGN_OR_RETURN(Statement statement, Use(sql));
  statement.Bind(organization, position);
  return statement;
}

absl::StatusOr<Session::ClosedYears> Session::ListClosedYears(absl::string_view organization,
                                                              std::optional<absl::Time> as_of) {
  PROGNOS_ASSIGN_OR_RETURN(Statement statement, UseStructure(queries::kListYears, organization, as_of));
  ClosedYears years;
  while (true) {
    PROGNOS_ASSIGN_OR_RETURN(const bool has_row, statement.Step());
    if (!has_row) return years;
    if (statement.Int(1) == 1) years[statement.Int(0)] = statement.Text(2);
  }
}

absl::StatusOr<std::map<Round, int>> Session::ListRoundMonths(absl::string_view organization,
                                                              std::optional<absl::Time> as_of) {
  PROGNOS_ASSIGN_OR_RETURN(Statement statement, UseStructure(queries::kListRoundMonths, organization, as_of));
  std::map<Round, int> months;
  while (true) {
    PROGNOS_ASSIGN_OR_RETURN(const bool has_row, statement.Step());
    if (!has_row) return months;
    months[static_cast<Round>(statement.Int(0))] = statement.Int(1);
  }
}

absl::StatusOr<std::vector<Activity>> Session::ListActivities(absl::string_view organization,
                                                              std::optional<absl::Time> as_of) {
  PROGNOS_ASSIGN_OR_RETURN(Statement statement, UseStructure(queries::kListActivities, organization, as_of));
  PROGNOS_ASSIGN_OR_RETURN(std::vector<Activity> activities, AllRows<Activity>(statement, ActivityRow));
  std::sort(activities.begin(), activities.end(), [](const Activity& a, const Activity& b) {
    return std::tie(a.parent_id, a.order, a.id) < std::tie(b.parent_id, b.order, b.id);
  });
  return activities;
}

absl::StatusOr<std::vector<ActivityMove>> Session::ListActivityMoves(absl::string_view organization,
                                                                     std::optional<absl::Time> as_of) {
  PROGNOS_ASSIGN_OR_RETURN(Statement statement, UseStructure(queries::kListActivityMoves, organization, as_of));
  return AllRows<ActivityMove>(statement, ActivityMoveRow);
}

absl::StatusOr<std::vector<CostType>> Session::ListCostTypes(absl::string_view organization,
                                                             std::optional<absl::Time> as_of) {
  PROGNOS_ASSIGN_OR_RETURN(Statement statement, UseStructure(queries::kListCostTypes, organization, as_of));
  PROGNOS_ASSIGN_OR_RETURN(std::vector<CostType> types, AllRows<CostType>(statement, CostTypeRow));
  std::sort(types.begin(), types.end(),
            [](const CostType& a, const CostType& b) { return std::tie(a.order, a.id) < std::tie(b.order, b.id); });
  return types;
}

absl::StatusOr<std::vector<Series>> Session::ListSeries(absl::string_view organization,
                                                        std::optional<absl::Time> as_of) {
  PROGNOS_ASSIGN_OR_RETURN(Statement statement, UseStructure(queries::kListSeries, organization, as_of));
  PROGNOS_ASSIGN_OR_RETURN(std::vector<Series> series, AllRows<Series>(statement, SeriesRow));
  std::sort(series.begin(), series.end(), [](const Series& a, const Series& b) {
    return std::tie(a.activity_id, a.flow, a.unit, a.id) < std::tie(b.activity_id, b.flow, b.unit, b.id);
  });
  return series;
}

absl::StatusOr<std::vector<PostingRule>> Session::ListPostingRules(absl::string_view organization,
                                                                   std::optional<absl::Time> as_of) {
  PROGNOS_ASSIGN_OR_RETURN(Statement newest, UseStructure(queries::kNewestPostingRuleSet, organization, as_of));
  PROGNOS_RETURN_IF_ERROR(newest.Step().status());
  PROGNOS_ASSIGN_OR_RETURN(Statement statement, Use(queries::kListPostingRules));
  statement.Bind(organization, newest.Int64(0));  // NULL, when there is none, reads as 0, a position without rules.
  return AllRows<PostingRule>(statement, PostingRuleRow);
}

absl::StatusOr<Session::Newest> Session::FindLedgerEnd(absl::string_view organization, absl::Time as_of) {
  PROGNOS_ASSIGN_OR_RETURN(Statement statement, Use(queries::kNewestActual));
  statement.Bind(organization, as_of);
  PROGNOS_ASSIGN_OR_RETURN(const bool found, statement.Step());
  return found ? Newest{statement.Int64(0), statement.Time(1)} : Newest{};
}

absl::StatusOr<Session::Newest> Session::FindStructureEnd(absl::string_view organization, absl::Time as_of) {
  PROGNOS_ASSIGN_OR_RETURN(Statement statement, Use(queries::kNewestStructureChange));
  statement.Bind(organization, as_of);
  PROGNOS_ASSIGN_OR_RETURN(const bool found, statement.Step());
  return found ? Newest{statement.Int64(0), statement.Time(1)} : Newest{};
}

absl::StatusOr<Session::Newest> Session::FindFollowUpEnd(absl::string_view organization, absl::Time as_of) {
  PROGNOS_ASSIGN_OR_RETURN(Statement statement, Use(queries::kNewestFollowUp));
  statement.Bind(organization, as_of);
  PROGNOS_ASSIGN_OR_RETURN(const bool found, statement.Step());
  return found ? Newest{statement.Int64(0), statement.Time(1)} : Newest{};
}

absl::StatusOr<int64_t> Session::LedgerPosition(absl::string_view organization, std::optional<absl::Time> as_of) {
  PROGNOS_ASSIGN_OR_RETURN(const Newest end, FindLedgerEnd(organization, as_of.value_or(absl::InfiniteFuture())));
  return end.position;
}

absl::StatusOr<absl::Time> Session::NewestRecordTime(absl::string_view organization) {
  PROGNOS_ASSIGN_OR_RETURN(const Newest ledger, FindLedgerEnd(organization, absl::InfiniteFuture()));
  PROGNOS_ASSIGN_OR_RETURN(const Newest structure, FindStructureEnd(organization, absl::InfiniteFuture()));
  PROGNOS_ASSIGN_OR_RETURN(Statement statement, Use(queries::kNewestBudgetTime));
  statement.Bind(organization);
  PROGNOS_RETURN_IF_ERROR(statement.Step().status());
  const absl::Time newest_budget = statement.IsNull(0) ? absl::InfinitePast() : statement.Time(0);
  PROGNOS_ASSIGN_OR_RETURN(const Newest follow_up, FindFollowUpEnd(organization, absl::InfiniteFuture()));
  return std::max({ledger.record_time, structure.record_time, newest_budget, follow_up.record_time});
}

absl::StatusOr<std::vector<Actual>> Session::ListActuals(absl::string_view organization, const ActualsQuery& query) {
  int64_t position = kAllPositions;
  if (query.as_of.has_value()) {
    // Positions and times rise together, so "recorded by then" is "up to this position".
    PROGNOS_ASSIGN_OR_RETURN(position, LedgerPosition(organization, query.as_of));
  }
  PROGNOS_ASSIGN_OR_RETURN(Statement statement, UseActuals(organization, query, position));
  return AllRows<Actual>(statement, ActualRow);
}

absl::StatusOr<std::vector<Actual>> Session::ListActualVersions(absl::string_view organization,
                                                                std::optional<absl::Time> as_of) {
  PROGNOS_ASSIGN_OR_RETURN(Statement statement, Use(queries::kListActualVersions));
  statement.Bind(organization, as_of.value_or(absl::InfiniteFuture()));
  return AllRows<Actual>(statement, ActualRow);
}

absl::StatusOr<Statement> Session::UseActuals(absl::string_view organization, const ActualsQuery& query,
                                              int64_t position) {
  const auto after = query.after.value_or(std::pair<std::string, Month>("", kFirstMonth));
  Month first = query.first_month.value_or(kFirstMonth);
  const Month last = query.last_month.value_or(kLastMonth);
  if (query.series_id.empty()) {
    PROGNOS_ASSIGN_OR_RETURN(Statement statement, Use(queries::kListActuals));
    statement.Bind(organization, after.first, after.second, first, last, position, RowLimit(query.limit));
    return statement;
  }
  if (after.first > query.series_id) first = kLastMonth + 1;
  if (after.first == query.series_id) first = std::max(first, after.second + 1);
  PROGNOS_ASSIGN_OR_RETURN(Statement statement, Use(queries::kListActualsOfSeries));
  statement.Bind(organization, query.series_id, first, last, position, RowLimit(query.limit));
  return statement;
}

absl::StatusOr<std::vector<BudgetVersion>> Session::ListBudgetVersions(absl::string_view organization,
                                                                       const BudgetQuery& query) {
  PROGNOS_ASSIGN_OR_RETURN(Statement statement, Use(queries::kListBudgetVersions));
  statement.Bind(organization, query.year, query.decided_by.value_or(absl::CivilDay(9999, 12, 31)),
                 query.as_of.value_or(absl::InfiniteFuture()), query.with_withdrawn ? 1 : 0);
  return AllRows<BudgetVersion>(statement, [&](const Statement& row) -> absl::StatusOr<BudgetVersion> {
    BudgetVersion budget;
    budget.year = query.year;
    budget.version = row.Int(0);
    PROGNOS_ASSIGN_OR_RETURN(budget.decision_date, row.Day(1));
    budget.description = row.Text(2);
    budget.record_time = row.Time(3);
    budget.author = row.Text(4);
    budget.kind = static_cast<DecisionKind>(row.Int(5));
    if (!row.IsNull(6)) budget.withdrawal = BudgetWithdrawal{row.Time(6), row.Text(7), row.Text(8)};
    PROGNOS_ASSIGN_OR_RETURN(budget.lines, ListBudgetLines(organization, query.year, budget.version));
    return budget;
  });
}

absl::StatusOr<std::vector<BudgetLine>> Session::ListBudgetLines(absl::string_view organization, int year,
                                                                 int version) {
  PROGNOS_ASSIGN_OR_RETURN(Statement statement, Use(queries::kListBudgetLines));
  statement.Bind(organization, year, version);
  return AllRows<BudgetLine>(statement, BudgetLineRow);
}

absl::StatusOr<Forecast> Session::GetForecast(absl::string_view organization, absl::string_view id) {
  PROGNOS_ASSIGN_OR_RETURN(Statement statement, Use(queries::kGetForecast));
  statement.Bind(organization, id);
  PROGNOS_ASSIGN_OR_RETURN(const bool found, statement.Step());
  if (!found) return MessageStatus(absl::StatusCode::kNotFound, messages::refusal::NoForecast(organization, id));
  Forecast forecast = ForecastRow(statement);
  PROGNOS_ASSIGN_OR_RETURN(Statement lines, Use(queries::kGetForecastLines));
  lines.Bind(organization, id);
  PROGNOS_ASSIGN_OR_RETURN(const bool apart, lines.Step());
  if (apart) forecast.lines = lines.Text(0);
  return forecast;
}

absl::StatusOr<ForecastBasis> Session::GetForecastBasis(absl::string_view organization, absl::string_view id) {
  PROGNOS_RETURN_IF_ERROR(GetForecast(organization, id).status());
  ForecastBasis basis;
  PROGNOS_ASSIGN_OR_RETURN(Statement digest, Use(queries::kGetForecastDigest));
  digest.Bind(organization, id);
  PROGNOS_ASSIGN_OR_RETURN(const bool found, digest.Step());
  if (!found) return basis;
  basis.input_digest = digest.Text(0);
  PROGNOS_ASSIGN_OR_RETURN(Statement input, Use(queries::kGetForecastInput));
  input.Bind(organization, basis.input_digest);
  PROGNOS_RETURN_IF_ERROR(input.Step().status());
  basis.input = input.Text(0);
  PROGNOS_ASSIGN_OR_RETURN(Statement paths, Use(queries::kListForecastPaths));
  paths.Bind(organization, id);
  PROGNOS_ASSIGN_OR_RETURN(basis.paths, AllRows<ForecastBasis::Paths>(paths, [](const Statement& row) {
                             return ForecastBasis::Paths{row.Text(0), row.Text(1)};
                           }));
  return basis;
}

absl::StatusOr<std::vector<Forecast>> Session::ListForecasts(absl::string_view organization, int year,
                                                             int64_t before_sequence, int limit) {
  const int64_t before = before_sequence > 0 ? before_sequence : std::numeric_limits<int64_t>::max();
  if (year == 0) {
    PROGNOS_ASSIGN_OR_RETURN(Statement statement, Use(queries::kListForecasts));
    statement.Bind(organization, before, RowLimit(limit));
    return AllRows<Forecast>(statement, ForecastRow);
  }
  PROGNOS_ASSIGN_OR_RETURN(Statement statement, Use(queries::kListForecastsOfYear));
  statement.Bind(organization, before, RowLimit(limit), year);
  return AllRows<Forecast>(statement, ForecastRow);
}

absl::StatusOr<std::vector<ForecastFact>> Session::ListForecastFacts(absl::string_view organization,
                                                                     absl::string_view forecast_id) {
  PROGNOS_ASSIGN_OR_RETURN(Statement statement, Use(queries::kListForecastFacts));
  statement.Bind(organization, forecast_id);
  return AllRows<ForecastFact>(statement, ForecastFactRow);
}

absl::StatusOr<Evaluation> Session::GetEvaluation(absl::string_view organization, absl::string_view id) {
  PROGNOS_ASSIGN_OR_RETURN(Statement statement, Use(queries::kGetEvaluation));
  statement.Bind(organization, id);
  PROGNOS_ASSIGN_OR_RETURN(const bool found, statement.Step());
  if (!found) return MessageStatus(absl::StatusCode::kNotFound, messages::refusal::NoEvaluation(organization, id));
  Evaluation evaluation = EvaluationRow(statement);
  evaluation.rows = statement.Text(5);
  return evaluation;
}

absl::StatusOr<std::vector<Evaluation>> Session::ListEvaluations(absl::string_view organization,
                                                                 int64_t before_sequence, int limit) {
  PROGNOS_ASSIGN_OR_RETURN(Statement statement, Use(queries::kListEvaluations));
  statement.Bind(organization, before_sequence > 0 ? before_sequence : std::numeric_limits<int64_t>::max(),
                 RowLimit(limit));
  return AllRows<Evaluation>(statement, EvaluationRow);
}

absl::StatusOr<std::vector<FollowUp>> Session::ListFollowUps(absl::string_view organization, FollowUpKind kind,
                                                             std::optional<absl::Time> as_of) {
  PROGNOS_ASSIGN_OR_RETURN(std::vector<FollowUp> newest,
                           ListFollowUpsBy(queries::kListFollowUps, organization, kind, as_of));
  std::erase_if(newest, [](const FollowUp& row) { return !row.what.withdrawn_because.empty(); });
  return newest;
}

absl::StatusOr<std::vector<FollowUp>> Session::ListFollowUpVersions(absl::string_view organization, FollowUpKind kind,
                                                                    std::optional<absl::Time> as_of) {
  return ListFollowUpsBy(queries::kListFollowUpVersions, organization, kind, as_of);
}

absl::StatusOr<std::vector<FollowUp>> Session::ListFollowUpsBy(const char* sql, absl::string_view organization,
                                                               FollowUpKind kind, std::optional<absl::Time> as_of) {
  int64_t position = kAllPositions;
  if (as_of.has_value()) {
    PROGNOS_ASSIGN_OR_RETURN(const Newest newest, FindFollowUpEnd(organization, *as_of));
    position = newest.position;
  }
  PROGNOS_ASSIGN_OR_RETURN(Statement statement, Use(sql));
  statement.Bind(organization, static_cast<int>(kind), position);
  return AllRows<FollowUp>(statement, [kind](const Statement& row) {
    return FollowUp{{kind, row.Text(0), row.Int(1), row.Text(2), row.Text(6)}, row.Time(3), row.Int64(5), row.Text(4)};
  });
}

absl::StatusOr<std::vector<Token>> Session::ListTokens() {
  PROGNOS_ASSIGN_OR_RETURN(Statement statement, Use(queries::kListTokens));
  return AllRows<Token>(statement, TokenRow);
}

absl::StatusOr<std::optional<CompletedRequest>> Session::FindRequest(absl::string_view organization,
                                                                     absl::string_view request_id) {
  PROGNOS_ASSIGN_OR_RETURN(Statement statement, Use(queries::kFindRequest));
  statement.Bind(organization, request_id);
  PROGNOS_ASSIGN_OR_RETURN(const bool found, statement.Step());
  if (!found) return std::optional<CompletedRequest>();
  return CompletedRequest{std::string(request_id), statement.Text(0), statement.Text(1)};
}

}  // namespace prognos::ledger
