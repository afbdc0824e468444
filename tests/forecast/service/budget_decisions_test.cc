// Decisions that add: tilläggsanslag and omfördelning through the service.
#include "forecast/service/budget_service.h"
#include "forecast/service/conversion.h"
#include "tests/forecast/service/service_fixture.h"

namespace prognos::service {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

class BudgetDecisionsTest : public ServiceTest {
 protected:
  BudgetDecisionsTest() {
    CreateOrganization("o");
    CreateActivities("o", {"care", "home"});
    CreateSeries("o", {"care.cost", "care.revenue", "home.cost"});
    EXPECT_TRUE(SetBudget(EvenBudget(2022, "care.cost", 1'200'00)).ok());
  }

  v1::GetBudgetResponse Get(const std::string& date = "", bool with_version_lines = false) {
    v1::GetBudgetRequest request;
    request.set_organization("organizations/o");
    request.set_year(2022);
    request.set_date(date);
    request.set_with_version_lines(with_version_lines);
    v1::GetBudgetResponse response;
    grpc::ClientContext call;
    const grpc::Status status = budget_->GetBudget(&call, request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response;
  }

  static v1::BudgetVersion Change(v1::DecisionKind kind, const std::string& date, int first_month,
                                  const std::vector<std::pair<std::string, int64_t>>& lines) {
    v1::BudgetVersion change;
    change.set_year(2022);
    change.set_decision_date(date);
    change.set_kind(kind);
    change.set_first_month(first_month);
    for (const auto& [series, ore] : lines) {
      *change.add_lines() = EvenBudget(2022, series, ore).lines(0);
    }
    return change;
  }

  static v1::BudgetVersion Amendment(const std::string& date, int first_month, int64_t ore) {
    return Change(v1::DECISION_KIND_AMENDMENT, date, first_month, {{"care.cost", ore}});
  }
};

// 100 kronor a month and 40 more from September on: 10 a month.
TEST_F(BudgetDecisionsTest, AnAmendmentAddsFromItsMonthAndTheOriginalStaysVisible) {
  v1::SetBudgetResponse response;
  ASSERT_TRUE(SetBudget(Amendment("2022-08-25", 9, 40'00), &response).ok());
  EXPECT_EQ(response.budget().kind(), v1::DECISION_KIND_AMENDMENT);
  EXPECT_EQ(response.budget().first_month(), 9);
  EXPECT_THAT(response.budget().lines(0).monthly_amounts_ore(),
              ElementsAre(0, 0, 0, 0, 0, 0, 0, 0, 10'00, 10'00, 10'00, 10'00));
  ASSERT_EQ(response.effect().lines_size(), 1);
  EXPECT_EQ(response.effect().lines(0).was_ore(), 1'200'00);
  EXPECT_EQ(response.effect().lines(0).is_ore(), 1'240'00);
  EXPECT_EQ(response.effect().net_was_ore(), 1'200'00);
  EXPECT_EQ(response.effect().net_is_ore(), 1'240'00);

  const v1::GetBudgetResponse budget = Get();
  const v1::BudgetLine& line = budget.lines(0);
  EXPECT_EQ(line.amount_ore(), 1'240'00);
  EXPECT_EQ(line.original_amount_ore(), 1'200'00);
  EXPECT_THAT(line.versions(), ElementsAre(1, 2));
  EXPECT_EQ(line.decision_date(), "2022-08-25");
  EXPECT_EQ(line.monthly_amounts_ore(7), 100'00);
  EXPECT_EQ(line.monthly_amounts_ore(8), 110'00);
  ASSERT_EQ(budget.versions_size(), 2);
  EXPECT_EQ(budget.versions(0).cost_change_ore(), 1'200'00);
  EXPECT_EQ(budget.versions(1).cost_change_ore(), 40'00);
  EXPECT_EQ(budget.versions(1).revenue_change_ore(), 0);
  EXPECT_EQ(budget.versions(1).lines_size(), 0);
  EXPECT_EQ(Get("", /*with_version_lines=*/true).versions(1).lines(0).amount_ore(), 40'00);
  EXPECT_EQ(Get("2022-08-24").lines(0).amount_ore(), 1'200'00);
}

TEST_F(BudgetDecisionsTest, WithoutAFirstMonthItIsThatOfTheDecisionOrJanuary) {
  v1::SetBudgetResponse response;
  ASSERT_TRUE(SetBudget(Amendment("2022-08-25", 0, 5'00), &response).ok());
  EXPECT_EQ(response.budget().first_month(), 8);
  ASSERT_TRUE(SetBudget(Amendment("2021-12-20", 0, 12'00), &response).ok());
  EXPECT_EQ(response.budget().first_month(), 1);
}

// What was reported for July does not change by what is decided in August.
TEST_F(BudgetDecisionsTest, AChangeOfMonthsBeforeItsDecisionIsRefused) {
  const grpc::Status early = SetBudget(Amendment("2022-08-25", 7, 40'00));
  EXPECT_EQ(early.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(early.error_message(), HasSubstr("budget.first_month: \"7\" is before the decision of 2022-08-25; a "
                                               "decision changes nothing before its own month, 8"));
  EXPECT_THAT(SetBudget(Amendment("2023-01-10", 12, 40'00)).error_message(),
              HasSubstr("budget.decision_date: \"2023-01-10\" is after 2022; what is decided then cannot change any of "
                        "its months"));
  EXPECT_THAT(SetBudget(Amendment("2022-08-25", 13, 40'00)).error_message(),
              HasSubstr("budget.first_month: \"13\" must be 0-12"));
  v1::BudgetVersion by_month = Amendment("2022-08-25", 9, 0);
  v1::BudgetLine& line = *by_month.mutable_lines(0);
  line.set_phasing(v1::PHASING_MONTHLY_AMOUNTS);
  for (int month = 1; month <= 12; ++month) line.add_monthly_amounts_ore(month == 8 ? 3 : 0);
  EXPECT_THAT(SetBudget(by_month).error_message(),
              HasSubstr("budget.lines[0].monthly_amounts_ore[7]: \"3\" must be 0: the decision changes nothing before "
                        "month 9"));
  EXPECT_EQ(Get().versions_size(), 1);
}

TEST_F(BudgetDecisionsTest, ABudgetIsSetFromJanuaryAndAKindMustBeKnown) {
  v1::BudgetVersion set = EvenBudget(2022, "care.cost", 1'00);
  set.set_first_month(9);
  EXPECT_THAT(SetBudget(set).error_message(),
              HasSubstr("budget.first_month: \"9\" must be 1: a budget is set from January"));
  set.set_first_month(1);
  set.set_kind(static_cast<v1::DecisionKind>(99));
  EXPECT_THAT(SetBudget(set).error_message(), HasSubstr("budget.kind: \"99\" is not a kind of decision"));
  EXPECT_EQ(Get().versions_size(), 1);
}

// 30 more in cost at home is paid by 20 less in cost and 10 more in revenue of care: 30 - 20 - 10 = 0.
TEST_F(BudgetDecisionsTest, AReallocationLeavesTheNetAsItIs) {
  const auto reallocation = [](int64_t revenue) {
    return Change(v1::DECISION_KIND_REALLOCATION, "2022-08-25", 9,
                  {{"home.cost", 30'00}, {"care.cost", -20'00}, {"care.revenue", revenue}});
  };
  const grpc::Status refused = SetBudget(reallocation(9'99));
  EXPECT_EQ(refused.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(refused.error_message(), HasSubstr("budget.lines: costs minus revenues are SEK\u00a00.01; a reallocation "
                                                 "must leave the net as it is, 0"));
  EXPECT_EQ(Get().versions_size(), 1);

  v1::SetBudgetResponse response;
  ASSERT_TRUE(SetBudget(reallocation(10'00), &response).ok());
  EXPECT_EQ(response.effect().net_is_ore(), response.effect().net_was_ore());
  EXPECT_FALSE(response.effect().lines(0).has_was_ore());  // Home had no budget.
  const v1::GetBudgetResponse budget = Get();
  ASSERT_EQ(budget.lines_size(), 3);
  EXPECT_EQ(budget.lines(0).amount_ore(), 1'180'00);
  EXPECT_EQ(budget.lines(1).amount_ore(), 10'00);
  EXPECT_EQ(budget.lines(1).original_amount_ore(), 0);
  EXPECT_EQ(budget.lines(2).amount_ore(), 30'00);
}

TEST_F(BudgetDecisionsTest, ATableOfAnAmendmentMayLeaveTheMonthsBeforeItEmpty) {
  v1::ImportBudgetRequest request;
  request.set_organization("organizations/o");
  request.set_content(
      "verksamhet;slag;belopp;jan;feb;mar;apr;maj;jun;jul;aug;sep;okt;nov;dec\n"
      "care;kostnad;;;;;;;;;;1;2;3;4\n");
  request.set_year(2022);
  request.set_decision_date("2022-08-25");
  request.set_kind(v1::DECISION_KIND_AMENDMENT);
  request.set_first_month(9);
  v1::ImportBudgetResponse response;
  grpc::ClientContext call;
  const grpc::Status status = budget_->ImportBudget(&call, request, &response);
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(response.effect().lines(0).is_ore(), 1'210'00);
  EXPECT_EQ(Get().lines(0).monthly_amounts_ore(11), 104'00);
  // A whole year has twelve months.
  request.set_kind(v1::DECISION_KIND_BUDGET);
  request.set_first_month(0);
  grpc::ClientContext second;
  EXPECT_THAT(budget_->ImportBudget(&second, request, &response).error_message(),
              AllOf(HasSubstr("line 2: jan: is required"), HasSubstr("line 2: aug: is required"),
                    Not(HasSubstr("line 2: sep"))));
}

TEST_F(BudgetDecisionsTest, AnAmendmentOfAClosedYearIsRefused) {
  v1::CloseYearRequest close;
  close.set_organization("organizations/o");
  close.set_year(2022);
  close.set_reason("a test");
  v1::CloseYearResponse closed;
  grpc::ClientContext call;
  ASSERT_TRUE(ledger_->CloseYear(&call, close, &closed).ok());
  EXPECT_EQ(DetailOf(SetBudget(Amendment("2022-08-25", 9, 1))).reason(), v1::REASON_YEAR_CLOSED);
}

// --- phasing ---

// Percentages of a year: June 45, the others 5.
TEST_F(BudgetDecisionsTest, PercentagesMustSumToAHundred) {
  v1::BudgetVersion budget = EvenBudget(2022, "care.cost", 1'000'00, "2021-12-01");
  v1::BudgetLine& line = *budget.mutable_lines(0);
  line.set_phasing(v1::PHASING_PERCENTAGES);
  for (int month = 1; month <= 12; ++month) line.add_monthly_percentages(month == 6 ? 45 : 5);
  v1::SetBudgetResponse response;
  ASSERT_TRUE(SetBudget(budget, &response).ok());
  EXPECT_THAT(response.budget().lines(0).monthly_amounts_ore(),
              ElementsAre(50'00, 50'00, 50'00, 50'00, 50'00, 450'00, 50'00, 50'00, 50'00, 50'00, 50'00, 50'00));

  line.set_monthly_percentages(5, 44);
  EXPECT_THAT(SetBudget(budget).error_message(),
              HasSubstr("budget.lines[0].monthly_percentages: \"99\" is the sum of the percentages; it must be 100"));
  for (int i = 0; i < 12; ++i) line.set_monthly_percentages(i, 8.33);  // 99,96: a twelfth, rounded.
  EXPECT_TRUE(SetBudget(budget).ok());
  line.set_monthly_percentages(0, -8.33);
  EXPECT_THAT(SetBudget(budget).error_message(),
              HasSubstr("budget.lines[0].monthly_percentages[0]: \"-8.33\" is not a percentage, 0-100"));
  line.mutable_monthly_percentages()->RemoveLast();
  EXPECT_THAT(SetBudget(budget).error_message(), HasSubstr("\"11\" percentages given, but a year has twelve"));
  line.set_phasing(v1::PHASING_EVEN);
  line.set_profile_years(3);
  EXPECT_THAT(SetBudget(budget).error_message(), AllOf(HasSubstr("must be empty unless phasing is PHASING_PERCENTAGES"),
                                                       HasSubstr("must be 0 unless phasing is PHASING_MEAN_PROFILE")));
  line.clear_monthly_percentages();
  line.set_phasing(v1::PHASING_MEAN_PROFILE);
  line.set_profile_years(11);
  EXPECT_THAT(SetBudget(budget).error_message(), HasSubstr("budget.lines[0].profile_years: \"11\" must be 2-10"));
}

// Quarterly revenue in 2019-2021 with empty months between: nothing was booked in them, so they are no gap.
TEST_F(BudgetDecisionsTest, TheMeanProfileReadsEmptyMonthsAsForecastsDo) {
  std::vector<v1::Actual> actuals;
  for (int year = 2019; year <= 2021; ++year) {
    for (int month = 1; month <= 12; ++month) {
      const std::string text = absl::StrCat(year, month < 10 ? "-0" : "-", month);
      actuals.push_back(Amount("care.cost", text, 100'00));
      if (month % 3 == 0) actuals.push_back(Amount("care.revenue", text, 30'00));
    }
  }
  ASSERT_TRUE(Import({Batch(actuals)}).ok());
  v1::BudgetVersion budget = EvenBudget(2022, "care.revenue", 400, "2021-12-01");
  budget.mutable_lines(0)->set_phasing(v1::PHASING_MEAN_PROFILE);
  v1::SetBudgetResponse response;
  ASSERT_TRUE(SetBudget(budget, &response).ok());
  EXPECT_THAT(response.budget().lines(0).monthly_amounts_ore(),
              ElementsAre(0, 0, 100, 0, 0, 100, 0, 0, 100, 0, 0, 100));
  EXPECT_EQ(response.budget().lines(0).note(), "phased by the mean profile of 2019-2021");
  EXPECT_EQ(response.budget().lines(0).phasing(), v1::PHASING_MONTHLY_AMOUNTS);
}

// 100 a month; from November on 200 left, now 50 and 150. The year and the months before stay.
TEST_F(BudgetDecisionsTest, ANewPhasingMovesWhatIsLeftOfTheYearAndNoMoreNorLess) {
  v1::BudgetVersion phasing = Change(v1::DECISION_KIND_PHASING, "2022-10-20", 11, {{"care.cost", 0}});
  v1::BudgetLine& line = *phasing.mutable_lines(0);
  line.set_phasing(v1::PHASING_PERCENTAGES);
  for (int month = 1; month <= 12; ++month) line.add_monthly_percentages(month == 11 ? 20 : month == 12 ? 60 : 2);
  v1::SetBudgetResponse response;
  ASSERT_TRUE(SetBudget(phasing, &response).ok());
  EXPECT_EQ(response.effect().net_is_ore(), response.effect().net_was_ore());
  const v1::BudgetLine in_force = Get().lines(0);
  EXPECT_EQ(in_force.amount_ore(), 1'200'00);
  EXPECT_EQ(in_force.original_amount_ore(), 1'200'00);
  EXPECT_EQ(in_force.monthly_amounts_ore(9), 100'00);
  EXPECT_EQ(in_force.monthly_amounts_ore(10), 50'00);
  EXPECT_EQ(in_force.monthly_amounts_ore(11), 150'00);
  EXPECT_EQ(Get("2022-10-19").lines(0).monthly_amounts_ore(11), 100'00);

  // Of the whole year, though it is decided in October: the amount of the year is the same, and earlier rounds keep
  // the phasing that they knew.
  phasing.set_first_month(1);
  ASSERT_TRUE(SetBudget(phasing).ok());
  EXPECT_EQ(Get().lines(0).monthly_amounts_ore(0), 24'00);  // 2 % of 1 200.
  EXPECT_EQ(Get().lines(0).amount_ore(), 1'200'00);
}

TEST_F(BudgetDecisionsTest, AFaultyPhasingIsRefused) {
  v1::BudgetVersion phasing = Change(v1::DECISION_KIND_PHASING, "2022-10-20", 11, {{"home.cost", 0}, {"care.cost", 5}});
  EXPECT_THAT(SetBudget(phasing).error_message(),
              HasSubstr("budget.lines[1].amount_ore: \"5\" must be 0: a phasing changes no amount of the year"));
  v1::BudgetLine& line = *phasing.mutable_lines(1);
  line.set_amount_ore(0);
  line.set_phasing(v1::PHASING_MONTHLY_AMOUNTS);
  for (int month = 1; month <= 12; ++month) line.add_monthly_amounts_ore(month >= 11 ? 99'00 : 0);
  EXPECT_THAT(SetBudget(phasing).error_message(),
              AllOf(HasSubstr("budget.lines[0].series: \"home.cost\" has no budget in force to phase"),
                    HasSubstr("budget.lines[1].monthly_amounts_ore: \"19800\" is not the sum in force for the months "
                              "from 11 on, SEK\u00a0200.00")));
  EXPECT_EQ(Get().versions_size(), 1);
}

// --- indexation ---

class IndexBudgetTest : public BudgetDecisionsTest {
 protected:
  static v1::IndexBudgetRequest Index(int year, const std::string& date, double percent) {
    v1::IndexBudgetRequest request;
    request.set_organization("organizations/o");
    request.set_year(year);
    request.set_decision_date(date);
    request.set_percent(percent);
    return request;
  }

  grpc::Status Call(const v1::IndexBudgetRequest& request, v1::IndexBudgetResponse* response = nullptr) {
    v1::IndexBudgetResponse ignored;
    grpc::ClientContext call;
    return budget_->IndexBudget(&call, request, response == nullptr ? &ignored : response);
  }
};

// 1,9 % of 1 200,00 is 22,80, of a revenue of 0,50 kronor 0,0095, rounded 0,01. In net 22,79, and 1 199,50 x 1,9 % =
// 22,7905 rounds to the same.
TEST_F(IndexBudgetTest, LastYearsWholeBudgetIsRaisedIntoTheNextToTheOre) {
  ASSERT_TRUE(SetBudget(EvenBudget(2022, "care.revenue", 50)).ok());
  v1::IndexBudgetResponse response;
  const grpc::Status status = Call(Index(2023, "2022-11-20", 1.9), &response);
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(response.budget().kind(), v1::DECISION_KIND_INDEXATION);
  EXPECT_EQ(response.rounding_ore(), 0);
  ASSERT_EQ(response.effect().lines_size(), 2);
  EXPECT_EQ(response.effect().lines(0).was_ore(), 1'200'00);
  EXPECT_EQ(response.effect().lines(0).is_ore(), 1'222'80);
  EXPECT_EQ(response.effect().lines(1).is_ore(), 51);
  EXPECT_EQ(response.effect().net_was_ore(), 1'200'00 - 50);
  EXPECT_EQ(response.effect().net_is_ore(), 1'222'80 - 51);
  v1::GetBudgetRequest get;
  get.set_organization("organizations/o");
  get.set_year(2023);
  v1::GetBudgetResponse budget;
  grpc::ClientContext call;
  ASSERT_TRUE(budget_->GetBudget(&call, get, &budget).ok());
  EXPECT_EQ(budget.lines(0).original_amount_ore(), 1'222'80);
  EXPECT_EQ(budget.lines(0).monthly_amounts_ore(0), 101'90);
}

// Two costs of 0,25: 2 % are 0,005 each, rounded 0,01, together 0,02; 2 % of the sum are 0,01.
TEST_F(IndexBudgetTest, WhatRoundingEachSeriesComesToIsTold) {
  for (const char* series : {"care.cost", "home.cost"}) {
    ASSERT_TRUE(SetBudget(EvenBudget(2022, series, 25)).ok());
  }
  v1::IndexBudgetResponse response;
  ASSERT_TRUE(Call(Index(2023, "2022-11-20", 2.0), &response).ok());
  EXPECT_EQ(response.effect().net_is_ore(), 52);
  EXPECT_EQ(response.rounding_ore(), 1);
}

// 0,5 % of what is left from September on: 100 a month, 400 in all, 2.
TEST_F(IndexBudgetTest, TheYearsOwnBudgetIsRaisedFromAMonthOn) {
  v1::IndexBudgetRequest request = Index(2022, "2022-08-25", 0.5);
  request.set_from_year(2022);
  request.set_first_month(9);
  v1::IndexBudgetResponse response;
  ASSERT_TRUE(Call(request, &response).ok());
  EXPECT_EQ(response.effect().lines(0).is_ore(), 1'202'00);
  const v1::GetBudgetResponse budget = Get();
  EXPECT_EQ(budget.lines(0).monthly_amounts_ore(7), 100'00);
  EXPECT_EQ(budget.lines(0).monthly_amounts_ore(8), 100'50);
  EXPECT_EQ(budget.lines(0).original_amount_ore(), 1'200'00);
  request.set_first_month(7);
  EXPECT_THAT(Call(request).error_message(), HasSubstr("first_month: \"7\" is before the decision of 2022-08-25"));
}

// 2 % more is 1 224; 1 % of that, 12,24, is set aside on home: the net is 1 224 still.
TEST_F(IndexBudgetTest, ABufferIsSetAsideOfTheCostsAndTheNetStays) {
  v1::IndexBudgetRequest request = Index(2023, "2022-11-20", 2.0);
  request.set_buffer_percent(1.0);
  request.set_buffer_series("organizations/o/series/home.cost");
  v1::IndexBudgetResponse response;
  ASSERT_TRUE(Call(request, &response).ok());
  EXPECT_EQ(response.buffer_ore(), 12'24);
  EXPECT_EQ(response.effect().lines(0).is_ore(), 1'211'76);
  EXPECT_EQ(response.effect().lines(1).is_ore(), 12'24);
  EXPECT_EQ(response.effect().net_is_ore(), 1'224'00);
  request.set_buffer_series("organizations/o/series/care.cost");
  EXPECT_THAT(Call(request).error_message(), HasSubstr("buffer_series: \"care.cost\" has a budget of its own"));
  request.set_buffer_series("organizations/o/series/care.revenue");
  EXPECT_THAT(Call(request).error_message(), HasSubstr("is no cost"));
  request.clear_buffer_series();
  EXPECT_THAT(Call(request).error_message(), HasSubstr("buffer_series: and buffer_percent belong together"));
}

TEST_F(IndexBudgetTest, FaultsAreToldTogetherAndNothingIsStored) {
  v1::IndexBudgetRequest request = Index(2022, "2022-02-30", 100.5);
  request.set_from_year(2019);
  EXPECT_THAT(Call(request).error_message(),
              AllOf(HasSubstr("decision_date: \"2022-02-30\" is not a date"), HasSubstr("percent: \"100.5\" must be"),
                    HasSubstr("from_year: \"2019\" must be 2021-2022")));
  EXPECT_THAT(Call(Index(2022, "2021-12-01", 1.0001)).error_message(), HasSubstr("has more than three decimals"));
  const grpc::Status nothing = Call(Index(2022, "2021-12-01", 1.9));  // 2021 has no budget.
  EXPECT_EQ(nothing.error_code(), grpc::StatusCode::FAILED_PRECONDITION);
  EXPECT_THAT(nothing.error_message(), HasSubstr("from_year: \"2021\" has no budget to raise"));
  EXPECT_EQ(Get().versions_size(), 1);
}

// One of ten thousand billion in each month is within what a forecast can sum (192 000 000 000 000 kronor in all);
// twenty on top of each other are not, though each alone is.
TEST_F(BudgetDecisionsTest, AmendmentsThatTogetherAreTooLargeForAnyForecastAreRefused) {
  v1::BudgetVersion most = Amendment("2021-12-01", 1, 0);
  most.mutable_lines(0)->set_phasing(v1::PHASING_MONTHLY_AMOUNTS);
  for (int month = 1; month <= 12; ++month) {
    most.mutable_lines(0)->add_monthly_amounts_ore(month == 3 ? 1'000'000'000'000'000 : 0);
  }
  for (int time = 0; time < 19; ++time) ASSERT_TRUE(SetBudget(most).ok()) << time;
  EXPECT_THAT(SetBudget(most).error_message(), HasSubstr("192,000,000,000,000"));
  EXPECT_EQ(Get().versions_size(), 20);
}

class BudgetWithdrawalTest : public BudgetDecisionsTest {
 protected:
  grpc::Status Withdraw(int version, const std::string& reason, v1::WithdrawBudgetResponse* response = nullptr,
                        bool validate_only = false) {
    v1::WithdrawBudgetRequest request;
    request.set_organization("organizations/o");
    request.set_year(2022);
    request.set_version(version);
    request.set_reason(reason);
    request.set_validate_only(validate_only);
    v1::WithdrawBudgetResponse ignored;
    grpc::ClientContext call;
    return budget_->WithdrawBudget(&call, request, response == nullptr ? &ignored : response);
  }
};

// 1 200 kronor, an amendment of 40 and one of 12: without the first amendment 1 212.
TEST_F(BudgetWithdrawalTest, TheBudgetIsWhatTheOtherDecisionsMakeOfIt) {
  ASSERT_TRUE(SetBudget(Amendment("2022-08-25", 9, 40'00)).ok());
  ASSERT_TRUE(SetBudget(Amendment("2022-09-25", 10, 12'00)).ok());
  v1::WithdrawBudgetResponse response;
  ASSERT_TRUE(Withdraw(2, "registrerades dubbelt", &response, /*validate_only=*/true).ok());
  EXPECT_EQ(Get().lines(0).amount_ore(), 1'252'00);
  ASSERT_TRUE(Withdraw(2, "registrerades dubbelt", &response).ok());
  EXPECT_EQ(response.effect().net_was_ore(), 1'252'00);
  EXPECT_EQ(response.effect().net_is_ore(), 1'212'00);
  ASSERT_EQ(response.effect().lines_size(), 1);
  EXPECT_EQ(response.effect().lines(0).was_ore(), 1'252'00);
  EXPECT_EQ(response.effect().lines(0).is_ore(), 1'212'00);
  EXPECT_EQ(response.budget().withdraw_reason(), "registrerades dubbelt");
  EXPECT_TRUE(response.budget().has_withdraw_time());
  const v1::GetBudgetResponse budget = Get();
  EXPECT_EQ(budget.lines(0).amount_ore(), 1'212'00);
  ASSERT_EQ(budget.versions_size(), 2);
  EXPECT_EQ(budget.versions(1).version(), 3);
  v1::SetBudgetResponse next;
  ASSERT_TRUE(SetBudget(Amendment("2022-10-25", 11, 10'00), &next).ok());
  EXPECT_EQ(next.budget().version(), 4);  // A number is not used again.
}

// What was made before is read as it was; whoever asks is told what was withdrawn.
TEST_F(BudgetWithdrawalTest, WhatWasRecordedStaysForQuestionsAsOfBefore) {
  ASSERT_TRUE(SetBudget(Amendment("2022-08-25", 9, 40'00)).ok());
  const absl::Time before = now_;
  now_ += absl::Hours(1);
  ASSERT_TRUE(Withdraw(2, "fel").ok());
  v1::GetBudgetRequest request;
  request.set_organization("organizations/o");
  request.set_year(2022);
  *request.mutable_as_of() = ToProto(before);
  v1::GetBudgetResponse then;
  grpc::ClientContext call;
  ASSERT_TRUE(budget_->GetBudget(&call, request, &then).ok());
  EXPECT_EQ(then.lines(0).amount_ore(), 1'240'00);
  request.clear_as_of();
  request.set_show_withdrawn(true);
  v1::GetBudgetResponse now;
  grpc::ClientContext second;
  ASSERT_TRUE(budget_->GetBudget(&second, request, &now).ok());
  ASSERT_EQ(now.versions_size(), 2);
  EXPECT_EQ(now.versions(1).withdraw_reason(), "fel");
  EXPECT_EQ(now.lines(0).amount_ore(), 1'200'00);
}

TEST_F(BudgetWithdrawalTest, ASeriesWithoutAnotherBudgetHasNoneAfterwards) {
  v1::WithdrawBudgetResponse response;
  ASSERT_TRUE(Withdraw(1, "fel år", &response).ok());
  EXPECT_EQ(response.effect().lines(0).was_ore(), 1'200'00);
  EXPECT_EQ(response.effect().lines(0).is_ore(), 0);
  EXPECT_EQ(Get().lines_size(), 0);
}

TEST_F(BudgetWithdrawalTest, WhatIsNotThereOrWithdrawnAlreadyIsRefused) {
  EXPECT_EQ(Withdraw(2, "fel").error_code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(Withdraw(0, "fel").error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(Withdraw(1, "").error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  ASSERT_TRUE(Withdraw(1, "fel").ok());
  EXPECT_EQ(Withdraw(1, "igen").error_code(), grpc::StatusCode::FAILED_PRECONDITION);
}

}  // namespace
}  // namespace prognos::service
