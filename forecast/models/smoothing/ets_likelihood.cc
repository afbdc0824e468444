#include "forecast/models/smoothing/ets_likelihood.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace prognos::models {
namespace {

using enum EtsComponent;

constexpr double kPi = 3.14159265358979323846;
// The usual region, a little inside its ends as in Hyndman & Khandakar (2008), section 2.
constexpr double kLeastAlpha = 1e-4;
constexpr double kMostAlpha = 0.9999;
constexpr double kLeastPhi = 0.8;
constexpr double kMostPhi = 0.98;
// Errors below this part of the mean absolute value are rounding: a perfect fit has this likelihood and no more.
constexpr double kRounding = 1e-10;
// The data have size 1, so the sum of logarithms may be taken over products of so many expected values at a time
// without overflow: a product stays within 1e-128 and 1e160 or is not allowed.
constexpr int kFactorsPerLogarithm = 16;
constexpr double kMostExpected = 1e10;
// The scale of the prior on the initial growth: about three per cent a year of the mean absolute value.
constexpr double kUsualGrowth = 0.0025;
constexpr double kGrowthFreedom = 4.0;
// Roots on the unit circle itself (gamma = 0, beta = 0) are allowed; thirteen rows of Jury's table round this much.
constexpr double kOnCircle = 1e-6;

// Sum of logarithms of positive numbers at the price of one logarithm for sixteen.
class LogSum {
 public:
  void Add(double positive) {
    product_ *= positive;
    if (++factors_ == kFactorsPerLogarithm) Fold();
  }
  double Total() {
    Fold();
    return sum_;
  }

 private:
  void Fold() {
    sum_ += std::log(product_);
    product_ = 1.0;
    factors_ = 0;
  }
  double product_ = 1.0;
  double sum_ = 0.0;
  int factors_ = 0;
};

bool IsPossible(double expected) { return expected > kLeastPositive && expected < kMostExpected; }

// sum r_t^2; moves `state` from before the first month to after the last.
template <EtsComponent kTrend, EtsComponent kSeason, bool kRelative>
double SumSquaredErrors(const EtsParameters& parameters, const Vector& values, int num_known, EtsState& state) {
  using Recursion = EtsRecursion<kTrend, kSeason>;
  LogSum log_expected;
  double sum = 0.0;
  for (const double value : values) {
    const EtsExpectation expected = Recursion::Expect(state, parameters.smoothing.phi);
    if (!Recursion::IsUsable(state, expected)) return kInfinity;
    double error = 0.0;
    if (!std::isnan(value)) {
      error = value - expected.value;
      double residual = error;
      if constexpr (kRelative) {
        if (!IsPossible(expected.value)) return kInfinity;
        residual /= expected.value;
        log_expected.Add(expected.value);
      }
      sum += residual * residual;
    }
    Recursion::Advance(parameters.smoothing, expected, error, state);
  }
  if constexpr (kRelative) sum *= std::exp(2.0 * log_expected.Total() / num_known);
  return std::isfinite(sum) ? sum : kInfinity;
}

// The equations of r exp(h) from those of r, with `slope` the derivative of h: J becomes exp(h) (J + r slope').
void ScaleErrors(double h, const SmallVector& slope, NormalEquations& equations) {
  const double scale = std::exp(2.0 * h);
  const SmallVector cross = equations.gradient + (0.5 * equations.value) * slope;
  equations.hessian = scale * (equations.hessian + cross * slope.transpose() + slope * cross.transpose());
  equations.gradient = scale * (equations.gradient + equations.value * slope);
  equations.value *= scale;
}

// Where each unknown stands in x; -1 where the method has none.
struct Indexes {
  int alpha = 0;
  int beta_share = -1;
  int gamma_share = -1;
  int phi = -1;
  int growth = -1;
  int level = -1;
  int season = -1;  // The first of twelve.
  int count = 0;
};

constexpr Indexes IndexesOf(bool trend, bool damped, bool season) {
  Indexes indexes;
  int next = 1;
  if (trend) indexes.beta_share = next++;
  if (season) indexes.gamma_share = next++;
  if (damped) indexes.phi = next++;
  if (trend) indexes.growth = next++;
  if (season) {
    indexes.season = next;
    next += kMonthsPerYear;
  } else {
    indexes.level = next++;
  }
  indexes.count = next;
  return indexes;
}

Indexes IndexesOf(const EtsSpecification& specification) {
  return IndexesOf(specification.has_trend(), specification.damped, specification.has_season());
}

// -2 log of the prior and its first and second derivatives, each unknown by itself.
struct Prior {
  double penalty = 0.0;
  SmallVector slope;
  SmallVector curvature;  // Never negative.
};

// -log(alpha (2 - alpha)).
void AddLevelPrior(const Indexes& indexes, const SmallVector& x, Prior& prior) {
  const double alpha = x[indexes.alpha];
  const double rest = 2.0 - alpha;
  prior.penalty -= std::log(alpha * rest);
  prior.slope[indexes.alpha] = 1.0 / rest - 1.0 / alpha;
  prior.curvature[indexes.alpha] = 1.0 / (alpha * alpha) + 1.0 / (rest * rest);
}

// (v + 1) log(1 + z^2 / v), Student's density with v degrees of freedom. The curvature leaves out the part that may be
// negative.
void AddGrowthPrior(const Indexes& indexes, double no_growth, const SmallVector& x, Prior& prior) {
  const double z = (x[indexes.growth] - no_growth) / kUsualGrowth;
  const double w = 1.0 + z * z / kGrowthFreedom;
  const double strength = 2.0 * (kGrowthFreedom + 1.0) / (kGrowthFreedom * w);
  prior.penalty += (kGrowthFreedom + 1.0) * std::log(w);
  prior.slope[indexes.growth] = strength * z / kUsualGrowth;
  prior.curvature[indexes.growth] = strength / (kUsualGrowth * kUsualGrowth);
}

Prior PriorAt(const EtsSpecification& specification, const SmallVector& x) {
  const Indexes indexes = IndexesOf(specification);
  Prior prior{0.0, SmallVector::Zero(x.size()), SmallVector::Zero(x.size())};
  AddLevelPrior(indexes, x, prior);
  if (specification.has_trend()) {
    AddGrowthPrior(indexes, specification.trend == kMultiplicative ? 1.0 : 0.0, x, prior);
  }
  return prior;
}

// n log(sum) + penalty = n log(sum exp(penalty / n)): the prior is one more factor of every error.
void AddPrior(const Prior& prior, int num_known, NormalEquations& equations) {
  const double n = num_known;
  ScaleErrors(prior.penalty / (2.0 * n), prior.slope / (2.0 * n), equations);
  equations.hessian.diagonal() += (equations.value / (2.0 * n)) * prior.curvature;
}

// The recursion with the derivatives of every state with respect to every unknown.
template <EtsComponent kTrend, bool kDamped, EtsComponent kSeason>
class Tangents {
 public:
  static constexpr Indexes kPlaces = IndexesOf(kTrend != kNone, kDamped, kSeason != kNone);
  static constexpr int kSize = kPlaces.count + kPlaces.count % 2;  // Even: two doubles to a register.
  using Row = Eigen::Matrix<double, kSize, 1>;
  using Square = Eigen::Matrix<double, kSize, kSize>;
  using Recursion = EtsRecursion<kTrend, kSeason>;

  Tangents(const SmallVector& x, const EtsParameters& parameters)
      : smoothing_(parameters.smoothing),
        state_(parameters.initial),
        gamma_share_(kSeason == kNone ? 0.0 : x[kPlaces.gamma_share < 0 ? 0 : kPlaces.gamma_share]) {
    level_.setZero();
    growth_.setZero();
    for (Row& row : season_) row.setZero();
    if constexpr (kSeason == kNone) level_[kPlaces.level] = 1.0;
    if constexpr (kTrend != kNone) growth_[kPlaces.growth] = 1.0;
    if constexpr (kSeason != kNone) {
      for (int i = 0; i < kMonthsPerYear; ++i) season_[i][kPlaces.season + i] = 1.0;
    }
  }

  // False when the coming month cannot be expected. Afterwards expected() and slope() hold mu and its derivative.
  bool Expect() {
    expected_ = Recursion::Expect(state_, smoothing_.phi);
    if (!Recursion::IsUsable(state_, expected_)) return false;
    ExpectTrend();
    const double season = state_.season[state_.phase];
    if constexpr (kSeason == kNone) slope_ = trend_;
    if constexpr (kSeason == kAdditive) slope_ = trend_ + season_[state_.phase];
    if constexpr (kSeason == kMultiplicative) slope_ = season * trend_ + expected_.trend * season_[state_.phase];
    return true;
  }

  double expected() const { return expected_.value; }
  const Row& slope() const { return slope_; }

  // `value` is the month's, or NaN.
  void Advance(double value) {
    if (std::isnan(value)) {
      level_ = trend_;
      if constexpr (kTrend != kNone) growth_ = next_growth_;
      Recursion::Advance(smoothing_, expected_, 0.0, state_);
      return;
    }
    const double error = value - expected_.value;
    const double season = state_.season[state_.phase];
    Row surprise_slope;
    double surprise = error;
    if constexpr (kSeason == kMultiplicative) {
      surprise = error / season;
      surprise_slope = (-value / (season * season)) * season_[state_.phase] - trend_;
    } else {
      surprise_slope = -slope_;
    }
    AdvanceGrowth(surprise, surprise_slope);
    level_ = trend_ + smoothing_.alpha * surprise_slope;
    level_[kPlaces.alpha] += surprise;
    AdvanceSeason(value, error);
    Recursion::Advance(smoothing_, expected_, error, state_);
  }

 private:
  void ExpectTrend() {
    if constexpr (kTrend == kNone) trend_ = level_;
    if constexpr (kTrend == kAdditive) {
      next_growth_ = kDamped ? Row(smoothing_.phi * growth_) : growth_;
      if constexpr (kDamped) next_growth_[kPlaces.phi] += state_.growth;
      trend_ = level_ + next_growth_;
    }
    if constexpr (kTrend == kMultiplicative) {
      // d(b^phi) = phi b^(phi-1) db + b^phi log(b) dphi.
      next_growth_ = (smoothing_.phi * expected_.growth / state_.growth) * growth_;
      if constexpr (kDamped) next_growth_[kPlaces.phi] += expected_.growth * std::log(state_.growth);
      trend_ = expected_.growth * level_ + state_.level * next_growth_;
    }
  }

  void AdvanceGrowth(double surprise, const Row& surprise_slope) {
    if constexpr (kTrend != kNone) {
      const bool relative = kTrend == kMultiplicative;
      const double divisor = relative ? state_.level : 1.0;
      const double gain = surprise / divisor;
      growth_ = next_growth_ + (smoothing_.beta() / divisor) * surprise_slope;
      if (relative) growth_ -= (smoothing_.beta() * gain / divisor) * level_;
      growth_[kPlaces.alpha] += smoothing_.beta_share * gain;
      growth_[kPlaces.beta_share] += smoothing_.alpha * gain;
    }
  }

  // gamma = (1 - alpha) gamma_share.
  void AdvanceSeason(double value, double error) {
    if constexpr (kSeason != kNone) {
      Row& season = season_[state_.phase];
      double gain = error;
      if constexpr (kSeason == kAdditive) {
        season -= smoothing_.gamma * slope_;
      } else {
        gain = error / expected_.trend;
        season *= 1.0 - smoothing_.gamma;
        season -= (smoothing_.gamma * value / (expected_.trend * expected_.trend)) * trend_;
      }
      season[kPlaces.alpha] -= gamma_share_ * gain;
      season[kPlaces.gamma_share] += (1.0 - smoothing_.alpha) * gain;
    }
  }

  EtsSmoothing smoothing_;
  EtsState state_;
  double gamma_share_;
  EtsExpectation expected_;
  Row level_;
  Row growth_;
  std::array<Row, kMonthsPerYear> season_;
  Row trend_;        // Of q.
  Row next_growth_;  // Of phi b, or b^phi.
  Row slope_;        // Of mu.
};

template <EtsComponent kTrend, bool kDamped, EtsComponent kSeason, bool kRelative>
class NormalSums {
 public:
  using Recursion = Tangents<kTrend, kDamped, kSeason>;
  using Row = typename Recursion::Row;
  using Square = typename Recursion::Square;

  void Run(const SmallVector& x, const EtsParameters& parameters, const Vector& values, int num_known,
           NormalEquations& equations) {
    equations.value = kInfinity;
    Recursion recursion(x, parameters);
    squares_.setZero();
    gradient_.setZero();
    log_slope_.setZero();
    for (const double value : values) {
      if (!recursion.Expect()) return;
      if (!std::isnan(value) && !AddMonth(value, recursion)) return;
      recursion.Advance(value);
    }
    Finish(num_known, equations);
  }

 private:
  bool AddMonth(double value, const Recursion& recursion) {
    const double expected = recursion.expected();
    double residual = value - expected;
    Row slope;
    if constexpr (kRelative) {
      if (!IsPossible(expected)) return false;
      const double inverse = 1.0 / expected;
      residual /= expected;
      log_expected_.Add(expected);
      const Row log_slope = inverse * recursion.slope();
      log_slope_ += log_slope;
      slope = (-value * inverse) * log_slope;
    } else {
      slope = -recursion.slope();
    }
    sum_ += residual * residual;
    gradient_ += residual * slope;
    [&]<int... kColumns>(std::integer_sequence<int, kColumns...>) { (AddColumn<kColumns>(slope), ...); }
    (std::make_integer_sequence<int, Recursion::kSize>());
    return true;
  }

  // The lower triangle only, in pairs of rows. Of fixed size each, so that no column is a loop.
  template <int kColumn>
  void AddColumn(const Row& slope) {
    constexpr int kFirst = kColumn - kColumn % 2;
    constexpr int kRows = Recursion::kSize - kFirst;
    squares_.template block<kRows, 1>(kFirst, kColumn) += slope[kColumn] * slope.template segment<kRows>(kFirst);
  }

  void Finish(int num_known, NormalEquations& equations) {
    constexpr int kCount = Recursion::kPlaces.count;
    if (!std::isfinite(sum_)) return;
    equations.value = sum_;
    equations.gradient = gradient_.template head<kCount>();
    equations.hessian = squares_.template topLeftCorner<kCount, kCount>();
    if constexpr (kRelative) {
      ScaleErrors(log_expected_.Total() / num_known, log_slope_.template head<kCount>() / num_known, equations);
    }
  }

  Square squares_;
  Row gradient_;
  Row log_slope_;
  LogSum log_expected_;
  double sum_ = 0.0;
};

// |last| < |first| row by row of Jury's table: all roots of the polynomial inside the unit circle. `coefficients` from
// the highest power (1) down.
template <size_t kCount>
bool HasAllRootsInside(std::array<double, kCount> coefficients) {
  for (size_t degree = kCount - 1; degree > 0; --degree) {
    const double ratio = coefficients[degree] / coefficients[0];
    if (!(std::abs(ratio) < 1.0 + kOnCircle)) return false;
    std::array<double, kCount> reduced = coefficients;
    for (size_t i = 0; i < degree; ++i) reduced[i] -= ratio * coefficients[degree - i];
    coefficients = reduced;
    if (!(std::abs(coefficients[0]) > kOnCircle)) return true;  // On the circle itself: as good as inside.
  }
  return true;
}

}  // namespace

bool IsAdmissible(const EtsSpecification& specification, const EtsSmoothing& smoothing) {
  if (!specification.has_season()) return true;
  const double alpha = smoothing.alpha;
  const double phi = specification.damped ? smoothing.phi : 1.0;
  const double beta = specification.has_trend() ? phi * smoothing.beta() : 0.0;
  const double gamma = smoothing.gamma;
  // The reduced form's moving-average polynomial (1 - phi L)(1 - L^12) + (alpha L (1 - phi L) + phi beta L)(1 + L + ...
  // + L^11) + gamma L^12 (1 - phi L), with z = 1 / L; below, beta stands for phi beta:
  // z^13 + (alpha + beta - phi) z^12 + (alpha + beta - alpha phi) (z^11 + ... + z^2)
  //      + (alpha + beta - alpha phi + gamma - 1) z + phi (1 - alpha - gamma).
  std::array<double, kMonthsPerYear + 2> coefficients;
  coefficients.fill(alpha + beta - alpha * phi);
  coefficients[0] = 1.0;
  coefficients[1] = alpha + beta - phi;
  coefficients[kMonthsPerYear] = alpha + beta - alpha * phi + gamma - 1.0;
  coefficients[kMonthsPerYear + 1] = phi * (1.0 - alpha - gamma);
  return HasAllRootsInside(coefficients);
}

EtsLikelihood::EtsLikelihood(const EtsSpecification& specification, const Vector& values, double start_level)
    : specification_(specification), values_(values), start_level_(start_level) {
  num_known_ = static_cast<int>(values.size() - values.array().isNaN().count());
  num_unknowns_ = IndexesOf(specification).count;
}

SmallVector EtsLikelihood::lower() const {
  const Indexes indexes = IndexesOf(specification_);
  SmallVector lower = SmallVector::Constant(num_unknowns_, -kInfinity);
  lower[indexes.alpha] = kLeastAlpha;
  if (indexes.beta_share >= 0) lower[indexes.beta_share] = 0.0;
  if (indexes.gamma_share >= 0) lower[indexes.gamma_share] = 0.0;
  if (indexes.phi >= 0) lower[indexes.phi] = kLeastPhi;
  return lower;
}

SmallVector EtsLikelihood::upper() const {
  const Indexes indexes = IndexesOf(specification_);
  SmallVector upper = SmallVector::Constant(num_unknowns_, kInfinity);
  upper[indexes.alpha] = kMostAlpha;
  if (indexes.beta_share >= 0) upper[indexes.beta_share] = 1.0;
  if (indexes.gamma_share >= 0) upper[indexes.gamma_share] = 1.0;
  if (indexes.phi >= 0) upper[indexes.phi] = kMostPhi;
  return upper;
}

SmallVector EtsLikelihood::Pack(const EtsParameters& parameters) const {
  const Indexes indexes = IndexesOf(specification_);
  const EtsSmoothing& smoothing = parameters.smoothing;
  SmallVector x(num_unknowns_);
  x[indexes.alpha] = smoothing.alpha;
  if (indexes.beta_share >= 0) x[indexes.beta_share] = smoothing.beta_share;
  if (indexes.gamma_share >= 0) x[indexes.gamma_share] = smoothing.gamma / (1.0 - smoothing.alpha);
  if (indexes.phi >= 0) x[indexes.phi] = smoothing.phi;
  if (indexes.growth >= 0) x[indexes.growth] = parameters.initial.growth;
  if (indexes.level >= 0) x[indexes.level] = parameters.initial.level;
  for (int i = 0; indexes.season >= 0 && i < kMonthsPerYear; ++i) x[indexes.season + i] = parameters.initial.season[i];
  return x;
}

EtsParameters EtsLikelihood::Unpack(const SmallVector& x) const {
  const Indexes indexes = IndexesOf(specification_);
  EtsParameters parameters;
  EtsSmoothing& smoothing = parameters.smoothing;
  smoothing.alpha = x[indexes.alpha];
  if (indexes.beta_share >= 0) smoothing.beta_share = x[indexes.beta_share];
  if (indexes.gamma_share >= 0) smoothing.gamma = (1.0 - smoothing.alpha) * x[indexes.gamma_share];
  if (indexes.phi >= 0) smoothing.phi = x[indexes.phi];
  if (indexes.growth >= 0) parameters.initial.growth = x[indexes.growth];
  parameters.initial.level = indexes.level >= 0 ? x[indexes.level] : start_level_;
  for (int i = 0; indexes.season >= 0 && i < kMonthsPerYear; ++i) parameters.initial.season[i] = x[indexes.season + i];
  return parameters;
}

double EtsLikelihood::SumOfSquares(const SmallVector& x) const { return SumOfSquares(Unpack(x)).value; }

EtsLikelihood::ValueAndState EtsLikelihood::SumOfSquares(const EtsParameters& parameters) const {
  ValueAndState found{kInfinity, parameters.initial};
  if (!IsAdmissible(specification_, parameters.smoothing)) return found;
  found.value = DispatchEts(specification_, [&]<EtsComponent kTrend, EtsComponent kSeason>() {
    return specification_.error == kMultiplicative
               ? SumSquaredErrors<kTrend, kSeason, true>(parameters, values_, num_known_, found.final_state)
               : SumSquaredErrors<kTrend, kSeason, false>(parameters, values_, num_known_, found.final_state);
  });
  return found;
}

double EtsLikelihood::Value(const SmallVector& x) const { return ValueWithState(x).value; }

EtsLikelihood::ValueAndState EtsLikelihood::ValueWithState(const SmallVector& x) const {
  ValueAndState found = SumOfSquares(Unpack(x));
  found.value *= std::exp(PriorAt(specification_, x).penalty / num_known_);
  return found;
}

void EtsLikelihood::Linearize(const SmallVector& x, NormalEquations& equations) const {
  LinearizeErrors(x, equations);
  if (std::isfinite(equations.value)) AddPrior(PriorAt(specification_, x), num_known_, equations);
}

void EtsLikelihood::LinearizeErrors(const SmallVector& x, NormalEquations& equations) const {
  const EtsParameters parameters = Unpack(x);
  const bool relative = specification_.error == kMultiplicative;
  const auto run = [&](auto sums) { sums.Run(x, parameters, values_, num_known_, equations); };
  DispatchEts(specification_, [&]<EtsComponent kTrend, EtsComponent kSeason>() {
    if constexpr (kTrend != kNone) {
      if (specification_.damped && relative) return run(NormalSums<kTrend, true, kSeason, true>());
      if (specification_.damped) return run(NormalSums<kTrend, true, kSeason, false>());
    }
    if (relative) return run(NormalSums<kTrend, false, kSeason, true>());
    return run(NormalSums<kTrend, false, kSeason, false>());
  });
}

double EtsLikelihood::LogLikelihood(double sum_of_squares, double scale) const {
  const double n = num_known_;
  const double variance = std::max(sum_of_squares / n, kRounding * kRounding);
  return -0.5 * n * (std::log(2.0 * kPi * variance) + 1.0) - n * std::log(scale);
}

double EtsLikelihood::Aicc(double value) const {
  const double n = num_known_;
  const double k = specification_.num_parameters();
  if (n - k - 1.0 <= 0.0) return kInfinity;
  return -2.0 * LogLikelihood(value, 1.0) + 2.0 * k + 2.0 * k * (k + 1.0) / (n - k - 1.0);
}

EtsPass RunEts(const EtsSpecification& specification, const EtsParameters& parameters, const Vector& values) {
  EtsPass pass{Vector(values.size()), parameters.initial};
  DispatchEts(specification, [&]<EtsComponent kTrend, EtsComponent kSeason>() {
    using Recursion = EtsRecursion<kTrend, kSeason>;
    for (Eigen::Index t = 0; t < values.size(); ++t) {
      const EtsExpectation expected = Recursion::Expect(pass.final_state, parameters.smoothing.phi);
      pass.expected[t] = expected.value;
      const double error = std::isnan(values[t]) ? 0.0 : values[t] - expected.value;
      Recursion::Advance(parameters.smoothing, expected, error, pass.final_state);
    }
  });
  return pass;
}

}  // namespace prognos::models
