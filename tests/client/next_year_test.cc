#include "client/next_year.h"

#include "absl/strings/str_replace.h"
#include "forecast/documents/terminal.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/client/both_languages.h"
#include "tests/client/example_forecast.h"

namespace prognos::client {
namespace {

using ::testing::ContainsRegex;
using ::testing::HasSubstr;
using ::testing::Not;

// Ekonomiskt bistånd and Vuxen: what they cost in tkr, and their budgets.
v1::Forecast TwoActivities(int year, const std::string& last_known_month, double benefits, double adults,
                           std::optional<double> budget_benefits, std::optional<double> budget_adults) {
  v1::Forecast forecast;
  forecast.set_organization_display_name("Exempelby");
  forecast.set_year(year);
  forecast.set_last_known_month(last_known_month);
  const auto add = [&](const std::string& activity, const std::string& name, std::optional<double> budget,
                       double cost) {
    AddCostActivity({activity, name, "", v1::MEASURE_COST, false, budget, 0.0, cost}, !activity.empty(), forecast);
  };
  std::optional<double> budget;
  if (budget_benefits.has_value()) budget = *budget_benefits + *budget_adults;
  add("", "", budget, benefits + adults);
  add("eb", "Ekonomiskt bistånd", budget_benefits, benefits);
  add("vuxen", "Vuxen", budget_adults, adults);
  return forecast;
}

std::string ShownNextYear(const v1::Forecast& year, const v1::Forecast& next, const Texts& texts,
                          bool by_type = false) {
  return absl::StrReplaceAll(
      documents::RenderTerminal(NextYearDocument(year, next, by_type, texts), {texts.language, 140}),
      {{"\u00a0", " "}});
}

// 25 376 x 1.086 = 27 558 against a proposed budget of 25 000: a deficit of 2 558 before the year begins.
TEST(NextYearTest, TheDeficitThatAProposedBudgetHasAlreadyIsTold) {
  const std::string shown = ShownNextYear(TwoActivities(2022, "2022-08", 25'376, 1'000, 24'400, 1'000),
                                          TwoActivities(2023, "2022-12", 27'558, 1'000, 25'000, 1'200), Sv());
  EXPECT_THAT(shown, HasSubstr("Exempelby · 2023 innan året har börjat"));
  EXPECT_THAT(shown, ContainsRegex("Ekonomiskt bistånd +25 376 +27 558 +2 182 +25 000 +−2 558"));
  EXPECT_THAT(shown, ContainsRegex("Vuxen +1 000 +1 000 +0 +1 200 +.200"));
  EXPECT_THAT(shown, ContainsRegex("Summa +26 376 +28 558 +2 182 +26 200 +−2 358"));
  EXPECT_THAT(shown, HasSubstr("Budgeten för 2023 täcker inte prognosen: −2,4 mnkr."));
  EXPECT_THAT(shown, HasSubstr("Störst underskott har Ekonomiskt bistånd, −2,6 mnkr."));
}

// The costs of Vuxen and of the sum, by type: in the year before, what there was of it, and of another type.
void AddTypes(double staff, const std::string& other_type, double other, v1::Forecast& forecast) {
  for (const char* activity : {"", "vuxen"}) {
    for (const auto& [type, tkr] : {std::pair(std::string("Personal"), staff), std::pair(other_type, other)}) {
      v1::Forecast one;
      AddCostActivity({activity, "Vuxen", "", v1::MEASURE_COST, false, std::nullopt, 0.0, tkr}, *activity != 0, one);
      for (v1::ForecastLine& line : *one.mutable_lines()) {
        line.set_cost_type("organizations/exempelby/costTypes/" + type);
        line.set_cost_type_display_name(type);
        *forecast.add_lines_by_type() = line;
      }
    }
  }
}

TEST(NextYearTest, ByCostTypeEachRowIsToldApartInBothYears) {
  v1::Forecast year = TwoActivities(2022, "2022-08", 0, 1'000, std::nullopt, std::nullopt);
  v1::Forecast next = TwoActivities(2023, "2022-12", 0, 1'300, std::nullopt, std::nullopt);
  AddTypes(600, "Lokaler", 400, year);
  AddTypes(700, "Placeringar", 600, next);
  const std::string shown = ShownNextYear(year, next, Sv(), /*by_type=*/true);
  EXPECT_THAT(shown, ContainsRegex("Vuxen +1 000 +1 300 +300 [^\n]*\n +varav Personal +600 +700 +100 [^\n]*\n"
                                   " +varav Placeringar +– +600 +–"));
  EXPECT_THAT(shown, ContainsRegex("Summa +1 000 +1 300 +300 [^\n]*\n +varav Personal +600 +700 +100"));
  EXPECT_THAT(ShownNextYear(year, next, Sv()), Not(HasSubstr("varav")));
}

// Ekonomiskt bistånd with a frame of its own: Summa, the sentence and the largest deficit are those of the others.
v1::Forecast WithFrame(v1::Forecast forecast, double adults, double budget_adults) {
  for (v1::ForecastLine& line : *forecast.mutable_lines()) {
    line.set_own_frame(line.display_name() == "Ekonomiskt bistånd");
  }
  v1::Forecast sum;
  AddCostActivity({"", "", "", v1::MEASURE_COST, false, budget_adults, 0.0, adults}, false, sum);
  for (v1::ForecastLine& line : *sum.mutable_lines()) {
    line.set_without_frames(true);
    *forecast.add_lines_without_frames() = line;
  }
  return forecast;
}

TEST(NextYearTest, FramesStandBesideTheSumAndItsSentence) {
  const v1::Forecast year = WithFrame(TwoActivities(2022, "2022-08", 25'376, 1'000, 24'400, 1'000), 1'000, 1'000);
  const v1::Forecast next = WithFrame(TwoActivities(2023, "2022-12", 27'558, 1'300, 25'000, 1'200), 1'300, 1'200);
  const std::string shown = ShownNextYear(year, next, Sv());
  EXPECT_THAT(shown, ContainsRegex("Summa +1 000 +1 300 +300 +1 200 +−100"));
  EXPECT_THAT(shown, ContainsRegex("Ekonomiskt bistånd +25 376 +27 558 +2 182 +25 000 +−2 558"));
  EXPECT_THAT(shown, ContainsRegex("Tillsammans +26 376 +28 858 +2 482 +26 200 +−2 658"));
  EXPECT_THAT(shown, HasSubstr("Budgeten för 2023 täcker inte prognosen: −0,1 mnkr."));
  EXPECT_THAT(shown, HasSubstr("Störst underskott har Vuxen, −0,1 mnkr."));
}

TEST(NextYearTest, WhatOfThisYearIsPredictedIsSaid) {
  const v1::Forecast next = TwoActivities(2023, "2022-12", 100, 200, 400, 500);
  EXPECT_THAT(ShownNextYear(TwoActivities(2022, "2022-08", 1, 2, 3, 4), next, Sv()),
              HasSubstr("Utfallet räcker till och med augusti 2022. Resten av 2022 är prognos"));
  EXPECT_THAT(ShownNextYear(TwoActivities(2022, "2022-12", 1, 2, 3, 4), next, En()),
              HasSubstr("All of 2022 is known, and 2023 builds on it."));
}

TEST(NextYearTest, ABudgetThatCoversIsSaidSo) {
  const std::string shown = ShownNextYear(TwoActivities(2022, "2022-08", 100, 200, 300, 400),
                                          TwoActivities(2023, "2022-12", 100, 200, 400, 500), Sv());
  EXPECT_THAT(shown, HasSubstr("Budgeten för 2023 täcker prognosen: +0,6 mnkr."));
  EXPECT_THAT(shown, Not(HasSubstr("Störst underskott")));
}

TEST(NextYearTest, WithoutABudgetTheIntervalIsThatOfTheAmount) {
  v1::Forecast next = TwoActivities(2023, "2022-12", 27'558, 1'000, std::nullopt, std::nullopt);
  for (v1::ForecastLine& line : *next.mutable_lines()) {
    line.mutable_full_year_quantiles()->set_p10(line.full_year() - Tkr(50));
    line.mutable_full_year_quantiles()->set_p90(line.full_year() + Tkr(50));
  }
  const std::string shown = ShownNextYear(TwoActivities(2022, "2022-08", 25'376, 1'000, 24'400, 1'000), next, Sv());
  EXPECT_THAT(shown, ContainsRegex("Ekonomiskt bistånd +25 376 +27 558 +2 182 +27 508 … 27 608"));
  EXPECT_THAT(shown, Not(HasSubstr("Budget")));
}

// An activity that begins next year has no row in this one.
TEST(NextYearTest, AnActivityThatIsNewHasNoIncrease) {
  v1::Forecast next = TwoActivities(2023, "2022-12", 100, 200, 400, 500);
  AddCostActivity({"nytt", "Nytt", "", v1::MEASURE_COST, false, 10.0, 0.0, 20.0}, true, next);
  const std::string shown = ShownNextYear(TwoActivities(2022, "2022-08", 100, 200, 300, 400), next, Sv());
  EXPECT_THAT(shown, ContainsRegex("Nytt +– +20 +– +10 +−10"));
}

}  // namespace
}  // namespace prognos::client
