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

// The same unknown activity on every row was told a hundred times, and the rows after these were not named at all.
TEST(FaultsTest, AFaultThatManyLinesHaveIsToldOnceWithAllOfThem) {
  FaultList faults;
  for (const int line : {2, 3, 4, 9, 9}) {
    faults.Add(absl::StrCat("line ", line, ": activity"), FaultReason::kUnknown, "Bostod",
               messages::value::DoesNotExist());
  }
  faults.Add("line 5: activity", FaultReason::kUnknown, "Bostad", messages::value::DoesNotExist());
  faults.Add("line 6: parent", FaultReason::kUnknown, "Bostod", messages::value::DoesNotExist());
  EXPECT_EQ(faults.total(), 3u);
  const absl::Status status = faults.ToStatus();
  EXPECT_EQ(status.message(),
            "lines 2-4, 9 (4 lines): activity: \"Bostod\" does not exist\n"
            "line 5: activity: \"Bostad\" does not exist\n"
            "line 6: parent: \"Bostod\" does not exist");
  const std::vector<Fault> read = FaultsFromStatus(status);
  ASSERT_THAT(read, SizeIs(3));
  EXPECT_EQ(read[0].place, "line 2: activity");
  EXPECT_THAT(read[0].lines, ElementsAre(LineSpan{2, 4}, LineSpan{9, 9}));
  EXPECT_EQ(read[0].line_count(), 4);
  EXPECT_THAT(read[1].lines, IsEmpty());
}

TEST(FaultsTest, OfManySeparateLinesTheFirstTenAreNamedAndTheRestCounted) {
  FaultList faults;
  for (int line = 2; line < 62; line += 2) {
    faults.Add(absl::StrCat("line ", line), FaultReason::kMissingValue, "", messages::value::IsRequired());
  }
  EXPECT_EQ(faults.ToStatus().message(),
            "lines 2, 4, 6, 8, 10, 12, 14, 16, 18, 20 and 20 more (30 lines): is required");
  EXPECT_EQ(FaultsFromStatus(faults.ToStatus())[0].further_lines, 20);
}

TEST(FaultsTest, OtherStatusesCarryNoFaults) {
  EXPECT_THAT(FaultsFromStatus(absl::InternalError("x")), IsEmpty());
  EXPECT_THAT(FaultsFromStatus(absl::OkStatus()), IsEmpty());
}

}  // namespace
}  // namespace prognos
