#include <fstream>
#include <utility>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/client/fake_prognosd.h"
#include "tests/temporary_folder.h"

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

// A file of drivers, and the organization that it is about.
class DriverFileTest : public testing::Test {
 protected:
  DriverFileTest() {
    service_.AddActivity("barn", "Barn", "", {"cost", "revenue", "days"});
    service_.AddActivity("ensam", "Ensamkommande barn", "", {"cost", "revenue", "days"});
  }

  Outcome Set(const std::string& text, const std::vector<std::string>& more = {}) {
    const std::string file = folder_.File("drivkrafter.csv");
    std::ofstream(file, std::ios::binary) << text;
    std::vector<std::string> words = {"drivkraft", "satt", file};
    words.insert(words.end(), more.begin(), more.end());
    return service_.Run(words);
  }

  const std::vector<v1::PutDriversRequest>& Sent() { return service_.follow_up.PutDrivers_.requests; }

  TemporaryFolder folder_;
  FakePrognosd service_;
};

TEST_F(DriverFileTest, WhatIsShownCanBeRead) {
  v1::ListDriversResponse& listed = service_.follow_up.ListDrivers_.response;
  v1::Driver& price = *listed.add_drivers();
  price.set_series("organizations/exempelby/series/barn.cost");
  price.set_driver("organizations/exempelby/series/barn.days");
  price.set_kind(v1::DRIVER_KIND_VOLUME_TIMES_PRICE);
  v1::Driver& refund = *listed.add_drivers();
  refund.set_series("organizations/exempelby/series/ensam.revenue");
  refund.set_driver("organizations/exempelby/series/ensam.cost");
  refund.set_kind(v1::DRIVER_KIND_REFUND_LATER);
  for (const auto& [month, amount] : {std::pair("2015-01", 190'050'000), std::pair("2017-07", 85'125)}) {
    v1::DriverRate& rate = *refund.add_rates();
    rate.set_first_month(month);
    rate.set_amount(amount);
  }
  for (const auto& [month, months] : {std::pair("2015-01", 3), std::pair("2017-07", 1)}) {
    v1::DriverBooking& booking = *refund.add_bookings();
    booking.set_first_month(month);
    booking.set_months(months);
  }
  for (const std::string language : {"sv", "en"}) {
    const std::string csv = service_.Run({"drivkraft", "visa", "--format", "csv", "--sprak", language}).out;
    EXPECT_EQ(Set(csv, {"--kontrollera"}).exit_code, 0) << csv;
    const v1::PutDriversRequest& sent = Sent().back();
    EXPECT_TRUE(sent.validate_only());
    ASSERT_EQ(sent.drivers_size(), 2) << csv;
    EXPECT_EQ(sent.drivers(0).SerializeAsString(), price.SerializeAsString()) << csv;
    EXPECT_EQ(sent.drivers(1).SerializeAsString(), refund.SerializeAsString()) << csv;
  }
}

TEST_F(DriverFileTest, TheTableMayBeWrittenAsPeopleDo) {
  service_.follow_up.PutDrivers_.response.set_stored_count(2);
  const Outcome outcome =
      Set("Vad som driver pengarna\n\nHur;Serie;Drivs av;Samlat;Anteckning\n"
          "pris;Barn.kostnad;barn.days;;x\nÅtersökning;Ensamkommande barn.intäkt;ensam.days;2022-01=3;\n");
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("2 rader lästa: 2 uppgifter sparade, 0 oförändrade."));
  ASSERT_EQ(Sent().size(), 1u);
  EXPECT_EQ(Sent()[0].drivers(1).series(), "organizations/exempelby/series/ensam.revenue");
  EXPECT_EQ(Sent()[0].drivers(1).bookings(0).months(), 3);
}

TEST_F(DriverFileTest, EveryFaultIsToldAtItsRowAndNothingIsSent) {
  const Outcome outcome =
      Set("serie;hur;drivs_av;ersattning;samlat\n"
          "barn.kostnad;gissning;barn.days;;\n"
          "nix.kostnad;pris;barn.days;;\n"
          "ensam.intakt;atersokning;;2017-13=5, 2018-01=x;kvartal\n");
  EXPECT_EQ(outcome.exit_code, 1);
  for (const char* place : {"rad 2: hur", "rad 3: serie", "rad 4: drivs av", "rad 4: ersättning", "rad 4: samlat"}) {
    EXPECT_THAT(outcome.err, HasSubstr(place));
  }
  EXPECT_THAT(outcome.err, HasSubstr("volym gånger pris eller återsöks senare"));
  EXPECT_TRUE(Sent().empty());
  EXPECT_THAT(Set("serie;hur\nbarn.kostnad;pris\n").err, HasSubstr("drivs av"));
}

// The service would tell -5 kronor in thousandths of an öre: "-500000".
TEST_F(DriverFileTest, ANegativeRateIsToldAsItWasWritten) {
  EXPECT_THAT(Set("serie;hur;drivs av;ersättning\nensam.intakt;återsökning;ensam.days;2015-01=-5\n").err,
              HasSubstr("rad 2: ersättning: ”2015-01=-5” måste vara 0 eller mer"));
  EXPECT_NE(
      service_.Run({"drivkraft", "atersokning", "ensam.intakt", "ensam.days", "--ersattning", "2015-01=-5"}).exit_code,
      0);
  EXPECT_TRUE(Sent().empty());
}

// 4 294 967 299 is 2^32 + 3, and no three months.
TEST_F(DriverFileTest, SoManyMonthsStayMany) {
  Set("serie;hur;drivs av;samlat\nensam.intakt;återsökning;ensam.days;2015-01=4294967299\n");
  service_.Run({"drivkraft", "atersokning", "ensam.intakt", "ensam.days", "--samlat", "2015-01=4294967299"});
  ASSERT_EQ(Sent().size(), 2u);
  EXPECT_EQ(Sent()[0].drivers(0).bookings(0).months(), 1000);
  EXPECT_EQ(Sent()[1].drivers(0).bookings(0).months(), 1000);
}

// The service knows it as drivers[1], the ekonom as row 4 of the file.
TEST_F(DriverFileTest, WhatTheServiceRefusesIsToldAtItsRow) {
  v1::ErrorDetail detail;
  detail.set_reason(v1::REASON_FAULTY_REQUEST);
  detail.set_fault_count(1);
  v1::Fault& fault = *detail.add_faults();
  fault.set_place("drivers[1].rates[0].amount");
  fault.set_reason(v1::FAULT_REASON_OUT_OF_RANGE);
  service_.follow_up.PutDrivers_.failures = {RefusedWith(grpc::StatusCode::INVALID_ARGUMENT, detail)};
  const Outcome outcome =
      Set("serie;hur;drivs_av;ersattning\nbarn.kostnad;pris;barn.days;\n\nensam.intakt;atersokning;ensam.days;2017-07=-"
          "1\n");
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_THAT(outcome.err, HasSubstr("rad 4: ersättning"));
}

}  // namespace
}  // namespace prognos::client
