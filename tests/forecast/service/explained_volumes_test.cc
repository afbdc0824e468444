// What is told of the deviation of costs that are prices of planned volumes: of two forms of care by hand, and that it
// adds up whatever the organization.
#include <array>
#include <cmath>
#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "forecast/base/random.h"
#include "prognos/v1/events.grpc.pb.h"
#include "tests/forecast/service/deviation_terms.h"
#include "tests/forecast/service/service_fixture.h"

namespace prognos::service {
namespace {

constexpr char kActivityPrefix[] = "organizations/o/activities/";
constexpr char kSeriesPrefix[] = "organizations/o/series/";
constexpr int kFirstPlannedYear = 2019;
constexpr int kPlannedYear = 2022;
constexpr int64_t kOneKrona = 100;

class ExplainedVolumesTest : public ServiceTest {
 protected:
  // Months from January of the first year on.
  static std::string MonthAt(int at) {
    const int month = at % 12 + 1;
    return absl::StrCat(kFirstPlannedYear + at / 12, month < 10 ? "-0" : "-", month);
  }

  // Twelve times `planned` units.
  void Plan(const std::string& series, double planned) {
    v1::PutVolumePlansRequest request;
    request.set_organization("organizations/o");
    v1::VolumePlan& plan = *request.add_plans();
    plan.set_series(kSeriesPrefix + series);
    plan.set_year(kPlannedYear);
    for (int month = 0; month < 12; ++month) plan.add_planned(static_cast<int64_t>(1000 * planned));
    v1::PutVolumePlansResponse response;
    grpc::ClientContext call;
    const grpc::Status status = follow_up_->PutVolumePlans(&call, request, &response);
    ASSERT_TRUE(status.ok()) << status.error_message();
  }

  void Drive(const std::string& series, const std::string& driver, v1::DriverKind kind) {
    v1::PutDriversRequest request;
    request.set_organization("organizations/o");
    v1::Driver& added = *request.add_drivers();
    added.set_series(kSeriesPrefix + series);
    added.set_driver(kSeriesPrefix + driver);
    added.set_kind(kind);
    v1::PutDriversResponse response;
    grpc::ClientContext call;
    const grpc::Status status = follow_up_->PutDrivers(&call, request, &response);
    ASSERT_TRUE(status.ok()) << status.error_message();
  }

  v1::ExplainForecastResponse Explained(const v1::Forecast& forecast, const std::string& activity = "") {
    v1::ExplainForecastRequest request;
    request.set_name(forecast.name());
    if (!activity.empty()) request.set_activity(kActivityPrefix + activity);
    v1::ExplainForecastResponse response;
    grpc::ClientContext call;
    const grpc::Status status = forecast_->ExplainForecast(&call, request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response;
  }
};

// Families of one's own for 60 days a month at 1 000 kronor, and bought ones for 40 at 3 000, were planned: 1 800 a day
// in the mean. 50 days came at 1 000, and 70 at 3 100. A month has then
//   of its own    -10 x 1 000: +10 000 of volume
//   of bought     30 x 3 000: -90 000 of volume, 100 x 40: -4 000 of price, 100 x 30: -3 000 of both
//   of the two    20 x 1 800: -36 000 of volume, and the other -44 000 are mix
TEST_F(ExplainedVolumesTest, DearCareInThePlaceOfCheapIsToldAsMix) {
  CreateOrganization("o");
  CreateActivities("o", {"placed", "placed>own", "placed>bought", "rest"});
  CreateSeries("o", {"own.cost", "own.days", "bought.cost", "bought.days", "rest.cost"});
  std::vector<v1::Actual> actuals;
  for (int at = 0; at < 48; ++at) {
    const bool is_planned_year = at >= 36;
    const double own = is_planned_year ? 50 : 60;
    const double bought = is_planned_year ? 70 : 40;
    const int64_t price = is_planned_year ? 3'100 : 3'000;
    actuals.push_back(Volume("own.days", MonthAt(at), own));
    actuals.push_back(Volume("bought.days", MonthAt(at), bought));
    actuals.push_back(Amount("own.cost", MonthAt(at), static_cast<int64_t>(own) * 1'000 * kOneKrona));
    actuals.push_back(Amount("bought.cost", MonthAt(at), static_cast<int64_t>(bought) * price * kOneKrona));
    actuals.push_back(Amount("rest.cost", MonthAt(at), 500'000 * kOneKrona));
  }
  ASSERT_TRUE(Import({Batch(actuals)}).ok());
  v1::BudgetVersion budget = EvenBudget(kPlannedYear, "own.cost", 12 * 60 * 1'000 * kOneKrona);
  *budget.add_lines() = EvenBudget(kPlannedYear, "bought.cost", 12 * 40 * 3'000 * kOneKrona).lines(0);
  *budget.add_lines() = EvenBudget(kPlannedYear, "rest.cost", 12 * 500'000 * kOneKrona).lines(0);
  ASSERT_TRUE(SetBudget(budget).ok());
  Plan("own.days", 60);
  Plan("bought.days", 40);
  Drive("own.cost", "own.days", v1::DRIVER_KIND_VOLUME_TIMES_PRICE);
  Drive("bought.cost", "bought.days", v1::DRIVER_KIND_VOLUME_TIMES_PRICE);

  const v1::Forecast year_end = CreateRound(kPlannedYear, v1::ROUND_YEAR_END);
  for (const std::string place : {"placed", ""}) {
    const v1::ExplainForecastResponse explained = Explained(year_end, place);
    const v1::DeviationTerms& cost = explained.lines(0).explanation().full_year();
    EXPECT_EQ(explained.lines(0).deviation(), -12 * 87'000 * kOneKrona);
    EXPECT_EQ(cost.volume(), -12 * 36'000 * kOneKrona);
    EXPECT_EQ(cost.mix(), -12 * 44'000 * kOneKrona);
    EXPECT_EQ(cost.price(), -12 * 4'000 * kOneKrona);
    EXPECT_EQ(cost.volume_and_price(), -12 * 3'000 * kOneKrona);
    EXPECT_EQ(cost.season_and_trend() + cost.rest() + cost.events() + cost.timing(), 0);
  }
  const v1::ExplainForecastResponse own = Explained(year_end, "own");
  EXPECT_EQ(own.lines(0).explanation().full_year().volume(), 12 * 10'000 * kOneKrona);
  EXPECT_EQ(own.lines(0).explanation().full_year().mix(), 0);
}

// --- whatever the organization ---

// Judgements apart from the model's terms; volume and mix are one, because only their sum adds up.
using TermSums = std::array<int64_t, 8>;

TermSums SumsOf(const v1::DeviationTerms& terms) {
  return {terms.events(),    terms.timing(), terms.season_and_trend(), terms.rest(),
          terms.judgement(), terms.price(),  terms.volume_and_price(), terms.volume() + terms.mix()};
}

void AddTerms(const v1::DeviationTerms& terms, TermSums& sums) {
  const TermSums added = SumsOf(terms);
  for (size_t at = 0; at < sums.size(); ++at) sums[at] += added[at];
}

// Forms of care below each other and one beside, with volumes that wander, costs of them that are paid late, plans,
// budgets, events and drivers, all drawn. Own and bought care have all they need for a mix.
class DrivenOrganizationsTest : public ExplainedVolumesTest, public testing::WithParamInterface<int> {
 protected:
  DrivenOrganizationsTest() : generator_(static_cast<uint64_t>(GetParam())) {
    CreateOrganization("o");
    CreateTree();
    ImportTypes();
    CreateSeries("o", {"own.cost", "own.days", "bought.cost", "bought.days", "dear.cost", "dear.days", "aid.cost",
                       "aid.households", "aid.revenue", "frame.cost", "frame.days"});
    ImportMonths();
    Decide();
    for (const std::string id : {"own", "bought", "dear", "frame"}) PlanAndDrive(id);
    if (Draws(2)) Plan("aid.households", 200);
    Drive("aid.cost", "aid.households", v1::DRIVER_KIND_VOLUME_TIMES_PRICE);
    if (Draws(2)) Drive("aid.revenue", "aid.households", v1::DRIVER_KIND_REFUND_LATER);
    DeclareEvents();
  }

  // True once in `one_in`.
  bool Draws(int one_in) { return generator_.Index(one_in) == 0; }

  void CreateTree() {
    v1::UpsertActivitiesRequest request;
    request.set_organization("organizations/o");
    for (const auto& [id, parent] : parents_) {
      v1::Activity& activity = *request.add_activities();
      activity.set_name(kActivityPrefix + id);
      activity.set_display_name(id);
      if (!parent.empty()) activity.set_parent(kActivityPrefix + parent);
      activity.set_own_frame(id == "frame");
    }
    v1::UpsertActivitiesResponse response;
    grpc::ClientContext call;
    ASSERT_TRUE(ledger_->UpsertActivities(&call, request, &response).ok());
  }

  // "rest" is booked by type.
  void ImportTypes() {
    v1::ImportCostTypesRequest request;
    request.set_organization("organizations/o");
    request.set_content("id;namn\npersonal;Personal\nlokaler;Lokaler\n");
    v1::ImportCostTypesResponse response;
    grpc::ClientContext call;
    ASSERT_TRUE(ledger_->ImportCostTypes(&call, request, &response).ok());
    v1::UpsertSeriesRequest series;
    series.set_organization("organizations/o");
    for (const std::string type : {"personal", "lokaler"}) {
      v1::Series& one = *series.add_series();
      one.set_activity(absl::StrCat(kActivityPrefix, "rest"));
      one.set_flow(v1::FLOW_COST);
      one.set_cost_type("organizations/o/costTypes/" + type);
    }
    v1::UpsertSeriesResponse stored;
    grpc::ClientContext second;
    ASSERT_TRUE(ledger_->UpsertSeries(&second, series, &stored).ok());
  }

  // Volumes that wander, and costs of 1 000-4 000 kronor each; a month may have none of either.
  void ImportMonths() {
    std::vector<v1::Actual> actuals;
    for (const std::string id : {"own", "bought", "dear", "aid", "frame"}) {
      const std::string volume = absl::StrCat(id, id == "aid" ? ".households" : ".days");
      const int64_t price = (1'000 + generator_.Index(3'000)) * kOneKrona;
      double level = 100.0 + generator_.Index(400);
      const int empty = Draws(3) ? generator_.Index(48) : -1;
      for (int at = 0; at < 48; ++at) {
        level *= 0.9 + 0.001 * generator_.Index(201);
        const double counted = at == empty ? 0.0 : std::round(level);
        actuals.push_back(Volume(volume, MonthAt(at), counted));
        const int64_t noise = generator_.Index(static_cast<int>(20 * price));
        actuals.push_back(Amount(id + ".cost", MonthAt(at), std::llround(counted) * price + noise));
        if (id == "aid") actuals.push_back(Amount("aid.revenue", MonthAt(at), std::llround(0.1 * counted) * price));
      }
    }
    for (const std::string type : {"personal", "lokaler"}) {
      for (int at = 0; at < 48; ++at) {
        actuals.push_back(Amount("rest.cost." + type, MonthAt(at), 30'000'000 + generator_.Index(9'000'000)));
      }
    }
    const grpc::Status status = Import({Batch(actuals)});
    ASSERT_TRUE(status.ok()) << status.error_message();
  }

  // Of own and bought care always, of the others three of four.
  void Decide() {
    v1::BudgetVersion budget;
    budget.set_year(kPlannedYear);
    budget.set_decision_date("2021-11-25");
    for (const std::string series : {"own.cost", "bought.cost", "dear.cost", "aid.cost", "aid.revenue", "frame.cost",
                                     "rest.cost.personal", "rest.cost.lokaler"}) {
      const bool is_always = series == "own.cost" || series == "bought.cost";
      if (!is_always && Draws(4)) continue;
      *budget.add_lines() = EvenBudget(kPlannedYear, series, 100'000'000 + generator_.Index(1'000'000'000)).lines(0);
    }
    const grpc::Status status = SetBudget(budget);
    ASSERT_TRUE(status.ok()) << status.error_message();
  }

  void PlanAndDrive(const std::string& id) {
    const bool is_always = id == "own" || id == "bought";
    if (is_always || !Draws(3)) Plan(id + ".days", 50 + generator_.Index(400));
    if (is_always || !Draws(3)) Drive(id + ".cost", id + ".days", v1::DRIVER_KIND_VOLUME_TIMES_PRICE);
  }

  void DeclareEvents() {
    v1::PutEventsRequest request;
    request.set_organization("organizations/o");
    const std::vector<std::string> series = {"own.cost", "bought.cost", "aid.cost", "aid.revenue"};
    for (int at = 0; at < 4; ++at) {
      v1::Event& event = *request.add_events();
      event.set_name(absl::StrCat("organizations/o/events/e", at));
      event.set_description(absl::StrCat("e", at));
      event.set_series(kSeriesPrefix + series[static_cast<size_t>(generator_.Index(4))]);
      event.set_kind(Draws(2) ? v1::EVENT_KIND_ONE_OFF : v1::EVENT_KIND_LEVEL_SHIFT);
      event.set_first_month(MonthAt(36 + 3 * at + generator_.Index(3)));
      event.set_amount(1 + generator_.Index(50'000'000));
    }
    v1::PutEventsResponse response;
    grpc::ClientContext call;
    const grpc::Status status =
        v1::EventService::NewStub(server_->InProcessChannel())->PutEvents(&call, request, &response);
    ASSERT_TRUE(status.ok()) << status.error_message();
  }

  // Judges own care and the revenue of aid.
  v1::Forecast Judged(const v1::Forecast& made) {
    v1::Forecast judged = made;
    for (const std::string series : {"own.cost", "aid.revenue"}) {
      v1::SetOverrideRequest request;
      request.set_name(made.name());
      request.set_etag(judged.etag());
      request.mutable_line()->set_series(kSeriesPrefix + series);
      request.set_full_year_ore(500'000'000 + generator_.Index(100'000'000));
      request.set_reason("x");
      v1::SetOverrideResponse response;
      grpc::ClientContext call;
      EXPECT_TRUE(forecast_->SetOverride(&call, request, &response).ok());
      judged = response.forecast();
    }
    return judged;
  }

  // Whether `activity` is `above`, or below it; all are below "".
  bool IsBelow(std::string activity, const std::string& above) const {
    while (activity != above && !activity.empty()) activity = parents_.at(activity);
    return activity == above;
  }

  static std::string ActivityOf(const v1::ForecastLine& line) {
    return line.activity().empty() ? "" : line.activity().substr(sizeof kActivityPrefix - 1);
  }

  // The sums of the terms of all series that `sum` is of.
  TermSums SumOfSeries(const v1::Forecast& forecast, const v1::ForecastLine& sum, bool is_known) const {
    TermSums sums{};
    for (const v1::ForecastLine& line : forecast.lines()) {
      if (line.series().empty() || line.measure() == v1::MEASURE_VOLUME) continue;
      if (sum.measure() != v1::MEASURE_NET && sum.measure() != line.measure()) continue;
      if (!IsBelow(ActivityOf(line), ActivityOf(sum))) continue;
      if (sum.without_frames() && IsBelow(ActivityOf(line), "frame")) continue;
      AddTerms(is_known ? line.explanation().known() : line.explanation().full_year(), sums);
    }
    return sums;
  }

  // Of each activity its parent, "" where it has none: "bought" has money of its own and care below it.
  const std::map<std::string, std::string> parents_ = {{"a", ""},   {"own", "a"}, {"bought", "a"}, {"dear", "bought"},
                                                       {"aid", ""}, {"rest", ""}, {"frame", ""}};
  RandomGenerator generator_;
};

int64_t DeviationOf(const v1::ForecastLine& line) {
  return line.has_judged() ? line.judged().deviation() : line.deviation();
}

TEST_P(DrivenOrganizationsTest, TermsOfEveryLineAddUpToItsDeviationAndLinesToTheirSums) {
  const v1::Forecast forecast = Judged(CreateRound(kPlannedYear, v1::ROUND_AUTUMN));
  int lines = 0;
  for (const auto* some : {&forecast.lines(), &forecast.lines_without_frames(), &forecast.lines_by_type()}) {
    for (const v1::ForecastLine& line : *some) {
      if (!line.has_deviation()) continue;
      const std::string told = line.ShortDebugString().substr(0, 200);
      const v1::DeviationExplanation& explanation = line.explanation();
      EXPECT_EQ(TotalOf(explanation.full_year()), DeviationOf(line)) << told;
      TermSums halves = SumsOf(explanation.known());
      AddTerms(explanation.remaining(), halves);
      EXPECT_EQ(halves, SumsOf(explanation.full_year())) << told;
      EXPECT_EQ(explanation.known().mix() + explanation.remaining().mix(), explanation.full_year().mix()) << told;
      if (line.by_type() || !line.series().empty()) {
        EXPECT_EQ(explanation.full_year().mix(), 0) << told;
        continue;
      }
      ++lines;
      EXPECT_EQ(SumsOf(explanation.full_year()), SumOfSeries(forecast, line, /*is_known=*/false)) << told;
      EXPECT_EQ(SumsOf(explanation.known()), SumOfSeries(forecast, line, /*is_known=*/true)) << told;
    }
  }
  EXPECT_GT(lines, 8);
}

TEST_P(DrivenOrganizationsTest, WhatIsExplainedIsWhatStandsInTheForecast) {
  const v1::Forecast forecast = Judged(CreateRound(kPlannedYear, v1::ROUND_AUTUMN));
  std::map<std::pair<std::string, int>, const v1::ForecastLine*> stored;
  for (const v1::ForecastLine& line : forecast.lines_without_frames()) stored[{"", line.measure()}] = &line;
  for (const v1::ForecastLine& line : forecast.lines()) stored.insert({{line.activity(), line.measure()}, &line});
  for (const std::string place : {"", "a", "own", "bought", "dear", "aid", "frame"}) {
    const v1::ExplainForecastResponse explained = Explained(forecast, place);
    TermSums parts{};
    for (const v1::ExplainedLine& part : explained.activities()) {
      EXPECT_EQ(TotalOf(part.explanation().full_year()), part.deviation()) << place;
      EXPECT_EQ(part.cost_deviation() + part.revenue_deviation(), part.deviation()) << place;
      AddTerms(part.explanation().full_year(), parts);
    }
    for (const v1::ExplainedLine& line : explained.lines()) {
      EXPECT_EQ(TotalOf(line.explanation().full_year()), line.deviation()) << place;
      const v1::ForecastLine& same = *stored.at({line.activity(), line.measure()});
      EXPECT_EQ(line.deviation(), DeviationOf(same)) << place;
      EXPECT_EQ(SumsOf(line.explanation().full_year()), SumsOf(same.explanation().full_year())) << place;
      EXPECT_EQ(line.explanation().full_year().mix(), same.explanation().full_year().mix()) << place;
      EXPECT_EQ(line.explanation().known().mix(), same.explanation().known().mix()) << place;
      if (line.measure() == v1::MEASURE_NET) {
        EXPECT_EQ(SumsOf(line.explanation().full_year()), parts) << place;
      }
    }
    for (const v1::ExplainedLine& type : explained.types()) {
      EXPECT_EQ(TotalOf(type.explanation().full_year()), type.deviation()) << place;
    }
    if (place != "a") continue;
    // Two forms of care with other volumes than planned and other prices: nothing of this is nothing.
    EXPECT_NE(explained.lines(0).explanation().full_year().volume(), 0);
    EXPECT_NE(explained.lines(0).explanation().full_year().price(), 0);
    EXPECT_NE(explained.lines(0).explanation().full_year().mix(), 0);
  }
}

INSTANTIATE_TEST_SUITE_P(Drawn, DrivenOrganizationsTest, testing::Range(1, 7));

}  // namespace
}  // namespace prognos::service
