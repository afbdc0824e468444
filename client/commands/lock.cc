// prognos las: locks a forecast.
#include "absl/strings/substitute.h"
#include "client/command.h"
#include "client/forecast_names.h"
#include "client/forecast_print.h"
#include "client/forecast_tables.h"
#include "client/request_id.h"
#include "forecast/base/status_macros.h"
#include "prognos/v1/forecast.grpc.pb.h"

namespace prognos::client {
namespace {

struct LockOptions {
  ForecastChoice choice;
  std::string etag;
};

absl::Status Lock(const LockOptions& options, Session& session) {
  const Texts& texts = session.texts();
  PROGNOS_ASSIGN_OR_RETURN(const std::string organization, session.Organization());
  PROGNOS_ASSIGN_OR_RETURN(const std::string name, FindForecastName(options.choice, organization, session));
  v1::LockForecastRequest request;
  request.set_name(name);
  request.set_etag(options.etag);
  request.set_request_id(NewRequestId());
  if (options.etag.empty()) {
    PROGNOS_ASSIGN_OR_RETURN(const v1::Forecast seen, GetForecast(session, name));
    request.set_etag(seen.etag());
  }
  PROGNOS_ASSIGN_OR_RETURN(const v1::LockForecastResponse response,
                           session.Call(&v1::ForecastService::Stub::LockForecast, request));
  if (session.format() == Format::kJson) {
    session.PrintJson(response);
    return absl::OkStatus();
  }
  documents::Paragraphs told{
      {absl::Substitute(texts.forecast_locked, LastPart(name), RoundTitle(response.forecast(), texts))},
      /*is_prose=*/false};
  if (!response.superseded().empty()) {
    told.texts.push_back(
        absl::Substitute(texts.forecast_superseded, ForecastLabelOfId(LastPart(response.superseded()), texts)));
  }
  session.Print({{told}});
  return absl::OkStatus();
}

}  // namespace

void AddLockCommand(Command& program) {
  const Texts& texts = program.texts();
  Command command = program.Add("las", "lock", texts.help_lock,
                                "prognos las \"höst 2022 #3\"\n"
                                "  prognos las --ar 2022 --omgang host");
  auto options = std::make_shared<LockOptions>();
  AddForecastChoice(command, options->choice);
  command.Option("--etag", options->etag, texts.option_etag, "ETAG");
  command.WhenChosenToPrint(options, Lock);
}

}  // namespace prognos::client
