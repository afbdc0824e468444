#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/client/example_forecast.h"
#include "tests/client/fake_prognosd.h"

namespace prognos::client {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

TEST(ListTest, StoredForecastsStandNewestFirst) {
  FakePrognosd service;
  v1::Forecast draft = ExampleForecastAt(v1::ROUND_SPRING, "2022-04", 20000);
  draft.set_state(v1::FORECAST_STATE_DRAFT);
  service.forecast.Store(draft);
  v1::Forecast locked = ExampleForecast();
  locked.set_state(v1::FORECAST_STATE_LOCKED);
  service.forecast.Store(locked);
  const std::string out = service.Run({"lista", "--ar", "2022"}).out;
  EXPECT_LT(out.find("höstprognos 2022  2022-08"), out.find("vårprognos 2022   2022-04"));
  // No model was asked for.
  EXPECT_THAT(out, AllOf(HasSubstr("  låst    standard\n"), HasSubstr("  utkast  standard\n")));
  EXPECT_EQ(service.forecast.ListForecasts_.requests.at(0).year(), 2022);
  EXPECT_THAT(service.Run({"lista", "--format", "csv"}).out, HasSubstr("2022-host-1;höstprognos 2022;2022-08;"));
  EXPECT_THAT(service.Run({"list", "--format", "json"}).out, HasSubstr("\"round\": \"autumn\""));
}

TEST(ListTest, NoForecastsAreSaidInWords) {
  EXPECT_EQ(FakePrognosd().Run({"lista"}).out, "Inga prognoser är sparade.\n");
}

}  // namespace
}  // namespace prognos::client
