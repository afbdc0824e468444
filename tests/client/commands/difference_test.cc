#include "absl/strings/str_cat.h"
#include "client/difference_tables.h"
#include "client/forecast_rows.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/client/example_forecast.h"
#include "tests/client/fake_prognosd.h"

namespace prognos::client {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

void Add(v1::DiffForecastsResponse& response, const std::string& activity, double before, double outcome,
         double model) {
  v1::DifferenceLine& line = *response.add_lines();
  if (!activity.empty()) line.set_activity("organizations/exempelby/activities/" + activity);
  line.set_display_name(activity);
  line.set_measure(v1::MEASURE_NET);
  line.set_base_deviation(Tkr(before));
  line.set_deviation(Tkr(before) + Tkr(outcome) + Tkr(model));
  line.mutable_parts()->set_new_outcome(Tkr(outcome));
  line.mutable_parts()->set_model(Tkr(model));
}

// Upplands-Bro 2022 (mnkr): bokslutet -15,1 after a höstprognos of -14,0; Vuxen cost 1,1 more than the höstprognos
// said.
v1::DiffForecastsResponse UpplandsBroDifference() {
  v1::DiffForecastsResponse response;
  *response.mutable_base() = ExampleForecastAt(v1::ROUND_AUTUMN, "2022-08", 20000);
  *response.mutable_forecast() = ExampleForecastAt(v1::ROUND_YEAR_END, "2022-12", 20000);
  Add(response, "", -14000.4, -1099.6, 0);
  Add(response, "Vuxen", -5000.2, -1100.4, 0);
  Add(response, "Övrigt", -9000.2, 0.8, 0);
  return response;
}

// Under whatever ids they are asked for.
void StoreBoth(const std::string& base, const std::string& name, FakePrognosd& service) {
  for (const std::string& id : {base, name}) {
    v1::Forecast forecast = ExampleForecastAt(v1::ROUND_AUTUMN, "2022-08", 20000);
    forecast.set_name("organizations/exempelby/forecasts/" + id);
    service.forecast.Store(forecast);
  }
}

TEST(DifferenceCommandTest, TheSumSaysWhatChangedMost) {
  FakePrognosd service;
  service.forecast.DiffForecasts_.response = UpplandsBroDifference();
  StoreBoth("2022-08-1", "2022-12-2", service);
  StoreBoth("a", "b", service);
  const Outcome outcome = service.Run({"skillnad", "2022-08-1", "2022-12-2"});
  EXPECT_THAT(outcome.out, HasSubstr("Sedan höstprognosen \u22121,1 mnkr: Vuxen (\u22121,1).\n"));
  const v1::DiffForecastsRequest& request = service.forecast.DiffForecasts_.requests.at(0);
  EXPECT_EQ(request.base(), "organizations/exempelby/forecasts/2022-08-1");
  EXPECT_EQ(request.name(), "organizations/exempelby/forecasts/2022-12-2");
  EXPECT_THAT(service.Run({"difference", "a", "b", "--sprak", "en"}).out, HasSubstr("Since the autumn forecast"));
}

// -5 000.2 and -9 000.2 are -14 000.4: the columns add up as printed, and each row from left to right.
TEST(DifferenceCommandTest, RowsAndColumnsAddUpAsPrinted) {
  FakePrognosd service;
  service.forecast.DiffForecasts_.response = UpplandsBroDifference();
  StoreBoth("a", "b", service);
  const std::string csv = service.Run({"skillnad", "a", "b", "--format", "tabell-csv"}).out;
  EXPECT_THAT(csv, AllOf(HasSubstr("Vuxen;-5000;-1101;0;0;0;0;0;-6101"), HasSubstr("vrigt;-9000;1;0;0;0;0;0;-8999"),
                         HasSubstr("Summa;-14000;-1100;0;0;0;0;0;-15100")));
}

// Two activities of 10.4 in cost and 3.6 in revenue: -6.8 each, printed as 0 - (10 - 4) beside the other tables' 10 and
// 4 for one of them; by themselves the two would be -7 and -7.
TEST(DifferenceCommandTest, DeviationsAreThoseThatTheForecastsTablesPrint) {
  v1::Forecast forecast;
  v1::DiffForecastsResponse difference;
  *difference.mutable_base() = *difference.mutable_forecast() = ExampleForecastAt(v1::ROUND_AUTUMN, "2022-08", 20000);
  for (const auto& [activity, times] : {std::pair("", 2), std::pair("A", 1), std::pair("B", 1)}) {
    for (const auto& [measure, amount] :
         {std::pair(v1::MEASURE_COST, 10.4), std::pair(v1::MEASURE_REVENUE, 3.6), std::pair(v1::MEASURE_NET, 6.8)}) {
      v1::ForecastLine& line = *forecast.add_lines();
      if (*activity != '\0') line.set_activity(absl::StrCat("organizations/exempelby/activities/", activity));
      line.set_display_name(activity);
      line.set_measure(measure);
      line.set_budget(0);
      line.set_full_year(Tkr(times * amount));
      line.set_deviation(measure == v1::MEASURE_REVENUE ? Tkr(times * amount) : -Tkr(times * amount));
    }
    Add(difference, activity, -6.8 * times, 0, 0);
  }
  const std::vector<ForecastRow> rows = RowsOf(forecast, TextsIn(Language::kSwedish));
  const PrintedColumns printed = RoundColumns(rows, Measure::kNet);
  const documents::Document document =
      DifferenceDocument(difference, forecast, forecast, /*by_type=*/false, TextsIn(Language::kSwedish));
  const documents::Table& table = *documents::TablesOf(document).at(0);
  ASSERT_EQ(rows.size(), 3u);
  ASSERT_EQ(table.rows.size(), 3u);  // The sum last.
  for (const size_t i : {1, 2}) {
    for (const size_t column : {size_t{1}, table.columns.size() - 1}) {
      EXPECT_EQ(std::get<documents::Amount>(table.rows[i - 1].cells[column].value).shown, printed.deviation[i]);
    }
  }
}

// Two activities, each with 600 kronor worse of staff and 600 of premises: -1 and -1 tkr of each activity or -1 and -2,
// and in all -2: each type is -1 in all, and so it is wherever it stands.
TEST(DifferenceCommandTest, TypesAddUpToTheirRowAndDownTheTreeAsPrinted) {
  v1::DiffForecastsResponse difference;
  *difference.mutable_base() = *difference.mutable_forecast() = ExampleForecastAt(v1::ROUND_AUTUMN, "2022-08", 20000);
  const auto add_type = [&](const std::string& activity, const std::string& type, double tkr) {
    v1::DifferenceLine& line = *difference.add_lines_by_type();
    if (!activity.empty()) line.set_activity(absl::StrCat("organizations/exempelby/activities/", activity));
    line.set_display_name(activity);
    line.set_measure(v1::MEASURE_NET);
    line.set_cost_type("organizations/exempelby/costTypes/" + type);
    line.set_cost_type_display_name(type);
    line.set_deviation(Tkr(tkr));
    line.mutable_parts()->set_new_outcome(Tkr(tkr));
  };
  for (const auto& [activity, times] : {std::pair("", 2), std::pair("A", 1), std::pair("B", 1)}) {
    Add(difference, activity, 0, -1.2 * times, 0);
    add_type(activity, "Personal", -0.6 * times);
    add_type(activity, "Lokaler", -0.6 * times);
  }
  const documents::Document document =
      DifferenceDocument(difference, {}, {}, /*by_type=*/true, TextsIn(Language::kSwedish));
  const documents::Table& table = *documents::TablesOf(document).at(0);
  ASSERT_EQ(table.rows.size(), 9u);
  const auto shown = [&](size_t row, size_t column) {
    return std::get<documents::Amount>(table.rows[row].cells[column].value).shown;
  };
  for (size_t column = 1; column < table.columns.size(); ++column) {
    for (const size_t row : {0, 3, 6}) {
      EXPECT_EQ(shown(row, column), shown(row + 1, column) + shown(row + 2, column)) << row << " " << column;
    }
    for (const size_t type : {1, 2}) {
      EXPECT_EQ(shown(6 + type, column), shown(type, column) + shown(3 + type, column)) << column;
    }
  }
  EXPECT_EQ(shown(6, 2), -2);
  EXPECT_EQ(shown(7, 2), -1);
  EXPECT_EQ(std::get<std::string>(table.rows[1].cells[0].value), "varav Personal");
}

TEST(DifferenceCommandTest, TypesAreRowsForProgramsAndAreSaidToBeNone) {
  FakePrognosd service;
  service.forecast.DiffForecasts_.response = UpplandsBroDifference();
  v1::DifferenceLine& line = *service.forecast.DiffForecasts_.response.add_lines_by_type();
  line = service.forecast.DiffForecasts_.response.lines(0);
  line.set_cost_type("organizations/exempelby/costTypes/personal");
  StoreBoth("a", "b", service);
  const std::string csv = service.Run({"skillnad", "a", "b", "--varav", "--format", "csv"}).out;
  EXPECT_THAT(csv, AllOf(HasSubstr(";avvikelse_nu;kostnadsslag;niva;radtyp\n"), HasSubstr(";personal;0;varav\n")));
  service.forecast.DiffForecasts_.response.clear_lines_by_type();
  EXPECT_THAT(service.Run({"skillnad", "a", "b", "--varav"}).out, HasSubstr("Prognosen har inga kostnadsslag"));
}

TEST(DifferenceCommandTest, EventsHaveAColumnOfTheirOwn) {
  FakePrognosd service;
  v1::DiffForecastsResponse& response = service.forecast.DiffForecasts_.response;
  response = UpplandsBroDifference();
  v1::DifferenceLine& sum = *response.mutable_lines(0);
  sum.set_deviation(sum.deviation() + Tkr(-250));
  sum.mutable_parts()->set_events(Tkr(-250));
  StoreBoth("a", "b", service);
  EXPECT_THAT(service.Run({"skillnad", "a", "b", "--format", "tabell-csv"}).out,
              HasSubstr("Summa;-14000;-1100;0;0;-250;0;0;-15350"));
  EXPECT_THAT(service.Run({"skillnad", "a", "b"}).out, HasSubstr("händelser"));
}

TEST(DifferenceCommandTest, AForecastIsNotHeldAgainstItself) {
  FakePrognosd service;
  const Outcome outcome = service.Run({"skillnad", "2022-08-1", "2022-08-1"});
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.err, HasSubstr("det är samma prognos två gånger"));
  EXPECT_TRUE(service.forecast.DiffForecasts_.requests.empty());
}

TEST(DifferenceCommandTest, AYearIsComparedWithTheRoundBefore) {
  FakePrognosd service;
  v1::Forecast spring = ExampleForecastAt(v1::ROUND_SPRING, "2022-04", 20000);
  spring.set_state(v1::FORECAST_STATE_LOCKED);
  v1::Forecast draft = spring;
  draft.set_name("organizations/exempelby/forecasts/draft");
  draft.set_state(v1::FORECAST_STATE_DRAFT);
  service.forecast.Store(ExampleForecastAt(v1::ROUND_MARCH, "2022-03", 20000));
  service.forecast.Store(spring);
  service.forecast.Store(draft);
  service.forecast.Store(ExampleForecast());
  service.forecast.DiffForecasts_.response = UpplandsBroDifference();
  EXPECT_EQ(service.Run({"skillnad", "--ar", "2022"}).exit_code, 0);
  EXPECT_EQ(service.forecast.DiffForecasts_.requests.at(0).base(), spring.name());
  EXPECT_EQ(service.forecast.DiffForecasts_.requests.at(0).name(), ExampleForecast().name());
  EXPECT_EQ(service.Run({"skillnad"}).exit_code, 2);
  const Outcome alone = service.Run({"skillnad", "ROUND_MARCH"});
  EXPECT_EQ(alone.exit_code, 1);
  EXPECT_THAT(alone.err, HasSubstr("det finns ingen tidigare omgång"));
}

}  // namespace
}  // namespace prognos::client
