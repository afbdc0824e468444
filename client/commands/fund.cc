// prognos bidrag, prognos projekt and prognos investering: money with a frame of its own.
#include "client/choices.h"
#include "client/command.h"
#include "client/followup_import.h"
#include "client/followup_withdrawal.h"
#include "client/fund_table.h"
#include "forecast/base/status_macros.h"
#include "prognos/v1/followup.grpc.pb.h"

namespace prognos::client {
namespace {

struct FundsOptions {
  v1::FundKind kind = v1::FUND_KIND_UNSPECIFIED;
  int year = 0;
  std::string until;
  std::string as_of;
};

struct FundFileOptions {
  v1::FollowUpTable table = v1::FOLLOW_UP_TABLE_UNSPECIFIED;
  FollowUpFile file;
};

// What each of the three is called on the command line and in help.
struct FundCommand {
  v1::FundKind kind;
  v1::FollowUpTable table;
  const char* name;
  const char* alias;
  const char* help;
  const char* help_set;
  const char* help_show;
  const char* option_file;
  const char* example;  // The id of one.
};

absl::Status Set(const FundFileOptions& options, Session& session) {
  return ImportFollowUp(options.file, options.table, session);
}

absl::Status Show(const FundsOptions& options, Session& session) {
  const Texts& texts = session.texts();
  v1::ListFundsRequest request;
  PROGNOS_RETURN_IF_ERROR(SetAsOf(options.as_of, session.Now(), texts, request));
  PROGNOS_ASSIGN_OR_RETURN(*request.mutable_organization(), session.Organization());
  request.set_kind(options.kind);
  request.set_year(options.year);
  request.set_until_month(options.until);
  PROGNOS_ASSIGN_OR_RETURN(const v1::ListFundsResponse response,
                           session.Call(&v1::FollowUpService::Stub::ListFunds, request));
  if (session.format() == Format::kJson) session.PrintJson(response);
  if (session.format() == Format::kCsv) session.PrintCsv(FundCsv(response, options.kind, options.year, texts));
  if (!session.prints_documents()) return absl::OkStatus();
  if (response.funds().empty()) {
    session.Print({{documents::Paragraphs{{texts.no_funds}, /*is_prose=*/false}}});
    return absl::OkStatus();
  }
  session.Print(FundDocument(response, options.kind, options.year, texts));
  return absl::OkStatus();
}

void AddOne(const FundCommand& one, Command& program) {
  const Texts& texts = program.texts();
  const std::string set_example = absl::StrCat("prognos ", one.name, " satt ", one.name, "-2022.csv --ar 2022");
  const std::string show_example = absl::StrCat("prognos ", one.name, " visa --ar 2022");
  Command group = program.AddGroup(one.name, one.alias, one.help, absl::StrCat(set_example, "\n  ", show_example));
  Command set = group.Add("satt", "set", one.help_set, set_example);
  auto options = std::make_shared<FundFileOptions>();
  options->table = one.table;
  set.Option(texts.type_file, options->file.file, one.option_file, nullptr, Need::kRequired);
  set.Option("--blad,--sheet", options->file.sheet, texts.option_sheet, texts.type_text);
  set.Year(options->file.year, Need::kRequired);
  set.Option("--till,--until", options->file.until, texts.option_used_until, texts.type_month);
  set.Flag("--kontrollera,--check", options->file.validate_only, texts.option_check);
  set.WhenChosenToPrint(options, Set);

  Command show = group.Add("visa", "show", one.help_show, show_example);
  auto shown = std::make_shared<FundsOptions>();
  shown->kind = one.kind;
  show.Year(shown->year, Need::kRequired);
  show.Option("--till,--until", shown->until, texts.option_until_month, texts.type_month);
  show.Option("--per,--as-of", shown->as_of, texts.option_as_of, texts.type_moment);
  show.WhenChosenToPrint(shown, Show);

  const bool has_years = one.kind == v1::FUND_KIND_INVESTMENT;
  AddWithdrawal(
      {"funds", texts.type_fund, texts.option_fund, v1::FOLLOW_UP_ITEM_KIND_FUND,
       has_years ? v1::FOLLOW_UP_ITEM_KIND_FUND_YEAR : v1::FOLLOW_UP_ITEM_KIND_UNSPECIFIED,
       v1::FOLLOW_UP_ITEM_KIND_FUND_USE,
       absl::StrCat("prognos ", one.name, " ta-bort ", one.example, " --manad 2022-08 --skal felskrivet"), one.kind},
      group);
}

}  // namespace

void AddFundCommands(Command& program) {
  const Texts& texts = program.texts();
  AddOne({v1::FUND_KIND_GRANT, v1::FOLLOW_UP_TABLE_GRANTS, "bidrag", "grant", texts.help_grant, texts.help_grant_set,
          texts.help_grant_show, texts.option_grant_file, "barnskyddsteam"},
         program);
  AddOne({v1::FUND_KIND_PROJECT, v1::FOLLOW_UP_TABLE_PROJECTS, "projekt", "project", texts.help_project,
          texts.help_project_set, texts.help_project_show, texts.option_project_file, "digitalisering"},
         program);
  AddOne({v1::FUND_KIND_INVESTMENT, v1::FOLLOW_UP_TABLE_INVESTMENTS, "investering", "investment", texts.help_investment,
          texts.help_investment_set, texts.help_investment_show, texts.option_investment_file, "inventarier"},
         program);
}

}  // namespace prognos::client
