#include "forecast/interchange/scaled_amounts.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace prognos {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(ScaledAmountsTest, WithDecimalsWritesWholesAndParts) {
  EXPECT_EQ(WithDecimals(177250, 100), "1772.50");
  EXPECT_EQ(WithDecimals(-5, 100), "-0.05");
  EXPECT_EQ(WithDecimals(0, 100), "0.00");
  EXPECT_EQ(WithDecimals(1001, 1000), "1.001");
}

TEST(ScaledAmountsTest, KronorAreNotScaled) {
  ScaledAmounts scaled;
  scaled.Take(1, 3, "17", 1700);
  EXPECT_THAT(scaled.Notes(), IsEmpty());
}

// 1 772 + 1 801 tkr = 3 573 000 kronor; 2,5 mkr = 2 500 000 kronor.
TEST(ScaledAmountsTest, EachUnitIsToldOnceWithItsFirstCellAndItsSum) {
  ScaledAmounts scaled;
  scaled.Take(1'000'000, 9, "2,5", 250'000'000);
  scaled.Take(1000, 1, "1 772", 177'200'000);
  scaled.Take(1000, 4, "1 801", 180'100'000);
  EXPECT_THAT(scaled.Notes(),
              ElementsAre("the amounts are in tkr (line 1): \"1 772\" is read as 1772000.00 kronor, all together as "
                          "3573000.00 kronor",
                          "the amounts are in mkr (line 9): \"2,5\" is read as 2500000.00 kronor, all together as "
                          "2500000.00 kronor"));
}

// A million rows of the largest amount are more than 64 bits of öre.
TEST(ScaledAmountsTest, SumsBeyond64BitsAreWritten) {
  ScaledAmounts scaled;
  for (int i = 0; i < 20'000; ++i) scaled.Take(1000, 1, "x", 1'000'000'000'000'000);
  EXPECT_THAT(scaled.Notes().at(0), testing::HasSubstr("all together as 200000000000000000.00 kronor"));
}

}  // namespace
}  // namespace prognos
