// What a function inside a transaction is handed: the storage interface on one connection. A read gets it as a Reader
// on a connection that cannot write.
#ifndef PROGNOS_FORECAST_LEDGER_SQLITE_SESSION_H_
#define PROGNOS_FORECAST_LEDGER_SQLITE_SESSION_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "forecast/ledger/sqlite/connection.h"
#include "forecast/ledger/store.h"
#include "forecast/messages/message.h"

namespace prognos::ledger {

class Session final : public Writer {
 public:
  // `connection` is in a transaction and outlives this.
  explicit Session(Connection* connection) : connection_(*connection) {}

  // The first error of a step that may have been half done or have ended the transaction, which must then not be
  // committed.
  const absl::Status& failure() const { return failure_; }

  absl::StatusOr<Organization> GetOrganization(absl::string_view organization,
                                               std::optional<absl::Time> as_of) override;
  absl::StatusOr<std::vector<Organization>> ListOrganizations(absl::string_view after_id, int limit) override;
  absl::StatusOr<std::vector<Activity>> ListActivities(absl::string_view organization,
                                                       std::optional<absl::Time> as_of) override;
  absl::StatusOr<std::vector<ActivityMove>> ListActivityMoves(absl::string_view organization,
                                                              std::optional<absl::Time> as_of) override;
  absl::StatusOr<std::vector<CostType>> ListCostTypes(absl::string_view organization,
                                                      std::optional<absl::Time> as_of) override;
  absl::StatusOr<std::vector<Series>> ListSeries(absl::string_view organization,
                                                 std::optional<absl::Time> as_of) override;
  absl::StatusOr<std::vector<PostingRule>> ListPostingRules(absl::string_view organization,
                                                            std::optional<absl::Time> as_of) override;
  absl::StatusOr<std::vector<Actual>> ListActuals(absl::string_view organization, const ActualsQuery& query) override;
  absl::StatusOr<std::vector<Actual>> ListActualVersions(absl::string_view organization,
                                                         std::optional<absl::Time> as_of) override;
  absl::StatusOr<int64_t> LedgerPosition(absl::string_view organization, std::optional<absl::Time> as_of) override;
  absl::StatusOr<absl::Time> NewestRecordTime(absl::string_view organization) override;
  absl::StatusOr<std::vector<BudgetVersion>> ListBudgetVersions(absl::string_view organization,
                                                                const BudgetQuery& query) override;
  absl::StatusOr<Forecast> GetForecast(absl::string_view organization, absl::string_view id) override;
  absl::StatusOr<ForecastBasis> GetForecastBasis(absl::string_view organization, absl::string_view id) override;
  absl::StatusOr<std::vector<Forecast>> ListForecasts(absl::string_view organization, int year, int64_t before_sequence,
                                                      int limit) override;
  absl::StatusOr<std::vector<ForecastFact>> ListForecastFacts(absl::string_view organization,
                                                              absl::string_view forecast_id) override;
  absl::StatusOr<Evaluation> GetEvaluation(absl::string_view organization, absl::string_view id) override;
  absl::StatusOr<std::vector<Evaluation>> ListEvaluations(absl::string_view organization, int64_t before_sequence,
                                                          int limit) override;
  absl::StatusOr<std::vector<FollowUp>> ListFollowUps(absl::string_view organization, FollowUpKind kind,
                                                      std::optional<absl::Time> as_of) override;
  absl::StatusOr<std::vector<FollowUp>> ListFollowUpVersions(absl::string_view organization, FollowUpKind kind,
                                                             std::optional<absl::Time> as_of) override;
  absl::StatusOr<std::vector<RecordedChange>> ListChanges(absl::string_view organization,
                                                          const ChangesQuery& query) override;
  absl::StatusOr<std::vector<Token>> ListTokens() override;
  absl::StatusOr<std::optional<CompletedRequest>> FindRequest(absl::string_view organization,
                                                              absl::string_view request_id) override;

  absl::Status InsertOrganization(const Organization& organization) override;
  absl::Status SetYearClosed(absl::string_view organization, const YearChange& change,
                             const Recording& recording) override;
  absl::Status SetRoundMonths(absl::string_view organization, const std::map<Round, int>& months,
                              const Recording& recording) override;
  absl::Status UpsertActivities(absl::string_view organization, const std::vector<Activity>& activities,
                                const Recording& recording) override;
  absl::Status DeleteActivity(absl::string_view organization, const std::string& activity_id,
                              const Recording& recording) override;
  absl::Status AppendActivityMoves(absl::string_view organization, const std::vector<ActivityMove>& moves,
                                   const Recording& recording) override;
  absl::Status UpsertCostTypes(absl::string_view organization, const std::vector<CostType>& types,
                               const Recording& recording) override;
  absl::Status UpsertSeries(absl::string_view organization, const std::vector<Series>& series,
                            const Recording& recording) override;
  absl::Status ReplacePostingRules(absl::string_view organization, const std::vector<PostingRule>& rules,
                                   const Recording& recording) override;
  absl::StatusOr<AppendResult> AppendActuals(absl::string_view organization, const std::vector<NewActual>& actuals,
                                             const Recording& recording) override;
  absl::StatusOr<int> InsertBudgetVersion(absl::string_view organization, const BudgetVersion& budget) override;
  absl::Status WithdrawBudgetVersion(absl::string_view organization, int year, int version, const std::string& reason,
                                     const Recording& recording) override;
  absl::Status InsertForecast(absl::string_view organization, const Forecast& forecast,
                              const ForecastBasis& basis) override;
  absl::StatusOr<int64_t> AppendForecastFact(absl::string_view organization, absl::string_view forecast_id,
                                             const ForecastFact& fact, const Recording& recording) override;
  absl::Status InsertEvaluation(absl::string_view organization, const Evaluation& evaluation) override;
  absl::StatusOr<AppendResult> AppendFollowUps(absl::string_view organization, const std::vector<NewFollowUp>& what,
                                               const Recording& recording) override;
  absl::Status InsertToken(const Token& token) override;
  absl::Status RevokeToken(absl::string_view id, absl::Time now) override;
  absl::Status SaveRequest(absl::string_view organization, const CompletedRequest& request) override;

 private:
  // The newest row of the ledger, or change of the structure, by a moment; position 0 when there is none.
  struct Newest {
    int64_t position = 0;
    absl::Time record_time = absl::InfinitePast();
  };

  // A statement within the open transaction. INTERNAL when an earlier error ended it: what came after would be stored
  // on its own.
  absl::StatusOr<Statement> Use(absl::string_view sql);
  // Remembers an error in failure().
  absl::Status Keep(absl::Status status);
  // For a step of one row: a key that is taken left nothing behind and is the caller's to handle.
  absl::Status KeepUnlessTaken(absl::string_view kind, absl::string_view id, const absl::Status& status,
                               const Message& taken);

  absl::StatusOr<Newest> FindLedgerEnd(absl::string_view organization, absl::Time as_of);
  absl::StatusOr<Newest> FindStructureEnd(absl::string_view organization, absl::Time as_of);
  absl::StatusOr<Newest> FindFollowUpEnd(absl::string_view organization, absl::Time as_of);
  // `sql`, a list of rows of one kind, as known at `as_of`.
  absl::StatusOr<std::vector<FollowUp>> ListFollowUpsBy(const char* sql, absl::string_view organization,
                                                        FollowUpKind kind, std::optional<absl::Time> as_of);
  // `sql`, a list of the structure, bound to the organization and to the newest position by `as_of`.
  absl::StatusOr<Statement> UseStructure(const char* sql, absl::string_view organization,
                                         std::optional<absl::Time> as_of);
  using ClosedYears = std::map<int, std::string>;  // With the reason, empty where none was needed.
  absl::StatusOr<ClosedYears> ListClosedYears(absl::string_view organization, std::optional<absl::Time> as_of);
  absl::StatusOr<std::map<Round, int>> ListRoundMonths(absl::string_view organization, std::optional<absl::Time> as_of);
  // Each adds what it finds of some kinds of changes, the newest first, at least `query.limit` of them where there are
  // so many.
  using Changes = std::vector<RecordedChange>;
  absl::Status AddActualChanges(absl::string_view organization, const ChangesQuery& query, Changes& changes);
  absl::Status AddStructureChanges(absl::string_view organization, const ChangesQuery& query, Changes& changes);
  absl::Status AddBudgetChanges(absl::string_view organization, const ChangesQuery& query, Changes& changes);
  absl::Status AddMadeChanges(absl::string_view organization, const ChangesQuery& query, Changes& changes);
  absl::Status AddJudgementChanges(absl::string_view organization, const ChangesQuery& query, Changes& changes);
  absl::Status AddFollowUpChanges(absl::string_view organization, const ChangesQuery& query, Changes& changes);
  // How many rows of the structure each change has, by position.
  absl::StatusOr<std::map<int64_t, int64_t>> CountByPosition(const char* sql, absl::string_view organization);
  // What activities were called that changes deleted, by position; a change deletes at most one.
  absl::StatusOr<std::map<int64_t, std::string>> ListDeletedActivities(absl::string_view organization);
  absl::StatusOr<Statement> UseActuals(absl::string_view organization, const ActualsQuery& query, int64_t position);
  absl::Status AddDerivedFields(Organization& organization, std::optional<absl::Time> as_of);
  absl::StatusOr<std::vector<BudgetLine>> ListBudgetLines(absl::string_view organization, int year, int version);

  // `now`, or the newest time recorded for the organization when the clock is behind it.
  absl::StatusOr<absl::Time> RecordTime(absl::string_view organization, absl::Time now);
  // Adds a change of the structure and answers its position.
  absl::StatusOr<int64_t> BeginChange(absl::string_view organization, const Recording& recording);
  absl::Status AppendActivity(absl::string_view organization, int64_t position, const Activity& activity);
  absl::Status AppendSeries(absl::string_view organization, int64_t position, const Series& series);
  // A version of what has a key.
  enum class Presence { kThere = 0, kDeleted = 1 };
  absl::Status AppendVersion(absl::string_view organization, int64_t position, const Activity& activity,
                             Presence presence);
  absl::Status AppendVersion(absl::string_view organization, int64_t position, const Series& series, Presence presence);
  absl::Status AppendPostingRules(absl::string_view organization, int64_t position,
                                  const std::vector<PostingRule>& rules);
  absl::Status AppendChanged(absl::string_view organization, const std::vector<NewActual>& actuals,
                             const Recording& recording, AppendResult& result);
  absl::Status AppendChanged(absl::string_view organization, const std::vector<NewFollowUp>& what,
                             const Recording& recording, AppendResult& result);
  absl::Status InsertBudget(absl::string_view organization, const BudgetVersion& budget, int version);
  absl::Status InsertForecastParts(absl::string_view organization, const Forecast& forecast,
                                   const ForecastBasis& basis);

  Connection& connection_;
  absl::Status failure_;
};

}  // namespace prognos::ledger

#endif  // PROGNOS_FORECAST_LEDGER_SQLITE_SESSION_H_
