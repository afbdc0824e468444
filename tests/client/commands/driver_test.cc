#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/client/fake_prognosd.h"

namespace prognos::client {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

TEST(DriverCommandTest, SeriesAreJoinedAndParted) {
  FakePrognosd service;
  service.AddActivity("barn", "Barn", "", {"cost", "revenue", "days"});
  service.follow_up.PutDrivers_.response.set_stored_count(1);
  EXPECT_THAT(service.Run({"drivkraft", "pris", "barn.kostnad", "barn.days"}).out,
              HasSubstr("barn.days driver barn.kostnad."));
  EXPECT_EQ(service
                .Run({"drivkraft", "atersokning", "barn.intakt", "barn.days", "--ersattning", "2015-01=1 900,5",
                      "--ersattning", "2017-07=1350", "--samlat", "2015-01=3"})
                .exit_code,
            0);
  EXPECT_THAT(service.Run({"drivkraft", "ta-bort", "barn.kostnad"}).out,
              HasSubstr("Inget driver barn.kostnad längre."));
  const std::vector<v1::PutDriversRequest>& requests = service.follow_up.PutDrivers_.requests;
  ASSERT_EQ(requests.size(), 3u);
  EXPECT_EQ(requests[0].drivers(0).series(), "organizations/exempelby/series/barn.cost");
  EXPECT_EQ(requests[0].drivers(0).driver(), "organizations/exempelby/series/barn.days");
  EXPECT_EQ(requests[0].drivers(0).kind(), v1::DRIVER_KIND_VOLUME_TIMES_PRICE);
  const v1::Driver& refund = requests[1].drivers(0);
  EXPECT_EQ(refund.kind(), v1::DRIVER_KIND_REFUND_LATER);
  ASSERT_EQ(refund.rates_size(), 2);
  EXPECT_EQ(refund.rates(0).first_month(), "2015-01");
  EXPECT_EQ(refund.rates(0).amount(), 190'050'000);
  EXPECT_EQ(refund.rates(1).amount(), 135'000'000);
  EXPECT_EQ(refund.bookings(0).months(), 3);
  EXPECT_EQ(requests[2].drivers(0).driver(), "");
}

TEST(DriverCommandTest, WhatIsNoMonthWithANumberIsToldAndNothingIsSent) {
  FakePrognosd service;
  service.AddActivity("barn", "Barn", "", {"cost", "revenue", "days"});
  const Outcome outcome = service.Run({"drivkraft", "atersokning", "barn.intakt", "barn.days", "--ersattning", "1350"});
  EXPECT_NE(outcome.exit_code, 0);
  EXPECT_THAT(outcome.err, HasSubstr("2017-07=1350"));
  EXPECT_TRUE(service.follow_up.PutDrivers_.requests.empty());
}

TEST(DriverCommandTest, WhatIsSaidIsShown) {
  FakePrognosd service;
  service.AddActivity("barn", "Barn", "", {"cost", "revenue", "days"});
  EXPECT_THAT(service.Run({"drivkraft", "visa"}).out, HasSubstr("Inget är sagt om vad som driver"));
  v1::Driver& driver = *service.follow_up.ListDrivers_.response.add_drivers();
  driver.set_series("organizations/exempelby/series/barn.revenue");
  driver.set_driver("organizations/exempelby/series/barn.days");
  driver.set_kind(v1::DRIVER_KIND_REFUND_LATER);
  driver.add_rates()->set_first_month("2017-07");
  driver.mutable_rates(0)->set_amount(135'050'000);
  EXPECT_THAT(service.Run({"drivkraft", "visa"}).out,
              AllOf(HasSubstr("barn.intakt"), HasSubstr("återsöks senare"), HasSubstr("2017-07=1350,5")));
  EXPECT_THAT(service.Run({"drivkraft", "visa", "--format", "csv"}).out,
              HasSubstr("serie;hur;drivs_av;ersattning;samlat\nbarn.intakt;återsöks senare;barn.days;2017-07=1350,5;"));
}

}  // namespace
}  // namespace prognos::client
