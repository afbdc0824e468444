// prognos scenario: what a forecast would say if something else were so.
#include "client/command.h"
#include "client/failure.h"
#include "client/forecast_print.h"
#include "client/ledger_names.h"
#include "client/scenario_tables.h"
#include "client/scenario_words.h"
#include "forecast/base/status_macros.h"
#include "prognos/v1/forecast.grpc.pb.h"

namespace prognos::client {
namespace {

struct ScenarioOptions {
  ForecastChoice choice;
  std::vector<std::string> changes;
  bool by_type = false;
};

// Each change by itself, and when there are several all of them together, last.
absl::StatusOr<v1::SimulateScenarioRequest> ScenariosOf(const ScenarioOptions& options, const LedgerNames& names,
                                                        const Texts& texts) {
  v1::SimulateScenarioRequest request;
  v1::Scenario all;
  all.set_display_name(texts.scenario_all);
  for (const std::string& text : options.changes) {
    v1::Scenario& one = *request.add_scenarios();
    one.set_display_name(text);
    PROGNOS_ASSIGN_OR_RETURN(*one.add_changes(), ReadScenarioChange(text, names, texts));
    *all.add_changes() = one.changes(0);
  }
  if (options.changes.size() > 1) *request.add_scenarios() = all;
  return request;
}

absl::Status RunScenario(const ScenarioOptions& options, Session& session) {
  const Texts& texts = session.texts();
  if (options.changes.empty()) return WrongUse(texts.scenario_what, texts.bad_scenario_advice);
  PROGNOS_ASSIGN_OR_RETURN(const std::string organization, session.Organization());
  PROGNOS_ASSIGN_OR_RETURN(const LedgerNames names, LedgerNames::Fetch(session, organization));
  PROGNOS_ASSIGN_OR_RETURN(v1::SimulateScenarioRequest request, ScenariosOf(options, names, texts));
  PROGNOS_ASSIGN_OR_RETURN(*request.mutable_name(), FindForecastName(options.choice, organization, session));
  request.set_by_type(options.by_type);
  const absl::StatusOr<v1::SimulateScenarioResponse> response =
      session.Call(&v1::ForecastService::Stub::SimulateScenario, request);
  if (!response.ok()) return AboutWritten(response.status(), options.changes, texts);
  if (session.format() == Format::kJson) session.PrintJson(*response);
  if (session.format() == Format::kCsv) session.PrintCsv(ScenarioCsv(*response, options.by_type, texts));
  if (session.prints_documents()) session.Print(ScenarioDocument(*response, options.by_type, texts));
  return absl::OkStatus();
}

}  // namespace

void AddScenarioCommand(Command& program) {
  const Texts& texts = program.texts();
  Command command = program.Add("scenario", nullptr, texts.help_scenario,
                                "prognos scenario --ar 2022 --vad-om \"vuxen.kostnad; 2 x 3800 per dygn; 2022-10\"\n"
                                "  prognos scenario host-2022-nr3 --vad-om \"bistand.kostnad; 3 %\" "
                                "--vad-om \"händelse norm; 50 %\"\n"
                                "  prognos scenario --ar 2022 --vad-om \"bistand.kostnad; 3 %\" --varav");
  auto options = std::make_shared<ScenarioOptions>();
  AddForecastChoice(command, options->choice);
  command.Repeated("--vad-om,--what-if", options->changes, texts.option_what_if, texts.type_text);
  command.Flag("--varav,--of-which", options->by_type, texts.option_of_which);
  command.WhenChosenToPrint(options, RunScenario);
}

}  // namespace prognos::client
