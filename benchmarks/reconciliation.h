// Forecasts of a tree's sums made directly, beside sums of forecasts of its leaves, and both reconciled: minimum trace
// with shrinkage (Wickramasuriya, Athanasopoulos & Hyndman 2019, "Optimal forecast reconciliation for hierarchical and
// grouped time series through trace minimization", JASA 114(526), section 2.3).
//
//   y~ = S P y^,   P = (S' W^-1 S)^-1 S' W^-1
//
// with S the sums of leaves that each node is, y^ the forecasts of all nodes and W the covariance of their errors. No
// unbiased P has a smaller sum of variances.
#ifndef PROGNOS_BENCHMARKS_RECONCILIATION_H_
#define PROGNOS_BENCHMARKS_RECONCILIATION_H_

#include <string>
#include <vector>

#include "benchmarks/series_file.h"
#include "forecast/series/eigen_types.h"

namespace prognos::benchmarks {

// Sums of leaves, by level: the sum of all, then the parts before the first "/" of names, and so on; the leaves last.
struct LeafTree {
  std::vector<std::string> nodes;  // Names; that of the sum of all is empty.
  std::vector<int> levels;         // 0: the sum of all; of each node.
  Matrix sums;                     // Nodes x leaves: 1 where the leaf is in the node.

  int LeafCount() const { return static_cast<int>(sums.cols()); }
};

// A node that is the same sum as the one above it is left out.
LeafTree TreeOfNames(const std::vector<std::string>& leaves);

// The covariance of errors (nodes x cases, mean zero): its correlations shrunk towards none (Schafer & Strimmer 2005,
// "A shrinkage approach to large-scale covariance matrix estimation", section 2.4, target D), its variances as given,
// above 0.
Matrix ShrunkCovariance(const Matrix& errors, const Vector& variances);

// The leaves' forecasts, reconciled; with `non_negative` none is below zero: those that would be are zero, and the
// others are reconciled with that (Wickramasuriya, Turlach & Hyndman 2020, "Optimal non-negative forecast
// reconciliation", Statistics and Computing 30, section 2.2, by removing one set after the other).
Vector ReconcileLeaves(const LeafTree& tree, const Vector& forecasts, const Matrix& covariance, bool non_negative);

struct ReconciliationOptions {
  std::vector<int> origins = {4, 8};  // Last known months.
  int years = 4;                      // The last ones of the file that are whole.
  int years_before = 4;               // Whose errors at the same round tell W, and whether reconciling was better.
  uint64_t seed = 1;
  int num_paths = 400;
  int threads = 1;
};

// A row a level and origin: full-year WAPE in per cent of the default's leaves summed, of the default made directly for
// the sums, of both reconciled, and of what was better at the same round of the years before, leaves summed or
// reconciled. INVALID_ARGUMENT: too few whole years.
absl::StatusOr<std::string> ReconciliationTable(const std::vector<BenchmarkSeries>& leaves,
                                                const ReconciliationOptions& options);

}  // namespace prognos::benchmarks

#endif  // PROGNOS_BENCHMARKS_RECONCILIATION_H_
