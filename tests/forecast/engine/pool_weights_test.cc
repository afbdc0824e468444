#include "forecast/engine/pool_weights.h"

#include "forecast/models/catalog.h"
#include "gtest/gtest.h"

namespace prognos::engine {
namespace {

// Two members of which each says the same of all eight months; without trimming in the way.
SeriesFit FitWith(double first, double second, double actual, double scale) {
  SeriesFit fit;
  fit.task.training.history = {Month::January(2020), Vector::Constant(40, actual)};
  fit.task.horizon = 8;
  fit.models = {models::FindModel("ets"), models::FindModel("remaining-budget")};
  fit.scale = scale;
  fit.candidates.one_offs.adjusted = {Month::January(2020), Vector::Constant(16, actual)};
  Matrix forecasts(8, 2);
  forecasts << Vector::Constant(8, first), Vector::Constant(8, second);
  fit.candidates.fitted.resize(2);
  fit.candidates.means = forecasts;
  fit.candidates.past = {{12, Vector::Constant(8, actual), forecasts}};
  return fit;
}

std::vector<SeriesFit> PoolOf(SeriesFit fit) {
  std::vector<SeriesFit> pool;
  pool.push_back(std::move(fit));
  return pool;
}

// (8 x 102 - 8 x 100) / 4 = 4 and (8 x 99 - 8 x 100) / 4 = -2.
TEST(PoolWeightsTest, ErrorsOfTheYearAreSumsInTheScaleOfTheirSeries) {
  const Evidence evidence = PastErrors(PoolOf(FitWith(102, 99, 100, 4)), Target::kTotal, 2, {});
  ASSERT_EQ(evidence.errors.rows(), 1);
  EXPECT_DOUBLE_EQ(evidence.errors(0, 0), 4.0);
  EXPECT_DOUBLE_EQ(evidence.errors(0, 1), -2.0);
  EXPECT_EQ(evidence.rounds, 1.0);
}

TEST(PoolWeightsTest, ErrorsOfMonthsAreOneRowAMonth) {
  const Evidence evidence = PastErrors(PoolOf(FitWith(102, 99, 100, 4)), Target::kMonths, 2, {});
  EXPECT_EQ(evidence.errors.rows(), 8);
  EXPECT_DOUBLE_EQ(evidence.errors(7, 0), 0.5);
  EXPECT_EQ(evidence.rounds, 1.0);
}

TEST(PoolWeightsTest, ASeriesThatFallsBackIsNoEvidence) {
  SeriesFit fit = FitWith(102, 99, 100, 4);
  fit.falls_back = true;
  EXPECT_EQ(PastErrors(PoolOf(std::move(fit)), Target::kTotal, 2, {}).errors.rows(), 0);
}

DefaultMembers TwoMembers() {
  DefaultMembers members;
  members.models = {models::FindModel("ets"), models::FindModel("remaining-budget")};
  members.prior = Vector::Constant(2, 0.5);
  return members;
}

std::unique_ptr<models::FittedModel> SomeFit() {
  models::TrainingData training;
  training.history = {Month::January(2020), Vector::Ones(24)};
  return *models::FindModel("run-rate")->Fit(training);
}

TEST(PoolWeightsTest, WhoDoesNotAnswerHasNoWeight) {
  SeriesFit fit = FitWith(102, 99, 100, 4);
  EXPECT_EQ(SeriesWeights(fit, Vector::Constant(2, 0.5), TwoMembers()), Vector::Zero(2));
  fit.candidates.fitted[0] = SomeFit();
  const Vector weights = SeriesWeights(fit, Vector::Constant(2, 0.5), TwoMembers());
  EXPECT_EQ(weights[0], 1.0);
  EXPECT_EQ(weights[1], 0.0);
}

// 40 known months: the budget's weight is 6 / 40 beside 0.1, 1.5 times that of the pool: 0.5 against 0.75.
TEST(PoolWeightsTest, TheBudgetsWeightFollowsTheLengthOfTheHistory) {
  SeriesFit fit = FitWith(102, 99, 100, 4);
  fit.candidates.fitted[0] = SomeFit();
  fit.candidates.fitted[1] = SomeFit();
  EXPECT_NEAR(SeriesWeights(fit, Vector::Constant(2, 0.5), TwoMembers())[1], 0.6, 1e-12);
}

TEST(PoolWeightsTest, TheFirstFallbackThatAnswersHasAllTheWeight) {
  SeriesFit fit = FitWith(102, 99, 100, 4);
  fit.falls_back = true;
  fit.candidates.fitted[1] = SomeFit();
  const Vector weights = SeriesWeights(fit, Vector::Constant(2, 0.5), TwoMembers());
  EXPECT_EQ(weights[0], 0.0);
  EXPECT_EQ(weights[1], 1.0);
}

}  // namespace
}  // namespace prognos::engine
