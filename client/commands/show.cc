// prognos visa: prints a stored forecast.
#include "client/chart_document.h"
#include "client/command.h"
#include "client/forecast_print.h"
#include "client/forecast_rows.h"
#include "forecast/base/status_macros.h"
#include "prognos/v1/ledger.grpc.pb.h"

namespace prognos::client {
namespace {

constexpr int kChartedMonths = 25;  // Two years between the first and the last.

struct ForecastOptions {
  ForecastChoice choice;
  PrintOptions print;
  bool charts = false;
};

// The charts of a forecast, as far as a terminal can draw them.
absl::Status ShowCharts(const v1::Forecast& forecast, const std::string& organization, Session& session) {
  v1::ComparePeriodsRequest request;
  request.set_organization(organization);
  request.set_until_month(LastKnownMonth(forecast) == 0 ? "" : forecast.last_known_month());
  request.set_rolling_months(kChartedMonths);
  PROGNOS_ASSIGN_OR_RETURN(const v1::ComparePeriodsResponse periods,
                           session.Call(&v1::LedgerService::Stub::ComparePeriods, request));
  session.PrintCharts(ChartDocument(forecast, periods, session.texts()));
  return absl::OkStatus();
}

absl::Status Show(const ForecastOptions& options, Session& session) {
  PROGNOS_ASSIGN_OR_RETURN(const std::string organization, session.Organization());
  PROGNOS_ASSIGN_OR_RETURN(const std::string name, FindForecastName(options.choice, organization, session));
  PROGNOS_ASSIGN_OR_RETURN(const v1::Forecast forecast, GetForecast(session, name));
  if (options.charts && session.prints_documents()) return ShowCharts(forecast, organization, session);
  return PrintForecast(forecast, organization, options.print, session);
}

}  // namespace

void AddShowCommand(Command& program) {
  const Texts& texts = program.texts();
  Command command = program.Add("visa", "show", texts.help_show,
                                "prognos visa --ar 2022 --omgang host\n"
                                "  prognos visa --ar 2022 --omgang bokslut --driftredovisning\n"
                                "  prognos visa --ar 2022 --omgang host --varav\n"
                                "  prognos visa --ar 2022 --omgang host --diagram\n"
                                "  prognos visa --ar 2022 --omgang host --detaljer --format csv > manader.csv");
  auto options = std::make_shared<ForecastOptions>();
  AddForecastChoice(command, options->choice);
  command.Flag("--detaljer,--details", options->print.details, texts.option_details);
  command.Flag("--varav,--of-which", options->print.by_type, texts.option_of_which);
  command.Flag("--driftredovisning,--operating", options->print.operating, texts.option_operating);
  command.Flag("--diagram,--charts", options->charts, texts.option_charts);
  command.WhenChosenToPrint(options, Show);
}

}  // namespace prognos::client
