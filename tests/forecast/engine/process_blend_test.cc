#include "forecast/engine/process_blend.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace prognos::engine {
namespace {

// r = 1.14, c = 0.8: (1.2996 - 0.912) / (1.2996 + 1 - 1.824) = 0.3876 / 0.4756.
TEST(ProcessBlendTest, WithoutAPastThePriorDecides) { EXPECT_NEAR(ProcessWeight({}), 0.3876 / 0.4756, 1e-9); }

// Many errors, as large: 1/2. Twice as large errors of the models: (4 - 1.6) / (5 - 3.2) > 1, so all weight.
TEST(ProcessBlendTest, AManyYearsPastDecidesItself) {
  EXPECT_NEAR(ProcessWeight({{.models = 10.0, .process = 10.0, .size = 100.0, .years = 100000}}), 0.5, 0.001);
  EXPECT_EQ(ProcessWeight({{.models = 20.0, .process = 10.0, .size = 100.0, .years = 1000}}), 1.0);
  EXPECT_EQ(ProcessWeight({{.models = 10.0, .process = 20.0, .size = 100.0, .years = 1000}}), 0.0);
}

TEST(ProcessBlendTest, WhatNeverErredHasAllWeight) {
  EXPECT_EQ(ProcessWeight({{.models = 10.0, .process = 0.0, .size = 100.0, .years = 3}}), 1.0);
  EXPECT_EQ(ProcessWeight({{.models = 0.0, .process = 10.0, .size = 100.0, .years = 3}}), 0.0);
  EXPECT_NEAR(ProcessWeight({{.models = 0.0, .process = 0.0, .size = 100.0, .years = 3}}), ProcessWeight({}), 1e-12);
}

// One small series does not speak for a large one: errors count relative to the size.
TEST(ProcessBlendTest, ErrorsCountRelativeToTheSize) {
  const std::vector<ErrorsBefore> errors = {{.models = 1.0, .process = 2.0, .size = 10.0, .years = 1000},
                                            {.models = 200.0, .process = 100.0, .size = 1000.0, .years = 1000}};
  EXPECT_NEAR(ProcessWeight(errors), 0.5, 0.01);
}

// Totals of the models 30, 10, 20, of the process 1, 2, 3: the largest are joined, the middle ones, the smallest; the
// order of the models' paths stays.
TEST(ProcessBlendTest, PathsThatRankAlikeAreJoined) {
  Vector mean{{20.0}};
  Matrix paths{{30.0, 10.0, 20.0}};
  Blend(0.25, Vector{{2.0}}, Matrix{{1.0, 2.0, 3.0}}, mean, paths);
  EXPECT_DOUBLE_EQ(mean[0], 15.5);
  EXPECT_DOUBLE_EQ(paths(0, 0), 0.75 * 30.0 + 0.25 * 3.0);
  EXPECT_DOUBLE_EQ(paths(0, 1), 0.75 * 10.0 + 0.25 * 1.0);
  EXPECT_DOUBLE_EQ(paths(0, 2), 0.75 * 20.0 + 0.25 * 2.0);
}

TEST(ProcessBlendTest, NoWeightChangesNothing) {
  Vector mean{{1.0, 2.0}};
  Matrix paths{{1.0, 3.0}, {2.0, 4.0}};
  const Matrix before = paths;
  Blend(0.0, Vector{{9.0, 9.0}}, Matrix::Constant(2, 2, 9.0), mean, paths);
  EXPECT_EQ(paths, before);
  EXPECT_DOUBLE_EQ(mean[1], 2.0);
}

}  // namespace
}  // namespace prognos::engine
