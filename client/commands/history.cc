// prognos historik: who recorded what, and when.
#include <map>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/substitute.h"
#include "client/choices.h"
#include "client/command.h"
#include "client/failure.h"
#include "client/forecast_names.h"
#include "client/forecast_tables.h"
#include "client/judgement_tables.h"
#include "client/ledger_names.h"
#include "client/machine_columns.h"
#include "forecast/base/number_format.h"
#include "forecast/base/status_macros.h"
#include "forecast/interchange/cell_values.h"
#include "prognos/v1/forecast.grpc.pb.h"
#include "prognos/v1/history.grpc.pb.h"

namespace prognos::client {
namespace {

constexpr int kUsualCount = 50;

struct HistoryOptions {
  std::string forecast;  // Its id; empty: everything.
  std::string kinds;
  std::string since;
  std::string until;
  int count = kUsualCount;
};

// "import,budget": the word of each kind, without those that it holds beside it.
const std::map<std::string, std::vector<v1::ChangeKind>>& KindWords() {
  static const auto* const words = new std::map<std::string, std::vector<v1::ChangeKind>>{
      {"import", {v1::CHANGE_KIND_ACTUALS}},
      {"utfall", {v1::CHANGE_KIND_ACTUALS}},
      {"actuals", {v1::CHANGE_KIND_ACTUALS}},
      {"verksamhet", {v1::CHANGE_KIND_ACTIVITIES, v1::CHANGE_KIND_SERIES, v1::CHANGE_KIND_ACTIVITY_DELETED}},
      {"activity", {v1::CHANGE_KIND_ACTIVITIES, v1::CHANGE_KIND_SERIES}},
      {"regler", {v1::CHANGE_KIND_POSTING_RULES}},
      {"rules", {v1::CHANGE_KIND_POSTING_RULES}},
      {"kostnadsslag", {v1::CHANGE_KIND_COST_TYPES}},
      {"cost-type", {v1::CHANGE_KIND_COST_TYPES}},
      {"bokslut", {v1::CHANGE_KIND_YEAR_CLOSED, v1::CHANGE_KIND_YEAR_REOPENED}},
      {"closing", {v1::CHANGE_KIND_YEAR_CLOSED, v1::CHANGE_KIND_YEAR_REOPENED}},
      {"budget", {v1::CHANGE_KIND_BUDGET, v1::CHANGE_KIND_BUDGET_WITHDRAWN}},
      {"prognos", {v1::CHANGE_KIND_FORECAST, v1::CHANGE_KIND_FORECAST_WITHDRAWN}},
      {"forecast", {v1::CHANGE_KIND_FORECAST, v1::CHANGE_KIND_FORECAST_WITHDRAWN}},
      {"bedomning", {v1::CHANGE_KIND_JUDGEMENTS}},
      {"judgement", {v1::CHANGE_KIND_JUDGEMENTS}},
      {"las", {v1::CHANGE_KIND_FORECAST_LOCKED, v1::CHANGE_KIND_FORECAST_SUPERSEDED}},
      {"lock", {v1::CHANGE_KIND_FORECAST_LOCKED, v1::CHANGE_KIND_FORECAST_SUPERSEDED}},
      {"omgang", {v1::CHANGE_KIND_ROUNDS}},
      {"round", {v1::CHANGE_KIND_ROUNDS}},
      {"utvardering", {v1::CHANGE_KIND_EVALUATION}},
      {"evaluation", {v1::CHANGE_KIND_EVALUATION}},
      {"indikator", {v1::CHANGE_KIND_INDICATORS}},
      {"indicator", {v1::CHANGE_KIND_INDICATORS}},
      {"bidrag", {v1::CHANGE_KIND_FUNDS}},
      {"projekt", {v1::CHANGE_KIND_FUNDS}},
      {"investering", {v1::CHANGE_KIND_FUNDS}},
      {"funds", {v1::CHANGE_KIND_FUNDS}},
      {"handelse", {v1::CHANGE_KIND_EVENTS}},
      {"event", {v1::CHANGE_KIND_EVENTS}},
      {"manad", {v1::CHANGE_KIND_MONTHS}},
      {"month", {v1::CHANGE_KIND_MONTHS}},
  };
  return *words;
}

absl::Status ReadKinds(const std::string& text, const Texts& texts, v1::ListChangesRequest& request) {
  for (const absl::string_view word : absl::StrSplit(text, ',', absl::SkipWhitespace())) {
    const auto found = KindWords().find(FoldedName(word));
    if (found == KindWords().end()) {
      return WrongUse(absl::Substitute(texts.bad_change_kind, word), texts.bad_change_kind_advice);
    }
    for (const v1::ChangeKind kind : found->second) request.add_kinds(kind);
  }
  return absl::OkStatus();
}

// "3 uppgifter", "3 uppgifter, varav 1 återtag", "återtag av 3 uppgifter".
std::string FactsText(const v1::Change& change, const Texts& texts) {
  const std::string facts = FormatCount(change.count(), texts.one_fact, texts.facts, texts.language);
  if (change.withdrawn_count() == 0) return facts;
  if (change.withdrawn_count() == change.count()) return absl::Substitute(texts.change_withdrawn, facts);
  return absl::Substitute(texts.change_of_which_withdrawn, facts,
                          FormatInteger(change.withdrawn_count(), texts.language));
}

std::string WhatText(const v1::Change& change, const Texts& texts) {
  const std::string count = FormatInteger(change.count(), texts.language);
  switch (change.kind()) {
    case v1::CHANGE_KIND_ACTUALS:
      return absl::Substitute(texts.change_actuals, count, FormatInteger(change.series_count(), texts.language),
                              change.first_month(), change.last_month());
    case v1::CHANGE_KIND_ACTIVITIES:
      return absl::Substitute(texts.change_activities, count);
    case v1::CHANGE_KIND_ACTIVITY_DELETED:
      return texts.change_activity_deleted;
    case v1::CHANGE_KIND_SERIES:
      return absl::Substitute(texts.change_series, count);
    case v1::CHANGE_KIND_POSTING_RULES:
      return absl::Substitute(texts.change_rules, count);
    case v1::CHANGE_KIND_YEAR_CLOSED:
      return absl::Substitute(texts.change_closed, change.year());
    case v1::CHANGE_KIND_YEAR_REOPENED:
      return absl::Substitute(texts.change_reopened, change.year());
    case v1::CHANGE_KIND_BUDGET:
      return absl::Substitute(texts.change_budget, change.year(), count);
    case v1::CHANGE_KIND_FORECAST:
      return absl::Substitute(texts.change_forecast, ForecastLabelOfId(LastPart(change.name()), texts));
    case v1::CHANGE_KIND_BUDGET_WITHDRAWN:
      return absl::Substitute(texts.change_budget_withdrawn, change.year(), count);
    case v1::CHANGE_KIND_FORECAST_WITHDRAWN:
      return absl::Substitute(texts.change_forecast_withdrawn, ForecastLabelOfId(LastPart(change.name()), texts));
    case v1::CHANGE_KIND_EVALUATION:
      return absl::Substitute(texts.change_evaluation, LastPart(change.name()));
    case v1::CHANGE_KIND_JUDGEMENTS:
      return absl::Substitute(texts.change_judgements, ForecastLabelOfId(LastPart(change.name()), texts), count);
    case v1::CHANGE_KIND_FORECAST_LOCKED:
      return absl::Substitute(texts.change_locked, ForecastLabelOfId(LastPart(change.name()), texts));
    case v1::CHANGE_KIND_FORECAST_SUPERSEDED:
      return absl::Substitute(texts.change_superseded, ForecastLabelOfId(LastPart(change.name()), texts));
    case v1::CHANGE_KIND_COST_TYPES:
      return absl::Substitute(texts.change_cost_types, count);
    case v1::CHANGE_KIND_ROUNDS:
      return texts.change_rounds;
    case v1::CHANGE_KIND_INDICATORS:
      return absl::Substitute(texts.change_indicators, FactsText(change, texts));
    case v1::CHANGE_KIND_FUNDS:
      return absl::Substitute(texts.change_funds, FactsText(change, texts));
    case v1::CHANGE_KIND_EVENTS:
      return absl::Substitute(texts.change_events, FactsText(change, texts));
    case v1::CHANGE_KIND_MONTHS:
      return absl::Substitute(texts.change_months, FactsText(change, texts));
    default:
      return v1::ChangeKind_Name(change.kind());
  }
}

documents::Document HistoryDocument(const std::vector<v1::Change>& changes, const Texts& texts) {
  documents::Table table{"history",
                         {{"time", {texts.when}},
                          {"author", {texts.who}},
                          {"what", {texts.what}},
                          {"description", {""}, documents::ColumnKind::kText, true}},
                         {}};
  for (const v1::Change& change : changes) {
    const absl::Time time = absl::FromUnixSeconds(change.record_time().seconds());
    const documents::Value author =
        change.author().empty() ? documents::Value(documents::NoValue()) : documents::Value(change.author());
    table.rows.push_back({{{MomentText(time)}, {author}, {WhatText(change, texts)}, {change.description()}}});
  }
  return {{std::move(table)}};
}

documents::Table HistoryCsv(const std::vector<v1::Change>& changes, const Texts& texts) {
  documents::Table table{"history", MachineColumns(texts.csv_history), {}};
  for (const v1::Change& change : changes) {
    table.rows.push_back({{{absl::FormatTime(absl::RFC3339_sec, absl::FromUnixSeconds(change.record_time().seconds()),
                                             absl::UTCTimeZone())},
                           {change.author()},
                           {v1::ChangeKind_Name(change.kind()).substr(std::string("CHANGE_KIND_").size())},
                           {change.year() == 0 ? std::string() : absl::StrCat(change.year())},
                           {absl::StrCat(change.count())},
                           {absl::StrCat(change.series_count())},
                           {change.first_month()},
                           {change.last_month()},
                           {LastPart(change.name())},
                           {change.description()},
                           {absl::StrCat(change.withdrawn_count())}}});
  }
  return table;
}

// Page by page, until there are as many as asked for.
absl::StatusOr<std::vector<v1::Change>> Fetch(v1::ListChangesRequest request, int count, Session& session) {
  std::vector<v1::Change> changes;
  while (true) {
    request.set_page_size(std::min(count - static_cast<int>(changes.size()), 1000));
    PROGNOS_ASSIGN_OR_RETURN(const v1::ListChangesResponse page,
                             session.Call(&v1::HistoryService::Stub::ListChanges, request));
    changes.insert(changes.end(), page.changes().begin(), page.changes().end());
    request.set_page_token(page.next_page_token());
    if (page.next_page_token().empty() || static_cast<int>(changes.size()) >= count) return changes;
  }
}

// Who locked, judged and commented on one forecast.
absl::Status ForecastHistory(const HistoryOptions& options, Session& session) {
  const Texts& texts = session.texts();
  const bool is_narrowed =
      !options.kinds.empty() || !options.since.empty() || !options.until.empty() || options.count != kUsualCount;
  if (is_narrowed) return WrongUse(texts.history_of_forecast, texts.history_of_forecast_advice);
  PROGNOS_ASSIGN_OR_RETURN(const std::string organization, session.Organization());
  v1::GetForecastRequest request;
  request.set_name(ResourceName(organization, "forecasts", ForecastIdOf(options.forecast)));
  PROGNOS_ASSIGN_OR_RETURN(const v1::GetForecastResponse response,
                           session.Call(&v1::ForecastService::Stub::GetForecast, request));
  if (session.format() == Format::kJson) session.PrintJson(response);
  const documents::Table table = JudgementHistoryTable(response, texts);
  if (session.format() == Format::kCsv) session.PrintCsv(table);
  if (!session.prints_documents()) return absl::OkStatus();
  const v1::Forecast& forecast = response.forecast();
  documents::Document document{
      {documents::Heading{1, absl::Substitute(texts.beside_title, forecast.organization_display_name(),
                                              RoundTitle(forecast, texts), options.forecast)}}};
  document.blocks.push_back(table);
  if (response.changes().empty()) {
    document.blocks.push_back(documents::Paragraphs{{texts.nothing_beside}, /*is_prose=*/false});
  }
  session.Print(document);
  return absl::OkStatus();
}

absl::Status History(const HistoryOptions& options, Session& session) {
  if (!options.forecast.empty()) return ForecastHistory(options, session);
  const Texts& texts = session.texts();
  v1::ListChangesRequest request;
  PROGNOS_RETURN_IF_ERROR(ReadKinds(options.kinds, texts, request));
  if (options.count < 1) return WrongUse(absl::Substitute(texts.bad_number, options.count), texts.bad_number_advice);
  if (!options.since.empty()) {
    PROGNOS_RETURN_IF_ERROR(CheckDate(options.since, "--fran", texts));
    absl::CivilDay day;
    absl::ParseCivilTime(options.since, &day);
    *request.mutable_since() = TimestampOf(absl::FromCivil(day, absl::LocalTimeZone()));
  }
  if (!options.until.empty()) {
    PROGNOS_ASSIGN_OR_RETURN(const absl::Time until, ParseMoment(options.until, session.Now(), texts));
    *request.mutable_until() = TimestampOf(until);
  }
  PROGNOS_ASSIGN_OR_RETURN(*request.mutable_organization(), session.Organization());
  PROGNOS_ASSIGN_OR_RETURN(const std::vector<v1::Change> changes, Fetch(request, options.count, session));
  if (session.format() == Format::kJson) {
    v1::ListChangesResponse all;
    all.mutable_changes()->Assign(changes.begin(), changes.end());
    session.PrintJson(all);
  } else if (session.format() == Format::kCsv) {
    session.PrintCsv(HistoryCsv(changes, texts));
  } else if (changes.empty()) {
    session.Print({{documents::Paragraphs{{texts.nothing_recorded}, /*is_prose=*/false}}});
  } else {
    session.Print(HistoryDocument(changes, texts));
  }
  return absl::OkStatus();
}

}  // namespace

void AddHistoryCommand(Command& program) {
  const Texts& texts = program.texts();
  Command command = program.Add("historik", "history", texts.help_history,
                                "prognos historik\n  prognos historik --vad import,budget --fran 2022-08-01\n"
                                "  prognos historik \"höst 2022 #1\"");
  auto options = std::make_shared<HistoryOptions>();
  command.Option(texts.type_name, options->forecast, texts.option_history_forecast);
  command.Option("--vad,--what", options->kinds, texts.option_change_kinds, texts.type_choice);
  command.Option("--fran,--since", options->since, texts.option_since, texts.type_date);
  command.Option("--till,--until", options->until, texts.option_until_moment, texts.type_moment);
  command.Option("--antal,--count", options->count, texts.option_count, texts.type_number);
  command.WhenChosenToPrint(options, History);
}

}  // namespace prognos::client
