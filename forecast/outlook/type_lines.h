// The lines of a forecast by cost type: of each node the part of each type, a second way to add the same series up.
//
//   cost of an activity = its costs of each type + its cost without a type        path by path and öre by öre
//   cost of a type in all = that type's costs of the activities                   the same
//
// A budget may be given by type, or for an activity as a whole (on its series without a type) while money is booked by
// type. It is told apart by type where a type of the activity and flow has a budget of its own, be it zero, or where
// the whole has none. The lines of a node with a budget that is not told apart, at or below it, have no budget and no
// deviation: held against nothing, every type would be a deficit, and what has no type a surplus of all of them.
#ifndef PROGNOS_FORECAST_OUTLOOK_TYPE_LINES_H_
#define PROGNOS_FORECAST_OUTLOOK_TYPE_LINES_H_

#include <map>
#include <vector>

#include "forecast/outlook/outlook.h"
#include "forecast/outlook/year_total.h"

namespace prognos::outlook {

// The series of the activity and flow of `series`, itself among them, where the budget of these is not told apart by
// type; empty where it is.
std::vector<int> SeriesOfOneBudget(const OutlookInput& input, int series);

// Takes the years of the series while activities are closed from the last to the first, as ComputeOutlook does.
class TypeLines {
 public:
  // `input` outlives it. Nothing is held, and no line comes out, when no series has a type.
  explicit TypeLines(const OutlookInput& input);

  void Add(int series, const YearTotal& total);
  // All at and below the activity is added.
  void Close(int activity);
  // When every activity is closed: Outlook::by_type.
  std::vector<Line> Finish();

 private:
  struct FlowTotal {
    bool any = false;
    YearTotal total;
    void Add(const YearTotal& part);
  };
  struct Parts {
    FlowTotal cost;
    FlowTotal revenue;
  };
  // The sums of an activity, or of the organization, while they grow.
  struct Node {
    std::map<int, Parts> parts;  // By type; what has none last.
    bool has_types = false;
    bool cost_told_apart = true;
    bool revenue_told_apart = true;
  };

  int KeyOf(int type) const { return type < 0 ? static_cast<int>(input_.types.size()) : type; }
  static void Join(const Node& part, Node& sum);
  // The lines of a node with types; `place` has activity and without_frames.
  std::vector<Line> LinesOf(Node& node, const Line& place) const;
  void AddLines(Parts& parts, const Node& node, Line place, std::vector<Line>& lines) const;

  const OutlookInput& input_;
  bool has_types_ = false;
  bool has_frames_ = false;
  std::vector<Node> nodes_;
  std::vector<std::vector<Line>> lines_;  // By activity.
  Node sum_;
  Node frames_;
};

}  // namespace prognos::outlook

#endif  // PROGNOS_FORECAST_OUTLOOK_TYPE_LINES_H_
