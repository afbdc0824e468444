#include "forecast/outlook/packed_paths.h"

#include <cmath>

#include "forecast/base/random.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/status_matchers.h"

namespace prognos::outlook {
namespace {

// From -1 to 65534 in steps of one: whole numbers come back as they are.
TEST(PackedPathsTest, NumbersOnTheStepsComeBackAsTheyAre) {
  const Vector totals = (Vector(4) << -1.0, 65'534.0, 0.0, 300.0).finished();
  PROGNOS_ASSERT_OK_AND_ASSIGN(const Vector read, UnpackPaths(PackPaths(totals)));
  EXPECT_TRUE(read == totals) << read;
}

TEST(PackedPathsTest, OthersAreOffByHalfAStepAtMostAndTakeTwoBytes) {
  RandomGenerator generator(1);
  Vector totals(2000);
  for (double& total : totals) total = 1e9 * (generator.Uniform() - 0.3);
  const std::string bytes = PackPaths(totals);
  EXPECT_EQ(bytes.size(), 17u + 2 * 2000);
  PROGNOS_ASSERT_OK_AND_ASSIGN(const Vector read, UnpackPaths(bytes));
  ASSERT_EQ(read.size(), totals.size());
  const double half_a_step = (totals.maxCoeff() - totals.minCoeff()) / 131'070.0;
  EXPECT_LE((read - totals).cwiseAbs().maxCoeff(), 1.0001 * half_a_step);
  EXPECT_GT((read - totals).cwiseAbs().maxCoeff(), 0.0);
}

TEST(PackedPathsTest, PathsThatAreAllAlikeStayAlikeAndThoseOfNothingTakeNothing) {
  PROGNOS_ASSERT_OK_AND_ASSIGN(const Vector alike, UnpackPaths(PackPaths(Vector::Constant(3, 0.1))));
  EXPECT_TRUE(alike == Vector::Constant(3, 0.1)) << alike;
  EXPECT_EQ(PackPaths(Vector::Zero(2000)), "");
  EXPECT_EQ(PackPaths(Vector()), "");
  PROGNOS_ASSERT_OK_AND_ASSIGN(const Vector none, UnpackPaths(""));
  EXPECT_EQ(none.size(), 0);
}

TEST(PackedPathsTest, DamagedBytesAreTold) {
  const std::string bytes = PackPaths(Vector::LinSpaced(5, 1.0, 2.0));
  for (const size_t size : {size_t{1}, size_t{16}, size_t{17}, bytes.size() - 1}) {
    EXPECT_THAT(UnpackPaths(bytes.substr(0, size)), StatusIs(absl::StatusCode::kDataLoss)) << size;
  }
  EXPECT_THAT(UnpackPaths("\x02" + bytes.substr(1)), StatusIs(absl::StatusCode::kDataLoss));
}

}  // namespace
}  // namespace prognos::outlook
