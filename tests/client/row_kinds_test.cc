#include "client/row_kinds.h"

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "prognos/v1/forecast.pb.h"

namespace prognos::client {
namespace {

using documents::RowKind;
using ::testing::ElementsAre;

v1::ForecastLine& AddLine(const std::string& activity, const std::string& parent, int depth, v1::Measure measure,
                          int64_t ore, const std::string& series, v1::Forecast& forecast) {
  v1::ForecastLine& line = *forecast.add_lines();
  line.set_activity(activity);
  line.set_parent(parent);
  line.set_depth(depth);
  line.set_measure(measure);
  line.set_full_year(ore);
  line.set_series(series);
  return line;
}

std::vector<documents::Row> RowsOfKinds(const v1::Forecast& forecast) {
  const RowKinds kinds(forecast.lines());
  std::vector<documents::Row> rows;
  for (const v1::ForecastLine& line : forecast.lines()) kinds.Mark(line, rows.emplace_back());
  return rows;
}

// Vuxen has 3 below it and 2 of its own; its cost is the sum of both, and its net that of cost and revenue.
TEST(RowKindsTest, WhatIsBookedOnAnActivityWithOthersBelowItIsARowBesideThose) {
  v1::Forecast forecast;
  AddLine("", "", 0, v1::MEASURE_COST, 5, "", forecast);
  AddLine("", "", 0, v1::MEASURE_NET, 4, "", forecast);
  AddLine("vuxen", "", 0, v1::MEASURE_COST, 5, "", forecast);
  AddLine("vuxen", "", 0, v1::MEASURE_REVENUE, 1, "vuxen.revenue", forecast);
  AddLine("vuxen", "", 0, v1::MEASURE_NET, 4, "", forecast);
  AddLine("vuxen", "", 0, v1::MEASURE_COST, 2, "vuxen.cost", forecast);
  AddLine("boende", "vuxen", 1, v1::MEASURE_COST, 3, "boende.cost", forecast);
  AddLine("boende", "vuxen", 1, v1::MEASURE_NET, 3, "", forecast);
  std::vector<RowKind> kinds;
  std::vector<int> levels;
  for (const documents::Row& row : RowsOfKinds(forecast)) {
    kinds.push_back(*row.kind);
    levels.push_back(row.level);
  }
  EXPECT_THAT(kinds, ElementsAre(RowKind::kSum, RowKind::kSum, RowKind::kGroup, RowKind::kRow, RowKind::kGroup,
                                 RowKind::kRow, RowKind::kRow, RowKind::kNet));
  EXPECT_THAT(levels, ElementsAre(0, 0, 0, 0, 0, 1, 1, 1));
}

TEST(RowKindsTest, ALeafOfSeveralSeriesIsTheirSumAndNetsAloneAreRows) {
  v1::Forecast forecast;
  AddLine("vuxen", "", 0, v1::MEASURE_COST, 5, "", forecast);
  AddLine("vuxen", "", 0, v1::MEASURE_COST, 2, "vuxen.cost.personal", forecast);
  AddLine("vuxen", "", 0, v1::MEASURE_COST, 3, "vuxen.cost", forecast);
  AddLine("barn", "", 0, v1::MEASURE_NET, 7, "", forecast);
  std::vector<RowKind> kinds;
  for (const documents::Row& row : RowsOfKinds(forecast)) kinds.push_back(*row.kind);
  EXPECT_THAT(kinds, ElementsAre(RowKind::kGroup, RowKind::kRow, RowKind::kRow, RowKind::kRow));
}

TEST(RowKindsTest, TheSumWithoutFramesIsASubtotal) {
  v1::Forecast forecast;
  AddLine("", "", 0, v1::MEASURE_NET, 7, "", forecast).set_without_frames(true);
  EXPECT_EQ(RowsOfKinds(forecast).front().kind, RowKind::kSubtotal);
}

// Any tree, with money booked anywhere: the rows hold it all, and each amount once.
TEST(RowKindsTest, TheRowsOfAnyTreeAddUpToItsSum) {
  std::mt19937_64 random(3);
  for (int trial = 0; trial < 100; ++trial) {
    const int count = 1 + static_cast<int>(random() % 12);
    std::vector<int> parents(static_cast<size_t>(count)), depths(parents.size(), 0);
    std::vector<int64_t> own(parents.size()), whole(parents.size());
    int64_t total = 0;
    for (size_t at = 0; at < parents.size(); ++at) {
      parents[at] = static_cast<int>(random() % (at + 1)) - 1;
      if (parents[at] >= 0) depths[at] = depths[static_cast<size_t>(parents[at])] + 1;
      own[at] = static_cast<int64_t>(random() % 3) * 100;
      total += own[at];
    }
    for (size_t at = parents.size(); at-- > 0;) {
      whole[at] += own[at];
      if (parents[at] >= 0) whole[static_cast<size_t>(parents[at])] += whole[at];
    }
    v1::Forecast forecast;
    AddLine("", "", 0, v1::MEASURE_COST, total, "", forecast);
    for (size_t at = 0; at < parents.size(); ++at) {
      const std::string id = std::to_string(at);
      const std::string parent = parents[at] < 0 ? "" : std::to_string(parents[at]);
      const bool is_leaf = std::find(parents.begin(), parents.end(), static_cast<int>(at)) == parents.end();
      AddLine(id, parent, depths[at], v1::MEASURE_COST, whole[at], is_leaf ? id + ".cost" : "", forecast);
      if (!is_leaf && own[at] != 0) {
        AddLine(id, parent, depths[at], v1::MEASURE_COST, own[at], id + ".cost", forecast);
      }
    }
    int64_t of_rows = 0;
    const std::vector<documents::Row> rows = RowsOfKinds(forecast);
    for (size_t at = 0; at < rows.size(); ++at) {
      if (rows[at].kind == RowKind::kRow) of_rows += forecast.lines(static_cast<int>(at)).full_year();
    }
    EXPECT_EQ(of_rows, total);
  }
}

}  // namespace
}  // namespace prognos::client
