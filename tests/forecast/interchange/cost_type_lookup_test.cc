#include "forecast/interchange/cost_type_lookup.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace prognos {
namespace {

const CostTypeLookup& ListedTypes() {
  static const auto& lookup =
      *new CostTypeLookup({{"personal", "Personal"}, {"inhyrd", "Inhyrd personal"}, {"ovrigt", "Övrigt"}});
  return lookup;
}

std::string TypeMeant(absl::string_view text) {
  FaultList faults;
  const std::string id = ListedTypes().Require(text, "line 3: kostnadsslag", faults);
  EXPECT_TRUE(faults.empty()) << text;
  return id;
}

TEST(CostTypeLookupTest, FindsTypesAsPeopleWriteThem) {
  EXPECT_EQ(TypeMeant("inhyrd"), "inhyrd");
  EXPECT_EQ(TypeMeant(" INHYRD  personal "), "inhyrd");
  EXPECT_EQ(TypeMeant("övrigt"), "ovrigt");
  EXPECT_EQ(TypeMeant("Ovrigt"), "ovrigt");
}

TEST(CostTypeLookupTest, NothingIsMoneyWithoutAType) { EXPECT_EQ(TypeMeant("  "), ""); }

TEST(CostTypeLookupTest, AnUnknownTypeIsAFaultAtItsPlaceThatNamesTheNearest) {
  FaultList faults;
  EXPECT_EQ(ListedTypes().Require("Persnal", "line 3: kostnadsslag", faults), "");
  EXPECT_EQ(ListedTypes().Require("Ränta", "line 4: kostnadsslag", faults), "");
  const std::vector<Fault> found = FaultsFromStatus(faults.ToStatus());
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].place, "line 3: kostnadsslag");
  EXPECT_EQ(found[0].value, "Persnal");
  EXPECT_THAT(found[0].rule, testing::HasSubstr("the nearest is Personal"));
  EXPECT_THAT(found[1].rule, testing::EndsWith("list of cost types"));
}

TEST(CostTypeLookupTest, WithoutAListThatIsTold) {
  FaultList faults;
  EXPECT_EQ(CostTypeLookup(std::vector<NamedCostType>()).Require("Personal", "line 3: kostnadsslag", faults), "");
  EXPECT_THAT(FaultsFromStatus(faults.ToStatus())[0].rule, testing::HasSubstr("no list of them yet"));
}

}  // namespace
}  // namespace prognos
