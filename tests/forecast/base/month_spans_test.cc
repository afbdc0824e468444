#include "forecast/base/month_spans.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace prognos {
namespace {

TEST(MonthSpansTest, ASpanEndsWhereAMonthIsNotThereAndGoesOnOverNewYear) {
  const Month march = *Month::Of(2025, 3), november = *Month::Of(2025, 11);
  EXPECT_THAT(SpansOf({march, november, november + 1, november + 2}),
              testing::ElementsAre(MonthSpan{march, march}, MonthSpan{november, *Month::Of(2026, 1)}));
  EXPECT_THAT(SpansOf({}), testing::IsEmpty());
}

}  // namespace
}  // namespace prognos
