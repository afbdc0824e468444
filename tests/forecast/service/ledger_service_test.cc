#include "forecast/service/ledger_service.h"

#include "forecast/messages/wire/message_proto.h"
#include "messages/refusal.h"
#include "tests/forecast/service/service_fixture.h"

namespace prognos::service {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

class LedgerServiceTest : public ServiceTest {
 protected:
  grpc::Status Upsert(const v1::UpsertActivitiesRequest& request) {
    v1::UpsertActivitiesResponse response;
    grpc::ClientContext call;
    return ledger_->UpsertActivities(&call, request, &response);
  }

  std::vector<std::string> ActivityNames() {
    v1::ListActivitiesRequest request;
    request.set_organization("organizations/o");
    v1::ListActivitiesResponse response;
    grpc::ClientContext call;
    EXPECT_TRUE(ledger_->ListActivities(&call, request, &response).ok());
    std::vector<std::string> names;
    for (const v1::Activity& activity : response.activities()) names.push_back(activity.display_name());
    return names;
  }

  static v1::UpsertActivitiesRequest Activities(std::vector<std::pair<std::string, std::string>> id_and_parent) {
    v1::UpsertActivitiesRequest request;
    request.set_organization("organizations/o");
    for (const auto& [id, parent] : id_and_parent) {
      v1::Activity& activity = *request.add_activities();
      activity.set_name("organizations/o/activities/" + id);
      activity.set_display_name(id);
      if (!parent.empty()) activity.set_parent("organizations/o/activities/" + parent);
    }
    return request;
  }
};

TEST_F(LedgerServiceTest, AnOrganizationIsCreatedOnceAndFound) {
  CreateOrganization("o");
  v1::GetOrganizationRequest get;
  get.set_name("organizations/o");
  v1::GetOrganizationResponse got;
  grpc::ClientContext get_call;
  ASSERT_TRUE(ledger_->GetOrganization(&get_call, get, &got).ok());
  EXPECT_EQ(got.organization().display_name(), "o");
  EXPECT_EQ(got.organization().create_time().seconds(), absl::ToUnixSeconds(now_));

  v1::CreateOrganizationRequest again;
  again.set_organization_id("o");
  again.mutable_organization()->set_display_name("another");
  v1::CreateOrganizationResponse response;
  grpc::ClientContext call;
  const grpc::Status status = ledger_->CreateOrganization(&call, again, &response);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::ALREADY_EXISTS);
  EXPECT_EQ(DetailOf(status).reason(), v1::REASON_ALREADY_EXISTS);
}

TEST_F(LedgerServiceTest, CreatingWithTheSameRequestIdIsNoError) {
  for (int i = 0; i < 2; ++i) {
    v1::CreateOrganizationRequest request;
    request.set_organization_id("o");
    request.mutable_organization()->set_display_name("Exempelby");
    request.set_request_id("r1");
    v1::CreateOrganizationResponse response;
    grpc::ClientContext call;
    EXPECT_TRUE(ledger_->CreateOrganization(&call, request, &response).ok());
    EXPECT_EQ(response.organization().name(), "organizations/o");
  }
}

TEST_F(LedgerServiceTest, EveryFaultOfARequestIsTold) {
  v1::CreateOrganizationRequest request;
  request.set_organization_id("Åby kommun");
  request.set_request_id(std::string(101, 'x'));
  v1::CreateOrganizationResponse response;
  grpc::ClientContext call;
  const grpc::Status status = ledger_->CreateOrganization(&call, request, &response);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(status.error_message(),
              AllOf(HasSubstr("organization_id: \"Åby kommun\" is not an identifier"),
                    HasSubstr("organization.display_name: is required"), HasSubstr("request_id")));
}

TEST_F(LedgerServiceTest, OrganizationsComeInPagesWithoutGapOrRepetition) {
  for (const char* id : {"a", "b", "c", "d", "e"}) CreateOrganization(id);
  std::vector<std::string> names;
  v1::ListOrganizationsRequest request;
  request.set_page_size(2);
  do {
    v1::ListOrganizationsResponse page;
    grpc::ClientContext call;
    ASSERT_TRUE(ledger_->ListOrganizations(&call, request, &page).ok());
    EXPECT_LE(page.organizations_size(), 2);
    for (const v1::Organization& one : page.organizations()) names.push_back(one.display_name());
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  EXPECT_THAT(names, ElementsAre("a", "b", "c", "d", "e"));

  request.set_page_token("nonsense");
  v1::ListOrganizationsResponse page;
  grpc::ClientContext call;
  EXPECT_EQ(ledger_->ListOrganizations(&call, request, &page).error_code(), grpc::StatusCode::INVALID_ARGUMENT);
}

TEST_F(LedgerServiceTest, TheTreeIsListedParentsFirstWhateverTheOrderGiven) {
  CreateOrganization("o");
  ASSERT_TRUE(Upsert(Activities({{"b2", "b"}, {"b", ""}, {"b1", "b"}, {"a", ""}})).ok());
  EXPECT_THAT(ActivityNames(), ElementsAre("a", "b", "b1", "b2"));
}

TEST_F(LedgerServiceTest, ARingAnUnknownParentAndATooDeepTreeAreRefusedAndNothingIsStored) {
  CreateOrganization("o");
  EXPECT_THAT(Upsert(Activities({{"a", "b"}, {"b", "a"}})).error_message(), HasSubstr("its own ancestor"));
  EXPECT_THAT(Upsert(Activities({{"a", ""}, {"b", "missing"}})).error_message(), HasSubstr("is not an activity"));
  std::vector<std::pair<std::string, std::string>> chain = {{"l0", ""}};
  for (int i = 1; i < 11; ++i) chain.push_back({absl::StrCat("l", i), absl::StrCat("l", i - 1)});
  EXPECT_THAT(Upsert(Activities(chain)).error_message(), HasSubstr("deeper than 10"));
  EXPECT_THAT(ActivityNames(), SizeIs(0));
  chain.pop_back();
  EXPECT_TRUE(Upsert(Activities(chain)).ok());
}

TEST_F(LedgerServiceTest, AnActivityTwiceInARequestIsRefused) {
  CreateOrganization("o");
  EXPECT_EQ(DetailOf(Upsert(Activities({{"a", ""}, {"a", ""}}))).faults(0).reason(), v1::FAULT_REASON_DUPLICATE);
}

TEST_F(LedgerServiceTest, ValidateOnlyStoresNoActivity) {
  CreateOrganization("o");
  v1::UpsertActivitiesRequest request = Activities({{"a", ""}});
  request.set_validate_only(true);
  request.set_request_id("r");
  EXPECT_TRUE(Upsert(request).ok());
  EXPECT_THAT(ActivityNames(), SizeIs(0));
}

TEST_F(LedgerServiceTest, SeriesNamesFollowFromActivityFlowAndUnit) {
  CreateSmallOrganization();
  v1::ListSeriesRequest request;
  request.set_organization("organizations/o");
  v1::ListSeriesResponse response;
  grpc::ClientContext call;
  ASSERT_TRUE(ledger_->ListSeries(&call, request, &response).ok());
  ASSERT_EQ(response.series_size(), 3);
  EXPECT_EQ(response.series(0).name(), "organizations/o/series/care.cost");
  EXPECT_EQ(response.series(1).name(), "organizations/o/series/care.revenue");
  EXPECT_EQ(response.series(2).name(), "organizations/o/series/care.days");
  EXPECT_EQ(response.series(2).flow(), v1::FLOW_VOLUME);
}

TEST_F(LedgerServiceTest, SeriesOfUnknownActivitiesAndBadUnitsAreRefused) {
  CreateSmallOrganization();
  v1::UpsertSeriesRequest request;
  request.set_organization("organizations/o");
  v1::Series& volume = *request.add_series();
  volume.set_activity("organizations/o/activities/care");
  volume.set_flow(v1::FLOW_VOLUME);
  volume.set_unit("cost");
  v1::Series& cost = *request.add_series();
  cost.set_activity("organizations/o/activities/care");
  cost.set_flow(v1::FLOW_COST);
  cost.set_unit("days");
  v1::Series& none = *request.add_series();
  none.set_activity("organizations/o/activities/care");
  v1::UpsertSeriesResponse response;
  grpc::ClientContext call;
  const grpc::Status status = ledger_->UpsertSeries(&call, request, &response);
  EXPECT_THAT(status.error_message(),
              AllOf(HasSubstr("series[0].unit: \"cost\" is reserved"),
                    HasSubstr("series[1].unit: \"days\" is only for"), HasSubstr("series[2].flow: must be")));
  request.clear_series();
  v1::Series& unknown = *request.add_series();
  unknown.set_activity("organizations/o/activities/missing");
  unknown.set_flow(v1::FLOW_COST);
  grpc::ClientContext second;
  EXPECT_THAT(ledger_->UpsertSeries(&second, request, &response).error_message(), HasSubstr("series[0].activity"));
}

TEST_F(LedgerServiceTest, PostingRulesAreReplacedAndReadBackInOrder) {
  CreateSmallOrganization();
  v1::SetPostingRulesRequest request;
  request.set_organization("organizations/o");
  for (const char* account : {"5000", "4000"}) {
    v1::PostingRule& rule = *request.add_rules();
    rule.set_first_account(account);
    rule.set_last_account("5999");
    rule.set_dimension("1");
    rule.set_object("10*");
    rule.set_activity("organizations/o/activities/care");
    rule.set_flow(v1::FLOW_COST);
  }
  v1::SetPostingRulesResponse set;
  grpc::ClientContext set_call;
  ASSERT_TRUE(ledger_->SetPostingRules(&set_call, request, &set).ok());
  v1::GetPostingRulesRequest get;
  get.set_organization("organizations/o");
  v1::GetPostingRulesResponse got;
  grpc::ClientContext get_call;
  ASSERT_TRUE(ledger_->GetPostingRules(&get_call, get, &got).ok());
  ASSERT_EQ(got.rules_size(), 2);
  EXPECT_EQ(got.rules(0).SerializeAsString(), request.rules(0).SerializeAsString());
  EXPECT_EQ(got.rules(1).SerializeAsString(), request.rules(1).SerializeAsString());
}

TEST_F(LedgerServiceTest, BadPostingRulesAreRefusedWithEveryFault) {
  CreateSmallOrganization();
  v1::SetPostingRulesRequest request;
  request.set_organization("organizations/o");
  v1::PostingRule& rule = *request.add_rules();
  rule.set_first_account("5999");
  rule.set_last_account("500");
  rule.set_object("1*");
  rule.set_activity("organizations/o/activities/care");
  rule.set_flow(v1::FLOW_VOLUME);
  v1::SetPostingRulesResponse response;
  grpc::ClientContext call;
  EXPECT_THAT(ledger_->SetPostingRules(&call, request, &response).error_message(),
              AllOf(HasSubstr("rules[0].last_account"), HasSubstr("rules[0].object: \"1*\" needs a dimension"),
                    HasSubstr("rules[0].flow")));
}

TEST_F(LedgerServiceTest, ActualsComeInPagesAndWithinMonths) {
  CreateSmallOrganization();
  std::vector<v1::Actual> actuals;
  for (int month = 1; month <= 9; ++month) {
    actuals.push_back(Amount("care.cost", absl::StrCat("2022-0", month), month));
    actuals.push_back(Amount("care.revenue", absl::StrCat("2022-0", month), month));
  }
  ASSERT_TRUE(Import({Batch(actuals)}).ok());
  v1::ListActualsRequest request;
  request.set_organization("organizations/o");
  request.set_series("organizations/o/series/care.cost");
  request.set_first_month("2022-03");
  request.set_last_month("2022-07");
  request.set_page_size(2);
  std::vector<int64_t> amounts;
  do {
    v1::ListActualsResponse page;
    grpc::ClientContext call;
    ASSERT_TRUE(ledger_->ListActuals(&call, request, &page).ok());
    for (const v1::Actual& actual : page.actuals()) amounts.push_back(actual.amount_ore());
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  EXPECT_THAT(amounts, ElementsAre(3, 4, 5, 6, 7));
}

TEST_F(LedgerServiceTest, ATokenOfAnotherListIsRefused) {
  CreateSmallOrganization();
  ASSERT_TRUE(Import({Batch({Amount("care.cost", "2022-01", 1), Amount("care.cost", "2022-02", 2)})}).ok());
  v1::ListActualsRequest request;
  request.set_organization("organizations/o");
  request.set_page_size(1);
  v1::ListActualsResponse page;
  grpc::ClientContext call;
  ASSERT_TRUE(ledger_->ListActuals(&call, request, &page).ok());
  ASSERT_FALSE(page.next_page_token().empty());
  request.set_page_token(page.next_page_token());
  request.set_first_month("2022-02");
  grpc::ClientContext second;
  EXPECT_EQ(ledger_->ListActuals(&second, request, &page).error_code(), grpc::StatusCode::INVALID_ARGUMENT);
}

TEST_F(LedgerServiceTest, WhatDoesNotExistIsNotFound) {
  v1::ListActivitiesRequest activities;
  activities.set_organization("organizations/nobody");
  v1::ListActivitiesResponse listed;
  grpc::ClientContext call;
  const grpc::Status status = ledger_->ListActivities(&call, activities, &listed);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(DetailOf(status).reason(), v1::REASON_NOT_FOUND);

  CreateSmallOrganization();
  v1::ListActualsRequest actuals;
  actuals.set_organization("organizations/o");
  actuals.set_series("organizations/o/series/other.cost");
  v1::ListActualsResponse page;
  grpc::ClientContext second;
  const grpc::Status no_series = ledger_->ListActuals(&second, actuals, &page);
  EXPECT_EQ(no_series.error_code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(DetailOf(no_series).reason(), v1::REASON_NOT_FOUND);
  EXPECT_EQ(prognos::FromProto(DetailOf(no_series).message()), messages::refusal::NoSeries("o", "other.cost"));
}

// 16 MiB of empty rules took 9-17 s and 2 GB, for each of them was looked at and told.
TEST_F(LedgerServiceTest, OfTooManyElementsNoneIsLookedAt) {
  CreateSmallOrganization();
  const auto expect_only = [](const grpc::Status& refused, const std::string& text) {
    EXPECT_EQ(DetailOf(refused).fault_count(), 1);
    EXPECT_THAT(refused.error_message(), HasSubstr(text));
  };
  v1::SetPostingRulesRequest rules;
  rules.set_organization("organizations/o");
  while (rules.rules_size() <= 10'000) rules.add_rules();
  v1::SetPostingRulesResponse no_rules;
  grpc::ClientContext first;
  expect_only(ledger_->SetPostingRules(&first, rules, &no_rules), "rules: \"10001\" elements are more");
  v1::UpsertActivitiesRequest activities;
  activities.set_organization("organizations/o");
  while (activities.activities_size() <= 10'000) activities.add_activities();
  v1::UpsertActivitiesResponse no_activities;
  grpc::ClientContext second;
  expect_only(ledger_->UpsertActivities(&second, activities, &no_activities),
              "activities: \"10001\" elements are more");
  v1::UpsertSeriesRequest series;
  series.set_organization("organizations/o");
  while (series.series_size() <= 20'000) series.add_series();
  v1::UpsertSeriesResponse no_series;
  grpc::ClientContext third;
  expect_only(ledger_->UpsertSeries(&third, series, &no_series), "series: \"20001\" elements are more");
}

TEST_F(LedgerServiceTest, NanosecondsOfAMomentAreThoseOfOneSecond) {
  CreateSmallOrganization();
  v1::ListActualsRequest request;
  request.set_organization("organizations/o");
  request.mutable_as_of()->set_nanos(1'000'000'000);
  v1::ListActualsResponse response;
  grpc::ClientContext call;
  EXPECT_THAT(ledger_->ListActuals(&call, request, &response).error_message(),
              HasSubstr("as_of.nanos: \"1000000000\" must be 0-999999999"));
}

}  // namespace
}  // namespace prognos::service
