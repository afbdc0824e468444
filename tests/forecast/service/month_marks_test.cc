#include "forecast/service/month_marks.h"

#include <map>
#include <numeric>
#include <string>
#include <vector>

#include "forecast/base/random.h"
#include "prognos/v1/events.grpc.pb.h"
#include "prognos/v1/history.grpc.pb.h"
#include "tests/forecast/service/deviation_terms.h"
#include "tests/forecast/service/service_fixture.h"

namespace prognos::service {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr char kMarkedOrganization[] = "organizations/o";

// "over" with "under" and "other" below it, and "beside"; all booked until August 2022, which it is now.
class MonthMarksTest : public ServiceTest {
 protected:
  MonthMarksTest() {
    now_ = absl::FromCivil(absl::CivilDay(2022, 9, 10), absl::UTCTimeZone());
    CreateOrganization("o");
    CreateActivities("o", {"over", "over>under", "over>other", "beside"});
    CreateSeries("o", {"under.cost", "other.cost", "other.revenue", "beside.cost"});
    RandomGenerator random(11);
    std::vector<v1::Actual> actuals;
    for (const std::string series : {"under.cost", "other.cost", "other.revenue", "beside.cost"}) {
      for (int at = 0; at < 56; ++at) {
        const int month = at % 12 + 1;
        actuals.push_back(Amount(series, absl::StrCat(2018 + at / 12, month < 10 ? "-0" : "-", month),
                                 1'000'000 + 7'000 * at + static_cast<int64_t>(40'000 * random.Normal())));
      }
    }
    EXPECT_TRUE(Import({Batch(actuals)}).ok());
    v1::BudgetVersion budget = EvenBudget(2022, "under.cost", 14'000'000);
    *budget.add_lines() = EvenBudget(2022, "other.cost", 15'000'000).lines(0);
    *budget.add_lines() = EvenBudget(2022, "beside.cost", 13'000'000).lines(0);
    EXPECT_TRUE(SetBudget(budget).ok());
  }

  static v1::MonthMark Mark(const std::string& month, v1::MonthState state, const std::string& activity = "") {
    v1::MonthMark mark;
    mark.set_month(month);
    mark.set_state(state);
    if (!activity.empty()) mark.set_activity(absl::StrCat(kMarkedOrganization, "/activities/", activity));
    return mark;
  }

  grpc::Status Put(const std::vector<v1::MonthMark>& marks, v1::MarkMonthsResponse* response = nullptr,
                   bool validate_only = false) {
    now_ += absl::Minutes(1);
    v1::MarkMonthsRequest request;
    request.set_organization(kMarkedOrganization);
    request.set_validate_only(validate_only);
    for (const v1::MonthMark& mark : marks) *request.add_marks() = mark;
    v1::MarkMonthsResponse ignored;
    grpc::ClientContext call;
    return ledger_->MarkMonths(&call, request, response == nullptr ? &ignored : response);
  }

  // "2022-08 under OPEN".
  std::vector<std::string> Marks(absl::Time as_of = absl::InfiniteFuture()) {
    v1::ListMonthMarksRequest request;
    request.set_organization(kMarkedOrganization);
    if (as_of != absl::InfiniteFuture()) request.mutable_as_of()->set_seconds(absl::ToUnixSeconds(as_of));
    v1::ListMonthMarksResponse response;
    grpc::ClientContext call;
    const grpc::Status status = ledger_->ListMonthMarks(&call, request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    std::vector<std::string> marks;
    for (const v1::MonthMark& mark : response.marks()) {
      marks.push_back(absl::StrCat(mark.month(), " ", mark.activity().substr(mark.activity().rfind('/') + 1), " ",
                                   v1::MonthState_Name(mark.state()).substr(12)));
    }
    return marks;
  }

  v1::Forecast Create(int last_known_month, absl::Time as_of = absl::InfiniteFuture()) {
    now_ += absl::Minutes(1);
    v1::CreateForecastRequest request;
    request.set_organization(kMarkedOrganization);
    request.set_year(2022);
    request.set_last_known_month(last_known_month);
    if (as_of != absl::InfiniteFuture()) request.mutable_as_of()->set_seconds(absl::ToUnixSeconds(as_of));
    v1::CreateForecastResponse response;
    grpc::ClientContext call;
    const grpc::Status status = forecast_->CreateForecast(&call, request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response.forecast();
  }

  static const v1::ForecastLine& LineOf(const v1::Forecast& forecast, const std::string& activity,
                                        v1::Measure measure) {
    for (const v1::ForecastLine& line : forecast.lines()) {
      if (line.activity().substr(line.activity().rfind('/') + 1) == activity && line.measure() == measure) return line;
    }
    ADD_FAILURE() << "no line " << activity;
    return forecast.lines(0);
  }
};

TEST_F(MonthMarksTest, TheNewestMarkThatCoversAnActivityCounts) {
  ASSERT_TRUE(Put({Mark("2022-08", v1::MONTH_STATE_OPEN, "under"), Mark("2022-07", v1::MONTH_STATE_PRELIMINARY)}).ok());
  const absl::Time first = now_;
  ASSERT_TRUE(Put({Mark("2022-08", v1::MONTH_STATE_CLOSED, "over")}).ok());
  EXPECT_THAT(Marks(), ElementsAre("2022-07  PRELIMINARY", "2022-08 over CLOSED"));
  ASSERT_TRUE(Put({Mark("2022-08", v1::MONTH_STATE_OPEN)}).ok());
  EXPECT_THAT(Marks(), ElementsAre("2022-07  PRELIMINARY", "2022-08  OPEN"));
  // What a wider mark hid comes again when it is said again.
  ASSERT_TRUE(Put({Mark("2022-08", v1::MONTH_STATE_OPEN, "under")}).ok());
  ASSERT_TRUE(Put({Mark("2022-08", v1::MONTH_STATE_UNSPECIFIED)}).ok());
  EXPECT_THAT(Marks(), ElementsAre("2022-07  PRELIMINARY"));
  EXPECT_THAT(Marks(first), ElementsAre("2022-07  PRELIMINARY", "2022-08 under OPEN"));
}

TEST_F(MonthMarksTest, TheSameAgainStoresNothing) {
  v1::MarkMonthsResponse response;
  ASSERT_TRUE(
      Put({Mark("2022-08", v1::MONTH_STATE_OPEN), Mark("2022-06", v1::MONTH_STATE_UNSPECIFIED)}, &response).ok());
  EXPECT_EQ(response.stored_count(), 1);
  EXPECT_EQ(response.unchanged_count(), 1);
  const int64_t recorded = response.marks(0).record_time().seconds();
  EXPECT_EQ(recorded, absl::ToUnixSeconds(now_));
  ASSERT_TRUE(Put({Mark("2022-08", v1::MONTH_STATE_OPEN)}, &response).ok());
  EXPECT_EQ(response.stored_count(), 0);
  EXPECT_EQ(response.marks(0).record_time().seconds(), recorded);
  ASSERT_TRUE(Put({Mark("2022-08", v1::MONTH_STATE_CLOSED)}, &response, /*validate_only=*/true).ok());
  EXPECT_EQ(response.stored_count(), 1);
  EXPECT_THAT(Marks(), ElementsAre("2022-08  OPEN"));
}

TEST_F(MonthMarksTest, EveryFaultIsToldAndNothingIsStored) {
  v1::CloseYearRequest close;
  close.set_organization(kMarkedOrganization);
  close.set_year(2021);
  v1::CloseYearResponse closed;
  grpc::ClientContext call;
  ASSERT_TRUE(ledger_->CloseYear(&call, close, &closed).ok());
  const grpc::Status form = Put({Mark("2022-08", v1::MONTH_STATE_OPEN), Mark("2022-10", v1::MONTH_STATE_OPEN),
                                 Mark("2022-08", v1::MONTH_STATE_CLOSED), Mark("2022-13", v1::MONTH_STATE_OPEN),
                                 Mark("2022-07", static_cast<v1::MonthState>(9))});
  EXPECT_EQ(form.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(DetailOf(form).faults_size(), 4) << form.error_message();
  EXPECT_THAT(form.error_message(), HasSubstr("has not begun; the current month is"));
  const grpc::Status fit = Put({Mark("2022-08", v1::MONTH_STATE_OPEN), Mark("2021-12", v1::MONTH_STATE_OPEN),
                                Mark("2022-08", v1::MONTH_STATE_OPEN, "nowhere")});
  EXPECT_EQ(fit.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(DetailOf(fit).faults_size(), 2) << fit.error_message();
  EXPECT_EQ(Put({}).error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(Marks(), IsEmpty());
}

TEST_F(MonthMarksTest, AMarkOfAYearThatIsClosedAfterwardsIsOutOfForce) {
  ASSERT_TRUE(Put({Mark("2021-12", v1::MONTH_STATE_OPEN)}).ok());
  v1::CloseYearRequest close;
  close.set_organization(kMarkedOrganization);
  close.set_year(2021);
  v1::CloseYearResponse closed;
  grpc::ClientContext call;
  ASSERT_TRUE(ledger_->CloseYear(&call, close, &closed).ok());
  EXPECT_THAT(Marks(), IsEmpty());
}

// A month that is open for all is not known: the forecast is that of the month before it, to the öre.
TEST_F(MonthMarksTest, AMonthThatIsOpenForAllIsNotKnown) {
  const v1::Forecast july = Create(7);
  const absl::Time before = now_;
  ASSERT_TRUE(Put({Mark("2022-08", v1::MONTH_STATE_OPEN)}).ok());
  const v1::Forecast open = Create(8);
  EXPECT_EQ(open.last_known_month(), "2022-07");
  EXPECT_THAT(open.name(), HasSubstr("/till-juli-2022-nr"));
  ASSERT_EQ(open.lines_size(), july.lines_size());
  for (int at = 0; at < july.lines_size(); ++at) {
    v1::ForecastLine line = open.lines(at);
    EXPECT_EQ(line.notes_size(), july.lines(at).notes_size() + (line.series().empty() ? 0 : 1)) << line.display_name();
    for (const v1::Note& note : line.notes()) {
      if (note.code() != v1::NOTE_CODE_OPEN_MONTH) continue;
      EXPECT_EQ(note.month(), "2022-08");
      EXPECT_EQ(note.filling().expected(), line.months(7).amount());
      EXPECT_GT(note.filling().booked(), 900'000);
      EXPECT_LE(note.filling().low_80(), note.filling().expected());
    }
    *line.mutable_notes() = july.lines(at).notes();
    EXPECT_EQ(line.SerializeAsString(), july.lines(at).SerializeAsString()) << line.display_name();
  }
  // One that was made as of before the mark, and one after it was taken away, believe the month.
  EXPECT_EQ(Create(8, before).last_known_month(), "2022-08");
  ASSERT_TRUE(Put({Mark("2022-08", v1::MONTH_STATE_CLOSED)}).ok());
  EXPECT_EQ(Create(8).last_known_month(), "2022-08");
}

TEST_F(MonthMarksTest, AMonthWithoutAnythingBookedMayBeOpen) {
  now_ = absl::FromCivil(absl::CivilDay(2022, 10, 10), absl::UTCTimeZone());
  ASSERT_TRUE(Put({Mark("2022-09", v1::MONTH_STATE_OPEN)}).ok());
  EXPECT_EQ(Create(9).last_known_month(), "2022-08");
}

// A month in which nothing is booked is missing unless all of it is said to be open.
TEST_F(MonthMarksTest, AMonthWithoutAnythingBookedThatIsNotOpenForAllIsMissing) {
  now_ = absl::FromCivil(absl::CivilDay(2022, 10, 10), absl::UTCTimeZone());
  ASSERT_TRUE(
      Put({Mark("2022-09", v1::MONTH_STATE_OPEN, "under"), Mark("2022-09", v1::MONTH_STATE_PRELIMINARY, "beside")})
          .ok());
  v1::CreateForecastRequest request;
  request.set_organization(kMarkedOrganization);
  request.set_year(2022);
  request.set_last_known_month(9);
  v1::CreateForecastResponse response;
  grpc::ClientContext call;
  const grpc::Status status = forecast_->CreateForecast(&call, request, &response);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::FAILED_PRECONDITION);
  EXPECT_EQ(DetailOf(status).reason(), v1::REASON_MONTHS_MISSING);
}

TEST_F(MonthMarksTest, OneActivityMayBeOpenWhileOthersAreKnown) {
  const v1::Forecast closed = Create(8);
  ASSERT_TRUE(
      Put({Mark("2022-08", v1::MONTH_STATE_OPEN, "over"), Mark("2022-08", v1::MONTH_STATE_CLOSED, "other")}).ok());
  const v1::Forecast open = Create(8);
  EXPECT_EQ(open.last_known_month(), "2022-08");
  const v1::ForecastLine& under = LineOf(open, "under", v1::MEASURE_COST);
  const v1::MonthValue& august = under.months(7);
  const int64_t booked = LineOf(closed, "under", v1::MEASURE_COST).months(7).amount();
  EXPECT_FALSE(august.known());
  EXPECT_EQ(august.booked(), booked);
  EXPECT_NE(august.amount(), booked);
  EXPECT_TRUE(august.has_quantiles());
  ASSERT_EQ(under.notes_size(), 1);
  EXPECT_EQ(under.notes(0).code(), v1::NOTE_CODE_OPEN_MONTH);
  EXPECT_EQ(under.notes(0).filling().booked(), booked);
  EXPECT_EQ(under.notes(0).filling().expected(), august.amount());
  EXPECT_LE(under.notes(0).filling().low_80(), august.quantiles().p25());
  EXPECT_TRUE(LineOf(open, "other", v1::MEASURE_COST).months(7).known());
  EXPECT_TRUE(LineOf(open, "beside", v1::MEASURE_COST).months(7).known());
  // What it would have become if nothing had been booked: the amount that is booked does not matter.
  ASSERT_TRUE(Import({Batch({Amount("under.cost", "2022-08", 3)})}).ok());
  const v1::Forecast other_amount = Create(8);
  EXPECT_EQ(LineOf(other_amount, "under", v1::MEASURE_COST).full_year(), under.full_year());
  EXPECT_EQ(LineOf(other_amount, "under", v1::MEASURE_COST).months(7).booked(), 3);
  EXPECT_EQ(LineOf(other_amount, "", v1::MEASURE_NET).full_year(), LineOf(open, "", v1::MEASURE_NET).full_year());
}

// The sums of a forecast with open months, one inside the year among them.
TEST_F(MonthMarksTest, WithOpenMonthsEverythingStillAddsUp) {
  ASSERT_TRUE(Put({Mark("2022-08", v1::MONTH_STATE_OPEN, "under"), Mark("2022-03", v1::MONTH_STATE_OPEN, "other"),
                   Mark("2022-08", v1::MONTH_STATE_OPEN, "beside")})
                  .ok());
  const v1::Forecast forecast = Create(8);
  for (const v1::ForecastLine& line : forecast.lines()) {
    int64_t year = 0;
    int64_t known = 0;
    for (const v1::MonthValue& month : line.months()) {
      year += month.amount();
      known += month.known() ? month.amount() : month.booked();
    }
    EXPECT_EQ(year, line.full_year()) << line.display_name();
    EXPECT_EQ(known, line.known_amount()) << line.display_name();
    if (!line.has_deviation()) continue;
    const v1::DeviationTerms& terms = line.explanation().full_year();
    EXPECT_EQ(TotalOf(terms), line.deviation()) << line.display_name();
  }
  int64_t sum = 0;
  for (const std::string activity : {"under", "other", "beside"}) {
    sum += LineOf(forecast, activity, v1::MEASURE_COST).full_year();
  }
  EXPECT_EQ(LineOf(forecast, "", v1::MEASURE_COST).full_year(), sum);
}

TEST_F(MonthMarksTest, ADifferenceFromAnOpenMonthIsExact) {
  const v1::Forecast closed = Create(8);
  ASSERT_TRUE(Put({Mark("2022-08", v1::MONTH_STATE_OPEN, "under")}).ok());
  const v1::Forecast open = Create(8);
  for (const auto& [base, other] : {std::pair(closed, open), std::pair(open, closed)}) {
    v1::DiffForecastsRequest request;
    request.set_base(base.name());
    request.set_name(other.name());
    v1::DiffForecastsResponse difference;
    grpc::ClientContext call;
    const grpc::Status status = forecast_->DiffForecasts(&call, request, &difference);
    ASSERT_TRUE(status.ok()) << status.error_message();
    for (const v1::DifferenceLine& line : difference.lines()) {
      const v1::DifferenceParts& parts = line.parts();
      EXPECT_EQ(
          parts.new_outcome() + parts.history() + parts.budget() + parts.events() + parts.judgement() + parts.model(),
          line.deviation() - line.base_deviation());
    }
  }
}

TEST_F(MonthMarksTest, AnOverrideOfAYearWithAnOpenMonthIsMetToTheOre) {
  ASSERT_TRUE(Put({Mark("2022-08", v1::MONTH_STATE_OPEN, "under")}).ok());
  const v1::Forecast open = Create(8);
  v1::SetOverrideRequest request;
  request.set_name(open.name());
  request.set_etag(open.etag());
  request.mutable_line()->set_activity("organizations/o/activities/under");
  request.mutable_line()->set_measure(v1::MEASURE_COST);
  request.set_full_year_ore(15'123'457);
  request.set_reason("said so");
  v1::SetOverrideResponse response;
  grpc::ClientContext call;
  const grpc::Status status = forecast_->SetOverride(&call, request, &response);
  ASSERT_TRUE(status.ok()) << status.error_message();
  v1::GetForecastRequest get;
  get.set_name(open.name());
  v1::GetForecastResponse got;
  grpc::ClientContext get_call;
  ASSERT_TRUE(forecast_->GetForecast(&get_call, get, &got).ok());
  EXPECT_EQ(LineOf(got.forecast(), "under", v1::MEASURE_COST).judged().full_year(), 15'123'457);
  const int64_t moved = 15'123'457 - LineOf(open, "under", v1::MEASURE_COST).full_year();
  EXPECT_EQ(LineOf(got.forecast(), "", v1::MEASURE_COST).judged().full_year(),
            LineOf(open, "", v1::MEASURE_COST).full_year() + moved);
}

TEST_F(MonthMarksTest, APreliminaryMonthIsTakenAsItStandsAndThatIsTold) {
  const v1::Forecast before = Create(8);
  ASSERT_TRUE(Put({Mark("2022-08", v1::MONTH_STATE_PRELIMINARY, "under")}).ok());
  const v1::Forecast preliminary = Create(8);
  const v1::ForecastLine& line = LineOf(preliminary, "under", v1::MEASURE_COST);
  ASSERT_EQ(line.notes_size(), 1);
  EXPECT_EQ(line.notes(0).code(), v1::NOTE_CODE_UNKNOWN_GROWTH);
  EXPECT_EQ(line.full_year(), LineOf(before, "under", v1::MEASURE_COST).full_year());
}

// A round of the year before knew nothing of a mark that is made now, and what is open now is no truth.
TEST_F(MonthMarksTest, AMarkChangesNoBacktestOfYearsThatAreDone) {
  const auto rows = [this] {
    v1::BacktestRequest request;
    request.set_organization(kMarkedOrganization);
    request.add_rounds(v1::ROUND_AUTUMN);
    request.add_models("last-years-share");
    grpc::ClientContext call;
    auto reader = evaluation_->Backtest(&call, request);
    std::vector<std::string> read;
    v1::BacktestResponse response;
    while (reader->Read(&response)) {
      for (const v1::EvaluationRow& row : response.page().rows()) read.push_back(row.SerializeAsString());
    }
    const grpc::Status status = reader->Finish();
    EXPECT_TRUE(status.ok()) << status.error_message();
    return read;
  };
  const std::vector<std::string> before = rows();
  ASSERT_TRUE(Put({Mark("2022-08", v1::MONTH_STATE_OPEN), Mark("2022-03", v1::MONTH_STATE_OPEN, "under")}).ok());
  EXPECT_EQ(rows(), before);
}

TEST_F(MonthMarksTest, TheHistoryTellsWhoMarkedMonths) {
  ASSERT_TRUE(Put({Mark("2022-08", v1::MONTH_STATE_OPEN), Mark("2022-07", v1::MONTH_STATE_OPEN, "under")}).ok());
  v1::ListChangesRequest request;
  request.set_organization(kMarkedOrganization);
  request.add_kinds(v1::CHANGE_KIND_MONTHS);
  v1::ListChangesResponse response;
  grpc::ClientContext call;
  const auto history = v1::HistoryService::NewStub(server_->InProcessChannel());
  const grpc::Status status = history->ListChanges(&call, request, &response);
  ASSERT_TRUE(status.ok()) << status.error_message();
  ASSERT_EQ(response.changes_size(), 1);
  EXPECT_EQ(response.changes(0).count(), 2);
}

}  // namespace
}  // namespace prognos::service
