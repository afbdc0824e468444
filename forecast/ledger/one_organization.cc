#include "forecast/ledger/one_organization.h"

namespace prognos::ledger {

absl::Status OneOrganizationWriter::InsertOrganization(const Organization& organization) {
  PROGNOS_RETURN_IF_ERROR(CheckOwn(organization.id));
  return all().InsertOrganization(organization);
}

absl::Status OneOrganizationWriter::SetYearClosed(absl::string_view organization, const YearChange& change,
                                                  const Recording& recording) {
  PROGNOS_RETURN_IF_ERROR(CheckOwn(organization));
  return all().SetYearClosed(organization, change, recording);
}

absl::Status OneOrganizationWriter::SetRoundMonths(absl::string_view organization, const std::map<Round, int>& months,
                                                   const Recording& recording) {
  PROGNOS_RETURN_IF_ERROR(CheckOwn(organization));
  return all().SetRoundMonths(organization, months, recording);
}

absl::Status OneOrganizationWriter::UpsertActivities(absl::string_view organization,
                                                     const std::vector<Activity>& activities,
                                                     const Recording& recording) {
  PROGNOS_RETURN_IF_ERROR(CheckOwn(organization));
  return all().UpsertActivities(organization, activities, recording);
}

absl::Status OneOrganizationWriter::DeleteActivity(absl::string_view organization, const std::string& activity_id,
                                                   const Recording& recording) {
  PROGNOS_RETURN_IF_ERROR(CheckOwn(organization));
  return all().DeleteActivity(organization, activity_id, recording);
}

absl::Status OneOrganizationWriter::AppendActivityMoves(absl::string_view organization,
                                                        const std::vector<ActivityMove>& moves,
                                                        const Recording& recording) {
  PROGNOS_RETURN_IF_ERROR(CheckOwn(organization));
  return all().AppendActivityMoves(organization, moves, recording);
}

absl::Status OneOrganizationWriter::UpsertCostTypes(absl::string_view organization, const std::vector<CostType>& types,
                                                    const Recording& recording) {
  PROGNOS_RETURN_IF_ERROR(CheckOwn(organization));
  return all().UpsertCostTypes(organization, types, recording);
}

absl::Status OneOrganizationWriter::UpsertSeries(absl::string_view organization, const std::vector<Series>& series,
                                                 const Recording& recording) {
  PROGNOS_RETURN_IF_ERROR(CheckOwn(organization));
  return all().UpsertSeries(organization, series, recording);
}

absl::Status OneOrganizationWriter::ReplacePostingRules(absl::string_view organization,
                                                        const std::vector<PostingRule>& rules,
                                                        const Recording& recording) {
  PROGNOS_RETURN_IF_ERROR(CheckOwn(organization));
  return all().ReplacePostingRules(organization, rules, recording);
}

absl::StatusOr<AppendResult> OneOrganizationWriter::AppendActuals(absl::string_view organization,
                                                                  const std::vector<NewActual>& actuals,
                                                                  const Recording& recording) {
  PROGNOS_RETURN_IF_ERROR(CheckOwn(organization));
  return all().AppendActuals(organization, actuals, recording);
}

absl::StatusOr<int> OneOrganizationWriter::InsertBudgetVersion(absl::string_view organization,
                                                               const BudgetVersion& budget) {
  PROGNOS_RETURN_IF_ERROR(CheckOwn(organization));
  return all().InsertBudgetVersion(organization, budget);
}

absl::Status OneOrganizationWriter::WithdrawBudgetVersion(absl::string_view organization, int year, int version,
                                                          const std::string& reason, const Recording& recording) {
  PROGNOS_RETURN_IF_ERROR(CheckOwn(organization));
  return all().WithdrawBudgetVersion(organization, year, version, reason, recording);
}

absl::Status OneOrganizationWriter::InsertForecast(absl::string_view organization, const Forecast& forecast,
                                                   const ForecastBasis& basis) {
  PROGNOS_RETURN_IF_ERROR(CheckOwn(organization));
  return all().InsertForecast(organization, forecast, basis);
}

absl::StatusOr<int64_t> OneOrganizationWriter::AppendForecastFact(absl::string_view organization,
                                                                  absl::string_view forecast_id,
                                                                  const ForecastFact& fact,
                                                                  const Recording& recording) {
  PROGNOS_RETURN_IF_ERROR(CheckOwn(organization));
  return all().AppendForecastFact(organization, forecast_id, fact, recording);
}

absl::Status OneOrganizationWriter::InsertEvaluation(absl::string_view organization, const Evaluation& evaluation) {
  PROGNOS_RETURN_IF_ERROR(CheckOwn(organization));
  return all().InsertEvaluation(organization, evaluation);
}

absl::StatusOr<AppendResult> OneOrganizationWriter::AppendFollowUps(absl::string_view organization,
                                                                    const std::vector<NewFollowUp>& what,
                                                                    const Recording& recording) {
  PROGNOS_RETURN_IF_ERROR(CheckOwn(organization));
  return all().AppendFollowUps(organization, what, recording);
}

absl::Status OneOrganizationWriter::InsertToken(const Token&) { return BelongsToAll(); }

absl::Status OneOrganizationWriter::RevokeToken(absl::string_view, absl::Time) { return BelongsToAll(); }

absl::Status OneOrganizationWriter::SaveRequest(absl::string_view organization, const CompletedRequest& request) {
  PROGNOS_RETURN_IF_ERROR(CheckOwn(organization));
  return all().SaveRequest(organization, request);
}

}  // namespace prognos::ledger
