// prognos kostnadsslag: sets and lists the cost types, the second dimension of the ledger.
#include "absl/strings/substitute.h"
#include "client/command.h"
#include "client/failure.h"
#include "client/local_file.h"
#include "client/machine_columns.h"
#include "client/request_id.h"
#include "client/session.h"
#include "forecast/base/number_format.h"
#include "forecast/base/status_macros.h"
#include "prognos/v1/ledger.grpc.pb.h"

namespace prognos::client {
namespace {

using LedgerStub = v1::LedgerService::Stub;

struct CostTypeFileOptions {
  std::string file;
  std::string sheet;
  bool validate_only = false;
};
struct CostTypesOptions {};

absl::Status SetCostTypes(const CostTypeFileOptions& options, Session& session) {
  const Texts& texts = session.texts();
  v1::ImportCostTypesRequest request;
  PROGNOS_ASSIGN_OR_RETURN(*request.mutable_content(), ReadFile(options.file, texts));
  request.set_sheet(options.sheet);
  PROGNOS_ASSIGN_OR_RETURN(*request.mutable_organization(), session.Organization());
  request.set_request_id(NewRequestId());
  request.set_validate_only(options.validate_only);
  const absl::StatusOr<v1::ImportCostTypesResponse> set = session.Call(&LedgerStub::ImportCostTypes, request);
  if (!set.ok()) return AboutFile(set.status(), options.file);
  if (session.format() == Format::kJson) {
    session.PrintJson(*set);
    return absl::OkStatus();
  }
  session.out() << absl::Substitute(
                       options.validate_only ? texts.cost_types_checked : texts.cost_types_set,
                       FormatCount(set->cost_types_size(), texts.one_cost_type, texts.cost_types, texts.language))
                << "\n";
  return absl::OkStatus();
}

documents::Table CostTypesTable(const v1::ListCostTypesResponse& list, std::vector<documents::Column> columns) {
  documents::Table table{"cost_types", std::move(columns), {}};
  for (const v1::CostType& type : list.cost_types()) {
    table.rows.push_back({{{LastPart(type.name())}, {type.display_name()}}});
  }
  return table;
}

absl::Status ListCostTypes(const CostTypesOptions&, Session& session) {
  const Texts& texts = session.texts();
  v1::ListCostTypesRequest request;
  PROGNOS_ASSIGN_OR_RETURN(*request.mutable_organization(), session.Organization());
  PROGNOS_ASSIGN_OR_RETURN(const v1::ListCostTypesResponse list, session.Call(&LedgerStub::ListCostTypes, request));
  if (session.format() == Format::kJson) session.PrintJson(list);
  if (session.format() == Format::kCsv) session.PrintCsv(CostTypesTable(list, MachineColumns("id;namn")));
  if (!session.prints_documents()) return absl::OkStatus();
  if (list.cost_types().empty()) {
    session.Print({{documents::Paragraphs{{texts.no_cost_types}, /*is_prose=*/false}}});
    return absl::OkStatus();
  }
  session.Print(
      {{CostTypesTable(list, {{"id", {"Id"}}, {"name", {texts.cost_type}, documents::ColumnKind::kText, true}})}});
  return absl::OkStatus();
}

}  // namespace

void AddCostTypeCommand(Command& program) {
  const Texts& texts = program.texts();
  Command group = program.AddGroup("kostnadsslag", "cost-type", texts.help_cost_types,
                                   "prognos kostnadsslag satt kostnadsslag.csv\n  prognos kostnadsslag lista");
  Command set = group.Add("satt", "set", texts.help_cost_types_set, "prognos kostnadsslag satt kostnadsslag.csv");
  auto options = std::make_shared<CostTypeFileOptions>();
  set.Option(texts.type_file, options->file, texts.option_cost_types_file, nullptr, Need::kRequired);
  set.Option("--blad,--sheet", options->sheet, texts.option_sheet, texts.type_text);
  set.Flag("--kontrollera,--check", options->validate_only, texts.option_check);
  set.WhenChosen(options, SetCostTypes);
  group.Add("lista", "list", texts.help_cost_types_list, "prognos kostnadsslag lista --format csv > kostnadsslag.csv")
      .WhenChosenToPrint(std::make_shared<CostTypesOptions>(), ListCostTypes);
}

}  // namespace prognos::client
