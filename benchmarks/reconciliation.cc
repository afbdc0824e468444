#include "benchmarks/reconciliation.h"

#include <Eigen/Cholesky>
#include <algorithm>
#include <cmath>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "forecast/base/status_macros.h"
#include "forecast/evaluation/backtest.h"

namespace prognos::benchmarks {
namespace {

using evaluation::BacktestForecast;
using evaluation::BacktestInput;
using evaluation::BacktestOptions;

constexpr int kDefaultOfBacktest = 0;     // The default is the first of BacktestModels.
constexpr double kCentral80InSd = 2.563;  // The width of a normal distribution's central 80 % in standard deviations.

// "a/b" of "a/b/c" for two parts.
std::string Prefix(const std::string& name, size_t parts) {
  const std::vector<std::string> all = absl::StrSplit(name, '/');
  std::string prefix;
  for (size_t at = 0; at < std::min(parts, all.size()); ++at) absl::StrAppend(&prefix, at > 0 ? "/" : "", all[at]);
  return prefix;
}

// What the nodes of one round became, and what was forecast of them.
struct TreeRound {
  Vector actual;
  Vector summed;  // The leaves' forecasts, summed.
  Vector direct;  // Of sums directly; of leaves the same.
  Vector variances;
  Vector known;  // What was known of the year.
};

MonthlySeries SumOfLeaves(const LeafTree& tree, int node, const std::vector<BenchmarkSeries>& leaves) {
  MonthlySeries sum;
  for (int leaf = 0; leaf < tree.LeafCount(); ++leaf) {
    if (tree.sums(node, leaf) == 0.0) continue;
    const MonthlySeries whole = leaves[static_cast<size_t>(leaf)].Whole();
    if (sum.empty()) {
      sum = whole;
      continue;
    }
    const Month first = std::min(sum.first, whole.first);
    const Month end = std::max(sum.end(), whole.end());
    MonthlySeries longer{first, Vector::Zero(end - first)};
    for (Month month = first; month < end; month = month + 1) {
      for (const double value : {sum.At(month), whole.At(month)}) {
        if (!std::isnan(value)) longer.values[month - first] += value;
      }
    }
    sum = std::move(longer);
  }
  return sum;
}

double YearOfNode(const MonthlySeries& series, int year, int months) {
  double sum = 0.0;
  for (int month = 0; month < months; ++month) {
    const double value = series.At(Month::January(year) + month);
    if (!std::isnan(value)) sum += value;
  }
  return sum;
}

// Forecasts of all nodes, as the default makes them.
class TreeForecasts {
 public:
  TreeForecasts(const LeafTree& tree, const std::vector<BenchmarkSeries>& leaves, const ReconciliationOptions& options)
      : tree_(tree), options_(options) {
    for (int node = 0; node < static_cast<int>(tree.nodes.size()); ++node) {
      series_.push_back(SumOfLeaves(tree, node, leaves));
      BacktestInput& input = IsLeaf(node) ? leaves_ : sums_;
      input.rows.push_back({{{static_cast<int>(input.series.size()), 1}}});
      input.series.push_back({absl::StrCat("node ", node), series_.back(), {}});
    }
    for (int node = 0; !IsLeaf(node); ++node) {
      evaluation::BacktestRow& row = leaves_.rows.emplace_back();
      for (int leaf = 0; leaf < tree.LeafCount(); ++leaf) {
        if (tree.sums(node, leaf) != 0.0) row.terms.push_back({leaf, 1});
      }
    }
  }

  absl::StatusOr<TreeRound> Round(int year, int month) const {
    BacktestOptions options;
    options.years = {year};
    options.last_known_months = {month};
    options.path_count = options_.num_paths;
    options.seed = options_.seed;
    options.threads = options_.threads;
    PROGNOS_ASSIGN_OR_RETURN(const auto of_leaves, evaluation::RunBacktestRound(leaves_, options, {year, month}));
    PROGNOS_ASSIGN_OR_RETURN(const auto of_sums, evaluation::RunBacktestRound(sums_, options, {year, month}));
    const int nodes = static_cast<int>(tree_.nodes.size());
    const int sums = nodes - tree_.LeafCount();
    TreeRound round;
    round.actual = round.known = round.summed = round.direct = Vector::Zero(nodes);
    round.variances = Vector::Constant(nodes, kMissing);
    for (int node = 0; node < nodes; ++node) {
      round.known[node] = YearOfNode(series_[static_cast<size_t>(node)], year, month);
      round.actual[node] = YearOfNode(series_[static_cast<size_t>(node)], year, kMonthsPerYear);
      // A leaf that does not count is not forecast here: it is taken for known.
      round.summed[node] = round.direct[node] = round.actual[node];
    }
    for (const BacktestForecast& one : of_leaves) {
      if (one.model != kDefaultOfBacktest || std::isnan(one.forecast)) continue;
      if (one.row < tree_.LeafCount()) Put(one, sums + one.row, round.direct, round.variances);
    }
    for (const BacktestForecast& one : of_sums) {
      if (one.model == kDefaultOfBacktest && !std::isnan(one.forecast))
        Put(one, one.row, round.direct, round.variances);
    }
    round.summed = tree_.sums * round.direct.tail(tree_.LeafCount());
    const double least = 1e-6 * std::max(1.0, round.actual.cwiseAbs().maxCoeff());
    for (double& variance : round.variances)
      variance = std::isnan(variance) ? least * least : std::max(variance, least * least);
    return round;
  }

 private:
  bool IsLeaf(int node) const { return node >= static_cast<int>(tree_.nodes.size()) - tree_.LeafCount(); }

  static void Put(const BacktestForecast& one, int node, Vector& forecasts, Vector& variances) {
    forecasts[node] = one.forecast;
    const double sd = (one.quantiles[5] - one.quantiles[1]) / kCentral80InSd;
    variances[node] = sd * sd;
  }

  const LeafTree& tree_;
  const ReconciliationOptions& options_;
  std::vector<MonthlySeries> series_;  // Of each node.
  BacktestInput leaves_;
  BacktestInput sums_;
};

// Of the months to come: what is known of the year is no forecast.
Vector Reconciled(const LeafTree& tree, const TreeRound& round, const std::vector<TreeRound>& before) {
  Matrix errors(round.actual.size(), static_cast<Eigen::Index>(before.size()));
  for (size_t at = 0; at < before.size(); ++at) {
    errors.col(static_cast<Eigen::Index>(at)) = before[at].actual - before[at].direct;
  }
  const Vector rest = ReconcileLeaves(tree, round.direct - round.known, ShrunkCovariance(errors, round.variances),
                                      /*non_negative=*/true);
  return tree.sums * rest + round.known;
}

double AbsoluteErrorOf(const LeafTree& tree, int level, const Vector& actual, const Vector& forecast) {
  double sum = 0.0;
  for (Eigen::Index node = 0; node < actual.size(); ++node) {
    if (tree.levels[static_cast<size_t>(node)] == level) sum += std::abs(actual[node] - forecast[node]);
  }
  return sum;
}

// The absolute errors of one way to forecast, by level.
class LevelErrors {
 public:
  explicit LevelErrors(const LeafTree& tree) : tree_(tree), errors_(Count()), sizes_(Count()) {}

  int Count() const { return tree_.levels.back() + 1; }

  void Add(const Vector& actual, const Vector& forecast) {
    for (int level = 0; level < Count(); ++level) {
      errors_[static_cast<size_t>(level)] += AbsoluteErrorOf(tree_, level, actual, forecast);
      sizes_[static_cast<size_t>(level)] += AbsoluteErrorOf(tree_, level, actual, Vector::Zero(actual.size()));
    }
  }

  double Percent(int level) const {
    return 100.0 * errors_[static_cast<size_t>(level)] / sizes_[static_cast<size_t>(level)];
  }

  // Of all levels, each as large as the others; 0 before any.
  double Together() const {
    double sum = 0.0;
    for (int level = 0; level < Count(); ++level)
      sum += sizes_[static_cast<size_t>(level)] > 0.0 ? Percent(level) : 0.0;
    return sum;
  }

 private:
  const LeafTree& tree_;
  std::vector<double> errors_;
  std::vector<double> sizes_;
};

// The rows of one origin; `rounds` by year, the first of which only teach.
std::string RowsOfOrigin(const LeafTree& tree, int origin, const std::vector<TreeRound>& rounds, int years_before) {
  LevelErrors summed(tree), direct(tree), reconciled(tree), chosen(tree);
  LevelErrors summed_before(tree), reconciled_before(tree);
  for (size_t at = 1; at < rounds.size(); ++at) {
    const TreeRound& round = rounds[at];
    const auto end = rounds.begin() + static_cast<std::ptrdiff_t>(at);
    const auto first = end - std::min<std::ptrdiff_t>(static_cast<std::ptrdiff_t>(at), years_before);
    const Vector together = Reconciled(tree, round, {first, end});
    if (static_cast<int>(at) >= years_before) {
      summed.Add(round.actual, round.summed);
      direct.Add(round.actual, round.direct);
      reconciled.Add(round.actual, together);
      chosen.Add(round.actual, reconciled_before.Together() < summed_before.Together() ? together : round.summed);
    }
    summed_before.Add(round.actual, round.summed);
    reconciled_before.Add(round.actual, together);
  }
  std::string rows;
  for (int level = 0; level < summed.Count(); ++level) {
    absl::StrAppend(&rows,
                    absl::StrFormat("%6d %6d %6d %9.3f %9.3f %11.3f %9.3f\n", origin, level,
                                    std::count(tree.levels.begin(), tree.levels.end(), level), summed.Percent(level),
                                    direct.Percent(level), reconciled.Percent(level), chosen.Percent(level)));
  }
  return rows;
}

}  // namespace

LeafTree TreeOfNames(const std::vector<std::string>& leaves) {
  size_t parts = 0;
  for (const std::string& leaf : leaves) {
    parts = std::max<size_t>(parts, static_cast<size_t>(std::count(leaf.begin(), leaf.end(), '/')) + 1);
  }
  LeafTree tree;
  std::vector<Vector> rows;
  int level = 0;
  for (size_t depth = 0; depth <= parts; ++depth) {
    const bool are_leaves = depth == parts;
    std::vector<std::string> names;
    for (const std::string& leaf : leaves) {
      const std::string name = are_leaves ? leaf : Prefix(leaf, depth);
      if (are_leaves || std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
    }
    if (depth > 0 && !are_leaves && names.size() == 1) continue;  // The sum of all again.
    for (size_t at = 0; at < names.size(); ++at) {
      Vector row = Vector::Zero(static_cast<Eigen::Index>(leaves.size()));
      for (size_t leaf = 0; leaf < leaves.size(); ++leaf) {
        const bool is_in = are_leaves ? leaf == at : Prefix(leaves[leaf], depth) == names[at];
        if (is_in) row[static_cast<Eigen::Index>(leaf)] = 1.0;
      }
      tree.nodes.push_back(names[at]);
      tree.levels.push_back(level);
      rows.push_back(std::move(row));
    }
    ++level;
  }
  tree.sums = Matrix(static_cast<Eigen::Index>(rows.size()), static_cast<Eigen::Index>(leaves.size()));
  for (size_t node = 0; node < rows.size(); ++node)
    tree.sums.row(static_cast<Eigen::Index>(node)) = rows[node].transpose();
  return tree;
}

Matrix ShrunkCovariance(const Matrix& errors, const Vector& variances) {
  const Eigen::Index nodes = variances.size();
  const Vector sd = variances.cwiseSqrt();
  const double cases = static_cast<double>(errors.cols());
  Matrix correlations = Matrix::Identity(nodes, nodes);
  if (errors.cols() >= 2) {
    Matrix standard = errors;
    for (Eigen::Index node = 0; node < nodes; ++node) {
      const double size = std::sqrt(errors.row(node).squaredNorm() / cases);
      if (size > 0.0) standard.row(node) /= size;
    }
    const Matrix raw = standard * standard.transpose() / cases;
    const Matrix squares = standard.cwiseAbs2() * standard.cwiseAbs2().transpose() / cases;
    double of_chance = 0.0;
    double all = 0.0;
    for (Eigen::Index a = 0; a < nodes; ++a) {
      for (Eigen::Index b = 0; b < nodes; ++b) {
        if (a == b) continue;
        of_chance += (squares(a, b) - raw(a, b) * raw(a, b)) / (cases - 1.0);
        all += raw(a, b) * raw(a, b);
      }
    }
    const double shrunk = all > 0.0 ? std::clamp(of_chance / all, 0.0, 1.0) : 1.0;
    correlations = (1.0 - shrunk) * raw;
    correlations.diagonal().setOnes();
  }
  return sd.asDiagonal() * correlations * sd.asDiagonal();
}

Vector ReconcileLeaves(const LeafTree& tree, const Vector& forecasts, const Matrix& covariance, bool non_negative) {
  const Eigen::LDLT<Matrix> weights(covariance);
  std::vector<Eigen::Index> free;
  for (Eigen::Index leaf = 0; leaf < tree.sums.cols(); ++leaf) free.push_back(leaf);
  Vector leaves = Vector::Zero(tree.sums.cols());
  while (!free.empty()) {
    const Matrix sums = tree.sums(Eigen::all, free);
    const Matrix weighted = weights.solve(sums);
    const Vector found = (sums.transpose() * weighted).ldlt().solve(weighted.transpose() * forecasts);
    leaves.setZero();
    std::vector<Eigen::Index> still;
    for (size_t at = 0; at < free.size(); ++at) {
      leaves[free[at]] = found[static_cast<Eigen::Index>(at)];
      if (!non_negative || leaves[free[at]] >= 0.0) still.push_back(free[at]);
    }
    if (still.size() == free.size()) break;
    free = std::move(still);
    leaves.setZero();
  }
  return leaves;
}

absl::StatusOr<std::string> ReconciliationTable(const std::vector<BenchmarkSeries>& leaves,
                                                const ReconciliationOptions& options) {
  std::vector<std::string> names;
  Month end = Month::January(Month::kFirstYear);
  for (const BenchmarkSeries& leaf : leaves) {
    names.push_back(leaf.name);
    end = std::max(end, leaf.Whole().end());
  }
  const LeafTree tree = TreeOfNames(names);
  const TreeForecasts forecasts(tree, leaves, options);
  const int last = (end - kMonthsPerYear).year();
  std::string table = absl::StrFormat("%6s %6s %6s %9s %9s %11s %9s\n", "origin", "level", "nodes", "summed", "direct",
                                      "reconciled", "chosen");
  for (const int origin : options.origins) {
    std::vector<TreeRound> rounds;
    for (int year = last - options.years - options.years_before + 1; year <= last; ++year) {
      PROGNOS_ASSIGN_OR_RETURN(TreeRound round, forecasts.Round(year, origin));
      rounds.push_back(std::move(round));
    }
    table += RowsOfOrigin(tree, origin, rounds, options.years_before);
  }
  return table;
}

}  // namespace prognos::benchmarks
