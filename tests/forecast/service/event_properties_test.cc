// What holds of events whatever the organization: with and without any set of them, and the years after corrections.
#include <map>
#include <set>

#include "absl/strings/str_cat.h"
#include "forecast/base/random.h"
#include "prognos/v1/events.grpc.pb.h"
#include "tests/forecast/service/deviation_terms.h"
#include "tests/forecast/service/service_fixture.h"

namespace prognos::service {
namespace {

constexpr int kFirstYear = 2019;
constexpr int kLastYear = 2022;

// Four activities, two of them below others, with costs and revenues of four years, some budgets, and events of every
// kind, certain and not, all drawn.
class EventPropertiesTest : public ServiceTest, public testing::WithParamInterface<int> {
 protected:
  EventPropertiesTest() : generator_(static_cast<uint64_t>(GetParam())) {
    events_ = v1::EventService::NewStub(server_->InProcessChannel());
    CreateOrganization("o");
    CreateActivities("o", {"a", "a>b", "b>c", "d"});
    series_ = {"a.cost", "b.cost", "b.revenue", "c.cost", "d.revenue"};
    CreateSeries("o", series_);
    std::vector<v1::Actual> actuals;
    v1::BudgetVersion budget;
    budget.set_year(kLastYear);
    budget.set_decision_date("2021-11-25");
    for (const std::string& series : series_) {
      const int64_t level = 10'000'000 + generator_.Index(1'000'000'000);
      for (int at = 0; at < 12 * (kLastYear - kFirstYear + 1); ++at) {
        actuals.push_back(Amount(series, MonthText(at), level + generator_.Index(static_cast<int>(level / 5))));
      }
      if (generator_.Index(4) > 0) *budget.add_lines() = EvenBudget(kLastYear, series, 12 * level).lines(0);
    }
    if (budget.lines().empty()) *budget.add_lines() = EvenBudget(kLastYear, series_[0], 1).lines(0);
    EXPECT_TRUE(Import({Batch(actuals)}).ok());
    EXPECT_TRUE(SetBudget(budget).ok());
    DrawEvents();
  }
  ~EventPropertiesTest() override { events_.reset(); }

  // Months from January of the first year on.
  static std::string MonthText(int at) {
    const int month = at % 12 + 1;
    return absl::StrCat(kFirstYear + at / 12, month < 10 ? "-0" : "-", month);
  }

  void DrawEvents() {
    for (int at = 0; at < 8; ++at) {
      v1::Event event;
      event.set_name(absl::StrCat("organizations/o/events/e", at));
      event.set_description(absl::StrCat("e", at));
      event.set_series("organizations/o/series/" + series_[static_cast<size_t>(generator_.Index(5))]);
      event.set_kind(static_cast<v1::EventKind>(1 + generator_.Index(5)));
      const int first = 5 * at + generator_.Index(5) + 8;  // Each begins in another month.
      event.set_first_month(MonthText(first));
      const int64_t amount = generator_.Index(100'000'000) - 50'000'000;
      if (event.kind() == v1::EVENT_KIND_PERCENT) {
        event.set_percent(1 + generator_.Index(20'000));
      } else {
        event.set_amount(amount == 0 ? 1 : amount);
      }
      if (event.kind() == v1::EVENT_KIND_MEASURE) event.set_ramp_months(1 + generator_.Index(4));
      if (event.kind() == v1::EVENT_KIND_CORRECTION)
        event.set_belongs_to_month(MonthText(first - 1 - generator_.Index(8)));
      if (generator_.Index(3) == 0) event.set_probability(0.5);
      drawn_.push_back(event);
    }
    v1::PutEventsRequest request;
    request.set_organization("organizations/o");
    for (const v1::Event& event : drawn_) *request.add_events() = event;
    v1::PutEventsResponse response;
    grpc::ClientContext call;
    const grpc::Status status = events_->PutEvents(&call, request, &response);
    ASSERT_TRUE(status.ok()) << status.error_message();
  }

  void Withdraw(const std::string& name) {
    v1::WithdrawEventRequest request;
    request.set_name(name);
    request.set_reason("x");
    v1::WithdrawEventResponse response;
    grpc::ClientContext call;
    EXPECT_TRUE(events_->WithdrawEvent(&call, request, &response).ok());
  }

  v1::Forecast Autumn(bool without_events, const std::set<std::string>& excluded) {
    v1::CreateForecastRequest request;
    request.set_organization("organizations/o");
    request.set_year(kLastYear);
    request.set_round(v1::ROUND_AUTUMN);
    request.mutable_options()->set_path_count(200);
    request.set_validate_only(true);
    request.set_without_events(without_events);
    for (const std::string& name : excluded) request.add_excluded_events(name);
    v1::CreateForecastResponse response;
    grpc::ClientContext call;
    EXPECT_TRUE(forecast_->CreateForecast(&call, request, &response).ok());
    return response.forecast();
  }

  // Lines, reasons and what events are worth.
  static std::string NumbersOf(const v1::Forecast& forecast) {
    v1::Forecast numbers;
    *numbers.mutable_lines() = forecast.lines();
    *numbers.mutable_reasons() = forecast.reasons();
    *numbers.mutable_event_shares() = forecast.event_shares();
    return numbers.SerializeAsString();
  }

  v1::GetUnderlyingResultResponse Underlying(const std::string& activity) {
    v1::GetUnderlyingResultRequest request;
    request.set_organization("organizations/o");
    if (!activity.empty()) request.set_activity("organizations/o/activities/" + activity);
    request.set_first_year(kFirstYear);
    request.set_last_year(kLastYear);
    v1::GetUnderlyingResultResponse response;
    grpc::ClientContext call;
    EXPECT_TRUE(events_->GetUnderlyingResult(&call, request, &response).ok());
    return response;
  }

  RandomGenerator generator_;
  std::vector<std::string> series_;
  std::vector<v1::Event> drawn_;
  std::unique_ptr<v1::EventService::Stub> events_;
};

TEST_P(EventPropertiesTest, WithoutASetOfEventsIsAsIfTheyHadNeverBeenDeclared) {
  std::set<std::string> all, some;
  for (const v1::Event& event : drawn_) {
    all.insert(event.name());
    if (generator_.Index(2) == 0) some.insert(event.name());
  }
  const std::string with = NumbersOf(Autumn(false, {}));
  const std::string without_some = NumbersOf(Autumn(false, some));
  const std::string without_any = NumbersOf(Autumn(true, {}));
  EXPECT_EQ(NumbersOf(Autumn(false, all)), without_any);
  EXPECT_EQ(NumbersOf(Autumn(false, {})), with);  // What was left out once is there again.
  for (const std::string& name : some) Withdraw(name);
  EXPECT_EQ(NumbersOf(Autumn(false, {})), without_some);
  EXPECT_EQ(NumbersOf(Autumn(true, {})), without_any);
}

// Of which items: the deviation less what events make of it is what is left, on each line and up the tree.
TEST_P(EventPropertiesTest, WhatEventsMakeOfALineIsTheSumOfItsSeriesToTheOre) {
  const v1::Forecast forecast = Autumn(false, {});
  std::map<std::string, int64_t> of_series;
  int64_t of_all = 0;
  for (const v1::EventShare& share : forecast.event_shares()) {
    const int64_t more = share.known_amount() + share.predicted_amount();
    const int64_t better = share.measure() == v1::MEASURE_REVENUE ? more : -more;
    of_series[share.series()] += better;
    of_all += better;
  }
  for (const v1::ForecastLine& line : forecast.lines()) {
    const v1::DeviationTerms& terms = line.explanation().full_year();
    EXPECT_EQ(TotalOf(terms), line.deviation());
    if (!line.series().empty()) {
      EXPECT_EQ(terms.events(), of_series[line.series()]);
    }
    if (line.activity().empty() && line.measure() == v1::MEASURE_NET) {
      EXPECT_EQ(terms.events(), of_all);
    }
  }
}

// A correction only moves between years: over all years its sum is nothing. And activities add up, year by year.
TEST_P(EventPropertiesTest, YearsAfterCorrectionsAreTheSameMoneyInOtherYears) {
  const v1::GetUnderlyingResultResponse all = Underlying("");
  const v1::GetUnderlyingResultResponse a = Underlying("a");
  const v1::GetUnderlyingResultResponse d = Underlying("d");
  int64_t net = 0, corrected = 0;
  for (int at = 0; at < all.years_size(); ++at) {
    const v1::UnderlyingYear& year = all.years(at);
    net += year.net();
    corrected += year.corrected();
    EXPECT_EQ(year.corrected(), year.net() - year.corrections_out() + year.corrections_in());
    EXPECT_EQ(year.underlying(), year.corrected() - year.one_offs());
    EXPECT_EQ(year.net(), a.years(at).net() + d.years(at).net());
    EXPECT_EQ(year.underlying(), a.years(at).underlying() + d.years(at).underlying());
    EXPECT_EQ(year.budget(), a.years(at).budget() + d.years(at).budget());
  }
  EXPECT_EQ(net, corrected);
}

INSTANTIATE_TEST_SUITE_P(Organizations, EventPropertiesTest, testing::Range(1, 9));

}  // namespace
}  // namespace prognos::service
