#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/client/fake_prognosd.h"

namespace prognos::client {
namespace {

using ::testing::HasSubstr;

// Huddinge 2016: 321 planned, 185 to August, 99 came; 55,5 a month are needed.
void HoldPlan(FakePrognosd& service) {
  service.AddActivity("bosattning", "Bosättning nyanlända", "", {"personer"});
  v1::VolumePlanStanding& one = *service.follow_up.ListVolumePlans_.response.add_plans();
  one.mutable_plan()->set_series("organizations/exempelby/series/bosattning.personer");
  for (int month = 1; month <= 12; ++month) one.mutable_plan()->add_planned(month < 4 ? 5'000 : 34'000);
  one.set_newest_month("2016-08");
  one.set_planned(321'000);
  one.set_planned_to_date(185'000);
  one.set_actual_to_date(99'000);
  one.set_gap(-86'000);
  one.set_left(222'000);
  one.set_pace_needed(55'500);
}

TEST(VolumePlanTest, TheTableSaysPlanActualGapAndPace) {
  FakePrognosd service;
  HoldPlan(service);
  const Outcome outcome = service.Run({"volymplan", "visa", "--ar", "2016", "--till", "2016-08"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_EQ(service.follow_up.ListVolumePlans_.requests.at(0).until_month(), "2016-08");
  EXPECT_THAT(outcome.out, HasSubstr("Volymplan 2016\n"));
  EXPECT_THAT(outcome.out, HasSubstr("321"));
  EXPECT_THAT(outcome.out, HasSubstr("2016-08                185      99       \u221286   222       55,5\n"));
}

// That the service reads it is shown in tests/forecast/service/volume_plans_test.cc.
TEST(VolumePlanTest, ShownAsCsvItCanBeSetAgain) {
  FakePrognosd service;
  HoldPlan(service);
  EXPECT_EQ(service.Run({"volymplan", "visa", "--ar", "2016", "--format", "csv"}).out,
            "\xEF\xBB\xBFverksamhet;slag;jan;feb;mar;apr;maj;jun;jul;aug;sep;okt;nov;dec;kommentar\n"
            "bosattning;personer;5;5;5;34;34;34;34;34;34;34;34;34;\n");
}

TEST(VolumePlanTest, AFileIsSentAsItStands) {
  FakePrognosd service;
  const std::string bytes = "verksamhet;slag;plan\nbosattning;personer;321\n";
  service.Run({"volymplan", "satt", WriteFile("v.csv", bytes), "--ar", "2016"});
  EXPECT_EQ(service.follow_up.ImportFollowUpTable_.requests.at(0).content(), bytes);
  EXPECT_EQ(service.follow_up.ImportFollowUpTable_.requests.at(0).table(), v1::FOLLOW_UP_TABLE_VOLUME_PLANS);
  EXPECT_THAT(service.Run({"volymplan", "visa", "--ar", "2016"}).out, HasSubstr("Ingen volymplan finns för 2016."));
}

}  // namespace
}  // namespace prognos::client
