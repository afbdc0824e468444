// Frames of their own, beside the sum of the nämnd: from the tree that is read in to what is printed of a year.
#include <map>

#include "tests/forecast/service/service_fixture.h"

namespace prognos::service {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

struct Area {
  const char* id;
  int64_t budget_cost, budget_revenue, cost, revenue;  // Tkr.
};

// Upplands-Bro, socialnämnden, driftredovisning 2022, and ekonomiskt bistånd, which has a frame of its own.
constexpr Area kUpplandsBro[] = {{"vuxen", 18'579, 3'268, 25'354, 3'705},
                                 {"barn", 53'473, 690, 60'945, 4'162},
                                 {"lss", 155'490, 9'283, 158'018, 9'765},
                                 {"psyk", 20'208, 1'280, 19'539, 1'824},
                                 {"integration", 19'354, 21'968, 19'461, 18'508},
                                 {"arbete", 48'999, 21'124, 43'093, 15'566},
                                 {"over", 19'710, 0, 20'713, 277},
                                 {"bistand", 24'900, 500, 25'376, 965}};

int64_t FrameOre(int64_t tkr) { return tkr * 1'000'00; }

class OwnFramesTest : public ServiceTest {
 protected:
  void SetUp() override {
    CreateOrganization("o");
    v1::UpsertActivitiesRequest request;
    std::vector<std::string> series;
    for (const Area& area : kUpplandsBro) {
      *request.add_activities() = ActivityOf(area.id, "", area.id == std::string("bistand"));
      for (const char* flow : {".cost", ".revenue"}) series.push_back(absl::StrCat(area.id, flow));
    }
    ASSERT_TRUE(Upsert(request).ok());
    CreateSeries("o", series);
  }

  static v1::Activity ActivityOf(const std::string& id, const std::string& parent, bool own_frame) {
    v1::Activity activity;
    activity.set_name("organizations/o/activities/" + id);
    activity.set_display_name(id);
    if (!parent.empty()) activity.set_parent("organizations/o/activities/" + parent);
    activity.set_own_frame(own_frame);
    return activity;
  }

  grpc::Status Upsert(v1::UpsertActivitiesRequest request) {
    request.set_organization("organizations/o");
    v1::UpsertActivitiesResponse response;
    grpc::ClientContext call;
    return ledger_->UpsertActivities(&call, request, &response);
  }

  // A year of twelfths, what is over in December; in 2021 as in 2022.
  void ImportYears() {
    std::vector<v1::Actual> actuals;
    for (const Area& area : kUpplandsBro) {
      for (const auto& [flow, tkr] : {std::pair(".cost", area.cost), std::pair(".revenue", area.revenue)}) {
        for (int at = 0; at < 24; ++at) {
          const int month = at % 12 + 1;
          const int64_t twelfth = FrameOre(tkr) / 12;
          const int64_t ore = month == 12 ? FrameOre(tkr) - 11 * twelfth : twelfth;
          actuals.push_back(
              Amount(absl::StrCat(area.id, flow), absl::StrCat(2021 + at / 12, month < 10 ? "-0" : "-", month), ore));
        }
      }
    }
    ASSERT_TRUE(Import({Batch(actuals)}).ok());
  }

  void Decide() {
    v1::BudgetVersion budget;
    budget.set_year(2022);
    budget.set_decision_date("2021-11-25");
    for (const Area& area : kUpplandsBro) {
      *budget.add_lines() = EvenBudget(2022, absl::StrCat(area.id, ".cost"), FrameOre(area.budget_cost)).lines(0);
      *budget.add_lines() = EvenBudget(2022, absl::StrCat(area.id, ".revenue"), FrameOre(area.budget_revenue)).lines(0);
    }
    ASSERT_TRUE(SetBudget(budget).ok());
  }

  v1::Forecast Create(v1::Round round) {
    v1::CreateForecastRequest request;
    request.set_organization("organizations/o");
    request.set_year(2022);
    request.set_round(round);
    request.mutable_options()->set_path_count(200);
    v1::CreateForecastResponse response;
    grpc::ClientContext call;
    const grpc::Status status = forecast_->CreateForecast(&call, request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response.forecast();
  }

  v1::Forecast Get(const std::string& name) {
    v1::GetForecastRequest request;
    request.set_name(name);
    v1::GetForecastResponse response;
    grpc::ClientContext call;
    EXPECT_TRUE(forecast_->GetForecast(&call, request, &response).ok());
    return response.forecast();
  }

  // The line of an activity; of the sum of all where it is "".
  static const v1::ForecastLine& LineOf(const v1::Forecast& forecast, const std::string& activity,
                                        v1::Measure measure) {
    for (const v1::ForecastLine& line : forecast.lines()) {
      if (line.activity() == (activity.empty() ? "" : "organizations/o/activities/" + activity) &&
          line.measure() == measure) {
        return line;
      }
    }
    ADD_FAILURE() << "no line of " << activity;
    return v1::ForecastLine::default_instance();
  }
};

// Nämnd -15 116, ekonomiskt bistånd -11, together -15 127.
TEST_F(OwnFramesTest, TheNamndOfUpplandsBroIsSummedWithoutEkonomisktBistand) {
  ImportYears();
  Decide();
  const v1::Forecast forecast = Get(Create(v1::ROUND_YEAR_END).name());
  ASSERT_EQ(forecast.lines_without_frames_size(), 3);
  const v1::ForecastLine& cost = forecast.lines_without_frames(0);
  const v1::ForecastLine& revenue = forecast.lines_without_frames(1);
  const v1::ForecastLine& net = forecast.lines_without_frames(2);
  EXPECT_EQ(cost.measure(), v1::MEASURE_COST);
  EXPECT_EQ(cost.budget(), FrameOre(335'813));
  EXPECT_EQ(cost.full_year(), FrameOre(347'123));
  EXPECT_EQ(cost.deviation(), FrameOre(-11'310));
  EXPECT_EQ(revenue.budget(), FrameOre(57'613));
  EXPECT_EQ(revenue.full_year(), FrameOre(53'807));
  EXPECT_EQ(revenue.deviation(), FrameOre(-3'806));
  EXPECT_EQ(net.budget(), FrameOre(278'200));
  EXPECT_EQ(net.deviation(), FrameOre(-15'116));
  EXPECT_EQ(net.deficit_probability(), 1.0);
  EXPECT_EQ(net.last_year(), FrameOre(347'123 - 53'807));
  EXPECT_TRUE(net.without_frames());
  const v1::ForecastLine& frame = LineOf(forecast, "bistand", v1::MEASURE_NET);
  EXPECT_TRUE(frame.own_frame());
  EXPECT_EQ(frame.budget(), FrameOre(24'400));
  EXPECT_EQ(frame.deviation(), FrameOre(-11));
  EXPECT_FALSE(LineOf(forecast, "vuxen", v1::MEASURE_NET).own_frame());
  EXPECT_EQ(LineOf(forecast, "", v1::MEASURE_NET).deviation(), FrameOre(-15'127));
}

// What an override of the frame changes is not the nämnd's.
TEST_F(OwnFramesTest, AnOverrideMovesTheSumThatItsLineIsIn) {
  ImportYears();
  Decide();
  const v1::Forecast made = Create(v1::ROUND_AUTUMN);
  const auto override_line = [&](const std::string& series, int64_t ore, const std::string& etag) {
    v1::SetOverrideRequest request;
    request.set_name(made.name());
    request.set_etag(etag);
    request.mutable_line()->set_series("organizations/o/series/" + series);
    request.set_full_year_ore(ore);
    request.set_reason("x");
    v1::SetOverrideResponse response;
    grpc::ClientContext call;
    EXPECT_TRUE(forecast_->SetOverride(&call, request, &response).ok());
    return Get(made.name());
  };
  v1::Forecast judged = override_line("bistand.cost", FrameOre(26'000), "0");
  EXPECT_FALSE(judged.lines_without_frames(2).has_judged());
  const int64_t all = LineOf(judged, "", v1::MEASURE_NET).full_year();
  const int64_t bistand = LineOf(judged, "bistand", v1::MEASURE_COST).full_year();
  EXPECT_EQ(LineOf(judged, "", v1::MEASURE_NET).judged().full_year(), all + FrameOre(26'000) - bistand);
  judged = override_line("vuxen.cost", FrameOre(24'000), "1");
  const int64_t vuxen = LineOf(judged, "vuxen", v1::MEASURE_COST).full_year();
  const v1::ForecastLine& net = judged.lines_without_frames(2);
  EXPECT_EQ(net.judged().full_year(), net.full_year() + FrameOre(24'000) - vuxen);
  EXPECT_EQ(net.judged().deviation(), FrameOre(278'200) - net.judged().full_year());
}

// Since the older forecast the outcome of four months came in: of both frames in the sum, of one in the nämnd's.
TEST_F(OwnFramesTest, ADifferenceAndAComparisonHaveTheNamndsSumToo) {
  ImportYears();
  Decide();
  const v1::Forecast autumn = Create(v1::ROUND_AUTUMN);
  const v1::Forecast year_end = Create(v1::ROUND_YEAR_END);
  v1::DiffForecastsRequest request;
  request.set_base(autumn.name());
  request.set_name(year_end.name());
  v1::DiffForecastsResponse difference;
  grpc::ClientContext call;
  ASSERT_TRUE(forecast_->DiffForecasts(&call, request, &difference).ok());
  std::map<std::string, const v1::DifferenceLine*> nets;
  for (const v1::DifferenceLine& line : difference.lines()) {
    if (line.measure() != v1::MEASURE_NET) continue;
    nets[line.without_frames() ? "namnd" : line.activity()] = &line;
  }
  const v1::DifferenceLine& frame = *nets.at("organizations/o/activities/bistand");
  EXPECT_TRUE(frame.own_frame());
  EXPECT_EQ(nets.at("namnd")->deviation(), FrameOre(-15'116));
  EXPECT_EQ(nets.at("")->parts().new_outcome(), nets.at("namnd")->parts().new_outcome() + frame.parts().new_outcome());
  EXPECT_TRUE(difference.base().lines_without_frames().empty());

  v1::CompareForecastsRequest years;
  years.set_organization("organizations/o");
  years.set_first_year(2022);
  v1::CompareForecastsResponse comparison;
  grpc::ClientContext second;
  ASSERT_TRUE(forecast_->CompareForecasts(&second, years, &comparison).ok());
  const v1::ComparedRound& round = comparison.years(0).rounds(0);
  const v1::ComparedLine& last = round.lines(round.lines_size() - 1);
  ASSERT_TRUE(last.without_frames());
  EXPECT_EQ(last.budget(), FrameOre(278'200));
  EXPECT_EQ(last.values(0).full_year(), autumn.lines_without_frames(2).full_year());
  EXPECT_EQ(last.values(0).error(), autumn.lines_without_frames(2).full_year() - FrameOre(347'123 - 53'807));
}

TEST_F(OwnFramesTest, ABudgetSaysWhatOfADecisionBelongsToFrames) {
  Decide();
  v1::GetBudgetRequest request;
  request.set_organization("organizations/o");
  request.set_year(2022);
  v1::GetBudgetResponse response;
  grpc::ClientContext call;
  ASSERT_TRUE(budget_->GetBudget(&call, request, &response).ok());
  const v1::BudgetVersion& version = response.versions(0);
  EXPECT_EQ(version.cost_change_ore() - version.revenue_change_ore(), FrameOre(278'200 + 24'400));
  EXPECT_EQ(version.frames_net_change_ore(), FrameOre(24'400));
}

TEST_F(OwnFramesTest, OnlyARootMayHaveAFrameOfItsOwn) {
  v1::UpsertActivitiesRequest request;
  *request.add_activities() = ActivityOf("riksnorm", "bistand", true);
  const grpc::Status status = Upsert(request);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(status.error_message(), HasSubstr("activities[riksnorm].own_frame"));
  v1::ListActivitiesRequest list;
  list.set_organization("organizations/o");
  v1::ListActivitiesResponse response;
  grpc::ClientContext call;
  ASSERT_TRUE(ledger_->ListActivities(&call, list, &response).ok());
  EXPECT_EQ(response.activities_size(), 8);  // Nothing is stored of it.
}

// A frame that is given up later is one in the forecasts of before.
TEST_F(OwnFramesTest, AStoredForecastKeepsItsFrames) {
  ImportYears();
  Decide();
  const v1::Forecast before = Create(v1::ROUND_YEAR_END);
  v1::UpsertActivitiesRequest request;
  *request.add_activities() = ActivityOf("bistand", "", false);
  ASSERT_TRUE(Upsert(request).ok());
  EXPECT_EQ(Get(before.name()).lines_without_frames_size(), 3);
  EXPECT_EQ(Create(v1::ROUND_YEAR_END).lines_without_frames_size(), 0);
}

}  // namespace
}  // namespace prognos::service
