#include "benchmarks/refund_flow.h"

#include <cmath>
#include <utility>

#include "absl/strings/str_cat.h"

namespace prognos::benchmarks {
namespace {

constexpr int kLeastRefundLag = 2;
constexpr int kMostRefundLag = 6;

// One series while it is made: what the limit knows.
struct RefundParameters {
  double rate = 0.0;
  Vector weights;  // Of the lags kLeastRefundLag ... kMostRefundLag.
};

RefundParameters DrawRefundParameters(RandomGenerator& generator) {
  RefundParameters parameters;
  parameters.rate = UniformIn(900.0, 1900.0, generator);
  parameters.weights = Vector(kMostRefundLag - kLeastRefundLag + 1);
  for (double& weight : parameters.weights) weight = generator.Uniform();
  parameters.weights /= parameters.weights.sum();
  return parameters;
}

// The refund of month `at` of days that begin kMostRefundLag months before month 0, without noise.
double RefundOf(const RefundParameters& parameters, const Vector& days, int at) {
  double sum = 0.0;
  for (int lag = kLeastRefundLag; lag <= kMostRefundLag; ++lag) {
    sum += parameters.weights[lag - kLeastRefundLag] * days[kMostRefundLag + at - lag];
  }
  return parameters.rate * sum;
}

double RefundLimitAt(const RefundProcess& process, const RefundParameters& parameters, const Vector& days,
                     const Vector& refunds, int known) {
  const int origin = kFlowMonths - kMonthsPerYear + known;
  Vector expected = days;
  for (int at = origin; at < kFlowMonths; ++at) {
    expected[kMostRefundLag + at] = expected[kMostRefundLag + at - 1] * std::exp(process.drift * process.drift / 2.0);
  }
  double total = refunds.segment(kFlowMonths - kMonthsPerYear, known).sum();
  for (int at = origin; at < kFlowMonths; ++at) {
    total += std::exp(process.noise * process.noise / 2.0) * RefundOf(parameters, expected, at);
  }
  return total;
}

FlowSeries MakeRefunds(const RefundProcess& process, int number) {
  RandomGenerator generator(RandomGenerator::DeriveSeed(process.seed, absl::StrCat("refund series ", number)));
  const RefundParameters parameters = DrawRefundParameters(generator);
  Vector days(kMostRefundLag + kFlowMonths);
  days[0] = std::exp(UniformIn(std::log(200.0), std::log(4000.0), generator));
  for (Eigen::Index at = 1; at < days.size(); ++at) {
    days[at] = days[at - 1] * std::exp(process.drift * generator.Normal());
  }
  Vector refunds(kFlowMonths);
  for (int at = 0; at < kFlowMonths; ++at) {
    refunds[at] = RefundOf(parameters, days, at) * std::exp(process.noise * generator.Normal());
  }
  const Month first = Month::January(kFlowYear - kFlowHistoryYears);
  FlowSeries series;
  series.limit = Vector::Zero(kMonthsPerYear);
  for (int known = 1; known < kMonthsPerYear; ++known) {
    series.limit[known] = RefundLimitAt(process, parameters, days, refunds, known);
  }
  series.money = {first, std::move(refunds)};
  series.driver = {first, Vector(days.tail(kFlowMonths))};
  return series;
}

}  // namespace

std::vector<FlowSeries> GenerateRefunds(const RefundProcess& process) {
  std::vector<FlowSeries> all;
  for (int number = 0; number < process.count; ++number) all.push_back(MakeRefunds(process, number));
  return all;
}

}  // namespace prognos::benchmarks
