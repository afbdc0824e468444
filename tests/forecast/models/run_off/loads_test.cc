#include "forecast/models/run_off/loads.h"

#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace prognos::models {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const Month kLoadsStart = Month::January(2022);
const absl::Time kFirstLoad = absl::FromCivil(absl::CivilDay(2022, 2, 4), absl::UTCTimeZone());

absl::Time Day(int days) { return kFirstLoad + absl::Hours(24 * days); }
RecordedValue Row(int series, int month, double value, absl::Time time) {
  return {series, kLoadsStart + (month - 1), value, time};
}

// "0: 80 > 90" of each.
std::vector<std::string> FilledOf(const Loads& loads, int series) {
  std::vector<std::string> texts;
  for (const FilledMonth& month : loads.FilledMonths(series)) {
    texts.push_back(absl::StrCat(month.age, ": ", month.booked, " > ", month.full));
  }
  return texts;
}

// Each month on the fourth day of the next: January with 90, then 98, 99, 100 at the loads after it.
std::vector<RecordedValue> FourLoads() {
  return {Row(0, 1, 90.0, Day(0)),   Row(1, 1, 50.0, Day(0)),  Row(0, 1, 98.0, Day(28)), Row(0, 2, 80.0, Day(28)),
          Row(1, 2, 55.0, Day(28)),  Row(0, 1, 99.0, Day(59)), Row(0, 3, 70.0, Day(59)), Row(1, 3, 60.0, Day(59)),
          Row(0, 1, 100.0, Day(89)), Row(0, 4, 70.0, Day(89)), Row(1, 4, 65.0, Day(89))};
}

TEST(LoadsTest, ALoadIsTheFirstTimeThatAMonthIsReached) {
  const Loads loads(2, FourLoads());
  ASSERT_EQ(loads.all().size(), 4u);
  EXPECT_EQ(loads.all()[1].newest, kLoadsStart + 1);
  EXPECT_EQ(loads.all()[1].begin, Day(28));
  EXPECT_EQ(loads.Newest(), kLoadsStart + 3);
  EXPECT_EQ(loads.EndOfLoadOf(kLoadsStart + 1), Day(59));
  EXPECT_EQ(loads.EndOfLoadOf(kLoadsStart + 3), absl::InfiniteFuture());
  EXPECT_EQ(loads.EndOfLoadOf(kLoadsStart + 4), std::nullopt);
  EXPECT_EQ(Loads(0, {}).Newest(), std::nullopt);
}

TEST(LoadsTest, AMonthIsFullAtTheThirdLoadAfterItsOwn) {
  const Loads loads(2, FourLoads());
  EXPECT_THAT(FilledOf(loads, 0), ElementsAre("2: 99 > 100", "1: 98 > 100", "0: 90 > 100"));
  EXPECT_THAT(FilledOf(loads, 1), ElementsAre("2: 50 > 50", "1: 50 > 50", "0: 50 > 50"));
  std::vector<RecordedValue> by_march = FourLoads();
  by_march.resize(8);
  EXPECT_THAT(FilledOf(Loads(2, by_march), 0), IsEmpty());
}

TEST(LoadsTest, ALedgerLoadedOnceTeachesNothing) {
  std::vector<RecordedValue> rows;
  for (int month = 1; month <= 12; ++month) rows.push_back(Row(0, month, 100.0, Day(0)));
  const Loads loads(1, rows);
  EXPECT_EQ(loads.all().size(), 1u);
  EXPECT_THAT(loads.FilledMonths(0), IsEmpty());
  EXPECT_EQ(loads.EndOfLoadOf(kLoadsStart + 3), std::nullopt);  // April was never the newest.
}

TEST(LoadsTest, TheFirstLoadTeachesOfAllAgesThatItHas) {
  std::vector<RecordedValue> rows;
  for (int month = 1; month <= 3; ++month) rows.push_back(Row(0, month, 90.0, Day(0)));
  for (int month = 4; month <= 6; ++month) rows.push_back(Row(0, month, 90.0, Day(30 * (month - 3))));
  // January is full at the load of April, two months old at the first; February one month, March none.
  EXPECT_THAT(FilledOf(Loads(1, rows), 0),
              ElementsAre("2: 90 > 90", "2: 90 > 90", "1: 90 > 90", "2: 90 > 90", "1: 90 > 90", "0: 90 > 90"));
}

TEST(LoadsTest, ACorrectionOfAFullMonthIsNoGrowth) {
  std::vector<RecordedValue> rows;
  for (int month = 1; month <= 8; ++month) {
    rows.push_back(Row(0, month, 100.0, Day(30 * month)));
    if (month == 8) rows.push_back(Row(0, 2, 40.0, Day(30 * month)));
  }
  for (const FilledMonth& month : Loads(1, rows).FilledMonths(0)) EXPECT_EQ(month.booked, month.full) << month.age;
}

TEST(LoadsTest, ALoadThatSkipsMonthsTeachesNothing) {
  const Loads loads(1, {Row(0, 1, 100.0, Day(0)), Row(0, 1, 120.0, Day(90)), Row(0, 2, 100.0, Day(90)),
                        Row(0, 3, 100.0, Day(90)), Row(0, 4, 100.0, Day(90))});
  EXPECT_EQ(loads.all().size(), 2u);
  EXPECT_THAT(loads.FilledMonths(0), IsEmpty());
}

TEST(LoadsTest, AMonthOfAFewVouchersIsNotReached) {
  std::vector<RecordedValue> rows;
  for (int series = 0; series < 4; ++series) rows.push_back(Row(series, 1, 100.0, Day(0)));
  rows.push_back(Row(0, 2, 5.0, Day(1)));  // Rent paid beforehand.
  EXPECT_EQ(Loads(4, rows).all().size(), 1u);
  rows.push_back(Row(1, 2, 90.0, Day(28)));
  EXPECT_EQ(Loads(4, rows).all().size(), 2u);
}

TEST(LoadsTest, LoadsAreComparedAfterTheSameTime) {
  // Ten days after its load January had a late invoice; April has lasted one day so far.
  std::vector<RecordedValue> rows = FourLoads();
  rows.push_back(Row(0, 1, 95.0, Day(10)));
  std::stable_sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) { return a.time < b.time; });
  EXPECT_EQ(Loads(2, rows).FilledMonths(0).back().booked, 90.0);
  rows.push_back(Row(0, 4, 74.0, Day(89 + 11)));
  EXPECT_EQ(Loads(2, rows).FilledMonths(0).back().booked, 95.0);
}

TEST(LoadsTest, AMonthWithoutARowIsZeroOnceTheSeriesHasBegun) {
  std::vector<RecordedValue> rows = {Row(0, 1, 9.0, Day(0)), Row(1, 1, 50.0, Day(0)), Row(0, 2, 9.0, Day(28)),
                                     Row(1, 2, 45.0, Day(59)), Row(0, 3, 9.0, Day(59))};
  rows.push_back(Row(0, 4, 9.0, Day(90)));
  rows.push_back(Row(0, 5, 9.0, Day(120)));
  const Loads loads(2, rows);
  EXPECT_EQ(loads.FilledMonths(1).back().booked, 0.0);  // February: nothing, then 45.
  EXPECT_EQ(loads.FilledMonths(1).back().full, 45.0);
}

TEST(LoadsTest, TheLevelIsThatOfFullMonths) {
  // Of age 3 and more: 100, 200; the three newest do not count.
  Vector values(5);
  values << 100.0, 200.0, 7.0, 7.0, 7.0;
  EXPECT_EQ(LevelForGrowth({kLoadsStart, values}, kLoadsStart + 4), 150.0);
  EXPECT_EQ(LevelForGrowth({kLoadsStart + 3, Vector::Constant(2, 7.0)}, kLoadsStart + 4), 7.0);
  EXPECT_EQ(LevelForGrowth({}, kLoadsStart), 0.0);
}

}  // namespace
}  // namespace prognos::models
