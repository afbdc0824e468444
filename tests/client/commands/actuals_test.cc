#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/client/fake_prognosd.h"

namespace prognos::client {
namespace {

using ::testing::HasSubstr;

void AddActual(const std::string& series, const std::string& month, FakePrognosd& service, int64_t ore,
               double volume = 0.0) {
  v1::Actual& actual = *service.ledger.ListActuals_.response.add_actuals();
  actual.set_series("organizations/exempelby/series/" + series);
  actual.set_month(month);
  if (volume != 0.0) {
    actual.set_volume(volume);
  } else {
    actual.set_amount_ore(ore);
  }
}

void HoldActuals(FakePrognosd& service) {
  service.AddActivity("care", "Vård", "", {"cost", "revenue", "days"});
  AddActual("care.cost", "2022-01", service, 123'456'789);
  AddActual("care.cost", "2022-02", service, -500);
  AddActual("care.days", "2022-02", service, 0, 12.345);
  AddActual("care.revenue", "2022-02", service, 0);
}

TEST(ActualsTest, AYearIsShownMonthByMonthAndAddsUp) {
  FakePrognosd service;
  service.AddActivity("care", "Vård", "", {"cost"});
  // 1 500,50 + 2 500,50 = 4 001 tkr: of two halves one goes up.
  AddActual("care.cost", "2022-01", service, 150'050'000);
  AddActual("care.cost", "2022-03", service, 250'050'000);
  const Outcome outcome = service.Run({"utfall", "visa", "--ar", "2022"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("Utfall 2022 · tkr, volymer i sin enhet\n"));
  EXPECT_THAT(outcome.out, HasSubstr("Vård        kostnad  1\u00a0501       2\u00a0500"));
  EXPECT_THAT(outcome.out, HasSubstr("4\u00a0001\n"));
  const v1::ListActualsRequest& request = service.ledger.ListActuals_.requests.at(0);
  EXPECT_EQ(request.first_month(), "2022-01");
  EXPECT_EQ(request.last_month(), "2022-12");
}

// That the service reads it is shown in tests/forecast/service/import_file_test.cc.
TEST(ActualsTest, ShownAsCsvItCanBeImportedAgain) {
  FakePrognosd service;
  HoldActuals(service);
  EXPECT_EQ(service.Run({"utfall", "visa", "--ar", "2022", "--format", "csv"}).out,
            "\xEF\xBB\xBFverksamhet;slag;manad;belopp\n"
            "care;kostnad;2022-01;1234567,89\n"
            "care;kostnad;2022-02;-5,00\n"
            "care;days;2022-02;12,345\n"
            "care;intakt;2022-02;0,00\n");
}

TEST(ActualsTest, ASeriesMayBeAskedForAndNothingIsSaidInWords) {
  FakePrognosd service;
  service.AddActivity("care", "Vård", "", {"cost"});
  EXPECT_EQ(service.Run({"utfall", "visa", "--ar", "2022", "--serie", "Vård.kostnad"}).out,
            "Inget utfall är inläst för 2022.\n");
  EXPECT_EQ(service.ledger.ListActuals_.requests.at(0).series(), "organizations/exempelby/series/care.cost");
}

}  // namespace
}  // namespace prognos::client
