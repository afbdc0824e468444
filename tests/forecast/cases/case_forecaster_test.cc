#include "forecast/cases/case_forecaster.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/status_matchers.h"

namespace prognos::cases {
namespace {

using ::testing::HasSubstr;

const Month kCaseForecasterYear = Month::January(2022);
constexpr Cut kSpring{2022, 4, 7};
// The engine moves a forecast into the middle of its paths, to about nine digits.
constexpr double kOfPaths = 1e-6;

SeriesFacts Constant(double ore, int months) {
  SeriesFacts facts;
  facts.id = "a.cost";
  facts.flow = Flow::kCost;
  facts.history = {kCaseForecasterYear + 4 - months, Vector::Constant(months, ore)};
  return facts;
}

engine::ForecastOptions Asking(const std::string& model) {
  engine::ForecastOptions options;
  options.model = model;
  options.path_count = 200;
  return options;
}

TEST(CaseForecasterTest, AnswersAreInOre) {
  const auto forecaster = CaseForecaster::Prepare({CaseOf(Constant(12'345.0, 40), kSpring)}, Asking("run-rate"));
  ASSERT_THAT(forecaster.status(), IsOk());
  const engine::SeriesForecast forecast = forecaster->Draw(0);
  ASSERT_EQ(forecast.mean.size(), 8);
  EXPECT_NEAR(forecast.mean[0], 12'345.0, kOfPaths * 12'345.0);
  EXPECT_NEAR(forecast.paths.row(0).mean(), 12'345.0, kOfPaths * 12'345.0);
}

// 200 kronor a month in 2021, 300 now: the same round of 2021 would have been off by nothing, 2020 by 8 x 100 kronor.
TEST(CaseForecasterTest, PastErrorsAreInOreToo) {
  SeriesFacts facts = Constant(20'000.0, 40);
  facts.history.values.head(16).setConstant(10'000.0);  // January 2019 ... April 2020.
  const auto forecaster = CaseForecaster::Prepare({CaseOf(facts, kSpring)}, Asking("run-rate"));
  ASSERT_THAT(forecaster.status(), IsOk());
  const engine::SeriesForecast forecast = forecaster->Draw(0);
  ASSERT_EQ(forecast.past_years, 2);
  EXPECT_NEAR(*forecast.past_error, 80'000.0 / 2, 1e-3);
}

// A declared doubling reaches further than the engine lets any forecast go: ten times the largest month.
TEST(CaseForecasterTest, AKnownFutureIsNotHeldWithinThePast) {
  SeriesFacts facts = Constant(10'000.0, 40);
  facts.effects = {{.first = kCaseForecasterYear + 11, .last = kCaseForecasterYear + 11, .factor = 20.0}};
  const auto forecaster = CaseForecaster::Prepare({CaseOf(facts, kSpring)}, Asking(engine::kDefaultModel));
  ASSERT_THAT(forecaster.status(), IsOk());
  const engine::SeriesForecast forecast = forecaster->Draw(0);
  EXPECT_NEAR(forecast.mean[6], 10'000.0, 1.0);
  EXPECT_NEAR(forecast.mean[7], 200'000.0, 20.0);
}

// A price that rose by 8 per cent in March, and what is told of it in April, make the forecast of a series that was
// always at the new price: the months before are brought up, and the rise is not learned twice.
TEST(CaseForecasterTest, APriceThatRoseIsTodaysLevel) {
  SeriesFacts always = Constant(0.0, 40);
  for (int at = 0; at < 40; ++at) always.history.values[at] = 100'000.0 + 7'000.0 * (at % 12) + 900.0 * (at * at % 7);
  SeriesFacts risen = always;
  risen.history.values.head(38) /= 1.08;
  risen.effects = {{.first = kCaseForecasterYear + 2, .last = kCaseForecasterYear + 100, .factor = 1.08}};
  const auto forecaster = CaseForecaster::Prepare({CaseOf(risen, kSpring)}, Asking(engine::kDefaultModel));
  const auto expected = CaseForecaster::Prepare({CaseOf(always, kSpring)}, Asking(engine::kDefaultModel));
  ASSERT_THAT(forecaster.status(), IsOk());
  ASSERT_THAT(expected.status(), IsOk());
  EXPECT_TRUE(forecaster->Draw(0).mean.isApprox(expected->Draw(0).mean, 1e-6));
  EXPECT_TRUE(forecaster->Draw(0).paths.isApprox(expected->Draw(0).paths, 1e-4));
}

TEST(CaseForecasterTest, AModelThatAbstainsIsReplacedOrTold) {
  const auto forecaster = CaseForecaster::Prepare({CaseOf(Constant(10'000.0, 3), kSpring)}, Asking("seasonal-naive"));
  ASSERT_THAT(forecaster.status(), IsOk());
  EXPECT_THAT(forecaster->DrawOwn(0).status(), StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("months")));
  EXPECT_NEAR(forecaster->Draw(0).mean[0], 10'000.0, 1.0);
}

TEST(CaseForecasterTest, WhatOnlyTeachesIsNotForecastByAModelAskedFor) {
  SeriesCase taught = CaseOf(Constant(10'000.0, 40), kSpring);
  taught.only_teaches = true;
  const auto forecaster = CaseForecaster::Prepare({taught}, Asking("ets"));
  ASSERT_THAT(forecaster.status(), IsOk());
  EXPECT_EQ(forecaster->Draw(0).mean.size(), 0);
}

}  // namespace
}  // namespace prognos::cases
