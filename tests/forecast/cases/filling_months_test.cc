#include "forecast/cases/filling_months.h"

#include <cmath>

#include "gtest/gtest.h"

namespace prognos::cases {
namespace {

const Month kFillingYear = Month::January(2022);
constexpr int kFillingPaths = 20'000;

// March and April 2022 are filling: 900 of 1 000 are booked, then 800.
SeriesCase Filling(const std::string& id, Flow flow, models::ExpectedGrowth growth) {
  SeriesFacts facts;
  facts.id = id;
  facts.flow = flow;
  facts.history = {kFillingYear - 12, Vector::Constant(16, 1'000.0)};
  facts.unfinished = {{kFillingYear + 2, MonthState::kUnspecified, 900.0, growth},
                      {kFillingYear + 3, MonthState::kPreliminary, 800.0, growth}};
  return CaseOf(facts, {2022, 4, 7});
}

double Correlation(const Vector& a, const Vector& b) {
  const Vector x = a.array() - a.mean();
  const Vector y = b.array() - b.mean();
  return x.dot(y) / std::sqrt(x.squaredNorm() * y.squaredNorm());
}

TEST(FillingMonthsTest, MonthsThatAreKnownFillFromWhatIsBooked) {
  const models::ExpectedGrowth growth{1'000.0, 0.0, 0.0, 30.0, 50.0};
  const SeriesCase series = Filling("a.cost", Flow::kCost, growth);
  ASSERT_EQ(FillingMonths(series).size(), 2u);
  const Matrix paths = DrawFillingMonths(series, kFillingPaths);
  ASSERT_EQ(paths.rows(), 2);
  // Of 20 000 numbers: a standard error of 30 / sqrt(20 000) = 0.2, and of the spread 0.15.
  EXPECT_NEAR(paths.row(0).mean(), 1'000.0, 0.8);
  EXPECT_NEAR(std::sqrt((paths.row(1).array() - 1'000.0).square().mean()), 30.0 * std::sqrt(50.0 / 48.0), 0.6);
  EXPECT_NEAR(Correlation(paths.row(0).transpose(), paths.row(1).transpose()), 0.0, 0.03);
  // At a cut before them they are not known.
  SeriesFacts facts;
  facts.history = series.history;
  facts.unfinished = series.unfinished;
  EXPECT_TRUE(FillingMonths(CaseOf(facts, {2022, 2, 7})).empty());
  EXPECT_EQ(DrawFillingMonths(CaseOf(facts, {2022, 2, 7}), 10).rows(), 0);
}

TEST(FillingMonthsTest, WhatIsNotKnownOfAGrowthIsTheSameWhereItIsShared) {
  const models::ExpectedGrowth own{1'000.0, 30.0, 0.0, 0.0, 1'000.0};
  const models::ExpectedGrowth shared{1'000.0, 0.0, 30.0, 0.0, 1'000.0};
  const auto draw = [](const std::string& id, Flow flow, const models::ExpectedGrowth& growth) {
    return DrawFillingMonths(Filling(id, flow, growth), kFillingPaths);
  };
  const Matrix a = draw("a", Flow::kCost, own);
  EXPECT_GT(Correlation(a.row(0).transpose(), a.row(1).transpose()), 0.999);
  EXPECT_NEAR(Correlation(a.row(0).transpose(), draw("b", Flow::kCost, own).row(0).transpose()), 0.0, 0.03);
  const Matrix pool = draw("a", Flow::kCost, shared);
  EXPECT_GT(Correlation(pool.row(0).transpose(), draw("b", Flow::kCost, shared).row(1).transpose()), 0.99);
  EXPECT_NEAR(Correlation(pool.row(0).transpose(), draw("c", Flow::kRevenue, shared).row(0).transpose()), 0.0, 0.03);
}

TEST(FillingMonthsTest, PathsFollowTheMonthsThatTheyBeginFrom) {
  const models::ExpectedGrowth growth{1'000.0, 30.0, 0.0, 0.0, 1'000.0};
  const SeriesCase series = Filling("a.cost", Flow::kCost, growth);
  EXPECT_EQ(WithFillingMonthsHigher(series).history.At(kFillingYear + 3), 1'030.0);
  EXPECT_EQ(WithFillingMonthsHigher(series).history.At(kFillingYear + 1), 1'000.0);
  // Ten in the units of the paths, hundredths, are 0.1 there for a standard error; 50 are held within 30, which is 0.3.
  Vector response(2);
  response << 0.1, 0.5;
  Matrix paths = Matrix::Zero(2, kFillingPaths);
  FollowFillingMonths(series, response, 100.0, paths);
  const Vector ends = DrawFillingMonths(series, kFillingPaths).row(1).transpose();
  EXPECT_NEAR(paths(0, 7), 0.1 * (ends[7] - 1'000.0) / 30.0, 1e-9);
  EXPECT_NEAR(paths(1, 7), 0.3 * (ends[7] - 1'000.0) / 30.0, 1e-9);
  EXPECT_NEAR(paths.row(0).mean(), 0.0, 0.003);
  // Without months that fill nothing moves.
  SeriesFacts full;
  full.history = series.history;
  Matrix same = Matrix::Constant(2, 3, 5.0);
  FollowFillingMonths(CaseOf(full, {2022, 4, 7}), response, 100.0, same);
  EXPECT_EQ(same, Matrix::Constant(2, 3, 5.0));
}

}  // namespace
}  // namespace prognos::cases
