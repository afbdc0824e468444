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
