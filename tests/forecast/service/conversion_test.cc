#include "forecast/service/conversion.h"

#include "gtest/gtest.h"

namespace prognos::service {
namespace {

const absl::Time kMorning = absl::FromCivil(absl::CivilSecond(2022, 9, 1, 7, 0, 0), absl::UTCTimeZone());

TEST(ConversionTest, AMomentOfAWholeSecondIsToldWithoutAFraction) {
  EXPECT_EQ(MomentText(kMorning), "2022-09-01T07:00:00Z");
}

TEST(ConversionTest, AFractionIsToldInAsManyDigitsAsItNeedsAndNoFinerThanTheStore) {
  EXPECT_EQ(MomentText(kMorning + absl::Milliseconds(250)), "2022-09-01T07:00:00.25Z");
  EXPECT_EQ(MomentText(kMorning + absl::Microseconds(1)), "2022-09-01T07:00:00.000001Z");
  EXPECT_EQ(MomentText(kMorning + absl::Nanoseconds(1'234'567)), "2022-09-01T07:00:00.001234Z");
  EXPECT_EQ(MomentText(kMorning + absl::Nanoseconds(999)), "2022-09-01T07:00:00Z");
}

}  // namespace
}  // namespace prognos::service
