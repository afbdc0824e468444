// prognos forklara: why a forecast says what it says.
#include "client/command.h"
#include "client/driver_tables.h"
#include "client/explanation_tables.h"
#include "client/failure.h"
#include "client/forecast_print.h"
#include "client/ledger_names.h"
#include "forecast/base/status_macros.h"
#include "prognos/v1/forecast.grpc.pb.h"

namespace prognos::client {
namespace {

struct ExplainOptions {
  ForecastChoice choice;
  std::string activity;
};

absl::Status Explain(const ExplainOptions& options, Session& session) {
  const Texts& texts = session.texts();
  PROGNOS_ASSIGN_OR_RETURN(const std::string organization, session.Organization());
  v1::ExplainForecastRequest request;
  PROGNOS_ASSIGN_OR_RETURN(*request.mutable_name(), FindForecastName(options.choice, organization, session));
  if (!options.activity.empty()) {
    PROGNOS_ASSIGN_OR_RETURN(const LedgerNames names, LedgerNames::Fetch(session, organization));
    FaultList faults;
    const std::string id = names.lookup().Require(options.activity, "activity", faults);
    if (!faults.empty()) {
      return Refused(texts.reason_faulty, texts.explain_activity_advice, {FaultText(faults.faults().front(), texts)});
    }
    request.set_activity(ResourceName(organization, "activities", id));
  }
  PROGNOS_ASSIGN_OR_RETURN(const v1::ExplainForecastResponse response,
                           session.Call(&v1::ForecastService::Stub::ExplainForecast, request));
  if (session.format() == Format::kJson) session.PrintJson(response);
  if (session.format() == Format::kCsv) session.PrintCsv(ExplanationTable(response, texts));
  if (!session.prints_documents()) return absl::OkStatus();
  PROGNOS_ASSIGN_OR_RETURN(const v1::Forecast forecast, GetForecast(session, request.name()));
  documents::Document document = ExplanationDocument(forecast, response, texts);
  if (options.activity.empty()) {
    for (documents::Block& block : DriverBlocks(forecast, texts)) document.blocks.push_back(std::move(block));
  }
  session.Print(document);
  return absl::OkStatus();
}

}  // namespace

void AddExplainCommand(Command& program) {
  const Texts& texts = program.texts();
  Command command = program.Add("forklara", "explain", texts.help_explain,
                                "prognos forklara --ar 2022 --omgang host\n"
                                "  prognos forklara --ar 2022 --omgang host --verksamhet Vuxen");
  auto options = std::make_shared<ExplainOptions>();
  AddForecastChoice(command, options->choice);
  command.Option("--verksamhet,--activity", options->activity, texts.option_explain_activity, texts.type_text);
  command.WhenChosenToPrint(options, Explain);
}

}  // namespace prognos::client
