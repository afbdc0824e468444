#include "forecast/ledger/placement.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace prognos::ledger {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

Month At(const char* text) { return *Month::Parse(text); }

std::vector<Activity> Loaded() {
  return {{"arbete", "", "Arbete", 0},
          {"vuxen", "", "Vuxen", 1},
          {"jobb", "arbete", "Jobbcenter", 0},
          {"kurs", "jobb", "Kurs", 0}};
}

std::vector<std::string> Placed(const std::vector<ActivityMove>& moves, int year) {
  std::vector<std::string> placed;
  for (const Activity& one : PlacedInYear(Loaded(), moves, year).activities) {
    placed.push_back(one.parent_id.empty() ? one.id : one.parent_id + ">" + one.id);
  }
  return placed;
}

TEST(PlacementTest, AMoveHoldsFromItsYearOn) {
  const std::vector<ActivityMove> moves = {{"jobb", At("2023-07"), false, "vuxen"}};
  EXPECT_THAT(Placed(moves, 2022), ElementsAre("arbete", "vuxen", "arbete>jobb", "jobb>kurs"));
  EXPECT_THAT(Placed(moves, 2023), ElementsAre("arbete", "vuxen", "vuxen>jobb", "jobb>kurs"));
  EXPECT_THAT(Placed(moves, 2030), ElementsAre("arbete", "vuxen", "vuxen>jobb", "jobb>kurs"));
}

TEST(PlacementTest, WhatLeavesTakesAllBelowItAlongAndStaysInTheYearInWhichItLeaves) {
  const std::vector<ActivityMove> january = {{"jobb", At("2023-01"), true, ""}};
  EXPECT_THAT(Placed(january, 2022), ElementsAre("arbete", "vuxen", "arbete>jobb", "jobb>kurs"));
  EXPECT_THAT(Placed(january, 2023), ElementsAre("arbete", "vuxen"));
  EXPECT_THAT(PlacedInYear(Loaded(), january, 2023).leaving, IsEmpty());
  const std::vector<ActivityMove> july = {{"jobb", At("2023-07"), true, ""}};
  EXPECT_THAT(Placed(july, 2023), ElementsAre("arbete", "vuxen", "arbete>jobb", "jobb>kurs"));
  EXPECT_THAT(PlacedInYear(Loaded(), july, 2023).leaving, ElementsAre(Pair("jobb", At("2023-07"))));
  EXPECT_THAT(Placed(july, 2024), ElementsAre("arbete", "vuxen"));
}

TEST(PlacementTest, WhatHadLeftMayComeBackAndWhatMovedOutBeforeStays) {
  const std::vector<ActivityMove> moves = {{"jobb", At("2023-01"), true, ""},
                                           {"jobb", At("2024-01"), false, "vuxen"},
                                           {"kurs", At("2023-01"), false, "arbete"}};
  EXPECT_THAT(Placed(moves, 2023), ElementsAre("arbete", "vuxen", "arbete>kurs"));
  EXPECT_THAT(Placed(moves, 2024), ElementsAre("arbete", "vuxen", "vuxen>jobb", "arbete>kurs"));
  EXPECT_THAT(YearsOfMoves(moves), ElementsAre(2023, 2024));
}

}  // namespace
}  // namespace prognos::ledger
