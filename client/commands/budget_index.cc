// prognos budget rakna-upp: raises a whole budget by so many per cent as one decision.
#include <cmath>
#include <iterator>
#include <memory>
#include <utility>

#include "absl/strings/substitute.h"
#include "absl/time/civil_time.h"
#include "client/budget_change.h"
#include "client/choices.h"
#include "client/command.h"
#include "client/failure.h"
#include "client/ledger_names.h"
#include "client/request_id.h"
#include "forecast/base/month.h"
#include "forecast/base/number_format.h"
#include "forecast/base/status_macros.h"
#include "forecast/interchange/cell_values.h"
#include "prognos/v1/budget.grpc.pb.h"

namespace prognos::client {
namespace {

struct IndexOptions {
  int year = 0;
  std::string from_month;  // Given: the year's own budget is raised from there on.
  std::string decision_date;
  std::string description;
  std::string percent;
  std::string flow;
  std::string buffer;
  std::string buffer_series;
  bool validate_only = false;
};

absl::StatusOr<double> ReadPercent(const std::string& text, const Texts& texts) {
  constexpr int kParts = 1000;
  NumberStyle style;
  style.Observe(text);
  const absl::StatusOr<int64_t> parts = ParseNumberCell(text, style, kParts);
  if (!parts.ok()) return WrongUse(absl::Substitute(texts.bad_percent, text), texts.bad_percent_advice);
  return static_cast<double>(*parts) / kParts;
}

absl::Status SetMonths(const IndexOptions& options, const Texts& texts, v1::IndexBudgetRequest& request) {
  request.set_year(options.year);
  if (options.from_month.empty()) return absl::OkStatus();
  const absl::StatusOr<Month> month = Month::Parse(options.from_month);
  if (!month.ok()) return WrongUse(absl::Substitute(texts.bad_month, options.from_month), texts.bad_month_advice);
  if (month->year() != options.year) {
    return WrongUse(absl::Substitute(texts.month_of_other_year, options.from_month, options.year),
                    texts.budget_month_of_other_year_advice);
  }
  request.set_from_year(options.year);
  request.set_first_month(month->month());
  return absl::OkStatus();
}

absl::Status SetFlow(const IndexOptions& options, const Texts& texts, v1::IndexBudgetRequest& request) {
  if (options.flow.empty()) return absl::OkStatus();
  const std::optional<FlowCell> flow = ParseFlowCell(options.flow);
  if (!flow.has_value() || (flow->flow != Flow::kCost && flow->flow != Flow::kRevenue)) {
    return WrongUse(absl::Substitute(texts.bad_flow, options.flow), texts.bad_flow_advice);
  }
  request.set_flow(static_cast<v1::Flow>(flow->flow));
  return absl::OkStatus();
}

absl::StatusOr<v1::IndexBudgetRequest> RequestFrom(const IndexOptions& options, const Texts& texts) {
  v1::IndexBudgetRequest request;
  PROGNOS_RETURN_IF_ERROR(CheckDate(options.decision_date, "--beslutad", texts));
  PROGNOS_RETURN_IF_ERROR(SetMonths(options, texts, request));
  PROGNOS_RETURN_IF_ERROR(SetFlow(options, texts, request));
  PROGNOS_ASSIGN_OR_RETURN(const double percent, ReadPercent(options.percent, texts));
  request.set_percent(percent);
  if (!options.buffer.empty()) {
    PROGNOS_ASSIGN_OR_RETURN(const double buffer, ReadPercent(options.buffer, texts));
    request.set_buffer_percent(buffer);
  }
  request.set_decision_date(options.decision_date);
  request.set_description(options.description);
  request.set_validate_only(options.validate_only);
  request.set_request_id(NewRequestId());
  return request;
}

documents::Document IndexedDocument(const v1::IndexBudgetResponse& response, const IndexOptions& options,
                                    const LedgerNames& names, const Texts& texts) {
  const v1::BudgetVersion& budget = response.budget();
  documents::Paragraphs told{
      {absl::Substitute(options.validate_only ? texts.index_checked : texts.index_set, budget.year(), budget.version(),
                        options.percent, FormatCount(budget.lines_size(), texts.one_row, texts.rows, texts.language))},
      /*is_prose=*/false};
  told.texts.push_back(absl::Substitute(
      texts.index_rounding, FormatWholes(response.rounding_ore(), kMoneyUnit, texts.language, Sign::kAlways)));
  if (response.buffer_ore() != 0) {
    told.texts.push_back(absl::Substitute(texts.index_buffer, options.buffer,
                                          FormatTkr(response.buffer_ore(), texts.language),
                                          names.SeriesActivityText(options.buffer_series)));
  }
  documents::Document document{{std::move(told)}};
  documents::Document change = ChangeDocument(response.effect(), /*sets=*/false, names, texts);
  std::move(change.blocks.begin(), change.blocks.end(), std::back_inserter(document.blocks));
  return document;
}

absl::Status Index(const IndexOptions& given, Session& session) {
  const Texts& texts = session.texts();
  IndexOptions options = given;
  PROGNOS_ASSIGN_OR_RETURN(v1::IndexBudgetRequest request, RequestFrom(options, texts));
  PROGNOS_ASSIGN_OR_RETURN(const std::string organization, session.Organization());
  request.set_organization(organization);
  PROGNOS_ASSIGN_OR_RETURN(const LedgerNames names, LedgerNames::Fetch(session, organization));
  if (!options.buffer_series.empty()) {
    PROGNOS_ASSIGN_OR_RETURN(options.buffer_series, RequireSeries(options.buffer_series, names, texts));
    request.set_buffer_series(options.buffer_series);
  }
  PROGNOS_ASSIGN_OR_RETURN(const v1::IndexBudgetResponse response,
                           session.Call(&v1::BudgetService::Stub::IndexBudget, request));
  if (session.format() == Format::kJson) {
    session.PrintJson(response);
  } else {
    session.Print(IndexedDocument(response, options, names, texts));
  }
  return absl::OkStatus();
}

}  // namespace

void AddBudgetIndexCommand(Command& group) {
  const Texts& texts = group.texts();
  Command index = group.Add("rakna-upp", "index", texts.help_budget_index,
                            "prognos budget rakna-upp --ar 2023 --beslutad 2022-11-20 --procent 1,9\n"
                            "  prognos budget rakna-upp --ar 2022 --fran 2022-09 --beslutad 2022-08-25 --procent 0,5");
  auto options = std::make_shared<IndexOptions>();
  index.Year(options->year, Need::kRequired);
  index.Option("--beslutad,--decided", options->decision_date, texts.option_decided, texts.type_date, Need::kRequired);
  index.Option("--procent,--percent", options->percent, texts.option_index_percent, texts.type_percent,
               Need::kRequired);
  index.Option("--fran,--from", options->from_month, texts.option_index_from, texts.type_month);
  index.Option("--slag,--flow", options->flow, texts.option_index_flow, texts.type_choice);
  index.Option("--buffert,--buffer", options->buffer, texts.option_buffer, texts.type_percent);
  index.Option("--buffertserie,--buffer-series", options->buffer_series, texts.option_buffer_series, texts.type_series);
  index.Option("--beskrivning,--description", options->description, texts.option_description, texts.type_text);
  index.Flag("--kontrollera,--check", options->validate_only, texts.option_check);
  index.WhenChosenToPrint(options, Index);
}

}  // namespace prognos::client
