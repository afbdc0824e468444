#include "client/forecast_names.h"

#include "gtest/gtest.h"

namespace prognos::client {
namespace {

v1::Forecast Named(v1::Round round, const std::string& last_known_month, int number) {
  v1::Forecast forecast;
  forecast.set_year(2022);
  forecast.set_round(round);
  forecast.set_last_known_month(last_known_month);
  forecast.set_number(number);
  return forecast;
}

TEST(ForecastNamesTest, WordsBecomeTheIdentifierThatTheServiceGives) {
  for (const char* text : {"höst 2022 #2", "Höst 2022 #2", "höst 2022 nr 2", "höstprognosen 2022 #2", "host-2022-nr2",
                           "autumn 2022 #2", "  höst   2022  # 2 "}) {
    EXPECT_EQ(ForecastIdOf(text), "host-2022-nr2") << text;
  }
  EXPECT_EQ(ForecastIdOf("till maj 2022 #1"), "till-maj-2022-nr1");
  EXPECT_EQ(ForecastIdOf("through May 2022 #1"), "till-maj-2022-nr1");
  EXPECT_EQ(ForecastIdOf("inför 2023 #3"), "infor-2023-nr3");
  EXPECT_EQ(ForecastIdOf("year-end 2021 #1"), "bokslut-2021-nr1");
}

TEST(ForecastNamesTest, WhatIsNoSuchNameStaysAsItIs) {
  for (const char* text : {"", "höst", "höst 2022", "sommar 2022 #1", "höst 22 #1", "höst 2022 #",
                           "organizations/o/forecasts/host-2022-nr2", "min prognos"}) {
    EXPECT_EQ(ForecastIdOf(text), text);
  }
}

// What is printed is understood where a forecast is named, in both languages.
TEST(ForecastNamesTest, EveryPrintedNameIsUnderstood) {
  const std::vector<std::pair<v1::Forecast, std::string>> named = {
      {Named(v1::ROUND_MARCH, "2022-03", 1), "mars-2022-nr1"},
      {Named(v1::ROUND_SPRING, "2022-04", 2), "var-2022-nr2"},
      {Named(v1::ROUND_AUTUMN, "2022-08", 12), "host-2022-nr12"},
      {Named(v1::ROUND_OCTOBER, "2022-10", 1), "oktober-2022-nr1"},
      {Named(v1::ROUND_YEAR_END, "2022-12", 1), "bokslut-2022-nr1"},
      {Named(v1::ROUND_MONTH, "2022-05", 1), "till-maj-2022-nr1"},
      {Named(v1::ROUND_MONTH, "2021-12", 1), "infor-2022-nr1"}};
  for (const Language language : {Language::kSwedish, Language::kEnglish}) {
    for (const auto& [forecast, id] : named) {
      EXPECT_EQ(ForecastIdOf(ForecastLabel(forecast, TextsIn(language))), id);
      EXPECT_EQ(ForecastLabelOfId(id, TextsIn(language)), ForecastLabel(forecast, TextsIn(language)));
    }
  }
  EXPECT_EQ(ForecastLabel(named[2].first, TextsIn(Language::kSwedish)), "höst 2022 #12");
}

TEST(ForecastNamesTest, OnlyIdentifiersHaveALabel) {
  for (const char* text : {"", "nr2", "host-2022", "host-22-nr2", "host-9999-nr2", "sommar-2022-nr2", "till-2022-nr1",
                           "till-host-2022-nr1", "host-2022-nrx", "2022-host-1"}) {
    EXPECT_EQ(ForecastLabelOfId(text, TextsIn(Language::kSwedish)), text);
  }
}

}  // namespace
}  // namespace prognos::client
