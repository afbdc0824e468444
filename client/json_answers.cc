#include "client/json_answers.h"

#include "client/evaluation_lines.h"
#include "prognos/v1/budget.pb.h"
#include "prognos/v1/evaluation.pb.h"
#include "prognos/v1/events.pb.h"
#include "prognos/v1/followup.pb.h"
#include "prognos/v1/forecast.pb.h"
#include "prognos/v1/history.pb.h"
#include "prognos/v1/ledger.pb.h"

namespace prognos::client {
namespace {

template <typename... Answers>
JsonAnswer Of() {
  return {{Answers::descriptor()...}};
}

}  // namespace

std::map<std::string, JsonAnswer> JsonAnswers() {
  return {
      {"organisation skapa", Of<v1::Organization>()},
      {"organisation visa", Of<v1::Organization>()},
      {"organisation lista", Of<v1::ListOrganizationsResponse>()},
      {"organisation stang-ar", Of<v1::Organization>()},
      {"organisation oppna-ar", Of<v1::Organization>()},
      {"organisation omgangar", Of<v1::Organization>()},
      {"verksamhet las-in", Of<v1::ImportActivitiesResponse>()},
      {"verksamhet lista", Of<v1::ListActivitiesResponse, v1::ListSeriesResponse>()},
      {"verksamhet ta-bort", Of<v1::DeleteActivityResponse>()},
      {"kostnadsslag satt", Of<v1::ImportCostTypesResponse>()},
      {"kostnadsslag lista", Of<v1::ListCostTypesResponse>()},
      {"regler satt", Of<v1::ImportPostingRulesResponse>()},
      {"regler visa", Of<v1::GetPostingRulesResponse>()},
      {"importera", {{}, {}, v1::ImportFileResponse::descriptor()}},
      {"budget satt", Of<v1::SetBudgetResponse>()},
      {"budget satt fil", Of<v1::ImportBudgetResponse>()},
      {"budget tillagg", Of<v1::SetBudgetResponse>()},
      {"budget tillagg fil", Of<v1::ImportBudgetResponse>()},
      {"budget omfordela", Of<v1::SetBudgetResponse>()},
      {"budget omfordela fil", Of<v1::ImportBudgetResponse>()},
      {"budget periodisera", Of<v1::SetBudgetResponse>()},
      {"budget periodisera fil", Of<v1::ImportBudgetResponse>()},
      {"budget rakna-upp", Of<v1::IndexBudgetResponse>()},
      {"budget flytta", Of<v1::MoveActivitiesResponse>()},
      {"budget dra-tillbaka", Of<v1::WithdrawBudgetResponse>()},
      {"budget visa", Of<v1::GetBudgetResponse>()},
      {"skapa", Of<v1::Forecast>()},
      {"visa", Of<v1::Forecast>()},
      {"forklara", Of<v1::ExplainForecastResponse>()},
      {"justera", Of<v1::Forecast>()},
      {"las-in-blankett", Of<v1::Forecast>()},
      {"dra-tillbaka", Of<v1::WithdrawForecastResponse>()},
      {"las", Of<v1::LockForecastResponse>()},
      {"skillnad", Of<v1::DiffForecastsResponse>()},
      {"scenario", Of<v1::SimulateScenarioResponse>()},
      {"jamfor", Of<v1::ListForecastsResponse>()},
      {"jamfor prognossakerhet", Of<v1::CompareForecastsResponse>()},
      {"utvardera", Of<EvaluationResult>()},
      {"lista", Of<v1::ListForecastsResponse>()},
      {"indikator satt", Of<v1::ImportFollowUpTableResponse>()},
      {"indikator visa", Of<v1::ListIndicatorsResponse>()},
      {"indikator ta-bort", Of<v1::WithdrawFollowUpsResponse>()},
      {"indikator varde", Of<v1::PutIndicatorsResponse>()},
      {"bidrag satt", Of<v1::ImportFollowUpTableResponse>()},
      {"bidrag visa", Of<v1::ListFundsResponse>()},
      {"bidrag ta-bort", Of<v1::WithdrawFollowUpsResponse>()},
      {"projekt satt", Of<v1::ImportFollowUpTableResponse>()},
      {"projekt visa", Of<v1::ListFundsResponse>()},
      {"projekt ta-bort", Of<v1::WithdrawFollowUpsResponse>()},
      {"investering satt", Of<v1::ImportFollowUpTableResponse>()},
      {"investering visa", Of<v1::ListFundsResponse>()},
      {"investering ta-bort", Of<v1::WithdrawFollowUpsResponse>()},
      {"volymplan satt", Of<v1::ImportFollowUpTableResponse>()},
      {"volymplan visa", Of<v1::ListVolumePlansResponse>()},
      {"volymplan ta-bort", Of<v1::WithdrawFollowUpsResponse>()},
      {"drivkraft pris", Of<v1::PutDriversResponse>()},
      {"drivkraft atersokning", Of<v1::PutDriversResponse>()},
      {"drivkraft satt", Of<v1::PutDriversResponse>()},
      {"drivkraft ta-bort", Of<v1::PutDriversResponse>()},
      {"drivkraft visa", Of<v1::ListDriversResponse>()},
      {"handelse lagg-till", Of<v1::PutEventsResponse>()},
      {"handelse lista", Of<v1::ListEventsResponse>()},
      {"handelse ta-bort", Of<v1::WithdrawEventResponse>()},
      {"handelse las-in", Of<v1::ImportEventsResponse>()},
      {"handelse underliggande", Of<v1::GetUnderlyingResultResponse>()},
      {"forslag", Of<v1::ListSuggestionsResponse>()},
      {"forslag lista", Of<v1::ListSuggestionsResponse>()},
      {"forslag godta", Of<v1::AcceptSuggestionResponse>()},
      {"forslag avfarda", Of<v1::DismissSuggestionResponse>()},
      {"utfall visa", Of<v1::ListActualsResponse>()},
      {"rullande", Of<v1::ComparePeriodsResponse>()},
      {"manad oppna", Of<v1::MarkMonthsResponse>()},
      {"manad preliminar", Of<v1::MarkMonthsResponse>()},
      {"manad stang", Of<v1::MarkMonthsResponse>()},
      {"manad ta-bort", Of<v1::MarkMonthsResponse>()},
      {"manad visa", Of<v1::ListMonthMarksResponse>()},
      {"oversikt",
       {{},
        {{"forecast", v1::Forecast::descriptor()},
         {"base", v1::Forecast::descriptor()},
         {"difference", v1::DiffForecastsResponse::descriptor()},
         {"last_months", v1::ListActualsResponse::descriptor()},
         {"suggestions", v1::ListSuggestionsResponse::descriptor()}}}},
      {"nasta-ar", Of<v1::Forecast>()},
      {"historik", Of<v1::ListChangesResponse>()},
      {"historik prognos", Of<v1::GetForecastResponse>()},
  };
}

const std::vector<std::string>& CommandsWithTablesOnly() {
  static const auto& commands =
      *new std::vector<std::string>{"budget plan",        "budget brygga",      "utfall flerar",        "installningar",
                                    "installningar visa", "installningar satt", "installningar ta-bort"};
  return commands;
}

const std::vector<std::string>& CommandsWithoutJson() {
  static const auto& commands =
      *new std::vector<std::string>{"granska", "rapport", "blankett", "oppna", "halsa", "komplettera", "hjalp"};
  return commands;
}

}  // namespace prognos::client
