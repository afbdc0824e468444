#include "forecast/outlook/line_plan.h"

#include "absl/algorithm/container.h"

namespace prognos::outlook {
namespace {

Measure MeasureOf(Flow flow) {
  switch (flow) {
    case Flow::kCost:
      return Measure::kCost;
    case Flow::kRevenue:
      return Measure::kRevenue;
    case Flow::kVolume:
      return Measure::kVolume;
    case Flow::kUnspecified:
      break;
  }
  return Measure::kUnspecified;
}

// What stands at and below an activity.
struct Contents {
  bool has_children = false;
  bool has_cost = false;  // At or below.
  bool has_revenue = false;
  std::vector<int> own_costs;  // Indexes of series at the activity itself.
  std::vector<int> own_revenues;
};

std::vector<Contents> ContentsOf(const OutlookInput& input) {
  std::vector<Contents> contents(input.activities.size());
  for (int at = 0; at < static_cast<int>(input.series.size()); ++at) {
    const SeriesInput& series = input.series[static_cast<size_t>(at)];
    Contents& own = contents[static_cast<size_t>(series.activity)];
    if (series.flow == Flow::kCost) own.own_costs.push_back(at);
    if (series.flow == Flow::kRevenue) own.own_revenues.push_back(at);
  }
  for (size_t at = contents.size(); at-- > 0;) {  // Children stand behind their parents.
    Contents& node = contents[at];
    node.has_cost |= !node.own_costs.empty();
    node.has_revenue |= !node.own_revenues.empty();
    if (input.activities[at].parent < 0) continue;
    Contents& parent = contents[static_cast<size_t>(input.activities[at].parent)];
    parent.has_children = true;
    parent.has_cost |= node.has_cost;
    parent.has_revenue |= node.has_revenue;
  }
  return contents;
}

class Planner {
 public:
  explicit Planner(const OutlookInput& input) : input_(input), contents_(ContentsOf(input)) {
    plan_.series_lines.assign(input.series.size(), -1);
  }

  LinePlan Plan() {
    if (absl::c_any_of(input_.activities, [](const ActivityNode& node) { return node.own_frame; })) {
      for (const Measure measure : {Measure::kCost, Measure::kRevenue, Measure::kNet}) {
        plan_.without_frames.emplace_back().measure = measure;
        plan_.without_frames.back().without_frames = true;
      }
    }
    plan_.sum = {Add(-1, -1, Measure::kCost), Add(-1, -1, Measure::kRevenue), Add(-1, -1, Measure::kNet)};
    for (int at = 0; at < static_cast<int>(contents_.size()); ++at) AddNode(at);
    for (int at = 0; at < static_cast<int>(input_.series.size()); ++at) {
      const SeriesInput& series = input_.series[static_cast<size_t>(at)];
      if (series.flow == Flow::kVolume) AddSeries(series.activity, at);
    }
    return std::move(plan_);
  }

 private:
  int Add(int activity, int series, Measure measure) {
    Line line;
    line.activity = activity;
    line.series = series;
    line.measure = measure;
    plan_.lines.push_back(std::move(line));
    const int index = static_cast<int>(plan_.lines.size()) - 1;
    if (series >= 0) plan_.lines.back().type = input_.series[static_cast<size_t>(series)].type;
    if (series >= 0) plan_.series_lines[static_cast<size_t>(series)] = index;
    return index;
  }

  void AddSeries(int activity, int series) {
    Add(activity, series, MeasureOf(input_.series[static_cast<size_t>(series)].flow));
  }

  // The row of an activity's flow carries the series itself when there is only that one.
  static int Carried(const Contents& contents, const std::vector<int>& own) {
    return !contents.has_children && own.size() == 1 ? own.front() : -1;
  }

  void AddNode(int activity) {
    const Contents& node = contents_[static_cast<size_t>(activity)];
    NodeLines lines;
    const int cost = Carried(node, node.own_costs);
    const int revenue = Carried(node, node.own_revenues);
    if (node.has_cost) lines.cost = Add(activity, cost, Measure::kCost);
    if (node.has_revenue) lines.revenue = Add(activity, revenue, Measure::kRevenue);
    if (node.has_cost || node.has_revenue) lines.net = Add(activity, -1, Measure::kNet);
    plan_.nodes.push_back(lines);
    for (const int series : node.own_costs) {
      if (cost < 0) AddSeries(activity, series);
    }
    for (const int series : node.own_revenues) {
      if (revenue < 0) AddSeries(activity, series);
    }
  }

  const OutlookInput& input_;
  const std::vector<Contents> contents_;
  LinePlan plan_;
};

}  // namespace

LinePlan PlanLines(const OutlookInput& input) { return Planner(input).Plan(); }

}  // namespace prognos::outlook
