#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/client/example_forecast.h"
#include "tests/client/fake_prognosd.h"

namespace prognos::client {
namespace {

using ::testing::HasSubstr;
using ::testing::SizeIs;

TEST(NextYearCommandTest, AsksForThisYearAndTheNextFromTheNewestMonth) {
  FakePrognosd service;
  service.ledger.ComparePeriods_.response.set_until_month("2022-08");
  *service.forecast.CreateForecast_.response.mutable_forecast() = ExampleForecast();
  const Outcome outcome = service.Run({"nasta-ar", "--spara"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  const auto& requests = service.forecast.CreateForecast_.requests;
  ASSERT_THAT(requests, SizeIs(2));
  EXPECT_EQ(requests[0].year(), 2022);
  EXPECT_EQ(requests[0].last_known_month(), 8);
  EXPECT_TRUE(requests[0].validate_only());
  EXPECT_EQ(requests[1].year(), 2023);
  EXPECT_EQ(requests[1].last_known_month(), 0);
  EXPECT_FALSE(requests[1].validate_only());
  EXPECT_THAT(outcome.out, HasSubstr("innan året har börjat"));
}

TEST(NextYearCommandTest, StoresNothingUnlessAsked) {
  FakePrognosd service;
  service.ledger.ComparePeriods_.response.set_until_month("2022-12");
  *service.forecast.CreateForecast_.response.mutable_forecast() = ExampleForecast();
  EXPECT_EQ(service.Run({"nasta-ar", "--format", "csv"}).exit_code, 0);
  for (const v1::CreateForecastRequest& request : service.forecast.CreateForecast_.requests) {
    EXPECT_TRUE(request.validate_only());
  }
}

}  // namespace
}  // namespace prognos::client
