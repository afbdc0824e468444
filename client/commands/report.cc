// prognos rapport: a forecast as a report to the nämnd, one file.
#include "client/report.h"

#include <fstream>

#include "absl/strings/substitute.h"
#include "client/command.h"
#include "client/failure.h"
#include "client/forecast_print.h"
#include "client/forecast_rows.h"
#include "client/ledger_names.h"
#include "forecast/base/status_macros.h"
#include "prognos/v1/events.grpc.pb.h"
#include "prognos/v1/followup.grpc.pb.h"
#include "prognos/v1/forecast.grpc.pb.h"
#include "prognos/v1/ledger.grpc.pb.h"

namespace prognos::client {
namespace {

struct ReportOptions {
  ForecastChoice choice;
  std::string file;
};

// Three years of twelve months rolling, and the rounds of five years.
constexpr int kRollingMonths = 36;
constexpr int kYearsOfAccuracy = 5;

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

absl::Status WriteReport(const std::string& file, const std::string& html, Session& session) {
  const Texts& texts = session.texts();
  if (file == "-") {
    session.out() << html;
    return absl::OkStatus();
  }
  std::ofstream out(file, std::ios::binary | std::ios::trunc);
  out << html;
  out.close();
  if (!out) return Refused(absl::Substitute(texts.cannot_write, file), texts.cannot_write_advice);
  session.out() << absl::Substitute(texts.report_written, file) << "\n";
  return absl::OkStatus();
}

absl::Status Report(const ReportOptions& options, Session& session) {
  PROGNOS_ASSIGN_OR_RETURN(const std::string organization, session.Organization());
  PROGNOS_ASSIGN_OR_RETURN(const std::string name, FindForecastName(options.choice, organization, session));
  ReportMaterial material;
  PROGNOS_ASSIGN_OR_RETURN(material.forecast, GetForecast(session, name));
  PROGNOS_ASSIGN_OR_RETURN(material.last_year, FetchLastYear(material.forecast, organization, session));
  PROGNOS_RETURN_IF_ERROR(FetchChange(organization, material, session));
  PROGNOS_RETURN_IF_ERROR(FetchYears(organization, material, session));
  PROGNOS_RETURN_IF_ERROR(FetchFollowUp(organization, material, session));
  return WriteReport(options.file, RenderReport(ReportOf(material, session.texts()), session.texts()), session);
}

}  // namespace

void AddReportCommand(Command& program) {
  const Texts& texts = program.texts();
  Command command = program.Add("rapport", "report", texts.help_report,
                                "prognos rapport --ar 2022 --omgang host --ut rapport.html\n"
                                "  prognos rapport 2022-08-3 --ut rapport.html");
  auto options = std::make_shared<ReportOptions>();
  AddForecastChoice(command, options->choice);
  command.Option("--ut,--out", options->file, texts.option_report_file, texts.type_file, Need::kRequired);
  command.WhenChosen(options, Report);
}

}  // namespace prognos::client
