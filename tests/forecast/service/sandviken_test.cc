// Sandviken 2016, as published: a year with two strengthenings of the budget, its result and its targets.
#include <cmath>

#include "absl/strings/str_cat.h"
#include "tests/forecast/service/service_fixture.h"

namespace prognos::service {
namespace {

using ::testing::ElementsAre;

struct SandvikenArea {
  const char* id;
  double deviation_mnkr;  // Of the year, with both strengthenings.
  double strengthened;    // By so much.
};

// Outcomes are not published; budgets are made up around 100 mnkr each.
constexpr SandvikenArea kSandviken[] = {{"forsorjningsstod", 0.9, 0},
                                        {"missbruksvard", -7.3, 8},
                                        {"barn-och-ungdom", -3.8, 7},
                                        {"ensamkommande", 12.5, 0},
                                        {"ovrigt", 2.2, 0}};

int64_t OreOfMnkr(double mnkr) { return std::llround(mnkr * 10) * 100'000'00; }

class SandvikenTest : public ServiceTest {
 protected:
  SandvikenTest() {
    now_ = absl::FromCivil(absl::CivilDay(2017, 1, 20), absl::UTCTimeZone());
    CreateOrganization("o");
    v1::BudgetVersion budget;
    budget.set_year(2016);
    budget.set_decision_date("2015-11-25");
    std::vector<v1::Actual> actuals;
    for (const SandvikenArea& area : kSandviken) {
      CreateActivities("o", {area.id});
      const std::string series = absl::StrCat(area.id, ".cost");
      CreateSeries("o", {series});
      *budget.add_lines() = EvenBudget(2016, series, OreOfMnkr(96)).lines(0);
      const int64_t outcome = OreOfMnkr(96) + OreOfMnkr(area.strengthened) - OreOfMnkr(area.deviation_mnkr);
      for (int month = 1; month <= 12; ++month) {
        const int64_t twelfth = outcome / 12;
        actuals.push_back(Amount(series, absl::StrCat("2016-", month < 10 ? "0" : "", month),
                                 month == 12 ? outcome - 11 * twelfth : twelfth));
      }
    }
    EXPECT_TRUE(Import({Batch(actuals)}).ok());
    EXPECT_TRUE(SetBudget(budget).ok());
  }

  void Strengthen(const std::string& series, double mnkr, const std::string& date) {
    v1::BudgetVersion amendment = EvenBudget(2016, series, OreOfMnkr(mnkr), date);
    amendment.set_kind(v1::DECISION_KIND_AMENDMENT);
    const grpc::Status status = SetBudget(amendment);
    ASSERT_TRUE(status.ok()) << status.error_message();
    now_ += absl::Hours(1);
  }

  v1::Forecast YearEnd() {
    v1::CreateForecastRequest request;
    request.set_organization("organizations/o");
    request.set_year(2016);
    request.set_round(v1::ROUND_YEAR_END);
    v1::CreateForecastResponse response;
    grpc::ClientContext call;
    const grpc::Status status = forecast_->CreateForecast(&call, request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    now_ += absl::Hours(1);
    return response.forecast();
  }

  // "missbruksvard -7.3" of the net of each activity, and of the sum.
  static std::vector<std::string> Deviations(const v1::Forecast& forecast) {
    std::vector<std::string> told;
    for (const v1::ForecastLine& line : forecast.lines()) {
      if (line.measure() != v1::MEASURE_NET) continue;
      const std::string name = line.activity().substr(line.activity().rfind('/') + 1);
      told.push_back(absl::StrCat(name, " ", static_cast<double>(line.deviation() / 10'000'00) / 100));
    }
    return told;
  }
};

// The 7 mnkr of August are state money passed on to children and youth; the 8 of November go to missbruksvård, whose
// -15,3 that day becomes -7,3.
TEST_F(SandvikenTest, BothStrengtheningsAreInTheResultAndTheSecondTakesMissbruksvardFromMinus153ToMinus73) {
  Strengthen("barn-och-ungdom.cost", 7, "2016-08-29");
  const v1::Forecast before = YearEnd();
  EXPECT_THAT(Deviations(before),
              ::testing::UnorderedElementsAre(" -3.5", "forsorjningsstod 0.9", "missbruksvard -15.3",
                                              "barn-och-ungdom -3.8", "ensamkommande 12.5", "ovrigt 2.2"));
  Strengthen("missbruksvard.cost", 8, "2016-11-28");
  const v1::Forecast after = YearEnd();
  EXPECT_THAT(Deviations(after),
              ::testing::UnorderedElementsAre(" 4.5", "forsorjningsstod 0.9", "missbruksvard -7.3",
                                              "barn-och-ungdom -3.8", "ensamkommande 12.5", "ovrigt 2.2"));
  v1::DiffForecastsRequest request;
  request.set_base(before.name());
  request.set_name(after.name());
  v1::DiffForecastsResponse difference;
  grpc::ClientContext call;
  ASSERT_TRUE(forecast_->DiffForecasts(&call, request, &difference).ok());
  for (const v1::DifferenceLine& line : difference.lines()) {
    if (line.activity().empty() && line.measure() == v1::MEASURE_NET) {
      EXPECT_EQ(line.parts().budget(), OreOfMnkr(8));
      EXPECT_EQ(line.deviation() - line.base_deviation(), OreOfMnkr(8));
    }
  }
}

// The targets of 2016: institutional care 19,6 against at most 15,8 is "inte uppfyllt", a buffer of 1 per cent is
// "uppfyllt"; the other statuses are not printed, and follow from the figures.
TEST_F(SandvikenTest, TheTargetsStandAsPrinted) {
  v1::ImportFollowUpTableRequest request;
  request.set_organization("organizations/o");
  request.set_table(v1::FOLLOW_UP_TABLE_INDICATORS);
  request.set_year(2016);
  request.set_content(
      "id;indikator;typ;mätperiod;riktning;enhet;mål;helår\n"
      "a;Institutionsvård vuxna;ackumulerat;år;lägre;mnkr;15,8;19,6\n"
      "b;Budgeterad buffert av kommunbidraget;andel;år;högre;%;1,0;1\n"
      "c;Andel vårddygn på hvb i egen regi, vuxna;andel;år;högre;%;30;37\n"
      "d;Andel öppenvårdsinsatser, barn och ungdom;andel;år;högre;%;70;58\n"
      "e;Andel öppenvårdsinsatser, vuxna;andel;år;högre;%;30;47\n"
      "f;Andel brukare som gått ut i egen försörjning;andel;år;högre;%;62;48\n");
  v1::ImportFollowUpTableResponse stored;
  grpc::ClientContext call;
  const grpc::Status status = follow_up_->ImportFollowUpTable(&call, request, &stored);
  ASSERT_TRUE(status.ok()) << status.error_message();
  v1::ListIndicatorsRequest list;
  list.set_organization("organizations/o");
  list.set_year(2016);
  v1::ListIndicatorsResponse response;
  grpc::ClientContext second;
  ASSERT_TRUE(follow_up_->ListIndicators(&second, list, &response).ok());
  std::vector<std::string> told;
  for (const v1::IndicatorStanding& one : response.indicators()) {
    told.push_back(absl::StrCat(one.year_end(), " of ", one.target_value(), " ",
                                v1::IndicatorStatus_Name(one.status()).substr(sizeof("INDICATOR_STATUS_") - 1)));
  }
  EXPECT_THAT(told, ElementsAre("19600 of 15800 NOT_MET", "1000 of 1000 MET", "37000 of 30000 MET",
                                "58000 of 70000 NOT_MET", "47000 of 30000 MET", "48000 of 62000 NOT_MET"));
}

}  // namespace
}  // namespace prognos::service
