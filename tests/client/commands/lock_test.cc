#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/client/example_forecast.h"
#include "tests/client/fake_prognosd.h"

namespace prognos::client {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

v1::Forecast Draft() {
  v1::Forecast draft = ExampleForecast();
  draft.set_state(v1::FORECAST_STATE_DRAFT);
  draft.set_etag("3");
  return draft;
}

TEST(LockTest, TheNewestOfARoundIsLockedAsItStands) {
  FakePrognosd service;
  service.forecast.Store(Draft());
  *service.forecast.LockForecast_.response.mutable_forecast() = Draft();
  service.forecast.LockForecast_.response.set_superseded("organizations/exempelby/forecasts/2022-08-1");
  const Outcome outcome = service.Run({"las", "--ar", "2022", "--omgang", "host"});
  EXPECT_EQ(outcome.out, "2022-host-1 är låst: höstprognos 2022.\nDen ersätter 2022-08-1.\n");
  const v1::LockForecastRequest& request = service.forecast.LockForecast_.requests.at(0);
  EXPECT_EQ(request.name(), "organizations/exempelby/forecasts/2022-host-1");
  EXPECT_EQ(request.etag(), "3");
  EXPECT_FALSE(request.request_id().empty());
  EXPECT_THAT(service.Run({"lock", "2022-host-1", "--sprak", "en"}).out, StartsWith("2022-host-1 is locked"));
}

TEST(LockTest, WhatTheUserSawIsLockedAndNothingElse) {
  FakePrognosd service;
  service.forecast.Store(Draft());
  service.forecast.LockForecast_.failures = {RefusedWith(grpc::StatusCode::ABORTED, v1::REASON_STALE_ETAG)};
  const Outcome outcome = service.Run({"las", "2022-host-1", "--etag", "2"});
  EXPECT_EQ(service.forecast.LockForecast_.requests.at(0).etag(), "2");
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_THAT(outcome.err, HasSubstr("prognosen har ändrats under tiden\nSe vad som gäller nu"));
}

TEST(LockTest, ALockedForecastSaysSoInItsTitle) {
  FakePrognosd service;
  v1::Forecast locked = Draft();
  locked.set_state(v1::FORECAST_STATE_LOCKED);
  locked.mutable_lock_time()->set_seconds(1663243200);  // 2022-09-15, noon.
  service.forecast.Store(locked);
  EXPECT_THAT(service.Run({"visa"}).out, HasSubstr("känt till och med augusti · låst 2022-09-15 · tkr\n"));
  locked.set_state(v1::FORECAST_STATE_SUPERSEDED);
  locked.set_superseded_by("organizations/exempelby/forecasts/2022-08-4");
  service.forecast.Store(locked);
  EXPECT_THAT(service.Run({"visa"}).out, HasSubstr(" · ersatt av 2022-08-4 · tkr\n"));
}

}  // namespace
}  // namespace prognos::client
