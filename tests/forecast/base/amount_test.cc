#include "forecast/base/amount.h"

#include <limits>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/status_matchers.h"

namespace prognos {
namespace {

using ::testing::HasSubstr;
constexpr absl::StatusCode kInvalid = absl::StatusCode::kInvalidArgument;

TEST(AmountTest, ReadsOreWithoutFloatingPoint) {
  // 0.29 * 100 is 28.999999999999996 in double; the öre must still be 29.
  EXPECT_EQ(*ParseDecimal("0.29", '.', 100), 29);
  EXPECT_EQ(*ParseDecimal("-1234,5", ',', 100), -123450);
  EXPECT_EQ(*ParseDecimal("\u2212"
                          "7,70",
                          ',', 100),
            -770);
  EXPECT_EQ(*ParseDecimal("+3", '.', 100), 300);
  EXPECT_EQ(*ParseDecimal(",5", ',', 100), 50);
  EXPECT_EQ(*ParseDecimal("12.", '.', 100), 1200);
  EXPECT_EQ(*ParseDecimal("1.2500", '.', 100), 125);
  EXPECT_EQ(*ParseDecimal("20,125", ',', 1000), 20125);
}

TEST(AmountTest, RefusesWhatIsNotANumber) {
  for (const char* text :
       {"", "-", ".", "nan", "NaN", "inf", "-Infinity", "1e5", "0x10", "1 000", "1,5", "1..2", "--1", "12 kr"}) {
    EXPECT_THAT(ParseDecimal(text, '.', 100), StatusIs(kInvalid, HasSubstr("is not a number"))) << text;
  }
}

TEST(AmountTest, RefusesHalfOreAndAmountsBeyondTheLimit) {
  EXPECT_THAT(ParseDecimal("1.005", '.', 100), StatusIs(kInvalid, HasSubstr("more decimals")));
  EXPECT_EQ(*ParseDecimal("10000000000000", '.', 100), kMaxAmountOre);
  EXPECT_THAT(ParseDecimal("10000000000000.01", '.', 100),
              StatusIs(absl::StatusCode::kOutOfRange, HasSubstr("beyond")));
  EXPECT_EQ(MessageFrom(ParseDecimal("99999999999999999999999999", '.', 100).status()), IsBeyondTheLargestAmount());
}

TEST(AmountTest, SumsThatOverflowAreRefused) {
  constexpr int64_t kMax = std::numeric_limits<int64_t>::max();
  EXPECT_THAT(AddOre(kMax, 1), StatusIs(absl::StatusCode::kOutOfRange));
  EXPECT_THAT(AddOre(-kMax, -2), StatusIs(absl::StatusCode::kOutOfRange));
  EXPECT_EQ(*AddOre(kMax, -kMax), 0);
}

}  // namespace
}  // namespace prognos
