#include "data/example/months.h"

#include <algorithm>
#include <cmath>

#include "absl/strings/str_cat.h"
#include "forecast/base/apportion.h"
#include "forecast/base/random.h"
#include "forecast/base/unit.h"

namespace prognos::example {
namespace {

constexpr uint64_t kSeed = 2022;
// Reclaims are paid up to so many months after the care, so care is drawn from that long before the first month.
constexpr int kLongestReclaimLag = 5;
constexpr int kShortestReclaimLag = 3;

using Weights = std::array<double, kMonthCount>;

Month MonthAt(int index) { return Month::January(kFirstYear) + index; }

RandomGenerator GeneratorFor(const std::string& activity, absl::string_view part) {
  return RandomGenerator(RandomGenerator::DeriveSeed(kSeed, absl::StrCat(activity, ".", part)));
}

// The product of all steps up to `month`.
double LevelFactor(const std::vector<LevelStep>& steps, Month month) {
  double factor = 1.0;
  for (const LevelStep& step : steps) factor *= step.month <= month ? step.factor : 1.0;
  return factor;
}

// The last step up to `month`.
double LevelValue(const std::vector<LevelStep>& steps, Month month) {
  double value = 0.0;
  for (const LevelStep& step : steps) value = step.month <= month ? step.factor : value;
  return value;
}

// Wages are revised each January; holidays empty July, and what belongs to the year is booked in December.
Weights Salaries(const SeriesPlan& plan, RandomGenerator& generator) {
  constexpr std::array<double, 12> kSeason = {0.99, 0.99, 1.0, 1.0, 1.01, 1.01, 0.93, 0.98, 1.01, 1.01, 1.01, 1.03};
  constexpr double kMonthlyDrift = 0.0012;
  constexpr double kNoise = 0.008;
  Weights weights;
  for (int i = 0; i < kMonthCount; ++i) {
    const double season = kSeason[i % 12] * (1.0 + kMonthlyDrift * (i % 12));
    weights[i] = season * LevelFactor(plan.steps, MonthAt(i)) * (1.0 + kNoise * generator.Normal());
  }
  return weights;
}

Weights Fees(const SeriesPlan& plan, RandomGenerator& generator) {
  constexpr std::array<double, 12> kSeason = {0.96, 1.0, 1.0, 1.0, 1.02, 1.0, 0.9, 0.95, 1.02, 1.03, 1.03, 1.09};
  constexpr double kNoise = 0.035;
  Weights weights;
  for (int i = 0; i < kMonthCount; ++i) {
    weights[i] = kSeason[i % 12] * LevelFactor(plan.steps, MonthAt(i)) * (1.0 + kNoise * generator.Normal());
  }
  return weights;
}

Weights QuarterlyGrants(RandomGenerator& generator) {
  constexpr double kQuarterPayment = 2.0;
  constexpr double kNoise = 0.06;
  Weights weights;
  for (int i = 0; i < kMonthCount; ++i) {
    weights[i] = (i % 3 == 1 ? 1.0 + kQuarterPayment : 1.0) * (1.0 + kNoise * generator.Normal());
  }
  return weights;
}

Weights LumpyRevenue(RandomGenerator& generator) {
  constexpr double kLogSpread = 0.45;
  Weights weights;
  for (double& weight : weights) weight = std::exp(kLogSpread * generator.Normal());
  return weights;
}

// Households on economic assistance: more in summer, when students and seasonal staff have no income, and more in the
// pandemic, which came in April 2020 and let go during 2021.
std::array<int64_t, kMonthCount> Households(RandomGenerator& generator) {
  constexpr std::array<double, 12> kSeason = {1.0,  0.985, 0.98, 0.975, 0.98,  1.03,
                                              1.06, 1.04,  0.99, 0.98,  0.985, 0.995};
  constexpr std::array<double, kYearCount> kJanuaryLevel = {211, 215, 222, 256, 235};
  constexpr int kPandemicBegins = 27;
  constexpr double kPandemicMonthlyRise = 0.019;
  std::array<int64_t, kMonthCount> households;
  double drift = 0.0;
  for (int i = 0; i < kMonthCount; ++i) {
    const double here = kJanuaryLevel[i / 12];
    const double next = kJanuaryLevel[std::min(i / 12 + 1, kYearCount - 1)];
    double level = here + (next - here) * (i % 12) / 12.0;
    if (i / 12 == 2) level = here * (1.0 + kPandemicMonthlyRise * std::clamp(i - kPandemicBegins + 1, 0, 8));
    drift = 0.7 * drift + 0.006 * generator.Normal();
    households[i] = std::llround(level * kSeason[i % 12] * (1.0 + drift));
  }
  return households;
}

// Kronor per household are even within a year but for Christmas; the year's total sets their level, each January.
Weights HouseholdCost(const std::array<int64_t, kMonthCount>& households, RandomGenerator& generator) {
  constexpr double kChristmas = 1.03;
  constexpr double kNoise = 0.008;
  Weights weights;
  for (int i = 0; i < kMonthCount; ++i) {
    const double price = (i % 12 == 11 ? kChristmas : 1.0) * (1.0 + kNoise * generator.Normal());
    weights[i] = static_cast<double>(households[i]) * price;
  }
  return weights;
}

// Care days from kLongestReclaimLag months before the first: placements times days, less the days of those who moved in
// or out within the month.
std::vector<int64_t> CareDays(const std::vector<LevelStep>& steps, RandomGenerator& generator) {
  constexpr double kShareMoving = 0.05;
  std::vector<int64_t> days;
  for (int i = -kLongestReclaimLag; i < kMonthCount; ++i) {
    const double placed = LevelValue(steps, MonthAt(i));
    // No steps so early: the first level held before as well.
    const double level = placed > 0.0 ? placed : steps.front().factor;
    const double lost = kShareMoving * level * DaysIn(MonthAt(i)) * generator.Uniform();
    days.push_back(std::llround(level * DaysIn(MonthAt(i)) - lost));
  }
  return days;
}

// Some invoices come a month or two late, in clumps; in December what belongs to the year is booked in the year.
Weights InvoicedDays(const std::vector<int64_t>& care_days, RandomGenerator& generator) {
  constexpr double kPriceNoise = 0.02;
  Weights weights{};
  for (int i = 0; i < kMonthCount; ++i) {
    const double cost =
        static_cast<double>(care_days[i + kLongestReclaimLag]) * (1.0 + kPriceNoise * generator.Normal());
    const double late = 0.25 * generator.Uniform();
    const int months_late = generator.Uniform() < 0.3 ? 2 : 1;
    const int december = i / 12 * 12 + 11;
    weights[i] += cost * (1.0 - late);
    weights[std::min(i + months_late, december)] += cost * late;
  }
  return weights;
}

// Families are paid for the days of the month; what a child needs besides moves little.
Weights FamilyFees(const std::vector<int64_t>& care_days, RandomGenerator& generator) {
  constexpr double kNoise = 0.015;
  Weights weights;
  for (int i = 0; i < kMonthCount; ++i) {
    weights[i] = static_cast<double>(care_days[i + kLongestReclaimLag]) * (1.0 + kNoise * generator.Normal());
  }
  return weights;
}

// The claim for each month's care is paid three to five months later and never before an earlier claim; so some months
// bring two or three claims and others none.
Weights PaidClaims(const std::vector<int64_t>& care_days, RandomGenerator& generator) {
  Weights weights{};
  int last_payment = 0;
  for (int i = -kLongestReclaimLag; i < kMonthCount; ++i) {
    const int lag = kShortestReclaimLag + generator.Index(kLongestReclaimLag - kShortestReclaimLag + 1);
    last_payment = std::max(last_payment, i + lag);
    if (last_payment < kMonthCount) weights[last_payment] += static_cast<double>(care_days[i + kLongestReclaimLag]);
  }
  return weights;
}

Weights WeightsOf(const std::string& activity, const SeriesPlan& plan) {
  RandomGenerator volume_generator = GeneratorFor(activity, "volume");
  RandomGenerator generator = GeneratorFor(activity, plan.flow == Flow::kCost ? "cost" : "revenue");
  switch (plan.rhythm) {
    case Rhythm::kSalaries:
      return Salaries(plan, generator);
    case Rhythm::kFees:
      return Fees(plan, generator);
    case Rhythm::kQuarterlyGrants:
      return QuarterlyGrants(generator);
    case Rhythm::kLumpyRevenue:
      return LumpyRevenue(generator);
    case Rhythm::kHouseholds:
      return HouseholdCost(Households(volume_generator), generator);
    case Rhythm::kPlacements:
      return InvoicedDays(CareDays(plan.steps, volume_generator), generator);
    case Rhythm::kFamilyFees:
      return FamilyFees(CareDays(plan.steps, volume_generator), generator);
    case Rhythm::kReclaims:
      return PaidClaims(CareDays(plan.steps, volume_generator), generator);
  }
  return {};
}

ExampleSeries MoneySeries(const std::string& activity, const SeriesPlan& plan) {
  ExampleSeries series = {.activity = activity, .flow = plan.flow, .unit = ""};
  const Weights weights = WeightsOf(activity, plan);
  for (int year = 0; year < kYearCount; ++year) {
    const absl::Span<const double> months = absl::MakeConstSpan(weights).subspan(12 * year, 12);
    const std::vector<int64_t> parts = Apportion(plan.actual_tkr[year] * kOrePerThousandKronor, months);
    std::copy(parts.begin(), parts.end(), series.values.begin() + 12 * year);
  }
  return series;
}

ExampleSeries VolumeSeries(const ActivityPlan& activity) {
  ExampleSeries series = {.activity = activity.id, .flow = Flow::kVolume, .unit = activity.volume_unit};
  RandomGenerator generator = GeneratorFor(activity.id, "volume");
  const SeriesPlan& cost = activity.series.front();
  if (cost.rhythm == Rhythm::kHouseholds) {
    series.values = Households(generator);
  } else {
    const std::vector<int64_t> days = CareDays(cost.steps, generator);
    std::copy(days.begin() + kLongestReclaimLag, days.end(), series.values.begin());
  }
  return series;
}

}  // namespace

int DaysIn(Month month) {
  constexpr std::array<int, 12> kDays = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap_february = month.month() == 2 && month.year() % 4 == 0;
  return kDays[month.month() - 1] + (leap_february ? 1 : 0);
}

std::vector<ExampleSeries> MakeSeries() {
  std::vector<ExampleSeries> all;
  for (const ActivityPlan& activity : Activities()) {
    for (const SeriesPlan& plan : activity.series) all.push_back(MoneySeries(activity.id, plan));
  }
  for (const ActivityPlan& activity : Activities()) {
    if (!activity.volume_unit.empty()) all.push_back(VolumeSeries(activity));
  }
  return all;
}

}  // namespace prognos::example
