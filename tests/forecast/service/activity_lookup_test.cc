#include "forecast/service/activity_lookup.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/status_matchers.h"

namespace prognos::service {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

ActivityLookup Lookup() {
  const auto tree = ledger::ActivityTree::Build({{"buf", "", "Barn/Unga/Familj", 1},
                                                 {"buf-externa", "buf", "Externa placeringar", 1},
                                                 {"vuxen", "", "Vuxen", 2},
                                                 {"vuxen-externa", "vuxen", "Externa placeringar", 1},
                                                 {"oversikt", "", "buf", 3}});
  return ActivityLookup(*tree);
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

TEST(ActivityLookupTest, WhatIsNotThereIsNotFound) {
  EXPECT_THAT(Lookup().Find("Integration"), IsEmpty());
  EXPECT_THAT(Lookup().Find(""), IsEmpty());
}

}  // namespace
}  // namespace prognos::service
