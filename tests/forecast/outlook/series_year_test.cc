#include "forecast/outlook/series_year.h"

#include <algorithm>
#include <cmath>

#include "forecast/base/status_macros.h"
#include "gtest/gtest.h"
#include "tests/status_matchers.h"

namespace prognos::outlook {
namespace {

const Month kSeriesYearYear = Month::January(2022);

OutlookInput Input(int last_known_month, absl::string_view model = "run-rate") {
  OutlookInput input;
  input.year = 2022;
  input.last_known_month = last_known_month;
  input.options.model = std::string(model);
  input.options.path_count = 200;
  return input;
}

// `kronor`: one a month.
SeriesInput Series(Month first, const Vector& kronor) {
  SeriesInput series;
  series.id = "s";
  series.flow = Flow::kCost;
  series.history = {first, 100.0 * kronor};
  return series;
}

absl::StatusOr<SeriesYear> YearOf(OutlookInput input, const SeriesInput& series) {
  input.series = {series};
  engine::ForecastOptions options;
  options.model = input.options.model;
  options.path_count = input.options.path_count;
  PROGNOS_ASSIGN_OR_RETURN(const cases::CaseForecaster forecaster,
                           cases::CaseForecaster::Prepare({cases::CaseOf(series, input.cut())}, options));
  return ComputeSeriesYear(input, 0, forecaster);
}

bool HasNote(const SeriesYear& year, NoteCode code, std::optional<Month> month = std::nullopt) {
  return std::any_of(year.notes.begin(), year.notes.end(),
                     [&](const Note& note) { return note.code == code && note.month == month; });
}

TEST(SeriesYearTest, KnownMonthsAreTheLedgersAndTheRestIsPredicted) {
  // 2021: 100 a month; January-April 2022: 50 a month; values after April are not looked at.
  Vector values = Vector::Constant(24, 100.0);
  values.segment(12, 4).setConstant(50.0);
  values.tail(8).setConstant(9999.0);
  PROGNOS_ASSERT_OK_AND_ASSIGN(const SeriesYear year, YearOf(Input(4), Series(kSeriesYearYear - 12, values)));
  EXPECT_EQ(year.total.KnownAmount(), 4 * 5000);
  EXPECT_EQ(year.total.FullYear(), 12 * 5000);
  EXPECT_EQ(year.total.last_year, 12 * 10000);
  EXPECT_EQ(year.choice->model, "run-rate");
  EXPECT_TRUE(HasNote(year, NoteCode::kShortHistory));
  EXPECT_TRUE(HasNote(year, NoteCode::kNoBudget));
  EXPECT_FALSE(year.total.has_predicted[3]);
  EXPECT_TRUE(year.total.has_predicted[4]);
}

TEST(SeriesYearTest, AMonthWithoutAValueIsPredictedAndNamed) {
  Vector values = Vector::Constant(28, 100.0);
  values[25] = kMissing;  // February 2022.
  PROGNOS_ASSERT_OK_AND_ASSIGN(const SeriesYear year, YearOf(Input(4), Series(kSeriesYearYear - 24, values)));
  EXPECT_EQ(year.total.KnownAmount(), 3 * 10000);
  EXPECT_EQ(year.total.predicted[1], 10000);
  EXPECT_TRUE(year.total.has_predicted[1]);
  EXPECT_TRUE(HasNote(year, NoteCode::kMissingMonth, kSeriesYearYear + 1));
  EXPECT_FALSE(HasNote(year, NoteCode::kMissingMonth, kSeriesYearYear));
}

TEST(SeriesYearTest, AnOpenMonthIsForecastAndWhatIsBookedIsItsKnownPart) {
  // 100 a month; March 2022 is open with 30 booked, June, after the last known month, with 20.
  Vector values = Vector::Constant(28, 100.0);
  values[26] = kMissing;
  SeriesInput series = Series(kSeriesYearYear - 24, values);
  series.unfinished = {{kSeriesYearYear + 2, cases::MonthState::kOpen, 3000.0},
                       {kSeriesYearYear + 5, cases::MonthState::kOpen, 2000.0}};
  PROGNOS_ASSERT_OK_AND_ASSIGN(const SeriesYear year, YearOf(Input(4), series));
  EXPECT_EQ(year.total.known[2], 3000);
  EXPECT_EQ(year.total.predicted[2], 7000);
  EXPECT_NEAR(year.total.paths.row(2).mean(), 7000.0, 700.0);
  EXPECT_EQ(year.total.KnownAmount(), 3 * 10000 + 3000);
  EXPECT_EQ(year.total.FullYear(), 12 * 10000);
  EXPECT_TRUE(year.total.is_unfinished[2]);
  EXPECT_FALSE(HasNote(year, NoteCode::kMissingMonth, kSeriesYearYear + 2));
  EXPECT_TRUE(HasNote(year, NoteCode::kOpenMonth, kSeriesYearYear + 2));
  // What is booked after the last known month is told, but is no part of the year.
  EXPECT_TRUE(HasNote(year, NoteCode::kOpenMonth, kSeriesYearYear + 5));
  EXPECT_EQ(year.total.known[5], 0);
  EXPECT_FALSE(year.total.is_unfinished[5]);
}

TEST(SeriesYearTest, AFillingMonthIsWhatItBecomesAndWhatIsBookedIsItsKnownPart) {
  // 100 a month; 80 of April 2022 are booked, give or take 5 of the rest. December 2021 was filling, too.
  SeriesInput series = Series(kSeriesYearYear - 24, Vector::Constant(28, 100.0));
  const models::ExpectedGrowth growth{10'000.0, 0.0, 0.0, 500.0, 100.0};
  series.unfinished = {{kSeriesYearYear - 1, cases::MonthState::kUnspecified, 9'500.0, growth},
                       {kSeriesYearYear + 3, cases::MonthState::kPreliminary, 8'000.0, growth}};
  PROGNOS_ASSERT_OK_AND_ASSIGN(const SeriesYear year, YearOf(Input(4), series));
  EXPECT_EQ(year.total.known[3], 8'000);
  EXPECT_EQ(year.total.predicted[3], 2'000);
  EXPECT_TRUE(year.total.has_predicted[3]);
  EXPECT_TRUE(year.total.is_unfinished[3]);
  EXPECT_EQ(year.total.KnownAmount(), 3 * 10'000 + 8'000);
  EXPECT_EQ(year.total.FullYear(), 12 * 10'000);
  // Of 200 paths: a standard error of 35.
  EXPECT_NEAR(year.total.paths.row(3).mean(), 2'000.0, 120.0);
  EXPECT_NEAR(std::sqrt((year.total.paths.row(3).array() - 2'000.0).square().mean()), 500.0, 100.0);
  EXPECT_TRUE(HasNote(year, NoteCode::kFillingMonth, kSeriesYearYear + 3));
  EXPECT_FALSE(HasNote(year, NoteCode::kUnknownGrowth, kSeriesYearYear + 3));
  // The year before is the outcome, as it is booked.
  EXPECT_EQ(year.total.last_year, 12 * 10'000 - 500);
  EXPECT_FALSE(HasNote(year, NoteCode::kFillingMonth, kSeriesYearYear - 1));
}

TEST(SeriesYearTest, AHistoryThatEndsEarlyIsForecastFromItsEndAndTheMonthsAreNamed) {
  PROGNOS_ASSERT_OK_AND_ASSIGN(const SeriesYear year,
                               YearOf(Input(4), Series(kSeriesYearYear - 24, Vector::Constant(26, 100.0))));
  EXPECT_EQ(year.total.KnownAmount(), 2 * 10000);
  EXPECT_EQ(year.total.FullYear(), 12 * 10000);
  EXPECT_FALSE(HasNote(year, NoteCode::kMissingMonth, kSeriesYearYear + 1));
  EXPECT_TRUE(HasNote(year, NoteCode::kMissingMonth, kSeriesYearYear + 2));
  EXPECT_TRUE(HasNote(year, NoteCode::kMissingMonth, kSeriesYearYear + 3));
  EXPECT_FALSE(HasNote(year, NoteCode::kMissingMonth, kSeriesYearYear + 4));
}

TEST(SeriesYearTest, AHistoryThatEndedInTheYearBeforeIsForecastThroughTheWholeYear) {
  PROGNOS_ASSERT_OK_AND_ASSIGN(const SeriesYear year,
                               YearOf(Input(2), Series(kSeriesYearYear - 24, Vector::Constant(18, 100.0))));
  EXPECT_EQ(year.total.KnownAmount(), 0);
  EXPECT_EQ(year.total.FullYear(), 12 * 10000);
  EXPECT_TRUE(year.total.last_year_is_partial);
}

TEST(SeriesYearTest, WithoutHistoryTheBudgetIsTheForecast) {
  SeriesInput series = Series(kSeriesYearYear, Vector());
  series.budget = {kSeriesYearYear, Vector::LinSpaced(12, 1000, 12'000)};
  PROGNOS_ASSERT_OK_AND_ASSIGN(const SeriesYear year, YearOf(Input(4, "default"), series));
  EXPECT_EQ(year.total.FullYear(), 78'000);  // 10 + 20 + ... + 120 = 780 kronor.
  EXPECT_EQ(year.total.FullYear(), year.total.Budget());
  EXPECT_EQ(year.choice->model, "remaining-budget");
  EXPECT_TRUE(HasNote(year, NoteCode::kNoHistory));
}

TEST(SeriesYearTest, AHistoryThatEndedLongAgoIsNoHistory) {
  PROGNOS_ASSERT_OK_AND_ASSIGN(const SeriesYear year,
                               YearOf(Input(4), Series(kSeriesYearYear - 60, Vector::Constant(60 - 24, 100.0))));
  EXPECT_EQ(year.total.FullYear(), 0);
  EXPECT_TRUE(HasNote(year, NoteCode::kNoData));
  EXPECT_FALSE(year.choice.has_value());
}

TEST(SeriesYearTest, AKnownYearNeedsNoModel) {
  PROGNOS_ASSERT_OK_AND_ASSIGN(const SeriesYear year,
                               YearOf(Input(12), Series(kSeriesYearYear - 12, Vector::Constant(24, 100.0))));
  EXPECT_EQ(year.total.FullYear(), 12 * 10000);
  EXPECT_EQ(year.total.paths.size(), 0);
  EXPECT_FALSE(year.choice.has_value());
}

// 1000 kronor a month, and 12 000 once, in March; October ... December are known to become twice as dear. Without the
// payment the run rate is 1000:
//   8 x 1000 + 12 000 known, 1000 in September, 3 x 2000 from October on = 27 000.
// With it, it would be 20 000 / 8 = 2500.
TEST(SeriesYearTest, AKnownPaymentIsTakenOutBeforeAndAKnownDoublingPutOnAfter) {
  Vector kronor = Vector::Constant(32, 1000.0);
  kronor[26] += 12'000.0;  // March 2022.
  SeriesInput series = Series(kSeriesYearYear - 24, kronor);
  series.effects = {{.first = kSeriesYearYear + 2, .last = kSeriesYearYear + 2, .amount = 1'200'000.0},
                    {.first = kSeriesYearYear + 9, .last = kSeriesYearYear + 11, .factor = 2.0}};
  PROGNOS_ASSERT_OK_AND_ASSIGN(const SeriesYear year, YearOf(Input(8), series));
  EXPECT_EQ(year.total.KnownAmount(), 2'000'000);
  EXPECT_EQ(year.total.predicted[8], 100'000);
  EXPECT_EQ(year.total.predicted[9], 200'000);
  EXPECT_EQ(year.total.FullYear(), 2'700'000);
  // The paths of a doubled month are twice as far out as those of the month before it.
  const auto spread = [&](int month) {
    return year.total.paths.row(month).maxCoeff() - year.total.paths.row(month).minCoeff();
  };
  EXPECT_GT(spread(9), 1.5 * spread(8));
  series.effects.clear();
  PROGNOS_ASSERT_OK_AND_ASSIGN(const SeriesYear unaware, YearOf(Input(8), series));
  EXPECT_EQ(unaware.total.FullYear(), 2'000'000 + 4 * 250'000);
}

// A price that was doubled from January on, once known, doubles what earlier months say of the rest of the year.
TEST(SeriesYearTest, AMonthWithoutAValueHasTheKnownEffectToo) {
  Vector kronor = Vector::Constant(28, 100.0);
  kronor.tail(4).setConstant(200.0);
  kronor[25] = kMissing;  // February 2022.
  SeriesInput series = Series(kSeriesYearYear - 24, kronor);
  series.effects = {{.first = kSeriesYearYear, .last = kSeriesYearYear + 11, .factor = 2.0}};
  PROGNOS_ASSERT_OK_AND_ASSIGN(const SeriesYear year, YearOf(Input(4), series));
  EXPECT_EQ(year.total.predicted[1], 20'000);
  EXPECT_EQ(year.total.FullYear(), 12 * 20'000);
}

TEST(SeriesYearTest, VolumesCountInThousandths) {
  SeriesInput series = Series(kSeriesYearYear - 24, Vector());
  series.history.values = Vector::Constant(28, 42'500.0);
  series.flow = Flow::kVolume;
  PROGNOS_ASSERT_OK_AND_ASSIGN(const SeriesYear year, YearOf(Input(4), series));
  EXPECT_EQ(year.total.FullYear(), 12 * 42'500);
  EXPECT_FALSE(HasNote(year, NoteCode::kNoBudget));
}

}  // namespace
}  // namespace prognos::outlook
