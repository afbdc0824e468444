#include "forecast/service/forecast_service.h"

#include <algorithm>
#include <atomic>
#include <thread>

#include "absl/synchronization/notification.h"
#include "forecast/messages/wire/message_proto.h"
#include "forecast/outlook/canonical_input.h"
#include "forecast/outlook/packed_paths.h"
#include "forecast/service/fingerprint.h"
#include "messages/note.h"
#include "messages/refusal.h"
#include "tests/forecast/service/cpu_time.h"
#include "tests/forecast/service/service_fixture.h"
#include "tests/forecast/service/service_of_parts.h"

namespace prognos::service {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class ForecastServiceTest : public ServiceTest {
 protected:
  static v1::CreateForecastRequest Spring2022() {
    v1::CreateForecastRequest request;
    request.set_organization("organizations/o");
    request.set_year(2022);
    request.set_round(v1::ROUND_SPRING);
    return request;
  }

  grpc::Status Create(const v1::CreateForecastRequest& request, v1::Forecast* forecast = nullptr) {
    v1::CreateForecastResponse response;
    grpc::ClientContext call;
    const grpc::Status status = forecast_->CreateForecast(&call, request, &response);
    if (forecast != nullptr) *forecast = response.forecast();
    return status;
  }

  v1::ListForecastsResponse List() {
    v1::ListForecastsRequest request;
    request.set_organization("organizations/o");
    v1::ListForecastsResponse response;
    grpc::ClientContext call;
    const grpc::Status status = forecast_->ListForecasts(&call, request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response;
  }

  static const v1::ForecastLine& Line(const v1::Forecast& forecast, const std::string& activity, v1::Measure measure) {
    for (const v1::ForecastLine& line : forecast.lines()) {
      if (line.display_name() == activity && line.measure() == measure) return line;
    }
    ADD_FAILURE() << "no line " << activity << " " << v1::Measure_Name(measure);
    return forecast.lines(0);
  }
};

TEST_F(ForecastServiceTest, KnownMonthsAreTheLedgersAndOthersArePredicted) {
  CreateSmallOrganization();
  ImportFiveYears("care.cost", 100'000);
  ASSERT_TRUE(SetBudget(EvenBudget(2022, "care.cost", 1'200'000)).ok());
  v1::Forecast forecast;
  ASSERT_TRUE(Create(Spring2022(), &forecast).ok());
  EXPECT_EQ(forecast.last_known_month(), "2022-04");
  const v1::ForecastLine& line = Line(forecast, "care", v1::MEASURE_COST);
  ASSERT_EQ(line.months_size(), 12);
  int64_t sum = 0;
  for (int i = 0; i < 12; ++i) {
    EXPECT_EQ(line.months(i).known(), i < 4);
    EXPECT_EQ(line.months(i).has_quantiles(), i >= 4);
    // 2022 is 100 000 * (1 + 4/50) in every known month.
    if (i < 4) {
      EXPECT_EQ(line.months(i).amount(), 108'000);
    }
    sum += line.months(i).amount();
  }
  EXPECT_EQ(line.known_amount(), 4 * 108'000);
  EXPECT_EQ(line.full_year(), sum);
  EXPECT_EQ(line.budget(), 1'200'000);
  EXPECT_EQ(line.budget_to_date(), 400'000);
  EXPECT_EQ(line.deviation(), 1'200'000 - sum);
  EXPECT_EQ(line.last_year(), 12 * 106'000 + 10'000);
  EXPECT_GE(line.deficit_probability(), 0.0);
  EXPECT_LE(line.deficit_probability(), 1.0);
}

TEST_F(ForecastServiceTest, LaterMonthsThanTheRoundKnowsAreNotLookedAt) {
  CreateSmallOrganization();
  ImportFiveYears("care.cost", 100'000);
  v1::Forecast before, after;
  ASSERT_TRUE(Create(Spring2022(), &before).ok());
  ASSERT_TRUE(Import({Batch({Amount("care.cost", "2022-12", 9'999'999'99)})}).ok());
  ASSERT_TRUE(Create(Spring2022(), &after).ok());
  for (int i = 0; i < before.lines_size(); ++i) {
    EXPECT_EQ(before.lines(i).SerializeAsString(), after.lines(i).SerializeAsString());
  }
}

TEST_F(ForecastServiceTest, AForecastIsRepeatedToTheOreAsKnownAtItsMoment) {
  CreateSmallOrganization();
  ImportFiveYears("care.cost", 100'000);
  v1::Forecast first, later, repeated;
  ASSERT_TRUE(Create(Spring2022(), &first).ok());
  now_ += absl::Hours(24);
  ASSERT_TRUE(Import({Batch({Amount("care.cost", "2022-04", 200'000)})}).ok());
  ASSERT_TRUE(Create(Spring2022(), &later).ok());
  v1::CreateForecastRequest as_then = Spring2022();
  *as_then.mutable_as_of() = first.as_of();
  ASSERT_TRUE(Create(as_then, &repeated).ok());
  EXPECT_NE(first.lines(0).SerializeAsString(), later.lines(0).SerializeAsString());
  EXPECT_EQ(first.ledger_position(), repeated.ledger_position());
  ASSERT_EQ(first.lines_size(), repeated.lines_size());
  for (int i = 0; i < first.lines_size(); ++i) {
    EXPECT_EQ(first.lines(i).SerializeAsString(), repeated.lines(i).SerializeAsString());
  }
}

class StructureTest : public ForecastServiceTest {
 protected:
  // "elder" above "home" and "care", and "young"; five years of three costs, one revenue and a budget.
  void CreateTree() {
    CreateOrganization("o");
    CreateActivities("o", {"elder", "elder>home", "elder>care", "young"});
    CreateSeries("o", {"home.cost", "care.cost", "care.revenue", "young.cost"});
    ImportFiveYears("home.cost", 3'000'000);
    ImportFiveYears("care.cost", 500'000);
    ImportFiveYears("care.revenue", 200'000);
    ImportFiveYears("young.cost", 70'000'001);
    ASSERT_TRUE(SetBudget(EvenBudget(2022, "care.cost", 6'500'000)).ok());
  }

  void Upsert(const std::string& id, const std::string& parent, const std::string& display_name, int order) {
    v1::UpsertActivitiesRequest request;
    request.set_organization("organizations/o");
    v1::Activity& activity = *request.add_activities();
    activity.set_name("organizations/o/activities/" + id);
    if (!parent.empty()) activity.set_parent("organizations/o/activities/" + parent);
    activity.set_display_name(display_name);
    activity.set_order(order);
    v1::UpsertActivitiesResponse response;
    grpc::ClientContext call;
    const grpc::Status status = ledger_->UpsertActivities(&call, request, &response);
    ASSERT_TRUE(status.ok()) << status.error_message();
  }

  void NameSeries(const std::string& activity, const std::string& display_name) {
    v1::UpsertSeriesRequest request;
    request.set_organization("organizations/o");
    v1::Series& series = *request.add_series();
    series.set_activity("organizations/o/activities/" + activity);
    series.set_flow(v1::FLOW_COST);
    series.set_display_name(display_name);
    v1::UpsertSeriesResponse response;
    grpc::ClientContext call;
    ASSERT_TRUE(ledger_->UpsertSeries(&call, request, &response).ok());
  }

  void SetRule(const std::string& activity) {
    v1::SetPostingRulesRequest request;
    request.set_organization("organizations/o");
    v1::PostingRule& rule = *request.add_rules();
    rule.set_first_account("4000");
    rule.set_last_account("4999");
    rule.set_activity("organizations/o/activities/" + activity);
    rule.set_flow(v1::FLOW_COST);
    v1::SetPostingRulesResponse response;
    grpc::ClientContext call;
    ASSERT_TRUE(ledger_->SetPostingRules(&call, request, &response).ok());
  }

  void Close(int year) {
    v1::CloseYearRequest request;
    request.set_organization("organizations/o");
    request.set_year(year);
    request.set_reason("a test");
    v1::CloseYearResponse response;
    grpc::ClientContext call;
    ASSERT_TRUE(ledger_->CloseYear(&call, request, &response).ok());
  }

  // Each line with its place in the tree, names and every number.
  static std::vector<std::string> LinesOf(const v1::Forecast& forecast) {
    std::vector<std::string> lines;
    for (const v1::ForecastLine& line : forecast.lines()) lines.push_back(line.ShortDebugString());
    return lines;
  }

  v1::Forecast Created(const v1::CreateForecastRequest& request) {
    v1::Forecast forecast;
    const grpc::Status status = Create(request, &forecast);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return forecast;
  }
};

// The structure was overwritten, so that the spring's forecast, made again in the autumn, had the autumn's tree: sums
// of "elder" without "home", names that nobody knew in the spring.
TEST_F(StructureTest, AnEarlierForecastIsRepeatedAfterMovesNamesRulesClosingsBudgetsAndCorrections) {
  CreateTree();
  SetRule("home");
  const v1::Forecast first = Created(Spring2022());
  now_ += absl::Hours(24);
  Upsert("home", "young", "Hemma", 7);
  Upsert("care", "", "Omsorg", 1);
  Upsert("new", "", "Ny", 0);
  CreateSeries("o", {"new.cost"});
  ImportFiveYears("new.cost", 900'000);
  NameSeries("care", "Omsorgens kostnad");
  SetRule("care");
  ASSERT_TRUE(SetBudget(EvenBudget(2022, "care.cost", 9'999'999, "2022-05-12")).ok());
  ASSERT_TRUE(SetBudget(EvenBudget(2022, "home.cost", 44'000'000)).ok());
  ASSERT_TRUE(Import({Batch({Amount("care.cost", "2022-02", 777'777), Amount("home.cost", "2020-07", -5)})}).ok());
  Close(2021);

  const v1::Forecast later = Created(Spring2022());
  EXPECT_NE(LinesOf(later), LinesOf(first));
  // In the spring "elder" was care and home; in the autumn it is nothing at all, and care's February another.
  EXPECT_EQ(Line(first, "elder", v1::MEASURE_COST).known_amount(), 4 * (3'240'000 + 540'000));
  EXPECT_EQ(Line(later, "Omsorgens kostnad", v1::MEASURE_COST).known_amount(), 3 * 540'000 + 777'777);

  v1::CreateForecastRequest as_then = Spring2022();
  *as_then.mutable_as_of() = first.as_of();
  const v1::Forecast repeated = Created(as_then);
  EXPECT_EQ(LinesOf(repeated), LinesOf(first));
  EXPECT_EQ(repeated.input_digest(), first.input_digest());
  EXPECT_NE(later.input_digest(), first.input_digest());
  Stop();
  Start();
  EXPECT_EQ(LinesOf(Created(as_then)), LinesOf(first));
  EXPECT_EQ(LinesOf(StoredForecast(first.name())), LinesOf(first));
}

TEST_F(StructureTest, ABudgetIsListedByTheTreeOfItsMoment) {
  CreateTree();
  ASSERT_TRUE(SetBudget(EvenBudget(2023, "young.cost", 12)).ok());
  v1::BudgetVersion both = EvenBudget(2023, "care.cost", 24);
  *both.add_lines() = EvenBudget(2023, "young.cost", 12).lines(0);
  ASSERT_TRUE(SetBudget(both).ok());
  const absl::Time then = now_;
  now_ += absl::Hours(24);
  Upsert("young", "", "young", 0);
  Upsert("elder", "", "elder", 1);
  const auto order = [&](absl::Time as_of) {
    v1::GetBudgetRequest request;
    request.set_organization("organizations/o");
    request.set_year(2023);
    request.mutable_as_of()->set_seconds(absl::ToUnixSeconds(as_of));
    v1::GetBudgetResponse response;
    grpc::ClientContext call;
    EXPECT_TRUE(budget_->GetBudget(&call, request, &response).ok());
    std::vector<std::string> series;
    for (const v1::BudgetLine& line : response.lines()) series.push_back(line.series());
    return series;
  };
  EXPECT_THAT(order(then), ElementsAre("organizations/o/series/care.cost", "organizations/o/series/young.cost"));
  EXPECT_THAT(order(now_), ElementsAre("organizations/o/series/young.cost", "organizations/o/series/care.cost"));
}

TEST_F(ForecastServiceTest, AStoredForecastIsReadBackAsItWasEvenAfterARestart) {
  CreateSmallOrganization();
  ImportFiveYears("care.cost", 100'000);
  v1::Forecast forecast;
  ASSERT_TRUE(Create(Spring2022(), &forecast).ok());
  EXPECT_EQ(forecast.name(), "organizations/o/forecasts/var-2022-nr1");
  Stop();
  Start();
  EXPECT_EQ(StoredForecast(forecast.name()).SerializeAsString(), forecast.SerializeAsString());
}

TEST_F(ForecastServiceTest, TheListShowsTheNewestFirstPageByPageWithoutLines) {
  CreateSmallOrganization();
  ImportFiveYears("care.cost", 100'000);
  for (const v1::Round round : {v1::ROUND_MARCH, v1::ROUND_SPRING, v1::ROUND_AUTUMN}) {
    v1::CreateForecastRequest request = Spring2022();
    request.set_round(round);
    ASSERT_TRUE(Create(request).ok());
  }
  std::vector<std::string> names;
  v1::ListForecastsRequest request;
  request.set_organization("organizations/o");
  request.set_year(2022);
  request.set_page_size(2);
  do {
    v1::ListForecastsResponse page;
    grpc::ClientContext call;
    ASSERT_TRUE(forecast_->ListForecasts(&call, request, &page).ok());
    for (const v1::Forecast& one : page.forecasts()) {
      names.push_back(one.name().substr(std::string("organizations/o/forecasts/").size()));
      EXPECT_EQ(one.lines_size(), 0);
    }
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  EXPECT_THAT(names, ElementsAre("host-2022-nr1", "var-2022-nr1", "mars-2022-nr1"));
}

TEST_F(ForecastServiceTest, TheSameRequestIdGivesTheSameForecastOnce) {
  CreateSmallOrganization();
  ImportFiveYears("care.cost", 100'000);
  v1::CreateForecastRequest request = Spring2022();
  request.set_request_id("f1");
  v1::Forecast first, second;
  ASSERT_TRUE(Create(request, &first).ok());
  now_ += absl::Hours(1);
  ASSERT_TRUE(Create(request, &second).ok());
  EXPECT_EQ(first.SerializeAsString(), second.SerializeAsString());
  request.set_year(2021);
  EXPECT_EQ(DetailOf(Create(request)).reason(), v1::REASON_REQUEST_ID_REUSED);
}

// The answer to a request was kept beside the forecast that it made, so that each lay twice in the store.
TEST_F(ForecastServiceTest, AForecastIsStoredOnceAndListedByItsHeader) {
  CreateSmallOrganization();
  ImportFiveYears("care.cost", 100'000);
  v1::CreateForecastRequest request = Spring2022();
  request.set_request_id("f1");
  v1::Forecast forecast;
  ASSERT_TRUE(Create(request, &forecast).ok());
  ASSERT_TRUE(store_
                  ->Read([&](ledger::Reader& reader) -> absl::Status {
                    v1::CreateForecastResponse kept;
                    EXPECT_TRUE(kept.ParseFromString((*reader.FindRequest("o", "f1"))->response));
                    EXPECT_EQ(kept.forecast().ShortDebugString(), "name: \"" + forecast.name() + "\"");
                    v1::Forecast header;
                    EXPECT_TRUE(header.ParseFromString(reader.ListForecasts("o", 0, 0, 0)->at(0).header));
                    EXPECT_EQ(header.lines_size(), 0);
                    EXPECT_EQ(header.input_digest(), forecast.input_digest());
                    return absl::OkStatus();
                  })
                  .ok());
}

// What is kept beside the lines is enough to add them up anew, and to compute them anew.
TEST_F(ForecastServiceTest, AStoredForecastKeepsItsInputsAndPaths) {
  CreateSmallOrganization();
  ImportFiveYears("care.cost", 100'000);
  ImportFiveYears("care.revenue", 30'000);
  v1::Forecast forecast;
  ASSERT_TRUE(Create(Spring2022(), &forecast).ok());
  ledger::ForecastBasis basis;
  ASSERT_TRUE(store_
                  ->Read([&](ledger::Reader& reader) -> absl::Status {
                    basis = *reader.GetForecastBasis("o", "var-2022-nr1");
                    return absl::OkStatus();
                  })
                  .ok());
  EXPECT_EQ(basis.input_digest, Sha256(basis.input));
  EXPECT_EQ(basis.input_digest, forecast.input_digest());
  outlook::OutlookInput input = *outlook::FromBytes(basis.input);
  EXPECT_EQ(outlook::ComputeOutlook(input)->lines[0].full_year, forecast.lines(0).full_year());
  ASSERT_EQ(basis.paths.size(), 3u);
  EXPECT_EQ(basis.paths[0].series_id, "care.cost");
  EXPECT_EQ(basis.paths[1].packed, "");  // The days, of which nothing is known.
  EXPECT_EQ(basis.paths[2].series_id, "care.revenue");
  Vector net = *outlook::UnpackPaths(basis.paths[0].packed) - *outlook::UnpackPaths(basis.paths[2].packed);
  ASSERT_EQ(net.size(), 2000);
  std::sort(net.begin(), net.end());
  const v1::ForecastLine& line = Line(forecast, "care", v1::MEASURE_NET);
  // The median of an even number lies between the two in the middle; the packing moves a path by less than 1 / 100 000
  // of their range.
  const double range = net[1999] - net[0];
  EXPECT_NEAR(static_cast<double>(line.known_amount()) + (net[999] + net[1000]) / 2.0,
              static_cast<double>(line.full_year_quantiles().p50()), range / 100'000 + 1.0);
}

TEST_F(ForecastServiceTest, ASeriesTellsHowItsForecastCameAbout) {
  CreateSmallOrganization();
  ImportFiveYears("care.cost", 100'000);
  v1::Forecast forecast;
  ASSERT_TRUE(Create(Spring2022(), &forecast).ok());
  const v1::ModelChoice& choice = Line(forecast, "care", v1::MEASURE_COST).model();
  double sum = 0.0;
  for (const v1::ModelWeight& weight : choice.weights()) sum += weight.weight();
  EXPECT_NEAR(sum, 1.0, 1e-9);
  EXPECT_EQ(choice.shrinkage(), 0.0);  // 52 months are known: nothing is taken from the pool.
  EXPECT_EQ(choice.calibration().month_factors_80_size(), 8);
  EXPECT_EQ(choice.calibration().month_factors_95_size(), 8);
  EXPECT_GT(choice.calibration().width(), 0.0);
  EXPECT_GT(choice.calibration().total_factor_80(), 0.0);
}

TEST_F(ForecastServiceTest, ValidateOnlyAnswersWithoutStoring) {
  CreateSmallOrganization();
  ImportFiveYears("care.cost", 100'000);
  v1::CreateForecastRequest request = Spring2022();
  request.set_validate_only(true);
  v1::Forecast forecast;
  ASSERT_TRUE(Create(request, &forecast).ok());
  EXPECT_EQ(forecast.name(), "");
  EXPECT_GT(forecast.lines_size(), 0);
  request.set_validate_only(false);
  ASSERT_TRUE(Create(request, &forecast).ok());
  EXPECT_EQ(forecast.name(), "organizations/o/forecasts/var-2022-nr1");
}

TEST_F(ForecastServiceTest, WithNoHistoryTheRemainingBudgetIsTheForecastAndTheNoteSaysSo) {
  CreateSmallOrganization();
  ASSERT_TRUE(SetBudget(EvenBudget(2022, "care.cost", 1'200'000)).ok());
  v1::Forecast forecast;
  v1::CreateForecastRequest request = Spring2022();
  EXPECT_EQ(DetailOf(Create(request)).reason(), v1::REASON_MONTHS_MISSING);
  request.set_preliminary(true);
  ASSERT_TRUE(Create(request, &forecast).ok());
  const v1::ForecastLine& line = Line(forecast, "care", v1::MEASURE_COST);
  // Nothing is known of January to April either, so all twelve months follow the budget.
  EXPECT_EQ(line.full_year(), 1'200'000);
  ASSERT_GE(line.notes_size(), 1);
  EXPECT_EQ(line.notes(0).code(), v1::NOTE_CODE_NO_HISTORY);
  EXPECT_EQ(prognos::FromProto(line.notes(0).message()), messages::note::NoHistory());
  EXPECT_EQ(line.notes(0).text(), "there is no history; the remaining budget is the forecast");
}

// 2022 has money through August, and a volume in September.
class MissingMonthsTest : public ForecastServiceTest {
 protected:
  MissingMonthsTest() {
    CreateSmallOrganization();
    std::vector<v1::Actual> actuals;
    for (int at = 0; at < 32; ++at) {
      actuals.push_back(Amount("care.cost", (Month::January(2020) + at).ToString(), 100'000));
    }
    EXPECT_TRUE(Import({Batch(actuals)}).ok());
  }

  static v1::CreateForecastRequest YearEnd2022() {
    v1::CreateForecastRequest request = Spring2022();
    request.set_round(v1::ROUND_YEAR_END);
    return request;
  }
};

// Case ekonom-11.
TEST_F(MissingMonthsTest, ABokslutWithoutDecemberIsRefusedWithWhatIsMissing) {
  const grpc::Status status = Create(YearEnd2022());
  EXPECT_EQ(status.error_code(), grpc::StatusCode::FAILED_PRECONDITION);
  EXPECT_EQ(DetailOf(status).reason(), v1::REASON_MONTHS_MISSING);
  EXPECT_THAT(status.error_message(), HasSubstr("2022-09 – 2022-12"));
  EXPECT_EQ(List().forecasts_size(), 0);
  // August is there; March 2023 is not.
  v1::CreateForecastRequest request = Spring2022();
  request.set_round(v1::ROUND_AUTUMN);
  v1::Forecast forecast;
  EXPECT_TRUE(Create(request, &forecast).ok());
  EXPECT_THAT(forecast.missing_months(), IsEmpty());
  request.set_year(2023);
  request.set_round(v1::ROUND_MARCH);
  EXPECT_THAT(Create(request).error_message(), HasSubstr("2023-01 – 2023-03"));
}

TEST_F(MissingMonthsTest, APreliminaryBokslutIsMarkedAlsoWhereItIsReadAgain) {
  v1::CreateForecastRequest request = YearEnd2022();
  request.set_preliminary(true);
  v1::Forecast forecast;
  ASSERT_TRUE(Create(request, &forecast).ok());
  EXPECT_THAT(forecast.missing_months(), ElementsAre("2022-09", "2022-10", "2022-11", "2022-12"));
  EXPECT_FALSE(Line(forecast, "care", v1::MEASURE_COST).months(8).known());
  EXPECT_THAT(StoredForecast(forecast.name()).missing_months(), SizeIs(4));
  EXPECT_THAT(List().forecasts(0).missing_months(), SizeIs(4));
  // What is there is not preliminary by being asked for so.
  request.set_round(v1::ROUND_AUTUMN);
  ASSERT_TRUE(Create(request, &forecast).ok());
  EXPECT_THAT(forecast.missing_months(), IsEmpty());
}

TEST_F(MissingMonthsTest, MonthsBeforeTheLedgersFirstAreNotMissingAndThoseWithinAre) {
  CreateOrganization("new");
  CreateActivities("new", {"care"});
  CreateSeries("new", {"care.cost"});
  std::vector<v1::Actual> actuals;
  for (const char* month : {"2022-05", "2022-06", "2022-08"}) {
    v1::Actual& actual = actuals.emplace_back(Amount("care.cost", month, 100'000));
    actual.set_series("organizations/new/series/care.cost");
  }
  v1::ImportActualsRequest batch = Batch(actuals);
  batch.set_organization("organizations/new");
  ASSERT_TRUE(Import({batch}).ok());
  v1::CreateForecastRequest request = Spring2022();
  request.set_organization("organizations/new");
  request.set_round(v1::ROUND_AUTUMN);
  EXPECT_THAT(Create(request).error_message(), HasSubstr("nothing is booked in 2022-07, which"));
}

TEST_F(ForecastServiceTest, AYearWithNoDataAtAllIsRefused) {
  CreateSmallOrganization();
  const grpc::Status status = Create(Spring2022());
  EXPECT_EQ(status.error_code(), grpc::StatusCode::FAILED_PRECONDITION);
  EXPECT_EQ(DetailOf(status).reason(), v1::REASON_NO_DATA);
}

TEST_F(ForecastServiceTest, AYearFarBeyondTheDataIsRefusedAndNotForecastAsZero) {
  CreateSmallOrganization();
  ImportFiveYears("care.cost", 100'000);
  v1::CreateForecastRequest request = Spring2022();
  request.set_year(2199);
  EXPECT_EQ(DetailOf(Create(request)).reason(), v1::REASON_NO_DATA);
  request.set_year(2024);
  request.clear_known();
  request.set_last_known_month(0);
  EXPECT_TRUE(Create(request).ok());  // 2023 is missing, 2022 is known.
}

TEST_F(ForecastServiceTest, SpendingWithoutABudgetIsADeficitAndTheSumAddsUp) {
  CreateSmallOrganization();
  ImportFiveYears("care.cost", 100'000);
  ASSERT_TRUE(SetBudget(EvenBudget(2022, "care.revenue", 120'000)).ok());
  v1::Forecast forecast;
  ASSERT_TRUE(Create(Spring2022(), &forecast).ok());
  const v1::ForecastLine& cost = Line(forecast, "care", v1::MEASURE_COST);
  EXPECT_EQ(cost.budget(), 0);
  EXPECT_EQ(cost.deviation(), -cost.full_year());
  for (const v1::ForecastLine& line : forecast.lines()) {
    if (line.measure() == v1::MEASURE_VOLUME) continue;
    const int64_t outcome_minus_budget = line.full_year() - line.budget();
    EXPECT_EQ(line.deviation(), line.measure() == v1::MEASURE_REVENUE ? outcome_minus_budget : -outcome_minus_budget);
  }
}

TEST_F(ForecastServiceTest, ABudgetDecidedAfterTheMomentDoesNotCount) {
  CreateSmallOrganization();
  ImportFiveYears("care.cost", 100'000);
  ASSERT_TRUE(SetBudget(EvenBudget(2022, "care.cost", 1'200'000, "2021-11-25")).ok());
  ASSERT_TRUE(SetBudget(EvenBudget(2022, "care.cost", 1'500'000, "2023-06-01")).ok());  // After "now", January 2023.
  v1::Forecast forecast;
  ASSERT_TRUE(Create(Spring2022(), &forecast).ok());
  EXPECT_EQ(Line(forecast, "care", v1::MEASURE_COST).budget(), 1'200'000);
}

TEST_F(ForecastServiceTest, ARoundThatIsMadeAgainDoesNotKnowTheAmendmentOfAugust) {
  CreateSmallOrganization();
  ImportFiveYears("care.cost", 100'000);
  ASSERT_TRUE(SetBudget(EvenBudget(2022, "care.cost", 1'200'000, "2021-11-25")).ok());
  ASSERT_TRUE(SetBudget(EvenBudget(2022, "care.cost", 1'300'000, "2022-05-31")).ok());
  ASSERT_TRUE(SetBudget(EvenBudget(2022, "care.cost", 1'500'000, "2022-08-25")).ok());
  v1::CreateForecastRequest request = Spring2022();
  v1::Forecast forecast;
  ASSERT_TRUE(Create(request, &forecast).ok());
  EXPECT_EQ(Line(forecast, "care", v1::MEASURE_COST).budget(), 1'300'000);  // April's round is made in May.
  request.set_round(v1::ROUND_AUTUMN);
  ASSERT_TRUE(Create(request, &forecast).ok());
  EXPECT_EQ(Line(forecast, "care", v1::MEASURE_COST).budget(), 1'500'000);
}

// 100 000 a month; 40 000 more from September on, decided in August: the round of August, made in September, has it in
// the year's budget and not in the budget to date.
TEST_F(ForecastServiceTest, AnAmendmentIsInTheRoundsThatKnowItFromItsMonthOn) {
  CreateSmallOrganization();
  ImportFiveYears("care.cost", 100'000);
  ASSERT_TRUE(SetBudget(EvenBudget(2022, "care.cost", 1'200'000, "2021-11-25")).ok());
  v1::BudgetVersion amendment = EvenBudget(2022, "care.cost", 40'000, "2022-08-25");
  amendment.set_kind(v1::DECISION_KIND_AMENDMENT);
  amendment.set_first_month(9);
  ASSERT_TRUE(SetBudget(amendment).ok());
  v1::CreateForecastRequest request = Spring2022();
  v1::Forecast forecast;
  ASSERT_TRUE(Create(request, &forecast).ok());
  EXPECT_EQ(Line(forecast, "care", v1::MEASURE_COST).budget(), 1'200'000);
  request.set_round(v1::ROUND_AUTUMN);
  ASSERT_TRUE(Create(request, &forecast).ok());
  EXPECT_EQ(Line(forecast, "care", v1::MEASURE_COST).budget(), 1'240'000);
  EXPECT_EQ(Line(forecast, "care", v1::MEASURE_COST).budget_to_date(), 800'000);
}

// The forecast without what tells one creation from another, and without the state that only a stored one has.
std::string WithoutItsCreation(v1::Forecast forecast) {
  forecast.clear_name();
  forecast.clear_number();
  forecast.clear_as_of();
  forecast.clear_create_time();
  forecast.clear_state();
  forecast.clear_etag();
  return forecast.SerializeAsString();
}

// The forecast service on a cache that the test looks into; everything else of the fixture as it is.
class ForecastCacheTest : public ForecastServiceTest {
 protected:
  ForecastCacheTest() {
    forecast_ = v1::ForecastService::NewStub(parts_.Channel());
    CreateSmallOrganization();
    ImportFiveYears("care.cost", 100'000);
    EXPECT_TRUE(SetBudget(EvenBudget(2022, "care.cost", 1'200'000)).ok());
  }
  ~ForecastCacheTest() override { forecast_.reset(); }

  v1::Forecast Created(const v1::CreateForecastRequest& request) {
    v1::Forecast forecast;
    const grpc::Status status = Create(request, &forecast);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return forecast;
  }

  // Nothing but the cache knows of earlier forecasts, so this is how it looks without one.
  v1::Forecast CreatedCold(const v1::CreateForecastRequest& request) {
    ServiceOfParts<ForecastService> cold(*store_, [this] { return now_; });
    const auto stub = v1::ForecastService::NewStub(cold.Channel());
    v1::CreateForecastResponse response;
    grpc::ClientContext call;
    const grpc::Status status = stub->CreateForecast(&call, request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    EXPECT_EQ(cold.outlooks.hit_count(), 0);
    return response.forecast();
  }

  // The request is computed anew, and what it answers is what it answers without a cache.
  void ExpectComputed(const v1::CreateForecastRequest& request) {
    const int64_t misses = parts_.outlooks.miss_count();
    const v1::Forecast forecast = Created(request);
    EXPECT_EQ(parts_.outlooks.miss_count(), misses + 1);
    EXPECT_EQ(WithoutItsCreation(forecast), WithoutItsCreation(CreatedCold(request)));
  }

  ServiceOfParts<ForecastService> parts_{*store_, [this] { return now_; }};
};

TEST_F(ForecastCacheTest, UnchangedDataAreNotComputedAgainAndTheAnswerIsThatOfAColdService) {
  const v1::Forecast first = Created(Spring2022());
  EXPECT_EQ(parts_.outlooks.hit_count(), 0);
  now_ += absl::Minutes(5);
  const v1::Forecast second = Created(Spring2022());
  EXPECT_EQ(parts_.outlooks.hit_count(), 1);
  EXPECT_EQ(parts_.outlooks.miss_count(), 1);
  EXPECT_EQ(first.name(), "organizations/o/forecasts/var-2022-nr1");
  EXPECT_EQ(second.name(), "organizations/o/forecasts/var-2022-nr2");
  EXPECT_EQ(second.create_time().seconds(), first.create_time().seconds() + 300);
  EXPECT_EQ(second.as_of().seconds(), first.as_of().seconds() + 300);
  EXPECT_EQ(WithoutItsCreation(second), WithoutItsCreation(first));
  EXPECT_EQ(WithoutItsCreation(second), WithoutItsCreation(CreatedCold(Spring2022())));
  EXPECT_EQ(StoredForecast(second.name()).SerializeAsString(), second.SerializeAsString());
}

TEST_F(ForecastCacheTest, AChangedAmountABudgetARoundPathsSeedAndModelAreEachComputed) {
  Created(Spring2022());
  ASSERT_TRUE(Import({Batch({Amount("care.cost", "2021-11", 106'001)})}).ok());  // By one öre.
  ExpectComputed(Spring2022());
  ASSERT_TRUE(SetBudget(EvenBudget(2022, "care.cost", 1'200'012, "2021-12-01")).ok());
  ExpectComputed(Spring2022());
  v1::CreateForecastRequest request = Spring2022();
  request.set_round(v1::ROUND_AUTUMN);
  ExpectComputed(request);
  request.mutable_options()->set_path_count(2001);
  ExpectComputed(request);
  request.mutable_options()->set_seed(1);
  ExpectComputed(request);
  request.mutable_options()->set_model("run-rate");
  ExpectComputed(request);
  request.set_year(2023);
  request.set_preliminary(true);  // Nothing is booked in 2023.
  ExpectComputed(request);
  EXPECT_EQ(parts_.outlooks.hit_count(), 0);
}

TEST_F(ForecastCacheTest, ANewSeriesOrActivityIsComputedAndANewNameOnlyTold) {
  Created(Spring2022());
  CreateActivities("o", {"home"});
  ExpectComputed(Spring2022());
  CreateSeries("o", {"home.cost"});
  ExpectComputed(Spring2022());
  v1::UpsertActivitiesRequest renamed;
  renamed.set_organization("organizations/o");
  renamed.add_activities()->set_name("organizations/o/activities/care");
  renamed.mutable_activities(0)->set_display_name("Omsorg");
  v1::UpsertActivitiesResponse response;
  grpc::ClientContext call;
  ASSERT_TRUE(ledger_->UpsertActivities(&call, renamed, &response).ok());
  const v1::Forecast forecast = Created(Spring2022());
  EXPECT_EQ(parts_.outlooks.hit_count(), 1);
  EXPECT_EQ(Line(forecast, "Omsorg", v1::MEASURE_COST).budget(), 1'200'000);
  EXPECT_EQ(WithoutItsCreation(forecast), WithoutItsCreation(CreatedCold(Spring2022())));
}

TEST_F(ForecastCacheTest, WhatWasKnownThenIsFoundAgainAfterACorrection) {
  const v1::Forecast first = Created(Spring2022());
  now_ += absl::Hours(24);
  ASSERT_TRUE(Import({Batch({Amount("care.cost", "2022-04", 200'000)})}).ok());
  ExpectComputed(Spring2022());
  v1::CreateForecastRequest as_then = Spring2022();
  *as_then.mutable_as_of() = first.as_of();
  const v1::Forecast repeated = Created(as_then);
  EXPECT_EQ(parts_.outlooks.hit_count(), 1);
  EXPECT_EQ(WithoutItsCreation(repeated), WithoutItsCreation(first));
}

TEST_F(ForecastCacheTest, AValidationLeavesItsWorkToTheForecastThatFollows) {
  v1::CreateForecastRequest request = Spring2022();
  request.set_validate_only(true);
  const v1::Forecast validated = Created(request);
  request.set_validate_only(false);
  EXPECT_EQ(WithoutItsCreation(Created(request)), WithoutItsCreation(validated));
  EXPECT_EQ(parts_.outlooks.hit_count(), 1);
}

TEST_F(ForecastServiceTest, AMomentInTheFutureIsToldAsPeopleWriteIt) {
  CreateSmallOrganization();
  v1::CreateForecastRequest request = Spring2022();
  request.mutable_as_of()->set_seconds(absl::ToUnixSeconds(now_) + 60);
  EXPECT_THAT(Create(request).error_message(), HasSubstr("as_of: \"2023-01-15T00:01:00Z\" lies in the future"));
  request.mutable_as_of()->set_nanos(500'000'000);
  EXPECT_THAT(Create(request).error_message(), HasSubstr("as_of: \"2023-01-15T00:01:00.5Z\" lies in the future"));
}

// Four series of 52 months have 4 x 40 months with a year after them, more than the hundred that are needed.
TEST_F(ForecastServiceTest, PooledRegressionCanBeAskedForByName) {
  CreateSmallOrganization();
  CreateActivities("o", {"home"});
  CreateSeries("o", {"home.cost", "home.revenue"});
  for (const char* series : {"care.cost", "care.revenue", "home.cost", "home.revenue"}) {
    ImportFiveYears(series, 100'000'00);
  }
  v1::CreateForecastRequest request = Spring2022();
  request.mutable_options()->set_model("pooled-regression");
  v1::Forecast forecast;
  const grpc::Status status = Create(request, &forecast);
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(forecast.options().model(), "pooled-regression");
  int count = 0;
  for (const v1::ForecastLine& line : forecast.lines()) {
    if (!line.has_model()) continue;
    ++count;
    EXPECT_EQ(line.model().model(), "pooled-regression") << line.ShortDebugString();
    EXPECT_THAT(line.model().specification(), HasSubstr("pooled over 4 series"));
    EXPECT_EQ(line.model().specification_message().id(), "model.learns_from");
  }
  EXPECT_EQ(count, 4);
}

TEST_F(ForecastServiceTest, EveryFaultOfARequestIsTold) {
  CreateSmallOrganization();
  v1::CreateForecastRequest request;
  request.set_organization("organizations/o");
  request.set_year(0);
  request.set_last_known_month(13);
  request.mutable_options()->set_model("crystal-ball");
  request.mutable_options()->set_path_count(7);
  request.mutable_as_of()->set_seconds(absl::ToUnixSeconds(now_) + 60);
  const grpc::Status status = Create(request);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(status.error_message(), testing::AllOf(HasSubstr("year: \"0\""), HasSubstr("last_known_month: \"13\""),
                                                     HasSubstr("options.model: \"crystal-ball\""),
                                                     HasSubstr(", robust-regression, pooled-regression"),
                                                     HasSubstr("options.path_count: \"7\""), HasSubstr("as_of")));
  request.clear_known();
  EXPECT_THAT(Create(request).error_message(), HasSubstr("known: is required"));
}

TEST_F(ForecastServiceTest, AnUnknownForecastIsNotFoundAndABadNameIsAFault) {
  CreateOrganization("o");
  v1::GetForecastRequest request;
  request.set_name("organizations/o/forecasts/var-2022-nr1");
  v1::GetForecastResponse response;
  grpc::ClientContext call;
  const grpc::Status status = forecast_->GetForecast(&call, request, &response);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(prognos::FromProto(DetailOf(status).message()), messages::refusal::NoForecast("o", "var-2022-nr1"));
  request.set_name("var-2022-nr1");
  grpc::ClientContext second;
  EXPECT_EQ(forecast_->GetForecast(&second, request, &response).error_code(), grpc::StatusCode::INVALID_ARGUMENT);
}

// Fault 04: a forecast was computed to its end and stored though nobody waited for it any more. The last question is
// asked within the transaction that would store it.
TEST_F(ForecastServiceTest, AForecastThatIsCancelledOnTheWayIsNotStoredHoweverLate) {
  CreateSmallOrganization();
  ImportFiveYears("care.cost", 100'000);
  ImportFiveYears("care.revenue", 30'000);
  std::atomic<int> asked = 0;
  const auto make = [&](int allowed, bool validate_only) {
    asked = 0;
    OutlookCache outlooks(1 << 20);  // Computed anew each time.
    ServiceContext service;
    service.store = store_.get();
    service.outlooks = &outlooks;
    service.now = [this] { return now_; };
    v1::CreateForecastRequest request = Spring2022();
    request.set_validate_only(validate_only);
    v1::CreateForecastResponse response;
    RunControl control;
    control.cancelled = [&asked, allowed] { return ++asked > allowed; };
    return MakeForecast(Call(service, {}, control), request, response);
  };
  ASSERT_TRUE(make(1'000'000, true).ok());
  const int in_all = asked + 1;  // And once more to store.
  for (const int allowed : {0, 1, in_all / 2, in_all - 2, in_all - 1}) {
    EXPECT_EQ(make(allowed, false).code(), absl::StatusCode::kCancelled) << allowed;
  }
  EXPECT_EQ(List().forecasts_size(), 0);
  EXPECT_TRUE(make(in_all, false).ok());
  EXPECT_EQ(List().forecasts_size(), 1);
}

TEST_F(ForecastServiceTest, AForecastWhoseDeadlinePassedIsNotMade) {
  CreateSmallOrganization();
  ImportFiveYears("care.cost", 100'000);
  OutlookCache outlooks(1 << 20);
  ServiceContext service;
  service.store = store_.get();
  service.outlooks = &outlooks;
  service.now = [this] { return now_; };
  RunControl control;
  control.deadline = absl::Now() - absl::Seconds(1);
  v1::CreateForecastResponse response;
  EXPECT_EQ(MakeForecast(Call(service, {}, control), Spring2022(), response).code(),
            absl::StatusCode::kDeadlineExceeded);
  EXPECT_EQ(List().forecasts_size(), 0);
}

// Through gRPC: the client goes away when the service is in the midst of it; a hundred series would take it seconds.
TEST_F(ForecastServiceTest, WhenTheClientGoesAwayTheServiceStopsComputing) {
  CreateOrganization("o");
  std::vector<std::string> activities, series;
  for (int at = 0; at < 100; ++at) {
    activities.push_back(absl::StrCat("a", at));
    series.push_back(absl::StrCat("a", at, ".cost"));
  }
  CreateActivities("o", activities);
  CreateSeries("o", series);
  for (const std::string& one : series) ImportFiveYears(one, 100'000);
  absl::Notification begun;
  ServiceOfParts<ForecastService> parts(*store_, [&] {
    if (!begun.HasBeenNotified()) begun.Notify();
    return now_;
  });
  const auto stub = v1::ForecastService::NewStub(parts.Channel());
  grpc::ClientContext call;
  grpc::Status status;
  std::thread client([&] {
    v1::CreateForecastResponse response;
    status = stub->CreateForecast(&call, Spring2022(), &response);
  });
  begun.WaitForNotification();
  AwaitCpuTime(absl::Milliseconds(200));
  ASSERT_FALSE(parts.running.AwaitNone(absl::InfinitePast())) << "the forecast was done before it could be cancelled";
  call.TryCancel();
  client.join();
  EXPECT_LT(CpuTimeSoon(), absl::Milliseconds(30));
  EXPECT_EQ(status.error_code(), grpc::StatusCode::CANCELLED);
  ASSERT_TRUE(parts.running.AwaitNone(absl::InfiniteFuture()));
  EXPECT_EQ(List().forecasts_size(), 0);
}

TEST_F(ForecastServiceTest, WhereHeavyWorkFillsItsLaneForecastsAreRefusedAtOnceAndReadsAnswered) {
  CreateSmallOrganization();
  ImportFiveYears("care.cost", 100'000);
  absl::Notification free;
  ServiceOfParts<ForecastService> parts(*store_, [this] { return now_; });
  for (int at = 0; at < 4; ++at) ASSERT_TRUE(parts.heavy.Begin([&free] { free.WaitForNotification(); }).ok());
  forecast_ = v1::ForecastService::NewStub(parts.Channel());
  const grpc::Status refused = Create(Spring2022());
  EXPECT_EQ(refused.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
  EXPECT_EQ(DetailOf(refused).reason(), v1::REASON_BUSY);
  EXPECT_EQ(DetailOf(refused).retry_after_ms(), 3000);
  EXPECT_EQ(List().forecasts_size(), 0);
  free.Notify();
  while (DetailOf(Create(Spring2022())).reason() == v1::REASON_BUSY) std::this_thread::yield();
  EXPECT_EQ(List().forecasts_size(), 1);
}

TEST_F(ForecastServiceTest, AForecastWhoseClientLeftWhileItWaitedIsNotBegun) {
  CreateSmallOrganization();
  ImportFiveYears("care.cost", 100'000);
  absl::Notification free;
  std::atomic<int> begun = 0;
  ServiceOfParts<ForecastService> parts(*store_, [&] {
    ++begun;
    return now_;
  });
  for (int at = 0; at < 2; ++at) ASSERT_TRUE(parts.heavy.Begin([&free] { free.WaitForNotification(); }).ok());
  const auto stub = v1::ForecastService::NewStub(parts.Channel());
  grpc::ClientContext call;
  call.set_deadline(std::chrono::system_clock::now() + std::chrono::milliseconds(200));
  v1::CreateForecastResponse response;
  EXPECT_EQ(stub->CreateForecast(&call, Spring2022(), &response).error_code(), grpc::StatusCode::DEADLINE_EXCEEDED);
  free.Notify();
  ASSERT_TRUE(parts.running.AwaitNone(absl::InfiniteFuture()));
  EXPECT_EQ(begun, 0);
  EXPECT_EQ(List().forecasts_size(), 0);
}

// A fault of the clock: one import with the clock a year ahead, and every forecast used rows later than its own as_of;
// asked again as of then, it answered something else.
TEST_F(ForecastServiceTest, AForecastIsAsOfNoEarlierThanItsNewestRecord) {
  CreateSmallOrganization();
  ImportFiveYears("care.cost", 100'000);
  const absl::Time today = now_;
  now_ = today + absl::Hours(24 * 365);
  ASSERT_TRUE(Import({Batch({Amount("care.cost", "2022-04", 1)})}).ok());
  now_ = today;
  ASSERT_TRUE(Import({Batch({Amount("care.cost", "2022-03", 2)})}).ok());  // Recorded at the same moment as the other.
  v1::CreateForecastRequest request = Spring2022();
  v1::Forecast forecast, repeated;
  ASSERT_TRUE(Create(request, &forecast).ok());
  EXPECT_EQ(forecast.as_of().seconds(), absl::ToUnixSeconds(today + absl::Hours(24 * 365)));
  *request.mutable_as_of() = forecast.as_of();
  ASSERT_TRUE(Create(request, &repeated).ok());
  EXPECT_EQ(repeated.ledger_position(), forecast.ledger_position());
  EXPECT_EQ(repeated.lines(0).full_year(), forecast.lines(0).full_year());
  request.mutable_as_of()->set_seconds(forecast.as_of().seconds() + 1);
  EXPECT_THAT(Create(request).error_message(), HasSubstr("lies in the future"));
}

// A nämnd that makes its vårprognos after March, and a delårsrapport after June.
TEST_F(ForecastServiceTest, ARoundKnowsTheMonthsThatItsOrganizationSetAsOfThatMoment) {
  CreateSmallOrganization();
  ImportFiveYears("care.cost", 100'000);
  const absl::Time before = now_;
  now_ += absl::Hours(24);
  const auto set = [&](const std::vector<std::pair<v1::Round, int>>& rounds) {
    v1::SetRoundsRequest request;
    request.set_organization("organizations/o");
    for (const auto& [round, month] : rounds) {
      v1::RoundMonths& added = *request.add_rounds();
      added.set_round(round);
      added.set_last_known_month(month);
    }
    v1::SetRoundsResponse response;
    grpc::ClientContext call;
    const grpc::Status status = ledger_->SetRounds(&call, request, &response);
    return std::pair(status, response.organization());
  };
  const auto [status, organization] = set({{v1::ROUND_AUTUMN, 6}, {v1::ROUND_SPRING, 3}});
  ASSERT_TRUE(status.ok()) << status.error_message();
  ASSERT_EQ(organization.rounds_size(), 2);
  EXPECT_EQ(organization.rounds(0).round(), v1::ROUND_SPRING);
  EXPECT_EQ(organization.rounds(0).last_known_month(), 3);
  v1::Forecast forecast;
  ASSERT_TRUE(Create(Spring2022(), &forecast).ok());
  EXPECT_EQ(forecast.last_known_month(), "2022-03");
  EXPECT_EQ(forecast.round(), v1::ROUND_SPRING);
  v1::CreateForecastRequest earlier = Spring2022();
  earlier.mutable_as_of()->set_seconds(absl::ToUnixSeconds(before));
  ASSERT_TRUE(Create(earlier, &forecast).ok());
  EXPECT_EQ(forecast.last_known_month(), "2022-04");

  EXPECT_THAT(set({{v1::ROUND_YEAR_END, 11}}).first.error_message(), HasSubstr("has no months of its own"));
  EXPECT_THAT(set({{v1::ROUND_SPRING, 12}}).first.error_message(), HasSubstr("must be 1-11"));
  EXPECT_THAT(set({{v1::ROUND_SPRING, 3}, {v1::ROUND_SPRING, 4}}).first.error_message(), HasSubstr("twice"));
  EXPECT_THAT(set({{v1::ROUND_SPRING, 7}}).first.error_message(), HasSubstr("lies before month 7"));
  EXPECT_EQ(set({}).first.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
}

}  // namespace
}  // namespace prognos::service
