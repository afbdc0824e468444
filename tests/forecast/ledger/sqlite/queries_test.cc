#include "forecast/ledger/sqlite/queries.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "forecast/ledger/sqlite/connection.h"
#include "forecast/ledger/sqlite/migrations.h"
#include "tests/forecast/ledger/sqlite/sqlite_home.h"
#include "tests/status_matchers.h"

namespace prognos::ledger {
namespace {

constexpr const char* kAll[] = {
    queries::kGetOrganization,
    queries::kListOrganizations,
    queries::kListYears,
    queries::kNewestStructureChange,
    queries::kNewestPostingRuleSet,
    queries::kListActivities,
    queries::kDeletedActivities,
    queries::kListActivityMoves,
    queries::kListCostTypes,
    queries::kListSeries,
    queries::kListPostingRules,
    queries::kListActuals,
    queries::kListActualsOfSeries,
    queries::kNewestActual,
    queries::kCountingValue,
    queries::kListBudgetVersions,
    queries::kListBudgetLines,
    queries::kNewestBudgetTime,
    queries::kNewestBudgetVersion,
    queries::kGetForecast,
    queries::kGetForecastLines,
    queries::kGetForecastDigest,
    queries::kGetForecastInput,
    queries::kListForecastPaths,
    queries::kListForecasts,
    queries::kListForecastsOfYear,
    queries::kNewestForecast,
    queries::kListRoundMonths,
    queries::kInsertRoundMonth,
    queries::kListForecastFacts,
    queries::kNewestForecastFact,
    queries::kInsertForecastFact,
    queries::kFindRequest,
    queries::kInsertOrganization,
    queries::kInsertStructureChange,
    queries::kInsertYearVersion,
    queries::kUpsertActivity,
    queries::kUpsertSeries,
    queries::kInsertActivityVersion,
    queries::kInsertActivityMove,
    queries::kInsertCostType,
    queries::kInsertSeriesVersion,
    queries::kInsertPostingRuleSet,
    queries::kInsertPostingRule,
    queries::kInsertActual,
    queries::kInsertBudgetVersion,
    queries::kInsertBudgetLine,
    queries::kInsertBudgetWithdrawal,
    queries::kListBudgetWithdrawals,
    queries::kInsertForecast,
    queries::kInsertForecastInput,
    queries::kInsertForecastLines,
    queries::kInsertForecastPaths,
    queries::kInsertRequest,
    queries::kGetEvaluation,
    queries::kListEvaluations,
    queries::kNewestEvaluation,
    queries::kInsertEvaluation,
    queries::kListFollowUps,
    queries::kListFollowUpVersions,
    queries::kListActualVersions,
    queries::kListActualChanges,
    queries::kListFollowUpChanges,
    queries::kListStructureChanges,
    queries::kPositionsOfActivities,
    queries::kPositionsOfMoves,
    queries::kPositionsOfCostTypes,
    queries::kPositionsOfSeries,
    queries::kPositionsOfRules,
    queries::kPositionsOfRounds,
    queries::kListForecastFactChanges,
    queries::kYearOfChange,
    queries::kListBudgetChanges,
    queries::kCountBudgetLines,
    queries::kListForecastChanges,
    queries::kListEvaluationChanges,
    queries::kNewestFollowUp,
    queries::kCountingFollowUp,
    queries::kInsertFollowUp,
};

class QueriesTest : public testing::TestWithParam<const char*> {
 protected:
  void SetUp() override {
    PROGNOS_ASSERT_OK_AND_ASSIGN(
        connection_, Connection::Open(folder_.File("test.db"), Connection::Access::kReadWrite, absl::ZeroDuration()));
    ASSERT_THAT(Migrate(*connection_, AllMigrations()), IsOk());
  }

  // The steps that SQLite takes for `sql`: "SEARCH actual USING PRIMARY KEY (organization_id=? AND ...)".
  std::vector<std::string> Plan(const std::string& sql) {
    Statement statement = connection_->Use(absl::StrCat("EXPLAIN QUERY PLAN ", sql)).value();
    std::vector<std::string> steps;
    while (statement.Step().value()) steps.push_back(statement.Text(3));
    return steps;
  }

  TemporaryFolder folder_;
  std::unique_ptr<Connection> connection_;
};

// How the rows of two tables come together, without reading any.
bool IsOfTwoTables(const std::string& step) {
  return step == "COMPOUND QUERY" || step == "LEFT-MOST SUBQUERY" || step == "UNION ALL" ||
         absl::StrContains(step, "(subquery-");
}

TEST_P(QueriesTest, ReachesItsRowsByTheOrganizationAndSortsNothing) {
  const std::vector<std::string> plan = Plan(GetParam());
  // An INSERT has no steps but those that look for rows that refer to a changed key.
  if (!absl::StartsWith(GetParam(), "INSERT")) {
    EXPECT_FALSE(plan.empty());
  }
  for (const std::string& step : plan) {
    if (IsOfTwoTables(step)) continue;
    EXPECT_TRUE(absl::StartsWith(step, "SEARCH ")) << step;
    EXPECT_TRUE(absl::StrContains(step, "(organization_id=?") || absl::StrContains(step, "(organization_id>?")) << step;
  }
}

TEST_F(QueriesTest, TheTestTellsAScanAndASortApartFromASearch) {
  EXPECT_THAT(Plan("SELECT value FROM actual ORDER BY value"),
              testing::ElementsAre(testing::StartsWith("SCAN"), testing::HasSubstr("TEMP B-TREE")));
}

INSTANTIATE_TEST_SUITE_P(All, QueriesTest, testing::ValuesIn(kAll));

}  // namespace
}  // namespace prognos::ledger
