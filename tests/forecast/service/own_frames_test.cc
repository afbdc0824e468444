// Frames of their own, beside the sum of the nämnd: from the tree that is read in to what is printed of a year.
#include <map>

#include "tests/forecast/service/upplands_bro.h"

namespace prognos::service {
namespace {

using ::testing::HasSubstr;

class OwnFramesTest : public UpplandsBroTest {};

// Nämnd -15 116, ekonomiskt bistånd -11, together -15 127.
TEST_F(OwnFramesTest, TheNamndOfUpplandsBroIsSummedWithoutEkonomisktBistand) {
  ImportYears();
  Decide();
  const v1::Forecast forecast = StoredForecast(CreateRound(2022, v1::ROUND_YEAR_END).name());
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
  const v1::Forecast made = CreateRound(2022, v1::ROUND_AUTUMN);
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
    return StoredForecast(made.name());
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
  const v1::Forecast autumn = CreateRound(2022, v1::ROUND_AUTUMN);
  const v1::Forecast year_end = CreateRound(2022, v1::ROUND_YEAR_END);
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
  const v1::Forecast before = CreateRound(2022, v1::ROUND_YEAR_END);
  v1::UpsertActivitiesRequest request;
  *request.add_activities() = ActivityOf("bistand", "", false);
  ASSERT_TRUE(Upsert(request).ok());
  EXPECT_EQ(StoredForecast(before.name()).lines_without_frames_size(), 3);
  EXPECT_EQ(CreateRound(2022, v1::ROUND_YEAR_END).lines_without_frames_size(), 0);
}

}  // namespace
}  // namespace prognos::service
