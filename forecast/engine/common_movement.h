// How series move together: what makes the interval of a sum honest.
//
// The errors of an organization's series are not independent: prices, staffing and the season of illness reach many at
// once. A small correlation is enough: with rho = 0.05 the sum of 40 equal series is sqrt(1 + 39 x 0.05) = 1.7 times as
// uncertain as independent series would make it.
//
// rho is the intraclass correlation of the errors of a round, each divided by the standard deviation its interval says
// (Donner 1986, "A review of inference procedures for the intraclass correlation coefficient", section 2; about zero
// instead of the mean, since a round in which all err alike is what is looked for):
//
//   measured = sum_j (s_j^2 - q_j) / sum_j (n_j - 1) q_j      s_j, q_j: sum and sum of squares of round j's n_j errors
//   rho      = (J measured + prior_rounds x prior) / (J + prior_rounds), within 0 and `most`;   J rounds
//
// Each round is one draw of what is common, so few rounds tell little. Where the prior and its worth come from:
// docs/models.md.
//
// The paths of one series are then put in such an order that their totals have the ranks of
// sqrt(rho) x common + sqrt(1 - rho) x own, two standard normals, of which the first is the same for all series (Iman &
// Conover 1982, Communications in Statistics 11). Each series keeps its paths, only their numbers change.
#ifndef PROGNOS_FORECAST_ENGINE_COMMON_MOVEMENT_H_
#define PROGNOS_FORECAST_ENGINE_COMMON_MOVEMENT_H_

#include <cstdint>
#include <map>
#include <vector>

#include "forecast/base/random.h"
#include "forecast/series/eigen_types.h"

namespace prognos::engine {

struct CommonMovementOptions {
  double prior = 0.05;        // 0 to `most`.
  double prior_rounds = 8.0;  // > 0. More: slower to believe in what was measured.
  double most = 0.9;          // < 1.
};

// rho above. One vector a round, its errors in standard deviations, all finite; rounds of one series tell nothing and
// are passed over.
double EstimateCommonMovement(const std::vector<Vector>& rounds, const CommonMovementOptions& options);

// Reorders the columns of `paths` (months x paths). `common`: one standard normal a path; `correlation`: 0 to 1.
void MoveTogether(double correlation, const Vector& common, RandomGenerator& generator, Matrix& paths);

// What series that move together have in common: the seed of the whole forecast, their pool and their group.
struct MovementKey {
  uint64_t seed = 0;
  int pool = 0;
  int group = 0;
};

// MoveTogether with common draws that are the same for every series of `key`, whoever asks and in whatever order;
// `own_seed` is that of the one series.
void MoveWithGroup(double correlation, const MovementKey& key, uint64_t own_seed, Matrix& paths);

// The correlation of `group` among `measured` ones (by group), or the prior where nothing was measured.
double MovementOf(const std::map<int, double>& measured, int group, const CommonMovementOptions& options);

}  // namespace prognos::engine

#endif  // PROGNOS_FORECAST_ENGINE_COMMON_MOVEMENT_H_
