#include "forecast/service/activity_table.h"

#include "forecast/base/faults.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/status_matchers.h"

namespace prognos::service {
namespace {

using testing::ElementsAre;
using testing::SizeIs;

absl::StatusOr<ActivityTable> ReadActivities(absl::string_view bytes) {
  const auto known =
      ledger::ActivityTree::Build({{"vuxen", "", "Vuxen"}, {"vuxen-externa", "vuxen", "Externa placeringar"}});
  EXPECT_TRUE(known.ok()) << known.status();
  return ReadActivityTable(bytes, "o", *known);
}

std::vector<std::string> FaultsOfActivities(absl::string_view bytes) {
  std::vector<std::string> lines;
  for (const Fault& fault : FaultsFromStatus(ReadActivities(bytes).status())) lines.push_back(fault.ToString());
  return lines;
}

TEST(ActivityTableTest, RowsAreActivitiesWithTheirSeries) {
  PROGNOS_ASSERT_OK_AND_ASSIGN(const ActivityTable table,
                               ReadActivities("id;namn;överordnad;ordning;serier\nbarn;Barn/Unga/Familj;;10;\n\n"
                                              "bistand;Ekonomiskt bistånd;barn;20;kostnad+intäkt+hushall\n"));
  ASSERT_THAT(table.activities.activities(), SizeIs(2));
  EXPECT_EQ(table.activities.activities(1).name(), "organizations/o/activities/bistand");
  EXPECT_EQ(table.activities.activities(1).parent(), "organizations/o/activities/barn");
  EXPECT_EQ(table.activities.activities(1).order(), 20);
  EXPECT_THAT(table.activity_lines, ElementsAre(2, 4));  // Line 3 is blank.
  ASSERT_THAT(table.series.series(), SizeIs(3));
  EXPECT_EQ(table.series.series(0).flow(), v1::FLOW_COST);
  EXPECT_EQ(table.series.series(1).flow(), v1::FLOW_REVENUE);
  EXPECT_EQ(table.series.series(2).flow(), v1::FLOW_VOLUME);
  EXPECT_EQ(table.series.series(2).unit(), "hushall");
  EXPECT_THAT(table.series_lines, ElementsAre(4, 4, 4));
}

TEST(ActivityTableTest, AVolumeIsCalledAsTheTableWritesIt) {
  PROGNOS_ASSERT_OK_AND_ASSIGN(const ActivityTable table,
                               ReadActivities("id;namn;serier\na;A;hushåll+Vårddygn+platser\n"));
  EXPECT_EQ(table.series.series(0).unit(), "hushall");
  EXPECT_EQ(table.series.series(0).display_name(), "hushåll");
  EXPECT_EQ(table.series.series(1).unit(), "varddygn");
  EXPECT_EQ(table.series.series(1).display_name(), "Vårddygn");
  EXPECT_EQ(table.series.series(2).display_name(), "");
}

TEST(ActivityTableTest, AParentMayBeWrittenAsItsNameOrPath) {
  PROGNOS_ASSERT_OK_AND_ASSIGN(const ActivityTable table,
                               ReadActivities("id;namn;överordnad\nbistand;Ekonomiskt bistånd;Barn/Unga/Familj\n"
                                              "barn;Barn/Unga/Familj;\nhvb;HVB;Vuxen > Externa placeringar\n"));
  EXPECT_EQ(table.activities.activities(0).parent(), "organizations/o/activities/barn");
  EXPECT_EQ(table.activities.activities(1).parent(), "");
  EXPECT_EQ(table.activities.activities(2).parent(), "organizations/o/activities/vuxen-externa");
}

TEST(ActivityTableTest, FaultsAreAllToldAtTheirLines) {
  EXPECT_THAT(FaultsOfActivities("id;namn;ordning\n;Barn;10\nvuxen;Vuxen;tio\n"),
              ElementsAre("line 2: id: is required", "line 3: ordning: \"tio\" is not a whole number"));
  EXPECT_THAT(FaultsOfActivities("id;titel\na;A\n"), ElementsAre("line 1: namn: the column is required"));
  EXPECT_THAT(FaultsOfActivities("id;namn;overordnad\na;A;Integration\n"),
              ElementsAre("line 2: parent: \"Integration\" is not an activity of the organization"));
}

// A table that does not tell leaves a frame as it is known.
TEST(ActivityTableTest, AFrameOfItsOwnIsToldOrKept) {
  PROGNOS_ASSERT_OK_AND_ASSIGN(
      const ActivityTable told,
      ReadActivities("id;namn;överordnad;egen ram\nvuxen;Vuxen;;nej\nbistand;Ekonomiskt bistånd;;Ja\nlss;LSS;;\n"));
  EXPECT_FALSE(told.activities.activities(0).own_frame());
  EXPECT_TRUE(told.activities.activities(1).own_frame());
  EXPECT_FALSE(told.activities.activities(2).own_frame());
  const auto known = ledger::ActivityTree::Build({{"bistand", "", "Ekonomiskt bistånd", 1, true}});
  PROGNOS_ASSERT_OK_AND_ASSIGN(const ActivityTable kept,
                               ReadActivityTable("id;namn\nbistand;Bistånd\nny;Ny\n", "o", *known));
  EXPECT_TRUE(kept.activities.activities(0).own_frame());
  EXPECT_FALSE(kept.activities.activities(1).own_frame());
  EXPECT_THAT(FaultsOfActivities("id;namn;egen ram\na;A;kanske\n"),
              ElementsAre("line 2: egen ram: \"kanske\" is neither yes nor no"));
}

}  // namespace
}  // namespace prognos::service
