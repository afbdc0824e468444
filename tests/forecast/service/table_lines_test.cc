#include "forecast/service/table_lines.h"

#include "absl/strings/str_cat.h"
#include "forecast/base/faults.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "messages/value.h"

namespace prognos::service {
namespace {

std::vector<std::string> PlacesOf(const absl::Status& status) {
  std::vector<std::string> places;
  for (const Fault& fault : FaultsFromStatus(status)) places.push_back(fault.place);
  return places;
}

TEST(TableLinesTest, FaultsOfElementsStandAtTheLinesOfTheElements) {
  FaultList faults;
  for (const char* place : {"budget.lines[1].amount_ore", "budget.lines[0].monthly_amounts_ore[3]", "series[1]",
                            "budget.year", "budget.lines[9].amount_ore"}) {
    faults.Add(place, FaultReason::kOutOfRange, "7", messages::value::MustBeAtLeastZero());
  }
  const absl::Status told = AtLines(faults.ToStatus(absl::StatusCode::kFailedPrecondition), {4, 17});
  EXPECT_EQ(told.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(PlacesOf(told), testing::ElementsAre("line 17: amount_ore", "line 4: monthly_amounts_ore", "line 17",
                                                   "budget.year", "budget.lines[9].amount_ore"));
  EXPECT_THAT(told.message(), testing::HasSubstr("line 17: amount_ore: \"7\" must be 0 or more"));
}

TEST(TableLinesTest, TheFaultsThatAreOnlyCountedStayCounted) {
  FaultList faults;
  std::vector<int> lines;
  for (int i = 0; i < 150; ++i) {
    faults.Add(absl::StrCat("rules[", i, "].flow"), FaultReason::kUnknown, "", messages::value::MustBeAtLeastZero());
    lines.push_back(i + 2);
  }
  const absl::Status told = AtLines(faults.ToStatus(), lines);
  // The first hundred have one fault, at lines 2-101.
  EXPECT_EQ(CountFaults(told), 51);
  EXPECT_THAT(PlacesOf(told), testing::ElementsAre("line 2: flow"));
  EXPECT_EQ(FaultsFromStatus(told)[0].line_count(), 100);
}

TEST(TableLinesTest, OtherErrorsStayAsTheyAre) {
  EXPECT_EQ(AtLines(absl::NotFoundError("gone"), {1}), absl::NotFoundError("gone"));
  EXPECT_TRUE(AtLines(absl::OkStatus(), {}).ok());
}

}  // namespace
}  // namespace prognos::service
