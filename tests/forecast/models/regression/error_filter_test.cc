#include "forecast/models/regression/error_filter.h"

#include <Eigen/LU>
#include <cmath>
#include <numeric>

#include "forecast/models/arima/arma_whitening.h"
#include "gtest/gtest.h"

namespace prognos::models {
namespace {

constexpr ErrorProcess kProcesses[] = {{-0.5, 0.0}, {0.0, 0.0}, {0.6, 0.0},  {0.95, 0.0},
                                       {0.9, -0.6}, {0.5, 0.4}, {0.0, -0.8}, {-0.4, 0.9}};

// gamma(0) = (1 + 2 phi theta + theta^2) / (1 - phi^2), gamma(k) = phi^(k - 1) (1 + phi theta)(phi + theta) / (1 -
// phi^2) at innovations of variance 1 (Box & Jenkins 1970, section 3.4.3).
double Autocovariance(const ErrorProcess& process, int lag) {
  const auto [phi, theta] = process;
  const double common = 1.0 / (1.0 - phi * phi);
  if (lag == 0) return common * (1.0 + 2.0 * phi * theta + theta * theta);
  return common * std::pow(phi, lag - 1) * (1.0 + phi * theta) * (phi + theta);
}

Matrix Covariance(const ErrorProcess& process, const std::vector<int>& months) {
  const Eigen::Index size = static_cast<Eigen::Index>(months.size());
  Matrix covariance(size, size);
  for (Eigen::Index a = 0; a < size; ++a) {
    for (Eigen::Index b = 0; b < size; ++b) {
      covariance(a, b) =
          Autocovariance(process, std::abs(months[static_cast<size_t>(a)] - months[static_cast<size_t>(b)]));
    }
  }
  return covariance;
}

const std::vector<int> kMonthsWithGaps = {0, 1, 2, 5, 6, 11};

Vector SomeErrors() { return (Vector(6) << 1.0, -0.5, 2.0, 0.3, -1.2, 0.7).finished(); }

TEST(ErrorFilterTest, WhiteningTurnsTheCovarianceIntoTheIdentityAcrossGaps) {
  for (const ErrorProcess& process : kProcesses) {
    const ErrorFilter filter(process, kMonthsWithGaps);
    const Matrix factor = filter.Apply(Matrix::Identity(6, 6));  // The whitening as a matrix W: W C W' = I.
    EXPECT_TRUE((factor * Covariance(process, kMonthsWithGaps) * factor.transpose()).isIdentity(1e-10))
        << process.phi << " " << process.theta;
  }
}

TEST(ErrorFilterTest, TheLogDeterminantIsThatOfTheCovariance) {
  for (const ErrorProcess& process : kProcesses) {
    const double expected = std::log(Covariance(process, kMonthsWithGaps).determinant());
    EXPECT_NEAR(ErrorFilter(process, kMonthsWithGaps).LogDeterminant(), expected, 1e-9)
        << process.phi << " " << process.theta;
  }
}

TEST(ErrorFilterTest, WithoutGapsItIsTheFactorizationOfAnyOrder) {
  std::vector<int> months(30);
  std::iota(months.begin(), months.end(), 0);
  Matrix values(30, 1);
  for (int row = 0; row < 30; ++row) values(row, 0) = std::sin(1.7 * row) + 0.1 * row;
  const ErrorProcess process{0.8, -0.5};
  const ErrorFilter filter(process, months);
  const ArmaWhitening whitening({Vector::Constant(1, process.phi), Vector::Constant(1, process.theta)}, 30);
  Matrix errors = values;
  whitening.Whiten(errors);
  EXPECT_NEAR(filter.Apply(values).squaredNorm(), errors.squaredNorm(), 1e-8);
  EXPECT_NEAR(filter.LogDeterminant(), whitening.LogDeterminant(30), 1e-8);
}

// The mean and variance of u(12) given the six known months: c' C^-1 u and gamma(0) - c' C^-1 c, of which the new error
// itself is 1.
TEST(ErrorFilterTest, TheMonthAfterIsTheConditionalExpectation) {
  for (const ErrorProcess& process : kProcesses) {
    const Matrix inverse = Covariance(process, kMonthsWithGaps).inverse();
    Vector across(6);
    for (int row = 0; row < 6; ++row) {
      across[row] = Autocovariance(process, 12 - kMonthsWithGaps[static_cast<size_t>(row)]);
    }
    const ErrorFilter filter(process, kMonthsWithGaps);
    EXPECT_NEAR(filter.ExpectedNext(SomeErrors())[0], across.dot(inverse * SomeErrors()), 1e-10) << process.theta;
    EXPECT_NEAR(filter.next_variance(), Autocovariance(process, 0) - across.dot(inverse * across) - 1.0, 1e-10)
        << process.theta;
  }
}

TEST(ErrorFilterTest, ErrorsComeBackFromWhatWasNewInThem) {
  for (const ErrorProcess& process : kProcesses) {
    const ErrorFilter filter(process, kMonthsWithGaps);
    const Vector innovations = SomeErrors() - filter.Expected(SomeErrors());
    EXPECT_EQ(filter.Expected(SomeErrors())[0], 0.0);
    EXPECT_TRUE(filter.FromInnovations(innovations).isApprox(SomeErrors(), 1e-12)) << process.theta;
  }
}

TEST(ErrorFilterTest, DiscountWeighsRowsByTheirDistanceFromTheLast) {
  // Half a month after month: the last has weight 1, five months before 1/32, and so on; rows carry the square root.
  const ErrorFilter filter({}, {0, 3, 5}, 0.5);
  EXPECT_TRUE(filter.row_weights().isApprox(Eigen::Vector3d(1.0 / 32.0, 0.25, 1.0)));
  const Matrix ones = Matrix::Ones(3, 1);
  EXPECT_TRUE(filter.Apply(ones).isApprox(Eigen::Vector3d(std::sqrt(1.0 / 32.0), 0.5, 1.0)));
}

TEST(ErrorFilterTest, VarianceAheadIsTheSumOfSquaredResponses) {
  // phi = 1/2: 1 + 0.25 + 0.0625. With theta = 1/4 responses are 1, 0.75, 0.375: 1 + 0.5625 + 0.140625.
  EXPECT_DOUBLE_EQ((ErrorProcess{0.5, 0.0}.VarianceAhead(3)), 1.3125);
  EXPECT_DOUBLE_EQ((ErrorProcess{0.5, 0.25}.VarianceAhead(3)), 1.703125);
  EXPECT_DOUBLE_EQ((ErrorProcess{0.5, 0.25}.VarianceAhead(1)), 1.0);
  EXPECT_EQ((ErrorProcess{0.5, 0.25}.VarianceAhead(0)), 0.0);
  EXPECT_DOUBLE_EQ(ErrorProcess{}.VarianceAhead(7), 1.0);
}

}  // namespace
}  // namespace prognos::models
