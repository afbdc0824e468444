#include "forecast/documents/rounded_shares.h"

#include <cstdlib>
#include <numeric>

#include "forecast/base/random.h"
#include "forecast/documents/rounded_tree.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace prognos::documents {
namespace {

using testing::ElementsAre;

// Two leaves of 1.0 that are 0.5 + 0.5 each: what the first part gets at one leaf the second gets at the other.
TEST(RoundedSharesTest, WhatAPartGetsTooMuchItGetsLessAtTheNextLeaf) {
  const std::vector<std::vector<int64_t>> shares = RoundShares({-1, 0, 0}, {2, 1, 1}, {{0, 0}, {5, 5}, {5, 5}}, 10);
  EXPECT_THAT(shares, ElementsAre(ElementsAre(1, 1), ElementsAre(1, 0), ElementsAre(0, 1)));
}

TEST(RoundedSharesTest, APartThatIsNothingShowsNothingAndOneThatIsAllShowsAll) {
  const std::vector<std::vector<int64_t>> shares =
      RoundShares({-1, 0, 0}, {2, 1, 1}, {{0, 0, 0}, {4, 0, 6}, {0, 13, 0}}, 10);
  EXPECT_EQ(shares[1][1], 0);
  EXPECT_THAT(shares[2], ElementsAre(0, 1, 0));
}

TEST(RoundedSharesTest, ALeafAloneIsItsOwnSum) {
  EXPECT_THAT(RoundShares({-1}, {3}, {{14, 16}}, 10), ElementsAre(ElementsAre(1, 2)));
}

TEST(RoundedSharesTest, OfRandomTreesBothWaysAddUpAndSumsStayNearTheTruth) {
  constexpr int64_t kUnit = 1000;
  for (uint64_t seed = 1; seed <= 50; ++seed) {
    RandomGenerator random(seed);
    const int rows = 2 + random.Index(60);
    const size_t parts_count = 2 + static_cast<size_t>(random.Index(5));
    std::vector<int> parents = {-1};
    for (int row = 1; row < rows; ++row) parents.push_back(random.Index(std::min(row, 8)));
    std::vector<bool> is_leaf(parents.size(), true);
    for (size_t row = 1; row < parents.size(); ++row) is_leaf[static_cast<size_t>(parents[row])] = false;
    std::vector<std::vector<int64_t>> parts(parents.size(), std::vector<int64_t>(parts_count, 0));
    std::vector<int64_t> leaves(parents.size(), 0);
    std::vector<int64_t> exact(parts_count, 0);
    for (size_t row = 0; row < parents.size(); ++row) {
      if (!is_leaf[row]) continue;
      for (size_t part = 0; part < parts_count; ++part) {
        parts[row][part] = random.Index(4) == 0 ? 0 : random.Index(9000) - 1000;
        exact[part] += parts[row][part];
      }
      leaves[row] = std::accumulate(parts[row].begin(), parts[row].end(), int64_t{0});
    }
    const std::vector<int64_t> printed = RoundTree(parents, leaves, kUnit);
    const auto shares = RoundShares(parents, printed, parts, kUnit);
    for (size_t row = 0; row < parents.size(); ++row) {
      EXPECT_EQ(std::accumulate(shares[row].begin(), shares[row].end(), int64_t{0}), printed[row]) << seed;
      if (is_leaf[row]) continue;
      for (size_t part = 0; part < parts_count; ++part) {
        int64_t below = 0;
        for (size_t child = 1; child < parents.size(); ++child) {
          if (parents[child] == static_cast<int>(row)) below += shares[child][part];
        }
        EXPECT_EQ(shares[row][part], below) << seed;
      }
    }
    for (size_t part = 0; part < parts_count; ++part) {
      EXPECT_LT(std::abs(shares[0][part] * kUnit - exact[part]), 3 * kUnit) << seed;
    }
  }
}

}  // namespace
}  // namespace prognos::documents
