#include "forecast/series/one_offs.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "forecast/series/month_scale.h"
#include "forecast/series/young_one_offs.h"

namespace prognos {
namespace {

constexpr double kLeastDistance = 6.0;  // In typical distances.
constexpr int kNeighbours = 3;
constexpr int kMonthsAround = 24;  // Either side, for the typical distance at a month.
constexpr double kMostReturn = 0.5;
constexpr double kLeastShareOfSeason = 0.5;
constexpr int kMonthsPerShift = 4;  // Steps closer to each other are one shift.
constexpr double kPriorShifts = 1.8;
constexpr double kPriorEvents = 2.0;
constexpr int kLeastMonthsPerOneOff = 24;

// How far each month lies above (+) or below (-) its neighbours.
Vector Distances(const Vector& values) {
  const Eigen::Index size = values.size();
  Vector distances(size);
  for (Eigen::Index at = 0; at < size; ++at) {
    const Eigen::Index before = std::min<Eigen::Index>(at, kNeighbours);
    const Eigen::Index after = std::min<Eigen::Index>(size - 1 - at, kNeighbours);
    Vector neighbours(before + after);
    neighbours << values.segment(at - before, before), values.segment(at + 1, after);
    distances[at] = values[at] - Median(std::move(neighbours));
  }
  return distances;
}

// The typical distance at each month (g above), from how far each lies from its neighbours (>= 0).
Vector UsualDistances(const Vector& distances, double least) {
  const Eigen::Index size = distances.size();
  const double overall = Median(distances);
  Vector typical(size);
  for (Eigen::Index at = 0; at < size; ++at) {
    const double around = MedianBetween(distances, at - kMonthsAround, at + kMonthsAround + 1);
    typical[at] = std::max(kNormalConsistency * std::max(overall, around), least);
  }
  return typical;
}

// Goes through the months of an adjusted series, oldest first.
class Search {
 public:
  // `known`: the values of the months, NaN where the adjusted one was filled in.
  Search(const MonthScale& scale, const Vector& known)
      : known_(known),
        adjusted_(scale.adjusted()),
        distances_(Distances(adjusted_)),
        limits_(kLeastDistance * UsualDistances(distances_.cwiseAbs(), scale.least_distance())) {
    for (Eigen::Index at = 2; at + 1 < adjusted_.size(); ++at) LookAt(at);
    LookAtLast();
  }

  const Vector& adjusted() const { return adjusted_; }
  const std::vector<Eigen::Index>& one_offs() const { return one_offs_; }  // Without the last month.
  bool LastIsOut() const { return last_is_out_; }

 private:
  // Whether the same month of the year before or after is out alike.
  bool IsSeason(Eigen::Index at) const {
    for (const Eigen::Index other : {at - kMonthsPerYear, at + kMonthsPerYear}) {
      if (other < 0 || other >= distances_.size()) continue;
      if (distances_[other] / distances_[at] >= kLeastShareOfSeason) return true;
    }
    return false;
  }

  void LookAt(Eigen::Index at) {
    const double before = MedianBetween(adjusted_, at - kNeighbours, at);
    const double after = MedianBetween(adjusted_, at + 1, at + 1 + kNeighbours);
    const double rise = adjusted_[at] - before;
    const double fall = adjusted_[at] - after;
    const double rest = after - before;
    if (std::abs(rise) <= limits_[at]) return;
    const double least = std::min(std::abs(rise), std::abs(fall));
    if (rise * fall > 0.0 && std::abs(fall) > limits_[at] && std::abs(rest) < kMostReturn * least) {
      if (IsSeason(at)) return;
      adjusted_[at] = 0.5 * (before + after);
      if (!std::isnan(known_[at])) one_offs_.push_back(at);
    } else if (rise * rest > 0.0 && std::abs(rest) > limits_[at] && at - last_shift_ > kMonthsPerShift) {
      ++shifts_;
      last_shift_ = at;
    }
  }

  void LookAtLast() {
    const Eigen::Index last = adjusted_.size() - 1;
    const double before = MedianBetween(adjusted_, last - kNeighbours, last);
    const double rise = adjusted_[last] - before;
    const double step = adjusted_[last] - adjusted_[last - 1];
    if (std::abs(rise) <= limits_[last] || rise * step <= 0.0 || std::abs(step) <= limits_[last]) return;
    if (IsSeason(last)) return;
    const double one_offs = static_cast<double>(one_offs_.size());
    adjusted_[last] = before + (shifts_ + kPriorShifts) / (shifts_ + one_offs + kPriorEvents) * rise;
    last_is_out_ = true;
  }

  const Vector& known_;
  Vector adjusted_;
  Vector distances_;
  Vector limits_;
  std::vector<Eigen::Index> one_offs_;
  double shifts_ = 0.0;
  Eigen::Index last_shift_ = -kMonthsPerYear;
  bool last_is_out_ = false;
};

OneOffs FindInYoung(const MonthlySeries& series, const MonthlySeries& known) {
  OneOffs result{series, {}};
  if (known.empty()) return result;
  for (const YoungOneOff& found : FindYoungOneOffs(FillGaps(known).values)) {
    if (std::isnan(known.values[found.at])) continue;
    result.months.push_back({known.first + static_cast<int>(found.at), known.values[found.at], found.adjusted});
    result.adjusted.values[known.first - series.first + found.at] = found.adjusted;
  }
  return result;
}

}  // namespace

OneOffs FindOneOffs(const MonthlySeries& series) {
  OneOffs result{series, {}};
  const MonthlySeries known = series.Trimmed();
  if (known.CountKnown() < kLeastMonthsForOneOffs) return FindInYoung(series, known);
  const MonthScale scale(FillGaps(known).values);
  if (!(scale.least_distance() > 0.0)) return result;
  const Search search(scale, known.values);
  std::vector<Eigen::Index> found = search.one_offs();
  if (static_cast<Eigen::Index>(found.size()) * kLeastMonthsPerOneOff > known.values.size()) return result;
  if (search.LastIsOut()) found.push_back(known.values.size() - 1);
  const Eigen::Index offset = known.first - series.first;
  for (const Eigen::Index at : found) {
    const double adjusted = scale.Back(at, search.adjusted()[at]);
    result.months.push_back({known.first + static_cast<int>(at), known.values[at], adjusted});
    result.adjusted.values[offset + at] = adjusted;
  }
  return result;
}

}  // namespace prognos
