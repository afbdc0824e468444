#include "forecast/interchange/postings.h"

#include "forecast/interchange/csv_reader.h"
#include "forecast/interchange/sie_reader.h"
#include "gtest/gtest.h"
#include "tests/forecast/interchange/test_files.h"
#include "tests/status_matchers.h"

namespace prognos {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

// "4010 2022-01 12345 [disjoint]" for each account and month; the error when there is one.
std::vector<std::string> Totals(const absl::StatusOr<Postings>& postings) {
  if (!postings.ok()) return {std::string(postings.status().message())};
  std::vector<std::string> totals;
  for (const AccountMonth& month : postings->months) {
    totals.push_back(absl::StrCat(month.account, " ", month.month.ToString(), " ", month.total_ore,
                                  month.disjoint ? " disjoint" : ""));
  }
  return totals;
}

std::vector<std::string> SieTotals(const std::string& lines, AmountKind kind = AmountKind::kActual) {
  const absl::StatusOr<SieLedger> ledger = ReadSie(SieFile(lines));
  if (!ledger.ok()) return {std::string(ledger.status().message())};
  return Totals(PostingsFromSie(*ledger, kind));
}

std::vector<std::string> CsvTotals(const std::string& text) {
  const absl::StatusOr<CsvLedger> ledger = ReadCsv(text);
  if (!ledger.ok()) return {std::string(ledger.status().message())};
  return Totals(PostingsFromCsv(*ledger, AmountKind::kActual));
}

TEST(PostingsTest, TheRowWithoutObjectsIsTheTotalByTheStandard) {
  EXPECT_THAT(SieTotals("#PSALDO 0 202201 4010 {} 100\n#PSALDO 0 202201 4010 {1 \"A\"} 60\n"
                        "#PSALDO 0 202201 4010 {6 \"P\"} 30\n#RES 0 4010 100\n"),
              ElementsAre("4010 2022-01 10000"));
}

TEST(PostingsTest, TheRowWithoutObjectsIsTheRestWhenOnlyAllRowsMakeTheStatedSum) {
  // 10 + 60 + 30 = 100 = #RES; the row {} alone is 10.
  EXPECT_THAT(SieTotals("#PSALDO 0 202201 4010 {} 10\n#PSALDO 0 202201 4010 {1 \"A\"} 60\n"
                        "#PSALDO 0 202202 4010 {1 \"A\" 6 \"P\"} 30\n#RES 0 4010 100\n"),
              ElementsAre("4010 2022-01 7000 disjoint", "4010 2022-02 3000 disjoint"));
}

TEST(PostingsTest, BalanceAccountsAreJudgedByTheirOpeningAndClosing) {
  // 25 - 5 = 20 = 15 + 5.
  EXPECT_THAT(
      SieTotals("#IB 0 1510 5\n#UB 0 1510 25\n#PSALDO 0 202201 1510 {} 15\n#PSALDO 0 202201 1510 {1 \"A\"} 5\n"),
      ElementsAre("1510 2022-01 2000 disjoint"));
}

TEST(PostingsTest, AnAccountWithoutStatedSumIsReadAsTheOthersOfTheFile) {
  const std::string undecided = "#PSALDO 0 202201 5010 {} 1\n#PSALDO 0 202201 5010 {1 \"A\"} 2\n";
  EXPECT_THAT(SieTotals(undecided), ElementsAre("5010 2022-01 100"));
  EXPECT_THAT(SieTotals(undecided + "#RES 0 4010 3\n#PSALDO 0 202201 4010 {} 1\n#PSALDO 0 202201 4010 {1 \"A\"} 2\n"),
              ElementsAre("4010 2022-01 300 disjoint", "5010 2022-01 300 disjoint"));
}

TEST(PostingsTest, AMonthWithObjectsOnlyHasTheTotalZeroWhenTheAccountHasTotals) {
  // A hundred moved from A to B: programs leave the total 0 out.
  EXPECT_THAT(SieTotals("#PSALDO 0 202201 4010 {} 7\n#PSALDO 0 202202 4010 {1 \"A\"} 100\n"
                        "#PSALDO 0 202202 4010 {1 \"B\"} -100\n#RES 0 4010 7\n"),
              ElementsAre("4010 2022-01 700", "4010 2022-02 0"));
}

TEST(PostingsTest, AnAccountWithoutAnyTotalTakesTheSetOfDimensionsWithTheMostMoney) {
  EXPECT_THAT(SieTotals("#PSALDO 0 202201 4010 {6 \"P\"} 30\n#PSALDO 0 202201 4010 {1 \"A\"} 60\n"
                        "#PSALDO 0 202201 4010 {1 \"B\"} 40\n"),
              ElementsAre("4010 2022-01 10000"));
}

TEST(PostingsTest, SumsOfVouchersAreTotalsAndDisjointRows) {
  EXPECT_THAT(
      SieTotals("#VER A 1 20220115\n{\n#TRANS 4010 {1 \"A\"} 60\n#TRANS 4010 {6 \"P\"} 30\n#TRANS 4010 {} 10\n}\n"),
      ElementsAre("4010 2022-01 10000 disjoint"));
}

TEST(PostingsTest, BudgetsAreKeptApart) {
  const std::string lines =
      "#PSALDO 0 202201 4010 {} 1\n#PBUDGET 0 202201 4010 {} 5\n#PBUDGET 0 202201 4010 {1 \"A\"} 5\n";
  EXPECT_THAT(SieTotals(lines), ElementsAre("4010 2022-01 100"));
  EXPECT_THAT(SieTotals(lines, AmountKind::kBudget), ElementsAre("4010 2022-01 500"));
}

TEST(PostingsTest, BalanceAccountsAreKnownByTypeElseByNumber) {
  PROGNOS_ASSERT_OK_AND_ASSIGN(
      const SieLedger ledger,
      ReadSie(
          SieFile("#KTYP 1010 K\n#KTYP 5010 S\n#RES 0 2010 1\n#PSALDO 0 202201 1010 {} 1\n#PSALDO 0 202201 5010 {} 1\n"
                  "#PSALDO 0 202201 1510 {} 1\n#PSALDO 0 202201 2010 {} 1\n#PSALDO 0 202201 FEL {} 1\n")));
  PROGNOS_ASSERT_OK_AND_ASSIGN(const Postings postings, PostingsFromSie(ledger, AmountKind::kActual));
  EXPECT_THAT(postings.balance_accounts, ElementsAre("1510", "5010"));
  EXPECT_EQ(postings.row_count, 5);
  EXPECT_EQ(postings.total_ore, 500);
}

TEST(PostingsTest, CsvRowsAreEachMoneyOfTheirOwn) {
  EXPECT_THAT(CsvTotals("konto;dimension;objekt;månad;belopp\n4010;;;2022-01;10\n4010;1;A;2022-01;60\n"),
              ElementsAre("4010 2022-01 7000 disjoint"));
}

TEST(PostingsTest, CsvRowsThatSayUtfallHaveTotalsLikeTheFileTheyWereMadeFrom) {
  EXPECT_THAT(
      CsvTotals("konto;dimension;objekt;månad;belopp;slag\n4010;;;2022-01;100;utfall\n4010;1;A;2022-01;60;utfall\n"),
      ElementsAre("4010 2022-01 10000"));
}

TEST(PostingsTest, CsvRowsOfTwoDimensionsThatAreNotJoinedAreRefused) {
  EXPECT_THAT(CsvTotals("konto;dimension;objekt;månad;belopp\n4010;1;A;2022-01;60\n4010;6;P;2022-01;60\n"),
              ElementsAre(HasSubstr("may be the same money of account 4010 in 2022-01")));
  EXPECT_THAT(CsvTotals("konto,dimension,objekt,månad,belopp\n4010,1;6,A;P,2022-01,60\n4010,1;6,A;Q,2022-01,1\n"),
              ElementsAre("4010 2022-01 6100 disjoint"));
}

}  // namespace
}  // namespace prognos
