// prognos dra-tillbaka: takes a stored forecast out of what counts.
#include "absl/strings/substitute.h"
#include "client/command.h"
#include "client/forecast_names.h"
#include "client/forecast_print.h"
#include "client/request_id.h"
#include "forecast/base/status_macros.h"
#include "prognos/v1/forecast.grpc.pb.h"

namespace prognos::client {
namespace {

struct WithdrawOptions {
  ForecastChoice choice;
  std::string reason;
  std::string etag;
  bool validate_only = false;
};

absl::Status WithdrawForecast(const WithdrawOptions& options, Session& session) {
  const Texts& texts = session.texts();
  PROGNOS_ASSIGN_OR_RETURN(const std::string organization, session.Organization());
  v1::WithdrawForecastRequest request;
  PROGNOS_ASSIGN_OR_RETURN(*request.mutable_name(), FindForecastName(options.choice, organization, session));
  request.set_reason(options.reason);
  request.set_etag(options.etag);
  request.set_request_id(NewRequestId());
  request.set_validate_only(options.validate_only);
  if (options.etag.empty()) {
    PROGNOS_ASSIGN_OR_RETURN(const v1::Forecast seen, GetForecast(session, request.name()));
    request.set_etag(seen.etag());
  }
  PROGNOS_ASSIGN_OR_RETURN(const v1::WithdrawForecastResponse response,
                           session.Call(&v1::ForecastService::Stub::WithdrawForecast, request));
  if (session.format() == Format::kJson) {
    session.PrintJson(response);
    return absl::OkStatus();
  }
  const char* const what = options.validate_only ? texts.forecast_would_be_withdrawn : texts.forecast_withdrawn;
  documents::Paragraphs told{{absl::Substitute(what, ForecastLabel(response.forecast(), texts))}, /*is_prose=*/false};
  if (!response.restored().empty()) {
    told.texts.push_back(
        absl::Substitute(texts.forecast_restored, ForecastLabelOfId(LastPart(response.restored()), texts)));
  }
  session.Print({{told}});
  return absl::OkStatus();
}

}  // namespace

void AddWithdrawCommand(Command& program) {
  const Texts& texts = program.texts();
  Command command = program.Add("dra-tillbaka", "withdraw", texts.help_withdraw,
                                "prognos dra-tillbaka \"höst 2022 #2\" --skal \"fel budget\"\n"
                                "  prognos dra-tillbaka host-2022-nr2 --skal \"fel budget\" --kontrollera");
  auto options = std::make_shared<WithdrawOptions>();
  AddForecastChoice(command, options->choice);
  command.Option("--skal,--reason", options->reason, texts.option_withdrawn_because, texts.type_text, Need::kRequired);
  command.Option("--etag", options->etag, texts.option_etag, "ETAG");
  command.Flag("--kontrollera,--check", options->validate_only, texts.option_check);
  command.WhenChosenToPrint(options, WithdrawForecast);
}

}  // namespace prognos::client
