#include "client/column_order.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/client/example_forecast.h"
#include "tests/client/fake_prognosd.h"

namespace prognos::client {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

int OrderIn(std::vector<const char*> ids, size_t column) {
  documents::Table table;
  for (const char* id : ids) table.columns.push_back({id, {id}});
  return ColumnOrder(table, column);
}

TEST(ColumnOrderTest, WhatIsOnlySoFarGoesBeforeIntervalsAndDeviationsStay) {
  const std::vector<const char*> ids = {"activity", "known", "deviation_interval_80", "deviation",
                                        "deficit_probability"};
  EXPECT_EQ(OrderIn(ids, 0), 0);
  EXPECT_LT(OrderIn(ids, 1), OrderIn(ids, 2));
  EXPECT_EQ(OrderIn(ids, 3), 0);
  EXPECT_EQ(OrderIn(ids, 4), 0);
}

// Beside a judged year the model's own gives way; alone it is what the table is about.
TEST(ColumnOrderTest, SomeGiveWayOnlyBesideWhatSaysMore) {
  EXPECT_EQ(OrderIn({"activity", "full_year"}, 1), 0);
  EXPECT_GT(OrderIn({"activity", "full_year", "judged"}, 1), 0);
}

TEST(ColumnOrderTest, AForecastFitsANarrowTerminalAndTellsWhatIsLeftOut) {
  FakePrognosd service;
  service.forecast.Store(ExampleForecast());
  service.is_terminal = true;
  service.terminal_width = 62;
  const std::string out = service.Run({"visa", "--farg", "aldrig"}).out;
  EXPECT_THAT(out, AllOf(HasSubstr("Får inte plats: "), HasSubstr("\u22126\u00a0169"), Not(HasSubstr("jan–aug  "))));
  service.is_terminal = false;
  EXPECT_THAT(service.Run({"visa"}).out, Not(HasSubstr("Får inte plats")));
}

}  // namespace
}  // namespace prognos::client
