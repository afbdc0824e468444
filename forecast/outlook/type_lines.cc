#include "forecast/outlook/type_lines.h"

#include <cmath>
#include <iterator>
#include <utility>

#include "absl/algorithm/container.h"
#include "forecast/outlook/line_summary.h"

namespace prognos::outlook {
namespace {

// Budgets of one activity and flow.
struct FlowBudgets {
  bool has_types = false;
  bool any_type_has_one = false;
  bool whole_has_one = false;  // Another than zero, on the series without a type.

  bool ToldApart() const { return !has_types || any_type_has_one || !whole_has_one; }
};

void TakeBudget(const SeriesInput& series, int year, FlowBudgets& budgets) {
  bool given = false;
  bool has_money = false;
  for (int at = 0; at < kMonthsPerYear; ++at) {
    const double month = series.budget.At(Month::January(year) + at);
    given |= !std::isnan(month);
    has_money |= !std::isnan(month) && month != 0.0;
  }
  budgets.has_types |= series.type >= 0;
  budgets.any_type_has_one |= series.type >= 0 && given;
  budgets.whole_has_one |= series.type < 0 && has_money;
}

bool IsNothing(const YearTotal& total) {
  const auto none = [](const MonthlyAmounts& amounts) {
    return absl::c_all_of(amounts, [](int64_t ore) { return ore == 0; });
  };
  return none(total.known) && none(total.predicted) && (!total.has_budget || none(total.budget)) &&
         total.last_year == 0 && (total.paths.size() == 0 || total.paths.isZero(0.0));
}

}  // namespace

std::vector<int> SeriesOfOneBudget(const OutlookInput& input, int series) {
  const SeriesInput& own = input.series[static_cast<size_t>(series)];
  FlowBudgets budgets;
  std::vector<int> together;
  for (size_t at = 0; at < input.series.size(); ++at) {
    const SeriesInput& other = input.series[at];
    if (other.activity != own.activity || other.flow != own.flow) continue;
    TakeBudget(other, input.year, budgets);
    together.push_back(static_cast<int>(at));
  }
  return budgets.ToldApart() ? std::vector<int>() : together;
}

void TypeLines::FlowTotal::Add(const YearTotal& part) {
  any = true;
  total.Add(part, 1);
}

TypeLines::TypeLines(const OutlookInput& input) : input_(input) {
  has_types_ = absl::c_any_of(input.series, [](const SeriesInput& series) { return series.type >= 0; });
  has_frames_ = absl::c_any_of(input.activities, [](const ActivityNode& node) { return node.own_frame; });
  if (!has_types_) return;
  nodes_.resize(input.activities.size());
  lines_.resize(input.activities.size());
  std::vector<FlowBudgets> costs(nodes_.size());
  std::vector<FlowBudgets> revenues(nodes_.size());
  for (const SeriesInput& series : input.series) {
    const auto at = static_cast<size_t>(series.activity);
    if (series.flow == Flow::kCost) TakeBudget(series, input.year, costs[at]);
    if (series.flow == Flow::kRevenue) TakeBudget(series, input.year, revenues[at]);
  }
  for (size_t at = 0; at < nodes_.size(); ++at) {
    nodes_[at].has_types = costs[at].has_types || revenues[at].has_types;
    nodes_[at].cost_told_apart = costs[at].ToldApart();
    nodes_[at].revenue_told_apart = revenues[at].ToldApart();
  }
}

void TypeLines::Add(int series, const YearTotal& total) {
  const SeriesInput& one = input_.series[static_cast<size_t>(series)];
  if (!has_types_ || one.flow == Flow::kVolume) return;
  Parts& parts = nodes_[static_cast<size_t>(one.activity)].parts[KeyOf(one.type)];
  (one.flow == Flow::kCost ? parts.cost : parts.revenue).Add(total);
}

void TypeLines::Join(const Node& part, Node& sum) {
  for (const auto& [key, parts] : part.parts) {
    if (parts.cost.any) sum.parts[key].cost.Add(parts.cost.total);
    if (parts.revenue.any) sum.parts[key].revenue.Add(parts.revenue.total);
  }
  sum.has_types |= part.has_types;
  sum.cost_told_apart &= part.cost_told_apart;
  sum.revenue_told_apart &= part.revenue_told_apart;
}

void TypeLines::Close(int activity) {
  if (!has_types_) return;
  const auto at = static_cast<size_t>(activity);
  Line place;
  place.activity = activity;
  lines_[at] = LinesOf(nodes_[at], place);
  const ActivityNode& node = input_.activities[at];
  Node& root_sum = node.own_frame ? frames_ : sum_;
  Join(nodes_[at], node.parent < 0 ? root_sum : nodes_[static_cast<size_t>(node.parent)]);
  nodes_[at] = Node();
}

std::vector<Line> TypeLines::LinesOf(Node& node, const Line& place) const {
  std::vector<Line> lines;
  if (!node.has_types) return lines;
  for (auto& [key, parts] : node.parts) {
    // A budget that is not told apart by type is no budget of one.
    if (!node.cost_told_apart) parts.cost.total.has_budget = false;
    if (!node.revenue_told_apart) parts.revenue.total.has_budget = false;
    const bool is_rest = key == KeyOf(-1);
    if (is_rest && IsNothing(parts.cost.total) && IsNothing(parts.revenue.total)) continue;
    Line of_type = place;
    of_type.type = is_rest ? -1 : key;
    AddLines(parts, node, std::move(of_type), lines);
  }
  return lines;
}

void TypeLines::AddLines(Parts& parts, const Node& node, Line place, std::vector<Line>& lines) const {
  const auto add = [&](Measure measure, const YearTotal& total) {
    place.measure = measure;
    lines.push_back(place);
    FillLine(total, input_.year, input_.last_known_month, lines.back(), MonthDetail::kAmounts);
  };
  if (parts.cost.any) add(Measure::kCost, parts.cost.total);
  if (parts.revenue.any) add(Measure::kRevenue, parts.revenue.total);
  YearTotal net = parts.cost.total;
  net.Add(parts.revenue.total, -1);
  // Of every type alike, so that the types of a net add up to what they say.
  if (!node.cost_told_apart || !node.revenue_told_apart) net.has_budget = false;
  add(Measure::kNet, net);
}

std::vector<Line> TypeLines::Finish() {
  std::vector<Line> lines;
  if (!has_types_) return lines;
  std::vector<Line> without_frames;
  if (has_frames_) {
    Line place;
    place.without_frames = true;
    without_frames = LinesOf(sum_, place);
  }
  Join(frames_, sum_);
  lines = LinesOf(sum_, Line());
  const auto append = [&lines](std::vector<Line>& more) {
    lines.insert(lines.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
  };
  append(without_frames);
  for (std::vector<Line>& of_activity : lines_) append(of_activity);
  return lines;
}

}  // namespace prognos::outlook
