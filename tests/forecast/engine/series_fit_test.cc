#include "forecast/engine/series_fit.h"

#include "gtest/gtest.h"

namespace prognos::engine {
namespace {

const Month kSeriesFitStart = Month::January(2018);

SeriesTask TaskOf(Vector values, int horizon = 8) {
  SeriesTask task;
  task.training.history = {kSeriesFitStart, std::move(values)};
  task.horizon = horizon;
  return task;
}

SeriesFit Fit(SeriesTask task) { return FitSeries(std::move(task), MembersFor(Target::kTotal), PastOptions()); }

// 100 a month in the first year, 130 in the second: every month 30 above the one a year before.
TEST(SeriesFitTest, TheScaleIsTheChangeFromYearToYear) {
  Vector values(24);
  values << Vector::Constant(12, 100.0), Vector::Constant(12, 130.0);
  EXPECT_DOUBLE_EQ(Fit(TaskOf(values)).scale, 30.0);
}

TEST(SeriesFitTest, WhereNothingChangedTheScaleIsTheLevelAndWhereNothingIsOne) {
  EXPECT_DOUBLE_EQ(Fit(TaskOf(Vector::Constant(24, 70.0))).scale, 70.0);
  EXPECT_DOUBLE_EQ(Fit(TaskOf(Vector::Zero(24))).scale, 1.0);
}

TEST(SeriesFitTest, AShortSeriesWithMembersThatAnswerDoesNotFallBack) {
  const SeriesFit fit = Fit(TaskOf(Vector::Constant(5, 70.0)));
  EXPECT_FALSE(fit.falls_back);
  EXPECT_EQ(fit.models, MembersFor(Target::kTotal).models);
}

TEST(SeriesFitTest, WhenNoMemberAnswersTheFallbacksAreAsked) {
  DefaultMembers members = MembersFor(Target::kTotal);
  members.models.clear();
  const SeriesFit fit = FitSeries(TaskOf(Vector::Constant(24, 70.0)), members, PastOptions());
  EXPECT_TRUE(fit.falls_back);
  EXPECT_EQ(fit.models, members.fallbacks);
  EXPECT_TRUE(fit.candidates.means.col(0).isConstant(70.0, 1e-9));  // The run rate.
}

// 250 in May 2018 and May 2019, known to April 2020: May comes first.
TEST(SeriesFitTest, PaymentsThatComeBackAreForecastByOneModelAlone) {
  Vector values = Vector::Zero(28);
  values[4] = values[16] = 250.0;
  const SeriesFit fit = Fit(TaskOf(values));
  EXPECT_TRUE(fit.stands_alone);
  ASSERT_EQ(fit.models.size(), 1u);
  EXPECT_EQ(fit.models[0], MembersFor(Target::kTotal).alone);
  EXPECT_NEAR(fit.candidates.means(0, 0), 250.0, 1e-9);
  EXPECT_FALSE(Fit(TaskOf(Vector::Constant(28, 250.0))).stands_alone);
}

// 10 a month in 2018, 20 in 2019, 30 in 2020 and January-April 2021. At the April of 2020 and 2019 the run rate said of
// the eight months to come what they became; at none is there an error.
TEST(SeriesFitTest, PastErrorsAreThoseOfTheSumAtTheSameRound) {
  Vector values(40);
  values << Vector::Constant(12, 10.0), Vector::Constant(12, 20.0), Vector::Constant(16, 30.0);
  const SeriesFit fit = Fit(TaskOf(values));
  ASSERT_EQ(fit.candidates.past.size(), 2u);
  for (size_t model = 0; model < fit.models.size(); ++model) {
    if (fit.models[model]->name() != "run-rate") continue;
    EXPECT_NEAR(*MeanAbsoluteTotalError(fit, model), 0.0, 1e-9);
  }
}

TEST(SeriesFitTest, AnAbsurdForecastIsTrimmedTodayAndThenAlike) {
  Vector values = Vector::Constant(60, 100.0);
  for (int at = 0; at < 60; ++at) values[at] += at % 3;
  SeriesFit fit = Fit(TaskOf(values));
  fit.candidates.means.col(0).setConstant(1e9);
  fit.candidates.past[0].forecasts.col(0).setConstant(-1e9);
  EXPECT_LT(TrimmedToday(fit, {}).col(0).maxCoeff(), 110.0);
  EXPECT_GT(TrimmedThen(fit, fit.candidates.past[0], {}).col(0).minCoeff(), 90.0);
}

}  // namespace
}  // namespace prognos::engine
