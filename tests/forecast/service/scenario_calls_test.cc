#include "forecast/service/scenario_calls.h"

#include <map>

#include "prognos/v1/events.grpc.pb.h"
#include "tests/forecast/service/service_fixture.h"

namespace prognos::service {
namespace {

using ::testing::HasSubstr;

// "vuxen" has the child "boende" with a cost and a revenue; "skola" stands beside it.
class ScenarioCallsTest : public ServiceTest {
 protected:
  void SetUp() override {
    CreateOrganization("o");
    CreateActivities("o", {"vuxen", "vuxen>boende", "skola"});
    CreateSeries("o", {"boende.cost", "boende.revenue", "skola.cost", "skola.elever"});
    ImportFiveYears("boende.cost", 300'000'00);
    ImportFiveYears("boende.revenue", 50'000'00);
    ImportFiveYears("skola.cost", 500'000'00);
    v1::BudgetVersion budget = EvenBudget(2022, "boende.cost", 4'000'000'00);
    *budget.add_lines() = EvenBudget(2022, "boende.revenue", 600'000'00).lines(0);
    *budget.add_lines() = EvenBudget(2022, "skola.cost", 6'600'000'00).lines(0);
    ASSERT_TRUE(SetBudget(budget).ok());
    CreateAutumn();
  }

  void CreateAutumn() {
    v1::CreateForecastRequest request;
    request.set_organization("organizations/o");
    request.set_year(2022);
    request.set_round(v1::ROUND_AUTUMN);
    request.mutable_options()->set_path_count(500);
    v1::CreateForecastResponse response;
    grpc::ClientContext call;
    ASSERT_TRUE(forecast_->CreateForecast(&call, request, &response).ok());
    created_ = response.forecast();
    request_.set_name(created_.name());
  }

  static v1::ScenarioChange ChangeOfCost(const std::string& activity, const std::string& first_month = "") {
    v1::ScenarioChange change;
    if (!activity.empty()) change.mutable_line()->set_activity("organizations/o/activities/" + activity);
    change.mutable_line()->set_measure(v1::MEASURE_COST);
    change.set_first_month(first_month);
    return change;
  }

  void AddScenario(const v1::ScenarioChange& change) { *request_.add_scenarios()->add_changes() = change; }

  grpc::Status Simulate() {
    grpc::ClientContext call;
    return forecast_->SimulateScenario(&call, request_, &response_);
  }

  const v1::ScenarioLine& Line(int scenario, const std::string& activity, v1::Measure measure) const {
    const std::string name = activity.empty() ? "" : "organizations/o/activities/" + activity;
    for (const v1::ScenarioLine& line : response_.outcomes(scenario).lines()) {
      if (line.activity() == name && line.measure() == measure) return line;
    }
    static const v1::ScenarioLine none;
    ADD_FAILURE() << "no line " << activity;
    return none;
  }

  v1::Forecast created_;
  v1::SimulateScenarioRequest request_;
  v1::SimulateScenarioResponse response_;
};

// Two more places from October on at 3 800 a day: 2 x 3 800 x (31 + 30 + 31) = 699 200 kronor, in every path.
TEST_F(ScenarioCallsTest, TwoMorePlacementsCostTheirDays) {
  v1::ScenarioChange change = ChangeOfCost("boende", "2022-10");
  change.mutable_placements()->set_count(2);
  change.mutable_placements()->set_price_per_day_ore(3'800'00);
  AddScenario(change);
  const grpc::Status status = Simulate();
  ASSERT_TRUE(status.ok()) << status.error_message();
  for (const char* activity : {"boende", "vuxen", ""}) {
    const v1::ScenarioLine& net = Line(0, activity, v1::MEASURE_NET);
    EXPECT_EQ(net.effect(), -699'200'00) << activity;
    EXPECT_EQ(net.full_year() - net.base_full_year(), 699'200'00);
    EXPECT_EQ(net.deviation(), net.base_deviation() - 699'200'00);
    EXPECT_NEAR(static_cast<double>(net.effect_quantiles().p10()), -699'200'00.0, 1.0);
    EXPECT_NEAR(static_cast<double>(net.effect_quantiles().p90()), -699'200'00.0, 1.0);
    EXPECT_GE(net.deficit_probability(), net.base_deficit_probability());
  }
  EXPECT_EQ(Line(0, "skola", v1::MEASURE_NET).effect(), 0);
  EXPECT_EQ(Line(0, "boende", v1::MEASURE_REVENUE).effect(), 0);
  EXPECT_EQ(response_.forecast().name(), created_.name());
  EXPECT_EQ(response_.forecast().lines_size(), 0);
}

// 10 000 a month from October on move from boende to skola: of the year 30 000, nothing in all. What undoes it undoes
// it on both; the receiving series' share stood under the giving one's name, and nothing was undone at all.
TEST_F(ScenarioCallsTest, AMoveIsUndoneOnBothSeries) {
  v1::PutEventsRequest put;
  put.set_organization("organizations/o");
  v1::Event& move = *put.add_events();
  move.set_kind(v1::EVENT_KIND_MOVE);
  move.set_series("organizations/o/series/boende.cost");
  move.set_to_series("organizations/o/series/skola.cost");
  move.set_first_month("2022-10");
  move.set_amount(10'000'00);
  move.set_description("Boendestöd");
  v1::PutEventsResponse stored;
  grpc::ClientContext call;
  ASSERT_TRUE(v1::EventService::NewStub(server_->InProcessChannel())->PutEvents(&call, put, &stored).ok());
  const v1::Forecast before = created_;
  CreateAutumn();
  ASSERT_EQ(created_.event_shares_size(), 2);
  std::map<std::string, int64_t> shares;
  for (const v1::EventShare& share : created_.event_shares()) shares[share.series()] = share.predicted_amount();
  EXPECT_EQ(shares, (std::map<std::string, int64_t>{{"organizations/o/series/boende.cost", -30'000'00},
                                                    {"organizations/o/series/skola.cost", 30'000'00}}));
  v1::ScenarioChange undone;
  undone.set_event(stored.events(0).name());
  undone.set_event_share(0);
  AddScenario(undone);
  const grpc::Status status = Simulate();
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(Line(0, "boende", v1::MEASURE_COST).effect(), -30'000'00);
  EXPECT_EQ(Line(0, "skola", v1::MEASURE_COST).effect(), 30'000'00);
  EXPECT_EQ(Line(0, "", v1::MEASURE_NET).effect(), 0);

  v1::DiffForecastsRequest diff;
  diff.set_name(created_.name());
  diff.set_base(before.name());
  v1::DiffForecastsResponse difference;
  grpc::ClientContext diff_call;
  ASSERT_TRUE(forecast_->DiffForecasts(&diff_call, diff, &difference).ok());
  std::map<std::string, int64_t> by_events;
  for (const v1::DifferenceLine& line : difference.lines()) {
    if (line.measure() == v1::MEASURE_COST && !line.series().empty()) by_events[line.series()] = line.parts().events();
  }
  EXPECT_EQ(by_events, (std::map<std::string, int64_t>{{"organizations/o/series/boende.cost", 30'000'00},
                                                       {"organizations/o/series/skola.cost", -30'000'00}}));
}

// What the forecast says itself is the base, to the öre and in its quantiles: an empty change is none.
TEST_F(ScenarioCallsTest, TheBaseIsTheForecast) {
  v1::ScenarioChange change = ChangeOfCost("skola", "2022-12");
  change.set_once_ore(1);
  AddScenario(change);
  ASSERT_TRUE(Simulate().ok());
  int compared = 0;
  for (const v1::ForecastLine& line : created_.lines()) {
    if (line.measure() == v1::MEASURE_VOLUME) continue;
    const v1::ScenarioLine& same = response_.outcomes(0).lines(compared++);
    EXPECT_EQ(same.base_full_year(), line.full_year());
    EXPECT_EQ(same.base_deviation(), line.deviation());
    EXPECT_EQ(same.base_deficit_probability(), line.deficit_probability());
    // Kept paths are off by at most 1/131 070 of their range.
    const double range = static_cast<double>(line.full_year_quantiles().p95() - line.full_year_quantiles().p05());
    EXPECT_NEAR(static_cast<double>(same.full_year_quantiles().p90()),
                static_cast<double>(line.full_year_quantiles().p90()), 1.0 + range / 1000.0);
  }
  EXPECT_EQ(compared, response_.outcomes(0).lines_size());
}

// Rows add up in every scenario: nets are cost minus revenue, parents are the sums of their children.
TEST_F(ScenarioCallsTest, ScenariosStandSideBySideAndAddUp) {
  v1::ScenarioChange dearer = ChangeOfCost("vuxen");
  dearer.set_percent(3'333);
  AddScenario(dearer);
  v1::ScenarioChange refunds = ChangeOfCost("boende", "2022-11");
  refunds.mutable_line()->set_measure(v1::MEASURE_REVENUE);
  refunds.set_monthly_ore(12'345'67);
  refunds.set_probability(0.5);
  AddScenario(refunds);
  v1::Scenario& both = *request_.add_scenarios();
  both.set_display_name("båda");
  *both.add_changes() = dearer;
  *both.add_changes() = refunds;
  ASSERT_TRUE(Simulate().ok());
  ASSERT_EQ(response_.outcomes_size(), 3);
  EXPECT_EQ(response_.outcomes(2).display_name(), "båda");
  for (int i = 0; i < 3; ++i) {
    const auto full = [&](const char* activity, v1::Measure measure) { return Line(i, activity, measure).full_year(); };
    EXPECT_EQ(full("boende", v1::MEASURE_NET), full("boende", v1::MEASURE_COST) - full("boende", v1::MEASURE_REVENUE));
    EXPECT_EQ(full("vuxen", v1::MEASURE_NET), full("boende", v1::MEASURE_NET));
    EXPECT_EQ(full("", v1::MEASURE_NET), full("vuxen", v1::MEASURE_NET) + full("skola", v1::MEASURE_NET));
  }
  const auto effect = [&](int i) { return Line(i, "", v1::MEASURE_NET).effect(); };
  EXPECT_LT(effect(0), 0);
  EXPECT_EQ(effect(1), 12'345'67);  // 2 x 12 345.67 in half of the cases; a revenue is better.
  EXPECT_EQ(effect(2), effect(0) + effect(1));
}

TEST_F(ScenarioCallsTest, ItBeginsFromTheForecastAsJudged) {
  v1::SetOverrideRequest override_request;
  override_request.set_name(created_.name());
  override_request.set_etag(created_.etag());
  override_request.mutable_line()->set_activity("organizations/o/activities/skola");
  override_request.mutable_line()->set_measure(v1::MEASURE_COST);
  override_request.set_full_year_ore(7'000'000'00);
  override_request.set_reason("Avtal");
  v1::SetOverrideResponse judged;
  grpc::ClientContext call;
  ASSERT_TRUE(forecast_->SetOverride(&call, override_request, &judged).ok());
  v1::ScenarioChange half = ChangeOfCost("skola");
  half.set_percent(-100'000);  // Nothing more is spent.
  AddScenario(half);
  ASSERT_TRUE(Simulate().ok());
  const v1::ScenarioLine& line = Line(0, "skola", v1::MEASURE_COST);
  EXPECT_EQ(line.base_full_year(), 7'000'000'00);
  int64_t known = 0;
  for (const v1::ForecastLine& one : created_.lines()) {
    if (one.display_name() == "skola" && one.measure() == v1::MEASURE_COST) known = one.known_amount();
  }
  EXPECT_GT(known, 0);
  EXPECT_EQ(line.full_year(), known);
}

TEST_F(ScenarioCallsTest, WhatIsAskedWronglyIsToldAtOnceWithItsPlace) {
  AddScenario(ChangeOfCost("boende", "2022-08"));  // Known, and nothing is said of what changes.
  v1::ScenarioChange net = ChangeOfCost("boende");
  net.mutable_line()->set_measure(v1::MEASURE_NET);
  net.set_percent(0);
  net.set_probability(1.2);
  AddScenario(net);
  v1::ScenarioChange elsewhere = ChangeOfCost("nix", "2023-01");
  elsewhere.mutable_placements()->set_count(0);
  AddScenario(elsewhere);
  v1::ScenarioChange once = ChangeOfCost("skola", "2022-11");
  once.set_once_ore(5);
  once.set_last_month("2022-12");
  AddScenario(once);
  v1::ScenarioChange turned = ChangeOfCost("skola", "2022-12");
  turned.set_last_month("2022-11");
  turned.set_monthly_ore(5);
  AddScenario(turned);
  v1::ScenarioChange event;
  event.set_event("organizations/o/events/norm");
  event.set_event_share(-1);
  AddScenario(event);
  const grpc::Status status = Simulate();
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  for (const char* fault :
       {"scenarios[0].changes[0].first_month: \"2022-08\" is known", "scenarios[0].changes[0].change",
        "scenarios[1].changes[0].line: \"boende.net\" is neither a cost nor a revenue",
        "scenarios[1].changes[0].percent: \"0\" must not be 0", "scenarios[1].changes[0].probability: \"1.2\"",
        "scenarios[2].changes[0].line: \"nix.cost\" is not a line", "scenarios[2].changes[0].first_month: \"2023-01\"",
        "scenarios[2].changes[0].placements.count", "scenarios[2].changes[0].placements.price_per_day_ore",
        "scenarios[3].changes[0].last_month: \"2022-12\" is not for an amount that comes once",
        "scenarios[4].changes[0].last_month: \"2022-11\" lies before", "scenarios[5].changes[0].event_share: \"-1\"",
        "scenarios[5].changes[0].event: \"organizations/o/events/norm\" is no event"}) {
    EXPECT_THAT(status.error_message(), HasSubstr(fault));
  }
  request_.clear_scenarios();
  EXPECT_THAT(Simulate().error_message(), HasSubstr("scenarios"));
  request_.set_name("organizations/o/forecasts/nix");
  AddScenario(once);
  EXPECT_EQ(Simulate().error_code(), grpc::StatusCode::NOT_FOUND);
}

}  // namespace
}  // namespace prognos::service
