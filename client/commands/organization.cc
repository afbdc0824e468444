// prognos organisation: create, show and list organizations; close and reopen a year.
#include <algorithm>
#include <utility>

#include "absl/strings/str_join.h"
#include "absl/strings/substitute.h"
#include "client/command.h"
#include "client/failure.h"
#include "client/forecast_tables.h"
#include "client/machine_columns.h"
#include "client/request_id.h"
#include "forecast/base/month_names.h"
#include "forecast/base/status_macros.h"
#include "prognos/v1/ledger.grpc.pb.h"

namespace prognos::client {
namespace {

using LedgerStub = v1::LedgerService::Stub;

struct NewOrganizationOptions {
  std::string id;
  std::string display_name;
};
struct OrganizationOptions {
  std::string id;  // Empty: as the common option says.
};
struct OrganizationsOptions {};
struct ClosingOptions {
  std::string id;
  int year = 0;
  std::string reason;  // Closing only.
};

struct RoundsOptions {
  std::string id;
  int march = 0;  // Months 1-11; 0: as it is.
  int spring = 0;
  int autumn = 0;
  int october = 0;
};

absl::StatusOr<std::string> Named(const std::string& id, Session& session) {
  return id.empty() ? session.Organization() : OrganizationName(id);
}

// "2020, 2021 (ny från maj)".
std::string ClosedYearsText(const v1::Organization& organization) {
  std::vector<std::string> years;
  for (const int year : organization.closed_years()) {
    const auto reason = organization.closing_reasons().find(year);
    years.push_back(absl::StrCat(
        year, reason == organization.closing_reasons().end() ? "" : absl::StrCat(" (", reason->second, ")")));
  }
  return absl::StrJoin(years, ", ");
}

// "vårprognos mars, höstprognos juni"; empty where all are as usual.
std::string RoundsText(const v1::Organization& organization, const Texts& texts) {
  std::vector<std::string> rounds;
  for (const v1::RoundMonths& one : organization.rounds()) {
    const std::string title = RoundTitle(one.round(), 0, texts);
    rounds.push_back(
        absl::StrCat(title.substr(0, title.rfind(' ')), " ", MonthName(one.last_known_month(), texts.language)));
  }
  return absl::StrJoin(rounds, ", ");
}

documents::Table OrganizationsTable(const std::vector<v1::Organization>& organizations,
                                    std::vector<documents::Column> columns, const Texts& texts) {
  documents::Table table{"organizations", std::move(columns), {}};
  for (const v1::Organization& organization : organizations) {
    table.rows.push_back({{{LastPart(organization.name())},
                           {organization.display_name()},
                           {ClosedYearsText(organization)},
                           {documents::Count{organization.ledger_position()}},
                           {RoundsText(organization, texts)}}});
  }
  return table;
}

void PrintOrganizations(const std::vector<v1::Organization>& organizations, Session& session) {
  const Texts& texts = session.texts();
  if (session.format() == Format::kCsv) {
    const std::string names =
        absl::StrJoin({"id", texts.csv_name, texts.csv_closed_years, texts.csv_rows, texts.csv_rounds}, ";");
    return session.PrintCsv(OrganizationsTable(organizations, MachineColumns(names), texts));
  }
  documents::Table table = OrganizationsTable(organizations,
                                              {{"id", {"Id"}},
                                               {"name", {texts.name}, documents::ColumnKind::kText, true},
                                               {"closed_years", {texts.closed_years}},
                                               {"ledger_rows", {texts.ledger_rows}, documents::ColumnKind::kCount},
                                               {"rounds", {texts.rounds_until}}},
                                              texts);
  const bool has_rounds = std::any_of(organizations.begin(), organizations.end(),
                                      [](const v1::Organization& one) { return !one.rounds().empty(); });
  if (!has_rounds) {  // As nearly everywhere.
    table.columns.pop_back();
    for (documents::Row& row : table.rows) row.cells.pop_back();
  }
  session.Print(documents::Document{{std::move(table)}});
}

// One organization, after a sentence about what was done with it (empty: none).
absl::Status PrintOrganization(const v1::Organization& organization, const std::string& sentence, Session& session) {
  if (session.format() == Format::kJson) {
    session.PrintJson(organization);
  } else if (session.format() == Format::kTable && !sentence.empty()) {
    session.out() << sentence << "\n";
  } else {
    PrintOrganizations({organization}, session);
  }
  return absl::OkStatus();
}

absl::Status Create(const NewOrganizationOptions& options, Session& session) {
  v1::CreateOrganizationRequest request;
  request.set_organization_id(options.id);
  request.mutable_organization()->set_display_name(options.display_name);
  request.set_request_id(NewRequestId());
  PROGNOS_ASSIGN_OR_RETURN(const v1::CreateOrganizationResponse response,
                           session.Call(&LedgerStub::CreateOrganization, request));
  return PrintOrganization(
      response.organization(),
      absl::Substitute(session.texts().organization_created, LastPart(response.organization().name()),
                       response.organization().display_name()),
      session);
}

absl::Status Show(const OrganizationOptions& options, Session& session) {
  v1::GetOrganizationRequest request;
  PROGNOS_ASSIGN_OR_RETURN(*request.mutable_name(), Named(options.id, session));
  PROGNOS_ASSIGN_OR_RETURN(const v1::GetOrganizationResponse response,
                           session.Call(&LedgerStub::GetOrganization, request));
  return PrintOrganization(response.organization(), "", session);
}

absl::Status List(const OrganizationsOptions&, Session& session) {
  v1::ListOrganizationsRequest request;
  v1::ListOrganizationsResponse all;
  do {
    PROGNOS_ASSIGN_OR_RETURN(const v1::ListOrganizationsResponse page,
                             session.Call(&LedgerStub::ListOrganizations, request));
    all.MergeFrom(page);
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  all.clear_next_page_token();
  if (session.format() == Format::kJson) {
    session.PrintJson(all);
  } else {
    PrintOrganizations({all.organizations().begin(), all.organizations().end()}, session);
  }
  return absl::OkStatus();
}

absl::Status CloseYear(const ClosingOptions& options, Session& session) {
  v1::CloseYearRequest request;
  PROGNOS_ASSIGN_OR_RETURN(*request.mutable_organization(), Named(options.id, session));
  request.set_year(options.year);
  request.set_reason(options.reason);
  request.set_request_id(NewRequestId());
  PROGNOS_ASSIGN_OR_RETURN(const v1::CloseYearResponse response, session.Call(&LedgerStub::CloseYear, request));
  return PrintOrganization(response.organization(), absl::Substitute(session.texts().year_closed, options.year),
                           session);
}

absl::Status ReopenYear(const ClosingOptions& options, Session& session) {
  v1::ReopenYearRequest request;
  PROGNOS_ASSIGN_OR_RETURN(*request.mutable_organization(), Named(options.id, session));
  request.set_year(options.year);
  request.set_request_id(NewRequestId());
  PROGNOS_ASSIGN_OR_RETURN(const v1::ReopenYearResponse response, session.Call(&LedgerStub::ReopenYear, request));
  return PrintOrganization(response.organization(), absl::Substitute(session.texts().year_reopened, options.year),
                           session);
}

absl::Status SetRounds(const RoundsOptions& options, Session& session) {
  const Texts& texts = session.texts();
  v1::SetRoundsRequest request;
  const std::pair<v1::Round, int> asked[] = {{v1::ROUND_MARCH, options.march},
                                             {v1::ROUND_SPRING, options.spring},
                                             {v1::ROUND_AUTUMN, options.autumn},
                                             {v1::ROUND_OCTOBER, options.october}};
  for (const auto& [round, month] : asked) {
    if (month == 0) continue;
    v1::RoundMonths& added = *request.add_rounds();
    added.set_round(round);
    added.set_last_known_month(month);
  }
  if (request.rounds().empty()) return WrongUse(texts.rounds_what, texts.rounds_what_advice);
  PROGNOS_ASSIGN_OR_RETURN(*request.mutable_organization(), Named(options.id, session));
  request.set_request_id(NewRequestId());
  PROGNOS_ASSIGN_OR_RETURN(const v1::SetRoundsResponse response, session.Call(&LedgerStub::SetRounds, request));
  return PrintOrganization(response.organization(),
                           absl::Substitute(texts.rounds_set, RoundsText(response.organization(), texts)), session);
}

void AddRoundsCommand(Command& group) {
  const Texts& texts = group.texts();
  Command rounds =
      group.Add("omgangar", "rounds", texts.help_rounds, "prognos organisation omgangar exempelby --var 3 --host 6");
  auto options = std::make_shared<RoundsOptions>();
  rounds.Option("ID", options->id, texts.option_organization_shown);
  rounds.Option("--mars,--march", options->march, texts.option_round_month, texts.type_number);
  rounds.Option("--var,--spring", options->spring, texts.option_round_month, texts.type_number);
  rounds.Option("--host,--autumn", options->autumn, texts.option_round_month, texts.type_number);
  rounds.Option("--oktober,--october", options->october, texts.option_round_month, texts.type_number);
  rounds.WhenChosen(options, SetRounds);
}

void AddYearCommand(Command command, absl::Status (*run)(const ClosingOptions&, Session&),
                    std::shared_ptr<ClosingOptions> options = std::make_shared<ClosingOptions>()) {
  command.Option("ID", options->id, command.texts().option_organization_shown);
  command.Year(options->year, Need::kRequired);
  command.WhenChosen(options, run);
}

}  // namespace

void AddOrganizationCommand(Command& program) {
  const Texts& texts = program.texts();
  Command group = program.AddGroup("organisation", "organization", texts.help_organization,
                                   "prognos organisation skapa exempelby --namn \"Exempelby socialnämnd\"\n"
                                   "  prognos organisation stang-ar exempelby --ar 2021");

  Command create = group.Add("skapa", "create", texts.help_organization_create,
                             "prognos organisation skapa exempelby --namn \"Exempelby socialnämnd\"");
  auto create_options = std::make_shared<NewOrganizationOptions>();
  create.Option("ID", create_options->id, texts.option_organization_id, nullptr, Need::kRequired);
  create.Option("--namn,--name", create_options->display_name, texts.option_display_name, texts.type_text,
                Need::kRequired);
  create.WhenChosen(create_options, Create);

  Command show = group.Add("visa", "show", texts.help_organization_show, "prognos organisation visa exempelby");
  auto show_options = std::make_shared<OrganizationOptions>();
  show.Option("ID", show_options->id, texts.option_organization_shown);
  show.WhenChosenToPrint(show_options, Show);
  group.Add("lista", "list", texts.help_organization_list, "prognos organisation lista")
      .WhenChosenToPrint(std::make_shared<OrganizationsOptions>(), List);
  AddRoundsCommand(group);
  Command close =
      group.Add("stang-ar", "close-year", texts.help_close_year, "prognos organisation stang-ar exempelby --ar 2021");
  auto close_options = std::make_shared<ClosingOptions>();
  close.Option("--skal,--reason", close_options->reason, texts.option_reason, texts.type_text);
  AddYearCommand(close, CloseYear, close_options);
  AddYearCommand(
      group.Add("oppna-ar", "reopen-year", texts.help_reopen_year, "prognos organisation oppna-ar exempelby --ar 2021"),
      ReopenYear);
}

}  // namespace prognos::client
