#include "benchmarks/flow.h"

#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace prognos::benchmarks {
namespace {

// One series of 100 a month for four years and 110 in the year to forecast: the limit knows it, who comes with drivers
// says 1210 for 1320 after April.
SimulatedFlow StepFlow() {
  FlowSeries series;
  Vector money = Vector::Constant(kFlowMonths, 100.0);
  money.tail(12).setConstant(110.0);
  series.money = {Month::January(kFlowYear - kFlowHistoryYears), money};
  series.limit = Vector::Constant(12, 1306.8);
  SimulatedFlow flow{"step", {series}, nullptr};
  flow.with_drivers = [](int) {
    return FlowYears{Vector::Constant(1, 1287.0), Vector::Constant(1, 1000.0), Vector::Constant(1, 1400.0)};
  };
  return flow;
}

// The limit errs by 13.2 of 1320, one per cent; with drivers by 33, which is 2.5 per cent.
TEST(FlowTest, TheTableHoldsErrorsAsMultiplesOfTheLimit) {
  FlowOptions options;
  options.origins = {4};
  options.num_paths = 50;
  const std::vector<std::string> lines = absl::StrSplit(FlowTable({StepFlow()}, options), '\n');
  ASSERT_EQ(lines.size(), 3u);
  const std::vector<std::string> cells = absl::StrSplit(lines[1], ' ', absl::SkipEmpty());
  ASSERT_EQ(cells.size(), 10u);
  EXPECT_THAT(std::vector<std::string>(cells.begin(), cells.begin() + 4),
              testing::ElementsAre("step", "4", "1", "1.00"));
  EXPECT_THAT(std::vector<std::string>(cells.begin() + 7, cells.end()), testing::ElementsAre("2.50", "2.50", "100.0"));
}

// Nobody sees the months to come: a forecast after April of two series that part in May is the same.
TEST(FlowTest, AForecastSeesNoMonthToCome) {
  cases::SeriesFacts facts;
  facts.id = "s";
  facts.history = StepFlow().series[0].money;
  cases::SeriesFacts other = facts;
  other.history.values.tail(8) *= 2.0;
  FlowOptions options;
  options.num_paths = 50;
  const FlowYears one = ForecastFlow({facts}, 4, options);
  const FlowYears two = ForecastFlow({other}, 4, options);
  EXPECT_EQ(one.forecast, two.forecast);
  EXPECT_EQ(one.upper, two.upper);
}

}  // namespace
}  // namespace prognos::benchmarks
