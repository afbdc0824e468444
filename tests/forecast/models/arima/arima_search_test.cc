#include "forecast/models/arima/arima_search.h"

#include <cmath>

#include "forecast/base/random.h"
#include "gtest/gtest.h"

namespace prognos::models {
namespace {

ArimaHistory HistoryOfValues(const Vector& values) { return {values, {}, Matrix(values.size(), 0)}; }

// phi w(t - 1) + phi12 w(t - 12) + a(t), a hundred months after its start.
Vector Autoregression(double phi, double phi12, int size, RandomGenerator& generator) {
  Vector values = Vector::Zero(size + 112);
  for (int row = 12; row < values.size(); ++row) {
    values[row] = phi * values[row - 1] + phi12 * values[row - 12] + generator.Normal();
  }
  return values.tail(size);
}

ArimaEstimate EstimateOf(const ArimaOrder& order, const ArimaHistory& history) {
  const ArimaColumns columns(history, order);
  return EstimateArima(order, columns, StartParameters(order, SmallVector::Zero(order.num_partial())));
}

TEST(ArimaSearchTest, ATrendIsDifferencedAndAStrongSeasonIsDifferencedOverTheYear) {
  RandomGenerator generator(1);
  Vector walk(120), season(120);
  double level = 0.0;
  for (int row = 0; row < 120; ++row) {
    walk[row] = level += generator.Normal();
    season[row] = 5.0 * std::sin(row * M_PI / 6.0) + generator.Normal();
  }
  EXPECT_EQ(ChooseDifferences(HistoryOfValues(walk), {}).d, 1);
  EXPECT_EQ(ChooseDifferences(HistoryOfValues(walk), {}).seasonal_d, 0);
  EXPECT_EQ(ChooseDifferences(HistoryOfValues(season), {}).seasonal_d, 1);
  EXPECT_EQ(ChooseDifferences(HistoryOfValues(season), {.most_seasonal_d = 0}).seasonal_d, 0);
  EXPECT_TRUE(ChooseDifferences(HistoryOfValues(walk), {}).constant);
}

TEST(ArimaSearchTest, ARegressorThatExplainsTheTrendSparesTheDifference) {
  RandomGenerator generator(2);
  ArimaHistory history = HistoryOfValues(Vector::LinSpaced(100, 0.0, 50.0));
  for (double& value : history.filled) value += generator.Normal();
  EXPECT_EQ(ChooseDifferences(history, {}).d, 1);
  history.regressors = Vector::LinSpaced(100, 0.0, 1.0);
  EXPECT_EQ(ChooseDifferences(history, {}).d, 0);
}

// The search is greedy, but what it finds is no worse than what it began with and than its neighbours.
TEST(ArimaSearchTest, TheChoiceHasTheLeastAiccOfTheUsualOrders) {
  RandomGenerator generator(3);
  for (int at = 0; at < 5; ++at) {
    const ArimaHistory history = HistoryOfValues(Autoregression(0.6, 0.3, 120, generator));
    const ArimaOrder differences{.constant = true};
    const ArimaEstimate best = SearchArima(history, differences, {}).best;
    for (const int p : {0, 1, 2}) {
      for (const int seasonal_p : {0, 1}) {
        const ArimaOrder order{.p = p, .seasonal_p = seasonal_p, .constant = true};
        EXPECT_LE(best.aicc, EstimateOf(order, history).aicc + 0.05) << order.ToString() << best.order.ToString();
      }
    }
  }
}

TEST(ArimaSearchTest, FindsTheOrderOfASeasonalAutoregressionMoreOftenThanNot) {
  RandomGenerator generator(4);
  int found = 0;
  for (int at = 0; at < 20; ++at) {
    const ArimaHistory history = HistoryOfValues(Autoregression(0.0, 0.7, 240, generator));
    const ArimaOrder order = SearchArima(history, {.constant = true}, {}).best.order;
    found += order.seasonal_p >= 1 && order.p + order.q <= 1;
  }
  EXPECT_GE(found, 11);
}

TEST(ArimaSearchTest, LimitsAreKept) {
  RandomGenerator generator(5);
  const ArimaHistory history = HistoryOfValues(Autoregression(0.6, 0.3, 120, generator));
  const ArimaSearchResult limited =
      SearchArima(history, {.constant = true}, {.most_p = 1, .most_seasonal_p = 0, .most_candidates = 3});
  EXPECT_LE(limited.candidates, 3);
  EXPECT_LE(std::max(limited.best.order.p, limited.best.order.q), 1);
  EXPECT_EQ(limited.best.order.seasonal_p + limited.best.order.seasonal_q, 0);
}

}  // namespace
}  // namespace prognos::models
