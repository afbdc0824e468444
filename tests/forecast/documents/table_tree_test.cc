#include "forecast/documents/table_tree.h"

#include <cstdlib>
#include <random>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace prognos::documents {
namespace {

using ::testing::ElementsAre;

constexpr size_t kColumn = 1;

Row RowOf(int level, int64_t ore, bool is_sum = false) { return {{{"x"}, {RoundedAmount(ore, Tkr())}}, level, is_sum}; }

Table TableOf(std::vector<Row> rows) {
  Table table;
  table.columns = {{"name", {}}, {"amount", {}, ColumnKind::kAmount}};
  table.rows = std::move(rows);
  return table;
}

std::vector<int64_t> Shown(const Table& table) {
  std::vector<int64_t> shown;
  for (const Row& row : table.rows) shown.push_back(std::get<Amount>(row.cells[kColumn].value).shown);
  return shown;
}

// 1,4 + 1,4 = 2,8 and 1,4 more = 4,2 tkr. Rounded by themselves: 1 + 1 against 3, and 3 + 1 against 4.
// Down the tree: the sum 4 = 3 (2,8) + 1 (1,4), and 3 = 2 + 1, the first of equal fractions up.
TEST(TableTreeTest, RowsAreRoundedOnceDownTheTree) {
  Table table = TableOf({RowOf(0, 0), RowOf(1, 140'000), RowOf(1, 140'000), RowOf(0, 140'000), RowOf(0, 0, true)});
  RoundDownTheTree(table, kColumn);
  EXPECT_THAT(Shown(table), ElementsAre(3, 2, 1, 1, 4));
  EXPECT_EQ(std::get<Amount>(table.rows[0].cells[kColumn].value).exact, 280'000);
  EXPECT_EQ(std::get<Amount>(table.rows[4].cells[kColumn].value).exact, 420'000);
  EXPECT_TRUE(AddsUp(table, kColumn));
}

TEST(TableTreeTest, RowsRoundedByThemselvesNeedNotAddUpAndThatIsSeen) {
  EXPECT_FALSE(AddsUp(TableOf({RowOf(0, 280'000), RowOf(1, 140'000), RowOf(1, 140'000)}), kColumn));
  EXPECT_FALSE(AddsUp(TableOf({RowOf(0, 140'000), RowOf(0, 140'000), RowOf(0, 280'000, true)}), kColumn));
}

TEST(TableTreeTest, ACellWithoutAmountCountsAsZeroAndStaysAsItIs) {
  Table table = TableOf({RowOf(0, 0), RowOf(1, 140'000), RowOf(1, 160'000), RowOf(0, 0, true)});
  table.rows[1].cells[kColumn] = {NoValue()};
  RoundDownTheTree(table, kColumn);
  EXPECT_TRUE(std::holds_alternative<NoValue>(table.rows[1].cells[kColumn].value));
  EXPECT_EQ(std::get<Amount>(table.rows[3].cells[kColumn].value).shown, 2);  // 1,6 tkr.
  EXPECT_TRUE(AddsUp(table, kColumn));
}

// 1,4 + 1,4 and a frame of 1,4 beside them: 4,2 tkr together, of which 3 (2,8) and 1.
TEST(TableTreeTest, ASubtotalIsTheSumOfTheRowsBeforeIt) {
  Table table = TableOf({RowOf(0, 140'000), RowOf(0, 140'000), RowOf(0, 0), RowOf(0, 140'000), RowOf(0, 0, true)});
  table.rows[2].is_subtotal = true;
  RoundDownTheTree(table, kColumn);
  EXPECT_THAT(Shown(table), ElementsAre(2, 1, 3, 1, 4));
  EXPECT_EQ(std::get<Amount>(table.rows[2].cells[kColumn].value).exact, 280'000);
  EXPECT_TRUE(AddsUp(table, kColumn));
  std::get<Amount>(table.rows[2].cells[kColumn].value).shown = 2;
  EXPECT_FALSE(AddsUp(table, kColumn));
}

// Any tree, any amounts of either sign: what is shown adds up, and no leaf is a whole unit from its true value.
TEST(TableTreeTest, RandomTreesAddUpAfterRounding) {
  std::mt19937_64 random(20221128);
  for (int trial = 0; trial < 500; ++trial) {
    std::vector<Row> rows;
    int level = 0;
    const int count = 1 + static_cast<int>(random() % 40);
    for (int i = 0; i < count; ++i) {
      rows.push_back(RowOf(level, static_cast<int64_t>(random() % 2'000'000'001) - 1'000'000'000));
      level = static_cast<int>(random() % static_cast<uint64_t>(level + 2));
    }
    if (trial % 2 == 0) rows.push_back(RowOf(0, 0, true));
    Table table = TableOf(std::move(rows));
    RoundDownTheTree(table, kColumn);
    ASSERT_TRUE(AddsUp(table, kColumn)) << "trial " << trial;
    for (const Row& row : table.rows) {
      const auto& amount = std::get<Amount>(row.cells[kColumn].value);
      ASSERT_LT(std::abs(amount.shown * kOrePerThousandKronor - amount.exact), kOrePerThousandKronor);
    }
  }
}

}  // namespace
}  // namespace prognos::documents
