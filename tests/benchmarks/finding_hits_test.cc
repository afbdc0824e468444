#include "benchmarks/finding_hits.h"

#include <cmath>

#include "gtest/gtest.h"

namespace prognos::benchmarks {
namespace {

using findings::Finding;
using findings::FindingKind;

const Month kHitsBegin = Month::January(2020);

Vector WithIn(Plant plant, int at) {
  MonthlySeries series{kHitsBegin, Vector{{10.0, 20.0, 30.0, 40.0}}};
  PutInRow(plant, at, series);
  return series.values;
}

TEST(FindingHitsTest, WhatIsPlantedIsWorkedByHand) {
  EXPECT_EQ(WithIn(Plant::kDouble, 1), (Vector{{10.0, 40.0, 30.0, 40.0}}));
  EXPECT_EQ(WithIn(Plant::kLate, 2), (Vector{{10.0, 0.0, 50.0, 40.0}}));
  EXPECT_EQ(WithIn(Plant::kShift, 2), (Vector{{10.0, 20.0, 39.0, 52.0}}));
}

TEST(FindingHitsTest, AHitIsOfTheMonthAndOfTheKind) {
  const MonthlySeries series{kHitsBegin, Vector::Zero(10)};
  const auto found = [&](FindingKind kind, int at) {
    return std::vector<Finding>{{kind, kHitsBegin + at, kHitsBegin + at, 1.0, 2.0, 0.001}};
  };
  EXPECT_TRUE(IsFound(Plant::kHalf, 4, series, found(FindingKind::kNotFullyBooked, 4)));
  EXPECT_FALSE(IsFound(Plant::kHalf, 4, series, found(FindingKind::kNotFullyBooked, 5)));
  EXPECT_FALSE(IsFound(Plant::kHalf, 4, series, found(FindingKind::kOutlier, 4)));
  EXPECT_TRUE(IsFound(Plant::kLate, 4, series, found(FindingKind::kOtherMonth, 3)));
  EXPECT_TRUE(IsFound(Plant::kShift, 4, series, found(FindingKind::kNewLevel, 5)));
  EXPECT_FALSE(IsFound(Plant::kShift, 4, series, found(FindingKind::kNewLevel, 6)));
  EXPECT_FALSE(IsFound(Plant::kZero, 4, series, {}));
}

// Of the table in benchmarks/README.md with fewer series: at most two false alarms per hundred series and year.
TEST(FindingHitsTest, CleanSeriesHardlyAlarm) {
  for (const CleanProcess& process : CleanProcesses()) {
    constexpr int kCount = 60;
    double years = 0.0, alarms = 0.0;
    for (int number = 0; number < kCount; ++number) {
      const MonthlySeries series = MakeClean(process, number, 7);
      alarms += static_cast<double>(findings::FindUnusualMonths(series).size());
      years += static_cast<double>(series.size()) / kMonthsPerYear;
    }
    // Two per hundred, and twice the standard error of so few.
    EXPECT_LE(alarms, 0.02 * years + 2.0 * std::sqrt(0.02 * years)) << process.name;
  }
}

}  // namespace
}  // namespace prognos::benchmarks
