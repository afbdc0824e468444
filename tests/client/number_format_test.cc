#include "client/number_format.h"

#include <cstdint>
#include <limits>

#include "gtest/gtest.h"

namespace prognos::client {
namespace {

constexpr Language kSv = Language::kSwedish;
constexpr Language kEn = Language::kEnglish;

TEST(NumberFormatTest, ThousandsStandApartByANoBreakSpace) {
  EXPECT_EQ(FormatInteger(0, kSv), "0");
  EXPECT_EQ(FormatInteger(999, kSv), "999");
  EXPECT_EQ(FormatInteger(1000, kSv), "1\u00a0000");
  EXPECT_EQ(FormatInteger(1234567, kSv), "1\u00a0234\u00a0567");
  EXPECT_EQ(FormatInteger(1234567, kEn), "1,234,567");
}

TEST(NumberFormatTest, MinusIsARealMinusAndPlusIsWrittenWhereAsked) {
  EXPECT_EQ(FormatInteger(-3827, kSv), "\u22123\u00a0827");
  EXPECT_EQ(FormatInteger(814, kSv, Sign::kAlways), "+814");
  EXPECT_EQ(FormatInteger(814, kSv), "814");
  EXPECT_EQ(FormatInteger(0, kSv, Sign::kAlways), "0");
}

TEST(NumberFormatTest, TheSmallestAndLargestIntegersAreWrittenWhole) {
  EXPECT_EQ(FormatInteger(std::numeric_limits<int64_t>::min(), kEn), "\u22129,223,372,036,854,775,808");
  EXPECT_EQ(FormatInteger(std::numeric_limits<int64_t>::max(), kEn), "9,223,372,036,854,775,807");
}

TEST(NumberFormatTest, DivisionRoundsHalvesAwayFromZero) {
  EXPECT_EQ(DivideRounded(149, 100), 1);
  EXPECT_EQ(DivideRounded(150, 100), 2);
  EXPECT_EQ(DivideRounded(-149, 100), -1);
  EXPECT_EQ(DivideRounded(-150, 100), -2);
  EXPECT_EQ(DivideRounded(7, 1), 7);
  EXPECT_EQ(DivideRounded(1, 3), 0);  // 0,33
  EXPECT_EQ(DivideRounded(2, 3), 1);  // 0,67
}

TEST(NumberFormatTest, TkrHasNoDecimalsAndMnkrHasOne) {
  // 1 234 567,89 kr = 1 234,57 tkr = 1,23 mnkr.
  EXPECT_EQ(FormatTkr(123456789, kSv), "1\u00a0235");
  EXPECT_EQ(FormatMnkr(123456789, kSv), "1,2");
  // -15 098 765,43 kr: the deviation "−15,1 mnkr".
  EXPECT_EQ(FormatMnkr(-1509876543, kSv, Sign::kAlways), "\u221215,1");
  EXPECT_EQ(FormatMnkr(770000000, kEn, Sign::kAlways), "+7.7");
}

TEST(NumberFormatTest, ARoundedZeroHasNoSign) {
  EXPECT_EQ(FormatTkr(-49999, kSv, Sign::kAlways), "0");  // -0,49999 tkr
  EXPECT_EQ(FormatMnkr(-4999999, kSv, Sign::kAlways), "0,0");
}

TEST(NumberFormatTest, DecimalsBelowOneKeepTheirZeros) {
  EXPECT_EQ(FormatDecimal(-5, 100, 2, kSv), "\u22120,05");
  EXPECT_EQ(FormatDecimal(312400, 1000, 1, kSv), "312,4");  // 312,400 households
  EXPECT_EQ(FormatDecimal(5, 1, 2, kSv), "5,00");
}

TEST(NumberFormatTest, AProbabilityNeverPromises) {
  EXPECT_EQ(FormatProbability(0.0, kSv), "<\u00a01\u00a0%");
  EXPECT_EQ(FormatProbability(0.0099, kSv), "<\u00a01\u00a0%");
  EXPECT_EQ(FormatProbability(0.01, kSv), "1\u00a0%");
  EXPECT_EQ(FormatProbability(0.984, kSv), "98\u00a0%");
  EXPECT_EQ(FormatProbability(0.99, kSv), "99\u00a0%");
  EXPECT_EQ(FormatProbability(0.9901, kSv), ">\u00a099\u00a0%");
  EXPECT_EQ(FormatProbability(1.0, kEn), "> 99%");
}

TEST(NumberFormatTest, ProgramsGetPlainDigitsAndTheDecimalMarkOfTheLanguage) {
  EXPECT_EQ(FormatMachine(-123450, 100, kSv), "-1234,50");
  EXPECT_EQ(FormatMachine(5, 100, kEn), "0.05");
  EXPECT_EQ(FormatMachine(1500, 1000, kEn), "1.500");
}

TEST(NumberFormatTest, OneIsSingular) {
  EXPECT_EQ(FormatCount(1, "$0 rad", "$0 rader", Language::kSwedish), "1 rad");
  EXPECT_EQ(FormatCount(0, "$0 rad", "$0 rader", Language::kSwedish), "0 rader");
  EXPECT_EQ(FormatCount(1512, "$0 rad", "$0 rader", Language::kSwedish), "1\u00a0512 rader");
}

TEST(NumberFormatTest, AnAmountIsPrintedInTheWholesOfItsUnit) {
  EXPECT_EQ(FormatWholes(1'234'567, kMoneyUnit, Language::kEnglish), "12,345.67");
  EXPECT_EQ(FormatWholes(31'125, kVolumeUnit, Language::kEnglish), "31.1");
  EXPECT_EQ(FormatMachine(-123'450, kMoneyUnit, Language::kSwedish), "-1234,50");
  EXPECT_EQ(FormatMachine(31'125, kVolumeUnit, Language::kEnglish), "31.125");
}

}  // namespace
}  // namespace prognos::client
