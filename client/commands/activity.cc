// prognos verksamhet: loads and lists the tree of activities and their series.
#include <map>

#include "absl/strings/numbers.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/substitute.h"
#include "client/choices.h"
#include "client/command.h"
#include "client/failure.h"
#include "client/ledger_names.h"
#include "client/local_file.h"
#include "client/machine_columns.h"
#include "client/request_id.h"
#include "forecast/base/number_format.h"
#include "forecast/base/status_macros.h"
#include "messages/value.h"
#include "prognos/v1/ledger.grpc.pb.h"

namespace prognos::client {
namespace {

using Stub = v1::LedgerService::Stub;

struct LoadOptions {
  std::string file;
  bool validate_only = false;
};
struct ListOptions {};

// The two requests that a file of activities becomes, and the line of the file behind each of their elements.
struct ActivityFile {
  v1::UpsertActivitiesRequest activities;
  std::vector<int> activity_rows;
  v1::UpsertSeriesRequest series;
  std::vector<int> series_rows;
};

// The word of a volume is its unit; written with å, ä, ö or capitals it is also what the volume is called.
void SetUnit(absl::string_view word, v1::Series& series) {
  series.set_unit(FoldedName(word));
  if (TrimCell(word) != series.unit()) series.set_display_name(std::string(TrimCell(word)));
}

// "kostnad+intakt+hushall" as series of an activity.
void AddSeries(const std::string& text, const std::string& activity, int line, ActivityFile& file) {
  for (absl::string_view word : absl::StrSplit(text, '+', absl::SkipWhitespace())) {
    v1::Series* series = file.series.add_series();
    series->set_activity(activity);
    const std::optional<v1::Flow> flow = ReadFlow(word);
    series->set_flow(flow.value_or(v1::FLOW_VOLUME));
    if (!flow.has_value()) SetUnit(word, *series);
    file.series_rows.push_back(line);
  }
}

struct Columns {
  int id, name, parent, order, series;
};

Columns FindColumns(const TableRows& file, FaultList& faults) {
  return {file.Require(prognos::Column::kId, "id", faults), file.Require(prognos::Column::kName, "namn", faults),
          file.Find(prognos::Column::kParent), file.Find(prognos::Column::kOrder),
          file.Find(prognos::Column::kSeriesList)};
}

// The place among siblings; without a number the place in the file.
int OrderOf(const TableRow& row, int column, FaultList& faults) {
  const std::string text = TableRows::Field(row, column);
  int order = row.line;
  if (!text.empty() && !absl::SimpleAtoi(text, &order)) {
    faults.Add(PlaceInFile(row.line, "ordning"), FaultReason::kNotANumber, text, messages::value::IsNotAWholeNumber());
  }
  return order;
}

// The activities that a parent may be: those of the file, and those that the organization has besides. Paths are known
// of the latter and of those whose parent is written as its identifier.
ActivityLookup Parents(const TableRows& csv, const Columns& columns, const LedgerNames& names) {
  std::map<std::string, NamedActivity> activities;
  for (const v1::Activity& activity : names.activities()) {
    const std::string id = LastPart(activity.name());
    activities[id] = {id, LastPart(activity.parent()), activity.display_name()};
  }
  for (const TableRow& row : csv.rows()) {
    const std::string id = TableRows::Field(row, columns.id);
    activities[id] = {id, TableRows::Field(row, columns.parent), TableRows::Field(row, columns.name)};
  }
  std::vector<NamedActivity> known;
  for (auto& [id, activity] : activities) known.push_back(std::move(activity));
  return ActivityLookup(known);
}

// The identifier of the activity above; empty for a root.
std::string ParentOf(const TableRow& row, int column, const ActivityLookup& parents, FaultList& faults) {
  const std::string text = TableRows::Field(row, column);
  return text.empty() ? "" : parents.Require(text, PlaceInFile(row.line, "parent"), faults);
}

absl::StatusOr<ActivityFile> ReadActivities(const TableRows& csv, const LedgerNames& names) {
  FaultList faults;
  const Columns columns = FindColumns(csv, faults);
  PROGNOS_RETURN_IF_ERROR(faults.ToStatus());
  const std::string& organization = names.organization();
  const ActivityLookup parents = Parents(csv, columns, names);
  ActivityFile file;
  for (const TableRow& row : csv.rows()) {
    const std::string id = TableRows::Field(row, columns.id);
    if (id.empty())
      faults.Add(PlaceInFile(row.line, "id"), FaultReason::kMissingValue, "", messages::value::IsRequired());
    v1::Activity* activity = file.activities.add_activities();
    activity->set_name(ResourceName(organization, "activities", id));
    activity->set_display_name(TableRows::Field(row, columns.name));
    activity->set_parent(ResourceName(organization, "activities", ParentOf(row, columns.parent, parents, faults)));
    activity->set_order(OrderOf(row, columns.order, faults));
    file.activity_rows.push_back(row.line);
    AddSeries(TableRows::Field(row, columns.series), activity->name(), row.line, file);
  }
  PROGNOS_RETURN_IF_ERROR(faults.ToStatus());
  return file;
}

absl::Status Load(const LoadOptions& options, Session& session) {
  const Texts& texts = session.texts();
  PROGNOS_ASSIGN_OR_RETURN(const TableRows csv, ReadTableFile(options.file, TableKind::kActivities, texts));
  PROGNOS_ASSIGN_OR_RETURN(const std::string organization, session.Organization());
  PROGNOS_ASSIGN_OR_RETURN(const LedgerNames names, LedgerNames::Fetch(session, organization));
  absl::StatusOr<ActivityFile> file = ReadActivities(csv, names);
  if (!file.ok()) return FaultyFile(file.status(), options.file, texts);
  file->activities.set_organization(organization);
  file->activities.set_request_id(NewRequestId());
  file->activities.set_validate_only(options.validate_only);
  PROGNOS_ASSIGN_OR_RETURN(const v1::UpsertActivitiesResponse activities,
                           session.Call(&Stub::UpsertActivities, file->activities, file->activity_rows));
  v1::UpsertSeriesResponse series;
  // Series of activities that were only checked cannot be checked: the service does not know their activities yet.
  if (file->series.series_size() > 0 && !options.validate_only) {
    file->series.set_organization(organization);
    file->series.set_request_id(NewRequestId());
    PROGNOS_ASSIGN_OR_RETURN(series, session.Call(&Stub::UpsertSeries, file->series, file->series_rows));
  }
  if (session.format() == Format::kJson) {
    session.PrintJson(activities);
    session.PrintJson(series);
    return absl::OkStatus();
  }
  session.out() << absl::Substitute(
                       options.validate_only ? texts.activities_checked : texts.activities_loaded,
                       FormatCount(activities.activities_size(), texts.one_activity, texts.activities, texts.language),
                       FormatCount(file->series.series_size(), texts.one_series, texts.series_count, texts.language))
                << "\n";
  return absl::OkStatus();
}

// The word that SetUnit would read.
std::string UnitWord(const v1::Series& series) {
  return FoldedName(series.display_name()) == series.unit() ? series.display_name() : series.unit();
}

// "kostnad+intakt+hushåll": as the file to load writes it.
std::string SeriesField(const std::string& activity, const LedgerNames& names) {
  std::vector<std::string> words;
  for (const v1::Series& series : names.series()) {
    if (series.activity() != activity) continue;
    words.push_back(series.flow() == v1::FLOW_COST      ? "kostnad"
                    : series.flow() == v1::FLOW_REVENUE ? "intakt"
                                                        : UnitWord(series));
  }
  return absl::StrJoin(words, "+");
}

std::string SeriesText(const std::string& activity, const LedgerNames& names, const Texts& texts) {
  std::vector<std::string> words;
  for (const v1::Series& series : names.series()) {
    if (series.activity() != activity) continue;
    words.push_back(series.flow() == v1::FLOW_COST      ? texts.cost
                    : series.flow() == v1::FLOW_REVENUE ? texts.revenue
                                                        : UnitWord(series));
  }
  return absl::StrJoin(words, ", ");
}

documents::Document TreeDocument(const LedgerNames& names, const Texts& texts) {
  documents::Table table{
      "activities",
      {{"activity", {texts.activity}, documents::ColumnKind::kText, true}, {"id", {"Id"}}, {"series", {texts.series}}},
      {}};
  for (const v1::Activity& activity : names.activities()) {
    table.rows.push_back(
        {.cells = {{activity.display_name()}, {LastPart(activity.name())}, {SeriesText(activity.name(), names, texts)}},
         .level = names.Depth(activity)});
  }
  return {{std::move(table)}};
}

// As the file to load is written.
documents::Table ProgramTable(const LedgerNames& names) {
  documents::Table table{"activities", MachineColumns("id;namn;overordnad;ordning;serier"), {}};
  for (const v1::Activity& activity : names.activities()) {
    table.rows.push_back({{{LastPart(activity.name())},
                           {activity.display_name()},
                           {LastPart(activity.parent())},
                           {documents::Count{activity.order()}},
                           {SeriesField(activity.name(), names)}}});
  }
  return table;
}

absl::Status List(const ListOptions&, Session& session) {
  PROGNOS_ASSIGN_OR_RETURN(const std::string organization, session.Organization());
  PROGNOS_ASSIGN_OR_RETURN(const LedgerNames names, LedgerNames::Fetch(session, organization));
  if (session.prints_documents()) session.Print(TreeDocument(names, session.texts()));
  if (session.format() == Format::kCsv) session.PrintCsv(ProgramTable(names));
  if (session.format() == Format::kJson) {
    v1::ListActivitiesResponse activities;
    activities.mutable_activities()->Assign(names.activities().begin(), names.activities().end());
    v1::ListSeriesResponse series;
    series.mutable_series()->Assign(names.series().begin(), names.series().end());
    session.PrintJson(activities);
    session.PrintJson(series);
  }
  return absl::OkStatus();
}

}  // namespace

void AddActivityCommand(const Registry& registry) {
  const Texts& texts = registry.texts;
  CLI::App* group = AddCommandGroup(registry, "verksamhet", "activity", texts.help_activity,
                                    "prognos verksamhet las-in verksamheter.csv\n  prognos verksamhet lista");
  CLI::App* load = AddCommand(*group, texts, "las-in", "load", texts.help_activity_load,
                              "prognos verksamhet las-in verksamheter.csv");
  auto options = std::make_shared<LoadOptions>();
  load->add_option(texts.type_file, options->file, texts.option_activity_file)->required();
  load->add_flag("--kontrollera,--check", options->validate_only, texts.option_check);
  WhenChosen(registry, load, options, Load);
  WhenChosenToPrint(registry,
                    AddCommand(*group, texts, "lista", "list", texts.help_activity_list, "prognos verksamhet lista"),
                    std::make_shared<ListOptions>(), List);
}

}  // namespace prognos::client
