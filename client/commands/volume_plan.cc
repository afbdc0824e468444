// prognos volymplan: volumes that are planned month by month, against what came.
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/substitute.h"
#include "client/choices.h"
#include "client/command.h"
#include "client/followup_import.h"
#include "client/followup_withdrawal.h"
#include "client/followup_words.h"
#include "client/ledger_names.h"
#include "client/machine_columns.h"
#include "forecast/base/status_macros.h"
#include "prognos/v1/followup.grpc.pb.h"

namespace prognos::client {
namespace {

struct ShowPlansOptions {
  int year = 0;
  std::string until;
  std::string as_of;
};

absl::Status SetPlans(const FollowUpFile& options, Session& session) {
  return ImportFollowUp(options, v1::FOLLOW_UP_TABLE_VOLUME_PLANS, session);
}

documents::Document PlanDocument(const v1::ListVolumePlansResponse& plans, int year, const LedgerNames& names,
                                 const Texts& texts) {
  using documents::ColumnKind;
  documents::Table table{"volume_plan",
                         {{"activity", {texts.activity}, ColumnKind::kText, true},
                          {"volume", {texts.volume_capital}},
                          {"planned", {texts.plan_year}, ColumnKind::kNumber},
                          {"known_until", {texts.known_until}, ColumnKind::kText},
                          {"planned_to_date", {texts.plan_to_date}, ColumnKind::kNumber},
                          {"actual_to_date", {texts.actual}, ColumnKind::kNumber},
                          {"gap", {texts.gap}, ColumnKind::kNumber},
                          {"left", {texts.left}, ColumnKind::kNumber},
                          {"pace_needed", {texts.pace_needed_1, texts.pace_needed_2}, ColumnKind::kNumber}},
                         {}};
  for (const v1::VolumePlanStanding& one : plans.plans()) {
    const documents::Cell pace =
        one.has_pace_needed() ? documents::Cell{ThousandthsShown(one.pace_needed())} : documents::Cell{};
    table.rows.push_back({.cells = {{names.SeriesActivityText(one.plan().series())},
                                    {names.SeriesText(one.plan().series(), texts)},
                                    {ThousandthsShown(one.planned())},
                                    {one.newest_month()},
                                    {ThousandthsShown(one.planned_to_date())},
                                    {ThousandthsShown(one.actual_to_date())},
                                    {ThousandthsShown(one.gap()), one.gap() < 0},
                                    {ThousandthsShown(one.left())},
                                    pace}});
  }
  return {{documents::Heading{1, absl::Substitute(texts.volume_plan_title, year)}, std::move(table)}};
}

// In the form that `volymplan satt` reads.
documents::Table PlanCsv(const v1::ListVolumePlansResponse& plans, const Texts& texts) {
  documents::Table table{
      "volume_plan", MachineColumns("verksamhet;slag;jan;feb;mar;apr;maj;jun;jul;aug;sep;okt;nov;dec;kommentar"), {}};
  for (const v1::VolumePlanStanding& one : plans.plans()) {
    const std::string id = LastPart(one.plan().series());
    const size_t point = id.rfind('.');
    documents::Row& row = table.rows.emplace_back();
    row.cells = {{id.substr(0, point)}, {id.substr(point + 1)}};
    for (const int64_t planned : one.plan().planned()) row.cells.push_back({ThousandthsText(planned, texts)});
    row.cells.push_back({one.plan().comment()});
  }
  return table;
}

absl::Status ShowPlans(const ShowPlansOptions& options, Session& session) {
  const Texts& texts = session.texts();
  v1::ListVolumePlansRequest request;
  PROGNOS_RETURN_IF_ERROR(SetAsOf(options.as_of, session.Now(), texts, request));
  PROGNOS_ASSIGN_OR_RETURN(const std::string organization, session.Organization());
  request.set_organization(organization);
  request.set_year(options.year);
  request.set_until_month(options.until);
  PROGNOS_ASSIGN_OR_RETURN(const v1::ListVolumePlansResponse response,
                           session.Call(&v1::FollowUpService::Stub::ListVolumePlans, request));
  if (session.format() == Format::kJson) session.PrintJson(response);
  if (session.format() == Format::kCsv) session.PrintCsv(PlanCsv(response, texts));
  if (!session.prints_documents()) return absl::OkStatus();
  if (response.plans().empty()) {
    const std::string told = absl::Substitute(texts.no_volume_plans, options.year);
    session.Print({{documents::Paragraphs{{told}, /*is_prose=*/false}}});
    return absl::OkStatus();
  }
  PROGNOS_ASSIGN_OR_RETURN(const LedgerNames names, LedgerNames::Fetch(session, organization));
  session.Print(PlanDocument(response, options.year, names, texts));
  return absl::OkStatus();
}

}  // namespace

void AddVolumePlanCommand(Command& program) {
  const Texts& texts = program.texts();
  Command group = program.AddGroup("volymplan", "volume-plan", texts.help_volume_plan,
                                   "prognos volymplan satt volymplan-2022.csv --ar 2022\n"
                                   "  prognos volymplan visa --ar 2022 --till 2022-08");
  Command set =
      group.Add("satt", "set", texts.help_volume_plan_set, "prognos volymplan satt volymplan-2022.csv --ar 2022");
  auto file = std::make_shared<FollowUpFile>();
  set.Option(texts.type_file, file->file, texts.option_volume_plan_file, nullptr, Need::kRequired);
  set.Option("--blad,--sheet", file->sheet, texts.option_sheet, texts.type_text);
  set.Year(file->year, Need::kRequired);
  set.Flag("--kontrollera,--check", file->validate_only, texts.option_check);
  set.WhenChosenToPrint(file, SetPlans);

  Command show = group.Add("visa", "show", texts.help_volume_plan_show, "prognos volymplan visa --ar 2022");
  auto shown = std::make_shared<ShowPlansOptions>();
  show.Year(shown->year, Need::kRequired);
  show.Option("--till,--until", shown->until, texts.option_until_month, texts.type_month);
  show.Option("--per,--as-of", shown->as_of, texts.option_as_of, texts.type_moment);
  show.WhenChosenToPrint(shown, ShowPlans);

  AddWithdrawal({"series", texts.type_series, texts.option_planned_series, v1::FOLLOW_UP_ITEM_KIND_UNSPECIFIED,
                 v1::FOLLOW_UP_ITEM_KIND_VOLUME_PLAN, v1::FOLLOW_UP_ITEM_KIND_UNSPECIFIED,
                 "prognos volymplan ta-bort ensamkommande.mottagna --ar 2022 --skal \"fel verksamhet\""},
                group);
}

}  // namespace prognos::client
