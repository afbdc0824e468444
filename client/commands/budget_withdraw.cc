// prognos budget dra-tillbaka: takes a budget decision out of what counts.
#include <iterator>

#include "absl/strings/str_cat.h"
#include "absl/strings/substitute.h"
#include "client/budget_change.h"
#include "client/command.h"
#include "client/ledger_names.h"
#include "client/request_id.h"
#include "forecast/base/status_macros.h"
#include "prognos/v1/budget.grpc.pb.h"

namespace prognos::client {
namespace {

struct WithdrawBudgetOptions {
  int year = 0;
  int version = 0;
  std::string reason;
  bool validate_only = false;
};

absl::Status WithdrawBudget(const WithdrawBudgetOptions& options, Session& session) {
  const Texts& texts = session.texts();
  v1::WithdrawBudgetRequest request;
  PROGNOS_ASSIGN_OR_RETURN(*request.mutable_organization(), session.Organization());
  request.set_year(options.year);
  request.set_version(options.version);
  request.set_reason(options.reason);
  request.set_request_id(NewRequestId());
  request.set_validate_only(options.validate_only);
  PROGNOS_ASSIGN_OR_RETURN(const LedgerNames names, LedgerNames::Fetch(session, request.organization()));
  PROGNOS_ASSIGN_OR_RETURN(const v1::WithdrawBudgetResponse response,
                           session.Call(&v1::BudgetService::Stub::WithdrawBudget, request));
  if (session.format() == Format::kJson) {
    session.PrintJson(response);
    return absl::OkStatus();
  }
  const v1::BudgetVersion& budget = response.budget();
  const char* const what = options.validate_only ? texts.budget_would_be_withdrawn : texts.budget_withdrawn;
  documents::Document document{
      {documents::Paragraphs{{absl::Substitute(what, budget.version(), budget.year(), budget.description())},
                             /*is_prose=*/false}}};
  documents::Document change = ChangeDocument(response.effect(), /*sets=*/false, names, texts);
  std::move(change.blocks.begin(), change.blocks.end(), std::back_inserter(document.blocks));
  session.Print(document);
  return absl::OkStatus();
}

}  // namespace

void AddBudgetWithdrawCommand(Command& group) {
  const Texts& texts = group.texts();
  Command command = group.Add("dra-tillbaka", "withdraw", texts.help_budget_withdraw,
                              "prognos budget dra-tillbaka --ar 2022 --nummer 3 --skal \"registrerades dubbelt\"");
  auto options = std::make_shared<WithdrawBudgetOptions>();
  command.Year(options->year, Need::kRequired);
  command.Option("--nummer,--number", options->version, texts.option_budget_version, texts.type_number);
  command.Option("--skal,--reason", options->reason, texts.option_withdrawn_because, texts.type_text, Need::kRequired);
  command.Flag("--kontrollera,--check", options->validate_only, texts.option_check);
  command.WhenChosenToPrint(options, WithdrawBudget);
}

}  // namespace prognos::client
