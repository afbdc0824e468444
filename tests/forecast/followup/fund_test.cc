// Figures as published, in tkr; see the municipality and year at each.
#include "forecast/followup/fund.h"

#include "forecast/base/amount.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace prognos::followup {
namespace {

constexpr int64_t kTkr = 100'000;

Month MonthOf(int year, int month) { return Month::January(year) + (month - 1); }

Frame FrameOf(int64_t tkr, Month first, Month last) { return {tkr * kTkr, first, last}; }

// Upplands-Bro 2022, sociala investeringsfonden: Barnskyddsteamet 2020-2023, budget 6 100, used 5 697, forecast 6 100,
// deviation 0. At its pace, 5 697 / 36 * 48 = 7 596, it would be over.
const Frame kTeam = FrameOf(6'100, MonthOf(2020, 1), MonthOf(2023, 12));

TEST(FundTest, AProjectThatRunsFasterThanItsBudgetIsExpectedToStopAtIt) {
  const FundOutlook outlook = OutlookOf(kTeam, Use{MonthOf(2022, 12), 5'697 * kTkr, std::nullopt}, MonthOf(2022, 12));
  EXPECT_EQ(outlook.forecast_ore, 6'100 * kTkr);
  EXPECT_EQ(outlook.basis, FundForecastBasis::kLimited);
  EXPECT_EQ(outlook.pace_ore, 7'596 * kTkr);
  EXPECT_EQ(outlook.deviation_ore(), 0);
  EXPECT_EQ(outlook.left_ore, 403 * kTkr);  // The text says that 0,4 mnkr are left.
  EXPECT_EQ(outlook.year_end_ore, 5'697 * kTkr);
}

TEST(FundTest, WhatAPersonExpectsCountsWhateverItIs) {
  const FundOutlook outlook = OutlookOf(kTeam, Use{MonthOf(2022, 12), 5'697 * kTkr, 6'500 * kTkr}, MonthOf(2023, 12));
  EXPECT_EQ(outlook.forecast_ore, 6'500 * kTkr);
  EXPECT_EQ(outlook.basis, FundForecastBasis::kPerson);
  EXPECT_EQ(outlook.deviation_ore(), -400 * kTkr);
  EXPECT_EQ(outlook.year_end_ore, 6'500 * kTkr);
}

// Upplands-Bro 2022, Flyktingguider: 1 200 granted in 2022 for 2022 and 2023, 40 used in 2022.
TEST(FundTest, AGrantIsExpectedAtItsPace) {
  const Frame guides = FrameOf(1'200, MonthOf(2022, 1), MonthOf(2023, 12));
  const FundOutlook year = OutlookOf(guides, Use{MonthOf(2022, 12), 40 * kTkr, std::nullopt}, MonthOf(2022, 12));
  EXPECT_EQ(year.forecast_ore, 80 * kTkr);  // As much again in 2023.
  EXPECT_EQ(year.basis, FundForecastBasis::kPace);
  EXPECT_EQ(year.left_ore, 1'160 * kTkr);
  EXPECT_EQ(year.year_end_ore, 40 * kTkr);
  // After August: 40 in eight months are 120 in 24; of the 80 that are to come in 16 months, 20 come in four.
  const FundOutlook autumn = OutlookOf(guides, Use{MonthOf(2022, 8), 40 * kTkr, std::nullopt}, MonthOf(2022, 12));
  EXPECT_EQ(autumn.forecast_ore, 120 * kTkr);
  EXPECT_EQ(autumn.year_end_ore, 60 * kTkr);
}

// Upplands-Bro 2022, Subventioner av familjehemsplaceringar: 760 granted, 701 used: the rest is not used any more.
TEST(FundTest, OfAFrameThatHasEndedWhatWasUsedIsWhatItIs) {
  const Frame homes = FrameOf(760, MonthOf(2022, 1), MonthOf(2022, 12));
  const FundOutlook outlook = OutlookOf(homes, Use{MonthOf(2022, 12), 701 * kTkr, std::nullopt}, MonthOf(2022, 12));
  EXPECT_EQ(outlook.forecast_ore, 701 * kTkr);
  EXPECT_EQ(outlook.basis, FundForecastBasis::kEnded);
  EXPECT_EQ(outlook.deviation_ore(), 59 * kTkr);
}

TEST(FundTest, WhatNobodyHasToldOfIsExpectedToBeUsed) {
  const FundOutlook outlook = OutlookOf(kTeam, std::nullopt, MonthOf(2021, 12));
  EXPECT_EQ(outlook.forecast_ore, 6'100 * kTkr);
  EXPECT_EQ(outlook.basis, FundForecastBasis::kNotBegun);
  EXPECT_EQ(outlook.year_end_ore, 3'050 * kTkr);  // Two of four years.
  EXPECT_EQ(outlook.left_ore, 6'100 * kTkr);
}

TEST(FundTest, WhatIsUsedBeyondTheFrameIsNotTakenBack) {
  const FundOutlook outlook = OutlookOf(kTeam, Use{MonthOf(2022, 12), 6'200 * kTkr, std::nullopt}, MonthOf(2022, 12));
  EXPECT_EQ(outlook.forecast_ore, 6'200 * kTkr);
  EXPECT_EQ(outlook.left_ore, -100 * kTkr);
}

TEST(FundTest, APaceBeyondAnyAmountIsCutThere) {
  const Frame long_frame{kMaxAmountOre, MonthOf(1900, 1), MonthOf(2199, 12)};
  EXPECT_EQ(OutlookOf(long_frame, Use{MonthOf(1900, 1), kMaxAmountOre, std::nullopt}, MonthOf(1900, 12)).pace_ore,
            kMaxAmountOre);
}

// Upplands-Bro 2023: 300 over 10 years, 350 over 5, 50 over 5 are 30, 70 and 10 a year.
TEST(FundTest, DepreciationIsAStraightLine) {
  EXPECT_EQ(YearlyDepreciation(300 * kTkr, 10), 30 * kTkr);
  EXPECT_EQ(YearlyDepreciation(350 * kTkr, 5), 70 * kTkr);
  EXPECT_EQ(YearlyDepreciation(50 * kTkr, 5), 10 * kTkr);
  EXPECT_EQ(YearlyDepreciation(100, 3), 33);
  EXPECT_EQ(YearlyDepreciation(100, 0), 0);
}

}  // namespace
}  // namespace prognos::followup
