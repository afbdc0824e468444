#include "forecast/models/run_off/run_off.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <vector>

#include "gtest/gtest.h"

namespace prognos::models {
namespace {

TEST(RunOffTest, ThreeMonthsByHand) {
  // Gains 10, 20 and 30 of 100 each: g = 60 / 300 = 0.2. Squares 0.1^2 + 0 + 0.1^2 = 0.02, two degrees of freedom:
  // s^2 = 0.01. The series is its own pool, so that s^2 stays, with two more degrees of freedom of the pool. A month of
  // 150 becomes 180; its variance is 0.01 x 150^2 of its own and 0.01 / 3 x 150^2 of g, all of which is shared, for
  // series do not differ.
  const RunOff run_off =
      LearnRunOff({{100.0, {{0, 100.0, 110.0}, {0, 100.0, 120.0}, {0, 100.0, 130.0}}}}).series.front();
  const ExpectedGrowth at = run_off.At(150.0, 0);
  EXPECT_NEAR(at.expected, 180.0, 1e-9);
  EXPECT_NEAR(at.chance, 15.0, 1e-9);
  EXPECT_NEAR(at.own_error, 0.0, 1e-9);
  EXPECT_NEAR(at.pool_error, std::sqrt(75.0), 1e-9);
  EXPECT_NEAR(at.StandardError(), std::sqrt(225.0 + 75.0), 1e-9);
  EXPECT_EQ(at.freedom, 4.0);
  EXPECT_TRUE(run_off.IsClear(150.0, 0));  // 30 are 3.5 times 8.66.
  // An empty month counts as half of an ordinary one, a month of five levels as two: 0.2 x 50 and 0.2 x 200 are added.
  EXPECT_NEAR(run_off.At(0.0, 0).expected, 10.0, 1e-9);
  EXPECT_NEAR(run_off.At(500.0, 0).expected, 540.0, 1e-9);
  EXPECT_EQ(run_off.At(150.0, 1).expected, 150.0);  // Nothing is known of that age.
}

TEST(RunOffTest, WithExposuresAsBookedTheGrowthIsMacksFactor) {
  // Mack (1993): f = (120 + 220 + 50) / (100 + 200 + 40) = 390 / 340, of a month of 80.
  RunOffOptions mack;
  mack.least_exposure = 0.0;
  mack.most_exposure = std::numeric_limits<double>::infinity();
  const FillingHistory series{100.0, {{0, 100.0, 120.0}, {0, 200.0, 220.0}, {0, 40.0, 50.0}}};
  EXPECT_NEAR(LearnRunOff({series}, mack).series.front().At(80.0, 0).expected, 80.0 * 390.0 / 340.0, 1e-9);
}

TEST(RunOffTest, ASeriesWithoutMonthsTakesThePoolsGrowthAndOneWithManyItsOwn) {
  FillingHistory fast{100.0, {}};
  FillingHistory slow{1000.0, {}};
  for (int i = 0; i < 60; ++i) {
    const double sign = i % 2 == 0 ? 1.0 : -1.0;
    fast.months.push_back({0, 100.0, 120.0 + sign});
    slow.months.push_back({0, 1000.0, 1100.0 + 10.0 * sign});
  }
  const LearntRunOff learnt = LearnRunOff({fast, slow, {500.0, {}}});
  EXPECT_NEAR(learnt.series[0].At(100.0, 0).expected, 120.0, 0.1);
  EXPECT_NEAR(learnt.series[1].At(1000.0, 0).expected, 1100.0, 1.0);
  EXPECT_NEAR(learnt.series[2].At(500.0, 0).expected, 575.0, 1.0);
  EXPECT_NEAR(learnt.pool[0].growth, 0.15, 1e-3);
  EXPECT_EQ(learnt.pool[0].months, 60);
  // How far series differ is what is not known of the third.
  EXPECT_NEAR(learnt.series[2].At(500.0, 0).own_error, 500.0 * std::sqrt(0.005), 1.0);
}

TEST(RunOffTest, ALedgerWithoutLoadsSaysNothing) {
  const LearntRunOff learnt = LearnRunOff({{1000.0, {}}, {500.0, {}}});
  for (const RunOff& run_off : learnt.series) {
    EXPECT_FALSE(run_off.Knows(0));
    EXPECT_FALSE(run_off.IsClear(123.0, 0));
    EXPECT_EQ(run_off.At(123.0, 0).expected, 123.0);
    EXPECT_EQ(run_off.At(123.0, 0).StandardError(), 0.0);
  }
  for (const PoolGrowth& of_age : learnt.pool) EXPECT_EQ(of_age.months, 0);
  EXPECT_TRUE(LearnRunOff({}).series.empty());
}

FillingHistory Growing(double level, double by, int months) {
  FillingHistory history{level, {}};
  for (int i = 0; i < months; ++i) {
    const double value = level * (1.0 + 0.1 * std::sin(i));
    for (int age = 0; age < kRunOffAges; ++age) history.months.push_back({age, value, value * (1.0 + by)});
  }
  return history;
}

TEST(RunOffTest, MonthsThatNeverChangedStandAsTheyAre) {
  const RunOff run_off = LearnRunOff({Growing(1000.0, 0.0, 12), Growing(10.0, 0.0, 12)}).series.front();
  EXPECT_EQ(run_off.At(1234.0, 0).expected, 1234.0);
  EXPECT_EQ(run_off.At(1234.0, 0).StandardError(), 0.0);
  EXPECT_FALSE(run_off.IsClear(1234.0, 0));
}

TEST(RunOffTest, AGrowthThatIsAlwaysTheSameIsCertainOnceThreeMonthsAreFull) {
  const RunOff run_off = LearnRunOff({Growing(1000.0, 0.05, 12)}).series.front();
  EXPECT_NEAR(run_off.At(1000.0, 0).expected, 1050.0, 1e-6);
  EXPECT_NEAR(run_off.At(1000.0, 2).expected, 1050.0, 1e-6);
  EXPECT_TRUE(run_off.IsClear(1000.0, 0));
  EXPECT_TRUE(LearnRunOff({Growing(1000.0, 0.05, 3)}).series.front().IsClear(1000.0, 0));
  EXPECT_FALSE(LearnRunOff({Growing(1000.0, 0.05, 2)}).series.front().IsClear(1000.0, 0));
}

TEST(RunOffTest, MonthsMayShrinkAndSeriesMayBeNegative) {
  const RunOff shrinking = LearnRunOff({Growing(1000.0, -0.04, 8)}).series.front();
  EXPECT_NEAR(shrinking.At(1000.0, 2).expected, 960.0, 1e-6);
  EXPECT_TRUE(shrinking.IsClear(1000.0, 2));
  // Turning every sign turns the answer.
  const RunOff turned = LearnRunOff({Growing(-1000.0, -0.04, 8)}).series.front();
  for (const double booked : {-2500.0, -1000.0, 0.0, 400.0}) {
    EXPECT_NEAR(turned.At(booked, 0).expected, -shrinking.At(-booked, 0).expected, 1e-9) << booked;
    EXPECT_NEAR(turned.At(booked, 0).StandardError(), shrinking.At(-booked, 0).StandardError(), 1e-9) << booked;
  }
}

TEST(RunOffTest, OneCorrectionAloneMakesNoGrowthClear) {
  FillingHistory history = Growing(1000.0, 0.0, 20);
  history.months[3 * 11].full -= 600.0;
  const RunOff run_off = LearnRunOff({history}).series.front();
  EXPECT_LT(run_off.At(1000.0, 0).expected, 1000.0);
  EXPECT_FALSE(run_off.IsClear(1000.0, 0));
  // Money that was moved elsewhere, and an amount that was in the wrong unit, teach nothing at all.
  history = Growing(1000.0, 0.0, 20);
  history.months[0].full = 0.0;
  history.months[3].booked = 1.0;
  history.months[3].full = 9'000.0;
  EXPECT_EQ(LearnRunOff({history}).series.front().At(1000.0, 0).expected, 1000.0);
}

TEST(RunOffTest, TheUnitOfASeriesDoesNotMatter) {
  std::vector<FillingHistory> pool;
  RandomGenerator generator(7);
  for (int series = 0; series < 5; ++series) {
    FillingHistory history{1000.0, {}};
    for (int i = 0; i < 9; ++i) history.months.push_back({0, 900.0, 900.0 + 100.0 * generator.Normal()});
    pool.push_back(history);
  }
  std::vector<FillingHistory> scaled = pool;
  constexpr double kScale = 128.0;  // A power of two: exact.
  for (FilledMonth& month : scaled[2].months) {
    month.booked *= kScale;
    month.full *= kScale;
  }
  scaled[2].level *= kScale;
  const std::vector<RunOff> one = LearnRunOff(pool).series;
  const std::vector<RunOff> other = LearnRunOff(scaled).series;
  EXPECT_NEAR(other[2].At(kScale * 900.0, 0).expected, kScale * one[2].At(900.0, 0).expected, 1e-6);
  EXPECT_NEAR(other[2].At(kScale * 900.0, 0).StandardError(), kScale * one[2].At(900.0, 0).StandardError(), 1e-6);
  EXPECT_NEAR(other[0].At(900.0, 0).expected, one[0].At(900.0, 0).expected, 1e-9);
}

TEST(RunOffTest, AStretchedNormalNumberIsStudents) {
  // Of t with five degrees of freedom 90 % lie below 1.476, 97.5 % below 2.571; of 200 000 numbers, within 0.3 %.
  constexpr int kDraws = 200'000;
  RandomGenerator generator(3);
  int below_90 = 0;
  int below_97 = 0;
  for (int i = 0; i < kDraws; ++i) {
    const double t = StretchOfT(5.0, generator) * generator.Normal();
    below_90 += t < 1.476 ? 1 : 0;
    below_97 += t < 2.571 ? 1 : 0;
  }
  EXPECT_NEAR(below_90 / static_cast<double>(kDraws), 0.90, 0.003);
  EXPECT_NEAR(below_97 / static_cast<double>(kDraws), 0.975, 0.003);
}

// Late invoices with a known truth. A month of a series ends at `full`; at age a its share p_a of it is booked, less
// what its own bad luck keeps back: noise (kRunOffAges - a) / kRunOffAges of the month, anew at each age (`wandering`),
// or the same luck less and less, as of invoices that come one by one.
struct Simulated {
  int series = 30;
  int months = 18;  // Loads that follow each other.
  double noise = 0.03;
  bool wandering = true;
  double between = 0.03;        // How far series differ in their shares ...
  double between_noises = 0.0;  // ... and in their noise, on the log scale.
  std::array<double, kRunOffAges> shares = {0.85, 0.95, 0.985};
};

struct Truth {
  std::vector<FillingHistory> pool;
  std::vector<std::array<double, kRunOffAges>> booked;  // The three months that fill, by age.
  std::vector<std::array<double, kRunOffAges>> full;
};

Truth Simulate(const Simulated& truth, uint64_t seed) {
  RandomGenerator generator(seed);
  Truth result;
  for (int series = 0; series < truth.series; ++series) {
    const double level = std::exp(6.0 + 1.5 * generator.Normal());
    const double slower = 1.0 + truth.between / 0.15 * generator.Normal();  // Of the missing share.
    const double noise = truth.noise * std::exp(truth.between_noises * generator.Normal());
    FillingHistory history{level, {}};
    std::array<double, kRunOffAges> booked{};
    std::array<double, kRunOffAges> full{};
    for (int month = 0; month < truth.months; ++month) {
      const double end = level * (1.0 + 0.2 * std::sin(0.52 * month) + 0.1 * generator.Normal());
      const int newest_age = truth.months - 1 - month;  // At the last load.
      double luck = generator.Normal();
      for (int age = 0; age < kRunOffAges; ++age) {
        const size_t at = static_cast<size_t>(age);
        if (truth.wandering) luck = generator.Normal();
        const double left = noise * (kRunOffAges - age) / kRunOffAges * luck;
        const double value = end * (1.0 - (1.0 - truth.shares[at]) * slower - left);
        if (newest_age >= kRunOffAges) history.months.push_back({age, value, end});
        if (newest_age != age) continue;
        booked[at] = value;
        full[at] = end;
      }
    }
    result.pool.push_back(history);
    result.booked.push_back(booked);
    result.full.push_back(full);
  }
  return result;
}

struct Measured {
  std::array<double, kRunOffAges> bias{};  // Of the sum of all months of an age, as a share of it.
  std::array<double, kRunOffAges> covered{};
  double sum_covered = 0.0;  // Of the three months of all series together.
};

bool Within80(std::vector<double> draws, double truth) {
  std::sort(draws.begin(), draws.end());
  return truth >= draws[draws.size() / 10] && truth <= draws[draws.size() - draws.size() / 10 - 1];
}

Measured Measure(const Simulated& simulated, int rounds, uint64_t seed) {
  constexpr int kDraws = 400;
  Measured measured;
  std::array<double, kRunOffAges> expected{};
  std::array<double, kRunOffAges> full{};
  for (int round = 0; round < rounds; ++round) {
    const Truth truth = Simulate(simulated, seed + static_cast<uint64_t>(round));
    const std::vector<RunOff> learnt = LearnRunOff(truth.pool).series;
    std::vector<double> sums(kDraws, 0.0);
    double true_sum = 0.0;
    RandomGenerator own(seed ^ static_cast<uint64_t>(round * 977 + 13));
    for (size_t series = 0; series < learnt.size(); ++series) {
      RandomGenerator pool(seed + static_cast<uint64_t>(round));
      std::array<ExpectedGrowth, kRunOffAges> at;
      for (size_t age = 0; age < kRunOffAges; ++age) {
        at[age] = learnt[series].At(truth.booked[series][age], static_cast<int>(age));
        expected[age] += at[age].expected;
        full[age] += truth.full[series][age];
        true_sum += truth.full[series][age];
      }
      std::array<std::vector<double>, kRunOffAges> draws;
      for (int draw = 0; draw < kDraws; ++draw) {
        const double stretch = StretchOfT(at[0].freedom, own);
        const double own_normal = own.Normal();
        const double pool_normal = pool.Normal();
        for (size_t age = 0; age < kRunOffAges; ++age) {
          draws[age].push_back(at[age].Draw(stretch, own_normal, pool_normal, own.Normal()));
          sums[static_cast<size_t>(draw)] += draws[age].back();
        }
      }
      for (size_t age = 0; age < kRunOffAges; ++age) {
        measured.covered[age] += Within80(draws[age], truth.full[series][age]) ? 1.0 : 0.0;
      }
    }
    measured.sum_covered += Within80(sums, true_sum) ? 1.0 : 0.0;
  }
  for (size_t age = 0; age < kRunOffAges; ++age) {
    measured.bias[age] = expected[age] / full[age] - 1.0;
    measured.covered[age] /= rounds * simulated.series;
  }
  measured.sum_covered /= rounds;
  return measured;
}

// The bias is under one per cent, and a central 80 % holds 80 +- 4 cases of 100. Of 1 200 cases of an honest interval a
// share outside of 80 +- 2.6 x sqrt(0.8 x 0.2 / 1200) = 80 +- 3 comes in one of a hundred: 70 or 90 would show.
void ExpectUnbiasedAndHonest(const Simulated& simulated, int rounds, const char* what) {
  const Measured measured = Measure(simulated, rounds, 20221);
  for (size_t age = 0; age < kRunOffAges; ++age) {
    EXPECT_LT(std::abs(measured.bias[age]), 0.01) << what << ", age " << age;
    EXPECT_NEAR(measured.covered[age], 0.80, 0.04) << what << ", age " << age;
  }
}

TEST(RunOffTest, AKnownRunOffIsRecovered) { ExpectUnbiasedAndHonest({}, 40, "thirty series, eighteen loads"); }

TEST(RunOffTest, InvoicesThatComeOneByOne) {
  Simulated one_by_one;
  one_by_one.wandering = false;
  ExpectUnbiasedAndHonest(one_by_one, 40, "one by one");
}

TEST(RunOffTest, AYearOfLoads) {
  Simulated year;
  year.months = 12;
  ExpectUnbiasedAndHonest(year, 40, "a year");
}

TEST(RunOffTest, AShortLedgerBorrowsFromTheOtherSeries) {
  Simulated short_ledger;
  short_ledger.months = 6;  // Three months are full.
  ExpectUnbiasedAndHonest(short_ledger, 40, "six loads");
}

// Those that are steadier than the others borrow some of their noise: the interval is a little too wide, never too
// narrow.
TEST(RunOffTest, SeriesThatDifferInTheirNoise) {
  Simulated different;
  different.months = 12;
  different.between_noises = 0.4;
  const Measured measured = Measure(different, 40, 20221);
  for (size_t age = 0; age < kRunOffAges; ++age) {
    EXPECT_LT(std::abs(measured.bias[age]), 0.01) << age;
    EXPECT_GT(measured.covered[age], 0.77) << age;
    EXPECT_LT(measured.covered[age], 0.88) << age;
  }
}

TEST(RunOffTest, OneSeriesAlone) {
  Simulated alone;
  alone.series = 1;
  alone.months = 24;
  ExpectUnbiasedAndHonest(alone, 1'200, "alone");
}

TEST(RunOffTest, MonthsThatShrink) {
  Simulated shrinking;
  shrinking.shares = {1.10, 1.04, 1.01};  // Refunds that are booked late against the cost.
  ExpectUnbiasedAndHonest(shrinking, 40, "shrinking");
}

// The sum of all series: of 600 pools a share outside of 80 +- 2.6 x sqrt(0.16 / 600) = 80 +- 4.2 comes in one of a
// hundred.
TEST(RunOffTest, TheIntervalOfTheSumOfAPoolIsHonest) {
  Simulated simulated;
  simulated.series = 12;
  simulated.months = 12;
  EXPECT_NEAR(Measure(simulated, 600, 5).sum_covered, 0.80, 0.042);
}

}  // namespace
}  // namespace prognos::models
