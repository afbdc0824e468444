#include "forecast/engine/model_comparison.h"

#include <algorithm>
#include <cmath>

#include "forecast/models/catalog.h"
#include "gtest/gtest.h"
#include "messages/model.h"
#include "tests/forecast/engine/counting_model.h"
#include "tests/forecast/models/sample_series.h"
#include "tests/status_matchers.h"

namespace prognos::engine {
namespace {

using models::FindModel;
using models::History;
using models::Model;
using models::TrainingData;

std::vector<const Model*> Models(std::initializer_list<const char*> names) {
  std::vector<const Model*> found;
  for (const char* name : names) found.push_back(FindModel(name));
  return found;
}

// The candidate with the least past error.
std::string BestName(const Comparison& comparison) {
  const auto best = std::min_element(
      comparison.candidates.begin(), comparison.candidates.end(), [](const Candidate& a, const Candidate& b) {
        return a.past_error.has_value() && (!b.past_error.has_value() || *a.past_error < *b.past_error);
      });
  return std::string(best->model->name());
}

TEST(ModelComparisonTest, ErrorsAreThoseOfTheFullYearAtTheSameRound) {
  // Year k (0-4) costs 100 + 10 k a month; known now: January-August of year 4, 56 months.
  // Run rate is exact in every year. Seasonal naive misses four months by 10 in each of years 1-3: 40. Year 0 has no
  // year before it and does not count.
  Vector values(56);
  for (int month = 0; month < 56; ++month) values[month] = 100.0 + 10.0 * (month / 12);
  const Comparison comparison =
      CompareModels(History(Month::January(2018), values), Models({"seasonal-naive", "run-rate"}), {});
  EXPECT_EQ(comparison.years, 3);
  EXPECT_NEAR(*comparison.candidates[0].past_error, 40.0, 1e-9);
  EXPECT_NEAR(*comparison.candidates[1].past_error, 0.0, 1e-9);
}

TEST(ModelComparisonTest, NothingAfterTheRoundOfThePastYearIsSeen) {
  // The same series but for September-December of year 3, which are far higher: the run rate of August misses them by
  // 4 x 900, which a model that had seen them would not.
  Vector values(56);
  for (int month = 0; month < 56; ++month) values[month] = 100.0 + 10.0 * (month / 12);
  values.segment(44, 4).array() += 900.0;
  const Comparison comparison = CompareModels(History(Month::January(2018), values), Models({"run-rate"}), {});
  EXPECT_NEAR(*comparison.candidates[0].past_error, 3600.0 / 3.0, 1e-9);
}

// 56 months, January-August of the fifth year known: three earlier years count, so that a model is fitted four times.
TEST(ModelComparisonTest, NothingIsFittedAfterAStop) {
  for (int wanted = 0; wanted <= 4; ++wanted) {
    const CountingModel model;
    ComparisonOptions options;
    options.stop = [&] { return model.fits >= wanted; };
    const Vector values = Vector::LinSpaced(56, 100.0, 155.0);
    const Comparison comparison = CompareModels(History(Month::January(2018), values), {&model}, options);
    EXPECT_EQ(model.fits, wanted);
    EXPECT_EQ(comparison.candidates[0].past_error.has_value(), wanted == 4);
    EXPECT_EQ(comparison.candidates[0].fitted != nullptr, wanted > 0);
  }
}

TEST(ModelComparisonTest, AYearNeedsTwelveMonthsBeforeItsRound) {
  // 30 months: only the second year has twelve months before its round.
  EXPECT_EQ(CompareModels(History(Month::January(2018), Vector::Ones(30)), Models({"run-rate"}), {}).years, 1);
}

TEST(ModelComparisonTest, AYearWithAMissingRestDoesNotCount) {
  Vector values = Vector::Constant(56, 10.0);
  values[33] = kMissing;  // October of year 2.
  EXPECT_EQ(CompareModels(History(Month::January(2018), values), Models({"run-rate"}), {}).years, 2);
}

TEST(ModelComparisonTest, AModelThatAbstainsSaysWhy) {
  const TrainingData training = History(Month::January(2018), Vector::Constant(20, 10.0));
  const Comparison comparison = CompareModels(training, Models({"remaining-budget", "run-rate"}), {});
  EXPECT_EQ(MessageFrom(comparison.candidates[0].abstention), messages::model::NeedsABudget("remaining-budget"));
  EXPECT_EQ(comparison.candidates[0].fitted, nullptr);
  EXPECT_THAT(comparison.candidates[1].abstention, IsOk());
}

// How often each of the rules is the best when its own rule made the series.
TEST(ModelComparisonTest, TheRuleThatMadeTheSeriesIsTheBest) {
  int share = 0, run_rate = 0, budget = 0;
  constexpr int kSeries = 40;
  for (int series = 0; series < kSeries; ++series) {
    RandomGenerator generator(static_cast<uint64_t>(series));
    Vector scaled(92), flat(92), budgeted(92), plan(96);
    double year_level = 1.0;
    for (int month = 0; month < 96; ++month) {
      if (month % 12 == 0) year_level = 0.7 + 0.6 * generator.Uniform();
      plan[month] = 1000.0 * year_level * (1.0 + 0.9 * generator.Normal() / 3);
      if (month >= 92) continue;
      // The same strong season each year at a level drawn anew: last year's share.
      scaled[month] = year_level * (500.0 + 450.0 * std::sin(month * 3.14159265 / 6)) * (1 + 0.01 * generator.Normal());
      // A level drawn anew each January, without season: the run rate.
      flat[month] = year_level * 500.0 * (1 + 0.05 * generator.Normal());
      // What the phased budget says, which nothing else can know.
      budgeted[month] = plan[month] * (1 + 0.02 * generator.Normal());
    }
    const auto candidates =
        Models({"last-years-share", "run-rate", "seasonal-naive", "rolling-twelve", "remaining-budget"});
    share += BestName(CompareModels(History(Month::January(2015), scaled), candidates, {})) == "last-years-share";
    run_rate += BestName(CompareModels(History(Month::January(2015), flat), candidates, {})) == "run-rate";
    TrainingData training = History(Month::January(2015), budgeted);
    training.budget = {Month::January(2015), plan};
    budget += BestName(CompareModels(training, candidates, {})) == "remaining-budget";
  }
  EXPECT_GE(share, 0.9 * kSeries);
  EXPECT_GE(run_rate, 0.9 * kSeries);
  EXPECT_GE(budget, 0.9 * kSeries);
}

}  // namespace
}  // namespace prognos::engine
