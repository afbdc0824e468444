#include "forecast/outlook/scenario.h"

#include <cmath>

#include "forecast/base/apportion.h"
#include "forecast/base/random.h"

namespace prognos::outlook {
namespace {

// 1 in the paths in which it happens, 0 in the others.
Vector Happens(const ScenarioChange& change, int path_count) {
  RandomGenerator random(RandomGenerator::DeriveSeed(0, change.name));
  Vector happens(path_count);
  for (double& path : happens) path = random.Uniform() < change.probability ? 1.0 : 0.0;
  return happens;
}

constexpr double kOnePercent = 0.01;

bool Changes(const ScenarioChange& change, const RemainingYear& year, size_t month) {
  return change.months[month] && year.predicted[month];
}

// What a change makes of one series.
struct ChangeOfSeries {
  double factor = 0.0;        // Of each path.
  double amount = 0.0;        // On each path.
  MonthlyAmounts expected{};  // On each month, by its probability.
};

ChangeOfSeries ChangeOf(const ScenarioChange& change, const MonthlyAmounts& added, const RemainingYear& year) {
  ChangeOfSeries result;
  double changed = 0.0;
  double all = 0.0;
  double expected_so_far = 0.0;  // So that the months sum to what is expected of them together, rounded once.
  int64_t told_so_far = 0;
  for (size_t month = 0; month < year.months.size(); ++month) {
    const double expected = static_cast<double>(year.months[month]);
    all += expected;
    if (!Changes(change, year, month)) continue;
    changed += expected;
    result.amount += static_cast<double>(added[month]);
    expected_so_far +=
        change.probability * (expected * change.percent * kOnePercent + static_cast<double>(added[month]));
    result.expected[month] = std::llround(expected_so_far) - told_so_far;
    told_so_far += result.expected[month];
  }
  // Where months of either sign make up the rest, a share of it says little.
  if (all != 0.0 && std::abs(changed) <= std::abs(all)) {
    result.factor = change.percent * kOnePercent * changed / all;
  } else {
    result.amount += changed * change.percent * kOnePercent;
  }
  return result;
}

void Put(const ChangeOfSeries& change, const Vector& happens, int path_count, RemainingYear& year) {
  Vector& paths = year.remainder.paths;
  if (happens.size() > 0 && paths.size() == 0) {
    paths = Vector::Constant(path_count, static_cast<double>(year.remainder.expected));
  }
  if (paths.size() > 0) {
    const Vector more = (change.factor * paths.array() + change.amount).matrix();
    paths += happens.size() > 0 ? happens.cwiseProduct(more).eval() : more;
  }
  for (size_t month = 0; month < year.months.size(); ++month) {
    year.months[month] += change.expected[month];
    year.remainder.expected += change.expected[month];
  }
}

}  // namespace

void Apply(const ScenarioChange& change, int path_count, std::vector<RemainingYear>& years) {
  std::vector<double> weights;
  for (const size_t at : change.series) {
    weights.push_back(std::abs(static_cast<double>(years[at].remainder.expected)));
  }
  std::vector<MonthlyAmounts> added(change.series.size());
  for (size_t month = 0; month < change.added.size(); ++month) {
    const std::vector<int64_t> shares = Apportion(change.added[month], weights);
    for (size_t i = 0; i < shares.size(); ++i) added[i][month] = shares[i];
  }
  const Vector happens = change.probability < 1.0 ? Happens(change, path_count) : Vector();
  for (size_t i = 0; i < change.series.size(); ++i) {
    RemainingYear& year = years[change.series[i]];
    Put(ChangeOf(change, added[i], year), happens, path_count, year);
  }
}

}  // namespace prognos::outlook
