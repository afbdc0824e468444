#include "benchmarks/commitment_file.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/status_matchers.h"

namespace prognos::benchmarks {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr char kHeaderOfCommitments[] = "series,origin_month,start,price_per_day\n";

std::vector<BenchmarkSeries> SeriesNamed(const std::vector<std::string>& names) {
  std::vector<BenchmarkSeries> all;
  for (const std::string& name : names) all.push_back({name, {}, {}});
  return all;
}

Month April2022() { return Month::January(2022) + 3; }

// The 16th of March begins when 15 of its 31 days have passed; a month without a day is its first.
TEST(CommitmentFileTest, ReadsDaysAndMonthsInAnyOrderOfColumns) {
  PROGNOS_ASSERT_OK_AND_ASSIGN(const SeriesCommitments commitments,
                               ParseCommitments("price_per_day,note,start,origin_month,series\r\n"
                                                "3500.5,,2022-03-16,2022-04,a\r\n"
                                                "0,,2021-11,2022-04,a\n",
                                                SeriesNamed({"a"})));
  const std::vector<models::Placement>* open = commitments.Find("a", April2022());
  ASSERT_NE(open, nullptr);
  ASSERT_EQ(open->size(), 2u);
  EXPECT_DOUBLE_EQ((*open)[0].start, (April2022() - 1).index() + 15.0 / 31.0);
  EXPECT_DOUBLE_EQ((*open)[0].price_per_day, 3500.5);
  EXPECT_FALSE((*open)[0].end.has_value());
  EXPECT_DOUBLE_EQ((*open)[1].start, (April2022() - 5).index());
}

// The roll of April names a and b: then b's of August, when only a is named, is known to be empty. Of c, which it never
// names, and of May, it says nothing.
TEST(CommitmentFileTest, ASeriesThatIsNotNamedAtAnOriginHasNothingOpen) {
  PROGNOS_ASSERT_OK_AND_ASSIGN(const SeriesCommitments commitments,
                               ParseCommitments(std::string(kHeaderOfCommitments) +
                                                    "a,2022-04,2022-01,1\nb,2022-04,2022-01,1\na,2022-08,2022-01,1\n",
                                                SeriesNamed({"a", "b", "c"})));
  ASSERT_NE(commitments.Find("b", April2022() + 4), nullptr);
  EXPECT_TRUE(commitments.Find("b", April2022() + 4)->empty());
  EXPECT_EQ(commitments.Find("c", April2022()), nullptr);
  EXPECT_EQ(commitments.Find("a", April2022() + 1), nullptr);
}

TEST(CommitmentFileTest, EveryLineAtFaultIsNamed) {
  const absl::Status status = ParseCommitments(std::string(kHeaderOfCommitments) +
                                                   "c,2022-13,2022-02-30,x\n"
                                                   "a,2022-04,2022-05-01,-1\n"
                                                   "a,2022-04,2022-04-30,1\n"
                                                   "a,2022-04\n"
                                                   "a,2022-04,2022-05,nan\n"
                                                   "a,4,1890-01-01,1\n",
                                               SeriesNamed({"a"}))
                                  .status();
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("line 2: series: there is no \"c\"")));
  EXPECT_THAT(status.message(), HasSubstr("line 2: origin_month: \"2022-13\""));
  EXPECT_THAT(status.message(), HasSubstr("line 2: start: \"2022-02-30\" is not a day (YYYY-MM-DD) nor a month"));
  EXPECT_THAT(status.message(), HasSubstr("line 2: price_per_day: \"x\" is not a number"));
  EXPECT_THAT(status.message(), HasSubstr("line 3: start: 2022-05-01 lies after origin_month, 2022-04"));
  EXPECT_THAT(status.message(), HasSubstr("line 3: price_per_day: -1 must be at least 0"));
  EXPECT_THAT(status.message(), Not(HasSubstr("line 4")));
  EXPECT_THAT(status.message(), HasSubstr("line 5: wrong width"));
  EXPECT_THAT(status.message(), HasSubstr("line 6: price_per_day: \"nan\" is not a number"));
  EXPECT_THAT(status.message(), HasSubstr("line 7: origin_month: \"4\""));
  EXPECT_THAT(status.message(), HasSubstr("line 7: start: \"1890-01-01\""));
}

TEST(CommitmentFileTest, AFileWithoutCommitmentsIsTold) {
  EXPECT_THAT(ParseCommitments(kHeaderOfCommitments, {}).status(),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("no commitment")));
  EXPECT_THAT(ParseCommitments("series,start,price_per_day\n", {}).status(),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("line 1: needs the columns")));
  EXPECT_THAT(ReadCommitmentFile("/nowhere.csv", {}).status(),
              StatusIs(absl::StatusCode::kNotFound, HasSubstr("nowhere")));
}

}  // namespace
}  // namespace prognos::benchmarks
