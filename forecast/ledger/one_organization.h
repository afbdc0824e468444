// A store as one organization may see it: whatever a caller names, nothing of another comes out or goes in.
//
//   store.Read([&](Reader& reader) {
//     OneOrganizationReader own("exempelby", reader);
//     return own.ListSeries(name);  // NOT_FOUND unless `name` is "exempelby".
//   });
//
// A second lock behind the check of a call's token: a handler that mixed up two names would find nothing.
#ifndef PROGNOS_FORECAST_LEDGER_ONE_ORGANIZATION_H_
#define PROGNOS_FORECAST_LEDGER_ONE_ORGANIZATION_H_

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "forecast/base/status_macros.h"
#include "forecast/ledger/store.h"
#include "messages/refusal.h"

namespace prognos::ledger {

// What both sides share; `Access` is Reader or Writer. Every method answers NOT_FOUND for another organization, in the
// words for one that does not exist, and PERMISSION_DENIED for what belongs to all: tokens.
template <typename Access>
class OneOrganization : public Access {
 public:
  // `all` outlives it.
  OneOrganization(std::string organization, Access& all) : organization_(std::move(organization)), all_(all) {}

  using Reader::GetOrganization;
  using Reader::ListActivities;
  using Reader::ListPostingRules;
  using Reader::ListSeries;

  absl::StatusOr<Organization> GetOrganization(absl::string_view organization,
                                               std::optional<absl::Time> as_of) override {
    PROGNOS_RETURN_IF_ERROR(CheckOwn(organization));
    return all_.GetOrganization(organization, as_of);
  }
  // The one, when it exists and comes after `after_id`.
  absl::StatusOr<std::vector<Organization>> ListOrganizations(absl::string_view after_id, int) override {
    std::vector<Organization> listed;
    if (after_id < organization_) {
      PROGNOS_ASSIGN_OR_RETURN(Organization own, all_.GetOrganization(organization_));
      listed.push_back(std::move(own));
    }
    return listed;
  }
  absl::StatusOr<std::vector<Activity>> ListActivities(absl::string_view organization,
                                                       std::optional<absl::Time> as_of) override {
    PROGNOS_RETURN_IF_ERROR(CheckOwn(organization));
    return all_.ListActivities(organization, as_of);
  }
  absl::StatusOr<std::vector<ActivityMove>> ListActivityMoves(absl::string_view organization,
                                                              std::optional<absl::Time> as_of) override {
    PROGNOS_RETURN_IF_ERROR(CheckOwn(organization));
    return all_.ListActivityMoves(organization, as_of);
  }
  absl::StatusOr<std::vector<CostType>> ListCostTypes(absl::string_view organization,
                                                      std::optional<absl::Time> as_of) override {
    PROGNOS_RETURN_IF_ERROR(CheckOwn(organization));
    return all_.ListCostTypes(organization, as_of);
  }
  absl::StatusOr<std::vector<Series>> ListSeries(absl::string_view organization,
                                                 std::optional<absl::Time> as_of) override {
    PROGNOS_RETURN_IF_ERROR(CheckOwn(organization));
    return all_.ListSeries(organization, as_of);
  }
  absl::StatusOr<std::vector<PostingRule>> ListPostingRules(absl::string_view organization,
                                                            std::optional<absl::Time> as_of) override {
    PROGNOS_RETURN_IF_ERROR(CheckOwn(organization));
    return all_.ListPostingRules(organization, as_of);
  }
  absl::StatusOr<std::vector<Actual>> ListActuals(absl::string_view organization, const ActualsQuery& query) override {
    PROGNOS_RETURN_IF_ERROR(CheckOwn(organization));
    return all_.ListActuals(organization, query);
  }
  absl::StatusOr<std::vector<Actual>> ListActualVersions(absl::string_view organization,
                                                         std::optional<absl::Time> as_of) override {
    PROGNOS_RETURN_IF_ERROR(CheckOwn(organization));
    return all_.ListActualVersions(organization, as_of);
  }
  absl::StatusOr<int64_t> LedgerPosition(absl::string_view organization, std::optional<absl::Time> as_of) override {
    PROGNOS_RETURN_IF_ERROR(CheckOwn(organization));
    return all_.LedgerPosition(organization, as_of);
  }
  absl::StatusOr<absl::Time> NewestRecordTime(absl::string_view organization) override {
    PROGNOS_RETURN_IF_ERROR(CheckOwn(organization));
    return all_.NewestRecordTime(organization);
  }
  absl::StatusOr<std::vector<BudgetVersion>> ListBudgetVersions(absl::string_view organization,
                                                                const BudgetQuery& query) override {
    PROGNOS_RETURN_IF_ERROR(CheckOwn(organization));
    return all_.ListBudgetVersions(organization, query);
  }
  absl::StatusOr<Forecast> GetForecast(absl::string_view organization, absl::string_view id) override {
    PROGNOS_RETURN_IF_ERROR(CheckOwn(organization));
    return all_.GetForecast(organization, id);
  }
  absl::StatusOr<ForecastBasis> GetForecastBasis(absl::string_view organization, absl::string_view id) override {
    PROGNOS_RETURN_IF_ERROR(CheckOwn(organization));
    return all_.GetForecastBasis(organization, id);
  }
  absl::StatusOr<std::vector<Forecast>> ListForecasts(absl::string_view organization, int year, int64_t before_sequence,
                                                      int limit) override {
    PROGNOS_RETURN_IF_ERROR(CheckOwn(organization));
    return all_.ListForecasts(organization, year, before_sequence, limit);
  }
  absl::StatusOr<std::vector<ForecastFact>> ListForecastFacts(absl::string_view organization,
                                                              absl::string_view forecast_id) override {
    PROGNOS_RETURN_IF_ERROR(CheckOwn(organization));
    return all_.ListForecastFacts(organization, forecast_id);
  }
  absl::StatusOr<Evaluation> GetEvaluation(absl::string_view organization, absl::string_view id) override {
    PROGNOS_RETURN_IF_ERROR(CheckOwn(organization));
    return all_.GetEvaluation(organization, id);
  }
  absl::StatusOr<std::vector<Evaluation>> ListEvaluations(absl::string_view organization, int64_t before_sequence,
                                                          int limit) override {
    PROGNOS_RETURN_IF_ERROR(CheckOwn(organization));
    return all_.ListEvaluations(organization, before_sequence, limit);
  }
  absl::StatusOr<std::vector<FollowUp>> ListFollowUps(absl::string_view organization, FollowUpKind kind,
                                                      std::optional<absl::Time> as_of) override {
    PROGNOS_RETURN_IF_ERROR(CheckOwn(organization));
    return all_.ListFollowUps(organization, kind, as_of);
  }
  absl::StatusOr<std::vector<FollowUp>> ListFollowUpVersions(absl::string_view organization, FollowUpKind kind,
                                                             std::optional<absl::Time> as_of) override {
    PROGNOS_RETURN_IF_ERROR(CheckOwn(organization));
    return all_.ListFollowUpVersions(organization, kind, as_of);
  }
  absl::StatusOr<std::vector<RecordedChange>> ListChanges(absl::string_view organization,
                                                          const ChangesQuery& query) override {
    PROGNOS_RETURN_IF_ERROR(CheckOwn(organization));
    return all_.ListChanges(organization, query);
  }
  absl::StatusOr<std::vector<Token>> ListTokens() override { return BelongsToAll(); }
  absl::StatusOr<std::optional<CompletedRequest>> FindRequest(absl::string_view organization,
                                                              absl::string_view request_id) override {
    PROGNOS_RETURN_IF_ERROR(CheckOwn(organization));
    return all_.FindRequest(organization, request_id);
  }

 protected:
  absl::Status CheckOwn(absl::string_view organization) const {
    if (organization == organization_) return absl::OkStatus();
    return MessageStatus(absl::StatusCode::kNotFound, messages::refusal::NoOrganization(organization));
  }
  static absl::Status BelongsToAll() {
    return MessageStatus(absl::StatusCode::kPermissionDenied, messages::refusal::TakesAnUnboundToken());
  }
  Access& all() { return all_; }

 private:
  const std::string organization_;
  Access& all_;
};

using OneOrganizationReader = OneOrganization<Reader>;

class OneOrganizationWriter final : public OneOrganization<Writer> {
 public:
  using OneOrganization::OneOrganization;

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
};

}  // namespace prognos::ledger

#endif  // PROGNOS_FORECAST_LEDGER_ONE_ORGANIZATION_H_
