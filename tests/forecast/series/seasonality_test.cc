#include "forecast/series/seasonality.h"

#include <cmath>

#include "forecast/base/random.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace prognos {
namespace {

constexpr std::array<double, 12> kFactors = {1.4, 1.2, 1.1, 1.0, 0.9, 0.8, 0.7, 0.8, 0.9, 1.0, 1.1, 1.1};

// (100 + row) x factor: twelve factors with mean 1 (their sum is 12.0).
Vector SeasonalTrend(int n) {
  Vector values(n);
  for (int row = 0; row < n; ++row) values[row] = (100.0 + row) * kFactors[row % 12];
  return values;
}

// Values 0, 1, 2, ...: the mean over a window that is symmetric about row r is r.
TEST(SeasonalityTest, CentredMeanOfALineIsTheLineWithoutItsEnds) {
  const Vector trend = CentredYearMean(Vector::LinSpaced(15, 0.0, 14.0));
  for (const int row : {0, 5, 9, 14}) EXPECT_TRUE(std::isnan(trend[row])) << row;
  for (const int row : {6, 7, 8}) EXPECT_DOUBLE_EQ(trend[row], row);
}

TEST(SeasonalityTest, AdditiveProfileOfALinePlusSeasonIsTheSeason) {
  Vector values(48);
  for (int row = 0; row < 48; ++row) values[row] = -20.0 + 3.0 * row + 10.0 * (kFactors[row % 12] - 1.0);
  const SeasonalProfile profile = EstimateProfile(values, SeasonalForm::kAdditive);
  for (int month = 0; month < 12; ++month) EXPECT_NEAR(profile.index[month], 10.0 * (kFactors[month] - 1.0), 1e-9);
  EXPECT_NEAR(profile.standard_error, 0.0, 1e-9);
}

TEST(SeasonalityTest, MultiplicativeProfileRecoversFactorsUpToTheTrendInsideTheYear) {
  const SeasonalProfile profile = EstimateProfile(SeasonalTrend(120), SeasonalForm::kMultiplicative);
  EXPECT_EQ(profile.form, SeasonalForm::kMultiplicative);
  for (int month = 0; month < 12; ++month) EXPECT_NEAR(profile.index[month], kFactors[month], 0.01) << month;
}

TEST(SeasonalityTest, RemoveAndApplyAreInverses) {
  for (const SeasonalForm form : {SeasonalForm::kNone, SeasonalForm::kAdditive, SeasonalForm::kMultiplicative}) {
    const SeasonalProfile profile = EstimateProfile(SeasonalTrend(36), form);
    EXPECT_EQ(profile.form, form);
    for (int row = 0; row < 30; ++row) EXPECT_NEAR(profile.Apply(row, profile.Remove(row, 77.0)), 77.0, 1e-12);
  }
}

TEST(SeasonalityTest, AValueThatIsNotPositiveMakesTheProfileAdditive) {
  Vector values = SeasonalTrend(36);
  values[7] = 0.0;
  EXPECT_EQ(EstimateProfile(values, SeasonalForm::kMultiplicative).form, SeasonalForm::kAdditive);
  values[7] = -5.0;
  EXPECT_EQ(EstimateProfile(values, SeasonalForm::kMultiplicative).form, SeasonalForm::kAdditive);
}

// Indexes 1.2 and 0.8, six of each: their variance is 12 x 0.04 / 11 = 0.04364. A standard error of 0.1 takes away
// 0.01 / 0.04364 = 22.92 %: 1 + 0.2 x 0.7708 = 1.15417. A standard error of 0.3 (0.09 > 0.04364) takes away all.
TEST(SeasonalityTest, ShrinkingKeepsWhatTheStandardErrorDoesNotExplain) {
  SeasonalProfile profile{SeasonalForm::kMultiplicative, {}, 0.1};
  for (int month = 0; month < 12; ++month) profile.index[month] = month % 2 == 0 ? 1.2 : 0.8;
  EXPECT_NEAR(Shrunk(profile).index[0], 1.0 + 0.2 * (1.0 - 0.01 * 11.0 / (12.0 * 0.04)), 1e-12);
  profile.standard_error = 0.3;
  EXPECT_DOUBLE_EQ(Shrunk(profile).index[1], 1.0);
  profile.standard_error = 0.0;
  EXPECT_DOUBLE_EQ(Shrunk(profile).index[1], 0.8);
}

TEST(SeasonalityTest, LessThanTwoYearsHaveNoProfile) {
  EXPECT_EQ(EstimateProfile(SeasonalTrend(23), SeasonalForm::kAdditive).form, SeasonalForm::kNone);
}

TEST(SeasonalityTest, TestFindsSeasonAndRejectsConstantsAndShortSeries) {
  EXPECT_TRUE(IsSeasonal(SeasonalTrend(60)));
  EXPECT_FALSE(IsSeasonal(SeasonalTrend(24)));
  EXPECT_FALSE(IsSeasonal(Vector::Constant(60, 1e12)));
}

// A test at the 90 % level calls about one in ten series of white noise seasonal; 1000 series: 100, give or take
// four standard deviations of 9.5 and the small-sample bias of the autocorrelation at lag 12.
TEST(SeasonalityTest, WhiteNoiseIsCalledSeasonalAboutOnceInTen) {
  RandomGenerator generator(1);
  int seasonal = 0;
  for (int series = 0; series < 1000; ++series) {
    Vector values(120);
    for (double& value : values) value = generator.Normal();
    seasonal += IsSeasonal(values);
  }
  EXPECT_THAT(seasonal, testing::AllOf(testing::Gt(50), testing::Lt(150)));
}

}  // namespace
}  // namespace prognos
