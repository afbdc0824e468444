#include "forecast/interchange/csv_table.h"

#include "gtest/gtest.h"
#include "tests/status_matchers.h"

namespace prognos {
namespace {

using testing::HasSubstr;

TEST(CsvTableTest, TheDelimiterIsTheOneThatShowsKnownNames) {
  for (const char delimiter : {';', ',', '\t'}) {
    const std::string d(1, delimiter);
    const std::string text = "verksamhet" + d + "månad" + d + "kostnad" + "\nVuxen" + d + "2022-01" + d + "\"1,5\"\n";
    PROGNOS_ASSERT_OK_AND_ASSIGN(const CsvTable table, OpenCsvTable(text));
    EXPECT_EQ(table.delimiter, delimiter);
    EXPECT_EQ(table.columns.size(), 3);
    EXPECT_EQ(table.body_line, 2);
  }
}

TEST(CsvTableTest, ASeparatorLineOfExcelDecides) {
  PROGNOS_ASSERT_OK_AND_ASSIGN(const CsvTable table, OpenCsvTable("sep=|\r\nkonto|period|belopp\r\n1|2|3\r\n"));
  EXPECT_EQ(table.delimiter, '|');
  EXPECT_EQ(table.header_line, 2);
  EXPECT_EQ(table.body_line, 3);
}

TEST(CsvTableTest, ATitleMayStandAboveTheHeader) {
  PROGNOS_ASSERT_OK_AND_ASSIGN(const CsvTable table,
                               OpenCsvTable("Utfall 2022;;\n\nverksamhet;månad;kostnad\nVuxen;2022-01;1\n"));
  EXPECT_EQ(table.header_line, 3);
  EXPECT_TRUE(table.Has(Column::kCost));
}

TEST(CsvTableTest, NamesAreKnownInBothLanguages) {
  EXPECT_EQ(RecognizeColumn("Månad").column, Column::kMonth);
  EXPECT_EQ(RecognizeColumn("PERIOD").column, Column::kMonth);
  EXPECT_EQ(RecognizeColumn("series").column, Column::kActivity);
  EXPECT_EQ(RecognizeColumn("Intäkt").column, Column::kRevenue);
  EXPECT_EQ(RecognizeColumn("År").column, Column::kYear);
  EXPECT_EQ(RecognizeColumn("Konto från").column, Column::kFirstAccount);
  EXPECT_EQ(RecognizeColumn("hushåll").column, Column::kUnknown);
  EXPECT_EQ(RecognizeColumn("2022-03").month->ToString(), "2022-03");
  EXPECT_EQ(RecognizeColumn("mars 2022").month->ToString(), "2022-03");
  EXPECT_EQ(RecognizeColumn("maj").calendar_month, 5);
}

TEST(CsvTableTest, TwoColumnsOfOneKindAreRefused) {
  EXPECT_THAT(OpenCsvTable("verksamhet;månad;period;kostnad\n"),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("means the same as the column \"månad\"")));
  EXPECT_THAT(OpenCsvTable("verksamhet;slag;2022-03;mars 2022\n"),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("means the same")));
}

// Each column was compared with every one before it: 200 KB of semicolons took ten seconds.
TEST(CsvTableTest, AHeaderOfMoreThanAThousandColumnsIsRefusedAtOnce) {
  const std::string header = "verksamhet;månad;kostnad";
  const auto many = StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("line 1: has more than 1000 columns"));
  EXPECT_THAT(OpenCsvTable(header + std::string(kMaxCsvColumns - 2, ';') + "\n"), many);
  EXPECT_THAT(OpenCsvTable(header + std::string(1'000'000, ';') + "\n"), many);
  PROGNOS_ASSERT_OK_AND_ASSIGN(const CsvTable widest,
                               OpenCsvTable(header + std::string(kMaxCsvColumns - 3, ';') + "\n"));
  EXPECT_EQ(widest.columns.size(), kMaxCsvColumns);
}

TEST(CsvTableTest, BlankTextIsEmpty) {
  for (const absl::string_view text : {"", " \n\n", "\"\"", "sep=;\n", "sep=;\n;;;\n"}) {
    EXPECT_THAT(OpenCsvTable(text), StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("is empty"))) << text;
  }
}

}  // namespace
}  // namespace prognos
