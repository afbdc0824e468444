#include "benchmarks/generated_series.h"

#include "forecast/models/catalog.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace prognos::benchmarks {
namespace {

TEST(GeneratedSeriesTest, TheSameNumberGivesTheSameSeries) {
  EXPECT_EQ(GenerateSeries(3, 60).values, GenerateSeries(3, 60).values);
  EXPECT_NE(GenerateSeries(3, 60).values, GenerateSeries(4, 60).values);
}

TEST(GeneratedSeriesTest, EverySeriesEndsInAugust2022) {
  for (const int months : {1, 24, 240}) {
    const MonthlySeries series = GenerateSeries(0, months);
    EXPECT_EQ(series.size(), months);
    EXPECT_EQ(series.end(), Month::January(2022) + 8);
  }
}

// Level 1e5 to 1e6, trend 0.1 to 1 + 0.08 * 20 = 2.6, season and noise factors 0.7 to 1.3 and 0.4 to 1.6.
TEST(GeneratedSeriesTest, EveryValueIsWithinTheStatedParts) {
  for (int number = 0; number < 200; ++number) {
    const MonthlySeries series = GenerateSeries(number, 240);
    EXPECT_GE(series.values.minCoeff(), 1e5 * 0.1 * 0.7 * 0.4) << "series " << number;
    EXPECT_LE(series.values.maxCoeff(), 1e6 * 2.6 * 1.3 * 1.6) << "series " << number;
  }
}

TEST(GeneratedSeriesTest, EveryModelAnswersForTwoYears) {
  for (const models::TrainingData& training : GenerateTraining(8, 24)) {
    for (const auto& model : models::Catalog()) EXPECT_TRUE(model->Fit(training).ok()) << model->name();
  }
}

}  // namespace
}  // namespace prognos::benchmarks
