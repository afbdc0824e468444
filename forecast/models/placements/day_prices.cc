#include "forecast/models/placements/day_prices.h"

#include <algorithm>
#include <cmath>

namespace prognos::models {
namespace {

constexpr double kUsualGrowthSpread = 0.03;   // A year: what prices are believed to change by beforehand.
constexpr double kMostGrowth = 0.15;          // A year, up or down.
constexpr double kUsualPriceVariance = 0.09;  // Of log price, and how many stays that belief counts as.
constexpr double kPriceVarianceStays = 5.0;
constexpr double kUsualLevelVariance = 0.16;  // Of the levels of series, and how many series that counts as.
constexpr double kLevelVarianceSeries = 4.0;

// log price against years since today, of the stays of one series.
struct PriceCloud {
  Vector years;
  Vector logs;

  double size() const { return static_cast<double>(logs.size()); }
};

PriceCloud CloudOf(const std::vector<Placement>& stays, double today) {
  std::vector<double> years, logs;
  for (const Placement& stay : stays) {
    if (!(stay.price_per_day > 0.0)) continue;
    years.push_back((stay.start - today) / kMonthsPerYear);
    logs.push_back(std::log(stay.price_per_day));
  }
  const auto size = static_cast<Eigen::Index>(logs.size());
  return {Eigen::Map<Vector>(years.data(), size), Eigen::Map<Vector>(logs.data(), size)};
}

// Least squares within series, shrunk by the prior.
double GrowthOf(const std::vector<PriceCloud>& clouds) {
  double squares = kUsualPriceVariance / (kUsualGrowthSpread * kUsualGrowthSpread);
  double products = 0.0;
  for (const PriceCloud& cloud : clouds) {
    if (cloud.logs.size() < 2) continue;
    const Vector centred = cloud.years.array() - cloud.years.mean();
    squares += centred.squaredNorm();
    products += centred.dot(cloud.logs);
  }
  return std::clamp(products / squares, -kMostGrowth, kMostGrowth);
}

double VarianceWithin(const std::vector<PriceCloud>& clouds) {
  double squares = kPriceVarianceStays * kUsualPriceVariance;
  double freedom = kPriceVarianceStays;
  for (const PriceCloud& cloud : clouds) {
    if (cloud.logs.size() < 2) continue;
    squares += (cloud.logs.array() - cloud.logs.mean()).square().sum();
    freedom += cloud.size() - 1.0;
  }
  return squares / freedom;
}

// The level of a pool, and how much those of its series vary around it.
struct PoolLevel {
  double mean = 0.0;
  double variance = kUsualLevelVariance;
};

PoolLevel PoolLevelOf(const std::vector<PriceCloud>& clouds, double within) {
  PoolLevel pool;
  double series = 0.0;
  for (const PriceCloud& cloud : clouds) {
    if (cloud.logs.size() == 0) continue;
    pool.mean += cloud.logs.mean();
    series += 1.0;
  }
  if (series == 0.0) return pool;
  pool.mean /= series;
  double sum = kLevelVarianceSeries * kUsualLevelVariance;
  for (const PriceCloud& cloud : clouds) {
    if (cloud.logs.size() == 0) continue;
    sum += std::pow(cloud.logs.mean() - pool.mean, 2.0) - within / cloud.size();
  }
  pool.variance = std::max(sum / (kLevelVarianceSeries + series), 0.01 * kUsualLevelVariance);
  return pool;
}

}  // namespace

double DayPrices::MeanAt(size_t series, double months_ahead) const {
  return means[series] * std::exp(growth * months_ahead / kMonthsPerYear);
}

DayPrices FitDayPrices(const std::vector<std::vector<Placement>>& series, double today) {
  std::vector<PriceCloud> clouds;
  bool has_any = false;
  for (const std::vector<Placement>& stays : series) {
    clouds.push_back(CloudOf(stays, today));
    has_any = has_any || clouds.back().logs.size() > 0;
  }
  DayPrices prices;
  prices.growth = GrowthOf(clouds);
  for (PriceCloud& cloud : clouds) cloud.logs -= prices.growth * cloud.years;  // At today's level.
  const double within = VarianceWithin(clouds);
  prices.relative_variance = std::expm1(within);  // Of a lognormal.
  const PoolLevel pool = PoolLevelOf(clouds, within);
  for (const PriceCloud& cloud : clouds) {
    const double own = cloud.size() / (cloud.size() + within / pool.variance);
    const double level = pool.mean + (cloud.logs.size() == 0 ? 0.0 : own * (cloud.logs.mean() - pool.mean));
    prices.means.push_back(has_any ? std::exp(level + within / 2.0) : 0.0);
    prices.errors.push_back(std::sqrt((1.0 - own) * pool.variance));
  }
  return prices;
}

}  // namespace prognos::models
