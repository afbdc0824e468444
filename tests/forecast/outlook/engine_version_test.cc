// A handful of forecasts, held to the digit: they are unchanged since the engine got the version that stands here.
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "forecast/base/random.h"
#include "forecast/outlook/outlook.h"
#include "gtest/gtest.h"
#include "tests/status_matchers.h"

namespace prognos::outlook {
namespace {

// The version that gives the numbers below; raise it together with kEngineVersion.
constexpr char kVersionOfHeldForecasts[] = "0.3.2";

// Of the first cost line, or of the organization's net: the year's expected value, its 10, 50 and 90 % quantiles and
// December's 10 and 90 %, all in öre, and the probability of a deficit.
struct HeldForecast {
  const char* name;
  const char* numbers;
};

constexpr HeldForecast kHeld[] = {
    {"constant, default", "1200000; 1185386 1200557 1213725; 95422 104477; 0.536000"},
    {"constant, ets", "1200000; 1185386 1200557 1213725; 95422 104477; 0.536000"},
    {"constant, run-rate", "1200000; 1185386 1200557 1213725; 95422 104477; 0.536000"},
    {"seasonal, default", "1544907; 1525695 1544495 1564019; 140815 159367; -1.000000"},
    {"seasonal, ets", "1544785; 1535271 1544768 1555050; 145130 155875; -1.000000"},
    {"seasonal, run-rate", "1512733; 1470972 1514517 1551812; 89800 159843; -1.000000"},
    {"trending, default", "1982216; 1968640 1982462 1994931; 164832 177590; -1.000000"},
    {"trending, ets", "1983971; 1975377 1983628 1993453; 166513 174569; -1.000000"},
    {"trending, run-rate", "1962145; 1905511 1965208 2016677; 140021 185069; -1.000000"},
    {"short, default", "1162172; 1100460 1160087 1233455; 83667 106455; -1.000000"},
    {"short, ets", "1160228; 1101734 1157000 1226427; 86325 102375; -1.000000"},
    {"short, run-rate", "1175008; 1074250 1172845 1274086; 71584 123971; -1.000000"},
    {"lumpy, default", "454332; 325932 442577 609624; 0 131314; -1.000000"},
    {"lumpy, ets", "463502; 354145 446357 591870; 0 103314; -1.000000"},
    {"lumpy, run-rate", "482774; 324880 450392 692481; 0 130526; -1.000000"},
    {"with budget, default", "1310109; 1250444 1313128 1359123; 86989 124197; 0.442000"},
    {"with budget, ets", "1282233; 1228972 1282359 1331234; 80315 117939; 0.180000"},
    {"with budget, run-rate", "1329729; 1278022 1325290 1380693; 94309 127691; 0.550000"},
    {"organization, default", "4014803; 3968893 4012823 4063556; 320297 364601; 0.704000"},
    {"organization, ets", "4007765; 3968829 4006029 4048997; 324613 357950; 0.626000"},
    {"organization, run-rate", "4017454; 3967299 4015561 4068149; 302634 365600; 0.692000"},
    {"yearly, default", "900000; 814281 902280 984414; 814281 984414; -1.000000"},
    {"yearly, ets", "300276; 0 214367 711307; 0 283371; -1.000000"},
    {"yearly, run-rate", "147286; 0 34929 267546; 0 41656; -1.000000"},
    {"one outlier, default", "1189584; 1163186 1191415 1216669; 88259 111858; -1.000000"},
    {"one outlier, ets", "1421455; 903565 1349199 2014862; 0 455714; -1.000000"},
    {"one outlier, run-rate", "1192395; 912666 997203 1695425; 0 177651; -1.000000"},
};

constexpr char kHowToRaise[] =
    "The same input now gives other numbers. If that was not meant, the change has a fault. If it was: raise "
    "kEngineVersion in forecast/outlook/outlook.h (the last figure for a mend, the middle one for another method), set "
    "kVersionOfHeldForecasts in tests/forecast/outlook/engine_version_test.cc to the same, replace kHeld there by the "
    "lines printed here, and say in CHANGELOG.md what changed. To print them again: build/release/tests/outlook_tests "
    "--gtest_filter='EngineVersionTest.*'\n";

SeriesInput Cost(const Vector& values) {
  SeriesInput series;
  series.id = "a.cost";
  series.flow = Flow::kCost;
  const int months = static_cast<int>(values.size());
  const Vector whole_ore = (100.0 * values).array().round();
  series.history = {Month::January(2022) + 8 - months, whole_ore};  // To August 2022.
  return series;
}

SeriesInput WithBudget(SeriesInput series, double a_month) {
  series.budget = {Month::January(2022), Vector::Constant(12, 100.0 * a_month)};
  return series;
}

// Of a level with a slope, a season and noise; none of it from a library that may differ.
Vector Simulated(int months, double slope, double season, double noise, uint64_t seed) {
  RandomGenerator generator(seed);
  Vector values(months);
  for (int at = 0; at < months; ++at) {
    values[at] = 1000.0 + slope * at + season * std::abs(at % 12 - 6) + noise * generator.Normal();
  }
  return values;
}

Vector Lumpy(int months) {
  RandomGenerator generator(5);
  Vector values = Vector::Zero(months);
  for (double& value : values) {
    if (generator.Uniform() < 0.3) value = 2000.0 * generator.Uniform();
  }
  return values;
}

// Paid each December.
Vector Yearly(int months) {
  Vector values = Vector::Zero(months);
  for (int at = months - 9; at >= 0; at -= 12) values[at] = 9000.0;
  return values;
}

Vector WithOutlier(Vector values) {
  values[5] *= 10.0;
  return values;
}

// Four costs and a revenue: what is common to them is in the sum.
std::vector<SeriesInput> Organization() {
  std::vector<SeriesInput> all;
  for (uint64_t at = 0; at < 5; ++at) {
    all.push_back(WithBudget(Cost(Simulated(68, 1.0, 20.0, 50.0, 10 + at)), 1110.0));
    all.back().id = absl::StrCat("s", at);
  }
  all.back().flow = Flow::kRevenue;
  return all;
}

std::vector<std::pair<std::string, std::vector<SeriesInput>>> Inputs() {
  return {{"constant", {WithBudget(Cost(Vector::Constant(32, 1000.0)), 1000.0)}},
          {"seasonal", {Cost(Simulated(68, 0.0, 100.0, 30.0, 1))}},
          {"trending", {Cost(Simulated(68, 10.0, 0.0, 30.0, 2))}},
          {"short", {Cost(Simulated(5, 0.0, 0.0, 50.0, 3))}},
          {"lumpy", {Cost(Lumpy(68))}},
          {"with budget", {WithBudget(Cost(Simulated(44, 2.0, 20.0, 60.0, 4)), 1100.0)}},
          {"organization", Organization()},
          {"yearly", {Cost(Yearly(28))}},
          {"one outlier", {Cost(WithOutlier(Simulated(14, 0.0, 0.0, 50.0, 6)))}}};
}

std::string VersionNumbers(const Line& line) {
  const Quantiles& year = line.full_year_quantiles;
  const Quantiles& december = *line.months[11].quantiles;
  return absl::StrFormat("%d; %d %d %d; %d %d; %.6f", line.full_year, year[1], year[3], year[5], december[1],
                         december[5], line.deficit_probability.value_or(-1.0));
}

void ComputeToday(std::vector<std::pair<std::string, std::string>>& forecasts) {
  for (const auto& [name, series] : Inputs()) {
    for (const char* model : {"default", "ets", "run-rate"}) {
      OutlookInput input;
      input.year = 2022;
      input.last_known_month = 8;
      input.activities = {{"a"}};
      input.series = series;
      input.options.model = model;
      input.options.path_count = 500;
      input.options.seed = 7;
      const absl::StatusOr<Outlook> outlook = ComputeOutlook(input);
      ASSERT_TRUE(outlook.ok()) << name << ", " << model << ": " << outlook.status();
      // The sum's cost, revenue and net come first.
      const Line& line = outlook->lines[series.size() > 1 ? 2 : 0];
      forecasts.emplace_back(absl::StrCat(name, ", ", model), VersionNumbers(line));
    }
  }
}

TEST(EngineVersionTest, AnswersAreUnchangedSinceThisVersion) {
  EXPECT_STREQ(kEngineVersion, kVersionOfHeldForecasts) << kHowToRaise;
  std::vector<std::pair<std::string, std::string>> held;
  for (const HeldForecast& forecast : kHeld) held.emplace_back(forecast.name, forecast.numbers);
  std::vector<std::pair<std::string, std::string>> today;
  ASSERT_NO_FATAL_FAILURE(ComputeToday(today));
  std::string printed;
  for (const auto& [name, numbers] : today) absl::StrAppend(&printed, "    {\"", name, "\", \"", numbers, "\"},\n");
  EXPECT_EQ(today, held) << kHowToRaise << printed;
}

}  // namespace
}  // namespace prognos::outlook
