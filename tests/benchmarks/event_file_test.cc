#include "benchmarks/event_file.h"

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/status_matchers.h"

namespace prognos::benchmarks {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

constexpr char kHeaderOfEvents[] = "series,kind,from,to,amount,percent,probability\n";

std::vector<BenchmarkSeries> SeriesAAndB() { return {{"a", {}, {}}, {"b", {}, {}}}; }

absl::Status FaultIn(const std::string& rows) { return ParseEvents(kHeaderOfEvents + rows, SeriesAAndB()).status(); }

TEST(EventFileTest, ReadsEveryKindInAnyOrderOfColumns) {
  PROGNOS_ASSERT_OK_AND_ASSIGN(const SeriesEvents events,
                               ParseEvents("probability,percent,amount,to,from,kind,series,note\r\n"
                                           ",8.5,,,2021-07,percent,b,by law\n"
                                           "0.25,,-3000,2021-12,2021-03,step,b,\n"
                                           "\n"
                                           "1,,12,,2020-01,one-off,a,\n",
                                           SeriesAAndB()));
  ASSERT_EQ(events.size(), 2u);
  const cases::Event& price = events.at("b")[0];
  EXPECT_EQ(price.kind, cases::EventKind::kPercent);
  EXPECT_EQ(price.from.ToString(), "2021-07");
  EXPECT_FALSE(price.to.has_value());
  EXPECT_EQ(price.percent, 8.5);
  EXPECT_EQ(price.probability, 1.0);
  const cases::Event& step = events.at("b")[1];
  EXPECT_EQ(step.to->ToString(), "2021-12");
  EXPECT_EQ(step.amount, -3000.0);
  EXPECT_EQ(step.probability, 0.25);
  EXPECT_NE(step.id, price.id);
  EXPECT_EQ(events.at("a")[0].kind, cases::EventKind::kOneOff);
}

TEST(EventFileTest, ACommitmentLastsByTheDay) {
  PROGNOS_ASSERT_OK_AND_ASSIGN(const SeriesEvents events,
                               ParseEvents(absl::StrCat(kHeaderOfEvents,
                                                        "a,commitment,2021-03-15,2021-11,3800,,\n"
                                                        "a,commitment,2021-04,,4000,,\n"
                                                        "b,move,2021-03,2021-12,-500,,\n"),
                                           SeriesAAndB()));
  const cases::Event& first = events.at("a")[0];
  EXPECT_EQ(first.kind, cases::EventKind::kStay);
  EXPECT_EQ(first.stay.first_day, absl::CivilDay(2021, 3, 15));
  EXPECT_EQ(first.stay.last_day, absl::CivilDay(2021, 11, 30));
  EXPECT_EQ(first.amount, 3800.0);
  EXPECT_EQ(events.at("a")[1].stay.first_day, absl::CivilDay(2021, 4, 1));
  EXPECT_FALSE(events.at("a")[1].stay.last_day.has_value());
  EXPECT_NE(events.at("a")[1].stay.reference, first.stay.reference);
  EXPECT_EQ(events.at("b")[0].kind, cases::EventKind::kMove);
  EXPECT_EQ(events.at("b")[0].amount, -500.0);
  EXPECT_THAT(FaultIn("a,commitment,2021-02-30,,5,,\n").message(),
              HasSubstr("line 2: from: \"2021-02-30\" is not a day"));
  EXPECT_THAT(FaultIn("a,commitment,2021-03-15,2021-03-14,5,,\n").message(), HasSubstr("line 2:"));
}

TEST(EventFileTest, EveryLineAtFaultIsNamed) {
  const absl::Status status = FaultIn(
      "c,percent,2021-07,,,5,\n"
      "a,shift,2021-07,,5,,\n"
      "a,percent,2021-07,,,5,1.2\n"
      "a,percent,2021-13,,,x,\n"
      "a,step,2021-07,2021-06,5,,\n"
      "a,step,2021-07,,5,5,\n"
      "a,one-off,2021-07,,,,\n"
      "a,one-off\n"
      "b,percent,2021-07,,,5,\n"
      "b,percent,2021-07,,,6,\n");
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("line 2: series: there is no \"c\"")));
  EXPECT_THAT(status.message(),
              HasSubstr("line 3: kind: \"shift\" is not one of one-off, step, percent, move or commitment"));
  EXPECT_THAT(status.message(), HasSubstr("line 4: probability: \"1.2\" must be 0-1"));
  EXPECT_THAT(status.message(), AllOf(HasSubstr("line 5: from: \"2021-13\""), HasSubstr("line 5: percent: \"x\"")));
  EXPECT_THAT(status.message(), HasSubstr("line 6: to: \"2021-06\" lies before first"));
  EXPECT_THAT(status.message(), HasSubstr("line 7: percent: must be empty for step"));
  EXPECT_THAT(status.message(), HasSubstr("line 8: amount: \"\" is not a number"));
  EXPECT_THAT(status.message(), HasSubstr("line 9: wrong width"));
  EXPECT_THAT(status.message(), Not(HasSubstr("line 10")));
  EXPECT_THAT(status.message(), HasSubstr("line 11: from: b has a percent from 2021-07 already"));
}

TEST(EventFileTest, TwoStepsOfAMonthAreTwoDecisions) {
  EXPECT_THAT(FaultIn("a,step,2021-07,,5,,\na,step,2021-07,,7,,\n"), IsOk());
}

TEST(EventFileTest, AHeaderWithoutAColumnIsTold) {
  EXPECT_THAT(ParseEvents("series,kind,from,to,amount,percent\n", {}).status(),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("line 1: needs the columns")));
  EXPECT_THAT(ParseEvents("", {}).status(), StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("line 1")));
  EXPECT_THAT(ReadEventFile("/nowhere.csv", {}).status(), StatusIs(absl::StatusCode::kNotFound, HasSubstr("nowhere")));
}

}  // namespace
}  // namespace prognos::benchmarks
