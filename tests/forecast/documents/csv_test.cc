#include "forecast/documents/csv.h"

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

TEST(CsvTest, NoTextReachesExcelAsAFormulaAndNumbersStayNumbers) {
  EXPECT_EQ(CsvCell("=1+1", ';'), "\"'=1+1\"");
  EXPECT_EQ(CsvCell("-12,50", ';'), "-12,50");
  EXPECT_EQ(CsvCell("-12,50 kr", ';'), "\"'-12,50 kr\"");
}

TEST(CsvTest, SwedishHasDecimalCommasAndIntervalsTakeTwoColumns) {
  EXPECT_EQ(RenderCsv(DeviationTable(), Language::kSwedish),
            "Verksamhet;Avvikelse helår, tkr;80 %-intervall, tkr från;80 %-intervall, tkr till;Risk\n"
            "\"Barn; unga\";-4641;-5641;-3641;0,9912\n"
            "\"'=Vuxen\";;;;\n"
            "Summa;-4641;;;\n");
}

TEST(CsvTest, EnglishHasPointsAndEachKindOfCellIsANumberWhereItIsOne) {
  EXPECT_EQ(RenderCsv(KindsTable(), Language::kEnglish),
            "Månad,Hushåll,Antal,Inom 80 %,Inom 50,Inom 80,Fel,Kvot,Månader\n"
            "2022-03,1312.4,1512,3 of 4,2,3,12.3,0.62,2022-01 – 2022-08\n"
            "2022-04,,0,,,,5000.0,250.00,\n");
}

TEST(CsvTest, TheTablesOfADocumentHaveABlankLineBetweenThem) {
  EXPECT_EQ(RenderCsv(ExampleDocument(), Language::kEnglish),
            RenderCsv(DeviationTable(), Language::kEnglish) + "\n" + RenderCsv(KindsTable(), Language::kEnglish));
}

}  // namespace
}  // namespace prognos::documents
