#include "forecast/base/faults.h"

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "messages/value.h"
#include "tests/status_matchers.h"

namespace prognos {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

TEST(FaultsTest, NoFaultIsOk) { EXPECT_THAT(FaultList().ToStatus(), IsOk()); }

TEST(FaultsTest, EveryFaultIsToldWithPlaceValueAndRule) {
  FaultList faults;
  faults.Add("rows[17].month", FaultReason::kNotAMonth, "2022-13", messages::value::IsNotAMonth());
  faults.Add("year", FaultReason::kMissingValue, "", messages::value::IsRequired());
  const absl::Status status = faults.ToStatus();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(status.message(), "rows[17].month: \"2022-13\" is not a month (YYYY-MM)\nyear: is required");
  EXPECT_THAT(FaultsFromStatus(status),
              ElementsAre(Fault{"rows[17].month", FaultReason::kNotAMonth, "2022-13", "is not a month (YYYY-MM)",
                                messages::value::IsNotAMonth()},
                          Fault{"year", FaultReason::kMissingValue, "", "is required", messages::value::IsRequired()}));
}

TEST(FaultsTest, TheHundredFirstAreToldAndTheRestCounted) {
  FaultList faults;
  for (int i = 0; i < 103; ++i)
    faults.Add(absl::StrCat("row ", i), FaultReason::kMissingValue, "", messages::value::IsRequired());
  EXPECT_EQ(faults.total(), 103u);
  EXPECT_THAT(faults.faults(), SizeIs(100));
  EXPECT_THAT(std::string(faults.ToStatus().message()), HasSubstr("\nand 3 more faults"));
  EXPECT_EQ(CountFaults(faults.ToStatus()), 103u);
}

TEST(FaultsTest, AValueIsCutAtAWholeCharacterAndCannotBreakTheList) {
  FaultList faults;
  faults.Add("name", FaultReason::kNotAName, std::string(79, 'a') + "\u00e5\u00e4",
             messages::value::IsNotAnIdentifier());
  faults.Add("name", FaultReason::kNotAName,
             "a\x1e"
             "b\x1f\n",
             messages::value::IsNotAnIdentifier());
  const std::vector<Fault> read = FaultsFromStatus(faults.ToStatus());
  ASSERT_THAT(read, SizeIs(2));
  EXPECT_EQ(read[0].value, std::string(79, 'a'));
  EXPECT_EQ(read[1].value, "a?b??");
}

TEST(FaultsTest, OtherStatusesCarryNoFaults) {
  EXPECT_THAT(FaultsFromStatus(absl::InternalError("x")), IsEmpty());
  EXPECT_THAT(FaultsFromStatus(absl::OkStatus()), IsEmpty());
}

}  // namespace
}  // namespace prognos
