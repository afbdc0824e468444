#include "forecast/models/numerics/bounded_least_squares.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace prognos::models {
namespace {

// The first damping, relative to the diagonal of J'J: close to a Gauss-Newton step, since the starts are good.
constexpr double kFirstDamping = 1e-3;
constexpr double kLeastDamping = 1e-9;
// With more damping than this a step no longer moves the point.
constexpr double kMostDamping = 1e9;
// The diagonal of an unknown without influence counts as this part of the largest: it then stays where it is.
constexpr double kDiagonalFloor = 1e-12;
// Rounds of moving coordinates to their bounds within one step; the rest is clamped.
constexpr int kMaxBoundRounds = 4;
constexpr int kStepsBeforeGivingUp = 3;
constexpr double kTimesPromised = 30.0;

using HeldFlags = std::array<bool, kMaxUnknowns>;

// Solves L L' x = b for the factor in the lower triangle of `factor`.
void SolveWithFactor(const SmallMatrix& factor, SmallVector& b) {
  const Eigen::Index size = b.size();
  for (Eigen::Index i = 0; i < size; ++i) {
    b[i] /= factor(i, i);
    for (Eigen::Index k = i + 1; k < size; ++k) b[k] -= factor(k, i) * b[i];
  }
  for (Eigen::Index i = size; i-- > 0;) {
    double sum = b[i];
    for (Eigen::Index k = i + 1; k < size; ++k) sum -= factor(k, i) * b[k];
    b[i] = sum / factor(i, i);
  }
}

class Minimizer {
 public:
  Minimizer(const LeastSquaresProblem& problem, const SmallVector& lower, const SmallVector& upper,
            const LeastSquaresOptions& options)
      : problem_(problem), lower_(lower), upper_(upper), options_(options) {}

  LeastSquaresResult Run(const SmallVector& start) {
    result_.x = start.cwiseMax(lower_).cwiseMin(upper_);
    while (result_.iterations < options_.max_iterations && !result_.converged && !hopeless_) Iterate();
    if (options_.max_iterations == 0) result_.value = problem_.Value(result_.x);
    return result_;
  }

 private:
  // One Linearize, then steps with growing damping until one is accepted.
  void Iterate() {
    problem_.Linearize(result_.x, equations_);
    ++result_.iterations;
    result_.value = equations_.value;
    if (!std::isfinite(result_.value)) {
      result_.converged = true;
      return;
    }
    while (!TryStep()) {
    }
  }

  // True when the iteration is over: a step was accepted, or none is worth taking.
  bool TryStep() {
    if (!SolveStep()) return Reject();
    const double promised = PromisedReduction();
    if (promised <= options_.relative_tolerance * result_.value) return Finish();
    if (IsHopeless(promised)) {
      hopeless_ = true;
      return true;
    }
    const SmallVector candidate = (result_.x + step_).cwiseMax(lower_).cwiseMin(upper_);
    const double value = problem_.Value(candidate);
    ++result_.evaluations;
    const double reduction = result_.value - value;
    if (!(reduction > 0.0)) return Reject();
    Accept(candidate, value, reduction / promised);
    if (reduction <= options_.relative_tolerance * (value + reduction)) return Finish();
    return true;
  }

  bool IsHopeless(double promised) const {
    return result_.iterations >= kStepsBeforeGivingUp &&
           result_.value - kTimesPromised * promised > options_.needed_value;
  }

  bool Finish() {
    result_.converged = true;
    return true;
  }

  bool Reject() {
    damping_ *= growth_;
    growth_ *= 2.0;
    return damping_ > kMostDamping ? Finish() : false;
  }

  void Accept(const SmallVector& candidate, double value, double gain) {
    result_.x = candidate;
    result_.value = value;
    const double cubed = 2.0 * gain - 1.0;
    damping_ = std::max(kLeastDamping, damping_ * std::max(1.0 / 3.0, 1.0 - cubed * cubed * cubed));
    growth_ = 2.0;
  }

  // f(x) - f(x + step) of the quadratic model: -2 g's - s'Hs.
  double PromisedReduction() const {
    return -2.0 * equations_.gradient.dot(step_) -
           step_.dot(equations_.hessian.selfadjointView<Eigen::Lower>() * step_);
  }

  // The damped step in the box. False when the equations cannot be solved.
  bool SolveStep() {
    HeldFlags held{};
    step_ = SmallVector::Zero(result_.x.size());
    HoldAtBounds(held);
    for (int round = 0; round < kMaxBoundRounds; ++round) {
      if (!SolveFree(held)) return false;
      if (!HoldCrossing(held)) return true;
    }
    step_ = (result_.x + step_).cwiseMax(lower_).cwiseMin(upper_) - result_.x;
    return true;
  }

  // A coordinate on its bound that wants out of the box stays there.
  void HoldAtBounds(HeldFlags& held) const {
    for (Eigen::Index i = 0; i < result_.x.size(); ++i) {
      const double gradient = equations_.gradient[i];
      held[i] = (result_.x[i] <= lower_[i] && gradient > 0.0) || (result_.x[i] >= upper_[i] && gradient < 0.0);
    }
  }

  // Puts coordinates whose step leaves the box on the bound. True when there were any.
  bool HoldCrossing(HeldFlags& held) {
    bool any = false;
    for (Eigen::Index i = 0; i < step_.size(); ++i) {
      const double target = result_.x[i] + step_[i];
      if (held[i] || (target >= lower_[i] && target <= upper_[i])) continue;
      step_[i] = (target < lower_[i] ? lower_[i] : upper_[i]) - result_.x[i];
      held[i] = true;
      any = true;
    }
    return any;
  }

  // Solves (H + damping D) s = -g for the free coordinates with the held ones at their given steps.
  bool SolveFree(const HeldFlags& held) {
    const Eigen::Index size = step_.size();
    const double floor = kDiagonalFloor * std::max(equations_.hessian.diagonal().maxCoeff(), 1e-300);
    SmallMatrix matrix = equations_.hessian;
    SmallVector right = -equations_.gradient;
    for (Eigen::Index c = 0; c < size; ++c) {
      matrix(c, c) += damping_ * std::max(matrix(c, c), floor) + floor;
      if (held[c]) MoveToRight(c, matrix, right);
    }
    for (Eigen::Index c = 0; c < size; ++c) {
      if (held[c]) right[c] = step_[c];
    }
    if (!CholeskyInPlace(matrix)) return false;
    SolveWithFactor(matrix, right);
    step_ = right;
    return step_.allFinite();
  }

  // Takes the known step of coordinate `c` out of the equations of the others.
  void MoveToRight(Eigen::Index c, SmallMatrix& matrix, SmallVector& right) const {
    for (Eigen::Index i = 0; i < step_.size(); ++i) {
      if (i == c) continue;
      double& coupling = i > c ? matrix(i, c) : matrix(c, i);
      right[i] -= coupling * step_[c];
      coupling = 0.0;
    }
    matrix(c, c) = 1.0;
  }

  const LeastSquaresProblem& problem_;
  const SmallVector& lower_;
  const SmallVector& upper_;
  const LeastSquaresOptions& options_;
  LeastSquaresResult result_{.x = {}, .value = kInfinity};
  NormalEquations equations_;
  SmallVector step_;
  double damping_ = kFirstDamping;
  double growth_ = 2.0;
  bool hopeless_ = false;
};

}  // namespace

bool CholeskyInPlace(SmallMatrix& matrix) {
  const Eigen::Index size = matrix.rows();
  for (Eigen::Index c = 0; c < size; ++c) {
    const double pivot = matrix(c, c);
    if (!(pivot > 0.0)) return false;
    const double root = std::sqrt(pivot);
    matrix(c, c) = root;
    const Eigen::Index below = size - c - 1;
    matrix.col(c).tail(below) /= root;
    for (Eigen::Index k = c + 1; k < size; ++k) {
      matrix.col(k).tail(size - k) -= matrix(k, c) * matrix.col(c).tail(size - k);
    }
  }
  return true;
}

LeastSquaresResult MinimizeLeastSquares(const LeastSquaresProblem& problem, const SmallVector& start,
                                        const SmallVector& lower, const SmallVector& upper,
                                        const LeastSquaresOptions& options) {
  return Minimizer(problem, lower, upper, options).Run(start);
}

}  // namespace prognos::models
