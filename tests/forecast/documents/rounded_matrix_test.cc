#include "forecast/documents/rounded_matrix.h"

#include <cstdlib>
#include <numeric>

#include "forecast/base/random.h"
#include "forecast/documents/rounded_tree.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace prognos::documents {
namespace {

using testing::ElementsAre;

// Each row by itself would show 0 + 1 three times (0.4 + 0.6): 0 and 3 where the columns are 1.2 and 1.8.
TEST(RoundedMatrixTest, AUnitGoesToTheColumnThatLacksOne) {
  const auto shown = RoundMatrix({{4, 6}, {4, 6}, {4, 6}}, {1, 1, 1}, {1, 2}, 10);
  EXPECT_THAT(shown, ElementsAre(ElementsAre(1, 0), ElementsAre(0, 1), ElementsAre(0, 1)));
}

TEST(RoundedMatrixTest, ItGoesWhereItIsLeastWrong) {
  const auto shown = RoundMatrix({{1, 9}, {4, 6}, {2, 8}}, {1, 1, 1}, {1, 2}, 10);
  EXPECT_THAT(shown, ElementsAre(ElementsAre(0, 1), ElementsAre(1, 0), ElementsAre(0, 1)));
}

TEST(RoundedMatrixTest, WhatIsNothingShowsNothing) {
  const auto shown = RoundMatrix({{0, 10}, {4, 6}}, {1, 1}, {1, 1}, 10);
  EXPECT_THAT(shown, ElementsAre(ElementsAre(0, 1), ElementsAre(1, 0)));
}

TEST(RoundedMatrixTest, SumsThatDoNotAgreeLeaveTheRowsRight) {
  EXPECT_THAT(RoundMatrix({{4, 6}}, {1}, {5, 5}, 10), ElementsAre(ElementsAre(0, 1)));
  EXPECT_TRUE(RoundMatrix({}, {}, {1, -1}, 10).empty());
}

TEST(RoundedMatrixTest, OfRandomTablesBothWaysAddUpAndEveryPartStaysNear) {
  constexpr int64_t kUnit = 1000;
  for (uint64_t seed = 1; seed <= 200; ++seed) {
    RandomGenerator random(seed);
    const auto row_count = static_cast<size_t>(1 + random.Index(12));
    const auto column_count = static_cast<size_t>(2 + random.Index(7));
    std::vector<std::vector<int64_t>> parts(row_count, std::vector<int64_t>(column_count, 0));
    std::vector<int64_t> row_sums(row_count, 0);
    std::vector<int64_t> column_sums(column_count, 0);
    for (size_t row = 0; row < row_count; ++row) {
      for (size_t column = 0; column < column_count; ++column) {
        parts[row][column] = random.Index(4) == 0 ? 0 : random.Index(90'000) - 45'000;
        row_sums[row] += parts[row][column];
        column_sums[column] += parts[row][column];
      }
    }
    const int64_t all = std::accumulate(row_sums.begin(), row_sums.end(), int64_t{0});
    const int64_t total = (all >= 0 ? all + kUnit / 2 : all - kUnit / 2) / kUnit;
    const std::vector<int64_t> rows = RoundParts(row_sums, kUnit, total);
    const std::vector<int64_t> columns = RoundParts(column_sums, kUnit, total);
    const auto shown = RoundMatrix(parts, rows, columns, kUnit);
    std::vector<int64_t> added(column_count, 0);
    for (size_t row = 0; row < row_count; ++row) {
      EXPECT_EQ(std::accumulate(shown[row].begin(), shown[row].end(), int64_t{0}), rows[row]) << "seed " << seed;
      for (size_t column = 0; column < column_count; ++column) {
        added[column] += shown[row][column];
        EXPECT_LE(std::abs(shown[row][column] * kUnit - parts[row][column]), 3 * kUnit) << "seed " << seed;
      }
    }
    EXPECT_EQ(added, columns) << "seed " << seed;
  }
}

}  // namespace
}  // namespace prognos::documents
