#include "forecast/service/suggestion_calls.h"

#include <map>

#include "absl/strings/str_cat.h"
#include "prognos/v1/events.grpc.pb.h"
#include "prognos/v1/history.grpc.pb.h"
#include "tests/forecast/service/service_fixture.h"

namespace prognos::service {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr int64_t kOre = 100;

// An organization with a cost of 100 000 kronor a month from 2018 to August 2022, 110 000 each July; `Book` changes it.
class SuggestionCallsTest : public ServiceTest {
 protected:
  SuggestionCallsTest() {
    CreateSmallOrganization();
    for (Month month = Month::January(2018); month < Month::January(2022) + 8; month = month + 1) {
      months_[month.ToString()] = month.month() == 7 ? 110'000 : 100'000;
    }
    Book({});
    suggestions_ = v1::EventService::NewStub(server_->InProcessChannel());
  }
  ~SuggestionCallsTest() override { suggestions_.reset(); }

  // Kronor of cost by month.
  void Book(const std::map<std::string, int64_t>& changed) {
    for (const auto& [month, kronor] : changed) months_[month] = kronor;
    std::vector<v1::Actual> actuals;
    for (const auto& [month, kronor] : months_) actuals.push_back(Amount("care.cost", month, kronor * kOre));
    now_ += absl::Minutes(1);
    ASSERT_TRUE(Import({Batch(actuals)}).ok());
  }

  v1::ListSuggestionsResponse Ask(bool show_dismissed = false, int year = 0, const std::string& series = "") {
    v1::ListSuggestionsRequest request;
    request.set_organization("organizations/o");
    request.set_show_dismissed(show_dismissed);
    request.set_year(year);
    request.set_series(series);
    v1::ListSuggestionsResponse response;
    grpc::ClientContext call;
    status_ = suggestions_->ListSuggestions(&call, request, &response);
    return response;
  }

  v1::Suggestion Only() {
    const v1::ListSuggestionsResponse response = Ask();
    EXPECT_EQ(response.suggestions_size(), 1) << response.ShortDebugString();
    return response.suggestions().empty() ? v1::Suggestion() : response.suggestions(0);
  }

  v1::Event Accept(const std::string& name, const std::string& request_id = "", bool validate_only = false) {
    v1::AcceptSuggestionRequest request;
    request.set_name(name);
    request.set_request_id(request_id);
    request.set_validate_only(validate_only);
    v1::AcceptSuggestionResponse response;
    grpc::ClientContext call;
    status_ = suggestions_->AcceptSuggestion(&call, request, &response);
    return response.event();
  }

  v1::Suggestion Dismiss(const std::string& name, const std::string& reason = "Två löner") {
    v1::DismissSuggestionRequest request;
    request.set_name(name);
    request.set_reason(reason);
    v1::DismissSuggestionResponse response;
    grpc::ClientContext call;
    status_ = suggestions_->DismissSuggestion(&call, request, &response);
    return response.suggestion();
  }

  int CountEvents() {
    v1::ListEventsRequest request;
    request.set_organization("organizations/o");
    v1::ListEventsResponse response;
    grpc::ClientContext call;
    EXPECT_TRUE(suggestions_->ListEvents(&call, request, &response).ok());
    return response.events_size();
  }

  // Kronor of the full year 2022 after August, by `model`.
  int64_t FullYear(const std::string& model) {
    v1::CreateForecastRequest request;
    request.set_organization("organizations/o");
    request.set_year(2022);
    request.set_round(v1::ROUND_AUTUMN);
    request.mutable_options()->set_model(model);
    request.set_validate_only(true);
    v1::CreateForecastResponse response;
    grpc::ClientContext call;
    EXPECT_TRUE(forecast_->CreateForecast(&call, request, &response).ok());
    return response.forecast().lines(0).full_year() / kOre;
  }

  std::map<std::string, int64_t> months_;
  std::unique_ptr<v1::EventService::Stub> suggestions_;
  grpc::Status status_;
};

TEST_F(SuggestionCallsTest, OfWhatIsAsUsualNothingIsSuggested) {
  EXPECT_THAT(Ask(true).suggestions(), IsEmpty());
  EXPECT_TRUE(status_.ok());
}

// Known: 8 x 100 000, 10 000 more in July and 100 000 more in March, 910 000. The run rate has four more months of the
// mean, 113 750 with the double in it and 101 250 without; what they will be is 400 000, and the year 1 310 000.
TEST_F(SuggestionCallsTest, AnAcceptedDoubleTakesTheFullYearTowardsTheTruth) {
  Book({{"2022-03", 200'000}});
  const v1::Suggestion suggestion = Only();
  EXPECT_EQ(suggestion.kind(), v1::SUGGESTION_KIND_BOOKED_TWICE);
  EXPECT_EQ(suggestion.series(), "organizations/o/series/care.cost");
  EXPECT_EQ(suggestion.month(), "2022-03");
  EXPECT_EQ(suggestion.seen(), 200'000 * kOre);
  EXPECT_NEAR(static_cast<double>(suggestion.expected()), 100'000.0 * kOre, 1'000.0 * kOre);
  EXPECT_LE(suggestion.chance(), 1.0 / 1250.0);
  EXPECT_EQ(FullYear("run-rate"), 910'000 + 4 * 113'750);
  EXPECT_EQ(CountEvents(), 0);  // Nothing is changed without a person.

  const v1::Event event = Accept(suggestion.name());
  ASSERT_TRUE(status_.ok()) << status_.error_message();
  EXPECT_EQ(event.kind(), v1::EVENT_KIND_ONE_OFF);
  EXPECT_EQ(event.first_month(), "2022-03");
  EXPECT_EQ(event.amount(), 100'000 * kOre);
  EXPECT_EQ(event.description(), "Bokfört två gånger mars 2022");
  EXPECT_THAT(event.source(), HasSubstr(suggestion.name().substr(suggestion.name().rfind('/') + 1)));
  EXPECT_EQ(FullYear("run-rate"), 910'000 + 4 * 101'250);
  EXPECT_THAT(Ask(true).suggestions(), IsEmpty());
  EXPECT_EQ(CountEvents(), 1);
  // What has become an event is a suggestion no more.
  Accept(suggestion.name());
  EXPECT_EQ(status_.error_code(), grpc::StatusCode::NOT_FOUND);
}

TEST_F(SuggestionCallsTest, TheSameRequestIsAnsweredAgainAndACheckStoresNothing) {
  Book({{"2022-03", 200'000}});
  const std::string name = Only().name();
  EXPECT_EQ(Accept(name, "0e9e9d5c-6f0a-4b39-9d5e-0a4f6f0b2c11", /*validate_only=*/true).amount(), 100'000 * kOre);
  EXPECT_TRUE(status_.ok()) << status_.error_message();
  EXPECT_EQ(CountEvents(), 0);
  const v1::Event first = Accept(name, "1e9e9d5c-6f0a-4b39-9d5e-0a4f6f0b2c11");
  ASSERT_TRUE(status_.ok()) << status_.error_message();
  EXPECT_EQ(Accept(name, "1e9e9d5c-6f0a-4b39-9d5e-0a4f6f0b2c11").name(), first.name());
  EXPECT_TRUE(status_.ok()) << status_.error_message();
  EXPECT_EQ(CountEvents(), 1);
}

TEST_F(SuggestionCallsTest, ADismissedOneComesAgainOnlyWhenItsValueChanges) {
  Book({{"2022-03", 200'000}});
  const std::string name = Only().name();
  Dismiss(name, "");
  EXPECT_EQ(status_.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  const v1::Suggestion dismissed = Dismiss(name, "Två löner");
  ASSERT_TRUE(status_.ok()) << status_.error_message();
  EXPECT_TRUE(dismissed.dismissed());
  EXPECT_THAT(Ask().suggestions(), IsEmpty());
  const v1::ListSuggestionsResponse all = Ask(true);
  ASSERT_EQ(all.suggestions_size(), 1);
  EXPECT_EQ(all.suggestions(0).dismiss_reason(), "Två löner");
  EXPECT_EQ(all.suggestions(0).record_time().seconds(), absl::ToUnixSeconds(now_));
  Dismiss(name);
  EXPECT_EQ(status_.error_code(), grpc::StatusCode::FAILED_PRECONDITION);
  // Other months may change.
  Book({{"2022-08", 101'000}});
  EXPECT_THAT(Ask().suggestions(), IsEmpty());
  Book({{"2022-03", 210'000}});
  EXPECT_NE(Only().name(), name);
  // Changed back it is the one that was dismissed.
  Book({{"2022-03", 200'000}});
  EXPECT_THAT(Ask().suggestions(), IsEmpty());
}

TEST_F(SuggestionCallsTest, ADismissedLevelStaysDismissedAsItsMonthIsKnownBetter) {
  std::map<std::string, int64_t> higher;
  for (int month = 1; month <= 8; ++month) higher[absl::StrCat("2022-0", month)] = month == 7 ? 154'000 : 140'000;
  Book(higher);
  const v1::Suggestion level = Only();
  EXPECT_EQ(level.kind(), v1::SUGGESTION_KIND_NEW_LEVEL);
  EXPECT_EQ(level.month(), "2022-01");
  EXPECT_EQ(level.event().kind(), v1::EVENT_KIND_LEVEL_SHIFT);
  EXPECT_NEAR(static_cast<double>(level.event().amount()), 40'000.0 * kOre, 1'500.0 * kOre);
  Dismiss(level.name(), "Nya taxan, känd");
  ASSERT_TRUE(status_.ok());
  Book({{"2022-09", 141'000}, {"2022-10", 139'000}});
  EXPECT_THAT(Ask().suggestions(), IsEmpty());
}

TEST_F(SuggestionCallsTest, ALateInvoiceBecomesACorrection) {
  Book({{"2021-10", 0}, {"2021-11", 200'000}});
  const v1::Suggestion late = Only();
  EXPECT_EQ(late.kind(), v1::SUGGESTION_KIND_OTHER_MONTH);
  EXPECT_EQ(late.month(), "2021-10");
  EXPECT_EQ(late.booked_in_month(), "2021-11");
  const v1::Event event = Accept(late.name());
  ASSERT_TRUE(status_.ok()) << status_.error_message();
  EXPECT_EQ(event.kind(), v1::EVENT_KIND_CORRECTION);
  EXPECT_EQ(event.first_month(), "2021-11");
  EXPECT_EQ(event.belongs_to_month(), "2021-10");
  EXPECT_NEAR(static_cast<double>(event.amount()), 100'000.0 * kOre, 1'000.0 * kOre);
  EXPECT_THAT(Ask(true).suggestions(), IsEmpty());
}

TEST_F(SuggestionCallsTest, AWrongSignIsAOneOffOfTwiceTheAmount) {
  Book({{"2021-04", -100'000}});
  const v1::Suggestion sign = Only();
  EXPECT_EQ(sign.kind(), v1::SUGGESTION_KIND_WRONG_SIGN);
  EXPECT_EQ(sign.event().amount(), -200'000 * kOre);
  Accept(sign.name());
  EXPECT_TRUE(status_.ok());
  EXPECT_THAT(Ask(true).suggestions(), IsEmpty());
}

// Of the newest month the rest is still to come: known 760 000, four months of 101 250 by the mean of what the eight
// should hold, and what August lacks, 50 000.
TEST_F(SuggestionCallsTest, WhatTheNewestMonthLacksIsExpectedInTheNext) {
  Book({{"2022-08", 50'000}});
  const v1::Suggestion half = Only();
  EXPECT_EQ(half.kind(), v1::SUGGESTION_KIND_NOT_FULLY_BOOKED);
  const v1::Event event = Accept(half.name());
  ASSERT_TRUE(status_.ok()) << status_.error_message();
  EXPECT_EQ(event.kind(), v1::EVENT_KIND_CORRECTION);
  EXPECT_EQ(event.first_month(), "2022-09");
  EXPECT_EQ(event.belongs_to_month(), "2022-08");
  EXPECT_NEAR(static_cast<double>(FullYear("run-rate")), 760'000 + 4 * 101'250 + 50'000, 1'500.0);
  EXPECT_THAT(Ask(true).suggestions(), IsEmpty());
}

TEST_F(SuggestionCallsTest, AnEarlierMonthThatNeverCameIsAOneOff) {
  Book({{"2020-05", 0}});
  const v1::Suggestion nothing = Only();
  EXPECT_EQ(nothing.kind(), v1::SUGGESTION_KIND_NOTHING_BOOKED);
  EXPECT_EQ(nothing.seen(), 0);
  EXPECT_EQ(nothing.event().kind(), v1::EVENT_KIND_ONE_OFF);
  EXPECT_NEAR(static_cast<double>(nothing.event().amount()), -100'000.0 * kOre, 1'000.0 * kOre);
}

// In the prices before it, 8,6 per cent lower: what was booked twice in June came to 100 000.
TEST_F(SuggestionCallsTest, BesideAPriceThatChangedAmountsAreAsTheyAreBooked) {
  std::map<std::string, int64_t> booked = {{"2021-06", 200'000}};
  for (int month = 1; month <= 8; ++month) booked[absl::StrCat("2022-0", month)] = month == 7 ? 165'000 : 150'000;
  Book(booked);
  v1::PutEventsRequest request;
  request.set_organization("organizations/o");
  v1::Event& price = *request.add_events();
  price.set_series("organizations/o/series/care.cost");
  price.set_kind(v1::EVENT_KIND_PERCENT);
  price.set_first_month("2022-01");
  price.set_percent(50'000);
  price.set_description("Taxa");
  v1::PutEventsResponse response;
  grpc::ClientContext call;
  ASSERT_TRUE(suggestions_->PutEvents(&call, request, &response).ok());
  const v1::Suggestion twice = Only();
  EXPECT_EQ(twice.month(), "2021-06");
  EXPECT_EQ(twice.seen(), 200'000 * kOre);
  EXPECT_NEAR(static_cast<double>(twice.expected()), 100'000.0 * kOre, 1'000.0 * kOre);
  EXPECT_EQ(twice.event().amount(), 100'000 * kOre);
}

TEST_F(SuggestionCallsTest, TheNewestYearComesFirstAndInItTheLargestAmount) {
  Book({{"2020-05", 0}, {"2022-02", 200'000}, {"2022-05", -100'000}});
  std::vector<std::string> months;
  const v1::ListSuggestionsResponse all = Ask();
  for (const v1::Suggestion& one : all.suggestions()) months.push_back(one.month());
  EXPECT_THAT(months, ElementsAre("2022-05", "2022-02", "2020-05"));
  EXPECT_EQ(Ask(false, 2020).suggestions_size(), 1);
  EXPECT_EQ(Ask(false, 2019).suggestions_size(), 0);
  EXPECT_EQ(Ask(false, 0, "organizations/o/series/care.cost").suggestions_size(), 3);
  EXPECT_EQ(Ask(false, 0, "organizations/o/series/care.revenue").suggestions_size(), 0);
}

TEST_F(SuggestionCallsTest, ACorrectionToAClosedYearIsNotSuggested) {
  Book({{"2021-10", 0}, {"2021-11", 200'000}});
  v1::CloseYearRequest request;
  request.set_organization("organizations/o");
  request.set_year(2021);
  request.set_reason("Oktober är tom");
  v1::CloseYearResponse response;
  grpc::ClientContext call;
  ASSERT_TRUE(ledger_->CloseYear(&call, request, &response).ok());
  EXPECT_THAT(Ask(true).suggestions(), IsEmpty());
}

TEST_F(SuggestionCallsTest, WhatCannotBeIsRefused) {
  Ask(false, 1800);
  EXPECT_EQ(status_.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  Ask(false, 0, "organizations/o/series/none.cost");
  EXPECT_EQ(status_.error_code(), grpc::StatusCode::NOT_FOUND);
  Accept("organizations/o/suggestions/00000000");
  EXPECT_EQ(status_.error_code(), grpc::StatusCode::NOT_FOUND);
  Dismiss("organizations/o/suggestions/00000000");
  EXPECT_EQ(status_.error_code(), grpc::StatusCode::NOT_FOUND);
  Accept("organizations/o/events/x");
  EXPECT_EQ(status_.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  Accept("organizations/none/suggestions/00000000");
  EXPECT_EQ(status_.error_code(), grpc::StatusCode::NOT_FOUND);
}

TEST_F(SuggestionCallsTest, ADismissalStandsAmongTheChangesOfEvents) {
  Book({{"2022-03", 200'000}});
  Dismiss(Only().name());
  ASSERT_TRUE(status_.ok());
  const auto history = v1::HistoryService::NewStub(server_->InProcessChannel());
  v1::ListChangesRequest request;
  request.set_organization("organizations/o");
  request.add_kinds(v1::CHANGE_KIND_EVENTS);
  v1::ListChangesResponse response;
  grpc::ClientContext call;
  ASSERT_TRUE(history->ListChanges(&call, request, &response).ok());
  EXPECT_EQ(response.changes_size(), 1);
}

}  // namespace
}  // namespace prognos::service
