#include "forecast/models/placements/length_of_stay.h"

#include <cmath>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/forecast/models/placements/simulated_stays.h"

namespace prognos::models {
namespace {

Month LengthOrigin() { return Month::January(2022); }

// What is seen of one series after `watched` months: since then all, or (0) only what is open.
SeenStays Seen(const LengthOfStay& truth, double rate, int watched, RandomGenerator& generator) {
  const Month origin = LengthOrigin();
  SeenStays seen;
  seen.watched = watched;
  for (const Placement& stay : SimulateStays({rate, truth}, origin - watched, origin, generator)) {
    const bool ended = stay.HasEndedBy(origin.index());
    seen.stays.push_back({(ended ? *stay.end : origin.index()) - stay.start, ended});
  }
  return seen;
}

// Shape 1 has no memory: of 8 months on average, exp(-4 / 8) last 4 more, whatever their age; cut at x months they last
// 8 (1 - exp(-x / 8)) on average. Simpson's rule over 4 months in steps of 0.25 errs by at most
// 4 / 180 x 0.125^4 x the largest fourth derivative, 8^-4: 1.33e-9.
TEST(LengthOfStayTest, AnExponentialHasNoMemory) {
  const LengthOfStay length(8.0, 1.0);
  EXPECT_NEAR(length.Mean(), 8.0, 1e-12);
  EXPECT_NEAR(length.Remaining(0.0, 4.0), std::exp(-0.5), 1e-12);
  EXPECT_NEAR(length.Remaining(30.0, 4.0), std::exp(-0.5), 1e-12);
  EXPECT_NEAR(length.MeanUpTo(4.0), 8.0 * (1.0 - std::exp(-0.5)), 1.4e-9);
  EXPECT_NEAR(length.RemainingOfOpen(4.0), std::exp(-0.5), 1e-9);
}

// Shape 2, scale 6: S(6) = exp(-1), S(12) / S(6) = exp(-4 + 1); the mean is 6 Gamma(1.5) = 3 sqrt(pi).
TEST(LengthOfStayTest, FollowsItsFormula) {
  const LengthOfStay length(6.0, 2.0);
  EXPECT_NEAR(length.Survival(6.0), std::exp(-1.0), 1e-12);
  EXPECT_NEAR(length.Remaining(6.0, 6.0), std::exp(-3.0), 1e-12);
  EXPECT_NEAR(length.Mean(), 3.0 * std::sqrt(M_PI), 1e-9);
  EXPECT_NEAR(length.MeanUpTo(1000.0), length.Mean(), 1e-6);
}

TEST(LengthOfStayTest, DrawsWhatItSays) {
  RandomGenerator generator(1);
  const LengthOfStay length(6.0, 0.7);
  int longer = 0;
  int open_longer = 0;
  constexpr int kDraws = 20000;
  for (int draw = 0; draw < kDraws; ++draw) {
    longer += length.DrawRemaining(3.0, generator) > 5.0 ? 1 : 0;
    open_longer += length.DrawRemainingOfOpen(generator) > 5.0 ? 1 : 0;
  }
  // Three standard errors of a share: 3 x 0.5 / sqrt(20000) = 0.0106.
  EXPECT_NEAR(static_cast<double>(longer) / kDraws, length.Remaining(3.0, 5.0), 0.0106);
  EXPECT_NEAR(static_cast<double>(open_longer) / kDraws, length.RemainingOfOpen(5.0), 0.0106);
}

TEST(LengthOfStayTest, WithoutStaysItIsThePrior) {
  const LengthOfStayFit fit = FitLengthOfStay({SeenStays{}});
  EXPECT_NEAR(fit.common.Mean(), kUsualMean, 0.05);
  EXPECT_NEAR(fit.common.shape(), 1.0, 0.02);
  EXPECT_NEAR(fit.common_error, kMeanSpread, 0.05);
  EXPECT_EQ(fit.series.size(), 1u);
}

// The truth lies within three standard errors of the mean that is found, and that error is the size it should be: of n
// exponential stays seen to their end about 1 / sqrt(n).
TEST(LengthOfStayTest, RecoversTheMeanOfARoll) {
  RandomGenerator generator(2);
  for (const double mean : {3.0, 8.0, 20.0}) {
    const SeenStays seen = Seen(LengthOfStay(mean, 1.0), 4.0, 48, generator);
    const LengthOfStayFit fit = FitLengthOfStay({seen});
    EXPECT_LT(std::abs(std::log(fit.common.Mean() / mean)), 3.0 * fit.common_error) << mean;
    EXPECT_LT(fit.common_error, 2.0 / std::sqrt(static_cast<double>(seen.stays.size()))) << mean;
    EXPECT_NEAR(fit.common.shape(), 1.0, 0.2) << mean;
  }
}

TEST(LengthOfStayTest, RecoversTheShapeOfARoll) {
  RandomGenerator generator(3);
  for (const double shape : {0.7, 1.0, 1.6}) {
    const LengthOfStay truth(9.0, shape);
    std::vector<SeenStays> pool;
    for (int series = 0; series < 20; ++series) pool.push_back(Seen(truth, 1.0, 36, generator));
    const LengthOfStayFit fit = FitLengthOfStay(pool);
    // Of some 900 stays the shape has a standard error of about 0.78 / 30 of itself (Cohen 1965); three of them.
    EXPECT_NEAR(fit.common.shape(), shape, 0.08 * shape + 0.02) << shape;
    EXPECT_LT(std::abs(std::log(fit.common.Mean() / truth.Mean())), 0.12) << shape;
  }
}

// No end was ever seen: the ages of what is open tell of the lengths all the same.
TEST(LengthOfStayTest, RecoversTheMeanFromWhatIsOpenAtOneMoment) {
  RandomGenerator generator(4);
  const LengthOfStay truth(8.0, 1.0);
  std::vector<SeenStays> pool;
  for (int series = 0; series < 100; ++series) pool.push_back(Seen(truth, 1.0, 0, generator));
  const LengthOfStayFit fit = FitLengthOfStay(pool);
  // 800 ages: 1 / sqrt(800) = 0.035 for a known shape; with the shape to be found about twice that.
  EXPECT_LT(std::abs(std::log(fit.common.Mean() / 8.0)), 0.15);
  EXPECT_NEAR(fit.common.shape(), 1.0, 0.12);
}

// Half of the series hold short stays, half long ones: each keeps its own length, nearly.
TEST(LengthOfStayTest, KeepsSeriesApartThatDiffer) {
  RandomGenerator generator(5);
  std::vector<SeenStays> pool;
  for (int series = 0; series < 10; ++series) {
    pool.push_back(Seen(LengthOfStay(series % 2 == 0 ? 4.0 : 20.0, 1.0), 1.0, 48, generator));
  }
  const LengthOfStayFit fit = FitLengthOfStay(pool);
  for (size_t series = 0; series < pool.size(); ++series) {
    EXPECT_LT(std::abs(std::log(fit.series[series].Mean() / (series % 2 == 0 ? 4.0 : 20.0))), 0.5) << series;
  }
}

TEST(LengthOfStayTest, StandsStaysOfNoLength) {
  const LengthOfStayFit fit = FitLengthOfStay({SeenStays{{{0.0, true}, {0.0, false}}, 1.0}});
  EXPECT_TRUE(std::isfinite(fit.common.Mean()));
  EXPECT_GT(fit.common.Mean(), 0.0);
  EXPECT_TRUE(std::isfinite(fit.series_errors[0]));
}

}  // namespace
}  // namespace prognos::models
