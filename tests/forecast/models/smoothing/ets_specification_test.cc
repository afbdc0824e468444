#include "forecast/models/smoothing/ets_specification.h"

#include "gtest/gtest.h"

namespace prognos::models {
namespace {

using enum EtsComponent;

TEST(EtsSpecificationTest, IsWrittenInTheNotationOfTheField) {
  EXPECT_EQ((EtsSpecification{kAdditive, kNone, false, kNone}.ToString()), "ETS(A,N,N)");
  EXPECT_EQ((EtsSpecification{kAdditive, kAdditive, true, kMultiplicative}.ToString()), "ETS(A,Ad,M)");
  EXPECT_EQ((EtsSpecification{kMultiplicative, kMultiplicative, false, kAdditive}.ToString()), "ETS(M,M,A)");
}

TEST(EtsSpecificationTest, CountsWhatIsEstimated) {
  // Level: alpha and l; with the variance 3.
  EXPECT_EQ((EtsSpecification{kAdditive, kNone, false, kNone}.num_parameters()), 3);
  // alpha, beta, gamma, phi; l, b and eleven seasonal terms; the variance: 4 + 13 + 1.
  EXPECT_EQ((EtsSpecification{kAdditive, kAdditive, true, kAdditive}.num_parameters()), 18);
  // alpha, gamma; l and eleven; the variance: 2 + 12 + 1.
  EXPECT_EQ((EtsSpecification{kMultiplicative, kNone, false, kMultiplicative}.num_parameters()), 15);
}

TEST(EtsSpecificationTest, FifteenMethodsWithoutMultiplicativeTrendAreStable) {
  // Additive errors: three trends x two seasons = 6. Multiplicative errors: 3 x 3 = 9.
  int stable = 0;
  for (const EtsComponent error : {kAdditive, kMultiplicative}) {
    for (const EtsComponent season : {kNone, kAdditive, kMultiplicative}) {
      stable += EtsSpecification{error, kNone, false, season}.is_stable();
      stable += EtsSpecification{error, kAdditive, false, season}.is_stable();
      stable += EtsSpecification{error, kAdditive, true, season}.is_stable();
    }
  }
  EXPECT_EQ(stable, 15);
  EXPECT_FALSE((EtsSpecification{kMultiplicative, kMultiplicative, true, kAdditive}.is_stable()));
  EXPECT_TRUE((EtsSpecification{kMultiplicative, kMultiplicative, true, kMultiplicative}.is_stable()));
}

TEST(EtsSpecificationTest, AnyMultiplicativePartNeedsPositiveData) {
  EXPECT_FALSE((EtsSpecification{kAdditive, kAdditive, true, kAdditive}.needs_positive_data()));
  EXPECT_TRUE((EtsSpecification{kMultiplicative, kNone, false, kNone}.needs_positive_data()));
  EXPECT_TRUE((EtsSpecification{kAdditive, kMultiplicative, false, kNone}.needs_positive_data()));
  EXPECT_TRUE((EtsSpecification{kAdditive, kNone, false, kMultiplicative}.needs_positive_data()));
}

}  // namespace
}  // namespace prognos::models
