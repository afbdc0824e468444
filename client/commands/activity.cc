// prognos verksamhet: loads and lists the tree of activities and their series.
#include <string>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/substitute.h"
#include "client/command.h"
#include "client/failure.h"
#include "client/ledger_names.h"
#include "client/local_file.h"
#include "client/machine_columns.h"
#include "client/request_id.h"
#include "forecast/base/number_format.h"
#include "forecast/base/status_macros.h"
#include "forecast/interchange/cell_values.h"
#include "prognos/v1/ledger.grpc.pb.h"

namespace prognos::client {
namespace {

using LedgerStub = v1::LedgerService::Stub;

struct ActivityFileOptions {
  std::string file;
  std::string sheet;
  bool validate_only = false;
};
struct ActivitiesOptions {};
struct DeleteActivityOptions {
  std::string activity;
  bool validate_only = false;
};

absl::Status Load(const ActivityFileOptions& options, Session& session) {
  const Texts& texts = session.texts();
  v1::ImportActivitiesRequest request;
  PROGNOS_ASSIGN_OR_RETURN(*request.mutable_content(), ReadFile(options.file, texts));
  request.set_sheet(options.sheet);
  PROGNOS_ASSIGN_OR_RETURN(*request.mutable_organization(), session.Organization());
  request.set_request_id(NewRequestId());
  request.set_validate_only(options.validate_only);
  const absl::StatusOr<v1::ImportActivitiesResponse> loaded = session.Call(&LedgerStub::ImportActivities, request);
  if (!loaded.ok()) return AboutFile(loaded.status(), options.file);
  if (session.format() == Format::kJson) {
    session.PrintJson(*loaded);
    return absl::OkStatus();
  }
  session.out() << absl::Substitute(
                       options.validate_only ? texts.activities_checked : texts.activities_loaded,
                       FormatCount(loaded->activities_size(), texts.one_activity, texts.activities, texts.language),
                       FormatCount(loaded->series_size(), texts.one_series, texts.series_count, texts.language))
                << "\n";
  return absl::OkStatus();
}

// The word that the service would read.
std::string UnitWord(const v1::Series& series) {
  return FoldedName(series.display_name()) == series.unit() ? series.display_name() : series.unit();
}

// "kostnad+intakt+hushåll": as the file to load writes it.
std::string SeriesField(const std::string& activity, const LedgerNames& names) {
  std::vector<std::string> words;
  for (const v1::Series& series : names.series()) {
    if (series.activity() != activity || !series.cost_type().empty()) continue;
    words.push_back(series.flow() == v1::FLOW_COST      ? "kostnad"
                    : series.flow() == v1::FLOW_REVENUE ? "intakt"
                                                        : UnitWord(series));
  }
  return absl::StrJoin(words, "+");
}

std::string SeriesText(const std::string& activity, const LedgerNames& names, const Texts& texts) {
  std::vector<std::string> words;
  for (const v1::Series& series : names.series()) {
    if (series.activity() != activity || !series.cost_type().empty()) continue;
    words.push_back(series.flow() == v1::FLOW_COST      ? texts.cost
                    : series.flow() == v1::FLOW_REVENUE ? texts.revenue
                                                        : UnitWord(series));
  }
  return absl::StrJoin(words, ", ");
}

std::string MoveText(const v1::ActivityMove& move, const LedgerNames& names, const Texts& texts) {
  const std::string place = move.leaves() ? texts.move_out
                            : move.parent().empty()
                                ? texts.move_to_top
                                : absl::Substitute(texts.move_below, names.ActivityText(move.parent()));
  return absl::Substitute(texts.move_line, names.ActivityText(move.activity()), move.first_month(), place);
}

documents::Document TreeDocument(const LedgerNames& names, const Texts& texts) {
  documents::Table table{
      "activities",
      {{"activity", {texts.activity}, documents::ColumnKind::kText, true}, {"id", {"Id"}}, {"series", {texts.series}}},
      {}};
  for (const v1::Activity& activity : names.activities()) {
    const std::string name = activity.own_frame() ? absl::Substitute(texts.with_own_frame, activity.display_name())
                                                  : activity.display_name();
    table.rows.push_back({.cells = {{name}, {LastPart(activity.name())}, {SeriesText(activity.name(), names, texts)}},
                          .level = names.Depth(activity)});
  }
  documents::Document document{{std::move(table)}};
  if (names.moves().empty()) return document;
  documents::List moves;
  for (const v1::ActivityMove& move : names.moves()) moves.items.push_back(MoveText(move, names, texts));
  document.blocks.push_back(documents::Heading{2, texts.moves_title});
  document.blocks.push_back(std::move(moves));
  return document;
}

// As the file to load is written; with frames of their own where there are any, for a file that does not tell leaves
// them as they are.
documents::Table ProgramTable(const LedgerNames& names) {
  const bool has_frames =
      absl::c_any_of(names.activities(), [](const v1::Activity& activity) { return activity.own_frame(); });
  documents::Table table{
      "activities",
      MachineColumns(absl::StrCat("id;namn;overordnad;ordning;serier", has_frames ? ";egen_ram" : "")),
      {}};
  for (const v1::Activity& activity : names.activities()) {
    table.rows.push_back({{{LastPart(activity.name())},
                           {activity.display_name()},
                           {LastPart(activity.parent())},
                           {documents::Count{activity.order()}},
                           {SeriesField(activity.name(), names)}}});
    if (has_frames) table.rows.back().cells.push_back({std::string(activity.own_frame() ? "ja" : "")});
  }
  return table;
}

absl::Status List(const ActivitiesOptions&, Session& session) {
  PROGNOS_ASSIGN_OR_RETURN(const std::string organization, session.Organization());
  PROGNOS_ASSIGN_OR_RETURN(const LedgerNames names, LedgerNames::Fetch(session, organization));
  if (session.prints_documents()) session.Print(TreeDocument(names, session.texts()));
  if (session.format() == Format::kCsv) session.PrintCsv(ProgramTable(names));
  if (session.format() == Format::kJson) {
    v1::ListActivitiesResponse activities;
    activities.mutable_activities()->Assign(names.activities().begin(), names.activities().end());
    activities.mutable_moves()->Assign(names.moves().begin(), names.moves().end());
    v1::ListSeriesResponse series;
    series.mutable_series()->Assign(names.series().begin(), names.series().end());
    session.PrintJson({&activities, &series});
  }
  return absl::OkStatus();
}

absl::Status DeleteActivity(const DeleteActivityOptions& options, Session& session) {
  const Texts& texts = session.texts();
  PROGNOS_ASSIGN_OR_RETURN(const std::string organization, session.Organization());
  PROGNOS_ASSIGN_OR_RETURN(const LedgerNames names, LedgerNames::Fetch(session, organization));
  v1::DeleteActivityRequest request;
  PROGNOS_ASSIGN_OR_RETURN(*request.mutable_name(), RequireActivity(options.activity, names, texts));
  request.set_request_id(NewRequestId());
  request.set_validate_only(options.validate_only);
  PROGNOS_ASSIGN_OR_RETURN(const v1::DeleteActivityResponse deleted,
                           session.Call(&LedgerStub::DeleteActivity, request));
  if (session.format() == Format::kJson) {
    session.PrintJson(deleted);
    return absl::OkStatus();
  }
  session.out() << absl::Substitute(
                       options.validate_only ? texts.activity_would_be_deleted : texts.activity_deleted,
                       names.ActivityText(deleted.activity().name()),
                       FormatCount(deleted.series_size(), texts.one_series, texts.series_count, texts.language))
                << "\n";
  return absl::OkStatus();
}

}  // namespace

void AddActivityCommand(Command& program) {
  const Texts& texts = program.texts();
  Command group = program.AddGroup("verksamhet", "activity", texts.help_activity,
                                   "prognos verksamhet las-in verksamheter.csv\n  prognos verksamhet lista");
  Command load = group.Add("las-in", "load", texts.help_activity_load, "prognos verksamhet las-in verksamheter.csv");
  auto options = std::make_shared<ActivityFileOptions>();
  load.Option(texts.type_file, options->file, texts.option_activity_file, nullptr, Need::kRequired);
  load.Option("--blad,--sheet", options->sheet, texts.option_sheet, texts.type_text);
  load.Flag("--kontrollera,--check", options->validate_only, texts.option_check);
  load.WhenChosen(options, Load);
  Command remove = group.Add("ta-bort", "delete", texts.help_activity_delete,
                             "prognos verksamhet ta-bort \"Boende vuxna\" --kontrollera\n"
                             "  prognos verksamhet ta-bort boende-vuxna");
  auto deleted = std::make_shared<DeleteActivityOptions>();
  remove.Option(texts.type_activity, deleted->activity, texts.option_activity_to_delete, nullptr, Need::kRequired);
  remove.Flag("--kontrollera,--check", deleted->validate_only, texts.option_check);
  remove.WhenChosen(deleted, DeleteActivity);
  group.Add("lista", "list", texts.help_activity_list, "prognos verksamhet lista")
      .WhenChosenToPrint(std::make_shared<ActivitiesOptions>(), List);
}

}  // namespace prognos::client
