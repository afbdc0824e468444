// prognos utvardera: how good each model would have been at the rounds of earlier years.
#include <utility>

#include "absl/strings/str_split.h"
#include "absl/strings/substitute.h"
#include "client/backtest.h"
#include "client/choices.h"
#include "client/command.h"
#include "client/evaluation_document.h"
#include "client/evaluation_tables.h"
#include "client/failure.h"
#include "client/ledger_names.h"
#include "client/measure_tables.h"
#include "client/model_names.h"
#include "client/request_id.h"
#include "forecast/base/status_macros.h"
#include "prognos/v1/evaluation.grpc.pb.h"

namespace prognos::client {
namespace {

struct EvaluateOptions {
  std::string name;
  int first_year = 0;
  int last_year = 0;
  std::string rounds;
  std::string models;
  std::string series;
  int path_count = 0;
  uint64_t seed = 0;
  bool store = false;
  bool all_events = false;
  EvaluationViews views;
};

absl::StatusOr<v1::BacktestRequest> RequestOf(const EvaluateOptions& options, Session& session) {
  v1::BacktestRequest request;
  request.set_first_year(options.first_year);
  request.set_last_year(options.last_year);
  for (const absl::string_view text : absl::StrSplit(options.rounds, ',', absl::SkipWhitespace())) {
    PROGNOS_ASSIGN_OR_RETURN(const v1::Round round, ParseRound(std::string(text), session.texts()));
    request.add_rounds(round);
  }
  for (const absl::string_view model : absl::StrSplit(options.models, ',', absl::SkipWhitespace())) {
    request.add_models(ModelName(model));
  }
  request.set_path_count(options.path_count);
  request.set_seed(options.seed);
  PROGNOS_ASSIGN_OR_RETURN(const std::string organization, session.Organization());
  request.set_organization(organization);
  if (!options.series.empty()) {
    PROGNOS_ASSIGN_OR_RETURN(const LedgerNames names, LedgerNames::Fetch(session, organization));
    PROGNOS_ASSIGN_OR_RETURN(*request.mutable_series(), RequireSeries(options.series, names, session.texts()));
  }
  request.set_store(options.store);
  request.set_all_events(options.all_events);
  request.set_by_type(options.views.by_type);
  if (options.store) request.set_request_id(NewRequestId());
  return request;
}

absl::StatusOr<EvaluationResult> GetStored(const std::string& name, Session& session) {
  EvaluationResult all;
  v1::GetEvaluationRequest request;
  request.set_name(name);
  do {
    PROGNOS_ASSIGN_OR_RETURN(const v1::GetEvaluationResponse page,
                             session.Call(&v1::EvaluationService::Stub::GetEvaluation, request));
    *all.mutable_evaluation() = page.evaluation();
    all.mutable_rows()->MergeFrom(page.rows());
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  return all;
}

documents::Table ProgramTable(const EvaluationResult& result, const EvaluationViews& views, const Texts& texts) {
  if (views.months) return EvaluatedMonthsTable(result, views.by_type, texts);
  if (views.measures) return SummariesTable(result, texts);
  return views.details ? EvaluatedYearsTable(result, views.by_type, texts)
                       : EvaluationRowsTable(result, views.by_type, texts);
}

absl::Status Evaluate(const EvaluateOptions& options, Session& session) {
  EvaluationResult result;
  if (options.name.empty()) {
    PROGNOS_ASSIGN_OR_RETURN(v1::BacktestRequest request, RequestOf(options, session));
    PROGNOS_ASSIGN_OR_RETURN(result, RunBacktest(std::move(request), session));
  } else {
    PROGNOS_ASSIGN_OR_RETURN(const std::string organization, session.Organization());
    PROGNOS_ASSIGN_OR_RETURN(result, GetStored(ResourceName(organization, "evaluations", options.name), session));
  }
  const Texts& texts = session.texts();
  if (session.format() == Format::kJson) session.PrintJson(result);
  if (!options.views.by_type) LeaveOutParts(result);  // That it was stored with.
  if (session.format() == Format::kCsv) session.PrintCsv(ProgramTable(result, options.views, texts));
  const std::string stored =
      options.store ? absl::Substitute(texts.evaluation_stored, LastPart(result.evaluation().name())) : "";
  if (session.prints_documents()) session.Print(EvaluationDocument(result, options.views, stored, texts));
  return absl::OkStatus();
}

}  // namespace

void AddEvaluateCommand(Command& program) {
  const Texts& texts = program.texts();
  Command command =
      program.Add("utvardera", "evaluate", texts.help_evaluate,
                  "prognos utvardera\n"
                  "  prognos utvardera --ar-fran 2019 --ar-till 2022 --omgang var,host --modeller ets,theta\n"
                  "  prognos utvardera --omgang host --manader\n"
                  "  prognos utvardera --omgang host --modeller ets --matt\n"
                  "  prognos utvardera --omgang host --varav\n"
                  "  prognos utvardera --omgang host --detaljer --format csv > fel.csv");
  auto options = std::make_shared<EvaluateOptions>();
  command.Option(texts.type_name, options->name, texts.option_evaluation_name);
  command.Option("--ar-fran,--from-year", options->first_year, texts.option_from_year, texts.type_year);
  command.Option("--ar-till,--to-year", options->last_year, texts.option_to_year, texts.type_year);
  command.Option("--omgang,--round", options->rounds, texts.option_rounds, texts.type_choice);
  command.Option("--modeller,--models", options->models, texts.option_models, texts.type_model);
  command.Option("--serie,--series", options->series, texts.option_series, texts.type_series);
  command.Option("--dragningar,--paths", options->path_count, texts.option_paths, texts.type_number);
  command.Option("--fro,--seed", options->seed, texts.option_seed, texts.type_number);
  command.Flag("--spara,--store", options->store, texts.option_store_evaluation);
  command.Flag("--alla-handelser,--all-events", options->all_events, texts.option_all_events);
  command.Flag("--detaljer,--details", options->views.details, texts.option_evaluation_details);
  command.Flag("--matt,--measures", options->views.measures, texts.option_evaluation_measures);
  command.Flag("--manader,--months", options->views.months, texts.option_evaluation_months);
  command.Flag("--varav,--of-which", options->views.by_type, texts.option_of_which);
  command.WhenChosenToPrint(options, Evaluate);
}

}  // namespace prognos::client
