#include "forecast/cases/known_effects.h"

#include <cmath>
#include <limits>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/status_matchers.h"

namespace prognos::cases {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

const Month kKnownEffectsStart = Month::January(2022);
const Month kAlways = kForGood;
constexpr uint64_t kKnownEffectsSeed = 7;

std::vector<double> ValuesOf(const MonthlySeries& series) { return {series.values.begin(), series.values.end()}; }

TEST(KnownEffectsTest, PastMonthsBecomeWhatTheyWouldHaveBeenWithout) {
  // January: 70 of which 50 once. February and March: doubled.
  const KnownEffects effects({{.first = kKnownEffectsStart, .last = kKnownEffectsStart, .amount = 50.0},
                              {.first = kKnownEffectsStart + 1, .last = kKnownEffectsStart + 2, .factor = 2.0}},
                             kKnownEffectsStart + 3, kKnownEffectsStart + 3, kKnownEffectsSeed);
  MonthlySeries history{kKnownEffectsStart - 1, Vector(5)};
  history.values << 20, 70, 40, 44, 20;
  EXPECT_THAT(ValuesOf(effects.AtTodaysLevel(history)), ElementsAre(20, 20, 20, 22, 20));
}

TEST(KnownEffectsTest, FutureMonthsAreChangedInTheirPathsToo) {
  const KnownEffects effects(
      {{.first = kKnownEffectsStart + 1, .last = kKnownEffectsStart + 1, .factor = 2.0, .amount = -5.0}},
      kKnownEffectsStart, kKnownEffectsStart, kKnownEffectsSeed);
  Vector mean(2);
  mean << 10, 20;
  Matrix paths(2, 2);
  paths << 8, 12,  //
      19, 21;
  effects.PutOn(kKnownEffectsStart, mean, paths);
  EXPECT_EQ(mean[0], 10.0);
  EXPECT_EQ(mean[1], 35.0);  // 2 x 20 - 5.
  EXPECT_EQ(paths(0, 1), 12.0);
  EXPECT_EQ(paths(1, 0), 33.0);  // 2 x 19 - 5.
  EXPECT_EQ(paths(1, 1), 37.0);
}

TEST(KnownEffectsTest, ALaterOneComesUponAnEarlierOne) {
  // 10 more, and then half of all: (30 + 10) / 2 = 20.
  const KnownEffects effects({{.first = kKnownEffectsStart, .last = kKnownEffectsStart, .amount = 10.0},
                              {.first = kKnownEffectsStart, .last = kKnownEffectsStart, .factor = 0.5}},
                             kKnownEffectsStart, kKnownEffectsStart, kKnownEffectsSeed);
  Vector mean = Vector::Constant(1, 30.0);
  Matrix paths = Matrix::Constant(1, 1, 30.0);
  effects.PutOn(kKnownEffectsStart, mean, paths);
  EXPECT_EQ(mean[0], 20.0);
  EXPECT_THAT(ValuesOf(effects.AtTodaysLevel({kKnownEffectsStart, mean})), ElementsAre(30.0));
}

TEST(KnownEffectsTest, AMonthThatNothingIsLeftOfSaysNothing) {
  const KnownEffects effects({{.first = kKnownEffectsStart, .last = kKnownEffectsStart, .factor = 0.0}},
                             kKnownEffectsStart + 1, kKnownEffectsStart + 1, kKnownEffectsSeed);
  EXPECT_TRUE(std::isnan(effects.AtTodaysLevel({kKnownEffectsStart, Vector::Constant(1, 7.0)}).values[0]));
}

TEST(KnownEffectsTest, AForecastKnowsWhatIsInForceWhenItBegins) {
  const std::vector<KnownEffect> effects = {{.first = kKnownEffectsStart + 5,
                                             .last = kKnownEffectsStart + 5,
                                             .factor = 2.0,
                                             .known_from = kKnownEffectsStart + 3,
                                             .known_until = kKnownEffectsStart + 4}};
  for (const int origin : {2, 3, 4}) {
    Vector mean = Vector::Constant(12, 1.0);
    Matrix paths = Matrix::Constant(12, 1, 1.0);
    KnownEffects(effects, kKnownEffectsStart + origin, kKnownEffectsStart + origin, kKnownEffectsSeed)
        .PutOn(kKnownEffectsStart, mean, paths);
    EXPECT_EQ(mean[5], origin == 3 ? 2.0 : 1.0);
  }
}

// A price that rose by a quarter in March, seen in April: January and February are brought to the new level, March
// stays as it is, and the months to come are not made dearer once more.
TEST(KnownEffectsTest, WhatHasBegunAndGoesOnIsNotLearnedTwice) {
  const KnownEffects effects({{.first = kKnownEffectsStart + 2, .last = kAlways, .factor = 1.25}},
                             kKnownEffectsStart + 3, kKnownEffectsStart + 3, kKnownEffectsSeed);
  MonthlySeries history{kKnownEffectsStart, Vector(3)};
  history.values << 80, 84, 100.1;
  EXPECT_THAT(ValuesOf(effects.AtTodaysLevel(history)), ElementsAre(100, 105, 100.1));
  Vector mean = Vector::Constant(2, 100.1);
  Matrix paths = Matrix::Constant(2, 3, 100.1);
  effects.PutOn(kKnownEffectsStart + 3, mean, paths);
  EXPECT_EQ(mean[1], 100.1);
  EXPECT_EQ(paths(1, 2), 100.1);
}

// 30 more a month from February to May, known in April: January becomes 50, and from June on it is 20 again.
TEST(KnownEffectsTest, AStepThatEndsTakesItsAmountAway) {
  const KnownEffects effects({{.first = kKnownEffectsStart + 1, .last = kKnownEffectsStart + 4, .amount = 30.0}},
                             kKnownEffectsStart + 3, kKnownEffectsStart + 3, kKnownEffectsSeed);
  MonthlySeries history{kKnownEffectsStart, Vector(3)};
  history.values << 20, 50, 51;
  EXPECT_THAT(ValuesOf(effects.AtTodaysLevel(history)), ElementsAre(50, 50, 51));
  Vector mean = Vector::Constant(4, 50.0);  // April-July.
  Matrix paths = Matrix::Constant(4, 1, 49.0);
  effects.PutOn(kKnownEffectsStart + 3, mean, paths);
  EXPECT_THAT(std::vector<double>(mean.begin(), mean.end()), ElementsAre(50, 50, 20, 20));
  EXPECT_EQ(paths(3, 0), 19.0);
}

// 100 a month to come, with 40 more from February on in three cases of ten: 112 expected, 140 in three paths of ten,
// 100 in the others; what happens in a path happens in all its months.
TEST(KnownEffectsTest, WhatIsNotCertainHappensInAShareOfThePaths) {
  const KnownEffects effects(
      {{.first = kKnownEffectsStart + 1, .last = kAlways, .amount = 40.0, .probability = 0.3, .event = "e1"}},
      kKnownEffectsStart, kKnownEffectsStart, kKnownEffectsSeed);
  Vector mean = Vector::Constant(3, 100.0);
  Matrix paths = Matrix::Constant(3, 10'000, 100.0);
  effects.PutOn(kKnownEffectsStart, mean, paths);
  EXPECT_EQ(mean[0], 100.0);
  EXPECT_DOUBLE_EQ(mean[2], 112.0);
  EXPECT_TRUE((paths.row(0).array() == 100.0).all());
  const Eigen::Index happened = (paths.row(1).array() == 140.0).count();
  EXPECT_EQ(happened + (paths.row(1).array() == 100.0).count(), 10'000);
  EXPECT_NEAR(static_cast<double>(happened), 3000.0,
              4 * 46.0);  // Four standard deviations of sqrt(10 000 x 0.3 x 0.7).
  EXPECT_EQ(paths.row(1), paths.row(2));
}

TEST(KnownEffectsTest, TheSameDrawIsTheSamePathsAndOthersAreNotDisturbed) {
  const auto paths_of = [](const std::vector<KnownEffect>& effects) {
    Vector mean = Vector::Zero(1);
    Matrix paths = Matrix::Zero(1, 1000);
    KnownEffects(effects, kKnownEffectsStart, kKnownEffectsStart, kKnownEffectsSeed)
        .PutOn(kKnownEffectsStart, mean, paths);
    return paths;
  };
  const KnownEffect one{
      .first = kKnownEffectsStart, .last = kKnownEffectsStart, .amount = 8.0, .probability = 0.5, .event = "one"};
  const KnownEffect other{
      .first = kKnownEffectsStart, .last = kKnownEffectsStart, .amount = 64.0, .probability = 0.5, .event = "other"};
  KnownEffect same = other;
  same.event = "one";
  const Matrix both = paths_of({one, other});
  EXPECT_EQ(both, Matrix(paths_of({one}) + paths_of({other})));
  EXPECT_EQ(Matrix(paths_of({one}) * 8.0), paths_of({same}));
  EXPECT_NE(Matrix(paths_of({one}) * 8.0), paths_of({other}));
}

// Whether it happened in the past is seen in the months, which are left as they are: nothing is taken out of them,
// nothing is put on the months to come but what its end, should it have begun, takes away.
TEST(KnownEffectsTest, WhatMayHaveBegunIsReadFromTheMonthsThemselves) {
  const KnownEffects effects(
      {{.first = kKnownEffectsStart, .last = kKnownEffectsStart, .amount = 500.0, .probability = 0.9, .event = "once"},
       {.first = kKnownEffectsStart + 1,
        .last = kKnownEffectsStart + 3,
        .amount = 30.0,
        .probability = 0.4,
        .event = "x"}},
      kKnownEffectsStart + 2, kKnownEffectsStart + 2, kKnownEffectsSeed);
  MonthlySeries history{kKnownEffectsStart, Vector(2)};
  history.values << 20, 50;
  EXPECT_EQ(ValuesOf(effects.AtTodaysLevel(history)), ValuesOf(history));
  Vector mean = Vector::Constant(3, 50.0);  // March-May.
  Matrix paths = Matrix::Constant(3, 500, 50.0);
  effects.PutOn(kKnownEffectsStart + 2, mean, paths);
  EXPECT_EQ(mean[1], 50.0);
  EXPECT_TRUE((paths.row(1).array() == 50.0).all());
  EXPECT_DOUBLE_EQ(mean[2], 38.0);  // 50 - 0.4 x 30.
  EXPECT_TRUE((paths.row(2).array() == 50.0 || paths.row(2).array() == 20.0).all());
  EXPECT_TRUE((paths.row(2).array() == 20.0).any());
}

double SumOf(const std::map<Month, double>& months) {
  double sum = 0.0;
  for (const auto& [month, parts] : months) sum += parts;
  return sum;
}

// 100 a month; 10 per cent dearer since July of the year before, 20 more from February on, and 40 in April in half of
// the cases; known to March. Of the year: nothing for the price, which the year began with; 20 + 20 known and 2 x 20 to
// come of the step; 20 of the half chance. What is left is 5 x 110.
TEST(KnownEffectsTest, SharesAddUpToWhatIsThereWithoutThem) {
  const KnownEffects effects({{.first = kKnownEffectsStart - 6, .last = kAlways, .factor = 1.1, .event = "price"},
                              {.first = kKnownEffectsStart + 1, .last = kAlways, .amount = 20.0, .event = "step"},
                              {.first = kKnownEffectsStart + 3,
                               .last = kKnownEffectsStart + 3,
                               .amount = 40.0,
                               .probability = 0.5,
                               .event = "chance"}},
                             kKnownEffectsStart + 3, kKnownEffectsStart + 3, kKnownEffectsSeed);
  MonthlySeries history{kKnownEffectsStart - 1, Vector(4)};
  history.values << 110, 110, 130, 130;
  EventShares shares = effects.SharesOfKnown(history, kKnownEffectsStart);
  EXPECT_EQ(shares.size(), 1u);
  EXPECT_NEAR(SumOf(shares["step"]), 40.0, 1e-9);
  Vector mean = Vector::Constant(2, 130.0);
  shares = effects.SharesToCome(kKnownEffectsStart + 3, mean, kKnownEffectsStart);
  EXPECT_EQ(shares.size(), 2u);
  EXPECT_NEAR(shares["step"][kKnownEffectsStart + 3], 20.0, 1e-9);
  EXPECT_NEAR(shares["step"][kKnownEffectsStart + 4], 20.0, 1e-9);
  ASSERT_EQ(shares["chance"].size(), 1u);
  EXPECT_NEAR(shares["chance"][kKnownEffectsStart + 3], 20.0, 1e-9);
  Matrix paths = Matrix::Constant(2, 1, 130.0);
  effects.PutOn(kKnownEffectsStart + 3, mean, paths);
  EXPECT_NEAR(mean.sum() - SumOf(shares["step"]) - SumOf(shares["chance"]), 2 * 110.0, 1e-9);
}

TEST(KnownEffectsTest, EveryFaultIsTold) {
  const KnownEffect effect{.first = kKnownEffectsStart,
                           .last = kKnownEffectsStart - 1,
                           .factor = std::numeric_limits<double>::quiet_NaN(),
                           .amount = std::numeric_limits<double>::infinity(),
                           .probability = 1.2};
  const absl::Status status = effect.Validate();
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("last: \"2021-12\" lies before first")));
  EXPECT_THAT(status.message(), HasSubstr("factor: \"nan\" is not a finite number"));
  EXPECT_THAT(status.message(), HasSubstr("amount: \"inf\" is not a finite number"));
  EXPECT_THAT(status.message(), HasSubstr("probability: \"1.2\" must be 0-1"));
  EXPECT_THAT((KnownEffect{.first = kKnownEffectsStart, .last = kKnownEffectsStart}.Validate()), IsOk());
}

}  // namespace
}  // namespace prognos::cases
