#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/client/fake_prognosd.h"

namespace prognos::client {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr char kFile[] =
    "id;namn;överordnad;ordning;serier\n"
    "barn;Barn/Unga/Familj;;10;\n"
    "\n"
    "bistand;Ekonomiskt bistånd;barn;20;kostnad+intäkt+hushall\n";

TEST(ActivityTest, LoadSendsTheTreeAndThenItsSeries) {
  FakePrognosd service;
  service.ledger.UpsertActivities_.response.add_activities();
  service.ledger.UpsertActivities_.response.add_activities();
  const Outcome outcome = service.Run({"verksamhet", "las-in", WriteFile("v.csv", kFile)});
  EXPECT_EQ(outcome.out, "Läste in 2 verksamheter och 3 serier.\n") << outcome.err;
  const v1::UpsertActivitiesRequest& tree = service.ledger.UpsertActivities_.requests.at(0);
  ASSERT_THAT(tree.activities(), SizeIs(2));
  EXPECT_EQ(tree.activities(1).name(), "organizations/exempelby/activities/bistand");
  EXPECT_EQ(tree.activities(1).parent(), "organizations/exempelby/activities/barn");
  EXPECT_EQ(tree.activities(1).order(), 20);
  const v1::UpsertSeriesRequest& series = service.ledger.UpsertSeries_.requests.at(0);
  ASSERT_THAT(series.series(), SizeIs(3));
  EXPECT_EQ(series.series(0).flow(), v1::FLOW_COST);
  EXPECT_EQ(series.series(1).flow(), v1::FLOW_REVENUE);
  EXPECT_EQ(series.series(2).flow(), v1::FLOW_VOLUME);
  EXPECT_EQ(series.series(2).unit(), "hushall");
}

TEST(ActivityTest, AVolumeIsCalledAsTheFileWritesIt) {
  FakePrognosd service;
  const std::string file = WriteFile("v.csv", "id;namn;serier\na;A;hushåll+Vårddygn+platser\n");
  EXPECT_EQ(service.Run({"verksamhet", "las-in", file}).exit_code, 0);
  const v1::UpsertSeriesRequest& series = service.ledger.UpsertSeries_.requests.at(0);
  EXPECT_EQ(series.series(0).unit(), "hushall");
  EXPECT_EQ(series.series(0).display_name(), "hushåll");
  EXPECT_EQ(series.series(1).unit(), "varddygn");
  EXPECT_EQ(series.series(1).display_name(), "Vårddygn");
  EXPECT_EQ(series.series(2).display_name(), "");
}

TEST(ActivityTest, CheckingStoresNothing) {
  FakePrognosd service;
  EXPECT_EQ(service.Run({"verksamhet", "las-in", WriteFile("v.csv", kFile), "--kontrollera"}).exit_code, 0);
  EXPECT_TRUE(service.ledger.UpsertActivities_.requests.at(0).validate_only());
  EXPECT_THAT(service.ledger.UpsertSeries_.requests, IsEmpty());
}

TEST(ActivityTest, FaultsInTheFileAreAllToldAndNothingIsSent) {
  FakePrognosd service;
  const std::string file = WriteFile("fel.csv", "id;namn;ordning\n;Barn;10\nvuxen;Vuxen;tio\n");
  const Outcome outcome = service.Run({"verksamhet", "las-in", file});
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_THAT(outcome.err, HasSubstr("  rad 2: id: saknas\n  rad 3: ordning: ”tio” är inte ett heltal\nRätta raderna"));
  EXPECT_THAT(service.ledger.UpsertActivities_.requests, IsEmpty());
}

TEST(ActivityTest, AMissingColumnIsNamed) {
  FakePrognosd service;
  const Outcome outcome = service.Run({"verksamhet", "las-in", WriteFile("fel.csv", "id;titel\na;A\n")});
  EXPECT_THAT(outcome.err, HasSubstr("rad 1: namn: kolumnen saknas"));
}

TEST(ActivityTest, AFaultFoundByTheServiceIsToldAsTheLineOfTheFile) {
  FakePrognosd service;
  v1::ErrorDetail detail;
  detail.set_reason(v1::REASON_FAULTY_REQUEST);
  v1::Fault& fault = *detail.add_faults();
  fault.set_place("activities[1].parent");
  fault.set_reason(v1::FAULT_REASON_UNKNOWN);
  fault.set_value("barnn");
  fault.set_rule("does not exist");
  service.ledger.UpsertActivities_.failures = {RefusedWith(grpc::StatusCode::INVALID_ARGUMENT, detail)};
  const Outcome outcome = service.Run({"verksamhet", "las-in", WriteFile("v.csv", kFile)});
  // The second activity stands on line 4: line 3 is blank.
  EXPECT_THAT(outcome.err, HasSubstr("rad 4: överordnad: ”barnn” finns inte"));
}

TEST(ActivityTest, AParentMayBeWrittenAsItsNameOrPath) {
  FakePrognosd service;
  service.AddActivity("vuxen", "Vuxen", "", {});
  service.AddActivity("vuxen-externa", "Externa placeringar", "vuxen", {});
  const std::string file = WriteFile("v.csv",
                                     "id;namn;överordnad\n"
                                     "bistand;Ekonomiskt bistånd;Barn/Unga/Familj\n"
                                     "barn;Barn/Unga/Familj;\n"
                                     "hvb;HVB;Vuxen > Externa placeringar\n");
  EXPECT_EQ(service.Run({"verksamhet", "las-in", file}).exit_code, 0);
  const v1::UpsertActivitiesRequest& tree = service.ledger.UpsertActivities_.requests.at(0);
  EXPECT_EQ(tree.activities(0).parent(), "organizations/exempelby/activities/barn");
  EXPECT_EQ(tree.activities(1).parent(), "");
  EXPECT_EQ(tree.activities(2).parent(), "organizations/exempelby/activities/vuxen-externa");
}

TEST(ActivityTest, AParentThatIsNeitherInTheFileNorInTheOrganizationIsAFault) {
  FakePrognosd service;
  const std::string file = WriteFile("v.csv", "id;namn;overordnad\na;A;Integration\n");
  EXPECT_THAT(service.Run({"verksamhet", "las-in", file}).err,
              HasSubstr("  rad 2: överordnad: ”Integration” är ingen verksamhet i organisationen\n"));
  EXPECT_THAT(service.ledger.UpsertActivities_.requests, IsEmpty());
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

TEST(ActivityTest, ListedAsCsvItCanBeLoadedAgain) {
  FakePrognosd service;
  service.AddActivity("barn", "Barn/Unga/Familj", "", {});
  service.AddActivity("bistand", "Ekonomiskt bistånd", "barn", {"cost", "revenue", "hushall"});
  const std::string csv = service.Run({"verksamhet", "lista", "--format", "csv"}).out;
  EXPECT_EQ(csv,
            "\xEF\xBB\xBFid;namn;overordnad;ordning;serier\n"
            "barn;Barn/Unga/Familj;;0;\n"
            "bistand;Ekonomiskt bistånd;barn;0;kostnad+intakt+hushall\n");
  EXPECT_EQ(service.Run({"verksamhet", "las-in", WriteFile("igen.csv", csv)}).exit_code, 0);
  EXPECT_THAT(service.ledger.UpsertSeries_.requests.at(0).series(), SizeIs(3));
}

}  // namespace
}  // namespace prognos::client
