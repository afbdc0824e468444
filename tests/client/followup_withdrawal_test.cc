#include "client/followup_withdrawal.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/client/fake_prognosd.h"

namespace prognos::client {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

void Answer(v1::FollowUpItemKind kind, int year, const std::string& month, FakePrognosd& service) {
  v1::FollowUpItem& item = *service.follow_up.WithdrawFollowUps_.response.add_withdrawn();
  item.set_kind(kind);
  item.set_year(year);
  item.set_month(month);
}

TEST(FollowUpWithdrawalTest, AWholeIndicatorIsAskedForByIdAndAllThatGoesWithItIsTold) {
  FakePrognosd service;
  Answer(v1::FOLLOW_UP_ITEM_KIND_INDICATOR, 0, "", service);
  Answer(v1::FOLLOW_UP_ITEM_KIND_TARGET, 2022, "", service);
  Answer(v1::FOLLOW_UP_ITEM_KIND_MEASUREMENT, 0, "2022-08", service);
  const Outcome outcome = service.Run({"indikator", "ta-bort", "antal-sip", "--skal", "dubblett"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("Återtaget för antal-sip: indikatorn, målet 2022, mätvärdet 2022-08."));
  const v1::WithdrawFollowUpsRequest& request = service.follow_up.WithdrawFollowUps_.requests.at(0);
  EXPECT_EQ(request.organization(), "organizations/exempelby");
  EXPECT_EQ(request.reason(), "dubblett");
  EXPECT_FALSE(request.request_id().empty());
  ASSERT_EQ(request.items_size(), 1);
  EXPECT_EQ(request.items(0).kind(), v1::FOLLOW_UP_ITEM_KIND_INDICATOR);
  EXPECT_EQ(request.items(0).name(), "organizations/exempelby/indicators/antal-sip");
}

TEST(FollowUpWithdrawalTest, AYearOrAMonthIsAskedForByItself) {
  FakePrognosd service;
  const auto item = [&](std::vector<std::string> command) {
    command.insert(command.end(), {"--skal", "fel"});
    const Outcome outcome = service.Run(command);
    EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
    return service.follow_up.WithdrawFollowUps_.requests.back().items(0);
  };
  EXPECT_EQ(item({"indikator", "ta-bort", "sip", "--ar", "2022"}).kind(), v1::FOLLOW_UP_ITEM_KIND_TARGET);
  EXPECT_EQ(item({"indikator", "ta-bort", "sip", "--ar", "2022"}).year(), 2022);
  EXPECT_EQ(item({"indikator", "ta-bort", "sip", "--manad", "2022-08"}).kind(), v1::FOLLOW_UP_ITEM_KIND_MEASUREMENT);
  EXPECT_EQ(item({"bidrag", "ta-bort", "team", "--manad", "2022-08"}).kind(), v1::FOLLOW_UP_ITEM_KIND_FUND_USE);
  EXPECT_EQ(item({"projekt", "ta-bort", "team"}).kind(), v1::FOLLOW_UP_ITEM_KIND_FUND);
  EXPECT_EQ(item({"projekt", "ta-bort", "team"}).fund_kind(), v1::FUND_KIND_PROJECT);
  EXPECT_EQ(item({"investering", "ta-bort", "bilar", "--ar", "2023"}).kind(), v1::FOLLOW_UP_ITEM_KIND_FUND_YEAR);
  // As the tables name it.
  service.AddActivity("ensamkommande", "Ensamkommande barn", "", {"mottagna"});
  const v1::FollowUpItem plan = item({"volymplan", "ta-bort", "Ensamkommande barn.mottagna", "--ar", "2022"});
  EXPECT_EQ(plan.kind(), v1::FOLLOW_UP_ITEM_KIND_VOLUME_PLAN);
  EXPECT_EQ(plan.name(), "organizations/exempelby/series/ensamkommande.mottagna");
}

TEST(FollowUpWithdrawalTest, WrongUseIsToldBeforeAnythingIsSent) {
  FakePrognosd service;
  const Outcome both =
      service.Run({"indikator", "ta-bort", "sip", "--ar", "2022", "--manad", "2022-08", "--skal", "fel"});
  EXPECT_EQ(both.exit_code, 2);
  EXPECT_THAT(both.err, HasSubstr("antingen --ar eller --manad"));
  EXPECT_EQ(service.Run({"indikator", "ta-bort", "sip"}).exit_code, 2);
  const Outcome no_year = service.Run({"volymplan", "ta-bort", "a.b", "--skal", "fel"});
  EXPECT_EQ(no_year.exit_code, 2);
  EXPECT_THAT(no_year.err, HasSubstr("--ar 2022"));
  EXPECT_EQ(service.Run({"bidrag", "ta-bort", "team", "--ar", "2022", "--skal", "fel"}).exit_code, 2);
  EXPECT_TRUE(service.follow_up.WithdrawFollowUps_.requests.empty());
}

TEST(FollowUpWithdrawalTest, ACheckSaysWhatWouldBeWithdrawn) {
  FakePrognosd service;
  Answer(v1::FOLLOW_UP_ITEM_KIND_FUND, 0, "", service);
  const std::string out = service.Run({"bidrag", "ta-bort", "team", "--skal", "fel", "--kontrollera"}).out;
  EXPECT_THAT(out, AllOf(HasSubstr("Inget är ändrat."), HasSubstr("ramen")));
  EXPECT_TRUE(service.follow_up.WithdrawFollowUps_.requests.at(0).validate_only());
}

}  // namespace
}  // namespace prognos::client
