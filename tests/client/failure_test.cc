#include "client/failure.h"

#include <sstream>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "messages/budget.h"
#include "messages/file.h"
#include "messages/judgement.h"
#include "messages/ledger.h"
#include "messages/refusal.h"
#include "messages/request.h"
#include "messages/value.h"
#include "tests/client/both_languages.h"

namespace prognos::client {
namespace {

using ::testing::HasSubstr;

TEST(FailureTest, OneLineSaysWhatAndOneWhatToDo) {
  std::ostringstream err;
  EXPECT_EQ(PrintFailure(WrongUse("--ar saknas", "Se ”prognos visa --hjalp”."), err), 2);
  EXPECT_EQ(err.str(), "prognos: --ar saknas\nSe ”prognos visa --hjalp”.\n");
}

TEST(FailureTest, DetailsStandBetweenThem) {
  std::ostringstream err;
  EXPECT_EQ(PrintFailure(Refused("året är stängt", "Öppna det.", {"år 2021", "år 2020"}), err), 1);
  EXPECT_EQ(err.str(), "prognos: året är stängt\n  år 2021\n  år 2020\nÖppna det.\n");
}

TEST(FailureTest, AFaultThatManyRowsHaveNamesTheRowsAndTheirNumber) {
  Fault fault{"line 2: activity", FaultReason::kUnknown, "Bostod", "does not exist", messages::value::DoesNotExist()};
  fault.lines = {{2, 5}, {9, 9}};
  fault.further_lines = 31;
  EXPECT_EQ(FaultText(fault, Sv()), "rad 2–5, 9 och 31 till (36 rader): verksamhet: ”Bostod” finns inte");
  EXPECT_EQ(FaultText(fault, En()), "lines 2–5, 9 and 31 more (36 lines): activity: ”Bostod” does not exist");
}

TEST(FailureTest, CtrlCHasItsOwnExitCode) {
  std::ostringstream err;
  EXPECT_EQ(PrintFailure(Cancelled("avbrutet"), err), 130);
}

TEST(FailureTest, AFaultInAFileIsToldInTheWordsOfAnEkonom) {
  const Fault fault{"line 17: month", FaultReason::kNotAMonth, "2022-13", "is not a month (YYYY-MM)",
                    messages::value::IsNotAMonth()};
  EXPECT_EQ(FaultText(fault, Sv()), "rad 17: månad: ”2022-13” är inte en månad (ÅÅÅÅ-MM)");
  EXPECT_EQ(FaultText(fault, En()), "line 17: month: ”2022-13” is not a month (YYYY-MM)");
}

TEST(FailureTest, AFaultInARequestIsToldByItsElement) {
  const Fault fault{"activities[1].parent", FaultReason::kUnknown, "barn", "does not exist",
                    messages::value::DoesNotExist()};
  EXPECT_EQ(FaultText(fault, Sv()), "post 2: överordnad: ”barn” finns inte");
}

TEST(FailureTest, AListInsideAnElementBelongsToItsElement) {
  const Fault fault{"year", FaultReason::kOutOfRange, "1800", "must be 1900-2199",
                    messages::value::MustBeBetween(1900, 2199)};
  EXPECT_EQ(FaultText(fault, Sv()), "år: ”1800” måste vara 1900–2199");
  const Fault month{"budget.lines[0].monthly_amounts_ore[4]", FaultReason::kOutOfRange, "9", "is too large"};
  EXPECT_THAT(FaultText(month, Sv()), HasSubstr("post 1: månadsbelopp"));
}

TEST(FailureTest, AMistypedModelIsToldWhichWasMeant) {
  const Fault near{"options.model", FaultReason::kUnknown, "pooled-regresion", "must be one of ets, pooled-regression",
                   messages::value::MustBeOneOf("ets, pooled-regression")};
  EXPECT_EQ(FaultText(near, Sv()),
            "modell: ”pooled-regresion” måste vara en av ets, pooled-regression; menade du ”pooled-regression”?");
  EXPECT_THAT(FaultText(near, En()), HasSubstr("; did you mean \"pooled-regression\"?"));
  const Fault far{"models[1]", FaultReason::kUnknown, "xgboost", "is not one of ets, pooled-regression",
                  messages::value::IsNotOneOf("ets, pooled-regression")};
  EXPECT_EQ(FaultText(far, Sv()), "post 2: ”xgboost” är inte en av ets, pooled-regression");
}

// Its English text may have been worded anew since: what counts is the id.
TEST(FailureTest, ARuleIsToldByItsIdInTheLanguageAskedFor) {
  const Fault fault{"year", FaultReason::kOutOfRange, "1800", "is none of the years that exist",
                    messages::value::MustBeBetween(1900, 2199)};
  EXPECT_EQ(FaultText(fault, Sv()), "år: ”1800” måste vara 1900–2199");
}

TEST(FailureTest, AmountsAreToldInKronorAsTheLanguageWritesThem) {
  const Fault fault{"budget.lines[1].amount_ore", FaultReason::kInconsistent, "123450",
                    "is not the sum of the twelve amounts, SEK 1,234.60",
                    messages::budget::IsNotTheSum(Argument::Amount(123460))};
  EXPECT_EQ(FaultText(fault, Sv()),
            "post 2: belopp: ”1\u00a0234,50\u00a0kr” är inte summan av de tolv beloppen, 1\u00a0234,60\u00a0kr");
}

TEST(FailureTest, ARefusalOfANewerServiceIsToldInItsOwnWords) {
  EXPECT_EQ(MessageText(messages::refusal::NoOrganization("o"), "there is no organization \"o\"", Sv()),
            "organisationen ”o” finns inte");
  EXPECT_EQ(MessageText({"refusal.of_tomorrow", {}}, "come back tomorrow", Sv()), "come back tomorrow");
}

TEST(FailureTest, ARuleWithoutASwedishTextStandsInBracketsAfterItsKind) {
  const Fault fault{"year", FaultReason::kOutOfRange, "1800", "must be purple"};
  EXPECT_EQ(FaultText(fault, Sv()), "år: ”1800” ligger utanför gränserna (must be purple)");
}

TEST(FailureTest, PlacesThatAreNoFieldsAreToldInSwedishToo) {
  const auto text = [](const char* place, const char* value, const Message& rule) {
    return FaultText({place, FaultReason::kInconsistent, value, rule.English(), rule}, Sv());
  };
  EXPECT_EQ(text("account 3010", "", messages::file::EndsBeforeItBegins()), "konto 3010: slutar innan det börjar");
  EXPECT_EQ(text("options.path_count", "5", messages::value::MustBeBetween(200, 20000)),
            "antal dragningar: ”5” måste vara 200–20000");
  EXPECT_EQ(text("file", "", messages::value::IsEmpty()), "filen är tom");
  EXPECT_EQ(text("first_year", "2023", messages::request::LiesAfterTheLastYear(2019)),
            "första år: ”2023” ligger efter sista året, 2019");
  EXPECT_EQ(text("line 3: activity", "Hemtjänst", messages::ledger::IsNotAnActivityOfTheOrganization()),
            "rad 3: verksamhet: ”Hemtjänst” är ingen verksamhet i organisationen");
  EXPECT_EQ(text("vuxen.cost 2027-01", "2027-01", messages::ledger::MonthHasNotBegun(Argument::OfMonth("2026-11"))),
            "vuxen.kostnad 2027-01: ”2027-01” har inte börjat; nu är det 2026-11");
  EXPECT_EQ(text("vuxen-ovrigt.revenue 2022-01: month", "2022-01", messages::ledger::MonthIsClosed(2022)),
            "vuxen-ovrigt.intakt 2022-01: månad: ”2022-01” ligger i 2022, som är stängt; öppna året för att rätta");
  EXPECT_EQ(text("line 1: header", "\"kst\", \"kr\"", messages::file::NeedsAColumnForAmounts()),
            "rad 1: rubrikrad: en kolumn belopp behövs, eller månaderna som kolumner; här finns ”kst”, ”kr”");
}

TEST(FailureTest, InEnglishAPlaceStaysWhole) {
  const Fault fault{"vuxen-ovrigt.revenue 2022-01: month", FaultReason::kClosedYear, "2022-01", "is closed"};
  EXPECT_EQ(FaultText(fault, En()), "vuxen-ovrigt.revenue 2022-01: month: ”2022-01” is closed");
}

TEST(FailureTest, SeriesAreNamedAsTheUserWritesThem) {
  const Fault fault{"budget.lines[0].series", FaultReason::kUnknown, "organizations/o/series/vuxen.cost",
                    "does not exist", messages::value::DoesNotExist()};
  EXPECT_EQ(FaultText(fault, Sv()), "post 1: serie: ”vuxen.kostnad” finns inte");
}

// "total.net" stood in a Swedish sentence.
TEST(FailureTest, ALineOfAForecastIsToldInTheWordsOfTheUser) {
  const Fault fault{"judgements[0].line", FaultReason::kInconsistent, "total.net", "is neither a cost nor a revenue",
                    messages::judgement::IsNotCostOrRevenue()};
  EXPECT_THAT(FaultText(fault, Sv()), HasSubstr("”summa.netto” är varken en kostnad eller en intäkt"));
  EXPECT_THAT(FaultText(fault, En()), HasSubstr("”total.net”"));
}

TEST(FailureTest, EveryKindOfFaultHasASwedishText) {
  for (int reason = 1; reason <= 14; ++reason) {
    const Fault fault{"", static_cast<FaultReason>(reason), "", "RULE"};
    EXPECT_NE(FaultText(fault, Sv()), "RULE") << reason;
  }
}

}  // namespace
}  // namespace prognos::client
