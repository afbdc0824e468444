// prognos lista: the stored forecasts.
#include "absl/strings/str_split.h"
#include "client/choices.h"
#include "client/command.h"
#include "client/forecast_print.h"
#include "client/forecast_tables.h"
#include "client/model_names.h"
#include "forecast/base/status_macros.h"

namespace prognos::client {
namespace {

struct ListOptions {
  int year = 0;
};

std::vector<std::string> Fields(const v1::Forecast& forecast, const Texts& texts) {
  const absl::Time made = absl::FromUnixSeconds(forecast.create_time().seconds());
  const std::string& model = forecast.options().model();
  return {LastPart(forecast.name()), RoundTitle(forecast.round(), forecast.year(), texts), forecast.last_known_month(),
          MomentText(made), model.empty() ? texts.model_default : ModelText(model, texts)};
}

absl::Status List(const ListOptions& options, Session& session) {
  const Texts& texts = session.texts();
  PROGNOS_ASSIGN_OR_RETURN(const std::string organization, session.Organization());
  PROGNOS_ASSIGN_OR_RETURN(const std::vector<v1::Forecast> forecasts,
                           ListForecasts(session, organization, options.year));
  if (session.format() == Format::kJson) {
    v1::ListForecastsResponse all;
    all.mutable_forecasts()->Assign(forecasts.begin(), forecasts.end());
    session.PrintJson(all);
    return absl::OkStatus();
  }
  std::vector<std::vector<std::string>> rows;
  for (const v1::Forecast& forecast : forecasts) rows.push_back(Fields(forecast, texts));
  if (session.format() == Format::kCsv) {
    session.PrintCsv(absl::StrSplit(texts.csv_list, ';'), rows);
    return absl::OkStatus();
  }
  if (rows.empty()) session.out() << texts.no_forecasts << "\n";
  Table table;
  for (const char* heading : {texts.name, texts.round, texts.known_until, texts.made, texts.model}) {
    table.columns.push_back({{heading}, Align::kLeft});
  }
  for (const auto& row : rows) table.rows.push_back({{row[0]}, {row[1]}, {row[2]}, {row[3]}, {row[4]}});
  if (!rows.empty()) session.Print(table);
  return absl::OkStatus();
}

}  // namespace

void AddListCommand(const Registry& registry) {
  CLI::App* command = AddCommand(registry.program, registry.texts, "lista", "list", registry.texts.help_list,
                                 "prognos lista --ar 2022");
  auto options = std::make_shared<ListOptions>();
  AddYearOption(*command, registry.texts, options->year);
  WhenChosen(registry, command, options, List);
}

}  // namespace prognos::client
