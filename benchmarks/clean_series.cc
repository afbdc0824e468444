#include "benchmarks/clean_series.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "absl/strings/str_cat.h"

namespace prognos::benchmarks {
namespace {

const Month kCleanEnd = Month::January(2022) + 8;
constexpr int kFiveYears = 60;
constexpr std::array<int, 12> kDays = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

struct LevelProcess {
  double noise = 0.05;
  double drift = 0.01;
  double season = 0.15;
  double kept = 0.0;        // Of the noise, from month to month.
  bool long_tails = false;  // Student's t with 4 degrees of freedom.
  double january = 0.0;     // Prices rise by so much each January.
  double of_year = 0.0;     // One payment a year beside the level, in months of it.
};

double DrawBetween(double least, double most, RandomGenerator& generator) {
  return least + (most - least) * generator.Uniform();
}

int DrawPoisson(double mean, RandomGenerator& generator) {
  int count = 0;
  for (double product = generator.Uniform(); product > std::exp(-mean); product *= generator.Uniform()) ++count;
  return count;
}

// With the variance of N(0, 1).
double DrawLongTailed(RandomGenerator& generator) {
  double squares = 0.0;
  for (int at = 0; at < 4; ++at) squares += std::pow(generator.Normal(), 2);
  return generator.Normal() / std::sqrt(squares / 4.0) / std::sqrt(2.0);
}

int DaysOf(int months, int at) { return kDays[static_cast<size_t>((kCleanEnd - months + at).month() - 1)]; }

Vector MakeLevel(const LevelProcess& process, int months, RandomGenerator& generator) {
  double level = DrawBetween(std::log(1e5), std::log(2e6), generator);
  const double growth = DrawBetween(-0.01, 0.05, generator) / kMonthsPerYear;
  Vector season(kMonthsPerYear);
  for (double& month : season) month = process.season * generator.Normal();
  const int pays = generator.Index(kMonthsPerYear);
  const double payment = process.of_year * std::exp(level);
  Vector values(months);
  double error = 0.0;
  for (int at = 0; at < months; ++at) {
    const Month month = kCleanEnd - months + at;
    level += growth + process.drift * generator.Normal();
    if (month.month() == 1) level += process.january;
    const double fresh = process.long_tails ? DrawLongTailed(generator) : generator.Normal();
    error = process.kept * error + std::sqrt(1.0 - process.kept * process.kept) * fresh;
    values[at] = std::exp(level + season[at % kMonthsPerYear] + process.noise * error);
    if (at % kMonthsPerYear == pays) values[at] += payment * (1.0 + 0.1 * generator.Normal());
  }
  return values;
}

// `active` placements at a time on average, each for `stay` months.
Vector MakePlacements(double active, double stay, int months, RandomGenerator& generator) {
  Vector values = Vector::Zero(months);
  const double middle = DrawBetween(1500.0, 6000.0, generator);
  const int warm_up = static_cast<int>(6.0 * stay);
  for (int begin = -warm_up; begin < months; ++begin) {
    for (int left = DrawPoisson(active / stay, generator); left > 0; --left) {
      const double a_day = middle * std::exp(0.4 * generator.Normal());
      int end = begin + 1;
      while (generator.Uniform() > 1.0 / stay) ++end;
      for (int at = std::max(begin, 0); at < std::min(end, months); ++at) values[at] += a_day * DaysOf(months, at);
    }
  }
  return values;
}

Vector MakePayments(double a_month, int months, RandomGenerator& generator) {
  Vector values = Vector::Zero(months);
  for (double& value : values) {
    for (int left = DrawPoisson(a_month, generator); left > 0; --left) {
      value += 50'000.0 * std::exp(0.7 * generator.Normal());
    }
  }
  return values;
}

Vector MakeEvery(int apart, int months, RandomGenerator& generator) {
  Vector values = Vector::Zero(months);
  const double amount = DrawBetween(1e5, 1e6, generator);
  for (int at = generator.Index(apart); at < months; at += apart)
    values[at] = amount * (1.0 + 0.08 * generator.Normal());
  return values;
}

std::vector<CleanProcess> MakeProcesses() {
  std::vector<CleanProcess> all;
  const auto level = [&](const char* name, const LevelProcess& process, int months = kFiveYears) {
    all.push_back({name, months, [process](int count, RandomGenerator& g) { return MakeLevel(process, count, g); }});
  };
  level("level: noise 5 %, drift 1 %, season 15 %", {});
  level("noise 2 %", {.noise = 0.02});
  level("noise 10 %", {.noise = 0.10});
  level("noise 20 %", {.noise = 0.20});
  level("drift 0", {.drift = 0.0});
  level("drift 3 %", {.drift = 0.03});
  level("season 40 %", {.season = 0.40});
  level("noise 10 %, half of it stays", {.noise = 0.10, .kept = 0.5});
  level("noise 10 %, long tails", {.noise = 0.10, .long_tails = true});
  level("assistance: season 8 %, January +4 %", {.noise = 0.04, .season = 0.08, .january = 0.04});
  level("a payment a year beside it", {.of_year = 2.5});
  level("ten years", {}, 120);
  level("three years", {}, 36);
  level("28 months", {}, 28);
  level("20 months", {}, 20);
  level("14 months", {}, 14);
  level("20 months, a payment a year", {.of_year = 2.5}, 20);
  const auto placements = [&](const char* name, double active, double stay) {
    all.push_back({name, kFiveYears,
                   [active, stay](int count, RandomGenerator& g) { return MakePlacements(active, stay, count, g); }});
  };
  placements("placements: 2 at a time, for 8 months", 2.0, 8.0);
  placements("5 at a time, for 8 months", 5.0, 8.0);
  placements("5 at a time, for 2 months", 5.0, 2.0);
  placements("20 at a time, for 12 months", 20.0, 12.0);
  const auto payments = [&](const char* name, double a_month) {
    all.push_back(
        {name, kFiveYears, [a_month](int count, RandomGenerator& g) { return MakePayments(a_month, count, g); }});
  };
  payments("payments: 0.3 a month", 0.3);
  payments("payments: 3 a month", 3.0);
  payments("payments: 15 a month", 15.0);
  all.push_back({"once a quarter", kFiveYears, [](int count, RandomGenerator& g) { return MakeEvery(3, count, g); }});
  all.push_back({"once a year", kFiveYears, [](int count, RandomGenerator& g) { return MakeEvery(12, count, g); }});
  return all;
}

}  // namespace

const std::vector<CleanProcess>& CleanProcesses() {
  static const auto* const processes = new std::vector<CleanProcess>(MakeProcesses());
  return *processes;
}

MonthlySeries MakeClean(const CleanProcess& process, int number, uint64_t seed) {
  RandomGenerator generator(RandomGenerator::DeriveSeed(seed, absl::StrCat(process.name, " ", number)));
  return {kCleanEnd - process.months, process.make(process.months, generator)};
}

}  // namespace prognos::benchmarks
