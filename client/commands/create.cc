// prognos skapa: makes a forecast, stores it and prints it.
#include "absl/strings/numbers.h"
#include "absl/strings/str_join.h"
#include "absl/strings/substitute.h"
#include "client/choices.h"
#include "client/command.h"
#include "client/failure.h"
#include "client/forecast_print.h"
#include "client/ledger_names.h"
#include "client/model_names.h"
#include "client/request_id.h"
#include "client/scenario_words.h"
#include "client/suggestions_waiting.h"
#include "forecast/base/month.h"
#include "forecast/base/status_macros.h"
#include "prognos/v1/forecast.grpc.pb.h"

namespace prognos::client {
namespace {

struct CreateOptions {
  int year = 0;  // 0: that of `until`.
  std::string round;
  std::string until;
  std::string model;
  std::string as_of;
  int path_count = 0;
  std::string seed;
  bool validate_only = false;
  bool preliminary = false;
  bool without_events = false;
  std::vector<std::string> what_if;
  PrintOptions print;
};

absl::Status SetKnownMonth(const CreateOptions& options, const Texts& texts, v1::CreateForecastRequest& request) {
  const absl::StatusOr<Month> month = Month::Parse(options.until);
  if (!month.ok()) return WrongUse(absl::Substitute(texts.bad_month, options.until), texts.bad_month_advice);
  const int year = options.year != 0 ? options.year : month->year();
  const int last_known = *month - Month::January(year) + 1;
  if (last_known < 0 || last_known > 12) {
    return WrongUse(absl::Substitute(texts.month_of_other_year, options.until, year), texts.month_of_other_year_advice);
  }
  request.set_year(year);
  request.set_last_known_month(last_known);
  return absl::OkStatus();
}

absl::Status SetRound(const CreateOptions& options, const Texts& texts, v1::CreateForecastRequest& request) {
  if (options.year == 0) return WrongUse(texts.year_needed, texts.year_needed_advice);
  PROGNOS_ASSIGN_OR_RETURN(const v1::Round round, ParseRound(options.round, texts));
  request.set_year(options.year);
  request.set_round(round);
  return absl::OkStatus();
}

absl::StatusOr<v1::CreateForecastRequest> RequestFrom(const CreateOptions& options, Session& session) {
  const Texts& texts = session.texts();
  v1::CreateForecastRequest request;
  if (options.round.empty() == options.until.empty())
    return WrongUse(texts.round_or_month, texts.round_or_month_advice);
  PROGNOS_RETURN_IF_ERROR(options.round.empty() ? SetKnownMonth(options, texts, request)
                                                : SetRound(options, texts, request));
  PROGNOS_RETURN_IF_ERROR(SetAsOf(options.as_of, session.Now(), texts, request));
  request.mutable_options()->set_model(ModelName(options.model));
  request.mutable_options()->set_path_count(options.path_count);
  uint64_t seed = 0;
  if (!options.seed.empty() && !absl::SimpleAtoi(options.seed, &seed)) {
    return WrongUse(absl::Substitute(texts.bad_choice, options.seed, "--fro"),
                    absl::Substitute(texts.bad_choice_advice, texts.seed_choices));
  }
  request.mutable_options()->set_seed(seed);
  request.set_validate_only(options.validate_only);
  request.set_preliminary(options.preliminary);
  request.set_without_events(options.without_events);
  request.set_request_id(NewRequestId());
  return request;
}

// What was written as one scenario: all of it together. Read before anything is stored.
absl::StatusOr<v1::Scenario> WhatIf(const CreateOptions& options, const std::string& organization, Session& session) {
  v1::Scenario scenario;
  if (options.what_if.empty()) return scenario;
  const Texts& texts = session.texts();
  if (options.validate_only) return WrongUse(texts.what_if_needs_a_forecast, texts.what_if_needs_a_forecast_advice);
  PROGNOS_ASSIGN_OR_RETURN(const LedgerNames names, LedgerNames::Fetch(session, organization));
  for (const std::string& text : options.what_if) {
    PROGNOS_ASSIGN_OR_RETURN(*scenario.add_changes(), ReadScenarioChange(text, names, texts));
  }
  return scenario;
}

// Each series that the scenario changes as a judgement: its year, as sure as the scenario has it.
v1::ApplyJudgementsRequest JudgementsOf(const v1::ScenarioOutcome& outcome, const std::string& reason) {
  v1::ApplyJudgementsRequest request;
  for (const v1::ScenarioLine& line : outcome.lines()) {
    const bool is_money = line.measure() == v1::MEASURE_COST || line.measure() == v1::MEASURE_REVENUE;
    if (line.series().empty() || !is_money || line.without_frames()) continue;
    if (line.full_year() == line.base_full_year()) continue;
    v1::LineJudgement& judgement = *request.add_judgements();
    judgement.mutable_line()->set_series(line.series());
    v1::OverrideAmount& amount = *judgement.mutable_set_override();
    amount.set_full_year_ore(line.full_year());
    amount.set_plus_minus_ore((line.full_year_quantiles().p90() - line.full_year_quantiles().p10()) / 2);
    amount.set_reason(reason);
  }
  return request;
}

// `forecast` as the scenario says, judged in the service. What stays of it when that is refused is told.
absl::Status PutScenario(const CreateOptions& options, const v1::Scenario& scenario, Session& session,
                         v1::Forecast& forecast) {
  const Texts& texts = session.texts();
  v1::SimulateScenarioRequest asked;
  asked.set_name(forecast.name());
  // Each change by itself too, so that a fault names the one that was written.
  for (const v1::ScenarioChange& change : scenario.changes()) *asked.add_scenarios()->add_changes() = change;
  *asked.add_scenarios() = scenario;
  const std::string stored = absl::Substitute(texts.what_if_not_put, LastPart(forecast.name()));
  const absl::StatusOr<v1::SimulateScenarioResponse> simulated =
      session.Call(&v1::ForecastService::Stub::SimulateScenario, asked);
  if (!simulated.ok()) {
    return AboutFile(AboutWritten(simulated.status(), options.what_if, texts), "--vad-om", stored);
  }
  constexpr size_t kMostReason = 400;  // In bytes; the service takes 500 characters.
  std::string reason = absl::Substitute(texts.what_if_reason, absl::StrJoin(options.what_if, " + "));
  while (reason.size() > kMostReason) reason = reason.substr(0, reason.rfind(' '));
  v1::ApplyJudgementsRequest request = JudgementsOf(*simulated->outcomes().rbegin(), reason);
  if (request.judgements().empty()) return absl::OkStatus();
  request.set_name(forecast.name());
  request.set_etag(forecast.etag());
  request.set_request_id(NewRequestId());
  const absl::StatusOr<v1::ApplyJudgementsResponse> judged =
      session.Call(&v1::ForecastService::Stub::ApplyJudgements, request);
  if (!judged.ok()) return AboutFile(judged.status(), "--vad-om", stored);
  forecast = judged->forecast();
  return absl::OkStatus();
}

absl::Status Create(const CreateOptions& options, Session& session) {
  const Texts& texts = session.texts();
  PROGNOS_ASSIGN_OR_RETURN(v1::CreateForecastRequest request, RequestFrom(options, session));
  PROGNOS_ASSIGN_OR_RETURN(*request.mutable_organization(), session.Organization());
  PROGNOS_ASSIGN_OR_RETURN(const v1::Scenario scenario, WhatIf(options, request.organization(), session));
  PROGNOS_ASSIGN_OR_RETURN(v1::CreateForecastResponse response,
                           session.Call(&v1::ForecastService::Stub::CreateForecast, request));
  if (scenario.changes_size() > 0) {
    PROGNOS_RETURN_IF_ERROR(PutScenario(options, scenario, session, *response.mutable_forecast()));
  }
  const std::string id = LastPart(response.forecast().name());
  std::vector<std::string> last = {id.empty() ? texts.forecast_not_stored
                                              : absl::Substitute(texts.forecast_stored, id)};
  if (session.prints_documents()) {
    const std::string waiting = SuggestionsWaiting(session, request.organization());
    if (!waiting.empty()) last.push_back(waiting);
  }
  return PrintForecast(response.forecast(), request.organization(), options.print, session, last);
}

}  // namespace

void AddCreateCommand(Command& program) {
  const Texts& texts = program.texts();
  Command command = program.Add("skapa", "create", texts.help_create,
                                "prognos skapa --ar 2022 --omgang host\n"
                                "  prognos skapa --till-och-med 2022-05 --modell run-rate --kontrollera\n"
                                "  prognos skapa --ar 2022 --omgang host --vad-om \"bistand.kostnad; 3 %\"");
  auto options = std::make_shared<CreateOptions>();
  command.Year(options->year);
  command.Option("--omgang,--round", options->round, texts.option_round, texts.type_choice);
  command.Option("--till-och-med,--until", options->until, texts.option_until, texts.type_month);
  command.Option("--modell,--model", options->model, texts.option_model, texts.type_model);
  command.Option("--per,--as-of", options->as_of, texts.option_as_of, texts.type_moment);
  command.Option("--dragningar,--paths", options->path_count, texts.option_paths, texts.type_number);
  command.Option("--fro,--seed", options->seed, texts.option_seed, texts.type_number);
  command.Flag("--preliminar,--preliminary", options->preliminary, texts.option_preliminary);
  command.Flag("--utan-handelser,--without-events", options->without_events, texts.option_without_events);
  command.Repeated("--vad-om,--what-if", options->what_if, texts.option_create_what_if, texts.type_text);
  command.Flag("--kontrollera,--check", options->validate_only, texts.option_check_forecast);
  command.Flag("--detaljer,--details", options->print.details, texts.option_details);
  command.Flag("--varav,--of-which", options->print.by_type, texts.option_of_which);
  command.Flag("--driftredovisning,--operating", options->print.operating, texts.option_operating);
  command.WhenChosenToPrint(options, Create);
}

}  // namespace prognos::client
