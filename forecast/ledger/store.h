// The storage interface. A store runs functions in transactions; what the function is handed reads and writes.
//
//   absl::Status status = store->Write([&](ledger::Writer& writer) -> absl::Status {
//     PROGNOS_ASSIGN_OR_RETURN(AppendResult result, writer.AppendActuals("exempelby", actuals, {now}));
//     return writer.SaveRequest("exempelby", {request_id, fingerprint, answer});
//   });
//
// One place begins, commits and rolls back: a function that returns an error, or a commit that fails, leaves the store
// as it was. When Write returns OK, everything the function did survives a crash and a power cut.
//
// Every call but those about tokens and the list of organizations names the organization; nothing crosses it. A lookup
// of what does not exist answers NOT_FOUND, a list of what does not exist is empty. A write that refers to an
// organization, activity or series that does not exist is refused with FAILED_PRECONDITION. RESOURCE_EXHAUSTED means
// that the disk is full, UNAVAILABLE that another program holds the store too long. INTERNAL is a damaged store or a
// fault in the program and is logged with its cause.
//
// Moments are kept in whole microseconds, rounded down. Texts are ordered by their bytes.
#ifndef PROGNOS_FORECAST_LEDGER_STORE_H_
#define PROGNOS_FORECAST_LEDGER_STORE_H_

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "forecast/ledger/records.h"

namespace prognos::ledger {

struct ActualsQuery {
  std::string series_id = "";                       // Empty: all series.
  std::optional<Month> first_month = std::nullopt;  // Absent: from the first.
  std::optional<Month> last_month = std::nullopt;   // Absent: to the last. Included.
  std::optional<absl::Time> as_of = std::nullopt;   // Absent: everything recorded.
  // Only rows after this key, in the order of the answer. Absent: from the start.
  std::optional<std::pair<std::string, Month>> after = std::nullopt;
  int limit = 0;  // Rows in the answer; 0: no limit.
};

struct BudgetQuery {
  int year = 0;
  std::optional<absl::CivilDay> decided_by = std::nullopt;  // Only versions decided on or before; absent: all.
  std::optional<absl::Time> as_of = std::nullopt;           // Only what was recorded by then; absent: all.
  bool with_withdrawn = false;                              // Versions that were withdrawn by then, too.
};

struct ChangesQuery {
  std::set<ChangeKind> kinds = {};          // Empty: all.
  absl::Time since = absl::InfinitePast();  // Included, as is `until`.
  absl::Time until = absl::InfiniteFuture();
  int limit = 0;  // 0: no limit.
};

// Reads one consistent state of the store.
class Reader {
 public:
  virtual ~Reader() = default;

  // Its closed years, months of rounds and ledger position as known at `as_of` (absent: everything recorded).
  virtual absl::StatusOr<Organization> GetOrganization(absl::string_view organization,
                                                       std::optional<absl::Time> as_of) = 0;
  // Ordered by id, those after `after_id` (empty: all), at most `limit` (0: no limit).
  virtual absl::StatusOr<std::vector<Organization>> ListOrganizations(absl::string_view after_id, int limit) = 0;

  // The structure as known at `as_of` (absent: everything recorded).
  // Ordered by parent, order, id: the caller builds the tree.
  virtual absl::StatusOr<std::vector<Activity>> ListActivities(absl::string_view organization,
                                                               std::optional<absl::Time> as_of) = 0;
  // Moves of activities: of each activity and month the newest. By activity, then month.
  virtual absl::StatusOr<std::vector<ActivityMove>> ListActivityMoves(absl::string_view organization,
                                                                      std::optional<absl::Time> as_of) = 0;
  // In the order of the list: by order, then id.
  virtual absl::StatusOr<std::vector<CostType>> ListCostTypes(absl::string_view organization,
                                                              std::optional<absl::Time> as_of) = 0;
  // Ordered by activity, flow, unit, cost type.
  virtual absl::StatusOr<std::vector<Series>> ListSeries(absl::string_view organization,
                                                         std::optional<absl::Time> as_of) = 0;
  // In order of precedence.
  virtual absl::StatusOr<std::vector<PostingRule>> ListPostingRules(absl::string_view organization,
                                                                    std::optional<absl::Time> as_of) = 0;

  // The same with everything recorded.
  absl::StatusOr<Organization> GetOrganization(absl::string_view organization) {
    return GetOrganization(organization, std::nullopt);
  }
  absl::StatusOr<std::vector<Activity>> ListActivities(absl::string_view organization) {
    return ListActivities(organization, std::nullopt);
  }
  absl::StatusOr<std::vector<Series>> ListSeries(absl::string_view organization) {
    return ListSeries(organization, std::nullopt);
  }
  absl::StatusOr<std::vector<PostingRule>> ListPostingRules(absl::string_view organization) {
    return ListPostingRules(organization, std::nullopt);
  }

  // The row that counts for each series and month: the newest of those recorded by `as_of`. By series, then month.
  virtual absl::StatusOr<std::vector<Actual>> ListActuals(absl::string_view organization,
                                                          const ActualsQuery& query) = 0;
  // Every row, also those that others have replaced, that was recorded by `as_of` (absent: all); in the order of
  // recording.
  virtual absl::StatusOr<std::vector<Actual>> ListActualVersions(absl::string_view organization,
                                                                 std::optional<absl::Time> as_of) = 0;
  // Position of the newest row recorded by `as_of` (absent: of all); 0 when there is none.
  virtual absl::StatusOr<int64_t> LedgerPosition(absl::string_view organization, std::optional<absl::Time> as_of) = 0;

  // The newest time recorded for the organization (structure, actuals, budgets, follow-up): all there is was recorded
  // by then. It
  // lies in the future when something was recorded by a clock that was ahead. InfinitePast when nothing is recorded.
  virtual absl::StatusOr<absl::Time> NewestRecordTime(absl::string_view organization) = 0;

  // All versions that match, by version, with their lines by series.
  virtual absl::StatusOr<std::vector<BudgetVersion>> ListBudgetVersions(absl::string_view organization,
                                                                        const BudgetQuery& query) = 0;

  virtual absl::StatusOr<Forecast> GetForecast(absl::string_view organization, absl::string_view id) = 0;
  virtual absl::StatusOr<ForecastBasis> GetForecastBasis(absl::string_view organization, absl::string_view id) = 0;
  // Headers, newest first; `year` 0: all; only those with sequence < `before_sequence` (0: all); at most `limit`
  // (0: no limit).
  virtual absl::StatusOr<std::vector<Forecast>> ListForecasts(absl::string_view organization, int year,
                                                              int64_t before_sequence, int limit) = 0;

  // All that is recorded beside a forecast, in the order of recording; empty for one that does not exist.
  virtual absl::StatusOr<std::vector<ForecastFact>> ListForecastFacts(absl::string_view organization,
                                                                      absl::string_view forecast_id) = 0;

  virtual absl::StatusOr<Evaluation> GetEvaluation(absl::string_view organization, absl::string_view id) = 0;
  // Newest first, without rows; only those with sequence < `before_sequence` (0: all); at most `limit` (0: no limit).
  virtual absl::StatusOr<std::vector<Evaluation>> ListEvaluations(absl::string_view organization,
                                                                  int64_t before_sequence, int limit) = 0;

  // The row that counts for each item and period of a kind: the newest of those recorded by `as_of` (absent: of all),
  // unless that one is withdrawn. By item, then period.
  virtual absl::StatusOr<std::vector<FollowUp>> ListFollowUps(absl::string_view organization, FollowUpKind kind,
                                                              std::optional<absl::Time> as_of) = 0;

  // Every row of a kind that was recorded by `as_of` (absent: all), by item, period, then in the order of recording.
  virtual absl::StatusOr<std::vector<FollowUp>> ListFollowUpVersions(absl::string_view organization, FollowUpKind kind,
                                                                     std::optional<absl::Time> as_of) = 0;

  // What was recorded, the newest first; at one time by kind and subject.
  virtual absl::StatusOr<std::vector<RecordedChange>> ListChanges(absl::string_view organization,
                                                                  const ChangesQuery& query) = 0;

  // The tokens of all organizations, by id.
  virtual absl::StatusOr<std::vector<Token>> ListTokens() = 0;

  // What an earlier write with this id answered; nullopt when the id is new.
  virtual absl::StatusOr<std::optional<CompletedRequest>> FindRequest(absl::string_view organization,
                                                                      absl::string_view request_id) = 0;
};

struct AppendResult {
  int64_t stored = 0;     // Rows added.
  int64_t unchanged = 0;  // Values equal to the one that counted already: no row.
  int64_t position = 0;   // Ledger position afterwards.
};

// Reads and writes within one transaction; sees its own writes. When a step fails that may have been half done (any
// but an id that InsertOrganization, InsertForecast, InsertEvaluation or SaveRequest finds taken), the transaction
// cannot be committed: Write answers the error even when the function swallows it.
class Writer : public Reader {
 public:
  // ALREADY_EXISTS when the id is taken. Only id, display_name and create_time are stored.
  virtual absl::Status InsertOrganization(const Organization& organization) = 0;

  // The structure: what differs from what counts is recorded as new rows; what was known before stays, for questions
  // `as_of`. The time recorded is that of `recording`, or the newest time recorded for the organization (structure,
  // actuals, budgets) when the clock is behind it: times never fall.
  //
  // Closing a closed year and opening an open one change nothing, not the reason either.
  virtual absl::Status SetYearClosed(absl::string_view organization, const YearChange& change,
                                     const Recording& recording) = 0;
  // Sets the last known month (1-12) of each of these rounds; others keep theirs. Nothing is recorded for what is so
  // already.
  virtual absl::Status SetRoundMonths(absl::string_view organization, const std::map<Round, int>& months,
                                      const Recording& recording) = 0;
  // Parents may stand anywhere in `activities`; a parent that is missing shows at the latest when Write commits.
  // ALREADY_EXISTS when an activity stands twice.
  virtual absl::Status UpsertActivities(absl::string_view organization, const std::vector<Activity>& activities,
                                        const Recording& recording) = 0;
  // From now on the activity and its series are not there; their identifiers may be used again. FAILED_PRECONDITION
  // when there is no such activity. That nothing rests on it is for the caller to check.
  virtual absl::Status DeleteActivity(absl::string_view organization, const std::string& activity_id,
                                      const Recording& recording) = 0;
  // NOT_FOUND when an activity or parent does not exist.
  virtual absl::Status AppendActivityMoves(absl::string_view organization, const std::vector<ActivityMove>& moves,
                                           const Recording& recording) = 0;
  // ALREADY_EXISTS when a cost type stands twice.
  virtual absl::Status UpsertCostTypes(absl::string_view organization, const std::vector<CostType>& types,
                                       const Recording& recording) = 0;
  // FAILED_PRECONDITION when a series exists with another activity, flow or unit: only its display name can change.
  // ALREADY_EXISTS when a series stands twice.
  virtual absl::Status UpsertSeries(absl::string_view organization, const std::vector<Series>& series,
                                    const Recording& recording) = 0;
  virtual absl::Status ReplacePostingRules(absl::string_view organization, const std::vector<PostingRule>& rules,
                                           const Recording& recording) = 0;

  // Appends a row for each value that differs from the one that counts, in the order given. The time recorded is that
  // of `recording`, made never to fall as above. Whether a year is closed is for the caller to check.
  virtual absl::StatusOr<AppendResult> AppendActuals(absl::string_view organization,
                                                     const std::vector<NewActual>& actuals,
                                                     const Recording& recording) = 0;

  // Adds a version and answers its number; `budget.version` is not read. `budget.record_time` is made never to fall,
  // as above. ALREADY_EXISTS when a series stands twice.
  virtual absl::StatusOr<int> InsertBudgetVersion(absl::string_view organization, const BudgetVersion& budget) = 0;

  // Withdraws a version, for good. The time recorded is that of `recording`, made never to fall as above.
  // FAILED_PRECONDITION when there is no such version, ALREADY_EXISTS when it is withdrawn already.
  virtual absl::Status WithdrawBudgetVersion(absl::string_view organization, int year, int version,
                                             const std::string& reason, const Recording& recording) = 0;

  // ALREADY_EXISTS when the id is taken. `forecast.sequence` is not read. Inputs that are there already are not stored
  // again.
  virtual absl::Status InsertForecast(absl::string_view organization, const Forecast& forecast,
                                      const ForecastBasis& basis) = 0;

  // Adds a fact beside a stored forecast and answers its position. Position, time and author of `fact` are not read:
  // the time recorded is that of `recording`, made never to fall beside this forecast.
  virtual absl::StatusOr<int64_t> AppendForecastFact(absl::string_view organization, absl::string_view forecast_id,
                                                     const ForecastFact& fact, const Recording& recording) = 0;

  // ALREADY_EXISTS when the id is taken. `evaluation.sequence` is not read.
  virtual absl::Status InsertEvaluation(absl::string_view organization, const Evaluation& evaluation) = 0;

  // Appends a row for each thing whose content differs from what counts, or that is withdrawn while a version of it
  // counts, in the order given. The time recorded is that of `recording`, made never to fall as above.
  virtual absl::StatusOr<AppendResult> AppendFollowUps(absl::string_view organization,
                                                       const std::vector<NewFollowUp>& what,
                                                       const Recording& recording) = 0;

  // ALREADY_EXISTS when the id or the hash is taken.
  virtual absl::Status InsertToken(const Token& token) = 0;
  // NOT_FOUND for an unknown id. One that is revoked already keeps its time.
  virtual absl::Status RevokeToken(absl::string_view id, absl::Time now) = 0;

  // ALREADY_EXISTS when the id is taken.
  virtual absl::Status SaveRequest(absl::string_view organization, const CompletedRequest& request) = 0;
};

class Store {
 public:
  virtual ~Store() = default;

  // Runs `read` on one consistent state and answers what it answers. Any number of threads at once, also beside a
  // write. Not from within a Read or Write.
  virtual absl::Status Read(const std::function<absl::Status(Reader&)>& read) = 0;

  // Runs `write` in a transaction, one at a time; waits for its turn. Not from within a Read or Write. A store may run
  // `write` again, from the start and in a new transaction, when the first did not come through: what it fills outside
  // of the writer (an answer, say) it empties first.
  virtual absl::Status Write(const std::function<absl::Status(Writer&)>& write) = 0;

  // 32 random bytes, made with the store and never changed, with which the service signs what it hands to clients and
  // takes back from them. Whoever can read the store's files knows them.
  virtual absl::StatusOr<std::string> TokenKey() = 0;

  // OK when the store answers and can be written to.
  virtual absl::Status CheckHealth() = 0;
};

}  // namespace prognos::ledger

#endif  // PROGNOS_FORECAST_LEDGER_STORE_H_
