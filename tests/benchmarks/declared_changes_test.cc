#include "benchmarks/declared_changes.h"

#include <cmath>

#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace prognos::benchmarks {
namespace {

DeclaredProcess ProcessOf(cases::EventKind kind) {
  DeclaredProcess process;
  process.kind = kind;
  process.count = 3;
  return process;
}

// Told of all events at the end of the year, the way of a forecast takes each change out again: what remains is the
// series without any, at the last month's price.
TEST(DeclaredChangesTest, TheEventsAreAllThatChanged) {
  for (const cases::EventKind kind : {cases::EventKind::kPercent, cases::EventKind::kStep, cases::EventKind::kOneOff}) {
    for (const DeclaredSeries& series : GenerateDeclared(ProcessOf(kind))) {
      ASSERT_EQ(series.events.size(), 5u);
      ASSERT_EQ(series.cost.size(), 60);
      Vector expected = series.unchanged.values;
      Matrix paths(60, 0);
      const Month first = series.cost.first;
      cases::KnownEffects(cases::EffectsOf(series.events), first, first, 1).PutOn(first, expected, paths);
      EXPECT_TRUE(series.cost.values.isApprox(expected, 1e-12));
      EXPECT_FALSE(series.cost.values.isApprox(series.unchanged.values, 1e-3));
    }
  }
}

// Without noise and drift nothing is left to chance: the limit is right to the last krona, at every origin.
TEST(DeclaredChangesTest, TheLimitKnowsEverythingButChance) {
  for (const cases::EventKind kind : {cases::EventKind::kPercent, cases::EventKind::kStep, cases::EventKind::kOneOff}) {
    DeclaredProcess process = ProcessOf(kind);
    process.noise = 1e-9;
    process.drift = 0.0;
    for (const DeclaredSeries& series : GenerateDeclared(process)) {
      const double year = series.cost.values.tail(12).sum();
      for (const int known : {1, 4, 8, 11}) EXPECT_NEAR(series.limit[known] / year, 1.0, 1e-7);
    }
  }
}

// With noise alone, nothing of the past says more than the parameters: the limit's error is the noise to come. Of 400
// series the standardized squared errors have a mean of 1 with a standard deviation of sqrt(2 / 400) = 0.07.
TEST(DeclaredChangesTest, TheLimitErrsByTheNoiseToCome) {
  DeclaredProcess process = ProcessOf(cases::EventKind::kPercent);
  process.count = 400;
  process.drift = 0.0;
  process.season = 0.0;
  process.noise = 0.05;
  double squares = 0.0;
  for (const DeclaredSeries& series : GenerateDeclared(process)) {
    const Vector to_come = series.cost.values.tail(8);
    const double error = series.cost.values.tail(12).sum() - series.limit[4];
    squares += error * error / (0.05 * 0.05 * to_come.squaredNorm());
  }
  EXPECT_NEAR(squares / 400, 1.0, 4 * 0.07);
}

TEST(DeclaredChangesTest, OnlyTheLastYearChangesWhereTheEarlierOnesDoNot) {
  DeclaredProcess process = ProcessOf(cases::EventKind::kPercent);
  process.earlier_years = false;
  for (const DeclaredSeries& series : GenerateDeclared(process)) {
    ASSERT_EQ(series.events.size(), 1u);
    EXPECT_EQ(series.events[0].from, Month::January(kFlowYear) + 6);
  }
}

TEST(DeclaredChangesTest, TheTableHasARowForEachVariationAndOrigin) {
  DeclaredOptions options;
  options.kinds = {cases::EventKind::kStep};
  options.origins = {8};
  options.count = 10;
  options.num_paths = 50;
  const std::vector<std::string> lines = absl::StrSplit(DeclaredTable(options), '\n', absl::SkipEmpty());
  EXPECT_EQ(lines.size(), 1u + 9u);
  EXPECT_EQ(lines[1].rfind("step     usual", 0), 0u);
}

}  // namespace
}  // namespace prognos::benchmarks
