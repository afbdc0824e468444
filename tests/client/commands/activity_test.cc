#include "forecast/messages/wire/message_proto.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "messages/ledger.h"
#include "messages/value.h"
#include "tests/client/fake_prognosd.h"

namespace prognos::client {
namespace {

using ::testing::HasSubstr;

constexpr char kFile[] =
    "id;namn;överordnad;ordning;serier\n"
    "barn;Barn/Unga/Familj;;10;\n"
    "\n"
    "bistand;Ekonomiskt bistånd;barn;20;kostnad+intäkt+hushall\n";

TEST(ActivityTest, LoadSendsTheFileAsItStands) {
  FakePrognosd service;
  v1::ImportActivitiesResponse& response = service.ledger.ImportActivities_.response;
  for (int i = 0; i < 2; ++i) response.add_activities();
  for (int i = 0; i < 3; ++i) response.add_series();
  const Outcome outcome = service.Run({"verksamhet", "las-in", WriteFile("v.csv", kFile)});
  EXPECT_EQ(outcome.out, "Läste in 2 verksamheter och 3 serier.\n") << outcome.err;
  const v1::ImportActivitiesRequest& request = service.ledger.ImportActivities_.requests.at(0);
  EXPECT_EQ(request.organization(), "organizations/exempelby");
  EXPECT_EQ(request.content(), kFile);
  EXPECT_FALSE(request.request_id().empty());
  EXPECT_FALSE(request.validate_only());
}

TEST(ActivityTest, CheckingStoresNothing) {
  FakePrognosd service;
  EXPECT_EQ(service.Run({"verksamhet", "las-in", WriteFile("v.csv", kFile), "--kontrollera"}).exit_code, 0);
  EXPECT_TRUE(service.ledger.ImportActivities_.requests.at(0).validate_only());
}

TEST(ActivityTest, AFaultIsToldWithTheFileAndItsLine) {
  FakePrognosd service;
  v1::ErrorDetail detail;
  detail.set_reason(v1::REASON_FAULTY_REQUEST);
  v1::Fault& fault = *detail.add_faults();
  fault.set_place("line 4: parent");
  fault.set_reason(v1::FAULT_REASON_UNKNOWN);
  fault.set_value("barnn");
  fault.set_rule("does not exist");
  *fault.mutable_message() = ToProto(messages::value::DoesNotExist());
  service.ledger.ImportActivities_.failures = {RefusedWith(grpc::StatusCode::INVALID_ARGUMENT, detail)};
  const std::string file = WriteFile("v.csv", kFile);
  const Outcome outcome = service.Run({"verksamhet", "las-in", file});
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_THAT(outcome.err, HasSubstr(file));
  EXPECT_THAT(outcome.err, HasSubstr("rad 4: överordnad: ”barnn” finns inte"));
}

TEST(ActivityTest, OneIsDeletedByWhatItIsCalled) {
  FakePrognosd service;
  service.AddActivity("fel", "Fel boende", "", {"cost"});
  v1::DeleteActivityResponse& response = service.ledger.DeleteActivity_.response;
  response.mutable_activity()->set_name("organizations/exempelby/activities/fel");
  response.add_series();
  EXPECT_EQ(service.Run({"verksamhet", "ta-bort", "Fel boende", "--kontrollera"}).out,
            "Verksamheten Fel boende skulle tas bort, med 1 serie; inget har sparats.\n");
  EXPECT_EQ(service.Run({"activity", "delete", "fel"}).out, "Verksamheten Fel boende är borttagen, med 1 serie.\n");
  const auto& requests = service.ledger.DeleteActivity_.requests;
  ASSERT_EQ(requests.size(), 2u);
  EXPECT_EQ(requests[0].name(), "organizations/exempelby/activities/fel");
  EXPECT_TRUE(requests[0].validate_only());
  EXPECT_FALSE(requests[1].validate_only());
  EXPECT_FALSE(requests[1].request_id().empty());
  EXPECT_EQ(service.Run({"verksamhet", "ta-bort", "Rätt boende"}).exit_code, 1);
  EXPECT_EQ(requests.size(), 2u);
}

// Each thing that holds it is told by name and in kronor.
TEST(ActivityTest, WhatHoldsAnActivityIsToldByName) {
  FakePrognosd service;
  service.AddActivity("fel", "Fel boende", "", {"cost"});
  v1::ErrorDetail detail;
  detail.set_reason(v1::REASON_IN_USE);
  const auto add = [&](const std::string& place, const std::string& value, const Message& message) {
    v1::Fault& fault = *detail.add_faults();
    fault.set_place(place);
    fault.set_reason(v1::FAULT_REASON_IN_USE);
    fault.set_value(value);
    fault.set_rule(message.English());
    *fault.mutable_message() = ToProto(message);
  };
  add("activities", "Lägenheter", messages::ledger::StandsBelowIt());
  add("budget", "fel.cost", messages::ledger::HasABudget(Argument::Amount(1'200'00), 1, 2022));
  add("judgements", "fel.net", messages::ledger::IsCommented("host-2022-nr2"));
  service.ledger.DeleteActivity_.failures = {RefusedWith(grpc::StatusCode::FAILED_PRECONDITION, detail)};
  const Outcome outcome = service.Run({"verksamhet", "ta-bort", "fel"});
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_THAT(outcome.err,
              HasSubstr("prognos: verksamheten används och kan inte tas bort; inget har ändrats\n"
                        "  verksamhet: ”Lägenheter” står under den\n"
                        "  budget: ”Fel boende, kostnad” har 1\u00a0200,00\u00a0kr i budgetbeslut 1 för 2022\n"
                        "  bedömning: ”Fel boende, netto” har en kommentar i prognosen ”höst 2022 #2”\n"));
}

TEST(ActivityTest, AFileThatIsNotThereIsWrongUse) {
  const Outcome outcome = FakePrognosd().Run({"verksamhet", "las-in", "/finns/inte.csv"});
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.err, HasSubstr("filen /finns/inte.csv kan inte läsas: den finns inte"));
}

TEST(ActivityTest, ListShowsTheTreeIndentedWithItsSeries) {
  FakePrognosd service;
  service.AddActivity("barn", "Barn/Unga/Familj", "", {});
  service.AddActivity("bistand", "Ekonomiskt bistånd", "barn", {"cost", "revenue", "hushall"});
  EXPECT_EQ(service.Run({"verksamhet", "lista"}).out,
            "Verksamhet            Id       Serier\n"
            "Barn/Unga/Familj      barn\n"
            "  Ekonomiskt bistånd  bistand  kostnad, intäkt, hushall\n");
}

// That the service reads it is shown in tests/forecast/service/import_tables_test.cc.
TEST(ActivityTest, ListedAsCsvItIsATableToLoad) {
  FakePrognosd service;
  service.AddActivity("barn", "Barn/Unga/Familj", "", {});
  service.AddActivity("bistand", "Ekonomiskt bistånd", "barn", {"cost", "revenue", "hushall"});
  const std::string csv = service.Run({"verksamhet", "lista", "--format", "csv"}).out;
  EXPECT_EQ(csv,
            "\xEF\xBB\xBFid;namn;overordnad;ordning;serier\n"
            "barn;Barn/Unga/Familj;;0;\n"
            "bistand;Ekonomiskt bistånd;barn;0;kostnad+intakt+hushall\n");
}

TEST(ActivityTest, AFrameOfItsOwnIsListed) {
  FakePrognosd service;
  service.AddActivity("vuxen", "Vuxen", "", {"cost"});
  service.AddActivity("bistand", "Ekonomiskt bistånd", "", {"cost"});
  service.ledger.ListActivities_.response.mutable_activities(1)->set_own_frame(true);
  EXPECT_EQ(service.Run({"verksamhet", "lista"}).out,
            "Verksamhet                     Id       Serier\n"
            "Vuxen                          vuxen    kostnad\n"
            "Ekonomiskt bistånd (egen ram)  bistand  kostnad\n");
  EXPECT_EQ(service.Run({"verksamhet", "lista", "--format", "csv"}).out,
            "\xEF\xBB\xBFid;namn;overordnad;ordning;serier;egen_ram\n"
            "vuxen;Vuxen;;0;kostnad;\n"
            "bistand;Ekonomiskt bistånd;;0;kostnad;ja\n");
}

}  // namespace
}  // namespace prognos::client
