// A figure of a forecast is the same wherever it is printed: in the table, the driftredovisning, the months of a series
// and the comparison of rounds; and whatever can be added up in print adds up.
#include <map>
#include <numeric>

#include "client/forecast_rows.h"
#include "client/forecast_tables.h"
#include "forecast/base/unit.h"
#include "forecast/documents/table_tree.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/client/both_languages.h"
#include "tests/client/example_forecast.h"

namespace prognos::client {
namespace {

using documents::Amount;
using documents::Row;
using documents::Table;

constexpr int kParents = 3;
constexpr int kChildren = 40;

struct Money {
  int64_t budget = 0;
  int64_t known = 0;
  int64_t full_year = 0;
  void Add(const Money& other) {
    budget += other.budget;
    known += other.known;
    full_year += other.full_year;
  }
};

// Whole thousands and an edge of a half tkr, which many rows share: each alone would round the same way.
int64_t Awkward(int seed) {
  constexpr int64_t kEdges[] = {49'900, 50'000, 49'999, 50'001, 99'999, 1, 0};
  return (1'000 + 37 * seed % 211) * kOrePerThousandKronor + kEdges[seed % 7];
}

Money MoneyOf(int seed, int scale) { return {Awkward(seed) * scale, Awkward(seed + 3), Awkward(seed + 5) * scale}; }

void AddLineOf(const std::string& activity, const std::string& parent, v1::Measure measure, bool is_series,
               const Money& money, v1::Forecast& forecast) {
  v1::ForecastLine& line = AddLine({activity, activity, parent, measure, is_series, std::nullopt}, forecast);
  line.set_budget(money.budget);
  line.set_known_amount(money.known);
  line.set_full_year(money.full_year);
  line.set_deviation((money.budget - money.full_year) * (measure == v1::MEASURE_REVENUE ? -1 : 1));
  if (!is_series) return;
  // Eight equal known months and four predicted ones; what does not divide falls on the first.
  const auto share = [](int64_t amount, int parts, int at) { return amount / parts + (at == 0 ? amount % parts : 0); };
  for (int month = 1; month <= 12; ++month) {
    v1::MonthValue& value = *line.add_months();
    value.set_month(absl::StrCat("2022-", month < 10 ? "0" : "", month));
    value.set_known(month <= 8);
    value.set_amount(month <= 8 ? share(money.known, 8, month - 1)
                                : share(money.full_year - money.known, 4, month - 9));
    value.set_budget(share(money.budget, 12, month - 1));
  }
}

void AddLinesOf(const std::string& activity, const std::string& parent, bool is_series, const Money& cost,
                const Money& revenue, v1::Forecast& forecast) {
  AddLineOf(activity, parent, v1::MEASURE_COST, is_series, cost, forecast);
  AddLineOf(activity, parent, v1::MEASURE_REVENUE, is_series, revenue, forecast);
  AddLineOf(activity, parent, v1::MEASURE_NET, false,
            {cost.budget - revenue.budget, cost.known - revenue.known, cost.full_year - revenue.full_year}, forecast);
}

v1::Forecast AwkwardForecast() {
  v1::Forecast forecast;
  forecast.set_year(2022);
  forecast.set_round(v1::ROUND_AUTUMN);
  forecast.set_last_known_month("2022-08");
  Money cost_of_all, revenue_of_all;
  std::vector<v1::Forecast> families;
  for (int parent = 0; parent < kParents; ++parent) {
    v1::Forecast family;
    Money cost_of_parent, revenue_of_parent;
    const std::string name = absl::StrCat("p", parent);
    for (int child = 0; child < kChildren; ++child) {
      const int seed = 100 * parent + child;
      const Money cost = MoneyOf(seed, 3);
      const Money revenue = MoneyOf(seed + 50, 2);
      cost_of_parent.Add(cost);
      revenue_of_parent.Add(revenue);
      AddLinesOf(absl::StrCat(name, "-", child), name, true, cost, revenue, family);
    }
    v1::Forecast with_parent;
    AddLinesOf(name, "", false, cost_of_parent, revenue_of_parent, with_parent);
    with_parent.MergeFrom(family);
    families.push_back(with_parent);
    cost_of_all.Add(cost_of_parent);
    revenue_of_all.Add(revenue_of_parent);
  }
  AddLinesOf("", "", false, cost_of_all, revenue_of_all, forecast);
  for (const v1::Forecast& family : families) forecast.mutable_lines()->MergeFrom(family.lines());
  return forecast;
}

size_t ColumnAt(const Table& table, const std::string& id) {
  for (size_t i = 0; i < table.columns.size(); ++i) {
    if (table.columns[i].id == id) return i;
  }
  ADD_FAILURE() << "no column " << id;
  return 0;
}

int64_t Shown(const Table& table, const Row& row, const std::string& column) {
  const Amount* amount = std::get_if<Amount>(&row.cells[ColumnAt(table, column)].value);
  return amount == nullptr ? 0 : amount->shown;
}

TEST(PrintedFiguresTest, TheTableAndTheOperatingTableShowTheSameNetAndAddUp) {
  const v1::Forecast forecast = AwkwardForecast();
  const Table table = ForecastTable(forecast, Sv());
  const Table operating = OperatingTable(forecast, {}, Sv());
  ASSERT_EQ(table.rows.size(), size_t{1 + kParents * (1 + kChildren)});
  ASSERT_EQ(operating.rows.size(), table.rows.size());
  for (size_t i = 0; i < table.rows.size(); ++i) {
    const Row& row = operating.rows[i];
    EXPECT_EQ(Shown(operating, row, "budget_cost") - Shown(operating, row, "budget_revenue"),
              Shown(table, table.rows[i], "budget"));
    EXPECT_EQ(Shown(operating, row, "full_year_cost") - Shown(operating, row, "full_year_revenue"),
              Shown(table, table.rows[i], "full_year"));
    EXPECT_EQ(Shown(operating, row, "deviation_net"), Shown(table, table.rows[i], "deviation"));
    EXPECT_EQ(Shown(operating, row, "deviation_cost") + Shown(operating, row, "deviation_revenue"),
              Shown(operating, row, "deviation_net"));
    EXPECT_EQ(Shown(operating, row, "budget_cost") - Shown(operating, row, "full_year_cost"),
              Shown(operating, row, "deviation_cost"));
    EXPECT_EQ(Shown(table, table.rows[i], "budget") - Shown(table, table.rows[i], "full_year"),
              Shown(table, table.rows[i], "deviation"));
  }
  for (size_t column = 1; column < 5; ++column) EXPECT_TRUE(documents::AddsUp(table, column)) << column;
  for (size_t column = 1; column < 8; ++column) EXPECT_TRUE(documents::AddsUp(operating, column)) << column;
}

// The months of each series, under the name of its heading: "p0-0, kostnad · tkr".
std::map<std::string, Table> MonthTables(const v1::Forecast& forecast) {
  std::map<std::string, Table> tables;
  std::string heading;
  for (const documents::Block& block : ForecastDocument(forecast, {false, true}, {}, Sv()).blocks) {
    if (const auto* found = std::get_if<documents::Heading>(&block)) heading = found->text;
    if (const auto* table = std::get_if<Table>(&block); table != nullptr && table->id == "months") {
      tables[heading] = *table;
    }
  }
  return tables;
}

TEST(PrintedFiguresTest, TheMonthsOfASeriesAddUpToItsYearAsTheTablesShowIt) {
  const v1::Forecast forecast = AwkwardForecast();
  const Table operating = OperatingTable(forecast, {}, Sv());
  const Table net = ForecastTable(forecast, Sv());
  const std::map<std::string, Table> months = MonthTables(forecast);
  ASSERT_EQ(months.size(), size_t{2 * kParents * kChildren});
  const auto sum = [](const Table& table, const char* column) {
    return std::accumulate(table.rows.begin(), table.rows.end() - 1, int64_t{0},
                           [&](int64_t total, const Row& row) { return total + Shown(table, row, column); });
  };
  for (size_t i = 0; i < operating.rows.size(); ++i) {
    if (operating.rows[i].level != 1) continue;
    const std::string name = std::get<std::string>(operating.rows[i].cells[0].value);
    int64_t known_net = 0;
    for (const std::string flow : {"cost", "revenue"}) {
      SCOPED_TRACE(name + " " + flow);
      const Table& table = months.at(absl::StrCat(name, ", ", flow == "cost" ? "kostnad" : "intäkt", " · tkr"));
      const Row& year = table.rows.back();
      EXPECT_EQ(Shown(table, year, "budget"), Shown(operating, operating.rows[i], "budget_" + flow));
      EXPECT_EQ(Shown(table, year, "forecast"), Shown(operating, operating.rows[i], "full_year_" + flow));
      EXPECT_EQ(sum(table, "budget"), Shown(table, year, "budget"));
      EXPECT_EQ(sum(table, "actual"), Shown(table, year, "actual"));
      EXPECT_EQ(sum(table, "actual") + sum(table, "forecast"), Shown(table, year, "forecast"));
      known_net += Shown(table, year, "actual") * (flow == "cost" ? 1 : -1);
    }
    EXPECT_EQ(known_net, Shown(net, net.rows[i], "known")) << name;
  }
}

// The comparison of rounds takes its deviations and budgets from the same columns.
TEST(PrintedFiguresTest, NetIsCostMinusRevenueInEveryColumn) {
  const v1::Forecast forecast = AwkwardForecast();
  const std::vector<ForecastRow> rows = RowsOf(forecast, Sv());
  const PrintedColumns cost = RoundColumns(rows, Measure::kCost);
  const PrintedColumns revenue = RoundColumns(rows, Measure::kRevenue);
  const PrintedColumns net = RoundColumns(rows, Measure::kNet);
  for (size_t i = 0; i < rows.size(); ++i) {
    EXPECT_EQ(net.budget[i], cost.budget[i] - revenue.budget[i]);
    EXPECT_EQ(net.known[i], cost.known[i] - revenue.known[i]);
    EXPECT_EQ(net.forecast[i], cost.forecast[i] - revenue.forecast[i]);
    EXPECT_EQ(net.deviation[i], cost.deviation[i] + revenue.deviation[i]);
    EXPECT_LT(std::abs(net.forecast[i] * kOrePerThousandKronor - rows[i].net.full_year), kOrePerThousandKronor);
  }
}

}  // namespace
}  // namespace prognos::client
