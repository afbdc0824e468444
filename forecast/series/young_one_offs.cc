#include "forecast/series/young_one_offs.h"

#include <algorithm>
#include <cmath>

#include "forecast/series/month_scale.h"
#include "forecast/series/monthly_series.h"

namespace prognos {
namespace {

constexpr int kNeighbours = 3;
constexpr double kLeastDistance = 6.0;  // In typical distances.
constexpr double kLeastFactor = 3.0;    // A month three times as large as those around it, or a third of them.
constexpr double kMostReturn = 0.5;
constexpr double kLeastShareOfSeason = 0.5;
constexpr size_t kLeastMonthsPerOneOff = 8;

// The months around one: the medians before and after it.
struct Around {
  double before = 0.0;
  double after = 0.0;

  double middle() const { return 0.5 * (before + after); }
};

std::vector<Around> AroundEach(const Vector& scaled) {
  std::vector<Around> all;
  for (Eigen::Index at = 0; at < scaled.size(); ++at) {
    Around around;
    const bool last = at + 1 == scaled.size();
    if (!last) around.after = MedianBetween(scaled, at + 1, at + 1 + kNeighbours);
    around.before = at > 0 ? MedianBetween(scaled, at - kNeighbours, at) : around.after;
    if (last) around.after = around.before;
    all.push_back(around);
  }
  return all;
}

class Search {
 public:
  // `least`: how far a month is out at least, on the scale.
  Search(const Vector& scaled, double least) : scaled_(scaled), around_(AroundEach(scaled)), limit_(least) {
    Vector distances(scaled.size());
    for (Eigen::Index at = 0; at < scaled.size(); ++at) distances[at] = std::abs(DistanceOf(at));
    limit_ = std::max(least, kLeastDistance * kNormalConsistency * Median(distances));
  }

  bool IsOneOff(Eigen::Index at) const {
    const Around& around = Of(at);
    const double rise = scaled_[at] - around.before;
    const double fall = scaled_[at] - around.after;
    const double nearer = std::min(std::abs(rise), std::abs(fall));
    if (rise * fall <= 0.0 || nearer <= limit_) return false;
    return std::abs(around.after - around.before) < kMostReturn * nearer && !ComesBack(at);
  }

  double MiddleOf(Eigen::Index at) const { return Of(at).middle(); }

 private:
  const Around& Of(Eigen::Index at) const { return around_[static_cast<size_t>(at)]; }
  double DistanceOf(Eigen::Index at) const { return scaled_[at] - Of(at).middle(); }

  bool ComesBack(Eigen::Index at) const {
    for (const Eigen::Index other : {at - kMonthsPerYear, at + kMonthsPerYear}) {
      if (other < 0 || other >= scaled_.size()) continue;
      if (DistanceOf(other) / DistanceOf(at) >= kLeastShareOfSeason) return true;
    }
    return false;
  }

  const Vector& scaled_;
  std::vector<Around> around_;
  double limit_;
};

}  // namespace

std::vector<YoungOneOff> FindYoungOneOffs(const Vector& values) {
  if (values.size() < kLeastMonthsForYoungOneOffs) return {};
  const bool logarithmic = values.minCoeff() > 0.0;
  const double size = Median(values.cwiseAbs());
  if (!(size > 0.0)) return {};
  const Vector scaled = logarithmic ? Vector(values.array().log()) : values;
  const Search search(scaled, logarithmic ? std::log(kLeastFactor) : (kLeastFactor - 1.0) * size);
  std::vector<YoungOneOff> found;
  for (Eigen::Index at = 0; at + 1 < values.size(); ++at) {
    if (!search.IsOneOff(at)) continue;
    const double middle = search.MiddleOf(at);
    found.push_back({at, logarithmic ? std::exp(middle) : middle});
  }
  const bool made_of_them = found.size() * kLeastMonthsPerOneOff > static_cast<size_t>(values.size());
  return made_of_them ? std::vector<YoungOneOff>() : found;
}

}  // namespace prognos
