#include "client/model_names.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/client/both_languages.h"

namespace prognos::client {
namespace {

TEST(ModelNamesTest, WhatIsPrintedCanBeWrittenBack) {
  for (const char* model : {"default", "last-years-share", "run-rate", "seasonal-naive", "rolling-twelve",
                            "remaining-budget", "pooled-regression", "ets"}) {
    EXPECT_EQ(ModelName(ModelText(model, Sv())), model);
    EXPECT_EQ(ModelName(ModelText(model, En())), model);
    EXPECT_EQ(ModelName(model), model);
  }
}

TEST(ModelNamesTest, CapitalsBlanksAndLettersWithoutRingsDoNotMatter) {
  EXPECT_EQ(ModelName("Standard"), "default");
  EXPECT_EQ(ModelName("forra-arets-andel"), "last-years-share");
  EXPECT_EQ(ModelName("Samma månad i fjol"), "seasonal-naive");
}

TEST(ModelNamesTest, AnUnknownWordIsLeftToTheService) { EXPECT_EQ(ModelName("Xgboost "), "Xgboost "); }

TEST(ModelNamesTest, WeightsReadAsSwedishNumbersAndNames) {
  const std::string weights = "0.30 ets + 0.62 optimised-theta + 0.08 last-years-share";
  EXPECT_EQ(SpecificationText(weights, Sv()), "0,30 ets + 0,62 optimised-theta + 0,08 förra årets andel");
  EXPECT_EQ(SpecificationText(weights, En()), weights);
  EXPECT_EQ(SpecificationText("last-years-share", Sv()), "förra årets andel");  // The only one of a combination.
}

// "level + AR1(0.75), 3.0 effective parameters" stood in a Swedish table.
TEST(ModelNamesTest, TheNotationOfAModelStaysAndItsWordsAreSwedish) {
  EXPECT_EQ(SpecificationText("ETS(M,A,M)", Sv()), "ETS(M,A,M)");
  EXPECT_EQ(SpecificationText("log + season(0.99) + trend(0.99)", Sv()), "log + säsong(0,99) + trend(0,99)");
  EXPECT_EQ(SpecificationText("level + AR1(0.75), 3.0 effective parameters", Sv()),
            "nivå + AR1(0,75), 3,0 effektiva parametrar");
  EXPECT_EQ(SpecificationText("seasonal-regression", Sv()), "seasonal-regression");  // The name of a model.
}

}  // namespace
}  // namespace prognos::client
