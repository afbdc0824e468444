#include "client/year_comparison.h"

#include <cmath>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "forecast/documents/terminal.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/client/fake_prognosd.h"

namespace prognos::client {
namespace {

using ::testing::HasSubstr;

int64_t Mnkr(double mnkr) { return std::llround(mnkr * 1e8); }

std::string Rendered(const documents::Table& table) {
  return absl::StrReplaceAll(documents::RenderTerminal(table, {}), {{"\u00a0", " "}});
}

// Botkyrka, socialnämnden, årsredovisning 2015: outcome, deviation from budget, change. The budget of 2015 is not
// printed; it is what the deviations make it: revenues 97,1 - 26,3, costs 655,0 - 45,5, investments 2,2 + 5,3.
YearComparison Botkyrka() {
  YearComparison comparison;
  comparison.years = {{2013, {Mnkr(567.7), Mnkr(72.3)}, {}, {}, Mnkr(3.2), 12},
                      {2014, {Mnkr(622.9), Mnkr(80.1)}, {}, {}, Mnkr(0.4), 12},
                      {2015, {Mnkr(655.0), Mnkr(97.1)}, {}, {}, Mnkr(2.2), 12}};
  comparison.budget = {Mnkr(609.5), Mnkr(70.8)};
  comparison.investment_budget = Mnkr(7.5);
  return comparison;
}

// A cost has a minus, and a change of -32,1 is a higher cost.
TEST(YearComparisonTest, BotkyrkasThreeYearsAreThePrintedOnes) {
  EXPECT_EQ(Rendered(YearComparisonTable(Botkyrka(), TextsIn(Language::kSwedish))),
            "                    Utfall  Utfall  Utfall  Avvikelse  Förändring\n"
            "mnkr                  2013    2014    2015       2015   2014–2015\n"
            "Intäkter              72,3    80,1    97,1      +26,3       +17,0\n"
            "Kostnader           −567,7  −622,9  −655,0      −45,5       −32,1\n"
            "Nettokostnad        −495,4  −542,8  −557,9      −19,2       −15,1\n"
            "Nettoinvesteringar    −3,2    −0,4    −2,2       +5,3        −1,8\n");
}

// 0,44 and 0,44 are 0,9 together: each column and each change adds up as it is printed.
TEST(YearComparisonTest, WhatIsPrintedAddsUp) {
  YearComparison comparison;
  comparison.years = {{2021, {Mnkr(1.04), Mnkr(0.48)}, {}, {}, std::nullopt, 12},
                      {2022, {Mnkr(1.46), Mnkr(0.52)}, {}, {}, std::nullopt, 12}};
  const documents::Table table = YearComparisonTable(comparison, TextsIn(Language::kEnglish));
  ASSERT_EQ(table.rows.size(), 3u);  // No investments.
  const auto shown = [&](size_t row, size_t column) {
    return std::get<documents::Amount>(table.rows[row].cells[column].value).shown;
  };
  for (const size_t column : {1u, 2u, 4u}) EXPECT_EQ(shown(0, column) + shown(1, column), shown(2, column)) << column;
  for (size_t row = 0; row < 3; ++row) EXPECT_EQ(shown(row, 2) - shown(row, 1), shown(row, 4));
  EXPECT_TRUE(std::holds_alternative<documents::NoValue>(table.rows[0].cells[3].value));  // No budget.
}

// Staff 5,04 and 6,04, premises 5,04 and 5,04: 10,1 and 11,1 in print, of which each type is a part that adds up.
TEST(YearComparisonTest, TheTypesOfARowAddUpToItAsPrinted) {
  YearComparison comparison;
  comparison.years = {
      {2021, {Mnkr(10.08), 0}, {{"personal", {Mnkr(5.04), 0}}, {"lokaler", {Mnkr(5.04), 0}}}, {}, {}, 12},
      {2022, {Mnkr(11.08), 0}, {{"personal", {Mnkr(6.04), 0}}, {"lokaler", {Mnkr(5.04), 0}}}, {}, {}, 12}};
  comparison.budget = YearMoney{Mnkr(10.0), 0};
  comparison.budget_types = {{"personal", {Mnkr(5.0), 0}}, {"lokaler", {Mnkr(5.0), 0}}};
  const BudgetTypeNames types = {{"personal", "lokaler", ""}, {"varav Personal", "varav Lokaler", "varav utan"}};
  const documents::Table table = YearComparisonTable(comparison, TextsIn(Language::kSwedish), types);
  ASSERT_EQ(table.rows.size(), 7u);  // Nothing of revenues or without a type.
  const auto shown = [&](size_t row, size_t column) {
    return std::get<documents::Amount>(table.rows[row].cells[column].value).shown;
  };
  for (const size_t whole : {1, 4}) {
    for (size_t column = 1; column <= 4; ++column) {
      EXPECT_EQ(shown(whole, column), shown(whole + 1, column) + shown(whole + 2, column)) << column;
    }
  }
  EXPECT_EQ(shown(1, 1), -101);
  EXPECT_EQ(shown(2, 3), -10);  // 1,04 of staff more than its budget.
  comparison.budget_types.clear();
  const documents::Table without = YearComparisonTable(comparison, TextsIn(Language::kSwedish), types);
  EXPECT_TRUE(std::holds_alternative<documents::NoValue>(without.rows[2].cells[3].value));
}

v1::Actual ActualOf(const std::string& series, const std::string& month, int64_t mnkr) {
  v1::Actual actual;
  actual.set_series("organizations/exempelby/series/" + series);
  actual.set_month(month);
  actual.set_amount_ore(Mnkr(static_cast<double>(mnkr)));
  return actual;
}

TEST(YearComparisonTest, TheCommandReadsOutcomesBudgetAndInvestments) {
  FakePrognosd service;
  service.AddActivity("vuxen", "Vuxen", "", {"cost", "revenue", "hushall"});
  service.AddActivity("bistand", "Ekonomiskt bistånd", "", {"cost"});
  service.ledger.ListActivities_.response.mutable_activities(1)->set_own_frame(true);
  v1::ListActualsResponse& actuals = service.ledger.ListActuals_.response;
  for (const char* month : {"2013-01", "2014-12", "2015-01", "2015-02"}) {
    *actuals.add_actuals() = ActualOf("vuxen.cost", month, 10);
    *actuals.add_actuals() = ActualOf("vuxen.revenue", month, 1);
    *actuals.add_actuals() = ActualOf("bistand.cost", month, 5);
  }
  v1::BudgetLine& line = *service.budget.GetBudget_.response.add_lines();
  line.set_series("organizations/exempelby/series/vuxen.cost");
  line.set_amount_ore(Mnkr(25));
  v1::FundStanding& fund = *service.follow_up.ListFunds_.response.add_funds();
  fund.set_frame_ore(Mnkr(3));
  fund.mutable_use()->set_used_ore(Mnkr(2));
  const std::string told =
      absl::StrReplaceAll(service.Run({"utfall", "flerar", "--ar", "2015"}).out, {{"\u00a0", " "}});
  EXPECT_THAT(told, HasSubstr("Utfall 2013–2015 · mnkr"));
  EXPECT_THAT(told, HasSubstr("Kostnader            −10,0   −10,0   −20,0       +5,0       −10,0\n"
                              "Nettokostnad          −9,0    −9,0   −18,0       +7,0        −9,0\n"
                              "Ekonomiskt bistånd    −5,0    −5,0   −10,0      −10,0        −5,0\n"
                              "Tillsammans          −14,0   −14,0   −28,0       −3,0       −14,0\n"
                              "Nettoinvesteringar    −2,0    −2,0    −2,0       +1,0         0,0\n"));
  EXPECT_THAT(told, HasSubstr("2015: 2 av 12 månader är bokförda."));
  ASSERT_EQ(service.ledger.ListActuals_.requests.size(), 1u);
  EXPECT_EQ(service.ledger.ListActuals_.requests.front().first_month(), "2013-01");
}

TEST(YearComparisonTest, AYearWithoutOutcomeIsSaidInWords) {
  FakePrognosd service;
  EXPECT_THAT(service.Run({"utfall", "flerar", "--ar", "2015"}).out, HasSubstr("2015"));
}

}  // namespace
}  // namespace prognos::client
