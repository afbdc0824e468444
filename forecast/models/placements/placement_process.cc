#include "forecast/models/placements/placement_process.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "forecast/base/civil_days.h"
#include "forecast/models/placements/draws.h"

namespace prognos::models {
namespace {

// Of how many months the rest is the mean, and fewest to tell of one.
constexpr int kRestMonths = 24;
constexpr int kLeastRestMonths = 6;
// Parts that a month is divided into where a chance changes within it.
constexpr int kMonthParts = 8;
constexpr double kStepsOfLevel = 0.5;  // Months, of the integral of R.
// Care days behind the price of a day.
constexpr int kPriceMonths = 3;
constexpr double kLeastSpread = 1e-6;

double MonthsOf(Month month) { return static_cast<double>(month.index()); }

double NormalBelow(double z) { return 0.5 * std::erfc(-z / std::sqrt(2.0)); }

// The chance that `stay`, which is there or to come at `now`, is there at `moment`.
double ChanceThere(const Placement& stay, const LengthOfStay& length, double now, double moment) {
  if (moment < stay.start) return 0.0;
  if (stay.cannot_end) return 1.0;
  if (!stay.end.has_value()) {
    return length.Remaining(std::max(0.0, now - stay.start), moment - std::max(now, stay.start));
  }
  if (stay.end_spread < kLeastSpread) return moment < *stay.end ? 1.0 : 0.0;
  const double still = NormalBelow((*stay.end - now) / stay.end_spread);
  return still > 0.0 ? NormalBelow((*stay.end - moment) / stay.end_spread) / still : 0.0;
}

// When `stay` ends, as one future has it.
double DrawEnd(const Placement& stay, const LengthOfStay& length, double now, RandomGenerator& generator) {
  if (stay.cannot_end) return MonthsOf(Month::January(Month::kLastYear));
  const double from = std::max(now, stay.start);
  if (!stay.end.has_value()) return from + length.DrawRemaining(std::max(0.0, now - stay.start), generator);
  // Not before now; a stay that is to begin may fall away.
  return std::max(from, *stay.end + stay.end_spread * generator.Normal());
}

// Adds what a stay from `from` to `to` costs to the months from `first` on.
void AddCost(double from, double to, double price, Month first, Eigen::Ref<Vector> months) {
  const double begin = MonthsOf(first);
  from = std::max(from, begin);
  for (Eigen::Index at = std::max(0, static_cast<int>(std::floor(from - begin))); at < months.size(); ++at) {
    const double start = begin + static_cast<double>(at);
    if (to <= start) return;
    months[at] += (std::min(to, start + 1.0) - std::max(from, start)) * DaysOf(first + static_cast<int>(at)) * price;
  }
}

// v without the variance of prices: of the number there, over `months`.
double VarianceOfLevel(const LengthOfStay& length, double months) {
  const int steps = std::max(1, static_cast<int>(std::ceil(months / kStepsOfLevel)));
  const double step = months / steps;
  double sum = 0.0;
  for (int at = 0; at < steps; ++at) {
    const double u = (at + 0.5) * step;
    sum += (1.0 - u / months) * length.RemainingOfOpen(u) * step;
  }
  return 2.0 * sum / months;
}

// The mean length that the movements of a number tell, and 0 where they tell none.
double LengthOfMovements(const MonthlySeries& numbers) {
  double squares = 0.0;
  double pairs = 0.0;
  for (int at = 1; at < numbers.size(); ++at) {
    const double step = numbers.values[at] - numbers.values[at - 1];
    if (std::isnan(step)) continue;
    squares += step * step;
    pairs += 1.0;
  }
  const double rate = pairs > 0.0 ? 0.75 * squares / pairs : 0.0;
  return rate > 0.0 ? numbers.Mean() / rate : 0.0;
}

}  // namespace

double RollSince(const std::vector<Placement>& stays, double origin) {
  double since = origin;
  for (const Placement& stay : stays) {
    if (stay.HasEndedBy(origin)) since = std::min(since, *stay.end);
  }
  return since;
}

PlacementProcess PlacementProcess::Fit(std::vector<PlacementHistory> histories, Month origin) {
  PlacementProcess process;
  process.origin_ = origin;
  process.histories_ = std::move(histories);
  std::vector<std::vector<Placement>> rolls;
  for (const PlacementHistory& history : process.histories_) {
    rolls.push_back(history.stays);
    process.roll_since_.push_back(RollSince(history.stays, MonthsOf(origin)));
  }
  process.prices_ = FitDayPrices(rolls, MonthsOf(origin));
  process.parameters_.resize(process.histories_.size());
  for (size_t series = 0; series < process.histories_.size(); ++series) {
    process.parameters_[series].day_price = process.prices_.means[series];
    process.parameters_[series].day_price_error = process.prices_.errors[series];
    process.FitRest(series);
  }
  process.FitLengths();
  process.FitArrivals();
  process.FitSeason();
  return process;
}

bool PlacementProcess::HasProcess(int series) const {
  const PlacementHistory& history = histories_[static_cast<size_t>(series)];
  return parameters(series).day_price > 0.0 || !history.stays.empty();
}

// How many there were in each month before `end`; without a roll by the care days, else by the cost at the prices of
// the roll, without those that cannot end: nobody comes in their place.
MonthlySeries PlacementProcess::Numbers(size_t series, Month end) const {
  const PlacementHistory& history = histories_[series];
  const bool by_days = !history.HasRoll();
  MonthlySeries numbers = (by_days ? history.care_days : history.cost).Before(end);
  for (int at = 0; at < numbers.size(); ++at) {
    const Month month = numbers.first + at;
    double& value = numbers.values[at];
    for (const Placement& stay : history.stays) value -= !by_days && stay.cannot_end ? stay.CostIn(month) : 0.0;
    value /= DaysOf(month);
    if (by_days) continue;
    const double price = prices_.MeanAt(series, month - origin_);
    value = price > 0.0 ? std::max(0.0, value - parameters_[series].rest_mean / DaysOf(month)) / price : kMissing;
  }
  return numbers;
}

// The rest, where the roll reaches far enough; and the price of a day where there is no roll.
void PlacementProcess::FitRest(size_t series) {
  const PlacementHistory& history = histories_[series];
  PlacementParameters& known = parameters_[series];
  if (!history.HasRoll()) {
    double cost = 0.0;
    double days = 0.0;
    for (int back = 1; back <= kPriceMonths; ++back) {
      const double of_days = history.care_days.At(origin_ - back);
      const double of_cost = history.cost.At(origin_ - back);
      if (std::isnan(of_days) || std::isnan(of_cost)) continue;
      cost += of_cost;
      days += of_days;
    }
    known.day_price = days > 0.0 && cost > 0.0 ? cost / days : 0.0;
    return;
  }
  std::vector<double> rest;
  for (int back = 1; back <= kRestMonths; ++back) {
    const Month month = origin_ - back;
    if (MonthsOf(month) < roll_since_[series]) break;
    double value = history.cost.At(month);
    for (const Placement& stay : history.stays) value -= stay.CostIn(month);
    if (!std::isnan(value)) rest.push_back(value);
  }
  const auto count = static_cast<double>(rest.size());
  if (count < kLeastRestMonths) return;
  known.rest_mean = std::accumulate(rest.begin(), rest.end(), 0.0) / count;
  double squares = 0.0;
  for (const double value : rest) squares += (value - known.rest_mean) * (value - known.rest_mean);
  known.rest_spread = std::sqrt(squares / (count - 1.0));
  known.rest_error = known.rest_spread / std::sqrt(count);
}

void PlacementProcess::FitLengths() {
  const double now = MonthsOf(origin_);
  std::vector<SeenStays> seen(histories_.size());
  for (size_t series = 0; series < histories_.size(); ++series) {
    seen[series].watched = now - roll_since_[series];
    for (const Placement& stay : histories_[series].stays) {
      if (stay.start >= now || stay.cannot_end) continue;  // It tells nothing of how long others last.
      const bool ended = stay.HasEndedBy(now);
      seen[series].stays.push_back({(ended ? *stay.end : now) - stay.start, ended});
    }
  }
  const LengthOfStayFit fit = FitLengthOfStay(seen);
  for (size_t series = 0; series < histories_.size(); ++series) {
    parameters_[series].length = fit.series[series];
    parameters_[series].length_error = fit.series_errors[series];
    if (histories_[series].HasRoll()) continue;
    // The movements of the number tell as about a dozen stays would: half of the log of what they say is taken.
    const double told = LengthOfMovements(Numbers(series, origin_));
    if (told <= 0.0) continue;
    const double mean = fit.series[series].Mean();
    const double scale = fit.series[series].scale() * std::pow(told / mean, 0.5);
    parameters_[series].length = LengthOfStay(scale, fit.series[series].shape());
  }
}

// From the level of the cost (or of care days) in the months before `moment` and before `until`.
PlacementProcess::Evidence PlacementProcess::EvidenceOfLevel(size_t series, Month moment, double until) const {
  const Month end = std::min(moment, Month::FromIndex(static_cast<int>(std::floor(until))));
  const MonthlySeries numbers = Numbers(series, end);
  const int months = numbers.CountKnown();
  if (months == 0) return {};
  const LengthOfStay& length = parameters_[series].length;
  const double of_prices = !histories_[series].HasRoll() ? 0.0 : prices_.relative_variance;
  const double variance = (1.0 + of_prices) * VarianceOfLevel(length, months);
  return {{numbers.Mean() / variance, length.Mean() / variance}, 1.0};
}

PlacementProcess::Evidence PlacementProcess::EvidenceAt(size_t series, Month moment) const {
  const double now = MonthsOf(moment);
  const PlacementHistory& history = histories_[series];
  const double since = std::min(roll_since_[series], now);
  Evidence evidence = EvidenceOfLevel(series, moment, since);
  ArrivalRate counted{0.0, now - since};
  double open = 0.0;
  for (const Placement& stay : history.stays) {
    if (stay.start >= since && stay.start < now) counted.count += 1.0;
    if (stay.IsOpenAt(now) && !stay.cannot_end) open += 1.0;
  }
  // A roll of open ones without any cost before: that they are there is all there is.
  if (counted.exposure + evidence.arrivals.exposure <= 0.0) counted = {open, parameters_[series].length.Mean()};
  const double of_level = evidence.arrivals.exposure;
  evidence.arrivals = Updated(evidence.arrivals, counted);
  evidence.by_level = evidence.arrivals.exposure > 0.0 ? of_level / evidence.arrivals.exposure : 0.0;
  return evidence;
}

void PlacementProcess::FitArrivals() {
  std::vector<Evidence> evidence;
  std::vector<ArrivalRate> of_pool;
  for (size_t series = 0; series < histories_.size(); ++series) {
    if (!HasProcess(static_cast<int>(series))) {
      evidence.push_back({});
      continue;
    }
    evidence.push_back(EvidenceAt(series, origin_));
    of_pool.push_back(evidence.back().arrivals);
  }
  prior_ = PriorOfArrivals(of_pool);
  for (size_t series = 0; series < histories_.size(); ++series) {
    const Evidence& own = evidence[series];
    parameters_[series].arrivals = Updated(prior_, own.arrivals);
    const double exposure = parameters_[series].arrivals.exposure;
    parameters_[series].rate_by_level = exposure > 0.0 ? own.by_level * own.arrivals.exposure / exposure : 0.0;
  }
}

// Of arrivals since the roll is complete, and before that of those that were there still when it began.
void PlacementProcess::FitSeason() {
  const int now = origin_.index();
  Vector seen = Vector::Zero(kMonthsPerYear);
  Vector expected = Vector::Zero(kMonthsPerYear);
  for (size_t series = 0; series < histories_.size(); ++series) {
    const std::vector<Placement>& stays = histories_[series].stays;
    if (stays.empty()) continue;
    double first = now;
    for (const Placement& stay : stays) {
      if (stay.start >= now) continue;
      seen[static_cast<int>(std::floor(stay.start)) % kMonthsPerYear] += 1.0;
      first = std::min(first, stay.start);
    }
    const double since = roll_since_[series];
    const double rate = parameters_[series].arrivals.Mean();
    for (int month = static_cast<int>(std::floor(first)); month < now; ++month) {
      const double age = since - (month + 0.5);
      expected[month % kMonthsPerYear] += rate * parameters_[series].length.Survival(age);
    }
  }
  season_ = SeasonOfArrivals(seen, expected);
}

PlacementProcess::Standing PlacementProcess::StandingAt(size_t series, Month moment) const {
  const double now = MonthsOf(moment);
  const PlacementHistory& history = histories_[series];
  Standing standing;
  if (moment == origin_ || (history.HasRoll() && roll_since_[series] < now)) {
    for (Placement stay : history.stays) {
      if (moment != origin_) {
        // Nobody knew then when it would end, nor what was to begin.
        if (!stay.IsOpenAt(now)) continue;
        stay.end = std::nullopt;
      }
      if (!stay.HasEndedBy(now)) standing.stays.push_back(stay);
    }
    if (history.HasRoll()) return standing;
  }
  for (const Placement& stay : history.stays) {
    if (moment != origin_ && stay.cannot_end && stay.IsOpenAt(now)) standing.stays.push_back(stay);
  }
  const MonthlySeries numbers = Numbers(series, moment);
  const double last = numbers.empty() ? kMissing : numbers.At(moment - 1);
  standing.unseen = last;
  standing.unseen_price = !history.HasRoll() ? parameters_[series].day_price : prices_.MeanAt(series, moment - origin_);
  return standing;
}

// What `stay`, which is there or to come when `first` begins, is expected to cost.
Vector PlacementProcess::ExpectedOf(size_t series, const Placement& stay, Month first, int horizon) const {
  const LengthOfStay& length = parameters_[series].length;
  const double now = MonthsOf(first);
  const bool is_certain = stay.cannot_end || (stay.end.has_value() && stay.end_spread < kLeastSpread);
  Vector months = Vector::Zero(horizon);
  for (int at = 0; at < horizon; ++at) {
    const Month month = first + at;
    if (is_certain) {
      months[at] = stay.CostIn(month);
      continue;
    }
    for (int part = 0; part < kMonthParts; ++part) {
      const double moment = MonthsOf(month) + (part + 0.5) / kMonthParts;
      months[at] += ChanceThere(stay, length, now, moment) * stay.price_per_day * DaysOf(month) / kMonthParts;
    }
  }
  return months;
}

Vector PlacementProcess::ExpectedOpen(size_t series, const Standing& standing, Month first, int horizon) const {
  const LengthOfStay& length = parameters_[series].length;
  Vector months = Vector::Zero(horizon);
  for (const Placement& stay : standing.stays) months += ExpectedOf(series, stay, first, horizon);
  if (standing.unseen == 0.0) return months;
  for (int at = 0; at < horizon; ++at) {
    const double there =
        (length.RemainingOfOpen(at) + 4.0 * length.RemainingOfOpen(at + 0.5) + length.RemainingOfOpen(at + 1.0)) / 6.0;
    months[at] += standing.unseen * there * standing.unseen_price * DaysOf(first + at);
  }
  return months;
}

// Of the arrivals from the origin on.
Vector PlacementProcess::StillNew(size_t series, int horizon) const {
  Vector expected(horizon);
  for (int at = 0; at < horizon; ++at) {
    expected[at] = parameters_[series].arrivals.Mean() * season_[(origin_ + at).month() - 1];
  }
  std::vector<int> known;  // The months, from the origin on, in which those of the roll begin.
  for (const Placement& stay : histories_[series].stays) {
    const int at = static_cast<int>(std::floor(stay.start)) - origin_.index();
    if (at >= 0 && at < horizon) known.push_back(at);
  }
  std::sort(known.begin(), known.end());
  Vector left = expected;
  for (const int begins : known) {
    double to_take = 1.0;
    for (int at = begins; at >= 0 && to_take > 0.0; --at) {
      const double taken = std::min(to_take, left[at]);
      left[at] -= taken;
      to_take -= taken;
    }
  }
  for (int at = 0; at < horizon; ++at) left[at] = expected[at] > 0.0 ? left[at] / expected[at] : 1.0;
  return left;
}

Vector PlacementProcess::ExpectedNew(size_t series, double rate, const Vector& still_new, Month first,
                                     int horizon) const {
  const LengthOfStay& length = parameters_[series].length;
  // How long one that comes in a month is there `lag` months later.
  Vector there = Vector::Zero(horizon);
  for (int lag = 0; lag < horizon; ++lag) {
    for (int part = 0; part < kMonthParts; ++part) {
      const double came = (part + 0.5) / kMonthParts;
      there[lag] += (length.MeanUpTo(lag + 1.0 - came) - length.MeanUpTo(lag - came)) / kMonthParts;
    }
  }
  const double price = parameters_[series].day_price;
  Vector months = Vector::Zero(horizon);
  for (int came = 0; came < horizon; ++came) {
    const double arrivals = rate * season_[(first + came).month() - 1] * still_new[came];
    const double day = price * std::exp(prices_.growth * ((first + came) - origin_) / kMonthsPerYear);
    for (int at = came; at < horizon; ++at) months[at] += arrivals * day * there[at - came] * DaysOf(first + at);
  }
  return months;
}

// One future: first what is believed of lengths, arrivals and prices, then who ends and who comes.
void PlacementProcess::DrawPath(size_t series, const Standing& standing, const Vector& still_new,
                                RandomGenerator& generator, Eigen::Ref<Vector> open, Eigen::Ref<Vector> fresh) const {
  const PlacementParameters& known = parameters_[series];
  const double stretch = std::exp(known.length_error * generator.Normal());
  const LengthOfStay length(known.length.scale() * stretch, known.length.shape());
  const double now = MonthsOf(origin_);
  const double end = now + static_cast<double>(open.size());
  for (const Placement& stay : standing.stays) {
    AddCost(std::max(now, stay.start), DrawEnd(stay, length, now, generator), stay.price_per_day, origin_, open);
  }
  // Whole ones, and the part of one that the number leaves.
  for (double left = standing.unseen; left > 0.0; left -= 1.0) {
    const double part = std::min(left, 1.0);
    AddCost(now, now + length.DrawRemainingOfOpen(generator), part * standing.unseen_price, origin_, open);
  }
  // What the level of the cost says is a rate times a length.
  const double by_level = 1.0 + known.rate_by_level * (1.0 / stretch - 1.0);
  const double rate = known.arrivals.Draw(generator) * by_level;
  const double day = known.day_price * std::exp(known.day_price_error * generator.Normal());
  const double log_variance = std::log1p(prices_.relative_variance);
  const double most = rate * season_.maxCoeff();
  if (!(most > 0.0)) return;
  for (double at = now + DrawWait(most, generator); at < end; at += DrawWait(most, generator)) {
    const Month month = Month::FromIndex(static_cast<int>(std::floor(at)));
    const double comes = season_[month.month() - 1] * still_new[month - origin_];
    if (generator.Uniform() * season_.maxCoeff() > comes) continue;
    const double growth = std::exp(prices_.growth * (at - now) / kMonthsPerYear);
    const double own = std::exp(std::sqrt(log_variance) * generator.Normal() - log_variance / 2.0);
    AddCost(at, at + length.DrawRemaining(0.0, generator), day * growth * own, origin_, fresh);
  }
}

PlacementForecast PlacementProcess::Forecast(int number, int horizon, int path_count,
                                             RandomGenerator& generator) const {
  const auto series = static_cast<size_t>(number);
  const PlacementParameters& known = parameters_[series];
  Standing standing = StandingAt(series, origin_);
  if (std::isnan(standing.unseen)) standing.unseen = 0.0;
  PlacementForecast forecast;
  for (const Placement& stay : standing.stays) forecast.open_count += stay.IsOpenAt(MonthsOf(origin_)) ? 1 : 0;
  forecast.open = ExpectedOpen(series, standing, origin_, horizon);
  const Vector still_new = StillNew(series, horizon);
  forecast.fresh = ExpectedNew(series, known.arrivals.Mean(), still_new, origin_, horizon);
  forecast.added = forecast.fresh - ExpectedNew(series, known.arrivals.Mean(), Vector::Ones(horizon), origin_, horizon);
  for (const Placement& stay : histories_[series].stays) {
    const bool is_there = !stay.HasEndedBy(MonthsOf(origin_));
    forecast.of_stays.push_back(is_there ? ExpectedOf(series, stay, origin_, horizon) : Vector::Zero(horizon));
    if (is_there && stay.start >= MonthsOf(origin_)) forecast.added += forecast.of_stays.back();
  }
  forecast.rest = Vector::Constant(horizon, known.rest_mean);
  Matrix open = Matrix::Zero(horizon, path_count);
  Matrix fresh = Matrix::Zero(horizon, path_count);
  forecast.paths = Matrix::Zero(horizon, path_count);
  for (int path = 0; path < path_count; ++path) {
    DrawPath(series, standing, still_new, generator, open.col(path), fresh.col(path));
    const double level = known.rest_mean + known.rest_error * generator.Normal();
    for (int at = 0; at < horizon; ++at) {
      forecast.paths(at, path) = level + known.rest_spread * generator.Normal();
    }
  }
  // The mean of the draws is brought to the expected value, which they meet but for chance.
  const auto add = [&](const Matrix& drawn, const Vector& mean) {
    for (int at = 0; at < horizon && path_count > 0; ++at) {
      const double average = drawn.row(at).mean();
      if (average > 0.0) forecast.paths.row(at) += drawn.row(at) * (mean[at] / average);
    }
  };
  add(open, forecast.open);
  add(fresh, forecast.fresh);
  return forecast;
}

double PlacementProcess::PastTotal(int number, Month past, int horizon) const {
  const auto series = static_cast<size_t>(number);
  const Standing standing = StandingAt(series, past);
  if (std::isnan(standing.unseen)) return kMissing;
  const ArrivalRate arrivals = Updated(prior_, EvidenceAt(series, past).arrivals);
  return ExpectedOpen(series, standing, past, horizon).sum() +
         ExpectedNew(series, arrivals.Mean(), Vector::Ones(horizon), past, horizon).sum() +
         horizon * parameters_[series].rest_mean;
}

}  // namespace prognos::models
