#include "forecast/service/paging.h"

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/status_matchers.h"

namespace prognos::service {
namespace {

using testing::HasSubstr;

const PageTokens kTokens(std::string(32, 'k'));

TEST(PageTokensTest, ATokenBelongsToItsRequest) {
  const std::string token = kTokens.Make("list a", "position 7");
  EXPECT_EQ(*kTokens.Parse("list a", token), "position 7");
  EXPECT_THAT(kTokens.Parse("list b", token), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(kTokens.Parse("list a", "%%%"), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(kTokens.Parse("list a", "QUJD"), StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("page_token")));
  EXPECT_EQ(*kTokens.Parse("list a", ""), "");
}

// The mark was a plain digest of the request: anybody could put a position of his own behind it.
TEST(PageTokensTest, ATokenMadeWithoutTheKeyIsRefused) {
  const PageTokens others(std::string(32, 'x'));
  EXPECT_THAT(kTokens.Parse("list a", others.Make("list a", "-1")), StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST(PageTokensTest, ATokenWhosePositionWasChangedIsRefused) {
  std::string bytes;
  ASSERT_TRUE(absl::WebSafeBase64Unescape(kTokens.Make("list a", "7"), &bytes));
  bytes.back() = '8';
  EXPECT_THAT(kTokens.Parse("list a", absl::WebSafeBase64Escape(bytes)), StatusIs(absl::StatusCode::kInvalidArgument));
}

// "ab" + "c" and "a" + "bc" are the same bytes in a row.
TEST(PageTokensTest, TheEndOfTheRequestCannotBeReadAsPosition) {
  EXPECT_THAT(kTokens.Parse("list", kTokens.Make("list a", "7")), StatusIs(absl::StatusCode::kInvalidArgument));
  std::string bytes;
  ASSERT_TRUE(absl::WebSafeBase64Unescape(kTokens.Make("ab", "c"), &bytes));
  const std::string moved = absl::StrCat(bytes.substr(0, 16), "bc");
  EXPECT_THAT(kTokens.Parse("a", absl::WebSafeBase64Escape(moved)), StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST(PageTokensTest, ANumberIsWholeAndNotNegative) {
  EXPECT_EQ(*kTokens.ParseNumber("list", ""), 0);
  EXPECT_EQ(*kTokens.ParseNumber("list", kTokens.Make("list", "12")), 12);
  EXPECT_THAT(kTokens.ParseNumber("list", kTokens.Make("list", "-1")), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(kTokens.ParseNumber("list", kTokens.Make("list", "1x")), StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST(PagingTest, PageSizesStayWithinTheirLimits) {
  EXPECT_EQ(*PageSize(0, 100, 1000), 100);
  EXPECT_EQ(*PageSize(7, 100, 1000), 7);
  EXPECT_EQ(*PageSize(5000, 100, 1000), 1000);
  EXPECT_THAT(PageSize(-1, 100, 1000), StatusIs(absl::StatusCode::kInvalidArgument));
}

}  // namespace
}  // namespace prognos::service
