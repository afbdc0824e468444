#include "forecast/engine/asked_model.h"

#include "forecast/models/catalog.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/status_matchers.h"

namespace prognos::engine {
namespace {

using testing::HasSubstr;

std::vector<SeriesTask> TasksOfPools(const std::vector<int>& pools) {
  std::vector<SeriesTask> tasks;
  for (const int pool : pools) {
    SeriesTask task;
    task.training.history = {Month::January(2016), Vector::LinSpaced(72, 100, 200)};
    task.pool = pool;
    tasks.push_back(std::move(task));
  }
  return tasks;
}

TEST(AskedModelTest, TheNamesAreTheDefaultTheCatalogAndThePooledRegression) {
  EXPECT_EQ(ModelNames().size(), models::Catalog().size() + 2);
  EXPECT_THAT(JoinedModelNames(), testing::StartsWith("default, seasonal-regression, "));
  EXPECT_THAT(JoinedModelNames(), testing::EndsWith(", pooled-regression"));
  for (const std::string& name : ModelNames()) EXPECT_TRUE(IsModelName(name)) << name;
  EXPECT_FALSE(IsModelName(""));
  EXPECT_FALSE(IsModelName("crystal-ball"));
}

TEST(AskedModelTest, EveryNameButTheDefaultIsAModelOfThatName) {
  for (const std::string& name : ModelNames()) {
    const auto asked = ModelsForTasks(name, TasksOfPools({0, 0}));
    if (name == kDefaultModel) {
      EXPECT_THAT(asked, StatusIs(absl::StatusCode::kInvalidArgument, testing::_));
      continue;
    }
    ASSERT_TRUE(asked.ok()) << asked.status();
    ASSERT_EQ(asked->size(), 2u);
    EXPECT_EQ((*asked)[1]->name(), name);
  }
}

TEST(AskedModelTest, AnUnknownNameIsToldAllNames) {
  EXPECT_THAT(ModelsForTasks("crystal-ball", TasksOfPools({0})),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       testing::AllOf(HasSubstr("\"crystal-ball\""), HasSubstr(JoinedModelNames()))));
}

TEST(AskedModelTest, SeriesOfAPoolShareOneLearnerAndThoseOfAnotherHaveTheirs) {
  PROGNOS_ASSERT_OK_AND_ASSIGN(const std::vector<SharedModel> asked,
                               ModelsForTasks("pooled-regression", TasksOfPools({0, 1, 0})));
  EXPECT_EQ(asked[0], asked[2]);
  EXPECT_NE(asked[0], asked[1]);
}

}  // namespace
}  // namespace prognos::engine
