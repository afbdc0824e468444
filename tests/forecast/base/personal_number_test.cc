#include "forecast/base/personal_number.h"

#include "gtest/gtest.h"

namespace prognos {
namespace {

// Numbers that Skatteverket gives as examples (SKV 704, SKV 707): 811218-9876 and the coordination number 701063-2391.
TEST(PersonalNumberTest, ANumberIsFoundHoweverItIsWritten) {
  for (const char* text : {"811218-9876", "8112189876", "19811218-9876", "198112189876", "811218+9876", "811218 9876",
                           "811218\u20139876", "811218\u00a09876", "701063-2391", "197010632391", "000229-0013"}) {
    EXPECT_TRUE(HoldsPersonalNumber(text)) << text;
  }
}

TEST(PersonalNumberTest, AnotherNumberIsNone) {
  // Another check digit; month 13; 30 February; day 0; an organization (556036-0793); too many digits; a coordination
  // number's day above 91; apart from its last four; 29 February of a year that has none; a year before 1800.
  for (const char* text :
       {"811218-9875", "811318-9875", "810230-9872", "811200-9876", "556036-0793", "18112189876", "701093-2395",
        "811218  9876", "190002290013", "178112189876", "", "2022-08", "1 234 567", "A-8112189", "p8112-189876"}) {
    EXPECT_FALSE(HoldsPersonalNumber(text)) << text;
  }
}

// The check digit of 811218987: 8x2 + 1 + 1x2 + 2 + 1x2 + 8 + 9x2 + 8 + 7x2, each product by its digits: 7 + 1 + 2 + 2
// + 2 + 8 + 9 + 8 + 5 = 44, and 6 makes 50.
TEST(PersonalNumberTest, OneCheckDigitOfTenFits) {
  for (int digit = 0; digit < 10; ++digit) {
    EXPECT_EQ(HoldsPersonalNumber("811218-987" + std::to_string(digit)), digit == 6);
  }
}

TEST(PersonalNumberTest, TheRestOfATextStays) {
  EXPECT_EQ(WithoutPersonalNumbers("Beslut 12 för 811218-9876, se 19701063-2391!"),
            "Beslut 12 för ******-****, se ********-****!");
  EXPECT_EQ(WithoutPersonalNumbers("Faktura 20220815-44, 1 200 kr"), "Faktura 20220815-44, 1 200 kr");
}

}  // namespace
}  // namespace prognos
