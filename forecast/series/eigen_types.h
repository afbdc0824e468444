// The Eigen types used everywhere, named once.
#ifndef PROGNOS_FORECAST_SERIES_EIGEN_TYPES_H_
#define PROGNOS_FORECAST_SERIES_EIGEN_TYPES_H_

#include <Eigen/Core>

namespace prognos {

using Vector = Eigen::VectorXd;
using Matrix = Eigen::MatrixXd;
using VectorRef = Eigen::Ref<Eigen::VectorXd>;
using ConstVectorRef = Eigen::Ref<const Eigen::VectorXd>;

}  // namespace prognos

#endif  // PROGNOS_FORECAST_SERIES_EIGEN_TYPES_H_
