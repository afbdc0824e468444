#include "forecast/documents/text_width.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace prognos::documents {
namespace {

using ::testing::ElementsAre;

TEST(TextWidthTest, WidthCountsLettersAndNotBytes) {
  EXPECT_EQ(DisplayWidth("Vård"), 4);
  EXPECT_EQ(DisplayWidth("åäö ÅÄÖ"), 7);
  EXPECT_EQ(DisplayWidth("\u22123\u00a0827"), 6);
  EXPECT_EQ(DisplayWidth("a\u030a"), 1);  // a with a combining ring: å
  EXPECT_EQ(DisplayWidth(""), 0);
  EXPECT_EQ(DisplayWidth("漢字"), 4);  // Wide ones take two columns each.
}

TEST(TextWidthTest, CuttingNeverSplitsALetter) {
  EXPECT_EQ(Truncate("Försörjningsstöd", 16), "Försörjningsstöd");
  EXPECT_EQ(Truncate("Försörjningsstöd", 4), "För…");
  EXPECT_EQ(Truncate("åäö", 2), "å…");
  EXPECT_EQ(Truncate("  Övrigt", 5), "  Öv…");
  EXPECT_EQ(Truncate("漢字漢字", 6), "漢字…");  // A wide one does not fit in one column.
}

TEST(TextWidthTest, WrappedLinesBreakAtSpacesOnly) {
  EXPECT_THAT(Wrap("åter sökning från staten", 12), ElementsAre("åter sökning", "från staten"));
  EXPECT_THAT(Wrap("1\u00a0234\u00a0567 kr", 4), ElementsAre("1\u00a0234\u00a0567", "kr"));
  EXPECT_THAT(Wrap("", 10), ElementsAre());
}

}  // namespace
}  // namespace prognos::documents
