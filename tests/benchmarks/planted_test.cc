#include "benchmarks/planted.h"

#include <cmath>

#include "gtest/gtest.h"

namespace prognos::benchmarks {
namespace {

const Month kStart = Month::January(2020);

// 10, 20, 30 with `plant` in March.
Vector With(Plant plant) {
  MonthlySeries series{kStart, Vector{{10.0, 20.0, 30.0}}};
  PutInLastMonth(plant, series);
  return series.values;
}

TEST(PlantedTest, EachIsWorkedByHand) {
  EXPECT_EQ(With(Plant::kNone), (Vector{{10.0, 20.0, 30.0}}));
  EXPECT_EQ(With(Plant::kSign), (Vector{{10.0, 20.0, -30.0}}));
  EXPECT_EQ(With(Plant::kDouble), (Vector{{10.0, 20.0, 60.0}}));
  EXPECT_EQ(With(Plant::kHalf), (Vector{{10.0, 20.0, 15.0}}));
  EXPECT_EQ(With(Plant::kZero), (Vector{{10.0, 20.0, 0.0}}));
  EXPECT_EQ(With(Plant::kLate), (Vector{{10.0, 0.0, 50.0}}));  // February's 20 came in March.
  EXPECT_EQ(With(Plant::kShift), (Vector{{10.0, 20.0, 39.0}}));
}

TEST(PlantedTest, WhatIsMissingStaysMissing) {
  MonthlySeries series{kStart, Vector{{10.0, kMissing, 30.0}}};
  PutInLastMonth(Plant::kLate, series);
  EXPECT_TRUE(std::isnan(series.values[1]));
  EXPECT_EQ(series.values[2], 30.0);
  MonthlySeries empty{kStart, Vector(0)};
  PutInLastMonth(Plant::kZero, empty);
  EXPECT_EQ(empty.values.size(), 0);
}

TEST(PlantedTest, ANameIsReadBack) {
  for (const Plant plant : AllPlants()) EXPECT_EQ(PlantNamed(NameOf(plant)), plant);
  EXPECT_EQ(PlantNamed("sine"), Plant::kNone);
}

}  // namespace
}  // namespace prognos::benchmarks
