#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/client/fake_prognosd.h"

namespace prognos::client {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr char kRules[] =
    "konto från;konto till;dimension;objekt;verksamhet;slag\n"
    "4000;7999;1;11*;vuxen;kostnad\n"
    "3000;3999;;;Övrigt Vuxen;intäkt\n";

TEST(RulesTest, SetResolvesActivitiesByIdAndByName) {
  FakePrognosd service;
  service.AddActivity("vuxen", "Vuxen", "", {});
  service.AddActivity("vuxen-ovrigt", "Övrigt Vuxen", "vuxen", {});
  const Outcome outcome = service.Run({"regler", "satt", WriteFile("r.csv", kRules)});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  const v1::SetPostingRulesRequest& request = service.ledger.SetPostingRules_.requests.at(0);
  ASSERT_THAT(request.rules(), SizeIs(2));
  EXPECT_EQ(request.rules(0).first_account(), "4000");
  EXPECT_EQ(request.rules(0).object(), "11*");
  EXPECT_EQ(request.rules(0).activity(), "organizations/exempelby/activities/vuxen");
  EXPECT_EQ(request.rules(1).activity(), "organizations/exempelby/activities/vuxen-ovrigt");
  EXPECT_EQ(request.rules(1).flow(), v1::FLOW_REVENUE);
}

TEST(RulesTest, FaultyRulesAreNotSent) {
  FakePrognosd service;
  const Outcome outcome =
      service.Run({"regler", "satt", WriteFile("r.csv", "konto;verksamhet;slag\nfyra;vuxen;kostnad\n")});
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_THAT(outcome.err, HasSubstr("rad 2: "));
  EXPECT_THAT(outcome.err, HasSubstr("”fyra”"));
  EXPECT_THAT(service.ledger.SetPostingRules_.requests, IsEmpty());
}

TEST(RulesTest, ShownAsCsvTheyCanBeSetAgain) {
  FakePrognosd service;
  service.AddActivity("vuxen", "Vuxen", "", {});
  v1::PostingRule& rule = *service.ledger.GetPostingRules_.response.add_rules();
  rule.set_first_account("4000");
  rule.set_last_account("4999");
  rule.set_activity("organizations/exempelby/activities/vuxen");
  rule.set_flow(v1::FLOW_COST);
  const std::string csv = service.Run({"regler", "visa", "--format", "csv"}).out;
  EXPECT_EQ(csv, "\xEF\xBB\xBFkonto_fran;konto_till;dimension;objekt;verksamhet;slag\n4000;4999;;;vuxen;kostnad\n");
  EXPECT_EQ(service.Run({"regler", "satt", WriteFile("igen.csv", csv)}).exit_code, 0);
  EXPECT_EQ(service.ledger.SetPostingRules_.requests.at(0).rules(0).SerializeAsString(), rule.SerializeAsString());
}

TEST(RulesTest, NoRulesAreSaidInWords) {
  EXPECT_EQ(FakePrognosd().Run({"regler", "visa"}).out, "Inga konteringsregler är satta.\n");
}

}  // namespace
}  // namespace prognos::client
