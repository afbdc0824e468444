#include "forecast/interchange/inspection.h"

#include "forecast/interchange/csv_reader.h"
#include "forecast/interchange/sie_reader.h"
#include "gtest/gtest.h"
#include "messages/note.h"
#include "tests/forecast/interchange/test_files.h"
#include "tests/status_matchers.h"

namespace prognos {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

TEST(InspectionTest, RowsAreWrittenAsTheFileHasThemInTheOrderOfTheColumns) {
  PROGNOS_ASSERT_OK_AND_ASSIGN(const SieLedger ledger,
                               ReadSie(SieFile("#PSALDO 0 202202 4010 {} 1234.5\n"
                                               "#PSALDO 0 202201 4010 {} -0.05\n"
                                               "#PSALDO 0 202201 4010 {1 \"100\" 6 \"P,1\"} 7\n"
                                               "#PSALDO 0 202201 4010 {1 \"100\" 6 \"P,1\"} 1\n"
                                               "#PBUDGET 0 202201 4010 {} 50\n"
                                               "#PSALDO 0 202201 3010 {1 \"a \\\"b\\\"\"} -10000000000000\n")));
  PROGNOS_ASSERT_OK_AND_ASSIGN(const std::string csv, InspectionCsv(ledger));
  EXPECT_EQ(csv,
            "konto,dimension,objekt,period,slag,belopp\n"
            "3010,1,\"a \"\"b\"\"\",2022-01,utfall,-10000000000000.00\n"
            "4010,,,2022-01,utfall,-0.05\n"
            "4010,,,2022-01,budget,50.00\n"
            "4010,,,2022-02,utfall,1234.50\n"
            "4010,1;6,\"100;P,1\",2022-01,utfall,8.00\n");
}

TEST(InspectionTest, AccountRowsReadBackGiveTheSameRows) {
  PROGNOS_ASSERT_OK_AND_ASSIGN(
      const SieLedger ledger,
      ReadSie(SieFile("#PSALDO 0 202201 4010 {} 100\n#PSALDO 0 202201 4010 {1 \"100\" 6 \"P\"} 60\n"
                      "#PBUDGET 0 202201 3010 {} -5.5\n")));
  PROGNOS_ASSERT_OK_AND_ASSIGN(const std::string csv, InspectionCsv(ledger));
  PROGNOS_ASSERT_OK_AND_ASSIGN(const CsvLedger read_back, ReadCsv(csv));
  PROGNOS_ASSERT_OK_AND_ASSIGN(const std::string again, InspectionCsv(read_back));
  EXPECT_EQ(again, csv);
}

TEST(InspectionTest, ActivityRowsAreWrittenWithTheirFlows) {
  PROGNOS_ASSERT_OK_AND_ASSIGN(
      const CsvLedger ledger,
      ReadCsv("verksamhet;månad;kostnad;intäkt;hushåll\nB;2022-01;1,5;;\nA;2022-01;2;-3;12,250\n"
              "A;2022-02;;;1200\n"));
  PROGNOS_ASSERT_OK_AND_ASSIGN(const std::string csv, InspectionCsv(ledger));
  EXPECT_EQ(csv,
            "verksamhet,slag,period,belopp\n"
            "A,kostnad,2022-01,2.00\nA,intäkt,2022-01,-3.00\nA,hushall,2022-01,12.25\nA,hushall,2022-02,1200\n"
            "B,kostnad,2022-01,1.50\n");
}

TEST(InspectionTest, ASummaryOfASieFileCountsEachAmountOnce) {
  PROGNOS_ASSERT_OK_AND_ASSIGN(
      const SieLedger ledger,
      ReadSie(SieFile("#KONTO 4010 Varor\n#DIM 1 Enhet\n#OBJEKT 1 100 Nord\n#OBJEKT 1 200 Syd\n#UNDERDIM 11 Del 1\n"
                      "#RES 0 4010 100\n#RES 0 3010 -40\n#RES -1 4010 5\n"
                      "#PSALDO 0 202202 4010 {} 100\n#PSALDO 0 202202 4010 {1 100} 60\n#PSALDO 0 202203 3010 {} -30\n"
                      "#PSALDO 0 202203 1510 {} 30\n#PSALDO 0 202204 3010 {} 0\n#PBUDGET 0 202201 4010 {} 120\n")));
  PROGNOS_ASSERT_OK_AND_ASSIGN(const Inspection inspection, Inspect(ledger));
  EXPECT_EQ(inspection.format, FileFormat::kSie);
  EXPECT_EQ(inspection.actual_row_count, 5);
  EXPECT_EQ(inspection.budget_row_count, 1);
  EXPECT_EQ(inspection.first_month->ToString(), "2022-02");
  EXPECT_EQ(inspection.last_month->ToString(), "2022-03");  // The row of zero in April says nothing.
  ASSERT_EQ(inspection.years.size(), 2);
  EXPECT_EQ(inspection.years[0].label, "0");
  EXPECT_EQ(inspection.years[0].actual_ore, 10000);  // 100 - 30 + 30.
  EXPECT_EQ(inspection.years[0].result_ore, 7000);   // 100 - 30.
  EXPECT_EQ(inspection.years[0].budget_ore, 12000);
  EXPECT_EQ(inspection.years[0].checked_accounts, 2);
  EXPECT_EQ(inspection.years[0].differing_accounts, 1);  // 3010: -30 is not -40.
  EXPECT_EQ(inspection.years[1].checked_accounts, 0);    // No months to compare.
  ASSERT_EQ(inspection.dimensions.size(), 2);
  EXPECT_EQ(inspection.dimensions[0].object_count, 2);
  EXPECT_EQ(inspection.dimensions[1].parent, "1");
  ASSERT_EQ(inspection.accounts.size(), 3);
  EXPECT_TRUE(inspection.accounts[0].is_balance_account);
  EXPECT_EQ(inspection.accounts[2].name, "Varor");
  EXPECT_EQ(inspection.accounts[2].actual_ore, 10000);
}

// 4010 agrees; 4020 has no month and 3010 only one of zero, though both have a sum; 4030 has neither.
TEST(InspectionTest, AccountsWithoutMonthsAreNotComparedWithTheirStatedSumsButCounted) {
  PROGNOS_ASSERT_OK_AND_ASSIGN(const SieLedger ledger,
                               ReadSie(SieFile("#RES 0 4010 100\n#RES 0 4020 7\n#RES 0 3010 -40\n#RES 0 4030 0\n"
                                               "#PSALDO 0 202202 4010 {} 100\n#PSALDO 0 202202 3010 {} 0\n")));
  PROGNOS_ASSERT_OK_AND_ASSIGN(const Inspection inspection, Inspect(ledger));
  EXPECT_EQ(inspection.years[0].checked_accounts, 1);
  EXPECT_EQ(inspection.years[0].differing_accounts, 0);
  EXPECT_EQ(inspection.years[0].monthless_accounts, 2);
}

TEST(InspectionTest, ASummarySaysWhenRowsWithoutObjectsAreRests) {
  PROGNOS_ASSERT_OK_AND_ASSIGN(
      const SieLedger ledger,
      ReadSie(SieFile("#RES 0 4010 3\n#PSALDO 0 202201 4010 {} 1\n#PSALDO 0 202201 4010 {1 A} 2\n")));
  PROGNOS_ASSERT_OK_AND_ASSIGN(const Inspection inspection, Inspect(ledger));
  EXPECT_EQ(inspection.years[0].result_ore, 300);
  EXPECT_THAT(inspection.notes, ElementsAre(messages::note::RowsWithoutObjects()));
}

TEST(InspectionTest, ASummaryOfACsvFileHasYearsOrActivities) {
  PROGNOS_ASSERT_OK_AND_ASSIGN(
      const CsvLedger accounts,
      ReadCsv("konto;dimension;objekt;månad;belopp\n4010;1;A;2021-12;1\n4010;1;B;2022-01;2\n"));
  PROGNOS_ASSERT_OK_AND_ASSIGN(const Inspection by_account, Inspect(accounts));
  ASSERT_EQ(by_account.years.size(), 2);
  EXPECT_EQ(by_account.years[0].label, "2022");
  EXPECT_EQ(by_account.years[0].actual_ore, 200);
  EXPECT_EQ(by_account.dimensions[0].object_count, 2);

  PROGNOS_ASSERT_OK_AND_ASSIGN(const CsvLedger activities,
                               ReadCsv("verksamhet;månad;kostnad\nA;2022-03;1\nA;2022-01;2\n"));
  PROGNOS_ASSERT_OK_AND_ASSIGN(const Inspection by_activity, Inspect(activities));
  ASSERT_EQ(by_activity.activities.size(), 1);
  EXPECT_EQ(by_activity.activities[0].first_month.ToString(), "2022-01");
  EXPECT_EQ(by_activity.activities[0].last_month.ToString(), "2022-03");
  EXPECT_EQ(by_activity.activities[0].month_count, 2);
  EXPECT_EQ(by_activity.activities[0].sum, 300);
}

// Cost types stand in a column of their own, so that what is written can be read again.
TEST(InspectionTest, RowsOfCostTypesAreToldApart) {
  PROGNOS_ASSERT_OK_AND_ASSIGN(const CsvLedger ledger,
                               ReadCsv("verksamhet;kostnadsslag;månad;kostnad\nA;Personal;2022-01;1\n"
                                       "A;Lokaler;2022-01;2\nA;;2022-01;4\n"));
  PROGNOS_ASSERT_OK_AND_ASSIGN(const Inspection inspection, Inspect(ledger));
  ASSERT_EQ(inspection.activities.size(), 3u);
  EXPECT_EQ(inspection.activities[1].cost_type, "Lokaler");
  EXPECT_EQ(inspection.activities[1].sum, 200);
  PROGNOS_ASSERT_OK_AND_ASSIGN(const std::string csv, InspectionCsv(ledger));
  PROGNOS_ASSERT_OK_AND_ASSIGN(const CsvLedger again, ReadCsv(csv));
  ASSERT_EQ(again.activities.size(), 3u);
  EXPECT_EQ(again.activities[2].cost_type, "Personal");
  EXPECT_EQ(again.activities[2].value, 100);
}

}  // namespace
}  // namespace prognos
