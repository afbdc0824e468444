#include "forecast/models/regression/lagged_refund.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "forecast/base/status_macros.h"

namespace prognos::models {
namespace {

// Longest lags, the shortest first.
constexpr std::array<int, 4> kRefundLags = {3, 6, 9, 12};
// Months for each weight; fewer, and the longer lag is not taken.
constexpr int kMonthsForWeight = 3;
// Enough that neighbours are alike where the costs do not tell them apart, and little enough that the share stays what
// it is: chosen by left-out months, a penalty of up to 1 took a fiftieth of the share and half of the errors' coverage.
constexpr double kRefundPenalty = 0.003;
// No month is expected to err by less than this part of the mean one, where errors are in proportion.
constexpr double kLeastScale = 0.2;
// Two to six months after the claim, most after four.
const Vector& PriorLags() {
  static const Vector* const kPriorLags =
      new Vector((Vector(7) << 0.0, 0.0, 1.0 / 9.0, 2.0 / 9.0, 3.0 / 9.0, 2.0 / 9.0, 1.0 / 9.0).finished());
  return *kPriorLags;
}
constexpr double kPriorShareDeviation = 0.15;
// How far refunds err without any history, in parts of what is expected.
constexpr double kPriorNoise = 0.25;
constexpr int kRefundBlockMonths = 6;

struct RefundFit {
  DistributedLagFit fit;
  bool in_proportion = false;
  double least_scale = 0.0;
};

int CountUsable(const MonthlySeries& refunds, const MonthlySeries& claimed, int most_lag) {
  int count = 0;
  for (Month month = refunds.first; month < refunds.end(); month = month + 1) {
    bool known = !std::isnan(refunds.At(month));
    for (int lag = 0; lag <= most_lag && known; ++lag) known = !std::isnan(claimed.At(month - lag));
    count += known;
  }
  return count;
}

// Size of the errors of each month when they are in proportion to what `fit` expects; what it does not reach errs as
// the mean.
Vector ScalesOf(const DistributedLagFit& fit, const MonthlySeries& refunds, const MonthlySeries& claimed,
                double& least_scale) {
  MonthlySeries expected = fit.Predict(claimed, refunds.first, refunds.size());
  const double mean = expected.Mean();
  least_scale = kLeastScale * mean;
  Vector scales = expected.values;
  for (double& scale : scales) scale = std::isnan(scale) ? mean : std::max(scale, least_scale);
  return scales;
}

// The longest lag that is supported by the history; none where even the shortest is not.
std::optional<int> LongestLag(const MonthlySeries& refunds, const MonthlySeries& claimed) {
  std::optional<int> longest;
  for (const int lag : kRefundLags) {
    if (CountUsable(refunds, claimed, lag) < std::max(kLeastRefundMonths, kMonthsForWeight * (lag + 1))) break;
    longest = lag;
  }
  return longest;
}

absl::StatusOr<RefundFit> FitInProportion(const MonthlySeries& refunds, const MonthlySeries& claimed, int longest,
                                          const LaggedRefundOptions& options) {
  DistributedLagOptions lag_options;
  lag_options.most_lag = longest;
  lag_options.penalty = kRefundPenalty;
  lag_options.block_months = 1;
  lag_options.bootstrap_samples = options.bootstrap_samples;
  lag_options.seed = options.seed;
  RefundFit result;
  PROGNOS_ASSIGN_OR_RETURN(result.fit, FitDistributedLag(refunds, claimed, lag_options));
  if (result.fit.total <= 0.0) return result;
  lag_options.scales = ScalesOf(result.fit, refunds, claimed, result.least_scale);
  result.in_proportion = true;
  PROGNOS_ASSIGN_OR_RETURN(result.fit, FitDistributedLag(refunds, claimed, lag_options));
  return result;
}

// `weights` a month later (earlier for -1); what falls off stays at the end.
Vector Shifted(const Vector& weights, int months) {
  Vector shifted = Vector::Zero(weights.size());
  for (int lag = 0; lag < weights.size(); ++lag) {
    shifted[std::clamp<int>(lag + months, 0, static_cast<int>(weights.size()) - 1)] += weights[lag];
  }
  return shifted;
}

DistributedLagFit PriorFit(const LaggedRefundOptions& options) {
  DistributedLagFit fit;
  fit.weights = PriorLags();
  fit.total = 1.0;
  fit.total_error = kPriorShareDeviation;
  fit.mean_lag = 4.0;
  fit.mean_lag_error = 1.0;
  fit.sigma = kPriorNoise;
  RandomGenerator generator(options.seed);
  fit.samples = Matrix(fit.weights.size(), options.bootstrap_samples);
  for (Eigen::Index sample = 0; sample < fit.samples.cols(); ++sample) {
    const double share = std::max(0.0, 1.0 + kPriorShareDeviation * generator.Normal());
    fit.samples.col(sample) = share * Shifted(fit.weights, generator.Index(3) - 1);
  }
  fit.standard_errors = Vector::Zero(fit.weights.size());
  // As many as a block needs, of the size that is told.
  fit.residuals = Vector(4 * kRefundBlockMonths);
  for (double& residual : fit.residuals) residual = kPriorNoise * generator.Normal();
  return fit;
}

// 0 where nothing is known.
double ValueOrZero(const MonthlySeries& series, Month month) {
  const double value = series.At(month);
  return std::isnan(value) ? 0.0 : value;
}

double Weighted(const Vector& weights, const MonthlySeries& claimed, Month month) {
  double sum = 0.0;
  for (int lag = 0; lag < weights.size(); ++lag) sum += weights[lag] * ValueOrZero(claimed, month - lag);
  return sum;
}

// Of earned months before `end`, what `weights` pay in `from` and later.
double LeftOf(const Vector& weights, const MonthlySeries& earned, const RefundTerms& terms, Month end, Month from) {
  double left = 0.0;
  // Claimed at most a year late, so nothing older than this is left.
  const Month oldest = std::max(earned.first, from - (static_cast<int>(weights.size()) + kMonthsPerYear));
  for (Month month = oldest; month < earned.end() && month < end; month = month + 1) {
    const int least_lag = std::max(0, from - ClaimMonthOf(month, terms));
    if (least_lag >= weights.size()) continue;
    left += ValueOrZero(earned, month) * weights.tail(weights.size() - least_lag).sum();
  }
  return left;
}

MonthlySeries WithFuture(const MonthlySeries& known, const Vector& future) {
  MonthlySeries whole{known.first, Vector(known.size() + future.size())};
  whole.values << known.values, future;
  return whole;
}

// Errors of `count` months, drawn from `residuals` in blocks of consecutive ones.
Vector DrawBlocks(const Vector& residuals, int count, RandomGenerator& generator) {
  Vector drawn(count);
  const int size = static_cast<int>(residuals.size());
  const int block = std::min(kRefundBlockMonths, size);
  for (int begin = 0; begin < count; begin += block) {
    const int taken = std::min(block, count - begin);
    drawn.segment(begin, taken) = residuals.segment(generator.Index(size - block + 1), taken);
  }
  return drawn;
}

}  // namespace

absl::StatusOr<LaggedRefund> LaggedRefund::Fit(const MonthlySeries& refunds, const MonthlySeries& driver,
                                               const RefundTerms& terms, const LaggedRefundOptions& options) {
  PROGNOS_RETURN_IF_ERROR(terms.Validate());
  LaggedRefund model;
  model.terms_ = terms;
  const MonthlySeries claimed = Claimed(Earned(driver, terms), terms);
  const std::optional<int> longest = LongestLag(refunds, claimed);
  if (longest.has_value()) {
    PROGNOS_ASSIGN_OR_RETURN(RefundFit best, FitInProportion(refunds, claimed, *longest, options));
    model.fit_ = std::move(best.fit);
    model.in_proportion_ = best.in_proportion;
    model.least_scale_ = best.least_scale;
    return model;
  }
  if (terms.rates.empty()) {
    return absl::FailedPreconditionError(absl::StrCat(
        "refunds need at least ", kLeastRefundMonths, " months with the ", kRefundLags.front() + 1,
        " months of their driver known, or a rate; there are ", CountUsable(refunds, claimed, kRefundLags.front())));
  }
  model.fit_ = PriorFit(options);
  model.is_prior_ = model.in_proportion_ = true;
  return model;
}

double LaggedRefund::ScaleOf(double expected) const { return in_proportion_ ? std::max(expected, least_scale_) : 1.0; }

Vector LaggedRefund::Mean(const MonthlySeries& driver, Month first, int count) const {
  const MonthlySeries claimed = Claimed(Earned(driver, terms_), terms_);
  Vector mean(count);
  for (int at = 0; at < count; ++at) mean[at] = Weighted(fit_.weights, claimed, first + at);
  return mean;
}

Matrix LaggedRefund::Paths(const MonthlySeries& known, const Matrix& future, Month first, int count,
                           RandomGenerator& generator) const {
  const double freedom =
      std::max(1.0, static_cast<double>(fit_.residuals.size() - (fit_.weights.array() > 0.0).count()));
  Vector residuals = fit_.residuals * std::sqrt(static_cast<double>(fit_.residuals.size()) / freedom);
  residuals.array() -= residuals.mean();
  Matrix paths(count, future.cols());
  for (Eigen::Index path = 0; path < paths.cols(); ++path) {
    const MonthlySeries claimed = Claimed(Earned(WithFuture(known, future.col(path)), terms_), terms_);
    const Vector weights = fit_.samples.col(path % fit_.samples.cols());
    const Vector errors = DrawBlocks(residuals, count, generator);
    for (int at = 0; at < count; ++at) {
      const double expected = Weighted(weights, claimed, first + at);
      paths(at, path) = expected + ScaleOf(expected) * errors[at];
    }
  }
  return paths;
}

double LaggedRefund::Outstanding(const MonthlySeries& driver, Month last) const {
  return LeftOf(fit_.weights, Earned(driver, terms_), terms_, last + 1, last + 1);
}

Vector LaggedRefund::OutstandingPaths(const MonthlySeries& known, const Matrix& future, Month last) const {
  Vector left(future.cols());
  for (Eigen::Index path = 0; path < left.size(); ++path) {
    left[path] = LeftOf(fit_.samples.col(path % fit_.samples.cols()),
                        Earned(WithFuture(known, future.col(path)), terms_), terms_, last + 1, last + 1);
  }
  return left;
}

RefundYear LaggedRefund::YearOf(const MonthlySeries& booked, const MonthlySeries& driver) const {
  const MonthlySeries earned = Earned(driver, terms_);
  const MonthlySeries claimed = Claimed(earned, terms_);
  RefundYear year;
  year.booked = booked.values;
  year.outstanding_before = Outstanding(driver, booked.first - 1);
  year.outstanding = year.earned = Vector(booked.size());
  double before = year.outstanding_before;
  for (int at = 0; at < booked.size(); ++at) {
    const Month month = booked.first + at;
    year.outstanding[at] = Outstanding(driver, month);
    year.earned[at] = booked.values[at] + year.outstanding[at] - before;
    before = year.outstanding[at];
    const double expected = Weighted(fit_.weights, claimed, month);
    if (expected <= 0.0) continue;
    const double of_earlier = LeftOf(fit_.weights, earned, terms_, booked.first, month) -
                              LeftOf(fit_.weights, earned, terms_, booked.first, month + 1);
    year.of_earlier_months += booked.values[at] * of_earlier / expected;
  }
  return year;
}

double LaggedRefund::RefundedPerUnit(Month month) const {
  const MonthlySeries one{month, Vector::Ones(1)};
  return fit_.total * Earned(one, terms_).values[0];
}

}  // namespace prognos::models
