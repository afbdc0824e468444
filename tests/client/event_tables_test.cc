#include "client/event_tables.h"

#include "forecast/base/unit.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace prognos::client {
namespace {

using ::testing::HasSubstr;

constexpr int64_t kEventTkr = kOrePerThousandKronor;

void AddEventNetLine(v1::Forecast& forecast, v1::Measure measure, int64_t budget_tkr, int64_t full_year_tkr) {
  v1::ForecastLine& line = *forecast.add_lines();
  line.set_measure(measure);
  line.set_budget(budget_tkr * kEventTkr);
  line.set_full_year(full_year_tkr * kEventTkr);
  line.set_deviation((budget_tkr - full_year_tkr) * kEventTkr);
}

void AddEventShare(v1::Forecast& forecast, const std::string& id, v1::Measure measure, int64_t known_ore,
                   int64_t predicted_ore) {
  v1::EventShare& share = *forecast.add_event_shares();
  share.set_event("organizations/o/events/" + id);
  share.set_description(id);
  share.set_measure(measure);
  share.set_known_amount(known_ore);
  share.set_predicted_amount(predicted_ore);
}

// Huddinge's way of telling it, in mnkr: -54,0 of which -12,2 and -4,2, leaves -37,6. A cost of 12,2 known once, and
// 4,2 of revenue that does not come.
TEST(EventTablesTest, WhatIsLeftWithoutTheEventsIsTheEgentligaPrognosen) {
  v1::Forecast forecast;
  AddEventNetLine(forecast, v1::MEASURE_COST, 1'000'000, 1'054'000);
  AddEventNetLine(forecast, v1::MEASURE_NET, 1'000'000, 1'054'000);
  AddEventShare(forecast, "migration", v1::MEASURE_COST, 12'200 * kEventTkr, 0);
  AddEventShare(forecast, "statsbidrag", v1::MEASURE_REVENUE, 0, -4'200 * kEventTkr);
  AddEventShare(forecast, "platser", v1::MEASURE_VOLUME, 0, 5);
  const std::vector<documents::Block> blocks = EventShareBlocks(forecast, TextsIn(Language::kSwedish));
  ASSERT_EQ(blocks.size(), 3u);
  const documents::Table& table = std::get<documents::Table>(blocks[1]);
  ASSERT_EQ(table.rows.size(), 4u);
  const auto shown = [&](size_t row) { return std::get<documents::Amount>(table.rows[row].cells[1].value).shown; };
  const auto exact = [&](size_t row) { return std::get<documents::Amount>(table.rows[row].cells[1].value).exact; };
  EXPECT_EQ(shown(0), -54'000);
  EXPECT_EQ(shown(1), -12'200);
  EXPECT_EQ(shown(2), -4'200);
  EXPECT_EQ(shown(3), -37'600);
  EXPECT_EQ(exact(3), -37'600 * kEventTkr);
  EXPECT_EQ(std::get<std::string>(table.rows[1].cells[0].value), "varav migration");
  EXPECT_EQ(std::get<std::string>(table.rows[3].cells[0].value), "Egentlig prognos");
}

TEST(EventTablesTest, ColumnsAddUpAsPrinted) {
  v1::Forecast forecast;
  AddEventNetLine(forecast, v1::MEASURE_COST, 100, 110);
  AddEventNetLine(forecast, v1::MEASURE_NET, 100, 110);
  for (const char* id : {"a", "b", "c"}) AddEventShare(forecast, id, v1::MEASURE_COST, 0, kEventTkr / 2 + 1);
  const std::vector<documents::Block> blocks = EventShareBlocks(forecast, TextsIn(Language::kSwedish));
  ASSERT_EQ(blocks.size(), 3u);
  const documents::Table& table = std::get<documents::Table>(blocks[1]);
  const auto shown = [&](size_t row) { return std::get<documents::Amount>(table.rows[row].cells[1].value).shown; };
  ASSERT_EQ(table.rows.size(), 5u);
  EXPECT_EQ(shown(4), shown(0) - shown(1) - shown(2) - shown(3));
}

TEST(EventTablesTest, WithoutEventsThereIsNoTable) {
  v1::Forecast forecast;
  AddEventNetLine(forecast, v1::MEASURE_COST, 100, 110);
  AddEventNetLine(forecast, v1::MEASURE_NET, 100, 110);
  EXPECT_TRUE(EventShareBlocks(forecast, TextsIn(Language::kSwedish)).empty());
}

}  // namespace
}  // namespace prognos::client
