#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/client/fake_prognosd.h"

namespace prognos::client {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

v1::PeriodLine& AddPeriodLine(const char* activity, v1::Measure measure, int64_t last_year, int64_t year,
                              int64_t before, int64_t twelve, FakePrognosd& service) {
  v1::PeriodLine& line = *service.ledger.ComparePeriods_.response.add_lines();
  if (*activity != '\0') line.set_activity(absl::StrCat("organizations/exempelby/activities/", activity));
  line.set_display_name(activity);
  line.set_measure(measure);
  line.set_last_year_to_date(last_year);
  line.set_year_to_date(year);
  line.set_twelve_months_before(before);
  line.set_twelve_months(twelve);
  return line;
}

// Two activities of 1 400 and 2 700 kronor, which are 1 and 3 tkr by themselves and 4 together.
void HoldPeriods(FakePrognosd& service) {
  service.ledger.ComparePeriods_.response.set_until_month("2022-08");
  for (const v1::Measure measure : {v1::MEASURE_COST, v1::MEASURE_NET}) {
    AddPeriodLine("", measure, 410'000, 820'000, 500'000, 900'000, service);
    AddPeriodLine("Barn", measure, 140'000, 280'000, 200'000, 400'000, service);
    AddPeriodLine("Vuxen", measure, 270'000, 540'000, 300'000, 500'000, service);
  }
  v1::PeriodLine& volume = AddPeriodLine("Barn", v1::MEASURE_VOLUME, 30'000, 45'500, 40'000, 60'000, service);
  volume.set_series("organizations/exempelby/series/barn.dygn");
  volume.set_unit("dygn");
}

TEST(RollingTest, HoldsTheYearAgainstTheLastAndTwelveMonthsAgainstTwelve) {
  FakePrognosd service;
  HoldPeriods(service);
  const Outcome outcome = service.Run({"rullande"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("Bokfört till och med 2022-08 · nettokostnad · tkr"));
  EXPECT_THAT(outcome.out, HasSubstr("jan–aug"));
  // 4,1 tkr last year, 8,2 now: 4 and 8, and twice as much.
  EXPECT_THAT(outcome.out, ::testing::ContainsRegex("Summa +4 +8 +4 +100,0[^ ]+ +5 +9 +4 +80,0"));
  EXPECT_THAT(outcome.out, ::testing::ContainsRegex("Barn: dygn +30,0 +45,5 +15,5 +51,7[^ ]+ +40,0 +60,0 +20,0 +50,0"));
  EXPECT_THAT(service.Run({"rolling", "--language", "en"}).out, HasSubstr("Booked up to 2022-08 · net cost · tkr"));
}

// Of the year 1 400 kronor for 30 days and 2 800 for 45,5; of twelve months 2 000 for 40 and 4 000 for 60.
TEST(RollingTest, AUnitCostsWhatItsActivityCostsDividedByIt) {
  FakePrognosd service;
  HoldPeriods(service);
  v1::PeriodLine& volume = *service.ledger.ComparePeriods_.response.mutable_lines()->rbegin();
  volume.set_last_counted_month("2022-08");
  EXPECT_THAT(service.Run({"rullande"}).out,
              ::testing::ContainsRegex("Kronor per enhet [^\n]*\nBarn: dygn +47 +62 +15 +31,9[^ ]+ +50 +67 +17 +33,3"));
  // Counted to July only: of the newest periods nothing can be said; the unit seemed a third dearer than it is.
  volume.set_last_counted_month("2022-07");
  EXPECT_THAT(service.Run({"rullande"}).out,
              ::testing::ContainsRegex("Kronor per enhet [^\n]*\nBarn: dygn +47 +– +– +– +50 +– +– +–"));
}

// Vuxen with a frame of its own stands beside the sum, and all together below it.
TEST(RollingTest, FramesOfTheirOwnStandBesideTheSum) {
  FakePrognosd service;
  HoldPeriods(service);
  v1::ComparePeriodsResponse& response = service.ledger.ComparePeriods_.response;
  for (v1::PeriodLine& line : *response.mutable_lines()) line.set_own_frame(line.display_name() == "Vuxen");
  for (const v1::Measure measure : {v1::MEASURE_COST, v1::MEASURE_NET}) {
    AddPeriodLine("", measure, 140'000, 280'000, 200'000, 400'000, service).set_without_frames(true);
  }
  const std::string out = service.Run({"rullande"}).out;
  EXPECT_THAT(out, ::testing::ContainsRegex("Barn +1 +3 [^\n]*\nSumma +1 +3 [^\n]*\nVuxen +3 +5 [^\n]*\n"));
  EXPECT_THAT(out, ::testing::ContainsRegex("Tillsammans +4 +8 "));
  EXPECT_THAT(service.Run({"rullande", "--format", "csv"}).out, HasSubstr("Tillsammans;netto"));
}

TEST(RollingTest, WhatIsNotKnownIsADashAndHasNoIncrease) {
  FakePrognosd service;
  service.ledger.ComparePeriods_.response.set_until_month("2022-01");
  for (const v1::Measure measure : {v1::MEASURE_COST, v1::MEASURE_NET}) {
    AddPeriodLine("", measure, 0, 820'000, 0, 900'000, service).clear_twelve_months_before();
  }
  const Outcome outcome = service.Run({"rullande", "--till", "2022-01"});
  EXPECT_THAT(outcome.out, ::testing::ContainsRegex("Summa +0 +8 +8 +– +– +9 +– +–"));
  EXPECT_THAT(outcome.out, Not(HasSubstr("jan–jan")));
  EXPECT_THAT(outcome.out, Not(HasSubstr("Volymer")));
  EXPECT_EQ(service.ledger.ComparePeriods_.requests.at(0).until_month(), "2022-01");
}

// What was recorded within the last second is not left out.
TEST(RollingTest, AMomentKeepsThePartsOfItsSecond) {
  FakePrognosd service;
  HoldPeriods(service);
  const Outcome outcome = service.Run({"rullande", "--per", "2022-09-15T08:00:00.25Z"});
  ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
  const google::protobuf::Timestamp& as_of = service.ledger.ComparePeriods_.requests.at(0).as_of();
  EXPECT_EQ(as_of.seconds(), 1'663'228'800);
  EXPECT_EQ(as_of.nanos(), 250'000'000);
}

TEST(RollingTest, ProgramsGetEveryMeasureInKronor) {
  FakePrognosd service;
  HoldPeriods(service);
  const Outcome outcome = service.Run({"rullande", "--format", "csv"});
  EXPECT_THAT(outcome.out, HasSubstr("Barn;Barn;netto;;;2022-08;1400,00;2800,00;2000,00;4000,00;0;netto\n"));
  EXPECT_THAT(outcome.out, HasSubstr("Barn;Barn;volym;barn.dygn;dygn;2022-08;30,000;45,500;40,000;60,000;0;rad\n"));
}

// Barn has 1 000 kronor of its own beside the 400 below it: those are a row, so that the rows add up to the sum.
TEST(RollingTest, CsvTellsWhatIsBookedOnAnActivityItselfAsARow) {
  FakePrognosd service;
  service.ledger.ComparePeriods_.response.set_until_month("2022-08");
  AddPeriodLine("", v1::MEASURE_COST, 140'000, 140'000, 140'000, 140'000, service);
  AddPeriodLine("Barn", v1::MEASURE_COST, 140'000, 140'000, 140'000, 140'000, service);
  v1::PeriodLine& below = AddPeriodLine("Boende", v1::MEASURE_COST, 40'000, 40'000, 40'000, 40'000, service);
  below.set_parent("organizations/exempelby/activities/Barn");
  below.set_depth(1);
  EXPECT_THAT(service.Run({"rullande", "--format", "csv"}).out,
              ::testing::EndsWith("tolv_manader;niva;radtyp\n"
                                  ";Summa;kostnad;;;2022-08;1400,00;1400,00;1400,00;1400,00;0;summa\n"
                                  "Barn;Barn;kostnad;;;2022-08;1400,00;1400,00;1400,00;1400,00;0;grupp\n"
                                  "Barn;Direkt bokfört;kostnad;;;2022-08;1000,00;1000,00;1000,00;1000,00;1;rad\n"
                                  "Boende;Boende;kostnad;;;2022-08;400,00;400,00;400,00;400,00;1;rad\n"));
}

// 2030 lies beyond the books: twelve months of nothing were once told as a fall by 100 %.
TEST(RollingTest, AMonthAfterTheLastThatIsBookedIsRefused) {
  FakePrognosd service;
  HoldPeriods(service);
  const Outcome outcome = service.Run({"rullande", "--till", "2030-01"});
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_EQ(outcome.out, "");
  EXPECT_EQ(outcome.err,
            "prognos: inget är bokfört till och med 2030-01: det senaste är från 2022-08\n"
            "Skriv --till 2022-08 eller tidigare, eller utelämna --till.\n");
  EXPECT_EQ(service.ledger.ComparePeriods_.requests.at(1).until_month(), "");
  EXPECT_EQ(service.Run({"rullande", "--till", "2022-08"}).exit_code, 0);
}

}  // namespace
}  // namespace prognos::client
