#include "forecast/models/baselines/remaining_budget.h"

#include "gtest/gtest.h"
#include "tests/forecast/models/sample_series.h"
#include "tests/status_matchers.h"

namespace prognos::models {
namespace {

TrainingData WithBudget(Vector budget) {
  TrainingData training = History(Month::January(2022), Vector::Ones(10));
  training.budget = {Month::January(2022), std::move(budget)};
  return training;
}

TEST(RemainingBudgetTest, TheMonthsToComeAreThoseOfTheBudget) {
  const TrainingData training = WithBudget(Vector::LinSpaced(12, 1, 12));
  EXPECT_EQ(RemainingBudget().Predict(training, training.history.end(), 2), Values({11, 12}));
}

TEST(RemainingBudgetTest, PastItsEndTheLastTwelveMonthsRepeat) {
  const TrainingData training = WithBudget(Vector::LinSpaced(12, 1, 12));
  const Vector forecast = RemainingBudget().Predict(training, training.history.end(), 27);
  EXPECT_EQ(Vector(forecast.segment(2, 12)), Vector::LinSpaced(12, 1, 12));
  EXPECT_EQ(Vector(forecast.segment(14, 13)), Values({1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 1}));
}

TEST(RemainingBudgetTest, WithoutABudgetForWhatIsToComeItAbstains) {
  EXPECT_THAT(RemainingBudget().Fit(History(Month::January(2022), Vector::Ones(10))),
              StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(RemainingBudget().Fit(WithBudget(Vector::Ones(10))), StatusIs(absl::StatusCode::kFailedPrecondition));
}

TEST(RemainingBudgetTest, NoHistoryIsNeeded) {
  TrainingData training;
  training.history.first = Month::January(2022);
  training.budget = {Month::January(2022), Vector::Constant(12, 100.0)};
  PROGNOS_ASSERT_OK_AND_ASSIGN(const auto fitted, RemainingBudget().Fit(training));
  EXPECT_EQ(fitted->Mean(12), Vector::Constant(12, 100.0));
  // The stated default: 20 % of the level a month. The standard error of a standard deviation of 4000 draws is 1.1 %.
  RandomGenerator generator(1);
  const Matrix paths = fitted->SamplePaths(12, 4000, generator);
  const double spread = std::sqrt((paths.row(3).array() - 100.0).square().mean());
  EXPECT_NEAR(spread, 20.0, 4 * 0.011 * 20.0);
}

}  // namespace
}  // namespace prognos::models
