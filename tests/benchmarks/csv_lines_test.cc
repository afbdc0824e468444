#include "benchmarks/csv_lines.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/status_matchers.h"

namespace prognos::benchmarks {
namespace {

TEST(CsvLinesTest, LinesKeepTheirNumbersWhateverIsLeftOut) {
  const std::string text = "b,a,note\r\n\n1,2,x\r\n3,4\n";
  PROGNOS_ASSERT_OK_AND_ASSIGN(const std::vector<CsvLine> lines, SplitCsv(text, {"a", "b"}));
  ASSERT_EQ(lines.size(), 2u);
  EXPECT_EQ(lines[0].number, 3);
  EXPECT_EQ(lines[0].cells.at("a"), "2");
  EXPECT_EQ(lines[0].cells.at("b"), "1");
  EXPECT_EQ(lines[1].number, 4);
  EXPECT_TRUE(lines[1].cells.empty());
}

TEST(CsvLinesTest, AHeaderWithoutAColumnIsTold) {
  EXPECT_THAT(SplitCsv("a\n1\n", {"a", "b"}).status(),
              StatusIs(absl::StatusCode::kInvalidArgument, testing::HasSubstr("line 1: needs the columns a,b")));
  EXPECT_THAT(SplitCsv("\n\n", {"a"}).status(),
              StatusIs(absl::StatusCode::kInvalidArgument, testing::HasSubstr("line 1")));
}

}  // namespace
}  // namespace prognos::benchmarks
