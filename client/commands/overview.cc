// prognos oversikt: one screen for Monday morning.
#include "client/overview.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "client/all_pages.h"
#include "client/command.h"
#include "client/failure.h"
#include "client/forecast_print.h"
#include "forecast/base/status_macros.h"
#include "prognos/v1/events.grpc.pb.h"
#include "prognos/v1/forecast.grpc.pb.h"
#include "prognos/v1/ledger.grpc.pb.h"

namespace prognos::client {
namespace {

constexpr int kActualsOfPage = 10'000;
constexpr int kSuggestionsOfOverviewPage = 1'000;

struct OverviewOptions {
  int year = 0;
};

// The year in which something was booked last, or else that of the newest forecast. Refused when there is neither.
absl::StatusOr<int> CurrentYear(const std::string& organization, Session& session) {
  v1::ComparePeriodsRequest request;
  request.set_organization(organization);
  const absl::StatusOr<v1::ComparePeriodsResponse> periods =
      session.Call(&v1::LedgerService::Stub::ComparePeriods, request);
  if (periods.ok()) {
    const absl::StatusOr<Month> newest = Month::Parse(periods->until_month());
    if (newest.ok()) return newest->year();
  }
  PROGNOS_ASSIGN_OR_RETURN(const std::vector<v1::Forecast> forecasts, ListForecasts(session, organization, 0));
  if (!forecasts.empty()) return forecasts.front().year();
  return Refused(session.texts().no_forecast, session.texts().no_forecast_advice);
}

// The newest forecast of the year, and what it says otherwise than the round before.
absl::Status FetchForecasts(const std::string& organization, OverviewMaterial& material, Session& session) {
  PROGNOS_ASSIGN_OR_RETURN(const std::vector<v1::Forecast> stored, ListForecasts(session, organization, material.year));
  if (stored.empty()) return absl::OkStatus();
  PROGNOS_ASSIGN_OR_RETURN(material.forecast, GetForecast(session, stored.front().name()));
  const absl::StatusOr<std::string> base = FindRoundBefore(stored.front().name(), organization, session);
  if (!base.ok()) return absl::OkStatus();  // Nothing was known before the first round of a year.
  PROGNOS_ASSIGN_OR_RETURN(material.base, GetForecast(session, *base));
  v1::DiffForecastsRequest request;
  request.set_base(*base);
  request.set_name(material.forecast->name());
  PROGNOS_ASSIGN_OR_RETURN(material.difference, session.Call(&v1::ForecastService::Stub::DiffForecasts, request));
  return absl::OkStatus();
}

absl::Status FetchBooked(const std::string& organization, OverviewMaterial& material, Session& session) {
  v1::ListActualsRequest request;
  request.set_organization(organization);
  request.set_first_month(Month::January(material.year).ToString());
  request.set_last_month((Month::January(material.year) + 11).ToString());
  request.set_page_size(kActualsOfPage);
  PROGNOS_ASSIGN_OR_RETURN(const v1::ListActualsResponse actuals,
                           AllPages(session, &v1::LedgerService::Stub::ListActuals, request));
  for (const v1::Actual& actual : actuals.actuals()) {
    PROGNOS_ASSIGN_OR_RETURN(const Month month, Month::Parse(actual.month()));
    const auto [entry, is_new] = material.booked.emplace(actual.series(), month);
    entry->second = std::max(entry->second, month);
  }
  return absl::OkStatus();
}

absl::StatusOr<OverviewMaterial> FetchOverview(int year, const std::string& organization, Session& session) {
  OverviewMaterial material;
  material.year = year;
  PROGNOS_RETURN_IF_ERROR(FetchForecasts(organization, material, session));
  PROGNOS_RETURN_IF_ERROR(FetchBooked(organization, material, session));
  v1::ListSuggestionsRequest suggestions;
  suggestions.set_organization(organization);
  suggestions.set_year(year);
  suggestions.set_page_size(kSuggestionsOfOverviewPage);
  PROGNOS_ASSIGN_OR_RETURN(material.suggestions,
                           AllPages(session, &v1::EventService::Stub::ListSuggestions, suggestions));
  return material;
}

// What the service answers, under a name each; what there is not is left out.
void PrintAnswers(const OverviewMaterial& material, Session& session) {
  v1::ListActualsResponse last_months;
  for (const auto& [series, month] : material.booked) {
    v1::Actual& actual = *last_months.add_actuals();
    actual.set_series(series);
    actual.set_month(month.ToString());
  }
  std::vector<std::pair<std::string, const google::protobuf::Message*>> answers;
  if (material.forecast.has_value()) answers.emplace_back("forecast", &*material.forecast);
  if (material.base.has_value()) {
    answers.emplace_back("base", &*material.base);
    answers.emplace_back("difference", &material.difference);
  }
  answers.emplace_back("last_months", &last_months);
  answers.emplace_back("suggestions", &material.suggestions);
  session.PrintJson(answers);
}

absl::Status ShowOverview(const OverviewOptions& options, Session& session) {
  PROGNOS_ASSIGN_OR_RETURN(const std::string organization, session.Organization());
  int year = options.year;
  if (year == 0) {
    PROGNOS_ASSIGN_OR_RETURN(year, CurrentYear(organization, session));
  }
  PROGNOS_ASSIGN_OR_RETURN(const OverviewMaterial material, FetchOverview(year, organization, session));
  if (session.format() == Format::kJson) PrintAnswers(material, session);
  if (session.format() == Format::kCsv) session.PrintCsv(OverviewTable(material, session.texts()));
  if (!session.prints_documents()) return absl::OkStatus();
  PROGNOS_ASSIGN_OR_RETURN(const LedgerNames names, LedgerNames::Fetch(session, organization));
  session.Print(OverviewDocument(material, names, session.texts()));
  return absl::OkStatus();
}

}  // namespace

void AddOverviewCommand(Command& program) {
  Command command = program.Add("oversikt", "overview", program.texts().help_overview,
                                "prognos oversikt\n  prognos oversikt --ar 2022");
  auto options = std::make_shared<OverviewOptions>();
  command.Year(options->year);
  command.WhenChosenToPrint(options, ShowOverview);
}

}  // namespace prognos::client
