#include "forecast/interchange/cell_values.h"

#include "gtest/gtest.h"
#include "tests/status_matchers.h"

namespace prognos {
namespace {

using testing::HasSubstr;

NumberStyle Seen(std::initializer_list<absl::string_view> cells) {
  NumberStyle style;
  for (const absl::string_view cell : cells) style.Observe(cell);
  return style;
}

int64_t Ore(absl::string_view cell, const NumberStyle& style = NumberStyle()) {
  const absl::StatusOr<int64_t> value = ParseNumberCell(cell, style, 100);
  EXPECT_THAT(value, IsOk()) << cell;
  return value.value_or(-999);
}

TEST(NumberCellTest, MarksAndThousandsOfEveryKindGiveTheSameAmount) {
  for (const absl::string_view cell :
       {"1234567,5", "1234567.50", "1 234 567,50", "1\u00A0234\u00A0567,50", "1\u202F234\u202F567.5", "1.234.567,50",
        "1,234,567.50", "  1234567,50 ", "+1234567,5", "1234567.5000"}) {
    EXPECT_EQ(Ore(cell), 123456750) << cell;
  }
}

TEST(NumberCellTest, NegativeAmountsHaveASignInFront) {
  EXPECT_EQ(Ore("-12,30"), -1230);
  EXPECT_EQ(Ore("\u221212,30"), -1230);
  EXPECT_EQ(Ore("- 1 234"), -123400);
  EXPECT_EQ(Ore("-0,01"), -1);
}

TEST(NumberCellTest, AccountantsWriteZeroAsADashAndAMinusBehindOrAround) {
  for (const absl::string_view dash : {"-", " - ", "\u2013", "\u2212"}) EXPECT_EQ(Ore(dash), 0) << dash;
  EXPECT_EQ(Ore("1 234,50-"), -123450);
  EXPECT_EQ(Ore("(1 234)"), -123400);
}

TEST(NumberCellTest, AMoneyUnitBehindTheNumberIsTakenOff) {
  EXPECT_EQ(SplitMoneyUnit("1 772,00 kr").number, "1 772,00");
  EXPECT_EQ(SplitMoneyUnit("1 772,00 kr").kronor_per_unit, 1);
  EXPECT_EQ(SplitMoneyUnit("5:-").number, "5");
  EXPECT_EQ(SplitMoneyUnit("1,2 Mkr").kronor_per_unit, 1'000'000);
  EXPECT_EQ(SplitMoneyUnit("tolv kr").number, "tolv kr");  // No number: told as it stands.
  EXPECT_EQ(SplitMoneyUnit("12").kronor_per_unit, 0);
}

TEST(NumberCellTest, AMarkBeforeThreeDigitsIsReadAsTheRestOfTheFileShows) {
  EXPECT_EQ(Ore("1.234", Seen({"12,5"})), 123400);    // A decimal comma elsewhere: points between thousands.
  EXPECT_EQ(Ore("1.230", Seen({"12.5"})), 123);       // A decimal point elsewhere.
  EXPECT_EQ(Ore("1,230", Seen({"1.234.567"})), 123);  // Points between thousands elsewhere: a decimal comma.
  EXPECT_EQ(Ore("1,234", Seen({"1,234.50"})), 123400);
}

TEST(NumberCellTest, AnAmbiguousMarkIsRefusedWhenTheFileShowsNothing) {
  EXPECT_THAT(ParseNumberCell("1.234", NumberStyle(), 100),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("decimal mark or between thousands")));
  EXPECT_THAT(ParseNumberCell("1,000", Seen({"12,5", "12.5"}), 100), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_EQ(Ore("0.120"), 12);         // A thousand does not begin with 0.
  EXPECT_EQ(Ore("1234.000"), 123400);  // Nor do four digits stand before a thousands mark.
}

TEST(NumberCellTest, WhatIsNotANumberIsRefused) {
  for (const absl::string_view cell :
       {"NaN",   "nan", "inf", "-Infinity", "12 kr",  "tolv",      "1,5E+05", "#DIV/0!", "1 23", "1.23.4",
        "1,2,3", "--1", "-1-", "(1",        "1 2345", "1.234,5,6", "",        " ",       ",",    "0x10"}) {
    EXPECT_THAT(ParseNumberCell(cell, NumberStyle(), 100),
                StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("is not a number")))
        << cell;
  }
}

TEST(NumberCellTest, LimitsAreTold) {
  EXPECT_EQ(Ore("10000000000000"), 1'000'000'000'000'000);
  EXPECT_THAT(ParseNumberCell("10000000000000,01", NumberStyle(), 100),
              StatusIs(absl::StatusCode::kOutOfRange, HasSubstr("beyond the largest")));
  EXPECT_THAT(ParseNumberCell("99999999999999999999999999", NumberStyle(), 100),
              StatusIs(absl::StatusCode::kOutOfRange, HasSubstr("beyond the largest")));
  EXPECT_THAT(ParseNumberCell("1,2345", NumberStyle(), 100),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("more decimals")));
}

TEST(NumberCellTest, VolumesAreThousandths) {
  EXPECT_EQ(ParseNumberCell("12,125", Seen({"0,5"}), 1000).value_or(0), 12125);
}

TEST(MonthCellTest, ExcelsDayNumbersAndYearsInFrontAreRead) {
  EXPECT_EQ(ParseMonthCell("45717")->ToString(), "2025-03");  // 2025-03-01.
  EXPECT_EQ(ParseMonthCell("44562")->ToString(), "2022-01");
  EXPECT_EQ(ParseMonthCell("25-jun")->ToString(), "2025-06");
  EXPECT_EQ(ParseMonthCell("aug.25")->ToString(), "2025-08");
  EXPECT_THAT(ParseMonthCell("01-mar"), StatusIs(absl::StatusCode::kInvalidArgument));  // The first of March.
  EXPECT_THAT(ParseMonthCell("12345"), StatusIs(absl::StatusCode::kInvalidArgument));   // 1933.
}

TEST(MonthCellTest, EveryWayOfWritingAMonthIsRead) {
  for (const absl::string_view cell :
       {"2022-03", "2022-03-31", "2022-03-01 00:00:00", "2022-03-31T12:00:00", "202203", "20220331", "2022/03",
        "2022M03", "mars 2022", "Mars 2022", "MAR 2022", "march 2022", "2022 mars", "mar-22", "mar. 2022", " 2022-03 ",
        "mars\u00A02022"}) {
    const absl::StatusOr<Month> month = ParseMonthCell(cell);
    ASSERT_THAT(month, IsOk()) << cell;
    EXPECT_EQ(month->ToString(), "2022-03") << cell;
  }
}

TEST(MonthCellTest, SwedishAndEnglishNamesOfAllMonthsAreKnown) {
  const char* const names[12][2] = {{"januari", "january"}, {"februari", "february"}, {"mars", "march"},
                                    {"april", "april"},     {"maj", "may"},           {"juni", "june"},
                                    {"juli", "july"},       {"augusti", "august"},    {"september", "september"},
                                    {"oktober", "october"}, {"november", "november"}, {"december", "december"}};
  for (int month = 1; month <= 12; ++month) {
    for (const std::string name : {names[month - 1][0], names[month - 1][1]}) {
      EXPECT_EQ(CalendarMonthNamed(name), month) << name;
      EXPECT_EQ(CalendarMonthNamed(name.substr(0, 3)), month) << name;
    }
  }
  EXPECT_EQ(CalendarMonthNamed("marsch"), std::nullopt);
  EXPECT_EQ(CalendarMonthNamed(""), std::nullopt);
}

TEST(MonthCellTest, MonthsAndDaysThatDoNotExistAreRefused) {
  for (const absl::string_view cell :
       {"2022-13", "2022-00", "202213", "202200", "0000-01", "2022", "mars", "22-03", "2022-3", "mars 22222",
        "2022-03-", "1899-12", "2200-01", "", "x", "2022-03-31x", "2022M0399"}) {
    EXPECT_THAT(ParseMonthCell(cell), StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("is not a month")))
        << cell;
  }
  EXPECT_THAT(ParseMonthCell("2022-02-30"), StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("is not a date")));
  EXPECT_THAT(ParseMonthCell("2022-03-00"), StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("is not a date")));
}

TEST(FoldedNameTest, CaseDotsBlanksAndDashesDoNotMatter) {
  EXPECT_EQ(FoldedName(" Konto från "), "konto-fran");
  EXPECT_EQ(FoldedName("KONTO_FRÅN"), "konto-fran");
  EXPECT_EQ(FoldedName("Flöde"), "flode");
  EXPECT_EQ(FoldedName("a - b"), "a-b");
  EXPECT_EQ(FoldedName("\u00A0"), "");
}

TEST(UnitIdentifierTest, SwedishWordsBecomeIdentifiers) {
  EXPECT_EQ(UnitIdentifier("hushåll"), "hushall");
  EXPECT_EQ(UnitIdentifier("Vårddygn"), "varddygn");
  EXPECT_EQ(UnitIdentifier("care days"), "care-days");
  EXPECT_EQ(UnitIdentifier("antal (st)"), std::nullopt);
  EXPECT_EQ(UnitIdentifier("2022"), std::nullopt);
  EXPECT_EQ(UnitIdentifier(""), std::nullopt);
}

TEST(FlowCellTest, WordsOfBothLanguagesNameTheFlow) {
  EXPECT_EQ(ParseFlowCell("Kostnad")->flow, Flow::kCost);
  EXPECT_EQ(ParseFlowCell("costs")->flow, Flow::kCost);
  EXPECT_EQ(ParseFlowCell("INTÄKTER")->flow, Flow::kRevenue);
  EXPECT_EQ(ParseFlowCell("revenue")->flow, Flow::kRevenue);
  EXPECT_EQ(ParseFlowCell("volym")->flow, Flow::kVolume);
  EXPECT_EQ(ParseFlowCell("volym")->unit, "");
  EXPECT_EQ(ParseFlowCell("Hushåll")->unit, "hushall");
  EXPECT_FALSE(ParseFlowCell("").has_value());
  EXPECT_FALSE(ParseFlowCell("12 %").has_value());
}

TEST(PhasingCellTest, WordsSayHowAnAmountFallsOnMonths) {
  EXPECT_EQ(ParsePhasingCell(""), PhasingCell{PhasingWord::kEven});
  EXPECT_EQ(ParsePhasingCell("Förra året"), PhasingCell{PhasingWord::kLastYear});
  EXPECT_EQ(ParsePhasingCell("säsong"), PhasingCell{PhasingWord::kSeason});
  EXPECT_EQ(ParsePhasingCell("medel"), PhasingCell{PhasingWord::kMean});
  EXPECT_EQ(ParsePhasingCell("medel 5"), (PhasingCell{PhasingWord::kMean, 5}));
  EXPECT_EQ(ParsePhasingCell("mean-3"), (PhasingCell{PhasingWord::kMean, 3}));
  EXPECT_EQ(ParsePhasingCell("procent"), PhasingCell{PhasingWord::kPercent});
  EXPECT_EQ(ParsePhasingCell("medel-"), PhasingCell{PhasingWord::kMean});  // Signs around a word fold away.
  for (const char* other : {"medel-x", "5", "sommar"}) EXPECT_FALSE(ParsePhasingCell(other)) << other;
}

// A day where the cell holds one, in each way of writing it; of a month its first or its last.
TEST(CellValuesTest, ADayIsReadInEveryWayThatAMonthIs) {
  for (const char* cell : {"2022-03-15", "2022/03/15", "20220315", "2022-03-15 00:00:00", "44635"}) {
    for (const DayOfMonth of_month : {DayOfMonth::kFirst, DayOfMonth::kLast}) {
      EXPECT_EQ(*ParseDayCell(cell, of_month), absl::CivilDay(2022, 3, 15)) << cell;
    }
  }
  for (const char* cell : {"2024-02", "202402", "feb-24", "februari 2024"}) {
    EXPECT_EQ(*ParseDayCell(cell, DayOfMonth::kFirst), absl::CivilDay(2024, 2, 1)) << cell;
    EXPECT_EQ(*ParseDayCell(cell, DayOfMonth::kLast), absl::CivilDay(2024, 2, 29)) << cell;
  }
  EXPECT_THAT(ParseDayCell("2022-02-30", DayOfMonth::kFirst),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("is not a date")));
  EXPECT_FALSE(ParseDayCell("snart", DayOfMonth::kFirst).ok());
}

TEST(CellValuesTest, KindsOfEventsAreReadInBothLanguages) {
  EXPECT_EQ(ParseEventKindCell("Åtgärd"), EventKindWord::kMeasure);
  EXPECT_EQ(ParseEventKindCell("åtagande"), EventKindWord::kCommitment);
  EXPECT_EQ(ParseEventKindCell("move"), EventKindWord::kMove);
  EXPECT_EQ(ParseEventKindCell("annat"), std::nullopt);
}

}  // namespace
}  // namespace prognos
