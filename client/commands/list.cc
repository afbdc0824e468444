// prognos lista: the stored forecasts.
#include <functional>

#include "client/choices.h"
#include "client/command.h"
#include "client/forecast_names.h"
#include "client/forecast_print.h"
#include "client/forecast_tables.h"
#include "client/judgement_tables.h"
#include "client/machine_columns.h"
#include "client/model_names.h"
#include "forecast/base/status_macros.h"

namespace prognos::client {
namespace {

struct ForecastsOptions {
  int year = 0;
  bool withdrawn = false;
};

// Of each forecast: its name, round, last known month, moment and model.
documents::Table ForecastsTable(const std::vector<v1::Forecast>& forecasts, std::vector<documents::Column> columns,
                                const std::function<std::string(const v1::Forecast&)>& name, const Texts& texts) {
  documents::Table table{"forecasts", std::move(columns), {}};
  for (const v1::Forecast& forecast : forecasts) {
    const absl::Time made = absl::FromUnixSeconds(forecast.create_time().seconds());
    const std::string& model = forecast.options().model();
    table.rows.push_back({{{name(forecast)},
                           {RoundTitle(forecast, texts)},
                           {forecast.last_known_month()},
                           {MomentText(made)},
                           {StateText(forecast.state(), texts)},
                           {model.empty() ? texts.model_default : ModelText(model, texts)}}});
  }
  return table;
}

documents::Document ListDocument(const std::vector<v1::Forecast>& forecasts, const Texts& texts) {
  if (forecasts.empty()) return {{documents::Paragraphs{{texts.no_forecasts}, /*is_prose=*/false}}};
  const std::vector<documents::Column> columns = {
      {"name", {texts.name}}, {"round", {texts.round}}, {"known_until", {texts.known_until}},
      {"made", {texts.made}}, {"state", {texts.state}}, {"model", {texts.model}}};
  const auto label = [&](const v1::Forecast& forecast) { return ForecastLabel(forecast, texts); };
  return {{ForecastsTable(forecasts, columns, label, texts)}};
}

absl::Status List(const ForecastsOptions& options, Session& session) {
  const Texts& texts = session.texts();
  PROGNOS_ASSIGN_OR_RETURN(const std::string organization, session.Organization());
  PROGNOS_ASSIGN_OR_RETURN(const std::vector<v1::Forecast> forecasts,
                           ListForecasts(session, organization, options.year, options.withdrawn));
  if (session.format() == Format::kJson) {
    v1::ListForecastsResponse all;
    all.mutable_forecasts()->Assign(forecasts.begin(), forecasts.end());
    session.PrintJson(all);
    return absl::OkStatus();
  }
  if (session.format() == Format::kCsv) {
    const auto id = [](const v1::Forecast& forecast) { return LastPart(forecast.name()); };
    session.PrintCsv(ForecastsTable(forecasts, MachineColumns(texts.csv_list), id, texts));
    return absl::OkStatus();
  }
  session.Print(ListDocument(forecasts, texts));
  return absl::OkStatus();
}

}  // namespace

void AddListCommand(Command& program) {
  Command command = program.Add("lista", "list", program.texts().help_list, "prognos lista --ar 2022");
  auto options = std::make_shared<ForecastsOptions>();
  command.Year(options->year);
  command.Flag("--tillbakadragna,--withdrawn", options->withdrawn, program.texts().option_with_withdrawn);
  command.WhenChosenToPrint(options, List);
}

}  // namespace prognos::client
