#include "forecast/series/booking_faults.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <limits>

#include "forecast/series/month_scale.h"

namespace prognos {
namespace {

// Prior weights, beside 1 for a month as usual.
constexpr double kPriorOfNewLevel = 0.02;
constexpr double kPriorOfWrongSign = 0.1;
constexpr double kPriorOfTwice = 0.02;
constexpr double kPriorOfHalf = 0.02;
constexpr double kPriorOfNothing = 0.1;
// Of both months in one, after a month that holds nothing.
constexpr double kPriorOfLate = 0.5;
// A series that never had such a value has had it in so many months.
constexpr double kPriorMonths = 0.02;
// On the logarithmic scale; on the other one, times the expected value.
constexpr double kWidthOfNewLevel = 0.3;
constexpr double kWidthOfHalf = 0.05;
constexpr double kLeastWidth = 0.02;
// This share of what was expected is nothing.
constexpr double kMostOfNothing = 0.02;

constexpr double kPriorYears = 2.0;
constexpr std::array<int, 4> kWindows = {1, 3, 6, 12};
constexpr Eigen::Index kMonthsOfErrors = 48;
constexpr Eigen::Index kLeastMonthsBefore = 3;  // Of the first error.

// Student's t with 4 degrees of freedom.
double StudentDensity(double distance, double width) {
  const double z = distance / width;
  return 0.375 / width * std::pow(1.0 + z * z / 4.0, -2.5);
}

double LaplaceDensity(double distance, double width) { return 0.5 / width * std::exp(-std::abs(distance) / width); }

// What the months before let expect of the one after them.
struct Expectation {
  double value = kMissing;  // In the units of the series.
  double width = 0.0;       // Of its error, on the scale.
  bool logarithmic = true;
};

// The usual distance of a month from the median of the `window` months before it.
double UsualError(const Vector& adjusted, int window) {
  const Eigen::Index first = std::max<Eigen::Index>(kLeastMonthsBefore, adjusted.size() - kMonthsOfErrors);
  Vector errors(adjusted.size() - first);
  for (Eigen::Index at = first; at < adjusted.size(); ++at) {
    errors[at - first] = std::abs(adjusted[at] - MedianBetween(adjusted, at - window, at));
  }
  return kNormalConsistency * Median(std::move(errors));
}

// `values`: all months before, none missing. `ahead`: 0 for the month that follows them.
Expectation Expect(const Vector& values, Eigen::Index ahead) {
  Expectation expectation;
  const MonthScale scale(values);
  if (!(scale.least_distance() > 0.0)) return expectation;
  const Vector& adjusted = scale.adjusted();
  double least = std::numeric_limits<double>::infinity();
  double middle = 0.0;
  for (const int window : kWindows) {
    const double error = UsualError(adjusted, window);
    if (error >= least) continue;
    least = error;
    middle = MedianBetween(adjusted, adjusted.size() - window, adjusted.size());
  }
  expectation.logarithmic = scale.logarithmic();
  expectation.value = scale.Back(adjusted.size() + ahead, middle);
  const double unit = scale.logarithmic() ? 1.0 : std::abs(expectation.value);
  expectation.width = std::max({least, scale.least_distance(), kLeastWidth * unit});
  return expectation;
}

// How often a month holds a value of some kind: as the same month of the years before did, by a prior worth two years
// of how often all months did.
double Frequency(const Vector& before, const std::function<bool(double)>& is_of_kind) {
  double all = kPriorMonths, months = 1.0, same = 0.0, years = 0.0;
  const Eigen::Index size = before.size();
  for (Eigen::Index at = std::max<Eigen::Index>(0, size - kMonthsOfErrors); at < size; ++at) {
    const double counted = is_of_kind(before[at]) ? 1.0 : 0.0;
    all += counted;
    months += 1.0;
    if ((size - at) % kMonthsPerYear != 0) continue;
    same += counted;
    years += 1.0;
  }
  return (same + kPriorYears * all / months) / (years + kPriorYears);
}

// Weights of what may have happened, not adding to anything.
struct Weights {
  double follow = 0.0;  // As usual, or a new level.
  double most = 0.0;    // Of the likeliest fault.
  double fault = 0.0;   // Of all of them.
  BookingFault likeliest = BookingFault::kHalfBooked;

  void Add(BookingFault kind, double weight) {
    fault += weight;
    if (weight <= most) return;
    most = weight;
    likeliest = kind;
  }
  double share() const { return follow + fault > 0.0 ? follow / (follow + fault) : 1.0; }
};

// What is to be held against each other. Values are mostly positive.
struct Question {
  Vector before;  // The months before, none missing.
  double value = 0.0;
  Expectation expected;
  double twice = kMissing;  // What the month holds when another one is booked in it too.
  bool after_nothing = false;
};

Weights WeighNothing(const Question& question) {
  Weights weights;
  const double most = kMostOfNothing * question.expected.value;
  weights.follow = Frequency(question.before, [&](double value) { return std::abs(value) <= most; });
  weights.Add(BookingFault::kNothingBooked, kPriorOfNothing);
  return weights;
}

// On the logarithmic scale a negative value has no distance from a positive one.
Weights WeighNegative(const Question& question) {
  Weights weights;
  const double distance = std::log(-question.value / question.expected.value);
  const double unusual = LaplaceDensity(distance, kWidthOfNewLevel);
  weights.follow = Frequency(question.before, [](double) { return false; }) * unusual;
  weights.Add(BookingFault::kWrongSign,
              kPriorOfWrongSign * (StudentDensity(distance, question.expected.width) + unusual));
  return weights;
}

Weights WeighValue(const Question& question) {
  const Expectation& expected = question.expected;
  const bool logarithmic = expected.logarithmic;
  const double unit = logarithmic ? 1.0 : expected.value;
  const auto distance = [&](double from) {
    return logarithmic ? std::log(question.value / from) : question.value - from;
  };
  Weights weights;
  weights.follow = StudentDensity(distance(expected.value), expected.width) +
                   kPriorOfNewLevel * LaplaceDensity(distance(expected.value), kWidthOfNewLevel * unit);
  const double of_half = std::hypot(expected.width, kWidthOfHalf * unit);
  weights.Add(BookingFault::kHalfBooked, kPriorOfHalf * StudentDensity(distance(0.5 * expected.value), of_half));
  weights.Add(question.after_nothing ? BookingFault::kBookedLate : BookingFault::kBookedTwice,
              (question.after_nothing ? kPriorOfLate : kPriorOfTwice) *
                  StudentDensity(distance(question.twice), expected.width));
  if (!logarithmic) {
    weights.Add(BookingFault::kWrongSign,
                kPriorOfWrongSign * StudentDensity(distance(-expected.value), expected.width));
  }
  return weights;
}

Weights Weigh(const Question& question) {
  if (std::abs(question.value) <= kMostOfNothing * question.expected.value) return WeighNothing(question);
  if (question.value < 0.0 && question.expected.logarithmic) return WeighNegative(question);
  return WeighValue(question);
}

std::optional<DoubtedMonth> Doubt(Month month, const Question& question) {
  const Weights weights = Weigh(question);
  if (weights.share() > kMostShareOfDoubted) return std::nullopt;
  return DoubtedMonth{month, weights.likeliest, question.value, question.expected.value, weights.share()};
}

std::optional<DoubtedMonth> DoubtAfter(const Vector& before, Month month, double value) {
  Question question{before, value, Expect(before, 0)};
  if (!(question.expected.value > 0.0)) return std::nullopt;
  question.twice = 2.0 * question.expected.value;
  return Doubt(month, question);
}

// The month before holds nothing, and should.
DoubtedMonths DoubtPair(const Vector& values, Month month, const DoubtedMonth& nothing) {
  const Eigen::Index last = values.size() - 1;
  Question question{values.head(last), values[last], Expect(values.head(last - 1), 1)};
  question.before[last - 1] = nothing.adjusted();
  if (!(question.expected.value > 0.0)) return {};
  question.twice = nothing.expected - nothing.actual + question.expected.value;
  question.after_nothing = true;
  DoubtedMonths doubted{Doubt(month, question), std::nullopt};
  // Two months without bookings are no slip of one month: the activity may have ended.
  if (doubted.last.has_value() && doubted.last->fault == BookingFault::kNothingBooked) return {};
  if (doubted.last.has_value() && doubted.last->fault == BookingFault::kBookedLate) doubted.before = nothing;
  return doubted;
}

DoubtedMonths DoubtLastOf(const Vector& values, Month month) {
  const Eigen::Index last = values.size() - 1;
  if (last > kLeastMonthsForFaults && last > 1) {
    const auto nothing = DoubtAfter(values.head(last - 1), month - 1, values[last - 1]);
    if (nothing.has_value() && nothing->fault == BookingFault::kNothingBooked)
      return DoubtPair(values, month, *nothing);
  }
  return {DoubtAfter(values.head(last), month, values[last]), std::nullopt};
}

void Turn(std::optional<DoubtedMonth>& doubted) {
  if (!doubted.has_value()) return;
  doubted->actual = -doubted->actual;
  doubted->expected = -doubted->expected;
}

}  // namespace

DoubtedMonths DoubtLastMonth(const MonthlySeries& series) {
  const MonthlySeries known = series.Trimmed();
  if (known.CountKnown() <= kLeastMonthsForFaults) return {};
  const Vector values = FillGaps(known).values;
  // Series of negative amounts are looked at upside down.
  const bool negative = Median(values) < 0.0;
  DoubtedMonths doubted = DoubtLastOf(negative ? Vector(-values) : values, known.end() - 1);
  if (negative) {
    Turn(doubted.last);
    Turn(doubted.before);
  }
  return doubted;
}

}  // namespace prognos
