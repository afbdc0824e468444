// The newest month as ledgers have it: half booked, out of line, and what the rest of the year is made of it.
#include <string>
#include <vector>

#include "forecast/engine/forecaster.h"
#include "gtest/gtest.h"
#include "tests/forecast/engine/forecast_series.h"
#include "tests/forecast/models/sample_series.h"
#include "tests/status_matchers.h"

namespace prognos::engine {
namespace {

using models::History;
using models::SimulatedSeries;
using models::Values;

const Month kStart = Month::January(2022);

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
  for (const Vector& values : series) tasks.push_back({History(kStart, values), 4});
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

}  // namespace
}  // namespace prognos::engine
