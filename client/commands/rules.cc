// prognos regler: sets and shows the posting rules (konteringsregler).
#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/substitute.h"
#include "client/command.h"
#include "client/failure.h"
#include "client/ledger_names.h"
#include "client/local_file.h"
#include "client/machine_columns.h"
#include "client/request_id.h"
#include "forecast/base/number_format.h"
#include "forecast/base/status_macros.h"
#include "prognos/v1/ledger.grpc.pb.h"

namespace prognos::client {
namespace {

using LedgerStub = v1::LedgerService::Stub;

struct RuleFileOptions {
  std::string file;
  std::string sheet;
  bool validate_only = false;
};
struct RulesOptions {};

absl::Status Set(const RuleFileOptions& options, Session& session) {
  const Texts& texts = session.texts();
  v1::ImportPostingRulesRequest request;
  PROGNOS_ASSIGN_OR_RETURN(*request.mutable_content(), ReadFile(options.file, texts));
  request.set_sheet(options.sheet);
  PROGNOS_ASSIGN_OR_RETURN(*request.mutable_organization(), session.Organization());
  request.set_request_id(NewRequestId());
  request.set_validate_only(options.validate_only);
  const absl::StatusOr<v1::ImportPostingRulesResponse> set = session.Call(&LedgerStub::ImportPostingRules, request);
  if (!set.ok()) return AboutFile(set.status(), options.file);
  if (session.format() == Format::kJson) {
    session.PrintJson(*set);
  } else {
    session.out() << absl::Substitute(options.validate_only ? texts.rules_checked : texts.rules_set,
                                      FormatCount(set->rules_size(), texts.one_rule, texts.rules, texts.language))
                  << "\n";
  }
  return absl::OkStatus();
}

bool HasTypes(const v1::GetPostingRulesResponse& response) {
  return absl::c_any_of(response.rules(), [](const v1::PostingRule& rule) { return !rule.cost_type().empty(); });
}

documents::Table RulesTable(const v1::GetPostingRulesResponse& response, std::vector<documents::Column> columns,
                            const Texts& texts) {
  documents::Table table{"posting_rules", std::move(columns), {}};
  for (const v1::PostingRule& rule : response.rules()) {
    documents::Row& row = table.rows.emplace_back();
    row.cells = {{rule.first_account()},      {rule.last_account()},
                 {rule.dimension()},          {rule.object()},
                 {LastPart(rule.activity())}, {rule.flow() == v1::FLOW_COST ? texts.cost : texts.revenue}};
    if (HasTypes(response)) row.cells.push_back({LastPart(rule.cost_type())});
  }
  return table;
}

documents::Document RulesDocument(const v1::GetPostingRulesResponse& response, const Texts& texts) {
  if (response.rules().empty()) return {{documents::Paragraphs{{texts.no_rules}, /*is_prose=*/false}}};
  std::vector<documents::Column> columns = {{"first_account", {texts.account_from}},
                                            {"last_account", {texts.account_to}},
                                            {"dimension", {texts.dimension}},
                                            {"object", {texts.object}},
                                            {"activity", {texts.activity}, documents::ColumnKind::kText, true},
                                            {"flow", {texts.flow}}};
  if (HasTypes(response)) columns.push_back({"cost_type", {texts.cost_type}});
  return {{RulesTable(response, std::move(columns), texts)}};
}

absl::Status Show(const RulesOptions&, Session& session) {
  const Texts& texts = session.texts();
  v1::GetPostingRulesRequest request;
  PROGNOS_ASSIGN_OR_RETURN(*request.mutable_organization(), session.Organization());
  PROGNOS_ASSIGN_OR_RETURN(const v1::GetPostingRulesResponse response,
                           session.Call(&LedgerStub::GetPostingRules, request));
  if (session.format() == Format::kJson) session.PrintJson(response);
  if (session.format() == Format::kCsv) {
    session.PrintCsv(RulesTable(response,
                                MachineColumns(absl::StrCat("konto_fran;konto_till;dimension;objekt;verksamhet;slag",
                                                            HasTypes(response) ? ";kostnadsslag" : "")),
                                texts));
  }
  if (session.prints_documents()) session.Print(RulesDocument(response, texts));
  return absl::OkStatus();
}

}  // namespace

void AddRulesCommand(Command& program) {
  const Texts& texts = program.texts();
  Command group = program.AddGroup("regler", "rules", texts.help_rules,
                                   "prognos regler satt konteringsregler.csv\n  prognos regler visa");
  Command set = group.Add("satt", "set", texts.help_rules_set, "prognos regler satt konteringsregler.csv");
  auto options = std::make_shared<RuleFileOptions>();
  set.Option(texts.type_file, options->file, texts.option_rules_file, nullptr, Need::kRequired);
  set.Option("--blad,--sheet", options->sheet, texts.option_sheet, texts.type_text);
  set.Flag("--kontrollera,--check", options->validate_only, texts.option_check);
  set.WhenChosen(options, Set);
  group.Add("visa", "show", texts.help_rules_show, "prognos regler visa --format csv > konteringsregler.csv")
      .WhenChosenToPrint(std::make_shared<RulesOptions>(), Show);
}

}  // namespace prognos::client
