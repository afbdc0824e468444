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

const Month kStart = Month::January(2022);

std::vector<double> ValuesOf(const MonthlySeries& series) { return {series.values.begin(), series.values.end()}; }

TEST(KnownEffectsTest, PastMonthsBecomeWhatTheyWouldHaveBeenWithout) {
  // January: 70 of which 50 once. February and March: doubled.
  const KnownEffects effects(
      {{.first = kStart, .last = kStart, .amount = 50.0}, {.first = kStart + 1, .last = kStart + 2, .factor = 2.0}},
      kStart + 3);
  MonthlySeries history{kStart - 1, Vector(5)};
  history.values << 20, 70, 40, 44, 20;
  EXPECT_THAT(ValuesOf(effects.Without(history)), ElementsAre(20, 20, 20, 22, 20));
}

TEST(KnownEffectsTest, FutureMonthsAreChangedInTheirPathsToo) {
  const KnownEffects effects({{.first = kStart + 1, .last = kStart + 1, .factor = 2.0, .amount = -5.0}}, kStart);
  Vector mean(2);
  mean << 10, 20;
  Matrix paths(2, 2);
  paths << 8, 12,  //
      19, 21;
  effects.PutOn(kStart, mean, paths);
  EXPECT_EQ(mean[0], 10.0);
  EXPECT_EQ(mean[1], 35.0);  // 2 x 20 - 5.
  EXPECT_EQ(paths(0, 1), 12.0);
  EXPECT_EQ(paths(1, 0), 33.0);  // 2 x 19 - 5.
  EXPECT_EQ(paths(1, 1), 37.0);
}

TEST(KnownEffectsTest, ALaterOneComesUponAnEarlierOne) {
  // 10 more, and then half of all: (30 + 10) / 2 = 20.
  const KnownEffects effects(
      {{.first = kStart, .last = kStart, .amount = 10.0}, {.first = kStart, .last = kStart, .factor = 0.5}}, kStart);
  Vector mean = Vector::Constant(1, 30.0);
  Matrix paths = Matrix::Constant(1, 1, 30.0);
  effects.PutOn(kStart, mean, paths);
  EXPECT_EQ(mean[0], 20.0);
  EXPECT_THAT(ValuesOf(effects.Without({kStart, mean})), ElementsAre(30.0));
}

TEST(KnownEffectsTest, AMonthThatNothingIsLeftOfSaysNothing) {
  const KnownEffects effects({{.first = kStart, .last = kStart, .factor = 0.0}}, kStart + 1);
  EXPECT_TRUE(std::isnan(effects.Without({kStart, Vector::Constant(1, 7.0)}).values[0]));
}

TEST(KnownEffectsTest, AForecastDoesNotKnowWhatIsDecidedAfterItBegan) {
  const std::vector<KnownEffect> effects = {
      {.first = kStart + 5, .last = kStart + 5, .factor = 2.0, .known_from = kStart + 3}};
  for (const int origin : {2, 3}) {
    Vector mean = Vector::Constant(12, 1.0);
    Matrix paths = Matrix::Constant(12, 1, 1.0);
    KnownEffects(effects, kStart + origin).PutOn(kStart, mean, paths);
    EXPECT_EQ(mean[5], origin == 3 ? 2.0 : 1.0);
  }
}

TEST(KnownEffectsTest, EveryFaultIsTold) {
  const KnownEffect effect{.first = kStart,
                           .last = kStart - 1,
                           .factor = std::numeric_limits<double>::quiet_NaN(),
                           .amount = std::numeric_limits<double>::infinity()};
  const absl::Status status = effect.Validate();
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("last: \"2021-12\" lies before first")));
  EXPECT_THAT(status.message(), HasSubstr("factor: \"nan\" is not a finite number"));
  EXPECT_THAT(status.message(), HasSubstr("amount: \"inf\" is not a finite number"));
  EXPECT_THAT((KnownEffect{.first = kStart, .last = kStart}.Validate()), IsOk());
}

}  // namespace
}  // namespace prognos::cases
