#include "forecast/service/period_lines.h"

#include <map>
#include <string>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "forecast/base/random.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/status_matchers.h"

namespace prognos::service {
namespace {

using ::testing::ElementsAre;

const Month kPeriodsUntil = Month::January(2022) + 7;

ledger::Series PeriodSeries(const std::string& activity, Flow flow, const std::string& unit = "") {
  const std::string kind = flow == Flow::kCost ? "cost" : flow == Flow::kRevenue ? "revenue" : unit;
  return {absl::StrCat(activity, ".", kind), activity, flow, unit, ""};
}

void BookMonths(const std::string& series, Month first, Month last, int64_t value, BookedLedger& booked) {
  for (Month month = first; month <= last; month = month + 1) {
    booked.actuals.push_back({series, month, value, absl::Time(), 0, ""});
  }
}

BookedLedger BookedIn(const std::vector<ledger::Activity>& activities, std::vector<ledger::Series> series) {
  BookedLedger booked;
  booked.tree = *ledger::ActivityTree::Build(activities);
  booked.series = std::move(series);
  return booked;
}

std::string ToldPeriods(const v1::PeriodLine& line) {
  const auto text = [](bool has, int64_t value) { return has ? absl::StrCat(value) : std::string("-"); };
  return absl::StrCat(line.display_name(), " ", v1::Measure_Name(line.measure()).substr(8), " ",
                      text(line.has_last_year_to_date(), line.last_year_to_date()), " ",
                      text(line.has_year_to_date(), line.year_to_date()), " ",
                      text(line.has_twelve_months_before(), line.twelve_months_before()), " ",
                      text(line.has_twelve_months(), line.twelve_months()));
}

std::vector<std::string> ToldPeriods(const v1::ComparePeriodsResponse& response) {
  std::vector<std::string> lines;
  for (const v1::PeriodLine& line : response.lines()) lines.push_back(ToldPeriods(line));
  return lines;
}

// Vuxen costs 10 a month from January 2021 and gets 1 a month in 2022; its child Boende costs 5 from April 2022 on.
BookedLedger TwoLevels() {
  BookedLedger booked = BookedIn({{"vuxen", "", "Vuxen"}, {"boende", "vuxen", "Boende"}},
                                 {PeriodSeries("vuxen", Flow::kCost), PeriodSeries("vuxen", Flow::kRevenue),
                                  PeriodSeries("boende", Flow::kCost), PeriodSeries("boende", Flow::kVolume, "dygn")});
  BookMonths("vuxen.cost", Month::January(2021), kPeriodsUntil, 10, booked);
  BookMonths("vuxen.revenue", Month::January(2022), kPeriodsUntil, 1, booked);
  BookMonths("boende.cost", Month::January(2022) + 3, kPeriodsUntil, 5, booked);
  BookMonths("boende.dygn", Month::January(2022) + 3, kPeriodsUntil, 30'000, booked);
  return booked;
}

TEST(PeriodLinesTest, SumsUpTheTreeForEachPeriod) {
  v1::ComparePeriodsResponse response;
  ASSERT_TRUE(FillPeriodLines("o", TwoLevels(), std::nullopt, 0, response).ok());
  EXPECT_EQ(response.until_month(), "2022-08");
  // The ledger begins in January 2021: the twelve months September 2020 - August 2021 are not all known. A cost that
  // begins in April is zero before, and so is what is counted since.
  EXPECT_THAT(ToldPeriods(response),
              ElementsAre(" COST 80 105 - 145", " REVENUE 0 8 - 8", " NET 80 97 - 137", "Vuxen COST 80 105 - 145",
                          "Vuxen REVENUE 0 8 - 8", "Vuxen NET 80 97 - 137", "Boende COST 0 25 - 25",
                          "Boende NET 0 25 - 25", "Boende VOLUME 0 150000 - 150000"));
}

// Bistånd has a frame of its own: 3 a month, beside Vuxen's 10.
TEST(PeriodLinesTest, TheSumIsToldWithoutFramesToo) {
  BookedLedger booked = BookedIn({{"vuxen", "", "Vuxen"}, {"bistand", "", "Bistånd", 1, /*own_frame=*/true}},
                                 {PeriodSeries("vuxen", Flow::kCost), PeriodSeries("bistand", Flow::kCost)});
  BookMonths("vuxen.cost", Month::January(2021), kPeriodsUntil, 10, booked);
  BookMonths("bistand.cost", Month::January(2021), kPeriodsUntil, 3, booked);
  v1::ComparePeriodsResponse response;
  ASSERT_TRUE(FillPeriodLines("o", booked, std::nullopt, 0, response).ok());
  EXPECT_THAT(ToldPeriods(response), ElementsAre(" COST 104 104 - 156", " NET 104 104 - 156", " COST 80 80 - 120",
                                                 " NET 80 80 - 120", "Vuxen COST 80 80 - 120", "Vuxen NET 80 80 - 120",
                                                 "Bistånd COST 24 24 - 36", "Bistånd NET 24 24 - 36"));
  EXPECT_FALSE(response.lines(1).without_frames());
  EXPECT_TRUE(response.lines(3).without_frames());
  EXPECT_FALSE(response.lines(5).own_frame());
  EXPECT_TRUE(response.lines(7).own_frame());
}

TEST(PeriodLinesTest, AVolumeSaysHowFarItIsCounted) {
  BookedLedger booked = TwoLevels();
  booked.actuals.pop_back();  // The days of August.
  v1::ComparePeriodsResponse response;
  ASSERT_TRUE(FillPeriodLines("o", booked, std::nullopt, 0, response).ok());
  EXPECT_EQ(response.until_month(), "2022-08");
  EXPECT_EQ(response.lines(8).last_counted_month(), "2022-07");
  EXPECT_EQ(response.lines(0).last_counted_month(), "");
}

TEST(PeriodLinesTest, AVolumeTakenUpLaterIsNotKnownBefore) {
  BookedLedger booked = TwoLevels();
  booked.series.push_back(PeriodSeries("vuxen", Flow::kVolume, "hushall"));
  BookMonths("vuxen.hushall", Month::January(2022), kPeriodsUntil, 1'000, booked);
  v1::ComparePeriodsResponse response;
  ASSERT_TRUE(FillPeriodLines("o", booked, std::nullopt, 0, response).ok());
  EXPECT_EQ(ToldPeriods(response.lines(8)), "Vuxen VOLUME - 8000 - -");
}

TEST(PeriodLinesTest, EndsWithTheMonthThatIsAsked) {
  v1::ComparePeriodsResponse response;
  ASSERT_TRUE(FillPeriodLines("o", TwoLevels(), Month::January(2022) + 1, 0, response).ok());
  EXPECT_EQ(response.until_month(), "2022-02");
  EXPECT_EQ(ToldPeriods(response.lines(2)), " NET 20 18 - 118");
}

// Of twenty months asked for, nine have twelve known months behind them: December 2021 to August 2022.
TEST(PeriodLinesTest, TwelveMonthsRollThroughTheMonthsThatTheLedgerKnows) {
  v1::ComparePeriodsResponse response;
  ASSERT_TRUE(FillPeriodLines("o", TwoLevels(), std::nullopt, 20, response).ok());
  EXPECT_THAT(response.lines(6).rolling_twelve_months(), ElementsAre(0, 0, 0, 0, 5, 10, 15, 20, 25));
  EXPECT_THAT(response.lines(4).rolling_twelve_months(), ElementsAre(0, 1, 2, 3, 4, 5, 6, 7, 8));
  EXPECT_THAT(response.lines(2).rolling_twelve_months(), ElementsAre(120, 119, 118, 117, 121, 125, 129, 133, 137));
  ASSERT_TRUE(FillPeriodLines("o", TwoLevels(), std::nullopt, 0, response).ok());
  EXPECT_THAT(response.lines(2).rolling_twelve_months(), ElementsAre());
}

TEST(PeriodLinesTest, TheLastOfTheRollingMonthsIsThatOfThePeriods) {
  v1::ComparePeriodsResponse response;
  ASSERT_TRUE(FillPeriodLines("o", TwoLevels(), std::nullopt, 2, response).ok());
  EXPECT_THAT(response.lines(0).rolling_twelve_months(), ElementsAre(140, 145));
  EXPECT_EQ(response.lines(0).twelve_months(), 145);
}

TEST(PeriodLinesTest, ALedgerThatBeginsLaterHasNothingToTell) {
  v1::ComparePeriodsResponse response;
  const absl::Status status = FillPeriodLines("o", TwoLevels(), Month::January(2020), 0, response);
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(status.message(), "nothing is booked up to the month");
}

TEST(PeriodLinesTest, AnOrganizationThatOnlyCountsIsComparedByItsVolumes) {
  BookedLedger booked = BookedIn({{"eb", "", "Bistånd"}}, {PeriodSeries("eb", Flow::kVolume, "hushall")});
  BookMonths("eb.hushall", Month::January(2020), kPeriodsUntil, 2'000, booked);
  v1::ComparePeriodsResponse response;
  ASSERT_TRUE(FillPeriodLines("o", booked, std::nullopt, 0, response).ok());
  EXPECT_THAT(ToldPeriods(response), ElementsAre("Bistånd VOLUME 16000 16000 24000 24000"));
}

// Whatever the tree, the sum is the sum of the series, and every row that of its own series and its children.
TEST(PeriodLinesTest, RandomOrganizationsAddUpToTheOre) {
  for (uint64_t seed = 1; seed <= 50; ++seed) {
    RandomGenerator random(seed);
    const int count = 2 + static_cast<int>(random.Uniform() * 8);
    std::vector<ledger::Activity> activities;
    std::vector<ledger::Series> series;
    for (int at = 0; at < count; ++at) {
      const int parent = static_cast<int>(random.Uniform() * (at + 1)) - 1;
      activities.push_back({absl::StrCat("a", at), parent < 0 ? "" : absl::StrCat("a", parent), absl::StrCat("A", at)});
      series.push_back(PeriodSeries(absl::StrCat("a", at), random.Uniform() < 0.7 ? Flow::kCost : Flow::kRevenue));
    }
    BookedLedger booked = BookedIn(activities, series);
    int64_t net_of_year = 0;
    std::map<std::string, int64_t> own;  // Net of the year so far, by activity.
    for (const ledger::Series& one : series) {
      for (int month = 0; month < 32; ++month) {
        if (random.Uniform() < 0.2) continue;
        const int64_t value = static_cast<int64_t>(random.Normal() * 1e6);
        booked.actuals.push_back({one.id, Month::January(2020) + month, value, absl::Time(), 0, ""});
        if (month < 24) continue;
        const int64_t net = one.flow == Flow::kCost ? value : -value;
        net_of_year += net;
        own[one.activity_id] += net;
      }
    }
    v1::ComparePeriodsResponse response;
    ASSERT_TRUE(FillPeriodLines("o", booked, kPeriodsUntil, 0, response).ok());
    std::map<std::string, int64_t> shown, below;
    for (const v1::PeriodLine& line : response.lines()) {
      if (line.measure() != v1::MEASURE_NET) continue;
      shown[line.activity()] = line.year_to_date();
      if (!line.activity().empty()) below[line.parent()] += line.year_to_date();
    }
    EXPECT_EQ(shown[""], net_of_year) << seed;
    EXPECT_EQ(below[""], net_of_year) << seed;
    for (const ledger::Activity& activity : activities) {
      const std::string name = absl::StrCat("organizations/o/activities/", activity.id);
      EXPECT_EQ(shown[name], own[activity.id] + below[name]) << seed << activity.id;
    }
  }
}

// 2 of staff and 1 of premises in barn, 4 of staff in vuxen, 8 without a type: a month each.
TEST(PeriodLinesTest, TheTypesOfALineAreTheLineAndOfAllActivitiesTheSum) {
  const auto typed = [](const std::string& activity, const std::string& type) {
    return ledger::Series{absl::StrCat(activity, ".cost.", type), activity, Flow::kCost, "", "", type};
  };
  BookedLedger booked = BookedIn(
      {{"ifo", "", "IFO", 0}, {"barn", "ifo", "Barn", 0}, {"vuxen", "ifo", "Vuxen", 1}, {"ovrigt", "", "Övr", 2}},
      {typed("barn", "staff"), typed("barn", "premises"), typed("vuxen", "staff"), PeriodSeries("vuxen", Flow::kCost),
       PeriodSeries("ovrigt", Flow::kCost)});
  booked.cost_types = {{"staff", "Staff", 1}, {"premises", "Premises", 2}};
  const Month first = kPeriodsUntil - 30;
  BookMonths("barn.cost.staff", first, kPeriodsUntil, 2, booked);
  BookMonths("barn.cost.premises", first, kPeriodsUntil, 1, booked);
  BookMonths("vuxen.cost.staff", first, kPeriodsUntil, 4, booked);
  BookMonths("vuxen.cost", first, kPeriodsUntil, 5, booked);
  BookMonths("ovrigt.cost", first, kPeriodsUntil, 3, booked);
  v1::ComparePeriodsResponse response;
  ASSERT_THAT(FillPeriodLines("o", booked, kPeriodsUntil, 0, response), IsOk());
  std::vector<std::string> nets;
  for (const v1::PeriodLine& line : response.lines_by_type()) {
    if (line.measure() != v1::MEASURE_NET) continue;
    nets.push_back(absl::StrCat(line.display_name(), "/", line.cost_type_display_name(), " ", line.twelve_months()));
  }
  EXPECT_THAT(nets, ElementsAre("/Staff 72", "/Premises 12", "/ 96", "IFO/Staff 72", "IFO/Premises 12", "IFO/ 60",
                                "Barn/Staff 24", "Barn/Premises 12", "Vuxen/Staff 48", "Vuxen/ 60"));
}

// What was read in without types, and again with them: zeros are left of the first, and no row of them.
TEST(PeriodLinesTest, MoneyWithoutATypeThatWasReplacedIsNoPart) {
  BookedLedger booked =
      BookedIn({{"barn", "", "Barn", 0}},
               {PeriodSeries("barn", Flow::kCost), {"barn.cost.staff", "barn", Flow::kCost, "", "", "staff"}});
  booked.cost_types = {{"staff", "Staff", 1}};
  BookMonths("barn.cost", kPeriodsUntil - 30, kPeriodsUntil, 0, booked);
  BookMonths("barn.cost.staff", kPeriodsUntil - 30, kPeriodsUntil, 2, booked);
  v1::ComparePeriodsResponse response;
  ASSERT_THAT(FillPeriodLines("o", booked, kPeriodsUntil, 0, response), IsOk());
  for (const v1::PeriodLine& line : response.lines_by_type()) EXPECT_EQ(line.cost_type_display_name(), "Staff");
  EXPECT_EQ(response.lines_by_type_size(), 4);  // Cost and net of the sum and of barn.
}

}  // namespace
}  // namespace prognos::service
