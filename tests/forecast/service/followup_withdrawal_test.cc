// What was entered by mistake of indicators, funds and plans of volumes, and is withdrawn.
#include "forecast/service/followup_withdrawal.h"

#include "absl/strings/str_cat.h"
#include "tests/forecast/service/service_fixture.h"

namespace prognos::service {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::UnorderedElementsAre;

v1::FollowUpItem Item(v1::FollowUpItemKind kind, const std::string& name, int year = 0, const std::string& month = "") {
  v1::FollowUpItem item;
  item.set_kind(kind);
  item.set_name("organizations/o/" + name);
  item.set_year(year);
  item.set_month(month);
  return item;
}

const v1::FollowUpItem kSipTarget = Item(v1::FOLLOW_UP_ITEM_KIND_TARGET, "indicators/sip", 2022);
const v1::FollowUpItem kSip = Item(v1::FOLLOW_UP_ITEM_KIND_INDICATOR, "indicators/sip");

class FollowUpWithdrawalTest : public ServiceTest {
 protected:
  FollowUpWithdrawalTest() {
    CreateSmallOrganization();
    Import(v1::FOLLOW_UP_TABLE_INDICATORS,
           "id;indikator;typ;mätperiod;riktning;mål;T1;T2\n"
           "sip;Antal SIP;ackumulerat;tertial;högre;20;10;19\n"
           "bostader;Sociala bostäder;antal;tertial;lägre;65;72;70\n");
    Import(v1::FOLLOW_UP_TABLE_INVESTMENTS,
           "id;investering;totalbudget;budget 2022;budget 2023;använt;månad\n"
           "inventarier;Inventarier;1000;500;500;200;2022-08\n");
    Import(v1::FOLLOW_UP_TABLE_VOLUME_PLANS, "verksamhet;slag;plan\ncare;days;1200\n");
  }

  void Import(v1::FollowUpTable table, const std::string& content) {
    v1::ImportFollowUpTableRequest request;
    request.set_organization("organizations/o");
    request.set_table(table);
    request.set_year(2022);
    request.set_content(content);
    v1::ImportFollowUpTableResponse response;
    grpc::ClientContext call;
    const grpc::Status status = follow_up_->ImportFollowUpTable(&call, request, &response);
    ASSERT_TRUE(status.ok()) << status.error_message();
  }

  grpc::Status Withdraw(const std::vector<v1::FollowUpItem>& items, v1::WithdrawFollowUpsResponse* response = nullptr,
                        const std::string& request_id = "", bool validate_only = false) {
    v1::WithdrawFollowUpsRequest request;
    request.set_organization("organizations/o");
    for (const v1::FollowUpItem& item : items) *request.add_items() = item;
    request.set_reason("Fel i filen");
    request.set_request_id(request_id);
    request.set_validate_only(validate_only);
    v1::WithdrawFollowUpsResponse ignored;
    grpc::ClientContext call;
    return follow_up_->WithdrawFollowUps(&call, request, response == nullptr ? &ignored : response);
  }

  std::vector<std::string> Indicators(std::optional<absl::Time> as_of = std::nullopt) {
    v1::ListIndicatorsRequest request;
    request.set_organization("organizations/o");
    request.set_year(2022);
    if (as_of.has_value()) request.mutable_as_of()->set_seconds(absl::ToUnixSeconds(*as_of));
    v1::ListIndicatorsResponse response;
    grpc::ClientContext call;
    EXPECT_TRUE(follow_up_->ListIndicators(&call, request, &response).ok());
    std::vector<std::string> told;
    for (const v1::IndicatorStanding& one : response.indicators()) {
      told.push_back(absl::StrCat(one.indicator().display_name(), " ", one.has_target_value() ? "mål" : "inget mål",
                                  " ", one.measurements_size()));
    }
    return told;
  }

  v1::ListFundsResponse Investments(int year = 2022) {
    v1::ListFundsRequest request;
    request.set_organization("organizations/o");
    request.set_kind(v1::FUND_KIND_INVESTMENT);
    request.set_year(year);
    v1::ListFundsResponse response;
    grpc::ClientContext call;
    EXPECT_TRUE(follow_up_->ListFunds(&call, request, &response).ok());
    return response;
  }

  int VolumePlans() {
    v1::ListVolumePlansRequest request;
    request.set_organization("organizations/o");
    request.set_year(2022);
    v1::ListVolumePlansResponse response;
    grpc::ClientContext call;
    EXPECT_TRUE(follow_up_->ListVolumePlans(&call, request, &response).ok());
    return response.plans_size();
  }

  static std::vector<std::string> Told(const v1::WithdrawFollowUpsResponse& response) {
    std::vector<std::string> told;
    for (const v1::FollowUpItem& item : response.withdrawn()) {
      const std::string kind = v1::FollowUpItemKind_Name(item.kind());
      told.push_back(absl::StrCat(kind.substr(sizeof("FOLLOW_UP_ITEM_KIND_") - 1), " ",
                                  item.name().substr(sizeof("organizations/o/") - 1), " ", item.year(), item.month()));
    }
    return told;
  }
};

TEST_F(FollowUpWithdrawalTest, ATargetThatWasWrongIsGoneFromThenOnAndThereBefore) {
  const absl::Time before = now_;
  now_ += absl::Hours(1);
  v1::WithdrawFollowUpsResponse response;
  const grpc::Status status = Withdraw({kSipTarget}, &response);
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_THAT(Told(response), ElementsAre("TARGET indicators/sip 2022"));
  EXPECT_THAT(Indicators(), ElementsAre("Sociala bostäder mål 2", "Antal SIP inget mål 2"));
  EXPECT_THAT(Indicators(before), ElementsAre("Sociala bostäder mål 2", "Antal SIP mål 2"));
}

TEST_F(FollowUpWithdrawalTest, AnIndicatorGoesWithAllThatIsToldOfItAndComesBackWithoutIt) {
  v1::WithdrawFollowUpsResponse response;
  ASSERT_TRUE(Withdraw({kSip, kSipTarget}, &response).ok());
  EXPECT_THAT(Told(response),
              UnorderedElementsAre("INDICATOR indicators/sip 0", "TARGET indicators/sip 2022",
                                   "MEASUREMENT indicators/sip 02022-04", "MEASUREMENT indicators/sip 02022-08"));
  EXPECT_THAT(Indicators(), ElementsAre("Sociala bostäder mål 2"));
  now_ += absl::Hours(1);
  Import(v1::FOLLOW_UP_TABLE_INDICATORS,
         "id;indikator;typ;mätperiod;riktning;T3\nsip;Antal SIP;ackumulerat;tertial;högre;25\n");
  EXPECT_THAT(Indicators(), ElementsAre("Sociala bostäder mål 2", "Antal SIP inget mål 1"));
}

TEST_F(FollowUpWithdrawalTest, AUseAPlanAndAWholeInvestmentCanBeWithdrawn) {
  EXPECT_EQ(Investments().funds(0).use().used_ore(), 20'000);
  ASSERT_TRUE(Withdraw({Item(v1::FOLLOW_UP_ITEM_KIND_FUND_USE, "funds/inventarier", 0, "2022-08"),
                        Item(v1::FOLLOW_UP_ITEM_KIND_FUND_YEAR, "funds/inventarier", 2023)})
                  .ok());
  EXPECT_FALSE(Investments().funds(0).has_use());
  EXPECT_EQ(Investments().funds(0).years_size(), 1);
  ASSERT_TRUE(Withdraw({Item(v1::FOLLOW_UP_ITEM_KIND_FUND, "funds/inventarier")}).ok());
  EXPECT_EQ(Investments().funds_size(), 0);
  EXPECT_EQ(VolumePlans(), 1);
  ASSERT_TRUE(Withdraw({Item(v1::FOLLOW_UP_ITEM_KIND_VOLUME_PLAN, "series/care.days", 2022)}).ok());
  EXPECT_EQ(VolumePlans(), 0);
}

TEST_F(FollowUpWithdrawalTest, WhatIsNotThereIsToldWithItsPlaceAndNothingIsWithdrawn) {
  const grpc::Status status =
      Withdraw({kSip, Item(v1::FOLLOW_UP_ITEM_KIND_TARGET, "indicators/sip", 2023),
                Item(v1::FOLLOW_UP_ITEM_KIND_MEASUREMENT, "indicators/bostader", 0, "2022-12")});
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  // The indicators are there; their target and measurement are not.
  EXPECT_THAT(status.error_message(),
              HasSubstr("items[1].year: \"2023\" is not recorded of sip, or was withdrawn before"));
  EXPECT_THAT(status.error_message(), HasSubstr("items[2].month: \"2022-12\" is not recorded of bostader"));
  EXPECT_EQ(Indicators().size(), 2u);
  ASSERT_TRUE(Withdraw({kSip}).ok());
  EXPECT_EQ(Withdraw({kSip}).error_code(), grpc::StatusCode::INVALID_ARGUMENT);
}

// `prognos bidrag ta-bort` took an investment with it.
TEST_F(FollowUpWithdrawalTest, AFundOfAnotherKindThanAskedForStays) {
  v1::FollowUpItem item = Item(v1::FOLLOW_UP_ITEM_KIND_FUND, "funds/inventarier");
  item.set_fund_kind(v1::FUND_KIND_GRANT);
  const grpc::Status status = Withdraw({item});
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(status.error_message(), HasSubstr("items[0].name: \"inventarier\" is of another kind"));
  EXPECT_EQ(Investments().funds_size(), 1);
  item.set_fund_kind(v1::FUND_KIND_INVESTMENT);
  EXPECT_TRUE(Withdraw({item}).ok());
}

TEST_F(FollowUpWithdrawalTest, AllFaultsOfARequestAreToldAtOnce) {
  v1::WithdrawFollowUpsRequest request;
  request.set_organization("organizations/o");
  *request.add_items() = Item(v1::FOLLOW_UP_ITEM_KIND_INDICATOR, "indicators/sip", 2022);
  *request.add_items() = Item(v1::FOLLOW_UP_ITEM_KIND_TARGET, "indicators/sip", 0, "2022-04");
  *request.add_items() = Item(v1::FOLLOW_UP_ITEM_KIND_FUND_USE, "indicators/sip", 0, "2022-13");
  *request.add_items() = Item(v1::FOLLOW_UP_ITEM_KIND_UNSPECIFIED, "indicators/sip");
  *request.add_items() = kSip;
  *request.add_items() = kSip;
  v1::WithdrawFollowUpsResponse response;
  grpc::ClientContext call;
  const grpc::Status status = follow_up_->WithdrawFollowUps(&call, request, &response);
  std::vector<std::string> places;
  const v1::ErrorDetail detail = DetailOf(status);
  for (const v1::Fault& fault : detail.faults()) places.push_back(fault.place());
  EXPECT_THAT(places, UnorderedElementsAre("reason", "items[0].year", "items[1].month", "items[1].year",
                                           "items[2].name", "items[2].month", "items[3].kind", "items[4]", "items[5]"));
  EXPECT_EQ(Indicators().size(), 2u);
}

TEST_F(FollowUpWithdrawalTest, TheSameRequestTwiceWithdrawsOnceAndACheckNothing) {
  v1::WithdrawFollowUpsResponse checked;
  ASSERT_TRUE(Withdraw({kSip}, &checked, "", /*validate_only=*/true).ok());
  EXPECT_EQ(checked.withdrawn_size(), 4);
  EXPECT_EQ(Indicators().size(), 2u);
  v1::WithdrawFollowUpsResponse first, second;
  ASSERT_TRUE(Withdraw({kSip}, &first, "once").ok());
  ASSERT_TRUE(Withdraw({kSip}, &second, "once").ok());
  EXPECT_EQ(first.withdrawn_size(), second.withdrawn_size());
  EXPECT_EQ(Withdraw({kSipTarget}, &second, "once").error_code(), grpc::StatusCode::ALREADY_EXISTS);
}

}  // namespace
}  // namespace prognos::service
