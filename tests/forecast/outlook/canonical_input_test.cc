#include "forecast/outlook/canonical_input.h"

#include <cmath>
#include <functional>
#include <set>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/status_matchers.h"

namespace prognos::outlook {
namespace {

// Two activities, three series: whole amounts with a gap, one with decimals, one without values.
OutlookInput Input() {
  OutlookInput input;
  input.year = 2022;
  input.last_known_month = 8;
  input.activities = {{"root", -1}, {"care", 0}};
  SeriesInput cost;
  cost.id = "care.cost";
  cost.activity = 1;
  cost.flow = Flow::kCost;
  cost.history = {Month::January(2021), Vector::LinSpaced(20, -3.0, 16.0)};
  cost.history.values[4] = kMissing;
  cost.history.values[5] = 1'000'000'000'000'000.0;
  cost.budget = {Month::January(2022), Vector::Constant(12, 5.0)};
  cost.effects = {{Month::January(2022), Month::January(2022) + 3, 2.0, -1.5, Month::January(2021)}};
  SeriesInput odd;
  odd.id = "care.days";
  odd.flow = Flow::kVolume;
  odd.history = {Month::January(2021), Vector::Constant(3, 0.1)};
  odd.history.values[1] = kMissing;
  SeriesInput empty;
  empty.id = "";
  input.series = {cost, odd, empty};
  input.options.seed = ~uint64_t{0};
  input.options.model = "ets";
  return input;
}

void ExpectSame(const MonthlySeries& read, const MonthlySeries& written) {
  ASSERT_EQ(read.size(), written.size());
  if (written.empty()) return;
  EXPECT_EQ(read.first, written.first);
  for (int at = 0; at < written.size(); ++at) {
    if (std::isnan(written.values[at])) {
      EXPECT_TRUE(std::isnan(read.values[at])) << at;
    } else {
      EXPECT_EQ(read.values[at], written.values[at]) << at;
    }
  }
}

TEST(CanonicalInputTest, WhatIsWrittenIsRead) {
  const OutlookInput written = Input();
  PROGNOS_ASSERT_OK_AND_ASSIGN(const OutlookInput read, FromBytes(ToBytes(written)));
  EXPECT_EQ(read.year, 2022);
  EXPECT_EQ(read.last_known_month, 8);
  ASSERT_EQ(read.activities.size(), 2u);
  EXPECT_EQ(read.activities[0].parent, -1);
  EXPECT_EQ(read.activities[1].id, "care");
  EXPECT_EQ(read.options.model, "ets");
  EXPECT_EQ(read.options.path_count, 2000);
  EXPECT_EQ(read.options.seed, ~uint64_t{0});
  ASSERT_EQ(read.series.size(), written.series.size());
  for (size_t at = 0; at < written.series.size(); ++at) {
    EXPECT_EQ(read.series[at].id, written.series[at].id);
    EXPECT_EQ(read.series[at].flow, written.series[at].flow);
    EXPECT_EQ(read.series[at].activity, written.series[at].activity);
    ExpectSame(read.series[at].history, written.series[at].history);
    ExpectSame(read.series[at].budget, written.series[at].budget);
  }
  ASSERT_EQ(read.series[0].effects.size(), 1u);
  const cases::KnownEffect& effect = read.series[0].effects[0];
  EXPECT_EQ(effect.last, Month::January(2022) + 3);
  EXPECT_EQ(effect.factor, 2.0);
  EXPECT_EQ(effect.amount, -1.5);
  EXPECT_EQ(effect.known_from, Month::January(2021));
  EXPECT_EQ(ToBytes(read), ToBytes(written));
}

// Stored before there were events, it is read as certain; with one, it has the form that tells of it.
TEST(CanonicalInputTest, OnlyEventsHaveTheLaterForm) {
  OutlookInput input = Input();
  EXPECT_EQ(ToBytes(input)[0], '\x01');
  EXPECT_EQ(FromBytes(ToBytes(input))->series[0].effects[0].probability, 1.0);
  input.series[0].effects[0].probability = 0.25;
  input.series[0].effects[0].event = "measure";
  const std::string bytes = ToBytes(input);
  EXPECT_EQ(bytes[0], '\x02');
  PROGNOS_ASSERT_OK_AND_ASSIGN(const OutlookInput read, FromBytes(bytes));
  EXPECT_EQ(read.series[0].effects[0].probability, 0.25);
  EXPECT_EQ(read.series[0].effects[0].event, "measure");
  EXPECT_EQ(ToBytes(read), bytes);
}

// Stored before anything lasted by the day, it has none that does.
TEST(CanonicalInputTest, OnlyWhatCannotEndHasTheFormThatTellsOfIt) {
  OutlookInput input = Input();
  input.series[0].effects[0].stay = cases::Stay{.first_day = absl::CivilDay(2021, 3, 1), .reference = "P-1"};
  const std::string may_end = ToBytes(input);
  EXPECT_EQ(may_end[0], kFormWithStays);
  input.series[0].effects[0].stay->cannot_end = true;
  const std::string bytes = ToBytes(input);
  EXPECT_EQ(bytes[0], kFormWithEndless);
  PROGNOS_ASSERT_OK_AND_ASSIGN(const OutlookInput read, FromBytes(bytes));
  EXPECT_TRUE(read.series[0].effects[0].stay->cannot_end);
}

TEST(CanonicalInputTest, OnlyStaysHaveTheFormThatTellsOfThem) {
  OutlookInput input = Input();
  cases::Stay stay{.first_day = absl::CivilDay(1969, 12, 31), .reference = "P-1"};
  for (const std::optional<absl::CivilDay> last_day :
       {std::optional<absl::CivilDay>(), std::optional(absl::CivilDay(2199, 12, 31))}) {
    stay.last_day = last_day;
    stay.within_days = last_day.has_value() ? 30 : 0;
    input.series[0].effects[0].stay = stay;
    const std::string bytes = ToBytes(input);
    EXPECT_EQ(bytes[0], '\x05');
    PROGNOS_ASSERT_OK_AND_ASSIGN(const OutlookInput read, FromBytes(bytes));
    EXPECT_EQ(read.series[0].effects[0].stay, stay);
    EXPECT_EQ(ToBytes(read), bytes);
  }
}

using Change = std::function<void(OutlookInput&)>;

std::string BytesAfter(const Change& change) {
  OutlookInput input = Input();
  change(input);
  return ToBytes(input);
}

TEST(CanonicalInputTest, UnfinishedMonthsHaveAFormOfTheirOwn) {
  OutlookInput input = Input();
  const std::string without = ToBytes(input);
  input.series[0].unfinished = {{Month::January(2022) + 7, cases::MonthState::kOpen, 1'234.0},
                                {Month::January(2022) + 6, cases::MonthState::kPreliminary, -5.0}};
  const std::string with = ToBytes(input);
  EXPECT_EQ(with[0], static_cast<char>(kFormWithUnfinished));
  EXPECT_NE(with, without);
  PROGNOS_ASSERT_OK_AND_ASSIGN(const OutlookInput read, FromBytes(with));
  ASSERT_EQ(read.series[0].unfinished.size(), 2u);
  EXPECT_EQ(read.series[0].unfinished[0].month, Month::January(2022) + 7);
  EXPECT_EQ(read.series[0].unfinished[0].booked, 1'234.0);
  EXPECT_EQ(read.series[0].unfinished[1].state, cases::MonthState::kPreliminary);
  EXPECT_EQ(ToBytes(read), with);
}

TEST(CanonicalInputTest, FillingMonthsHaveAFormOfTheirOwn) {
  OutlookInput input = Input();
  input.series[0].unfinished = {{Month::January(2022) + 7, cases::MonthState::kOpen, 1'234.0}};
  const std::string without = ToBytes(input);
  const models::ExpectedGrowth growth{1'500.0, 1.5, 2.5, 3.5, 12.0};
  input.series[0].unfinished.push_back({Month::January(2022) + 6, cases::MonthState::kUnspecified, -5.0, growth});
  const std::string with = ToBytes(input);
  EXPECT_EQ(with[0], static_cast<char>(kFormWithFilling));
  EXPECT_EQ(without[0], static_cast<char>(kFormWithUnfinished));
  PROGNOS_ASSERT_OK_AND_ASSIGN(const OutlookInput read, FromBytes(with));
  ASSERT_EQ(read.series[0].unfinished.size(), 2u);
  EXPECT_EQ(read.series[0].unfinished[0].growth, std::nullopt);
  EXPECT_EQ(read.series[0].unfinished[1].growth, growth);
  EXPECT_EQ(ToBytes(read), with);
  input.series[0].unfinished[1].growth->chance = 3.25;
  EXPECT_NE(ToBytes(input), with);
}

TEST(CanonicalInputTest, DriversHaveAFormOfTheirOwn) {
  OutlookInput input = Input();
  const std::string without = ToBytes(input);
  DriverInput driver;
  driver.link = {0, 1, cases::DriverKind::kRefundLater, {{{Month::January(2017) + 6, 1'350.5}}, {{Month(), 3}}}};
  driver.unit = "days";
  driver.planned = {Month::January(2022), Vector::Constant(12, 7.0)};
  input.drivers = {driver};
  const std::string with = ToBytes(input);
  EXPECT_EQ(with[0], static_cast<char>(kFormWithDrivers));
  EXPECT_NE(with, without);
  PROGNOS_ASSERT_OK_AND_ASSIGN(const OutlookInput read, FromBytes(with));
  ASSERT_EQ(read.drivers.size(), 1u);
  EXPECT_EQ(read.drivers[0].link.driver, 1);
  EXPECT_EQ(read.drivers[0].link.kind, cases::DriverKind::kRefundLater);
  EXPECT_EQ(read.drivers[0].link.refund.rates[0].first, Month::January(2017) + 6);
  EXPECT_EQ(read.drivers[0].link.refund.rates[0].amount, 1'350.5);
  EXPECT_EQ(read.drivers[0].link.refund.bookings[0].months, 3);
  EXPECT_EQ(read.drivers[0].unit, "days");
  ExpectSame(read.drivers[0].planned, driver.planned);
  EXPECT_EQ(ToBytes(read), with);
  input.drivers[0].planned.values[3] = 8.0;
  EXPECT_NE(ToBytes(input), with);
}

TEST(CanonicalInputTest, EqualInputsHaveEqualBytesAndEveryChangeMakesOthers) {
  const std::vector<Change> changes = {
      [](auto&) {},
      [](auto& input) { input.year = 2023; },
      [](auto& input) { input.last_known_month = 7; },
      [](auto& input) { input.activities[1].parent = -1; },
      [](auto& input) { input.activities[1].id = "car"; },
      [](auto& input) { input.activities.pop_back(); },
      [](auto& input) { input.series[0].id = "care.costs"; },
      [](auto& input) { input.series[0].activity = 0; },
      [](auto& input) { input.series[0].flow = Flow::kRevenue; },
      [](auto& input) { input.series[0].history.first = Month::January(2020); },
      [](auto& input) { input.series[0].history.values[3] = 4.0; },
      [](auto& input) { input.series[0].history.values[3] = std::nextafter(0.0, 1.0); },
      [](auto& input) { input.series[0].history.values[3] = kMissing; },
      [](auto& input) { input.series[0].budget = {}; },
      [](auto& input) { std::swap(input.series[0].history, input.series[0].budget); },
      [](auto& input) { input.series[0].effects[0].factor = 1.0; },
      [](auto& input) { input.series[0].effects[0].amount = 0.0; },
      [](auto& input) { input.series[0].effects[0].known_from = Month::January(2022); },
      [](auto& input) { input.series[0].effects[0].probability = 0.5; },
      [](auto& input) { input.series[0].effects[0].event = "a"; },
      [](auto& input) { input.series[0].effects[0].known_until = Month::January(2023); },
      [](auto& input) { input.series[0].effects[0].stay = cases::Stay{}; },
      [](auto& input) { input.series[0].effects[0].stay = cases::Stay{absl::CivilDay(2022, 1, 1)}; },
      [](auto& input) { input.series[0].effects[0].stay = cases::Stay{.reference = "P-1"}; },
      [](auto& input) { input.series[0].effects[0].stay = cases::Stay{.reference = "P-1", .cannot_end = true}; },
      [](auto& input) { std::swap(input.series[0], input.series[1]); },
      [](auto& input) { input.series.pop_back(); },
      [](auto& input) { input.options.model = "default"; },
      [](auto& input) { input.options.path_count = 2001; },
      [](auto& input) { input.options.seed = 1; },
  };
  std::set<std::string> bytes;
  for (const Change& change : changes) {
    EXPECT_EQ(BytesAfter(change), BytesAfter(change));
    bytes.insert(BytesAfter(change));
  }
  EXPECT_EQ(bytes.size(), changes.size());
}

TEST(CanonicalInputTest, TheNumberOfThreadsIsNoInput) {
  EXPECT_EQ(BytesAfter([](auto& input) { input.options.threads = 8; }), ToBytes(Input()));
}

// They are read for good: a file of today holds these.
TEST(CanonicalInputTest, TheFormIsHeldByteByByte) {
  OutlookInput input;
  input.year = 2022;
  input.last_known_month = 8;
  input.activities = {{"a", -1}};
  SeriesInput cost;
  cost.id = "a.cost";
  cost.flow = Flow::kCost;
  cost.history = {Month::January(2022), Vector::LinSpaced(2, 1.0, -2.0)};
  cost.history.values = (Vector(3) << 1.0, kMissing, -2.0).finished();
  input.series = {cost};
  // Form, 2 x 2022 = 4044 in groups of 7 bits, 2 x 8; one activity "a" with parent -1; one series; its history of 3
  // months from 2022 x 12 = 24264, whole: 1 -> 3, missing -> 0, -2 -> 4; no budget; flow 1 -> 2; no effects; activity
  // 0; options: "default", 2000 paths -> 4000, seed 0.
  EXPECT_EQ(ToBytes(input), std::string("\x01\xcc\x1f\x10"
                                        "\x01\x01"
                                        "a\x01"
                                        "\x01\x06"
                                        "a.cost\x03\xc8\xbd\x01\x01\x03\x00\x04"
                                        "\x00\x02\x00\x00"
                                        "\x07"
                                        "default\xa0\x1f\x00",
                                        39));
}

TEST(CanonicalInputTest, BytesThatWereCutOrLengthenedAreToldAndTakeNoMemory) {
  const std::string bytes = ToBytes(Input());
  for (size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_THAT(FromBytes(bytes.substr(0, size)), StatusIs(absl::StatusCode::kDataLoss)) << size;
  }
  EXPECT_THAT(FromBytes(bytes + "x"), StatusIs(absl::StatusCode::kDataLoss));
  // A count of 2^62 activities.
  EXPECT_THAT(FromBytes("\x01\x02\x02\xff\xff\xff\xff\xff\xff\xff\xff\x3f"), StatusIs(absl::StatusCode::kDataLoss));
  EXPECT_THAT(FromBytes("\x05" + bytes.substr(1)), StatusIs(absl::StatusCode::kDataLoss));
}

// Inputs without frames keep the bytes that they had before there were any.
TEST(CanonicalInputTest, FramesOfTheirOwnHaveAFormOfTheirOwn) {
  OutlookInput input = Input();
  EXPECT_NE(ToBytes(input).front(), '\x03');
  input.activities[0].own_frame = true;
  const std::string bytes = ToBytes(input);
  EXPECT_EQ(bytes.front(), '\x03');
  PROGNOS_ASSERT_OK_AND_ASSIGN(const OutlookInput read, FromBytes(bytes));
  EXPECT_TRUE(read.activities[0].own_frame);
  EXPECT_FALSE(read.activities[1].own_frame);
  EXPECT_EQ(ToBytes(read), bytes);
}

TEST(CanonicalInputTest, CostTypesHaveAFormOfTheirOwn) {
  OutlookInput input = Input();
  input.types = {"personal", "lokaler"};
  input.series[0].type = 1;
  input.series[0].told_by_type_since = Month::January(2020);
  const std::string bytes = ToBytes(input);
  EXPECT_EQ(bytes.front(), '\x04');
  PROGNOS_ASSERT_OK_AND_ASSIGN(const OutlookInput read, FromBytes(bytes));
  EXPECT_EQ(read.types, input.types);
  EXPECT_EQ(read.series[0].type, 1);
  EXPECT_EQ(read.series[1].type, -1);
  EXPECT_EQ(read.series[0].told_by_type_since, Month::January(2020));
  EXPECT_EQ(read.series[1].told_by_type_since, std::nullopt);
  EXPECT_EQ(ToBytes(read), bytes);
}

// 120 months of amounts of some hundred thousand kronor and as many of budget.
TEST(CanonicalInputTest, AnAmountTakesFourBytes) {
  OutlookInput input;
  SeriesInput cost;
  cost.history = {Month::January(2012), Vector::Constant(120, 34'567'890.0)};
  cost.budget = cost.history;
  input.series = {cost};
  EXPECT_LT(ToBytes(input).size(), 240 * 4 + 40);
}

}  // namespace
}  // namespace prognos::outlook
