// Grants, projects and investments through the service. Figures as published by Upplands-Bro 2022, in tkr.
#include "absl/strings/str_cat.h"
#include "tests/forecast/service/service_fixture.h"

namespace prognos::service {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr int64_t kTkr = 100'000;

class FundServiceTest : public ServiceTest {
 protected:
  FundServiceTest() { CreateSmallOrganization(); }

  grpc::Status Import(v1::FollowUpTable table, const std::string& content,
                      v1::ImportFollowUpTableResponse* response = nullptr, int year = 2022,
                      const std::string& until = "") {
    v1::ImportFollowUpTableRequest request;
    request.set_organization("organizations/o");
    request.set_table(table);
    request.set_year(year);
    request.set_until_month(until);
    request.set_content(content);
    v1::ImportFollowUpTableResponse ignored;
    grpc::ClientContext call;
    return follow_up_->ImportFollowUpTable(&call, request, response == nullptr ? &ignored : response);
  }

  std::vector<v1::FundStanding> List(v1::FundKind kind, int year, const std::string& until = "") {
    v1::ListFundsRequest request;
    request.set_organization("organizations/o");
    request.set_kind(kind);
    request.set_year(year);
    request.set_until_month(until);
    v1::ListFundsResponse response;
    grpc::ClientContext call;
    const grpc::Status status = follow_up_->ListFunds(&call, request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return {response.funds().begin(), response.funds().end()};
  }

  static std::vector<std::string> PlacesOf(const grpc::Status& status) {
    std::vector<std::string> places;
    const v1::ErrorDetail detail = DetailOf(status);
    for (const v1::Fault& fault : detail.faults()) places.push_back(fault.place());
    return places;
  }
};

// Statsbidrag: sums printed 3 094 and 1 814. 871 tkr of habiliteringsersättning are 870 089 kr in the text.
TEST_F(FundServiceTest, GrantsAddUpToThePublishedSums) {
  v1::ImportFollowUpTableResponse response;
  const grpc::Status status = Import(v1::FOLLOW_UP_TABLE_GRANTS,
                                     "Statsbidrag 2022 (tkr);;;\n"
                                     "Bidrag;Beviljat;Använt;Slutdatum\n"
                                     "Subventioner av familjehemsplaceringar;760;701;\n"
                                     "Ökad kunskap om HBTQ-personers situation;60;60;\n"
                                     "Höjd habiliteringsersättning;871;810;\n"
                                     "Personligt ombud;203;203;\n"
                                     "Flyktingguider och familjekontakter;1 200;40;2023-12-31\n"
                                     "Totalt;3 094;1 814;\n",
                                     &response);
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(response.row_count(), 5);
  EXPECT_EQ(response.stored_count(), 10);
  EXPECT_EQ(response.notes_size(), 2);  // The unit, and the row of sums.
  int64_t granted = 0;
  int64_t used = 0;
  for (const v1::FundStanding& one : List(v1::FUND_KIND_GRANT, 2022)) {
    granted += one.frame_ore();
    used += one.use().used_ore();
  }
  EXPECT_EQ(granted, 3'094 * kTkr);
  EXPECT_EQ(used, 1'814 * kTkr);
  // Only Flyktingguider goes on: as much again is expected in 2023.
  const std::vector<v1::FundStanding> next_year = List(v1::FUND_KIND_GRANT, 2023);
  ASSERT_EQ(next_year.size(), 1u);
  EXPECT_EQ(next_year[0].left_ore(), 1'160 * kTkr);
  EXPECT_EQ(next_year[0].year_end_ore(), 80 * kTkr);
  EXPECT_EQ(next_year[0].basis(), v1::FUND_FORECAST_BASIS_PACE);
  EXPECT_TRUE(List(v1::FUND_KIND_PROJECT, 2022).empty());
}

// Sociala investeringsfonden: 6 100, 5 697, 6 100, 0.
TEST_F(FundServiceTest, AProjectStandsAsPublished) {
  const std::string table = "projekt;budget (tkr);startdatum;slutdatum;använt (tkr)\nBarnskyddsteamet;6 100;2020;2023;";
  ASSERT_TRUE(Import(v1::FOLLOW_UP_TABLE_PROJECTS, absl::StrCat(table, "5 697\n")).ok());
  const v1::FundStanding project = List(v1::FUND_KIND_PROJECT, 2022).at(0);
  EXPECT_EQ(project.fund().first_month(), "2020-01");
  EXPECT_EQ(project.fund().last_month(), "2023-12");
  EXPECT_EQ(project.frame_ore(), 6'100 * kTkr);
  EXPECT_EQ(project.use().used_ore(), 5'697 * kTkr);
  EXPECT_EQ(project.forecast_ore(), 6'100 * kTkr);
  EXPECT_EQ(project.deviation_ore(), 0);
  EXPECT_EQ(project.basis(), v1::FUND_FORECAST_BASIS_LIMITED);
  EXPECT_EQ(project.pace_ore(), 7'596 * kTkr);  // 5 697 / 36 * 48.
  // What was known at the end of August is another row.
  ASSERT_TRUE(Import(v1::FOLLOW_UP_TABLE_PROJECTS, absl::StrCat(table, "5 000\n"), nullptr, 2022, "2022-08").ok());
  EXPECT_EQ(List(v1::FUND_KIND_PROJECT, 2022, "2022-08").at(0).use().used_ore(), 5'000 * kTkr);
  EXPECT_EQ(List(v1::FUND_KIND_PROJECT, 2022).at(0).use().used_ore(), 5'697 * kTkr);
  EXPECT_TRUE(List(v1::FUND_KIND_PROJECT, 2024).empty());
}

// Investeringsredovisning 2022: budget 1 050, used 379, left 671; 550 and 103 are carried over and 18 of
// Socialpsykiatri are not. Investeringsbudget 2023: 300, 350, 50; depreciation 30, 70, 10; interest 5, 6, 0,9.
TEST_F(FundServiceTest, InvestmentsStandAsPublished) {
  const grpc::Status status = Import(v1::FOLLOW_UP_TABLE_INVESTMENTS,
                                     "Investeringar, tkr\n"
                                     "investering;totalbudget;budget;utfall;kvar;överförs;månad\n"
                                     "Vuxen;550;550;0;550;550;2022-12\n"
                                     "Funktionsnedsättning;450;450;347;103;103;2022-12\n"
                                     "Socialpsykiatri;50;50;32;18;0;2022-12\n"
                                     "Summa;1 050;1 050;379;671;;\n");
  ASSERT_TRUE(status.ok()) << status.error_message();
  const std::vector<v1::FundStanding> year = List(v1::FUND_KIND_INVESTMENT, 2022);
  ASSERT_EQ(year.size(), 3u);  // By identifier: funktionsnedsattning, socialpsykiatri, vuxen.
  EXPECT_EQ(year[0].frame_ore() + year[1].frame_ore() + year[2].frame_ore(), 1'050 * kTkr);
  EXPECT_EQ(year[0].use().used_ore() + year[1].use().used_ore() + year[2].use().used_ore(), 379 * kTkr);
  EXPECT_EQ(year[0].left_ore() + year[1].left_ore() + year[2].left_ore(), 671 * kTkr);
  EXPECT_EQ(year[1].left_ore(), 18 * kTkr);

  ASSERT_TRUE(Import(v1::FOLLOW_UP_TABLE_INVESTMENTS,
                     "investering;budget;budget 2024;2025;avskrivningstid;ränta (kr)\n"
                     "Vuxen;300 tkr;300 tkr;300 tkr;10 år;5 000\n"
                     "Funktionsnedsättning;350 tkr;150 tkr;150 tkr;5;6 000\n"
                     "Socialpsykiatri;50 tkr;50 tkr;50 tkr;5;900\n",
                     nullptr, 2023)
                  .ok());
  const std::vector<v1::FundStanding> next = List(v1::FUND_KIND_INVESTMENT, 2023);
  ASSERT_EQ(next.size(), 3u);
  EXPECT_EQ(next[2].carried_in_ore(), 550 * kTkr);
  EXPECT_EQ(next[2].frame_ore(), 850 * kTkr);  // 300 and what was carried over.
  EXPECT_EQ(next[2].basis(), v1::FUND_FORECAST_BASIS_NOT_BEGUN);
  EXPECT_EQ(next[0].last_year_used_ore(), 347 * kTkr);
  EXPECT_EQ(next[0].years(2).budget_ore(), 150 * kTkr);
  EXPECT_EQ(next[2].depreciation_ore(), 30 * kTkr);
  EXPECT_EQ(next[0].depreciation_ore(), 70 * kTkr);
  EXPECT_EQ(next[1].depreciation_ore(), 10 * kTkr);
  // 11,9, which the source prints as 11.
  EXPECT_EQ(next[0].interest_ore() + next[1].interest_ore() + next[2].interest_ore(), 11'900'00);
}

TEST_F(FundServiceTest, FaultsStandAtTheirLinesAndNothingIsStored) {
  EXPECT_THAT(
      PlacesOf(Import(v1::FOLLOW_UP_TABLE_PROJECTS,
                      "projekt;budget;startdatum;slutdatum;använt\nA;1;2022;2021;\nB;x;2022-13;2023;\nC;1;;;5\n")),
      ElementsAre("line 3: budget", "line 3: startdatum"));
  EXPECT_THAT(
      PlacesOf(Import(v1::FOLLOW_UP_TABLE_PROJECTS,
                      "projekt;budget;startdatum;slutdatum;använt\nA;1;2022;2021;\nB;-1;2022;2022;\nC;1;;;5\n")),
      ElementsAre("line 2: last_month", "line 3: amount_ore", "line 4: first_month", "line 4: last_month"));
  // The frame of D ends in 2021; E carries over more than the 5 that are left.
  EXPECT_THAT(
      PlacesOf(Import(v1::FOLLOW_UP_TABLE_PROJECTS, "projekt;budget;startdatum;slutdatum;använt\nD;1;2020;2021;1\n")),
      ElementsAre("line 2: month"));
  const grpc::Status more =
      Import(v1::FOLLOW_UP_TABLE_INVESTMENTS, "investering;budget;använt;överförs\nE;15;10;6\nF;15;10;5\n");
  EXPECT_THAT(PlacesOf(more), ElementsAre("line 2: carried_over_ore"));
  EXPECT_THAT(more.error_message(), HasSubstr("is more than is left"));
  EXPECT_TRUE(List(v1::FUND_KIND_PROJECT, 2022).empty());
  EXPECT_TRUE(List(v1::FUND_KIND_INVESTMENT, 2022).empty());
}

TEST_F(FundServiceTest, AFundKeepsItsKind) {
  v1::PutFundsRequest request;
  request.set_organization("organizations/o");
  v1::Fund& fund = *request.add_funds();
  fund.set_name("organizations/o/funds/team");
  fund.set_display_name("Team");
  fund.set_kind(v1::FUND_KIND_GRANT);
  fund.set_first_month("2022-01");
  fund.set_last_month("2022-12");
  const auto put = [&] {
    v1::PutFundsResponse response;
    grpc::ClientContext call;
    return follow_up_->PutFunds(&call, request, &response);
  };
  ASSERT_TRUE(put().ok());
  fund.set_kind(v1::FUND_KIND_PROJECT);
  v1::FundYear& year = *request.add_years();
  year.set_fund(fund.name());
  year.set_year(2022);
  v1::FundUse& use = *request.add_uses();
  use.set_fund("organizations/o/funds/none");
  use.set_month("2022-08");
  EXPECT_THAT(PlacesOf(put()), ElementsAre("funds[0].kind", "years[0].fund", "uses[0].fund"));
}

// As the command line writes it: tests/client/commands/fund_test.cc.
TEST_F(FundServiceTest, WhatTheCommandLineWritesIsReadAgain) {
  const std::string csv =
      "\xEF\xBB\xBFid;investering;verksamhet;totalbudget;startdatum;slutdatum;manad;anvant;prognos;kommentar;overfors;"
      "avskrivningstid;avskrivning;ranta;budget 2022;budget 2023\n"
      "vuxen;Vuxen;care;550000,00;;;2022-08;0,00;550000,00;beställt;100000,00;10;;5000,00;550000,00;300000,00\n";
  v1::ImportFollowUpTableResponse response;
  const grpc::Status status = Import(v1::FOLLOW_UP_TABLE_INVESTMENTS, csv, &response);
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(response.stored_count(), 4);
  const v1::FundStanding vuxen = List(v1::FUND_KIND_INVESTMENT, 2022).at(0);
  EXPECT_EQ(vuxen.fund().activity(), "organizations/o/activities/care");
  EXPECT_EQ(vuxen.basis(), v1::FUND_FORECAST_BASIS_PERSON);
  EXPECT_EQ(vuxen.use().comment(), "beställt");
  ASSERT_TRUE(Import(v1::FOLLOW_UP_TABLE_INVESTMENTS, csv, &response).ok());
  EXPECT_EQ(response.stored_count(), 0);
}

}  // namespace
}  // namespace prognos::service
