#include "forecast/outlook/judged_year.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace prognos::outlook {
namespace {

using ::testing::Pair;

Vector Paths(std::vector<double> values) {
  return Eigen::Map<Vector>(values.data(), static_cast<Eigen::Index>(values.size()));
}

Remainder Series(const std::string& name, int64_t expected, std::vector<double> paths) {
  return {name, true, expected, Paths(std::move(paths))};
}

// The model expects 100 of the rest, paths 80 90 110 120. A person says 30 more: each path moves, none comes nearer.
TEST(JudgedYearTest, AnAmountMovesThePathsAndKeepsTheirSpread) {
  std::vector<Remainder> series = {Series("a", 100, {80, 90, 110, 120}), Series("b", 50, {50, 50, 40, 60})};
  Judge({{0}, 30, std::nullopt}, 4, series);
  EXPECT_EQ(series[0].expected, 130);
  EXPECT_EQ(series[0].paths, Paths({110, 120, 140, 150}));
  EXPECT_EQ(series[1].expected, 50);
  // The sum moves with it, path by path.
  const Remainder sum = SumOf({{&series[0], 1}, {&series[1], 1}});
  EXPECT_EQ(sum.expected, 180);
  EXPECT_EQ(sum.paths, Paths({160, 170, 180, 210}));
  const Remainder net = SumOf({{&series[0], 1}, {&series[1], -1}});
  EXPECT_EQ(net.expected, 80);
  EXPECT_EQ(net.paths, Paths({60, 70, 100, 90}));
}

// 100 : 50 : -50 with -7 to spread: 3.5, 1.75 and 1.75 of 7; the whole öre left over goes to the largest remainders.
TEST(JudgedYearTest, AnAmountOfASumIsSpreadToTheOreByWhatIsExpected) {
  std::vector<Remainder> series = {Series("a", 100, {100, 100}), Series("b", 50, {40, 60}),
                                   Series("c", -50, {-50, -50}), Series("d", 900, {900, 900})};
  Judge({{0, 1, 2}, -7, std::nullopt}, 2, series);
  EXPECT_EQ(series[0].expected + series[1].expected + series[2].expected, 93);
  EXPECT_EQ(series[0].expected, 97);
  EXPECT_EQ(series[1].expected, 48);
  EXPECT_EQ(series[2].expected, -52);
  EXPECT_EQ(series[3].expected, 900);
  EXPECT_EQ(series[1].paths, Paths({38, 58}));
}

// Of eleven paths 0, 10, ... 100 around 50, the central 80 % is 10 ... 90: half its width is 40. Stated: +- 20.
TEST(JudgedYearTest, AStatedRangeStretchesThePathsToIt) {
  std::vector<Remainder> series = {Series("a", 50, {0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100})};
  Judge({{0}, 0, 20}, 11, series);
  EXPECT_EQ(series[0].expected, 50);
  EXPECT_THAT(CentralPart(series[0], 0.8), Pair(30, 70));
  Judge({{0}, 5, 0}, 11, series);  // As sure as can be.
  EXPECT_THAT(CentralPart(series[0], 0.8), Pair(55, 55));
}

TEST(JudgedYearTest, ARangeWhereTheModelIsCertainIsDrawnAndTheSameEachTime) {
  const auto judged = [] {
    std::vector<Remainder> series = {{"a", true, 0, Vector()}, {"b", true, 0, Vector()}};
    Judge({{0, 1}, 1'000'000, 100'000}, 20'000, series);
    return SumOf({{&series[0], 1}, {&series[1], 1}});
  };
  const Remainder sum = judged();
  EXPECT_EQ(sum.expected, 1'000'000);
  const auto [low, high] = CentralPart(sum, 0.8);
  // The standard error of such a quantile of 20 000 draws is 0.0121 standard deviations, 950 here: four of them.
  EXPECT_NEAR(static_cast<double>(low), 900'000, 3'800);
  EXPECT_NEAR(static_cast<double>(high), 1'100'000, 3'800);
  EXPECT_EQ(judged().paths, sum.paths);
}

// A series from which nothing was expected takes an amount, and a sum counts it in each path.
TEST(JudgedYearTest, APartWithoutPathsCountsInEachPathOfASum) {
  std::vector<Remainder> series = {{"a", true, 0, Vector()}, Series("b", 10, {5, 15})};
  Judge({{0}, 7, std::nullopt}, 2, series);
  EXPECT_EQ(series[0].expected, 7);
  EXPECT_EQ(SumOf({{&series[0], 1}, {&series[1], 1}}).paths, Paths({12, 22}));
  EXPECT_EQ(SumOf({{&series[0], -1}}).paths.size(), 0);
  EXPECT_THAT(CentralPart(series[0], 0.95), Pair(7, 7));
}

}  // namespace
}  // namespace prognos::outlook
