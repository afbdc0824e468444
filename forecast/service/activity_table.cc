#include "forecast/service/activity_table.h"

#include <map>
#include <optional>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "forecast/base/faults.h"
#include "forecast/base/status_macros.h"
#include "forecast/interchange/activity_lookup.h"
#include "forecast/interchange/cell_values.h"
#include "forecast/interchange/table_rows.h"
#include "forecast/service/names.h"
#include "forecast/service/tree_lookup.h"
#include "messages/value.h"

namespace prognos::service {
namespace {

struct Columns {
  int id, name, parent, order, series, own_frame;
};

Columns FindColumns(const TableRows& table, FaultList& faults) {
  return {table.Require(Column::kId, "id", faults),
          table.Require(Column::kName, "namn", faults),
          table.Find(Column::kParent),
          table.Find(Column::kOrder),
          table.Find(Column::kSeriesList),
          table.Find(Column::kOwnFrame)};
}

// The activities that a parent may be: those of the table, and those that the organization has besides. Paths are known
// of the latter and of those whose parent is written as its identifier.
ActivityLookup Parents(const TableRows& table, const Columns& columns, const ledger::ActivityTree& known) {
  std::map<std::string, NamedActivity> activities;
  for (const NamedActivity& activity : NamesIn(known)) activities[activity.id] = activity;
  for (const TableRow& row : table.rows()) {
    const std::string id = TableRows::Field(row, columns.id);
    activities[id] = {id, TableRows::Field(row, columns.parent), TableRows::Field(row, columns.name)};
  }
  std::vector<NamedActivity> named;
  for (auto& [id, activity] : activities) named.push_back(std::move(activity));
  return ActivityLookup(named);
}

// The name of the activity above; empty for a root.
std::string ParentOf(const TableRow& row, int column, const std::string& organization, const ActivityLookup& parents,
                     FaultList& faults) {
  const std::string text = TableRows::Field(row, column);
  if (text.empty()) return "";
  return ActivityName(organization, parents.Require(text, PlaceInFile(row.line, "parent"), faults));
}

// The place among siblings; without a number the place in the table.
int OrderOf(const TableRow& row, int column, FaultList& faults) {
  const std::string text = TableRows::Field(row, column);
  int order = row.line;
  if (!text.empty() && !absl::SimpleAtoi(text, &order)) {
    faults.Add(PlaceInFile(row.line, "ordning"), FaultReason::kNotANumber, text, messages::value::IsNotAWholeNumber());
  }
  return order;
}

// Whether the activity has a frame of its own; a table that does not say leaves that as it is known.
bool OwnFrameOf(const TableRow& row, int column, const std::string& id, const ledger::ActivityTree& known,
                FaultList& faults) {
  if (column < 0) {
    const int node = known.Find(id);
    return node >= 0 && known.nodes()[static_cast<size_t>(node)].activity.own_frame;
  }
  const std::string text = TableRows::Field(row, column);
  const std::optional<bool> answer = ParseYesOrNo(text);
  if (!answer.has_value()) {
    faults.Add(PlaceInFile(row.line, "egen ram"), FaultReason::kNotAName, text, messages::value::IsNeitherYesNorNo());
  }
  return answer.value_or(false);
}

// The word of a volume is its unit; written with å, ä, ö or capitals it is also what the volume is called.
void SetUnit(absl::string_view word, v1::Series& series) {
  series.set_unit(FoldedName(word));
  if (TrimCell(word) != series.unit()) series.set_display_name(std::string(TrimCell(word)));
}

// "kostnad+intakt+hushåll" as series of an activity.
void AddSeries(const std::string& words, const std::string& activity, int line, ActivityTable& table) {
  for (const absl::string_view word : absl::StrSplit(words, '+', absl::SkipWhitespace())) {
    v1::Series& series = *table.series.add_series();
    series.set_activity(activity);
    const std::optional<FlowCell> cell = ParseFlowCell(word);
    const bool is_money = cell.has_value() && cell->flow != Flow::kVolume;
    series.set_flow(!is_money ? v1::FLOW_VOLUME : cell->flow == Flow::kCost ? v1::FLOW_COST : v1::FLOW_REVENUE);
    if (!is_money) SetUnit(word, series);
    table.series_lines.push_back(line);
  }
}

}  // namespace

absl::StatusOr<ActivityTable> ReadActivityTable(const TableFile& file, const std::string& organization,
                                                const ledger::ActivityTree& known) {
  PROGNOS_ASSIGN_OR_RETURN(const TableRows rows, TableRows::Parse(file, TableKind::kActivities));
  FaultList faults;
  const Columns columns = FindColumns(rows, faults);
  PROGNOS_RETURN_IF_ERROR(faults.ToStatus());
  const ActivityLookup parents = Parents(rows, columns, known);
  ActivityTable table;
  for (const TableRow& row : rows.rows()) {
    const std::string id = TableRows::Field(row, columns.id);
    if (id.empty()) {
      faults.Add(PlaceInFile(row.line, "id"), FaultReason::kMissingValue, "", messages::value::IsRequired());
    }
    v1::Activity& activity = *table.activities.add_activities();
    activity.set_name(ActivityName(organization, id));
    activity.set_display_name(TableRows::Field(row, columns.name));
    activity.set_parent(ParentOf(row, columns.parent, organization, parents, faults));
    activity.set_order(OrderOf(row, columns.order, faults));
    activity.set_own_frame(OwnFrameOf(row, columns.own_frame, id, known, faults));
    table.activity_lines.push_back(row.line);
    AddSeries(TableRows::Field(row, columns.series), activity.name(), row.line, table);
  }
  PROGNOS_RETURN_IF_ERROR(faults.ToStatus());
  return table;
}

}  // namespace prognos::service
