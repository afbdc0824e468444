#include "forecast/models/run_off/run_off.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace prognos::models {
namespace {

// Student's t with fewer degrees of freedom has no variance to speak of.
constexpr double kLeastFreedom = 3.0;

double ExposureOf(double booked, double level, const RunOffOptions& options) {
  const double sign = level < 0.0 ? -1.0 : 1.0;
  return sign *
         std::clamp(sign * booked, options.least_exposure * std::abs(level), options.most_exposure * std::abs(level));
}

// One age of one series by itself.
struct OwnGrowth {
  int months = 0;
  double growth = 0.0;
  double residual = 0.0;  // s^2; read with two months or more.
  double spread = 0.0;  // Sum of squared exposures over the square of their sum: the variance of `growth` is s^2 of it.

  int freedom() const { return std::max(0, months - 1); }
};

bool Teaches(const FilledMonth& month, double level, const RunOffOptions& options) {
  const bool set_to_zero = month.full == 0.0 && month.booked != 0.0;
  const bool corrected = std::abs(month.full - month.booked) > options.most_gain * std::abs(level);
  return level != 0.0 && ExposureOf(month.booked, level, options) != 0.0 && !set_to_zero && !corrected;
}

OwnGrowth OwnGrowthOf(const FillingHistory& series, int age, const RunOffOptions& options) {
  std::vector<std::pair<double, double>> gains;  // Exposure and gain.
  OwnGrowth own;
  double exposures = 0.0;
  double squared_exposures = 0.0;
  double gain = 0.0;
  for (const FilledMonth& month : series.months) {
    if (month.age != age || !Teaches(month, series.level, options)) continue;
    gains.emplace_back(ExposureOf(month.booked, series.level, options), month.full - month.booked);
    exposures += gains.back().first;
    squared_exposures += gains.back().first * gains.back().first;
    gain += gains.back().second;
  }
  own.months = static_cast<int>(gains.size());
  if (own.months == 0) return own;
  own.growth = gain / exposures;
  own.spread = squared_exposures / (exposures * exposures);
  if (own.freedom() == 0) return own;
  double squares = 0.0;
  for (const auto& [exposure, gained] : gains) {
    const double rest = gained / exposure - own.growth;
    squares += rest * rest;
  }
  own.residual = squares / own.freedom();
  return own;
}

// The mean of many growths, each with its own variance, and the variance between them.
struct SharedGrowth {
  double mean = 0.0;
  double variance = 0.0;  // Of the mean.
  double between = 0.0;
};

SharedGrowth Weighted(const std::vector<double>& growths, const std::vector<double>& variances, double between) {
  SharedGrowth shared;
  shared.between = between;
  double weights = 0.0;
  for (size_t i = 0; i < growths.size(); ++i) {
    const double weight = 1.0 / (variances[i] + between);
    weights += weight;
    shared.mean += weight * growths[i];
  }
  shared.mean /= weights;
  shared.variance = 1.0 / weights;
  return shared;
}

// DerSimonian & Laird (1986), equation 8. `variances` are positive.
SharedGrowth ShareGrowths(const std::vector<double>& growths, const std::vector<double>& variances) {
  const SharedGrowth fixed = Weighted(growths, variances, 0.0);
  double q = 0.0;
  double sum = 0.0;
  double squares = 0.0;
  for (size_t i = 0; i < growths.size(); ++i) {
    const double weight = 1.0 / variances[i];
    q += weight * (growths[i] - fixed.mean) * (growths[i] - fixed.mean);
    sum += weight;
    squares += weight * weight;
  }
  const double scale = sum - squares / sum;
  if (growths.size() < 2 || !(scale > 0.0)) return fixed;
  return Weighted(growths, variances, std::max(0.0, (q - static_cast<double>(growths.size() - 1)) / scale));
}

// One age of all series.
class AgeOfPool {
 public:
  AgeOfPool(const std::vector<FillingHistory>& pool, int age, const RunOffOptions& options) {
    double sum = 0.0;
    for (const FillingHistory& series : pool) {
      const OwnGrowth& own = own_.emplace_back(OwnGrowthOf(series, age, options));
      months_ = std::max(months_, own.months);
      freedom_ += own.freedom();
      sum += own.freedom() * own.residual;
    }
    if (freedom_ > 0.0) residual_ = sum / freedom_;
    LearnShared();
  }

  PoolGrowth Shared() const { return {shared_.mean, months_}; }

  GrowthOfAge Of(size_t series) const {
    const OwnGrowth& own = own_[series];
    GrowthOfAge of;
    of.months = months_;
    of.residual = ResidualOf(own);
    of.freedom = std::max(kLeastFreedom, own.freedom() + PoolFreedom());
    if (own.months == 0) {
      of.growth = shared_.mean;
      of.own_error = std::sqrt(shared_.between);
      of.pool_error = std::sqrt(shared_.variance);
      return of;
    }
    const double variance = VarianceOf(own);
    const double borrowed = variance + shared_.between > 0.0 ? variance / (variance + shared_.between) : 0.0;
    of.growth = (1.0 - borrowed) * own.growth + borrowed * shared_.mean;
    of.own_error = std::sqrt((1.0 - borrowed) * variance);
    of.pool_error = borrowed * std::sqrt(shared_.variance);
    return of;
  }

 private:
  double PoolFreedom() const { return std::min<double>(kPoolFreedom, freedom_); }

  double ResidualOf(const OwnGrowth& own) const {
    const double freedom = own.freedom() + PoolFreedom();
    return freedom == 0.0 ? residual_ : (own.freedom() * own.residual + PoolFreedom() * residual_) / freedom;
  }

  // Of the series' own growth.
  double VarianceOf(const OwnGrowth& own) const { return ResidualOf(own) * own.spread; }

  // Where no month differs from what its series lets expect, all is known, and series keep their own growth.
  void LearnShared() {
    std::vector<double> growths;
    std::vector<double> variances;
    for (size_t i = 0; i < own_.size(); ++i) {
      if (own_[i].months == 0) continue;
      growths.push_back(own_[i].growth);
      variances.push_back(VarianceOf(own_[i]));
    }
    if (growths.empty()) return;
    if (*std::min_element(variances.begin(), variances.end()) > 0.0) {
      shared_ = ShareGrowths(growths, variances);
      return;
    }
    for (const double growth : growths) shared_.mean += growth / static_cast<double>(growths.size());
    for (const double growth : growths) shared_.between += (growth - shared_.mean) * (growth - shared_.mean);
    shared_.between /= static_cast<double>(growths.size());
  }

  std::vector<OwnGrowth> own_;
  int months_ = 0;
  double freedom_ = 0.0;
  double residual_ = 0.0;
  SharedGrowth shared_;
};

}  // namespace

double ExpectedGrowth::StandardError() const {
  return std::sqrt(own_error * own_error + pool_error * pool_error + chance * chance);
}

double StretchOfT(double freedom, RandomGenerator& generator) {
  const double narrow = 2.0 / (9.0 * freedom);
  const double cube_root = std::max(0.1, 1.0 - narrow + std::sqrt(narrow) * generator.Normal());
  return 1.0 / std::sqrt(cube_root * cube_root * cube_root);
}

RunOff::RunOff(double level, std::vector<GrowthOfAge> ages, const RunOffOptions& options)
    : level_(level), ages_(std::move(ages)), options_(options) {}

bool RunOff::Knows(int age) const {
  return age >= 0 && age < static_cast<int>(ages_.size()) &&
         ages_[static_cast<size_t>(age)].months >= kLeastFilledMonths;
}

ExpectedGrowth RunOff::At(double booked, int age) const {
  if (!Knows(age)) return {.expected = booked, .freedom = kLeastFreedom};
  const GrowthOfAge& of = ages_[static_cast<size_t>(age)];
  const double exposure = ExposureOf(booked, level_, options_);
  const double size = std::abs(exposure);
  return {booked + of.growth * exposure, of.own_error * size, of.pool_error * size, std::sqrt(of.residual) * size,
          of.freedom};
}

bool RunOff::IsClear(double booked, int age) const {
  if (!Knows(age)) return false;
  const ExpectedGrowth at = At(booked, age);
  const double growth = std::abs(at.expected - booked);
  return growth > 0.0 && growth >= kLeastGrowth * std::abs(level_) &&
         growth >= kClearGrowth * std::hypot(at.own_error, at.pool_error);
}

LearntRunOff LearnRunOff(const std::vector<FillingHistory>& pool, const RunOffOptions& options) {
  LearntRunOff learnt;
  std::vector<std::vector<GrowthOfAge>> ages(pool.size());
  for (int age = 0; age < kRunOffAges; ++age) {
    const AgeOfPool of_age(pool, age, options);
    learnt.pool.push_back(of_age.Shared());
    for (size_t i = 0; i < pool.size(); ++i) ages[i].push_back(of_age.Of(i));
  }
  for (size_t i = 0; i < pool.size(); ++i) {
    learnt.series.push_back(pool[i].level == 0.0 ? RunOff() : RunOff(pool[i].level, std::move(ages[i]), options));
  }
  return learnt;
}

}  // namespace prognos::models
