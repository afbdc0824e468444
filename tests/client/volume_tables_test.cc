#include "client/volume_tables.h"

#include "forecast/documents/cell_text.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace prognos::client {
namespace {

using ::testing::ElementsAre;

std::vector<std::string> CellsOfVolume(const documents::Row& row) {
  std::vector<std::string> texts;
  for (const documents::Cell& cell : row.cells) texts.push_back(documents::CellText(cell.value, Language::kSwedish));
  return texts;
}

v1::ForecastLine& AddCareDays(v1::Forecast& forecast) {
  v1::ForecastLine& line = *forecast.add_lines();
  line.set_activity("organizations/o/activities/vuxen");
  line.set_display_name("Vuxen");
  line.set_measure(v1::MEASURE_VOLUME);
  line.set_series("organizations/o/series/vuxen.vardygn");
  line.set_unit("vårddygn");
  line.set_known_amount(1'200'500);
  line.set_full_year(1'900'000);
  line.mutable_full_year_quantiles()->set_p10(1'800'000);
  line.mutable_full_year_quantiles()->set_p90(2'000'000);
  return line;
}

TEST(VolumeTablesTest, AVolumeStandsInItsUnitBesideTheYearBefore) {
  v1::Forecast forecast;
  forecast.set_year(2022);
  v1::ForecastLine& cost = *forecast.add_lines();
  cost.set_activity("organizations/o/activities/vuxen");
  cost.set_display_name("Vuxen");
  cost.set_measure(v1::MEASURE_COST);
  AddCareDays(forecast).set_last_year(1'700'000);
  const documents::Table table = VolumeTable(forecast, TextsIn(Language::kSwedish));
  ASSERT_EQ(table.rows.size(), 1u);
  EXPECT_THAT(CellsOfVolume(table.rows[0]), ElementsAre("Vuxen: vårddygn", "1\u00a0200,5", "1\u00a0900,0",
                                                        "1\u00a0800,0 … 2\u00a0000,0", "1\u00a0700,0"));
}

// All months are counted: there is nothing to be unsure of. Of the year before nothing is known.
TEST(VolumeTablesTest, AKnownYearHasNoInterval) {
  v1::Forecast forecast;
  v1::ForecastLine& line = AddCareDays(forecast);
  line.mutable_full_year_quantiles()->set_p10(1'900'000);
  line.mutable_full_year_quantiles()->set_p90(1'900'000);
  const documents::Table table = VolumeTable(forecast, TextsIn(Language::kSwedish));
  EXPECT_THAT(CellsOfVolume(table.rows[0]), ElementsAre("Vuxen: vårddygn", "1\u00a0200,5", "1\u00a0900,0", "–", "–"));
}

}  // namespace
}  // namespace prognos::client
