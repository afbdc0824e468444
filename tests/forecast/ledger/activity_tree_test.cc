#include "forecast/ledger/activity_tree.h"

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/status_matchers.h"

namespace prognos::ledger {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::vector<std::string> Outline(const ActivityTree& tree) {
  std::vector<std::string> lines;
  for (const ActivityTree::Node& node : tree.nodes()) {
    lines.push_back(std::string(static_cast<size_t>(node.depth), ' ') + node.activity.id);
  }
  return lines;
}

TEST(ActivityTreeTest, ParentsStandBeforeChildrenAndSiblingsByOrderThenId) {
  PROGNOS_ASSERT_OK_AND_ASSIGN(
      const ActivityTree tree,
      ActivityTree::Build({{"leaf", "b", "", 0}, {"b", "", "", 1}, {"c", "", "", 1}, {"a", "", "", 2}}));
  EXPECT_THAT(Outline(tree), ElementsAre("b", " leaf", "c", "a"));
  EXPECT_EQ(tree.nodes()[1].parent, 0);
  EXPECT_EQ(tree.Find("a"), 3);
  EXPECT_EQ(tree.Find("missing"), -1);
}

TEST(ActivityTreeTest, EachActivityInARingIsTold) {
  EXPECT_THAT(ActivityTree::Build({{"a", "b", "", 0}, {"b", "a", "", 0}, {"c", "c", "", 0}}),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       testing::AllOf(HasSubstr("activities[a].parent"), HasSubstr("activities[b].parent"),
                                      HasSubstr("activities[c].parent"))));
}

TEST(ActivityTreeTest, TenLevelsAreATreeAndElevenAreNot) {
  std::vector<Activity> chain = {{"l0", "", "", 0}};
  for (int i = 1; i < 10; ++i) chain.push_back({absl::StrCat("l", i), absl::StrCat("l", i - 1), "", 0});
  EXPECT_THAT(ActivityTree::Build(chain), IsOk());
  chain.push_back({"l10", "l9", "", 0});
  EXPECT_THAT(ActivityTree::Build(chain), StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("deeper than 10")));
}

TEST(ActivityTreeTest, SeriesFollowTheTreeCostBeforeRevenueBeforeVolumes) {
  PROGNOS_ASSERT_OK_AND_ASSIGN(const ActivityTree tree, ActivityTree::Build({{"z", "", "", 1}, {"a", "", "", 2}}));
  std::vector<std::string> ids;
  for (const Series& series : InTreeOrder(tree, {{"a.cost", "a", Flow::kCost, "", ""},
                                                 {"z.days", "z", Flow::kVolume, "days", ""},
                                                 {"z.revenue", "z", Flow::kRevenue, "", ""},
                                                 {"z.cost", "z", Flow::kCost, "", ""},
                                                 {"gone.cost", "gone", Flow::kCost, "", ""}})) {
    ids.push_back(series.id);
  }
  EXPECT_THAT(ids, ElementsAre("z.cost", "z.revenue", "z.days", "a.cost"));
}

TEST(ActivityTreeTest, AFrameOfItsOwnIsARootWithAllBelowIt) {
  std::vector<Activity> activities = {
      {"nämnd", "", "", 0}, {"bistand", "", "", 1, true}, {"norm", "bistand", "", 0}, {"vuxen", "nämnd", "", 0}};
  PROGNOS_ASSERT_OK_AND_ASSIGN(const ActivityTree tree, ActivityTree::Build(activities));
  EXPECT_TRUE(tree.IsInFrameOfItsOwn("bistand"));
  EXPECT_TRUE(tree.IsInFrameOfItsOwn("norm"));
  EXPECT_FALSE(tree.IsInFrameOfItsOwn("vuxen"));
  EXPECT_FALSE(tree.IsInFrameOfItsOwn("ingen"));
  activities[1].parent_id = "nämnd";
  EXPECT_THAT(ActivityTree::Build(activities),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("activities[bistand].own_frame")));
}

}  // namespace
}  // namespace prognos::ledger
