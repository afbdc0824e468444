#include "client/forecast_print.h"

#include "absl/strings/match.h"
#include "absl/strings/substitute.h"
#include "client/choices.h"
#include "client/failure.h"
#include "client/forecast_names.h"
#include "client/forecast_tables.h"
#include "client/ledger_names.h"
#include "forecast/base/status_macros.h"
#include "forecast/series/flow.h"
#include "prognos/v1/budget.grpc.pb.h"
#include "prognos/v1/forecast.grpc.pb.h"

namespace prognos::client {

absl::StatusOr<std::vector<v1::Forecast>> ListForecasts(Session& session, const std::string& organization, int year,
                                                        bool withdrawn) {
  v1::ListForecastsRequest request;
  request.set_show_withdrawn(withdrawn);
  request.set_organization(organization);
  request.set_year(year);
  std::vector<v1::Forecast> forecasts;
  do {
    PROGNOS_ASSIGN_OR_RETURN(const v1::ListForecastsResponse page,
                             session.Call(&v1::ForecastService::Stub::ListForecasts, request));
    forecasts.insert(forecasts.end(), page.forecasts().begin(), page.forecasts().end());
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  return forecasts;
}

void AddForecastChoice(Command& command, ForecastChoice& choice) {
  const Texts& texts = command.texts();
  command.Option(texts.type_name, choice.name, texts.option_forecast_name);
  command.Year(choice.year);
  command.Option("--omgang,--round", choice.round, texts.option_round, texts.type_choice);
}

absl::StatusOr<std::string> FindForecastName(const ForecastChoice& choice, const std::string& organization,
                                             Session& session) {
  const Texts& texts = session.texts();
  if (!choice.name.empty() && (choice.year != 0 || !choice.round.empty())) {
    return WrongUse(texts.name_or_round, texts.name_or_round_advice);
  }
  if (!choice.name.empty()) return ResourceName(organization, "forecasts", ForecastIdOf(choice.name));
  std::optional<v1::Round> round;
  if (!choice.round.empty()) {
    PROGNOS_ASSIGN_OR_RETURN(round, ParseRound(choice.round, texts));
  }
  PROGNOS_ASSIGN_OR_RETURN(const std::vector<v1::Forecast> forecasts,
                           ListForecasts(session, organization, choice.year));
  for (const v1::Forecast& forecast : forecasts) {
    if (!round.has_value() || forecast.round() == *round) return forecast.name();
  }
  return Refused(texts.no_forecast, texts.no_forecast_advice);
}

absl::StatusOr<v1::Forecast> GetForecast(Session& session, const std::string& name) {
  v1::GetForecastRequest request;
  request.set_name(name);
  PROGNOS_ASSIGN_OR_RETURN(v1::GetForecastResponse response,
                           session.Call(&v1::ForecastService::Stub::GetForecast, request));
  return std::move(*response.mutable_forecast());
}

absl::StatusOr<std::string> FindRoundBefore(const std::string& name, const std::string& organization,
                                            Session& session) {
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

absl::StatusOr<LastYearDeviations> FetchLastYear(const v1::Forecast& forecast, const std::string& organization,
                                                 Session& session) {
  v1::GetBudgetRequest request;
  request.set_organization(organization);
  request.set_year(forecast.year() - 1);
  PROGNOS_ASSIGN_OR_RETURN(const v1::GetBudgetResponse response,
                           session.Call(&v1::BudgetService::Stub::GetBudget, request));
  std::map<std::string, int64_t> budget;
  for (const v1::BudgetLine& line : response.lines()) budget[line.series()] = line.amount_ore();
  LastYearDeviations deviations;
  for (const v1::ForecastLine& line : forecast.lines()) {
    const auto found = budget.find(line.series());
    if (line.series().empty() || found == budget.end() || !line.has_last_year()) continue;
    const Measure measure = line.measure() == v1::MEASURE_REVENUE ? Measure::kRevenue : Measure::kCost;
    deviations[line.series()] = Deviation(measure, found->second, line.last_year());
  }
  return deviations;
}

absl::Status PrintForecast(const v1::Forecast& forecast, const std::string& organization, const PrintOptions& options,
                           Session& session, const std::vector<std::string>& last_lines) {
  const Texts& texts = session.texts();
  if (session.format() == Format::kJson) {
    session.PrintJson(forecast);
    return absl::OkStatus();
  }
  if (session.format() == Format::kCsv) {
    session.PrintCsv(options.details ? ForecastMonthsTable(forecast, texts)
                                     : ForecastLinesTable(forecast, texts, options.by_type));
    return absl::OkStatus();
  }
  LastYearDeviations last_year;
  if (options.operating) {
    PROGNOS_ASSIGN_OR_RETURN(last_year, FetchLastYear(forecast, organization, session));
  }
  documents::Document document =
      ForecastDocument(forecast, {options.operating, options.details, options.by_type}, last_year, texts);
  if (!last_lines.empty()) document.blocks.push_back(documents::Paragraphs{last_lines, /*is_prose=*/false});
  session.Print(document);
  return absl::OkStatus();
}

}  // namespace prognos::client
