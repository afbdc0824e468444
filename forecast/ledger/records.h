// What a ledger store holds, as plain values. Identifiers are the last parts of resource names ("exempelby",
// "ekonomiskt-bistand", "ekonomiskt-bistand.cost"), checked by the service before they come here.
#ifndef PROGNOS_FORECAST_LEDGER_RECORDS_H_
#define PROGNOS_FORECAST_LEDGER_RECORDS_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "forecast/base/month.h"
#include "forecast/budget/budget_version.h"
#include "forecast/rounds/facts.h"
#include "forecast/series/flow.h"
#include "forecast/series/round.h"

namespace prognos::ledger {

// When and by whom something is recorded.
struct Recording {
  absl::Time time;
  std::string author = "";  // The caller's name; empty: not known.
};

struct Organization {
  std::string id;
  std::string display_name;
  absl::Time create_time;
  std::vector<int> closed_years;                    // Rising.
  int64_t ledger_position = 0;                      // Position of its newest ledger row; 0 when there is none.
  std::map<int, std::string> closing_reasons = {};  // Of years that were closed without twelve booked months.
  std::map<Round, int> round_months = {};           // The last known month of rounds for which it set its own.
  friend bool operator==(const Organization&, const Organization&) = default;
};

// What becomes of a year.
struct YearChange {
  int year = 0;
  bool closed = true;
  std::string reason = "";  // Why it is closed without twelve booked months; empty: none is needed.
};

struct Activity {
  std::string id;
  std::string parent_id;  // Empty: a root.
  std::string display_name;
  int order = 0;           // Among siblings.
  bool own_frame = false;  // A root whose money stands beside the organization's sum, not in it.
  friend bool operator==(const Activity&, const Activity&) = default;
};

// From a month on an activity stands elsewhere than it was loaded; see placement.h.
struct ActivityMove {
  std::string activity_id;
  Month first_month;
  bool leaves = false;    // Out of the organization.
  std::string parent_id;  // Otherwise; empty: to the top.
  friend bool operator==(const ActivityMove&, const ActivityMove&) = default;
};

// A kind of money of the organization's own list (kostnadsslag): staff, hired staff, placements, premises.
struct CostType {
  std::string id;
  std::string display_name;
  int order = 0;  // In the list.
  friend bool operator==(const CostType&, const CostType&) = default;
};

struct Series {
  std::string id;  // "{activity}.{cost|revenue|unit}", or "{activity}.{cost|revenue}.{cost type}".
  std::string activity_id;
  Flow flow = Flow::kUnspecified;
  std::string unit;          // Volumes only.
  std::string display_name;  // May be empty.
  std::string type_id = "";  // Money of this cost type only; empty: a volume, or money without a type.
  friend bool operator==(const Series&, const Series&) = default;
};

// Which ledger rows belong to an activity: accounts first_account ... last_account and, where `dimension` is not empty,
// an object of it that matches the pattern ('*' any characters, '?' one; empty: any object).
struct PostingRule {
  std::string first_account;
  std::string last_account;
  std::string dimension;
  std::string object_pattern;
  std::string activity_id;
  Flow flow = Flow::kUnspecified;
  std::string type_id = "";  // Empty: money without a cost type.
  friend bool operator==(const PostingRule&, const PostingRule&) = default;
};

// A value to be recorded.
struct NewActual {
  std::string series_id;
  Month month;
  int64_t value = 0;  // Öre; thousandths of the unit for volumes.
  friend bool operator==(const NewActual&, const NewActual&) = default;
};

// A recorded value: a row of the append-only ledger.
struct Actual {
  std::string series_id;
  Month month;
  int64_t value = 0;
  absl::Time record_time;
  int64_t position = 0;     // 1, 2, ... within the organization, in the order of recording.
  std::string author = "";  // Who recorded it; empty: not known.
  friend bool operator==(const Actual&, const Actual&) = default;
};

using budget::BudgetLine;
using budget::BudgetVersion;
using budget::BudgetWithdrawal;
using budget::DecisionKind;
using budget::LineKind;
using budget::Phasing;

// A stored forecast. The store does not look into its parts.
struct Forecast {
  std::string id;
  int year = 0;
  absl::Time create_time;
  int64_t sequence = 0;     // Order of creation within the organization; set by the store.
  std::string header;       // A serialized prognos.v1.Forecast without lines; before format 7 of the store with them.
  std::string lines = "";   // The same with its lines alone. Empty in lists, and before format 7.
  std::string author = "";  // Who made it; empty: not known, as before format 16.
  friend bool operator==(const Forecast&, const Forecast&) = default;
};

// What a stored forecast rests on. Empty for one that was stored before format 7.
struct ForecastBasis {
  struct Paths {
    std::string series_id;
    std::string packed;  // outlook/packed_paths.h.
    friend bool operator==(const Paths&, const Paths&) = default;
  };

  std::string input_digest = "";  // Tells inputs apart: forecasts with the same one share them.
  std::string input = "";         // outlook/canonical_input.h.
  std::vector<Paths> paths = {};  // By series.
  friend bool operator==(const ForecastBasis&, const ForecastBasis&) = default;
};

// What is recorded beside a stored forecast.
using ForecastFact = rounds::Fact;

// A stored evaluation. `header` is the serialized prognos.v1.Evaluation, `rows` the serialized rows; the store does not
// look into them.
struct Evaluation {
  std::string id;
  absl::Time create_time;
  int64_t sequence = 0;  // Order of creation within the organization; set by the store.
  std::string header;
  std::string rows;         // Empty in lists.
  std::string author = "";  // Who made it; empty: not known, as before format 16.
  friend bool operator==(const Evaluation&, const Evaluation&) = default;
};

// What a row of follow-up, or of what else people declare, is about. Stored on disk with these numbers; do not change.
enum class FollowUpKind {
  kIndicator = 1,    // The item is an indicator.
  kTarget = 2,       // Of an indicator for a year.
  kMeasurement = 3,  // Of an indicator for a period, named by its last month.
  kFund = 4,         // The item is a grant, project or investment.
  kFundYear = 5,     // What is planned of an investment for a year.
  kFundUse = 6,      // What was used up to a month.
  kVolumePlan = 7,   // Of a volume series for a year.
  kEvent = 8,        // The item is an event.
  kDismissal = 9,    // Of a suggested event, the item.
  kMonthMark = 10,   // Of a month, how far its booking has come, for the activity that is the item; empty: for all.
  kDriver = 12,      // Of a series, the item: which other one drives its money.
};

// One thing that is followed up, as it is to be recorded. The store does not look into its content.
struct NewFollowUp {
  FollowUpKind kind = FollowUpKind::kIndicator;
  std::string item_id;
  int period = 0;  // 0, a year, or Month::index() of a month: as the kind says.
  // A serialized message of prognos/v1/followup.proto, events.proto or ledger.proto, without names.
  std::string content;
  // Why what stood there is withdrawn; the content is empty then. Empty: it is not. Never of events, whose content says
  // it.
  std::string withdrawn_because = "";
  friend bool operator==(const NewFollowUp&, const NewFollowUp&) = default;
};

// As it is recorded: a row of an append-only list.
struct FollowUp {
  NewFollowUp what;
  absl::Time record_time;
  int64_t position = 0;     // 1, 2, ... within the organization, in the order of recording.
  std::string author = "";  // Who recorded it; empty: not known.
  friend bool operator==(const FollowUp&, const FollowUp&) = default;
};

// What was recorded at one time by one person. Numbers equal those of prognos.v1.ChangeKind.
enum class ChangeKind {
  kActuals = 1,  // An import: all values of one recording.
  kActivities = 2,
  kSeries = 3,
  kPostingRules = 4,
  kYearClosed = 5,
  kYearReopened = 6,
  kBudget = 7,  // A version.
  kForecast = 8,
  kEvaluation = 9,
  kIndicators = 10,  // Indicators, their targets and measurements, plans of volumes, and what drives money.
  kFunds = 11,       // Grants, projects and investments, their plans and use.
  kJudgements = 12,  // Overrides and comments of a forecast.
  kForecastLocked = 13,
  kForecastSuperseded = 14,
  kRounds = 15,  // Which months rounds know.
  kEvents = 16,
  kCostTypes = 17,
  kMonths = 18,  // Marks of months.
  kBudgetWithdrawn = 19,
  kForecastWithdrawn = 20,
  kActivityDeleted = 21,  // With its series.
};

struct RecordedChange {
  ChangeKind kind = ChangeKind::kActuals;
  absl::Time time;
  std::string author = "";   // Empty: not known.
  std::string subject = "";  // The id of a forecast (of its judgements, too) or evaluation; what a budget is; what an
                             // activity was called that was deleted; why a year was closed, or things that are
                             // followed up were withdrawn.
  int year = 0;              // Of a budget, forecast or year; otherwise 0.
  int64_t count = 0;  // Of values, activities, series, rules, cost types, budget lines or things that are followed up.
  int64_t series_count = 0;                         // Of actuals: in how many series.
  std::optional<Month> first_month = std::nullopt;  // Of actuals.
  std::optional<Month> last_month = std::nullopt;
  int64_t withdrawn_count = 0;  // How many of `count` were withdrawn.
  friend bool operator==(const RecordedChange&, const RecordedChange&) = default;
};

// What a token lets its holder do; each role may do what those before it may. Stored on disk with these numbers; do not
// change.
enum class Role {
  kReader = 1,       // Reads.
  kIntegration = 2,  // Also brings in actuals.
  kEkonom = 3,       // Also keeps activities, rules, budgets and closed years, and makes forecasts and evaluations.
  kAdmin = 4,        // Also makes organizations, when the token is bound to none.
};

// A token as it is kept: whoever reads the store does not learn the token itself.
struct Token {
  std::string id;               // Names it to people; no secret.
  std::string secret_hash;      // SHA-256 of the token, 32 bytes.
  std::string organization_id;  // The only one it reaches. Empty: all.
  Role role = Role::kReader;
  absl::Time create_time;
  absl::Time expire_time;                 // From then on it is not valid.
  std::optional<absl::Time> revoke_time;  // From then on it is not valid.
  friend bool operator==(const Token&, const Token&) = default;
};

// What a write answered, kept for its request_id.
struct CompletedRequest {
  std::string request_id;
  std::string fingerprint;  // Of method and content; another one means the id was used for something else.
  std::string response;     // The serialized answer.
  friend bool operator==(const CompletedRequest&, const CompletedRequest&) = default;
};

}  // namespace prognos::ledger

#endif  // PROGNOS_FORECAST_LEDGER_RECORDS_H_
