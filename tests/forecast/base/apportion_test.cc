#include "forecast/base/apportion.h"

#include <cmath>
#include <limits>
#include <numeric>

#include "forecast/base/random.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace prognos {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

int64_t Sum(const std::vector<int64_t>& parts) { return std::accumulate(parts.begin(), parts.end(), int64_t{0}); }

// 100 over 1:1:1 is 33 1/3 each: 33, 33, 33 and one left, for the first of the equal remainders.
TEST(ApportionTest, EqualRemaindersFavourTheFirst) {
  EXPECT_THAT(Apportion(100, {1.0, 1.0, 1.0}), ElementsAre(34, 33, 33));
  EXPECT_THAT(Apportion(101, {1.0, 1.0, 1.0}), ElementsAre(34, 34, 33));
}

// 10 over 5:3:1 is 5 5/9, 3 3/9, 1 1/9: 5 + 3 + 1 = 9, and the one left goes to 5/9.
TEST(ApportionTest, LargestRemainderIsRaised) { EXPECT_THAT(Apportion(10, {5.0, 3.0, 1.0}), ElementsAre(6, 3, 1)); }

TEST(ApportionTest, NegativeTotalIsTheMirrorOfThePositive) {
  EXPECT_THAT(Apportion(-10, {5.0, 3.0, 1.0}), ElementsAre(-6, -3, -1));
}

TEST(ApportionTest, ZeroWeightsShareEvenly) {
  EXPECT_THAT(Apportion(7, {0.0, 0.0, 0.0}), ElementsAre(3, 2, 2));
  EXPECT_THAT(Apportion(-7, {0.0, 0.0, 0.0}), ElementsAre(-3, -2, -2));
}

TEST(ApportionTest, UnusableWeightsCountAsZero) {
  constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  EXPECT_THAT(Apportion(9, {kNan, 2.0, -5.0, 1.0, kInfinity}), ElementsAre(0, 6, 0, 3, 0));
  EXPECT_THAT(Apportion(2, {kNan, -1.0}), ElementsAre(1, 1));
}

TEST(ApportionTest, NoWeightsGiveNoParts) { EXPECT_THAT(Apportion(5, {}), IsEmpty()); }

TEST(ApportionTest, ExtremeWeightsAndTotalsStayExact) {
  constexpr int64_t kLargest = std::numeric_limits<int64_t>::max();
  // 2^63 - 1 = 3 * 3074457345618258602 + 1.
  EXPECT_THAT(Apportion(kLargest, {1e308, 1e308, 1e308}),
              ElementsAre(3074457345618258603, 3074457345618258602, 3074457345618258602));
  EXPECT_THAT(Apportion(-kLargest, {5e-324}), ElementsAre(-kLargest));
  EXPECT_THAT(Apportion(kLargest, {1e300, 1e-300}), ElementsAre(kLargest, 0));
}

// For any weights: the parts sum to the total and none is a whole unit from its exact share.
TEST(ApportionTest, PartsSumToTheTotalAndStayWithinOneOfTheirShare) {
  RandomGenerator generator(11);
  for (int trial = 0; trial < 2000; ++trial) {
    std::vector<double> weights(1 + generator.Index(40));
    for (double& weight : weights) weight = generator.Uniform() < 0.2 ? 0.0 : std::exp(5.0 * generator.Normal());
    weights[generator.Index(static_cast<int>(weights.size()))] = 1.0;
    const double weight_sum = std::accumulate(weights.begin(), weights.end(), 0.0);
    const int64_t total = static_cast<int64_t>(1e9 * generator.Normal());
    const std::vector<int64_t> parts = Apportion(total, weights);
    ASSERT_EQ(Sum(parts), total);
    for (size_t i = 0; i < parts.size(); ++i) {
      const double share = static_cast<double>(total) * weights[i] / weight_sum;
      ASSERT_LT(std::abs(static_cast<double>(parts[i]) - share), 1.0 + 1e-5) << "trial " << trial << " part " << i;
    }
  }
}

// House monotonicity is what the method lacks; that a heavier weight never gets less is what it has.
TEST(ApportionTest, HeavierWeightNeverGetsLess) {
  RandomGenerator generator(12);
  for (int trial = 0; trial < 500; ++trial) {
    std::vector<double> weights(12);
    for (double& weight : weights) weight = generator.Uniform();
    const std::vector<int64_t> parts = Apportion(generator.Index(1000), weights);
    for (size_t i = 0; i < parts.size(); ++i) {
      for (size_t j = 0; j < parts.size(); ++j) {
        if (weights[i] > weights[j]) {
          ASSERT_GE(parts[i], parts[j]) << "trial " << trial;
        }
      }
    }
  }
}

}  // namespace
}  // namespace prognos
