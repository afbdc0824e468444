#include "client/progress.h"

#include "forecast/documents/text_width.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace prognos::client {
namespace {

using ::testing::HasSubstr;

const Texts& ProgressInSwedish() { return TextsIn(Language::kSwedish); }

// 30 of 120 in 10 s is 3 a second; the 90 that are left take 30 s more.
TEST(ProgressTest, RateAndTimeLeftFollowFromWhatIsDone) {
  EXPECT_EQ(
      ProgressText("höstprognos", 30, 120, ProgressUnit::kPieces, absl::Seconds(10), true, 0, ProgressInSwedish()),
      "höstprognos  █████░░░░░░░░░░░░░░░   25 %  3,0/s  0:30 kvar");
}

// 50 MiB of 200 in 20 s: 2,5 MiB/s, and 60 s for the rest.
TEST(ProgressTest, BytesAreToldInMebibytesAndBarsInAsciiWhereTheLocaleDemandsIt) {
  EXPECT_EQ(ProgressText("utfall.se", 50 << 20, 200 << 20, ProgressUnit::kBytes, absl::Seconds(20), false, 0,
                         ProgressInSwedish()),
            "utfall.se  #####...............   25 %  2,5 MiB/s  1:00 kvar");
}

TEST(ProgressTest, NothingDoneHasNoRateAndTooMuchDoneIsAllOfIt) {
  EXPECT_EQ(ProgressText("a", 0, 10, ProgressUnit::kPieces, absl::Seconds(5), true, 0, ProgressInSwedish()),
            "a  ░░░░░░░░░░░░░░░░░░░░    0 %");
  EXPECT_THAT(ProgressText("a", 12, 10, ProgressUnit::kPieces, absl::Seconds(5), true, 0, ProgressInSwedish()),
              HasSubstr("100 %"));
}

TEST(ProgressTest, TheLineFitsTheTerminal) {
  for (int width = 5; width < 80; ++width) {
    const std::string line = ProgressText("utfall-från-januari-till-augusti.se", 3, 10, ProgressUnit::kBytes,
                                          absl::Seconds(1), true, width, ProgressInSwedish());
    EXPECT_LE(documents::DisplayWidth(line), width);
  }
}

}  // namespace
}  // namespace prognos::client
