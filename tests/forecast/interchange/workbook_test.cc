#include "forecast/interchange/workbook.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "forecast/base/faults.h"
#include "forecast/documents/xlsx.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/forecast/interchange/workbook_files.h"
#include "tests/status_matchers.h"

namespace prognos {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

Workbook::Limits FewCells() {
  Workbook::Limits limits;
  limits.cells = 100'000;
  return limits;
}

// The texts of the first sheet's rows, each with its line.
absl::StatusOr<std::vector<std::string>> RowsIn(const std::string& bytes) {
  const absl::StatusOr<Workbook> workbook = Workbook::Open(bytes, FewCells());
  if (!workbook.ok()) return workbook.status();
  const absl::StatusOr<std::vector<Record>> records = workbook->ReadSheet(0);
  if (!records.ok()) return records.status();
  std::vector<std::string> rows;
  for (const Record& record : *records) {
    std::string row = absl::StrCat(record.line, ":");
    for (const RecordCell& cell : record.cells) absl::StrAppend(&row, " ", cell.text.empty() ? "-" : cell.text);
    rows.push_back(row);
  }
  return rows;
}

std::vector<std::string> MustHaveRows(const std::string& bytes) {
  const absl::StatusOr<std::vector<std::string>> rows = RowsIn(bytes);
  EXPECT_THAT(rows, IsOk());
  return rows.value_or(std::vector<std::string>());
}

void ExpectRefused(const std::string& bytes, const std::string& rule) {
  const absl::StatusOr<std::vector<std::string>> rows = RowsIn(bytes);
  EXPECT_THAT(rows, StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(rule)));
  EXPECT_EQ(FaultsFromStatus(rows.status()).size(), 1u);
}

TEST(WorkbookTest, ACellIsNamedAsInASpreadsheet) {
  EXPECT_EQ(ColumnLetters(0), "A");
  EXPECT_EQ(ColumnLetters(25), "Z");
  EXPECT_EQ(ColumnLetters(26), "AA");
  EXPECT_EQ(ColumnLetters(701), "ZZ");
  EXPECT_EQ(ColumnLetters(702), "AAA");
  EXPECT_EQ(CellName("Utfall", 17, 5), "Utfall!F17");
  EXPECT_EQ(CellName("Utfall 2022", 1, 0), "'Utfall 2022'!A1");
  EXPECT_EQ(CellName("Bo's", 1, 0), "'Bo''s'!A1");
  EXPECT_EQ(RowName("Utfall", 17), "Utfall!17:17");
}

TEST(WorkbookTest, CellsKeepTheirPlacesBetweenEmptyOnes) {
  const std::string rows = RowXml(3, {"verksamhet", "", "belopp"}) + RowXml(7, {"", "", "#12.5"});
  EXPECT_THAT(MustHaveRows(XlsxOf({{"Blad", rows}})), ElementsAre("3: verksamhet - belopp", "7: - - 12.5"));
}

TEST(WorkbookTest, TextsCanBeSharedInRunsInlineOrOfAFormula) {
  std::vector<ArchivePart> parts = XlsxPartsOf(
      {{"Blad", RowXml(1, {"< t=\"s\"><v>0</v></c>", "inne", "< t=\"str\"><f>A1</f><v>av formel</v></c>"})}});
  parts.push_back({"xl/sharedStrings.xml",
                   "<sst xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><si><r><t>de</t></r>"
                   "<r><t>lad</t></r><rPh><t>uttal</t></rPh></si></sst>"});
  for (ArchivePart& part : parts) {
    if (part.first != "xl/_rels/workbook.xml.rels") continue;
    part.second = absl::StrReplaceAll(
        part.second, {{"</Relationships>",
                       "<Relationship Id=\"ss\" Type=\"http://x/sharedStrings\" Target=\"/xl/sharedStrings.xml\"/>"
                       "</Relationships>"}});
  }
  EXPECT_THAT(MustHaveRows(ZipOf(parts)), ElementsAre("1: delad inne av formel"));
}

// Excel counts 29 February 1900, which never was: 44621 is 1 March 2022.
TEST(WorkbookTest, ADayIsADayByItsFormatAlone) {
  const std::string row = RowXml(1, {"< s=\"1\"><v>44621</v></c>", "#44621", "< s=\"2\"><v>0.25</v></c>",
                                     "< s=\"3\"><v>1500000</v></c>", "< t=\"d\"><v>2022-03-01</v></c>"});
  EXPECT_THAT(MustHaveRows(XlsxOf({{"Blad", row}})), ElementsAre("1: 2022-03-01 44621 25 % 1500000 kr 2022-03-01"));
}

TEST(WorkbookTest, OfMergedCellsTheTextGoesDownAndANumberStandsOnce) {
  const std::string rows = RowXml(1, {"Barn", "#5"}) + RowXml(2, {"", "", "x"}) + RowXml(3, {"", "", "y"});
  const std::string merged = "<mergeCells><mergeCell ref=\"A1:A3\"/><mergeCell ref=\"B1:B3\"/></mergeCells>";
  EXPECT_THAT(MustHaveRows(XlsxOf({{"Blad", rows, merged}})), ElementsAre("1: Barn 5", "2: Barn - x", "3: Barn - y"));
}

TEST(WorkbookTest, OfAnOdsRepeatedCellsAndRowsCount) {
  const std::string table =
      "<t:table t:name=\"Blad1\"><t:table-row><t:table-cell o:value-type=\"string\"><x:p>namn</x:p></t:table-cell>"
      "<t:table-cell t:number-columns-repeated=\"2\" o:value-type=\"float\" o:value=\"1.5\"><x:p>1,5</x:p>"
      "</t:table-cell></t:table-row>"
      "<t:table-row t:number-rows-repeated=\"1048000\"><t:table-cell t:number-columns-repeated=\"1024\"/></t:table-row>"
      "<t:table-row t:number-rows-repeated=\"2\"><t:table-cell o:value-type=\"date\" o:date-value=\"2022-03-01\">"
      "<x:p>mars</x:p></t:table-cell></t:table-row></t:table>";
  EXPECT_THAT(MustHaveRows(OdsOf(table)), ElementsAre("1: namn 1.5 1.5", "1048002: 2022-03-01", "1048003: 2022-03-01"));
}

TEST(WorkbookTest, WhatIsNoWorkbookIsToldAsSuch) {
  ExpectRefused("PK\x03\x04", "cut off or damaged");
  ExpectRefused(ZipOf({{"a.txt", "hej"}}), "no workbook");
  ExpectRefused(ZipOf({{"content.xml", "<html/>"}}), "no workbook");
  ExpectRefused(std::string("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8) + "allt", "password");
  EXPECT_FALSE(LooksLikeWorkbook("konto;belopp"));
  EXPECT_FALSE(LooksLikeWorkbook(""));
}

TEST(WorkbookTest, AnEncryptedOneAsksForOneWithoutPassword) {
  ExpectRefused(ZipOf(XlsxPartsOf({{"Blad", RowXml(1, {"a"})}}), "hemligt"), "password");
}

// Every cut of a good workbook is a refusal or fewer rows, never a crash.
TEST(WorkbookTest, ACutWorkbookIsRefused) {
  const std::string whole = XlsxOf({{"Blad", RowXml(1, {"a", "#1"})}});
  for (size_t size = 0; size < whole.size(); size += 7) {
    const std::string cut = whole.substr(0, size);
    if (!LooksLikeWorkbook(cut)) continue;
    EXPECT_THAT(RowsIn(cut), StatusIs(absl::StatusCode::kInvalidArgument)) << size;
  }
}

TEST(WorkbookTest, ADamagedByteNeverCrashes) {
  const std::string whole = XlsxOf({{"Blad", RowXml(1, {"a", "#1"})}});
  for (size_t at = 4; at < whole.size(); ++at) {
    std::string damaged = whole;
    damaged[at] = static_cast<char>(damaged[at] ^ 0x55);
    const absl::StatusOr<std::vector<std::string>> rows = RowsIn(damaged);
    EXPECT_TRUE(rows.ok() || rows.status().code() == absl::StatusCode::kInvalidArgument) << at << rows.status();
  }
}

TEST(WorkbookTest, EntitiesOfItsOwnAreRefusedBeforeTheyGrow) {
  std::string laughs = "<!DOCTYPE w [<!ENTITY a0 \"ha\">";
  for (int i = 1; i <= 30; ++i) {
    absl::StrAppend(&laughs, "<!ENTITY a", i, " \"&a", i - 1, ";&a", i - 1, ";\">");
  }
  std::vector<ArchivePart> parts = XlsxPartsOf({{"Blad", ""}});
  parts[0].second = absl::StrCat(laughs, "]>", "<worksheet><sheetData><row r=\"1\"><c t=\"inlineStr\"><is><t>&a30;</t>",
                                 "</is></c></row></sheetData></worksheet>");
  ExpectRefused(ZipOf(parts), "cut off or damaged");
}

TEST(WorkbookTest, DeepNestingIsRefused) {
  std::string deep;
  for (int i = 0; i < 100'000; ++i) deep += "<a>";
  ExpectRefused(XlsxOf({{"Blad", deep}}), "cut off or damaged");
}

// 600 MiB of nothing pack to less than one.
TEST(WorkbookTest, AnArchiveThatUnpacksToTooMuchIsRefusedByWhatItSays) {
  const std::string bomb = ZipOf(XlsxPartsOf({{"Blad", RowXml(1, {"a"})}}), "", {6, std::size_t{100} << 20});
  EXPECT_LT(bomb.size(), std::size_t{1} << 20);
  ExpectRefused(bomb, "unpacks to more than");
}

TEST(WorkbookTest, MoreCellsThanTheLimitAreRefusedAtTheCell) {
  std::string rows;
  for (int line = 1; line <= 10'001; ++line) {
    absl::StrAppend(&rows, "<row r=\"", line, "\"><c r=\"J", line, "\"><v>1</v></c></row>");
  }
  ExpectRefused(XlsxOf({{"Blad", rows}}), "Blad!J10001");
}

TEST(WorkbookTest, ManyRepeatedCellsOfAnOdsAreRefusedAndCostNoMemoryFirst) {
  ExpectRefused(
      OdsOf("<t:table t:name=\"B\"><t:table-row t:number-rows-repeated=\"1000000\"><t:table-cell "
            "t:number-columns-repeated=\"1000\" o:value-type=\"float\" o:value=\"1\"/></t:table-row></t:table>"),
      "cells");
}

TEST(WorkbookTest, ACellFarToTheRightIsRefused) {
  ExpectRefused(XlsxOf({{"Blad", "<row r=\"1\"><c r=\"XFD1\"><v>1</v></c></row>"}}), "Blad!XFD1");
}

TEST(WorkbookTest, ASheetWithoutCellsHasNoRows) { EXPECT_THAT(MustHaveRows(XlsxOf({{"Blad", ""}})), IsEmpty()); }

TEST(WorkbookTest, WhatTheWriterOfDocumentsWritesIsRead) {
  documents::Table table;
  table.columns = {{"activity", {"Verksamhet"}},
                   {"month", {"Månad"}, documents::ColumnKind::kMonth},
                   {"amount", {"Belopp"}, documents::ColumnKind::kAmount, false, "tkr"}};
  table.rows = {
      {{{"Barn & \"unga\""}, {Month::January(2022) + 2}, {documents::RoundedAmount(123'456'789, documents::Tkr())}}}};
  documents::XlsxBook book;
  book.sheets.push_back({"Utfall", {{table}}});
  const absl::StatusOr<std::string> bytes = documents::RenderXlsx(book, {});
  ASSERT_THAT(bytes, IsOk());
  // The format shows tkr; the cell holds kronor, and says so.
  EXPECT_THAT(MustHaveRows(*bytes),
              ElementsAre("1: Verksamhet Månad Belopp, tkr", "2: Barn & \"unga\" 2022-03-01 1234567.89 kr"));
}

}  // namespace
}  // namespace prognos
