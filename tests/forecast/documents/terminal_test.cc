#include "forecast/documents/terminal.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/forecast/documents/example_document.h"

namespace prognos::documents {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

Amount Tkr(int64_t tkr, Sign sign = Sign::kWhenNegative) {
  return RoundedAmount(tkr * kOrePerThousandKronor, documents::Tkr(), sign);
}

Table SmallTable() {
  Table table;
  table.columns = {{"activity", {"Verksamhet"}, ColumnKind::kText, true},
                   {"budget", {"Budget", "helår"}, ColumnKind::kAmount},
                   {"deviation", {"Avvikelse"}, ColumnKind::kAmount}};
  table.rows = {{{{"Vuxen, öppenvård"}, {Tkr(15311)}, {Tkr(-6169), true}}},
                {{{"Övrigt"}, {Tkr(14)}, {Tkr(3, Sign::kAlways)}}, 1}};
  return table;
}

TEST(TerminalTest, ColumnsAlignByWhatIsSeenAndRowsAreIndentedByTheirLevel) {
  EXPECT_EQ(RenderTerminal(SmallTable(), {}),
            "                  Budget\n"
            "Verksamhet         helår  Avvikelse\n"
            "Vuxen, öppenvård  15\u00a0311     \u22126\u00a0169\n"
            "  Övrigt              14         +3\n");
}

TEST(TerminalTest, ATooWideTableFirstLosesGapsThenLetters) {
  // Natural: 16 + 6 + 9 and two gaps of 2 = 35. With gaps of 1: 33; at 31 the names lose two.
  EXPECT_THAT(RenderTerminal(SmallTable(), {.max_width = 35}), HasSubstr("Vuxen, öppenvård  15"));
  EXPECT_THAT(RenderTerminal(SmallTable(), {.max_width = 33}), HasSubstr("Vuxen, öppenvård 15"));
  EXPECT_THAT(RenderTerminal(SmallTable(), {.max_width = 31}), HasSubstr("Vuxen, öppenv… 15"));
}

// 24 + 20 + 4 and two gaps of one are 50: ten are cut, four of them off the 24 before both are equally wide.
TEST(TerminalTest, TheWidestOfTheColumnsThatMayShrinkIsCutFirst) {
  Table table;
  table.columns = {{"a", {}, ColumnKind::kText, true}, {"b", {}, ColumnKind::kText, true}, {"c", {}}};
  table.rows = {{{{std::string(24, 'a')}, {std::string(20, 'b')}, {"cccc"}}}};
  EXPECT_EQ(RenderTerminal(table, {.max_width = 40}), std::string(16, 'a') + "… " + std::string(16, 'b') + "… cccc\n");
}

TEST(TerminalTest, NamesAreNeverCutBelowTwelveColumns) {
  EXPECT_THAT(RenderTerminal(SmallTable(), {.max_width = 5}), HasSubstr("Vuxen, öppe… 15"));
}

TEST(TerminalTest, OnlyAlarmsAreRedAndOnlyWhereColourIsAllowed) {
  EXPECT_THAT(RenderTerminal(SmallTable(), {.color = true}), HasSubstr("\033[31m   \u22126\u00a0169\033[0m"));
  EXPECT_THAT(RenderTerminal(SmallTable(), {.color = true}), HasSubstr("       +3\n"));
  EXPECT_THAT(RenderTerminal(SmallTable(), {}), Not(HasSubstr("\033")));
}

TEST(TerminalTest, EachKindOfCellIsReadAsAnEkonomReadsIt) {
  EXPECT_EQ(RenderTerminal(KindsTable(), {}),
            "Månad    Hushåll  Antal  Inom 80 %   Inom      Fel  Kvot  Månader\n"
            "2022-03  1\u00a0312,4  1\u00a0512     3 av 4  2 / 3   12,3\u00a0%  0,62  2022-01 – 2022-08\n"
            "2022-04               0                    >\u00a0999\u00a0%  >\u00a099\n");
}

TEST(TerminalTest, BlocksStandApartAndWhatAHeadingIsAboutFollowsIt) {
  EXPECT_EQ(RenderTerminal(ExampleDocument(), {.language = Language::kEnglish}),
            "Exempelby · \"höst\"\n"
            "\n"
            "            Avvikelse\n"
            "Verksamhet      helår   80 %-intervall   Risk\n"
            "Barn; unga     \u22124,641  \u22125,641 … \u22123,641  > 99%\n"
            "  =Vuxen            –                –      –\n"
            "Summa          \u22124,641\n"
            "\n"
            "Barn; unga: kort historik\n"
            "\n"
            "Månader\n"
            "  modell: standard\n"
            "Månad    Hushåll  Antal  Inom 80 %   Inom     Fel  Kvot  Månader\n"
            "2022-03  1,312.4  1,512     3 of 4  2 / 3   12.3%  0.62  2022-01 – 2022-08\n"
            "2022-04               0                    > 999%  > 99\n"
            "\n"
            "Summa: −4,6\n"
            "Två\n");
}

TEST(TerminalTest, ProseIsBrokenAtTheWidthAndOtherLinesGoOnIndented) {
  const Document document{{Paragraphs{{"ett två tre"}}, Paragraphs{{"ett två tre"}, false}}};
  EXPECT_EQ(RenderTerminal(document, {.max_width = 8}), "ett två\ntre\n\nett\n  två\n  tre\n");
}

TEST(TerminalTest, DecimalMarksStandBelowEachOther) {
  const ShownUnit one = VolumeUnit("dygn");
  Table table{"t", {{"name", {"Vad"}}, {"n", {"Antal"}, ColumnKind::kAmount}}, {}};
  table.rows = {{.cells = {{"a"}, {RoundedAmount(12'500, one)}}}, {.cells = {{"b"}, {Percent{3.0}}}}};
  EXPECT_EQ(RenderTerminal(table, {}), "Vad   Antal\na    12,5\nb     3,0\u00a0%\n");
}

TEST(TerminalTest, AColumnThatIsLeftOutIsNamed) {
  Table table{
      "t",
      {{"name", {"Vad"}}, {"extra", {"Hittills", "jan–aug"}, ColumnKind::kCount}, {"n", {"Helår"}, ColumnKind::kCount}},
      {}};
  table.rows = {{.cells = {{"a"}, {Count{1}}, {Count{2}}}}};
  const DropOrder order = [](const Table&, size_t column) { return column == 1 ? 1 : 0; };
  EXPECT_EQ(RenderTerminal(table, {.max_width = 12, .drop_order = order}),
            "Vad  Helår\na        2\nFår inte\nplats:\nHittills\njan–aug.\n");
  EXPECT_EQ(RenderTerminal(table, {.max_width = 80, .drop_order = order}).find("plats"), std::string::npos);
}

TEST(TerminalTest, AnEmptyBlockLeavesNoBlankLine) {
  const Document document{{Heading{1, "Titel"}, Notes{}, Paragraphs{}, List{}, Chart{}, Paragraphs{{"Text"}}}};
  EXPECT_EQ(RenderTerminal(document, {}), "Titel\n\nText\n");
}

// A table with a row that goes on with the one above it, and with one that is left out.
TEST(TerminalTest, WhatARowSharesWithTheOneAboveIsShownOnceAndWhatIsLeftOutIsToldUnderTheTable) {
  Table table;
  table.columns = {{"activity", {"Verksamhet"}}, {"model", {"Modell"}}};
  table.rows = {{.cells = {{"Barn"}, {"standard"}}}, {.cells = {{"Barn"}, {"årstakt"}}, .goes_on = true}};
  table.foot = "… och 1 till";
  EXPECT_EQ(RenderTerminal({{table, Paragraphs{{"Text"}}}}, {}),
            "Verksamhet  Modell\n"
            "Barn        standard\n"
            "            årstakt\n"
            "… och 1 till\n\n"
            "Text\n");
}

}  // namespace
}  // namespace prognos::documents
