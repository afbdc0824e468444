#include "forecast/engine/candidate_forecasts.h"

#include <vector>

#include "gtest/gtest.h"
#include "tests/forecast/engine/counting_model.h"

namespace prognos::engine {
namespace {

// Five years up to December 2021, so that August's round (four months to come) has four earlier years behind it.
models::TrainingData FiveYears() {
  Vector values(60);
  for (int month = 0; month < 60; ++month) values[month] = 100.0 + month % 12;
  return {{Month::January(2017), values}, {}, {}};
}

// Two models fitted today and refitted at the origins 12, 24, 36 and 48 months back, each with a year before it: ten
// fits.
TEST(CandidateForecastsTest, EveryModelIsFittedTodayAndAtEachOrigin) {
  const CountingModel one, other;
  ForecastCandidates(FiveYears(), {&one, &other}, 4, {});
  EXPECT_EQ(one.fits, 5);
  EXPECT_EQ(other.fits, 5);
}

// Noise of a tenth, and 170 where 100 is usual: neither surely a month booked twice nor surely not. Each model is
// refitted as if either were known.
TEST(CandidateForecastsTest, ADoubtedMonthIsForecastBothWays) {
  models::TrainingData training = FiveYears();
  const std::vector<double> noise = {-9.0, 11.0, -5.0, 5.0, 0.0, -7.0, 7.0};
  for (int month = 0; month < 60; ++month) training.history.values[month] = 100.0 + noise[month % 7];
  const CountingModel calm;
  EXPECT_FALSE(ForecastCandidates(training, {&calm}, 4, {}).worlds.has_value());
  EXPECT_EQ(calm.fits, 5);
  training.history.values[59] = 165.0;
  const CountingModel one;
  const CandidateForecasts doubted = ForecastCandidates(training, {&one}, 4, {});
  ASSERT_TRUE(doubted.worlds.has_value());
  EXPECT_EQ(one.fits, 7);
  EXPECT_EQ(doubted.worlds->fault_probability, doubted.doubted.last->fault_probability);
  EXPECT_GT(doubted.worlds->fault_probability, kLeastProbabilityOfWorld);
  EXPECT_LT(doubted.worlds->fault_probability, 1.0 - kLeastProbabilityOfWorld);
}

// A client that went away while its forecast was computed had to be computed for to the end.
TEST(CandidateForecastsTest, NothingIsFittedAfterAStop) {
  for (int wanted = 0; wanted <= 10; ++wanted) {
    const CountingModel one, other;
    PastOptions options;
    options.stop = [&] { return one.fits + other.fits >= wanted; };
    const CandidateForecasts forecasts = ForecastCandidates(FiveYears(), {&one, &other}, 4, options);
    EXPECT_EQ(one.fits + other.fits, wanted);
    EXPECT_EQ(forecasts.AnyAnswers(), wanted > 0);
  }
}

}  // namespace
}  // namespace prognos::engine
