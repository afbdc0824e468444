#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/client/fake_prognosd.h"

namespace prognos::client {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

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

// The amounts that a column of a printed table shows in the rows that begin with `name`.
int64_t SumOfRows(const std::string& out, const std::string& name, size_t column) {
  int64_t sum = 0;
  for (const absl::string_view line : absl::StrSplit(out, '\n')) {
    const absl::string_view row = absl::StripLeadingAsciiWhitespace(line);
    if (!absl::StartsWith(row, name)) continue;
    const std::vector<absl::string_view> cells = absl::StrSplit(row.substr(name.size()), ' ', absl::SkipWhitespace());
    int64_t value = 0;
    EXPECT_TRUE(cells.size() > column && absl::SimpleAtoi(cells[column], &value)) << line;
    sum += value;
  }
  return sum;
}

void AddTypedSeries(const std::string& activity, const std::string& type, FakePrognosd& service) {
  v1::Series& series = *service.ledger.ListSeries_.response.add_series();
  series.set_name(absl::StrCat("organizations/exempelby/series/", activity, ".cost.", type));
  series.set_activity("organizations/exempelby/activities/" + activity);
  series.set_flow(v1::FLOW_COST);
  series.set_cost_type("organizations/exempelby/costTypes/" + type);
}

// 600 + 600 kronor of Barn and 600 + 600 of Vuxen are 2 tkr in all, and each type is 1 in all.
TEST(CostTypeTest, ABudgetByTypeAddsUpBothWaysAsPrinted) {
  FakePrognosd service;
  AddCostType("personal", "Personal", *service.ledger.ListCostTypes_.response.mutable_cost_types());
  AddCostType("lokaler", "Lokaler", *service.ledger.ListCostTypes_.response.mutable_cost_types());
  for (const char* activity : {"barn", "vuxen"}) {
    service.AddActivity(activity, activity, "", {"cost"});
    for (const char* type : {"personal", "lokaler"}) {
      AddTypedSeries(activity, type, service);
      v1::BudgetLine& line = *service.budget.GetBudget_.response.add_lines();
      line.set_series(absl::StrCat("organizations/exempelby/series/", activity, ".cost.", type));
      line.set_amount_ore(60'000);
      line.set_original_amount_ore(60'000);
    }
  }
  const std::string out = service.Run({"budget", "visa", "--ar", "2022", "--varav"}).out;
  EXPECT_EQ(SumOfRows(out, "Summa", 0), 2) << out;
  // Both activities and the sum: 1 + 1 of each.
  EXPECT_EQ(SumOfRows(out, "varav Personal", 0), 2) << out;
  EXPECT_EQ(SumOfRows(out, "varav Lokaler", 0), 2) << out;
  EXPECT_THAT(service.Run({"budget", "visa", "--ar", "2022"}).out, Not(HasSubstr("varav")));
  const std::string csv = service.Run({"budget", "visa", "--ar", "2022", "--format", "csv"}).out;
  EXPECT_THAT(csv, HasSubstr("verksamhet;slag;kostnadsslag;belopp"));
  EXPECT_THAT(csv, HasSubstr("barn;kostnad;personal;600,00"));
}

TEST(CostTypeTest, PeriodsByTypeAddUpBothWaysAsPrinted) {
  FakePrognosd service;
  v1::ComparePeriodsResponse& response = service.ledger.ComparePeriods_.response;
  response.set_until_month("2022-08");
  const auto add = [](const std::string& activity, const std::string& type, int64_t ore,
                      google::protobuf::RepeatedPtrField<v1::PeriodLine>& lines) {
    for (const v1::Measure measure : {v1::MEASURE_COST, v1::MEASURE_NET}) {
      v1::PeriodLine& line = *lines.Add();
      if (!activity.empty()) line.set_activity("organizations/exempelby/activities/" + activity);
      line.set_display_name(activity);
      line.set_measure(measure);
      if (!type.empty()) line.set_cost_type("organizations/exempelby/costTypes/" + type);
      line.set_cost_type_display_name(type);
      line.set_last_year_to_date(ore);
      line.set_year_to_date(ore);
      line.set_twelve_months_before(ore);
      line.set_twelve_months(ore);
    }
  };
  // Vuxen has no types: its 100 kronor are money without one.
  add("", "", 250'000, *response.mutable_lines());
  for (const char* activity : {"Barn", "Familj"}) add(activity, "", 120'000, *response.mutable_lines());
  add("Vuxen", "", 10'000, *response.mutable_lines());
  for (const char* type : {"Personal", "Lokaler"}) add("", type, 120'000, *response.mutable_lines_by_type());
  add("", "", 10'000, *response.mutable_lines_by_type());
  for (const char* activity : {"Barn", "Familj"}) {
    for (const char* type : {"Personal", "Lokaler"}) add(activity, type, 60'000, *response.mutable_lines_by_type());
  }
  const std::string out = service.Run({"rullande", "--varav"}).out;
  const int64_t sum = SumOfRows(out, "Summa", 1);
  EXPECT_EQ(sum, 3) << out;  // 2,5 tkr.
  const int64_t types = SumOfRows(out, "varav Personal", 1) + SumOfRows(out, "varav Lokaler", 1);
  // Once under the activities and once under the sum, where what has no type stands beside them.
  EXPECT_EQ(types + SumOfRows(out, "varav utan kostnadsslag", 1) + SumOfRows(out, "Vuxen", 1), 2 * sum) << out;
  EXPECT_THAT(service.Run({"rullande"}).out, Not(HasSubstr("varav")));
  response.clear_lines_by_type();
  EXPECT_THAT(service.Run({"rullande", "--varav"}).out, HasSubstr("Inget är bokfört med kostnadsslag."));
}

}  // namespace
}  // namespace prognos::client
