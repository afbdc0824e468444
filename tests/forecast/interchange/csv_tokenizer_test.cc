#include "forecast/interchange/csv_tokenizer.h"

#include "forecast/base/faults.h"
#include "forecast/interchange/account_rows.h"
#include "gtest/gtest.h"
#include "tests/status_matchers.h"

namespace prognos {
namespace {

using testing::ElementsAre;

using Cells = std::vector<std::string>;

// All records; the test fails on an error.
std::vector<Cells> Records(absl::string_view text, char delimiter = ';') {
  CsvTokenizer tokenizer(text, delimiter);
  CsvRecord record;
  std::vector<Cells> records;
  while (true) {
    const absl::StatusOr<bool> more = tokenizer.Next(record);
    EXPECT_THAT(more, IsOk());
    if (!more.ok() || !*more) return records;
    records.push_back(record.cells);
  }
}

absl::Status FirstError(absl::string_view text) {
  CsvTokenizer tokenizer(text, ';');
  CsvRecord record;
  while (true) {
    const absl::StatusOr<bool> more = tokenizer.Next(record);
    if (!more.ok()) return more.status();
    if (!*more) return absl::OkStatus();
  }
}

TEST(CsvTokenizerTest, EveryLineEndGivesTheSameRecords) {
  for (const absl::string_view text : {"a;b\n1;2\n", "a;b\r\n1;2\r\n", "a;b\r1;2\r", "a;b\n1;2"}) {
    EXPECT_THAT(Records(text), ElementsAre(Cells{"a", "b"}, Cells{"1", "2"}));
  }
}

TEST(CsvTokenizerTest, QuotedCellsHoldDelimitersQuotesAndLineEnds) {
  EXPECT_THAT(Records("\"a;b\";\"säg \"\"hej\"\"\";\"två\nrader\"\n"),
              ElementsAre(Cells{"a;b", "säg \"hej\"", "två\nrader"}));
  EXPECT_THAT(Records("5\" rör;x\n"), ElementsAre(Cells{"5\" rör", "x"}));
  EXPECT_THAT(Records("\"\";\"\"\"\"\n"), ElementsAre(Cells{"", "\""}));
}

TEST(CsvTokenizerTest, EmptyCellsAtTheEndsAreKept) {
  EXPECT_THAT(Records(";a;\n;;"), ElementsAre(Cells{"", "a", ""}, Cells{"", "", ""}));
}

TEST(CsvTokenizerTest, LineNumbersCountLinesWithinQuotes) {
  CsvTokenizer tokenizer("\"a\r\nb\rc\"\r\nx\r\n\r\ny", ';');
  CsvRecord record;
  std::vector<int> lines;
  while (tokenizer.Next(record).value()) lines.push_back(record.line);
  EXPECT_THAT(lines, ElementsAre(1, 4, 5, 6));
}

TEST(CsvTokenizerTest, OpenQuotesAndTextAfterQuotesAreUnreadable) {
  for (const absl::string_view text : {"a;\"b", "\"", "\"a\"\"", "\"a\"b;c"}) {
    const auto faults = FaultsFromStatus(FirstError(text));
    ASSERT_EQ(faults.size(), 1) << text;
    EXPECT_EQ(faults[0].reason, FaultReason::kUnreadable);
    EXPECT_EQ(faults[0].place, "line 1");
  }
}

TEST(CsvTokenizerTest, RecordsBeyondTheLimitAreRefused) {
  const std::string at_limit(kMaxLineBytes, 'x');
  EXPECT_THAT(FirstError(at_limit + "\n"), IsOk());
  for (const std::string& text : {at_limit + "x\n", "\"" + at_limit + "\"\n"}) {
    const auto faults = FaultsFromStatus(FirstError(text));
    ASSERT_EQ(faults.size(), 1);
    EXPECT_EQ(faults[0].reason, FaultReason::kTooLong);
  }
}

}  // namespace
}  // namespace prognos
