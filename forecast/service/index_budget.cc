#include "forecast/service/index_budget.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "forecast/base/faults.h"
#include "forecast/base/status_macros.h"
#include "forecast/budget/in_force.h"
#include "forecast/budget/indexation.h"
#include "forecast/service/budget_answers.h"
#include "forecast/service/budget_checks.h"
#include "forecast/service/conversion.h"
#include "forecast/service/ledger_checks.h"
#include "forecast/service/validators.h"
#include "forecast/service/write_once.h"
#include "messages/budget.h"
#include "messages/value.h"

namespace prognos::service {
namespace {

struct Indexation {
  ledger::BudgetVersion version;  // Without lines.
  int first_month = 1;
  int from_year = 0;
  int64_t percent = 0;  // Thousandths of per cent, as all here.
  Flow flow = Flow::kUnspecified;
  int64_t buffer_percent = 0;
  std::string buffer_series;

  bool raises_own_year() const { return from_year == version.year; }
};

// In thousandths.
int64_t CheckPercent(double percent, int low, int high, const std::string& place, FaultList& faults) {
  constexpr double kHarmless = 1e-6;
  if (!(percent >= low && percent <= high)) {  // NaN is neither.
    faults.Add(place, FaultReason::kOutOfRange, absl::StrCat(percent), messages::value::MustBeBetween(low, high));
    return 0;
  }
  const int64_t thousandths = std::llround(percent * 1000.0);
  if (std::abs(percent * 1000.0 - static_cast<double>(thousandths)) > kHarmless) {
    faults.Add(place, FaultReason::kOutOfRange, absl::StrCat(percent), messages::budget::HasMoreThanThreeDecimals());
  }
  return thousandths;
}

void CheckBuffer(const v1::IndexBudgetRequest& request, const std::string& organization, Indexation& indexation,
                 FaultList& faults) {
  indexation.buffer_percent = CheckPercent(request.buffer_percent(), 0, 50, "buffer_percent", faults);
  const bool has_series = !request.buffer_series().empty();
  if (has_series != (request.buffer_percent() != 0.0)) {
    faults.Add("buffer_series", has_series ? FaultReason::kInconsistent : FaultReason::kMissingValue,
               request.buffer_series(), messages::budget::BufferNeedsBoth());
  }
  if (has_series) {
    indexation.buffer_series = CheckSeriesName(request.buffer_series(), organization, "buffer_series", faults);
  }
}

absl::StatusOr<Indexation> CheckIndexation(const v1::IndexBudgetRequest& request, const std::string& organization) {
  FaultList faults;
  Indexation indexation;
  CheckRequestId(request.request_id(), faults);
  const int from_year = request.from_year() == 0 ? request.year() - 1 : request.from_year();
  if (from_year != request.year() && from_year != request.year() - 1) {
    faults.Add("from_year", FaultReason::kOutOfRange, absl::StrCat(from_year),
               messages::value::MustBeBetween(request.year() - 1, request.year()));
  }
  indexation.from_year = from_year;
  indexation.percent = CheckPercent(request.percent(), -50, 100, "percent", faults);
  if (request.flow() != v1::FLOW_UNSPECIFIED && request.flow() != v1::FLOW_COST && request.flow() != v1::FLOW_REVENUE) {
    faults.Add("flow", FaultReason::kWrongFlow, absl::StrCat(request.flow()), messages::budget::SeriesIsAVolume());
  }
  indexation.flow = static_cast<Flow>(request.flow());
  CheckBuffer(request, organization, indexation, faults);
  // The rest is as of any decision: one that sets, or one that adds.
  v1::BudgetVersion budget;
  budget.set_year(request.year());
  budget.set_decision_date(request.decision_date());
  budget.set_description(request.description());
  budget.set_first_month(request.first_month());
  budget.set_kind(from_year == request.year() ? v1::DECISION_KIND_AMENDMENT : v1::DECISION_KIND_BUDGET);
  CheckedHead head = CheckHead(budget, "", faults);
  PROGNOS_RETURN_IF_ERROR(faults.ToStatus());
  indexation.version = std::move(head.version);
  indexation.version.kind = ledger::DecisionKind::kIndexation;
  indexation.first_month = head.first_month;
  return indexation;
}

// Without what has left in the year that is raised into, or leaves within it: its months from then on are no budget of
// the organization's.
void TakeAwayWhatLeaves(const TreeOfYear& in_year, const std::vector<ledger::Series>& series,
                        budget::BudgetInForce& base) {
  for (const ledger::Series& one : series) {
    const auto found = base.find(one.id);
    if (found == base.end()) continue;
    if (in_year.tree.Find(one.activity_id) < 0) {
      base.erase(found);
      continue;
    }
    const std::optional<Month> first_without = in_year.FirstMonthWithout(one.activity_id);
    if (!first_without.has_value()) continue;
    ledger::BudgetLine& line = found->second.line;
    std::fill(line.monthly_ore.begin() + (first_without->month() - 1), line.monthly_ore.end(), 0);
    line.amount_ore = std::accumulate(line.monthly_ore.begin(), line.monthly_ore.end(), int64_t{0});
  }
}

int64_t Sum(const MonthlyAmounts& months) { return std::accumulate(months.begin(), months.end(), int64_t{0}); }

ledger::BudgetLine LineOf(const std::string& series_id, const MonthlyAmounts& months, const Indexation& indexation) {
  ledger::BudgetLine line;
  line.series_id = series_id;
  line.monthly_ore = months;
  line.amount_ore = Sum(months);
  line.phasing = ledger::Phasing::kMonthlyAmounts;
  line.kind = indexation.raises_own_year() ? ledger::LineKind::kChange : ledger::LineKind::kSet;
  line.first_month = indexation.first_month;
  return line;
}

struct Raised {
  std::vector<ledger::BudgetLine> lines;
  int64_t rounding_ore = 0;
  int64_t buffer_ore = 0;
};

// Lines of `base`, by series so that the order is the same each time.
Raised Raise(const Indexation& indexation, const budget::BudgetInForce& base, const budget::FlowsBySeries& flows) {
  const std::map<std::string, const budget::LineInForce*> by_series = [&base] {
    std::map<std::string, const budget::LineInForce*> sorted;
    for (const auto& [series_id, line] : base) sorted[series_id] = &line;
    return sorted;
  }();
  Raised raised;
  budget::CostAndRevenue base_sum;
  budget::CostAndRevenue added_sum;
  MonthlyAmounts buffer{};
  for (const auto& [series_id, in_force] : by_series) {
    const Flow flow = flows.at(series_id);
    const MonthlyAmounts& was = in_force->line.monthly_ore;
    MonthlyAmounts added{};
    if (indexation.flow == Flow::kUnspecified || indexation.flow == flow) {
      added = budget::PercentOf(was, indexation.percent, indexation.first_month);
      base_sum.Add(flow, std::accumulate(was.begin() + (indexation.first_month - 1), was.end(), int64_t{0}));
      added_sum.Add(flow, Sum(added));
    }
    MonthlyAmounts whole{};
    for (size_t at = static_cast<size_t>(indexation.first_month - 1); at < 12; ++at) whole[at] = was[at] + added[at];
    MonthlyAmounts aside{};
    if (flow == Flow::kCost) aside = budget::PercentOf(whole, indexation.buffer_percent, indexation.first_month);
    MonthlyAmounts months{};
    for (size_t at = 0; at < 12; ++at) {
      months[at] = (indexation.raises_own_year() ? added[at] : whole[at]) - aside[at];
      buffer[at] += aside[at];
    }
    raised.lines.push_back(LineOf(series_id, months, indexation));
  }
  if (!indexation.buffer_series.empty()) raised.lines.push_back(LineOf(indexation.buffer_series, buffer, indexation));
  raised.buffer_ore = Sum(buffer);
  raised.rounding_ore = added_sum.net() - budget::PercentOf(base_sum.net(), indexation.percent);
  return raised;
}

absl::Status CheckBufferSeries(const Indexation& indexation, const budget::BudgetInForce& base,
                               const budget::FlowsBySeries& flows) {
  const std::string& series_id = indexation.buffer_series;
  if (series_id.empty()) return absl::OkStatus();
  const auto refuse = [&](FaultReason reason, Message rule) {
    return FaultStatus(absl::StatusCode::kInvalidArgument, "buffer_series", reason, series_id, std::move(rule));
  };
  const auto found = flows.find(series_id);
  if (found == flows.end()) return refuse(FaultReason::kUnknown, messages::value::DoesNotExist());
  if (found->second != Flow::kCost) return refuse(FaultReason::kWrongFlow, messages::budget::BufferIsACost());
  if (base.contains(series_id)) return refuse(FaultReason::kInconsistent, messages::budget::BufferHasABudget());
  return absl::OkStatus();
}

// As of a decision; of another year's budget the year that was raised is what was.
budget::DecisionEffect EffectOfIndexation(const Indexation& indexation, const ledger::BudgetVersion& version,
                                          const std::vector<ledger::BudgetVersion>& before,
                                          const budget::BudgetInForce& base, const budget::FlowsBySeries& flows) {
  budget::DecisionEffect effect = budget::EffectOf(before, version, flows);
  if (indexation.raises_own_year()) return effect;
  budget::CostAndRevenue base_sum;
  for (const auto& [series_id, in_force] : base) base_sum.Add(flows.at(series_id), in_force.line.amount_ore);
  effect.net_was_ore = base_sum.net();
  for (budget::DecisionEffect::Line& line : effect.lines) {
    const auto found = base.find(line.series_id);
    line.was_ore = found == base.end() ? std::nullopt : std::optional<int64_t>(found->second.line.amount_ore);
  }
  return effect;
}

absl::Status StoreIndexation(ledger::Writer& writer, const std::string& organization, const Indexation& indexation,
                             v1::IndexBudgetResponse& response) {
  PROGNOS_ASSIGN_OR_RETURN(const ledger::Organization found, writer.GetOrganization(organization));
  PROGNOS_RETURN_IF_ERROR(CheckYearOpen(found, indexation.version.year));
  PROGNOS_ASSIGN_OR_RETURN(const std::vector<ledger::Series> series, writer.ListSeries(organization));
  const budget::FlowsBySeries flows = FlowsOf(series);
  PROGNOS_ASSIGN_OR_RETURN(const std::vector<ledger::BudgetVersion> raised_year,
                           writer.ListBudgetVersions(organization, {indexation.from_year, {}, {}}));
  budget::BudgetInForce base = budget::LinesInForce(raised_year);
  PROGNOS_ASSIGN_OR_RETURN(const TreeOfYear in_year, ReadTreeOfYear(writer, organization, indexation.version.year));
  TakeAwayWhatLeaves(in_year, series, base);
  if (base.empty()) {
    return FaultStatus(absl::StatusCode::kFailedPrecondition, "from_year", FaultReason::kMissingValue,
                       absl::StrCat(indexation.from_year), messages::budget::HasNothingToRaise());
  }
  PROGNOS_RETURN_IF_ERROR(CheckBufferSeries(indexation, base, flows));
  const Raised raised = Raise(indexation, base, flows);
  ledger::BudgetVersion version = indexation.version;
  version.lines = raised.lines;
  PROGNOS_RETURN_IF_ERROR(CheckRoomForForecasts(writer, organization, version));
  PROGNOS_ASSIGN_OR_RETURN(const std::vector<ledger::BudgetVersion> before,
                           writer.ListBudgetVersions(organization, {version.year, {}, {}}));
  PROGNOS_ASSIGN_OR_RETURN(version.version, writer.InsertBudgetVersion(organization, version));
  *response.mutable_effect() =
      EffectToProto(organization, EffectOfIndexation(indexation, version, before, base, flows));
  *response.mutable_budget() = ToProto(version);
  AddLines(organization, version, *response.mutable_budget());
  response.set_rounding_ore(raised.rounding_ore);
  response.set_buffer_ore(raised.buffer_ore);
  return absl::OkStatus();
}

}  // namespace

absl::Status IndexWholeBudget(const Call& call, const v1::IndexBudgetRequest& request,
                              v1::IndexBudgetResponse& response) {
  PROGNOS_ASSIGN_OR_RETURN(const std::string organization, CheckedOrganization(request.organization()));
  PROGNOS_ASSIGN_OR_RETURN(Indexation indexation, CheckIndexation(request, organization));
  const ledger::Recording recording = call.Recording();
  indexation.version.record_time = recording.time;
  indexation.version.author = recording.author;
  return call.WriteOnce(
      KeyOf(organization, "IndexBudget", request), request.validate_only(), response,
      [&](ledger::Writer& writer) { return StoreIndexation(writer, organization, indexation, response); });
}

}  // namespace prognos::service
