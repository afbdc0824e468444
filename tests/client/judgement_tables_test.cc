#include "client/judgement_tables.h"

#include <variant>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/client/example_forecast.h"

namespace prognos::client {
namespace {

using ::testing::ElementsAre;
using ::testing::StartsWith;

v1::ForecastLine& AddCost(const std::string& activity, const std::string& name, const std::string& parent,
                          v1::Forecast& forecast) {
  return AddLine({activity, name, parent, v1::MEASURE_COST, true, std::nullopt, 0, 0}, forecast);
}

// Nobody could tell which "Externa placeringar" somebody had judged.
TEST(JudgementTablesTest, AnActivityThatSharesItsNameIsToldWithItsParent) {
  v1::Forecast forecast;
  AddCost("v", "Vuxen", "", forecast);
  v1::ForecastLine& judged = AddCost("ve", "Externa placeringar", "v", forecast);
  AddCost("b", "Barn", "", forecast);
  AddCost("be", "Externa placeringar", "b", forecast);
  v1::ForecastLine& alone = AddCost("bh", "Hemma", "b", forecast);
  for (v1::ForecastLine* line : {&judged, &alone}) {
    line->mutable_comment()->set_text("Se rapporten");
  }
  const std::vector<documents::Block> blocks = JudgementBlocks(forecast, TextsIn(Language::kSwedish));
  ASSERT_EQ(blocks.size(), 2U);
  EXPECT_THAT(std::get<documents::List>(blocks[1]).items,
              ElementsAre(StartsWith("Vuxen > Externa placeringar, kostnad: Se rapporten"),
                          StartsWith("Hemma, kostnad: Se rapporten")));
}

}  // namespace
}  // namespace prognos::client
