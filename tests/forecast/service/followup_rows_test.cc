#include "forecast/service/followup_rows.h"

#include "absl/status/status.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "prognos/v1/followup.pb.h"

namespace prognos::service {
namespace {

using ledger::FollowUpKind;

TEST(FollowUpRowsTest, ARowStandsOnceButItsItemMayHaveOtherKindsAndPeriods) {
  FollowUpRows rows;
  FaultList faults;
  rows.Add({FollowUpKind::kFundUse, "sip", 10, "a"}, "uses[0].month", faults);
  rows.Add({FollowUpKind::kFundUse, "sip", 11, "b"}, "uses[1].month", faults);
  rows.Add({FollowUpKind::kFundYear, "sip", 10, "c"}, "years[0].fund", faults);
  EXPECT_TRUE(faults.ToStatus().ok());
  rows.Add({FollowUpKind::kFundUse, "sip", 10, "d"}, "uses[2].month", faults);
  EXPECT_EQ(faults.ToStatus().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(faults.ToStatus().message()), ::testing::HasSubstr("uses[2].month"));
}

// Its own fault was told already: rows whose name cannot be read are not duplicates of each other.
TEST(FollowUpRowsTest, WhatHasNoIdentifierIsNoDuplicate) {
  FollowUpRows rows;
  FaultList faults;
  rows.Add({FollowUpKind::kFund, "", 0, "a"}, "funds[0].name", faults);
  rows.Add({FollowUpKind::kFund, "", 0, "b"}, "funds[1].name", faults);
  EXPECT_TRUE(faults.ToStatus().ok());
}

// An indicator has a name and a series, a plan of a volume a series alone, which is its name.
TEST(FollowUpRowsTest, ContentIsTheMessageWithoutTheNameThatItsRowHas) {
  v1::Indicator indicator;
  indicator.set_name("organizations/o/indicators/sip");
  indicator.set_series("organizations/o/series/barn.dygn");
  v1::Indicator kept;
  ASSERT_TRUE(kept.ParseFromString(ContentOf(indicator)));
  EXPECT_EQ(kept.name(), "");
  EXPECT_EQ(kept.series(), "organizations/o/series/barn.dygn");

  v1::VolumePlan plan;
  plan.set_series("organizations/o/series/barn.dygn");
  plan.set_year(2022);
  v1::VolumePlan read;
  ledger::FollowUp row;
  row.what = {FollowUpKind::kVolumePlan, "barn.dygn", 2022, ContentOf(plan)};
  ASSERT_TRUE(ReadContent(row, plan.series(), read).ok());
  EXPECT_EQ(read.SerializeAsString(), plan.SerializeAsString());
}

TEST(FollowUpRowsTest, AContentThatIsNoMessageIsAnInternalErrorThatNamesItsItem) {
  ledger::FollowUp row;
  row.what = {FollowUpKind::kFund, "sip", 0, "\xff\xff"};
  v1::Fund fund;
  const absl::Status status = ReadContent(row, "", fund);
  EXPECT_EQ(status.code(), absl::StatusCode::kInternal);
  EXPECT_THAT(std::string(status.message()), ::testing::HasSubstr("\"sip\""));
}

}  // namespace
}  // namespace prognos::service
