// prognos regler: sets and shows the posting rules (konteringsregler).
#include "absl/strings/str_split.h"
#include "absl/strings/substitute.h"
#include "client/choices.h"
#include "client/command.h"
#include "client/failure.h"
#include "client/ledger_names.h"
#include "client/local_file.h"
#include "client/request_id.h"
#include "forecast/base/status_macros.h"
#include "prognos/v1/ledger.grpc.pb.h"

namespace prognos::client {
namespace {

using Stub = v1::LedgerService::Stub;

struct SetOptions {
  std::string file;
  bool validate_only = false;
};
struct ShowOptions {};

struct Columns {
  int account = -1;  // "4000-4999" or "4000"; or else the two below.
  int first_account = -1;
  int last_account = -1;
  int dimension = -1;
  int object = -1;
  int activity = -1;
  int flow = -1;
};

Columns FindColumns(const DelimitedFile& file, FaultList& faults) {
  Columns columns;
  columns.account = file.Find({"konto", "account"});
  if (columns.account < 0) {
    columns.first_account = file.Require({"konto_fran", "fran_konto", "first_account"}, faults);
    columns.last_account = file.Find({"konto_till", "till_konto", "last_account"});
  }
  columns.dimension = file.Find({"dimension"});
  columns.object = file.Find({"objekt", "object"});
  columns.activity = file.Require({"verksamhet", "activity"}, faults);
  columns.flow = file.Require({"slag", "flow"}, faults);
  return columns;
}

void SetAccounts(const DelimitedRow& row, const Columns& columns, v1::PostingRule& rule) {
  std::string first = DelimitedFile::Field(row, columns.first_account);
  std::string last = DelimitedFile::Field(row, columns.last_account);
  if (columns.account >= 0) {
    const std::pair<std::string, std::string> range =
        absl::StrSplit(DelimitedFile::Field(row, columns.account), absl::MaxSplits('-', 1));
    first = std::string(absl::StripAsciiWhitespace(range.first));
    last = std::string(absl::StripAsciiWhitespace(range.second));
  }
  rule.set_first_account(first);
  rule.set_last_account(last.empty() ? first : last);
}

void ReadRule(const DelimitedRow& row, const Columns& columns, const std::string& organization, v1::PostingRule& rule,
              FaultList& faults) {
  SetAccounts(row, columns, rule);
  rule.set_dimension(DelimitedFile::Field(row, columns.dimension));
  rule.set_object(DelimitedFile::Field(row, columns.object));
  rule.set_activity(ResourceName(organization, "activities", DelimitedFile::Field(row, columns.activity)));
  const std::string flow = DelimitedFile::Field(row, columns.flow);
  rule.set_flow(ReadFlow(flow).value_or(v1::FLOW_UNSPECIFIED));
  if (rule.flow() == v1::FLOW_UNSPECIFIED) {
    faults.Add(PlaceInFile(row.line, "slag"), FaultReason::kUnknown, flow, "is neither kostnad nor intakt");
  }
}

absl::Status Set(const SetOptions& options, Session& session) {
  const Texts& texts = session.texts();
  PROGNOS_ASSIGN_OR_RETURN(const DelimitedFile file, ReadDelimitedFile(options.file, texts));
  PROGNOS_ASSIGN_OR_RETURN(const std::string organization, session.Organization());
  v1::SetPostingRulesRequest request;
  std::vector<int> lines;
  FaultList faults;
  const Columns columns = FindColumns(file, faults);
  if (!faults.empty()) return FaultyFile(faults.ToStatus(), options.file, texts);
  for (const DelimitedRow& row : file.rows()) {
    ReadRule(row, columns, organization, *request.add_rules(), faults);
    lines.push_back(row.line);
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
                                      response.rules_size())
                  << "\n";
  }
  return absl::OkStatus();
}

std::vector<std::string> Fields(const v1::PostingRule& rule, const Texts& texts) {
  return {rule.first_account(), rule.last_account(),       rule.dimension(),
          rule.object(),        LastPart(rule.activity()), rule.flow() == v1::FLOW_COST ? texts.cost : texts.revenue};
}

absl::Status Show(const ShowOptions&, Session& session) {
  const Texts& texts = session.texts();
  v1::GetPostingRulesRequest request;
  PROGNOS_ASSIGN_OR_RETURN(*request.mutable_organization(), session.Organization());
  PROGNOS_ASSIGN_OR_RETURN(const v1::GetPostingRulesResponse response, session.Call(&Stub::GetPostingRules, request));
  if (session.format() == Format::kJson) {
    session.PrintJson(response);
    return absl::OkStatus();
  }
  std::vector<std::vector<std::string>> rows;
  for (const v1::PostingRule& rule : response.rules()) rows.push_back(Fields(rule, texts));
  if (session.format() == Format::kCsv) {
    session.PrintCsv({"konto_fran", "konto_till", "dimension", "objekt", "verksamhet", "slag"}, rows);
    return absl::OkStatus();
  }
  if (rows.empty()) session.out() << texts.no_rules << "\n";
  Table table;
  table.columns = {{{texts.account_from}, Align::kLeft},   {{texts.account_to}, Align::kLeft},
                   {{texts.dimension}, Align::kLeft},      {{texts.object}, Align::kLeft},
                   {{texts.activity}, Align::kLeft, true}, {{texts.flow}, Align::kLeft}};
  for (const auto& row : rows) table.rows.push_back({{row[0]}, {row[1]}, {row[2]}, {row[3]}, {row[4]}, {row[5]}});
  if (!rows.empty()) session.Print(table);
  return absl::OkStatus();
}

}  // namespace

void AddRulesCommand(const Registry& registry) {
  const Texts& texts = registry.texts;
  CLI::App* group = AddCommandGroup(registry, "regler", "rules", texts.help_rules);
  CLI::App* set =
      AddCommand(*group, texts, "satt", "set", texts.help_rules_set, "prognos regler satt konteringsregler.csv");
  auto options = std::make_shared<SetOptions>();
  set->add_option(texts.type_file, options->file, texts.option_rules_file)->required();
  set->add_flag("--kontrollera,--check", options->validate_only, texts.option_check);
  WhenChosen(registry, set, options, Set);
  WhenChosen(registry,
             AddCommand(*group, texts, "visa", "show", texts.help_rules_show,
                        "prognos regler visa --format csv > konteringsregler.csv"),
             std::make_shared<ShowOptions>(), Show);
}

}  // namespace prognos::client
