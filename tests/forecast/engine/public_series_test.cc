// Full-year forecasts of public series against what another program (a few lines of Python) makes of the same rules.
// Reads the files of the folder PROGNOS_DATA; skipped without it.
#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "forecast/engine/forecaster.h"
#include "forecast/models/catalog.h"
#include "gtest/gtest.h"
#include "tests/forecast/engine/forecast_series.h"

namespace prognos::engine {
namespace {

using models::FindModel;
using models::TrainingData;

// The series of a file whose first three columns are series, month and value.
std::map<std::string, MonthlySeries> ReadSeries(const std::string& path) {
  std::map<std::string, MonthlySeries> all;
  std::ifstream file(path);
  std::string line;
  std::getline(file, line);
  while (std::getline(file, line)) {
    const std::vector<std::string> fields = absl::StrSplit(line, ',');
    const Month month = *Month::Parse(fields[1]);
    MonthlySeries& series = all[fields[0]];
    if (series.empty()) series.first = month;
    double value = 0.0;
    if (series.end() != month && !series.empty()) ADD_FAILURE() << "a gap in " << line;
    EXPECT_TRUE(absl::SimpleAtod(fields[2], &value)) << line;
    series.values.conservativeResize(series.size() + 1);
    series.values[series.size() - 1] = value;
  }
  return all;
}

// A year of a series, known up to a round.
struct Case {
  const MonthlySeries* series;
  int year;
};

// The last `years` complete calendar years with at least 24 months before them.
std::vector<Case> Cases(const std::map<std::string, MonthlySeries>& all, int years) {
  std::vector<Case> cases;
  for (const auto& [name, series] : all) {
    const int last = series.end().year() - 1;
    for (int year = last; year > last - years; --year) {
      if (Month::January(year) - series.first >= 24) cases.push_back({&series, year});
    }
  }
  return cases;
}

// Sum of absolute full-year errors over sum of outcomes, per cent. `predict` answers the sum of the remaining months.
template <typename Predict>
double WeightedError(const std::vector<Case>& cases, int known, const Predict& predict) {
  double errors = 0.0;
  double outcomes = 0.0;
  for (const Case& one : cases) {
    const Month january = Month::January(one.year);
    TrainingData training;
    training.history = one.series->Before(january + known);
    errors += std::abs(predict(training, 12 - known) - one.series->SumBetween(january + known, january + 11));
    outcomes += std::abs(one.series->SumBetween(january, january + 11));
  }
  return 100.0 * errors / outcomes;
}

double RuleError(const std::vector<Case>& cases, int known, const char* rule) {
  return WeightedError(cases, known, [rule](const TrainingData& training, int horizon) {
    return (*FindModel(rule)->Fit(training))->Mean(horizon).sum();
  });
}

struct Expected {
  const char* file;
  int years;
  int known;
  size_t cases;
  double run_rate, last_years_share, seasonal_naive;
};

class PublicSeriesTest : public testing::TestWithParam<Expected> {};

TEST_P(PublicSeriesTest, TheRulesErrAsTheyDoInAnotherProgram) {
  const char* folder = std::getenv("PROGNOS_DATA");
  if (folder == nullptr) GTEST_SKIP() << "skipped: PROGNOS_DATA is not set";
  const Expected& expected = GetParam();
  const std::map<std::string, MonthlySeries> all = ReadSeries(std::string(folder) + "/" + expected.file);
  const std::vector<Case> cases = Cases(all, expected.years);
  EXPECT_EQ(cases.size(), expected.cases);
  // To the three decimals that the other program printed.
  EXPECT_NEAR(RuleError(cases, expected.known, "run-rate"), expected.run_rate, 0.0005);
  EXPECT_NEAR(RuleError(cases, expected.known, "last-years-share"), expected.last_years_share, 0.0005);
  EXPECT_NEAR(RuleError(cases, expected.known, "seasonal-naive"), expected.seasonal_naive, 0.0005);
  EXPECT_NEAR(RuleError(cases, expected.known, "rolling-twelve"), expected.seasonal_naive, 0.0005);
}

INSTANTIATE_TEST_SUITE_P(Files, PublicSeriesTest,
                         testing::Values(Expected{"m3_monthly.csv", 2, 4, 2856, 5.931, 5.741, 5.975},
                                         Expected{"m3_monthly.csv", 2, 8, 2856, 2.724, 2.642, 3.366},
                                         Expected{"pbs_concessional.csv", 4, 4, 672, 14.858, 4.576, 5.427},
                                         Expected{"pbs_concessional.csv", 4, 8, 672, 18.302, 2.002, 2.962},
                                         Expected{"snap_hawaii.csv", 10, 4, 10, 6.405, 12.452, 10.345},
                                         Expected{"snap_hawaii.csv", 10, 8, 10, 1.835, 3.879, 4.374}));

// Printed for the reader; that no rule of thumb is three times as good as what the engine chooses is all that is asked.
TEST(PublicSeriesChoiceTest, PrintsTheErrorOfTheChosenModelBesideTheRules) {
  const char* folder = std::getenv("PROGNOS_DATA");
  if (folder == nullptr) GTEST_SKIP() << "skipped: PROGNOS_DATA is not set";
  const std::map<std::string, MonthlySeries> all = ReadSeries(std::string(folder) + "/snap_hawaii.csv");
  const std::vector<Case> cases = Cases(all, 10);
  for (const int known : {4, 8}) {
    double best = 1e300;
    for (const auto& model : models::Catalog()) {
      if (model->name() == "remaining-budget") continue;
      const double error = RuleError(cases, known, std::string(model->name()).c_str());
      std::cout << "Hawaii, " << known << " months known, " << model->name() << ": " << error << " %\n";
      best = std::min(best, error);
    }
    const double chosen = WeightedError(cases, known, [](const TrainingData& training, int horizon) {
      return ForecastSeries(training, {.path_count = 1}, horizon)->mean.sum();
    });
    std::cout << "Hawaii, " << known << " months known, chosen by past errors: " << chosen << " %\n";
    EXPECT_LT(chosen, 3.0 * best);
  }
}

}  // namespace
}  // namespace prognos::engine
