#include "forecast/service/move_activities.h"

#include <map>

#include "forecast/base/random.h"
#include "tests/forecast/service/service_fixture.h"

namespace prognos::service {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

int64_t Ore(int64_t tkr) { return tkr * 1'000'00; }

std::string ActivityOf(const std::string& id) { return "organizations/o/activities/" + id; }
std::string SeriesOf(const std::string& id) { return "organizations/o/series/" + id; }
std::string LastPart(const std::string& name) { return name.substr(name.rfind('/') + 1); }

class MoveActivitiesTest : public ServiceTest {
 protected:
  // Upplands-Bro, budget 2022 of what leaves in 2023: Jobbcenter 5 798 and Feriearbete 5 159 tkr.
  void SetUp() override {
    CreateOrganization("o");
    CreateActivities("o", {"arbete", "arbete>jobb", "arbete>ferie", "arbete>insatser", "over"});
    CreateSeries("o", {"jobb.cost", "jobb.revenue", "ferie.cost", "insatser.cost", "over.cost"});
    now_ = absl::FromCivil(absl::CivilDay(2022, 12, 15), absl::UTCTimeZone());
  }

  void Decide(int year) {
    v1::BudgetVersion budget;
    budget.set_year(year);
    budget.set_decision_date(absl::StrCat(year - 1, "-11-20"));
    for (const auto& [series, tkr] : std::map<std::string, int64_t>{{"jobb.cost", 7'298},
                                                                    {"jobb.revenue", 1'500},
                                                                    {"ferie.cost", 5'159},
                                                                    {"insatser.cost", 10'000},
                                                                    {"over.cost", 19'710}}) {
      *budget.add_lines() = EvenBudget(year, series, Ore(tkr)).lines(0);
    }
    const grpc::Status status = SetBudget(budget);
    ASSERT_TRUE(status.ok()) << status.error_message();
  }

  static v1::MoveActivitiesRequest Request(const std::string& first_month, const std::string& decided) {
    v1::MoveActivitiesRequest request;
    request.set_organization("organizations/o");
    request.set_first_month(first_month);
    request.set_decision_date(decided);
    return request;
  }

  static void Leave(const std::string& id, v1::MoveActivitiesRequest& request) {
    v1::ActivityMove& move = *request.add_moves();
    move.set_activity(ActivityOf(id));
    move.set_leaves(true);
  }
  static void MoveBelow(const std::string& id, const std::string& parent, v1::MoveActivitiesRequest& request) {
    v1::ActivityMove& move = *request.add_moves();
    move.set_activity(ActivityOf(id));
    move.set_parent(ActivityOf(parent));
  }
  static void AddPart(const std::string& series, int64_t ore, v1::MoveActivitiesRequest& request) {
    v1::SeriesPart& part = *request.add_parts();
    part.set_series(SeriesOf(series));
    part.set_amount_ore(ore);
  }

  grpc::Status Move(const v1::MoveActivitiesRequest& request, v1::MoveActivitiesResponse* response = nullptr) {
    v1::MoveActivitiesResponse ignored;
    grpc::ClientContext call;
    return budget_->MoveActivities(&call, request, response == nullptr ? &ignored : response);
  }

  v1::GetBudgetResponse Budget(int year, absl::Time as_of = absl::InfiniteFuture()) {
    v1::GetBudgetRequest request;
    request.set_organization("organizations/o");
    request.set_year(year);
    if (as_of != absl::InfiniteFuture()) request.mutable_as_of()->set_seconds(absl::ToUnixSeconds(as_of));
    v1::GetBudgetResponse response;
    grpc::ClientContext call;
    const grpc::Status status = budget_->GetBudget(&call, request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response;
  }

  // "arbete", "arbete>jobb", ... as tables of a year have them; of year 0 as they were loaded.
  std::vector<std::string> Tree(int year) {
    v1::ListActivitiesRequest request;
    request.set_organization("organizations/o");
    request.set_year(year);
    v1::ListActivitiesResponse response;
    grpc::ClientContext call;
    EXPECT_TRUE(ledger_->ListActivities(&call, request, &response).ok());
    moves_ = response.moves_size();
    std::vector<std::string> tree;
    for (const v1::Activity& activity : response.activities()) {
      const std::string id = LastPart(activity.name());
      tree.push_back(activity.parent().empty() ? id : LastPart(activity.parent()) + ">" + id);
    }
    return tree;
  }

  static int64_t NetOf(const v1::GetBudgetResponse& budget) {
    int64_t net = 0;
    for (const v1::BudgetLine& line : budget.lines()) {
      net += line.series().ends_with(".revenue") ? -line.amount_ore() : line.amount_ore();
    }
    return net;
  }

  static int64_t NetOfVersions(const v1::GetBudgetResponse& budget) {
    int64_t net = 0;
    for (const v1::BudgetVersion& version : budget.versions()) {
      net += version.cost_change_ore() - version.revenue_change_ore();
    }
    return net;
  }

  int moves_ = 0;  // That the last Tree() told.
};

// 13 046 tkr leave: 5 798 and 5 159 with two activities, 2 089 out of lines that stay.
TEST_F(MoveActivitiesTest, UpplandsBroMoves13046OutOfTheNamnd) {
  Decide(2022);
  Decide(2023);
  v1::MoveActivitiesRequest request = Request("2023-01", "2022-12-14");
  Leave("jobb", request);
  Leave("ferie", request);
  AddPart("insatser.cost", Ore(1'387), request);
  AddPart("over.cost", Ore(702), request);
  v1::MoveActivitiesResponse response;
  const grpc::Status status = Move(request, &response);
  ASSERT_TRUE(status.ok()) << status.error_message();
  ASSERT_EQ(response.leaving_size(), 2);
  EXPECT_EQ(response.leaving(0).net_ore(), Ore(5'798));
  EXPECT_EQ(response.leaving(1).net_ore(), Ore(5'159));
  EXPECT_EQ(response.parts_net_ore(), Ore(2'089));
  EXPECT_EQ(response.effect().net_was_ore() - response.effect().net_is_ore(), Ore(13'046));
  EXPECT_EQ(response.budget().kind(), v1::DECISION_KIND_MOVE);
  EXPECT_EQ(response.budget().lines(0).amount_ore(), Ore(-7'298));

  EXPECT_THAT(Tree(2023), ElementsAre("arbete", "arbete>insatser", "over"));
  EXPECT_THAT(Tree(2022), UnorderedElementsAre("arbete", "arbete>insatser", "arbete>jobb", "arbete>ferie", "over"));
  const v1::GetBudgetResponse after = Budget(2023);
  EXPECT_EQ(NetOf(after), Ore(40'667 - 13'046));
  EXPECT_EQ(NetOfVersions(after), NetOf(after));
  EXPECT_EQ(after.lines_size(), 2);
  EXPECT_EQ(NetOf(Budget(2022)), Ore(40'667));
  EXPECT_EQ(Budget(2022).lines_size(), 5);
}

// What was printed stays: a forecast of before, its tree as of then, and every year before.
TEST_F(MoveActivitiesTest, EarlierReportsAreUnchangedAndLaterOnesDoWithoutWhatLeft) {
  Decide(2022);
  std::vector<v1::Actual> actuals;
  for (const char* series : {"jobb.cost", "ferie.cost", "insatser.cost", "over.cost"}) {
    for (int at = 0; at < 24; ++at) {
      actuals.push_back(Amount(series, absl::StrCat(2021 + at / 12, at % 12 < 9 ? "-0" : "-", at % 12 + 1), Ore(400)));
    }
  }
  now_ = absl::FromCivil(absl::CivilDay(2023, 2, 1), absl::UTCTimeZone());
  ASSERT_TRUE(Import({Batch(actuals)}).ok());
  const auto forecast_of = [&](int year, v1::Round round) {
    v1::CreateForecastRequest request;
    request.set_organization("organizations/o");
    request.set_year(year);
    if (round == v1::ROUND_UNSPECIFIED) {
      request.set_last_known_month(0);
    } else {
      request.set_round(round);
    }
    request.mutable_options()->set_path_count(200);
    v1::CreateForecastResponse response;
    grpc::ClientContext call;
    const grpc::Status status = forecast_->CreateForecast(&call, request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response.forecast();
  };
  const v1::Forecast before = forecast_of(2022, v1::ROUND_YEAR_END);
  v1::MoveActivitiesRequest request = Request("2023-01", "2022-12-14");
  Leave("jobb", request);
  ASSERT_TRUE(Move(request).ok());
  const v1::Forecast again = forecast_of(2022, v1::ROUND_YEAR_END);
  ASSERT_EQ(again.lines_size(), before.lines_size());
  EXPECT_EQ(again.input_digest(), before.input_digest());
  const v1::Forecast later = forecast_of(2023, v1::ROUND_UNSPECIFIED);
  for (const v1::ForecastLine& line : later.lines()) EXPECT_NE(line.activity(), ActivityOf("jobb"));
  EXPECT_EQ(later.lines(0).last_year(), 12 * 3 * Ore(400));  // Three series, jobb's not among them.
}

// From July on: what was booked until June is the year's, and nothing is expected after.
TEST_F(MoveActivitiesTest, WhatLeavesWithinTheYearStaysInItWithWhatWasBooked) {
  Decide(2023);
  std::vector<v1::Actual> actuals;
  for (const char* series : {"jobb.cost", "over.cost"}) {
    for (int at = 0; at < 28; ++at) {
      actuals.push_back(Amount(series, absl::StrCat(2021 + at / 12, at % 12 < 9 ? "-0" : "-", at % 12 + 1), Ore(600)));
    }
  }
  now_ = absl::FromCivil(absl::CivilDay(2023, 5, 20), absl::UTCTimeZone());
  ASSERT_TRUE(Import({Batch(actuals)}).ok());
  v1::MoveActivitiesRequest request = Request("2023-07", "2023-05-10");
  Leave("jobb", request);
  v1::MoveActivitiesResponse response;
  const grpc::Status status = Move(request, &response);
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(response.leaving(0).net_ore(), Ore(5'798) / 2 - 2);  // Odd öre lie on the first months.
  v1::CreateForecastRequest create;
  create.set_organization("organizations/o");
  create.set_year(2023);
  create.set_last_known_month(4);
  create.mutable_options()->set_path_count(200);
  v1::CreateForecastResponse made;
  grpc::ClientContext call;
  const grpc::Status created = forecast_->CreateForecast(&call, create, &made);
  ASSERT_TRUE(created.ok()) << created.error_message();
  for (const v1::ForecastLine& line : made.forecast().lines()) {
    if (line.series() != SeriesOf("jobb.cost")) continue;
    for (const int month : {4, 5}) {  // May and June are forecast as they were.
      EXPECT_NEAR(static_cast<double>(line.months(month).amount()), static_cast<double>(Ore(600)), 1'000'00.0);
    }
    for (int month = 6; month < 12; ++month) EXPECT_EQ(line.months(month).amount(), 0);
    EXPECT_EQ(line.budget(), Ore(7'298) / 2 + 2);
  }
  EXPECT_THAT(Tree(2024), ElementsAre("arbete", "arbete>ferie", "arbete>insatser", "over"));
}

// In October nothing has been booked of it since June, and nothing is expected: what is left of its year is its
// outcome.
TEST_F(MoveActivitiesTest, OnceItHasLeftNothingMoreIsExpectedOfIt) {
  Decide(2023);
  std::vector<v1::Actual> actuals;
  for (int at = 0; at < 33; ++at) {
    const std::string month = absl::StrCat(2021 + at / 12, at % 12 < 9 ? "-0" : "-", at % 12 + 1);
    actuals.push_back(Amount("over.cost", month, Ore(600)));
    if (month < "2023-07") actuals.push_back(Amount("jobb.cost", month, Ore(600)));
  }
  now_ = absl::FromCivil(absl::CivilDay(2023, 10, 15), absl::UTCTimeZone());
  ASSERT_TRUE(Import({Batch(actuals)}).ok());
  v1::MoveActivitiesRequest request = Request("2023-07", "2023-05-10");
  Leave("jobb", request);
  ASSERT_TRUE(Move(request).ok());
  v1::CreateForecastRequest create;
  create.set_organization("organizations/o");
  create.set_year(2023);
  create.set_last_known_month(9);
  create.mutable_options()->set_path_count(200);
  v1::CreateForecastResponse made;
  grpc::ClientContext call;
  const grpc::Status created = forecast_->CreateForecast(&call, create, &made);
  ASSERT_TRUE(created.ok()) << created.error_message();
  int found = 0;
  for (const v1::ForecastLine& line : made.forecast().lines()) {
    if (line.series() != SeriesOf("jobb.cost")) continue;
    ++found;
    EXPECT_EQ(line.full_year(), 6 * Ore(600));
    EXPECT_EQ(line.full_year_quantiles().p95(), 6 * Ore(600));
  }
  EXPECT_EQ(found, 1);
}

TEST_F(MoveActivitiesTest, BelowAnotherParentHistoryAndBudgetFollowWithoutADecision) {
  Decide(2023);
  v1::MoveActivitiesRequest request = Request("2023-01", "2022-12-14");
  MoveBelow("jobb", "over", request);
  v1::MoveActivitiesResponse response;
  const grpc::Status status = Move(request, &response);
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_FALSE(response.has_budget());
  EXPECT_THAT(Tree(2023), ElementsAre("arbete", "arbete>ferie", "arbete>insatser", "over", "over>jobb"));
  EXPECT_THAT(Tree(0), ElementsAre("arbete", "arbete>ferie", "arbete>insatser", "arbete>jobb", "over"));
  EXPECT_EQ(moves_, 1);
  EXPECT_EQ(Budget(2023).versions_size(), 1);
  EXPECT_EQ(NetOf(Budget(2023)), Ore(40'667));
}

TEST_F(MoveActivitiesTest, FaultyMovesAreToldAtTheirPlacesAndNothingIsStored) {
  Decide(2023);
  const auto refused = [&](const v1::MoveActivitiesRequest& request) {
    const grpc::Status status = Move(request);
    EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT) << status.error_message();
    return status.error_message();
  };
  v1::MoveActivitiesRequest ring = Request("2023-01", "2022-12-14");
  MoveBelow("arbete", "jobb", ring);
  EXPECT_EQ(refused(ring), "moves[0].parent: \"jobb\" makes the activity its own ancestor");
  v1::MoveActivitiesRequest pair = Request("2023-01", "2022-12-14");
  MoveBelow("over", "arbete", pair);
  MoveBelow("arbete", "over", pair);
  EXPECT_THAT(refused(pair), HasSubstr("moves[1].parent"));
  v1::MoveActivitiesRequest unknown = Request("2023-01", "2022-12-14");
  Leave("ingen", unknown);
  MoveBelow("jobb", "okand", unknown);
  EXPECT_THAT(refused(unknown), testing::AllOf(HasSubstr("moves[0].activity"), HasSubstr("moves[1].parent")));
  v1::MoveActivitiesRequest below_leaving = Request("2023-01", "2022-12-14");
  Leave("over", below_leaving);
  MoveBelow("jobb", "over", below_leaving);
  EXPECT_THAT(refused(below_leaving), HasSubstr("moves[1].parent: \"over\" has left the organization by then"));
  v1::MoveActivitiesRequest parts = Request("2023-01", "2022-12-14");
  Leave("jobb", parts);
  AddPart("jobb.cost", 100, parts);
  AddPart("ingen.cost", 100, parts);
  EXPECT_THAT(refused(parts),
              testing::AllOf(HasSubstr("parts[0].series"), HasSubstr("leaves whole"), HasSubstr("parts[1].series")));
  v1::MoveActivitiesRequest nowhere = Request("2023-13", "nyss");
  nowhere.add_moves()->set_activity(ActivityOf("jobb"));
  EXPECT_THAT(refused(nowhere), testing::AllOf(HasSubstr("first_month"), HasSubstr("moves[0].to")));
  v1::MoveActivitiesRequest too_early = Request("2023-01", "2023-05-10");
  Leave("jobb", too_early);
  EXPECT_THAT(refused(too_early), HasSubstr("is before the decision"));
  EXPECT_THAT(refused(Request("2023-01", "2022-12-14")), HasSubstr("must be given"));
  EXPECT_THAT(Tree(2023), ElementsAre("arbete", "arbete>ferie", "arbete>insatser", "arbete>jobb", "over"));
  EXPECT_EQ(moves_, 0);
  EXPECT_EQ(Budget(2023).versions_size(), 1);
}

TEST_F(MoveActivitiesTest, WhatHasLeftTakesNoBudgetAndCannotLeaveAgain) {
  Decide(2022);
  v1::MoveActivitiesRequest request = Request("2023-01", "2022-12-14");
  Leave("jobb", request);
  ASSERT_TRUE(Move(request).ok());
  const grpc::Status again = Move(request);
  EXPECT_THAT(again.error_message(), HasSubstr("moves[0].activity: \"jobb\" has left the organization by then"));
  const grpc::Status budget = SetBudget(EvenBudget(2023, "jobb.cost", 100, "2022-12-20"));
  EXPECT_THAT(budget.error_message(), HasSubstr("budget.lines[0].series: \"jobb.cost\" has left"));
  v1::IndexBudgetRequest index;
  index.set_organization("organizations/o");
  index.set_year(2023);
  index.set_decision_date("2022-12-20");
  index.set_percent(0.0);
  v1::IndexBudgetResponse indexed;
  grpc::ClientContext call;
  const grpc::Status status = budget_->IndexBudget(&call, index, &indexed);
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(NetOf(Budget(2023)), Ore(40'667 - 5'798));
  // A table that is loaded again must not make a ring with what was moved.
  v1::MoveActivitiesRequest below = Request("2024-01", "2023-12-14");
  MoveBelow("arbete", "over", below);
  ASSERT_TRUE(Move(below).ok());
  v1::UpsertActivitiesRequest upsert;
  upsert.set_organization("organizations/o");
  v1::Activity& over = *upsert.add_activities();
  over.set_name(ActivityOf("over"));
  over.set_display_name("over");
  over.set_parent(ActivityOf("arbete"));
  v1::UpsertActivitiesResponse response;
  grpc::ClientContext second;
  EXPECT_EQ(ledger_->UpsertActivities(&second, upsert, &response).error_code(), grpc::StatusCode::INVALID_ARGUMENT);
}

// Jobbcenter leaves in July, which is known before the year has a budget: the indexation raises its half year alone.
TEST_F(MoveActivitiesTest, AnIndexationRaisesNoMonthsOfWhatLeavesWithinTheYear) {
  Decide(2022);
  v1::MoveActivitiesRequest request = Request("2023-07", "2022-12-14");
  Leave("jobb", request);
  ASSERT_TRUE(Move(request).ok());
  v1::IndexBudgetRequest index;
  index.set_organization("organizations/o");
  index.set_year(2023);
  index.set_decision_date("2022-12-20");
  index.set_percent(0.0);
  v1::IndexBudgetResponse indexed;
  grpc::ClientContext call;
  const grpc::Status status = budget_->IndexBudget(&call, index, &indexed);
  ASSERT_TRUE(status.ok()) << status.error_message();
  const v1::GetBudgetResponse budget = Budget(2023);
  for (const v1::BudgetLine& line : budget.lines()) {
    if (LastPart(line.series()) != "jobb.cost") continue;
    EXPECT_NEAR(static_cast<double>(line.amount_ore()), static_cast<double>(Ore(7'298) / 2), 6.0);  // Odd öre.
    for (int month = 6; month < 12; ++month) EXPECT_EQ(line.monthly_amounts_ore(month), 0);
  }
  EXPECT_NEAR(static_cast<double>(NetOf(budget)), static_cast<double>(Ore(40'667) - Ore(5'798) / 2), 12.0);
}

TEST_F(MoveActivitiesTest, ALaterYearsBudgetAndALaterDecisionAreInTheWay) {
  Decide(2023);
  Decide(2024);
  v1::MoveActivitiesRequest request = Request("2023-01", "2022-12-14");
  Leave("jobb", request);
  const grpc::Status later_year = Move(request);
  EXPECT_EQ(later_year.error_code(), grpc::StatusCode::FAILED_PRECONDITION);
  EXPECT_THAT(later_year.error_message(), HasSubstr("has a budget of 2024 already"));
  v1::MoveActivitiesRequest in_2024 = Request("2024-01", "2023-11-01");  // Before the budget of 2023-11-20.
  Leave("jobb", in_2024);
  EXPECT_THAT(Move(in_2024).error_message(), HasSubstr("is before a decision that sets the budget of jobb"));
}

// Any sequence of amendments and moves: what a decision says leaves is what leaves, lines and decisions come to the
// same to the öre, and the year before is as it was.
TEST_F(MoveActivitiesTest, LinesAndDecisionsComeToTheSameAfterAnySequence) {
  Decide(2022);
  Decide(2023);
  const std::vector<std::string> activities = {"arbete", "jobb", "ferie", "insatser", "over"};
  const std::vector<std::string> series = {"jobb.cost", "jobb.revenue", "ferie.cost", "insatser.cost", "over.cost"};
  const std::string year_before = Budget(2022).SerializeAsString();
  RandomGenerator generator(20230101);
  int stored = 0;
  for (int step = 0; step < 120; ++step) {
    const int month = 1 + generator.Index(12);
    const std::string first_month = absl::StrCat("2023-", month < 10 ? "0" : "", month);
    const v1::GetBudgetResponse before = Budget(2023);
    if (generator.Index(2) == 0) {
      v1::BudgetVersion amendment =
          EvenBudget(2023, series[generator.Index(5)], generator.Index(1'000'000) - 500'000, "2022-12-20");
      amendment.set_kind(v1::DECISION_KIND_AMENDMENT);
      amendment.set_first_month(month);
      if (SetBudget(amendment).ok()) ++stored;
    } else {
      v1::MoveActivitiesRequest request = Request(first_month, "2022-12-20");
      const std::string& id = activities[generator.Index(5)];
      if (generator.Index(4) == 0) {
        Leave(id, request);
      } else if (generator.Index(2) == 0) {
        MoveBelow(id, activities[generator.Index(5)], request);
      }
      if (generator.Index(2) == 0) AddPart(series[generator.Index(5)], generator.Index(90'000) - 45'000, request);
      v1::MoveActivitiesResponse response;
      if (Move(request, &response).ok()) {
        ++stored;
        int64_t left = response.parts_net_ore();
        for (const auto& leaving : response.leaving()) left += leaving.net_ore();
        if (response.has_budget()) {
          EXPECT_EQ(response.effect().net_was_ore() - response.effect().net_is_ore(), left);
        }
        EXPECT_EQ(NetOf(before) - left, NetOf(Budget(2023))) << step;
      } else {
        EXPECT_EQ(Budget(2023).SerializeAsString(), before.SerializeAsString());
      }
    }
    const v1::GetBudgetResponse after = Budget(2023);
    EXPECT_EQ(NetOf(after), NetOfVersions(after)) << step;
  }
  EXPECT_GT(stored, 20);
  EXPECT_EQ(Budget(2022).SerializeAsString(), year_before);
}

}  // namespace
}  // namespace prognos::service
