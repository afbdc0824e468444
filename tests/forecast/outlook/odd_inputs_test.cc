// What must hold in every answer, whatever the organization's series look like.
#include <cmath>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "forecast/base/random.h"
#include "forecast/engine/asked_model.h"
#include "forecast/outlook/outlook.h"
#include "gtest/gtest.h"
#include "tests/status_matchers.h"

namespace prognos::outlook {
namespace {

constexpr int kOddInputsYear = 2022;

// In kronor, `months` of them up to `last` (0: December of the year before) of 2022.
using MakeValues = std::function<double(int at, RandomGenerator& generator)>;

SeriesInput SeriesOf(int number, int months, int last, const MakeValues& value, Flow flow = Flow::kCost) {
  RandomGenerator generator(static_cast<uint64_t>(number));
  SeriesInput series;
  series.id = absl::StrCat("s", number);
  series.flow = flow;
  series.history = {Month::January(kOddInputsYear) + last - months, Vector(months)};
  for (int at = 0; at < months; ++at) series.history.values[at] = std::round(100.0 * value(at, generator));
  return series;
}

// By name, one value a month; month 0 is the oldest.
std::vector<std::pair<std::string, MakeValues>> Kinds() {
  using Random = RandomGenerator;
  return {{"constant", [](int, Random&) { return 400.0; }},
          {"one öre", [](int, Random&) { return 0.01; }},
          {"zeros", [](int, Random&) { return 0.0; }},
          {"negative", [](int, Random&) { return -400.0; }},
          {"quarterly", [](int at, Random&) { return at % 3 == 2 ? 200.0 : 0.0; }},
          {"quarterly, noisy", [](int at, Random& r) { return at % 3 == 2 ? 200.0 + 40.0 * r.Normal() : 0.0; }},
          {"half-yearly", [](int at, Random&) { return at % 6 == 1 ? 900.0 : 0.0; }},
          {"yearly", [](int at, Random&) { return at % 12 == 5 ? 2500.0 : 0.0; }},
          {"every other month", [](int at, Random&) { return at % 2 == 0 ? 2500.0 : 0.0; }},
          {"one payment", [](int at, Random&) { return at == 0 ? 2500.0 : 0.0; }},
          {"rare", [](int at, Random& r) { return r.Uniform() < 0.08 || at == 0 ? 1000.0 * r.Uniform() : 0.0; }},
          {"lumpy", [](int, Random& r) { return r.Uniform() < 0.3 ? 1000.0 * r.Uniform() : 0.0; }},
          {"ended", [](int at, Random& r) { return at < 5 ? 600.0 + 10.0 * r.Normal() : 0.0; }},
          {"a huge outlier", [](int at, Random& r) { return at == 6 ? 1e8 : 300.0 + 10.0 * r.Normal(); }},
          {"a huge last month", [](int at, Random&) { return at == 11 ? 1e6 : 300.0; }},
          {"season", [](int at, Random&) { return at % 12 == 11 ? 3000.0 : 100.0; }},
          {"a step", [](int at, Random&) { return at < 7 ? 100.0 : 900.0; }},
          {"a slope", [](int at, Random&) { return 10.0 + 10.0 * at; }},
          {"a fall to nothing", [](int at, Random&) { return std::max(0.0, 1000.0 - 90.0 * at); }},
          {"both signs", [](int, Random& r) { return 100.0 * r.Normal(); }},
          {"noise", [](int, Random& r) { return 500.0 + 100.0 * r.Normal(); }}};
}

// The whole öre that a rounded sum of twelve rounded months may be off.
constexpr double kRounding = 7.0;

void ExpectInside(int64_t amount, const Quantiles& quantiles, const std::string& what) {
  EXPECT_GE(static_cast<double>(amount), static_cast<double>(quantiles[1]) - kRounding) << what;
  EXPECT_LE(static_cast<double>(amount), static_cast<double>(quantiles[5]) + kRounding) << what;
  EXPECT_GE(quantiles[3], quantiles[1]) << what;
  EXPECT_LE(quantiles[3], quantiles[5]) << what;
}

void ExpectInsideItsInterval(const Line& line, const std::string& what) {
  ExpectInside(line.full_year, line.full_year_quantiles, what);
  for (const MonthOutlook& month : line.months) {
    if (month.quantiles.has_value()) ExpectInside(month.amount, *month.quantiles, what + " " + month.month.ToString());
  }
}

void CheckOutlook(std::vector<SeriesInput> series, int last, const std::string& model, const std::string& what) {
  OutlookInput input;
  input.year = kOddInputsYear;
  input.last_known_month = last;
  input.activities = {{"a"}, {"b"}};
  for (size_t at = 0; at < series.size(); ++at) series[at].activity = static_cast<int>(at % 2);
  input.series = std::move(series);
  input.options.model = model;
  input.options.path_count = 400;
  const absl::StatusOr<Outlook> outlook = ComputeOutlook(input);
  ASSERT_TRUE(outlook.ok()) << what << ": " << outlook.status();
  for (size_t at = 0; at < outlook->lines.size(); ++at) {
    ExpectInsideItsInterval(outlook->lines[at], absl::StrCat(what, ", ", model, ", line ", at));
  }
}

TEST(OddInputsTest, MeanAndMedianLieInsideTheIntervalOfASeriesAlone) {
  for (const auto& [name, value] : Kinds()) {
    for (const int months : {1, 3, 8, 13, 24, 40}) {
      for (const int last : {4, 8}) {
        CheckOutlook({SeriesOf(1, months, last, value)}, last, engine::kDefaultModel,
                     absl::StrCat(name, ", ", months, " months to ", last));
      }
    }
  }
}

TEST(OddInputsTest, MeanAndMedianLieInsideTheIntervalOfAnOrganizationAndItsSums) {
  for (const int last : {0, 4, 8, 11}) {
    std::vector<SeriesInput> all;
    int number = 0;
    for (const auto& [name, value] : Kinds()) {
      for (const int months : {4, 14, 26, 50}) {
        all.push_back(SeriesOf(number, months, last, value, number % 5 == 0 ? Flow::kRevenue : Flow::kCost));
        ++number;
      }
    }
    CheckOutlook(all, last, engine::kDefaultModel, absl::StrCat("all, to ", last));
  }
}

// One kind at a time, beside the others of its kind: sums of what jumps alike.
TEST(OddInputsTest, MeanAndMedianLieInsideTheIntervalOfSumsOfOneKind) {
  for (const auto& [name, value] : Kinds()) {
    std::vector<SeriesInput> all;
    for (int number = 0; number < 6; ++number) all.push_back(SeriesOf(number, 14 + 6 * number, 8, value));
    CheckOutlook(all, 8, engine::kDefaultModel, name);
  }
}

TEST(OddInputsTest, MeanAndMedianLieInsideTheIntervalOfEveryModelAskedFor) {
  for (const std::string& model : engine::ModelNames()) {
    for (const auto& [name, value] : Kinds()) {
      for (const int months : {5, 26}) {
        CheckOutlook({SeriesOf(1, months, 8, value)}, 8, model, absl::StrCat(name, ", ", months, " months"));
      }
    }
  }
}

// Once the interval of 12 or 14 equal months was narrower than a hundredth.
TEST(OddInputsTest, WhatNeverMovedStillHasAnInterval) {
  for (const int months : {3, 5, 8, 12, 14, 20, 32}) {
    OutlookInput input;
    input.year = kOddInputsYear;
    input.last_known_month = 8;
    input.activities = {{"a"}};
    input.series = {SeriesOf(1, months, 8, [](int, RandomGenerator&) { return 400.0; })};
    PROGNOS_ASSERT_OK_AND_ASSIGN(const Outlook outlook, ComputeOutlook(input));
    const Line& line = outlook.lines.front();
    const double rest = static_cast<double>(line.full_year - line.known_amount);
    // By the rule of succession a month of so few is off by 20 % / sqrt(34) = 3.4 % or more; the sum by 2.7 % or more.
    const double width = static_cast<double>(line.full_year_quantiles[5] - line.full_year_quantiles[1]);
    EXPECT_GT(width, 0.05 * rest) << months;
  }
}

}  // namespace
}  // namespace prognos::outlook
