#include "forecast/interchange/activity_lookup.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace prognos {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

// Children before their parents: the order does not matter.
ActivityLookup Lookup() {
  const std::vector<NamedActivity> activities = {{"buf-externa", "buf", "Externa placeringar"},
                                                 {"buf", "", "Barn/Unga/Familj"},
                                                 {"vuxen-externa", "vuxen", "Externa placeringar"},
                                                 {"vuxen", "", "Vuxen"},
                                                 {"oversikt", "", "buf"}};
  return ActivityLookup(activities);
}

TEST(ActivityLookupTest, IdentifierNameAndPathFindTheActivity) {
  EXPECT_THAT(Lookup().Find("buf-externa"), ElementsAre("buf-externa"));
  EXPECT_THAT(Lookup().Find("BARN/UNGA/FAMILJ"), ElementsAre("buf"));
  EXPECT_THAT(Lookup().Find("Vuxen > Externa placeringar"), ElementsAre("vuxen-externa"));
  EXPECT_THAT(Lookup().Find("vuxen>externa  placeringar"), ElementsAre("vuxen-externa"));
}

TEST(ActivityLookupTest, ANameThatTwoActivitiesShareFindsBoth) {
  EXPECT_THAT(Lookup().Find("Externa placeringar"), UnorderedElementsAre("buf-externa", "vuxen-externa"));
}

TEST(ActivityLookupTest, AnIdentifierWinsOverThePrintedNameOfAnother) {
  EXPECT_THAT(Lookup().Find("buf"), ElementsAre("buf"));
}

TEST(ActivityLookupTest, AMistypedNameIsToldWithTheNearestOne) {
  const auto told = [](const std::string& text) {
    FaultList faults;
    EXPECT_EQ(Lookup().Require(text, "activity", faults), "");
    return FaultsFromStatus(faults.ToStatus()).at(0).rule;
  };
  EXPECT_EQ(told("Vuxne"), "is not an activity of the organization; did you mean \"Vuxen\"?");
  EXPECT_EQ(told("vuxen-extrena"), "is not an activity of the organization; did you mean \"vuxen-externa\"?");
  EXPECT_EQ(told("Integration"), "is not an activity of the organization");
}

TEST(ActivityLookupTest, WhatIsNotThereIsNotFound) {
  EXPECT_THAT(Lookup().Find("Integration"), IsEmpty());
  EXPECT_THAT(Lookup().Find(""), IsEmpty());
}

TEST(ActivityLookupTest, ParentsInARingEnd) {
  const std::vector<NamedActivity> ring = {{"a", "b", "Alfa"}, {"b", "a", "Beta"}};
  EXPECT_THAT(ActivityLookup(ring).Find("alfa"), ElementsAre("a"));
}

TEST(ActivityLookupTest, WhatMeansNoneOrSeveralIsAFaultThatSaysSo) {
  FaultList faults;
  EXPECT_EQ(Lookup().Require("Vuxen", "line 2", faults), "vuxen");
  EXPECT_EQ(Lookup().Require(" ", "line 3", faults), "");
  EXPECT_EQ(Lookup().Require("Integration", "line 4", faults), "");
  EXPECT_EQ(Lookup().Require("externa placeringar", "line 5", faults), "");
  const std::vector<Fault> told = FaultsFromStatus(faults.ToStatus());
  ASSERT_EQ(told.size(), 3);
  EXPECT_EQ(told[0].rule, "is required");
  EXPECT_EQ(told[1].rule, "is not an activity of the organization");
  EXPECT_EQ(told[2].place, "line 5");
  EXPECT_EQ(told[2].rule, "may mean buf-externa or vuxen-externa; write one of these");
}

}  // namespace
}  // namespace prognos
