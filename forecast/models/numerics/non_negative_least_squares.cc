#include "forecast/models/numerics/non_negative_least_squares.h"

#include <Eigen/Cholesky>
#include <algorithm>
#include <cmath>
#include <vector>

namespace prognos::models {
namespace {

// A gradient below this share of what its terms add up to is rounding.
constexpr double kRelativeGradient = 1e-10;
// Every round lowers the error; so many per column are never needed but for rounding.
constexpr int kRoundsPerColumn = 10;

class ActiveSet {
 public:
  ActiveSet(const Matrix& squares, const Vector& products)
      : squares_(squares), products_(products), free_(static_cast<size_t>(products.size()), false) {
    solution_ = Vector::Zero(products.size());
  }

  Vector Run() {
    const Eigen::Index rounds = kRoundsPerColumn * products_.size();
    for (Eigen::Index round = 0; round < rounds; ++round) {
      const Eigen::Index entering = SteepestColumn();
      if (entering < 0) break;
      free_[static_cast<size_t>(entering)] = true;
      if (!Settle(entering)) refused_.push_back(entering);
    }
    return solution_;
  }

 private:
  bool IsFree(Eigen::Index column) const { return free_[static_cast<size_t>(column)]; }

  // The bound column whose coefficient would lower the error fastest; -1: none would.
  Eigen::Index SteepestColumn() const {
    const Vector gradient = products_ - squares_ * solution_;
    const Vector size = products_.cwiseAbs() + squares_.cwiseAbs() * solution_;
    Eigen::Index best = -1;
    double steepest = 0.0;
    for (Eigen::Index column = 0; column < gradient.size(); ++column) {
      if (IsFree(column) || IsRefused(column) || squares_(column, column) <= 0.0) continue;
      // Scaled by the column's length, so that its unit does not matter.
      const double slope = gradient[column] / std::sqrt(squares_(column, column));
      if (gradient[column] <= kRelativeGradient * size[column] || slope <= steepest) continue;
      steepest = slope;
      best = column;
    }
    return best;
  }

  // Columns that another free one repeats: they enter with nothing to add.
  bool IsRefused(Eigen::Index column) const {
    for (const Eigen::Index refused : refused_) {
      if (refused == column) return true;
    }
    return false;
  }

  // Moves to the least squares of the free columns, stopping to bind each that would turn negative on the way. False:
  // `entering` left at once, and nothing moved.
  bool Settle(Eigen::Index entering) {
    while (true) {
      const Vector target = FreeSolution();
      double step = 1.0;
      for (Eigen::Index column = 0; column < target.size(); ++column) {
        if (!IsFree(column) || target[column] > 0.0) continue;
        if (column == entering && solution_[column] == 0.0) {
          free_[static_cast<size_t>(column)] = false;
          return false;
        }
        step = std::min(step, solution_[column] / (solution_[column] - target[column]));
      }
      const bool inside = step >= 1.0 && !AnyBelowZero(target);
      solution_ += step * (target - solution_);
      if (inside) return true;
      BindZeros(target);
    }
  }

  bool AnyBelowZero(const Vector& target) const {
    for (Eigen::Index column = 0; column < target.size(); ++column) {
      if (IsFree(column) && target[column] <= 0.0) return true;
    }
    return false;
  }

  // Binds the free columns that have come to zero on their way below it; at least one has.
  void BindZeros(const Vector& target) {
    const double zero = 1e-14 * solution_.cwiseAbs().maxCoeff();
    Eigen::Index least = -1;
    for (Eigen::Index column = 0; column < target.size(); ++column) {
      if (!IsFree(column) || target[column] > 0.0) continue;
      if (least < 0 || solution_[column] < solution_[least]) least = column;
      if (solution_[column] <= zero) Bind(column);
    }
    if (least >= 0) Bind(least);
  }

  void Bind(Eigen::Index column) {
    free_[static_cast<size_t>(column)] = false;
    solution_[column] = 0.0;
  }

  Vector FreeSolution() const {
    std::vector<Eigen::Index> columns;
    for (Eigen::Index column = 0; column < products_.size(); ++column) {
      if (IsFree(column)) columns.push_back(column);
    }
    const Matrix part = squares_(columns, columns);
    const Vector values = part.ldlt().solve(Vector(products_(columns)));
    Vector all = Vector::Zero(products_.size());
    all(columns) = values;
    return all;
  }

  const Matrix& squares_;
  const Vector& products_;
  std::vector<bool> free_;  // Not bound to zero.
  std::vector<Eigen::Index> refused_;
  Vector solution_;
};

}  // namespace

Vector NonNegativeLeastSquares(const Matrix& squares, const Vector& products) {
  return ActiveSet(squares, products).Run();
}

}  // namespace prognos::models
