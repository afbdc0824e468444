#include "benchmarks/clean_series.h"

#include <set>

#include "gtest/gtest.h"

namespace prognos::benchmarks {
namespace {

TEST(CleanSeriesTest, TheSameSeedMakesTheSameAndAnotherMakesOthers) {
  for (const CleanProcess& process : CleanProcesses()) {
    const MonthlySeries series = MakeClean(process, 3, 1);
    EXPECT_EQ(series.size(), process.months) << process.name;
    EXPECT_EQ(series.end(), Month::January(2022) + 8);
    EXPECT_EQ(series.values, MakeClean(process, 3, 1).values);
    EXPECT_NE(series.values, MakeClean(process, 4, 1).values);
    EXPECT_NE(series.values, MakeClean(process, 3, 2).values);
    EXPECT_GE(series.values.minCoeff(), 0.0);
    EXPECT_TRUE(series.values.allFinite());
  }
}

TEST(CleanSeriesTest, NoTwoProcessesHaveOneName) {
  std::set<std::string> names;
  for (const CleanProcess& process : CleanProcesses()) EXPECT_TRUE(names.insert(process.name).second) << process.name;
}

}  // namespace
}  // namespace prognos::benchmarks
