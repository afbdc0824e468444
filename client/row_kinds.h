// What each line of an answer is in a table for programs: a row, or a sum of others that a pivot table must not add
// once more (documents/csv.h).
#ifndef PROGNOS_CLIENT_ROW_KINDS_H_
#define PROGNOS_CLIENT_ROW_KINDS_H_

#include <set>
#include <string>
#include <utility>

#include "client/forecast_rows.h"
#include "client/machine_columns.h"
#include "forecast/documents/document.h"
#include "prognos/v1/common.pb.h"

namespace prognos::client {

// A table for programs whose rows may be sums of others.
inline documents::Table MachineTree(const char* id, const std::string& columns) {
  documents::Table table{id, MachineColumns(columns), {}};
  table.may_hold_sums = true;
  return table;
}

// Level and kind of the lines of a tree by activity. `Line` is a message with activity, parent, depth and measure. One
// that names its series is a row; beside it the line of its activity and measure, if there is one, is a sum.
class RowKinds {
 public:
  template <typename Lines>
  explicit RowKinds(const Lines& lines) {
    for (const auto& line : lines) {
      if (IsByType(line)) continue;
      if (!line.activity().empty()) parents_.insert(line.parent());
      const bool is_flow = line.measure() == v1::MEASURE_COST || line.measure() == v1::MEASURE_REVENUE;
      if (is_flow) with_flows_.insert(line.activity());
      (IsSeries(line) ? with_series_ : with_whole_).insert({line.activity(), line.measure()});
    }
  }

  template <typename Line>
  void Mark(const Line& line, documents::Row& row) const {
    const std::pair<std::string, v1::Measure> of = {line.activity(), line.measure()};
    row.level = line.depth();
    if (line.activity().empty()) {
      row.kind = IsWithoutFrames(line) ? documents::RowKind::kSubtotal : documents::RowKind::kSum;
    } else if (IsSeries(line)) {
      row.kind = documents::RowKind::kRow;
      if (with_whole_.contains(of)) ++row.level;
    } else if (parents_.contains(line.activity()) || with_series_.contains(of)) {
      row.kind = documents::RowKind::kGroup;
    } else {
      const bool is_difference = line.measure() == v1::MEASURE_NET && with_flows_.contains(line.activity());
      row.kind = is_difference ? documents::RowKind::kNet : documents::RowKind::kRow;
    }
  }

 private:
  template <typename Line>
  static bool IsSeries(const Line& line) {
    if constexpr (requires { line.series(); }) {
      return !line.series().empty();
    } else {
      return false;
    }
  }
  // Parts of lines by cost type that stand among them.
  template <typename Line>
  static bool IsByType(const Line& line) {
    if constexpr (requires { line.by_type(); }) {
      return line.by_type();
    } else {
      return false;
    }
  }
  template <typename Line>
  static bool IsWithoutFrames(const Line& line) {
    if constexpr (requires { line.without_frames(); }) {
      return line.without_frames();
    } else {
      return false;
    }
  }

  std::set<std::string> parents_;     // Of any line; of roots empty.
  std::set<std::string> with_flows_;  // Activities of which cost or revenue is told, too.
  // Of which single series are told, and of which the sum of what is at and below them is.
  std::set<std::pair<std::string, v1::Measure>> with_series_;
  std::set<std::pair<std::string, v1::Measure>> with_whole_;
};

// A part of a line by cost type.
template <typename Line>
void MarkOfWhich(const Line& line, documents::Row& row) {
  row.level = line.depth() + (line.activity().empty() ? 0 : 1);
  row.kind = documents::RowKind::kOfWhich;
}

// The same of a row of the net of a forecast.
inline void Mark(const ForecastRow& whole, documents::Row& row) {
  row.level = whole.depth;
  row.kind = whole.parent < 0                ? documents::RowKind::kSum
             : whole.is_subtotal             ? documents::RowKind::kSubtotal
             : whole.is_leaf || whole.is_own ? documents::RowKind::kRow
                                             : documents::RowKind::kGroup;
}

}  // namespace prognos::client

#endif  // PROGNOS_CLIENT_ROW_KINDS_H_
