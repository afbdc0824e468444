#include "forecast/service/budget_service.h"

#include <numeric>

#include "tests/forecast/service/service_fixture.h"

namespace prognos::service {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class BudgetServiceTest : public ServiceTest {
 protected:
  BudgetServiceTest() { CreateSmallOrganization(); }

  v1::GetBudgetResponse Get(int year, const std::string& date = "") {
    v1::GetBudgetRequest request;
    request.set_organization("organizations/o");
    request.set_year(year);
    request.set_date(date);
    v1::GetBudgetResponse response;
    grpc::ClientContext call;
    const grpc::Status status = budget_->GetBudget(&call, request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response;
  }
};

TEST_F(BudgetServiceTest, EvenPhasingPutsOddOreInTheFirstMonths) {
  // 1205 = 12 * 100 + 5.
  v1::SetBudgetResponse response;
  ASSERT_TRUE(SetBudget(EvenBudget(2022, "care.cost", 1205), &response).ok());
  EXPECT_EQ(response.budget().version(), 1);
  EXPECT_THAT(response.budget().lines(0).monthly_amounts_ore(),
              ElementsAre(101, 101, 101, 101, 101, 100, 100, 100, 100, 100, 100, 100));
}

TEST_F(BudgetServiceTest, PhasingByLastYearFollowsItsMonths) {
  std::vector<v1::Actual> actuals;
  for (int month = 1; month <= 12; ++month) {
    // 100 a month, July 300: shares 1/14 and 3/14.
    actuals.push_back(
        Amount("care.cost", absl::StrCat("2021-", month < 10 ? "0" : "", month), month == 7 ? 30000 : 10000));
  }
  ASSERT_TRUE(Import({Batch(actuals)}).ok());
  v1::BudgetVersion budget = EvenBudget(2022, "care.cost", 1400);
  budget.mutable_lines(0)->set_phasing(v1::PHASING_LAST_YEAR);
  v1::SetBudgetResponse response;
  ASSERT_TRUE(SetBudget(budget, &response).ok());
  EXPECT_THAT(response.budget().lines(0).monthly_amounts_ore(),
              ElementsAre(100, 100, 100, 100, 100, 100, 300, 100, 100, 100, 100, 100));
  EXPECT_EQ(response.budget().lines(0).note(), "");
}

TEST_F(BudgetServiceTest, WithoutAWholeLastYearPhasingIsEvenAndSaysSo) {
  ASSERT_TRUE(Import({Batch({Amount("care.cost", "2021-01", 500)})}).ok());
  v1::BudgetVersion budget = EvenBudget(2022, "care.cost", 1200);
  budget.mutable_lines(0)->set_phasing(v1::PHASING_LAST_YEAR);
  v1::SetBudgetResponse response;
  ASSERT_TRUE(SetBudget(budget, &response).ok());
  EXPECT_EQ(response.budget().lines(0).monthly_amounts_ore(0), 100);
  EXPECT_THAT(response.budget().lines(0).note(), HasSubstr("2021 has no complete profile"));
}

TEST_F(BudgetServiceTest, TwelveAmountsAreKeptAndMustSum) {
  v1::BudgetVersion budget = EvenBudget(2022, "care.cost", 0);
  budget.mutable_lines(0)->set_phasing(v1::PHASING_MONTHLY_AMOUNTS);
  for (int month = 1; month <= 12; ++month) budget.mutable_lines(0)->add_monthly_amounts_ore(month);
  v1::SetBudgetResponse response;
  ASSERT_TRUE(SetBudget(budget, &response).ok());
  EXPECT_EQ(response.budget().lines(0).amount_ore(), 78);  // 1 + 2 + ... + 12.

  budget.mutable_lines(0)->set_amount_ore(79);
  EXPECT_THAT(SetBudget(budget).error_message(), HasSubstr("is not the sum of the twelve amounts, SEK\u00a00.78"));
  budget.mutable_lines(0)->set_amount_ore(0);
  budget.mutable_lines(0)->add_monthly_amounts_ore(13);
  EXPECT_THAT(SetBudget(budget).error_message(), HasSubstr("a year has twelve"));
}

TEST_F(BudgetServiceTest, TheVersionDecidedLastIsInForceFromItsDate) {
  ASSERT_TRUE(SetBudget(EvenBudget(2022, "care.cost", 1200, "2021-11-25")).ok());
  v1::BudgetVersion amendment = EvenBudget(2022, "care.cost", 1500, "2022-08-20");
  amendment.set_description("Tilläggsanslag augusti");
  ASSERT_TRUE(SetBudget(amendment).ok());
  // Recorded last, but decided in between: it does not undo the amendment.
  ASSERT_TRUE(SetBudget(EvenBudget(2022, "care.revenue", 300, "2022-02-01")).ok());

  EXPECT_EQ(Get(2022, "2022-04-30").lines(0).amount_ore(), 1200);
  const v1::GetBudgetResponse august = Get(2022, "2022-08-20");
  ASSERT_EQ(august.lines_size(), 2);
  EXPECT_EQ(august.lines(0).amount_ore(), 1500);
  EXPECT_EQ(august.lines(0).decision_date(), "2022-08-20");
  EXPECT_EQ(august.lines(1).amount_ore(), 300);
  EXPECT_EQ(august.versions_size(), 3);
  EXPECT_EQ(august.versions(1).description(), "Tilläggsanslag augusti");
  EXPECT_EQ(Get(2022, "2021-01-01").lines_size(), 0);
  EXPECT_EQ(Get(2021).lines_size(), 0);
}

TEST_F(BudgetServiceTest, EveryFaultIsToldAndNothingStored) {
  v1::BudgetVersion budget = EvenBudget(1800, "care.cost", 1, "2022-02-30");
  *budget.add_lines() = budget.lines(0);
  EXPECT_THAT(SetBudget(budget).error_message(),
              AllOf(HasSubstr("budget.year: \"1800\" must be 1900-2199"),
                    HasSubstr("budget.decision_date: \"2022-02-30\" is not a date"),
                    HasSubstr("budget.lines[1].series: \"care.cost\" stands twice")));
  EXPECT_THAT(SetBudget(EvenBudget(2022, "care.days", 1)).error_message(), HasSubstr("is a volume"));
  EXPECT_THAT(SetBudget(EvenBudget(2022, "nothing.cost", 1)).error_message(), HasSubstr("does not exist"));
  EXPECT_EQ(Get(2022).versions_size(), 0);
}

TEST_F(BudgetServiceTest, ABudgetForAClosedYearIsRefused) {
  v1::CloseYearRequest close;
  close.set_organization("organizations/o");
  close.set_year(2021);
  close.set_reason("a test");
  v1::CloseYearResponse closed;
  grpc::ClientContext call;
  ASSERT_TRUE(ledger_->CloseYear(&call, close, &closed).ok());
  const grpc::Status status = SetBudget(EvenBudget(2021, "care.cost", 1));
  EXPECT_EQ(status.error_code(), grpc::StatusCode::FAILED_PRECONDITION);
  EXPECT_EQ(DetailOf(status).reason(), v1::REASON_YEAR_CLOSED);
  EXPECT_EQ(Get(2021).versions_size(), 0);
}

// 19 x 10 000 000 000 000 kronor are within 192 000 000 000 000; with a twentieth no forecast could be computed any
// more, whatever year the budgets are for.
TEST_F(BudgetServiceTest, BudgetsTooLargeForAnyForecastAreRefused) {
  std::vector<std::string> ids;
  for (int at = 0; at < 20; ++at) ids.push_back(absl::StrCat("u", at));
  CreateActivities("o", ids);
  for (std::string& id : ids) id += ".cost";
  CreateSeries("o", ids);
  v1::BudgetVersion budget = EvenBudget(2022, ids[0], 0);
  budget.clear_lines();
  for (int at = 0; at < 19; ++at) {
    v1::BudgetLine& line = *budget.add_lines();
    line.set_series("organizations/o/series/" + ids[at]);
    line.set_phasing(v1::PHASING_MONTHLY_AMOUNTS);
    for (int month = 1; month <= 12; ++month) line.add_monthly_amounts_ore(month == 3 ? 1'000'000'000'000'000 : 0);
  }
  ASSERT_TRUE(SetBudget(budget).ok());
  v1::BudgetLine last = budget.lines(0);
  last.set_series("organizations/o/series/" + ids[19]);
  v1::BudgetVersion next_year = EvenBudget(2023, ids[19], 0);
  *next_year.mutable_lines(0) = last;
  const grpc::Status refused = SetBudget(next_year);
  EXPECT_EQ(refused.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(refused.error_message(),
              AllOf(HasSubstr("budget.lines[0].amount_ore"), HasSubstr("192,000,000,000,000")));
  EXPECT_EQ(Get(2023).versions_size(), 0);
}

TEST_F(BudgetServiceTest, NanosecondsOfAMomentAreThoseOfOneSecond) {
  v1::GetBudgetRequest request;
  request.set_organization("organizations/o");
  request.set_year(2022);
  for (const int nanos : {-1, 1'000'000'000}) {
    request.mutable_as_of()->set_nanos(nanos);
    v1::GetBudgetResponse response;
    grpc::ClientContext call;
    EXPECT_THAT(budget_->GetBudget(&call, request, &response).error_message(),
                HasSubstr(absl::StrCat("as_of.nanos: \"", nanos, "\" must be 0-999999999")));
  }
}

TEST_F(BudgetServiceTest, OfTooManyLinesNoneIsLookedAt) {
  v1::BudgetVersion budget = EvenBudget(2022, "care.cost", 100);
  while (budget.lines_size() <= 20'000) budget.add_lines();  // Each would be a fault.
  const grpc::Status refused = SetBudget(budget);
  EXPECT_EQ(DetailOf(refused).fault_count(), 1);
  EXPECT_THAT(refused.error_message(), HasSubstr("budget.lines: \"20001\" elements are more than the 20000 allowed"));
}

}  // namespace
}  // namespace prognos::service
