#include "forecast/cases/event.h"

#include <limits>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/status_matchers.h"

namespace prognos::cases {
namespace {

using ::testing::HasSubstr;

const Month kEventYear = Month::January(2022);

Event Percent(Month from, double percent) {
  Event event;
  event.id = "price";
  event.kind = EventKind::kPercent;
  event.from = from;
  event.percent = percent;
  return event;
}

Event Amount(EventKind kind, Month from, double amount) {
  Event event;
  event.id = "amount";
  event.kind = kind;
  event.from = from;
  event.amount = amount;
  return event;
}

// 100 a month; 20 more from March on, 10 per cent dearer from July on, 7 once in August:
// March 100 + 20 = 120, July 120 x 1.1 = 132, August 132 + 7 = 139, September 132. Declared in another order.
TEST(EventTest, EventsComeUponEachOtherAsTheyBegin) {
  const std::vector<KnownEffect> effects =
      EffectsOf({Amount(EventKind::kOneOff, kEventYear + 7, 7.0), Percent(kEventYear + 6, 10.0),
                 Amount(EventKind::kStep, kEventYear + 2, 20.0)});
  Vector mean = Vector::Constant(12, 100.0);
  Matrix paths = Matrix::Constant(12, 1, 100.0);
  KnownEffects(effects, kEventYear, kEventYear, 1).PutOn(kEventYear, mean, paths);
  EXPECT_EQ(mean[1], 100.0);
  EXPECT_EQ(mean[2], 120.0);
  EXPECT_DOUBLE_EQ(mean[6], 132.0);
  EXPECT_DOUBLE_EQ(paths(7, 0), 139.0);
  EXPECT_DOUBLE_EQ(mean[8], 132.0);
}

// A step that begins with a new price is told in it: 100 x 1.1 + 20.
TEST(EventTest, AStepIsInThePricesOfItsFirstMonth) {
  const std::vector<KnownEffect> effects =
      EffectsOf({Amount(EventKind::kStep, kEventYear, 20.0), Percent(kEventYear, 10.0)});
  Vector mean = Vector::Constant(1, 100.0);
  Matrix paths = Matrix::Constant(1, 1, 100.0);
  KnownEffects(effects, kEventYear, kEventYear, 1).PutOn(kEventYear, mean, paths);
  EXPECT_DOUBLE_EQ(mean[0], 130.0);
}

TEST(EventTest, WhatIsKnownLaterAndWhatIsNotCertainStayThat) {
  Event event = Percent(kEventYear, -25.0);
  event.to = kEventYear + 2;
  event.known_from = kEventYear + 1;
  event.probability = 0.5;
  const KnownEffect effect = EffectsOf({event}).at(0);
  EXPECT_EQ(effect.first, kEventYear);
  EXPECT_EQ(effect.last, kEventYear + 2);
  EXPECT_EQ(effect.factor, 0.75);
  EXPECT_EQ(effect.known_from, kEventYear + 1);
  EXPECT_EQ(effect.probability, 0.5);
  EXPECT_EQ(effect.event, "price");
}

TEST(EventTest, EveryFaultIsTold) {
  Event event = Percent(kEventYear, -101.0);
  event.to = kEventYear - 1;
  event.amount = 5.0;
  event.probability = 1.2;
  const absl::Status status = event.Validate();
  EXPECT_THAT(status,
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("to: \"2021-12\" lies before first, 2022-01")));
  EXPECT_THAT(status.message(), HasSubstr("percent: \"-101\" must be between -100 and 10,000 per cent"));
  EXPECT_THAT(status.message(), HasSubstr("amount: \"5\" does not go with this kind of event"));
  EXPECT_THAT(status.message(), HasSubstr("probability: \"1.2\" must be 0-1"));

  event = Amount(EventKind::kOneOff, kEventYear, std::numeric_limits<double>::quiet_NaN());
  event.to = kEventYear + 1;
  event.probability = std::numeric_limits<double>::quiet_NaN();
  event.percent = 3.0;
  const absl::Status once = event.Validate();
  EXPECT_THAT(once.message(), HasSubstr("to: \"2022-02\" is another month than the first"));
  EXPECT_THAT(once.message(), HasSubstr("amount: \"nan\" is not a finite number"));
  EXPECT_THAT(once.message(), HasSubstr("probability: \"nan\" must be 0-1"));
  EXPECT_THAT(once.message(), HasSubstr("percent: \"3\" does not go with this kind of event"));
}

TEST(EventTest, TheEndsOfTheRangesAreAllowed) {
  for (const double percent : {-100.0, 0.0, kMostPercent}) EXPECT_THAT(Percent(kEventYear, percent).Validate(), IsOk());
  Event event = Amount(EventKind::kOneOff, kEventYear, -3.0);
  event.to = kEventYear;
  for (const double probability : {0.0, 1.0}) {
    event.probability = probability;
    EXPECT_THAT(event.Validate(), IsOk());
  }
}

// 40 a month move in March from a series of 100 to one of 20, whose prices rise by half in July: what moves does not
// rise with them, so that nothing is won or lost: 60 and (20 x 1.5) + 40.
TEST(EventTest, AMoveTakesFromOneWhatItGivesTheOther) {
  const auto months = [](std::vector<Event> events, double level) {
    Vector mean = Vector::Constant(12, level);
    Matrix paths = Matrix::Constant(12, 1, level);
    KnownEffects(EffectsOf(std::move(events)), kEventYear, kEventYear, 1).PutOn(kEventYear, mean, paths);
    return mean;
  };
  const Vector from = months({Amount(EventKind::kMove, kEventYear + 2, -40.0)}, 100.0);
  const Vector to = months({Amount(EventKind::kMove, kEventYear + 2, 40.0), Percent(kEventYear + 6, 50.0)}, 20.0);
  EXPECT_EQ(from[1] + to[1], 120.0);
  EXPECT_EQ(from[2], 60.0);
  EXPECT_EQ(to[2], 60.0);
  EXPECT_DOUBLE_EQ(to[6], 70.0);
}

TEST(EventTest, ACommitmentLastsByTheDay) {
  Event event = Amount(EventKind::kStay, kEventYear, 100.0);
  event.stay = {.first_day = absl::CivilDay(2021, 11, 5), .last_day = absl::CivilDay(2022, 2, 10), .reference = "P-1"};
  KnownEffect effect = EffectsOf({event}).at(0);
  EXPECT_EQ(effect.first, kEventYear - 2);
  EXPECT_EQ(effect.last, kEventYear + 1);
  EXPECT_EQ(effect.stay, event.stay);
  event.stay.within_days = 10;
  effect = EffectsOf({event}).at(0);
  EXPECT_EQ(effect.last, kForGood);
  EXPECT_THAT(event.Validate(), IsOk());
  event.stay.last_day = absl::CivilDay(2021, 11, 4);
  event.to = kEventYear;
  const absl::Status status = event.Validate();
  EXPECT_THAT(status.message(), HasSubstr("last_day: \"2021-11-04\" lies before first, 2021-11-05"));
  EXPECT_THAT(status.message(), HasSubstr("to: \"2022-01\" does not go with this kind of event"));
}

}  // namespace
}  // namespace prognos::cases
