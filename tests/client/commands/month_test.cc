#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/client/fake_prognosd.h"

namespace prognos::client {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

v1::MonthMark OpenAugust() {
  v1::MonthMark mark;
  mark.set_month("2022-08");
  mark.set_activity("organizations/exempelby/activities/bistand");
  mark.set_state(v1::MONTH_STATE_OPEN);
  mark.set_comment("fakturor saknas");
  mark.set_author("ekonom");
  return mark;
}

TEST(MonthCommandTest, MonthsAreOpenedForOneActivityOrForAll) {
  FakePrognosd service;
  service.AddActivity("bistand", "Bistånd", "", {"cost"});
  v1::MarkMonthsResponse& response = service.ledger.MarkMonths_.response;
  *response.add_marks() = OpenAugust();
  response.set_stored_count(1);
  const Outcome outcome =
      service.Run({"manad", "oppna", "2022-08", "--verksamhet", "Bistånd", "--kommentar", "fakturor saknas"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("2022-08 · Bistånd: öppen"));
  EXPECT_EQ(service.Run({"manad", "stang", "2022-07", "2022-08"}).exit_code, 0);
  const std::vector<v1::MarkMonthsRequest>& requests = service.ledger.MarkMonths_.requests;
  ASSERT_EQ(requests.size(), 2u);
  ASSERT_EQ(requests[0].marks_size(), 1);
  EXPECT_EQ(requests[0].marks(0).activity(), "organizations/exempelby/activities/bistand");
  EXPECT_EQ(requests[0].marks(0).state(), v1::MONTH_STATE_OPEN);
  EXPECT_EQ(requests[0].marks(0).comment(), "fakturor saknas");
  EXPECT_FALSE(requests[0].request_id().empty());
  ASSERT_EQ(requests[1].marks_size(), 2);
  EXPECT_EQ(requests[1].marks(1).month(), "2022-08");
  EXPECT_EQ(requests[1].marks(1).activity(), "");
  EXPECT_EQ(requests[1].marks(1).state(), v1::MONTH_STATE_CLOSED);
}

TEST(MonthCommandTest, WhatIsSaidIsShown) {
  FakePrognosd service;
  service.AddActivity("bistand", "Bistånd", "", {"cost"});
  EXPECT_THAT(service.Run({"manad", "visa"}).out, HasSubstr("Inget är sagt om någon månad"));
  *service.ledger.ListMonthMarks_.response.add_marks() = OpenAugust();
  const Outcome outcome = service.Run({"manad", "visa", "--ar", "2022"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, AllOf(HasSubstr("2022-08"), HasSubstr("Bistånd"), HasSubstr("öppen"), HasSubstr("ekonom"),
                                 HasSubstr("fakturor saknas")));
  EXPECT_EQ(service.ledger.ListMonthMarks_.requests.back().year(), 2022);
  EXPECT_THAT(service.Run({"manad", "visa", "--format", "csv"}).out,
              AllOf(HasSubstr("manad;verksamhet;lage;vem;tid;kommentar;flode;alder;vaxer_procent;manader_bakom\n"
                              "2022-08;bistand;öppen;ekonom;"),
                    HasSubstr(";fakturor saknas;;;;\n")));
}

TEST(MonthCommandTest, HowMonthsGrowIsShown) {
  FakePrognosd service;
  v1::MonthGrowth& growth = *service.ledger.ListMonthMarks_.response.add_growths();
  growth.set_flow(v1::FLOW_COST);
  growth.set_age(1);
  growth.set_growth(4'200);
  growth.set_month_count(17);
  const std::string out = service.Run({"manad", "visa"}).out;
  EXPECT_THAT(out, AllOf(HasSubstr("Inget är sagt om någon månad."), HasSubstr("kostnad"), HasSubstr("en månad äldre"),
                         HasSubstr("4,2"), HasSubstr("17")));
  EXPECT_THAT(out, ::testing::Not(HasSubstr("räknas som de står")));
  EXPECT_THAT(service.Run({"manad", "visa", "--format", "csv"}).out, HasSubstr("\n;;växer;;;;kostnad;1;4,2;17\n"));
}

TEST(MonthCommandTest, AnUnknownActivityIsToldAndNothingIsSent) {
  FakePrognosd service;
  service.AddActivity("bistand", "Bistånd", "", {"cost"});
  EXPECT_NE(service.Run({"manad", "oppna", "2022-08", "--verksamhet", "nowhere"}).exit_code, 0);
  EXPECT_TRUE(service.ledger.MarkMonths_.requests.empty());
}

}  // namespace
}  // namespace prognos::client
