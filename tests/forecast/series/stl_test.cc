#include "forecast/series/stl.h"

#include <cmath>

#include "forecast/base/random.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/status_matchers.h"

namespace prognos {
namespace {

using testing::AllOf;
using testing::HasSubstr;

// 500 + 2 row + 80 sin(year).
Vector LinePlusSeason(int n) {
  Vector values(n);
  for (int row = 0; row < n; ++row) values[row] = 500.0 + 2.0 * row + 80.0 * std::sin(row * 2.0 * M_PI / 12.0);
  return values;
}

TEST(StlTest, LoessOfDegreeOneKeepsALineInsideAndOutside) {
  const Vector line = Vector::LinSpaced(20, 3.0, 60.0);  // 3 + 3 row.
  for (const double at : {0.0, 7.0, 19.0, -1.0, 20.0}) {
    EXPECT_NEAR(LoessAt(line, at, 7, 1), 3.0 + 3.0 * at, 1e-9) << at;
  }
}

// Window 3 at position 1: distances 1, 0, 1 reach the edge of the neighbourhood, whose tricube weight is zero, so only
// the middle counts. Window 5 at position 2: distances 2, 1, 0, 1, 2 with reach 2: weights 0, (1 - 1/8)^3 =
// 0.669921875, 1, 0.669921875, 0: (0.669921875 x (1 + 4) + 10) / 2.33984375 = 5.7053...
TEST(StlTest, LoessOfDegreeZeroIsTheTricubeMean) {
  const Vector values{{7.0, 1.0, 10.0, 4.0, 9.0}};
  EXPECT_DOUBLE_EQ(LoessAt(values, 1.0, 3, 0), 1.0);
  EXPECT_NEAR(LoessAt(values, 2.0, 5, 0), (0.669921875 * 5.0 + 10.0) / 2.33984375, 1e-12);
}

TEST(StlTest, PartsAddUpToTheValues) {
  const Vector values = LinePlusSeason(60);
  PROGNOS_ASSERT_OK_AND_ASSIGN(const StlDecomposition parts, DecomposeStl(values, StlOptions()));
  EXPECT_LT((parts.trend + parts.seasonal + parts.remainder - values).cwiseAbs().maxCoeff(), 1e-9);
}

TEST(StlTest, SeparatesALineFromASeason) {
  PROGNOS_ASSERT_OK_AND_ASSIGN(const StlDecomposition parts, DecomposeStl(LinePlusSeason(96), StlOptions()));
  for (int row = 0; row < 96; ++row) {
    EXPECT_NEAR(parts.trend[row], 500.0 + 2.0 * row, 2.0) << row;
    EXPECT_NEAR(parts.seasonal[row], 80.0 * std::sin(row * 2.0 * M_PI / 12.0), 2.0) << row;
  }
}

TEST(StlTest, BadOptionsAreAllNamedAtOnce) {
  StlOptions options;
  options.seasonal_window = 8;
  options.trend_window = 2;
  options.inner_passes = 0;
  EXPECT_THAT(DecomposeStl(LinePlusSeason(60), options),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       AllOf(HasSubstr("seasonal_window"), HasSubstr("trend_window"), HasSubstr("inner_passes"))));
}

TEST(StlTest, NeedsTwoYears) {
  EXPECT_THAT(DecomposeStl(LinePlusSeason(23), StlOptions()),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("needs 24 months, got 23")));
}

}  // namespace
}  // namespace prognos
