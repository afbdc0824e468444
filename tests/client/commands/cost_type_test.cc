#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/client/fake_prognosd.h"

namespace prognos::client {
namespace {

using ::testing::HasSubstr;

void AddCostType(const std::string& id, const std::string& name,
                 google::protobuf::RepeatedPtrField<v1::CostType>& types) {
  v1::CostType& type = *types.Add();
  type.set_name("organizations/exempelby/costTypes/" + id);
  type.set_display_name(name);
}

TEST(CostTypeTest, SetSendsTheFileAsItStandsAndTellsTheList) {
  FakePrognosd service;
  AddCostType("personal", "Personal", *service.ledger.ImportCostTypes_.response.mutable_cost_types());
  AddCostType("inhyrd", "Inhyrd personal", *service.ledger.ImportCostTypes_.response.mutable_cost_types());
  const std::string bytes = "id;namn\npersonal;Personal\n";
  const Outcome outcome = service.Run({"kostnadsslag", "satt", WriteFile("t.csv", bytes)});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_EQ(outcome.out, "Listan har 2 kostnadsslag.\n");
  const v1::ImportCostTypesRequest& request = service.ledger.ImportCostTypes_.requests.at(0);
  EXPECT_EQ(request.content(), bytes);
  EXPECT_FALSE(request.validate_only());
  EXPECT_FALSE(request.request_id().empty());
}

TEST(CostTypeTest, ListedTheyStandInTheirOrderAndAsCsvTheyCanBeSet) {
  FakePrognosd service;
  EXPECT_EQ(service.Run({"kostnadsslag", "lista"}).out, "Inga kostnadsslag är satta.\n");
  AddCostType("inhyrd", "Inhyrd personal", *service.ledger.ListCostTypes_.response.mutable_cost_types());
  EXPECT_THAT(service.Run({"kostnadsslag", "lista"}).out, HasSubstr("inhyrd  Inhyrd personal"));
  EXPECT_EQ(service.Run({"kostnadsslag", "lista", "--format", "csv"}).out,
            "\xEF\xBB\xBFid;namn\ninhyrd;Inhyrd personal\n");
}

// A series with a type is named by its type too, in what is shown and in what is asked for.
TEST(CostTypeTest, OutcomesOfATypeAreShownByItsNameAndWrittenWithAColumn) {
  FakePrognosd service;
  service.AddActivity("vuxen", "Vuxen", "", {"cost"});
  v1::Series& series = *service.ledger.ListSeries_.response.add_series();
  series.set_name("organizations/exempelby/series/vuxen.cost.inhyrd");
  series.set_activity("organizations/exempelby/activities/vuxen");
  series.set_flow(v1::FLOW_COST);
  series.set_cost_type("organizations/exempelby/costTypes/inhyrd");
  AddCostType("inhyrd", "Inhyrd personal", *service.ledger.ListCostTypes_.response.mutable_cost_types());
  v1::Actual& actual = *service.ledger.ListActuals_.response.add_actuals();
  actual.set_series(series.name());
  actual.set_month("2022-03");
  actual.set_amount_ore(123'456);
  EXPECT_THAT(service.Run({"utfall", "visa", "--ar", "2022"}).out, HasSubstr("kostnad, Inhyrd personal"));
  EXPECT_EQ(service.Run({"utfall", "visa", "--ar", "2022", "--format", "csv"}).out,
            "\xEF\xBB\xBFverksamhet;slag;kostnadsslag;manad;belopp\nvuxen;kostnad;inhyrd;2022-03;1234,56\n");
  service.Run({"utfall", "visa", "--ar", "2022", "--serie", "Vuxen.kostnad.inhyrd personal"});
  EXPECT_EQ(service.ledger.ListActuals_.requests.back().series(), series.name());
  const Outcome unknown = service.Run({"utfall", "visa", "--ar", "2022", "--serie", "Vuxen.kostnad.inhurd"});
  EXPECT_EQ(unknown.exit_code, 1);
  EXPECT_THAT(unknown.err, HasSubstr("närmast är inhyrd"));
}

}  // namespace
}  // namespace prognos::client
