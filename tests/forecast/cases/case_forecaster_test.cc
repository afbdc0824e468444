#include "forecast/cases/case_forecaster.h"

#include <cmath>

#include "absl/strings/str_cat.h"
#include "forecast/base/civil_days.h"
#include "forecast/engine/path_summary.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/forecast/models/placements/simulated_stays.h"
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

// Öre, of a day that costs `kronor`.
KnownEffect CommittedFor(double kronor, absl::CivilDay first_day,
                         std::optional<absl::CivilDay> last_day = std::nullopt) {
  KnownEffect effect;
  effect.first = MonthOfDay(first_day);
  effect.last = last_day.has_value() ? MonthOfDay(*last_day) : kForGood;
  effect.amount = kronor * static_cast<double>(UnitOf(Flow::kCost).parts_per_whole);
  effect.event = absl::StrCat("from ", absl::FormatCivilTime(first_day));
  effect.stay = Stay{.first_day = first_day, .last_day = last_day, .reference = effect.event};
  return effect;
}

// A series of so many months before May 2022 that is what its commitments cost.
SeriesFacts MadeOf(std::vector<KnownEffect> commitments, int months) {
  SeriesFacts facts = Constant(0.0, months);
  for (int at = 0; at < months; ++at) {
    for (const KnownEffect& one : commitments) {
      facts.history.values[at] += one.amount * one.stay->DaysIn(facts.history.first + at);
    }
  }
  facts.effects = std::move(commitments);
  return facts;
}

CaseForecast ForecastOf(const SeriesFacts& facts) {
  const auto forecaster = CaseForecaster::Prepare({CaseOf(facts, kSpring)}, Asking(engine::kDefaultModel));
  EXPECT_THAT(forecaster.status(), IsOk());
  return forecaster->Draw(0);
}

// Two placements, 1 000 and 2 000 kronor a day, to the end of June and to the 15th of September: too few to tell of
// others. May ... September: 93 000, 90 000, 62 000, 62 000, 30 000; then nothing.
TEST(CaseForecasterTest, TwoPlacementsWithKnownEndsCostTheirDays) {
  const SeriesFacts facts = MadeOf({CommittedFor(1'000.0, absl::CivilDay(2020, 3, 1), absl::CivilDay(2022, 6, 30)),
                                    CommittedFor(2'000.0, absl::CivilDay(2019, 11, 1), absl::CivilDay(2022, 9, 15))},
                                   40);
  const CaseForecast forecast = ForecastOf(facts);
  EXPECT_FALSE(forecast.placements.has_value());
  const Vector by_hand = (Vector(8) << 93e3, 90e3, 62e3, 62e3, 30e3, 0.0, 0.0, 0.0).finished();
  const double ore = static_cast<double>(UnitOf(Flow::kCost).parts_per_whole);
  EXPECT_LT((forecast.mean - ore * by_hand).cwiseAbs().maxCoeff(), 0.5);
  EXPECT_LT((forecast.paths.colwise() - ore * by_hand).cwiseAbs().maxCoeff(), 0.5);
}

// The budget of a series of which nothing is booked is for its placements, too: 50 000 a month are not 50 000 more than
// the 31 000 of August that are committed. What is beyond the budget is forecast as committed.
TEST(CaseForecasterTest, ABudgetIsForWhatIsCommittedToo) {
  const double ore = static_cast<double>(UnitOf(Flow::kCost).parts_per_whole);
  SeriesFacts facts;
  facts.id = "a.cost";
  facts.flow = Flow::kCost;
  facts.budget = {kCaseForecasterYear, Vector::Constant(12, ore * 50e3)};
  facts.effects = {CommittedFor(1'000.0, absl::CivilDay(2022, 8, 1)),
                   CommittedFor(1'000.0, absl::CivilDay(2022, 11, 1))};
  const CaseForecast forecast = ForecastOf(facts);
  ASSERT_EQ(forecast.mean.size(), 12);
  EXPECT_NEAR(forecast.mean[7], ore * 50e3, 1.0);
  EXPECT_NEAR(forecast.mean[11], ore * 62e3, ore * 1e3);
}

// Six placements that cannot end are all there ever was: they are in the level that the models see, and are not put
// upon it once more. What comes besides is at most the new ones that are expected.
TEST(CaseForecasterTest, ARollIsNotCountedTwice) {
  std::vector<KnownEffect> six;
  for (int at = 0; at < 6; ++at) {
    six.push_back(CommittedFor(1'000.0 + at, absl::CivilDay(2018, 1, 1 + at)));
    six.back().stay->cannot_end = true;
  }
  const CaseForecast forecast = ForecastOf(MadeOf(six, 40));
  ASSERT_TRUE(forecast.placements.has_value());
  EXPECT_EQ(forecast.placements->open_count, 6);
  const double ore = static_cast<double>(UnitOf(Flow::kCost).parts_per_whole);
  for (int at = 0; at < 8; ++at) {
    const double month = ore * 6'015.0 * DaysOf(kCaseForecasterYear + 4 + at);
    EXPECT_NEAR(forecast.placements->open[at], month, 1.0);
    EXPECT_GT(forecast.mean[at], 0.95 * month);
    EXPECT_LT(forecast.mean[at], 1.35 * month);
  }
}

// The share of a commitment that began in the year is what is expected of it; those of earlier years have none. The
// price that rises by a tenth in July has a share of both.
TEST(CaseForecasterTest, SharesOfARollAreWhatIsExpectedOfEach) {
  std::vector<KnownEffect> roll;
  for (int at = 0; at < 5; ++at) roll.push_back(CommittedFor(1'000.0, absl::CivilDay(2019, 1, 1 + at)));
  roll.push_back(CommittedFor(2'000.0, absl::CivilDay(2022, 2, 1), absl::CivilDay(2022, 8, 10)));
  SeriesFacts facts = MadeOf(roll, 40);
  const CaseForecast plain = ForecastOf(facts);
  ASSERT_EQ(plain.event_shares.size(), 1);
  const double ore = static_cast<double>(UnitOf(Flow::kCost).parts_per_whole);
  const std::map<Month, double>& share = plain.event_shares.at("from 2022-02-01");
  EXPECT_NEAR(share.at(kCaseForecasterYear + 6), ore * 62e3, 1e-3);
  EXPECT_NEAR(share.at(kCaseForecasterYear + 7), ore * 20e3, 1e-3);
  EXPECT_EQ(share.count(kCaseForecasterYear + 8), 0);
  facts.effects.push_back({.first = kCaseForecasterYear + 6, .last = kForGood, .factor = 1.1, .event = "dearer"});
  const CaseForecast dearer = ForecastOf(facts);
  for (int at = 0; at < 8; ++at) {
    EXPECT_NEAR(dearer.mean[at], plain.mean[at] * (at < 2 ? 1.0 : 1.1), 1.0);
  }
  EXPECT_NEAR(dearer.event_shares.at("dearer").at(kCaseForecasterYear + 6), 0.1 * plain.mean[2], 1.0);
}

// A placement as an ekonom enters it: days; of one that is open nobody knows the end.
KnownEffect EnteredAs(const models::Placement& stay, Month origin) {
  const auto day = [](double moment) {
    const Month month = Month::FromIndex(static_cast<int>(moment));
    return FirstDayOf(month) + static_cast<int>(DaysOf(month) * (moment - std::floor(moment)));
  };
  KnownEffect effect = CommittedFor(stay.price_per_day, day(stay.start));
  if (*stay.end <= origin.index()) effect.stay->last_day = std::max(day(*stay.end) - 1, effect.stay->first_day);
  return effect;
}

// Made-up placements before May 2022, all entered, and what the rest of the year then cost, öre.
struct SimulatedRoll {
  SeriesFacts facts;
  double to_come = 0.0;
};

SimulatedRoll SimulateRoll(double rate, int number) {
  RandomGenerator generator(static_cast<uint64_t>(number));
  const Month begin = kCaseForecasterYear + 4;
  const double ore = static_cast<double>(UnitOf(Flow::kCost).parts_per_whole);
  SimulatedRoll roll;
  roll.facts.id = absl::StrCat("a", number, ".cost");
  roll.facts.flow = Flow::kCost;
  roll.facts.history = {begin - 40, Vector::Zero(40)};
  for (const models::Placement& stay : models::SimulateStays({.rate = rate}, begin - 40, begin + 8, generator)) {
    for (int at = 0; at < 40; ++at) roll.facts.history.values[at] += ore * stay.CostIn(begin - 40 + at);
    for (int at = 0; at < 8; ++at) roll.to_come += ore * stay.CostIn(begin + at);
    if (stay.start < begin.index()) roll.facts.effects.push_back(EnteredAs(stay, begin));
  }
  return roll;
}

// One that is to begin is one of the new ones, known early: it takes the place of one of them as far as there are any,
// and does not come upon all of them.
TEST(CaseForecasterTest, OneThatIsToBeginIsOneOfTheNewOnes) {
  SeriesFacts facts = SimulateRoll(1.5, 3).facts;
  const CaseForecast before = ForecastOf(facts);
  facts.effects.push_back(CommittedFor(3'500.0, absl::CivilDay(2022, 6, 1)));
  const CaseForecast after = ForecastOf(facts);
  ASSERT_TRUE(after.placements.has_value());
  const double whole = 3'500.0 * 30 * static_cast<double>(UnitOf(Flow::kCost).parts_per_whole);
  EXPECT_NEAR(after.event_shares.at("from 2022-06-01").at(kCaseForecasterYear + 5), whole, 0.1 * whole);
  EXPECT_LT(after.placements->fresh.sum(), before.placements->fresh.sum());
  EXPECT_GT(after.mean[1], before.mean[1] - 0.3 * whole);
  EXPECT_LT(after.mean[1], before.mean[1] + 0.7 * whole);
}

// Sixty series whose truth is known, of an organization: together the months to come are what was expected, to 8 per
// cent (one alone errs by some 25 per cent, sixty by 3), and the year ends within the 80 % interval in 80 of 100 cases,
// to two and a half standard errors of sixty, 13 cases.
TEST(CaseForecasterTest, SimulatedRollsAreForecastWithoutBias) {
  constexpr int kSeries = 60;
  std::vector<SeriesCase> cases;
  std::vector<double> truth;
  for (int number = 0; number < kSeries; ++number) {
    SimulatedRoll roll = SimulateRoll(0.8, 100 + number);
    cases.push_back(CaseOf(roll.facts, kSpring));
    EXPECT_FALSE(cases.back().roll.empty()) << number;
    truth.push_back(roll.to_come);
  }
  const auto forecaster = CaseForecaster::Prepare(std::move(cases), Asking(engine::kDefaultModel));
  ASSERT_THAT(forecaster.status(), IsOk());
  double expected = 0.0;
  double came = 0.0;
  int within = 0;
  for (int number = 0; number < kSeries; ++number) {
    const CaseForecast forecast = forecaster->Draw(number);
    const Vector totals = forecast.paths.colwise().sum().transpose();
    const std::vector<double> central = engine::SampleQuantiles(totals, {0.1, 0.9});
    within += central[0] <= truth[static_cast<size_t>(number)] && truth[static_cast<size_t>(number)] <= central[1];
    expected += forecast.mean.sum();
    came += truth[static_cast<size_t>(number)];
  }
  EXPECT_NEAR(expected / came, 1.0, 0.08);
  EXPECT_NEAR(within / static_cast<double>(kSeries), 0.8, 0.13);
}

}  // namespace
}  // namespace prognos::cases
