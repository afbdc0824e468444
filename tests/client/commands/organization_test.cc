#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/client/fake_prognosd.h"

namespace prognos::client {
namespace {

using ::testing::HasSubstr;

v1::Organization Stored() {
  v1::Organization organization;
  organization.set_name("organizations/exempelby");
  organization.set_display_name("Exempelby socialnämnd");
  organization.add_closed_years(2020);
  organization.add_closed_years(2021);
  organization.set_ledger_position(1512);
  return organization;
}

TEST(OrganizationTest, CreateSendsIdAndNameAndSaysSo) {
  FakePrognosd service;
  *service.ledger.CreateOrganization_.response.mutable_organization() = Stored();
  const Outcome outcome = service.Run({"organisation", "skapa", "exempelby", "--namn", "Exempelby socialnämnd"});
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_EQ(outcome.out, "Skapade exempelby (Exempelby socialnämnd).\n");
  const v1::CreateOrganizationRequest& request = service.ledger.CreateOrganization_.requests.at(0);
  EXPECT_EQ(request.organization_id(), "exempelby");
  EXPECT_EQ(request.organization().display_name(), "Exempelby socialnämnd");
  EXPECT_FALSE(request.request_id().empty());
}

TEST(OrganizationTest, TheEnglishAliasesDoTheSame) {
  FakePrognosd service;
  EXPECT_EQ(service.Run({"organization", "create", "x", "--name", "X"}).exit_code, 0);
  EXPECT_EQ(service.Run({"organization", "close-year", "--year", "2021"}).exit_code, 0);
  EXPECT_EQ(service.Run({"organization", "reopen-year", "--year", "2021"}).exit_code, 0);
  EXPECT_EQ(service.ledger.CloseYear_.requests.at(0).year(), 2021);
  EXPECT_EQ(service.ledger.ReopenYear_.requests.at(0).organization(), "organizations/exempelby");
}

TEST(OrganizationTest, AYearThatIsClosedWithoutAllItsMonthsShowsWhy) {
  FakePrognosd service;
  EXPECT_EQ(service.Run({"organisation", "stang-ar", "--ar", "2021", "--skal", "ny från maj"}).exit_code, 0);
  EXPECT_EQ(service.ledger.CloseYear_.requests.at(0).reason(), "ny från maj");
  v1::Organization& stored = *service.ledger.GetOrganization_.response.mutable_organization();
  stored = Stored();
  (*stored.mutable_closing_reasons())[2021] = "ny från maj";
  EXPECT_THAT(service.Run({"organisation", "visa"}).out, HasSubstr("  2020, 2021 (ny från maj)  "));
  EXPECT_THAT(service.Run({"organisation", "visa", "--format", "csv"}).out, HasSubstr(";2020, 2021 (ny från maj);"));
}

TEST(OrganizationTest, ShowPrintsClosedYearsAndRows) {
  FakePrognosd service;
  *service.ledger.GetOrganization_.response.mutable_organization() = Stored();
  EXPECT_EQ(service.Run({"organisation", "visa"}).out,
            "Id         Namn                   Stängda år  Rader\n"
            "exempelby  Exempelby socialnämnd  2020, 2021  1\u00a0512\n");
  EXPECT_THAT(service.Run({"organisation", "visa", "--format", "json"}).out,
              HasSubstr("\"display_name\": \"Exempelby socialnämnd\""));
  EXPECT_EQ(service.Run({"organisation", "visa", "--format", "csv"}).out,
            "\xEF\xBB\xBFid;namn;stangda_ar;rader;omgangar\nexempelby;Exempelby socialnämnd;2020, 2021;1512;\n");
}

TEST(OrganizationTest, TheIdMayStandBehindTheCommand) {
  FakePrognosd service;
  EXPECT_EQ(service.Run({"organisation", "visa", "annanby"}).exit_code, 0);
  EXPECT_EQ(service.ledger.GetOrganization_.requests.at(0).name(), "organizations/annanby");
  EXPECT_EQ(service.Run({"organisation", "stang-ar", "annanby", "--ar", "2021"}).exit_code, 0);
  EXPECT_EQ(service.ledger.CloseYear_.requests.at(0).organization(), "organizations/annanby");
  EXPECT_EQ(service.Run({"organisation", "oppna-ar", "annanby", "--ar", "2021"}).exit_code, 0);
  EXPECT_EQ(service.ledger.ReopenYear_.requests.at(0).organization(), "organizations/annanby");
  EXPECT_EQ(service.Run({"organisation", "oppna-ar", "-o", "tredjeby", "--ar", "2021"}).exit_code, 0);
  EXPECT_EQ(service.ledger.ReopenYear_.requests.at(1).organization(), "organizations/tredjeby");
}

// Excel takes a CSV for UTF-8 by its first three bytes.
TEST(OrganizationTest, SwedishCsvBeginsWithAByteOrderMarkExceptOnATerminal) {
  FakePrognosd service;
  EXPECT_THAT(service.Run({"organisation", "lista", "--format", "csv"}).out, ::testing::StartsWith("\xEF\xBB\xBFid;"));
  EXPECT_THAT(service.Run({"organisation", "lista", "--format", "csv", "--sprak", "en"}).out,
              ::testing::StartsWith("id,"));
  service.is_terminal = true;
  EXPECT_THAT(service.Run({"organisation", "lista", "--format", "csv"}).out, ::testing::StartsWith("id;"));
}

TEST(OrganizationTest, CsvInEnglishQuotesWhatHoldsItsSeparator) {
  FakePrognosd service;
  *service.ledger.GetOrganization_.response.mutable_organization() = Stored();
  EXPECT_EQ(service.Run({"organisation", "visa", "--format", "csv", "--sprak", "en"}).out,
            "id,name,closed_years,rows,rounds\nexempelby,Exempelby socialnämnd,\"2020, 2021\",1512,\n");
}

// A vårprognos after March, and a delårsrapport after June.
TEST(OrganizationTest, RoundsGetMonthsOfTheirOwnAndAreShownThen) {
  FakePrognosd service;
  v1::Organization& stored = *service.ledger.SetRounds_.response.mutable_organization();
  stored = Stored();
  for (const auto& [round, month] : {std::pair(v1::ROUND_SPRING, 3), std::pair(v1::ROUND_AUTUMN, 6)}) {
    v1::RoundMonths& added = *stored.add_rounds();
    added.set_round(round);
    added.set_last_known_month(month);
  }
  *service.ledger.GetOrganization_.response.mutable_organization() = stored;
  EXPECT_EQ(service.Run({"organisation", "omgangar", "exempelby", "--var", "3", "--host", "6"}).out,
            "Omgångarna känner till och med: vårprognos mars, höstprognos juni.\n");
  const v1::SetRoundsRequest& request = service.ledger.SetRounds_.requests.at(0);
  ASSERT_EQ(request.rounds_size(), 2);
  EXPECT_EQ(request.rounds(1).round(), v1::ROUND_AUTUMN);
  EXPECT_EQ(request.rounds(1).last_known_month(), 6);
  EXPECT_THAT(service.Run({"organisation", "visa"}).out, HasSubstr("vårprognos mars, höstprognos juni\n"));
  EXPECT_EQ(service.Run({"organisation", "omgangar", "exempelby"}).exit_code, 2);
}

TEST(OrganizationTest, ATakenNameIsRefused) {
  FakePrognosd service;
  service.ledger.CreateOrganization_.failures = {
      RefusedWith(grpc::StatusCode::ALREADY_EXISTS, v1::REASON_ALREADY_EXISTS)};
  const Outcome outcome = service.Run({"organisation", "skapa", "exempelby", "--namn", "X"});
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_EQ(outcome.err, "prognos: namnet är upptaget\nVälj ett annat id.\n");
}

}  // namespace
}  // namespace prognos::client
