// prognos budget flytta: activities stand elsewhere from a month on, or leave with their budget.
#include <memory>
#include <utility>

#include "absl/strings/str_split.h"
#include "absl/strings/substitute.h"
#include "client/budget_change.h"
#include "client/choices.h"
#include "client/command.h"
#include "client/failure.h"
#include "client/ledger_names.h"
#include "client/request_id.h"
#include "client/texts.h"
#include "forecast/base/month.h"
#include "forecast/base/status_macros.h"
#include "forecast/documents/table_tree.h"
#include "forecast/interchange/table_rows.h"
#include "prognos/v1/budget.grpc.pb.h"

namespace prognos::client {
namespace {

struct MoveOptions {
  std::vector<std::string> activities;
  std::string from_month;
  std::string decision_date;
  std::string description;
  std::string parent;
  bool top = false;
  bool leaves = false;
  std::string parts;  // "over.kostnad=1000000;boende.kostnad=1089000": out of series that stay.
  bool validate_only = false;
};

absl::Status ReadParts(const MoveOptions& options, const LedgerNames& names, const Texts& texts,
                       v1::MoveActivitiesRequest& request) {
  for (const absl::string_view part : absl::StrSplit(options.parts, ';', absl::SkipWhitespace())) {
    const std::pair<std::string, std::string> sides = absl::StrSplit(part, absl::MaxSplits('=', 1));
    const absl::StatusOr<int64_t> ore = ParseKronor(sides.second);
    if (!ore.ok()) return WrongUse(absl::Substitute(texts.bad_part, std::string(part)), texts.bad_part_advice);
    v1::SeriesPart& added = *request.add_parts();
    PROGNOS_ASSIGN_OR_RETURN(*added.mutable_series(), RequireSeries(sides.first, names, texts));
    added.set_amount_ore(*ore);
  }
  return absl::OkStatus();
}

absl::Status CheckMoveUse(const MoveOptions& options, const Texts& texts) {
  const int places =
      static_cast<int>(options.top) + static_cast<int>(options.leaves) + static_cast<int>(!options.parent.empty());
  if (options.activities.empty() && (options.parts.empty() || !options.leaves)) {
    return WrongUse(texts.move_what, texts.move_what_advice);
  }
  if (places != 1) return WrongUse(texts.move_to_one_place, texts.move_to_one_place_advice);
  if (!Month::Parse(options.from_month).ok()) {
    return WrongUse(absl::Substitute(texts.bad_month, options.from_month), texts.bad_month_advice);
  }
  return CheckDate(options.decision_date, "--beslutad", texts);
}

absl::StatusOr<v1::MoveActivitiesRequest> MoveRequest(const MoveOptions& options, const LedgerNames& names,
                                                      const Texts& texts) {
  v1::MoveActivitiesRequest request;
  request.set_organization(names.organization());
  request.set_first_month(options.from_month);
  request.set_decision_date(options.decision_date);
  request.set_description(options.description);
  request.set_validate_only(options.validate_only);
  request.set_request_id(NewRequestId());
  for (const std::string& activity : options.activities) {
    v1::ActivityMove& move = *request.add_moves();
    PROGNOS_ASSIGN_OR_RETURN(*move.mutable_activity(), RequireActivity(activity, names, texts));
    if (options.top) move.set_top(true);
    if (options.leaves) move.set_leaves(true);
    if (!options.parent.empty()) {
      PROGNOS_ASSIGN_OR_RETURN(*move.mutable_parent(), RequireActivity(options.parent, names, texts));
    }
  }
  PROGNOS_RETURN_IF_ERROR(ReadParts(options, names, texts, request));
  return request;
}

// What leaves, with what it takes along.
documents::Table LeavingTable(const v1::MoveActivitiesResponse& response, const LedgerNames& names,
                              const Texts& texts) {
  documents::Table table{"leaving",
                         {{"activity", {texts.activity}, documents::ColumnKind::kText, true},
                          {"net", {texts.net_capital}, documents::ColumnKind::kAmount, false, "tkr"}},
                         {}};
  const auto add = [&](const std::string& name, int64_t ore) {
    table.rows.push_back({.cells = {{name}, {documents::RoundedAmount(ore, documents::Tkr())}}});
  };
  for (const auto& leaving : response.leaving()) add(names.ActivityText(leaving.activity()), leaving.net_ore());
  if (response.parts_net_ore() != 0) add(texts.out_of_what_stays, response.parts_net_ore());
  add(texts.sum, 0);
  table.rows.back().is_sum = true;
  documents::RoundDownTheTree(table, 1);
  return table;
}

std::string PlaceText(const v1::ActivityMove& move, const LedgerNames& names, const Texts& texts) {
  if (move.leaves()) return texts.move_out;
  if (move.top()) return texts.move_to_top;
  return absl::Substitute(texts.move_below, names.ActivityText(move.parent()));
}

// "Jobbcenter flyttar från 2023-01: ut ur organisationen."
std::string MovedText(const v1::MoveActivitiesRequest& request, const MoveOptions& options, const LedgerNames& names,
                      const Texts& texts) {
  const char* const told = options.validate_only ? texts.move_checked : texts.move_done;
  if (request.moves().empty()) {
    return absl::Substitute(told, texts.move_only_money, options.from_month, texts.move_out);
  }
  std::vector<std::string> moved;
  for (const v1::ActivityMove& move : request.moves()) moved.push_back(names.ActivityText(move.activity()));
  return absl::Substitute(told, FirstNames(moved, texts), options.from_month,
                          PlaceText(request.moves(0), names, texts));
}

documents::Document MovedDocument(const v1::MoveActivitiesRequest& request, const v1::MoveActivitiesResponse& response,
                                  const MoveOptions& options, const LedgerNames& names, const Texts& texts) {
  documents::Document document{{documents::Paragraphs{{MovedText(request, options, names, texts)},
                                                      /*is_prose=*/false}}};
  if (response.budget().lines().empty()) return document;
  document.blocks.push_back(documents::Heading{3, texts.leaving_budget});
  document.blocks.push_back(LeavingTable(response, names, texts));
  documents::Document change = ChangeDocument(response.effect(), /*sets=*/false, names, texts);
  std::move(change.blocks.begin(), change.blocks.end(), std::back_inserter(document.blocks));
  return document;
}

absl::Status MoveBudget(const MoveOptions& options, Session& session) {
  const Texts& texts = session.texts();
  PROGNOS_RETURN_IF_ERROR(CheckMoveUse(options, texts));
  PROGNOS_ASSIGN_OR_RETURN(const std::string organization, session.Organization());
  PROGNOS_ASSIGN_OR_RETURN(const LedgerNames names, LedgerNames::Fetch(session, organization));
  PROGNOS_ASSIGN_OR_RETURN(const v1::MoveActivitiesRequest request, MoveRequest(options, names, texts));
  PROGNOS_ASSIGN_OR_RETURN(const v1::MoveActivitiesResponse response,
                           session.Call(&v1::BudgetService::Stub::MoveActivities, request));
  if (session.format() == Format::kJson) {
    session.PrintJson(response);
  } else {
    session.Print(MovedDocument(request, response, options, names, texts));
  }
  return absl::OkStatus();
}

}  // namespace

void AddBudgetMoveCommand(Command& group) {
  const Texts& texts = group.texts();
  Command move =
      group.Add("flytta", "move", texts.help_budget_move,
                "prognos budget flytta jobbcenter feriearbete --ut --fran 2023-01 --beslutad 2022-12-14\n"
                "  prognos budget flytta familjebehandling --till oppenvard --fran 2023-01 --beslutad 2022-12-14\n"
                "  prognos budget flytta --ut --ur \"boende.kostnad=1089000\" --fran 2023-01 --beslutad 2022-12-14");
  auto options = std::make_shared<MoveOptions>();
  move.Values(texts.type_activities, options->activities, texts.option_move_activities, Need::kOptional);
  move.Option("--fran,--from", options->from_month, texts.option_move_from, texts.type_month, Need::kRequired);
  move.Option("--beslutad,--decided", options->decision_date, texts.option_decided, texts.type_date, Need::kRequired);
  move.Option("--till,--to", options->parent, texts.option_move_to, texts.type_text);
  move.Flag("--overst,--top", options->top, texts.option_move_top);
  move.Flag("--ut,--out", options->leaves, texts.option_move_out);
  move.Option("--ur,--out-of", options->parts, texts.option_move_parts, texts.type_text);
  move.Option("--beskrivning,--description", options->description, texts.option_description, texts.type_text);
  move.Flag("--kontrollera,--check", options->validate_only, texts.option_check);
  move.WhenChosenToPrint(options, MoveBudget);
}

}  // namespace prognos::client
