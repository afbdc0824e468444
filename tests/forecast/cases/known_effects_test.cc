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

// A place at 3 a day from 20 January 2022 on, known up to March; 100 a month beside it. January had 12 days, February
// 28, March 31, and April gets its 30: it does not become part of the level.
TEST(KnownEffectsTest, AStayIsTakenOutByItsDaysAndPutOnAgain) {
  const KnownEffects effects(
      {{.first = kKnownEffectsStart, .last = kForGood, .amount = 3.0, .stay = Stay{absl::CivilDay(2022, 1, 20)}}},
      kKnownEffectsStart + 3, kKnownEffectsStart + 3, kKnownEffectsSeed);
  MonthlySeries history{kKnownEffectsStart - 1, Vector(4)};
  history.values << 100, 136, 184, 193;
  EXPECT_THAT(ValuesOf(effects.AtTodaysLevel(history)), ElementsAre(100, 100, 100, 100));
  Vector mean = Vector::Constant(1, 100.0);
  Matrix paths = Matrix::Constant(1, 2, 90.0);
  effects.PutOn(kKnownEffectsStart + 3, mean, paths);
  EXPECT_EQ(mean[0], 190.0);
  EXPECT_EQ(paths(0, 1), 180.0);
}

// It is expected to end on 15 June, within 30 days. Known up to May: paths have between 1 and 30 days of June, and
// those that have all of it go on into July; the expected value is the mean of the paths.
TEST(KnownEffectsTest, APathHasAnEndOfItsOwn) {
  const Stay stay{.first_day = absl::CivilDay(2022, 1, 20), .last_day = absl::CivilDay(2022, 6, 15), .within_days = 30};
  const KnownEffects effects({{.first = kKnownEffectsStart, .last = kForGood, .amount = 2.0, .stay = stay}},
                             kKnownEffectsStart + 5, kKnownEffectsStart + 5, kKnownEffectsSeed);
  Vector mean = Vector::Zero(2);
  Matrix paths = Matrix::Zero(2, 4'000);
  effects.PutOn(kKnownEffectsStart + 5, mean, paths);
  EXPECT_GE(paths.row(0).minCoeff(), 2.0);
  EXPECT_EQ(paths.row(0).maxCoeff(), 60.0);
  int whole_junes = 0;
  for (Eigen::Index path = 0; path < paths.cols(); ++path) {
    EXPECT_TRUE(paths(1, path) == 0.0 || paths(0, path) == 60.0);
    if (paths(0, path) == 60.0) ++whole_junes;
  }
  EXPECT_GT(whole_junes, 400);
  EXPECT_LT(whole_junes, 3'600);
  // Four standard errors of a mean of 4 000 values between 0 and 62: 4 x 31 / sqrt(4 000) = 2.
  EXPECT_NEAR(paths.row(0).mean(), mean[0], 2.0);
  EXPECT_NEAR(paths.row(1).mean(), mean[1], 2.0);
}

// The care days of a placement end with its cost, in every path.
TEST(KnownEffectsTest, StaysOfOneReferenceEndTogether) {
  const auto paths_of = [](double amount, std::string reference) {
    const Stay stay{.first_day = absl::CivilDay(2022, 1, 1),
                    .last_day = absl::CivilDay(2022, 2, 10),
                    .within_days = 60,
                    .reference = std::move(reference)};
    const KnownEffects effects({{.first = kKnownEffectsStart, .last = kForGood, .amount = amount, .stay = stay}},
                               kKnownEffectsStart + 1, kKnownEffectsStart, kKnownEffectsSeed);
    Vector mean = Vector::Zero(12);
    Matrix paths = Matrix::Zero(12, 50);
    effects.PutOn(kKnownEffectsStart, mean, paths);
    return paths;
  };
  EXPECT_EQ(paths_of(3.0, "P-1"), 3.0 * paths_of(1.0, "P-1"));
  EXPECT_NE(paths_of(1.0, "P-1"), paths_of(1.0, "P-2"));
}

// A stay that may not come: its known months are left as they are, months to come have it in half of the paths.
TEST(KnownEffectsTest, AStayThatIsNotCertainComesInAShareOfThePaths) {
  const KnownEffects effects({{.first = kKnownEffectsStart + 1,
                               .last = kForGood,
                               .amount = 2.0,
                               .probability = 0.5,
                               .stay = Stay{absl::CivilDay(2022, 2, 1)}}},
                             kKnownEffectsStart + 1, kKnownEffectsStart + 1, kKnownEffectsSeed);
  Vector mean = Vector::Zero(2);
  Matrix paths = Matrix::Zero(2, 2'000);
  effects.PutOn(kKnownEffectsStart, mean, paths);
  EXPECT_EQ(mean[0], 0.0);
  EXPECT_EQ(mean[1], 28.0);  // Half of 28 days at 2.
  EXPECT_NEAR((paths.row(1).array() == 56.0).cast<double>().mean(), 0.5, 0.045);
  EXPECT_EQ((paths.row(1).array() == 0.0).cast<double>().sum() + (paths.row(1).array() == 56.0).cast<double>().sum(),
            2'000);
}

// One that has begun is in the months, whatever came of it: they are left as they are. With its end go 2 a day of
// March's last 21 days, and all of April's 30, in half of the paths. It used to be forgotten, end and all.
TEST(KnownEffectsTest, AStayThatIsNotCertainAndHasBegunTakesItsDaysAwayWithItsEnd) {
  const Stay stay{.first_day = absl::CivilDay(2022, 1, 1), .last_day = absl::CivilDay(2022, 3, 10)};
  const KnownEffects effects(
      {{.first = kKnownEffectsStart, .last = kKnownEffectsStart + 2, .amount = 2.0, .probability = 0.5, .stay = stay}},
      kKnownEffectsStart + 1, kKnownEffectsStart + 1, kKnownEffectsSeed);
  const MonthlySeries history{kKnownEffectsStart, Vector::Constant(1, 100.0)};
  EXPECT_THAT(ValuesOf(effects.AtTodaysLevel(history)), ElementsAre(100.0));
  Vector mean = Vector::Constant(3, 100.0);
  Matrix paths = Matrix::Constant(3, 2'000, 100.0);
  effects.PutOn(kKnownEffectsStart + 1, mean, paths);
  EXPECT_THAT(std::vector<double>(mean.begin(), mean.end()), ElementsAre(100.0, 79.0, 70.0));
  EXPECT_EQ(paths.row(0).minCoeff(), 100.0);
  EXPECT_NEAR((paths.row(2).array() == 40.0).cast<double>().mean(), 0.5, 0.045);
  EXPECT_EQ(paths.row(2).maxCoeff(), 100.0);
}

// A thousandth of doubt moves a thousandth of the money, not all of it.
TEST(KnownEffectsTest, AStayThatIsAsGoodAsCertainIsForecastLikeOneThatIs) {
  const auto year_with = [](double probability) {
    const Stay stay{.first_day = absl::CivilDay(2021, 12, 1), .last_day = absl::CivilDay(2022, 3, 31)};
    const KnownEffects effects({{.first = kKnownEffectsStart - 1,
                                 .last = kKnownEffectsStart + 2,
                                 .amount = 1.0,
                                 .probability = probability,
                                 .stay = stay}},
                               kKnownEffectsStart + 1, kKnownEffectsStart + 1, kKnownEffectsSeed);
    // 131 in both months that are known, 31 of it the stay's; what comes is as the last month.
    MonthlySeries history{kKnownEffectsStart - 1, Vector::Constant(2, 131.0)};
    const double level = effects.AtTodaysLevel(history).values[1];
    Vector mean = Vector::Constant(11, level);
    Matrix paths = Matrix::Constant(11, 1, level);
    effects.PutOn(kKnownEffectsStart + 1, mean, paths);
    return mean.sum();
  };
  EXPECT_NEAR(year_with(0.999), year_with(1.0), 10.0);  // Months are not all of 31 days.
}

// What it is of the year: known months by their days, months to come by the days that are expected.
TEST(KnownEffectsTest, TheShareOfAStayIsWhatItsDaysCost) {
  const KnownEffects effects({{.first = kKnownEffectsStart,
                               .last = kForGood,
                               .amount = 3.0,
                               .event = "place",
                               .stay = Stay{absl::CivilDay(2022, 1, 20)}}},
                             kKnownEffectsStart + 1, kKnownEffectsStart + 1, kKnownEffectsSeed);
  EXPECT_EQ(effects.SharesOfKnown({kKnownEffectsStart, Vector::Constant(1, 136.0)}, kKnownEffectsStart)
                .at("place")
                .at(kKnownEffectsStart),
            36.0);
  EXPECT_EQ(effects.SharesToCome(kKnownEffectsStart + 1, Vector::Constant(1, 100.0), kKnownEffectsStart)
                .at("place")
                .at(kKnownEffectsStart + 1),
            84.0);
}

}  // namespace
}  // namespace prognos::cases
