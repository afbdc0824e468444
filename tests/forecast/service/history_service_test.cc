#include "forecast/service/history_service.h"

#include "absl/strings/str_cat.h"
#include "prognos/v1/events.grpc.pb.h"
#include "tests/forecast/service/service_fixture.h"

namespace prognos::service {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;

class HistoryServiceTest : public ServiceTest {
 protected:
  HistoryServiceTest() {
    CreateSmallOrganization();
    history_ = v1::HistoryService::NewStub(server_->InProcessChannel());
  }

  v1::ListChangesResponse List(const v1::ListChangesRequest& request) {
    v1::ListChangesResponse response;
    grpc::ClientContext call;
    const grpc::Status status = history_->ListChanges(&call, request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response;
  }

  static v1::ListChangesRequest Request() {
    v1::ListChangesRequest request;
    request.set_organization("organizations/o");
    return request;
  }

  static std::string Told(const v1::Change& change) {
    return absl::StrCat(v1::ChangeKind_Name(change.kind()).substr(12), " ", change.year(), " ", change.count(), " ",
                        change.series_count(), " ", change.first_month(), " ", change.last_month(), " ",
                        change.description(), change.name());
  }

  std::unique_ptr<v1::HistoryService::Stub> history_;
};

TEST_F(HistoryServiceTest, EveryRecordingIsToldNewestFirst) {
  now_ += absl::Hours(1);
  ASSERT_TRUE(Import({Batch({Amount("care.cost", "2022-01", 1), Amount("care.cost", "2022-02", 2),
                             Amount("care.revenue", "2022-02", 3)})})
                  .ok());
  now_ += absl::Hours(1);
  v1::BudgetVersion budget = EvenBudget(2022, "care.cost", 1200);
  budget.set_description("Nämndplan 2022");
  ASSERT_TRUE(SetBudget(budget).ok());
  std::vector<std::string> told;
  const v1::ListChangesResponse listed = List(Request());
  for (const v1::Change& change : listed.changes()) told.push_back(Told(change));
  EXPECT_THAT(told, ElementsAre("BUDGET 2022 1 0   Nämndplan 2022", "ACTUALS 0 3 2 2022-01 2022-02 ",
                                "ACTIVITIES 0 1 0   ", "SERIES 0 3 0   "));
}

// Only a count stood there: who reads what was changed wants to know what, and why it was taken back.
TEST_F(HistoryServiceTest, EventsAreToldByWhatTheyAreAndWhyTheyWereWithdrawn) {
  const auto events = v1::EventService::NewStub(server_->InProcessChannel());
  v1::PutEventsRequest put;
  put.set_organization("organizations/o");
  for (const char* description : {"Riksnormen höjs", "Flytt", "Ny lag", "Ersättning"}) {
    v1::Event& event = *put.add_events();
    event.set_series("organizations/o/series/care.cost");
    event.set_kind(v1::EVENT_KIND_LEVEL_SHIFT);
    event.set_first_month("2022-03");
    event.set_amount(1'000'00);
    event.set_description(description);
    if (put.events_size() == 1) event.set_name("organizations/o/events/a");
  }
  const auto one = put.events(0);
  now_ += absl::Hours(1);
  v1::PutEventsResponse stored;
  grpc::ClientContext put_call;
  grpc::Status status = events->PutEvents(&put_call, put, &stored);
  ASSERT_TRUE(status.ok()) << status.error_message();
  now_ += absl::Hours(1);
  v1::WithdrawEventRequest withdraw;
  withdraw.set_name(one.name());
  withdraw.set_reason("beslutet ändrades");
  v1::WithdrawEventResponse withdrawn;
  grpc::ClientContext withdraw_call;
  status = events->WithdrawEvent(&withdraw_call, withdraw, &withdrawn);
  ASSERT_TRUE(status.ok()) << status.error_message();
  v1::ListChangesRequest request = Request();
  request.add_kinds(v1::CHANGE_KIND_EVENTS);
  const v1::ListChangesResponse listed = List(request);
  ASSERT_EQ(listed.changes_size(), 2);
  EXPECT_EQ(listed.changes(0).description(), "Riksnormen höjs: beslutet ändrades");
  EXPECT_EQ(listed.changes(0).withdrawn_count(), 1);
  EXPECT_THAT(listed.changes(1).description(), AllOf(HasSubstr("Riksnormen höjs; "), EndsWith("; …")));
  EXPECT_EQ(listed.changes(1).count(), 4);
  EXPECT_EQ(listed.changes(1).withdrawn_count(), 0);
}

TEST_F(HistoryServiceTest, KindsAndAPeriodMayBeAskedFor) {
  const absl::Time first = now_;
  now_ += absl::Hours(1);
  ASSERT_TRUE(Import({Batch({Amount("care.cost", "2022-01", 1)})}).ok());
  v1::ListChangesRequest request = Request();
  request.add_kinds(v1::CHANGE_KIND_ACTUALS);
  EXPECT_EQ(List(request).changes_size(), 1);
  request.mutable_until()->set_seconds(absl::ToUnixSeconds(first));
  EXPECT_EQ(List(request).changes_size(), 0);
  request.clear_kinds();
  EXPECT_EQ(List(request).changes_size(), 2);
  request.mutable_since()->set_seconds(absl::ToUnixSeconds(first) + 1);
  EXPECT_EQ(List(request).changes_size(), 0);
}

// Activities and series were recorded at one time: a page ends between them.
TEST_F(HistoryServiceTest, PagesOfAnySizePutTogetherAreTheWholeList) {
  for (int hour = 0; hour < 3; ++hour) {
    now_ += absl::Hours(hour % 2);
    ASSERT_TRUE(Import({Batch({Amount("care.cost", "2022-01", 10 + hour)})}).ok());
    ASSERT_TRUE(SetBudget(EvenBudget(2022 + hour, "care.cost", 1200)).ok());
  }
  std::vector<std::string> whole;
  const v1::ListChangesResponse all = List(Request());
  for (const v1::Change& change : all.changes()) whole.push_back(Told(change));
  ASSERT_GE(whole.size(), 7u);
  for (int size = 1; size <= 8; ++size) {
    std::vector<std::string> paged;
    v1::ListChangesRequest request = Request();
    request.set_page_size(size);
    do {
      const v1::ListChangesResponse page = List(request);
      for (const v1::Change& change : page.changes()) paged.push_back(Told(change));
      request.set_page_token(page.next_page_token());
    } while (!request.page_token().empty());
    EXPECT_EQ(paged, whole) << size;
  }
}

TEST_F(HistoryServiceTest, ATokenOfAnotherRequestAndAKindThatDoesNotExistAreRefused) {
  v1::ListChangesRequest request = Request();
  request.set_page_size(1);
  const std::string token = List(request).next_page_token();
  request.add_kinds(v1::CHANGE_KIND_BUDGET);
  request.set_page_token(token);
  v1::ListChangesResponse response;
  grpc::ClientContext first;
  EXPECT_EQ(history_->ListChanges(&first, request, &response).error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  request = Request();
  request.add_kinds(v1::CHANGE_KIND_UNSPECIFIED);
  grpc::ClientContext second;
  EXPECT_EQ(DetailOf(history_->ListChanges(&second, request, &response)).faults(0).place(), "kinds[0]");
  request = Request();
  request.set_organization("organizations/none");
  grpc::ClientContext third;
  EXPECT_EQ(history_->ListChanges(&third, request, &response).error_code(), grpc::StatusCode::NOT_FOUND);
}

}  // namespace
}  // namespace prognos::service
