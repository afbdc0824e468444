#include "forecast/documents/rounded_pair.h"

#include <cmath>
#include <cstdlib>

#include "forecast/base/random.h"
#include "forecast/base/unit.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace prognos::documents {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// In tens: 1,4 - 0; 2,3 - 0,9; 3,8 - 4,7; sum 7,5 - 5,6 = 1,9 -> 2.
// The sum is 8 - 6 (squared errors 0,25 + 0,16 + 0,01), for 7 - 5 is further (0,25 + 0,36 + 0,01).
// Rows with these sums: 2 - 0, 2 - 1, 4 - 5 has 0,72 + 0,26 + 0,14 = 1,12; the next, 1 - 0, 3 - 1, 4 - 5, has 1,32.
TEST(RoundedPairTest, CostRevenueAndNetAddUpDownAndAcross) {
  const std::vector<AmountPair> printed = RoundPairs({-1, 0, 0, 0}, {{}, {14, 0}, {23, 9}, {38, 47}}, 10);
  EXPECT_THAT(printed, ElementsAre(AmountPair{8, 6}, AmountPair{2, 0}, AmountPair{2, 1}, AmountPair{4, 5}));
}

TEST(RoundedPairTest, OneTreeAloneIsRoundedAsRoundTreeDoes) {
  EXPECT_THAT(RoundPairs({-1, 0, 0, 0}, {{}, {14, 0}, {23, 0}, {38, 0}}, 10),
              ElementsAre(AmountPair{8, 0}, AmountPair{2, 0}, AmountPair{2, 0}, AmountPair{4, 0}));
  EXPECT_THAT(RoundPairs({-1, 0, 0, 0}, {{}, {1, 0}, {1, 0}, {1, 0}}, 3),
              ElementsAre(AmountPair{1, 0}, AmountPair{1, 0}, AmountPair{0, 0}, AmountPair{0, 0}));
}

TEST(RoundedPairTest, AnEmptyTreeAndASingleNode) {
  EXPECT_THAT(RoundPairs({}, {}, 10), IsEmpty());
  EXPECT_THAT(RoundPairs({-1}, {{15, 0}}, 10), ElementsAre(AmountPair{2, 0}));
  EXPECT_THAT(RoundPairs({-1}, {{0, 15}}, 10), ElementsAre(AmountPair{0, 2}));
}

// Every third has no revenue, every fifth whole thousands, and many lie at the edges of a half.
AmountPair DrawPair(RandomGenerator& random) {
  const auto draw = [&random]() -> int64_t {
    const int64_t edges[] = {0, 1, 49'900, 49'999, 50'000, 50'001, 99'999};
    const int64_t thousands = random.Index(200) - 20;
    return thousands * kOrePerThousandKronor + (random.Index(5) == 0 ? 0 : edges[random.Index(7)]);
  };
  return {draw(), random.Index(3) == 0 ? 0 : draw()};
}

TEST(RoundedPairTest, AnyTreeAddsUpWithCostRevenueAndNetLessThanAUnitFromTheTruth) {
  RandomGenerator random(20221231);
  for (int round = 0; round < 300; ++round) {
    std::vector<int> parents;
    std::vector<AmountPair> truth;
    const int nodes = 1 + random.Index(60);
    for (int node = 0; node < nodes; ++node) {
      parents.push_back(node == 0 ? -1 : random.Index(std::min(node, 8)));
      truth.push_back(DrawPair(random));
    }
    std::vector<bool> has_children(truth.size(), false);
    for (size_t node = 1; node < truth.size(); ++node) has_children[static_cast<size_t>(parents[node])] = true;
    const std::vector<AmountPair> printed = RoundPairs(parents, truth, kOrePerThousandKronor);
    std::vector<AmountPair> sums(truth.size());
    for (size_t node = truth.size(); node-- > 0;) {
      if (has_children[node]) truth[node] = {};
    }
    for (size_t node = truth.size(); node-- > 1;) {
      const auto parent = static_cast<size_t>(parents[node]);
      truth[parent].first += truth[node].first;
      truth[parent].second += truth[node].second;
      sums[parent].first += printed[node].first;
      sums[parent].second += printed[node].second;
    }
    EXPECT_EQ(printed[0].difference(), std::llround(static_cast<double>(truth[0].difference()) / 1e5));
    for (size_t node = 0; node < truth.size(); ++node) {
      if (has_children[node]) {
        EXPECT_EQ(sums[node], printed[node]) << "round " << round << ", node " << node;
      }
      for (const int64_t error : {printed[node].first * kOrePerThousandKronor - truth[node].first,
                                  printed[node].second * kOrePerThousandKronor - truth[node].second,
                                  printed[node].difference() * kOrePerThousandKronor - truth[node].difference()}) {
        EXPECT_LT(std::abs(error), kOrePerThousandKronor) << "round " << round << ", node " << node;
      }
    }
  }
}

// More than the table of one family may hold: the columns still add up.
TEST(RoundedPairTest, ThousandsOfSiblingsAddUp) {
  std::vector<int> parents = {-1};
  std::vector<AmountPair> values = {{}};
  for (int i = 0; i < 3'000; ++i) {
    parents.push_back(0);
    values.push_back({49'999, 50'001});
  }
  const std::vector<AmountPair> printed = RoundPairs(parents, values, kOrePerThousandKronor);
  AmountPair sum;
  for (size_t i = 1; i < printed.size(); ++i) {
    sum.first += printed[i].first;
    sum.second += printed[i].second;
  }
  EXPECT_EQ(sum, printed[0]);
  EXPECT_EQ(printed[0].difference(), 0);  // -6000 öre.
}

}  // namespace
}  // namespace prognos::documents
