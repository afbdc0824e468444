#include "forecast/outlook/line_plan.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace prognos::outlook {
namespace {

SeriesInput Series(int activity, Flow flow) {
  SeriesInput series;
  series.activity = activity;
  series.flow = flow;
  return series;
}

// "activity/measure" or "activity/measure/series" of each line; measures are c, r, n, v.
std::vector<std::string> Described(const LinePlan& plan) {
  std::vector<std::string> lines;
  for (const Line& line : plan.lines) {
    const char measure = "?crnv"[static_cast<int>(line.measure)];
    lines.push_back(absl::StrCat(line.activity, "/", std::string(1, measure)));
    if (line.series >= 0) absl::StrAppend(&lines.back(), "/", line.series);
  }
  return lines;
}

TEST(LinePlanTest, ALeafCarriesItsSeriesAndAParentWithAnOwnSeriesShowsItApart) {
  OutlookInput input;
  input.activities = {{"children", -1}, {"placements", 0}, {"adults", -1}};
  input.series = {Series(0, Flow::kCost), Series(1, Flow::kCost), Series(1, Flow::kRevenue), Series(2, Flow::kCost),
                  Series(1, Flow::kVolume)};
  const LinePlan plan = PlanLines(input);
  const std::vector<std::string> expected = {"-1/c",  "-1/r",  "-1/n",           // The sum.
                                             "0/c",   "0/r",   "0/n",  "0/c/0",  // Children, and its own series.
                                             "1/c/1", "1/r/2", "1/n",            // Placements.
                                             "2/c/3", "2/n",                     // Adults.
                                             "1/v/4"};                           // The volume.
  EXPECT_EQ(Described(plan), expected);
  EXPECT_EQ(plan.series_lines, (std::vector<int>{6, 7, 8, 10, 12}));
  EXPECT_EQ(plan.nodes[2].revenue, -1);
}

TEST(LinePlanTest, TwoSeriesOfOneFlowInALeafGetTheirOwnLines) {
  OutlookInput input;
  input.activities = {{"a", -1}};
  input.series = {Series(0, Flow::kCost), Series(0, Flow::kCost)};
  const std::vector<std::string> expected = {"-1/c", "-1/r", "-1/n", "0/c", "0/n", "0/c/0", "0/c/1"};
  EXPECT_EQ(Described(PlanLines(input)), expected);
}

TEST(LinePlanTest, AnActivityWithoutAnySeriesHasNoLine) {
  OutlookInput input;
  input.activities = {{"empty", -1}, {"below", 0}};
  EXPECT_EQ(PlanLines(input).lines.size(), 3u);
}

}  // namespace
}  // namespace prognos::outlook
