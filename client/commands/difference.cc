// prognos skillnad: why one forecast says another year-end than another one.
#include "client/command.h"
#include "client/difference_tables.h"
#include "client/failure.h"
#include "client/forecast_names.h"
#include "client/forecast_print.h"
#include "client/ledger_names.h"
#include "forecast/base/status_macros.h"
#include "prognos/v1/forecast.grpc.pb.h"

namespace prognos::client {
namespace {

struct DifferenceOptions {
  std::string base;
  std::string name;
  int year = 0;
  bool by_type = false;
};

absl::Status Difference(const DifferenceOptions& options, Session& session) {
  const Texts& texts = session.texts();
  if (options.base.empty() && options.year == 0) return WrongUse(texts.difference_what, texts.difference_what_advice);
  if (!options.base.empty() && options.year != 0) return WrongUse(texts.name_or_round, texts.difference_what_advice);
  if (options.base == options.name && !options.name.empty()) {
    return WrongUse(texts.difference_same, texts.difference_what_advice);
  }
  PROGNOS_ASSIGN_OR_RETURN(const std::string organization, session.Organization());
  v1::DiffForecastsRequest request;
  if (!options.name.empty()) {
    request.set_base(ResourceName(organization, "forecasts", ForecastIdOf(options.base)));
    request.set_name(ResourceName(organization, "forecasts", ForecastIdOf(options.name)));
  } else {
    PROGNOS_ASSIGN_OR_RETURN(*request.mutable_name(),
                             FindForecastName({options.base, options.year, ""}, organization, session));
    PROGNOS_ASSIGN_OR_RETURN(*request.mutable_base(), FindRoundBefore(request.name(), organization, session));
  }
  PROGNOS_ASSIGN_OR_RETURN(const v1::DiffForecastsResponse response,
                           session.Call(&v1::ForecastService::Stub::DiffForecasts, request));
  if (session.format() == Format::kJson) session.PrintJson(response);
  if (session.format() == Format::kCsv) session.PrintCsv(DifferenceTable(response, options.by_type, texts));
  if (!session.prints_documents()) return absl::OkStatus();
  PROGNOS_ASSIGN_OR_RETURN(const v1::Forecast base, GetForecast(session, request.base()));
  PROGNOS_ASSIGN_OR_RETURN(const v1::Forecast forecast, GetForecast(session, request.name()));
  session.Print(DifferenceDocument(response, base, forecast, options.by_type, texts));
  return absl::OkStatus();
}

}  // namespace

void AddDifferenceCommand(Command& program) {
  const Texts& texts = program.texts();
  Command command = program.Add("skillnad", "difference", texts.help_difference,
                                "prognos skillnad --ar 2022\n"
                                "  prognos skillnad \"vår 2022 #1\" \"höst 2022 #3\"\n"
                                "  prognos skillnad --ar 2022 --varav");
  auto options = std::make_shared<DifferenceOptions>();
  command.Option(texts.type_first, options->base, texts.option_difference_base);
  command.Option(texts.type_second, options->name, texts.option_difference_name);
  command.Year(options->year);
  command.Flag("--varav,--of-which", options->by_type, texts.option_of_which);
  command.WhenChosenToPrint(options, Difference);
}

}  // namespace prognos::client
