#include "forecast/models/autoregression.h"

#include <Eigen/LU>
#include <cmath>

#include "gtest/gtest.h"

namespace prognos::models {
namespace {

// The covariance of AR(1) errors with innovations of variance 1: phi^|s - t| / (1 - phi^2).
Matrix Covariance(double phi, const std::vector<int>& months) {
  Matrix covariance(months.size(), months.size());
  for (size_t a = 0; a < months.size(); ++a) {
    for (size_t b = 0; b < months.size(); ++b) {
      covariance(static_cast<Eigen::Index>(a), static_cast<Eigen::Index>(b)) =
          std::pow(phi, std::abs(months[a] - months[b])) / (1.0 - phi * phi);
    }
  }
  return covariance;
}

const std::vector<int> kMonthsWithGaps = {0, 1, 2, 5, 6, 11};

TEST(AutoregressionTest, WhiteningTurnsTheCovarianceIntoTheIdentityAcrossGaps) {
  for (const double phi : {-0.5, 0.0, 0.6, 0.95}) {
    const Matrix covariance = Covariance(phi, kMonthsWithGaps);
    const AutoregressiveWhitening whitening(phi, kMonthsWithGaps);
    const Matrix factor = whitening.Apply(Matrix::Identity(6, 6));  // The whitening as a matrix W: W C W' = I.
    EXPECT_TRUE((factor * covariance * factor.transpose()).isIdentity(1e-10)) << phi;
  }
}

TEST(AutoregressionTest, TheLogDeterminantIsThatOfTheCovariance) {
  for (const double phi : {-0.5, 0.0, 0.6, 0.95}) {
    const Matrix covariance = Covariance(phi, kMonthsWithGaps);
    const double expected = std::log(covariance.determinant());
    EXPECT_NEAR(AutoregressiveWhitening(phi, kMonthsWithGaps).LogDeterminant(), expected, 1e-9) << phi;
  }
}

TEST(AutoregressionTest, DiscountWeighsRowsByTheirDistanceFromTheLast) {
  // Half a month after month: the last has weight 1, five months before 1/32, and so on; rows carry the square root.
  const AutoregressiveWhitening whitening(0.0, {0, 3, 5}, 0.5);
  EXPECT_TRUE(whitening.row_weights().isApprox(Eigen::Vector3d(1.0 / 32.0, 0.25, 1.0)));
  const Matrix ones = Matrix::Ones(3, 1);
  EXPECT_TRUE(whitening.Apply(ones).isApprox(Eigen::Vector3d(std::sqrt(1.0 / 32.0), 0.5, 1.0)));
}

TEST(AutoregressionTest, VarianceAheadIsTheGeometricSum) {
  // 1 + 0.25 + 0.0625 at phi = 1/2, three steps.
  EXPECT_DOUBLE_EQ(AutoregressiveVariance(0.5, 3), 1.3125);
  EXPECT_DOUBLE_EQ(AutoregressiveVariance(0.0, 7), 1.0);
}

}  // namespace
}  // namespace prognos::models
