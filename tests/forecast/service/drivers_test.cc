#include "forecast/service/drivers.h"

#include <cmath>
#include <string>
#include <vector>

#include "forecast/base/random.h"
#include "tests/forecast/service/service_fixture.h"

namespace prognos::service {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

constexpr int kFirstDrivenYear = 2018;
constexpr int kDrivenMonths = 56;  // To August 2022.

std::string MonthAt(int at) {
  const int month = at % 12 + 1;
  return absl::StrCat(kFirstDrivenYear + at / 12, month < 10 ? "-0" : "-", month);
}

// "care" with a cost, a revenue and care days.
class DriversTest : public ServiceTest {
 protected:
  DriversTest() { CreateSmallOrganization(); }

  static v1::Driver DriverOf(const std::string& series, const std::string& driver, v1::DriverKind kind) {
    v1::Driver result;
    result.set_series("organizations/o/series/" + series);
    if (!driver.empty()) result.set_driver("organizations/o/series/" + driver);
    result.set_kind(kind);
    return result;
  }

  static v1::Driver Price() { return DriverOf("care.cost", "care.days", v1::DRIVER_KIND_VOLUME_TIMES_PRICE); }
  static v1::Driver Refund() { return DriverOf("care.revenue", "care.days", v1::DRIVER_KIND_REFUND_LATER); }
  static v1::Driver None(const std::string& series) { return DriverOf(series, "", v1::DRIVER_KIND_UNSPECIFIED); }

  static void AddRate(const std::string& first_month, int64_t amount, v1::Driver& driver) {
    v1::DriverRate& rate = *driver.add_rates();
    rate.set_first_month(first_month);
    rate.set_amount(amount);
  }

  grpc::Status Put(const std::vector<v1::Driver>& drivers, v1::PutDriversResponse* response = nullptr) {
    now_ += absl::Minutes(1);
    v1::PutDriversRequest request;
    request.set_organization("organizations/o");
    for (const v1::Driver& driver : drivers) *request.add_drivers() = driver;
    v1::PutDriversResponse ignored;
    grpc::ClientContext call;
    return follow_up_->PutDrivers(&call, request, response == nullptr ? &ignored : response);
  }

  v1::ListDriversResponse ListAll(absl::Time as_of = absl::InfiniteFuture()) {
    v1::ListDriversRequest request;
    request.set_organization("organizations/o");
    if (as_of != absl::InfiniteFuture()) request.mutable_as_of()->set_seconds(absl::ToUnixSeconds(as_of));
    v1::ListDriversResponse response;
    grpc::ClientContext call;
    const grpc::Status status = follow_up_->ListDrivers(&call, request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response;
  }

  // "care.cost by care.days".
  std::vector<std::string> List(absl::Time as_of = absl::InfiniteFuture()) {
    const std::string prefix = "organizations/o/series/";
    std::vector<std::string> lines;
    const v1::ListDriversResponse response = ListAll(as_of);
    for (const v1::Driver& driver : response.drivers()) {
      lines.push_back(
          absl::StrCat(driver.series().substr(prefix.size()), " by ", driver.driver().substr(prefix.size())));
    }
    return lines;
  }

  std::vector<std::string> FaultPlaces(const std::vector<v1::Driver>& drivers) {
    const grpc::Status status = Put(drivers);
    EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
    const v1::ErrorDetail detail = DetailOf(status);
    std::vector<std::string> places;
    for (const v1::Fault& fault : detail.faults()) places.push_back(fault.place());
    return places;
  }

  // Days that wander by a tenth a month around 1 000, the cost of 250 kronor a day, refunds of 1 000 kronor a day three
  // months later. `last_cost` is the part of the last month's cost that is booked.
  void ImportYears(double last_cost = 1.0) {
    RandomGenerator random(5);
    double level = 1000.0;
    for (int at = 0; at < kDrivenMonths; ++at) days_.push_back(std::round(level *= std::exp(0.1 * random.Normal())));
    std::vector<v1::Actual> actuals;
    for (int at = 0; at < kDrivenMonths; ++at) {
      const double booked = at == kDrivenMonths - 1 ? last_cost : 1.0;
      actuals.push_back(Volume("care.days", MonthAt(at), days_[static_cast<size_t>(at)]));
      actuals.push_back(
          Amount("care.cost", MonthAt(at), std::llround(25'000 * booked * days_[static_cast<size_t>(at)])));
      actuals.push_back(Amount("care.revenue", MonthAt(at), RefundOf(at)));
    }
    const grpc::Status status = Import({Batch(actuals)});
    ASSERT_TRUE(status.ok()) << status.error_message();
  }

  int64_t RefundOf(int at) const { return std::llround(100'000 * days_[static_cast<size_t>(std::max(0, at - 3))]); }

  v1::Forecast Create(const std::string& model = "", absl::Time as_of = absl::InfiniteFuture(), int year = 2022,
                      int last_known_month = 8) {
    now_ += absl::Minutes(1);
    v1::CreateForecastRequest request;
    request.set_organization("organizations/o");
    request.set_year(year);
    request.set_last_known_month(last_known_month);
    request.mutable_options()->set_model(model);
    request.mutable_options()->set_path_count(400);
    if (as_of != absl::InfiniteFuture()) request.mutable_as_of()->set_seconds(absl::ToUnixSeconds(as_of));
    v1::CreateForecastResponse response;
    grpc::ClientContext call;
    const grpc::Status status = forecast_->CreateForecast(&call, request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response.forecast();
  }

  static const v1::ForecastLine& LineOf(const v1::Forecast& forecast, v1::Measure measure) {
    for (const v1::ForecastLine& line : forecast.lines()) {
      if (!line.activity().empty() && line.measure() == measure) return line;
    }
    ADD_FAILURE() << "no line";
    return forecast.lines(0);
  }

  static std::vector<v1::NoteCode> NotesOf(const v1::ForecastLine& line) {
    std::vector<v1::NoteCode> codes;
    for (const v1::Note& note : line.notes()) codes.push_back(note.code());
    return codes;
  }

  std::vector<double> days_;
};

TEST_F(DriversTest, TheNewestStatementOfASeriesCounts) {
  v1::PutDriversResponse response;
  ASSERT_TRUE(Put({Price(), Refund()}, &response).ok());
  EXPECT_EQ(response.stored_count(), 2);
  const absl::Time both = now_;
  EXPECT_THAT(List(), ElementsAre("care.cost by care.days", "care.revenue by care.days"));
  ASSERT_TRUE(Put({Price(), None("care.revenue")}, &response).ok());
  EXPECT_EQ(response.stored_count(), 1);
  EXPECT_EQ(response.unchanged_count(), 1);
  EXPECT_THAT(List(), ElementsAre("care.cost by care.days"));
  ASSERT_TRUE(Put({None("care.revenue")}, &response).ok());
  EXPECT_EQ(response.stored_count(), 0);
  EXPECT_EQ(response.unchanged_count(), 1);
  EXPECT_THAT(List(both), ElementsAre("care.cost by care.days", "care.revenue by care.days"));
}

TEST_F(DriversTest, RatesAndBookingsAreKeptInTheOrderOfTheirMonths) {
  v1::Driver refund = Refund();
  AddRate("2017-07", 135'000'000, refund);
  AddRate("2015-01", 190'000'000, refund);
  refund.add_bookings()->set_first_month("2015-01");
  refund.mutable_bookings(0)->set_months(3);
  ASSERT_TRUE(Put({refund}).ok());
  const v1::Driver kept = ListAll().drivers(0);
  EXPECT_EQ(kept.rates(0).first_month(), "2015-01");
  EXPECT_EQ(kept.rates(1).amount(), 135'000'000);
  EXPECT_EQ(kept.bookings(0).months(), 3);
}

TEST_F(DriversTest, EveryFaultIsToldAndNothingIsStored) {
  v1::Driver rates = Refund();
  AddRate("2017-07", -1, rates);
  AddRate("2017-07", 1, rates);
  AddRate("2017-13", 1, rates);
  rates.add_bookings()->set_months(5);
  v1::Driver price = Price();
  AddRate("2017-07", 1, price);
  EXPECT_THAT(FaultPlaces({rates, price, price, DriverOf("care.x!", "care.days", v1::DRIVER_KIND_UNSPECIFIED)}),
              UnorderedElementsAre("drivers[0].rates[0].amount", "drivers[0].rates[1].first_month",
                                   "drivers[0].rates[2].first_month", "drivers[0].bookings[0].first_month",
                                   "drivers[0].bookings[0].months", "drivers[1].rates", "drivers[2].rates",
                                   "drivers[2].series", "drivers[3].series", "drivers[3].kind"));
  EXPECT_THAT(List(), IsEmpty());
}

TEST_F(DriversTest, OnlySeriesThatGoTogetherAreJoined) {
  EXPECT_THAT(FaultPlaces({DriverOf("care.revenue", "care.days", v1::DRIVER_KIND_VOLUME_TIMES_PRICE)}),
              ElementsAre("drivers[0].series"));
  EXPECT_THAT(FaultPlaces({DriverOf("care.cost", "care.revenue", v1::DRIVER_KIND_VOLUME_TIMES_PRICE)}),
              ElementsAre("drivers[0].driver"));
  EXPECT_THAT(FaultPlaces({DriverOf("care.days", "care.none", v1::DRIVER_KIND_REFUND_LATER)}),
              UnorderedElementsAre("drivers[0].series", "drivers[0].driver"));
  EXPECT_THAT(FaultPlaces({None("care.none")}), ElementsAre("drivers[0].series"));
  EXPECT_THAT(List(), IsEmpty());
}

// The cost is driven by the days and would drive the refunds.
TEST_F(DriversTest, WhatIsDrivenDrivesNothing) {
  const v1::Driver chained = DriverOf("care.revenue", "care.cost", v1::DRIVER_KIND_REFUND_LATER);
  EXPECT_THAT(FaultPlaces({Price(), chained}), UnorderedElementsAre("drivers[0].series", "drivers[1].driver"));
  ASSERT_TRUE(Put({chained}).ok());
  EXPECT_THAT(FaultPlaces({Price()}), ElementsAre("drivers[0].series"));
  EXPECT_TRUE(Put({Price(), None("care.revenue")}).ok());
}

// 250 kronor a day in every known month. Planned are 1 000 days a month, and 3,3 million kronor are budgeted for them:
// 275 kronor a day.
TEST_F(DriversTest, ACostIsToldAsVolumeAndPrice) {
  ImportYears();
  ASSERT_TRUE(SetBudget(EvenBudget(2022, "care.cost", 330'000'000)).ok());
  v1::PutVolumePlansRequest plans;
  plans.set_organization("organizations/o");
  v1::VolumePlan& plan = *plans.add_plans();
  plan.set_series("organizations/o/series/care.days");
  plan.set_year(2022);
  for (int month = 0; month < 12; ++month) plan.add_planned(1'000'000);
  v1::PutVolumePlansResponse planned;
  grpc::ClientContext call;
  ASSERT_TRUE(follow_up_->PutVolumePlans(&call, plans, &planned).ok());
  ASSERT_TRUE(Put({Price()}).ok());

  const v1::Forecast forecast = Create();
  const v1::ForecastLine& cost = LineOf(forecast, v1::MEASURE_COST);
  const v1::ForecastLine& days = LineOf(forecast, v1::MEASURE_VOLUME);
  ASSERT_TRUE(cost.has_driven());
  const v1::VolumeAndPrice& both = cost.driven().volume_and_price();
  EXPECT_EQ(both.volume(), days.full_year());
  EXPECT_EQ(both.known_volume(), days.known_amount());
  EXPECT_EQ(both.known_unit_price(), 25'000);
  EXPECT_NEAR(static_cast<double>(both.unit_price()), 25'000.0, 1'000.0);
  EXPECT_EQ(both.budget_volume(), 12'000'000);
  EXPECT_EQ(both.budget_unit_price(), 27'500);
  EXPECT_FALSE(days.has_driven());
}

// The line is both ways by their weights, to the öre of each month's rounding, and what is summed up is the line.
TEST_F(DriversTest, TheLineIsBothWaysWeighed) {
  ImportYears();
  const v1::Forecast plain = Create();
  ASSERT_TRUE(Put({Price()}).ok());
  const v1::Forecast forecast = Create();
  const v1::ForecastLine& cost = LineOf(forecast, v1::MEASURE_COST);
  const v1::DrivenYear& driven = cost.driven();
  EXPECT_EQ(driven.direct_full_year(), LineOf(plain, v1::MEASURE_COST).full_year());
  const double together = driven.weight() * static_cast<double>(driven.driven_full_year()) +
                          (1.0 - driven.weight()) * static_cast<double>(driven.direct_full_year());
  EXPECT_NEAR(static_cast<double>(cost.full_year()), together, 8.0);
  EXPECT_GT(driven.past_years(), 0);
  EXPECT_GT(driven.direct_past_error(), 0);
  EXPECT_LT(driven.driven_quantiles().p10(), driven.driven_quantiles().p90());
  EXPECT_EQ(LineOf(forecast, v1::MEASURE_NET).full_year(),
            cost.full_year() - LineOf(forecast, v1::MEASURE_REVENUE).full_year());
  EXPECT_NE(forecast.input_digest(), plain.input_digest());
}

// A forecast as of before, and one of a model that is asked for by name, have no driver.
TEST_F(DriversTest, WhatWasNotSaidByThenAndModelsByNameHaveNoDriver) {
  ImportYears();
  const v1::Forecast before = Create();
  const absl::Time moment = now_;
  ASSERT_TRUE(Put({Price()}).ok());
  const v1::Forecast again = Create("", moment);
  EXPECT_EQ(again.input_digest(), before.input_digest());
  EXPECT_FALSE(LineOf(again, v1::MEASURE_COST).has_driven());
  EXPECT_FALSE(LineOf(Create("run-rate"), v1::MEASURE_COST).has_driven());
}

// 1 000 kronor a day come three months later: when the year began the days of October to December were outstanding, and
// after August those of June to August.
TEST_F(DriversTest, TheClaimOfRefundsIsWhatTheLastThreeMonthsEarned) {
  ImportYears();
  ASSERT_TRUE(Put({Refund()}).ok());
  const v1::Forecast forecast = Create();
  const v1::ForecastLine& revenue = LineOf(forecast, v1::MEASURE_REVENUE);
  ASSERT_TRUE(revenue.driven().has_claim());
  const v1::OutstandingClaim& claim = revenue.driven().claim();
  const auto earned = [&](int first) {
    const size_t at = static_cast<size_t>(first);
    return 100'000.0 * (days_[at] + days_[at + 1] + days_[at + 2]);
  };
  EXPECT_NEAR(claim.mean_lag_months(), 3.0, 0.3);
  EXPECT_NEAR(claim.refunded_per_unit(), 100'000.0, 5'000.0);
  EXPECT_NEAR(static_cast<double>(claim.year_begin()), earned(45), 0.1 * earned(45));
  EXPECT_NEAR(static_cast<double>(claim.months(7).outstanding()), earned(53), 0.1 * earned(53));
  EXPECT_NEAR(static_cast<double>(claim.belongs_to_earlier_years()), earned(45), 0.1 * earned(45));
  EXPECT_FALSE(claim.has_probably_lost());
  // Month by month to the öre.
  ASSERT_EQ(claim.months_size(), 12);
  int64_t outstanding = claim.year_begin();
  int64_t booked = 0;
  for (const v1::ClaimMonth& month : claim.months()) {
    outstanding += month.earned() - month.booked();
    booked += month.booked();
    EXPECT_EQ(month.outstanding(), outstanding) << month.month();
  }
  EXPECT_EQ(booked, revenue.full_year());
  EXPECT_EQ(claim.year_end(), outstanding);
  EXPECT_LE(claim.year_end_quantiles().p10(), claim.year_end_quantiles().p90());
}

// At the end of 2021 the days of October to December are outstanding, and what came in January to March was for those
// of the year before. 250 kronor a day were paid, whichever way one looks.
TEST_F(DriversTest, ACompleteYearHasItsClaimAndItsPrice) {
  ImportYears();
  ASSERT_TRUE(Put({Price(), Refund()}).ok());
  const v1::Forecast year_end = Create("", absl::InfiniteFuture(), 2021, 12);
  const v1::ForecastLine& revenue = LineOf(year_end, v1::MEASURE_REVENUE);
  ASSERT_TRUE(revenue.driven().has_claim());
  const v1::OutstandingClaim& claim = revenue.driven().claim();
  const auto earned = [&](int first) {
    const size_t at = static_cast<size_t>(first);
    return 100'000.0 * (days_[at] + days_[at + 1] + days_[at + 2]);
  };
  EXPECT_NEAR(static_cast<double>(claim.year_end()), earned(45), 0.1 * earned(45));
  EXPECT_NEAR(static_cast<double>(claim.year_begin()), earned(33), 0.1 * earned(33));
  int64_t outstanding = claim.year_begin();
  int64_t booked = 0;
  for (int at = 0; at < 12; ++at) {
    const v1::ClaimMonth& month = claim.months(at);
    EXPECT_EQ(month.booked(), RefundOf(36 + at));
    outstanding += month.earned() - month.booked();
    booked += month.booked();
    EXPECT_EQ(month.outstanding(), outstanding) << month.month();
  }
  EXPECT_EQ(booked, revenue.full_year());
  EXPECT_EQ(claim.year_end(), outstanding);
  const v1::DrivenYear& cost = LineOf(year_end, v1::MEASURE_COST).driven();
  EXPECT_EQ(cost.volume_and_price().unit_price(), 25'000);
  EXPECT_EQ(cost.volume_and_price().volume(), LineOf(year_end, v1::MEASURE_VOLUME).full_year());
  EXPECT_EQ(cost.direct_full_year(), LineOf(year_end, v1::MEASURE_COST).full_year());
  EXPECT_EQ(cost.driven_full_year(), cost.direct_full_year());
  EXPECT_EQ(cost.past_years(), 0);
}

// No refund was ever booked: the rate of 1 000 kronor a day says what comes, about four months after the days.
TEST_F(DriversTest, ARateIsEnoughWithoutAnyRefunds) {
  std::vector<v1::Actual> actuals;
  for (int at = 0; at < kDrivenMonths; ++at) {
    actuals.push_back(Volume("care.days", MonthAt(at), 1000));
    actuals.push_back(Amount("care.cost", MonthAt(at), 25'000'000));
  }
  ASSERT_TRUE(Import({Batch(actuals)}).ok());
  v1::Driver refund = Refund();
  AddRate("2018-01", 100'000'000, refund);
  ASSERT_TRUE(Put({refund}).ok());
  const v1::Forecast forecast = Create();
  const v1::ForecastLine& revenue = LineOf(forecast, v1::MEASURE_REVENUE);
  ASSERT_TRUE(revenue.has_driven());
  EXPECT_EQ(revenue.driven().weight(), 1.0);
  EXPECT_EQ(revenue.driven().claim().probably_lost(), 0);
  // December: all that came by then of 1 000 days a month.
  EXPECT_NEAR(static_cast<double>(revenue.months(11).amount()), 100'000'000.0, 5'000'000.0);
}

// Without a rate and without refunds nothing says what comes.
TEST_F(DriversTest, ADriverThatTellsNothingIsToldAndLeftOut) {
  std::vector<v1::Actual> actuals;
  for (int at = 0; at < kDrivenMonths; ++at) actuals.push_back(Amount("care.cost", MonthAt(at), 25'000'000));
  ASSERT_TRUE(Import({Batch(actuals)}).ok());
  const v1::Forecast plain = Create();
  ASSERT_TRUE(Put({Price(), Refund()}).ok());
  const v1::Forecast forecast = Create();
  EXPECT_THAT(NotesOf(LineOf(forecast, v1::MEASURE_COST)), testing::Contains(v1::NOTE_CODE_DRIVER_NOT_USED));
  EXPECT_FALSE(LineOf(forecast, v1::MEASURE_COST).has_driven());
  EXPECT_EQ(LineOf(forecast, v1::MEASURE_COST).full_year(), LineOf(plain, v1::MEASURE_COST).full_year());
}

// Months without days: no price can be told of them, and nothing breaks.
TEST_F(DriversTest, MonthsWithoutVolumeBreakNothing) {
  std::vector<v1::Actual> actuals;
  for (int at = 0; at < kDrivenMonths; ++at) {
    const bool is_empty = at % 12 == 6 || at == kDrivenMonths - 1;
    actuals.push_back(Volume("care.days", MonthAt(at), is_empty ? 0 : 1000));
    actuals.push_back(Amount("care.cost", MonthAt(at), is_empty ? 1'000'000 : 25'000'000));
    actuals.push_back(Amount("care.revenue", MonthAt(at), 0));
  }
  ASSERT_TRUE(Import({Batch(actuals)}).ok());
  ASSERT_TRUE(Put({Price(), Refund()}).ok());
  const v1::Forecast forecast = Create();
  EXPECT_TRUE(LineOf(forecast, v1::MEASURE_COST).has_driven());
}

// Half of August's cost is booked for all of its days.
TEST_F(DriversTest, ACostThatDoesNotFitItsVolumeIsTold) {
  ImportYears(0.5);
  ASSERT_TRUE(Put({Price()}).ok());
  const v1::Forecast forecast = Create();
  const v1::ForecastLine& cost = LineOf(forecast, v1::MEASURE_COST);
  EXPECT_THAT(NotesOf(cost), testing::Contains(v1::NOTE_CODE_COST_WITHOUT_VOLUME));
  // The price of the months to come is that of the months before.
  const v1::ForecastLine& days = LineOf(forecast, v1::MEASURE_VOLUME);
  const double expected = 25.0 * static_cast<double>(days.full_year() - days.known_amount());
  EXPECT_NEAR(static_cast<double>(cost.driven().driven_full_year() - cost.known_amount()), expected, 0.02 * expected);
}

}  // namespace
}  // namespace prognos::service
