// An activity that was entered by mistake goes away; one that anything rests on stays, and what rests on it is named.
#include "forecast/service/delete_activity.h"

#include <functional>
#include <optional>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "forecast/messages/wire/message_proto.h"
#include "prognos/v1/events.grpc.pb.h"
#include "prognos/v1/history.grpc.pb.h"
#include "tests/forecast/service/service_fixture.h"

namespace prognos::service {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// "vuxen" has a child "boende" with five years of cost; "fel" was entered by mistake, with a cost and a count of days.
class DeleteActivityTest : public ServiceTest {
 protected:
  void SetUp() override {
    CreateOrganization("o");
    CreateActivities("o", {"vuxen", "vuxen>boende", "vuxen>fel"});
    CreateSeries("o", {"boende.cost", "fel.cost", "fel.days"});
    ImportFiveYears("boende.cost", 300'000'00);
    ASSERT_TRUE(SetBudget(EvenBudget(2022, "boende.cost", 3'600'000'00)).ok());
    events_ = v1::EventService::NewStub(server_->InProcessChannel());
    history_ = v1::HistoryService::NewStub(server_->InProcessChannel());
    now_ += absl::Hours(1);
  }

  grpc::Status Delete(const std::string& activity, v1::DeleteActivityResponse* response = nullptr,
                      bool validate_only = false, const std::string& request_id = "") {
    v1::DeleteActivityRequest request;
    request.set_name("organizations/o/activities/" + activity);
    request.set_validate_only(validate_only);
    request.set_request_id(request_id);
    v1::DeleteActivityResponse ignored;
    grpc::ClientContext call;
    return ledger_->DeleteActivity(&call, request, response == nullptr ? &ignored : response);
  }

  std::vector<std::string> Structure() {
    std::vector<std::string> names;
    v1::ListActivitiesRequest request;
    request.set_organization("organizations/o");
    v1::ListActivitiesResponse activities;
    grpc::ClientContext call;
    EXPECT_TRUE(ledger_->ListActivities(&call, request, &activities).ok());
    for (const v1::Activity& one : activities.activities()) names.push_back(one.display_name());
    v1::ListSeriesRequest of_series;
    of_series.set_organization("organizations/o");
    v1::ListSeriesResponse series;
    grpc::ClientContext second;
    EXPECT_TRUE(ledger_->ListSeries(&second, of_series, &series).ok());
    for (const v1::Series& one : series.series()) names.push_back(one.name().substr(one.name().rfind('/') + 1));
    return names;
  }

  v1::Forecast Forecast(std::optional<absl::Time> as_of = std::nullopt, bool stored = true) {
    v1::CreateForecastRequest request;
    request.set_organization("organizations/o");
    request.set_year(2022);
    request.set_round(v1::ROUND_AUTUMN);
    request.mutable_options()->set_path_count(200);
    request.set_validate_only(!stored);
    if (as_of.has_value()) request.mutable_as_of()->set_seconds(absl::ToUnixSeconds(*as_of));
    v1::CreateForecastResponse response;
    grpc::ClientContext call;
    const grpc::Status status = forecast_->CreateForecast(&call, request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response.forecast();
  }

  // "activity measure full year in öre" of each line.
  static std::vector<std::string> Lines(const v1::Forecast& forecast) {
    std::vector<std::string> lines;
    for (const v1::ForecastLine& line : forecast.lines()) {
      lines.push_back(absl::StrCat(line.activity(), " ", v1::Measure_Name(line.measure()), " ", line.full_year()));
    }
    return lines;
  }

  // That "fel" is held by exactly `what`, in Swedish, and is still there.
  void ExpectHeldBy(const std::vector<std::string>& what) {
    const std::vector<std::string> before = Structure();
    const grpc::Status status = Delete("fel");
    EXPECT_EQ(status.error_code(), grpc::StatusCode::FAILED_PRECONDITION) << status.error_message();
    EXPECT_EQ(DetailOf(status).reason(), v1::REASON_IN_USE);
    std::vector<std::string> told;
    const v1::ErrorDetail detail = DetailOf(status);
    for (const v1::Fault& fault : detail.faults()) {
      EXPECT_EQ(fault.reason(), v1::FAULT_REASON_IN_USE);
      told.push_back(absl::StrCat(fault.value(), " ",
                                  prognos::FromProto(fault.message()).In(Language::kSwedish).value_or("inget")));
    }
    EXPECT_EQ(told, what);
    EXPECT_EQ(Structure(), before);
  }

  void ImportTable(v1::FollowUpTable table, const std::string& content) {
    v1::ImportFollowUpTableRequest request;
    request.set_organization("organizations/o");
    request.set_table(table);
    request.set_year(2022);
    request.set_content(content);
    v1::ImportFollowUpTableResponse response;
    grpc::ClientContext call;
    const grpc::Status status = follow_up_->ImportFollowUpTable(&call, request, &response);
    ASSERT_TRUE(status.ok()) << status.error_message();
  }

  std::unique_ptr<v1::EventService::Stub> events_;
  std::unique_ptr<v1::HistoryService::Stub> history_;
};

TEST_F(DeleteActivityTest, AnEmptyActivityGoesWithItsSeriesAndTheHistoryTells) {
  v1::DeleteActivityResponse response;
  ASSERT_TRUE(Delete("fel", &response, /*validate_only=*/true).ok());
  EXPECT_THAT(Structure(), ElementsAre("vuxen", "boende", "fel", "boende.cost", "fel.cost", "fel.days"));
  const grpc::Status status = Delete("fel", &response);
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(response.activity().display_name(), "fel");
  ASSERT_EQ(response.series_size(), 2);
  EXPECT_EQ(response.series(0).name(), "organizations/o/series/fel.cost");
  EXPECT_THAT(Structure(), ElementsAre("vuxen", "boende", "boende.cost"));
  v1::ListChangesRequest request;
  request.set_organization("organizations/o");
  v1::ListChangesResponse changes;
  grpc::ClientContext call;
  ASSERT_TRUE(history_->ListChanges(&call, request, &changes).ok());
  ASSERT_GT(changes.changes_size(), 0);
  EXPECT_EQ(changes.changes(0).kind(), v1::CHANGE_KIND_ACTIVITY_DELETED);
  EXPECT_EQ(changes.changes(0).description(), "fel");
  EXPECT_EQ(changes.changes(0).count(), 1);
}

TEST_F(DeleteActivityTest, OneThatIsNotThereIsNotFoundAndANameThatIsNoneIsRefused) {
  EXPECT_EQ(Delete("finns-inte").error_code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(Delete("").error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  ASSERT_TRUE(Delete("fel", nullptr, false, "r1").ok());
  EXPECT_EQ(Delete("fel").error_code(), grpc::StatusCode::NOT_FOUND);
  v1::DeleteActivityResponse again;
  ASSERT_TRUE(Delete("fel", &again, false, "r1").ok());
  EXPECT_EQ(again.activity().display_name(), "fel");
  EXPECT_EQ(DetailOf(Delete("boende", nullptr, false, "r1")).reason(), v1::REASON_REQUEST_ID_REUSED);
}

// What was made before, and what asks as of before, is the same to the öre; what comes after lacks only the activity.
TEST_F(DeleteActivityTest, EarlierForecastsStayAndQuestionsAsOfBeforeAreAnsweredAsBefore) {
  const v1::Forecast before = Forecast();
  const absl::Time moment = now_;
  now_ += absl::Hours(1);
  ASSERT_TRUE(Delete("fel").ok());
  now_ += absl::Hours(1);
  EXPECT_EQ(StoredForecast(before.name()).SerializeAsString(), before.SerializeAsString());
  EXPECT_EQ(Lines(Forecast(moment, /*stored=*/false)), Lines(before));
  std::vector<std::string> others = Lines(before);
  std::erase_if(others, [](const std::string& line) { return absl::StrContains(line, "activities/fel "); });
  EXPECT_EQ(Lines(Forecast()), others);
}

TEST_F(DeleteActivityTest, TheIdentifierMayBeUsedAgain) {
  ASSERT_TRUE(Delete("fel").ok());
  EXPECT_EQ(Import({Batch({Amount("fel.cost", "2022-01", 1)})}).error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  now_ += absl::Hours(1);
  CreateActivities("o", {"fel"});
  EXPECT_THAT(Structure(), ElementsAre("fel", "vuxen", "boende", "boende.cost"));
  CreateSeries("o", {"fel.cost"});
  EXPECT_TRUE(Import({Batch({Amount("fel.cost", "2022-01", 7)})}).ok());
  EXPECT_THAT(Structure(), ElementsAre("fel", "vuxen", "boende", "fel.cost", "boende.cost"));
}

TEST_F(DeleteActivityTest, ActivitiesBelowHoldIt) {
  const grpc::Status status = Delete("vuxen");
  EXPECT_EQ(DetailOf(status).reason(), v1::REASON_IN_USE);
  ASSERT_EQ(DetailOf(status).fault_count(), 2);
  EXPECT_EQ(DetailOf(status).faults(0).value(), "boende");
  EXPECT_EQ(DetailOf(status).faults(1).value(), "fel");
  ASSERT_TRUE(Delete("fel").ok());
  EXPECT_EQ(DetailOf(Delete("vuxen")).fault_count(), 1);
}

// 12 and 30 öre, set to 0 again: what was booked once may have been seen, and stays.
TEST_F(DeleteActivityTest, MoneyAndVolumesThatWereEverRecordedHoldIt) {
  ASSERT_TRUE(Import({Batch({Amount("fel.cost", "2022-01", 12'34), Amount("fel.cost", "2022-03", 30'00),
                             Volume("fel.days", "2022-02", 2.5)})})
                  .ok());
  ExpectHeldBy({"fel.cost har utfall januari 2022 – mars 2022, sammanlagt 42,34\u00a0kr",
                "fel.days har volymer februari 2022 – februari 2022, sammanlagt 2,5 days"});
  now_ += absl::Hours(1);
  ASSERT_TRUE(Import({Batch({Amount("fel.cost", "2022-01", 0), Amount("fel.cost", "2022-03", 0)})}).ok());
  EXPECT_EQ(DetailOf(Delete("fel")).fault_count(), 2);
}

TEST_F(DeleteActivityTest, ABudgetHoldsItUntilItIsWithdrawn) {
  ASSERT_TRUE(SetBudget(EvenBudget(2023, "fel.cost", 1'200'00)).ok());
  ExpectHeldBy({"fel.cost har 1\u00a0200,00\u00a0kr i budgetbeslut 1 för 2023"});
  now_ += absl::Hours(1);
  v1::WithdrawBudgetRequest request;
  request.set_organization("organizations/o");
  request.set_year(2023);
  request.set_version(1);
  request.set_reason("fel verksamhet");
  v1::WithdrawBudgetResponse response;
  grpc::ClientContext call;
  ASSERT_TRUE(budget_->WithdrawBudget(&call, request, &response).ok());
  EXPECT_TRUE(Delete("fel").ok());
  // The decision that was withdrawn is told as it was recorded.
  v1::GetBudgetRequest asked;
  asked.set_organization("organizations/o");
  asked.set_year(2023);
  asked.set_show_withdrawn(true);
  asked.set_with_version_lines(true);
  v1::GetBudgetResponse budget;
  grpc::ClientContext second;
  const grpc::Status status = budget_->GetBudget(&second, asked, &budget);
  ASSERT_TRUE(status.ok()) << status.error_message();
  ASSERT_EQ(budget.versions_size(), 1);
  EXPECT_EQ(budget.versions(0).lines(0).series(), "organizations/o/series/fel.cost");
  EXPECT_THAT(budget.lines(), IsEmpty());
}

TEST_F(DeleteActivityTest, RulesEventsAndMovesHoldIt) {
  v1::SetPostingRulesRequest rules;
  rules.set_organization("organizations/o");
  v1::PostingRule& rule = *rules.add_rules();
  rule.set_first_account("4000");
  rule.set_last_account("4999");
  rule.set_activity("organizations/o/activities/fel");
  rule.set_flow(v1::FLOW_COST);
  v1::SetPostingRulesResponse set;
  grpc::ClientContext call;
  const grpc::Status status = ledger_->SetPostingRules(&call, rules, &set);
  ASSERT_TRUE(status.ok()) << status.error_message();
  v1::PutEventsRequest events;
  events.set_organization("organizations/o");
  v1::Event& event = *events.add_events();
  event.set_series("organizations/o/series/boende.cost");
  event.set_to_series("organizations/o/series/fel.cost");
  event.set_description("Huset flyttas");
  event.set_kind(v1::EVENT_KIND_MOVE);
  event.set_first_month("2022-10");
  event.set_amount(50'000'00);
  v1::PutEventsResponse put;
  grpc::ClientContext second;
  const grpc::Status stored = events_->PutEvents(&second, events, &put);
  ASSERT_TRUE(stored.ok()) << stored.error_message();
  ExpectHeldBy({"4000–4999 är konton som en konteringsregel för dit",
                "Huset flyttas är en händelse på ”fel.cost” från oktober 2022, 50\u00a0000,00\u00a0kr"});
}

TEST_F(DeleteActivityTest, WhatIsFollowedUpAndJudgedHoldsIt) {
  ImportTable(v1::FOLLOW_UP_TABLE_INDICATORS,
              "id;indikator;verksamhet;typ;mätperiod;riktning;mål\nsip;Antal SIP;fel;ackumulerat;tertial;högre;20\n");
  ImportTable(v1::FOLLOW_UP_TABLE_VOLUME_PLANS, "verksamhet;slag;plan\nfel;days;1200\n");
  const v1::Forecast forecast = Forecast();
  const std::string id = forecast.name().substr(forecast.name().rfind('/') + 1);
  ASSERT_TRUE(store_
                  ->Write([&](ledger::Writer& writer) -> absl::Status {
                    const ledger::ForecastFact override_of{.kind = rounds::FactKind::kOverride,
                                                           .line = {"fel", Measure::kCost, ""},
                                                           .amount = 1'500'00,
                                                           .text = "hyra"};
                    const ledger::ForecastFact comment{
                        .kind = rounds::FactKind::kComment, .line = {"fel", Measure::kNet, ""}, .text = "utreds"};
                    for (const ledger::ForecastFact& fact : {override_of, comment}) {
                      const auto appended = writer.AppendForecastFact("o", id, fact, {now_});
                      if (!appended.ok()) return appended.status();
                    }
                    return absl::OkStatus();
                  })
                  .ok());
  ExpectHeldBy({"fel.days har en planerad volym för 2022", "Antal SIP är en indikator som hör till den",
                absl::StrCat("fel.cost bedöms till 1\u00a0500,00\u00a0kr i prognosen ”", id, "”"),
                absl::StrCat("fel.net har en kommentar i prognosen ”", id, "”")});
}

}  // namespace
}  // namespace prognos::service
