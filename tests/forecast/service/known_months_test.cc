#include "forecast/service/known_months.h"

#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "prognos/v1/evaluation.grpc.pb.h"
#include "tests/forecast/service/deviation_terms.h"
#include "tests/forecast/service/service_fixture.h"

namespace prognos::service {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr char kFillingOrganization[] = "organizations/o";
constexpr int kHistoryMonths = 36;  // 2018-2020, loaded at once in January 2021.

std::string NameOf(Month month) { return month.ToString(); }

// Two costs and a revenue. From January 2021 on each month is loaded on the 10th of the next: 90 per cent of it, give
// or take, 96 a month later, 99 then, and all of it at the third load after its own.
class KnownMonthsTest : public ServiceTest {
 protected:
  KnownMonthsTest() {
    now_ = absl::FromCivil(absl::CivilDay(2020, 12, 1), absl::UTCTimeZone());  // Times of recording never fall.
    CreateOrganization("o");
    CreateActivities("o", {"care", "aid"});
    CreateSeries("o", {"care.cost", "aid.cost", "aid.revenue"});
  }

  // In öre: steady, so that what is missing stands out.
  static int64_t FullOf(const std::string& series, Month month) {
    const int64_t level = series == "care.cost" ? 100'000'000 : series == "aid.cost" ? 40'000'000 : 10'000'000;
    const int at = month - Month::January(2018);
    return level + level / 50 * (at * 7 % 11 - 5) / 5;
  }
  static int64_t BookedOf(const std::string& series, Month month, int age) {
    if (age >= 3 || series == "aid.revenue") return FullOf(series, month);
    const int64_t thousandths = age == 0 ? 900 + month.index() * 5 % 7 : age == 1 ? 960 + month.index() % 3 : 990;
    return FullOf(series, month) / 1000 * thousandths;
  }

  void Load(Month newest, bool fills = true) {
    const Month next = newest + 1;
    now_ = absl::FromCivil(absl::CivilDay(next.year(), next.month(), 10), absl::UTCTimeZone());
    std::vector<v1::Actual> actuals;
    const bool is_first = newest == Month::January(2018) + (kHistoryMonths - 1);
    const Month first = is_first ? Month::January(2018) : newest - 3;
    for (Month month = first; month <= newest; month = month + 1) {
      for (const std::string series : {"care.cost", "aid.cost", "aid.revenue"}) {
        const int age = fills ? newest - month : 3;
        actuals.push_back(Amount(series, NameOf(month), BookedOf(series, month, age)));
      }
    }
    EXPECT_TRUE(Import({Batch(actuals)}).ok());
  }

  void LoadUntil(Month newest, bool fills = true) {
    for (Month month = Month::January(2018) + (kHistoryMonths - 1); month <= newest; month = month + 1) {
      Load(month, fills);
    }
  }

  v1::Forecast Create(int last_known_month, int year = 2022) {
    now_ += absl::Minutes(1);
    v1::CreateForecastRequest request;
    request.set_organization(kFillingOrganization);
    request.set_year(year);
    request.set_last_known_month(last_known_month);
    v1::CreateForecastResponse response;
    grpc::ClientContext call;
    const grpc::Status status = forecast_->CreateForecast(&call, request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response.forecast();
  }

  void Mark(const std::string& month, v1::MonthState state, const std::string& activity) {
    now_ += absl::Minutes(1);
    v1::MarkMonthsRequest request;
    request.set_organization(kFillingOrganization);
    v1::MonthMark& mark = *request.add_marks();
    mark.set_month(month);
    mark.set_state(state);
    mark.set_activity(absl::StrCat(kFillingOrganization, "/activities/", activity));
    v1::MarkMonthsResponse response;
    grpc::ClientContext call;
    const grpc::Status status = ledger_->MarkMonths(&call, request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
  }

  v1::ListMonthMarksResponse List() {
    v1::ListMonthMarksRequest request;
    request.set_organization(kFillingOrganization);
    v1::ListMonthMarksResponse response;
    grpc::ClientContext call;
    EXPECT_TRUE(ledger_->ListMonthMarks(&call, request, &response).ok());
    return response;
  }

  static const v1::ForecastLine& LineOf(const v1::Forecast& forecast, const std::string& activity,
                                        v1::Measure measure = v1::MEASURE_COST) {
    for (const v1::ForecastLine& line : forecast.lines()) {
      if (line.activity().substr(line.activity().rfind('/') + 1) == activity && line.measure() == measure) return line;
    }
    ADD_FAILURE() << "no line " << activity;
    return forecast.lines(0);
  }

  static std::map<std::string, v1::FillingMonth> FillingOf(const v1::ForecastLine& line) {
    std::map<std::string, v1::FillingMonth> filling;
    for (const v1::Note& note : line.notes()) {
      if (note.code() == v1::NOTE_CODE_FILLING_MONTH) filling[note.month()] = note.filling();
    }
    return filling;
  }
};

const Month kApril = Month::January(2022) + 3;

TEST_F(KnownMonthsTest, TheNewestMonthsOfALedgerWithLateInvoicesAreForecast) {
  LoadUntil(kApril);
  const v1::Forecast forecast = Create(4);
  const v1::ForecastLine& care = LineOf(forecast, "care");
  const std::map<std::string, v1::FillingMonth> filling = FillingOf(care);
  ASSERT_THAT(filling, SizeIs(3));
  for (int age = 0; age < 3; ++age) {
    const Month month = kApril - age;
    const v1::MonthValue& value = care.months(month.month() - 1);
    const v1::FillingMonth& one = filling.at(NameOf(month));
    const int64_t full = FullOf("care.cost", month);
    EXPECT_FALSE(value.known());
    EXPECT_EQ(value.booked(), BookedOf("care.cost", month, age));
    EXPECT_EQ(one.booked(), value.booked());
    EXPECT_EQ(one.expected(), value.amount());
    EXPECT_EQ(one.state(), v1::MONTH_STATE_UNSPECIFIED);
    EXPECT_NEAR(static_cast<double>(value.amount()), static_cast<double>(full), 0.005 * static_cast<double>(full))
        << age;
    EXPECT_LE(one.low_80(), one.expected());
    EXPECT_GE(one.high_80(), one.expected());
    EXPECT_LE(value.quantiles().p05(), value.quantiles().p95());
  }
  EXPECT_TRUE(care.months(0).known());
  EXPECT_LT(filling.at("2022-04").low_80(), filling.at("2022-04").high_80());
  // The revenue never grew.
  EXPECT_THAT(FillingOf(LineOf(forecast, "aid", v1::MEASURE_REVENUE)), IsEmpty());
  EXPECT_TRUE(LineOf(forecast, "aid", v1::MEASURE_REVENUE).months(3).known());
}

TEST_F(KnownMonthsTest, WithFillingMonthsEverythingStillAddsUp) {
  LoadUntil(kApril);
  EXPECT_TRUE(SetBudget(EvenBudget(2022, "care.cost", 1'100'000'000)).ok());
  const v1::Forecast forecast = Create(4);
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
    EXPECT_EQ(TotalOf(terms), line.deviation());
  }
  EXPECT_EQ(LineOf(forecast, "").full_year(),
            LineOf(forecast, "care").full_year() + LineOf(forecast, "aid").full_year());
}

TEST_F(KnownMonthsTest, MarksSayWhatLoadsAreNotAskedFor) {
  LoadUntil(kApril);
  Mark("2022-04", v1::MONTH_STATE_CLOSED, "care");
  Mark("2022-04", v1::MONTH_STATE_PRELIMINARY, "aid");
  const v1::Forecast forecast = Create(4);
  const v1::ForecastLine& care = LineOf(forecast, "care");
  EXPECT_TRUE(care.months(3).known());
  EXPECT_EQ(care.months(3).amount(), BookedOf("care.cost", kApril, 0));
  EXPECT_THAT(FillingOf(care), SizeIs(2));  // March and February.
  const std::map<std::string, v1::FillingMonth> aid = FillingOf(LineOf(forecast, "aid"));
  ASSERT_TRUE(aid.contains("2022-04"));
  EXPECT_EQ(aid.at("2022-04").state(), v1::MONTH_STATE_PRELIMINARY);
  for (const v1::Note& note : LineOf(forecast, "aid").notes()) EXPECT_NE(note.code(), v1::NOTE_CODE_UNKNOWN_GROWTH);
  Mark("2022-04", v1::MONTH_STATE_OPEN, "aid");
  const v1::Forecast open = Create(4);
  EXPECT_FALSE(FillingOf(LineOf(open, "aid")).contains("2022-04"));
  EXPECT_EQ(LineOf(open, "aid").months(3).booked(), BookedOf("aid.cost", kApril, 0));
}

// The same amounts, loaded once and loaded month by month without a change: the same forecast, to the öre.
TEST_F(KnownMonthsTest, ALedgerWithoutGrowthAnswersAsOneThatIsLoadedOnce) {
  LoadUntil(kApril, /*fills=*/false);
  const v1::Forecast by_month = Create(4);
  for (const v1::ForecastLine& line : by_month.lines()) {
    EXPECT_THAT(FillingOf(line), IsEmpty());
    for (int month = 0; month < 4; ++month) EXPECT_TRUE(line.months(month).known());
  }
  CreateOrganization("once");
  CreateActivities("once", {"care", "aid"});
  CreateSeries("once", {"care.cost", "aid.cost", "aid.revenue"});
  std::vector<v1::Actual> actuals;
  for (Month month = Month::January(2018); month <= kApril; month = month + 1) {
    for (const std::string series : {"care.cost", "aid.cost", "aid.revenue"}) {
      v1::Actual actual = Amount(series, NameOf(month), FullOf(series, month));
      actual.set_series(absl::StrCat("organizations/once/series/", series));
      actuals.push_back(actual);
    }
  }
  v1::ImportActualsRequest batch = Batch(actuals);
  batch.set_organization("organizations/once");
  ASSERT_TRUE(Import({batch}).ok());
  v1::CreateForecastRequest request;
  request.set_organization("organizations/once");
  request.set_year(2022);
  request.set_last_known_month(4);
  v1::CreateForecastResponse once;
  grpc::ClientContext call;
  ASSERT_TRUE(forecast_->CreateForecast(&call, request, &once).ok());
  ASSERT_EQ(once.forecast().lines_size(), by_month.lines_size());
  for (int at = 0; at < by_month.lines_size(); ++at) {
    const v1::ForecastLine& a = by_month.lines(at);
    const v1::ForecastLine& b = once.forecast().lines(at);
    EXPECT_EQ(a.full_year(), b.full_year());
    EXPECT_EQ(a.full_year_quantiles().SerializeAsString(), b.full_year_quantiles().SerializeAsString());
    for (int month = 0; month < 12; ++month) {
      EXPECT_EQ(a.months(month).SerializeAsString(), b.months(month).SerializeAsString());
    }
  }
}

TEST_F(KnownMonthsTest, GrowthIsListedByFlowAndAge) {
  LoadUntil(Month::January(2021) - 1);
  EXPECT_THAT(List().growths(), IsEmpty());  // Loaded once.
  for (Month month = Month::January(2021); month <= kApril; month = month + 1) Load(month);
  const v1::ListMonthMarksResponse listed = List();
  ASSERT_THAT(listed.growths(), SizeIs(6));  // Cost and revenue.
  // 100 / 90.3 - 1 is 10.7 per cent, 100 / 96.1 - 1 is 4.1, 100 / 99 - 1 is 1.0; of an ordinary month as it is booked.
  EXPECT_EQ(listed.growths(0).flow(), v1::FLOW_COST);
  EXPECT_NEAR(static_cast<double>(listed.growths(0).growth()), 10'700.0, 400.0);
  EXPECT_NEAR(static_cast<double>(listed.growths(1).growth()), 4'100.0, 200.0);
  EXPECT_NEAR(static_cast<double>(listed.growths(2).growth()), 1'010.0, 50.0);
  EXPECT_EQ(listed.growths(0).month_count(), 14);  // December 2020 to January 2022.
  EXPECT_EQ(listed.growths(3).flow(), v1::FLOW_REVENUE);
  EXPECT_EQ(listed.growths(3).growth(), 0);
}

TEST_F(KnownMonthsTest, ADifferenceBetweenRoundsWithFillingMonthsIsExact) {
  LoadUntil(kApril);
  EXPECT_TRUE(SetBudget(EvenBudget(2022, "care.cost", 1'100'000'000)).ok());
  const v1::Forecast april = Create(4);
  Load(kApril + 1);
  const v1::Forecast may = Create(5);
  v1::DiffForecastsRequest request;
  request.set_base(april.name());
  request.set_name(may.name());
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

// The rows of one model and round in 2021, by series; the evaluation itself.
struct RunRateOf2021 {
  std::map<std::string, double> forecasts;
  v1::Evaluation evaluation;
};

class KnownThenTest : public KnownMonthsTest {
 protected:
  RunRateOf2021 Backtest() {
    v1::BacktestRequest request;
    request.set_organization(kFillingOrganization);
    request.set_first_year(2020);
    request.set_last_year(2021);
    request.set_least_months_before(12);
    request.set_path_count(200);
    request.add_rounds(v1::ROUND_SPRING);
    request.add_rounds(v1::ROUND_AUTUMN);
    grpc::ClientContext call;
    const auto reader = evaluation_->Backtest(&call, request);
    v1::BacktestResponse message;
    RunRateOf2021 result;
    while (reader->Read(&message)) {
      if (message.has_evaluation()) result.evaluation = message.evaluation();
      for (const v1::EvaluationRow& row : message.page().rows()) {
        if (row.model() != "run-rate" || row.round() != v1::ROUND_SPRING || row.series().empty()) continue;
        for (const v1::EvaluatedYear& year : row.years()) {
          if (year.year() != 2021) continue;
          result.forecasts[row.series().substr(row.series().rfind('/') + 1)] = static_cast<double>(year.forecast());
        }
      }
    }
    EXPECT_TRUE(reader->Finish().ok());
    return result;
  }
};

// What the ledger held in May 2021 is what the round of April 2021 saw; of 2020, which was loaded at once, nobody
// knows.
TEST_F(KnownThenTest, RoundsAreEvaluatedWithWhatWasKnownThen) {
  LoadUntil(Month::January(2021) + 11 + 3);
  const RunRateOf2021 result = Backtest();
  EXPECT_EQ(result.evaluation.rounds_as_then(), 2);  // Spring and autumn of 2021.
  // In May 2021 three months had been seen that were full by then and one or two months old before: February and March
  // were forecast. Two had been seen that were new: April was taken as it stood.
  double then = static_cast<double>(BookedOf("care.cost", Month::January(2021) + 3, 0));
  for (int month = 0; month < 3; ++month)
    then += static_cast<double>(FullOf("care.cost", Month::January(2021) + month));
  ASSERT_TRUE(result.forecasts.contains("care.cost"));
  EXPECT_NEAR(result.forecasts.at("care.cost"), 3.0 * then, 0.002 * 3.0 * then);
}

// In February 2022 November and December 2021 are still filling: nobody knows yet what the year of the costs became.
TEST_F(KnownThenTest, AYearWithMonthsThatAreStillFillingIsNotEvaluated) {
  LoadUntil(Month::January(2022));
  const RunRateOf2021 result = Backtest();
  EXPECT_FALSE(result.forecasts.contains("care.cost"));
  EXPECT_TRUE(result.forecasts.contains("aid.revenue"));
}

}  // namespace
}  // namespace prognos::service
