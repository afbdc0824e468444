#include "forecast/service/volume_plans.h"

#include <array>
#include <set>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "forecast/base/amount.h"
#include "forecast/base/faults.h"
#include "forecast/base/status_macros.h"
#include "forecast/base/unit.h"
#include "forecast/followup/volume_plan.h"
#include "forecast/interchange/activity_lookup.h"
#include "forecast/interchange/cell_values.h"
#include "forecast/interchange/table_rows.h"
#include "forecast/service/error.h"
#include "forecast/service/followup_rows.h"
#include "forecast/service/names.h"
#include "forecast/service/table_lines.h"
#include "forecast/service/tree_lookup.h"
#include "forecast/service/validators.h"
#include "messages/file.h"
#include "messages/followup.h"
#include "messages/value.h"

namespace prognos::service {
namespace {

constexpr int kMaxPlans = 2'000;
constexpr int kMaxPlanComment = 1'000;

void CheckPlanned(const v1::VolumePlan& plan, const std::string& place, FaultList& faults) {
  if (plan.planned_size() != 12) {
    faults.Add(place, FaultReason::kOutOfRange, absl::StrCat(plan.planned_size()),
               messages::followup::IsNotTwelveMonths());
    return;
  }
  for (int i = 0; i < 12; ++i) {
    if (plan.planned(i) >= 0 && plan.planned(i) <= kMaxAmountOre) continue;
    faults.Add(absl::StrCat(place, "[", i, "]"), FaultReason::kOutOfRange, absl::StrCat(plan.planned(i)),
               messages::value::MustBeBetween(0, kMaxAmountOre));
  }
}

// What was recorded of the volumes of a year, by series and month.
absl::StatusOr<absl::flat_hash_map<std::string, followup::ActualMonths>> ReadActuals(ledger::Reader& reader,
                                                                                     const std::string& organization,
                                                                                     int year,
                                                                                     std::optional<absl::Time> as_of) {
  ledger::ActualsQuery query;
  query.first_month = Month::January(year);
  query.last_month = Month::January(year) + 11;
  query.as_of = as_of;
  PROGNOS_ASSIGN_OR_RETURN(const std::vector<ledger::Actual> actuals, reader.ListActuals(organization, query));
  absl::flat_hash_map<std::string, followup::ActualMonths> by_series;
  for (const ledger::Actual& actual : actuals) {
    by_series[actual.series_id][static_cast<size_t>(actual.month.month() - 1)] = actual.value;
  }
  return by_series;
}

void AddStanding(const followup::PlanStanding& standing, int year, v1::VolumePlanStanding& answer) {
  if (standing.known_months > 0) {
    answer.set_newest_month((Month::January(year) + (standing.known_months - 1)).ToString());
  }
  answer.set_planned(standing.planned);
  answer.set_planned_to_date(standing.planned_to_date);
  answer.set_actual_to_date(standing.actual_to_date);
  answer.set_gap(standing.gap);
  answer.set_left(standing.left);
  if (standing.pace_needed.has_value()) answer.set_pace_needed(*standing.pace_needed);
}

std::string PlanEtag(const ledger::FollowUp& row) { return absl::StrCat(row.position); }

absl::Status CheckPlanEtags(ledger::Reader& reader, const std::string& organization, const VolumePlans& plans) {
  PROGNOS_ASSIGN_OR_RETURN(const auto rows,
                           reader.ListFollowUps(organization, ledger::FollowUpKind::kVolumePlan, std::nullopt));
  absl::flat_hash_map<std::pair<std::string, int>, std::string> etags;
  for (const ledger::FollowUp& row : rows) {
    etags[{SeriesName(organization, row.what.item_id), row.what.period}] = PlanEtag(row);
  }
  FaultList faults;
  for (int i = 0; i < plans.size(); ++i) {
    const v1::VolumePlan& plan = plans.Get(i);
    const auto found = etags.find(std::pair(plan.series(), plan.year()));
    const std::string etag = found == etags.end() ? "0" : found->second;
    if (plan.etag().empty() || plan.etag() == etag) continue;
    faults.Add(absl::StrCat("plans[", i, "].etag"), FaultReason::kInconsistent, plan.etag(),
               messages::followup::PlanIsStale(etag));
  }
  if (faults.empty()) return absl::OkStatus();
  return WithReason(faults.ToStatus(absl::StatusCode::kAborted), v1::REASON_STALE_ETAG);
}

struct PlanColumns {
  int activity, flow, total, comment;
  std::array<int, 12> months;
};

PlanColumns FindPlanColumns(const TableRows& table, FaultList& faults) {
  PlanColumns columns{table.Require(Column::kActivity, "verksamhet", faults),
                      table.Require(Column::kFlow, "slag", faults),
                      table.Find(Column::kAmount),
                      table.Find(Column::kComment),
                      {}};
  columns.months.fill(-1);
  const std::vector<ColumnHeader>& headers = table.table().columns;
  for (size_t i = 0; i < headers.size(); ++i) {
    const int month = headers[i].month.has_value() ? headers[i].month->month() : headers[i].calendar_month;
    if (month > 0) columns.months[static_cast<size_t>(month) - 1] = static_cast<int>(i);
  }
  return columns;
}

// Reads the rows of a table; what is wrong is added to `faults`.
class PlanRowReader {
 public:
  PlanRowReader(const TableRows& table, const PlanColumns& columns, std::string organization,
                const ActivityLookup& activities, FaultList& faults)
      : columns_(columns), organization_(std::move(organization)), activities_(activities), faults_(faults) {
    for (const TableRow& row : table.rows()) {
      style_.Observe(TableRows::Field(row, columns.total));
      for (const int column : columns.months) style_.Observe(TableRows::Field(row, column));
    }
  }

  v1::VolumePlan Read(const TableRow& row, int year) {
    v1::VolumePlan plan;
    plan.set_series(ReadSeries(row));
    plan.set_year(year);
    plan.set_comment(TableRows::Field(row, columns_.comment));
    bool has_months = false;
    for (const int column : columns_.months) has_months = has_months || !TableRows::Field(row, column).empty();
    if (!has_months) {
      SpreadTotal(row, plan);
      return plan;
    }
    for (const int column : columns_.months) plan.add_planned(Number(row, column));
    return plan;
  }

 private:
  std::string ReadSeries(const TableRow& row) {
    const std::string activity =
        activities_.Require(TableRows::Field(row, columns_.activity), PlaceInFile(row.line, "verksamhet"), faults_);
    const std::string word = TableRows::Field(row, columns_.flow);
    const std::optional<std::string> unit = UnitIdentifier(word);
    if (!unit.has_value()) {
      faults_.Add(PlaceInFile(row.line, "slag"), FaultReason::kUnknown, word, messages::file::IsNotAUnit());
    }
    return SeriesName(organization_, absl::StrCat(activity, ".", unit.value_or("")));
  }

  // One twelfth each; odd thousandths go to the first months.
  void SpreadTotal(const TableRow& row, v1::VolumePlan& plan) {
    if (TableRows::Field(row, columns_.total).empty()) {
      faults_.Add(PlaceInFile(row.line, "plan"), FaultReason::kMissingValue, "", messages::value::IsRequired());
    }
    const int64_t total = Number(row, columns_.total);
    for (int64_t month = 0; month < 12; ++month) plan.add_planned(total / 12 + (month < total % 12 ? 1 : 0));
  }

  // In thousandths; a blank cell is zero.
  int64_t Number(const TableRow& row, int column) {
    const std::string text = TableRows::Field(row, column);
    if (text.empty()) return 0;
    const absl::StatusOr<int64_t> number = ParseNumberCell(text, style_, kVolumeUnit.parts_per_whole);
    if (number.ok()) return *number;
    faults_.Add(PlaceInFile(row.line, "plan"), FaultReason::kNotANumber, text, MessageFrom(number.status()));
    return 0;
  }

  const PlanColumns columns_;
  const std::string organization_;
  const ActivityLookup& activities_;
  FaultList& faults_;
  NumberStyle style_;
};

}  // namespace

std::vector<ledger::NewFollowUp> CheckVolumePlanRows(const VolumePlans& plans, const std::string& organization,
                                                     FaultList& faults) {
  std::vector<ledger::NewFollowUp> rows;
  if (!CheckCount(plans.size(), kMaxPlans, "plans", faults)) return rows;
  std::set<std::pair<std::string, int>> seen;
  for (int i = 0; i < plans.size(); ++i) {
    v1::VolumePlan plan = plans.Get(i);
    plan.clear_etag();  // Of the version before, and not part of this one.
    const std::string place = absl::StrCat("plans[", i, "]");
    const std::string id = CheckSeriesName(plan.series(), organization, absl::StrCat(place, ".series"), faults);
    CheckYear(plan.year(), absl::StrCat(place, ".year"), faults);
    CheckPlanned(plan, absl::StrCat(place, ".planned"), faults);
    CheckText(plan.comment(), kMaxPlanComment, false, absl::StrCat(place, ".comment"), faults);
    if (!id.empty() && !seen.insert({id, plan.year()}).second) {
      faults.Add(absl::StrCat(place, ".series"), FaultReason::kDuplicate, id,
                 messages::value::StandsTwiceInTheRequest());
    }
    rows.push_back({ledger::FollowUpKind::kVolumePlan, id, plan.year(), ContentOf(plan)});
  }
  return rows;
}

absl::StatusOr<std::vector<ledger::NewFollowUp>> CheckVolumePlans(const v1::PutVolumePlansRequest& request,
                                                                  const std::string& organization) {
  FaultList faults;
  CheckRequestId(request.request_id(), faults);
  std::vector<ledger::NewFollowUp> rows = CheckVolumePlanRows(request.plans(), organization, faults);
  PROGNOS_RETURN_IF_ERROR(faults.ToStatus());
  return rows;
}

absl::Status CheckVolumePlansFit(ledger::Reader& reader, const std::string& organization, const VolumePlans& plans) {
  PROGNOS_RETURN_IF_ERROR(reader.GetOrganization(organization).status());
  PROGNOS_ASSIGN_OR_RETURN(const std::vector<ledger::Series> series, reader.ListSeries(organization));
  std::set<std::string> volumes;
  for (const ledger::Series& one : series) {
    if (one.flow == Flow::kVolume) volumes.insert(SeriesName(organization, one.id));
  }
  FaultList faults;
  for (int i = 0; i < plans.size(); ++i) {
    if (volumes.count(plans.Get(i).series()) != 0) continue;
    faults.Add(absl::StrCat("plans[", i, "].series"), FaultReason::kUnknown, plans.Get(i).series(),
               messages::followup::IsNoVolume());
  }
  PROGNOS_RETURN_IF_ERROR(faults.ToStatus());
  return CheckPlanEtags(reader, organization, plans);
}

absl::Status FillVolumePlans(ledger::Reader& reader, const std::string& organization, Month until,
                             std::optional<absl::Time> as_of, v1::ListVolumePlansResponse& response) {
  PROGNOS_RETURN_IF_ERROR(reader.GetOrganization(organization).status());
  PROGNOS_ASSIGN_OR_RETURN(const auto rows,
                           reader.ListFollowUps(organization, ledger::FollowUpKind::kVolumePlan, as_of));
  PROGNOS_ASSIGN_OR_RETURN(const auto actuals, ReadActuals(reader, organization, until.year(), as_of));
  for (const ledger::FollowUp& row : rows) {
    if (row.what.period != until.year()) continue;
    v1::VolumePlanStanding& standing = *response.add_plans();
    v1::VolumePlan& plan = *standing.mutable_plan();
    PROGNOS_RETURN_IF_ERROR(ReadContent(row, SeriesName(organization, row.what.item_id), plan));
    plan.set_etag(PlanEtag(row));
    if (plan.planned_size() != 12) {
      return absl::InternalError(absl::StrCat("the volume plan of \"", row.what.item_id, "\" has not twelve months"));
    }
    followup::PlannedMonths planned;
    std::copy(plan.planned().begin(), plan.planned().end(), planned.begin());
    const auto found = actuals.find(row.what.item_id);
    const followup::ActualMonths actual = found == actuals.end() ? followup::ActualMonths() : found->second;
    AddStanding(followup::StandingOf(planned, actual, until.month()), until.year(), standing);
  }
  return absl::OkStatus();
}

absl::StatusOr<VolumePlanTable> ReadVolumePlanTable(const TableFile& file, int year, const std::string& organization,
                                                    const ledger::ActivityTree& tree) {
  PROGNOS_ASSIGN_OR_RETURN(const TableRows rows, TableRows::Parse(file, TableKind::kVolumePlans));
  FaultList faults;
  const PlanColumns columns = FindPlanColumns(rows, faults);
  PROGNOS_RETURN_IF_ERROR(faults.ToStatus());
  const ActivityLookup activities = LookupIn(tree);
  PlanRowReader reader(rows, columns, organization, activities, faults);
  VolumePlanTable table;
  for (const TableRow& row : rows.rows()) {
    *table.request.add_plans() = reader.Read(row, year);
    table.plan_lines.push_back(row.line);
  }
  PROGNOS_RETURN_IF_ERROR(faults.ToStatus());
  table.row_count = static_cast<int>(rows.rows().size());
  table.notes = rows.notes();
  return table;
}

absl::Status AtTableLines(const absl::Status& status, const VolumePlanTable& table) {
  return AtLines(status, table.plan_lines);
}

}  // namespace prognos::service
