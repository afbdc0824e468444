// The newest month as ledgers have it: half booked, out of line, and what the rest of the year is made of it.
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
using models::SimulatedSeries;
using models::Values;

const Month kNewestMonthStart = Month::January(2022);

// To August of the fourth year, thousands: institutions, homes for the young, foster homes, allowances.
std::vector<Vector> FourActivities() {
  RandomGenerator generator(11);
  return {SimulatedSeries{.level = 480, .sigma = 20}.Draw(44, generator),
          SimulatedSeries{.level = 2'000, .slope = 10, .sigma = 90}.Draw(44, generator),
          SimulatedSeries{.level = 1'550, .slope = 6, .sigma = 18}.Draw(44, generator),
          SimulatedSeries{.level = 2'600, .slope = 8, .season_size = 200, .sigma = 50}.Draw(44, generator)};
}

// September to December of each.
std::vector<double> RestOfYear(const std::vector<Vector>& series) {
  std::vector<SeriesTask> tasks;
  for (const Vector& values : series) tasks.push_back({History(kNewestMonthStart, values), 4});
  absl::StatusOr<Forecaster> forecaster = Forecaster::Prepare(std::move(tasks), {.path_count = 400});
  EXPECT_TRUE(forecaster.ok()) << forecaster.status();
  std::vector<double> sums;
  for (size_t at = 0; at < series.size(); ++at) sums.push_back(forecaster->Draw(static_cast<int>(at)).mean.sum());
  return sums;
}

TEST(NewestMonthTest, AHalfBookedAugustOfThreeActivitiesHardlyMovesTheRestOfTheYear) {
  std::vector<Vector> series = FourActivities();
  const std::vector<double> whole = RestOfYear(series);
  for (const size_t at : {0u, 1u, 3u}) series[at][43] *= 0.5;
  const std::vector<double> half = RestOfYear(series);
  for (const size_t at : {0u, 1u, 3u}) EXPECT_NEAR(half[at] / whole[at], 1.0, 0.03) << at;
  // Nothing happened to this one.
  EXPECT_NEAR(half[2] / whole[2], 1.0, 0.01);
}

SeriesForecast Foster(double last) {
  Vector values = FourActivities()[1];
  values[43] = last;
  absl::StatusOr<SeriesForecast> forecast =
      ForecastSeries(History(kNewestMonthStart, values), {.path_count = 1'000}, 4);
  EXPECT_TRUE(forecast.ok()) << forecast.status();
  return *std::move(forecast);
}

// 2 400 is usual, 4 200 is neither surely a month booked twice nor surely a new level: the interval of the autumn holds
// what would be said if it were known that it is a fault, and is wider for it.
TEST(NewestMonthTest, TheIntervalHoldsTheForecastWithoutTheDoubtedMonth) {
  const SeriesForecast usual = Foster(2'400.0), doubted = Foster(4'200.0);
  ASSERT_TRUE(!doubted.remarks.empty() && doubted.remarks[0].doubted.has_value());
  const auto interval = [](const SeriesForecast& forecast) {
    return SampleQuantiles(forecast.paths.colwise().sum().transpose(), {0.1, 0.9});
  };
  const std::vector<double> narrow = interval(usual), wide = interval(doubted);
  EXPECT_LT(wide[0], usual.mean.sum());
  EXPECT_GT(wide[1] - wide[0], 1.2 * (narrow[1] - narrow[0]));
}

// Four years near 5 to 7 million, and an April of 3.1 after 5.2: the months that came were 3.9, 5.2, 5.7. A step of one
// month is no slope: no model goes on downwards to nothing.
TEST(NewestMonthTest, ADipInTheLastMonthIsNoSlope) {
  Vector care = Vector::LinSpaced(48, 4'800.0, 6'500.0);
  const Vector unrest = Values({120, -80, 60, -150, 210, -40, 90});
  for (int at = 0; at < 48; ++at) care[at] += unrest[at % 7];
  care.tail(3) << 5'750.0, 5'180.0, 3'110.0;
  for (const std::string model : {"seasonal-regression", "default"}) {
    PROGNOS_ASSERT_OK_AND_ASSIGN(const SeriesForecast forecast,
                                 ForecastSeries(History(Month::January(2018) + 4, care), {.model = model}, 8));
    EXPECT_GT(forecast.mean.minCoeff(), 3'000.0) << model << ": " << forecast.mean.transpose();
    EXPECT_LT(forecast.mean.maxCoeff(), 7'000.0) << model << ": " << forecast.mean.transpose();
  }
}

// The same as it was, thousands: the year became 64.0 million. Twice the April is 6.3, more than the falling months
// before it; the forecast is 3 per cent high, and the interval holds what came.
TEST(NewestMonthTest, AfterTheDipTheYearIsForecastNearWhatItBecame) {
  const Vector care{{1424, 4989, 5203, 5103, 4980, 4909, 5240, 5199, 5043, 4979, 5172, 4956, 4471, 5015, 4908, 5372,
                     5010, 4640, 5340, 5094, 4838, 4939, 5356, 4965, 4967, 4772, 5088, 5267, 5217, 5288, 5009, 6304,
                     5773, 5678, 5670, 5731, 6652, 6361, 5970, 6040, 6935, 6654, 6329, 6307, 6238, 5800, 5211, 3168}};
  PROGNOS_ASSERT_OK_AND_ASSIGN(const SeriesForecast forecast,
                               ForecastSeries(History(Month::January(2018) + 4, care), {.path_count = 1'000}, 8));
  const double known = care.tail(4).sum();
  EXPECT_NEAR(known + forecast.mean.sum(), 64'000.0, 0.05 * 64'000.0);
  const std::vector<double> interval =
      SampleQuantiles(forecast.paths.colwise().sum().transpose().array() + known, {0.1, 0.5, 0.9});
  EXPECT_LT(interval.front(), 64'000.0);
  EXPECT_GT(interval.back(), 64'000.0);
}

}  // namespace
}  // namespace prognos::engine
