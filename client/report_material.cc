#include "client/report_material.h"

#include <string>
#include <utility>

#include "client/backtest.h"
#include "client/failure.h"
#include "client/forecast_rows.h"
#include "forecast/base/status_macros.h"
#include "prognos/v1/events.grpc.pb.h"
#include "prognos/v1/followup.grpc.pb.h"
#include "prognos/v1/forecast.grpc.pb.h"
#include "prognos/v1/ledger.grpc.pb.h"

namespace prognos::client {
namespace {

// Three years of twelve months rolling, and the rounds of five years.
constexpr int kRollingMonths = 36;
constexpr int kYearsOfAccuracy = 5;
constexpr int kYearsOfEvaluation = 4;
constexpr char kNothingToMeasure[] = "no_data";

using FollowUpStub = v1::FollowUpService::Stub;

// "2022-08", of the last month that the forecast knows; empty when it knows none of its year.
std::string KnownUntil(const v1::Forecast& forecast) {
  return LastKnownMonth(forecast) == 0 ? "" : forecast.last_known_month();
}

// Nothing was known before the first round of a year.
absl::Status FetchChange(const std::string& organization, ReportMaterial& material, Session& session) {
  v1::DiffForecastsRequest request;
  request.set_name(material.forecast.name());
  const absl::StatusOr<std::string> base = FindRoundBefore(request.name(), organization, session);
  if (!base.ok()) return absl::OkStatus();
  request.set_base(*base);
  PROGNOS_ASSIGN_OR_RETURN(material.round_before, GetForecast(session, *base));
  PROGNOS_ASSIGN_OR_RETURN(material.change, session.Call(&v1::ForecastService::Stub::DiffForecasts, request));
  return absl::OkStatus();
}

absl::Status FetchYears(const std::string& organization, ReportMaterial& material, Session& session) {
  const int year = material.forecast.year();
  v1::CompareForecastsRequest rounds;
  rounds.set_organization(organization);
  rounds.set_first_year(year - kYearsOfAccuracy + 1);
  rounds.set_last_year(year);
  rounds.set_by_type(material.by_type);
  PROGNOS_ASSIGN_OR_RETURN(material.accuracy, session.Call(&v1::ForecastService::Stub::CompareForecasts, rounds));
  v1::GetUnderlyingResultRequest underlying;
  underlying.set_organization(organization);
  underlying.set_first_year(year - 1);
  underlying.set_last_year(year);
  PROGNOS_ASSIGN_OR_RETURN(material.underlying, session.Call(&v1::EventService::Stub::GetUnderlyingResult, underlying));
  v1::ComparePeriodsRequest periods;
  periods.set_organization(organization);
  periods.set_until_month(KnownUntil(material.forecast));
  periods.set_rolling_months(kRollingMonths);
  PROGNOS_ASSIGN_OR_RETURN(material.periods, session.Call(&v1::LedgerService::Stub::ComparePeriods, periods));
  return absl::OkStatus();
}

absl::Status FetchFollowUp(const std::string& organization, ReportMaterial& material, Session& session) {
  v1::ListIndicatorsRequest indicators;
  indicators.set_organization(organization);
  indicators.set_year(material.forecast.year());
  indicators.set_until_month(KnownUntil(material.forecast));
  PROGNOS_ASSIGN_OR_RETURN(material.indicators, session.Call(&FollowUpStub::ListIndicators, indicators));
  for (const auto& [kind, funds] :
       {std::pair(v1::FUND_KIND_GRANT, &material.grants), std::pair(v1::FUND_KIND_PROJECT, &material.projects),
        std::pair(v1::FUND_KIND_INVESTMENT, &material.investments)}) {
    v1::ListFundsRequest request;
    request.set_organization(organization);
    request.set_kind(kind);
    request.set_year(material.forecast.year());
    request.set_until_month(KnownUntil(material.forecast));
    PROGNOS_ASSIGN_OR_RETURN(*funds, session.Call(&FollowUpStub::ListFunds, request));
  }
  return absl::OkStatus();
}

bool CanBeEvaluated(v1::Round round) {
  return round == v1::ROUND_MARCH || round == v1::ROUND_SPRING || round == v1::ROUND_AUTUMN ||
         round == v1::ROUND_OCTOBER;
}

}  // namespace

absl::StatusOr<ReportMaterial> FetchReport(const ForecastChoice& choice, const std::string& organization, bool by_type,
                                           Session& session) {
  PROGNOS_ASSIGN_OR_RETURN(const std::string name, FindForecastName(choice, organization, session));
  ReportMaterial material;
  material.by_type = by_type;
  PROGNOS_ASSIGN_OR_RETURN(material.forecast, GetForecast(session, name));
  PROGNOS_ASSIGN_OR_RETURN(material.last_year, FetchLastYear(material.forecast, organization, session));
  PROGNOS_RETURN_IF_ERROR(FetchChange(organization, material, session));
  PROGNOS_RETURN_IF_ERROR(FetchYears(organization, material, session));
  PROGNOS_RETURN_IF_ERROR(FetchFollowUp(organization, material, session));
  return material;
}

absl::Status AddEvaluation(const std::string& organization, ReportMaterial& material, Session& session) {
  const v1::Forecast& forecast = material.forecast;
  if (!CanBeEvaluated(forecast.round())) return absl::OkStatus();
  v1::BacktestRequest request;
  request.set_organization(organization);
  request.add_rounds(forecast.round());
  request.set_last_year(forecast.year() - 1);
  request.set_year_count(kYearsOfEvaluation);
  absl::StatusOr<EvaluationResult> evaluation = RunBacktest(std::move(request), session);
  if (ReasonWordOf(evaluation.status()) == kNothingToMeasure) return absl::OkStatus();
  PROGNOS_RETURN_IF_ERROR(evaluation.status());
  material.evaluation = *std::move(evaluation);
  return absl::OkStatus();
}

}  // namespace prognos::client
