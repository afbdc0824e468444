#include "forecast/service/fingerprint.h"

#include "gtest/gtest.h"

namespace prognos::service {
namespace {

// Kept in stores, so it must never change: sha256sum of the bytes "m", 0, "c" (printf 'm\0c' | sha256sum).
TEST(FingerprintTest, IsSha256OfMethodZeroContent) {
  EXPECT_EQ(Fingerprint("m", "c"), "07418c60dd64e752e5897495d59fe42ffde5d99ae893831b86548550a86eea94");
}

TEST(FingerprintTest, MethodAndContentCannotBeMixedUp) {
  EXPECT_NE(Fingerprint("ab", "c"), Fingerprint("a", "bc"));
  EXPECT_NE(Fingerprint("a", ""), Fingerprint("", "a"));
}

}  // namespace
}  // namespace prognos::service
