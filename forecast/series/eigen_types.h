// The Eigen types used everywhere, and the value beyond all others, named once.
#ifndef PROGNOS_FORECAST_SERIES_EIGEN_TYPES_H_
#define PROGNOS_FORECAST_SERIES_EIGEN_TYPES_H_

#include <Eigen/Core>
#include <limits>

namespace prognos {

using Vector = Eigen::VectorXd;
using Matrix = Eigen::MatrixXd;
using VectorRef = Eigen::Ref<Eigen::VectorXd>;
using ConstVectorRef = Eigen::Ref<const Eigen::VectorXd>;

inline constexpr double kInfinity = std::numeric_limits<double>::infinity();

}  // namespace prognos

#endif  // PROGNOS_FORECAST_SERIES_EIGEN_TYPES_H_
