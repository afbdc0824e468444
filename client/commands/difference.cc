// prognos skillnad: why one forecast says another year-end than another one.
#include "client/command.h"
#include "client/difference_tables.h"
#include "client/failure.h"
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
};

// The last round before `name`: the newest forecast of its year with fewer known months, a locked one before drafts.
absl::StatusOr<std::string> RoundBefore(const std::string& name, const std::string& organization, Session& session) {
  PROGNOS_ASSIGN_OR_RETURN(const v1::Forecast forecast, GetForecast(session, name));
  PROGNOS_ASSIGN_OR_RETURN(const std::vector<v1::Forecast> stored,
                           ListForecasts(session, organization, forecast.year()));
  const v1::Forecast* before = nullptr;
  for (const v1::Forecast& one : stored) {  // The newest first; months are texts in their order.
    if (one.name() == name || one.last_known_month() >= forecast.last_known_month()) continue;
    const bool is_later = before == nullptr || one.last_known_month() > before->last_known_month();
    const bool is_locked_now = before != nullptr && one.last_known_month() == before->last_known_month() &&
                               one.state() == v1::FORECAST_STATE_LOCKED && before->state() != v1::FORECAST_STATE_LOCKED;
    if (is_later || is_locked_now) before = &one;
  }
  if (before == nullptr) return Refused(session.texts().no_round_before, session.texts().no_round_before_advice);
  return before->name();
}

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
    request.set_base(ResourceName(organization, "forecasts", options.base));
    request.set_name(ResourceName(organization, "forecasts", options.name));
  } else {
    PROGNOS_ASSIGN_OR_RETURN(*request.mutable_name(),
                             FindForecastName({options.base, options.year, ""}, organization, session));
    PROGNOS_ASSIGN_OR_RETURN(*request.mutable_base(), RoundBefore(request.name(), organization, session));
  }
  PROGNOS_ASSIGN_OR_RETURN(const v1::DiffForecastsResponse response,
                           session.Call(&v1::ForecastService::Stub::DiffForecasts, request));
  if (session.format() == Format::kJson) session.PrintJson(response);
  if (session.format() == Format::kCsv) session.PrintCsv(DifferenceTable(response, texts));
  if (session.prints_documents()) session.Print(DifferenceDocument(response, texts));
  return absl::OkStatus();
}

}  // namespace

void AddDifferenceCommand(Command& program) {
  const Texts& texts = program.texts();
  Command command = program.Add("skillnad", "difference", texts.help_difference,
                                "prognos skillnad --ar 2022\n"
                                "  prognos skillnad 2022-04-1 2022-08-3");
  auto options = std::make_shared<DifferenceOptions>();
  command.Option(texts.type_first, options->base, texts.option_difference_base);
  command.Option(texts.type_second, options->name, texts.option_difference_name);
  command.Year(options->year);
  command.WhenChosenToPrint(options, Difference);
}

}  // namespace prognos::client
