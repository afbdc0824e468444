#include "forecast/service/followup_service.h"

#include "absl/strings/str_cat.h"
#include "tests/forecast/service/service_fixture.h"

namespace prognos::service {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr int64_t kOne = 1000;

class FollowUpServiceTest : public ServiceTest {
 protected:
  FollowUpServiceTest() { CreateSmallOrganization(); }

  static std::string Name(const std::string& id) { return "organizations/o/indicators/" + id; }

  static v1::Indicator Sip() {
    v1::Indicator indicator;
    indicator.set_name(Name("sip"));
    indicator.set_display_name("Antal SIP");
    indicator.set_activity("organizations/o/activities/care");
    indicator.set_kind(v1::INDICATOR_KIND_CUMULATIVE);
    indicator.set_period(v1::INDICATOR_PERIOD_TERTIAL);
    indicator.set_direction(v1::DIRECTION_HIGHER);
    return indicator;
  }

  static v1::PutIndicatorsRequest Request() {
    v1::PutIndicatorsRequest request;
    request.set_organization("organizations/o");
    return request;
  }

  static void AddTarget(const std::string& id, int year, int64_t value, v1::PutIndicatorsRequest& request) {
    v1::IndicatorTarget& target = *request.add_targets();
    target.set_indicator(Name(id));
    target.set_year(year);
    target.set_value(value * kOne);
  }

  static v1::Measurement& AddMeasurement(const std::string& id, const std::string& month,
                                         v1::PutIndicatorsRequest& request) {
    v1::Measurement& measurement = *request.add_measurements();
    measurement.set_indicator(Name(id));
    measurement.set_month(month);
    return measurement;
  }

  grpc::Status Put(const v1::PutIndicatorsRequest& request, v1::PutIndicatorsResponse* response = nullptr) {
    v1::PutIndicatorsResponse ignored;
    grpc::ClientContext call;
    return follow_up_->PutIndicators(&call, request, response == nullptr ? &ignored : response);
  }

  v1::ListIndicatorsResponse List(int year, const std::string& until = "", absl::Time as_of = absl::InfiniteFuture()) {
    v1::ListIndicatorsRequest request;
    request.set_organization("organizations/o");
    request.set_year(year);
    request.set_until_month(until);
    if (as_of != absl::InfiniteFuture()) request.mutable_as_of()->set_seconds(absl::ToUnixSeconds(as_of));
    v1::ListIndicatorsResponse response;
    grpc::ClientContext call;
    const grpc::Status status = follow_up_->ListIndicators(&call, request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response;
  }

  grpc::Status Import(const std::string& content, v1::ImportFollowUpTableResponse* response = nullptr,
                      v1::FollowUpTable table = v1::FOLLOW_UP_TABLE_INDICATORS) {
    v1::ImportFollowUpTableRequest request;
    request.set_organization("organizations/o");
    request.set_table(table);
    request.set_year(2022);
    request.set_content(content);
    v1::ImportFollowUpTableResponse ignored;
    grpc::ClientContext call;
    return follow_up_->ImportFollowUpTable(&call, request, response == nullptr ? &ignored : response);
  }
};

// Upplands-Bro 2022: 10, 19 and 25 SIP against a target of 20, raised from 10 during the year.
TEST_F(FollowUpServiceTest, AnIndicatorStandsAsItWasKnownAtAMoment) {
  v1::PutIndicatorsRequest request = Request();
  *request.add_indicators() = Sip();
  AddTarget("sip", 2022, 10, request);
  AddMeasurement("sip", "2022-04", request).set_value(10 * kOne);
  AddMeasurement("sip", "2022-08", request).set_value(19 * kOne);
  v1::PutIndicatorsResponse response;
  ASSERT_TRUE(Put(request, &response).ok());
  EXPECT_EQ(response.stored_count(), 4);
  const absl::Time before = now_;
  now_ += absl::Hours(1);
  request.mutable_targets(0)->set_value(20 * kOne);
  v1::Measurement& year_end = AddMeasurement("sip", "2022-12", request);
  year_end.set_value(25 * kOne);
  year_end.set_judgement(v1::INDICATOR_STATUS_PARTLY_MET);
  ASSERT_TRUE(Put(request, &response).ok());
  EXPECT_EQ(response.stored_count(), 2);
  EXPECT_EQ(response.unchanged_count(), 3);

  const v1::IndicatorStanding then = List(2022, "", before).indicators(0);
  EXPECT_EQ(then.target_value(), 10 * kOne);
  EXPECT_EQ(then.year_end(), 28'500);  // 19 in eight months.
  EXPECT_EQ(then.judgement(), v1::INDICATOR_STATUS_UNSPECIFIED);
  const v1::IndicatorStanding now = List(2022).indicators(0);
  EXPECT_EQ(now.indicator().name(), Name("sip"));
  EXPECT_EQ(now.target_value(), 20 * kOne);
  EXPECT_EQ(now.newest_month(), "2022-12");
  EXPECT_EQ(now.year_end(), 25 * kOne);
  EXPECT_EQ(now.status(), v1::INDICATOR_STATUS_MET);
  EXPECT_EQ(now.judgement(), v1::INDICATOR_STATUS_PARTLY_MET);  // The person's stands beside it.
  EXPECT_EQ(List(2022, "2022-04").indicators(0).year_end(), 30 * kOne);
}

TEST_F(FollowUpServiceTest, WhatIsNotMeasuredIsNotZero) {
  v1::PutIndicatorsRequest request = Request();
  *request.add_indicators() = Sip();
  request.mutable_indicators(0)->set_kind(v1::INDICATOR_KIND_SHARE);
  AddTarget("sip", 2022, 80, request);
  AddMeasurement("sip", "2022-04", request).set_value(98 * kOne);
  AddMeasurement("sip", "2022-08", request).set_comment("ej mätt");
  ASSERT_TRUE(Put(request).ok());
  const v1::IndicatorStanding standing = List(2022).indicators(0);
  EXPECT_EQ(standing.year_end(), 98 * kOne);
  EXPECT_EQ(standing.newest_month(), "2022-04");
  ASSERT_EQ(standing.measurements_size(), 2);
  EXPECT_FALSE(standing.measurements(1).has_value());
  AddMeasurement("sip", "2022-12", request).set_value(0);
  ASSERT_TRUE(Put(request).ok());
  EXPECT_EQ(List(2022).indicators(0).status(), v1::INDICATOR_STATUS_NOT_MET);
}

// Upplands-Bro 2022 prints 80 per cent beside 39 of 42, which are 92,9; 21 of 42 are 50.
TEST_F(FollowUpServiceTest, AShareThatIsNotThatOfItsCountsIsKeptAndToldOf) {
  v1::PutIndicatorsRequest request = Request();
  *request.add_indicators() = Sip();
  request.mutable_indicators(0)->set_kind(v1::INDICATOR_KIND_SHARE);
  v1::Measurement& printed = AddMeasurement("sip", "2022-04", request);
  printed.set_value(80 * kOne);
  printed.set_numerator(39);
  printed.set_denominator(42);
  v1::Measurement& counted = AddMeasurement("sip", "2022-08", request);
  counted.set_numerator(21);
  counted.set_denominator(42);
  ASSERT_TRUE(Put(request).ok());
  EXPECT_EQ(List(2022).indicators(0).year_end(), 50 * kOne);
  ASSERT_EQ(List(2022).indicators(0).notes_size(), 1);
  EXPECT_EQ(List(2022).indicators(0).notes(0).id(), "followup.share_is_not_that_of_its_counts");
  EXPECT_EQ(List(2022, "2022-04").indicators(0).year_end(), 80 * kOne);
}

// Sandviken: 13,4 in 2014 and 17,5 in 2015; ten per cent less than the year before is 15,75.
TEST_F(FollowUpServiceTest, ATargetMayBeAChangeFromTheYearBefore) {
  v1::PutIndicatorsRequest request = Request();
  *request.add_indicators() = Sip();
  request.mutable_indicators(0)->set_direction(v1::DIRECTION_LOWER);
  AddMeasurement("sip", "2015-12", request).set_value(17'500);
  AddMeasurement("sip", "2016-12", request).set_value(19'600);
  v1::IndicatorTarget& target = *request.add_targets();
  target.set_indicator(Name("sip"));
  target.set_year(2016);
  target.set_change(-10'000);
  ASSERT_TRUE(Put(request).ok());
  const v1::IndicatorStanding standing = List(2016).indicators(0);
  EXPECT_EQ(standing.target_value(), 15'750);
  EXPECT_EQ(standing.status(), v1::INDICATOR_STATUS_NOT_MET);
  EXPECT_EQ(standing.trend(), v1::TREND_WORSE);
  target.set_year(2022);  // 2021 is not measured.
  ASSERT_TRUE(Put(request).ok());
  EXPECT_FALSE(List(2022).indicators(0).has_target_value());
}

TEST_F(FollowUpServiceTest, EveryFaultIsToldAtOnceAndNothingIsStored) {
  v1::PutIndicatorsRequest request = Request();
  *request.add_indicators() = Sip();
  *request.add_indicators() = Sip();
  request.mutable_indicators(1)->clear_kind();
  request.mutable_indicators(1)->set_tolerance(1);
  AddTarget("sip", 1800, 1, request);
  request.add_targets()->set_indicator(Name("sip"));
  AddMeasurement("sip", "2023-02", request);  // Today is 15 January 2023.
  AddMeasurement("sip", "2022-13", request);
  AddMeasurement("sip", "2022-04", request).set_numerator(1);
  AddMeasurement("sip", "2022-08", request).set_judgement(v1::INDICATOR_STATUS_NO_TARGET);
  const grpc::Status status = Put(request);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  const v1::ErrorDetail detail = DetailOf(status);
  std::vector<std::string> places;
  for (const v1::Fault& fault : detail.faults()) places.push_back(fault.place());
  EXPECT_THAT(places, ElementsAre("indicators[1].kind", "indicators[1].tolerance", "indicators[1].name",
                                  "targets[0].year", "targets[1].year", "targets[1].value", "measurements[0].month",
                                  "measurements[1].month", "measurements[2].denominator", "measurements[3].judgement"));
  EXPECT_EQ(List(2022).indicators_size(), 0);
}

TEST_F(FollowUpServiceTest, WhatDoesNotExistOrDoesNotFitIsRefused) {
  v1::PutIndicatorsRequest request = Request();
  *request.add_indicators() = Sip();
  request.mutable_indicators(0)->set_activity("organizations/o/activities/none");
  AddTarget("other", 2022, 1, request);
  AddMeasurement("sip", "2022-03", request).set_value(1);  // A tertial ends in April.
  v1::Measurement& counts = AddMeasurement("sip", "2022-04", request);
  counts.set_numerator(1);
  counts.set_denominator(2);
  const v1::ErrorDetail detail = DetailOf(Put(request));
  std::vector<std::string> places;
  for (const v1::Fault& fault : detail.faults()) places.push_back(fault.place());
  EXPECT_THAT(places, ElementsAre("indicators[0].activity", "targets[0].indicator", "measurements[0].month",
                                  "measurements[1].denominator"));
  EXPECT_EQ(List(2022).indicators_size(), 0);
}

// The table of Upplands-Bro 2022, shortened: numbers as printed, "Ej mätt" and a blank.
TEST_F(FollowUpServiceTest, ATableOfIndicatorsIsReadAsPeopleKeepIt) {
  v1::ImportFollowUpTableResponse response;
  const grpc::Status status = Import(
      "Indikatorer 2022;;;;;;;\n"
      "Indikator;Typ;Riktning;Enhet;Mål;T1;T2;T3;Status;Verksamhet\n"
      "Antal SIP;ackumulerat;högre;;20;10;19;25;uppfyllts mer än väl;Care\n"
      "Antal sociala bostäder;antal;lägre;;65;72;70;65;;\n"
      "Andel aktuella genomförandeplaner i ärenden;;högre;%;100 %;86 %;Ej mätt;;delvis;\n",
      &response);
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(response.row_count(), 3);
  EXPECT_EQ(response.stored_count(), 3 + 3 + 8);
  const v1::ListIndicatorsResponse listed = List(2022);
  ASSERT_EQ(listed.indicators_size(), 3);
  const v1::IndicatorStanding& plans = listed.indicators(0);
  EXPECT_EQ(plans.indicator().name(), Name("andel-aktuella-genomforandeplaner-i-arenden"));
  EXPECT_EQ(plans.indicator().kind(), v1::INDICATOR_KIND_SHARE);  // Its name says so.
  EXPECT_EQ(plans.indicator().period(), v1::INDICATOR_PERIOD_TERTIAL);
  EXPECT_EQ(plans.year_end(), 86 * kOne);
  EXPECT_EQ(plans.judgement_month(), "2022-08");
  const v1::IndicatorStanding& sip = listed.indicators(1);
  EXPECT_EQ(sip.indicator().activity(), "organizations/o/activities/care");
  EXPECT_EQ(sip.target_value(), 20 * kOne);
  EXPECT_EQ(sip.year_end(), 25 * kOne);
  EXPECT_EQ(sip.judgement(), v1::INDICATOR_STATUS_MET);
  EXPECT_EQ(listed.indicators(2).trend(), v1::TREND_BETTER);
  // The same again stores nothing; one measurement a row, of what is known, needs no more than its name.
  ASSERT_TRUE(Import("indikator;månad;värde;kommentar\nantal sip;2022-08;18;rättat\n", &response).ok());
  EXPECT_EQ(response.stored_count(), 1);
  EXPECT_EQ(List(2022, "2022-08").indicators(1).to_date(), 18 * kOne);
  EXPECT_EQ(List(2022).indicators(1).indicator().display_name(), "Antal SIP");
}

TEST_F(FollowUpServiceTest, FaultsOfATableStandAtItsLines) {
  const v1::ErrorDetail first = DetailOf(Import(
      "indikator;typ;riktning;mål;T1\nAntal SIP;summa;uppåt;tjugo;10\nAntal hem;;;;1\n;;;;\nX;antal;lägre;1;-5,5,5\n"));
  std::vector<std::string> places;
  for (const v1::Fault& fault : first.faults()) places.push_back(fault.place());
  EXPECT_THAT(places, ElementsAre("line 2: typ", "line 2: riktning", "line 2: mål", "line 3: typ", "line 3: riktning",
                                  "line 5: T1"));
  const v1::ErrorDetail second =
      DetailOf(Import("indikator;typ;riktning;mätperiod;månad;värde\nX;antal;lägre;tertial;2022-03;4\n"));
  ASSERT_EQ(second.faults_size(), 1);
  EXPECT_EQ(second.faults(0).place(), "line 2: month");
  EXPECT_EQ(List(2022).indicators_size(), 0);
}

// As the command line writes it: tests/client/commands/indicator_test.cc.
TEST_F(FollowUpServiceTest, WhatTheCommandLineWritesIsReadAgain) {
  const std::string csv =
      "\xEF\xBB\xBFid;indikator;verksamhet;typ;matperiod;riktning;enhet;tolerans;mal;malforandring;manad;varde;"
      "taljare;namnare;bedomning;kommentar\n"
      "antal-sip;Antal SIP;;ackumulerat;tertial;hogre;;;20;;2022-04;10;;;;\n"
      "antal-sip;Antal SIP;;ackumulerat;tertial;hogre;;;20;;2022-08;19;;;delvis uppfyllt;ny rutin\n"
      "balans;Budget i balans;care;per period;ar;nara;tkr;500;0;;;;;;;mål om målet\n"
      "bostader;Sociala bostäder;;antal;tertial;lagre;;;;-10;2022-08;ej matt;;;;\n"
      "planer;Andel planer;;andel;manad;hogre;%;;90,5;;2022-03;92,857;39;42;;\n";
  v1::ImportFollowUpTableResponse response;
  const grpc::Status status = Import(csv, &response);
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(response.stored_count(), 4 + 4 + 4);
  const v1::ListIndicatorsResponse listed = List(2022);
  EXPECT_EQ(listed.indicators(0).measurements(1).comment(), "ny rutin");
  EXPECT_EQ(listed.indicators(0).judgement(), v1::INDICATOR_STATUS_PARTLY_MET);
  EXPECT_EQ(listed.indicators(1).indicator().tolerance(), 500 * kOne);
  EXPECT_EQ(listed.indicators(1).target().comment(), "mål om målet");
  EXPECT_EQ(listed.indicators(2).target().change(), -10 * kOne);
  EXPECT_EQ(listed.indicators(2).measurements_size(), 1);
  EXPECT_FALSE(listed.indicators(2).measurements(0).has_value());
  EXPECT_EQ(listed.indicators(3).measurements(0).denominator(), 42);
  ASSERT_TRUE(Import(csv, &response).ok());
  EXPECT_EQ(response.stored_count(), 0);
}

class LedgerIndicatorTest : public FollowUpServiceTest {
 protected:
  // Five years of outcome, a budget of the year, and a höstprognos.
  void MakeForecast() {
    ImportFiveYears("care.cost", 100'000'00);
    ASSERT_TRUE(SetBudget(EvenBudget(2022, "care.cost", 1'300'000'00)).ok());
    v1::CreateForecastRequest request;
    request.set_organization("organizations/o");
    request.set_year(2022);
    request.set_round(v1::ROUND_AUTUMN);
    v1::CreateForecastResponse response;
    grpc::ClientContext call;
    const grpc::Status status = forecast_->CreateForecast(&call, request, &response);
    ASSERT_TRUE(status.ok()) << status.error_message();
    made_ = response.forecast();
  }

  const v1::ForecastLine& SumLine(v1::Measure measure) const {
    for (const v1::ForecastLine& line : made_.lines()) {
      if (line.activity().empty() && line.measure() == measure) return line;
    }
    ADD_FAILURE() << "no such line";
    return v1::ForecastLine::default_instance();
  }

  v1::Forecast made_;
};

TEST_F(LedgerIndicatorTest, WhatTheLedgerHoldsStandsAsTheForecastSays) {
  ASSERT_TRUE(Import("indikator;verksamhet;källa;enhet;riktning;mål;målförändring;tolerans\n"
                     "A kostnad;care;kostnad;tkr;lägre;;-10;\n"
                     "B balans;;avvikelse;kr;nära;0;;500000\n"
                     "C netto;;netto;mnkr;lägre;100;;\n")
                  .ok());
  // Without a forecast nothing is known of them.
  EXPECT_EQ(List(2022).indicators(1).status(), v1::INDICATOR_STATUS_NOT_MEASURED);
  EXPECT_EQ(List(2022).indicators(1).forecast(), "");
  MakeForecast();
  const v1::ListIndicatorsResponse listed = List(2022);
  const v1::ForecastLine& cost = SumLine(v1::MEASURE_COST);
  const v1::IndicatorStanding& a = listed.indicators(0);
  EXPECT_EQ(a.forecast(), made_.name());
  EXPECT_EQ(a.newest_month(), "2022-08");
  EXPECT_EQ(a.year_end(), (cost.full_year() + 50) / 100);  // Öre to thousandths of tkr.
  EXPECT_EQ(a.to_date(), (cost.known_amount() + 50) / 100);
  // Ten per cent below the year before cannot be met by a cost that grows by two per cent a year.
  EXPECT_EQ(a.target_value(), ((cost.last_year() + 50) / 100 * 9 + 5) / 10);
  EXPECT_EQ(a.status(), v1::INDICATOR_STATUS_NOT_MET);
  EXPECT_EQ(a.trend(), v1::TREND_WORSE);
  EXPECT_LT(a.met_probability(), 0.05);
  // Within 500 000 kr of a budget that is about 10 000 from the outcome.
  const v1::IndicatorStanding& b = listed.indicators(1);
  EXPECT_EQ(b.year_end(), SumLine(v1::MEASURE_NET).deviation() * 10);
  EXPECT_EQ(b.status(), v1::INDICATOR_STATUS_MET);
  EXPECT_GT(b.met_probability(), 0.9);
  EXPECT_LT(b.met_probability(), 1.0);
  // 1,3 of at most 100 mnkr.
  EXPECT_EQ(listed.indicators(2).status(), v1::INDICATOR_STATUS_MET);
  EXPECT_DOUBLE_EQ(listed.indicators(2).met_probability(), 0.975);
  // Before August the forecast is not known.
  EXPECT_EQ(List(2022, "2022-04").indicators(0).forecast(), "");
}

TEST_F(LedgerIndicatorTest, ASourceNeedsItsUnitOrItsSeries) {
  v1::PutIndicatorsRequest request = Request();
  v1::Indicator money = Sip();
  money.set_source(v1::INDICATOR_SOURCE_COST);
  money.set_unit("personer");
  money.set_series("organizations/o/series/care.days");
  *request.add_indicators() = money;
  v1::Indicator volume = Sip();
  volume.set_name(Name("dygn"));
  volume.set_source(v1::INDICATOR_SOURCE_VOLUME);
  *request.add_indicators() = volume;
  std::vector<std::string> places;
  const v1::ErrorDetail detail = DetailOf(Put(request));
  for (const v1::Fault& fault : detail.faults()) places.push_back(fault.place());
  EXPECT_THAT(places, ElementsAre("indicators[0].series", "indicators[0].unit", "indicators[1].series"));
  request.mutable_indicators()->DeleteSubrange(0, 1);
  request.mutable_indicators(0)->set_series("organizations/o/series/care.cost");
  EXPECT_EQ(DetailOf(Put(request)).faults(0).place(), "indicators[0].series");
  request.mutable_indicators(0)->set_series("organizations/o/series/care.days");
  EXPECT_TRUE(Put(request).ok());
}

TEST_F(FollowUpServiceTest, TheSameRequestIdStoresOnce) {
  v1::PutIndicatorsRequest request = Request();
  request.set_request_id("one");
  *request.add_indicators() = Sip();
  v1::PutIndicatorsResponse response;
  ASSERT_TRUE(Put(request, &response).ok());
  ASSERT_TRUE(Put(request, &response).ok());
  EXPECT_EQ(response.stored_count(), 1);  // The first answer again.
  AddTarget("sip", 2022, 1, request);
  EXPECT_EQ(DetailOf(Put(request)).reason(), v1::REASON_REQUEST_ID_REUSED);
  v1::PutIndicatorsRequest checked = Request();
  AddTarget("sip", 2022, 1, checked);
  checked.set_validate_only(true);
  ASSERT_TRUE(Put(checked).ok());
  EXPECT_FALSE(List(2022).indicators(0).has_target());
}

}  // namespace
}  // namespace prognos::service
