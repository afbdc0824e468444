#include "forecast/models/regression/seasonal_search.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "forecast/models/numerics/ridge.h"

namespace prognos::models {
namespace {

// Negative for bookings that are made up for the month after. Finer towards 1, where forecasts differ most.
constexpr std::array<double, 9> kPhis = {-0.3, 0.0, 0.2, 0.4, 0.6, 0.75, 0.87, 0.95, 0.99};
constexpr size_t kMiddlePhi = 4;
// With a moving average: phi, and phi + theta, the share of an error that is left a month later.
constexpr std::array<double, 4> kLastingPhis = {0.6, 0.75, 0.87, 0.95};
constexpr size_t kMiddleLastingPhi = 2;
constexpr std::array<double, 5> kCarriedShares = {0.05, 0.1, 0.2, 0.35, 0.5};
constexpr size_t kMiddleCarriedShare = 2;
// Of theta, on the scale of the criterion (Akaike 1974): an autoregression that does as well is kept.
constexpr double kParameterPrice = 2.0;
// From "no season" to "hardly shrunk".
constexpr std::array<double, 7> kSeasonPenalties = {
    std::numeric_limits<double>::infinity(), 8.0, 3.0, 1.0, 0.35, 0.1, 0.01};
// A mean squared error this small against the variance of the series is rounding: the fit is exact.
constexpr double kExactFit = 1e-24;

class Search {
 public:
  Search(const SeasonalDesign& design, const std::vector<SeasonalTarget>& targets, const SeasonalSearchOptions& options)
      : design_(design),
        targets_(targets),
        options_(options),
        free_(design.Free(design.months())),
        season_(options.season ? design.Season(design.months()) : Matrix(free_.rows(), 0)),
        trends_(free_.rows(), options.trend ? static_cast<Eigen::Index>(kTrendDampings.size()) : 0) {
    for (Eigen::Index at = 0; at < trends_.cols(); ++at) {
      trends_.col(at) = design.Trend(design.months(), kTrendDampings[static_cast<size_t>(at)]);
    }
  }

  SeasonalChoice Run() {
    WalkDownhill(kPhis.size(), kMiddlePhi, [this](size_t at) { return TryErrors({.phi = kPhis[at]}); });
    if (!options_.moving_average) return best_;
    const SeasonalChoice autoregressive = std::exchange(best_, SeasonalChoice());
    SearchMovingAverage();
    return best_.criterion < autoregressive.criterion ? best_ : autoregressive;
  }

 private:
  // Walks a grid downhill from `start`, where `is_best` tries a point: the criterion has one valley, but for noise.
  template <typename IsBest>
  static void WalkDownhill(size_t size, size_t start, IsBest is_best) {
    is_best(start);
    size_t at = start + 1;
    while (at < size && is_best(at)) ++at;
    if (at > start + 1) return;  // Upwards was better; downwards is uphill.
    at = start;
    while (at > 0 && is_best(at - 1)) --at;
  }

  // One coordinate after the other: phi + theta, then phi. They say different things, so that once is enough.
  void SearchMovingAverage() {
    const auto is_best = [this](double phi, double share) { return TryErrors({.phi = phi, .theta = share - phi}); };
    const double phi = kLastingPhis[kMiddleLastingPhi];
    WalkDownhill(kCarriedShares.size(), kMiddleCarriedShare,
                 [&](size_t at) { return is_best(phi, kCarriedShares[at]); });
    const double share = best_.errors.phi + best_.errors.theta;
    WalkDownhill(kLastingPhis.size(), kMiddleLastingPhi, [&](size_t at) { return is_best(kLastingPhis[at], share); });
  }

  // Tries every candidate with these errors. True when one of them is the best so far.
  bool TryErrors(const ErrorProcess& errors) {
    const double before = best_.criterion;
    candidate_ = SeasonalChoice();
    candidate_.errors = errors;
    const ErrorFilter filter(errors, design_.months(), options_.discount);
    total_weight_ = filter.row_weights().sum();
    const RidgeDecomposition ridge(filter.Apply(free_), design_.free_penalties(), filter.Apply(season_));
    log_determinant_ = filter.LogDeterminant();
    // A lasting error with a moving average follows the level itself; see seasonal_regression.h.
    white_trends_ = errors.theta == 0.0 ? filter.Apply(trends_) : Matrix(free_.rows(), 0);
    price_ = errors.theta == 0.0 ? 0.0 : kParameterPrice;
    white_targets_.clear();
    for (const SeasonalTarget& target : targets_) white_targets_.push_back(filter.Apply(target.values));
    const double typical = ridge.TypicalEigenvalue();
    TryPenalty(ridge, std::numeric_limits<double>::infinity(), kSeasonPenalties[0]);
    for (size_t penalty = 1; penalty < kSeasonPenalties.size() && typical > 0.0; ++penalty) {
      TryPenalty(ridge, kSeasonPenalties[penalty] * typical, kSeasonPenalties[penalty]);
    }
    return best_.criterion < before;
  }

  void TryPenalty(const RidgeDecomposition& ridge, double lambda, double multiple) {
    candidate_.season_penalty = multiple;
    LinearFit fit;
    fit.leverages = ridge.Leverages(lambda);
    std::vector<Vector> trend_residuals;
    for (Eigen::Index at = 0; at < white_trends_.cols(); ++at) {
      trend_residuals.push_back(ridge.Residuals(white_trends_.col(at), lambda));
    }
    for (size_t target = 0; target < targets_.size(); ++target) {
      fit.residuals = ridge.Residuals(white_targets_[target], lambda);
      TryTrends(fit, trend_residuals, targets_[target]);
    }
  }

  void TryTrends(const LinearFit& fit, const std::vector<Vector>& trend_residuals, const SeasonalTarget& target) {
    Consider(fit, target, 0.0);
    for (size_t at = 0; at < trend_residuals.size(); ++at) {
      const Vector trend = white_trends_.col(static_cast<Eigen::Index>(at));
      Consider(WithColumn(fit, trend, trend_residuals[at], kTrendShare), target, kTrendDampings[at]);
    }
  }

  void Consider(const LinearFit& fit, const SeasonalTarget& target, double damping) {
    const double variance = std::max(fit.LeaveOneOutSum() / total_weight_, kExactFit) * target.spread * target.spread;
    const double criterion = total_weight_ * std::log(variance) + log_determinant_ + target.jacobian + price_;
    if (!(criterion < best_.criterion)) return;
    best_ = candidate_;
    best_.logarithmic = target.logarithmic;
    best_.trend_damping = damping;
    best_.criterion = criterion;
  }

  const SeasonalDesign& design_;
  const std::vector<SeasonalTarget>& targets_;
  const SeasonalSearchOptions options_;
  const Matrix free_;
  const Matrix season_;
  Matrix trends_;
  // Of the phi and penalty that are being tried.
  SeasonalChoice candidate_;
  double log_determinant_ = 0.0;
  double total_weight_ = 0.0;
  double price_ = 0.0;
  Matrix white_trends_;
  std::vector<Vector> white_targets_;
  SeasonalChoice best_;
};

}  // namespace

SeasonalTarget MakeSeasonalTarget(const Vector& known, const Vector& row_weights, bool logarithmic) {
  SeasonalTarget target;
  target.logarithmic = logarithmic;
  const Vector scaled = logarithmic ? Vector(known.array().log()) : known;
  if (logarithmic) target.jacobian = 2.0 * row_weights.dot(scaled);
  target.center = scaled.mean();
  const double spread = std::sqrt((scaled.array() - target.center).square().mean());
  if (spread > 0.0) target.spread = spread;
  target.values = (scaled.array() - target.center) / target.spread;
  return target;
}

SeasonalChoice SearchSeasonal(const SeasonalDesign& design, const std::vector<SeasonalTarget>& targets,
                              const SeasonalSearchOptions& options) {
  return Search(design, targets, options).Run();
}

}  // namespace prognos::models
