// prognos visa: prints a stored forecast.
#include "absl/strings/substitute.h"
#include "client/choices.h"
#include "client/command.h"
#include "client/failure.h"
#include "client/forecast_print.h"
#include "client/ledger_names.h"
#include "forecast/base/status_macros.h"

namespace prognos::client {
namespace {

struct ShowOptions {
  std::string name;
  int year = 0;
  std::string round;
  PrintOptions print;
};

// The newest stored forecast of the year and round asked for; without them the newest of all.
absl::StatusOr<std::string> NewestName(const ShowOptions& options, const std::string& organization, Session& session) {
  const Texts& texts = session.texts();
  std::optional<v1::Round> round;
  if (!options.round.empty()) {
    PROGNOS_ASSIGN_OR_RETURN(round, ParseRound(options.round, texts));
  }
  PROGNOS_ASSIGN_OR_RETURN(const std::vector<v1::Forecast> forecasts,
                           ListForecasts(session, organization, options.year));
  for (const v1::Forecast& forecast : forecasts) {
    if (!round.has_value() || forecast.round() == *round) return forecast.name();
  }
  return Refused(texts.no_forecast, texts.no_forecast_advice);
}

absl::Status Show(const ShowOptions& options, Session& session) {
  if (!options.name.empty() && (options.year != 0 || !options.round.empty())) {
    return WrongUse(session.texts().name_or_round, session.texts().name_or_round_advice);
  }
  PROGNOS_ASSIGN_OR_RETURN(const std::string organization, session.Organization());
  std::string name = ResourceName(organization, "forecasts", options.name);
  if (name.empty()) {
    PROGNOS_ASSIGN_OR_RETURN(name, NewestName(options, organization, session));
  }
  PROGNOS_ASSIGN_OR_RETURN(const v1::Forecast forecast, GetForecast(session, name));
  return PrintForecast(forecast, organization, options.print, session);
}

}  // namespace

void AddShowCommand(Command& program) {
  const Texts& texts = program.texts();
  Command command = program.Add("visa", "show", texts.help_show,
                                "prognos visa --ar 2022 --omgang host\n"
                                "  prognos visa --ar 2022 --omgang bokslut --driftredovisning\n"
                                "  prognos visa --ar 2022 --omgang host --detaljer --format csv > manader.csv");
  auto options = std::make_shared<ShowOptions>();
  command.Option(texts.type_name, options->name, texts.option_forecast_name);
  command.Year(options->year);
  command.Option("--omgang,--round", options->round, texts.option_round, texts.type_choice);
  command.Flag("--detaljer,--details", options->print.details, texts.option_details);
  command.Flag("--driftredovisning,--operating", options->print.operating, texts.option_operating);
  command.WhenChosenToPrint(options, Show);
}

}  // namespace prognos::client
