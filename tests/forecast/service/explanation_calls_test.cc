#include "forecast/service/explanation_calls.h"

#include <map>

#include "prognos/v1/events.grpc.pb.h"
#include "tests/forecast/service/deviation_terms.h"
#include "tests/forecast/service/upplands_bro.h"

namespace prognos::service {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

class ExplanationCallsTest : public UpplandsBroTest {
 protected:
  grpc::Status Ask(const std::string& name, const std::string& activity, v1::ExplainForecastResponse& response) {
    v1::ExplainForecastRequest request;
    request.set_name(name);
    request.set_activity(activity);
    grpc::ClientContext call;
    return forecast_->ExplainForecast(&call, request, &response);
  }

  v1::ExplainForecastResponse Explained(const v1::Forecast& forecast, const std::string& activity = "") {
    v1::ExplainForecastResponse response;
    const grpc::Status status =
        Ask(forecast.name(), activity.empty() ? "" : "organizations/o/activities/" + activity, response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response;
  }

  void Declare(const std::string& id, const std::string& series, const std::string& month, int64_t ore) {
    v1::PutEventsRequest request;
    request.set_organization("organizations/o");
    v1::Event& event = *request.add_events();
    event.set_name("organizations/o/events/" + id);
    event.set_series("organizations/o/series/" + series);
    event.set_kind(v1::EVENT_KIND_ONE_OFF);
    event.set_first_month(month);
    event.set_amount(ore);
    event.set_description(id);
    v1::PutEventsResponse response;
    grpc::ClientContext call;
    const grpc::Status status =
        v1::EventService::NewStub(server_->InProcessChannel())->PutEvents(&call, request, &response);
    ASSERT_TRUE(status.ok()) << status.error_message();
  }

  v1::Forecast Override(const v1::Forecast& made, const std::string& series, int64_t ore) {
    v1::SetOverrideRequest request;
    request.set_name(made.name());
    request.set_etag(made.etag());
    request.mutable_line()->set_series("organizations/o/series/" + series);
    request.set_full_year_ore(ore);
    request.set_reason("x");
    v1::SetOverrideResponse response;
    grpc::ClientContext call;
    EXPECT_TRUE(forecast_->SetOverride(&call, request, &response).ok());
    return response.forecast();
  }
};

// Every line and every activity, in all three parts of the year.
void ExpectToAddUp(const v1::ExplainForecastResponse& response) {
  int64_t cost = 0, revenue = 0;
  for (const v1::ExplainedLine& line : response.activities()) {
    EXPECT_EQ(line.deviation(), line.cost_deviation() + line.revenue_deviation());
    EXPECT_EQ(TotalOf(line.explanation().full_year()), line.deviation());
    cost += line.cost_deviation();
    revenue += line.revenue_deviation();
  }
  for (const v1::ExplainedLine& line : response.lines()) {
    const v1::DeviationExplanation& explanation = line.explanation();
    EXPECT_EQ(TotalOf(explanation.full_year()), line.deviation());
    EXPECT_EQ(TotalOf(explanation.known()) + TotalOf(explanation.remaining()), line.deviation());
    EXPECT_EQ(explanation.full_year().timing(), 0);
  }
  EXPECT_EQ(response.lines(0).deviation(), cost);
  EXPECT_EQ(response.lines(1).deviation(), revenue);
  EXPECT_EQ(response.lines(2).deviation(), cost + revenue);
}

// Upplands-Bro 2022: -15 116 = -11 310 - 3 806; Integration -3 567 = -107 - 3 460; Barn/Unga/Familj -4 000 = -7 472 +
// 3 472. Ekonomiskt bistånd, with a frame of its own, is not among the nämnd's.
TEST_F(ExplanationCallsTest, UpplandsBrosReasonsByFlowAreThePublishedOnes) {
  ImportYears();
  Decide();
  const v1::Forecast made = CreateRound(2022, v1::ROUND_YEAR_END);
  const v1::ExplainForecastResponse response = Explained(made);
  ExpectToAddUp(response);
  ASSERT_EQ(response.lines_size(), 3);
  EXPECT_EQ(response.lines(0).deviation(), FrameOre(-11'310));
  EXPECT_EQ(response.lines(1).deviation(), FrameOre(-3'806));
  EXPECT_EQ(response.lines(2).deviation(), FrameOre(-15'116));
  EXPECT_TRUE(response.lines(2).without_frames());
  std::map<std::string, const v1::ExplainedLine*> activities;
  for (const v1::ExplainedLine& line : response.activities()) activities[line.display_name()] = &line;
  EXPECT_EQ(activities.size(), 7u);
  const v1::ExplainedLine& integration = *activities.at("integration");
  EXPECT_EQ(integration.deviation(), FrameOre(-3'567));
  EXPECT_EQ(integration.cost_deviation(), FrameOre(-107));
  EXPECT_EQ(integration.revenue_deviation(), FrameOre(-3'460));
  const v1::ExplainedLine& children = *activities.at("barn");
  EXPECT_EQ(children.deviation(), FrameOre(-4'000));
  EXPECT_EQ(children.cost_deviation(), FrameOre(-7'472));
  EXPECT_EQ(children.revenue_deviation(), FrameOre(3'472));

  // Vuxen -6 338, Barn/Unga/Familj -4 000, Integration -3 567.
  ASSERT_EQ(response.reasons_size(), 3);
  EXPECT_EQ(response.reasons(0).activity(), "organizations/o/activities/vuxen");
  EXPECT_EQ(response.reasons(0).amount(), FrameOre(-6'338));
  EXPECT_EQ(response.reasons(1).text(),
            "barn \u22124.0\u00a0mnkr: higher costs (\u22127.5\u00a0mnkr), but higher revenues "
            "(+3.5\u00a0mnkr) than budgeted.");
  EXPECT_EQ(response.reasons(2).text(),
            "integration \u22123.6\u00a0mnkr: lower revenues (\u22123.5\u00a0mnkr) and higher costs "
            "(\u2212107\u00a0tkr) than budgeted.");
  EXPECT_THAT(response.summary_text(),
              StartsWith("o \u221215.1\u00a0mnkr: higher costs (\u221211.3\u00a0mnkr) and lower "
                         "revenues (\u22123.8\u00a0mnkr) than budgeted."));
  // They stand in the forecast too, and its lines have the same terms.
  ASSERT_EQ(made.reasons_size(), 3);
  EXPECT_EQ(made.reasons(2).text(), response.reasons(2).text());
  const v1::Forecast read = StoredForecast(made.name());
  EXPECT_EQ(read.reasons(1).messages(0).id(), "reason.offset_flows");
  EXPECT_EQ(read.lines_without_frames(2).explanation().SerializeAsString(),
            response.lines(2).explanation().SerializeAsString());
}

TEST_F(ExplanationCallsTest, OneActivityIsExplainedAlone) {
  ImportYears();
  Decide();
  const v1::Forecast made = CreateRound(2022, v1::ROUND_YEAR_END);
  const v1::ExplainForecastResponse frame = Explained(made, "bistand");
  ExpectToAddUp(frame);
  EXPECT_EQ(frame.activities_size(), 1);
  EXPECT_EQ(frame.lines(2).deviation(), FrameOre(-11));
  EXPECT_TRUE(frame.lines(2).own_frame());
  const v1::ExplainForecastResponse over = Explained(made, "over");
  EXPECT_THAT(over.summary_text(),
              HasSubstr("over \u2212726\u00a0tkr: higher costs (\u22121.0\u00a0mnkr), but higher revenues "
                        "(+277\u00a0tkr) than budgeted."));
}

// An event of 5 000 tkr in November is the second largest reason after Vuxen, and what is judged of Vuxen the first;
// both are terms, and the sum is the judged one.
TEST_F(ExplanationCallsTest, EventsAndJudgementsAreTermsAndReasonsOfTheirOwn) {
  ImportYears();
  Decide();
  Declare("branden", "over.cost", "2022-11", FrameOre(5'000));
  const v1::Forecast made = CreateRound(2022, v1::ROUND_AUTUMN);
  const v1::Forecast judged = Override(made, "vuxen.cost", FrameOre(40'000));
  const v1::ExplainForecastResponse response = Explained(judged);
  ExpectToAddUp(response);
  const v1::DeviationTerms& year = response.lines(2).explanation().full_year();
  EXPECT_EQ(year.events(), FrameOre(-5'000));
  const int64_t model = LineOf(judged, "vuxen", v1::MEASURE_COST).full_year();
  EXPECT_EQ(year.judgement(), model - FrameOre(40'000));
  EXPECT_EQ(response.lines(2).explanation().known().judgement(), 0);
  EXPECT_EQ(response.lines(2).deviation(), judged.lines_without_frames(2).judged().deviation());
  ASSERT_EQ(judged.reasons_size(), 3);
  EXPECT_EQ(judged.reasons(0).kind(), v1::DeviationReason::KIND_JUDGEMENT);
  EXPECT_EQ(judged.reasons(0).amount(), year.judgement());
  EXPECT_EQ(judged.reasons(1).activity(), "organizations/o/activities/vuxen");
  EXPECT_THAT(judged.reasons(1).text(), HasSubstr("the judgement comes beside it"));
  EXPECT_EQ(judged.reasons(2).kind(), v1::DeviationReason::KIND_EVENT);
  EXPECT_EQ(judged.reasons(2).event(), "organizations/o/events/branden");
  EXPECT_EQ(judged.reasons(2).amount(), FrameOre(-5'000));
  EXPECT_EQ(judged.reasons(2).text(), "The event branden: \u22125.0\u00a0mnkr.");
  // What is stored is the model's, as it was.
  EXPECT_EQ(LineOf(made, "vuxen", v1::MEASURE_COST).explanation().full_year().judgement(), 0);
}

TEST_F(ExplanationCallsTest, WhatCannotBeExplainedIsRefused) {
  ImportYears();
  const v1::Forecast without_budget = CreateRound(2022, v1::ROUND_YEAR_END);
  EXPECT_TRUE(without_budget.reasons().empty());
  v1::ExplainForecastResponse response;
  EXPECT_EQ(Ask(without_budget.name(), "", response).error_code(), grpc::StatusCode::FAILED_PRECONDITION);
  Decide();
  const v1::Forecast made = CreateRound(2022, v1::ROUND_YEAR_END);
  EXPECT_EQ(Ask(made.name(), "organizations/o/activities/nobody", response).error_code(),
            grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(Ask(made.name(), "vuxen", response).error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(Ask(made.name(), "organizations/p/activities/vuxen", response).error_code(),
            grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(Ask("organizations/o/forecasts/none", "", response).error_code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(Ask("x", "", response).error_code(), grpc::StatusCode::INVALID_ARGUMENT);
}

}  // namespace
}  // namespace prognos::service
