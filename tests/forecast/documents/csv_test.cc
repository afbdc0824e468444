#include "forecast/documents/csv.h"

#include "forecast/base/unit.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/forecast/documents/example_document.h"

namespace prognos::documents {
namespace {

TEST(CsvTest, CellsAreQuotedOnlyWhereTheyMustBe) {
  EXPECT_EQ(CsvCell("Vuxen, öppenvård", ';'), "Vuxen, öppenvård");
  EXPECT_EQ(CsvCell("a;b", ';'), "\"a;b\"");
  EXPECT_EQ(CsvCell("säger \"nej\"", ';'), "\"säger \"\"nej\"\"\"");
}

// A display name "=HYPERLINK(...)" was computed by the Excel of whoever opened the list.
TEST(CsvTest, ATextThatExcelWouldComputeIsWrittenAsTextAndANumberAsANumber) {
  for (const char* text : {"=1+1", "+46 8", "-x", "@SUM(A1)", "-1-2", "-1,5,2", "-", "+", "-,5"}) {
    EXPECT_EQ(CsvCell(text, ';'), std::string("\"'") + text + "\"");
  }
  EXPECT_EQ(CsvCell("\t=1", ';'), "\"'\t=1\"");
  EXPECT_EQ(CsvCell("\r=1", ';'), "\"'\r=1\"");
  EXPECT_EQ(CsvCell("=\"a\"", ';'), "\"'=\"\"a\"\"\"");
  for (const char* number : {"-1234,50", "-12.5", "+7", "0", "-7000"}) EXPECT_EQ(CsvCell(number, ';'), number);
  EXPECT_EQ(CsvCell("-12,5", ','), "\"-12,5\"");  // Quoted for the separator in it, still a number.
  EXPECT_EQ(CsvCell("Vård; omsorg", ';'), "\"Vård; omsorg\"");
  EXPECT_EQ(CsvCell("", ';'), "");
}

TEST(CsvTest, NoTextReachesExcelAsAFormulaAndNumbersStayNumbers) {
  EXPECT_EQ(CsvCell("=1+1", ';'), "\"'=1+1\"");
  EXPECT_EQ(CsvCell("-12,50", ';'), "-12,50");
  EXPECT_EQ(CsvCell("-12,50 kr", ';'), "\"'-12,50 kr\"");
}

TEST(CsvTest, SwedishHasDecimalCommasAndIntervalsTakeTwoColumns) {
  EXPECT_EQ(RenderCsv(DeviationTable(), Language::kSwedish),
            "Verksamhet;Avvikelse helår, tkr;80 %-intervall, tkr från;80 %-intervall, tkr till;Risk;niva;radtyp\n"
            "\"Barn; unga\";-4641;-5641;-3641;0,9912;0;grupp\n"
            "\"'=Vuxen\";;;;;1;rad\n"
            "Summa;-4641;;;;0;summa\n");
}

TEST(CsvTest, EnglishHasPointsAndEachKindOfCellIsANumberWhereItIsOne) {
  EXPECT_EQ(RenderCsv(KindsTable(), Language::kEnglish),
            "Månad,Hushåll,Antal,Inom 80 %,Inom 50,Inom 80,Fel,Kvot,Månader\n"
            "2022-03,1312.4,1512,3 of 4,2,3,12.3,0.62,2022-01 – 2022-08\n"
            "2022-04,,0,,,,5000.0,250.00,\n");
}

TEST(CsvTest, TheTablesOfADocumentHaveABlankLineBetweenThem) {
  const std::string csv = RenderCsv(ExampleDocument(), Language::kEnglish);
  EXPECT_THAT(csv, ::testing::EndsWith("\n\n" + RenderCsv(KindsTable(), Language::kEnglish)));
}

// A pivot table over the rows of kind "rad" adds up to the sum: 3 + 4 + 5.
TEST(CsvTest, ATreeTellsLevelAndKindSoThatNothingIsAddedTwice) {
  const auto row = [](const char* name, int64_t tkr, int level) {
    return Row{.cells = {{std::string(name)}, {RoundedAmount(tkr * kOrePerThousandKronor, Tkr())}}, .level = level};
  };
  Table table{"t", {{"name", {"Verksamhet"}}, {"n", {"Budget"}, ColumnKind::kAmount}}, {}};
  table.rows = {row("Vuxen", 7, 0), row("Boende", 3, 1), row("Öppenvård", 4, 1), row("Barn", 5, 0),
                row("Summa", 12, 0)};
  table.rows.back().is_sum = true;
  EXPECT_EQ(RenderCsv(Document{{table}}, Language::kSwedish),
            "Verksamhet;Budget;niva;radtyp\n"
            "Vuxen;7;0;grupp\n"
            "Boende;3;1;rad\n"
            "Öppenvård;4;1;rad\n"
            "Barn;5;0;rad\n"
            "Summa;12;0;summa\n");
  // 2 + 1 of 3 and 12 are what rows are made of, another way: neither rows nor what makes a group of the row above.
  const auto of_which = [&](const char* name, int64_t tkr, int level) {
    Row made = row(name, tkr, level);
    made.kind = RowKind::kOfWhich;
    return made;
  };
  table.rows.insert(table.rows.begin() + 2, of_which("Personal", 2, 2));
  table.rows.push_back(of_which("Personal", 1, 1));
  EXPECT_EQ(RenderCsv(table, Language::kEnglish),
            "Verksamhet,Budget,level,row_kind\n"
            "Vuxen,7,0,group\n"
            "Boende,3,1,row\n"
            "Personal,2,2,of_which\n"
            "Öppenvård,4,1,row\n"
            "Barn,5,0,row\n"
            "Summa,12,0,sum\n"
            "Personal,1,1,of_which\n");
}

// A program that reads a table finds the same columns whatever the rows of today are.
TEST(CsvTest, ATableThatMayHoldSumsHasTheColumnsWithoutAnyToo) {
  Table table{"t", {{"name", {"Verksamhet"}}}, {}};
  EXPECT_EQ(RenderCsv(table, Language::kSwedish), "Verksamhet\n");
  table.may_hold_sums = true;
  EXPECT_EQ(RenderCsv(table, Language::kSwedish), "Verksamhet;niva;radtyp\n");
  table.rows = {{.cells = {{std::string("Vuxen")}}}, {.cells = {{std::string("Vuxen")}}, .kind = RowKind::kNet}};
  EXPECT_EQ(RenderCsv(table, Language::kSwedish), "Verksamhet;niva;radtyp\nVuxen;0;rad\nVuxen;0;netto\n");
}

}  // namespace
}  // namespace prognos::documents
