#include "forecast/ledger/one_organization.h"

#include <memory>
#include <string>

#include "forecast/ledger/sqlite/sqlite_store.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/temporary_folder.h"

namespace prognos::ledger {
namespace {

// Two organizations with an activity, a series and a value each, of which the test is bound to "own".
class OneOrganizationTest : public testing::Test {
 protected:
  void SetUp() override {
    SqliteStoreOptions options;
    options.path = folder_.File("test.db");
    auto store = OpenSqliteStore(options);
    ASSERT_TRUE(store.ok()) << store.status();
    store_ = *std::move(store);
    for (const char* id : {"other", "own"}) {
      const absl::Status filled = store_->Write([&](Writer& writer) -> absl::Status {
        PROGNOS_RETURN_IF_ERROR(writer.InsertOrganization({id, id, now_, {}, 0}));
        PROGNOS_RETURN_IF_ERROR(writer.UpsertActivities(id, {{"care", "", "Care", 0}}, {now_}));
        PROGNOS_RETURN_IF_ERROR(writer.UpsertSeries(id, {{"care.cost", "care", Flow::kCost, "", "Care"}}, {now_}));
        return writer.AppendActuals(id, {{"care.cost", Month::January(2022), 100}}, {now_, "token"}).status();
      });
      ASSERT_TRUE(filled.ok()) << filled;
    }
  }

  void Write(const std::function<void(Writer&)>& use) {
    ASSERT_TRUE(store_
                    ->Write([&](Writer& all) {
                      OneOrganizationWriter own("own", all);
                      use(own);
                      return absl::OkStatus();
                    })
                    .ok());
  }

  TemporaryFolder folder_;
  const absl::Time now_ = absl::FromUnixSeconds(1'650'000'000);
  std::unique_ptr<Store> store_;
};

TEST_F(OneOrganizationTest, ShowsWhatIsItsOwn) {
  Write([](Writer& own) {
    EXPECT_EQ(own.GetOrganization("own")->display_name, "own");
    EXPECT_EQ(own.ListActivities("own")->size(), 1u);
    EXPECT_EQ(own.ListSeries("own")->size(), 1u);
    EXPECT_EQ(own.ListActuals("own", {})->at(0).value, 100);
    EXPECT_TRUE(own.ListPostingRules("own").ok());
    EXPECT_TRUE(own.AppendActuals("own", {{"care.cost", Month::January(2022), 200}}, {absl::Now()}).ok());
    EXPECT_EQ(own.ListActuals("own", {})->at(0).value, 200);
  });
}

TEST_F(OneOrganizationTest, AnswersEveryReadOfAnotherAsOfOneThatDoesNotExist) {
  Write([this](Writer& own) {
    EXPECT_TRUE(absl::IsNotFound(own.GetOrganization("other").status()));
    EXPECT_TRUE(absl::IsNotFound(own.ListActivities("other").status()));
    EXPECT_TRUE(absl::IsNotFound(own.ListActivityMoves("other", std::nullopt).status()));
    EXPECT_TRUE(absl::IsNotFound(own.ListCostTypes("other", std::nullopt).status()));
    EXPECT_TRUE(absl::IsNotFound(own.ListSeries("other").status()));
    EXPECT_TRUE(absl::IsNotFound(own.ListPostingRules("other").status()));
    EXPECT_TRUE(absl::IsNotFound(own.ListActuals("other", {}).status()));
    EXPECT_TRUE(absl::IsNotFound(own.ListActualVersions("other", std::nullopt).status()));
    EXPECT_TRUE(absl::IsNotFound(own.LedgerPosition("other", now_).status()));
    EXPECT_TRUE(absl::IsNotFound(own.NewestRecordTime("other").status()));
    EXPECT_TRUE(absl::IsNotFound(own.ListBudgetVersions("other", {}).status()));
    EXPECT_TRUE(absl::IsNotFound(own.GetForecast("other", "2022-03-1").status()));
    EXPECT_TRUE(absl::IsNotFound(own.GetForecastBasis("other", "2022-03-1").status()));
    EXPECT_TRUE(absl::IsNotFound(own.ListForecasts("other", 2022, 0, 1).status()));
    EXPECT_TRUE(absl::IsNotFound(own.ListForecastFacts("other", "2022-03-1").status()));
    EXPECT_TRUE(absl::IsNotFound(own.GetEvaluation("other", "1").status()));
    EXPECT_TRUE(absl::IsNotFound(own.ListEvaluations("other", 0, 1).status()));
    EXPECT_TRUE(absl::IsNotFound(own.ListFollowUps("other", FollowUpKind::kIndicator, {}).status()));
    EXPECT_TRUE(absl::IsNotFound(own.ListFollowUpVersions("other", FollowUpKind::kIndicator, {}).status()));
    EXPECT_TRUE(absl::IsNotFound(own.ListChanges("other", {}).status()));
    EXPECT_TRUE(absl::IsNotFound(own.FindRequest("other", "r").status()));
    EXPECT_TRUE(absl::IsPermissionDenied(own.ListTokens().status()));
  });
}

TEST_F(OneOrganizationTest, WritesNothingIntoAnother) {
  Write([this](Writer& own) {
    const Recording later = {now_ + absl::Hours(1)};
    EXPECT_TRUE(absl::IsNotFound(own.InsertOrganization({"third", "third", now_, {}, 0})));
    EXPECT_TRUE(absl::IsNotFound(own.SetYearClosed("other", {2021, true}, later)));
    EXPECT_TRUE(absl::IsNotFound(own.SetRoundMonths("other", {{Round::kSpring, 3}}, later)));
    EXPECT_TRUE(absl::IsNotFound(own.UpsertActivities("other", {{"more", "", "More", 0}}, later)));
    EXPECT_TRUE(absl::IsNotFound(own.DeleteActivity("other", "care", later)));
    EXPECT_TRUE(
        absl::IsNotFound(own.AppendActivityMoves("other", {{"care", *Month::Parse("2023-01"), true, ""}}, later)));
    EXPECT_TRUE(absl::IsNotFound(own.UpsertCostTypes("other", {{"staff", "Staff", 0}}, later)));
    EXPECT_TRUE(absl::IsNotFound(own.UpsertSeries("other", {}, later)));
    EXPECT_TRUE(absl::IsNotFound(own.ReplacePostingRules("other", {}, later)));
    EXPECT_TRUE(absl::IsNotFound(own.AppendActuals("other", {{"care.cost", Month::January(2022), 7}}, later).status()));
    EXPECT_TRUE(absl::IsNotFound(own.InsertBudgetVersion("other", {}).status()));
    EXPECT_TRUE(absl::IsNotFound(own.WithdrawBudgetVersion("other", 2022, 1, "", later)));
    EXPECT_TRUE(absl::IsNotFound(own.InsertForecast("other", {}, {})));
    EXPECT_TRUE(absl::IsNotFound(own.AppendForecastFact("other", "2022-03-1", {}, later).status()));
    EXPECT_TRUE(absl::IsNotFound(own.InsertEvaluation("other", {})));
    EXPECT_TRUE(absl::IsNotFound(own.AppendFollowUps("other", {}, later).status()));
    EXPECT_TRUE(absl::IsNotFound(own.SaveRequest("other", {})));
    EXPECT_TRUE(absl::IsPermissionDenied(own.InsertToken({})));
    EXPECT_TRUE(absl::IsPermissionDenied(own.RevokeToken("t", now_)));
  });
  ASSERT_TRUE(store_
                  ->Read([](Reader& all) {
                    EXPECT_EQ(all.ListOrganizations("", 10)->size(), 2u);
                    EXPECT_EQ(all.ListActuals("other", {})->at(0).value, 100);
                    EXPECT_EQ(all.ListActivities("other")->size(), 1u);
                    return absl::OkStatus();
                  })
                  .ok());
}

TEST_F(OneOrganizationTest, ListsItselfOnce) {
  Write([](Writer& own) {
    const auto listed = own.ListOrganizations("", 10);
    ASSERT_EQ(listed->size(), 1u);
    EXPECT_EQ(listed->at(0).id, "own");
    EXPECT_TRUE(own.ListOrganizations("own", 10)->empty());  // The page after it.
  });
}

}  // namespace
}  // namespace prognos::ledger
