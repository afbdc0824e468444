#include "forecast/documents/rounded_tree.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "forecast/base/number_format.h"
#include "forecast/base/random.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace prognos::documents {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(RoundedTreeTest, TheMissingUnitGoesToTheLargestFraction) {
  // 1,4 + 2,3 + 3,8 = 7,5 -> 8. Floors 1 + 2 + 3 = 6; two missing: to ,8 and ,4.
  EXPECT_THAT(RoundTree({-1, 0, 0, 0}, {0, 14, 23, 38}, 10), ElementsAre(8, 2, 2, 4));
}

TEST(RoundedTreeTest, NegativeAmountsAddUpToo) {
  // -1,4 - 2,3 + 3,8 = 0,1 -> 0. Floors -2 - 3 + 3 = -2; two missing: to ,8 (3,8) and ,7 (-2,3).
  EXPECT_THAT(RoundTree({-1, 0, 0, 0}, {0, -14, -23, 38}, 10), ElementsAre(0, -2, -2, 4));
}

TEST(RoundedTreeTest, EqualFractionsAreServedInOrder) {
  // Three thirds: 0,33 x 3 = 1 -> the first gets it.
  EXPECT_THAT(RoundTree({-1, 0, 0, 0}, {0, 1, 1, 1}, 3), ElementsAre(1, 1, 0, 0));
}

TEST(RoundedTreeTest, AnEmptyTreeIsEmptyAndALoneRootIsRounded) {
  EXPECT_THAT(RoundTree({}, {}, 10), IsEmpty());
  EXPECT_THAT(RoundTree({-1}, {15}, 10), ElementsAre(2));
}

TEST(RoundedTreeTest, WhatStandsAtAnInnerNodeIsNotRead) {
  EXPECT_THAT(SumTree({-1, 0, 1, 1}, {999, 999, 5, 6}), ElementsAre(11, 11, 5, 6));
}

struct RandomTree {
  std::vector<int> parents;
  std::vector<int64_t> values;
};

RandomTree DrawTree(RandomGenerator& random) {
  RandomTree tree;
  const int nodes = 1 + random.Index(40);
  for (int node = 0; node < nodes; ++node) {
    tree.parents.push_back(node == 0 ? -1 : random.Index(node));
    tree.values.push_back(static_cast<int64_t>(random.Normal() * 3e7));
  }
  return tree;
}

// Sum of the printed children of each node; nodes without children have their own value.
std::vector<int64_t> PrintedSums(const std::vector<int>& parents, const std::vector<int64_t>& printed) {
  std::vector<int64_t> sums(printed.size(), 0);
  std::vector<bool> has_children(printed.size(), false);
  for (size_t node = 1; node < parents.size(); ++node) {
    sums[static_cast<size_t>(parents[node])] += printed[node];
    has_children[static_cast<size_t>(parents[node])] = true;
  }
  for (size_t node = 0; node < sums.size(); ++node) {
    if (!has_children[node]) sums[node] = printed[node];
  }
  return sums;
}

TEST(RoundedTreeTest, AnyTreeAddsUpWithEveryValueLessThanAUnitFromTheTruth) {
  RandomGenerator random(20220831);
  for (int round = 0; round < 500; ++round) {
    const RandomTree tree = DrawTree(random);
    const std::vector<int64_t> truth = SumTree(tree.parents, tree.values);
    const std::vector<int64_t> printed = RoundTree(tree.parents, tree.values, kOrePerThousandKronor);
    EXPECT_EQ(printed[0], std::llround(static_cast<double>(truth[0]) / 1e5));
    EXPECT_EQ(PrintedSums(tree.parents, printed), printed) << "round " << round;
    for (size_t node = 0; node < printed.size(); ++node) {
      EXPECT_LT(std::abs(printed[node] * kOrePerThousandKronor - truth[node]), kOrePerThousandKronor)
          << "round " << round << ", node " << node;
    }
  }
}

}  // namespace
}  // namespace prognos::documents
