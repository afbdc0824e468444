#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/client/fake_prognosd.h"

namespace prognos::client {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

// Upplands-Bro 2022: SIP 10/19/25 of 20; sociala bostäder 72/70/65 of 65.
void HoldIndicators(FakePrognosd& service) {
  const auto add = [&](const std::string& id, const std::string& name, v1::IndicatorKind kind, v1::Direction direction,
                       int64_t target, std::initializer_list<int64_t> tertials) -> v1::IndicatorStanding& {
    v1::IndicatorStanding& standing = *service.follow_up.ListIndicators_.response.add_indicators();
    standing.mutable_indicator()->set_name("organizations/exempelby/indicators/" + id);
    standing.mutable_indicator()->set_display_name(name);
    standing.mutable_indicator()->set_kind(kind);
    standing.mutable_indicator()->set_period(v1::INDICATOR_PERIOD_TERTIAL);
    standing.mutable_indicator()->set_direction(direction);
    standing.mutable_target()->set_value(target * 1000);
    standing.set_target_value(target * 1000);
    int month = 4;
    for (const int64_t value : tertials) {
      v1::Measurement& one = *standing.add_measurements();
      one.set_month(month == 12 ? "2022-12" : "2022-0" + std::to_string(month));
      one.set_value(value * 1000);
      month += 4;
    }
    standing.set_status(v1::INDICATOR_STATUS_MET);
    return standing;
  };
  v1::IndicatorStanding& sip =
      add("antal-sip", "Antal SIP", v1::INDICATOR_KIND_CUMULATIVE, v1::DIRECTION_HIGHER, 20, {10, 19, 25});
  sip.set_year_end(25'000);
  sip.set_judgement(v1::INDICATOR_STATUS_PARTLY_MET);
  sip.mutable_measurements(1)->set_comment("ny rutin");
  v1::IndicatorStanding& homes =
      add("bostader", "Sociala bostäder", v1::INDICATOR_KIND_STOCK, v1::DIRECTION_LOWER, 65, {72, 70, 65});
  homes.mutable_measurements(1)->clear_value();
  homes.set_year_end(65'000);
  homes.set_trend(v1::TREND_BETTER);
}

TEST(IndicatorCommandTest, TheTableSaysTargetTertialsStatusAndTrendInWords) {
  FakePrognosd service;
  HoldIndicators(service);
  const Outcome outcome = service.Run({"indikator", "visa", "--ar", "2022"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.out,
              HasSubstr("Indikatorer 2022\n\n"
                        "Indikator         Enhet  I fjol         Mål  T1  T2  T3  Helår  Status    Trend   Egen "
                        "bedömning\n"));
  EXPECT_THAT(outcome.out, HasSubstr("minst   20  10  19  25     25  uppfyllt          delvis uppfyllt\n"));
  EXPECT_THAT(outcome.out, HasSubstr("högst   65  72   –  65     65  uppfyllt  bättre\n"));
  EXPECT_THAT(outcome.out, HasSubstr("Antal SIP: 2022-08: ny rutin\n"));
}

TEST(IndicatorCommandTest, HowLikelyATargetIsToBeMetHasAColumnWhereItIsKnown) {
  FakePrognosd service;
  HoldIndicators(service);
  EXPECT_THAT(service.Run({"indikator", "visa", "--ar", "2022"}).out, testing::Not(HasSubstr("Chans")));
  service.follow_up.ListIndicators_.response.mutable_indicators(1)->set_met_probability(0.424);
  const std::string told = service.Run({"indikator", "visa", "--ar", "2022"}).out;
  EXPECT_THAT(told, HasSubstr("Chans"));
  EXPECT_THAT(told, HasSubstr("42"));
}

TEST(IndicatorCommandTest, EnglishIsTheSameTable) {
  FakePrognosd service;
  HoldIndicators(service);
  const std::string told = service.Run({"indicator", "show", "--year", "2022", "--language", "en"}).out;
  EXPECT_THAT(told, HasSubstr("at most"));
  EXPECT_THAT(told, HasSubstr("better"));
  EXPECT_THAT(told, HasSubstr("partly met"));
}

TEST(IndicatorCommandTest, AFileIsSentAsItStands) {
  FakePrognosd service;
  service.follow_up.ImportFollowUpTable_.response.set_row_count(2);
  service.follow_up.ImportFollowUpTable_.response.set_stored_count(6);
  const std::string bytes = "indikator;T1\nAntal SIP;10\n";
  const Outcome outcome = service.Run({"indikator", "satt", WriteFile("i.csv", bytes), "--ar", "2022"});
  EXPECT_EQ(outcome.out, "2 rader lästa: 6 uppgifter sparade, 0 oförändrade.\n");
  const v1::ImportFollowUpTableRequest& request = service.follow_up.ImportFollowUpTable_.requests.at(0);
  EXPECT_EQ(request.content(), bytes);
  EXPECT_EQ(request.year(), 2022);
  EXPECT_EQ(request.table(), v1::FOLLOW_UP_TABLE_INDICATORS);
  EXPECT_FALSE(request.request_id().empty());
}

TEST(IndicatorCommandTest, AMeasurementIsSentInThousandths) {
  FakePrognosd service;
  service.follow_up.PutIndicators_.response.set_stored_count(1);
  const Outcome outcome = service.Run({"indikator", "varde", "antal-sip", "--manad", "2022-08", "--varde", "12,5",
                                       "--bedomning", "delvis", "--kommentar", "sent"});
  EXPECT_EQ(outcome.out, "antal-sip: mätvärdet för 2022-08 är sparat.\n");
  const v1::Measurement& one = service.follow_up.PutIndicators_.requests.at(0).measurements(0);
  EXPECT_EQ(one.indicator(), "organizations/exempelby/indicators/antal-sip");
  EXPECT_EQ(one.value(), 12'500);
  EXPECT_EQ(one.judgement(), v1::INDICATOR_STATUS_PARTLY_MET);
  service.Run({"indikator", "varde", "antal-sip", "--manad", "2022-12", "--ej-matt"});
  EXPECT_FALSE(service.follow_up.PutIndicators_.requests.at(1).measurements(0).has_value());
}

TEST(IndicatorCommandTest, WrongUseIsToldBeforeAnythingIsSent) {
  FakePrognosd service;
  const auto run = [&](std::vector<std::string> rest) {
    std::vector<std::string> command = {"indikator", "varde", "x", "--manad", "2022-08"};
    command.insert(command.end(), rest.begin(), rest.end());
    const Outcome outcome = service.Run(command);
    EXPECT_EQ(outcome.exit_code, 2);
    return outcome.err;
  };
  EXPECT_THAT(run({}), HasSubstr("ange --varde, --taljare och --namnare, eller --ej-matt"));
  EXPECT_THAT(run({"--varde", "1", "--ej-matt"}), HasSubstr("ange --varde"));
  EXPECT_THAT(run({"--taljare", "1"}), HasSubstr("ange --varde"));
  EXPECT_THAT(run({"--varde", "tolv"}), HasSubstr("”tolv” är inte ett tal"));
  EXPECT_THAT(run({"--varde", "1", "--bedomning", "bra"}), HasSubstr("”bra” är ingen bedömning"));
  EXPECT_THAT(service.follow_up.PutIndicators_.requests, IsEmpty());
}

TEST(IndicatorCommandTest, ShownAsCsvItCanBeSetAgain) {
  FakePrognosd service;
  HoldIndicators(service);
  // That the service reads it is shown in tests/forecast/service/followup_service_test.cc.
  EXPECT_EQ(service.Run({"indikator", "visa", "--ar", "2022", "--format", "csv"}).out,
            "\xEF\xBB\xBFid;indikator;verksamhet;typ;matperiod;riktning;enhet;tolerans;mal;malforandring;manad;varde;"
            "taljare;namnare;bedomning;kommentar;kalla\n"
            "antal-sip;Antal SIP;;ackumulerat;tertial;hogre;;;20;;2022-04;10;;;;;\n"
            "antal-sip;Antal SIP;;ackumulerat;tertial;hogre;;;20;;2022-08;19;;;;ny rutin;\n"
            "antal-sip;Antal SIP;;ackumulerat;tertial;hogre;;;20;;2022-12;25;;;;;\n"
            "bostader;Sociala bostäder;;antal;tertial;lagre;;;65;;2022-04;72;;;;;\n"
            "bostader;Sociala bostäder;;antal;tertial;lagre;;;65;;2022-08;ej matt;;;;;\n"
            "bostader;Sociala bostäder;;antal;tertial;lagre;;;65;;2022-12;65;;;;;\n");
}

TEST(IndicatorCommandTest, NoIndicatorsAreSaidInWords) {
  EXPECT_EQ(FakePrognosd().Run({"indikator", "visa", "--ar", "2022"}).out,
            "Inga indikatorer finns. Läs in en tabell med ”prognos indikator satt”.\n");
}

}  // namespace
}  // namespace prognos::client
