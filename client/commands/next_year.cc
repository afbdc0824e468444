// prognos nasta-ar: the year that has not begun, from what is known of this one.
#include "client/next_year.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/substitute.h"
#include "client/choices.h"
#include "client/command.h"
#include "client/failure.h"
#include "client/forecast_tables.h"
#include "client/request_id.h"
#include "forecast/base/month.h"
#include "forecast/base/status_macros.h"
#include "prognos/v1/forecast.grpc.pb.h"
#include "prognos/v1/ledger.grpc.pb.h"

namespace prognos::client {
namespace {

struct NextYearOptions {
  bool store = false;
  bool by_type = false;
};

// The newest month in which anything is booked.
absl::StatusOr<Month> NewestMonth(const std::string& organization, Session& session) {
  v1::ComparePeriodsRequest request;
  request.set_organization(organization);
  PROGNOS_ASSIGN_OR_RETURN(const v1::ComparePeriodsResponse periods,
                           session.Call(&v1::LedgerService::Stub::ComparePeriods, request));
  return Month::Parse(periods.until_month());
}

// Of `year`, with its first `known` months; stored when `store`.
absl::StatusOr<v1::Forecast> ForecastOf(const std::string& organization, int year, int known, bool store,
                                        Session& session) {
  v1::CreateForecastRequest request;
  request.set_organization(organization);
  request.set_year(year);
  request.set_last_known_month(known);
  request.set_preliminary(true);
  request.set_validate_only(!store);
  request.set_request_id(NewRequestId());
  PROGNOS_ASSIGN_OR_RETURN(const v1::CreateForecastResponse response,
                           session.Call(&v1::ForecastService::Stub::CreateForecast, request));
  return response.forecast();
}

absl::Status ShowNextYear(const NextYearOptions& options, Session& session) {
  const Texts& texts = session.texts();
  PROGNOS_ASSIGN_OR_RETURN(const std::string organization, session.Organization());
  PROGNOS_ASSIGN_OR_RETURN(const Month newest, NewestMonth(organization, session));
  PROGNOS_ASSIGN_OR_RETURN(const v1::Forecast year,
                           ForecastOf(organization, newest.year(), newest.month(), false, session));
  PROGNOS_ASSIGN_OR_RETURN(const v1::Forecast next,
                           ForecastOf(organization, newest.year() + 1, 0, options.store, session));
  if (session.format() == Format::kJson) session.PrintJson(next);
  if (session.format() == Format::kCsv) session.PrintCsv(ForecastLinesTable(next, texts));
  if (!session.prints_documents()) return absl::OkStatus();
  documents::Document document = NextYearDocument(year, next, options.by_type, texts);
  const std::string id = LastPart(next.name());
  document.blocks.push_back(documents::Paragraphs{
      {id.empty() ? texts.forecast_not_stored : absl::Substitute(texts.forecast_stored, id)}, /*is_prose=*/false});
  session.Print(document);
  return absl::OkStatus();
}

}  // namespace

void AddNextYearCommand(Command& program) {
  const Texts& texts = program.texts();
  Command command = program.Add("nasta-ar", "next-year", texts.help_next_year,
                                "prognos nasta-ar\n  prognos nasta-ar --varav\n  prognos nasta-ar --spara");
  auto options = std::make_shared<NextYearOptions>();
  command.Flag("--spara,--store", options->store, texts.option_store_forecast);
  command.Flag("--varav,--of-which", options->by_type, texts.option_of_which);
  command.WhenChosenToPrint(options, ShowNextYear);
}

}  // namespace prognos::client
