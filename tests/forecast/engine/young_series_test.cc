// Young and rare series in an organization: their level is their own.
#include <cmath>
#include <string>
#include <vector>

#include "forecast/base/random.h"
#include "forecast/engine/forecaster.h"
#include "forecast/engine/path_summary.h"
#include "gtest/gtest.h"

namespace prognos::engine {
namespace {

const Month kYoungSeriesEnd = Month::January(2022) + 8;  // January-August 2022 are known.
constexpr int kYoungSeriesMonths = 56;
constexpr int kHorizon = 4;

MonthlySeries Ending(const Vector& values) { return {kYoungSeriesEnd - static_cast<int>(values.size()), values}; }

// Ten series of two years and a half and more, around levels of 1 000 to 10 000, with what `shape` makes of month `at`
// (0 is 56 months before the end) of series `of`.
template <typename Shape>
std::vector<MonthlySeries> Pool(const Shape& shape) {
  std::vector<MonthlySeries> pool;
  for (int of = 0; of < 10; ++of) {
    RandomGenerator generator(static_cast<uint64_t>(of));
    Vector values(kYoungSeriesMonths);
    for (int at = 0; at < kYoungSeriesMonths; ++at) {
      values[at] = 1000.0 * (of + 1) * shape(of, at) * (1.0 + 0.05 * generator.Normal());
    }
    pool.push_back(Ending(values));
  }
  return pool;
}

double Even(int, int) { return 1.0; }
double Seasonal(int, int at) { return at % 12 < 4 ? 1.5 : 0.8; }
// Every other series ends, each in its time.
double Ended(int of, int at) { return of % 2 == 1 || at < kYoungSeriesMonths - 6 - of ? 1.0 : 0.0; }
// Every other series is paid once a year.
double Yearly(int of, int at) { return of % 2 == 1 ? 1.0 : at % 12 == 9 ? 12.0 : 0.0; }

std::vector<SeriesForecast> ForecastAll(const std::vector<MonthlySeries>& histories) {
  std::vector<SeriesTask> tasks;
  for (const MonthlySeries& history : histories) tasks.push_back({{history, {}, {}}, kHorizon, tasks.size()});
  ForecastOptions options;
  options.path_count = 400;
  const auto forecaster = Forecaster::Prepare(std::move(tasks), options);
  EXPECT_TRUE(forecaster.ok()) << forecaster.status();
  std::vector<SeriesForecast> forecasts;
  for (int at = 0; at < forecaster->size(); ++at) forecasts.push_back(forecaster->Draw(at));
  return forecasts;
}

// September-December of `young` among `pool`.
SeriesForecast ForecastAmong(std::vector<MonthlySeries> pool, const Vector& young) {
  pool.insert(pool.begin(), Ending(young));
  return ForecastAll(pool).front();
}

Vector WithPayments(int months, int first, int rhythm, double amount) {
  Vector values = Vector::Zero(months);
  for (int at = first; at < months; at += rhythm) values[at] = amount;
  return values;
}

std::vector<double> Interval80(const SeriesForecast& forecast) {
  return SampleQuantiles(PathTotals(forecast.paths), {0.1, 0.9});
}

// Once it was the mean of the months, a twelfth, for the most part: 130 for 250, with a median of 54.
TEST(YoungSeriesTest, TwoYearlyPaymentsAreForecastAgainInTheirMonth) {
  const Vector payments = WithPayments(24, 1, 12, 250.0);  // Each October.
  for (const auto& pool : {Pool(Even), Pool(Seasonal), std::vector<MonthlySeries>()}) {
    const SeriesForecast forecast = ForecastAmong(pool, payments);
    EXPECT_NEAR(forecast.mean[1], 250.0, 0.01);
    EXPECT_NEAR(forecast.mean.sum(), forecast.mean[1], 1e-9);
    const std::vector<double> ends = Interval80(forecast);
    EXPECT_GT(ends[0], 200.0);
    EXPECT_LT(ends[1], 300.0);
    EXPECT_GT(ends[1], ends[0] + 10.0);
  }
}

// Once 396.6, with an 80 % interval from 395.9 to 397.3 that the 400 to come lay outside.
TEST(YoungSeriesTest, AQuarterlyPaymentIsExpectedInFullAndItsIntervalHoldsIt) {
  const Vector payments = WithPayments(42, 0, 3, 200.0);  // The last in June: September and December are to come.
  const SeriesForecast forecast = ForecastAmong(Pool(Even), payments);
  EXPECT_NEAR(forecast.mean[0], 200.0, 0.01);
  EXPECT_NEAR(forecast.mean[3], 200.0, 0.01);
  EXPECT_EQ(forecast.mean[1], 0.0);
  const std::vector<double> ends = Interval80(forecast);
  EXPECT_LT(ends[0], 395.0);
  EXPECT_GT(ends[1], 405.0);
}

// 194 a month without the large one, 240 after it. Once 386 were expected, from 0 to a thousand.
TEST(YoungSeriesTest, OneOutlierInAYearDoesNotRepeat) {
  Vector values(12);
  values << 127, 96, 138, 155, 121, 3070, 238, 258, 227, 330, 216, 241;
  for (const auto& pool : {Pool(Even), std::vector<MonthlySeries>()}) {
    const SeriesForecast forecast = ForecastAmong(pool, values);
    EXPECT_GT(forecast.mean.sum() / kHorizon, 180.0);
    EXPECT_LT(forecast.mean.sum() / kHorizon, 300.0);
    EXPECT_GT(Interval80(forecast)[0], 400.0);
    EXPECT_LT(Interval80(forecast)[1], 2000.0);
    bool told = false;
    for (const Remark& remark : forecast.remarks) told |= remark.code == RemarkCode::kOneOff;
    EXPECT_TRUE(told);
  }
}

// Whatever becomes of the others: some end, some are paid once a year.
TEST(YoungSeriesTest, TheLevelOfANewSeriesIsItsOwn) {
  for (const auto& pool : {Pool(Even), Pool(Ended), Pool(Yearly)}) {
    for (const int months : {5, 12}) {
      RandomGenerator generator(7);
      Vector values(months);
      for (double& value : values) value = 400.0 * (1.0 + 0.03 * generator.Normal());
      const SeriesForecast forecast = ForecastAmong(pool, values);
      EXPECT_NEAR(forecast.mean.sum() / kHorizon, values.mean(), 0.07 * values.mean()) << months;
    }
  }
}

TEST(YoungSeriesTest, ASeriesMovesByLessThanAHundredthWhenOnlyTheLastMonthOfOthersChanges) {
  std::vector<MonthlySeries> histories = Pool(Seasonal);
  RandomGenerator generator(7);
  for (const int months : {4, 8, 14, 20, 27}) {
    Vector values(months);
    for (double& value : values) value = 400.0 * (1.0 + 0.05 * generator.Normal());
    histories.push_back(Ending(values));
  }
  const std::vector<SeriesForecast> before = ForecastAll(histories);
  for (const double factor : {0.5, 2.0, 0.0}) {
    std::vector<MonthlySeries> changed = histories;
    for (size_t at = 0; at < changed.size(); at += 2) changed[at].values[changed[at].size() - 1] *= factor;
    const std::vector<SeriesForecast> after = ForecastAll(changed);
    for (size_t at = 1; at < before.size(); at += 2) {
      EXPECT_NEAR(after[at].mean.sum() / before[at].mean.sum(), 1.0, 0.01) << at << ", times " << factor;
    }
  }
}

}  // namespace
}  // namespace prognos::engine
