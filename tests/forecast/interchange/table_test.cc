#include "forecast/interchange/table.h"

#include "gtest/gtest.h"
#include "tests/status_matchers.h"

namespace prognos {
namespace {

using testing::HasSubstr;

TEST(TableTest, TheDelimiterIsTheOneThatShowsKnownNames) {
  for (const char delimiter : {';', ',', '\t'}) {
    const std::string d(1, delimiter);
    const std::string text = "verksamhet" + d + "månad" + d + "kostnad" + "\nVuxen" + d + "2022-01" + d + "\"1,5\"\n";
    PROGNOS_ASSERT_OK_AND_ASSIGN(const CsvTable opened, OpenCsvTable(text));
    EXPECT_EQ(opened.source->delimiter(), delimiter);
    EXPECT_EQ(opened.table.columns.size(), 3);
    EXPECT_EQ(opened.table.body.line, 2);
  }
}

TEST(TableTest, ASeparatorLineOfExcelDecides) {
  PROGNOS_ASSERT_OK_AND_ASSIGN(const CsvTable opened, OpenCsvTable("sep=|\r\nkonto|period|belopp\r\n1|2|3\r\n"));
  EXPECT_EQ(opened.source->delimiter(), '|');
  EXPECT_EQ(opened.table.header_line, 2);
  EXPECT_EQ(opened.table.body.line, 3);
}

TEST(TableTest, ATitleMayStandAboveTheHeader) {
  PROGNOS_ASSERT_OK_AND_ASSIGN(const CsvTable opened,
                               OpenCsvTable("Utfall 2022;;\n\nverksamhet;månad;kostnad\nVuxen;2022-01;1\n"));
  EXPECT_EQ(opened.table.header_line, 3);
  EXPECT_TRUE(opened.table.Has(Column::kCost));
}

TEST(TableTest, NamesAreKnownInBothLanguages) {
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

TEST(TableTest, WhatANameMeansDependsOnWhatIsRead) {
  EXPECT_EQ(RecognizeColumn("Budget", TableKind::kBudget).column, Column::kAmount);
  EXPECT_EQ(RecognizeColumn("Budget").column, Column::kLeftOut);
  EXPECT_EQ(RecognizeColumn("Serier", TableKind::kActivities).column, Column::kSeriesList);
  EXPECT_EQ(RecognizeColumn("Utfall jan 2025").month->ToString(), "2025-01");
  EXPECT_EQ(RecognizeColumn("Utfall jan 2025", TableKind::kBudget).column, Column::kLeftOut);
}

TEST(TableTest, DimensionsAreKnownByName) {
  for (const char* name : {"Kostnadsställe", "KST", "ansvar", "dimension 1"}) {
    EXPECT_EQ(RecognizeColumn(name).dimension, "1") << name;
  }
  EXPECT_EQ(DimensionNamed("Projekt"), "6");
  EXPECT_EQ(DimensionNamed("Verksamhet"), "verksamhet");
  EXPECT_EQ(DimensionNamed("7"), "7");
}

TEST(TableTest, UnitsAreReadInWords) {
  EXPECT_EQ(KronorPerUnitIn("Utfall 2025 (tkr)"), 1000);
  EXPECT_EQ(KronorPerUnitIn("Belopp i tusentals kronor"), 1000);
  EXPECT_EQ(KronorPerUnitIn("MSEK"), 1'000'000);
  EXPECT_EQ(KronorPerUnitIn("Belopp, kr"), 1);
  EXPECT_EQ(KronorPerUnitIn("Kris och krav"), 0);
  EXPECT_EQ(RecognizeColumn("Kostnad (tkr)").column, Column::kCost);
  EXPECT_EQ(RecognizeColumn("Belopp i tkr").kronor_per_unit, 1000);
}

// Case bok-16 e: a row of data with a date was taken for the header.
TEST(TableTest, ARowWithADateIsNoHeader) {
  PROGNOS_ASSERT_OK_AND_ASSIGN(const CsvTable opened,
                               OpenCsvTable("kopare_id;leverantor;konto_nr;bokforingsdatum;nettobelopp\n"
                                            "232100-0000;Vårdbolaget AB;4610;2022-01-14;121500.50\n"));
  EXPECT_EQ(opened.table.header_line, 1);
}

TEST(TableTest, TwoColumnsOfOneKindAreRefused) {
  EXPECT_THAT(OpenCsvTable("verksamhet;månad;period;kostnad\n"),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("means the same as the column \"månad\"")));
  EXPECT_THAT(OpenCsvTable("verksamhet;slag;2022-03;mars 2022\n"),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("means the same")));
}

// Each column was compared with every one before it: 200 KB of semicolons took ten seconds.
TEST(TableTest, AHeaderOfMoreThanAThousandColumnsIsRefusedAtOnce) {
  const std::string header = "verksamhet;månad;kostnad";
  const auto many = StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("line 1: has more than 1,000 columns"));
  EXPECT_THAT(OpenCsvTable(header + std::string(kMaxColumns - 2, ';') + "\n"), many);
  EXPECT_THAT(OpenCsvTable(header + std::string(1'000'000, ';') + "\n"), many);
  PROGNOS_ASSERT_OK_AND_ASSIGN(const CsvTable widest, OpenCsvTable(header + std::string(kMaxColumns - 3, ';') + "\n"));
  EXPECT_EQ(widest.table.columns.size(), kMaxColumns);
}

TEST(TableTest, BlankTextIsEmpty) {
  for (const absl::string_view text : {"", " \n\n", "\"\"", "sep=;\n", "sep=;\n;;;\n"}) {
    EXPECT_THAT(OpenCsvTable(text), StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("is empty"))) << text;
  }
}

}  // namespace
}  // namespace prognos
