#include "forecast/service/paging.h"

#include "gtest/gtest.h"
#include "tests/status_matchers.h"

namespace prognos::service {
namespace {

TEST(PagingTest, ATokenBelongsToItsRequest) {
  const std::string token = MakePageToken("list a", "position 7");
  EXPECT_EQ(*ParsePageToken("list a", token), "position 7");
  EXPECT_THAT(ParsePageToken("list b", token), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(ParsePageToken("list a", "%%%"), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(ParsePageToken("list a", "QUJD"), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_EQ(*ParsePageToken("list a", ""), "");
}

TEST(PagingTest, PageSizesStayWithinTheirLimits) {
  EXPECT_EQ(*PageSize(0, 100, 1000), 100);
  EXPECT_EQ(*PageSize(7, 100, 1000), 7);
  EXPECT_EQ(*PageSize(5000, 100, 1000), 1000);
  EXPECT_THAT(PageSize(-1, 100, 1000), StatusIs(absl::StatusCode::kInvalidArgument));
}

}  // namespace
}  // namespace prognos::service
