#include "forecast/service/judgement_calls.h"

#include <functional>
#include <set>

#include "forecast/base/random.h"
#include "messages/judgement.h"
#include "tests/forecast/service/service_fixture.h"

namespace prognos::service {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

// "vuxen" has children "boende" and "placering"; "skola" stands beside it.
class JudgementCallsTest : public ServiceTest {
 protected:
  void SetUp() override {
    CreateOrganization("o");
    CreateActivities("o", {"vuxen", "vuxen>boende", "vuxen>placering", "skola"});
    CreateSeries("o", {"boende.cost", "boende.revenue", "placering.cost", "skola.cost", "skola.elever"});
    ImportFiveYears("boende.cost", 300'000'00);
    ImportFiveYears("boende.revenue", 50'000'00);
    ImportFiveYears("placering.cost", 100'000'00);
    ImportFiveYears("skola.cost", 500'000'00);
    v1::BudgetVersion budget = EvenBudget(2022, "boende.cost", 4'000'000'00);
    *budget.add_lines() = EvenBudget(2022, "boende.revenue", 600'000'00).lines(0);
    *budget.add_lines() = EvenBudget(2022, "placering.cost", 1'200'000'00).lines(0);
    *budget.add_lines() = EvenBudget(2022, "skola.cost", 6'600'000'00).lines(0);
    ASSERT_TRUE(SetBudget(budget).ok());
  }

  v1::GetForecastResponse GetAll(const std::string& name) {
    v1::GetForecastRequest request;
    request.set_name(name);
    v1::GetForecastResponse response;
    grpc::ClientContext call;
    const grpc::Status status = forecast_->GetForecast(&call, request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response;
  }
  v1::Forecast Get(const std::string& name) { return GetAll(name).forecast(); }

  static v1::LineRef Ref(const std::string& activity, v1::Measure measure) {
    v1::LineRef line;
    if (!activity.empty()) line.set_activity("organizations/o/activities/" + activity);
    line.set_measure(measure);
    return line;
  }

  static v1::SetOverrideRequest OverrideOf(const v1::Forecast& forecast, const v1::LineRef& line, int64_t full_year) {
    v1::SetOverrideRequest request;
    request.set_name(forecast.name());
    request.set_etag(forecast.etag());
    *request.mutable_line() = line;
    request.set_full_year_ore(full_year);
    request.set_reason("Avtal från september");
    return request;
  }

  grpc::Status SetOverride(const v1::SetOverrideRequest& request, v1::Forecast* forecast = nullptr) {
    v1::SetOverrideResponse response;
    grpc::ClientContext call;
    const grpc::Status status = forecast_->SetOverride(&call, request, &response);
    if (forecast != nullptr && status.ok()) *forecast = response.forecast();
    return status;
  }

  static v1::ApplyJudgementsRequest ApplyTo(const v1::Forecast& forecast) {
    v1::ApplyJudgementsRequest request;
    request.set_name(forecast.name());
    request.set_etag(forecast.etag());
    return request;
  }
  static v1::LineJudgement& AddOverride(const v1::LineRef& line, int64_t full_year,
                                        v1::ApplyJudgementsRequest& request) {
    v1::LineJudgement& judgement = *request.add_judgements();
    *judgement.mutable_line() = line;
    judgement.mutable_set_override()->set_full_year_ore(full_year);
    judgement.mutable_set_override()->set_reason("Avtal");
    return judgement;
  }
  static v1::VolumePlan& AddPlan(const std::string& series, v1::ApplyJudgementsRequest& request) {
    v1::VolumePlan& plan = *request.add_plans();
    plan.set_series("organizations/o/series/" + series);
    plan.set_year(2022);
    for (int month = 0; month < 12; ++month) plan.add_planned(5'000);
    return plan;
  }
  grpc::Status Apply(const v1::ApplyJudgementsRequest& request, v1::ApplyJudgementsResponse& response) {
    response.Clear();
    grpc::ClientContext call;
    return forecast_->ApplyJudgements(&call, request, &response);
  }
  std::vector<v1::VolumePlan> PlansOf(int year) {
    v1::ListVolumePlansRequest request;
    request.set_organization("organizations/o");
    request.set_year(year);
    v1::ListVolumePlansResponse response;
    grpc::ClientContext call;
    EXPECT_TRUE(follow_up_->ListVolumePlans(&call, request, &response).ok());
    std::vector<v1::VolumePlan> plans;
    for (const v1::VolumePlanStanding& standing : response.plans()) plans.push_back(standing.plan());
    return plans;
  }

  grpc::Status Remove(const v1::Forecast& forecast, const v1::LineRef& line, v1::Forecast* after = nullptr) {
    v1::RemoveOverrideRequest request;
    request.set_name(forecast.name());
    request.set_etag(forecast.etag());
    *request.mutable_line() = line;
    v1::RemoveOverrideResponse response;
    grpc::ClientContext call;
    const grpc::Status status = forecast_->RemoveOverride(&call, request, &response);
    if (after != nullptr && status.ok()) *after = response.forecast();
    return status;
  }

  grpc::Status Comment(const v1::Forecast& forecast, const v1::LineRef& line, const std::string& text,
                       v1::Forecast* after = nullptr) {
    v1::SetCommentRequest request;
    request.set_name(forecast.name());
    request.set_etag(forecast.etag());
    *request.mutable_line() = line;
    request.set_text(text);
    v1::SetCommentResponse response;
    grpc::ClientContext call;
    const grpc::Status status = forecast_->SetComment(&call, request, &response);
    if (after != nullptr && status.ok()) *after = response.forecast();
    return status;
  }

  grpc::Status Lock(const v1::Forecast& forecast, v1::LockForecastResponse* response = nullptr) {
    v1::LockForecastRequest request;
    request.set_name(forecast.name());
    request.set_etag(forecast.etag());
    v1::LockForecastResponse ignored;
    grpc::ClientContext call;
    return forecast_->LockForecast(&call, request, response == nullptr ? &ignored : response);
  }

  grpc::Status Copy(const v1::Forecast& forecast, const std::string& from, v1::CopyJudgementsResponse* response) {
    v1::CopyJudgementsRequest request;
    request.set_name(forecast.name());
    request.set_etag(forecast.etag());
    request.set_from(from);
    grpc::ClientContext call;
    return forecast_->CopyJudgements(&call, request, response);
  }

  grpc::Status Withdraw(const v1::Forecast& forecast, const std::string& reason,
                        v1::WithdrawForecastResponse* response = nullptr, bool validate_only = false) {
    v1::WithdrawForecastRequest request;
    request.set_name(forecast.name());
    request.set_etag(forecast.etag());
    request.set_reason(reason);
    request.set_validate_only(validate_only);
    v1::WithdrawForecastResponse ignored;
    grpc::ClientContext call;
    return forecast_->WithdrawForecast(&call, request, response == nullptr ? &ignored : response);
  }

  std::vector<std::string> Listed(bool withdrawn) {
    v1::ListForecastsRequest list;
    list.set_organization("organizations/o");
    list.set_show_withdrawn(withdrawn);
    v1::ListForecastsResponse listed;
    grpc::ClientContext call;
    EXPECT_TRUE(forecast_->ListForecasts(&call, list, &listed).ok());
    std::vector<std::string> ids;
    for (const v1::Forecast& one : listed.forecasts()) ids.push_back(one.name().substr(one.name().rfind('/') + 1));
    return ids;
  }

  static const v1::ForecastLine& Line(const v1::Forecast& forecast, const std::string& activity, v1::Measure measure) {
    for (const v1::ForecastLine& line : forecast.lines()) {
      const std::string name = activity.empty() ? "" : "organizations/o/activities/" + activity;
      if (line.activity() == name && line.measure() == measure) return line;
    }
    ADD_FAILURE() << "no line " << activity;
    return forecast.lines(0);
  }

  // What a line counts with in its sums: as judged, or by the model.
  static int64_t Counted(const v1::ForecastLine& line) {
    return line.has_judged() ? line.judged().full_year() : line.full_year();
  }
};

TEST_F(JudgementCallsTest, AnOverrideStandsBesideTheModelOnItsLineAndInEverySumAbove) {
  const v1::Forecast draft = CreateRound(2022, v1::ROUND_AUTUMN);
  const v1::ForecastLine& model = Line(draft, "placering", v1::MEASURE_COST);
  const int64_t delta = 400'000'00;
  v1::Forecast judged;
  now_ += absl::Hours(1);
  const grpc::Status status =
      SetOverride(OverrideOf(draft, Ref("placering", v1::MEASURE_COST), model.full_year() + delta), &judged);
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(judged.state(), v1::FORECAST_STATE_DRAFT);
  EXPECT_NE(judged.etag(), draft.etag());
  const v1::ForecastLine& line = Line(judged, "placering", v1::MEASURE_COST);
  EXPECT_EQ(line.full_year(), model.full_year());  // The model's value stays.
  EXPECT_EQ(line.line_override().amount(), model.full_year() + delta);
  EXPECT_EQ(line.line_override().reason(), "Avtal från september");
  EXPECT_EQ(line.judged().full_year(), model.full_year() + delta);
  EXPECT_EQ(line.judged().deviation(), line.deviation() - delta);
  for (const char* activity : {"", "vuxen", "placering"}) {
    const v1::ForecastLine& net = Line(judged, activity, v1::MEASURE_NET);
    EXPECT_EQ(net.judged().full_year(), net.full_year() + delta) << activity;
    EXPECT_EQ(net.judged().deviation(), net.deviation() - delta) << activity;
    EXPECT_FALSE(net.has_line_override()) << activity;
    // As unsure as the model: the interval moves and keeps its width, to what the kept paths are exact to.
    const auto width = static_cast<double>(net.full_year_quantiles().p90() - net.full_year_quantiles().p10());
    const v1::Quantiles& moved = net.judged().full_year_quantiles();
    EXPECT_NEAR(static_cast<double>(moved.p90() - moved.p10()), width, 1e-3 * width + 2) << activity;
    EXPECT_NEAR(static_cast<double>(moved.p50()), static_cast<double>(net.full_year_quantiles().p50() + delta),
                1e-3 * width + 2)
        << activity;
    EXPECT_GE(net.judged().deficit_probability(), net.deficit_probability()) << activity;
  }
  EXPECT_FALSE(Line(judged, "boende", v1::MEASURE_COST).has_judged());
  EXPECT_FALSE(Line(judged, "skola", v1::MEASURE_NET).has_judged());
  EXPECT_FALSE(Line(judged, "", v1::MEASURE_REVENUE).has_judged());
  Stop();
  Start();
  EXPECT_EQ(Get(draft.name()).SerializeAsString(), judged.SerializeAsString());
}

// Huddinge 2016 in small: what remains to be spent for the judged year, beside the pace so far.
TEST_F(JudgementCallsTest, AnOverrideTellsWhatItAssumesOfTheRemainingMonths) {
  const v1::Forecast draft = CreateRound(2022, v1::ROUND_AUTUMN);
  const v1::ForecastLine& model = Line(draft, "placering", v1::MEASURE_COST);
  v1::SetOverrideRequest request = OverrideOf(draft, Ref("placering", v1::MEASURE_COST), 0);
  // 2022 is 100 000 * 1.08 a month, 10 000 more in July: 874 000 kr until August. Judged: 4 x 200 000 kr more.
  request.set_remainder_ore(800'000'00);
  v1::Forecast judged;
  ASSERT_TRUE(SetOverride(request, &judged).ok());
  const v1::ForecastLine& line = Line(judged, "placering", v1::MEASURE_COST);
  EXPECT_EQ(line.line_override().amount(), 1'674'000'00);
  const v1::ImpliedRemainder& implied = line.judged().implied();
  EXPECT_EQ(implied.known_months(), 8);
  EXPECT_EQ(implied.remaining_months(), 4);
  EXPECT_EQ(implied.known_per_month(), 109'250'00);
  EXPECT_EQ(implied.judged_per_month(), 200'000'00);
  EXPECT_NEAR(static_cast<double>(implied.model_per_month()), static_cast<double>(model.full_year() - 874'000'00) / 4.0,
              1.0);
  // The budget is 100 000 a month: -74 000 to date, -9 250 a month; -474 000 judged, so -100 000 a month; straight
  // on -111 000.
  EXPECT_EQ(implied.deviation_to_date(), -74'000'00);
  EXPECT_EQ(implied.deviation_per_known_month(), -9'250'00);
  EXPECT_EQ(implied.judged_deviation_per_month(), -100'000'00);
  EXPECT_EQ(implied.straight_line_deviation(), -111'000'00);
  EXPECT_LE(implied.model_low_95(), 4 * implied.model_per_month());
  EXPECT_TRUE(implied.outside_95());
  EXPECT_TRUE(Line(judged, "", v1::MEASURE_NET).judged().has_implied());
}

TEST_F(JudgementCallsTest, AnOverrideOfASumIsSpreadOverTheSeriesBelowAndHasARangeOfItsOwn) {
  const v1::Forecast draft = CreateRound(2022, v1::ROUND_AUTUMN);
  const int64_t amount = Line(draft, "vuxen", v1::MEASURE_COST).full_year() + 100'000'01;
  v1::SetOverrideRequest request = OverrideOf(draft, Ref("vuxen", v1::MEASURE_COST), amount);
  request.set_plus_minus_ore(70'000'00);
  v1::Forecast judged;
  ASSERT_TRUE(SetOverride(request, &judged).ok());
  const v1::ForecastLine& vuxen = Line(judged, "vuxen", v1::MEASURE_COST);
  const v1::ForecastLine& boende = Line(judged, "boende", v1::MEASURE_COST);
  const v1::ForecastLine& placering = Line(judged, "placering", v1::MEASURE_COST);
  EXPECT_EQ(vuxen.judged().full_year(), amount);
  EXPECT_EQ(boende.judged().full_year() + placering.judged().full_year(), amount);
  // By what is expected of the rest: about three times as much for boende.
  const double boende_part = static_cast<double>(boende.judged().full_year() - boende.full_year());
  const double weight = static_cast<double>(boende.full_year() - boende.known_amount()) /
                        static_cast<double>(vuxen.full_year() - vuxen.known_amount());
  EXPECT_NEAR(boende_part, 100'000'01 * weight, 1.0);
  const v1::Quantiles& moved = vuxen.judged().full_year_quantiles();
  EXPECT_NEAR(static_cast<double>(moved.p90() - moved.p10()), 2 * 70'000'00, 10.0);
}

TEST_F(JudgementCallsTest, TwoOverridesOfTheSameSeriesAreRefusedUntilTheFirstIsRemoved) {
  v1::Forecast forecast = CreateRound(2022, v1::ROUND_AUTUMN);
  ASSERT_TRUE(SetOverride(OverrideOf(forecast, Ref("placering", v1::MEASURE_COST), 1'500'000'00), &forecast).ok());
  const grpc::Status refused = SetOverride(OverrideOf(forecast, Ref("vuxen", v1::MEASURE_COST), 5'000'000'00));
  EXPECT_EQ(refused.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  ASSERT_THAT(DetailOf(refused).faults(), SizeIs(1));
  EXPECT_EQ(DetailOf(refused).faults(0).message().id(), messages::judgement::SharesSeries("").id);
  // A new one of the same line takes the place of the former.
  ASSERT_TRUE(SetOverride(OverrideOf(forecast, Ref("placering", v1::MEASURE_COST), 1'600'000'00), &forecast).ok());
  EXPECT_EQ(Line(forecast, "placering", v1::MEASURE_COST).judged().full_year(), 1'600'000'00);
  ASSERT_TRUE(Remove(forecast, Ref("placering", v1::MEASURE_COST), &forecast).ok());
  EXPECT_FALSE(Line(forecast, "", v1::MEASURE_NET).has_judged());
  EXPECT_EQ(Remove(forecast, Ref("placering", v1::MEASURE_COST)).error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_TRUE(SetOverride(OverrideOf(forecast, Ref("vuxen", v1::MEASURE_COST), 5'000'000'00), &forecast).ok());
  const v1::GetForecastResponse all = GetAll(forecast.name());
  ASSERT_THAT(all.changes(), SizeIs(4));  // Two amounts, the removal, the new one.
  EXPECT_FALSE(all.changes(2).has_amount());
  EXPECT_EQ(all.changes(3).line().activity(), "organizations/o/activities/vuxen");
}

TEST_F(JudgementCallsTest, EveryFaultOfAnOverrideIsToldAndNothingIsRecorded) {
  const v1::Forecast draft = CreateRound(2022, v1::ROUND_AUTUMN);
  v1::SetOverrideRequest request;
  request.set_name(draft.name());
  request.set_full_year_ore(1'000'000'000'000'000'01);
  request.set_plus_minus_ore(-1);
  *request.mutable_line() = Ref("ingen", v1::MEASURE_COST);
  request.set_reason("  ");
  const grpc::Status status = SetOverride(request);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  const v1::ErrorDetail detail = DetailOf(status);
  std::vector<std::string> places;
  for (const v1::Fault& fault : detail.faults()) places.push_back(fault.place());
  EXPECT_THAT(places, ElementsAre("etag", "line", "full_year_ore", "plus_minus_ore", "reason"));
  for (const v1::LineRef& line : {Ref("vuxen", v1::MEASURE_NET), Ref("skola", v1::MEASURE_VOLUME)}) {
    EXPECT_EQ(SetOverride(OverrideOf(draft, line, 1)).error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  }
  request = OverrideOf(draft, Ref("skola", v1::MEASURE_COST), 1);
  request.clear_amount();
  EXPECT_THAT(SetOverride(request).error_message(), HasSubstr("amount"));
  const v1::GetForecastResponse all = GetAll(draft.name());
  EXPECT_THAT(all.changes(), IsEmpty());
  EXPECT_EQ(all.forecast().etag(), draft.etag());
}

// The form of an ekonom: an activity's override gives way to one of its parts, a line has a comment, a plan comes
// along.
TEST_F(JudgementCallsTest, ManyJudgementsAreRecordedInOneStep) {
  v1::Forecast forecast = CreateRound(2022, v1::ROUND_AUTUMN);
  ASSERT_TRUE(SetOverride(OverrideOf(forecast, Ref("vuxen", v1::MEASURE_COST), 5'000'000'00), &forecast).ok());
  v1::ApplyJudgementsRequest request = ApplyTo(forecast);
  AddOverride(Ref("placering", v1::MEASURE_COST), 1'500'000'00, request).set_comment("Två nya");
  v1::LineJudgement& gone = *request.add_judgements();
  *gone.mutable_line() = Ref("vuxen", v1::MEASURE_COST);
  gone.mutable_remove_override();
  AddPlan("skola.elever", request);
  v1::ApplyJudgementsResponse response;
  ASSERT_TRUE(Apply(request, response).ok());
  EXPECT_EQ(response.override_count(), 1);
  EXPECT_EQ(response.removal_count(), 1);
  EXPECT_EQ(response.comment_count(), 1);
  EXPECT_EQ(response.plan_count(), 1);
  EXPECT_EQ(response.unchanged_count(), 0);
  EXPECT_EQ(Line(response.forecast(), "placering", v1::MEASURE_COST).judged().full_year(), 1'500'000'00);
  EXPECT_EQ(Line(response.forecast(), "placering", v1::MEASURE_COST).comment().text(), "Två nya");
  EXPECT_FALSE(Line(response.forecast(), "vuxen", v1::MEASURE_COST).has_line_override());
  // The same again records nothing.
  v1::ApplyJudgementsRequest again = ApplyTo(response.forecast());
  AddOverride(Ref("placering", v1::MEASURE_COST), 1'500'000'00, again).set_comment("Två nya");
  AddPlan("skola.elever", again);
  ASSERT_TRUE(Apply(again, response).ok());
  EXPECT_EQ(response.unchanged_count(), 3);
  EXPECT_EQ(response.forecast().etag(), again.etag());
}

TEST_F(JudgementCallsTest, OfManyJudgementsWithAFaultNoneIsRecorded) {
  const v1::Forecast forecast = CreateRound(2022, v1::ROUND_AUTUMN);
  v1::ApplyJudgementsRequest request = ApplyTo(forecast);
  AddOverride(Ref("placering", v1::MEASURE_COST), 1'500'000'00, request);
  AddOverride(Ref("vuxen", v1::MEASURE_COST), 5'000'000'00, request);  // Shares a series with the first.
  AddOverride(Ref("skola", v1::MEASURE_COST), 1, request).mutable_set_override()->clear_reason();
  AddOverride(Ref("placering", v1::MEASURE_COST), 1'500'000'00, request);  // Twice.
  *request.add_judgements()->mutable_line() = Ref("boende", v1::MEASURE_COST);
  request.add_judgements()->set_comment(std::string(1001, 'x'));
  *request.mutable_judgements(5)->mutable_line() = Ref("boende", v1::MEASURE_NET);
  AddPlan("skola.elever", request).set_year(2021);
  AddPlan("skola.cost", request);
  v1::ApplyJudgementsResponse response;
  const grpc::Status status = Apply(request, response);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  std::vector<std::string> places;
  const v1::ErrorDetail detail = DetailOf(status);
  for (const v1::Fault& fault : detail.faults()) places.push_back(fault.place());
  EXPECT_THAT(places,
              UnorderedElementsAre("judgements[1].line", "judgements[2].set_override.reason", "judgements[3].line",
                                   "judgements[4]", "judgements[5].comment", "plans[0].year", "plans[1].series"));
  EXPECT_THAT(GetAll(forecast.name()).changes(), IsEmpty());
  EXPECT_THAT(PlansOf(2022), IsEmpty());
  EXPECT_EQ(Apply(ApplyTo(forecast), response).error_code(), grpc::StatusCode::INVALID_ARGUMENT);  // Asks for nothing.
}

TEST_F(JudgementCallsTest, APlanThatAnotherChangedMeanwhileStopsAllOfIt) {
  const v1::Forecast forecast = CreateRound(2022, v1::ROUND_AUTUMN);
  v1::ApplyJudgementsRequest request = ApplyTo(forecast);
  AddPlan("skola.elever", request).set_etag("0");
  v1::ApplyJudgementsResponse response;
  ASSERT_TRUE(Apply(request, response).ok());
  ASSERT_THAT(PlansOf(2022), SizeIs(1));
  EXPECT_NE(PlansOf(2022)[0].etag(), "0");
  AddOverride(Ref("placering", v1::MEASURE_COST), 1'500'000'00, request);
  request.mutable_plans(0)->set_planned(0, 7'000);
  const grpc::Status status = Apply(request, response);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::ABORTED);
  EXPECT_EQ(DetailOf(status).reason(), v1::REASON_STALE_ETAG);
  ASSERT_THAT(DetailOf(status).faults(), SizeIs(1));
  EXPECT_EQ(DetailOf(status).faults(0).place(), "plans[0].etag");
  EXPECT_THAT(GetAll(forecast.name()).changes(), IsEmpty());
  request.mutable_plans(0)->set_etag(PlansOf(2022)[0].etag());
  EXPECT_TRUE(Apply(request, response).ok());
}

TEST_F(JudgementCallsTest, ManyJudgementsThatAreOnlyCheckedRecordNothing) {
  const v1::Forecast forecast = CreateRound(2022, v1::ROUND_AUTUMN);
  v1::ApplyJudgementsRequest request = ApplyTo(forecast);
  request.set_validate_only(true);
  AddOverride(Ref("placering", v1::MEASURE_COST), 1'500'000'00, request);
  AddPlan("skola.elever", request);
  v1::ApplyJudgementsResponse response;
  ASSERT_TRUE(Apply(request, response).ok());
  EXPECT_EQ(response.override_count(), 1);
  EXPECT_EQ(Line(response.forecast(), "placering", v1::MEASURE_COST).judged().full_year(), 1'500'000'00);
  EXPECT_THAT(GetAll(forecast.name()).changes(), IsEmpty());
  EXPECT_THAT(PlansOf(2022), IsEmpty());
}

TEST_F(JudgementCallsTest, AKnownYearLeavesNothingToJudge) {
  const v1::Forecast year_end = CreateRound(2022, v1::ROUND_YEAR_END);
  const grpc::Status status = SetOverride(OverrideOf(year_end, Ref("skola", v1::MEASURE_COST), 1));
  ASSERT_THAT(DetailOf(status).faults(), SizeIs(1));
  EXPECT_EQ(DetailOf(status).faults(0).message().id(), messages::judgement::IsKnown().id);
}

// Two ekonomer have the draft open; the second one learns what the first one did, and nothing of hers is recorded.
TEST_F(JudgementCallsTest, AStaleEtagIsToldWhatIsInForceNow) {
  const v1::Forecast seen_by_both = CreateRound(2022, v1::ROUND_AUTUMN);
  ASSERT_TRUE(SetOverride(OverrideOf(seen_by_both, Ref("skola", v1::MEASURE_COST), 6'500'000'00)).ok());
  const grpc::Status status = SetOverride(OverrideOf(seen_by_both, Ref("skola", v1::MEASURE_COST), 7'000'000'00));
  EXPECT_EQ(status.error_code(), grpc::StatusCode::ABORTED);
  EXPECT_EQ(DetailOf(status).reason(), v1::REASON_STALE_ETAG);
  EXPECT_THAT(status.error_message(), HasSubstr("SEK\u00a06,500,000.00 for skola.cost"));
  EXPECT_EQ(Line(Get(seen_by_both.name()), "skola", v1::MEASURE_COST).judged().full_year(), 6'500'000'00);
  EXPECT_EQ(Lock(seen_by_both).error_code(), grpc::StatusCode::ABORTED);
  EXPECT_EQ(Comment(seen_by_both, Ref("skola", v1::MEASURE_NET), "x").error_code(), grpc::StatusCode::ABORTED);
  v1::Forecast invented = seen_by_both;
  invented.set_etag("99");
  EXPECT_EQ(Lock(invented).error_code(), grpc::StatusCode::ABORTED);
}

TEST_F(JudgementCallsTest, ALockedForecastNeverChangesAndAnotherOfItsRoundSupersedesIt) {
  v1::Forecast first = CreateRound(2022, v1::ROUND_AUTUMN);
  ASSERT_TRUE(Comment(first, Ref("", v1::MEASURE_NET), "Klart för nämnden", &first).ok());
  ASSERT_TRUE(Lock(first).ok());
  first = Get(first.name());
  EXPECT_EQ(first.state(), v1::FORECAST_STATE_LOCKED);
  EXPECT_TRUE(first.has_lock_time());
  for (const grpc::Status& status : {SetOverride(OverrideOf(first, Ref("skola", v1::MEASURE_COST), 1)),
                                     Remove(first, Ref("skola", v1::MEASURE_COST)),
                                     Comment(first, Ref("skola", v1::MEASURE_NET), "x"), Lock(first)}) {
    EXPECT_EQ(status.error_code(), grpc::StatusCode::FAILED_PRECONDITION);
    EXPECT_EQ(DetailOf(status).reason(), v1::REASON_FORECAST_LOCKED);
  }
  const v1::Forecast spring = CreateRound(2022, v1::ROUND_SPRING);
  ASSERT_TRUE(Lock(spring).ok());  // Another round: it supersedes nothing.
  EXPECT_EQ(Get(first.name()).SerializeAsString(), first.SerializeAsString());

  v1::LockForecastResponse response;
  ASSERT_TRUE(Lock(CreateRound(2022, v1::ROUND_AUTUMN), &response).ok());
  EXPECT_EQ(response.superseded(), first.name());
  const v1::Forecast superseded = Get(first.name());
  EXPECT_EQ(superseded.state(), v1::FORECAST_STATE_SUPERSEDED);
  EXPECT_EQ(superseded.superseded_by(), response.forecast().name());
  EXPECT_EQ(Lock(superseded).error_code(), grpc::StatusCode::FAILED_PRECONDITION);
  EXPECT_EQ(Line(superseded, "", v1::MEASURE_NET).comment().text(), "Klart för nämnden");
  v1::ListForecastsRequest list;
  list.set_organization("organizations/o");
  v1::ListForecastsResponse listed;
  grpc::ClientContext call;
  ASSERT_TRUE(forecast_->ListForecasts(&call, list, &listed).ok());
  std::vector<v1::ForecastState> states;
  for (const v1::Forecast& one : listed.forecasts()) states.push_back(one.state());
  EXPECT_THAT(states, ElementsAre(v1::FORECAST_STATE_LOCKED, v1::FORECAST_STATE_LOCKED, v1::FORECAST_STATE_SUPERSEDED));
}

TEST_F(JudgementCallsTest, AWithdrawnForecastCountsNowhereAndNeverChangesAgain) {
  const v1::Forecast kept = CreateRound(2022, v1::ROUND_AUTUMN);
  v1::Forecast wrong = CreateRound(2022, v1::ROUND_AUTUMN);
  ASSERT_TRUE(Comment(wrong, Ref("", v1::MEASURE_NET), "fel budget", &wrong).ok());
  v1::WithdrawForecastResponse response;
  ASSERT_TRUE(Withdraw(wrong, "  fel budget ", &response, /*validate_only=*/true).ok());
  EXPECT_EQ(response.forecast().state(), v1::FORECAST_STATE_WITHDRAWN);
  EXPECT_EQ(Get(wrong.name()).state(), v1::FORECAST_STATE_DRAFT);
  ASSERT_TRUE(Withdraw(wrong, "  fel budget ", &response).ok());
  EXPECT_EQ(response.restored(), "");
  const v1::GetForecastResponse read = GetAll(wrong.name());
  EXPECT_EQ(read.forecast().state(), v1::FORECAST_STATE_WITHDRAWN);
  EXPECT_EQ(read.forecast().withdraw_reason(), "fel budget");
  EXPECT_TRUE(read.forecast().has_withdraw_time());
  EXPECT_EQ(read.changes().rbegin()->kind(), v1::ForecastChange::KIND_WITHDRAWN);
  for (const grpc::Status& status :
       {SetOverride(OverrideOf(read.forecast(), Ref("skola", v1::MEASURE_COST), 1)), Lock(read.forecast()),
        Comment(read.forecast(), Ref("skola", v1::MEASURE_NET), "x"), Withdraw(read.forecast(), "igen")}) {
    EXPECT_EQ(status.error_code(), grpc::StatusCode::FAILED_PRECONDITION);
    EXPECT_EQ(DetailOf(status).reason(), v1::REASON_FORECAST_LOCKED);
  }
  EXPECT_THAT(Listed(false), ElementsAre("host-2022-nr1"));
  EXPECT_THAT(Listed(true), ElementsAre("host-2022-nr2", "host-2022-nr1"));
  EXPECT_EQ(CreateRound(2022, v1::ROUND_AUTUMN).name(),
            "organizations/o/forecasts/host-2022-nr3");  // Its number is not used again.
}

// nr1 is locked, nr2 supersedes it, nr2 is withdrawn: nr1 counts again, as it was judged.
TEST_F(JudgementCallsTest, WhatAWithdrawnForecastHadSupersededIsLockedAgain) {
  v1::Forecast first = CreateRound(2022, v1::ROUND_AUTUMN);
  ASSERT_TRUE(Lock(first).ok());
  v1::LockForecastResponse locked;
  ASSERT_TRUE(Lock(CreateRound(2022, v1::ROUND_AUTUMN), &locked).ok());
  EXPECT_EQ(Withdraw(Get(first.name()), "för sent").error_code(), grpc::StatusCode::FAILED_PRECONDITION);
  v1::WithdrawForecastResponse response;
  ASSERT_TRUE(Withdraw(locked.forecast(), "räknad med fel budget", &response).ok());
  EXPECT_EQ(response.restored(), first.name());
  first = Get(first.name());
  EXPECT_EQ(first.state(), v1::FORECAST_STATE_LOCKED);
  EXPECT_EQ(first.superseded_by(), "");
  ASSERT_TRUE(Lock(CreateRound(2022, v1::ROUND_AUTUMN), &locked).ok());
  EXPECT_EQ(locked.superseded(), first.name());
}

TEST_F(JudgementCallsTest, AWithdrawalNeedsAReasonAndTheEtagOfWhatWasSeen) {
  v1::Forecast forecast = CreateRound(2022, v1::ROUND_AUTUMN);
  EXPECT_EQ(Withdraw(forecast, " ").error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(Withdraw(forecast, std::string(501, 'x')).error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  const v1::Forecast seen = forecast;
  ASSERT_TRUE(Comment(forecast, Ref("", v1::MEASURE_NET), "nytt", &forecast).ok());
  EXPECT_EQ(Withdraw(seen, "fel").error_code(), grpc::StatusCode::ABORTED);
  EXPECT_EQ(Get(forecast.name()).state(), v1::FORECAST_STATE_DRAFT);
}

TEST_F(JudgementCallsTest, TheLastRoundsJudgementsComeAlongInOneCall) {
  v1::Forecast spring = CreateRound(2022, v1::ROUND_SPRING);
  ASSERT_TRUE(SetOverride(OverrideOf(spring, Ref("skola", v1::MEASURE_COST), 6'500'000'00), &spring).ok());
  ASSERT_TRUE(SetOverride(OverrideOf(spring, Ref("placering", v1::MEASURE_COST), 1'500'000'00), &spring).ok());
  ASSERT_TRUE(Comment(spring, Ref("vuxen", v1::MEASURE_NET), "Två nya", &spring).ok());
  now_ += absl::Hours(24);
  v1::Forecast autumn = CreateRound(2022, v1::ROUND_AUTUMN);
  v1::CopyJudgementsResponse copied;
  // Nothing is locked yet.
  EXPECT_EQ(Copy(autumn, "", &copied).error_code(), grpc::StatusCode::FAILED_PRECONDITION);
  ASSERT_TRUE(Lock(spring).ok());
  // Its own override of a line stays; one above another of the source's shares series with it.
  ASSERT_TRUE(SetOverride(OverrideOf(autumn, Ref("vuxen", v1::MEASURE_COST), 5'200'000'00), &autumn).ok());
  const grpc::Status status = Copy(autumn, "", &copied);
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(copied.from(), spring.name());
  EXPECT_EQ(copied.copied(), 2);
  ASSERT_THAT(copied.notes(), SizeIs(1));
  EXPECT_THAT(copied.notes(0), HasSubstr("placering.cost was not copied"));
  const v1::ForecastLine& skola = Line(copied.forecast(), "skola", v1::MEASURE_COST);
  EXPECT_EQ(skola.line_override().amount(), 6'500'000'00);
  EXPECT_EQ(skola.line_override().copied_from(), spring.name());
  EXPECT_EQ(Line(copied.forecast(), "vuxen", v1::MEASURE_NET).comment().text(), "Två nya");
  EXPECT_EQ(Line(copied.forecast(), "vuxen", v1::MEASURE_COST).judged().full_year(), 5'200'000'00);
  EXPECT_EQ(Copy(copied.forecast(), "organizations/other/forecasts/x", &copied).error_code(),
            grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(Copy(Get(autumn.name()), "organizations/o/forecasts/x", &copied).error_code(), grpc::StatusCode::NOT_FOUND);
}

TEST_F(JudgementCallsTest, ARepeatedRequestRecordsOnceAndAnswersTheForecastAsItStands) {
  const v1::Forecast draft = CreateRound(2022, v1::ROUND_AUTUMN);
  v1::SetOverrideRequest request = OverrideOf(draft, Ref("skola", v1::MEASURE_COST), 6'500'000'00);
  request.set_request_id("r1");
  v1::Forecast first, again;
  ASSERT_TRUE(SetOverride(request, &first).ok());
  ASSERT_TRUE(SetOverride(request, &again).ok());
  EXPECT_EQ(again.SerializeAsString(), first.SerializeAsString());
  EXPECT_THAT(GetAll(draft.name()).changes(), SizeIs(1));
  request.set_full_year_ore(1);
  EXPECT_EQ(SetOverride(request).error_code(), grpc::StatusCode::ALREADY_EXISTS);
}

TEST_F(JudgementCallsTest, AnOverrideThatIsOnlyCheckedAnswersWhatWouldBeAndRecordsNothing) {
  const v1::Forecast draft = CreateRound(2022, v1::ROUND_AUTUMN);
  v1::SetOverrideRequest request = OverrideOf(draft, Ref("skola", v1::MEASURE_COST), 6'500'000'00);
  request.set_validate_only(true);
  v1::Forecast would_be;
  ASSERT_TRUE(SetOverride(request, &would_be).ok());
  EXPECT_EQ(Line(would_be, "skola", v1::MEASURE_COST).judged().full_year(), 6'500'000'00);
  EXPECT_THAT(GetAll(draft.name()).changes(), IsEmpty());
}

// Whatever is judged: at every activity children add up to their parent, and net is cost minus revenue, to the öre.
TEST_F(JudgementCallsTest, SumsOfRandomJudgementsAddUpToTheOre) {
  RandomGenerator random(7);
  const v1::LineRef lines[] = {Ref("boende", v1::MEASURE_COST),    Ref("boende", v1::MEASURE_REVENUE),
                               Ref("placering", v1::MEASURE_COST), Ref("skola", v1::MEASURE_COST),
                               Ref("vuxen", v1::MEASURE_COST),     Ref("", v1::MEASURE_REVENUE),
                               Ref("", v1::MEASURE_COST)};
  v1::Forecast forecast = CreateRound(2022, v1::ROUND_AUTUMN);
  int set = 0;
  for (int step = 0; step < 30; ++step) {
    const v1::LineRef& line = lines[random.Index(std::size(lines))];
    if (random.Index(3) == 0) {
      Remove(forecast, line, &forecast);  // Refused where there is none.
    } else {
      const int64_t amount = static_cast<int64_t>(random.Next() % 20'000'000'00) - 2'000'000'00;
      v1::SetOverrideRequest request = OverrideOf(forecast, line, amount);
      if (random.Index(2) == 0) request.set_plus_minus_ore(random.Index(1'000'000'00));
      if (SetOverride(request, &forecast).ok()) ++set;
    }
    for (const v1::Measure measure : {v1::MEASURE_COST, v1::MEASURE_NET}) {
      const auto of = [&](const std::string& activity) { return Counted(Line(forecast, activity, measure)); };
      EXPECT_EQ(of("boende") + of("placering"), of("vuxen"));
      EXPECT_EQ(of("vuxen") + of("skola"), of(""));
    }
    for (const char* activity : {"", "vuxen", "boende"}) {
      EXPECT_EQ(
          Counted(Line(forecast, activity, v1::MEASURE_COST)) - Counted(Line(forecast, activity, v1::MEASURE_REVENUE)),
          Counted(Line(forecast, activity, v1::MEASURE_NET)));
    }
    for (const v1::ForecastLine& line_now : forecast.lines()) {
      if (line_now.has_line_override()) {
        EXPECT_EQ(line_now.judged().full_year(), line_now.line_override().amount());
      }
    }
  }
  EXPECT_GE(set, 5);
}

}  // namespace
}  // namespace prognos::service
