#include "forecast/models/arima/arima_order.h"

#include "gtest/gtest.h"
#include "tests/forecast/models/sample_series.h"

namespace prognos::models {
namespace {

TEST(ArimaOrderTest, IsWrittenInTheUsualNotation) {
  EXPECT_EQ((ArimaOrder{.p = 2, .d = 1, .q = 3}.ToString()), "ARIMA(2,1,3)");
  EXPECT_EQ((ArimaOrder{.constant = true}.ToString()), "ARIMA(0,0,0) with mean");
  EXPECT_EQ((ArimaOrder{.q = 1, .seasonal_p = 2, .seasonal_d = 1, .constant = true}.ToString()),
            "ARIMA(0,0,1)(2,1,0)[12] with drift");
}

// phi_22 = -0.3, phi_21 = 0.5 - (-0.3)(0.5) = 0.65.
TEST(ArimaOrderTest, DurbinLevinsonByHand) {
  const Vector phi = CoefficientsFromPartial(Values({0.5, -0.3}));
  EXPECT_NEAR(phi[0], 0.65, 1e-15);
  EXPECT_NEAR(phi[1], -0.3, 1e-15);
}

// (1 - 0.5 z)(1 + 0.25 z) = 1 - 0.25 z - 0.125 z^2 has the roots 2 and -4.
TEST(ArimaOrderTest, RootsAreOutsideUpToTheSmallest) {
  EXPECT_TRUE(RootsLieOutside(Values({0.25, 0.125}), 1.999));
  EXPECT_FALSE(RootsLieOutside(Values({0.25, 0.125}), 2.001));
  EXPECT_FALSE(RootsLieOutside(Values({1.0}), 1.0));
  EXPECT_TRUE(RootsLieOutside(Vector(), 1.5));
}

TEST(ArimaOrderTest, AnyPartialAutocorrelationsInsideOneGiveAStationaryModel) {
  for (const double a : {-0.99, -0.4, 0.7, 0.99}) {
    for (const double b : {-0.95, 0.3, 0.99}) {
      for (const double c : {-0.99, 0.2, 0.9})
        EXPECT_TRUE(RootsLieOutside(CoefficientsFromPartial(Values({a, b, c})), 1.0));
    }
  }
}

// (1 - 0.5 B)(1 - 0.4 B^12) = 1 - 0.5 B - 0.4 B^12 + 0.2 B^13;
// (1 - 0.3 B)(1 - 0.6 B^12) = 1 - 0.3 B - 0.6 B^12 + 0.18 B^13.
TEST(ArimaOrderTest, SeasonalPolynomialsAreMultiplied) {
  const ArimaOrder order{.p = 1, .q = 1, .seasonal_p = 1, .seasonal_q = 1};
  const ArmaCoefficients coefficients = ExpandPolynomials(order, Values({0.5, 0.3, 0.4, 0.6}));
  ASSERT_EQ(coefficients.ar.size(), 13);
  ASSERT_EQ(coefficients.ma.size(), 13);
  EXPECT_NEAR(coefficients.ar[0], 0.5, 1e-15);
  EXPECT_NEAR(coefficients.ar[11], 0.4, 1e-15);
  EXPECT_NEAR(coefficients.ar[12], -0.2, 1e-15);
  EXPECT_NEAR(coefficients.ma[0], -0.3, 1e-15);
  EXPECT_NEAR(coefficients.ma[11], -0.6, 1e-15);
  EXPECT_NEAR(coefficients.ma[12], 0.18, 1e-15);
  EXPECT_EQ(coefficients.ar.segment(1, 10), Vector::Zero(10));
}

// (1 - B)(1 - B^12) = 1 - B - B^12 + B^13; (1 - B)^2 = 1 - 2 B + B^2.
TEST(ArimaOrderTest, DifferencesMultipliedOut) {
  const Vector both = DifferenceCoefficients({.d = 1, .seasonal_d = 1});
  Vector expected = Vector::Zero(13);
  expected[0] = expected[11] = 1.0;
  expected[12] = -1.0;
  EXPECT_EQ(both, expected);
  EXPECT_EQ(DifferenceCoefficients({.d = 2}), Vector(Values({2.0, -1.0})));
  EXPECT_EQ(DifferenceCoefficients({}).size(), 0);
}

TEST(ArimaOrderTest, ParametersAreCarriedToTheSamePlace) {
  const ArimaOrder from{.p = 2, .q = 1, .seasonal_q = 1}, to{.p = 1, .q = 2, .seasonal_p = 1, .seasonal_q = 1};
  EXPECT_EQ(CarryOver(from, Values({0.1, 0.2, 0.3, 0.4}), to), Values({0.1, 0.3, 0.0, 0.0, 0.4}));
}

TEST(ArimaOrderTest, AFurtherParameterOfZeroIsTheSameModel) {
  const ArimaOrder small{.p = 1, .q = 2}, large{.p = 3, .q = 3};
  const SmallVector partial = Values({0.5, 0.3, -0.4});
  const ArmaCoefficients before = ExpandPolynomials(small, partial);
  const ArmaCoefficients after = ExpandPolynomials(large, CarryOver(small, partial, large));
  EXPECT_EQ(after.ar.head(1), before.ar);
  EXPECT_EQ(after.ma.head(2), before.ma);
  EXPECT_EQ(after.ar.tail(2), Vector::Zero(2));
  EXPECT_EQ(after.ma.tail(1), Vector::Zero(1));
}

}  // namespace
}  // namespace prognos::models
