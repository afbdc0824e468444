#include "forecast/interchange/table_rows.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "messages/file.h"
#include "messages/note.h"
#include "tests/status_matchers.h"

namespace prognos {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

absl::StatusOr<TableRows> Parse(absl::string_view bytes) { return TableRows::Parse(bytes, TableKind::kActivities); }

std::vector<std::string> Header(const TableRows& file) {
  std::vector<std::string> names;
  for (const ColumnHeader& header : file.table().columns) names.push_back(header.name);
  return names;
}

TEST(TableRowsTest, ReadsExcelsSemicolonsWithByteOrderMarkAndCarriageReturns) {
  PROGNOS_ASSERT_OK_AND_ASSIGN(const TableRows file,
                               Parse("\xEF\xBB\xBFid;namn\r\nvuxen;Vuxen, öppenvård\r\n\r\nbarn; Barn \r\n"));
  EXPECT_THAT(Header(file), ElementsAre("id", "namn"));
  ASSERT_THAT(file.rows(), SizeIs(2));
  EXPECT_THAT(file.rows()[0].fields, ElementsAre("vuxen", "Vuxen, öppenvård"));
  EXPECT_THAT(file.rows()[1].fields, ElementsAre("barn", "Barn"));
  EXPECT_EQ(file.rows()[1].line, 4);
}

TEST(TableRowsTest, ReadsLatin1) {
  PROGNOS_ASSERT_OK_AND_ASSIGN(const TableRows file, Parse("id\tnamn\nv\t\xD6ppenv\xE5rd"));
  EXPECT_THAT(file.rows()[0].fields, ElementsAre("v", "Öppenvård"));
}

TEST(TableRowsTest, QuotedFieldsHoldSeparatorsQuotesAndLineEnds) {
  PROGNOS_ASSERT_OK_AND_ASSIGN(const TableRows file, Parse("a,b\n\"x,\"\"y\"\"\",\"1\n2\"\nz,3\n"));
  EXPECT_THAT(file.rows()[0].fields, ElementsAre("x,\"y\"", "1\n2"));
  EXPECT_EQ(file.rows()[1].line, 4);
}

TEST(TableRowsTest, AnOpenQuoteAndAnEmptyFileAreFaults) {
  EXPECT_THAT(Parse("a;b\n\"x;y\n"), StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("line 2")));
  EXPECT_THAT(Parse("\n \n"), StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("file: is empty")));
}

TEST(TableRowsTest, ReadsExcelsUnicodeText) {
  // "id\tå\nv\tö\n" as UTF-16 with the little end first.
  const std::string bytes("\xFF\xFEi\0d\0\t\0\xE5\0\n\0v\0\t\0\xF6\0\n\0", 20);
  PROGNOS_ASSERT_OK_AND_ASSIGN(const TableRows file, Parse(bytes));
  EXPECT_THAT(Header(file), ElementsAre("id", "å"));
  EXPECT_THAT(file.rows()[0].fields, ElementsAre("v", "ö"));
}

TEST(TableRowsTest, TakesTheSeparatorThatExcelWritesOnALineOfItsOwn) {
  PROGNOS_ASSERT_OK_AND_ASSIGN(const TableRows file, Parse("sep=;\r\nid;a,b,c\r\nv;1\r\n"));
  EXPECT_THAT(Header(file), ElementsAre("id", "a,b,c"));
  EXPECT_EQ(file.rows()[0].line, 3);
}

TEST(TableRowsTest, WhatIsNeitherTextNorWorkbookIsRefused) {
  EXPECT_THAT(Parse(absl::string_view("PK\x03\x04zip", 7)),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("is a workbook that is cut off or damaged")));
  EXPECT_THAT(Parse(absl::string_view("id;\0\0namn\n", 11)),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("NUL")));
}

// documents::CsvCell writes an apostrophe before what Excel would compute.
TEST(TableRowsTest, TheApostropheThatKeepsATextFromBeingComputedIsNoPartOfIt) {
  PROGNOS_ASSERT_OK_AND_ASSIGN(const TableRows file, Parse("id;namn\na;\"'=1+1\"\nb;'s-Hertogenbosch\n"));
  EXPECT_THAT(file.rows()[0].fields, ElementsAre("a", "=1+1"));
  EXPECT_THAT(file.rows()[1].fields, ElementsAre("b", "'s-Hertogenbosch"));
}

TEST(TableRowsTest, ColumnsAreFoundWhateverTheirCaseAndDots) {
  PROGNOS_ASSERT_OK_AND_ASSIGN(const TableRows file,
                               TableRows::Parse("Verksamhet;Överordnad;BELOPP\nx;;1\n", TableKind::kBudget));
  EXPECT_EQ(file.Find(Column::kActivity), 0);
  EXPECT_EQ(file.Find(Column::kAmount), 2);
  EXPECT_EQ(file.Find(Column::kFlow), -1);
  FaultList faults;
  EXPECT_EQ(file.Require(Column::kFlow, "slag", faults), -1);
  EXPECT_EQ(faults.total(), 1u);
}

TEST(TableRowsTest, AmountsAreInTheUnitThatTheCellTheColumnOrTheTitleSays) {
  PROGNOS_ASSERT_OK_AND_ASSIGN(
      const TableRows file,
      TableRows::Parse("Budget 2025, tkr\nVerksamhet;Belopp;Jan (kr)\nA;12,5;7\nB;1 mkr;8 kr\nSumma;1;2\n",
                       TableKind::kBudget));
  ASSERT_THAT(file.rows(), SizeIs(2));
  NumberStyle style;
  ScaledAmounts scaled;
  EXPECT_EQ(file.Amount(file.rows()[0], 1, style, scaled).value_or(0), 1'250'000);
  EXPECT_EQ(file.Amount(file.rows()[0], 2, style, scaled).value_or(0), 700);
  EXPECT_EQ(file.Amount(file.rows()[1], 1, style, scaled).value_or(0), 100'000'000);
  EXPECT_EQ(file.Amount(file.rows()[1], 2, style, scaled).value_or(0), 800);
  EXPECT_THAT(scaled.Notes(), SizeIs(2));  // tkr of line 1 and mkr of line 4.
  EXPECT_THAT(file.notes(), ElementsAre(messages::note::RowOfSumsIsLeftOut(5, "Summa")));
}

// An activity may be called so; its row was dropped without a word.
TEST(TableRowsTest, OnlyABudgetHasRowsOfSums) {
  PROGNOS_ASSERT_OK_AND_ASSIGN(const TableRows file, Parse("id;namn\nsumma-a;Summa A\ntotalt;Totalt\n"));
  EXPECT_THAT(file.rows(), SizeIs(2));
  EXPECT_THAT(file.notes(), testing::IsEmpty());
}

// The name of a row stands in the column of activities, wherever that is.
TEST(TableRowsTest, ARowOfSumsIsKnownByItsActivity) {
  PROGNOS_ASSERT_OK_AND_ASSIGN(
      const TableRows file, TableRows::Parse("Slag;Verksamhet;Belopp\nKostnad;HVB;5\n;Totalt;5\n", TableKind::kBudget));
  EXPECT_THAT(file.rows(), SizeIs(1));
  EXPECT_THAT(file.notes(), ElementsAre(messages::note::RowOfSumsIsLeftOut(3, "Totalt")));
}

// A column "Perodisering" was dropped without a word, and the budget fell evenly on the months.
TEST(TableRowsTest, AColumnThatIsNotReadIsToldWhenItHoldsSomething) {
  PROGNOS_ASSERT_OK_AND_ASSIGN(
      const TableRows file,
      TableRows::Parse("Verksamhet;Slag;Belopp;Perodisering;;Utfall;Tom\nHVB;kostnad;5;sasong;x;4;\n",
                       TableKind::kBudget));
  EXPECT_THAT(file.notes(),
              ElementsAre(messages::note::ColumnIsLeftOut("Perodisering"), messages::note::ColumnIsLeftOut("E"),
                          messages::note::ColumnIsLeftOut("Utfall")));
}

TEST(TableRowsTest, AnAmountInKrInATableInTkrIsRefused) {
  PROGNOS_ASSERT_OK_AND_ASSIGN(
      const TableRows file, TableRows::Parse("Budget, tkr\nVerksamhet;Belopp\nA;12 kr\nB;- kr\n", TableKind::kBudget));
  ScaledAmounts scaled;
  EXPECT_EQ(MessageFrom(file.Amount(file.rows()[0], 1, {}, scaled).status()),
            messages::file::SaysAnotherUnitThanTheTable("tkr", 1));
  EXPECT_EQ(file.Amount(file.rows()[1], 1, {}, scaled).value_or(-1), 0);
}

TEST(TableRowsTest, AmountsAreReadAsEkonomerWriteThem) {
  for (const char* text : {"1234,50", "1234.50", "1 234,5", "1\u00a0234,50", "1.234,50", "1,234.50", " 1234,50 "}) {
    PROGNOS_ASSERT_OK_AND_ASSIGN(const int64_t ore, ParseKronor(text));
    EXPECT_EQ(ore, 123450) << text;
  }
  PROGNOS_ASSERT_OK_AND_ASSIGN(const int64_t negative, ParseKronor("\u22127 000"));
  EXPECT_EQ(negative, -700000);
  // "1.234" alone may be either; another amount of the file tells.
  EXPECT_THAT(ParseKronor("1.234"), StatusIs(absl::StatusCode::kInvalidArgument));
  NumberStyle comma;
  comma.Observe("17,50");
  PROGNOS_ASSERT_OK_AND_ASSIGN(const int64_t thousands, ParseKronor("1.234", comma));
  EXPECT_EQ(thousands, 123400);
  for (const char* text : {"7000tkr", "7 000 000 kr", "7,0 mkr", "7 mnkr"}) {
    PROGNOS_ASSERT_OK_AND_ASSIGN(const int64_t with_unit, ParseKronor(text));
    EXPECT_EQ(with_unit, 700'000'000) << text;
  }
  for (const char* text : {"", "tolv", "1,2,3", "nan", "12 euro", "tkr"}) {
    EXPECT_THAT(ParseKronor(text), StatusIs(absl::StatusCode::kInvalidArgument)) << text;
  }
}

}  // namespace
}  // namespace prognos
