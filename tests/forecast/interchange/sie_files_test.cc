// Files of real accounting programs, read from the public data folder. Expected figures come from the files' own yearly
// sums (#RES, #IB, #UB) and from a program in another language that sums #PSALDO, #PBUDGET and #TRANS on its own.
#include <algorithm>
#include <map>

#include "forecast/interchange/file_format.h"
#include "forecast/interchange/inspection.h"
#include "forecast/interchange/posting_application.h"
#include "forecast/interchange/sie_reader.h"
#include "gtest/gtest.h"
#include "tests/forecast/interchange/test_files.h"
#include "tests/status_matchers.h"

namespace prognos {
namespace {

struct KnownFile {
  const char* name;
  int type;
  TextEncoding encoding;
  const char* text;        // A name of an account, dimension, object or company with Swedish letters.
  int row_count;           // Distinct (account, objects, month, kind).
  int64_t result_ore;      // Sum of #RES of year 0 (of the months, where the file contradicts itself).
  int64_t last_year_ore;   // As months give it; 0 when the file has no months of year -1.
  int64_t budget_ore;      // Totals of #PBUDGET of all years.
  int differing_accounts;  // Accounts whose months do not add up to #RES of year 0.
  int monthless_accounts;  // Accounts with #RES of year 0 but no months.
};

constexpr KnownFile kFiles[] = {
    {"BL0001_typ2.SE", 2, TextEncoding::kCp437, "Ackumulerade avskrivningar på övriga imm", 121, -21258347, 0,
     -60000000, 0, 0},
    {"BL0001_typ3.SE", 3, TextEncoding::kCp437, "Kostnadsställe", 140, -21258347, 0, -60000000, 0, 0},
    {"BL0001_typ4.SE", 4, TextEncoding::kCp437, "Kostnadsbärare", 156, -21258347, 0, -60000000, 0, 0},
    {"MAMUT_SIE3_EXPORT.SE", 3, TextEncoding::kCp437, "Försäljningsavdelning", 262, -1021964790, 0, 0, 0, 0},
    // The file was damaged before it came here: its å, ä, ö are U+FFFD, in good UTF-8.
    {"SIE4_Exempelfil_med_underdim.SE", 4, TextEncoding::kUtf8, "\uFFFDvningsbolaget AB", 865, -107434411, 0, 0, 0, 0},
    // #RES sums to -1586291.28; the account FEL (3914.40) has a row with an object and no #RES.
    {"Sie3.se", 3, TextEncoding::kCp437, "Demoföretaget AB", 58, -158629128 + 391440, 0, -2000000, 0, 0},
    {"Test3.SE", 3, TextEncoding::kCp437, "Testföretaget", 601, -57821511, 2037000, 28660000, 0, 0},
    // Months of one account only (-5163.30), though 15 accounts have #RES: the program left them out of #PSALDO.
    {"XE_SIE_3_20151125094952.SE", 3, TextEncoding::kCp437, "Kostnadställe", 4478, -516330, 0, 0, 1, 14},
    // The months of year -1's budget are those of year 0: equal keys in the list of rows, apart in the years.
    {"objektsaldo_ovnbolag.se", 3, TextEncoding::kCp437, "Övningsbolaget AB (Ekonomi 60)", 1599, -27779846, -115167815,
     -160000000, 0, 0},
    {"periodsaldo_ovnbolag.se", 2, TextEncoding::kCp437, "Övningsbolaget AB (Ekonomi 60)", 1329, -27779846, -115167815,
     -160000000, 0, 0},
};

bool HasName(const SieLedger& ledger, const std::string& text) {
  if (ledger.company == text) return true;
  for (const auto& [number, name] : ledger.accounts) {
    if (name == text) return true;
  }
  for (const auto& [number, dimension] : ledger.dimensions) {
    if (dimension.name == text) return true;
  }
  for (const auto& [key, name] : ledger.objects) {
    if (name == text) return true;
  }
  return false;
}

class SieFilesTest : public testing::TestWithParam<KnownFile> {};

TEST_P(SieFilesTest, IsReadWithTheSumsThatTheFileStates) {
  const KnownFile& known = GetParam();
  PROGNOS_PUBLIC_FILE(bytes, absl::StrCat("sie/", known.name));
  EXPECT_EQ(DetectFileFormat(bytes), FileFormat::kSie);
  PROGNOS_ASSERT_OK_AND_ASSIGN(const SieLedger ledger, ReadSie(bytes));
  EXPECT_EQ(ledger.type, known.type);
  EXPECT_EQ(ledger.encoding, known.encoding);
  EXPECT_TRUE(HasName(ledger, known.text)) << known.text;
  PROGNOS_ASSERT_OK_AND_ASSIGN(const std::string csv, InspectionCsv(ledger));
  EXPECT_EQ(std::count(csv.begin(), csv.end(), '\n'), 1 + known.row_count);
  PROGNOS_ASSERT_OK_AND_ASSIGN(const Inspection inspection, Inspect(ledger));
  int64_t budget_ore = 0;
  for (const InspectedYear& year : inspection.years) budget_ore += year.budget_ore;
  EXPECT_EQ(budget_ore, known.budget_ore);
  EXPECT_EQ(inspection.years[0].result_ore, known.result_ore);
  EXPECT_EQ(inspection.years[0].differing_accounts, known.differing_accounts);
  EXPECT_EQ(inspection.years[0].monthless_accounts, known.monthless_accounts);
  if (inspection.years.size() > 1) {
    EXPECT_EQ(inspection.years[1].result_ore, known.last_year_ore);
    EXPECT_EQ(inspection.years[1].differing_accounts, 0);
  }
}

// Balance accounts too: their months are what #UB is more than #IB.
TEST_P(SieFilesTest, MonthsOfBalanceAccountsAddUpToTheChangeOfTheirBalance) {
  const KnownFile& known = GetParam();
  PROGNOS_PUBLIC_FILE(bytes, absl::StrCat("sie/", known.name));
  PROGNOS_ASSERT_OK_AND_ASSIGN(const SieLedger ledger, ReadSie(bytes));
  PROGNOS_ASSERT_OK_AND_ASSIGN(const Postings postings, PostingsFromSie(ledger, AmountKind::kActual));
  std::map<std::string, int64_t> sums;
  for (const AccountMonth& month : postings.months) {
    if (month.year_number == 0) sums[month.account] += month.total_ore;
  }
  int differing = 0;
  for (const auto& [key, change_ore] : ledger.balance_changes_ore) {
    if (key.first == 0) differing += sums[key.second] != change_ore;
  }
  // The file without months for its result accounts has none for its 37 changed balances either.
  EXPECT_EQ(differing, known.monthless_accounts == 0 ? 0 : 37);
}

// One rule for all four-digit accounts of costs and revenues takes the result, whatever objects the file has.
TEST_P(SieFilesTest, MappedAndUnmatchedMakeTheTotals) {
  PROGNOS_PUBLIC_FILE(bytes, absl::StrCat("sie/", GetParam().name));
  PROGNOS_ASSERT_OK_AND_ASSIGN(const SieLedger ledger, ReadSie(bytes));
  PROGNOS_ASSERT_OK_AND_ASSIGN(const Postings postings, PostingsFromSie(ledger, AmountKind::kActual));
  const std::vector<PostingRule> rule_sets[] = {
      {},
      {{"3000", "3999", "", "", "A", Flow::kRevenue}, {"4000", "8999", "", "", "A", Flow::kCost}},
      {{"3000", "8999", "1", "*", "A", Flow::kCost}, {"4000", "6999", "", "", "B", Flow::kCost}}};
  for (const std::vector<PostingRule>& rules : rule_sets) {
    const auto mapped = ApplyPostingRules(rules, postings);
    if (!mapped.ok()) continue;  // Rows of {1} and {1, 6} that cannot be told apart: refused by account.
    int64_t sum = mapped->balance_sum_ore;
    for (const UnmatchedPosting& one : mapped->unmatched) sum += one.sum_ore;
    for (const auto& [target, amounts] : mapped->amounts_ore) {
      for (const auto& [month, ore] : amounts) sum += SignInNet(target.flow) * ore;
    }
    EXPECT_EQ(sum, postings.total_ore);
  }
}

INSTANTIATE_TEST_SUITE_P(Public, SieFilesTest, testing::ValuesIn(kFiles),
                         [](const testing::TestParamInfo<KnownFile>& file) {
                           std::string name;
                           for (const char c : std::string(file.param.name)) name += std::isalnum(c) != 0 ? c : '_';
                           return name;
                         });

using FileTotals = std::map<std::pair<std::string, Month>, int64_t>;

FileTotals TotalsOf(const std::string& bytes) {
  FileTotals totals;
  const absl::StatusOr<SieLedger> ledger = ReadSie(bytes);
  EXPECT_THAT(ledger, IsOk());
  if (!ledger.ok()) return totals;
  const absl::StatusOr<Postings> postings = PostingsFromSie(*ledger, AmountKind::kActual);
  EXPECT_THAT(postings, IsOk());
  if (!postings.ok()) return totals;
  for (const AccountMonth& month : postings->months) {
    if (month.total_ore != 0) totals[{month.account, month.month}] = month.total_ore;
  }
  return totals;
}

TEST(SieFilesOfOneCompanyTest, TypesTwoThreeAndFourHaveTheSameMonths) {
  PROGNOS_PUBLIC_FILE(type2, "sie/BL0001_typ2.SE");
  PROGNOS_PUBLIC_FILE(type3, "sie/BL0001_typ3.SE");
  PROGNOS_PUBLIC_FILE(type4, "sie/BL0001_typ4.SE");
  const FileTotals totals = TotalsOf(type2);
  EXPECT_EQ(totals.size(), 97);
  EXPECT_EQ(TotalsOf(type3), totals);
  EXPECT_EQ(TotalsOf(type4), totals);  // Summed from vouchers.
}

TEST(SieFilesOfOneCompanyTest, RowsThatAreRestsAddUpToTheTotalsOfTheOtherFile) {
  // The same program writes one file by account and one by object, where {} is what carries no object.
  PROGNOS_PUBLIC_FILE(by_account, "sie/periodsaldo_ovnbolag.se");
  PROGNOS_PUBLIC_FILE(by_object, "sie/objektsaldo_ovnbolag.se");
  EXPECT_EQ(TotalsOf(by_object), TotalsOf(by_account));
}

TEST(SieFilesOfOneCompanyTest, ObjectsOfVouchersAreThoseOfPeriodRows) {
  // Type 3 has rows for dimension 1 of the accounts 3010-7999; type 4 has them by voucher, some with a second
  // dimension. A rule for cost centre 1 must find the same money in both.
  PROGNOS_PUBLIC_FILE(type3, "sie/BL0001_typ3.SE");
  PROGNOS_PUBLIC_FILE(type4, "sie/BL0001_typ4.SE");
  const std::vector<PostingRule> rules = {{"3010", "3010", "1", "1", "A", Flow::kRevenue},
                                          {"4010", "4010", "1", "1", "A", Flow::kCost},
                                          {"3010", "7999", "", "", "Rest", Flow::kCost}};
  PROGNOS_ASSERT_OK_AND_ASSIGN(const SieLedger periods, ReadSie(type3));
  PROGNOS_ASSERT_OK_AND_ASSIGN(const SieLedger vouchers, ReadSie(type4));
  PROGNOS_ASSERT_OK_AND_ASSIGN(const Postings from_periods, PostingsFromSie(periods, AmountKind::kActual));
  PROGNOS_ASSERT_OK_AND_ASSIGN(const Postings from_vouchers, PostingsFromSie(vouchers, AmountKind::kActual));
  PROGNOS_ASSERT_OK_AND_ASSIGN(const MappedPostings a, ApplyPostingRules(rules, from_periods));
  PROGNOS_ASSERT_OK_AND_ASSIGN(const MappedPostings b, ApplyPostingRules(rules, from_vouchers));
  EXPECT_FALSE(a.amounts_ore.at({"A", Flow::kRevenue}).empty());
  EXPECT_EQ(a.amounts_ore.at({"A", Flow::kRevenue}), b.amounts_ore.at({"A", Flow::kRevenue}));
  EXPECT_EQ(a.amounts_ore.at({"A", Flow::kCost}), b.amounts_ore.at({"A", Flow::kCost}));
}

}  // namespace
}  // namespace prognos
