#include "forecast/service/budget_table.h"

#include "absl/strings/str_cat.h"
#include "forecast/base/faults.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/message_texts.h"
#include "tests/status_matchers.h"

namespace prognos::service {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

// Vuxen and Barn, each with "Externa placeringar" below.
ledger::ActivityTree Tree() {
  const auto tree = ledger::ActivityTree::Build({{"vuxen", "", "Vuxen"},
                                                 {"vuxen-externa", "vuxen", "Externa placeringar"},
                                                 {"barn", "", "Barn"},
                                                 {"barn-externa", "barn", "Externa placeringar"}});
  EXPECT_TRUE(tree.ok()) << tree.status();
  return *tree;
}

absl::StatusOr<BudgetTable> ReadBudget(absl::string_view bytes) {
  return ReadBudgetTable(bytes, "o", Tree(), CostTypeLookup(std::vector<NamedCostType>{{"personal", "Personal"}}),
                         2025);
}

// "line 2: slag: "utgift" is neither ..." for each fault.
std::vector<std::string> FaultsOfBudget(absl::string_view bytes) {
  std::vector<std::string> lines;
  for (const Fault& fault : FaultsFromStatus(ReadBudget(bytes).status())) lines.push_back(fault.ToString());
  return lines;
}

TEST(BudgetTableTest, EachRowIsALineWithItsPhasing) {
  PROGNOS_ASSERT_OK_AND_ASSIGN(const BudgetTable table, ReadBudget("verksamhet;slag;belopp;periodisering\n"
                                                                   "vuxen;kostnad;1 200 000,50;jamn\n"
                                                                   "vuxen;intäkt;400000;förra-året\n"));
  ASSERT_THAT(table.lines, SizeIs(2));
  EXPECT_EQ(table.lines[0].series(), "organizations/o/series/vuxen.cost");
  EXPECT_EQ(table.lines[0].amount_ore(), 120000050);
  EXPECT_EQ(table.lines[0].phasing(), v1::PHASING_EVEN);
  EXPECT_EQ(table.lines[1].series(), "organizations/o/series/vuxen.revenue");
  EXPECT_EQ(table.lines[1].phasing(), v1::PHASING_LAST_YEAR);
  EXPECT_THAT(table.line_numbers, ElementsAre(2, 3));
  EXPECT_THAT(table.notes, IsEmpty());
}

TEST(BudgetTableTest, TwelveMonthsAreReadAsTheyStand) {
  PROGNOS_ASSERT_OK_AND_ASSIGN(
      const BudgetTable table,
      ReadBudget("verksamhet;slag;belopp;periodisering;jan;feb;mar;apr;maj;jun;jul;aug;sep;okt;nov;dec\n"
                 "vuxen;kostnad;78;manader;1;2;3;4;5;6;7;8;9;10;11;12\n"
                 "barn;kostnad;;;1;1;1;1;1;1;1;1;1;1;1;1\n"));
  EXPECT_EQ(table.lines[0].phasing(), v1::PHASING_MONTHLY_AMOUNTS);
  EXPECT_EQ(table.lines[0].amount_ore(), 7800);
  EXPECT_THAT(table.lines[0].monthly_amounts_ore(),
              ElementsAre(100, 200, 300, 400, 500, 600, 700, 800, 900, 1000, 1100, 1200));
  // Filled months say themselves how the amount falls; the year is their sum.
  EXPECT_EQ(table.lines[1].phasing(), v1::PHASING_MONTHLY_AMOUNTS);
  EXPECT_EQ(table.lines[1].amount_ore(), 0);
}

// A budget by month as it comes out of Excel: months with their year, no column for the year's amount.
TEST(BudgetTableTest, MonthsMaySayTheirYearAndStandAlone) {
  const std::string head =
      "verksamhet;slag;jan-25;feb-25;mar-25;apr-25;maj-25;jun-25;jul-25;aug-25;sep-25;okt-25;nov-25;";
  PROGNOS_ASSERT_OK_AND_ASSIGN(const BudgetTable table,
                               ReadBudget(head + "dec-25;Summa\nvuxen;kostnad;1;2;3;4;5;6;7;8;9;10;11;12;78\n"));
  EXPECT_EQ(table.lines[0].phasing(), v1::PHASING_MONTHLY_AMOUNTS);
  EXPECT_THAT(table.lines[0].monthly_amounts_ore(),
              ElementsAre(100, 200, 300, 400, 500, 600, 700, 800, 900, 1000, 1100, 1200));
  EXPECT_THAT(FaultsOfBudget(head + "dec-24\nvuxen;kostnad;1;2;3;4;5;6;7;8;9;10;11;12\n"),
              testing::Contains("line 1: \"dec-24\" is not in the year 2025"));
  EXPECT_THAT(FaultsOfBudget(head + "dec;dec-25\nvuxen;kostnad;1;2;3;4;5;6;7;8;9;10;11;12;13\n"),
              ElementsAre("line 1: \"dec-25\" means the same as the column \"dec\""));
}

// The rows of sums were skipped without a look: a budget that its own sum contradicts was stored in silence.
TEST(BudgetTableTest, ARowOfSumsThatDiffersIsToldWithBothAmounts) {
  const std::string file =
      "verksamhet;slag;belopp\nBarn;kostnad;100\nSumma Barn;;100\nvuxen;kostnad;50\nvuxen;intäkt;20\n";
  PROGNOS_ASSERT_OK_AND_ASSIGN(const BudgetTable right, ReadBudget(file + "Summa Vuxen;;70\nNetto;;130\n"));
  EXPECT_THAT(EnglishOf(right.notes), ElementsAre("line 3: the row of sums \"Summa Barn\" is left out",
                                                  "line 6: the row of sums \"Summa Vuxen\" is left out",
                                                  "line 7: the row of sums \"Netto\" is left out"));
  PROGNOS_ASSERT_OK_AND_ASSIGN(const BudgetTable wrong, ReadBudget(file + "Totalt;;171\n"));
  EXPECT_THAT(EnglishOf(wrong.notes),
              testing::Contains("line 6: \"Totalt\" states SEK\u00a0171.00 in \"belopp\", but its parts make "
                                "SEK\u00a0170.00"));
}

TEST(BudgetTableTest, EveryFaultIsToldAtItsLine) {
  EXPECT_THAT(FaultsOfBudget("verksamhet;slag;belopp;periodisering\nvuxen;utgift;100;jamn\n;kostnad;hundra;ojamn\n"),
              ElementsAre("line 2: slag: \"utgift\" is neither kostnad nor intakt", "line 3: verksamhet: is required",
                          "line 3: periodisering: \"ojamn\" is not jamn, forra-aret or manader",
                          HasSubstr("line 3: belopp: \"hundra\" is not a number")));
}

TEST(BudgetTableTest, ActivitiesAreFoundByNameAndByPath) {
  PROGNOS_ASSERT_OK_AND_ASSIGN(
      const BudgetTable table,
      ReadBudget("verksamhet;slag;belopp\nVUXEN;kostnad;1\nBarn > Externa placeringar;kostnad;2\n"));
  EXPECT_EQ(table.lines[0].series(), "organizations/o/series/vuxen.cost");
  EXPECT_EQ(table.lines[1].series(), "organizations/o/series/barn-externa.cost");
  EXPECT_THAT(FaultsOfBudget("verksamhet;slag;belopp\nExterna placeringar;kostnad;1\nOkänd;kostnad;2\n"),
              ElementsAre(AllOf(HasSubstr("line 2: verksamhet"), HasSubstr("vuxen-externa"), HasSubstr("barn-externa")),
                          HasSubstr("line 3: verksamhet: \"Okänd\" is not an activity of the organization")));
}

TEST(BudgetTableTest, ATableWithoutRowsIsRefused) {
  EXPECT_THAT(FaultsOfBudget(""), ElementsAre("file: is empty"));
  EXPECT_THAT(FaultsOfBudget("verksamhet;slag;belopp\n"), ElementsAre("file: has no rows"));
  EXPECT_THAT(FaultsOfBudget("verksamhet;slag\nvuxen;kostnad\n"),
              ElementsAre("line 1: belopp: the column is required"));
}

// Case ekonom-01: what importera read, budget satt refused.
TEST(BudgetTableTest, ATitleABlankRowAndARowOfSumsAreNoBudget) {
  PROGNOS_ASSERT_OK_AND_ASSIGN(const BudgetTable table,
                               ReadBudget("Budget 2025;;;\n;;;\nVerksamhet;Slag;Belopp;Periodisering\n"
                                          "Barn;Kostnad;28 900\u00A0000;jämn\nBarn;Intäkt;700\u00A0000;förra året\n"
                                          "Vuxen;Kostnad;15 400\u00A0000;jämn\nSumma;;45 000\u00A0000;\n"));
  ASSERT_THAT(table.lines, SizeIs(3));
  EXPECT_EQ(table.lines[0].amount_ore(), 2'890'000'000);
  EXPECT_EQ(table.lines[1].phasing(), v1::PHASING_LAST_YEAR);
  EXPECT_EQ(table.lines[2].amount_ore(), 1'540'000'000);
  EXPECT_THAT(EnglishOf(table.notes), ElementsAre("line 7: the row of sums \"Summa\" is left out"));
}

TEST(BudgetTableTest, ABudgetInThousandsIsReadAsKronorAndSaidSo) {
  // Said by a title, a header or a cell.
  for (const auto& [bytes, line] : {std::pair("Budget 2025 (tkr)\nVerksamhet;Slag;Budget\nBarn;Kostnad;28 900\n", 1),
                                    std::pair("Verksamhet;Slag;Budget (tkr)\nBarn;Kostnad;28 900\n", 1),
                                    std::pair("Verksamhet;Slag;Budget\nBarn;Kostnad;28 900 tkr\n", 2)}) {
    PROGNOS_ASSERT_OK_AND_ASSIGN(const BudgetTable table, ReadBudget(bytes));
    EXPECT_EQ(table.lines[0].amount_ore(), 2'890'000'000) << bytes;
    EXPECT_THAT(EnglishOf(table.notes),
                ElementsAre(HasSubstr(absl::StrCat("the amounts are in tkr (line ", line, ")"))))
        << bytes;
  }
}

TEST(BudgetTableTest, MonthsBesideTheirYearAreTheSameMoney) {
  PROGNOS_ASSERT_OK_AND_ASSIGN(
      const BudgetTable table,
      ReadBudget("Budget i tkr\nVerksamhet;Slag;Belopp;Jan;Feb;Mar;Apr;Maj;Jun;Jul;Aug;Sep;Okt;Nov;Dec\n"
                 "Barn;Kostnad;12;1;1;1;1;1;1;1;1;1;1;1;1\n"));
  EXPECT_THAT(EnglishOf(table.notes), ElementsAre(HasSubstr("all together as SEK\u00a012,000.00")));
}

}  // namespace
}  // namespace prognos::service
