#include "forecast/series/regressors.h"

#include "gtest/gtest.h"

namespace prognos {
namespace {

constexpr Month kRegressorsFirst = Month::FromIndex(2020 * 12);

TEST(PulseColumnTest, IsOneInItsMonthAndZeroElsewhere) {
  EXPECT_EQ(PulseColumn(kRegressorsFirst, 4, kRegressorsFirst + 2), (Vector(4) << 0, 0, 1, 0).finished());
}

TEST(PulseColumnTest, IsAllZeroForAMonthOutside) {
  EXPECT_EQ(PulseColumn(kRegressorsFirst, 3, kRegressorsFirst + 3), Vector::Zero(3));
  EXPECT_EQ(PulseColumn(kRegressorsFirst, 3, kRegressorsFirst - 1), Vector::Zero(3));
}

TEST(LevelShiftColumnTest, IsOneFromItsMonthOn) {
  EXPECT_EQ(LevelShiftColumn(kRegressorsFirst, 4, kRegressorsFirst + 1), (Vector(4) << 0, 1, 1, 1).finished());
  EXPECT_EQ(LevelShiftColumn(kRegressorsFirst, 2, kRegressorsFirst - 5), Vector::Ones(2));
}

TEST(LaggedDriverColumnTest, TakesTheDriverOfEarlierMonths) {
  const MonthlySeries driver{kRegressorsFirst, (Vector(4) << 10, 20, 30, 40).finished()};
  // Row r is the driver of month r - 1; before its first month the first value holds.
  EXPECT_EQ(LaggedDriverColumn(kRegressorsFirst, 5, driver, 1), (Vector(5) << 10, 10, 20, 30, 40).finished());
  EXPECT_EQ(LaggedDriverColumn(kRegressorsFirst, 3, driver, -1), (Vector(3) << 20, 30, 40).finished());
}

TEST(LaggedDriverColumnTest, HoldsTheValueBeforeAMissingMonthAndElseTheOneAfter) {
  const MonthlySeries driver{kRegressorsFirst, (Vector(5) << kMissing, 20, kMissing, 40, kMissing).finished()};
  EXPECT_EQ(LaggedDriverColumn(kRegressorsFirst, 6, driver, 0), (Vector(6) << 20, 20, 20, 40, 40, 40).finished());
}

TEST(LaggedDriverColumnTest, IsZeroForADriverWithoutValues) {
  EXPECT_EQ(LaggedDriverColumn(kRegressorsFirst, 2, {}, 0), Vector::Zero(2));
  EXPECT_EQ(LaggedDriverColumn(kRegressorsFirst, 2, {kRegressorsFirst, Vector::Constant(2, kMissing)}, 0),
            Vector::Zero(2));
}

TEST(JoinColumnsTest, KeepsTheOrderAndTheNumberOfRows) {
  const Matrix joined = JoinColumns(2, {Vector::Ones(2), Vector::Zero(2)});
  EXPECT_EQ(joined, (Matrix(2, 2) << 1, 0, 1, 0).finished());
  EXPECT_EQ(JoinColumns(7, {}).rows(), 7);
  EXPECT_EQ(JoinColumns(7, {}).cols(), 0);
}

}  // namespace
}  // namespace prognos
