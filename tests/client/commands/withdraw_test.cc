#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/client/example_forecast.h"
#include "tests/client/fake_prognosd.h"

namespace prognos::client {
namespace {

using ::testing::HasSubstr;

v1::Forecast SecondOfAutumn() {
  v1::Forecast forecast = ExampleForecast();
  forecast.set_name("organizations/exempelby/forecasts/host-2022-nr2");
  forecast.set_number(2);
  forecast.set_etag("3");
  return forecast;
}

TEST(WithdrawTest, AForecastIsNamedAsPeopleDoAndWithdrawnAsItWasSeen) {
  FakePrognosd service;
  service.forecast.Store(SecondOfAutumn());
  *service.forecast.WithdrawForecast_.response.mutable_forecast() = SecondOfAutumn();
  service.forecast.WithdrawForecast_.response.set_restored("organizations/exempelby/forecasts/host-2022-nr1");
  const Outcome outcome = service.Run({"dra-tillbaka", "höst 2022 #2", "--skal", "fel budget"});
  EXPECT_EQ(outcome.out,
            "Prognosen höst 2022 #2 är dragen tillbaka och räknas inte mer.\n"
            "höst 2022 #1, som den hade ersatt, är låst igen.\n");
  const v1::WithdrawForecastRequest& request = service.forecast.WithdrawForecast_.requests.at(0);
  EXPECT_EQ(request.name(), "organizations/exempelby/forecasts/host-2022-nr2");
  EXPECT_EQ(request.reason(), "fel budget");
  EXPECT_EQ(request.etag(), "3");
  EXPECT_FALSE(request.validate_only());
  service.Run({"withdraw", "autumn 2022 #2", "--reason", "x", "--check", "--sprak", "en"});
  EXPECT_TRUE(service.forecast.WithdrawForecast_.requests.at(1).validate_only());
}

TEST(WithdrawTest, AReasonMustBeGiven) {
  FakePrognosd service;
  EXPECT_EQ(service.Run({"dra-tillbaka", "host-2022-nr2"}).exit_code, 2);
  EXPECT_EQ(service.Run({"budget", "dra-tillbaka", "--ar", "2022", "--nummer", "1"}).exit_code, 2);
}

TEST(WithdrawTest, TheListShowsWithdrawnForecastsWhenAsked) {
  FakePrognosd service;
  v1::Forecast withdrawn = SecondOfAutumn();
  withdrawn.set_state(v1::FORECAST_STATE_WITHDRAWN);
  service.forecast.Store(withdrawn);
  const std::string out = service.Run({"lista", "--tillbakadragna"}).out;
  EXPECT_THAT(out, HasSubstr("höst 2022 #2"));
  EXPECT_THAT(out, HasSubstr("dragen tillbaka"));
  EXPECT_TRUE(service.forecast.ListForecasts_.requests.at(0).show_withdrawn());
}

TEST(WithdrawTest, ABudgetDecisionIsWithdrawnByItsNumber) {
  FakePrognosd service;
  service.AddActivity("vuxen", "Vuxen", "", {"cost"});
  v1::WithdrawBudgetResponse& response = service.budget.WithdrawBudget_.response;
  response.mutable_budget()->set_version(3);
  response.mutable_budget()->set_year(2022);
  response.mutable_budget()->set_description("Tillägg");
  v1::BudgetEffect::Line& line = *response.mutable_effect()->add_lines();
  line.set_series("organizations/exempelby/series/vuxen.cost");
  line.set_was_ore(124000000);
  line.set_is_ore(120000000);
  const Outcome outcome =
      service.Run({"budget", "dra-tillbaka", "--ar", "2022", "--nummer", "3", "--skal", "registrerades dubbelt"});
  EXPECT_THAT(outcome.out, HasSubstr("Version 3 av budgeten för 2022 är dragen tillbaka: Tillägg\n"));
  EXPECT_THAT(outcome.out, HasSubstr("Vuxen"));
  const v1::WithdrawBudgetRequest& request = service.budget.WithdrawBudget_.requests.at(0);
  EXPECT_EQ(request.version(), 3);
  EXPECT_EQ(request.reason(), "registrerades dubbelt");
}

}  // namespace
}  // namespace prognos::client
