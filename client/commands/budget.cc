// prognos budget: shows a year's budget; its decisions are in budget_decide.cc.
#include <array>
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/substitute.h"
#include "client/budget_plan.h"
#include "client/budget_table.h"
#include "client/budget_types.h"
#include "client/choices.h"
#include "client/command.h"
#include "client/ledger_names.h"
#include "client/machine_columns.h"
#include "forecast/base/status_macros.h"
#include "prognos/v1/budget.grpc.pb.h"

namespace prognos::client {
namespace {

using Stub = v1::BudgetService::Stub;

struct ShowOptions {
  int year = 0;
  std::string date;
  std::string as_of;
  bool by_type = false;
};

constexpr std::array<const char*, 12> kMonthColumns = {"jan", "feb", "mar", "apr", "maj", "jun",
                                                       "jul", "aug", "sep", "okt", "nov", "dec"};

// In the form that `budget satt` reads.
void PrintBudgetCsv(const v1::GetBudgetResponse& budget, Session& session) {
  const auto kronor = [](int64_t ore) { return documents::Cell{documents::RoundedAmount(ore, documents::Kronor())}; };
  const bool has_types = HasBudgetTypes(budget);
  documents::Table table{"budget",
                         MachineColumns(absl::StrCat("verksamhet;slag;", has_types ? "kostnadsslag;" : "",
                                                     "belopp;periodisering;", absl::StrJoin(kMonthColumns, ";"))),
                         {}};
  for (const v1::BudgetLine& line : budget.lines()) {
    const char* flow = IsCostSeries(line.series()) ? "kostnad" : "intakt";
    std::vector<documents::Cell> cells = {{LastPart(ActivityOfSeries(line.series()))}, {flow}};
    if (has_types) cells.push_back({SeriesCostType(line.series())});
    cells.push_back(kronor(line.amount_ore()));
    cells.push_back({"manader"});
    for (int64_t ore : line.monthly_amounts_ore()) cells.push_back(kronor(ore));
    table.rows.push_back({.cells = std::move(cells)});
  }
  session.PrintCsv(table);
}

absl::Status Show(const ShowOptions& options, Session& session) {
  const Texts& texts = session.texts();
  v1::GetBudgetRequest request;
  if (!options.date.empty()) PROGNOS_RETURN_IF_ERROR(CheckDate(options.date, "--datum", texts));
  PROGNOS_RETURN_IF_ERROR(SetAsOf(options.as_of, session.Now(), texts, request));
  PROGNOS_ASSIGN_OR_RETURN(const std::string organization, session.Organization());
  request.set_organization(organization);
  request.set_year(options.year);
  request.set_date(options.date);
  PROGNOS_ASSIGN_OR_RETURN(const v1::GetBudgetResponse budget, session.Call(&Stub::GetBudget, request));
  if (session.format() == Format::kJson) session.PrintJson(budget);
  if (session.format() == Format::kCsv) PrintBudgetCsv(budget, session);
  if (!session.prints_documents()) return absl::OkStatus();
  if (budget.lines().empty()) {
    session.Print({{documents::Paragraphs{{absl::Substitute(texts.no_budget, options.year)}, /*is_prose=*/false}}});
    return absl::OkStatus();
  }
  PROGNOS_ASSIGN_OR_RETURN(const LedgerNames names, LedgerNames::FetchOfYear(session, organization, options.year));
  session.Print(BudgetDocument(budget, names, options.year, texts, options.by_type));
  return absl::OkStatus();
}

struct BudgetYearsOptions {
  int year = 0;
  bool by_type = false;
};

// The budgets of the year and of the year before as they stand, whatever the dates of their decisions.
struct TwoYears {
  v1::GetBudgetResponse budget;
  v1::GetBudgetResponse year_before;
};

absl::StatusOr<TwoYears> ReadTwoYears(const std::string& organization, int year, Session& session) {
  TwoYears years;
  v1::GetBudgetRequest request;
  request.set_organization(organization);
  request.set_year(year);
  request.set_with_version_lines(true);
  PROGNOS_ASSIGN_OR_RETURN(years.budget, session.Call(&Stub::GetBudget, request));
  request.set_year(year - 1);
  request.set_with_version_lines(false);
  PROGNOS_ASSIGN_OR_RETURN(years.year_before, session.Call(&Stub::GetBudget, request));
  return years;
}

absl::Status PrintTwoYears(const BudgetYearsOptions& options, Session& session, const char* title,
                           documents::Table (*table)(const TwoYears&, const LedgerNames&, const BudgetYearsOptions&,
                                                     const Texts&)) {
  const Texts& texts = session.texts();
  PROGNOS_ASSIGN_OR_RETURN(const std::string organization, session.Organization());
  PROGNOS_ASSIGN_OR_RETURN(const TwoYears years, ReadTwoYears(organization, options.year, session));
  if (years.budget.lines().empty()) {
    session.Print({{documents::Paragraphs{{absl::Substitute(texts.no_budget, options.year)}, /*is_prose=*/false}}});
    return absl::OkStatus();
  }
  PROGNOS_ASSIGN_OR_RETURN(const LedgerNames names, LedgerNames::FetchOfYear(session, organization, options.year));
  documents::Table made = table(years, names, options, texts);
  if (session.format() == Format::kCsv) {
    session.PrintCsv(made);
    return absl::OkStatus();
  }
  documents::Document document;
  document.blocks.push_back(documents::Heading{1, absl::Substitute(title, options.year, options.year - 1)});
  document.blocks.push_back(std::move(made));
  document.blocks.push_back(documents::Paragraphs{{texts.plus_is_a_larger_budget}, /*is_prose=*/true});
  if (options.by_type && !HasBudgetTypes(years.budget) && !HasBudgetTypes(years.year_before)) {
    document.blocks.push_back(documents::Paragraphs{{texts.no_types_budgeted}});
  }
  session.Print(document);
  return absl::OkStatus();
}

absl::Status Plan(const BudgetYearsOptions& options, Session& session) {
  return PrintTwoYears(
      options, session, session.texts().plan_title,
      [](const TwoYears& years, const LedgerNames& names, const BudgetYearsOptions& of, const Texts& texts) {
        return PlanTable(years.budget, years.year_before, names, of.year, of.by_type, texts);
      });
}

absl::Status Bridge(const BudgetYearsOptions& options, Session& session) {
  return PrintTwoYears(
      options, session, session.texts().bridge_title,
      [](const TwoYears& years, const LedgerNames& names, const BudgetYearsOptions& of, const Texts& texts) {
        return BridgeTable(years.budget, years.year_before, names, of.year, of.by_type, texts);
      });
}

void AddComparisons(Command& group) {
  const Texts& texts = group.texts();
  Command plan = group.Add("plan", nullptr, texts.help_budget_plan, "prognos budget plan --ar 2023");
  auto options = std::make_shared<BudgetYearsOptions>();
  plan.Year(options->year, Need::kRequired);
  plan.Flag("--varav,--of-which", options->by_type, texts.option_of_which);
  plan.WhenChosenToPrint(options, Plan);
  Command bridge = group.Add("brygga", "bridge", texts.help_budget_bridge, "prognos budget brygga --ar 2023");
  auto bridged = std::make_shared<BudgetYearsOptions>();
  bridge.Year(bridged->year, Need::kRequired);
  bridge.Flag("--varav,--of-which", bridged->by_type, texts.option_of_which);
  bridge.WhenChosenToPrint(bridged, Bridge);
}

}  // namespace

void AddBudgetCommand(Command& program) {
  const Texts& texts = program.texts();
  Command group =
      program.AddGroup("budget", nullptr, texts.help_budget,
                       "prognos budget satt budget-2022.csv --ar 2022 --beslutad 2021-12-15\n"
                       "  prognos budget tillagg --beslutad 2022-08-25 --serie vuxen.kostnad --belopp 7000tkr\n"
                       "  prognos budget visa --ar 2022");
  AddBudgetDecisionCommands(group);
  AddBudgetIndexCommand(group);
  AddBudgetMoveCommand(group);
  AddBudgetWithdrawCommand(group);
  Command show = group.Add("visa", "show", texts.help_budget_show, "prognos budget visa --ar 2022 --datum 2022-08-31");
  auto options = std::make_shared<ShowOptions>();
  show.Year(options->year, Need::kRequired);
  show.Option("--datum,--date", options->date, texts.option_budget_date, texts.type_date);
  show.Option("--per,--as-of", options->as_of, texts.option_as_of, texts.type_moment);
  show.Flag("--varav,--of-which", options->by_type, texts.option_of_which);
  show.WhenChosenToPrint(options, Show);
  AddComparisons(group);
}

}  // namespace prognos::client
