#include "forecast/series/booking_faults.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <limits>
#include <utility>
#include <vector>

#include "forecast/series/month_scale.h"

namespace prognos {
namespace {

// Prior weights, beside 1 for a month as usual.
constexpr double kPriorOfNewLevel = 0.2;
constexpr double kPriorOfOtherLevel = 0.1;    // Of each level that has erred more.
constexpr double kPriorOfLateInvoices = 0.4;  // What the month before fell short of comes in this one.
constexpr double kPriorOfNewSeason = 0.2;     // The month is as last year's, whatever the years before it were.
// That the month before began a new level, before it was seen.
constexpr double kPriorOfLevelBefore = 0.15;
// As the month before, whatever the season was thought to be, closer than half the usual step, while the season of so
// few months is little known: later, half of a high month is often as much as the low one before it.
constexpr double kPriorOfSame = 0.1;
constexpr double kShareOfStep = 0.5;
constexpr Eigen::Index kMonthsOfSeason = 24;
constexpr double kPriorOfWrongSign = 0.1;
constexpr double kPriorOfTwice = 0.16;
constexpr double kPriorOfHalf = 0.14;
constexpr double kPriorOfNothing = 0.1;
// Of both months in one, after a month that holds nothing.
constexpr double kPriorOfLate = 0.5;
// How often twice and half stand in the newest month of a ledger: what a reader is told goes by this.
constexpr double kFrequencyOfFault = 0.05;
// A series that never had such a value has had it in so many months.
constexpr double kPriorMonths = 0.02;
// On the logarithmic scale; on the other one, times the expected value.
constexpr double kWidthOfNewLevel = 0.25;
constexpr double kWidthOfHalf = 0.05;
constexpr double kLeastWidth = 0.02;
// An error as large is a jump, more than halfway to twice or half. Two jumps halve the priors of both.
constexpr double kJump = 0.5;
constexpr double kJumpsThatHalve = 2.0;
constexpr double kWidthOfJump = 0.15;
constexpr double kWeightOfJumps = 2.0;  // Of one more, beside how often they came.
// Of a month so much likelier to be a fault than not that a reader is to be told of one: about 2 to 1.
constexpr double kMostShareOfFault = 0.2;
// This share of what was expected is nothing.
constexpr double kMostOfNothing = 0.02;

constexpr double kPriorYears = 2.0;         // Of how often a month holds a value of some kind.
constexpr double kPriorYearsOfWidth = 4.0;  // Of how far a calendar month errs.
constexpr double kDoubtOfMean = 1.5;  // So many squared errors of a calendar month's mean error are taken from it.
constexpr std::array<double, 5> kSmoothing = {0.05, 0.1, 0.2, 0.4, 0.8};
constexpr double kMostStep = 3.0;  // Of a level in one month, in usual steps from month to month.
constexpr double kPowerOfErrors = 8.0;
constexpr Eigen::Index kMonthsOfErrors = 48;
constexpr Eigen::Index kRecentErrors = 12;
constexpr Eigen::Index kNewestErrors = 4;
constexpr double kMostUnrest = 3.0;
constexpr Eigen::Index kLeastMonthsBefore = 3;  // Of the first error.

// Student's t with 4 degrees of freedom.
double StudentDensity(double distance, double width) {
  const double z = distance / width;
  return 0.375 / width * std::pow(1.0 + z * z / 4.0, -2.5);
}

// Student's t with 8 degrees of freedom, for where a fault lies: a fault of an odd month is rarer than either.
double FaultDensity(double distance, double width) {
  const double z = distance / width;
  return 0.3867 / width * std::pow(1.0 + z * z / 8.0, -4.5);
}

double LaplaceDensity(double distance, double width) { return 0.5 / width * std::exp(-std::abs(distance) / width); }

// What the months before let expect of the one after them.
struct Expectation {
  double value = kMissing;       // In the units of the series.
  std::vector<double> levels;    // What each level lets expect by itself, in the same units.
  double as_before = kMissing;   // What it holds when all is as in the month before, in the same units.
  double before = kMissing;      // The month before, in the same units.
  double step = 0.0;             // Closer than months usually lie to the one before, on the scale with its season.
  double level_before = 0.0;     // The probability that the month before began a new level.
  double new_season = kMissing;  // What it holds when it differs from others as it did last year, in the same units.
  double with_late = kMissing;   // With what the month before fell short of, in the same units.
  double jumps = 0.0;            // Errors of about a factor two that the months before hold, and
  double rate_of_jumps = 0.0;    // their share of the months.
  double width = 0.0;            // Of its error, on the scale.
  bool logarithmic = true;
};

// The level of a series before each of its months, and after the last: exponential smoothing that no month moves
// further than a few usual distances.
Vector Levels(const Vector& adjusted, double weight, double most) {
  Vector levels(adjusted.size() + 1);
  levels[0] = MedianBetween(adjusted, 0, kLeastMonthsBefore);
  for (Eigen::Index at = 0; at < adjusted.size(); ++at) {
    levels[at + 1] = levels[at] + weight * std::clamp(adjusted[at] - levels[at], -most, most);
  }
  return levels;
}

// What the last months, those of Errors::first and after, were beside the level before each.
struct Errors {
  Eigen::Index first = 0;
  Vector values;
};

Errors ErrorsOf(const Vector& adjusted, const Vector& levels) {
  Errors errors{std::max<Eigen::Index>(kLeastMonthsBefore, adjusted.size() - kMonthsOfErrors), {}};
  const Eigen::Index count = adjusted.size() - errors.first;
  errors.values = adjusted.tail(count) - levels.segment(errors.first, count);
  return errors;
}

// Of all of them, or of the last year where that is larger.
double UsualError(const Vector& errors) {
  const Vector sizes = errors.cwiseAbs();
  const Eigen::Index recent = std::min(sizes.size(), kRecentErrors);
  return kNormalConsistency * std::max(Median(sizes), Median(sizes.tail(recent)));
}

// The errors of row `at`'s calendar month.
Vector OfSameMonth(const Errors& errors, Eigen::Index at) {
  std::vector<double> same;
  for (Eigen::Index row = 0; row < errors.values.size(); ++row) {
    if ((at - errors.first - row) % kMonthsPerYear == 0) same.push_back(errors.values[row]);
  }
  return Eigen::Map<Vector>(same.data(), static_cast<Eigen::Index>(same.size()));
}

// The error to expect of a calendar month that errs more than others, or to one side: what its errors were, by a prior
// of none, and of the size of all.
struct MonthsError {
  double mean = 0.0;
  double width = 0.0;
};

MonthsError ErrorOfMonth(const Vector& same, double usual) {
  const double years = static_cast<double>(same.size());
  const double middle = same.size() == 0 ? 0.0 : Median(same);
  const double doubt = kDoubtOfMean * usual * usual;
  const double mean = middle == 0.0 ? 0.0 : middle * std::max(0.0, 1.0 - doubt / (years * middle * middle));
  const double squares = (same.array() - mean).square().sum() + kPriorYearsOfWidth * usual * usual;
  return {mean, std::sqrt(squares / (years + kPriorYearsOfWidth))};
}

// Levels of several weights of smoothing, each as it stands after the last month.
struct SmoothedLevels {
  Vector last;
  Vector usual_errors;
  Errors of_best;  // Of the level that has erred least.

  // Weighed by how little each has erred.
  double Combined() const {
    const Vector weights = (usual_errors / usual_errors.minCoeff()).array().pow(-kPowerOfErrors);
    return weights.dot(last) / weights.sum();
  }
};

SmoothedLevels Smooth(const MonthScale& scale) {
  const Vector& adjusted = scale.adjusted();
  const Eigen::Index size = adjusted.size();
  const Vector steps = adjusted.tail(size - 1) - adjusted.head(size - 1);
  const double most = kMostStep * std::max(kNormalConsistency * Median(steps.cwiseAbs()), scale.least_distance());
  SmoothedLevels levels{Vector(kSmoothing.size()), Vector(kSmoothing.size()), {}};
  double least = std::numeric_limits<double>::infinity();
  for (size_t at = 0; at < kSmoothing.size(); ++at) {
    const Eigen::Index row = static_cast<Eigen::Index>(at);
    const Vector level = Levels(adjusted, kSmoothing[at], most);
    Errors errors = ErrorsOf(adjusted, level);
    levels.last[row] = level[size];
    levels.usual_errors[row] = std::max(UsualError(errors.values), scale.least_distance());
    if (levels.usual_errors[row] >= least) continue;
    least = levels.usual_errors[row];
    levels.of_best = std::move(errors);
  }
  return levels;
}

double WidthOfMonth(const MonthsError& of_month, const MonthScale& scale, double unit) {
  return std::max({of_month.width, scale.least_distance(), kLeastWidth * unit});
}

// How many months erred by about a factor two, beside what their calendar month does: a January that always falls by
// half says nothing of an August.
double CountJumps(const Errors& errors, double usual, double unit) {
  double jumps = 0.0;
  for (Eigen::Index row = 0; row < errors.values.size(); ++row) {
    const double usual_of_month = ErrorOfMonth(OfSameMonth(errors, errors.first + row), usual).mean;
    if (std::abs(errors.values[row] - usual_of_month) > kJump * unit) jumps += 1.0;
  }
  return jumps;
}

// How much more than usual the newest months err, each beside its calendar month's width: after a new level begins,
// and in restless times, the next month can be told less well. At least 1.
double Unrest(const SmoothedLevels& levels, const MonthScale& scale, double unit) {
  const Vector& errors = levels.of_best.values;
  const double usual = UsualError(errors);
  const Eigen::Index count = std::min(errors.size(), kNewestErrors);
  double sum = 0.0;
  for (Eigen::Index row = errors.size() - count; row < errors.size(); ++row) {
    const MonthsError of_month = ErrorOfMonth(OfSameMonth(levels.of_best, levels.of_best.first + row), usual);
    sum += std::abs(errors[row] - of_month.mean) / WidthOfMonth(of_month, scale, unit);
  }
  return std::clamp(sum / static_cast<double>(count), 1.0, kMostUnrest);
}

// `error`: of the month before.
double ProbabilityOfLevelBefore(double error, double width, double unit) {
  const double new_level = kPriorOfLevelBefore * LaplaceDensity(error, kWidthOfNewLevel * unit);
  return new_level / (new_level + StudentDensity(error, width));
}

// From one month to the next.
double UsualStep(const Vector& values, bool logarithmic) {
  const Vector places = logarithmic ? Vector(values.array().log()) : values;
  const Vector steps = places.tail(places.size() - 1) - places.head(places.size() - 1);
  return kNormalConsistency * Median(steps.cwiseAbs());
}

// `values`: all months before, none missing. `ahead`: 0 for the month that follows them.
Expectation Expect(const Vector& values, Eigen::Index ahead) {
  Expectation expectation;
  const MonthScale scale(values, SeasonBelief::kByNoise);
  if (!(scale.least_distance() > 0.0)) return expectation;
  const SmoothedLevels levels = Smooth(scale);
  const Eigen::Index last = values.size() - 1, at = values.size() + ahead;
  const Vector& errors = levels.of_best.values;
  const double last_error = errors[errors.size() - 1];
  const Vector same_month = OfSameMonth(levels.of_best, at);
  const MonthsError of_month = ErrorOfMonth(same_month, UsualError(errors));
  expectation.logarithmic = scale.logarithmic();
  expectation.value = scale.Back(at, levels.Combined() + of_month.mean);
  for (const double level : levels.last) expectation.levels.push_back(scale.Back(at, level + of_month.mean));
  expectation.as_before = scale.Back(at, scale.adjusted()[last]);
  if (same_month.size() > 0) {
    expectation.new_season = scale.Back(at, levels.Combined() + same_month[same_month.size() - 1]);
  }
  const double fell_short = scale.Back(last, scale.adjusted()[last] - last_error) - values[last];
  expectation.with_late = expectation.value + std::max(0.0, fell_short);
  const double unit = scale.logarithmic() ? 1.0 : std::abs(expectation.value);
  if (values.size() < kMonthsOfSeason) expectation.before = values[last];
  expectation.step = std::max(kShareOfStep * UsualStep(values, scale.logarithmic()), kLeastWidth * unit);
  expectation.jumps = CountJumps(levels.of_best, UsualError(errors), unit);
  expectation.rate_of_jumps = expectation.jumps / (static_cast<double>(errors.size()) + 1.0);
  expectation.width =
      WidthOfMonth(of_month, scale, unit) * std::sqrt(1.0 + scale.season_variance()) * Unrest(levels, scale, unit);
  expectation.level_before = ProbabilityOfLevelBefore(last_error, expectation.width, unit);
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
  double follow = 0.0;     // As usual, or a new level.
  double corrected = 0.0;  // The sum over faults of weight times what the month should hold.
  double most = 0.0;       // Of the likeliest fault.
  double fault = 0.0;      // Of all of them.
  double told = 0.0;       // Of all of them, each by how often ledgers hold it.
  BookingFault likeliest = BookingFault::kHalfBooked;

  // `told`: the share of the weight that a reader is told by.
  void Add(BookingFault kind, double weight, double should_hold, double told_share = 1.0) {
    fault += weight;
    told += told_share * weight;
    corrected += weight * should_hold;
    if (weight <= most) return;
    most = weight;
    likeliest = kind;
  }
  // What is followed when in doubt costs less than what is not when there was no fault: squares, not probabilities.
  double share() const { return ShareBeside(fault); }
  double share_as_told() const { return ShareBeside(told); }
  double fault_probability() const { return follow + fault > 0.0 ? fault / (follow + fault) : 0.0; }

 private:
  double ShareBeside(double a_fault) const {
    const double squares = follow * follow + a_fault * a_fault;
    return squares > 0.0 ? follow * follow / squares : 1.0;
  }
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
  weights.Add(BookingFault::kNothingBooked, kPriorOfNothing, question.expected.value);
  return weights;
}

// By the logarithm of its size, on either scale: a negative value has no distance from a positive one there.
Weights WeighNegative(const Question& question) {
  Weights weights;
  const Expectation& expected = question.expected;
  const double distance = std::log(-question.value / expected.value);
  const double width = expected.logarithmic ? expected.width : expected.width / expected.value;
  const double unusual = LaplaceDensity(distance, kWidthOfNewLevel);
  weights.follow = Frequency(question.before, [](double) { return false; }) * unusual;
  weights.Add(BookingFault::kWrongSign, kPriorOfWrongSign * StudentDensity(distance, width), -question.value);
  weights.Add(BookingFault::kWrongSign, kPriorOfWrongSign * unusual, question.expected.value);
  return weights;
}

// Twice what is there, drawn to what was expected: a half is seldom one to the krona.
double WholeOfHalf(const Question& question) {
  const Expectation& expected = question.expected;
  const double of_half = kWidthOfHalf * (expected.logarithmic ? 1.0 : expected.value);
  const double share = expected.width * expected.width / (expected.width * expected.width + of_half * of_half);
  const double twice = 2.0 * question.value;
  if (!expected.logarithmic) return expected.value + share * (twice - expected.value);
  return expected.value * std::pow(twice / expected.value, share);
}

double HowOftenSoFarBelowZero(const Question& question) {
  return Frequency(question.before, [&](double value) { return value <= 0.5 * question.value; });
}

Weights WeighValue(const Question& question) {
  const Expectation& expected = question.expected;
  const bool logarithmic = expected.logarithmic;
  const double unit = logarithmic ? 1.0 : expected.value;
  const auto distance = [&](double from) {
    return logarithmic ? std::log(question.value / from) : question.value - from;
  };
  const auto lies_at = [&](double place) { return StudentDensity(distance(place), expected.width); };
  Weights weights;
  weights.follow =
      lies_at(expected.value) + kPriorOfNewLevel * LaplaceDensity(distance(expected.value), kWidthOfNewLevel * unit);
  // A fault is one month's: where the month before lay out there too, there is a new level.
  weights.follow += expected.level_before * lies_at(expected.as_before);
  if (expected.before > 0.0) {
    weights.follow += kPriorOfSame * StudentDensity(distance(expected.before), expected.step);
  }
  weights.follow += kPriorOfLateInvoices * lies_at(expected.with_late);
  for (const double level : expected.levels) weights.follow += kPriorOfOtherLevel * lies_at(level);
  if (!std::isnan(expected.new_season)) weights.follow += kPriorOfNewSeason * lies_at(expected.new_season);
  // Where months double and halve by themselves, one that does so again is no sign of a fault.
  const double to_jump = std::min(std::abs(distance(2.0 * expected.value)), std::abs(distance(0.5 * expected.value)));
  weights.follow += kWeightOfJumps * expected.rate_of_jumps *
                    StudentDensity(to_jump, std::hypot(expected.width, kWidthOfJump * unit));
  const double calm = kJumpsThatHalve / (kJumpsThatHalve + expected.jumps);
  const auto fault_at = [&](double place, double more_width) {
    return FaultDensity(distance(place), std::hypot(expected.width, more_width));
  };
  weights.Add(BookingFault::kHalfBooked, calm * kPriorOfHalf * fault_at(0.5 * expected.value, kWidthOfHalf * unit),
              WholeOfHalf(question), kFrequencyOfFault / kPriorOfHalf);
  if (question.after_nothing) {
    weights.Add(BookingFault::kBookedLate, calm * kPriorOfLate * lies_at(question.twice),
                question.value * expected.value / question.twice);
  } else {
    weights.Add(BookingFault::kBookedTwice, calm * kPriorOfTwice * fault_at(question.twice, 0.0), 0.5 * question.value,
                kFrequencyOfFault / kPriorOfTwice);
  }
  if (question.value < 0.0) {  // As credits before it, somewhere within its own size.
    weights.follow += HowOftenSoFarBelowZero(question) / -question.value;
  }
  if (!logarithmic) {
    weights.Add(BookingFault::kWrongSign, kPriorOfWrongSign * lies_at(-expected.value), -question.value);
  }
  return weights;
}

// Whether a month before fell below zero, at least half as far.
bool WasNegative(const Question& question) {
  return (question.before.tail(std::min(question.before.size(), kMonthsOfErrors)).array() <= 0.5 * question.value)
      .any();
}

Weights Weigh(const Question& question) {
  if (std::abs(question.value) <= kMostOfNothing * question.expected.value) return WeighNothing(question);
  if (question.value < 0.0 && !WasNegative(question)) return WeighNegative(question);
  return WeighValue(question);
}

std::optional<DoubtedMonth> Doubt(Month month, const Question& question) {
  const Weights weights = Weigh(question);
  if (weights.share() > kMostShareOfDoubted) return std::nullopt;
  return DoubtedMonth{month,
                      weights.likeliest,
                      question.value,
                      question.expected.value,
                      weights.corrected / weights.fault,
                      weights.share(),
                      weights.fault_probability(),
                      weights.share_as_told() <= kMostShareOfFault};
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
  if (doubted.last.has_value() && doubted.last->fault == BookingFault::kBookedLate) {
    doubted.before = nothing;
    doubted.before->corrected = question.value - doubted.last->corrected;
  }
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
  doubted->corrected = -doubted->corrected;
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
