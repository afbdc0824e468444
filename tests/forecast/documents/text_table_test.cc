#include "forecast/documents/text_table.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace prognos::documents {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TextTable SmallTable() {
  TextTable table;
  table.columns = {{{"Verksamhet"}, Align::kLeft, true}, {{"Budget", "helår"}}, {{"Avvikelse"}}};
  table.rows = {{{"Vuxen, öppenvård"}, {"15\u00a0311"}, {"\u22126\u00a0169", true}}, {{"  Övrigt"}, {"14"}, {"+3"}}};
  return table;
}

TEST(TextTableTest, ColumnsAlignByWhatIsSeen) {
  EXPECT_EQ(Render(SmallTable(), {}),
            "                  Budget\n"
            "Verksamhet         helår  Avvikelse\n"
            "Vuxen, öppenvård  15\u00a0311     \u22126\u00a0169\n"
            "  Övrigt              14         +3\n");
}

TEST(TextTableTest, ATooWideTableFirstLosesGapsThenLetters) {
  // Natural: 16 + 6 + 9 and two gaps of 2 = 35. With gaps of 1: 33; at 31 the names lose two.
  EXPECT_THAT(Render(SmallTable(), {.max_width = 35}), HasSubstr("Vuxen, öppenvård  15"));
  EXPECT_THAT(Render(SmallTable(), {.max_width = 33}), HasSubstr("Vuxen, öppenvård 15"));
  EXPECT_THAT(Render(SmallTable(), {.max_width = 31}), HasSubstr("Vuxen, öppenv… 15"));
}

// 24 + 20 + 4 and two gaps of one are 50: ten are cut, four of them off the 24 before both are equally wide.
TEST(TextTableTest, TheWidestOfTheColumnsThatMayShrinkIsCutFirst) {
  TextTable table;
  table.columns = {{{}, Align::kLeft, true}, {{}, Align::kLeft, true}, {{}, Align::kLeft}};
  table.rows = {{{std::string(24, 'a')}, {std::string(20, 'b')}, {"cccc"}}};
  EXPECT_EQ(Render(table, {40, false}), std::string(16, 'a') + "… " + std::string(16, 'b') + "… cccc\n");
}

TEST(TextTableTest, NamesAreNeverCutBelowTwelveColumns) {
  EXPECT_THAT(Render(SmallTable(), {.max_width = 5}), HasSubstr("Vuxen, öppe… 15"));
}

// Names of 30 keep 24 while a column may go; with it gone they need 24 + 4 and a gap of one.
TEST(TextTableTest, ColumnsAreLeftOutInTheirOrderBeforeNamesBecomeUnreadable) {
  TextTable table;
  table.columns = {{{"Namn"}, Align::kLeft, true},
                   {{"Två"}, Align::kRight, false, 2},
                   {{"Ett"}, Align::kRight, false, 1},
                   {{"Kvar"}}};
  table.rows = {{{std::string(30, 'a')}, {"22"}, {"11"}, {"4"}}};
  EXPECT_THAT(RenderFitted(table, {.max_width = 46}).dropped, ::testing::IsEmpty());
  EXPECT_THAT(RenderFitted(table, {.max_width = 34}).dropped, ::testing::ElementsAre(2));
  const RenderedTable narrow = RenderFitted(table, {.max_width = 29});
  EXPECT_THAT(narrow.dropped, ::testing::ElementsAre(1, 2));
  EXPECT_EQ(narrow.text, "Namn                     Kvar\n" + std::string(23, 'a') + "…    4\n");
  // Nothing is left to leave out: names are cut further.
  EXPECT_THAT(RenderFitted(table, {.max_width = 17}).text, HasSubstr(std::string(11, 'a') + "…    4\n"));
}

TEST(TextTableTest, OnlyAlarmsAreRedAndOnlyWhereColourIsAllowed) {
  EXPECT_THAT(Render(SmallTable(), {.color = true}), HasSubstr("\033[31m   \u22126\u00a0169\033[0m"));
  EXPECT_THAT(Render(SmallTable(), {.color = true}), HasSubstr("       +3\n"));
  EXPECT_THAT(Render(SmallTable(), {}), Not(HasSubstr("\033")));
}

}  // namespace
}  // namespace prognos::documents
