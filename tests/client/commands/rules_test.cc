#include "forecast/messages/wire/message_proto.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "messages/value.h"
#include "tests/client/fake_prognosd.h"

namespace prognos::client {
namespace {

using ::testing::HasSubstr;

TEST(RulesTest, SetSendsTheFileAsItStands) {
  FakePrognosd service;
  service.ledger.ImportPostingRules_.response.add_rules();
  const std::string bytes = "konto;verksamhet;slag\n4000-7999;vuxen;kostnad\n";
  const Outcome outcome = service.Run({"regler", "satt", WriteFile("r.csv", bytes), "--kontrollera"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  const v1::ImportPostingRulesRequest& request = service.ledger.ImportPostingRules_.requests.at(0);
  EXPECT_EQ(request.content(), bytes);
  EXPECT_FALSE(request.request_id().empty());
  EXPECT_TRUE(request.validate_only());
}

TEST(RulesTest, AFaultIsToldWithTheFileAndItsLine) {
  FakePrognosd service;
  v1::ErrorDetail detail;
  detail.set_reason(v1::REASON_FAULTY_REQUEST);
  v1::Fault& fault = *detail.add_faults();
  fault.set_place("line 2: konto");
  fault.set_reason(v1::FAULT_REASON_NOT_A_NUMBER);
  fault.set_value("fyra");
  fault.set_rule("is not a number");
  *fault.mutable_message() = ToProto(messages::value::IsNotANumber());
  service.ledger.ImportPostingRules_.failures = {RefusedWith(grpc::StatusCode::INVALID_ARGUMENT, detail)};
  const Outcome outcome =
      service.Run({"regler", "satt", WriteFile("r.csv", "konto;verksamhet;slag\nfyra;vuxen;kostnad\n")});
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_THAT(outcome.err, HasSubstr("rad 2: konto: ”fyra” är inte ett tal"));
}

// That the service reads it is shown in tests/forecast/service/import_tables_test.cc.
TEST(RulesTest, ShownAsCsvTheyAreATableToSet) {
  FakePrognosd service;
  service.AddActivity("vuxen", "Vuxen", "", {});
  v1::PostingRule& rule = *service.ledger.GetPostingRules_.response.add_rules();
  rule.set_first_account("4000");
  rule.set_last_account("4999");
  rule.set_activity("organizations/exempelby/activities/vuxen");
  rule.set_flow(v1::FLOW_COST);
  const std::string csv = service.Run({"regler", "visa", "--format", "csv"}).out;
  EXPECT_EQ(csv, "\xEF\xBB\xBFkonto_fran;konto_till;dimension;objekt;verksamhet;slag\n4000;4999;;;vuxen;kostnad\n");
}

TEST(RulesTest, NoRulesAreSaidInWords) {
  EXPECT_EQ(FakePrognosd().Run({"regler", "visa"}).out, "Inga konteringsregler är satta.\n");
}

}  // namespace
}  // namespace prognos::client
