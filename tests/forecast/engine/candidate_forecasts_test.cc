#include "forecast/engine/candidate_forecasts.h"

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
