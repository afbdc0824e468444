// prognos visa: prints a stored forecast.
#include "client/command.h"
#include "client/forecast_print.h"
#include "forecast/base/status_macros.h"

namespace prognos::client {
namespace {

struct ForecastOptions {
  ForecastChoice choice;
  PrintOptions print;
};

absl::Status Show(const ForecastOptions& options, Session& session) {
  PROGNOS_ASSIGN_OR_RETURN(const std::string organization, session.Organization());
  PROGNOS_ASSIGN_OR_RETURN(const std::string name, FindForecastName(options.choice, organization, session));
  PROGNOS_ASSIGN_OR_RETURN(const v1::Forecast forecast, GetForecast(session, name));
  return PrintForecast(forecast, organization, options.print, session);
}

}  // namespace

void AddShowCommand(Command& program) {
  const Texts& texts = program.texts();
  Command command = program.Add("visa", "show", texts.help_show,
                                "prognos visa --ar 2022 --omgang host\n"
                                "  prognos visa --ar 2022 --omgang bokslut --driftredovisning\n"
                                "  prognos visa --ar 2022 --omgang host --varav\n"
                                "  prognos visa --ar 2022 --omgang host --detaljer --format csv > manader.csv");
  auto options = std::make_shared<ForecastOptions>();
  AddForecastChoice(command, options->choice);
  command.Flag("--detaljer,--details", options->print.details, texts.option_details);
  command.Flag("--varav,--of-which", options->print.by_type, texts.option_of_which);
  command.Flag("--driftredovisning,--operating", options->print.operating, texts.option_operating);
  command.WhenChosenToPrint(options, Show);
}

}  // namespace prognos::client
