#include "forecast/outlook/validation.h"

#include <limits>

#include "gtest/gtest.h"
#include "tests/status_matchers.h"

namespace prognos::outlook {
namespace {

using testing::HasSubstr;

OutlookInput ValidInput() {
  OutlookInput input;
  input.year = 2022;
  input.last_known_month = 4;
  input.activities = {{"a", -1}, {"b", 0}};
  SeriesInput series;
  series.id = "b.cost";
  series.activity = 1;
  series.flow = Flow::kCost;
  series.history = {Month::January(2020), Vector::Constant(28, 10'000.0)};
  input.series = {series};
  return input;
}

void ExpectFault(const OutlookInput& input, const std::string& text) {
  EXPECT_THAT(ValidateInput(input), StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(text)));
}

TEST(ValidationTest, AValidInputPasses) { EXPECT_THAT(ValidateInput(ValidInput()), IsOk()); }

TEST(ValidationTest, OptionsAreNamedWithValueAndRule) {
  OutlookOptions options;
  EXPECT_THAT(options.Validate(), IsOk());
  options = {.model = "oracle", .path_count = 199, .threads = 0};
  const absl::Status status = options.Validate();
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("options.model: \"oracle\" must be one")));
  EXPECT_THAT(status.message(), HasSubstr("options.path_count: \"199\" must be 200-20000"));
  EXPECT_THAT(status.message(), HasSubstr("options.threads: \"0\" must be 1-64"));
}

TEST(ValidationTest, YearAndMonthHaveTheirRange) {
  OutlookInput input = ValidInput();
  input.year = 2200;
  input.last_known_month = 13;
  ExpectFault(input, "year: \"2200\"");
  ExpectFault(input, "last_known_month: \"13\"");
}

TEST(ValidationTest, AParentStandsBeforeItsChildren) {
  OutlookInput input = ValidInput();
  input.activities[1].parent = 1;
  ExpectFault(input, "activities[1].parent");
  input.activities[1] = {"a", -2};
  ExpectFault(input, "activities[1].parent");
  ExpectFault(input, "activities[1].id: \"a\" stands twice");
}

TEST(ValidationTest, ASeriesHasIdActivityAndFlow) {
  OutlookInput input = ValidInput();
  input.series[0].id = "";
  input.series[0].activity = 2;
  input.series[0].flow = Flow::kUnspecified;
  ExpectFault(input, "series[0].id");
  ExpectFault(input, "series[0].activity");
  ExpectFault(input, "series[0].flow");
}

TEST(ValidationTest, InfiniteAndEnormousAmountsAreRefusedWithTheirMonth) {
  OutlookInput input = ValidInput();
  input.series[0].history.values[1] = std::numeric_limits<double>::infinity();
  ExpectFault(input, "series[0].history[2020-02]");
  input.series[0].history.values[1] = 1.1e15;
  ExpectFault(input, "series[0].history[2020-02]");
}

TEST(ValidationTest, SumsThatWouldNotFitAreRefusedBeforehand) {
  // The largest amount, ten times, twelve months: 1.2e17 öre a series; 2^63 / 2 is 4.6e18.
  OutlookInput input = ValidInput();
  input.series[0].history.values[0] = 1e15;
  const SeriesInput series = input.series[0];
  for (int at = 1; at < 40; ++at) {
    input.series.push_back(series);
    input.series.back().id = "b.cost" + std::to_string(at);
  }
  ExpectFault(input, "sums would overflow");
  input.series.resize(30);
  EXPECT_THAT(ValidateInput(input), IsOk());
}

TEST(ValidationTest, AnEffectIsRefusedWithItsPlace) {
  OutlookInput input = ValidInput();
  input.series[0].effects = {{Month::January(2022), Month::January(2022)},
                             {Month::January(2022), Month::January(2021), std::numeric_limits<double>::infinity()}};
  ExpectFault(input, "series[0].effects[1].last: \"2021-01\" lies before first, 2022-01");
  ExpectFault(input, "series[0].effects[1].factor");
}

TEST(ValidationTest, AnEffectThatWouldMakeSumsOverflowIsRefusedBeforehand) {
  OutlookInput input = ValidInput();
  input.series[0].effects = {{Month::January(2022), Month::January(2022), 1.0, 1e18}};
  ExpectFault(input, "sums would overflow");
}

TEST(ValidationTest, DriversNameSeriesThatGoTogetherEachOnce) {
  OutlookInput input = ValidInput();
  SeriesInput days = input.series[0];
  days.id = "b.days";
  days.flow = Flow::kVolume;
  input.series.push_back(days);
  input.drivers = {{{0, 1, cases::DriverKind::kVolumeTimesPrice, {}}}};
  EXPECT_THAT(ValidateInput(input), IsOk());
  input.drivers.push_back(input.drivers[0]);
  ExpectFault(input, "drivers[1].series");
  input.drivers = {{{1, 0, cases::DriverKind::kVolumeTimesPrice, {}}}};
  ExpectFault(input, "drivers[0].kind");
  input.drivers = {{{0, 2, cases::DriverKind::kVolumeTimesPrice, {}}}};
  ExpectFault(input, "drivers[0]");
}

TEST(ValidationTest, AVolumeHasNoBudget) {
  OutlookInput input = ValidInput();
  input.series[0].flow = Flow::kVolume;
  input.series[0].budget = {Month::January(2022), Vector::Ones(12)};
  ExpectFault(input, "series[0].budget");
}

}  // namespace
}  // namespace prognos::outlook
