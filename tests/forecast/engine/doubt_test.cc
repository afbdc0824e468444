#include "forecast/engine/doubt.h"

#include <cmath>
#include <string>
#include <vector>

#include "forecast/engine/forecaster.h"
#include "forecast/engine/path_summary.h"
#include "gtest/gtest.h"
#include "tests/forecast/engine/forecast_series.h"
#include "tests/forecast/models/sample_series.h"
#include "tests/status_matchers.h"

namespace prognos::engine {
namespace {

using models::History;
using models::TrainingData;
using models::Values;

const Month kDoubtStart = Month::January(2018);

double DeviationOf(const Vector& draws) { return std::sqrt((draws.array() - draws.mean()).square().mean()); }

TEST(DoubtTest, CountsAllKnownMonthsOrTheEqualOnesThatEndTheHistory) {
  EXPECT_EQ(MonthsWithoutChange(History(kDoubtStart, Vector()).history), 0);
  EXPECT_EQ(MonthsWithoutChange(History(kDoubtStart, Values({1, kMissing, 3})).history), 2);
  Vector values = Vector::Constant(40, 5.0);
  values.head(22).setLinSpaced(1.0, 4.0);
  EXPECT_EQ(MonthsWithoutChange(History(kDoubtStart, values).history), 18);
  values[22] = 4.9;  // Seventeen equal months say less than the forty that the forecast is right about.
  EXPECT_EQ(MonthsWithoutChange(History(kDoubtStart, values).history), 40);
}

// 20 % of 100 x the root of a chance of 1 / (18 + 2): 20 / 4.4721.
TEST(DoubtTest, TheDeviationIsThatOfAJumpWithTheChanceOfTheRuleOfSuccession) {
  EXPECT_NEAR(DeviationInDoubt(100.0, 18), 4.4721, 1e-4);
  EXPECT_NEAR(DeviationInDoubt(-100.0, 18), 4.4721, 1e-4);
  EXPECT_EQ(DeviationInDoubt(0.0, 18), 0.0);
}

// 20 000 draws give a deviation with a standard error of 0.5 %. Months that spread already, and those expected at
// zero, are left as they are.
TEST(DoubtTest, OnlyMonthsThatDoNotSpreadAreGivenASpread) {
  Vector mean = Values({100.0, 100.0, 0.0});
  Matrix paths = mean.replicate(1, 20'000);
  for (int at = 0; at < 20'000; ++at) paths(1, at) = at % 2 == 0 ? 90.0 : 110.0;
  const Matrix before = paths;
  KeepDoubt(History(kDoubtStart, Vector::Constant(18, 100.0)), 1, mean, paths);
  EXPECT_NEAR(DeviationOf(paths.row(0).transpose()), 4.4721, 4.4721 * 0.02);
  EXPECT_EQ(mean[0], 100.0);
  EXPECT_NEAR(paths.row(0).mean(), 100.0, 1e-9);
  EXPECT_EQ(paths.row(2), before.row(2));
  EXPECT_EQ(paths.row(1), before.row(1));
}

// One path in fifty that jumps is no doubt: the interval of such paths is a point. Of a history that moved, little
// doubt is what the models say.
TEST(DoubtTest, AfterOneValueMonthsThatSpreadTooLittleAreGivenTheDoubt) {
  Vector mean = Values({100.0});
  Matrix paths = mean.replicate(1, 20'000);
  for (int at = 0; at < 20'000; at += 100) {
    paths(0, at) = 0.0;
    paths(0, at + 1) = 200.0;
  }
  Matrix moved = paths;
  KeepDoubt(History(kDoubtStart, Vector::Constant(18, 100.0)), 1, mean, paths);
  EXPECT_NEAR(DeviationOf(paths.row(0).transpose()), 4.4721, 4.4721 * 0.02);
  const Matrix before = moved;
  KeepDoubt(History(kDoubtStart, Vector::LinSpaced(18, 99.0, 101.0)), 1, mean, moved);
  EXPECT_EQ(moved, before);
}

// A rent of 18 equal months, the year's last four to come. The errors that stay add up: the sum's variance is
// 4 x 4 x 1/2 + 4 x 1/2 = 10 times that of a month, its deviation 14.1 of 400, and the 80 % interval 2.56 times that.
TEST(DoubtTest, EighteenEqualMonthsAreStillAnInterval) {
  for (const std::string model : {"default", "run-rate", "ets"}) {
    PROGNOS_ASSERT_OK_AND_ASSIGN(
        const SeriesForecast forecast,
        ForecastSeries(History(Month::January(2020), Vector::Constant(18, 100.0)), {.model = model}, 4));
    const std::vector<double> ends = SampleQuantiles(PathTotals(forecast.paths), {0.1, 0.9});
    EXPECT_NEAR(ends[1] - ends[0], 36.2, 4.0) << model;
    EXPECT_NEAR(forecast.mean.sum(), 400.0, 1e-6) << model;
  }
}

// What an ekonom may throw at it, and what programs do.
std::vector<std::pair<std::string, Vector>> OddHistories() {
  Vector spike = Vector::Zero(40);
  spike[25] = 1000.0;
  Vector spike_last = Vector::Zero(40);
  spike_last[39] = 1000.0;
  Vector on_a_level = Vector::Constant(40, 100.0);
  on_a_level[30] = 5000.0;
  Vector alternating(40), tiny(40), huge(40), yearly(40), credit(40), rare(40);
  RandomGenerator generator(3);
  for (int at = 0; at < 40; ++at) {
    alternating[at] = at % 2 == 0 ? 0.0 : 100.0;
    tiny[at] = 1e-6 * (1.0 + 0.1 * generator.Normal());
    huge[at] = 1e12 * (1.0 + 0.1 * generator.Normal());
    yearly[at] = at % 12 == 5 ? 1000.0 : 0.0;
    credit[at] = -50.0;
    rare[at] = generator.Index(10) == 0 ? 800.0 : 0.0;
  }
  Vector halved = Vector::Constant(40, 100.0);
  halved.tail(18).setConstant(50.0);
  return {{"constant", Vector::Constant(40, 100.0)},
          {"18 constant", Vector::Constant(18, 100.0)},
          {"one month", Vector::Constant(1, 100.0)},
          {"zeros", Vector::Zero(40)},
          {"one spike", spike},
          {"one spike at the end", spike_last},
          {"one spike on a level", on_a_level},
          {"alternating", alternating},
          {"tiny", tiny},
          {"tiny constant", Vector::Constant(40, 1e-6)},
          {"huge", huge},
          {"huge constant", Vector::Constant(40, 1e12)},
          {"one month a year", yearly},
          {"credit", credit},
          {"rare", rare},
          {"a level that fell", halved}};
}

void ExpectInside(double value, const Vector& draws, const std::string& what) {
  const std::vector<double> ends = SampleQuantiles(draws, {0.1, 0.5, 0.9});
  const double rounding = 1e-9 * std::abs(value);
  EXPECT_GE(value, ends[0] - rounding) << what << " median " << ends[1] << " mean " << draws.mean();
  EXPECT_LE(value, ends[2] + rounding) << what << " median " << ends[1] << " mean " << draws.mean();
  if (value == 0.0) return;
  EXPECT_GT(ends[2], ends[0]) << what << " at " << value;
}

TEST(DoubtTest, EveryAnswerHasItsMeanInsideAnIntervalThatIsOne) {
  for (const std::string& model : ModelNames()) {
    for (const auto& [name, values] : OddHistories()) {
      for (const int horizon : {1, 4, 12}) {
        const std::string what = model + ", " + name + ", " + std::to_string(horizon) + " months";
        PROGNOS_ASSERT_OK_AND_ASSIGN(
            const SeriesForecast forecast,
            ForecastSeries(History(kDoubtStart, values), {.model = model, .path_count = 400}, horizon));
        ASSERT_TRUE(forecast.mean.allFinite() && forecast.paths.allFinite()) << what;
        ExpectInside(forecast.mean.sum(), PathTotals(forecast.paths), what + " in sum");
        for (int month = 0; month < horizon; ++month) {
          ExpectInside(forecast.mean[month], forecast.paths.row(month).transpose(),
                       what + ", month " + std::to_string(month));
        }
      }
    }
  }
}

}  // namespace
}  // namespace prognos::engine
