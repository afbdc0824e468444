#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/client/fake_prognosd.h"

namespace prognos::client {
namespace {

using ::testing::HasSubstr;

constexpr int64_t kTkr = 100'000;

v1::FundStanding& AddFund(const std::string& id, const std::string& name, v1::FundKind kind, int64_t frame_tkr,
                          int64_t used_tkr, FakePrognosd& service) {
  v1::FundStanding& standing = *service.follow_up.ListFunds_.response.add_funds();
  standing.mutable_fund()->set_name("organizations/exempelby/funds/" + id);
  standing.mutable_fund()->set_display_name(name);
  standing.mutable_fund()->set_kind(kind);
  standing.mutable_fund()->set_amount_ore(frame_tkr * kTkr);
  standing.set_frame_ore(frame_tkr * kTkr);
  standing.mutable_use()->set_month("2022-12");
  standing.mutable_use()->set_used_ore(used_tkr * kTkr);
  standing.set_left_ore((frame_tkr - used_tkr) * kTkr);
  standing.set_forecast_ore(used_tkr * kTkr);
  standing.set_year_end_ore(used_tkr * kTkr);
  standing.set_basis(v1::FUND_FORECAST_BASIS_ENDED);
  return standing;
}

// Upplands-Bro 2022: the sums 3 094 and 1 814 are printed.
TEST(FundCommandTest, GrantsShowWhatIsGrantedUsedAndLeft) {
  FakePrognosd service;
  AddFund("a", "Subventioner av familjehemsplaceringar", v1::FUND_KIND_GRANT, 760, 701, service);
  AddFund("b", "Ökad kunskap om HBTQ-personers situation", v1::FUND_KIND_GRANT, 60, 60, service);
  AddFund("c", "Höjd habiliteringsersättning", v1::FUND_KIND_GRANT, 871, 810, service);
  AddFund("d", "Personligt ombud", v1::FUND_KIND_GRANT, 203, 203, service);
  AddFund("e", "Flyktingguider och familjekontakter", v1::FUND_KIND_GRANT, 1'200, 40, service);
  const Outcome outcome = service.Run({"bidrag", "visa", "--ar", "2022"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_EQ(service.follow_up.ListFunds_.requests.at(0).kind(), v1::FUND_KIND_GRANT);
  EXPECT_THAT(outcome.out, HasSubstr("Statsbidrag 2022 · tkr\n"));
  EXPECT_THAT(outcome.out, HasSubstr("Flyktingguider och familjekontakter          1\u00a0200      40  1\u00a0160"));
  EXPECT_THAT(outcome.out,
              HasSubstr("Summa                                        3\u00a0094   1\u00a0814  1\u00a0280"));
}

// 870 089 kr are 870 tkr; the source prints 871, and the sum with it.
TEST(FundCommandTest, AnAmountIsRoundedOnce) {
  FakePrognosd service;
  AddFund("c", "Höjd habiliteringsersättning", v1::FUND_KIND_GRANT, 0, 0, service).set_frame_ore(87'008'900);
  EXPECT_THAT(service.Run({"bidrag", "visa", "--ar", "2022"}).out, HasSubstr("Höjd habiliteringsersättning       870"));
}

// Barnskyddsteamet: 6 100, 5 697, 6 100, 0.
TEST(FundCommandTest, AProjectShowsItsDeviationAndWhy) {
  FakePrognosd service;
  v1::FundStanding& team = AddFund("team", "Barnskyddsteamet", v1::FUND_KIND_PROJECT, 6'100, 5'697, service);
  team.mutable_fund()->set_first_month("2020-01");
  team.mutable_fund()->set_last_month("2023-12");
  team.set_forecast_ore(6'100 * kTkr);
  team.set_pace_ore(7'596 * kTkr);
  team.set_basis(v1::FUND_FORECAST_BASIS_LIMITED);
  const std::string told = service.Run({"projekt", "visa", "--ar", "2022"}).out;
  EXPECT_THAT(told, HasSubstr("6\u00a0100   5\u00a0697    6\u00a0100          0  5\u00a0697  2020-01–2023-12"));
  EXPECT_THAT(told, HasSubstr("takten hittills ger 7\u00a0596 tkr, mer än ramen; prognosen är ramen"));
  EXPECT_THAT(service.Run({"project", "show", "--year", "2022", "--language", "en"}).out,
              HasSubstr("the pace so far makes 7,596 tkr, more than the frame"));
}

// Upplands-Bro: 1 050, 379 and 671 in 2022 (carried over 653, which is not printed); 700, 500 and 500 planned, 110 of
// depreciation, and 11,9 of interest, printed as 11: here its rows 5, 6 and 1 make 12.
TEST(FundCommandTest, InvestmentsShowWhatIsCarriedOverAndPlanned) {
  FakePrognosd service;
  const auto add = [&](const char* id, const char* name, int64_t budget, int64_t used, int64_t carried,
                       std::initializer_list<int64_t> plan, int64_t depreciation, int64_t interest_kr) {
    v1::FundStanding& one = AddFund(id, name, v1::FUND_KIND_INVESTMENT, budget, used, service);
    one.mutable_use()->set_carried_over_ore(carried * kTkr);
    int year = 2023;
    for (const int64_t tkr : plan) {
      v1::FundYear& planned = *one.add_years();
      planned.set_year(year++);
      planned.set_budget_ore(tkr * kTkr);
    }
    one.set_depreciation_ore(depreciation * kTkr);
    one.set_interest_ore(interest_kr * 100);
  };
  add("v", "Vuxen", 550, 0, 550, {300, 300, 300}, 30, 5'000);
  add("f", "Funktionsnedsättning", 450, 347, 103, {350, 150, 150}, 70, 6'000);
  add("s", "Socialpsykiatri", 50, 32, 0, {50, 50, 50}, 10, 900);
  const std::string told = service.Run({"investering", "visa", "--ar", "2022"}).out;
  EXPECT_THAT(told, HasSubstr("Investering           Totalbudget  I fjol  Budget  Använt  Kvar  Prognos  Överförs\n"));
  EXPECT_THAT(told, HasSubstr("Funktionsnedsättning          450             450     347   103      347       103"));
  EXPECT_THAT(
      told,
      HasSubstr("Summa                       1\u00a0050       0   1\u00a0050     379   671      379       653\n"));
  EXPECT_THAT(told, HasSubstr("Investering           2023  2024  2025  Avskrivning  Ränta  Skrivs av på\n"));
  EXPECT_THAT(told, HasSubstr("Summa                  700   500   500          110     12\n"));
}

TEST(FundCommandTest, ShownAsCsvItCanBeSetAgain) {
  FakePrognosd service;
  v1::FundStanding& one = AddFund("vuxen", "Vuxen", v1::FUND_KIND_INVESTMENT, 550, 0, service);
  one.mutable_fund()->set_activity("organizations/exempelby/activities/care");
  one.mutable_use()->set_month("2022-08");
  one.mutable_use()->set_forecast_ore(550 * kTkr);
  one.mutable_use()->set_comment("beställt");
  one.mutable_use()->set_carried_over_ore(100 * kTkr);
  for (const auto& [year, tkr] : {std::pair(2022, 550), std::pair(2023, 300)}) {
    v1::FundYear& planned = *one.add_years();
    planned.set_year(year);
    planned.set_budget_ore(tkr * kTkr);
  }
  one.mutable_years(0)->set_depreciation_years(10);
  one.mutable_years(0)->set_interest_ore(500'000);
  // That the service reads it is shown in tests/forecast/service/fund_service_test.cc.
  EXPECT_EQ(
      service.Run({"investering", "visa", "--ar", "2022", "--format", "csv"}).out,
      "\xEF\xBB\xBFid;investering;verksamhet;totalbudget;startdatum;slutdatum;manad;anvant;prognos;kommentar;overfors;"
      "avskrivningstid;avskrivning;ranta;budget 2022;budget 2023\n"
      "vuxen;Vuxen;care;550000,00;;;2022-08;0,00;550000,00;beställt;100000,00;10;;5000,00;550000,00;300000,00\n");
}

TEST(FundCommandTest, AFileIsSentWithTheMonthItGoesTo) {
  FakePrognosd service;
  service.follow_up.ImportFollowUpTable_.response.set_row_count(1);
  const std::string bytes = "bidrag;beviljat\nA;1\n";
  const Outcome outcome =
      service.Run({"bidrag", "satt", WriteFile("b.csv", bytes), "--ar", "2022", "--till", "2022-08"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  const v1::ImportFollowUpTableRequest& request = service.follow_up.ImportFollowUpTable_.requests.at(0);
  EXPECT_EQ(request.content(), bytes);
  EXPECT_EQ(request.table(), v1::FOLLOW_UP_TABLE_GRANTS);
  EXPECT_EQ(request.until_month(), "2022-08");
  EXPECT_EQ(service.Run({"projekt", "visa", "--ar", "2022"}).out,
            "Inget finns för året. Läs in en tabell med ”satt”.\n");
}

}  // namespace
}  // namespace prognos::client
