#include "forecast/engine/default_members.h"

#include "forecast/models/catalog.h"
#include "gtest/gtest.h"

namespace prognos::engine {
namespace {

bool Has(const DefaultMembers& members, absl::string_view name) {
  for (const models::Model* model : members.models) {
    if (model->name() == name) return true;
  }
  return false;
}

// A member that is renamed in the catalog alone once ended the program at the first forecast.
TEST(DefaultMembersTest, TheCatalogKnowsEveryMemberAndEveryFallback) {
  const std::vector<std::string> names = NamesAskedOfCatalog();
  EXPECT_EQ(names.size(), 13u);
  for (const std::string& name : names) EXPECT_NE(models::FindModel(name), nullptr) << name;
}

TEST(DefaultMembersTest, ArimaIsForMonthsAndTheRunRateForTheYear) {
  EXPECT_FALSE(Has(MembersFor(Target::kTotal), "arima"));
  EXPECT_TRUE(Has(MembersFor(Target::kMonths), "arima"));
  EXPECT_TRUE(Has(MembersFor(Target::kTotal), "run-rate"));
  EXPECT_FALSE(Has(MembersFor(Target::kMonths), "run-rate"));
}

// Full year: 4 x 1 + 4 x 0.3 + 0.1 = 5.3.
TEST(DefaultMembersTest, ThePriorAddsToOne) {
  const DefaultMembers members = MembersFor(Target::kTotal);
  ASSERT_EQ(members.prior.size(), static_cast<Eigen::Index>(members.models.size()));
  EXPECT_NEAR(members.prior.sum(), 1.0, 1e-12);
  EXPECT_NEAR(members.prior[0], 1.0 / 5.3, 1e-12);
}

// 6 / known months, 0.1 to 1, beside the 0.1 of the prior.
TEST(DefaultMembersTest, TheBudgetCountsForMoreWhileLittleElseIsKnown) {
  const models::Model& budget = *models::FindModel("remaining-budget");
  EXPECT_DOUBLE_EQ(WeightFactor(budget, 0), 10.0);
  EXPECT_DOUBLE_EQ(WeightFactor(budget, 6), 10.0);
  EXPECT_DOUBLE_EQ(WeightFactor(budget, 12), 5.0);
  EXPECT_DOUBLE_EQ(WeightFactor(budget, 120), 1.0);
  EXPECT_DOUBLE_EQ(WeightFactor(*models::FindModel("ets"), 1), 1.0);
}

}  // namespace
}  // namespace prognos::engine
