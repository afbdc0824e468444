#include "client/table.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace prognos::client {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

TEST(TableTest, WidthCountsLettersAndNotBytes) {
  EXPECT_EQ(DisplayWidth("Vård"), 4);
  EXPECT_EQ(DisplayWidth("åäö ÅÄÖ"), 7);
  EXPECT_EQ(DisplayWidth("\u22123\u00a0827"), 6);
  EXPECT_EQ(DisplayWidth("a\u030a"), 1);  // a with a combining ring: å
  EXPECT_EQ(DisplayWidth(""), 0);
}

TEST(TableTest, CuttingNeverSplitsALetter) {
  EXPECT_EQ(Truncate("Försörjningsstöd", 16), "Försörjningsstöd");
  EXPECT_EQ(Truncate("Försörjningsstöd", 4), "För…");
  EXPECT_EQ(Truncate("åäö", 2), "å…");
  EXPECT_EQ(Truncate("  Övrigt", 5), "  Öv…");
}

TEST(TableTest, WrappedLinesBreakAtSpacesOnly) {
  EXPECT_THAT(Wrap("åter sökning från staten", 12), ElementsAre("åter sökning", "från staten"));
  EXPECT_THAT(Wrap("1\u00a0234\u00a0567 kr", 4), ElementsAre("1\u00a0234\u00a0567", "kr"));
  EXPECT_THAT(Wrap("", 10), ElementsAre());
}

Table SmallTable() {
  Table table;
  table.columns = {{{"Verksamhet"}, Align::kLeft, true}, {{"Budget", "helår"}}, {{"Avvikelse"}}};
  table.rows = {{{"Vuxen, öppenvård"}, {"15\u00a0311"}, {"\u22126\u00a0169", true}}, {{"  Övrigt"}, {"14"}, {"+3"}}};
  return table;
}

TEST(TableTest, ColumnsAlignByWhatIsSeen) {
  EXPECT_EQ(Render(SmallTable(), {}),
            "                  Budget\n"
            "Verksamhet         helår  Avvikelse\n"
            "Vuxen, öppenvård  15\u00a0311     \u22126\u00a0169\n"
            "  Övrigt              14         +3\n");
}

TEST(TableTest, ATooWideTableFirstLosesGapsThenLetters) {
  // Natural: 16 + 6 + 9 and two gaps of 2 = 35. With gaps of 1: 33; at 31 the names lose two.
  EXPECT_THAT(Render(SmallTable(), {.max_width = 35}), HasSubstr("Vuxen, öppenvård  15"));
  EXPECT_THAT(Render(SmallTable(), {.max_width = 33}), HasSubstr("Vuxen, öppenvård 15"));
  EXPECT_THAT(Render(SmallTable(), {.max_width = 31}), HasSubstr("Vuxen, öppenv… 15"));
}

// 24 + 20 + 4 and two gaps of one are 50: ten are cut, four of them off the 24 before both are equally wide.
TEST(TableTest, TheWidestOfTheColumnsThatMayShrinkIsCutFirst) {
  Table table;
  table.columns = {{{}, Align::kLeft, true}, {{}, Align::kLeft, true}, {{}, Align::kLeft}};
  table.rows = {{{std::string(24, 'a')}, {std::string(20, 'b')}, {"cccc"}}};
  EXPECT_EQ(Render(table, {40, false}), std::string(16, 'a') + "… " + std::string(16, 'b') + "… cccc\n");
}

TEST(TableTest, NamesAreNeverCutBelowTwelveColumns) {
  EXPECT_THAT(Render(SmallTable(), {.max_width = 5}), HasSubstr("Vuxen, öppe… 15"));
}

TEST(TableTest, OnlyAlarmsAreRedAndOnlyWhereColourIsAllowed) {
  EXPECT_THAT(Render(SmallTable(), {.color = true}), HasSubstr("\033[31m   \u22126\u00a0169\033[0m"));
  EXPECT_THAT(Render(SmallTable(), {.color = true}), HasSubstr("       +3\n"));
  EXPECT_THAT(Render(SmallTable(), {}), Not(HasSubstr("\033")));
}

}  // namespace
}  // namespace prognos::client
