#include "forecast/cases/driven_forecast.h"

#include <cmath>

#include "absl/strings/str_cat.h"
#include "forecast/base/unit.h"
#include "forecast/engine/path_summary.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/status_matchers.h"

namespace prognos::cases {
namespace {

using ::testing::HasSubstr;

constexpr Cut kDrivenCut{2022, 4, 3};
const Month kDrivenFirst = Month::January(2018);
constexpr int kDrivenMonths = 60;  // To December 2022: what comes after April is not looked at.

engine::ForecastOptions FewPaths() {
  engine::ForecastOptions options;
  options.path_count = 300;
  options.seed = 3;
  return options;
}

// Days that wander by a tenth a month.
Vector WanderingDays(uint64_t seed) {
  RandomGenerator generator(seed);
  Vector days(kDrivenMonths);
  double level = 1000.0;
  for (double& day : days) day = level *= std::exp(0.1 * generator.Normal());
  return days;
}

SeriesFacts VolumeFacts(const std::string& id, const Vector& wholes) {
  SeriesFacts facts;
  facts.id = id;
  facts.flow = Flow::kVolume;
  facts.history = {kDrivenFirst, wholes * kVolumeUnit.parts_per_whole};
  return facts;
}

SeriesFacts MoneyFacts(const std::string& id, Flow flow, const Vector& kronor) {
  SeriesFacts facts;
  facts.id = id;
  facts.flow = flow;
  facts.history = {kDrivenFirst, kronor * kMoneyUnit.parts_per_whole};
  return facts;
}

// Refunds of 1000 kronor a day three months later, each month erring by a tenth.
Vector ThreeMonthsLater(const Vector& days, uint64_t seed) {
  RandomGenerator generator(seed);
  Vector refunds(days.size());
  for (int at = 0; at < days.size(); ++at) {
    refunds[at] = 1000.0 * days[std::max(0, at - 3)] * (1.0 + 0.1 * generator.Normal());
  }
  return refunds;
}

CaseForecaster ForecasterOfAll(const std::vector<SeriesFacts>& facts) {
  std::vector<SeriesCase> known;
  for (const SeriesFacts& one : facts) known.push_back(CaseOf(one, kDrivenCut));
  return *CaseForecaster::Prepare(std::move(known), FewPaths());
}

// The series and its driver alone.
DrivenForecast Drive(const SeriesFacts& series, const SeriesFacts& driver, DriverKind kind,
                     const models::RefundTerms& terms = {}) {
  const std::vector<SeriesFacts> facts = {series, driver};
  const auto driven = DrivenForecaster::Prepare(facts, {{0, 1, kind, terms}}, kDrivenCut, FewPaths());
  EXPECT_THAT(driven.status(), IsOk());
  return driven->Forecast(0, ForecasterOfAll(facts));
}

// A price of 250 kronor, whatever the days do: the cost is 250 times the days as forecast, month by month, in öre.
TEST(DrivenForecastTest, ACostIsTheVolumeAsForecastTimesItsPrice) {
  const Vector days = WanderingDays(1);
  const DrivenForecast forecast =
      Drive(MoneyFacts("c", Flow::kCost, 250.0 * days), VolumeFacts("v", days), DriverKind::kVolumeTimesPrice);
  ASSERT_THAT(forecast.used, IsOk());
  ASSERT_EQ(forecast.driven.mean.size(), 8);
  const Vector expected =
      forecast.driver_to_come.mean * 250.0 * kMoneyUnit.parts_per_whole / kVolumeUnit.parts_per_whole;
  EXPECT_LT((forecast.driven.mean - expected).cwiseAbs().maxCoeff(), 1e-3 * expected.maxCoeff());
}

// The price rises by a tenth in July, as is known: the volume does not, and the cost of the months from July on does.
TEST(DrivenForecastTest, AKnownChangeOfPriceIsOnTheMonthsToComeOnly) {
  const Vector days = Vector::Constant(kDrivenMonths, 1000.0);
  SeriesFacts cost = MoneyFacts("c", Flow::kCost, 250.0 * days);
  cost.effects = {{.first = kDrivenCut.january() + 6, .last = kForGood, .factor = 1.1, .event = "law"}};
  const DrivenForecast forecast = Drive(cost, VolumeFacts("v", days), DriverKind::kVolumeTimesPrice);
  ASSERT_THAT(forecast.used, IsOk());
  const double month = kMoneyUnit.Parts(250'000.0);
  EXPECT_NEAR(forecast.forecast.mean[1], month, 1e-4 * month);        // June.
  EXPECT_NEAR(forecast.forecast.mean[2], 1.1 * month, 1e-4 * month);  // July.
  double share = 0.0;
  for (const auto& [at, parts] : forecast.forecast.event_shares.at("law")) share += parts;
  EXPECT_NEAR(share, 0.6 * month, 1e-3 * month);  // A tenth of six months.
}

// Both ways together lie between them, month by month, and the lag is found.
TEST(DrivenForecastTest, TheForecastIsBothWaysByTheirWeights) {
  const Vector days = WanderingDays(5);
  const DrivenForecast forecast = Drive(MoneyFacts("r", Flow::kRevenue, ThreeMonthsLater(days, 6)),
                                        VolumeFacts("v", days), DriverKind::kRefundLater);
  ASSERT_THAT(forecast.used, IsOk());
  EXPECT_GT(forecast.past_years, 1);
  const Vector together = forecast.weight * forecast.driven.mean + (1.0 - forecast.weight) * forecast.direct.mean;
  EXPECT_LT((forecast.forecast.mean - together).cwiseAbs().maxCoeff(), 1.0);
  ASSERT_TRUE(forecast.refund.has_value());
  EXPECT_NEAR(forecast.refund->lags().mean_lag, 3.0, 0.7);
}

// Sums of absolute errors of the months to come over 30 revenues, each with a driver.
struct ErrorSums {
  double direct = 0.0;
  double together = 0.0;
};

// All in one organization, or each in one of its own, where no other link says anything.
ErrorSums ErrorsOf(const std::vector<Vector>& revenues, const std::vector<Vector>& days, bool alone) {
  ErrorSums sums;
  const auto add = [&](const Vector& revenue, const DrivenForecast& forecast) {
    const double to_come = kMoneyUnit.Parts(revenue.tail(8).sum());
    sums.direct += std::abs(to_come - forecast.direct.mean.sum());
    sums.together += std::abs(to_come - forecast.forecast.mean.sum());
  };
  std::vector<SeriesFacts> facts;
  std::vector<DriverLink> links;
  for (size_t at = 0; at < revenues.size(); ++at) {
    const SeriesFacts money = MoneyFacts(absl::StrCat("r", at), Flow::kRevenue, revenues[at]);
    const SeriesFacts volume = VolumeFacts(absl::StrCat("v", at), days[at]);
    if (alone) add(revenues[at], Drive(money, volume, DriverKind::kRefundLater));
    links.push_back({static_cast<int>(2 * at), static_cast<int>(2 * at + 1), DriverKind::kRefundLater, {}});
    facts.push_back(money);
    facts.push_back(volume);
  }
  if (alone) return sums;
  const auto driven = DrivenForecaster::Prepare(facts, links, kDrivenCut, FewPaths());
  EXPECT_THAT(driven.status(), IsOk());
  const CaseForecaster forecaster = ForecasterOfAll(facts);
  for (size_t at = 0; at < revenues.size(); ++at) {
    add(revenues[at], driven->Forecast(static_cast<int>(at), forecaster));
  }
  return sums;
}

// What drives the money is worth much where others say so too, and something where nobody else does.
TEST(DrivenForecastTest, ADriverThatSaysMuchHelps) {
  std::vector<Vector> revenues, days;
  for (uint64_t at = 0; at < 30; ++at) {
    days.push_back(WanderingDays(100 + at));
    revenues.push_back(ThreeMonthsLater(days.back(), 200 + at));
  }
  const ErrorSums in_company = ErrorsOf(revenues, days, false);
  EXPECT_LT(in_company.together, 0.75 * in_company.direct);
  const ErrorSums alone = ErrorsOf(revenues, days, true);
  EXPECT_LT(alone.together, 0.95 * alone.direct);
}

// Revenues that stay where they are, with the days of something else, whose lags err twice as much as no driver: over
// all of them the error of the full year is at most a twentieth more than without one.
TEST(DrivenForecastTest, ADriverThatSaysNothingDoesNoHarm) {
  std::vector<Vector> revenues, days;
  for (uint64_t at = 0; at < 30; ++at) {
    RandomGenerator generator(500 + at);
    Vector revenue(kDrivenMonths);
    for (double& month : revenue) month = 1e6 * (1.0 + 0.05 * generator.Normal());
    revenues.push_back(std::move(revenue));
    days.push_back(WanderingDays(900 + at));
  }
  const ErrorSums alone = ErrorsOf(revenues, days, true);
  EXPECT_LT(alone.together, 1.05 * alone.direct);
  const ErrorSums in_company = ErrorsOf(revenues, days, false);
  EXPECT_LT(in_company.together, 1.05 * in_company.direct);
}

// Nothing of the months to come is looked at.
TEST(DrivenForecastTest, WhatCameAfterTheCutIsNotSeen) {
  const Vector days = WanderingDays(7);
  Vector other = days;
  other.tail(8) *= 3.0;
  const SeriesFacts refunds = MoneyFacts("r", Flow::kRevenue, ThreeMonthsLater(days, 8));
  const SeriesFacts others = MoneyFacts("r", Flow::kRevenue, ThreeMonthsLater(other, 8));
  const DrivenForecast one = Drive(refunds, VolumeFacts("v", days), DriverKind::kRefundLater);
  const DrivenForecast two = Drive(others, VolumeFacts("v", other), DriverKind::kRefundLater);
  EXPECT_EQ(one.forecast.mean, two.forecast.mean);
  EXPECT_EQ(one.weight, two.weight);
}

TEST(DrivenForecastTest, ADriverOfWhichNothingIsKnownLeavesTheDirectForecast) {
  const SeriesFacts cost = MoneyFacts("c", Flow::kCost, Vector::Constant(kDrivenMonths, 1000.0));
  SeriesFacts nothing = VolumeFacts("v", Vector());
  const DrivenForecast forecast = Drive(cost, nothing, DriverKind::kVolumeTimesPrice);
  EXPECT_EQ(forecast.used.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(forecast.weight, 0.0);
  EXPECT_EQ(forecast.forecast.mean, forecast.direct.mean);
}

// A year of days and refunds, and lags of up to a year: shorter ones are taken, or the direct forecast stands.
TEST(DrivenForecastTest, AHistoryShorterThanTheLagIsNoFault) {
  for (const int known : {1, 5, 13, 20}) {
    const Vector days = WanderingDays(13);
    SeriesFacts refunds = MoneyFacts("r", Flow::kRevenue, ThreeMonthsLater(days, 14));
    refunds.history = {kDrivenCut.origin() - known, refunds.history.values.head(known)};
    SeriesFacts volume = VolumeFacts("v", days);
    volume.history = {kDrivenCut.origin() - known, volume.history.values.head(known)};
    const DrivenForecast forecast = Drive(refunds, volume, DriverKind::kRefundLater);
    EXPECT_EQ(forecast.weight, 0.0) << known;
    EXPECT_EQ(forecast.forecast.mean, forecast.direct.mean) << known;
    EXPECT_TRUE(forecast.forecast.mean.allFinite() && forecast.forecast.paths.allFinite()) << known;
  }
}

// Zero and negative months of a volume have no price: the others have.
TEST(DrivenForecastTest, MonthsWithoutAVolumeSayNothingOfThePrice) {
  Vector days = WanderingDays(9);
  const Vector cost = 250.0 * days;
  days[10] = 0.0;
  days[20] = -5.0;
  const DrivenForecast forecast =
      Drive(MoneyFacts("c", Flow::kCost, cost), VolumeFacts("v", days), DriverKind::kVolumeTimesPrice);
  ASSERT_THAT(forecast.used, IsOk());
  EXPECT_TRUE(forecast.forecast.mean.allFinite() && forecast.forecast.paths.allFinite());
  const DrivenForecast none = Drive(MoneyFacts("c", Flow::kCost, cost), VolumeFacts("v", Vector::Zero(kDrivenMonths)),
                                    DriverKind::kVolumeTimesPrice);
  EXPECT_EQ(none.used.code(), absl::StatusCode::kFailedPrecondition);
}

TEST(DrivenForecastTest, TermsThatAreWrongAreRefused) {
  const std::vector<SeriesFacts> facts = {MoneyFacts("r", Flow::kRevenue, Vector::Ones(kDrivenMonths)),
                                          VolumeFacts("v", Vector::Ones(kDrivenMonths))};
  models::RefundTerms twice;
  twice.rates = {{kDrivenFirst, 1.0}, {kDrivenFirst, 2.0}};
  const auto driven =
      DrivenForecaster::Prepare(facts, {{0, 1, DriverKind::kRefundLater, twice}}, kDrivenCut, FewPaths());
  EXPECT_EQ(driven.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(driven.status().message()), HasSubstr("rates[1]"));
}

TEST(DrivenForecastTest, PathsKeepTheOrderOfTheWayThatWeighsMore) {
  const Vector days = WanderingDays(11);
  const DrivenForecast forecast = Drive(MoneyFacts("r", Flow::kRevenue, ThreeMonthsLater(days, 12)),
                                        VolumeFacts("v", days), DriverKind::kRefundLater);
  const Vector together = engine::PathTotals(forecast.forecast.paths);
  const Vector leading = engine::PathTotals(forecast.weight >= 0.5 ? forecast.driven.paths : forecast.direct.paths);
  Eigen::Index most = 0;
  leading.maxCoeff(&most);
  EXPECT_EQ(together.maxCoeff(), together[most]);
}

// No refund was ever booked: the rate, the days and the usual lag are all there is, and the direct forecast is nothing.
TEST(DrivenForecastTest, WithoutAnyMoneyOfThePastTheDriverAlone) {
  models::RefundTerms terms;
  terms.rates = {{kDrivenFirst, 1350.0}};
  const DrivenForecast forecast =
      Drive(MoneyFacts("r", Flow::kRevenue, Vector()), VolumeFacts("v", Vector::Constant(kDrivenMonths, 100.0)),
            DriverKind::kRefundLater, terms);
  ASSERT_THAT(forecast.used, IsOk());
  EXPECT_EQ(forecast.weight, 1.0);
  ASSERT_EQ(forecast.forecast.mean.size(), 12);
  EXPECT_NEAR(forecast.forecast.mean[11], kMoneyUnit.Parts(135'000.0), kMoneyUnit.Parts(15'000.0));
}

// Two links with the same rounds: the weight of each is its own odds on the belief that the other leaves, by hand.
// Rounds (d, v) = (2, 1) twice: the other's least squares asks for along / across = 4 / 2 = 2, with four rounds of
// doubt of 2 / 2 each (4 + 4 x 0.1) / (2 + 4) = 0.733. Errors squared 8 and 2, a tenth of their mean 0.5 added: odds
// (4.4 / 1.6) x 8.5 / 2.5.
TEST(DrivenForecastTest, WeightsByHand) {
  const std::vector<PastRound> rounds = {{2.0, 1.0}, {2.0, 1.0}};
  const std::vector<double> weights = WeightsOfDrivers({rounds, rounds});
  const double odds = 4.4 / 1.6 * 8.5 / 2.5;
  EXPECT_NEAR(weights[0], odds / (1.0 + odds), 1e-9);
  EXPECT_EQ(weights[0], weights[1]);
  // Alone, as good as each other: what is believed beforehand.
  EXPECT_NEAR(WeightsOfDrivers({{{1.0, 1.0}, {1.0, -1.0}}})[0], 0.1, 1e-9);
}

TEST(DrivenForecastTest, NoRoundsOrOneOrWorseOnesLeaveTheDirectForecast) {
  EXPECT_EQ(WeightsOfDrivers({{}})[0], 0.0);
  EXPECT_EQ(WeightsOfDrivers({{{3.0, 0.1}}})[0], 0.0);
  EXPECT_EQ(WeightsOfDrivers({{{1.0, 2.0}, {1.0, -2.0}, {-1.0, 2.0}}})[0], 0.0);
}

// 200 links whose driver helps do not carry along one whose own driver errs ten times as much.
TEST(DrivenForecastTest, OthersDoNotOverruleASeriesOwnRounds) {
  std::vector<std::vector<PastRound>> rounds(200, {{2.0, 1.0}, {-2.0, 1.0}, {2.0, -1.0}});
  rounds.push_back({{1.0, 10.0}, {1.0, -10.0}, {1.0, 10.0}});
  EXPECT_EQ(WeightsOfDrivers(rounds).back(), 0.0);
  EXPECT_GT(WeightsOfDrivers(rounds).front(), 0.9);
}

// Children leave, a thirtieth of the days each month of the last two years, and the places stay: the cost is what it
// was. What the years before show decides, and that is not the volume.
TEST(DrivenForecastTest, CapacityThatStaysIsNotForecastToLeaveWithTheDays) {
  RandomGenerator generator(11);
  Vector days = WanderingDays(12);
  Vector cost(kDrivenMonths);
  for (int at = 0; at < kDrivenMonths; ++at) {
    if (at > 28) days[at] = days[28] * std::pow(29.0 / 30.0, at - 28);
    cost[at] = 250'000.0 * (1.0 + 0.02 * generator.Normal());
  }
  const DrivenForecast forecast =
      Drive(MoneyFacts("c", Flow::kCost, cost), VolumeFacts("v", days), DriverKind::kVolumeTimesPrice);
  ASSERT_THAT(forecast.used, IsOk());
  EXPECT_LT(forecast.weight, 0.3);
  const double month = kMoneyUnit.Parts(250'000.0);
  EXPECT_NEAR(forecast.forecast.mean.mean(), month, 0.05 * month);
}

// The last child left in February, whose 1 000 kronor a day still come in May (the lags that are found lie around three
// months, so some of them belong to its neighbours); after April they are what is outstanding.
TEST(DrivenForecastTest, RefundsKeepComingWhenThePlacesAreEmpty) {
  Vector days = WanderingDays(21);
  days.tail(10).setZero();  // From March 2022 on.
  const DrivenForecast forecast = Drive(MoneyFacts("r", Flow::kRevenue, ThreeMonthsLater(days, 22)),
                                        VolumeFacts("v", days), DriverKind::kRefundLater);
  ASSERT_THAT(forecast.used, IsOk());
  const double february = kMoneyUnit.Parts(1000.0 * days[49]);
  EXPECT_NEAR(forecast.driven.mean[0], february, 0.3 * february);
  const Month april = kDrivenCut.january() + 3;
  const MonthlySeries known{forecast.driver_known.first, forecast.driver_known.values / kVolumeUnit.parts_per_whole};
  EXPECT_NEAR(kMoneyUnit.Parts(forecast.refund->Outstanding(known, april)), february, 0.2 * february);
}

// Six placements at 1 000 kronor a day, one of them since March to the end of July, are all that is booked, and their
// days are counted. They are in the unit price and are not put on it once more, nor taken out of it: six days of a
// thousand kronor a day. The one of this year is told by its days, whatever the weight.
TEST(DrivenForecastTest, ARollIsInThePriceOnce) {
  SeriesFacts cost = MoneyFacts("a.cost", Flow::kCost, Vector::Zero(kDrivenMonths));
  Vector days = Vector::Zero(kDrivenMonths);
  for (int at = 0; at < 6; ++at) {
    KnownEffect one;
    const bool is_new = at == 5;
    one.stay =
        Stay{.first_day = is_new ? absl::CivilDay(2022, 3, 1) : absl::CivilDay(2017, 5, 1 + at), .reference = "P"};
    if (is_new) one.stay->last_day = absl::CivilDay(2022, 7, 31);
    one.stay->cannot_end = !is_new;
    one.first = is_new ? Month::January(2022) + 2 : Month::January(2017) + 4;
    one.last = is_new ? Month::January(2022) + 6 : kForGood;
    one.amount = 1'000.0 * kMoneyUnit.parts_per_whole;
    one.event = absl::StrCat("p", at);
    for (int month = 0; month < kDrivenMonths; ++month) {
      const int there = one.stay->DaysIn(kDrivenFirst + month);
      cost.history.values[month] += one.amount * there;
      days[month] += there;
    }
    cost.effects.push_back(one);
  }
  const DrivenForecast driven = Drive(cost, VolumeFacts("a.days", days), DriverKind::kVolumeTimesPrice);
  ASSERT_TRUE(driven.used.ok()) << driven.used;
  // Days stay about as they are, 150 to 186 a month.
  const double month = 168.0 * 1'000.0 * kMoneyUnit.parts_per_whole;
  EXPECT_GT(driven.driven.mean.minCoeff(), 0.7 * month);
  EXPECT_LT(driven.driven.mean.maxCoeff(), 1.3 * month);
  const std::map<Month, double>& share = driven.forecast.event_shares.at("p5");
  EXPECT_NEAR(share.at(Month::January(2022) + 6), 31.0 * 1'000.0 * kMoneyUnit.parts_per_whole, 1.0);
}

}  // namespace
}  // namespace prognos::cases
