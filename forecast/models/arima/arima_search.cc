#include "forecast/models/arima/arima_search.h"

#include <Eigen/QR>
#include <algorithm>
#include <array>
#include <vector>

#include "forecast/models/arima/unit_root.h"
#include "forecast/series/monthly_series.h"

namespace prognos::models {
namespace {

constexpr double kLeastRoot = 1.01;
// What a new autoregressive and a new moving average parameter begin with: different, since they are interchangeable
// at zero.
constexpr double kFirstAr = 0.1;
constexpr double kFirstMa = -0.1;
// Rows that a model must have left, after differencing.
constexpr int kLeastRows = 3;

Vector WithoutRegressors(const ArimaHistory& history) {
  if (history.regressors.cols() == 0) return history.filled;
  Matrix design(history.filled.size(), 1 + history.regressors.cols());
  design << Vector::Ones(history.filled.size()), history.regressors;
  return history.filled - design * design.colPivHouseholderQr().solve(history.filled);
}

bool RootsAreSafe(const ArimaEstimate& estimate) {
  const ArmaCoefficients coefficients = ExpandPolynomials(estimate.order, estimate.partial);
  return RootsLieOutside(coefficients.ar, kLeastRoot) && RootsLieOutside(-coefficients.ma, kLeastRoot);
}

// Steps in (p, q, P, Q), in the order in which they are tried.
using Step = std::array<int, 4>;
constexpr std::array<Step, 16> kSteps = {{{0, 0, -1, 0},
                                          {0, 0, 0, -1},
                                          {0, 0, 1, 0},
                                          {0, 0, 0, 1},
                                          {0, 0, -1, -1},
                                          {0, 0, -1, 1},
                                          {0, 0, 1, -1},
                                          {0, 0, 1, 1},
                                          {-1, 0, 0, 0},
                                          {0, -1, 0, 0},
                                          {1, 0, 0, 0},
                                          {0, 1, 0, 0},
                                          {-1, -1, 0, 0},
                                          {-1, 1, 0, 0},
                                          {1, -1, 0, 0},
                                          {1, 1, 0, 0}}};

class Search {
 public:
  Search(const ArimaHistory& history, const ArimaOrder& differences, const ArimaLimits& limits)
      : columns_(history, differences), differences_(differences), limits_(limits) {
    const int known = static_cast<int>(history.filled.size() - history.missing.size());
    limits_.most_p = std::min(limits.most_p, known / 3);
    limits_.most_seasonal_p = std::min(limits.most_seasonal_p, known / 3 / kMonthsPerYear);
    best_.aicc = kInfinity;
  }

  ArimaSearchResult Run() {
    TryFirst();
    while (candidates_ < limits_.most_candidates && Improve()) {
    }
    return {best_, candidates_};
  }

 private:
  ArimaOrder Order(int p, int q, int seasonal_p, int seasonal_q, bool constant) const {
    ArimaOrder order = differences_;
    order.p = std::min(p, limits_.most_p);
    order.q = std::min(q, limits_.most_p);
    order.seasonal_p = std::min(seasonal_p, limits_.most_seasonal_p);
    order.seasonal_q = std::min(seasonal_q, limits_.most_seasonal_p);
    order.constant = constant;
    return order;
  }

  bool HasDifference() const { return differences_.num_lost() > 0; }

  void TryFirst() {
    const bool constant = differences_.constant;
    // The least model is the answer where nothing else can be judged.
    best_ = Estimate(Order(0, 0, 0, 0, constant));
    tried_.push_back(best_.order);
    if (constant && HasDifference()) Try(Order(0, 0, 0, 0, false));
    Try(Order(1, 0, 1, 0, constant));
    Try(Order(0, 1, 0, 1, constant));
    Try(Order(2, 2, 1, 1, constant));
  }

  ArimaEstimate Estimate(const ArimaOrder& order) {
    ++candidates_;
    ArimaEstimate estimate =
        EstimateArima(order, columns_, StartParameters(order, CarryOver(best_.order, best_.partial, order)));
    if (!RootsAreSafe(estimate)) estimate.aicc = kInfinity;
    return estimate;
  }

  // True when `order` was new and became the best.
  bool Try(const ArimaOrder& order) {
    if (candidates_ >= limits_.most_candidates || std::ranges::find(tried_, order) != tried_.end()) return false;
    tried_.push_back(order);
    const ArimaEstimate estimate = Estimate(order);
    if (!(estimate.aicc < best_.aicc)) return false;
    best_ = estimate;
    return true;
  }

  bool Improve() {
    for (const Step& step : kSteps) {
      const ArimaOrder& from = best_.order;
      const int p = from.p + step[0], q = from.q + step[1];
      const int seasonal_p = from.seasonal_p + step[2], seasonal_q = from.seasonal_q + step[3];
      if (std::min({p, q, seasonal_p, seasonal_q}) < 0) continue;
      if (Try(Order(p, q, seasonal_p, seasonal_q, from.constant))) return true;
    }
    if (!differences_.constant || !HasDifference()) return false;
    ArimaOrder toggled = best_.order;
    toggled.constant = !toggled.constant;
    return Try(toggled);
  }

  ArimaColumns columns_;
  ArimaOrder differences_;
  ArimaLimits limits_;
  ArimaEstimate best_;
  std::vector<ArimaOrder> tried_;
  int candidates_ = 0;
};

}  // namespace

ArimaOrder ChooseDifferences(const ArimaHistory& history, const ArimaLimits& limits) {
  Vector values = WithoutRegressors(history);
  ArimaOrder order;
  if (limits.most_seasonal_d > 0 && SeasonalStrength(values) > kLeastSeasonalStrength) {
    order.seasonal_d = 1;
    values = Differences(values, kMonthsPerYear);
  }
  const int most_d = std::min<int>(limits.most_d, static_cast<int>(values.size()) - kLeastRows);
  order.d = CountDifferences(values, std::max(0, most_d));
  order.constant = order.d + order.seasonal_d <= 1;
  return order;
}

SmallVector StartParameters(const ArimaOrder& order, SmallVector carried) {
  for (int at = 0; at < carried.size(); ++at) {
    if (carried[at] != 0.0) continue;
    const bool of_theta = at >= order.p && at < order.p + order.q;
    const bool of_seasonal_theta = at >= order.p + order.q + order.seasonal_p;
    carried[at] = of_theta || of_seasonal_theta ? kFirstMa : kFirstAr;
  }
  return carried;
}

ArimaSearchResult SearchArima(const ArimaHistory& history, const ArimaOrder& differences, const ArimaLimits& limits) {
  return Search(history, differences, limits).Run();
}

}  // namespace prognos::models
