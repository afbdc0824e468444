#include "forecast/interchange/scaled_amounts.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "messages/note.h"

namespace prognos {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

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
              ElementsAre(messages::note::AmountsAreScaled("tkr", 1, "1 772", Argument::Amount(177'200'000),
                                                           Argument::Amount(357'300'000)),
                          messages::note::AmountsAreScaled("mkr", 9, "2,5", Argument::Amount(250'000'000),
                                                           Argument::Amount(250'000'000))));
}

// Two million rows of the largest amount are more than 64 bits of öre, and of kronor.
TEST(ScaledAmountsTest, SumsBeyond64BitsAreWritten) {
  ScaledAmounts scaled;
  for (int i = 0; i < 2'000'000; ++i) scaled.Take(1000, 1, "x", 1'000'000'000'000'000);
  EXPECT_THAT(scaled.Notes().at(0).English(), testing::HasSubstr("all together as 20000000000000000000 kr"));
}

}  // namespace
}  // namespace prognos
