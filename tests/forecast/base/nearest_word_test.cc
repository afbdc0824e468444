#include "forecast/base/nearest_word.h"

#include "gtest/gtest.h"

namespace prognos {
namespace {

TEST(NearestWordTest, CountsInsertionsDeletionsAndReplacements) {
  EXPECT_EQ(EditDistance("visa", "visa"), 0);
  EXPECT_EQ(EditDistance("visaa", "visa"), 1);
  EXPECT_EQ(EditDistance("", "abc"), 3);
  // kitten -> sitten -> sittin -> sitting.
  EXPECT_EQ(EditDistance("kitten", "sitting"), 3);
  EXPECT_EQ(EditDistance("sitting", "kitten"), 3);
}

TEST(NearestWordTest, FindsTheWordThatWasMeantAndNothingFarAway) {
  const std::vector<std::string> words = {"visa", "lista", "skapa", "importera"};
  EXPECT_EQ(NearestWord("visaa", words), "visa");
  EXPECT_EQ(NearestWord("impotrera", words), "importera");
  EXPECT_EQ(NearestWord("radera", words), std::nullopt);
  EXPECT_EQ(NearestWord("x", words), std::nullopt);
  EXPECT_EQ(NearestWord("", words), std::nullopt);
}

}  // namespace
}  // namespace prognos
