// prognos regler: sets and shows the posting rules (konteringsregler).
#include "absl/strings/substitute.h"
#include "client/command.h"
#include "client/failure.h"
#include "client/ledger_names.h"
#include "client/local_file.h"
#include "client/machine_columns.h"
#include "client/request_id.h"
#include "forecast/base/number_format.h"
#include "forecast/base/status_macros.h"
#include "forecast/interchange/posting_rules.h"
#include "prognos/v1/ledger.grpc.pb.h"

namespace prognos::client {
namespace {

using Stub = v1::LedgerService::Stub;

struct SetOptions {
  std::string file;
  bool validate_only = false;
};
struct ShowOptions {};

v1::PostingRule MessageFrom(const Rule& rule, const LedgerNames& names, FaultList& faults) {
  v1::PostingRule message;
  message.set_first_account(rule.first_account);
  message.set_last_account(rule.last_account);
  message.set_dimension(rule.dimension);
  message.set_object(rule.object_pattern);
  message.set_activity(RequireActivity(rule.activity, names, PlaceInFile(rule.line, "verksamhet"), faults));
  message.set_flow(rule.flow == Flow::kCost ? v1::FLOW_COST : v1::FLOW_REVENUE);
  return message;
}

absl::Status Set(const SetOptions& options, Session& session) {
  const Texts& texts = session.texts();
  PROGNOS_ASSIGN_OR_RETURN(const std::string bytes, ReadFile(options.file, texts));
  const absl::StatusOr<std::vector<Rule>> rules = ReadPostingRules(bytes);
  if (!rules.ok()) return FaultyFile(rules.status(), options.file, texts);
  PROGNOS_ASSIGN_OR_RETURN(const std::string organization, session.Organization());
  PROGNOS_ASSIGN_OR_RETURN(const LedgerNames names, LedgerNames::Fetch(session, organization));
  v1::SetPostingRulesRequest request;
  std::vector<int> lines;
  FaultList faults;
  for (const Rule& rule : *rules) {
    *request.add_rules() = MessageFrom(rule, names, faults);
    lines.push_back(rule.line);
  }
  if (!faults.empty()) return FaultyFile(faults.ToStatus(), options.file, texts);
  request.set_organization(organization);
  request.set_request_id(NewRequestId());
  request.set_validate_only(options.validate_only);
  PROGNOS_ASSIGN_OR_RETURN(const v1::SetPostingRulesResponse response,
                           session.Call(&Stub::SetPostingRules, request, lines));
  if (session.format() == Format::kJson) {
    session.PrintJson(response);
  } else {
    session.out() << absl::Substitute(options.validate_only ? texts.rules_checked : texts.rules_set,
                                      FormatCount(response.rules_size(), texts.one_rule, texts.rules, texts.language))
                  << "\n";
  }
  return absl::OkStatus();
}

documents::Table RulesTable(const v1::GetPostingRulesResponse& response, std::vector<documents::Column> columns,
                            const Texts& texts) {
  documents::Table table{"posting_rules", std::move(columns), {}};
  for (const v1::PostingRule& rule : response.rules()) {
    table.rows.push_back({{{rule.first_account()},
                           {rule.last_account()},
                           {rule.dimension()},
                           {rule.object()},
                           {LastPart(rule.activity())},
                           {rule.flow() == v1::FLOW_COST ? texts.cost : texts.revenue}}});
  }
  return table;
}

documents::Document RulesDocument(const v1::GetPostingRulesResponse& response, const Texts& texts) {
  if (response.rules().empty()) return {{documents::Paragraphs{{texts.no_rules}, /*is_prose=*/false}}};
  return {{RulesTable(response,
                      {{"first_account", {texts.account_from}},
                       {"last_account", {texts.account_to}},
                       {"dimension", {texts.dimension}},
                       {"object", {texts.object}},
                       {"activity", {texts.activity}, documents::ColumnKind::kText, true},
                       {"flow", {texts.flow}}},
                      texts)}};
}

absl::Status Show(const ShowOptions&, Session& session) {
  const Texts& texts = session.texts();
  v1::GetPostingRulesRequest request;
  PROGNOS_ASSIGN_OR_RETURN(*request.mutable_organization(), session.Organization());
  PROGNOS_ASSIGN_OR_RETURN(const v1::GetPostingRulesResponse response, session.Call(&Stub::GetPostingRules, request));
  if (session.format() == Format::kJson) session.PrintJson(response);
  if (session.format() == Format::kCsv) {
    session.PrintCsv(
        RulesTable(response, MachineColumns("konto_fran;konto_till;dimension;objekt;verksamhet;slag"), texts));
  }
  if (session.prints_documents()) session.Print(RulesDocument(response, texts));
  return absl::OkStatus();
}

}  // namespace

void AddRulesCommand(const Registry& registry) {
  const Texts& texts = registry.texts;
  CLI::App* group = AddCommandGroup(registry, "regler", "rules", texts.help_rules,
                                    "prognos regler satt konteringsregler.csv\n  prognos regler visa");
  CLI::App* set =
      AddCommand(*group, texts, "satt", "set", texts.help_rules_set, "prognos regler satt konteringsregler.csv");
  auto options = std::make_shared<SetOptions>();
  set->add_option(texts.type_file, options->file, texts.option_rules_file)->required();
  set->add_flag("--kontrollera,--check", options->validate_only, texts.option_check);
  WhenChosen(registry, set, options, Set);
  WhenChosenToPrint(registry,
                    AddCommand(*group, texts, "visa", "show", texts.help_rules_show,
                               "prognos regler visa --format csv > konteringsregler.csv"),
                    std::make_shared<ShowOptions>(), Show);
}

}  // namespace prognos::client
