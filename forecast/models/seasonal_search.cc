#include "forecast/models/seasonal_search.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "forecast/models/autoregression.h"
#include "forecast/models/ridge.h"

namespace prognos::models {
namespace {

// Negative for bookings that are made up for the month after. Finer towards 1, where forecasts differ most.
constexpr std::array<double, 9> kPhis = {-0.3, 0.0, 0.2, 0.4, 0.6, 0.75, 0.87, 0.95, 0.99};
constexpr int kMiddlePhi = 4;
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

  // Walks the grid of phi downhill from its middle: the criterion has one valley, but for noise.
  SeasonalChoice Run() {
    const int size = static_cast<int>(kPhis.size());
    TryPhi(kMiddlePhi);
    int at = kMiddlePhi + 1;
    while (at < size && TryPhi(at)) ++at;
    if (at > kMiddlePhi + 1) return best_;  // Upwards was better; downwards is uphill.
    at = kMiddlePhi - 1;
    while (at >= 0 && TryPhi(at)) --at;
    return best_;
  }

 private:
  // Tries every candidate with this phi. True when one of them is the best so far.
  bool TryPhi(int at) {
    const double before = best_.criterion;
    candidate_ = SeasonalChoice();
    candidate_.phi = kPhis[static_cast<size_t>(at)];
    const AutoregressiveWhitening whitening(candidate_.phi, design_.months(), options_.discount);
    total_weight_ = whitening.row_weights().sum();
    const RidgeDecomposition ridge(whitening.Apply(free_), design_.free_penalties(), whitening.Apply(season_));
    log_determinant_ = whitening.LogDeterminant();
    white_trends_ = whitening.Apply(trends_);
    white_targets_.clear();
    for (const SeasonalTarget& target : targets_) white_targets_.push_back(whitening.Apply(target.values));
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
    const double criterion = total_weight_ * std::log(variance) + log_determinant_ + target.jacobian;
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
