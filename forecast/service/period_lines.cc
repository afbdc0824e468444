#include "forecast/service/period_lines.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <map>
#include <tuple>

#include "forecast/followup/period_sums.h"
#include "forecast/messages/message.h"
#include "forecast/service/names.h"
#include "messages/refusal.h"

namespace prognos::service {
namespace {

using followup::PeriodSums;
using ValuesByMonth = std::map<Month, int64_t>;

// Cost and revenue of one node of the tree; absent where no series stands behind it or below.
struct NodeSums {
  std::optional<PeriodSums> cost;
  std::optional<PeriodSums> revenue;
};

struct BookedSpan {
  std::optional<Month> first;
  std::optional<Month> last;

  void Hold(Month month) {
    first = std::min(first.value_or(month), month);
    last = std::max(last.value_or(month), month);
  }
};

void AddSums(std::optional<PeriodSums>& sum, const std::optional<PeriodSums>& part) {
  if (!part.has_value()) return;
  if (sum.has_value()) {
    *sum += *part;
  } else {
    sum = part;
  }
}

// Sums periods of what is booked up to a month.
class PeriodSummary {
 public:
  explicit PeriodSummary(const BookedLedger& booked) : booked_(booked) {
    for (const ledger::Actual& actual : booked.actuals) values_[actual.series_id][actual.month] = actual.value;
    for (const ledger::Series& series : booked.series) {
      BookedSpan& span = series.flow == Flow::kVolume ? volumes_ : money_;
      for (const auto& [month, value] : values_[series.id]) span.Hold(month);
    }
  }

  // The last month in which money is booked; of an organization that only counts volumes, anything.
  std::optional<Month> LastMonth() const { return money_.last.has_value() ? money_.last : volumes_.last; }

  bool AnythingBookedBy(Month month) const {
    return (money_.first.has_value() && *money_.first <= month) ||
           (volumes_.first.has_value() && *volumes_.first <= month);
  }

  // Of each node, children included; with `type` only the money of that type ("": without one).
  std::vector<NodeSums> SumMoney(Month until, std::optional<std::string> type = std::nullopt) {
    const std::vector<ledger::ActivityTree::Node>& nodes = booked_.tree.nodes();
    std::vector<NodeSums> sums(nodes.size());
    for (const ledger::Series& series : booked_.series) {
      const int node = booked_.tree.Find(series.activity_id);
      if (series.flow == Flow::kVolume || node < 0) continue;
      if (type.has_value() && series.type_id != *type) continue;
      AddSums(series.flow == Flow::kCost ? sums[node].cost : sums[node].revenue,
              followup::PeriodSumsOf(values_[series.id], money_.first.value_or(until), until));
    }
    for (int node = static_cast<int>(nodes.size()) - 1; node >= 0; --node) {
      if (nodes[node].parent < 0) continue;
      AddSums(sums[nodes[node].parent].cost, sums[node].cost);
      AddSums(sums[nodes[node].parent].revenue, sums[node].revenue);
    }
    return sums;
  }

  // nullopt when nothing is counted by `until`.
  std::optional<PeriodSums> SumVolume(const ledger::Series& series, Month until) {
    const ValuesByMonth& values = values_[series.id];
    if (values.empty() || values.begin()->first > until) return std::nullopt;
    return followup::PeriodSumsOf(values, FirstKnown(series.activity_id, values.begin()->first), until);
  }

  // The last month up to `until` that a volume is counted in; one is.
  Month LastCounted(const ledger::Series& series, Month until) const {
    return std::prev(values_.at(series.id).upper_bound(until))->first;
  }

  PeriodSums Nothing(Month until) const { return followup::NothingBooked(money_.first.value_or(until), until); }

 private:
  // A volume that is counted since its activity began was zero before that; one that was taken up later is not known.
  Month FirstKnown(const std::string& activity, Month first_counted) {
    BookedSpan span;
    for (const ledger::Series& series : booked_.series) {
      const ValuesByMonth& values = values_[series.id];
      if (series.flow == Flow::kVolume || series.activity_id != activity || values.empty()) continue;
      span.Hold(values.begin()->first);
    }
    if (!span.first.has_value() || *span.first < first_counted) return first_counted;
    return std::min(*money_.first, first_counted);
  }

  const BookedLedger& booked_;
  std::map<std::string, ValuesByMonth> values_;  // By series.
  BookedSpan money_, volumes_;
};

void SetSums(const PeriodSums& sums, v1::PeriodLine& line) {
  if (sums.year_to_date.has_value()) line.set_year_to_date(*sums.year_to_date);
  if (sums.last_year_to_date.has_value()) line.set_last_year_to_date(*sums.last_year_to_date);
  if (sums.twelve_months.has_value()) line.set_twelve_months(*sums.twelve_months);
  if (sums.twelve_months_before.has_value()) line.set_twelve_months_before(*sums.twelve_months_before);
}

void AddMoneyLines(const v1::PeriodLine& place, const NodeSums& sums, const PeriodSums& nothing,
                   google::protobuf::RepeatedPtrField<v1::PeriodLine>& lines) {
  if (!sums.cost.has_value() && !sums.revenue.has_value()) return;
  const auto add = [&](v1::Measure measure, const PeriodSums& of_measure) {
    v1::PeriodLine& line = *lines.Add();
    line = place;
    line.set_measure(measure);
    SetSums(of_measure, line);
  };
  if (sums.cost.has_value()) add(v1::MEASURE_COST, *sums.cost);
  if (sums.revenue.has_value()) add(v1::MEASURE_REVENUE, *sums.revenue);
  PeriodSums net = sums.cost.value_or(nothing);
  net -= sums.revenue.value_or(nothing);
  add(v1::MEASURE_NET, net);
}

v1::PeriodLine PlaceOf(const std::string& organization, const ledger::ActivityTree::Node& node) {
  v1::PeriodLine place;
  place.set_activity(ActivityName(organization, node.activity.id));
  place.set_display_name(node.activity.display_name);
  if (!node.activity.parent_id.empty()) place.set_parent(ActivityName(organization, node.activity.parent_id));
  place.set_depth(node.depth);
  place.set_own_frame(node.activity.own_frame);
  return place;
}

v1::PeriodLine PlaceOfVolume(const std::string& organization, const ledger::ActivityTree::Node& node,
                             const ledger::Series& series) {
  v1::PeriodLine place = PlaceOf(organization, node);
  place.set_measure(v1::MEASURE_VOLUME);
  place.set_series(SeriesName(organization, series.id));
  place.set_unit(series.unit);
  if (!series.display_name.empty()) place.set_display_name(series.display_name);
  return place;
}

// The sum of all roots, and where some have frames of their own that of the others; `place` says what of them.
void AddSumLines(v1::PeriodLine place, const std::vector<ledger::ActivityTree::Node>& nodes,
                 const std::vector<NodeSums>& sums, const PeriodSums& nothing,
                 google::protobuf::RepeatedPtrField<v1::PeriodLine>& lines) {
  NodeSums all, without_frames;
  bool has_frames = false;
  for (size_t at = 0; at < nodes.size(); ++at) {
    if (nodes[at].parent >= 0) continue;
    AddSums(all.cost, sums[at].cost);
    AddSums(all.revenue, sums[at].revenue);
    has_frames |= nodes[at].activity.own_frame;
    if (nodes[at].activity.own_frame) continue;
    AddSums(without_frames.cost, sums[at].cost);
    AddSums(without_frames.revenue, sums[at].revenue);
  }
  AddMoneyLines(place, all, nothing, lines);
  if (!has_frames) return;
  place.set_without_frames(true);
  AddMoneyLines(place, without_frames, nothing, lines);
}

// The nodes with money of a cost type at or below.
std::vector<bool> NodesWithTypes(const BookedLedger& booked) {
  const std::vector<ledger::ActivityTree::Node>& nodes = booked.tree.nodes();
  std::vector<bool> has_types(nodes.size(), false);
  for (const ledger::Series& series : booked.series) {
    if (series.type_id.empty()) continue;
    for (int at = booked.tree.Find(series.activity_id); at >= 0; at = nodes[at].parent) has_types[at] = true;
  }
  return has_types;
}

bool IsNothing(const std::optional<PeriodSums>& sums) {
  const auto is_zero = [](const std::optional<int64_t>& sum) { return sum.value_or(0) == 0; };
  return !sums.has_value() || (is_zero(sums->year_to_date) && is_zero(sums->last_year_to_date) &&
                               is_zero(sums->twelve_months) && is_zero(sums->twelve_months_before));
}

// Money that was told without a type, and then by type, is zeros: no part of anything.
void LeaveOutNothing(std::vector<NodeSums>& sums) {
  for (NodeSums& node : sums) {
    if (IsNothing(node.cost) && IsNothing(node.revenue)) node = NodeSums();
  }
}

// Of one node the lines of each type, and last of what has none.
void AddTypeLines(const std::string& organization, const BookedLedger& booked, Month until, PeriodSummary& summary,
                  v1::ComparePeriodsResponse& response) {
  const std::vector<bool> has_types = NodesWithTypes(booked);
  if (std::none_of(has_types.begin(), has_types.end(), [](bool has) { return has; })) return;
  std::vector<ledger::CostType> types = booked.cost_types;
  types.push_back({});  // Money without a type.
  std::vector<std::vector<NodeSums>> sums;
  for (const ledger::CostType& type : types) sums.push_back(summary.SumMoney(until, type.id));
  LeaveOutNothing(sums.back());
  const std::vector<ledger::ActivityTree::Node>& nodes = booked.tree.nodes();
  const PeriodSums nothing = summary.Nothing(until);
  const auto part_of = [&](v1::PeriodLine place, size_t type) {
    if (!types[type].id.empty()) place.set_cost_type(CostTypeName(organization, types[type].id));
    place.set_cost_type_display_name(types[type].display_name);
    return place;
  };
  for (size_t type = 0; type < types.size(); ++type) {
    AddSumLines(part_of({}, type), nodes, sums[type], nothing, *response.mutable_lines_by_type());
  }
  for (size_t node = 0; node < nodes.size(); ++node) {
    if (!has_types[node]) continue;
    for (size_t type = 0; type < types.size(); ++type) {
      AddMoneyLines(part_of(PlaceOf(organization, nodes[node]), type), sums[type][node], nothing,
                    *response.mutable_lines_by_type());
    }
  }
}

// The lines of all types together.
google::protobuf::RepeatedPtrField<v1::PeriodLine> LinesUntil(const std::string& organization,
                                                              const BookedLedger& booked, Month until,
                                                              PeriodSummary& summary) {
  google::protobuf::RepeatedPtrField<v1::PeriodLine> lines;
  const std::vector<ledger::ActivityTree::Node>& nodes = booked.tree.nodes();
  const std::vector<NodeSums> sums = summary.SumMoney(until);
  const PeriodSums nothing = summary.Nothing(until);
  AddSumLines({}, nodes, sums, nothing, lines);
  for (size_t at = 0; at < nodes.size(); ++at) {
    AddMoneyLines(PlaceOf(organization, nodes[at]), sums[at], nothing, lines);
  }
  for (const ledger::Series& series : InTreeOrder(booked.tree, booked.series)) {
    if (series.flow != Flow::kVolume) continue;
    const std::optional<PeriodSums> of_volume = summary.SumVolume(series, until);
    if (!of_volume.has_value()) continue;
    v1::PeriodLine& line = *lines.Add();
    line = PlaceOfVolume(organization, nodes[booked.tree.Find(series.activity_id)], series);
    line.set_last_counted_month(summary.LastCounted(series, until).ToString());
    SetSums(*of_volume, line);
  }
  return lines;
}

// What tells the lines of an answer apart.
using PeriodKey = std::tuple<std::string, std::string, v1::Measure, bool>;
PeriodKey PeriodKeyOf(const v1::PeriodLine& line) {
  return {line.activity(), line.series(), line.measure(), line.without_frames()};
}

// Puts the sums of twelve months that end in `until` and in the `count` - 1 months before it on `lines`, the oldest
// first.
void AddRollingSums(const std::string& organization, const BookedLedger& booked, Month until, int count,
                    PeriodSummary& summary, google::protobuf::RepeatedPtrField<v1::PeriodLine>& lines) {
  std::map<PeriodKey, v1::PeriodLine*> by_key;
  for (v1::PeriodLine& line : lines) by_key[PeriodKeyOf(line)] = &line;
  for (int back = count - 1; back >= 0; --back) {
    for (const v1::PeriodLine& then : LinesUntil(organization, booked, until - back, summary)) {
      const auto line = by_key.find(PeriodKeyOf(then));
      if (line == by_key.end() || !then.has_twelve_months()) continue;
      line->second->add_rolling_twelve_months(then.twelve_months());
    }
  }
}

}  // namespace

absl::Status FillPeriodLines(const std::string& organization, const BookedLedger& booked, std::optional<Month> until,
                             int rolling_months, v1::ComparePeriodsResponse& response) {
  PeriodSummary summary(booked);
  const std::optional<Month> last = until.has_value() ? until : summary.LastMonth();
  if (!last.has_value() || !summary.AnythingBookedBy(*last)) {
    return MessageStatus(absl::StatusCode::kFailedPrecondition, messages::refusal::NothingIsBooked());
  }
  response.set_until_month(last->ToString());
  *response.mutable_lines() = LinesUntil(organization, booked, *last, summary);
  AddRollingSums(organization, booked, *last, rolling_months, summary, *response.mutable_lines());
  AddTypeLines(organization, booked, *last, summary, response);
  return absl::OkStatus();
}

}  // namespace prognos::service
