#include "forecast/interchange/table_file.h"

#include "absl/strings/str_cat.h"
#include "forecast/base/faults.h"
#include "forecast/interchange/csv_reader.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "messages/value.h"
#include "tests/forecast/interchange/workbook_files.h"
#include "tests/status_matchers.h"

namespace prognos {
namespace {

using ::testing::HasSubstr;

// verksamhet; månad; kostnad; intäkt below two rows of titles, as people leave them.
std::string Outcomes(const std::string& month, const std::string& cost) {
  return RowXml(1, {"Exempelby"}) + RowXml(4, {"Verksamhet", "Månad", "Kostnad", "Intäkt"}) +
         RowXml(6, {"Vuxen", month, cost, "#1000"}) + RowXml(9, {"Summa", "", cost, "#1000"});
}

std::string PlaceOfFault(const absl::Status& status) {
  const std::vector<Fault> faults = FaultsFromStatus(status);
  return faults.size() == 1 ? faults[0].place : absl::StrCat(faults.size(), " faults: ", status.ToString());
}

TEST(TableFileTest, AWorkbookIsReadByTheRulesOfCsv) {
  const std::string day = "< s=\"1\"><v>44621</v></c>";
  PROGNOS_ASSERT_OK_AND_ASSIGN(const CsvLedger ledger, ReadCsv(XlsxOf({{"Utfall", Outcomes(day, "#1234.5")}})));
  ASSERT_EQ(ledger.activities.size(), 2u);  // The sum is left out.
  EXPECT_EQ(ledger.activities[0].activity, "Vuxen");
  EXPECT_EQ(ledger.activities[0].month, Month::January(2022) + 2);
  EXPECT_EQ(ledger.activities[0].value, 123'450);
  EXPECT_EQ(ledger.activities[0].line, 6);
  EXPECT_EQ(ledger.activities[1].value, 100'000);
}

TEST(TableFileTest, AFaultIsToldAtItsCell) {
  const std::string bytes = XlsxOf({{"Utfall", Outcomes("2022-13", "#1")}});
  const absl::Status status = ReadCsv(bytes).status();
  EXPECT_EQ(PlaceOfFault(AtCells(status, {bytes}, TableKind::kActuals)), "Utfall!B6") << status;
}

TEST(TableFileTest, WhereNoColumnIsCalledSoTheRowIsTold) {
  const std::string bytes = XlsxOf({{"Utfall 2022", Outcomes("2022-03", "#1")}});
  const absl::Status status = FaultStatus(absl::StatusCode::kInvalidArgument, "line 6: cost_type",
                                          FaultReason::kUnknown, "personal", messages::value::IsRequired());
  EXPECT_EQ(PlaceOfFault(AtCells(status, {bytes}, TableKind::kActuals)), "'Utfall 2022'!6:6");
  EXPECT_EQ(PlaceOfFault(AtCells(status, {"a;b\n1;2\n"}, TableKind::kActuals)), "line 6: cost_type");
}

TEST(TableFileTest, AnErrorOrAFormulaWithoutValueIsRefusedWhereItIsRead) {
  const std::string error = "< t=\"e\"><f>1/0</f><v>#DIV/0!</v></c>";
  const std::string unsaved = "<><f>B1+1</f></c>";
  for (const std::string& cell : {error, unsaved}) {
    const absl::Status status = ReadCsv(XlsxOf({{"Utfall", Outcomes("2022-03", cell)}})).status();
    const std::vector<Fault> faults = FaultsFromStatus(status);
    ASSERT_FALSE(faults.empty());
    EXPECT_EQ(faults[0].place, "Utfall!C6") << status;
  }
}

TEST(TableFileTest, AnErrorBesideTheTableCountsAsBlank) {
  const std::string rows = RowXml(1, {"Verksamhet", "Månad", "Kostnad", ""}) +
                           RowXml(2, {"Vuxen", "2022-03", "#1", "< t=\"e\"><v>#REF!</v></c>"});
  EXPECT_THAT(ReadCsv(XlsxOf({{"Utfall", rows}})), IsOk());
}

TEST(TableFileTest, TheSheetWithTheMostKnownColumnsIsReadUnlessOneIsNamed) {
  const SheetXml readme{"Läs mig", RowXml(1, {"Så här gör ni"})};
  const SheetXml hidden{"Gömt", Outcomes("2022-01", "#9"), "", "state=\"hidden\""};
  const SheetXml first{"Utfall 2022", Outcomes("2022-01", "#1")};
  const SheetXml second{"Utfall 2021", Outcomes("2021-01", "#2")};
  const std::string bytes = XlsxOf({readme, hidden, first, second});
  PROGNOS_ASSERT_OK_AND_ASSIGN(const OpenedTable opened, OpenTableFile({bytes}, TableKind::kActuals));
  EXPECT_EQ(opened.sheet, "Utfall 2022");
  EXPECT_EQ(opened.format, FileFormat::kXlsx);
  ASSERT_EQ(opened.notes.size(), 1u);
  EXPECT_THAT(opened.notes[0].English(), HasSubstr("\"Utfall 2021\""));
  PROGNOS_ASSERT_OK_AND_ASSIGN(const OpenedTable named, OpenTableFile({bytes, "utfall 2021"}, TableKind::kActuals));
  EXPECT_EQ(named.sheet, "Utfall 2021");
  EXPECT_THAT(OpenTableFile({bytes, "Utfall 2020"}, TableKind::kActuals),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("Läs mig, Gömt, Utfall 2022, Utfall 2021")));
}

TEST(TableFileTest, ATextHasNoSheets) {
  EXPECT_THAT(OpenTableFile({"verksamhet;månad;kostnad\nVuxen;2022-01;1\n", "Blad1"}, TableKind::kActuals),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("sheet")));
}

}  // namespace
}  // namespace prognos
