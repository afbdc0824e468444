#include "forecast/service/evaluation_service.h"

#include <atomic>
#include <chrono>
#include <cmath>
#include <thread>

#include "absl/strings/escaping.h"
#include "absl/synchronization/notification.h"
#include "forecast/messages/wire/message_proto.h"
#include "forecast/service/fingerprint.h"
#include "forecast/service/paging.h"
#include "messages/refusal.h"
#include "tests/forecast/service/cpu_time.h"
#include "tests/forecast/service/service_fixture.h"
#include "tests/forecast/service/service_of_parts.h"

namespace prognos::service {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// What a stream sent.
struct Received {
  grpc::Status status;
  std::vector<v1::EvaluationRow> rows;
  std::vector<v1::BacktestPage> pages;
  std::vector<v1::BacktestProgress> progress;
  v1::Evaluation evaluation;
};

std::vector<std::string> Bytes(const std::vector<v1::EvaluationRow>& rows) {
  std::vector<std::string> bytes;
  for (const v1::EvaluationRow& row : rows) bytes.push_back(row.SerializeAsString());
  return bytes;
}

class EvaluationServiceTest : public ServiceTest {
 protected:
  // 2018-2022 of a cost and a revenue.
  void CreateMunicipality() {
    CreateSmallOrganization();
    ImportFiveYears("care.cost", 100'000'00);
    ImportFiveYears("care.revenue", 20'000'00);
  }

  static v1::BacktestRequest Request() {
    v1::BacktestRequest request;
    request.set_organization("organizations/o");
    request.set_first_year(2021);
    request.set_last_year(2022);
    request.add_rounds(v1::ROUND_AUTUMN);
    request.add_rounds(v1::ROUND_SPRING);
    request.set_path_count(200);
    return request;
  }

  // Reads until the end, or until `most_pages` pages have come; then the call is cancelled.
  Received Backtest(const v1::BacktestRequest& request, int most_pages = 1'000'000) {
    Received received;
    grpc::ClientContext call;
    const auto reader = evaluation_->Backtest(&call, request);
    v1::BacktestResponse message;
    while (reader->Read(&message)) {
      if (message.has_progress()) received.progress.push_back(message.progress());
      if (message.has_evaluation()) received.evaluation = message.evaluation();
      if (!message.has_page()) continue;
      received.pages.push_back(message.page());
      received.rows.insert(received.rows.end(), message.page().rows().begin(), message.page().rows().end());
      if (static_cast<int>(received.pages.size()) == most_pages) call.TryCancel();
    }
    received.status = reader->Finish();
    return received;
  }

  v1::GetEvaluationResponse Get(const std::string& name, int page_size = 0) {
    v1::GetEvaluationResponse all;
    v1::GetEvaluationRequest request;
    request.set_name(name);
    request.set_page_size(page_size);
    do {
      v1::GetEvaluationResponse page;
      grpc::ClientContext call;
      const grpc::Status status = evaluation_->GetEvaluation(&call, request, &page);
      EXPECT_TRUE(status.ok()) << status.error_message();
      *all.mutable_evaluation() = page.evaluation();
      all.mutable_rows()->MergeFrom(page.rows());
      request.set_page_token(page.next_page_token());
    } while (!request.page_token().empty());
    return all;
  }

  v1::ListEvaluationsResponse List() {
    v1::ListEvaluationsRequest request;
    request.set_organization("organizations/o");
    v1::ListEvaluationsResponse response;
    grpc::ClientContext call;
    const grpc::Status status = evaluation_->ListEvaluations(&call, request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response;
  }

  static v1::EvaluationRow Row(const Received& received, const std::string& activity, v1::Measure measure,
                               v1::Round round, const std::string& model) {
    for (const v1::EvaluationRow& row : received.rows) {
      if (row.display_name() == activity && row.measure() == measure && row.round() == round && row.model() == model) {
        return row;
      }
    }
    ADD_FAILURE() << "no row of " << activity << " " << model;
    return {};
  }
};

TEST_F(EvaluationServiceTest, ErrorsAreThoseByHand) {
  CreateMunicipality();
  const Received received = Backtest(Request());
  ASSERT_TRUE(received.status.ok()) << received.status.error_message();
  // Cost of year y: every month 100 000 x (1 + (y - 2018) / 50) kr, July 10 000 more. In April 2022 the run rate says
  // 12 x 108 000; the year became that and 10 000. The error is 10 000 kr in each year.
  const v1::EvaluationRow row = Row(received, "care", v1::MEASURE_COST, v1::ROUND_SPRING, "run-rate");
  EXPECT_EQ(row.measures().years(), 2);
  EXPECT_EQ(row.measures().mean_error(), 10'000'00);
  EXPECT_EQ(row.measures().mean_absolute_error(), 10'000'00);
  ASSERT_EQ(row.years_size(), 2);
  EXPECT_EQ(row.years(1).year(), 2022);
  EXPECT_EQ(row.years(1).actual(), (12 * 108'000 + 10'000) * int64_t{100});
  EXPECT_EQ(row.years(1).forecast(), 12 * 108'000'00);
  // 20 000 kr of 1 282 000 + 1 306 000 kr.
  EXPECT_NEAR(row.measures().weighted_percentage_error(), 100.0 * 20'000 / (1'282'000 + 1'306'000), 1e-6);
  // The net is a fifth less: the revenue is the same curve, a fifth as high.
  EXPECT_EQ(Row(received, "", v1::MEASURE_NET, v1::ROUND_SPRING, "run-rate").measures().mean_error(), 8'000'00);
}

// Every twelve months are 24 000 kr above those before them, so that is the scale: 10 000 / 24 000.
TEST_F(EvaluationServiceTest, SquaredAndScaledErrorsAreThoseByHand) {
  CreateMunicipality();
  const Received received = Backtest(Request());
  ASSERT_TRUE(received.status.ok()) << received.status.error_message();
  const v1::Measures cost = Row(received, "care", v1::MEASURE_COST, v1::ROUND_SPRING, "run-rate").measures();
  EXPECT_EQ(cost.root_mean_squared_error(), 10'000'00);
  EXPECT_NEAR(cost.scaled_error(), 10.0 / 24, 1e-6);
  EXPECT_NEAR(cost.root_mean_squared_scaled_error(), 10.0 / 24, 1e-6);
  // Forecasts 1 272 000 and 1 296 000, outcomes 10 000 more.
  EXPECT_NEAR(cost.symmetric_percentage_error(), 100.0 * (10.0 / (1272 + 1282) + 10.0 / (1296 + 1306)), 1e-6);
  EXPECT_GE(cost.interval_score_90(), 0);
  // The sum is of cost and revenue, a fifth of the cost: the same share of its own scale.
  const v1::Measures net = Row(received, "", v1::MEASURE_NET, v1::ROUND_SPRING, "run-rate").measures();
  EXPECT_NEAR(net.scaled_error(), 10.0 / 24, 1e-6);
  // A model without forecasts has no measures.
  const v1::Measures none = Row(received, "care", v1::MEASURE_COST, v1::ROUND_SPRING, "remaining-budget").measures();
  EXPECT_FALSE(none.has_root_mean_squared_error() || none.has_scaled_error() || none.has_interval_score_80());
}

// Known January-April 2022: the seasonal naive lacks 8 x 2 000 kr of the year, the run rate 10 000, last year's share
// less than 2 000. A revenue is a fifth of its cost, so the ratios are those of either.
TEST_F(EvaluationServiceTest, EveryModelIsSetAgainstEveryBaseline) {
  CreateMunicipality();
  const Received received = Backtest(Request());
  ASSERT_TRUE(received.status.ok()) << received.status.error_message();
  int compared = 0;
  for (const v1::ModelSummary& summary : received.evaluation.summaries()) {
    if (summary.round() != v1::ROUND_SPRING || summary.model() != "run-rate") continue;
    std::vector<std::string> baselines;
    for (const v1::RelativeToBaseline& baseline : summary.relative_to_baselines()) {
      baselines.push_back(baseline.baseline());
      if (baseline.baseline() == "last-years-share") continue;
      EXPECT_EQ(baseline.forecast_count(), 4);
      EXPECT_NEAR(baseline.relative_error(), 10.0 / 16, 1e-6) << baseline.baseline();
      ++compared;
    }
    EXPECT_THAT(baselines, ElementsAre("last-years-share", "seasonal-naive", "rolling-twelve"));
    EXPECT_NEAR(summary.scaled_error(), 10.0 / 24, 1e-6);
    EXPECT_NEAR(summary.root_mean_squared_scaled_error(), 10.0 / 24, 1e-6);
    EXPECT_TRUE(summary.has_scaled_interval_score_80() && summary.has_relative_crps());
  }
  EXPECT_EQ(compared, 2);
}

// Each month is 2 000 kr above the year before, so that is the scale; the run rate misses the 10 000 kr of July alone.
TEST_F(EvaluationServiceTest, MonthsAheadAreMeasuredByThemselves) {
  CreateMunicipality();
  v1::BacktestRequest request = Request();
  request.set_store(true);
  const Received received = Backtest(request);
  ASSERT_TRUE(received.status.ok()) << received.status.error_message();
  const v1::EvaluationRow row = Row(received, "care", v1::MEASURE_COST, v1::ROUND_SPRING, "run-rate");
  ASSERT_EQ(row.months_size(), 8);  // May ... December.
  EXPECT_EQ(row.months(2).months_ahead(), 3);
  EXPECT_EQ(row.months(2).month_count(), 2);
  EXPECT_EQ(row.months(2).mean_absolute_error(), 10'000'00);
  EXPECT_NEAR(row.months(2).weighted_percentage_error(), 100.0 * 20'000 / (116'000 + 118'000), 1e-6);
  EXPECT_NEAR(row.months(2).scaled_error(), 5.0, 1e-6);
  EXPECT_NEAR(row.months(2).root_mean_squared_scaled_error(), 5.0, 1e-6);
  EXPECT_EQ(row.months(2).root_mean_squared_error(), 10'000'00);
  EXPECT_TRUE(row.months(2).has_interval_score_95() && row.months(2).has_mean_pinball_loss());
  EXPECT_EQ(row.months(0).mean_absolute_error(), 0);
  const v1::Evaluation stored = Get(received.evaluation.name()).evaluation();
  int measured = 0;
  for (const v1::ModelSummary& summary : stored.summaries()) {
    if (summary.round() != v1::ROUND_SPRING || summary.model() != "run-rate") continue;
    ASSERT_EQ(summary.months_size(), 8);
    EXPECT_EQ(summary.months(2).month_count(), 4);  // Cost and revenue, two years.
    EXPECT_NEAR(summary.months(2).scaled_error(), 5.0, 1e-6);
    ++measured;
  }
  EXPECT_EQ(measured, 1);
}

TEST_F(EvaluationServiceTest, TheDefaultSaysWhatAForecastOfThatRoundSays) {
  CreateSmallOrganization();
  ImportFiveYears("care.cost", 100'000'00);
  v1::CreateForecastRequest create;
  create.set_organization("organizations/o");
  create.set_year(2022);
  create.set_round(v1::ROUND_AUTUMN);
  create.mutable_options()->set_seed(3);
  v1::CreateForecastResponse created;
  grpc::ClientContext call;
  ASSERT_TRUE(forecast_->CreateForecast(&call, create, &created).ok());
  v1::BacktestRequest request = Request();
  request.set_path_count(created.forecast().options().path_count());
  request.set_seed(3);
  const v1::EvaluationRow row = Row(Backtest(request), "care", v1::MEASURE_COST, v1::ROUND_AUTUMN, "default");
  ASSERT_EQ(row.years_size(), 2);
  const v1::ForecastLine& sum = created.forecast().lines(0);
  ASSERT_EQ(sum.measure(), v1::MEASURE_COST);
  // A forecast rounds each of the four months to come to whole öre, half an öre at most.
  EXPECT_NEAR(static_cast<double>(row.years(1).forecast()), static_cast<double>(sum.full_year()), 3.0);
  EXPECT_NEAR(static_cast<double>(row.years(1).quantiles().p10()), static_cast<double>(sum.full_year_quantiles().p10()),
              3.0);
}

TEST_F(EvaluationServiceTest, RoundsComeInTheOrderOfTheYearWithEveryModel) {
  CreateMunicipality();
  v1::BacktestRequest request = Request();
  request.add_models("theta");
  request.add_models("pooled-regression");
  const Received received = Backtest(request);
  ASSERT_TRUE(received.status.ok()) << received.status.error_message();
  EXPECT_THAT(received.evaluation.rounds(), ElementsAre(v1::ROUND_SPRING, v1::ROUND_AUTUMN));
  EXPECT_THAT(received.evaluation.years(), ElementsAre(2021, 2022));
  EXPECT_THAT(received.evaluation.models(),
              ElementsAre("default", "last-years-share", "run-rate", "seasonal-naive", "rolling-twelve",
                          "remaining-budget", "theta", "pooled-regression"));
  EXPECT_EQ(received.evaluation.row_count(), static_cast<int>(received.rows.size()));
  EXPECT_EQ(received.evaluation.summaries_size(), 2 * 8);
  EXPECT_EQ(received.rows.front().round(), v1::ROUND_SPRING);
  EXPECT_EQ(received.rows.back().round(), v1::ROUND_AUTUMN);
  EXPECT_TRUE(received.evaluation.name().empty());
  EXPECT_THAT(List().evaluations(), IsEmpty());
}

// A vårprognos that knows three months is what the forecast of March is everywhere else.
TEST_F(EvaluationServiceTest, RoundsKnowTheOrganizationsOwnMonths) {
  CreateMunicipality();
  v1::BacktestRequest request = Request();
  request.clear_rounds();
  request.add_rounds(v1::ROUND_MARCH);
  Received march = Backtest(request);
  ASSERT_TRUE(march.status.ok()) << march.status.error_message();
  EXPECT_THAT(march.evaluation.last_known_months(), ElementsAre(3));
  EXPECT_FALSE(march.evaluation.all_events());

  v1::SetRoundsRequest rounds;
  rounds.set_organization("organizations/o");
  v1::RoundMonths& own = *rounds.add_rounds();
  own.set_round(v1::ROUND_SPRING);
  own.set_last_known_month(3);
  v1::SetRoundsResponse set;
  grpc::ClientContext call;
  ASSERT_TRUE(ledger_->SetRounds(&call, rounds, &set).ok());
  request.set_rounds(0, v1::ROUND_SPRING);
  request.set_all_events(true);
  const Received spring = Backtest(request);
  ASSERT_TRUE(spring.status.ok()) << spring.status.error_message();
  EXPECT_THAT(spring.evaluation.last_known_months(), ElementsAre(3));
  EXPECT_TRUE(spring.evaluation.all_events());
  ASSERT_FALSE(march.rows.empty());
  for (v1::EvaluationRow& row : march.rows) row.set_round(v1::ROUND_SPRING);
  EXPECT_EQ(Bytes(spring.rows), Bytes(march.rows));
  // Both in one: two rounds of the same months.
  request.add_rounds(v1::ROUND_MARCH);
  const Received both = Backtest(request);
  ASSERT_TRUE(both.status.ok()) << both.status.error_message();
  EXPECT_THAT(both.evaluation.last_known_months(), ElementsAre(3, 3));
}

TEST_F(EvaluationServiceTest, AStreamThatBreaksGoesOnWithTheSameRowsThoughTheLedgerHasGrown) {
  CreateMunicipality();
  v1::BacktestRequest request = Request();
  request.set_page_size(7);
  const Received whole = Backtest(request);
  ASSERT_TRUE(whole.status.ok());
  ASSERT_GT(whole.pages.size(), 5u);
  for (const size_t broken_after : {size_t{1}, size_t{4}, whole.pages.size() - 1}) {
    now_ += absl::Hours(1);
    ASSERT_TRUE(Import({Batch({Amount("care.cost", "2022-01", 1'000'000'00 + broken_after)})}).ok());
    std::vector<v1::EvaluationRow> rows;
    for (size_t page = 0; page < broken_after; ++page) {
      rows.insert(rows.end(), whole.pages[page].rows().begin(), whole.pages[page].rows().end());
    }
    v1::BacktestRequest rest = request;
    rest.set_page_token(whole.pages[broken_after - 1].next_page_token());
    rest.set_page_size(5);  // Pages may be cut otherwise than before.
    const Received resumed = Backtest(rest);
    ASSERT_TRUE(resumed.status.ok()) << resumed.status.error_message();
    rows.insert(rows.end(), resumed.rows.begin(), resumed.rows.end());
    EXPECT_EQ(Bytes(rows), Bytes(whole.rows)) << "broken after page " << broken_after;
  }
}

TEST_F(EvaluationServiceTest, ATokenOfAnotherRequestIsRefused) {
  CreateMunicipality();
  v1::BacktestRequest request = Request();
  const Received whole = Backtest(request);
  request.set_page_token(whole.pages.front().next_page_token());
  request.set_seed(5);
  const grpc::Status status = Backtest(request).status;
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(status.error_message(), HasSubstr("page_token"));
}

// One request killed the service: a token with a negative round, marked as the request asks for, read outside an array.
TEST_F(EvaluationServiceTest, ATokenThatAClientMadeItselfIsRefusedAndTheServiceGoesOn) {
  CreateMunicipality();
  v1::BacktestRequest request = Request();
  const std::string mark = Fingerprint("page", absl::StrCat("Backtest ", request.SerializeAsString())).substr(0, 16);
  for (const char* const position : {"1900000000000000/-1/0", "1900000000000000/0/-5", "1900000000000000/99/0"}) {
    request.set_page_token(absl::WebSafeBase64Escape(absl::StrCat(mark, position)));
    EXPECT_EQ(Backtest(request).status.error_code(), grpc::StatusCode::INVALID_ARGUMENT) << position;
  }
  request.clear_page_token();
  EXPECT_TRUE(Backtest(request).status.ok());
}

// Were the key ever known, a position that means nothing is still only refused: before the first round, behind the
// last, before the first row, no moment, a moment that has not come.
TEST_F(EvaluationServiceTest, ASignedTokenWithAPositionThatMeansNothingIsRefused) {
  CreateMunicipality();
  v1::BacktestRequest request = Request();
  const std::string identity = absl::StrCat("Backtest ", request.SerializeAsString());
  const PageTokens tokens(*store_->TokenKey());
  for (const char* const position : {"1600000000000000/-1/0", "1600000000000000/99/0", "1600000000000000/0/-5",
                                     "-1/0/0", "4000000000000000/0/0", "1600000000000000/0", "x/0/0"}) {
    request.set_page_token(tokens.Make(identity, position));
    const grpc::Status status = Backtest(request).status;
    EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT) << position;
    EXPECT_THAT(status.error_message(), HasSubstr("page_token")) << position;
  }
}

TEST_F(EvaluationServiceTest, AStoredEvaluationIsReadBackAsItWasSentEvenAfterARestart) {
  CreateMunicipality();
  v1::BacktestRequest request = Request();
  request.set_store(true);
  const Received received = Backtest(request);
  ASSERT_TRUE(received.status.ok()) << received.status.error_message();
  EXPECT_EQ(received.evaluation.name(), "organizations/o/evaluations/2021-2022-1");
  Stop();
  Start();
  const v1::GetEvaluationResponse stored = Get(received.evaluation.name(), 7);
  EXPECT_EQ(stored.evaluation().SerializeAsString(), received.evaluation.SerializeAsString());
  EXPECT_EQ(Bytes({stored.rows().begin(), stored.rows().end()}), Bytes(received.rows));
  ASSERT_EQ(List().evaluations_size(), 1);
  EXPECT_EQ(List().evaluations(0).name(), received.evaluation.name());
  EXPECT_EQ(List().evaluations(0).summaries_size(), 0);
}

TEST_F(EvaluationServiceTest, AResumedStreamStoresTheWholeEvaluation) {
  CreateMunicipality();
  v1::BacktestRequest request = Request();
  request.set_store(true);
  request.set_page_size(7);
  const Received broken = Backtest(request, 1);
  EXPECT_EQ(broken.status.error_code(), grpc::StatusCode::CANCELLED);
  EXPECT_THAT(List().evaluations(), IsEmpty());
  request.set_page_token(broken.pages.front().next_page_token());
  const Received resumed = Backtest(request);
  ASSERT_TRUE(resumed.status.ok()) << resumed.status.error_message();
  std::vector<v1::EvaluationRow> rows =
      broken.pages.front().rows().empty()
          ? std::vector<v1::EvaluationRow>()
          : std::vector<v1::EvaluationRow>(broken.pages.front().rows().begin(), broken.pages.front().rows().end());
  rows.insert(rows.end(), resumed.rows.begin(), resumed.rows.end());
  const v1::GetEvaluationResponse stored = Get(resumed.evaluation.name());
  EXPECT_EQ(Bytes({stored.rows().begin(), stored.rows().end()}), Bytes(rows));
}

TEST_F(EvaluationServiceTest, TheSameRequestIdStoresOnceAndStreamsTheSameRows) {
  CreateMunicipality();
  v1::BacktestRequest request = Request();
  request.set_store(true);
  request.set_request_id("r-1");
  const Received first = Backtest(request);
  now_ += absl::Hours(1);
  ASSERT_TRUE(Import({Batch({Amount("care.cost", "2022-01", 1)})}).ok());
  const Received again = Backtest(request);
  ASSERT_TRUE(again.status.ok()) << again.status.error_message();
  EXPECT_EQ(Bytes(again.rows), Bytes(first.rows));
  EXPECT_EQ(again.evaluation.SerializeAsString(), first.evaluation.SerializeAsString());
  EXPECT_EQ(List().evaluations_size(), 1);
  request.set_seed(9);
  EXPECT_EQ(Backtest(request).status.error_code(), grpc::StatusCode::ALREADY_EXISTS);
}

TEST_F(EvaluationServiceTest, ACancelledCallStopsTheComputation) {
  CreateMunicipality();
  v1::BacktestRequest request = Request();
  request.clear_rounds();
  request.set_path_count(20'000);
  for (const char* model : {"ets", "theta", "structural", "stl-forecast", "tsb"}) request.add_models(model);
  grpc::ClientContext call;
  const auto reader = evaluation_->Backtest(&call, request);
  v1::BacktestResponse message;
  ASSERT_TRUE(reader->Read(&message));
  EXPECT_TRUE(message.has_progress());
  AwaitCpuTime(absl::Milliseconds(200));
  call.TryCancel();
  EXPECT_EQ(reader->Finish().error_code(), grpc::StatusCode::CANCELLED);
  EXPECT_LT(CpuTimeSoon(), absl::Milliseconds(30));
}

TEST_F(EvaluationServiceTest, AtItsDeadlineACallEnds) {
  CreateMunicipality();
  v1::BacktestRequest request = Request();
  request.set_path_count(20'000);
  grpc::ClientContext call;
  call.set_deadline(std::chrono::system_clock::now() + std::chrono::milliseconds(1));
  const auto reader = evaluation_->Backtest(&call, request);
  v1::BacktestResponse message;
  while (reader->Read(&message)) continue;
  EXPECT_EQ(reader->Finish().error_code(), grpc::StatusCode::DEADLINE_EXCEEDED);
}

TEST_F(EvaluationServiceTest, ASlowReaderGetsEveryRow) {
  CreateMunicipality();
  v1::BacktestRequest request = Request();
  request.set_page_size(1);
  grpc::ClientContext call;
  const auto reader = evaluation_->Backtest(&call, request);
  v1::BacktestResponse message;
  int rows = 0;
  while (reader->Read(&message)) {
    rows += message.page().rows_size();
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  EXPECT_TRUE(reader->Finish().ok());
  EXPECT_EQ(rows, static_cast<int>(Backtest(Request()).rows.size()));
}

TEST_F(EvaluationServiceTest, OneSeriesIsEvaluatedByItself) {
  CreateMunicipality();
  v1::BacktestRequest request = Request();
  request.set_series("organizations/o/series/care.revenue");
  const Received received = Backtest(request);
  ASSERT_TRUE(received.status.ok()) << received.status.error_message();
  EXPECT_EQ(received.rows.size(), 2u * 6u);
  for (const v1::EvaluationRow& row : received.rows) EXPECT_EQ(row.series(), "organizations/o/series/care.revenue");
  const Received all = Backtest(Request());
  EXPECT_EQ(Row(received, "care", v1::MEASURE_REVENUE, v1::ROUND_SPRING, "default").SerializeAsString(),
            Row(all, "care", v1::MEASURE_REVENUE, v1::ROUND_SPRING, "default").SerializeAsString());
  request.set_series("organizations/o/series/care.cows");
  EXPECT_EQ(Backtest(request).status.error_code(), grpc::StatusCode::NOT_FOUND);
}

TEST_F(EvaluationServiceTest, EveryFaultIsTold) {
  CreateMunicipality();
  v1::BacktestRequest request = Request();
  request.set_first_year(2023);
  request.add_rounds(v1::ROUND_YEAR_END);
  request.add_models("crystal-ball");
  request.set_path_count(7);
  request.set_request_id("r");
  const grpc::Status status = Backtest(request).status;
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(DetailOf(status).fault_count(), 5) << status.error_message();
  EXPECT_THAT(status.error_message(), HasSubstr("crystal-ball"));
}

// The refused round used to be followed by a second fault, that there were no last known months: no field of the
// request.
TEST_F(EvaluationServiceTest, ARefusedRoundIsOneFault) {
  CreateMunicipality();
  v1::BacktestRequest request = Request();
  request.clear_rounds();
  request.add_rounds(v1::ROUND_YEAR_END);
  const grpc::Status status = Backtest(request).status;
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  ASSERT_EQ(DetailOf(status).fault_count(), 1) << status.error_message();
  EXPECT_THAT(status.error_message(), HasSubstr("rounds[0]"));
}

TEST_F(EvaluationServiceTest, WithoutACompleteYearThereIsNothingToEvaluate) {
  CreateSmallOrganization();
  const grpc::Status status = Backtest(Request()).status;
  EXPECT_EQ(status.error_code(), grpc::StatusCode::FAILED_PRECONDITION);
  EXPECT_EQ(DetailOf(status).reason(), v1::REASON_NO_DATA);
  v1::BacktestRequest nowhere = Request();
  nowhere.set_organization("organizations/nowhere");
  EXPECT_EQ(Backtest(nowhere).status.error_code(), grpc::StatusCode::NOT_FOUND);
}

TEST_F(EvaluationServiceTest, AnUnknownEvaluationIsNotFound) {
  CreateMunicipality();
  v1::GetEvaluationRequest request;
  request.set_name("organizations/o/evaluations/x");
  v1::GetEvaluationResponse response;
  grpc::ClientContext call;
  const grpc::Status status = evaluation_->GetEvaluation(&call, request, &response);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(prognos::FromProto(DetailOf(status).message()), messages::refusal::NoEvaluation("o", "x"));
}

// Fault 04: four backtests made ListOrganizations wait for more than a minute. Here two are at work and two wait, all
// held up by their clock, while a read is answered.
TEST_F(EvaluationServiceTest, FourBacktestsDoNotHoldUpARead) {
  CreateMunicipality();
  absl::Notification free;
  std::atomic<int> at_work = 0;
  ServiceOfParts<EvaluationService> parts(*store_, [&] {
    ++at_work;
    free.WaitForNotification();
    return now_;
  });
  const auto stub = v1::EvaluationService::NewStub(parts.Channel());
  std::vector<std::unique_ptr<grpc::ClientContext>> calls;
  std::vector<std::unique_ptr<grpc::ClientReader<v1::BacktestResponse>>> streams;
  for (int at = 0; at < 4; ++at) {
    calls.push_back(std::make_unique<grpc::ClientContext>());
    streams.push_back(stub->Backtest(calls.back().get(), Request()));
  }
  while (at_work < 2) std::this_thread::yield();
  v1::ListEvaluationsRequest list;
  list.set_organization("organizations/o");
  v1::ListEvaluationsResponse listed;
  grpc::ClientContext call;
  EXPECT_TRUE(stub->ListEvaluations(&call, list, &listed).ok());
  EXPECT_EQ(at_work, 2);
  free.Notify();
  for (const auto& stream : streams) {
    v1::BacktestResponse message;
    while (stream->Read(&message)) {
    }
    EXPECT_TRUE(stream->Finish().ok());
  }
}

TEST_F(EvaluationServiceTest, WhereHeavyWorkFillsItsLaneABacktestIsRefusedAtOnce) {
  CreateMunicipality();
  absl::Notification free;
  ServiceOfParts<EvaluationService> parts(*store_, [this] { return now_; });
  for (int at = 0; at < 4; ++at) ASSERT_TRUE(parts.heavy.Begin([&free] { free.WaitForNotification(); }).ok());
  evaluation_ = v1::EvaluationService::NewStub(parts.Channel());
  const Received refused = Backtest(Request());
  EXPECT_EQ(refused.status.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
  EXPECT_EQ(DetailOf(refused.status).reason(), v1::REASON_BUSY);
  free.Notify();
}

// Sums went round the end of 64 bits and were told as figures. The store is written past the check of imports, as a
// store may have been that was filled before there was one.
TEST_F(EvaluationServiceTest, WhatIsTooLargeToSumIsRefusedAsForForecasts) {
  CreateMunicipality();
  std::vector<std::string> ids;
  for (int at = 0; at < 40; ++at) ids.push_back(absl::StrCat("u", at));
  CreateActivities("o", ids);
  for (std::string& id : ids) id += ".cost";
  CreateSeries("o", ids);
  std::vector<ledger::NewActual> actuals;
  for (const std::string& id : ids) {
    for (Month month = Month::January(2020); month < Month::January(2023); month = month + 1) {
      actuals.push_back({id, month, 1'000'000'000'000'000});
    }
  }
  ASSERT_TRUE(
      store_->Write([&](ledger::Writer& writer) { return writer.AppendActuals("o", actuals, {now_}).status(); }).ok());
  const Received refused = Backtest(Request());
  EXPECT_EQ(refused.status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(refused.status.error_message(), HasSubstr("are so large together that sums would overflow"));
  EXPECT_TRUE(refused.rows.empty());
}

TEST_F(EvaluationServiceTest, ABacktestSeesWhatWasRecordedByAClockThatWasAhead) {
  CreateMunicipality();
  const absl::Time today = now_;
  now_ = today + absl::Hours(24 * 365);
  ASSERT_TRUE(Import({Batch({Amount("care.cost", "2022-04", 1)})}).ok());
  now_ = today;
  // 2 x 60 months, and the correction.
  EXPECT_EQ(Backtest(Request()).evaluation.ledger_position(), 121);
}

}  // namespace
}  // namespace prognos::service
