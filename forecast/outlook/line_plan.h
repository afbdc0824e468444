// Which lines an outlook has, in which order, before any number is known.
#ifndef PROGNOS_FORECAST_OUTLOOK_LINE_PLAN_H_
#define PROGNOS_FORECAST_OUTLOOK_LINE_PLAN_H_

#include <vector>

#include "forecast/outlook/outlook.h"

namespace prognos::outlook {

// The lines of an activity, or of the sum of the organization, as indexes into LinePlan::lines; -1: no such line.
struct NodeLines {
  int cost = -1;
  int revenue = -1;
  int net = -1;
};

struct LinePlan {
  std::vector<Line> lines;  // With activity, series and measure filled in; in the order of Outlook::lines.
  NodeLines sum;
  std::vector<Line> without_frames;  // Of Outlook::without_frames: cost, revenue, net, or none.
  std::vector<NodeLines> nodes;      // One for each activity.
  std::vector<int> series_lines;     // For each series the line that carries it.
};

// `input` is valid (ValidateInput). The order stands in outlook.h; the sum always has its three lines, and a single
// series gets a line of its own also where its activity has several of its flow.
LinePlan PlanLines(const OutlookInput& input);

}  // namespace prognos::outlook

#endif  // PROGNOS_FORECAST_OUTLOOK_LINE_PLAN_H_
