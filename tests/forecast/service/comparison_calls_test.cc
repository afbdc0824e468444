#include "forecast/service/comparison_calls.h"

#include <cmath>

#include "tests/forecast/service/service_fixture.h"

namespace prognos::service {
namespace {

class ComparisonCallsTest : public ServiceTest {
 protected:
  void SetUp() override {
    CreateSmallOrganization();
    ImportFiveYears("care.cost", 100'000'00);
    ImportFiveYears("care.revenue", 20'000'00);
    for (const int year : {2021, 2022}) {
      v1::BudgetVersion budget = EvenBudget(year, "care.cost", 1'200'000'00, "2020-11-25");
      *budget.add_lines() = EvenBudget(year, "care.revenue", 240'000'00).lines(0);
      ASSERT_TRUE(SetBudget(budget).ok());
    }
  }

  void Override(const v1::Forecast& forecast, int64_t full_year) {
    v1::SetOverrideRequest request;
    request.set_name(forecast.name());
    request.set_etag("0");
    request.mutable_line()->set_series("organizations/o/series/care.cost");
    request.set_full_year_ore(full_year);
    request.set_reason("x");
    v1::SetOverrideResponse response;
    grpc::ClientContext call;
    const grpc::Status status = forecast_->SetOverride(&call, request, &response);
    ASSERT_TRUE(status.ok()) << status.error_message();
  }

  void Lock(const v1::Forecast& forecast, const std::string& etag) {
    v1::LockForecastRequest request;
    request.set_name(forecast.name());
    request.set_etag(etag);
    v1::LockForecastResponse response;
    grpc::ClientContext call;
    const grpc::Status status = forecast_->LockForecast(&call, request, &response);
    ASSERT_TRUE(status.ok()) << status.error_message();
  }

  v1::CompareForecastsResponse Compare(int first_year, int last_year = 0,
                                       grpc::StatusCode code = grpc::StatusCode::OK) {
    v1::CompareForecastsRequest request;
    request.set_organization("organizations/o");
    request.set_first_year(first_year);
    request.set_last_year(last_year);
    v1::CompareForecastsResponse response;
    grpc::ClientContext call;
    EXPECT_EQ(forecast_->CompareForecasts(&call, request, &response).error_code(), code);
    return response;
  }

  static const v1::ComparedValue* By(const v1::ComparedLine& line, const std::string& by) {
    for (const v1::ComparedValue& value : line.values()) {
      if (value.by() == by) return &value;
    }
    return nullptr;
  }

  static const v1::RoundAccuracy* Row(const v1::CompareForecastsResponse& response, v1::Round round,
                                      const std::string& by) {
    for (const v1::RoundAccuracy& row : response.accuracy()) {
      if (row.activity().empty() && row.round() == round && row.by() == by) return &row;
    }
    return nullptr;
  }
};

// 2022: cost 108 000 a month and 10 000 more in July, revenue 21 600 and 2 000: 1 306 000 - 261 200 = 1 044 800 net of
// a budget of 960 000. The locked höstprognos counts, not the newer draft.
TEST_F(ComparisonCallsTest, EveryOneWhoSaidSomethingIsHeldAgainstTheBokslut) {
  const v1::Forecast autumn = CreateRound(2022, v1::ROUND_AUTUMN);
  Override(autumn, 1'400'000'00);
  Lock(autumn, "1");
  CreateRound(2022, v1::ROUND_AUTUMN);
  const v1::Forecast year_end = CreateRound(2022, v1::ROUND_YEAR_END);
  const v1::CompareForecastsResponse response = Compare(2022);
  ASSERT_EQ(response.years_size(), 1);
  const v1::ComparedYear& year = response.years(0);
  EXPECT_EQ(year.year_end(), year_end.name());
  ASSERT_EQ(year.rounds_size(), 2);
  EXPECT_EQ(year.rounds(0).forecast().name(), autumn.name());
  const v1::ComparedLine& sum = year.rounds(0).lines(0);
  EXPECT_EQ(sum.activity(), "");
  EXPECT_EQ(sum.budget(), 960'000'00);
  const v1::ComparedValue* judged = By(sum, "judged");
  ASSERT_NE(judged, nullptr);
  const int64_t net_by_model = autumn.lines(2).full_year();
  const int64_t revenue_by_model = autumn.lines(1).full_year();
  EXPECT_EQ(judged->full_year(), 1'400'000'00 - revenue_by_model);
  EXPECT_EQ(judged->error(), judged->full_year() - 1'044'800'00);
  EXPECT_DOUBLE_EQ(judged->error_percent(), 100.0 * std::abs(static_cast<double>(judged->error())) / 960'000'00);
  EXPECT_FALSE(judged->inside_80());
  EXPECT_TRUE(judged->has_inside_95());
  const v1::ComparedValue* model = By(sum, "model");
  EXPECT_EQ(model->full_year(), net_by_model);
  EXPECT_EQ(model->deviation(), 960'000'00 - net_by_model);
  // Run rate: 8 x 108 000 + 10 000 = 874 000 until August, / 8 = 109 250 a month: 1 311 000; revenue a fifth of it.
  const v1::ComparedValue* run_rate = By(sum, "run-rate");
  ASSERT_NE(run_rate, nullptr);
  EXPECT_NEAR(static_cast<double>(run_rate->full_year()), 1'311'000'00 * 0.8, 8.0);
  EXPECT_NEAR(static_cast<double>(run_rate->error()), 1'311'000'00 * 0.8 - 1'044'800'00, 8.0);
  EXPECT_FALSE(run_rate->has_inside_80());
  EXPECT_EQ(run_rate->unanswered_series(), 0);
  // The remaining budget: 874 000 + 4 x 100 000, and revenue a fifth.
  EXPECT_NEAR(static_cast<double>(By(sum, "remaining-budget")->full_year()), 1'274'000'00 * 0.8, 8.0);
  EXPECT_FALSE(By(year.rounds(1).lines(0), "model")->has_error());  // The bokslut itself.
}

TEST_F(ComparisonCallsTest, SeveralYearsSayHowGoodEachIs) {
  for (const int year : {2021, 2022}) {
    for (const v1::Round round : {v1::ROUND_SPRING, v1::ROUND_YEAR_END}) CreateRound(year, round);
  }
  const v1::CompareForecastsResponse response = Compare(2020, 2022);
  ASSERT_EQ(response.years_size(), 2);  // Of 2020 nothing is stored.
  const v1::RoundAccuracy* model = Row(response, v1::ROUND_SPRING, "model");
  ASSERT_NE(model, nullptr);
  EXPECT_EQ(model->years(), 2);
  int64_t absolute = 0;
  int64_t error = 0;
  for (const v1::ComparedYear& year : response.years()) {
    const v1::ComparedValue* value = By(year.rounds(0).lines(0), "model");
    absolute += std::abs(value->error());
    error += value->error();
  }
  EXPECT_NEAR(static_cast<double>(model->mean_absolute_error()), static_cast<double>(absolute) / 2, 0.5);
  EXPECT_EQ(model->median_absolute_error(), model->mean_absolute_error());  // Of two they are the same.
  EXPECT_NEAR(static_cast<double>(model->bias()), static_cast<double>(error) / 2, 0.5);
  EXPECT_EQ(model->inside_50_of(), 2);
  EXPECT_EQ(model->inside_95_of(), 2);
  EXPECT_NE(Row(response, v1::ROUND_SPRING, "rolling-twelve"), nullptr);
  EXPECT_EQ(Row(response, v1::ROUND_SPRING, "judged"), nullptr);  // Nobody judged.
  EXPECT_EQ(Row(response, v1::ROUND_YEAR_END, "model"), nullptr);
}

TEST_F(ComparisonCallsTest, WithoutABokslutNothingIsHeldAgainstARound) {
  CreateRound(2022, v1::ROUND_SPRING);
  const v1::CompareForecastsResponse response = Compare(2022);
  EXPECT_EQ(response.years(0).year_end(), "");
  EXPECT_FALSE(By(response.years(0).rounds(0).lines(0), "model")->has_error());
  EXPECT_EQ(response.accuracy_size(), 0);
  EXPECT_EQ(Compare(2021).years_size(), 0);
}

TEST_F(ComparisonCallsTest, YearsOutOfOrderAreRefused) {
  Compare(2022, 2021, grpc::StatusCode::INVALID_ARGUMENT);
  Compare(1990, 2022, grpc::StatusCode::INVALID_ARGUMENT);
  Compare(22, 0, grpc::StatusCode::INVALID_ARGUMENT);
}

}  // namespace
}  // namespace prognos::service
