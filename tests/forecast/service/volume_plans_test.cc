#include "forecast/service/volume_plans.h"

#include "absl/strings/str_cat.h"
#include "tests/forecast/interchange/workbook_files.h"
#include "tests/forecast/service/service_fixture.h"

namespace prognos::service {
namespace {

using ::testing::ElementsAre;

constexpr int64_t kOnePerson = 1000;

class VolumePlansTest : public ServiceTest {
 protected:
  VolumePlansTest() { CreateSmallOrganization(); }

  grpc::Status Import(const std::string& content, v1::ImportFollowUpTableResponse* response = nullptr) {
    v1::ImportFollowUpTableRequest request;
    request.set_organization("organizations/o");
    request.set_table(v1::FOLLOW_UP_TABLE_VOLUME_PLANS);
    request.set_year(2022);
    request.set_content(content);
    v1::ImportFollowUpTableResponse ignored;
    grpc::ClientContext call;
    return follow_up_->ImportFollowUpTable(&call, request, response == nullptr ? &ignored : response);
  }

  v1::ListVolumePlansResponse List(const std::string& until = "") {
    v1::ListVolumePlansRequest request;
    request.set_organization("organizations/o");
    request.set_year(2022);
    request.set_until_month(until);
    v1::ListVolumePlansResponse response;
    grpc::ClientContext call;
    const grpc::Status status = follow_up_->ListVolumePlans(&call, request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response;
  }
};

// Huddinge 2016, as of August: 321 planned, 185 to August, 99 came; 222 left, 55,5 a month.
TEST_F(VolumePlansTest, APlanStandsBesideWhatWasRecorded) {
  const std::string csv =
      "verksamhet;slag;jan;feb;mar;apr;maj;jun;jul;aug;sep;okt;nov;dec;kommentar\n"
      "care;days;5;5;5;34;34;34;34;34;34;34;34;34;\n";
  v1::ImportFollowUpTableResponse response;
  const grpc::Status status = Import(csv, &response);
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(response.stored_count(), 1);
  std::vector<v1::Actual> came;
  for (int month = 1; month <= 8; ++month) {
    came.push_back(Volume("care.days", absl::StrCat("2022-0", month), month == 1 ? 8 : 13));
  }
  ASSERT_TRUE(ServiceTest::Import({Batch(came)}).ok());
  const v1::VolumePlanStanding standing = List().plans(0);
  EXPECT_EQ(standing.newest_month(), "2022-08");
  EXPECT_EQ(standing.planned(), 321 * kOnePerson);
  EXPECT_EQ(standing.planned_to_date(), 185 * kOnePerson);
  EXPECT_EQ(standing.actual_to_date(), 99 * kOnePerson);
  EXPECT_EQ(standing.gap(), -86 * kOnePerson);
  EXPECT_EQ(standing.left(), 222 * kOnePerson);
  EXPECT_EQ(standing.pace_needed(), 55'500);
  EXPECT_EQ(List("2022-03").plans(0).actual_to_date(), 34 * kOnePerson);
  ASSERT_TRUE(Import(csv, &response).ok());
  EXPECT_EQ(response.stored_count(), 0);
}

// 321 a year are 26,75 a month.
TEST_F(VolumePlansTest, APlanForTheYearIsSpreadEvenly) {
  ASSERT_TRUE(Import("Volymplan 2022;;\nverksamhet;slag;plan\nCare;Days;321\nSumma;;321\n").ok());
  EXPECT_EQ(List().plans(0).plan().planned(0), 26'750);
  EXPECT_EQ(List().plans(0).planned(), 321 * kOnePerson);
  EXPECT_EQ(List().plans(0).newest_month(), "");
}

TEST_F(VolumePlansTest, WhatIsNoVolumeAndWhatIsNoPlanAreRefusedAtTheirLines) {
  const auto places = [&](const std::string& content) {
    std::vector<std::string> told;
    const v1::ErrorDetail detail = DetailOf(Import(content));
    for (const v1::Fault& fault : detail.faults()) told.push_back(fault.place());
    return told;
  };
  EXPECT_THAT(places("verksamhet;slag;plan\ncare;days;x\ncare;;1\nnone;days;1\ncare;days;\n"),
              ElementsAre("line 2: plan", "line 3: slag", "line 4: verksamhet", "line 5: plan"));
  EXPECT_THAT(places("verksamhet;slag;plan\ncare;cost;1\ncare;households;1\n"),
              ElementsAre("line 2: series", "line 3: series"));
  EXPECT_THAT(places("verksamhet;slag;jan;feb\ncare;days;1;-2\ncare;days;1;2\n"),
              ElementsAre("line 2: planned", "line 3: series"));
  EXPECT_EQ(List().plans_size(), 0);
}

// The second sheet, with a merged heading above the table; what is wrong is told at its cell.
TEST_F(VolumePlansTest, AWorkbookIsReadLikeATextAndAFaultHasItsCell) {
  const auto book = [](const std::string& kind, const std::string& january) {
    const std::string rows = RowXml(1, {"Volymplan 2022"}) + RowXml(3, {"Verksamhet", "Slag", "jan", "dec"}) +
                             RowXml(5, {"care", kind, january, "#5.5"});
    return XlsxOf({{"Om", RowXml(1, {"hej"})}, {"Plan 2022", rows}});
  };
  ASSERT_TRUE(Import(book("days", "#12")).ok());
  const v1::VolumePlan plan = List().plans(0).plan();
  EXPECT_EQ(plan.planned(0), 12 * kOnePerson);
  EXPECT_EQ(plan.planned(11), 11 * kOnePerson / 2);
  const grpc::Status status = Import(book("ingen slags enhet!", "#12"));
  ASSERT_EQ(DetailOf(status).faults_size(), 1);
  EXPECT_EQ(DetailOf(status).faults(0).place(), "'Plan 2022'!B5");
}

}  // namespace
}  // namespace prognos::service
