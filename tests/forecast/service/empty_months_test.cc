// From a file with empty cells, or with the zeros that they mean, to the full year.
#include <functional>

#include "forecast/service/forecast_service.h"
#include "tests/forecast/service/service_fixture.h"

namespace prognos::service {
namespace {

using ::testing::ElementsAre;

constexpr int kEmptyMonthsMonths = 44;  // January 2022 ... August 2025.
constexpr int kKronor = 100;            // Öre.
constexpr int kYearBegins = 36;         // January 2025.

class EmptyMonthsTest : public ServiceTest {
 protected:
  EmptyMonthsTest() {
    now_ = absl::FromCivil(absl::CivilDay(2025, 9, 10), absl::UTCTimeZone());
    CreateOrganization("o");
    CreateActivities("o", {"old", "new", "gone", "quarterly", "idle"});
    CreateSeries("o", {"old.cost", "new.cost", "gone.cost", "quarterly.revenue", "idle.cost"});
  }

  // A row of a wide file: kronor of the month `at` (0 = January 2022); 0 is written as `zero`.
  static std::string Row(const std::string& name, const std::string& zero, const std::function<int(int)>& kronor) {
    std::string row = name;
    for (int at = 0; at < kEmptyMonthsMonths; ++at) {
      const int value = kronor(at);
      absl::StrAppend(&row, ";", value == 0 ? zero : absl::StrCat(value));
    }
    return absl::StrCat(row, "\n");
  }

  static std::string Header() {
    std::string header = "verksamhet;slag";
    for (int at = 0; at < kEmptyMonthsMonths; ++at)
      absl::StrAppend(&header, ";", (Month::January(2022) + at).ToString());
    return absl::StrCat(header, "\n");
  }

  // 1 500 000 a month, within 1 %.
  static std::string Old() {
    return Row("old;kostnad", "", [](int at) { return 1'500'000 + 1000 * (at * 7 % 31 - 15); });
  }
  // 400 000 a month from April 2025.
  static std::string New(const std::string& zero) {
    return Row("new;kostnad", zero, [](int at) { return at < kYearBegins + 3 ? 0 : 400'000; });
  }
  // About 600 000 a month through June 2024.
  static std::string Gone(const std::string& zero) {
    return Row("gone;kostnad", zero, [](int at) { return at < 30 ? 600'000 + 1000 * (at * 5 % 21 - 10) : 0; });
  }
  static std::string Quarterly(const std::string& zero) {
    return Row("quarterly;intäkt", zero, [](int at) { return at % 3 == 2 ? 200'000 : 0; });
  }

  void ImportFile(const std::string& bytes) {
    v1::ImportFileResponse response;
    grpc::ClientContext call;
    auto writer = ledger_->ImportFile(&call, &response);
    v1::ImportFileRequest part;
    part.mutable_header()->set_organization("organizations/o");
    writer->Write(part);
    part.set_chunk(bytes);
    writer->Write(part);
    writer->WritesDone();
    const grpc::Status status = writer->Finish();
    ASSERT_TRUE(status.ok()) << status.error_message();
  }

  v1::Forecast AutumnOf2025() {
    v1::CreateForecastRequest request;
    request.set_organization("organizations/o");
    request.set_year(2025);
    request.set_round(v1::ROUND_AUTUMN);
    v1::CreateForecastResponse response;
    grpc::ClientContext call;
    const grpc::Status status = forecast_->CreateForecast(&call, request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response.forecast();
  }

  v1::Forecast Of2026() {
    v1::CreateForecastRequest request;
    request.set_organization("organizations/o");
    request.set_year(2026);
    request.set_last_known_month(0);
    v1::CreateForecastResponse response;
    grpc::ClientContext call;
    const grpc::Status status = forecast_->CreateForecast(&call, request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response.forecast();
  }

  static const v1::ForecastLine& Line(const v1::Forecast& forecast, const std::string& activity, v1::Measure measure) {
    for (const v1::ForecastLine& line : forecast.lines()) {
      if (line.display_name() == activity && line.measure() == measure) return line;
    }
    ADD_FAILURE() << "no line " << activity << " " << v1::Measure_Name(measure);
    return forecast.lines(0);
  }

  static std::vector<std::string> NotesOf(const v1::ForecastLine& line, v1::NoteCode code) {
    std::vector<std::string> months;
    for (const v1::Note& note : line.notes()) {
      if (note.code() == code) months.push_back(note.month());
    }
    return months;
  }
};

// 5 x 400 000 are known and 4 more are to come: 3 600 000, within 5 %. Nothing since June 2024: 0. Two payments of
// 200 000 are known and two are to come: 800 000, within 5 %.
TEST_F(EmptyMonthsTest, WhatBeganWhatEndedAndWhatIsPaidQuarterlyAreForecastAsSuch) {
  for (const std::string zero : {"", "0"}) {
    SCOPED_TRACE(zero);
    ImportFile(Header() + Old() + New(zero) + Gone(zero) + Quarterly(zero));
    const v1::Forecast forecast = AutumnOf2025();
    const v1::ForecastLine& began = Line(forecast, "new", v1::MEASURE_COST);
    EXPECT_EQ(began.known_amount(), 5LL * 400'000 * kKronor);
    EXPECT_NEAR(static_cast<double>(began.full_year()), 3'600'000.0 * kKronor, 180'000.0 * kKronor);
    EXPECT_TRUE(began.months(0).known());
    const v1::ForecastLine& gone = Line(forecast, "gone", v1::MEASURE_COST);
    EXPECT_EQ(gone.full_year(), 0);
    EXPECT_EQ(gone.full_year_quantiles().p90(), 0);
    EXPECT_THAT(NotesOf(gone, v1::NOTE_CODE_ENDED), ElementsAre("2024-07"));
    const v1::ForecastLine& paid = Line(forecast, "quarterly", v1::MEASURE_REVENUE);
    EXPECT_EQ(paid.known_amount(), 2LL * 200'000 * kKronor);
    EXPECT_NEAR(static_cast<double>(paid.full_year()), 800'000.0 * kKronor, 40'000.0 * kKronor);
  }
}

// An activity that ended in June 2024 with a revenue of its own: the year after had a surplus of half a million.
TEST_F(EmptyMonthsTest, WhatHasEndedIsForecastAsEndedInTheNextYearToo) {
  CreateSeries("o", {"gone.revenue"});
  ImportFile(Header() + Old() + Gone("0") +
             Row("gone;intäkt", "0", [](int at) { return at < 30 ? 700'000 + 1000 * (at * 11 % 17 - 8) : 0; }));
  const v1::Forecast forecast = Of2026();
  for (const v1::Measure measure : {v1::MEASURE_COST, v1::MEASURE_REVENUE, v1::MEASURE_NET}) {
    const v1::ForecastLine& gone = Line(forecast, "gone", measure);
    EXPECT_EQ(gone.full_year(), 0) << v1::Measure_Name(measure);
    EXPECT_EQ(gone.full_year_quantiles().p10(), 0) << v1::Measure_Name(measure);
    EXPECT_EQ(gone.full_year_quantiles().p90(), 0) << v1::Measure_Name(measure);
  }
  EXPECT_THAT(NotesOf(Line(forecast, "gone", v1::MEASURE_COST), v1::NOTE_CODE_ENDED), ElementsAre("2024-07"));
  // 1 500 000 a month goes on.
  EXPECT_NEAR(static_cast<double>(Line(forecast, "old", v1::MEASURE_COST).full_year()), 18'000'000.0 * kKronor,
              900'000.0 * kKronor);
}

TEST_F(EmptyMonthsTest, EightMonthsOfZerosAreZeroWithAnIntervalThatHoldsIt) {
  ImportFile(Header() + Old());
  std::vector<v1::Actual> zeros;
  for (int month = 0; month < 8; ++month) {
    zeros.push_back(Amount("idle.cost", (Month::January(2025) + month).ToString(), 0));
  }
  ASSERT_TRUE(Import({Batch(zeros)}).ok());
  const v1::ForecastLine idle = Line(AutumnOf2025(), "idle", v1::MEASURE_COST);
  EXPECT_EQ(idle.full_year(), 0);
  EXPECT_LE(idle.full_year_quantiles().p10(), 0);
  EXPECT_GE(idle.full_year_quantiles().p90(), 0);
}

// Half of August is booked for the other activity; what began in April has its own level.
TEST_F(EmptyMonthsTest, ANewActivityStaysWhereItIsWhenOnlyOthersChange) {
  ImportFile(Header() + Old() + New(""));
  const int64_t before = Line(AutumnOf2025(), "new", v1::MEASURE_COST).full_year();
  ImportFile("verksamhet;slag;2025-08\nold;kostnad;750000\n");
  const v1::Forecast forecast = AutumnOf2025();
  EXPECT_THAT(NotesOf(Line(forecast, "old", v1::MEASURE_COST), v1::NOTE_CODE_LAST_MONTH_OUT), ElementsAre("2025-08"));
  EXPECT_NEAR(static_cast<double>(Line(forecast, "new", v1::MEASURE_COST).full_year()), static_cast<double>(before),
              0.01 * static_cast<double>(before));
}

// May 2025 of a series that is booked every month.
TEST_F(EmptyMonthsTest, OneEmptyMonthOfASeriesThatIsBookedEveryMonthIsPredictedAndTold) {
  const std::string forgotten =
      Row("new;kostnad", "", [](int at) { return at == kYearBegins + 4 ? 0 : 300'000 + 1000 * (at * 5 % 21 - 10); });
  ImportFile(Header() + Old() + forgotten);
  const v1::ForecastLine line = Line(AutumnOf2025(), "new", v1::MEASURE_COST);
  EXPECT_THAT(NotesOf(line, v1::NOTE_CODE_MISSING_MONTH), ElementsAre("2025-05"));
  EXPECT_FALSE(line.months(4).known());
  EXPECT_NEAR(static_cast<double>(line.months(4).amount()), 300'000.0 * kKronor, 30'000.0 * kKronor);
}

}  // namespace
}  // namespace prognos::service
